// An administrator brings three hundred people in from a spreadsheet: the difference first, then applied, and the same file again
// changes nothing. Whoever keeps no register has no door to it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { address, AxeBuilder, openBrowser, openWindow } from './browser.mjs';
import { Door } from './pages/door.mjs';
import { accountWithRole } from './server.mjs';

let browser;
let admin;
let voter;
before(async () => {
  browser = await openBrowser();
  admin = await accountWithRole('SYSADMIN');
  voter = await accountWithRole('COUNCIL_MEMBER');
  assert.ok(admin && voter, 'the demo needs cards of an administrator and of a council member');
});
after(() => browser.close());

const run = Date.now().toString(36);

/** As an Indonesian Excel saves it: semicolons, a byte order mark, carriage returns. */
function sheet({ broken = false } = {}) {
  const lines = ['nama;surel;organisasi;jabatan;nama_jabatan;peran;status;nomor_sk;mulai'];
  for (let number = 1; number <= 300; number += 1) {
    const digits = String(number).padStart(3, '0');
    const place = broken && number === 150 ? 'tidak-ada' : '64.02/dinkes';
    lines.push(`Pegawai Contoh ${digits};${run}-${digits}@contoh.test;${place};64.02/dinkes/${run}-${digits};Staf ${digits};OPD_OFFICER;definitif;SK-${run}-${digits};02/01/2026`);
  }
  return Buffer.from(`\u{feff}${lines.join('\r\n')}\r\n`);
}

async function choose(page, buffer) {
  await page.locator('input[type=file]').setInputFiles({ name: 'pegawai.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('heading', { name: /Perbedaan dengan register/ }).waitFor({ timeout: 60_000 });
}

const count = (page, name) => page.getByRole('group', { name: 'Tampilkan hanya' }).getByRole('button', { name: new RegExp(`${name}$`) }).locator('strong').innerText();

test('an administrator imports three hundred people and sees the difference first', async () => {
  const { context, page, faults } = await openWindow(browser);
  await new Door(page).enterAs(admin);
  await page.getByRole('navigation', { name: 'Menu utama' }).getByRole('link', { name: 'Register' }).click();
  await page.getByRole('link', { name: 'Impor CSV' }).click();
  await page.getByRole('heading', { name: 'Impor dari CSV' }).waitFor();

  await choose(page, sheet({ broken: true }));
  assert.equal(await count(page, 'Ditolak'), '1');
  await page.getByRole('button', { name: /Ditolak$/ }).click();
  const refused = page.getByRole('region', { name: 'Baris-baris berkas' }).getByRole('row').nth(1);
  assert.match(await refused.innerText(), /151[\s\S]*Tidak ada organisasi dengan kode ini/);
  assert.equal(await page.getByRole('button', { name: /^Terapkan/ }).count(), 0, 'a refused line holds up the file');

  await choose(page, sheet());
  await page.getByText('Perbedaan dengan register (300 baris)').waitFor();
  await page.waitForFunction(() => document.body.innerText.includes('Terapkan 300 baris'), null, { timeout: 60_000 });
  assert.equal(await count(page, 'Baru'), '300');
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  assert.deepEqual(violations.filter((found) => ['serious', 'critical'].includes(found.impact)).map((found) => found.id), []);

  await page.getByRole('button', { name: 'Terapkan 300 baris' }).click();
  await page.getByRole('heading', { name: 'Hasil impor (300 baris)' }).waitFor({ timeout: 60_000 });
  await choose(page, sheet());
  await page.getByText('Semua sudah sesuai').waitFor({ timeout: 60_000 });
  assert.equal(await count(page, 'Tetap'), '300');

  await page.getByRole('link', { name: 'Orang', exact: true }).click();
  await page.getByLabel('Cari nama atau surel').fill(`${run}-300`);
  await page.getByText('Pegawai Contoh 300').waitFor();
  await page.getByText('Staf 300').waitFor();
  await page.getByRole('link', { name: 'Riwayat perubahan' }).click();
  await page.getByText('Pengangkatan').first().waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('the template downloads as a sheet that an Indonesian Excel reads', async () => {
  const { context, page } = await openWindow(browser);
  await new Door(page).enterAs(admin);
  await page.goto(`${address}/administrasi/impor`);
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Unduh templat' }).click();
  const download = await waiting;
  assert.equal(download.suggestedFilename(), 'templat-register.csv');
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  assert.match(Buffer.concat(chunks).toString('utf8'), /^\u{feff}nama;surel;/u);
  await context.close();
});

test('whoever keeps no register sees no door to it and is refused', async () => {
  const { context, page } = await openWindow(browser);
  await new Door(page).enterAs(voter);
  assert.equal(await page.getByRole('navigation', { name: 'Menu utama' }).getByRole('link', { name: 'Register' }).count(), 0);
  await page.goto(`${address}/administrasi/impor`);
  await page.locator('input[type=file]').setInputFiles({ name: 'pegawai.csv', mimeType: 'text/csv', buffer: sheet() });
  await page.getByRole('alert').getByText('Jabatan Anda tidak berwenang melakukan ini.').waitFor();
  await context.close();
});
