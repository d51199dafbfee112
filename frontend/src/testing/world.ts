// A small GraphQL server in memory, for tests of screens and for looking at them without a server: it executes real documents
// against the printed schema, so that a test cannot pass on a query the server would refuse. Only the network is replaced.
import { kpis } from './performance';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, type ExecutionResult, graphql, type GraphQLSchema, parse, subscribe } from 'graphql';
import { Keeping } from './keeping';
import { Operating } from './operating';
import { papers, Templates } from './papers';
import { bpmn, documents, instanceFacts, people, type Person, rowForm, shippedForm } from './figures';

const root = process.env['MUFAKAT_WEB_ROOT'] ?? process.cwd();
const schemaFile = join(root, '../schema/schema.graphql');

export type Choice = 'APPROVE' | 'APPROVE_WITH_NOTES' | 'REJECT' | 'ABSTAIN';

interface Ballot {
  person: string;
  choice: Choice | null;
  note: string | null;
  castAt: string | null;
}

interface Problem {
  code: string;
  message: string;
  messageId: string;
  field?: string | null;
  fields?: Array<{ path: string; code: string; message: string; messageId: string }>;
}

interface Context {
  person: Person | null;
}

type Listener = (event: Record<string, unknown>) => void;

const hours = (n: number): string => new Date(Date.now() + n * 3_600_000).toISOString();
const problem = (code: string, message: string, messageId: string, more: Partial<Problem> = {}): Problem => ({
  code, message, messageId, field: null, fields: [], ...more,
});

export class World {
  readonly schema: GraphQLSchema = buildSchema(readFileSync(schemaFile, 'utf8'));
  readonly ballots: Ballot[] = people.filter((one) => one.seat).map((one, index) => ({
    person: one.id,
    choice: index === 1 ? 'APPROVE' : index === 2 ? 'APPROVE_WITH_NOTES' : index === 3 ? 'REJECT' : null,
    note: index === 2 ? 'Tambahkan jadwal pemeliharaan.' : index === 3 ? 'Sumber anggaran belum jelas.' : null,
    castAt: index > 0 && index < 4 ? hours(-2) : null,
  }));
  /** Every mutation input as it arrived, to check keys and contents. */
  readonly inputs: Array<{ name: string; input: Record<string, unknown> }> = [];
  confirmed: Record<string, unknown> | null = null;
  holder: string | null = null;
  draft: unknown = null;
  draftSavedAt: string | null = null;
  returned = false;
  assigned: string | null = null;
  /** Further tasks, to fill pages with. */
  more = 0;
  readonly templates = new Templates((name, input) => this.note(name, input));
  readonly operating = new Operating((name, input) => this.note(name, input));
  readonly keeping = new Keeping((name, input) => this.note(name, input));
  private readonly listeners = new Set<Listener>();

  /** The answer to one POST /graphql. */
  async execute(body: { query: string; variables?: Record<string, unknown> }, authorization: string | null): Promise<ExecutionResult> {
    const person = this.personOf(authorization);
    if (authorization && !person) {
      return { errors: [Object.assign(new Error('expired') as never, { message: 'The session has ended.', extensions: { code: 'UNAUTHENTICATED' } })] };
    }
    return graphql({
      schema: this.schema, source: body.query, variableValues: body.variables ?? {}, rootValue: this.root(), contextValue: { person } satisfies Context,
    });
  }

