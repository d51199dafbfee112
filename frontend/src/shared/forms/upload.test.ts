import { afterEach, expect, test, vi } from 'vitest';
import { FilesOfForm, type FileProgress } from './FilesOfForm';

afterEach(() => vi.unstubAllGlobals());

/** XMLHttpRequest that answers as told, and remembers what was sent. */
function stubRequests(answers: Array<{ status: number; response: unknown } | 'broken'>) {
  const sent: Array<[name: string, value: string]>[] = [];
  class Request {
    upload: { onprogress?: (event: { lengthComputable: boolean; loaded: number; total: number }) => void } = {};
    onload = (): void => undefined;
    onerror = (): void => undefined;
    status = 0;
    response: unknown = null;
    open(): void {}
    setRequestHeader(): void {}
    send(body: FormData): void {
      sent.push([...body.entries()].map(([name, value]) => [name, value instanceof File ? value.name : value]));
      const answer = answers.shift() ?? 'broken';
      queueMicrotask(() => {
        if (answer === 'broken') return this.onerror();
        this.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 2 });
        Object.assign(this, answer);
        this.onload();
      });
    }
  }
  vi.stubGlobal('XMLHttpRequest', Request);
  return sent;
}

const schema = { components: [{ type: 'filepicker', id: 'f', key: 'bookOne', label: 'Buku I' }] };

test('a chosen file is sent once, with what it is for before its bytes, and becomes the id of a document', async () => {
  const sent = stubRequests([{ status: 201, response: { documentId: 'doc_1', versionId: 'ver_1', sha256: '', size: 3 } }]);
  const shown: FileProgress[][] = [];
  let stored = 0;
  const files = new FilesOfForm((progress) => shown.push(progress), () => ({ taskId: 'task_1', title: 'Buku I' }), () => (stored += 1));
  const file = new File(['abc'], 'buku.pdf');
  files.take([[file]]);
  files.take([[file]]);
  expect(await files.settle([[file]])).toBe(true);
  expect(sent).toEqual([[['taskId', 'task_1'], ['title', 'Buku I'], ['file', 'buku.pdf']]]);
  expect(files.resolve({ bookOne: 'files::a' }, new Map([['files::a', [file]]]), new Set())).toEqual({ bookOne: 'doc_1' });
  expect(stored).toBe(1);
  expect(shown.some(([one]) => one?.share === 0.5)).toBe(true);
});

test('several files become a list of ids', async () => {
  stubRequests([1, 2].map((n) => ({ status: 201, response: { documentId: `doc_${n}`, versionId: '', sha256: '', size: 1 } })));
  const files = new FilesOfForm(() => undefined, () => ({}), () => undefined);
  const chosen = [new File(['a'], 'a.pdf'), new File(['b'], 'b.pdf')];
  await files.settle([chosen]);
  expect(files.resolve({ x: 'files::a' }, new Map([['files::a', chosen]]), new Set(['files::a']))).toEqual({ x: ['doc_1', 'doc_2'] });
});

test('a file that was refused is named with the reason, and tried again when the form is sent again', async () => {
  stubRequests([{ status: 413, response: null }, { status: 201, response: { documentId: 'doc_9', versionId: '', sha256: '', size: 1 } }]);
  let shown: FileProgress[] = [];
  const files = new FilesOfForm((progress) => (shown = progress), () => ({}), () => undefined);
  const file = new File(['abc'], 'besar.pdf');
  expect(await files.settle([[file]])).toBe(false);
  expect(shown).toEqual([{ name: 'besar.pdf', share: 0, fault: 'tooLarge' }]);
  expect(await files.settle([[file]])).toBe(true);
});

test('files of an earlier visit are shown by name and sent back by id', () => {
  const files = new FilesOfForm(() => undefined, () => ({}), () => undefined);
  files.learnNames({ doc_7: 'buku-satu.pdf' });
  const values = files.keep(schema, { bookOne: 'doc_7', other: 'doc_7' });
  const [key, kept] = [...files.keptFiles()][0] ?? [];
  expect(values).toEqual({ bookOne: key, other: 'doc_7' });
  expect(kept?.map((file) => file.name)).toEqual(['buku-satu.pdf']);
  expect(files.resolve(values, files.keptFiles(), new Set())).toEqual({ bookOne: 'doc_7', other: 'doc_7' });
});
