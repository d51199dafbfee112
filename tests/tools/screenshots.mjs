// Pictures of the running application for the documents: node tests/tools/screenshots.mjs FOLDER, against MUFAKAT_E2E_URL.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openBrowser, openWindow } from '../e2e/browser.mjs';
import { Door } from '../e2e/pages/door.mjs';
import { electorsWithCards } from '../e2e/server.mjs';

const folder = process.argv[2] ?? 'docs/images';
await mkdir(folder, { recursive: true });
const [call] = await electorsWithCards();
if (!call) throw new Error('the demo has no open roll call to show');
const [member] = call.electors;
const browser = await openBrowser();
try {
  const { page } = await openWindow(browser, { viewport: { width: 1280, height: 800 } });
  await new Door(page).enterAs(member.email);
  await page.locator(`a[href="/tugas/${member.task}"]`).waitFor();
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: join(folder, 'inbox.png') });
} finally {
  await browser.close();
}
