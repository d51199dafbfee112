// The operator's side of the small world: a process in two versions with a fault in the older one, an incident, machine work, and
// cases that can be held, mended and moved. It keeps what it was asked and answers as the printed schema says.
import { bpmn, instanceFacts } from './figures';

type Input = Record<string, unknown>;
type Note = (name: string, input: Input) => void;

const at = '2026-11-20T02:00:00Z';
const page = (nodes: unknown[]) => ({
  nodes, totalCount: nodes.length, edges: [], pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
});
const refusal = (code: string, message: string, messageId: string) => ({ code, message, messageId, field: null, fields: [] });

/** Two branches that are opened together and waited for one by one: the older version of a small process, and its better one. */
export function smallProcess(version: 1 | 2): string {
  const join = version === 1 ? 'exclusiveGateway' : 'parallelGateway';
  const review = version === 1 ? 'periksa' : 'telaah';
  const shape = (id: string, x: number, y: number, width: number, height: number): string =>
    `<bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"><dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}" /></bpmndi:BPMNShape>`;
  const edge = (id: string, ...points: Array<[number, number]>): string =>
    `<bpmndi:BPMNEdge id="${id}_di" bpmnElement="${id}">${points.map(([x, y]) => `<di:waypoint x="${x}" y="${y}" />`).join('')}</bpmndi:BPMNEdge>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="d" targetNamespace="contoh">
<bpmn:process id="izin" name="Izin pemakaian ruang" isExecutable="true">
<bpmn:startEvent id="mulai" name="Mulai"><bpmn:outgoing>f0</bpmn:outgoing></bpmn:startEvent>
<bpmn:parallelGateway id="buka"><bpmn:incoming>f0</bpmn:incoming><bpmn:outgoing>f1</bpmn:outgoing><bpmn:outgoing>f2</bpmn:outgoing></bpmn:parallelGateway>
<bpmn:userTask id="${review}" name="Periksa permohonan"><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing></bpmn:userTask>
<bpmn:userTask id="biaya" name="Hitung biaya"><bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f4</bpmn:outgoing></bpmn:userTask>
<bpmn:${join} id="satukan"><bpmn:incoming>f3</bpmn:incoming><bpmn:incoming>f4</bpmn:incoming><bpmn:outgoing>f5</bpmn:outgoing></bpmn:${join}>
<bpmn:endEvent id="selesai" name="Selesai"><bpmn:incoming>f5</bpmn:incoming></bpmn:endEvent>
<bpmn:sequenceFlow id="f0" sourceRef="mulai" targetRef="buka" /><bpmn:sequenceFlow id="f1" sourceRef="buka" targetRef="${review}" />
<bpmn:sequenceFlow id="f2" sourceRef="buka" targetRef="biaya" /><bpmn:sequenceFlow id="f3" sourceRef="${review}" targetRef="satukan" />
<bpmn:sequenceFlow id="f4" sourceRef="biaya" targetRef="satukan" /><bpmn:sequenceFlow id="f5" sourceRef="satukan" targetRef="selesai" />
</bpmn:process>
<bpmndi:BPMNDiagram id="dia"><bpmndi:BPMNPlane id="plane" bpmnElement="izin">
${shape('mulai', 160, 142, 36, 36)}${shape('buka', 250, 135, 50, 50)}${shape(review, 360, 60, 120, 80)}${shape('biaya', 360, 190, 120, 80)}${shape('satukan', 540, 135, 50, 50)}${shape('selesai', 650, 142, 36, 36)}
${edge('f0', [196, 160], [250, 160])}${edge('f1', [275, 135], [275, 100], [360, 100])}${edge('f2', [275, 185], [275, 230], [360, 230])}${edge('f3', [480, 100], [565, 100], [565, 135])}${edge('f4', [480, 230], [565, 230], [565, 185])}${edge('f5', [590, 160], [650, 160])}
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>`;
}

const unsound = {
  sound: false, bounded: false, states: 14,
  findings: [{
    kind: 'LACK_OF_SYNCHRONISATION', element: 'satukan', line: 7, trace: ['mulai', 'f0', 'buka', 'f1', 'f2', 'periksa', 'f3', 'satukan', 'f5', 'biaya', 'f4', 'satukan'],
    tokens: ['f5'], message: 'Both branches pass this gateway one after the other: what follows runs twice.',
    messageId: 'Kedua cabang melewati gerbang ini satu per satu: yang sesudahnya berjalan dua kali.',
    remedy: 'Join the branches with a parallel gateway.', remedyId: 'Satukan cabang dengan gerbang paralel.',
  }],
};

