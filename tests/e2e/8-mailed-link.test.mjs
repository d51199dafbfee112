// From the mail to the vote in two clicks, with scripts switched off: open the link, press the button.
import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { address, openBrowser } from './browser.mjs';
import { ballotsOf } from './server.mjs';

let browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

/** The text of a mail as somebody reads it. */
function read(mail) {
  const [head, ...rest] = mail.replaceAll('\r\n', '\n').split('\n\n');
  const body = rest.join('\n\n');
  const how = /^content-transfer-encoding: *(\S+)/im.exec(head)?.[1].toLowerCase();
  if (how === 'base64') return { head, body: Buffer.from(body, 'base64').toString('utf8') };
  if (how !== 'quoted-printable') return { head, body };
  const bytes = body
    .replaceAll('=\n', '')
    .replaceAll(/[^\x00-\x7f]/g, encodeURIComponent)
    .replaceAll('%', '%25')
    .replaceAll(/=([0-9A-F]{2})/gi, '%$1');
  return { head, body: decodeURIComponent(bytes) };
}

/** The newest mailed link about a ballot of each person, the newest first. */
async function mailedBallots() {
  const folder = join(process.env.MUFAKAT_E2E_DATA, 'mails');
  const found = [];
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.eml')) continue;
    const path = join(folder, name);
    const { head, body } = read(await readFile(path, 'utf8'));
    const link = /https?:\/\/\S+\/a\/\S+/.exec(body)?.[0];
    const email = /^To:[^]*?([\w.+-]+@[\w.-]+)/im.exec(head)?.[1];
    if (link && email && body.includes('Berikan suara')) found.push({ email, link, at: (await stat(path)).mtimeMs });
  }
  found.sort((a, b) => b.at - a.at);
  return found.filter((one, index) => found.findIndex((other) => other.email === one.email) === index);
}

test('a council member approves from the mailed link in two clicks, with JavaScript off', async () => {
  assert.ok(process.env.MUFAKAT_E2E_DATA, 'tests/tools/with-server says where the demo keeps its mails');
  for (const { email, link } of await mailedBallots()) {
    // Members without an account of the demo cannot be asked what they have left.
    const [ballot] = await ballotsOf(email).catch(() => []);
    if (!ballot) continue;
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 }, locale: 'id-ID' });
    const page = await context.newPage();
    // The first click, in the mail.
    const opened = await page.goto(link);
    assert.equal(opened.status(), 200);
    assert.ok((await opened.body()).length < 30_000);
    assert.equal(opened.headers()['referrer-policy'], 'no-referrer');
    assert.equal((await ballotsOf(email)).some((one) => one.id === ballot.id), true, 'opening the link decides nothing');
    assert.ok((await page.getByRole('heading', { level: 2, name: 'Dokumen' }).count()) > 0, 'the papers are there to be read');
    // The second click.
    await page.getByRole('button', { name: 'Setuju', exact: true }).click();
    await page.getByRole('heading', { name: 'Keputusan Anda tercatat' }).waitFor();
    assert.equal((await ballotsOf(email)).some((one) => one.id === ballot.id), false);
    await page.goto(link);
    assert.equal(await page.getByRole('button').count(), 0, 'a used link offers nothing more');
    assert.ok(page.url().startsWith(address));
    await context.close();
    return;
  }
  assert.fail('nobody has a ballot left and a mail about it');
});
