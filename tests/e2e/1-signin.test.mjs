import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, openWindow } from './browser.mjs';
import { Door } from './pages/door.mjs';
import { demoAccounts } from './server.mjs';

let browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

test('every demo card signs in with one click and shows a menu of at most six doors', async () => {
  const accounts = await demoAccounts();
  assert.ok(accounts.length > 0, 'the server shows no demo cards: start it with --demo');
  for (const account of accounts) {
    const { context, page, faults } = await openWindow(browser);
    await new Door(page).enterAs(account.email);
    const doors = await page.getByRole('navigation', { name: 'Menu utama' }).getByRole('link').count();
    assert.ok(doors >= 2 && doors <= 6, `${account.email} has ${doors} doors`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    assert.deepEqual(faults, [], account.email);
    await context.close();
  }
});

test('a wrong password is refused in a summary that has the focus, and nothing is kept', async () => {
  const [account] = await demoAccounts();
  const { context, page } = await openWindow(browser);
  await new Door(page).enterWith(account.email, 'bukan-sandinya');
  const summary = page.getByRole('alert').filter({ hasText: 'Surel atau kata sandi tidak cocok.' });
  await summary.waitFor();
  assert.equal(await summary.evaluate((box) => box === document.activeElement), true);
  assert.equal(await page.evaluate(() => localStorage.getItem('mufakat.refresh')), null);
  await context.close();
});

test('a reload keeps one signed in, and signing out in one tab ends the other', async () => {
  const [account] = await demoAccounts();
  const { context, page } = await openWindow(browser);
  await new Door(page).enterAs(account.email);
  await page.reload();
  await page.getByRole('navigation', { name: 'Menu utama' }).waitFor();
  const second = await context.newPage();
  await second.goto(page.url());
  await second.getByRole('navigation', { name: 'Menu utama' }).waitFor();
  await page.getByRole('button', { name: 'Menu profil' }).click();
  await page.getByRole('button', { name: 'Keluar' }).click();
  await page.getByRole('heading', { name: 'Masuk', exact: true }).waitFor();
  await second.getByRole('heading', { name: 'Masuk', exact: true }).waitFor();
  await context.close();
});
