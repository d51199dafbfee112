// Every route, as a person with something to do and as one who watches: no accessibility fault of weight, light and dark, and
// nothing wider than a phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { address, AxeBuilder, desktop, openBrowser, openWindow, phone } from './browser.mjs';
import { Door } from './pages/door.mjs';
import { demoAccounts, electorsWithCards } from './server.mjs';

let browser;
let who;
let routes;
before(async () => {
  browser = await openBrowser();
  const [call] = await electorsWithCards();
  who = call?.electors[0]?.email ?? (await demoAccounts())[0].email;
  routes = [
    '/tugas', '/tugas?lihat=DONE', '/perkara', '/mulai', '/dewan', '/surat', '/tidak/ada',
    ...(call ? [`/tugas/${call.electors[0].task}`, `/perkara/${call.instance}`] : []),
  ];
});
after(() => browser.close());

async function settled(page) {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForFunction(() => document.querySelector('[role=status][aria-label^="Memuat"]') === null);
  if (/\/perkara\/./.test(page.url())) await page.locator('.djs-element').first().waitFor({ state: 'attached' });
}

async function weighty(page) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations
    .filter((found) => found.impact === 'serious' || found.impact === 'critical')
    .map((found) => `${found.id}: ${found.nodes.map((node) => node.target.join(' ')).slice(0, 4).join(' | ')}`);
}

for (const colorScheme of ['light', 'dark']) {
  test(`no serious accessibility fault on any route, ${colorScheme}`, async () => {
    const { context, page, faults } = await openWindow(browser, { viewport: desktop, colorScheme });
    const found = {};
    await new Door(page).open();
    found['/masuk'] = await weighty(page);
    await new Door(page).enterAs(who);
    for (const route of routes) {
      await page.goto(address + route);
      await settled(page);
      found[route] = await weighty(page);
    }
    assert.deepEqual(Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0)), {});
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('no route is wider than a phone', async () => {
  const { context, page } = await openWindow(browser, { viewport: phone });
  const wide = {};
  const measure = async (route) => {
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (over > 0) wide[route] = over;
  };
  await new Door(page).open();
  await measure('/masuk');
  await new Door(page).enterAs(who);
  for (const route of routes) {
    await page.goto(address + route);
    await settled(page);
    await measure(route);
  }
  assert.deepEqual(wide, {});
  await context.close();
});

test('the inbox is worked from the keyboard alone, with the focus visible', async () => {
  const { context, page } = await openWindow(browser);
  await new Door(page).enterAs(who);
  await page.locator('[data-row]').first().waitFor();
  await page.keyboard.press('j');
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(await page.evaluate(() => document.activeElement.hasAttribute('data-row')), true);
  assert.notEqual(outline, 'none');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/tugas\/.+/);
  await context.close();
});

test('English is one click away and stays after a reload', async () => {
  const { context, page } = await openWindow(browser);
  await new Door(page).open();
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  await context.close();
});
