// An administrator's day: a faulty process is refused with its line, a sound one is deployed, its proof is read, running cases are
// held, mended and moved to the next version after a dry run, and taken back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { address, AxeBuilder, desktop, openBrowser, openWindow, phone } from './browser.mjs';
import { Door } from './pages/door.mjs';
import { accountWithRole, startCase } from './server.mjs';

let browser;
let admin;
let lead;
before(async () => {
  browser = await openBrowser();
  admin = await accountWithRole('SYSADMIN');
  lead = await accountWithRole('EXEC_TEAM_LEAD');
  assert.ok(admin && lead, 'the demo needs cards of an administrator and of the team lead');
});
after(() => browser.close());

/** Two reviews side by side; `join` is how they come together, `review` the id of the first. */
function model({ join = 'parallelGateway', review = 'periksa', broken = false } = {}) {
  const shape = (id, x, y, width, height) => `<bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"><dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}" /></bpmndi:BPMNShape>`;
  const edge = (id, ...points) => `<bpmndi:BPMNEdge id="${id}_di" bpmnElement="${id}">${points.map(([x, y]) => `<di:waypoint x="${x}" y="${y}" />`).join('')}</bpmndi:BPMNEdge>`;
  const task = (id, name, incoming, outgoing) => `<bpmn:userTask id="${id}" name="${name}"><bpmn:extensionElements><zeebe:userTask /><zeebe:assignmentDefinition candidateGroups="role:EXEC_TEAM_LEAD" /></bpmn:extensionElements><bpmn:incoming>${incoming}</bpmn:incoming><bpmn:outgoing>${outgoing}</bpmn:outgoing></bpmn:userTask>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="https://contoh.test">
<bpmn:process id="izin-ruang" name="Izin pemakaian ruang" isExecutable="true">
<bpmn:startEvent id="mulai" name="Mulai"><bpmn:outgoing>f0</bpmn:outgoing></bpmn:startEvent>
<bpmn:parallelGateway id="buka"><bpmn:incoming>f0</bpmn:incoming><bpmn:outgoing>f1</bpmn:outgoing><bpmn:outgoing>f2</bpmn:outgoing></bpmn:parallelGateway>
${task(review, 'Periksa permohonan', 'f1', 'f3')}
${task('biaya', 'Hitung biaya', 'f2', 'f4')}
<bpmn:${join} id="satukan"><bpmn:incoming>f3</bpmn:incoming><bpmn:incoming>f4</bpmn:incoming><bpmn:outgoing>f5</bpmn:outgoing></bpmn:${join}>
<bpmn:endEvent id="selesai" name="Selesai"><bpmn:incoming>f5</bpmn:incoming></bpmn:endEvent>
<bpmn:sequenceFlow id="f0" sourceRef="mulai" targetRef="buka" /><bpmn:sequenceFlow id="f1" sourceRef="buka" targetRef="${review}" />
<bpmn:sequenceFlow id="f2" sourceRef="buka" targetRef="biaya" /><bpmn:sequenceFlow id="f3" sourceRef="${review}" targetRef="satukan" />
<bpmn:sequenceFlow id="f4" sourceRef="biaya" targetRef="satukan" /><bpmn:sequenceFlow id="f5" sourceRef="satukan" targetRef="${broken ? 'tidak-ada' : 'selesai'}" />
</bpmn:process>
<bpmndi:BPMNDiagram id="dia"><bpmndi:BPMNPlane id="plane" bpmnElement="izin-ruang">
${shape('mulai', 160, 142, 36, 36)}${shape('buka', 250, 135, 50, 50)}${shape(review, 360, 60, 120, 80)}${shape('biaya', 360, 190, 120, 80)}${shape('satukan', 540, 135, 50, 50)}${shape('selesai', 650, 142, 36, 36)}
${edge('f0', [196, 160], [250, 160])}${edge('f1', [275, 135], [275, 100], [360, 100])}${edge('f2', [275, 185], [275, 230], [360, 230])}${edge('f3', [480, 100], [565, 100], [565, 135])}${edge('f4', [480, 230], [565, 230], [565, 185])}${edge('f5', [590, 160], [650, 160])}
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>`;
}

