// form-js, held by a plain class: opened, read, told of faults and destroyed here, so that React never touches its insides.
import { Form } from '@bpmn-io/form-js-viewer';
import type { Locale } from '~/shared/i18n/text';
import { type FileProgress, FilesOfForm } from './FilesOfForm';
import { type FormComponent, type FormSchema, localiseSchema, plainValues } from './localise';
import { formWords } from './words';

/** One fault, with the way to its field when it has one. */
export interface FormFault {
  label: string;
  message: string;
  goTo?: () => void;
}

export type FormResult = { ok: true; variables: Record<string, unknown> } | { ok: false; faults: FormFault[]; uploadsFailed?: boolean };

const TOUCHES = ['input', 'change', 'click', 'keydown'] as const;

interface FieldInstance {
  id: string;
  valuePath: Array<string | number>;
  indexes?: Record<string, number>;
}
interface Registry<T> {
  getAllKeyed(): FieldInstance[];
  get(id: string): T | undefined;
}
interface FileRegistry {
  setFiles(key: string, files: File[]): void;
  getAllFiles(): Map<string, File[]>;
}
type Nested = { [key: string]: Nested | string[] };

export interface FormHostOptions {
  locale: Locale;
  /** The task that files are handed in with; a start form has none. */
  taskId?: string;
  onChange: (values: Record<string, unknown>) => void;
  onUploads: (progress: FileProgress[]) => void;
}

export class FormHost {
  private readonly form: Form;
  private readonly files: FilesOfForm;
  private readonly words: ReturnType<typeof formWords>;
  private dead = false;
  private ready = false;
  private readonly observer: MutationObserver;

  private touched = false;
  // Opening a form fires "changed" too; only what a person does is worth saving.
  private readonly touch = (): void => {
    this.touched = true;
  };
  private readonly changed = (): void => {
    if (this.dead || !this.ready || !this.touched) return;
    this.files.take(this.registry().getAllFiles().values());
    this.options.onChange(this.draft());
  };

  constructor(
    private readonly container: HTMLElement,
    private readonly options: FormHostOptions,
  ) {
    this.words = formWords(options.locale);
    this.files = new FilesOfForm(
      options.onUploads,
      (file) => ({ taskId: options.taskId, title: this.titleOf(file) }),
      () => this.changed(),
    );
    this.form = new Form({
      container,
      // By default form-js believes a keystroke 300 ms later: the last ones would miss a quick send, and a late belief would
      // wipe the server's findings from a field. We wait elsewhere, before saving a draft.
      debounce: false,
      // The service exists since viewer 2.0.0; nothing is translated without it.
      additionalModules: [{ translate: ['value', this.words] }],
    } as ConstructorParameters<typeof Form>[0]);
    this.form.on('changed', this.changed);
    for (const kind of TOUCHES) container.addEventListener(kind, this.touch, { capture: true });
    // Three words of form-js do not pass through its translate service.
    this.observer = new MutationObserver(() => this.relabel());
    this.observer.observe(container, { childList: true, characterData: true, subtree: true });
  }

  async open(schema: FormSchema, values: Record<string, unknown>, readOnly: boolean, fileNames: Record<string, string>): Promise<void> {
    this.files.learnNames(fileNames);
    const ready = localiseSchema(schema, this.options.locale);
    const initial = this.files.keep(ready, plainValues(values) as Record<string, unknown>);
    const kept = (): void => {
      for (const [key, files] of this.files.keptFiles()) this.registry().setFiles(key, files);
    };
    this.form.on('import.done', kept);
    await this.form.importSchema(ready, initial);
    this.form.off('import.done', kept);
    if (this.dead) return;
    this.form.setProperty('readOnly', readOnly);
    this.relabel();
    this.ready = true;
  }

  setReadOnly(readOnly: boolean): void {
    if (this.ready) this.form.setProperty('readOnly', readOnly);
  }

  /** What is in the form now, valid or not, files as document ids. */
  draft(): Record<string, unknown> {
    const values = this.resolved(this.form._getState().data);
    return { ...values, [FILE_NAMES]: this.files.knownNames() };
  }

  async submit(): Promise<FormResult> {
    const { data, errors } = this.form.submit() as { data: Record<string, unknown>; errors: Nested };
    const faults = this.faultsOf(errors);
    if (faults.length > 0) return { ok: false, faults };
    if (!(await this.files.settle(this.registry().getAllFiles().values()))) return { ok: false, faults: [], uploadsFailed: true };
    return { ok: true, variables: this.resolved(data) };
  }

