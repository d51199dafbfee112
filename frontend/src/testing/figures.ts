// The people, papers and drawing of the small world: role titles only, everything invented.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Person {
  id: string;
  name: string;
  email: string;
  title: string;
  titleEn: string;
  mode: 'DEFINITIVE' | 'PLT' | 'PLH' | 'PJ';
  roles: string[];
  seat?: string;
  group?: string;
  path: string;
  organisation: { __typename: 'Organisation'; id: string; code: string; name: string; kind: string; path: string; zone: string };
}

const kukar = (code: string, name: string) => ({
  __typename: 'Organisation' as const, id: `org_${code}`, code, name, kind: 'REGENCY', path: `/id/64/${code}/`, zone: 'Asia/Makassar',
});
const regency = kukar('64.02', 'Kabupaten Kutai Kartanegara');
const health = kukar('64.02/dinkes', 'Dinas Kesehatan Kab. Kutai Kartanegara');

const person = (n: number, title: string, titleEn: string, more: Partial<Person>): Person => ({
  id: `per_${n}`, name: `Pejabat ${String(n).padStart(2, '0')}`, email: `pejabat${n}@contoh.id`, title, titleEn, mode: 'DEFINITIVE', roles: ['COUNCIL_MEMBER'],
  path: '/id/64/64.02/', organisation: regency, ...more,
});

export const people: Person[] = [
  person(1, 'Bupati Kutai Kartanegara', 'Regent of Kutai Kartanegara', { seat: 'EXECUTIVE', group: 'COUNCIL', roles: ['REGENCY_HEAD', 'COUNCIL_MEMBER'] }),
  person(2, 'Kepala Diskominfo', 'Head of the communications agency', { seat: 'OPD', roles: ['OPD_HEAD', 'COUNCIL_MEMBER'] }),
  person(3, 'Kepala Bappeda', 'Head of the planning agency', { seat: 'OPD', mode: 'PLT' }),
  person(4, 'Ketua DPRD', 'Speaker of the regional legislature', { seat: 'LEGISLATURE', group: 'COUNCIL' }),
  person(5, 'Wakil perguruan tinggi', 'University representative', { seat: 'ACADEMIA', group: 'COUNCIL' }),
  person(6, 'Wakil dunia usaha', 'Business representative', { seat: 'BUSINESS' }),
  person(7, 'Wakil masyarakat', 'Community representative', { seat: 'COMMUNITY' }),
  person(8, 'Kepala Dinas Kesehatan', 'Head of the health agency', { group: 'OPD', roles: ['OPD_HEAD'], organisation: health, path: '/id/64/64.02/dinkes/' }),
  person(9, 'Ketua Tim Pelaksana', 'Lead of the executive team', { group: 'EXECUTIVE_TEAM', roles: ['EXEC_TEAM_LEAD'] }),
  person(10, 'Sekretaris Daerah', 'Regional secretary', { group: 'SECRETARIAT', roles: ['REGENCY_SECRETARY'] }),
  person(11, 'Auditor', 'Auditor', { group: 'OVERSIGHT', roles: ['AUDITOR'] }),
  person(12, 'Administrator Sistem', 'System administrator', { group: 'OVERSIGHT', roles: ['SYSADMIN'] }),
];

const at = '2026-11-20T02:00:00Z';
const signature = { kind: 'SIGNATURE', name: 'Pejabat 01', title: 'Bupati Kutai Kartanegara', mode: 'DEFINITIVE', at, algorithm: 'Ed25519', certified: false, sha256: 'ab'.repeat(32) };

function version(n: number, title: string, signed: boolean) {
  return {
    __typename: 'DocumentVersion', id: `ver_${n}`, version: 1, fileName: `buku-${n}.pdf`, contentType: 'application/pdf', size: 248_000 * n,
    sha256: `${n}`.repeat(64).slice(0, 64), createdAt: at, author: 'Ketua Tim Pelaksana', url: `/documents/ver_${n}`, signatures: signed ? [signature] : [],
    document: { __typename: 'Document', id: `doc_${n}`, kind: 'PLAN_BOOK', title, number: null, state: 'DRAFT', createdAt: at, versions: [], current: null },
  };
}

export const documents = [version(1, 'Buku I: Analisis kesiapan', false), version(2, 'Buku II: Rencana induk', false), version(3, 'Buku III: Ringkasan eksekutif', true)];

export function form() {
  return {
    type: 'default', schemaVersion: 19, id: 'reading',
    components: [{ type: 'checkbox', id: 'field_read', key: 'read', label: 'Sudah saya baca', validate: { required: true }, properties: { 'label:en': 'I have read it' } }],
  };
}

export function rowForm() {
  return {
    type: 'default', schemaVersion: 19, id: 'row-confirmation',
    components: [
      { type: 'text', id: 'heading', text: '## Konfirmasi baris peta jalan', properties: { 'text:en': '## Confirm the road-map rows' } },
      { type: 'textfield', id: 'field_programme', key: 'programme', label: 'Program', readonly: true, properties: { 'label:en': 'Programme' } },
      {
        type: 'radio', id: 'field_outcome', key: 'outcome', label: 'Jawaban OPD', validate: { required: true },
        values: [{ label: 'Setuju', value: 'ACCEPT' }, { label: 'Setuju dengan perubahan', value: 'ACCEPT_WITH_CHANGE' }, { label: 'Menolak', value: 'REFUSE' }],
        properties: { 'label:en': 'Answer of the agency', 'value:ACCEPT:en': 'Accept', 'value:ACCEPT_WITH_CHANGE:en': 'Accept with change', 'value:REFUSE:en': 'Refuse' },
      },
      { type: 'number', id: 'field_target', key: 'target', label: 'Target', validate: { required: true }, properties: { 'label:en': 'Target' } },
      { type: 'textarea', id: 'field_reason', key: 'reason', label: 'Alasan', conditional: { hide: '=outcome != "REFUSE"' }, validate: { required: true }, properties: { 'label:en': 'Reason' } },
      { type: 'filepicker', id: 'field_evidence', key: 'evidence', label: 'Berkas pendukung', accept: '.pdf', properties: { 'label:en': 'Supporting file' } },
    ],
  };
}