  /** One live subscription; returns how to end it. */
  async listen(request: { query: string; variables?: Record<string, unknown> }, authorization: string | null, next: (value: ExecutionResult) => void): Promise<() => void> {
    const events: Array<Record<string, unknown>> = [];
    let wake: (() => void) | null = null;
    let ended = false;
    const listener: Listener = (event) => {
      events.push(event);
      wake?.();
    };
    this.listeners.add(listener);
    const world = this;
    async function* stream() {
      while (!ended) {
        const event = events.shift();
        if (event) yield event;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    }
    const result = await subscribe({
      schema: this.schema,
      document: parse(request.query),
      variableValues: request.variables ?? {},
      contextValue: { person: this.personOf(authorization) } satisfies Context,
      rootValue: {
        taskChanged: () => mapped(stream(), () => ({ taskChanged: { kind: 'CHANGED', taskId: 'task_vote', task: world.voteTask(world.personOf(authorization)) } })),
        instanceChanged: () => mapped(stream(), () => ({ instanceChanged: world.instance() })),
      },
    });
    if (Symbol.asyncIterator in result) {
      void (async () => {
        for await (const value of result) {
          if (ended) break;
          next(value);
        }
      })();
    }
    return () => {
      ended = true;
      this.listeners.delete(listener);
      wake?.();
    };
  }

  /** Somebody else votes. */
  vote(seat: number, choice: Choice): void {
    const ballot = this.ballots[seat];
    if (!ballot) throw new Error(`no seat ${seat}`);
    Object.assign(ballot, { choice, castAt: new Date().toISOString() });
    this.changed();
  }

  changed(): void {
    for (const listener of [...this.listeners]) listener({});
  }

  tokenOf(email: string): string {
    return `access:${email}`;
  }

  private personOf(authorization: string | null): Person | null {
    const email = authorization?.replace(/^Bearer access:/, '');
    return people.find((one) => one.email === email) ?? null;
  }

  private session(email: string) {
    return { accessToken: this.tokenOf(email), refreshToken: `refresh:${email}`, expiresAt: new Date(Date.now() + 900_000).toISOString() };
  }

  private tally() {
    const count = (choice: Choice): number => this.ballots.filter((one) => one.choice === choice).length;
    const outstanding = this.ballots.filter((one) => one.choice === null).length;
    const approving = count('APPROVE') + count('APPROVE_WITH_NOTES');
    const settled = approving * 2 > this.ballots.length;
    return {
      approve: count('APPROVE'), approveWithNotes: count('APPROVE_WITH_NOTES'), reject: count('REJECT'), abstain: count('ABSTAIN'),
      outstanding, electors: this.ballots.length, settled, outcome: settled ? 'APPROVED_WITH_NOTES' : 'PENDING',
    };
  }

  private shared(person: Person | null) {
    return {
      __typename: 'Task', businessKey: '64.02/2026/1', organisation: instanceFacts.organisation, instance: this.instance(),
      createdAt: hours(-30), followUp: null, completedAt: null, priority: 50, zone: 'Asia/Makassar', draft: null, draftSavedAt: null,
      variables: {}, values: null, documents, vote: null, strategic: false, onBehalfOf: null, separateFrom: [], returnable: false, form: null,
      assignee: person ? principal(person) : null, candidates: person ? [principal(person)] : [], why: [] as unknown[],
    };
  }

  voteTask(person: Person | null) {
    const mine = this.ballots.find((one) => one.person === person?.id);
    const cast = mine?.choice ?? null;
    return {
      ...this.shared(person), id: 'task_vote', element: 'vote', name: 'Pemungutan suara: Master Plan Smart City 2027–2031', kind: 'VOTE',
      state: cast ? 'DONE' : 'CREATED', due: hours(5), overdue: false, strategic: true, completedAt: mine?.castAt ?? null,
      vote: {
        method: 'MAJORITY_PRESENT', threshold: null, ballot: 'OPEN', decideWhen: 'KNOWN', choices: ['APPROVE', 'APPROVE_WITH_NOTES', 'REJECT', 'ABSTAIN'],
        tally: this.tally(), mine: cast,
        electors: this.ballots.map((one) => {
          const elector = people.find((who) => who.id === one.person);
          return { name: elector?.name ?? '', title: elector?.title ?? null, block: elector?.seat ?? null, choice: one.choice, castAt: one.castAt, note: one.note };
        }),
      },
      why: [
        { kind: 'CANDIDATE', id: 'Anda hadir sebagai anggota dewan yang bersuara pada rapat ini.', en: 'You attend this meeting as a voting member of the council.' },
        { kind: 'SILENCE', id: 'Suara yang tidak masuk sampai tenggat dihitung sebagai tidak memilih.', en: 'A vote not in by the deadline counts as not cast.' },
      ],
      actions: [{ action: 'VOTE', allowed: cast === null && mine !== undefined, code: cast ? 'ALREADY_VOTED' : null, message: cast ? 'You have already voted.' : null, messageId: cast ? 'Anda sudah memberikan suara.' : null }],
    };
  }

  formTask(person: Person | null) {
    const done = this.confirmed !== null;
    const held = this.holder !== null;
    return {
      ...this.shared(person), id: 'task_form', element: 'confirm', name: 'Konfirmasi baris peta jalan Dinas Kesehatan', kind: 'USER',
      state: done ? 'DONE' : this.returned ? 'RETURNED' : held ? 'CLAIMED' : 'CREATED', due: hours(-26), overdue: !done, returnable: true,
      completedAt: done ? hours(0) : null, assignee: this.assigned ? principal(people.find((one) => this.assigned === one.id || this.assigned === `64.02/${one.id}`) ?? people[0]!) : held && person ? principal(person) : null, form: { id: 'row-confirmation', schema: rowForm() },
      draft: this.draft, draftSavedAt: this.draftSavedAt, values: this.confirmed,
      variables: { programme: 'Rekam medis satu pintu' },
      why: [
        { kind: 'CANDIDATE', id: 'Dinas Anda disebut dalam peta jalan.', en: 'Your agency is named in the road map.' },
        { kind: 'SILENCE', id: 'Bila tidak dijawab sampai tiga hari kerja sesudah tenggat, dicatat “tanpa keberatan”.', en: 'Without an answer three working days after the due date it is noted “without objection”.' },
      ],
      actions: ['CLAIM', 'RELEASE', 'COMPLETE', 'RETURN', 'ASSIGN'].map((name) => ({
        action: name, code: null, message: null, messageId: null,
        allowed: !done && (name === 'CLAIM' ? !held : name === 'RELEASE' ? held : name === 'ASSIGN' ? (person?.roles.some((role) => ['REGENCY_SECRETARY', 'OPD_HEAD'].includes(role)) ?? false) : true),
      })),
    };
  }

  private otherTask(person: Person | null, n: number) {
    return {
      ...this.shared(person), id: `task_other_${n}`, element: 'read', name: ['Baca bahan rapat dewan', 'Tanda tangani lembar komitmen', 'Paraf naskah keputusan'][n] ?? 'Tugas', kind: 'USER',
      state: 'CREATED', due: hours(40 + n * 30), overdue: false, form: { id: `f${n}`, schema: shippedForm(['council-meeting/bundle-reading', 'masterplan-approval/masterplan-bundle', 'masterplan-approval/resolve-refusals'][n] ?? '') }, actions: [{ action: 'COMPLETE', allowed: true, code: null, message: null, messageId: null }],
    };
  }

  tasksOf(person: Person | null, view: string) {
    const all = [
      this.formTask(person), this.voteTask(person), ...[0, 1, 2].map((n) => this.otherTask(person, n)),
      ...Array.from({ length: this.more }, (_, n) => ({ ...this.otherTask(person, 0), id: `task_more_${n}`, name: `Berkas ${n + 1}` })),
    ];
    const isDone = (one: { state: string }): boolean => one.state === 'DONE';
    if (view === 'DONE') return all.filter(isDone);
    if (view === 'OVERDUE') return all.filter((one) => one.overdue);
    if (view === 'WAITING_ON_OTHERS') return [];
    return all.filter((one) => !isDone(one));
  }

  instance() {
    const tally = this.tally();
    return {
      ...instanceFacts,
      ...this.operating.caseFacts(),
      definition: bpmn().main,
      calledDefinitions: bpmn().called,
      summary: {
        kind: 'SUMMARY',
        id: `Menunggu ${tally.outstanding} dari ${tally.electors} anggota dewan; pengingat berikutnya besok 08.00 WITA.`,
        en: `Waiting for ${tally.outstanding} of ${tally.electors} council members; next reminder tomorrow 08.00 WITA.`,
      },
      tokens: bpmn().tokens.map((token) => ({ ...token, since: hours(-3) })),
      tasks: () => [this.voteTask(null), this.formTask(null)],
      timeline: () => ({ ...instanceFacts.timeline, edges: [], pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null } }),
    };
  }