  /** Put the server's findings beside their fields; those without a field here are returned without a way to go. */
  showFaults(fields: Array<{ path: string; message: string }>): FormFault[] {
    const errors: Nested = {};
    const faults = fields.map(({ path, message }) => {
      const wanted = path.replace(/\[(\d+)\]/g, '.$1').replace(/^variables\./, '');
      const instance = this.instances().find((one) => one.valuePath.join('.') === wanted);
      if (!instance) return { label: path, message };
      place(errors, [instance.id, ...Object.values(instance.indexes ?? {}).map(String)], message);
      return this.fault(instance, message);
    });
    this.form._setState({ errors });
    return faults;
  }

  /** Some fields believe what was typed only when they are left. */
  flush(): void {
    const active = document.activeElement;
    if (active instanceof HTMLElement && this.container.contains(active)) active.blur();
  }

  destroy(): void {
    this.dead = true;
    this.observer.disconnect();
    for (const kind of TOUCHES) this.container.removeEventListener(kind, this.touch, { capture: true });
    this.form.off('changed', this.changed);
    this.form.destroy();
  }

  private registry(): FileRegistry {
    return this.form.get<FileRegistry>('fileRegistry');
  }

  private instances(): FieldInstance[] {
    return this.form.get<Registry<FieldInstance>>('formFieldInstanceRegistry').getAllKeyed();
  }

  private field(id: string): FormComponent | undefined {
    return this.form.get<Registry<FormComponent>>('formFieldRegistry').get(id);
  }

  /** The label of the picker a file was chosen in: "Buku I" says more than "scan0012.pdf". */
  private titleOf(file: File): string | undefined {
    const files = this.registry().getAllFiles();
    const { data } = this.form._getState();
    const instance = this.instances().find((one) => {
      const key = valueAt(data, one.valuePath);
      return typeof key === 'string' && (files.get(key)?.includes(file) ?? false);
    });
    return instance && this.field(instance.id)?.label?.replace(/\s*\([^)]*\)\s*$/, '');
  }

  private resolved(values: unknown): Record<string, unknown> {
    const several = new Set<string>();
    for (const instance of this.instances()) {
      const field = this.field(instance.id);
      if (field?.type !== 'filepicker' || !field.multiple) continue;
      const key = valueAt(values, instance.valuePath);
      if (typeof key === 'string') several.add(key);
    }
    return this.files.resolve(values, this.registry().getAllFiles(), several) as Record<string, unknown>;
  }

  private faultsOf(errors: Nested): FormFault[] {
    const faults: FormFault[] = [];
    for (const instance of this.instances()) {
      let at: Nested | string[] | undefined = errors[instance.id];
      for (const index of Object.values(instance.indexes ?? {})) at = Array.isArray(at) ? at : at?.[String(index)];
      if (Array.isArray(at)) for (const message of at) faults.push(this.fault(instance, String(message)));
    }
    return faults;
  }

  private fault(instance: FieldInstance, message: string): FormFault {
    const field = this.field(instance.id);
    const label = field?.label ?? field?.key ?? instance.id;
    return { label, message: `${label}: ${message}`, goTo: () => this.focus(instance) };
  }

  private focus(instance: FieldInstance): void {
    const suffix = [instance.id, ...Object.values(instance.indexes ?? {})].join('_');
    const found = [...this.container.querySelectorAll<HTMLElement>('[id]')].find(
      (element) => element.id.includes(`-${suffix}`) && element.matches('input, textarea, select, button, [tabindex]'),
    );
    const target = found?.matches('.fjs-hidden') ? found.parentElement?.querySelector<HTMLElement>('button') : found;
    target?.focus();
    target?.scrollIntoView({ block: 'center' });
  }

  private relabel(): void {
    for (const holder of this.container.querySelectorAll('.fjs-filepicker-button, .fjs-select-display')) {
      // The text node stays the one form-js knows, so that it can go on changing it.
      const node = holder.firstChild;
      if (!(node instanceof Text) || (node.data !== 'Browse' && node.data !== 'Select')) continue;
      const word = this.words(node.data);
      if (word !== node.data) node.data = word;
    }
    for (const field of this.container.querySelectorAll<HTMLInputElement>('input[placeholder="Search"]')) {
      field.placeholder = this.words('Search');
    }
    // A positive tab order would tear the form out of the reading order of the page.
    for (const element of this.container.querySelectorAll<HTMLElement>('[tabindex]')) {
      if (element.tabIndex > 0) element.tabIndex = 0;
    }
  }
}

/** Where a draft keeps the names of its files. */
export const FILE_NAMES = 'mufakat:files';

function valueAt(values: unknown, path: Array<string | number>): unknown {
  return path.reduce<unknown>((at, step) => (at as Record<string, unknown> | null | undefined)?.[step], values);
}

function place(errors: Nested, path: string[], message: string): void {
  let at = errors;
  for (const step of path.slice(0, -1)) {
    const next = at[step];
    at = at[step] = next !== undefined && !Array.isArray(next) ? next : {};
  }
  const last = path[path.length - 1] ?? '';
  const before = at[last];
  at[last] = Array.isArray(before) ? [...before, message] : [message];
}