const library = (name: string): string | null => {
  const path = join(process.env['MUFAKAT_WEB_ROOT'] ?? process.cwd(), '../workflows/library', name, `${name}.bpmn`);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
};

/** A shipped form, so that what people will really fill in can be looked at; the small one where the library is not at hand. */
export function shippedForm(path: string) {
  const file = join(process.env['MUFAKAT_WEB_ROOT'] ?? process.cwd(), '../workflows/library', `${path}.form`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ReturnType<typeof form>) : form();
}

const definition = (key: string, name: string) => ({
  __typename: 'ProcessDefinition', id: `def_${key}`, key, version: 1, name, tag: '1.0.0', deployedAt: at, note: null, xml: library(key) ?? '', startForm: null, hash: 'cd'.repeat(32),
});

/** The shipped drawings, with a token on the first user tasks they have and everything before marked as passed. */
export function bpmn() {
  const main = definition('masterplan-approval', 'Pengesahan Master Plan');
  const called = [definition('council-meeting', 'Rapat Dewan'), definition('paraf-chain', 'Rantai paraf')];
  const callOf = (xml: string): string | undefined => /<bpmn:callActivity id="([^"]*meeting[^"]*)"/i.exec(xml)?.[1];
  const voteOf = (xml: string): string | undefined => /<bpmn:userTask id="([^"]*vote[^"]*)"/i.exec(xml)?.[1];
  const tokens = [
    { element: callOf(main.xml) ?? 'meeting', name: 'Rapat dewan', definitionKey: main.key, count: 1 },
    { element: voteOf(called[0]?.xml ?? '') ?? 'vote', name: 'Pemungutan suara', definitionKey: 'council-meeting', count: 4 },
  ];
  return { main, called, tokens };
}

const xml = library('masterplan-approval') ?? '';
const passed = [...xml.matchAll(/<bpmn:(startEvent|userTask|serviceTask|businessRuleTask|sequenceFlow) id="([^"]+)"/g)].slice(0, 22);

export const instanceFacts = {
  __typename: 'ProcessInstance', id: 'inst_1', businessKey: '64.02/2026/1', organisation: regency, state: 'RUNNING', startedAt: at, endedAt: null, variables: {},
  visited: passed.map(([, kind, id]) => ({ element: id, definitionKey: 'masterplan-approval', count: 1, flow: kind === 'sequenceFlow' })),
  steps: [
    { element: 'bundle', name: 'Unggah bundel Master Plan', definitionKey: 'masterplan-approval', state: 'DONE', at, actor: 'Ketua Tim Pelaksana', detail: null },
    { element: 'confirm', name: 'Konfirmasi OPD', definitionKey: 'masterplan-approval', state: 'DONE', at, actor: '12 OPD', detail: 'Satu OPD tidak menjawab: dicatat tanpa keberatan.' },
    { element: 'paraf', name: 'Rantai paraf', definitionKey: 'masterplan-approval', state: 'DONE', at, actor: 'Sekretaris Daerah', detail: null },
    { element: 'vote', name: 'Pemungutan suara', definitionKey: 'council-meeting', state: 'ACTIVE', at, actor: null, detail: 'Menunggu 4 dari 7 anggota' },
  ],
  documents: documents.map((one) => ({ ...one.document, current: one, versions: [one] })),
  incidents: [], timers: [],
  timeline: {
    nodes: [
      { seq: 4, at: '2026-11-21T03:10:00Z', kind: 'VoteCast', element: 'vote', elementName: 'Pemungutan suara', text: 'Memilih “menolak” dan mencatatkan keberatan.', textEn: 'Voted “reject” and gave notice of dissent.', hash: '7f'.repeat(32), actor: { person: 'per_4', name: 'Pejabat 04', position: 'x', title: 'Ketua DPRD', mode: 'DEFINITIVE', capacity: 'OWN', rule: 'assignee:person:per_4' } },
      { seq: 3, at: '2026-11-20T07:40:00Z', kind: 'TaskCompleted', element: 'paraf', elementName: 'Paraf', text: 'Membubuhkan paraf.', textEn: 'Initialled.', hash: '6e'.repeat(32), actor: { person: 'per_3', name: 'Pejabat 03', position: 'x', title: 'Kepala Bappeda', mode: 'PLT', capacity: 'BORROWED', rule: 'candidate:64.02/bappeda/head' } },
      { seq: 2, at: '2026-11-20T06:00:00Z', kind: 'TimerFired', element: 'silence', elementName: 'Batas diam', text: 'Dicatat tanpa keberatan karena tidak ada jawaban.', textEn: 'Noted without objection for want of an answer.', hash: '5d'.repeat(32), actor: null },
      { seq: 1, at, kind: 'InstanceStarted', element: null, elementName: null, text: 'Perkara dimulai.', textEn: 'The case was started.', hash: '4c'.repeat(32), actor: { person: 'per_9', name: 'Pejabat 09', position: 'x', title: 'Ketua Tim Pelaksana', mode: 'DEFINITIVE', capacity: 'OWN', rule: 'role:EXEC_TEAM_LEAD@64.02' } },
    ],
  },
};