async function weighty(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  return violations.filter((found) => ['serious', 'critical'].includes(found.impact)).map((found) => `${found.id}: ${found.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(' | ')}`);
}

async function deploy(page, xml, note) {
  await page.goto(`${address}/proses/terapkan`);
  await page.getByRole('button', { name: 'Periksa dan terapkan' }).waitFor();
  await page.locator('input[type=file]').setInputFiles({ name: 'izin-ruang.bpmn', mimeType: 'application/xml', buffer: Buffer.from(xml) });
  await page.getByRole('list', { name: 'Berkas yang dipilih' }).getByText('izin-ruang.bpmn').waitFor();
  await page.getByLabel('Catatan versi').fill(note);
  await page.getByRole('button', { name: 'Periksa dan terapkan' }).click();
}

test('a faulty file deploys nothing and says where and what to do', async () => {
  const { context, page, faults } = await openWindow(browser);
  await new Door(page).enterAs(admin);
  await page.getByRole('navigation', { name: 'Menu utama' }).getByRole('link', { name: 'Proses' }).click();
  await page.getByRole('link', { name: /Pengesahan Rencana Induk/ }).waitFor();
  await deploy(page, model({ broken: true }), 'percobaan');
  await page.getByRole('alert').filter({ hasText: 'Tidak ada yang diterapkan' }).waitFor();
  const finding = page.getByRole('button', { name: /^Kesalahan/ }).first();
  assert.match(await finding.textContent(), /izin-ruang\.bpmn, baris \d+/);
  assert.deepEqual(await weighty(page), []);
  assert.deepEqual(faults, []);
  await context.close();
});