  private note(name: string, input: Record<string, unknown>): void {
    this.inputs.push({ name, input });
  }

  private root(): Record<string, unknown> {
    const page = (nodes: unknown[]) => ({
      nodes, totalCount: nodes.length, edges: [], pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
    const need = (context: Context): Person => {
      if (!context.person) throw Object.assign(new Error('Sign in first.'), { extensions: { code: 'UNAUTHENTICATED' } });
      return context.person;
    };
    return {
      ...this.operating.root(() => this.instance()),
      serverInfo: { version: '0.1.0', demo: true, now: () => new Date().toISOString(), publicUrl: 'http://127.0.0.1:8080' },
      demoAccounts: people.filter((one) => one.group).map((one) => ({ email: one.email, title: one.title, titleEn: one.titleEn, organisation: one.organisation.name, group: one.group })),
      me: (_args: unknown, context: Context) => (context.person ? {
        person: { id: context.person.id, name: context.person.name, email: context.person.email, incumbencies: [] },
        organisationPath: context.person.path,
        roles: context.person.roles.map((role) => ({ role, organisation: context.person?.organisation })),
        incumbencies: [{
          id: `inc_${context.person.id}`, mode: context.person.mode, decree: null, validFrom: '2026-01-02', validTo: null,
          position: { __typename: 'Position', id: `pos_${context.person.id}`, code: 'x', title: context.person.title, titleEn: context.person.titleEn, organisation: context.person.organisation },
        }],
      } : null),
      tasks: (args: { filter?: { view?: string; search?: string }; first?: number; after?: string }, context: Context) => slice(
        this.tasksOf(need(context), args.filter?.view ?? 'ACTIONABLE').filter((one) => !args.filter?.search || one.name.toLowerCase().includes(args.filter.search.toLowerCase())),
        args,
      ),
      positions: (args: { filter?: { search?: string } }, context: Context) => page(
        (need(context) ? people : []).filter((one) => !args.filter?.search || `${one.title} ${one.name}`.toLowerCase().includes(args.filter.search.toLowerCase())).map((one) => ({
          __typename: 'Position', id: `pos_${one.id}`, code: `64.02/${one.id}`, title: one.title, titleEn: one.titleEn, organisation: one.organisation,
          incumbent: { id: `inc_${one.id}`, mode: one.mode, validFrom: '2026-01-02', person: { id: one.id, name: one.name } },
        })),
      ),
      taskCounts: (_args: unknown, context: Context) => ({
        actionable: this.tasksOf(need(context), 'ACTIONABLE').length, overdue: this.tasksOf(need(context), 'OVERDUE').length,
        waitingOnOthers: 0, done: this.tasksOf(need(context), 'DONE').length,
      }),
      task: ({ id }: { id: string }, context: Context) =>
        [...this.tasksOf(need(context), 'ALL'), ...this.tasksOf(context.person, 'DONE')].find((one) => one.id === id) ?? null,
      ...papers,
      ...this.templates.root(),
      ...this.keeping.root(),
      instance: ({ id }: { id: string }, context: Context) => (need(context) && id === instanceFacts.id ? this.instance() : null),
      instances: (_args: unknown, context: Context) => page(need(context) ? [this.instance()] : []),
      kpis,
      definitions: (_args: unknown, context: Context) => page(
        need(context) ? [{ ...bpmn().main, startable: true, openInstances: 1 }, ...bpmn().called.map((one) => ({ ...one, startable: false, openInstances: 0 }))] : [],
      ),
      council: () => ({
        id: 'council_1', name: 'Dewan Smart City Kabupaten Kutai Kartanegara', organisation: instanceFacts.organisation,
        seats: people.filter((one) => one.seat).map((one, index) => ({
          id: `seat_${index}`, number: index + 1, block: one.seat, voting: index !== 4, person: { id: one.id, name: one.name, incumbencies: [] },
          position: {
            id: `pos_${one.id}`, code: 'x', title: one.title, titleEn: one.titleEn, organisation: one.organisation,
            incumbent: { id: `inc_${one.id}`, mode: one.mode, validFrom: '2026-01-02', person: { id: one.id, name: one.name } },
          },
        })),
      }),
      sentMails: () => page([{ id: 'mail_1', to: 'kepala.dinkes@kukar.contoh.id', subject: 'Pengingat: konfirmasi baris peta jalan', text: 'Yth. Kepala Dinas Kesehatan,\n\nTugas ini menunggu jawaban Anda sampai besok 16.00 WITA.\nMengapa Anda: dinas Anda disebut dalam peta jalan.\nJika didiamkan: dicatat tanpa keberatan.', html: null, at: hours(-4), kind: 'reminder-minus-1wd' }]),
      auditVerification: { intact: true, events: 128, firstBadSeq: null, reason: null },

      signIn: ({ input }: { input: { email: string; password: string } }) => {
        this.note('signIn', input);
        const found = people.find((one) => one.email === input.email && input.password === 'mufakat-demo');
        return found ? { session: this.session(found.email), problem: null } : { session: null, problem: problem('INVALID_CREDENTIALS', 'No match.', 'Tidak cocok.') };
      },
      refreshSession: ({ input }: { input: { refreshToken: string } }) => {
        const email = input.refreshToken.replace('refresh:', '');
        return people.some((one) => one.email === email) ? { session: this.session(email), problem: null } : { session: null, problem: problem('UNAUTHENTICATED', '', '') };
      },
      signOut: () => ({ problem: null }),
      claimTask: ({ input }: { input: Record<string, unknown> }, context: Context) => {
        this.note('claimTask', input);
        this.holder = context.person?.id ?? null;
        return { task: this.formTask(context.person), problem: null };
      },
      assignTask: ({ input }: { input: Record<string, unknown> }, context: Context) => {
        this.note('assignTask', input);
        this.assigned = String(input['assignee']);
        return { task: this.formTask(context.person), problem: null };
      },
      releaseTask: ({ input }: { input: Record<string, unknown> }, context: Context) => {
        this.note('releaseTask', input);
        this.holder = null;
        return { task: this.formTask(context.person), problem: null };
      },
      saveTaskDraft: ({ input }: { input: { draft: unknown } }) => {
        this.note('saveTaskDraft', input);
        this.draft = input.draft;
        this.draftSavedAt = new Date().toISOString();
        return { savedAt: this.draftSavedAt, problem: null };
      },
      completeTask: ({ input }: { input: { variables?: Record<string, unknown> } & Record<string, unknown> }, context: Context) => {
        this.note('completeTask', input);
        const target = Number(input.variables?.['target']);
        if (target > 1_000) {
          return {
            task: null,
            problem: problem('INVALID_FORM', 'Some entries need correction.', 'Beberapa isian perlu diperbaiki.', {
              fields: [{ path: 'target', code: 'MAX', message: 'The value must be at most 1000.', messageId: 'Nilai maksimal 1000.' }],
            }),
          };
        }
        this.confirmed = input.variables ?? {};
        this.changed();
        return { task: this.formTask(context.person), problem: null };
      },
      returnTask: ({ input }: { input: Record<string, unknown> }, context: Context) => {
        this.note('returnTask', input);
        this.returned = true;
        return { task: this.formTask(context.person), problem: null };
      },
      castVote: ({ input }: { input: { choice: Choice; note?: string } & Record<string, unknown> }, context: Context) => {
        this.note('castVote', input);
        const ballot = this.ballots.find((one) => one.person === context.person?.id);
        if (!ballot || ballot.choice) return { task: null, problem: problem('ALREADY_VOTED', 'You have already voted.', 'Anda sudah memberikan suara; satu orang satu suara.') };
        Object.assign(ballot, { choice: input.choice, note: input.note ?? null, castAt: new Date().toISOString() });
        this.changed();
        return { task: this.voteTask(context.person), problem: null };
      },
      startInstance: ({ input }: { input: Record<string, unknown> }) => {
        this.note('startInstance', input);
        return { instance: this.instance(), problem: null };
      },
    };
  }
}

/** A page of a list, as the server cuts it: the cursor is the id of the last one seen. */
function slice<Node extends { id: string }>(nodes: Node[], { first = 25, after }: { first?: number; after?: string }) {
  const from = after ? nodes.findIndex((one) => one.id === after) + 1 : 0;
  const shown = nodes.slice(from, from + first);
  return {
    nodes: shown, totalCount: nodes.length, edges: [],
    pageInfo: { hasNextPage: from + first < nodes.length, hasPreviousPage: from > 0, startCursor: null, endCursor: shown[shown.length - 1]?.id ?? null },
  };
}

function principal(person: Person) {
  return { key: person.email, label: person.title, labelEn: person.titleEn };
}

async function* mapped<A, B>(source: AsyncGenerator<A>, change: (value: A) => B): AsyncGenerator<B> {
  for await (const value of source) yield change(value);
}
