// From the mail to the vote in two clicks, with scripts switched off: open the link, press the button.
import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { address, openBrowser } from './browser.mjs';
import { ballotsOf, demoAccounts } from './server.mjs';

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

/** The link in the newest mail about a ballot to this address. */
async function linkFor(email) {
  const folder = join(process.env.MUFAKAT_E2E_DATA, 'mails');
  const found = [];
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.eml')) continue;
    const path = join(folder, name);
    const { head, body } = read(await readFile(path, 'utf8'));
    const link = /https?:\/\/\S+\/a\/\S+/.exec(body)?.[0];
    if (link && head.includes(email) && body.includes('Berikan suara')) found.push({ link, at: (await stat(path)).mtimeMs });
  }
  return found.sort((a, b) => b.at - a.at)[0]?.link;
}

test('a council member approves from the mailed link in two clicks, with JavaScript off', async () => {
  assert.ok(process.env.MUFAKAT_E2E_DATA, 'tests/tools/with-server says where the demo keeps its mails');
  for (const { email } of await demoAccounts()) {
    const [ballot] = await ballotsOf(email);
    const link = ballot && (await linkFor(email));
    if (!link) continue;
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
  assert.fail('nobody with a card has a ballot left and a mail about it');
});
