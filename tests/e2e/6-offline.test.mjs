// A village officer without a signal: the application opens, a task that was read before is filled in, and what was sent waits on
// the device until there is a line. The next person at the same device finds nothing of it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { address, openBrowser, openWindow, phone } from './browser.mjs';
import { Door } from './pages/door.mjs';
import { accountWithRole, somebodyWithForm, startCase } from './server.mjs';

let browser;
let work;
before(async () => {
  browser = await openBrowser();
  await startCase(await accountWithRole('EXEC_TEAM_LEAD'));
  work = await somebodyWithForm();
});
after(() => browser.close());

async function kept(page) {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

test('what was opened before opens without a line, and the draft written there is still there', async () => {
  assert.ok(work, 'somebody with a card needs a form to fill in');
  const { context, page, faults } = await openWindow(browser, { viewport: phone });
  await new Door(page).enterAs(work.email);
  await kept(page);
  await page.goto(`${address}/tugas/${work.task}`);
  await page.locator('.fjs-form').waitFor();
  const title = await page.getByRole('heading', { level: 1 }).textContent();
  await context.setOffline(true);
  await page.reload();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.locator('.fjs-form').waitFor();
  await page.getByText('Anda sedang luring.').waitFor();
  const field = page.locator('.fjs-form input[type=text]:not([readonly]), .fjs-form textarea:not([readonly])').first();
  await field.fill('ditulis tanpa sinyal');
  await page.getByText(/Tersimpan di perangkat ini/).waitFor();
  await page.reload();
  await page.locator('.fjs-form').waitFor();
  assert.equal(await field.inputValue(), 'ditulis tanpa sinyal');
  await page.goto(`${address}/dewan`);
  await page.getByText(/luring/).first().waitFor();
  await context.setOffline(false);
  assert.deepEqual(faults, []);
  await context.close();
});

test('answers of one person are gone when they have signed out, and the server is never answered for', async () => {
  const { context, page } = await openWindow(browser);
  await new Door(page).enterAs(work.email);
  await kept(page);
  await page.locator('[data-row]').first().waitFor();
  await page.waitForFunction(async () => (await (await caches.open('mufakat-answers')).keys()).length > 0);
  const shells = await page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith('mufakat-shell-'));
    const requests = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname)));
    return requests.flat();
  });
  assert.ok(shells.includes('/index.html'));
  assert.deepEqual(shells.filter((path) => /^\/(graphql|documents|verify|a|calendar)(\/|$)/.test(path)), []);
  await page.getByRole('button', { name: 'Menu profil' }).click();
  await page.getByRole('button', { name: 'Keluar' }).click();
  await page.waitForURL(/\/masuk/);
  await page.waitForFunction(async () => !(await caches.has('mufakat-answers')));
  const status = await page.evaluate(async () => (await fetch('/healthz')).status);
  assert.equal(status, 200);
  await context.close();
});
