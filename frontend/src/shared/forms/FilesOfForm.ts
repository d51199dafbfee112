// The files of one open form: each is uploaded once when chosen, and known by the document id it got. Files of an earlier visit
// (from a draft, or a bundle that came back) are shown by name and not sent again.
import { type FormComponent, type FormSchema } from './localise';
import { type FilePurpose, type StoredFile, uploadFile, type UploadFault, UploadError } from './upload';

export interface FileProgress {
  name: string;
  share: number;
  fault?: UploadFault;
}

type Values = Record<string, unknown>;

const KEPT = 'files::kept-';

export class FilesOfForm {
  private readonly stored = new Map<File, string>();
  private readonly running = new Map<File, Promise<void>>();
  private readonly progress = new Map<File, FileProgress>();
  private readonly kept = new Map<string, File[]>();
  private readonly names = new Map<string, string>();

  constructor(
    private readonly tell: (progress: FileProgress[]) => void,
    private readonly purposeOf: (file: File) => FilePurpose,
    /** A file got its document id: what was kept as a draft before does not know it yet. */
    private readonly onStored: () => void,
  ) {}

  /** Names of documents that the page knows already, so that a kept file is shown by its name and not its id. */
  learnNames(names: Record<string, string>): void {
    for (const [id, name] of Object.entries(names)) this.names.set(id, name);
  }

  knownNames(): Record<string, string> {
    return Object.fromEntries(this.names);
  }

  /** Replace document ids in the values of file pickers by keys that form-js's file registry understands. */
  keep(schema: FormSchema, values: Values): Values {
    const copy = structuredClone(values);
    this.keepIn(schema.components, copy);
    return copy;
  }

  private keepIn(components: FormComponent[], scope: Values): void {
    for (const component of components) {
      if (component.components) {
        const inner = component.path ? scope[component.path] : scope;
        const scopes = Array.isArray(inner) ? inner : [inner];
        for (const one of scopes) if (typeof one === 'object' && one !== null) this.keepIn(component.components, one as Values);
      }
      if (component.type !== 'filepicker' || !component.key) continue;
      const value = scope[component.key];
      const ids = (Array.isArray(value) ? value : [value]).filter((id): id is string => typeof id === 'string' && id !== '');
      if (ids.length === 0) {
        delete scope[component.key];
        continue;
      }
      const key = `${KEPT}${this.kept.size + 1}`;
      this.kept.set(key, ids.map((id) => this.rememberStored(id)));
      scope[component.key] = key;
    }
  }

  private rememberStored(id: string): File {
    const file = new File([], this.names.get(id) ?? id);
    this.stored.set(file, id);
    return file;
  }

  keptFiles(): ReadonlyMap<string, File[]> {
    return this.kept;
  }

  /** Start what is new, in the order chosen; called at every change of the form. */
  take(files: Iterable<File[]>): void {
    const present = new Set([...files].flat());
    for (const file of this.progress.keys()) if (!present.has(file)) this.progress.delete(file);
    for (const file of present) {
      const failed = this.progress.get(file)?.fault !== undefined;
      if (this.stored.has(file) || this.running.has(file) || failed) continue;
      this.running.set(file, this.send(file));
    }
    this.tell([...this.progress.values()]);
  }

  private async send(file: File): Promise<void> {
    const show = (progress: FileProgress): void => {
      this.progress.set(file, progress);
      this.tell([...this.progress.values()]);
    };
    show({ name: file.name, share: 0 });
    try {
      const answer: StoredFile = await uploadFile(file, this.purposeOf(file), (share) => show({ name: file.name, share }));
      this.stored.set(file, answer.documentId);
      this.names.set(answer.documentId, file.name);
      this.onStored();
    } catch (error) {
      show({ name: file.name, share: 0, fault: error instanceof UploadError ? error.fault : 'network' });
    } finally {
      this.running.delete(file);
    }
  }

  /** Wait for what is under way; try again what failed. */
  async settle(files: Iterable<File[]>): Promise<boolean> {
    for (const [file, progress] of this.progress) if (progress.fault) this.progress.delete(file);
    this.take(files);
    await Promise.all(this.running.values());
    return [...this.progress.values()].every((progress) => progress.fault === undefined);
  }

  /** The values as the server wants them: a document id for a file, a list of ids where several may be chosen. */
  resolve(values: unknown, registry: ReadonlyMap<string, File[]>, several: ReadonlySet<string>): unknown {
    if (typeof values === 'string' && registry.has(values)) {
      const ids = (registry.get(values) ?? []).flatMap((file) => this.stored.get(file) ?? []);
      return several.has(values) ? ids : (ids[0] ?? null);
    }
    if (Array.isArray(values)) return values.map((inner) => this.resolve(inner, registry, several));
    if (typeof values !== 'object' || values === null) return values;
    return Object.fromEntries(Object.entries(values).map(([key, inner]) => [key, this.resolve(inner, registry, several)]));
  }
}