export class Operating {
  state: 'RUNNING' | 'SUSPENDED' = 'RUNNING';
  reason: string | null = null;
  variables: Record<string, unknown> = { decision: 'APPROVED', target: 12, ballots: '***' };
  retried = false;
  /** Runs of a migration that were asked for, the newest last. */
  readonly batches: Array<Record<string, unknown>> = [];

  constructor(private readonly note: Note) {}

  private definition(version: 1 | 2) {
    return {
      __typename: 'ProcessDefinition', id: `def_izin_${version}`, key: 'izin', version, name: 'Izin pemakaian ruang', tag: `${version}.0`, deployedAt: at,
      note: version === 2 ? 'Cabang disatukan.' : null, xml: smallProcess(version), startForm: null, hash: 'ef'.repeat(32), startable: true,
      openInstances: version === 1 ? 3 : 0, proof: version === 1 ? unsound : { sound: true, bounded: false, states: 9, findings: [] },
      versions: () => [this.definition(2), this.definition(1)],
    };
  }

  /** What a case tells its operator. */
  caseFacts() {
    const [call, vote] = bpmn().tokens;
    const live = (key: string, element: string, name: string, definitionKey: string, more: Record<string, unknown> = {}) => ({
      key, element, name, definitionKey, definitionVersion: 1, scope: '1', isProcess: false, isScope: false, item: null, isBody: false, variables: {}, since: at, ...more,
    });
    return {
      state: this.state, variables: this.variables,
      suspension: this.state === 'SUSPENDED' ? { reason: this.reason, since: at, actor: { person: 'per_12', name: 'Administrator', title: 'Administrator Sistem', position: null, mode: null, capacity: 'OWN', rule: 'role:SYSADMIN' } } : null,
      elementInstances: [
        live('1', 'masterplan-approval', 'Pengesahan', 'masterplan-approval', { scope: null, isProcess: true, isScope: true }),
        live('7', call?.element ?? 'meeting', 'Rapat dewan', 'masterplan-approval'),
        live('8', 'council-meeting', 'Rapat Dewan', 'council-meeting', { scope: '7', isProcess: true, isScope: true }),
        live('9', vote?.element ?? 'vote', 'Pemungutan suara', 'council-meeting', { scope: '8' }),
      ],
    };
  }

  private batch(input: Input, kind: 'MIGRATE' | 'ROLL_BACK') {
    const id = `mig_${this.batches.length + 1}`;
    const items = [
      {
        state: 'DONE', at, fromVersion: 1, toVersion: 2, opened: [], withdrawn: [], obstacles: [], problem: null, moves: [{ from: 'periksa', to: 'telaah', count: 1 }],
        tasks: [{ element: 'telaah', name: 'Periksa permohonan', elementInstance: '4', fate: 'KEPT', holder: null, due: null, gained: [{ key: 'a', label: 'Kepala Bappeda', labelEn: 'Head of planning' }], lost: [{ key: 'b', label: 'Kepala Diskominfo', labelEn: 'Head of communications' }] }],
        instance: { ...instanceFacts, id: 'inst_1' },
      },
      {
        state: 'REFUSED', at, fromVersion: 1, toVersion: 2, opened: [], withdrawn: [], problem: null, moves: [], tasks: [], instance: { ...instanceFacts, id: 'inst_2', businessKey: '64.02/2026/2' },
        obstacles: [{ element: 'satukan', elementInstance: null, reason: 'JOIN_STUCK', message: 'The join would wait for a token that cannot come.', messageId: 'Dari satukan, penggabungan akan menunggu token yang tidak mungkin datang.' }],
      },
    ];
    const made = {
      __typename: 'MigrationBatch', id, kind, dryRun: input['dryRun'] === true, definitionKey: 'izin', fromVersion: kind === 'MIGRATE' ? 1 : null, toVersion: kind === 'MIGRATE' ? 2 : null,
      mapping: [], reassign: input['reassign'] === true, takesBack: input['batchId'] ?? null, createdBy: { id: 'per_12', name: 'Administrator', incumbencies: [] }, createdAt: at,
      finishedAt: at, total: 2, done: 1, refused: 1,
      items: ({ state }: { state?: string }) => page(items.filter((one) => !state || one.state === state)),
    };
    this.batches.push(made);
    return made;
  }