test('of an unsound process the way into the fault is drawn and told', async () => {
  const { context, page, faults } = await openWindow(browser);
  await new Door(page).enterAs(admin);
  await deploy(page, model({ join: 'exclusiveGateway' }), 'cabang belum disatukan');
  await page.getByRole('heading', { name: 'Diterapkan', exact: true }).waitFor();
  await page.goto(`${address}/proses/izin-ruang`);
  const finding = page.getByRole('button', { name: /Tidak disatukan/ }).first();
  await finding.click();
  await page.locator('.mufakat-number').first().waitFor();
  assert.ok((await page.locator('.djs-element.mufakat-trace').count()) > 2, 'the way stands on the drawing');
  assert.ok((await page.getByRole('list', { name: 'Jalan menuju ke sana' }).getByRole('listitem').count()) > 2, 'and in words');
  assert.match(page.url(), /temuan=1/);
  assert.deepEqual(await weighty(page), []);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a case is held, mended on the drawing, and goes on', async () => {
  const id = await startCase(lead, 'izin-ruang');
  const { context, page, faults } = await openWindow(browser);
  await new Door(page).enterAs(admin);
  await page.goto(`${address}/perkara/${id}`);
  await page.getByRole('button', { name: 'Tangguhkan…' }).click();
  await page.getByRole('dialog').getByLabel('Alasan').fill('Ruang sedang diperbaiki');
  await page.getByRole('dialog').getByRole('button', { name: 'Tangguhkan', exact: true }).click();
  await page.getByText('Ditangguhkan: Ruang sedang diperbaiki', { exact: true }).waitFor();
  await page.getByText('Perkara ditangguhkan: Ruang sedang diperbaiki.').waitFor();

  await page.getByRole('button', { name: 'Ubah posisi…' }).click();
  await page.locator('.djs-element[data-element-id=biaya]').click();
  await page.getByRole('group', { name: 'Hitung biaya' }).getByRole('button', { name: 'Akhiri' }).click();
  await page.locator('.djs-element.mufakat-ending').waitFor();
  await page.getByLabel('Tambah token pada').selectOption('selesai');
  const plan = page.getByRole('region', { name: 'Rencana perubahan' });
  await plan.getByText('Tambah token di “Selesai”').waitFor();
  // What lies under the sticky header is not what is judged here.
  await page.evaluate(() => window.scrollTo(0, 0));
  assert.deepEqual(await weighty(page), []);
  await plan.getByLabel(/^Alasan/).fill('Tanpa biaya');
  await plan.getByRole('button', { name: 'Terapkan rencana' }).click();
  await plan.getByRole('button', { name: 'Ya, terapkan' }).click();
  await page.getByText('Posisi perkara sudah diubah.').waitFor();
  await page.getByText('Tanpa biaya').first().waitFor();

  await page.getByRole('button', { name: 'Variabel…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Variabel' });
  await dialog.getByLabel('Nama variabel').fill('catatan');
  await dialog.getByLabel('Nilai (JSON)').fill('"tanpa biaya"');
  await dialog.getByRole('button', { name: 'Periksa perubahan' }).click();
  await dialog.getByRole('button', { name: 'Ya, terapkan' }).click();
  await dialog.getByRole('button', { name: /^catatan/ }).waitFor();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Lanjutkan…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Lanjutkan', exact: true }).click();
  await page.getByText('Perkara dilanjutkan.').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('cases move to the next version after a dry run, and are taken back', async () => {
  await startCase(lead, 'izin-ruang');
  const { context, page, faults } = await openWindow(browser, { viewport: phone, colorScheme: 'dark' });
  await new Door(page).enterAs(admin);
  await deploy(page, model({ review: 'telaah' }), 'cabang disatukan');
  await page.getByRole('heading', { name: 'Diterapkan', exact: true }).waitFor();
  await page.goto(`${address}/proses/izin-ruang`);
  await page.getByText(/Terbukti benar/).waitFor();
  await page.getByRole('link', { name: 'Pindahkan perkara…' }).click();
  await page.getByRole('button', { name: 'Berikutnya' }).click();
  assert.equal(await page.getByRole('combobox', { name: 'Periksa permohonan menjadi' }).inputValue(), 'telaah');
  await page.getByRole('button', { name: 'Uji coba' }).click();
  await page.getByText(/^[1-9]\d* dari \d+ perkara dapat pindah/).waitFor();
  assert.deepEqual(await weighty(page), []);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)) <= 0);
  await page.getByRole('button', { name: /^Pindahkan \d+ perkara…/ }).click();
  await page.getByRole('button', { name: 'Ya, terapkan' }).click();
  await page.waitForURL(/\/pindah\/mig_/);
  await page.getByText(/^[1-9]\d* dari \d+ perkara pindah/).waitFor();
  await page.getByRole('button', { name: 'Batalkan pemindahan…' }).click();
  const moved = page.url();
  await page.getByRole('button', { name: 'Ya, terapkan' }).click();
  await page.waitForURL((url) => /\/pindah\/mig_/.test(url.href) && url.href !== moved);
  await page.getByRole('heading', { name: 'Pembatalan pemindahan' }).waitFor();
  await page.getByText(/^[1-9]\d* dari \d+ perkara pindah/).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

for (const [viewport, colorScheme] of [[desktop, 'dark'], [phone, 'light']]) {
  test(`the operator's pages have no serious accessibility fault and fit, ${colorScheme}`, async () => {
    const { context, page, faults } = await openWindow(browser, { viewport, colorScheme });
    await new Door(page).enterAs(admin);
    const found = {};
    for (const route of ['/proses', '/proses/masterplan-approval', '/proses/terapkan', '/kendali', '/kendali/pekerjaan']) {
      await page.goto(address + route);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForFunction(() => document.querySelector('[role=status][aria-label^="Memuat"]') === null);
      found[route] = [...(await weighty(page)), ...((await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)) > 0 ? ['wider than the window'] : [])];
    }
    assert.deepEqual(Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0)), {});
    assert.deepEqual(faults, []);
    await context.close();
  });
}
