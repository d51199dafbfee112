// A book with two versions for tests of document screens: one changed figure, initials that the change voided.
import { instanceFacts } from './figures';

const at = '2026-11-23T01:00:00Z';
const initial = (sha256: string, voidedAt: string | null) => ({
  kind: 'INITIAL', name: 'Pejabat 03', title: 'Plt. Kepala Bappeda', position: '64.02/bappeda/head', mode: 'PLT', at, algorithm: 'Ed25519', keyId: 'kunci-1',
  certified: false, sha256, voidedAt,
});
const version = (n: number, chain: unknown[]) => ({
  __typename: 'DocumentVersion', id: `ver_buku_${n}`, version: n, fileName: 'buku-ii.pdf', contentType: 'application/pdf', size: 1_449_000,
  sha256: `${n}`.repeat(64), createdAt: at, author: 'Pejabat 09', textState: 'READ', url: '', signatures: [], chain,
});
const book = {
  __typename: 'Document', id: 'doc_buku', kind: 'BOOK', title: 'Buku II Rencana Induk', number: null, state: 'IN_INITIALS', createdAt: at, author: 'Pejabat 09',
  organisation: instanceFacts.organisation, instance: null, current: null, dispositions: [],
  versions: [version(1, [initial('a'.repeat(64), at)]), version(2, [initial('2'.repeat(64), null)])],
};

const given = (number: number) => ({ number, written: `188.45/SK-${number}/2026`, at, instance: null, document: null });
const decrees = {
  name: 'DECREE', year: 2026, last: 4, count: 2, gaps: [{ first: 2, last: 3 }],
  entries: { nodes: [given(4), given(1)], edges: [], pageInfo: { hasNextPage: false, endCursor: null, hasPreviousPage: false, startCursor: null } },
};

export const papers = {
  numberRegisters: () => [decrees],
  document: ({ id }: { id: string }) => (id === book.id ? book : null),
  documentText: () => ({ state: 'READ', words: 'Target tahun 2027 adalah 40 puskesmas.' }),
  documentDiff: ({ before, after }: { before: string; after: string }) => ({
    before: book.versions.find((one) => one.id === before), after: book.versions.find((one) => one.id === after),
    comparable: true, cut: false, added: 1, removed: 1, kept: 120, skippedAtEnd: 80, count: 1,
    passages: {
      nodes: [{
        beforeLine: 7, afterLine: 8, skipped: 30,
        parts: [
          { fate: 'KEPT', text: 'Target tahun 2027 adalah' }, { fate: 'REMOVED', text: '32' }, { fate: 'ADDED', text: '40' }, { fate: 'KEPT', text: 'puskesmas.' },
        ],
      }],
      edges: [], pageInfo: { hasNextPage: false, endCursor: null, hasPreviousPage: false, startCursor: null },
    },
  }),
};

const page = <Node>(nodes: Node[]) => ({ nodes, edges: [], pageInfo: { hasNextPage: false, endCursor: null, hasPreviousPage: false, startCursor: null } });
const older = { id: 'tpl_1', version: 1, source: '# UNDANGAN LAMA', note: 'Gaya lama', createdAt: at, author: 'Pejabat 10' };

/** Templates of one office, and what was asked of them. */
export class Templates {
  source = '# UNDANGAN';
  own = true;
  private readonly note: (name: string, input: Record<string, unknown>) => void;

  constructor(note: (name: string, input: Record<string, unknown>) => void) {
    this.note = note;
  }

  private one() {
    return {
      name: 'invitation', title: 'Undangan', titleEn: 'Invitation', source: this.source, shipped: '# BAWAAN', own: this.own, version: 2, from: instanceFacts.organisation,
      facts: [{ path: 'paper.head.number', example: '000.1.5/22/2026' }], versions: page([{ ...older, id: 'tpl_2', version: 2, source: this.source, note: null }, older]),
    };
  }

  root() {
    return {
      mayChangePaperTemplates: () => true,
      paperTemplates: () => [this.one()],
      paperTemplate: ({ name }: { name: string }) => (name === 'invitation' ? this.one() : null),
      savePaperTemplate: ({ input }: { input: { source: string | null } & Record<string, unknown> }) => {
        this.note('savePaperTemplate', input);
        this.source = input.source ?? '# BAWAAN';
        this.own = input.source !== null;
        return { template: this.one(), problem: null };
      },
      disposeDocument: ({ input }: { input: Record<string, unknown> }) => {
        this.note('disposeDocument', input);
        return { instance: null, problem: null };
      },
      restorePaperTemplate: ({ input }: { input: Record<string, unknown> }) => {
        this.note('restorePaperTemplate', input);
        this.source = older.source;
        return { template: this.one(), problem: null };
      },
    };
  }
}