  /** Its part of the root value; `instance` is the case of the small world. */
  root(instance: () => unknown): Record<string, unknown> {
    const noted = (name: string, answer: (input: Input) => unknown) => ({ input }: { input: Input }) => {
      this.note(name, input);
      return answer(input);
    };
    return {
      definition: ({ key, version }: { key: string; version?: number }) => (key === 'izin' ? this.definition(version === 1 ? 1 : 2) : null),
      incidents: ({ filter }: { filter?: { resolved?: boolean } }) => page(
        (filter?.resolved ?? false) === this.retried ? [{
          __typename: 'Incident', id: 'icd_1', element: 'send-letter', code: 'JOB_FAILED', message: 'The mail server did not answer.', raisedAt: at,
          resolvedAt: this.retried ? at : null, instance: instance(),
        }] : [],
      ),
      jobs: ({ filter }: { filter?: { state?: string } }) => page([
        { state: 'HELD', id: 'job_1', element: 'register', elementName: 'Catat nomor', worker: 'pencatat-1', deadline: new Date(Date.now() + 60_000).toISOString(), retries: 3, error: null },
        { state: 'FAILED', id: 'job_2', element: 'send-letter', elementName: 'Kirim surat', worker: null, deadline: null, retries: 0, error: 'connection refused' },
      ].filter((one) => !filter?.state || one.state === filter.state).map((one) => ({
        ...one, __typename: 'Job', type: 'kirim-surat', kind: 'ELEMENT_WORK', listenerEvent: null, instanceId: 'inst_1', instance: instance(), organisation: instanceFacts.organisation,
        due: at, createdAt: at, attempts: 2,
      }))),
      retryIncident: noted('retryIncident', () => {
        this.retried = true;
        return { incident: { id: 'icd_1', element: 'send-letter', code: 'JOB_FAILED', message: '', raisedAt: at, resolvedAt: at }, problem: null };
      }),
      suspendInstance: noted('suspendInstance', (input) => {
        this.state = 'SUSPENDED';
        this.reason = String(input['reason']);
        return { instance: instance(), problem: null };
      }),
      resumeInstance: noted('resumeInstance', () => {
        this.state = 'RUNNING';
        return { instance: instance(), problem: null };
      }),
      cancelInstance: noted('cancelInstance', () => ({ instance: instance(), problem: null })),
      setVariables: noted('setVariables', (input) => {
        Object.assign(this.variables, input['variables']);
        return { instance: instance(), problem: null };
      }),
      modifyInstance: noted('modifyInstance', (input) =>
        (input['steps'] as Input[]).some((step) => step['kind'] === 'CANCEL' && step['elementInstance'] === '7')
          ? { instance: null, problem: refusal('NOTHING_LEFT', 'Nothing would be left of the case.', 'Tidak ada yang tersisa dari perkara ini.') }
          : { instance: instance(), problem: null }),
      migrateInstances: noted('migrateInstances', (input) => ({ batch: this.batch(input, 'MIGRATE'), problem: null })),
      rollBackMigration: noted('rollBackMigration', (input) => ({ batch: this.batch(input, 'ROLL_BACK'), problem: null })),
      migrationBatch: ({ id }: { id: string }) => this.batches.find((one) => one['id'] === id) ?? null,
      migrationBatches: () => page([...this.batches].reverse()),
      deployWorkflow: ({ input }: { input: { files: Array<{ name: string; content: string }> } }) => {
        this.note('deployWorkflow', input);
        const faulty = input.files.some((file) => file.content.includes('exclusiveGateway'));
        const found = (severity: string, code: string, message: string, messageId: string) => ({
          file: input.files[0]?.name, severity, code, element: 'satukan', line: 7, message, messageId, remedy: 'Use a parallel gateway.',
        });
        return faulty
          ? { definitions: [], diagnostics: [found('ERROR', 'TEST_ERROR', 'The branches are not joined.', 'Cabang tidak disatukan.')], problem: refusal('NOT_DEPLOYABLE', 'Nothing was deployed.', 'Tidak ada yang diterapkan: pemeriksaan menemukan 1 kesalahan.') }
          : { definitions: [this.definition(2)], diagnostics: [found('WARNING', 'TEST_WARNING', 'No deadline.', 'Tanpa tenggat.')], problem: null };
      },
    };
  }
}
