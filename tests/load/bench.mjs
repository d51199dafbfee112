// What one server bears: a bounded number of requests against a demo server on this machine, as JSON.
// Usage: MUFAKAT_URL=http://127.0.0.1:8080 node tests/load/bench.mjs [requests] [clients]
const url = new URL('/graphql', process.env.MUFAKAT_URL ?? 'http://127.0.0.1:8080');
if (!['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) {
  throw new Error('only a server on this machine is measured');
}
const requests = Math.min(Number(process.argv[2] ?? 2000), 20_000);
const clients = Math.min(Number(process.argv[3] ?? 8), 64);

async function ask(query, variables, token) {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  const body = await response.json();
  if (!response.ok || body.errors) {
    throw new Error(`${response.status}: ${JSON.stringify(body.errors)}`);
  }
  return body.data;
}

/** Runs `work` `count` times, `clients` at once; answers milliseconds, sorted, and requests a second. */
async function measure(name, count, work) {
  const times = [];
  let next = 0;
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (next < count) {
        const number = next++;
        const from = performance.now();
        await work(number);
        times.push(performance.now() - from);
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  times.sort((a, b) => a - b);
  const at = (share) => Number(times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(2));
  return { name, count, clients, perSecond: Number((count / seconds).toFixed(1)), p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}

const { demoAccounts } = await ask('{ demoAccounts { email group } }', {});
const signIn = 'mutation($input: SignInInput!) { signIn(input: $input) { session { accessToken } problem { code } } }';
const session = async (email) => (await ask(signIn, { input: { email, password: 'mufakat-demo' } })).signIn.session.accessToken;
const chair = await session(demoAccounts.find((account) => account.group === 'COUNCIL').email);
const lead = await session(demoAccounts[0].email);
const start = 'mutation($input: StartInstanceInput!) { startInstance(input: $input) { instance { id } problem { code } } }';

const results = [
  await measure('inbox', requests, () => ask('{ tasks(first: 25) { totalCount nodes { id name due } } taskCounts { actionable } }', {}, chair)),
  await measure('start a case', Math.ceil(requests / 10), async (number) => {
    const input = { definitionKey: 'opd-assignment', organisation: '64.02', idempotencyKey: `bench-${process.pid}-${number}` };
    const { startInstance } = await ask(start, { input }, lead);
    if (startInstance.problem) throw new Error(startInstance.problem.code);
  }),
];
console.log(JSON.stringify({ node: process.version, requests, results }, null, 2));
