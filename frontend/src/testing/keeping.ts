// The record and personal data in the small world: a verification that ends when it is looked at again, one checkpoint, one journal,
// one document whose retention has ended. It keeps what it was asked.
import { instanceFacts } from './figures';

type Input = Record<string, unknown>;
type Note = (name: string, input: Input) => void;

const at = '2026-11-23T19:00:00Z';
const page = (nodes: unknown[]) => ({
  nodes, totalCount: nodes.length, edges: [], pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
});

export class Keeping {
  private looked = 0;
  private asked = false;
  private decided = false;

  constructor(private readonly note: Note) {}

  private check() {
    this.looked += 1;
    const over = this.looked > 2;
    return {
      __typename: 'RecordCheck', id: 'chk_1', kind: 'VERIFY', whole: true, organisation: instanceFacts.organisation, requestedBy: 'Auditor', position: 'Auditor Inspektorat Jenderal',
      requestedAt: at, finishedAt: over ? at : null, total: 4, done: over ? 4 : 1, events: 120, found: 0, faults: [],
    };
  }

  private readonly checkpoint = {
    __typename: 'RecordCheckpoint', number: 7, at, previous: '0'.repeat(64), leaves: 3, root: 'ab'.repeat(32), journals: 2, events: 120, keyId: 'kunci-1', publicKey: 'cd'.repeat(32),
    signature: 'ef'.repeat(64), text: '-----BEGIN MUFAKAT CHECKPOINT-----', letters: [{ name: 'Auditor', state: 'SENT', sentAt: at }],
  };

  private entries(search: string | undefined) {
    const entry = (seq: number, kind: string) => ({
      seq, at, kind, event: JSON.stringify({ type: kind }), actor: JSON.stringify({ person: 'per_1', title: 'Sekretaris Daerah' }), prevHash: '0'.repeat(64), hash: `${seq}`.repeat(64), fits: true,
      checkpoint: seq === 1 ? 7 : null,
    });
    return page([entry(1, 'INSTANCE_STARTED'), entry(2, 'TASK_COMPLETED')].filter((one) => !search || one.event.toLowerCase().includes(search.toLowerCase())));
  }

  root(): Record<string, unknown> {
    const noted = (name: string, answer: (input: Input) => unknown) => ({ input }: { input: Input }) => {
      this.note(name, input);
      return answer(input);
    };
    const disposal = () => ({
      __typename: 'Disposal', id: 'dsp_1', documentId: 'doc_1', instanceId: 'inst_1', organisation: instanceFacts.organisation, title: 'Foto lokasi', class: 'EVIDENCE', dueOn: '2031-11-23',
      proposedAt: at, state: this.decided ? 'DISPOSED' : 'PROPOSED', decidedAt: this.decided ? at : null, keepUntil: null,
    });
    const webhook = {
      __typename: 'Webhook', id: 'whk_1', name: 'kantor', url: 'https://hook.contoh.go.id/mufakat', organisation: instanceFacts.organisation, createdAt: at, removedAt: null, removedWhy: null,
      secrets: [{ createdAt: at, expiresAt: null }],
    };
    return {
      webhooks: () => page([webhook]),
      registerWebhook: noted('registerWebhook', () => ({ webhook, secret: 'whsec_sekali', problem: null })),
      rotateWebhookSecret: noted('rotateWebhookSecret', () => ({ webhook, secret: 'whsec_baru', problem: null })),
      record: {
        whole: true, checks: () => page(this.asked ? [this.check()] : []), checkpoints: () => page([this.checkpoint]),
        journal: ({ filter }: { filter?: { search?: string } }) => this.entries(filter?.search),
      },
      verifyRecord: noted('verifyRecord', () => {
        this.asked = true;
        return { check: this.check(), problem: null };
      }),
      processingActivities: [{
        code: 'EVIDENCE', what: 'Berkas bukti dukung', whatEn: 'Evidence files', why: 'Mendasari keputusan', whyEn: 'To back decisions', basis: 'UU 27/2022', basisEn: 'Law 27/2022',
        seenBy: 'Auditor', seenByEn: 'Auditors', class: 'EVIDENCE', years: 5,
      }],
      retentionPeriods: [{ class: 'EVIDENCE', years: 5, adjustable: true }],
      disposals: ({ state }: { state?: string }) => page((state ?? 'PROPOSED') === disposal().state ? [disposal()] : []),
      privacyActs: () => page([]),
      decideDisposals: noted('decideDisposals', () => {
        this.decided = true;
        return { disposals: [disposal()], problem: null };
      }),
    };
  }
}
