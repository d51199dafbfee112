import { afterEach, expect, test, vi } from 'vitest';
import { session } from './session';

afterEach(async () => {
  vi.useRealTimers();
  await session.signOut();
  vi.unstubAllGlobals();
});

/** Answers sign-in and refresh with numbered tokens; a refresh token is good once. */
function tokenServer(lifetimeMs: number) {
  let issued = 0;
  let good = '';
  const spent: string[] = [];
  vi.stubGlobal('fetch', async (_url: unknown, init: RequestInit) => {
    const { query, variables } = JSON.parse(String(init.body)) as { query: string; variables: { input: Record<string, string> } };
    const field = /refreshSession\(/.test(query) ? 'refreshSession' : /signIn\(/.test(query) ? 'signIn' : 'signOut';
    const offered = variables.input['refreshToken'] ?? '';
    if (field === 'refreshSession') spent.push(offered);
    const refused = field === 'refreshSession' && offered !== good;
    issued += 1;
    if (!refused) good = `refresh-${issued}`;
    const fresh = { accessToken: `access-${issued}`, refreshToken: good, expiresAt: new Date(Date.now() + lifetimeMs).toISOString() };
    const payload = field === 'signOut' ? { problem: null } : { session: refused ? null : fresh, problem: refused ? { code: 'UNAUTHENTICATED' } : null };
    return new Response(JSON.stringify({ data: { [field]: payload } }), { headers: { 'content-type': 'application/json' } });
  });
  return { spent };
}

test('callers that come together share one rotation of the refresh token', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  const server = tokenServer(60_000);
  await session.signIn('a@contoh.id', 'x');
  vi.setSystemTime(Date.now() + 55_000);
  const tokens = await Promise.all([session.accessToken(), session.accessToken(), session.accessToken()]);
  expect(new Set(tokens).size).toBe(1);
  expect(server.spent).toHaveLength(1);
});

test('the token is renewed before it expires, without being asked for', async () => {
  vi.useFakeTimers();
  const server = tokenServer(120_000);
  await session.signIn('a@contoh.id', 'x');
  await vi.advanceTimersByTimeAsync(95_000);
  expect(server.spent).toEqual(['refresh-1']);
});

test('a tab spends the token that another tab left, not the one it remembers', async () => {
  const server = tokenServer(60_000);
  await session.signIn('a@contoh.id', 'x');
  const before = localStorage.getItem('mufakat.refresh');
  await session.renew();
  expect(localStorage.getItem('mufakat.refresh')).not.toBe(before);
  await session.renew();
  expect(new Set(server.spent).size).toBe(2);
  expect(session.state).toBe('signed-in');
});

test('a refused refresh token ends the session', async () => {
  tokenServer(60_000);
  await session.signIn('a@contoh.id', 'x');
  localStorage.setItem('mufakat.refresh', 'stolen');
  expect(await session.renew()).toBeNull();
  expect(session.state).toBe('signed-out');
  expect(localStorage.getItem('mufakat.refresh')).toBeNull();
});

test('a server that cannot be reached does not sign anybody out', async () => {
  tokenServer(60_000);
  await session.signIn('a@contoh.id', 'x');
  const kept = localStorage.getItem('mufakat.refresh');
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('network down');
  });
  await session.renew();
  expect(session.state).toBe('signed-in');
  expect(localStorage.getItem('mufakat.refresh')).toBe(kept);
});
