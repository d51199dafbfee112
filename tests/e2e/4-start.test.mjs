// A case from its start: the team lead starts one, finds its first task, and fills in a form that is checked on the way.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { address, AxeBuilder, desktop, openBrowser, openWindow, phone } from './browser.mjs';
import { Door } from './pages/door.mjs';
import { accountWithRole, somebodyWithForm } from './server.mjs';

let browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

async function weighty(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  return violations.filter((found) => ['serious', 'critical'].includes(found.impact)).map((found) => `${found.id}: ${found.nodes[0].target}`);
}

/** A PDF with one empty page. */
const pdf = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);

test('the team lead starts a case and its first task is in the inbox', async () => {
  const lead = await accountWithRole('EXEC_TEAM_LEAD');
  assert.ok(lead, 'the demo data needs a card for the team lead');
  const { context, page, faults } = await openWindow(browser);
  await new Door(page).enterAs(lead);
  await page.getByRole('link', { name: 'Mulai perkara' }).click();
  await page.getByLabel('Proses').selectOption('masterplan-approval');
  await page.getByRole('button', { name: 'Mulai', exact: true }).click();
  await page.waitForURL(/\/perkara\/inst_/);
  await page.getByRole('heading', { name: 'Langkah' }).waitFor();
  await page.getByRole('navigation', { name: 'Menu utama' }).getByRole('link', { name: 'Tugas' }).click();
  await page.locator('[data-row]').first().waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('a form has no serious accessibility fault, fits a phone, and says what is missing', async () => {
  const work = await somebodyWithForm();
  assert.ok(work, 'somebody with a card needs a form to fill in');
  for (const [viewport, colorScheme] of [[desktop, 'light'], [phone, 'dark']]) {
    const { context, page, faults } = await openWindow(browser, { viewport, colorScheme });
    await new Door(page).enterAs(work.email);
    await page.goto(`${address}/tugas/${work.task}`);
    await page.locator('.fjs-form').waitFor();
    assert.deepEqual(await weighty(page), [], colorScheme);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)) <= 0);
    assert.equal(await page.locator('.fjs-powered-by').isVisible(), true, 'the bpmn.io mark must stay visible');
    await page.getByRole('button', { name: 'Selesaikan tugas' }).click();
    const summary = page.getByRole('alert').filter({ hasText: 'Ada yang perlu diperbaiki' });
    await summary.waitFor();
    assert.ok((await summary.getByRole('link').count()) > 0);
    assert.deepEqual(await weighty(page), [], `${colorScheme} with faults`);
    assert.deepEqual(faults, []);
    await context.close();
  }
});

test('a file and what was typed are there again on another device', async () => {
  const work = await somebodyWithForm('filepicker');
  assert.ok(work, 'somebody with a card needs a form with a file in it');
  const here = await openWindow(browser);
  await new Door(here.page).enterAs(work.email);
  await here.page.goto(`${address}/tugas/${work.task}`);
  await here.page.locator('.fjs-form').waitFor();
  const stored = here.page.waitForResponse((response) => response.url().endsWith('/documents') && response.request().method() === 'POST');
  await here.page.locator('.fjs-form input[type=file]').first().setInputFiles({ name: 'buku.pdf', mimeType: 'application/pdf', buffer: pdf });
  assert.equal((await stored).status(), 201);
  await here.page.getByText(/^Tersimpan \d\d\.\d\d$/).waitFor();
  await here.context.close();

  const there = await openWindow(browser);
  await new Door(there.page).enterAs(work.email);
  await there.page.goto(`${address}/tugas/${work.task}`);
  await there.page.locator('.fjs-filepicker-container').first().filter({ hasText: 'buku.pdf' }).waitFor();
  await there.context.close();
});
