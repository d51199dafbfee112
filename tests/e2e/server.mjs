// Questions to the server that a journey needs before it starts: is it there, who has a card, who still has to vote.
import { address } from './browser.mjs';

async function ask(query, variables, token) {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ query, variables }),
  });
  const answer = await response.json();
  if (answer.errors?.length) throw new Error(`${query.slice(0, 60)}: ${JSON.stringify(answer.errors)}`);
  return answer.data;
}

export async function demoAccounts() {
  const { demoAccounts: accounts } = await ask('{ demoAccounts { email title organisation group } }');
  return accounts;
}

/** The open roll calls that this account may vote in, with how the count stands. */
export async function ballotsOf(email) {
  const tasks = await actionable(email);
  return tasks.filter((task) => task.vote && task.vote.mine === null && may(task, 'VOTE'));
}

/** A card holder with a form to fill in that holds a component of this type, or undefined. */
export async function somebodyWithForm(type) {
  const holds = (components) => components.some((one) => one.type === type || holds(one.components ?? []));
  for (const { email } of await demoAccounts()) {
    const task = (await actionable(email)).find(
      (one) => one.form && !one.vote && may(one, 'COMPLETE') && (type === undefined || holds(one.form.schema.components)),
    );
    if (task) return { email, task: task.id };
  }
  return undefined;
}

const may = (task, action) => task.actions.some((one) => one.action === action && one.allowed);

/** The first card whose holder has this role. */
export async function accountWithRole(role) {
  for (const { email } of await demoAccounts()) {
    const { me } = await ask('{ me { roles { role } } }', {}, await tokenOf(email));
    if (me.roles.some((grant) => grant.role === role)) return email;
  }
  return undefined;
}

async function tokenOf(email) {
  const signed = await ask('mutation($input: SignInInput!) { signIn(input: $input) { session { accessToken } problem { code } } }', {
    input: { email, password: 'mufakat-demo' },
  });
  const token = signed.signIn.session?.accessToken;
  if (!token) throw new Error(`${email} cannot sign in: ${signed.signIn.problem?.code}`);
  return token;
}

async function actionable(email) {
  const token = await tokenOf(email);
  const { tasks } = await ask(
    `{ tasks(filter: { view: ACTIONABLE }, first: 50) { nodes {
      id kind instance { id } form { id schema }
      vote { mine tally { outstanding electors } }
      actions { action allowed }
    } } }`,
    {},
    token,
  );
  return tasks.nodes;
}

/** Accounts of the demo cards with an open ballot in the same roll call: at least the voter and a watcher. */
export async function electorsWithCards() {
  const found = new Map();
  for (const account of await demoAccounts()) {
    for (const ballot of await ballotsOf(account.email)) {
      const group = found.get(ballot.instance.id) ?? [];
      group.push({ email: account.email, title: account.title, task: ballot.id });
      found.set(ballot.instance.id, group);
    }
  }
  return [...found.entries()].map(([instance, electors]) => ({ instance, electors })).sort((a, b) => b.electors.length - a.electors.length);
}

/** Begins a case of this process in the regency of the account; its id. */
export async function startCase(email, definitionKey = 'masterplan-approval') {
  const token = await tokenOf(email);
  const { me } = await ask('{ me { roles { organisation { code } } } }', {}, token);
  const { startInstance } = await ask(
    'mutation($input: StartInstanceInput!) { startInstance(input: $input) { instance { id } problem { code message } } }',
    { input: { definitionKey, organisation: me.roles[0].organisation.code, variables: {}, idempotencyKey: crypto.randomUUID() } },
    token,
  );
  if (!startInstance.instance) throw new Error(`${email} cannot start ${definitionKey}: ${JSON.stringify(startInstance.problem)}`);
  return startInstance.instance.id;
}
