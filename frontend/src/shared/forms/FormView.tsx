// The thin component around FormHost: opens the form once per task and language, and hands its handle to the page.
import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import './form.css';
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useText } from '~/shared/i18n/text';
import type { FileProgress } from './FilesOfForm';
import { type FormFault, FormHost, type FormResult } from './FormHost';
import type { FormSchema } from './localise';

export interface FormHandle {
  submit(): Promise<FormResult>;
  showFaults(fields: Array<{ path: string; message: string }>): FormFault[];
  flush(): void;
}

interface FormViewProps {
  schema: FormSchema;
  values: Record<string, unknown>;
  readOnly: boolean;
  label: string;
  fileNames: Record<string, string>;
  taskId?: string;
  onChange: (values: Record<string, unknown>) => void;
  ref: Ref<FormHandle>;
}

export default function FormView({ schema, values, readOnly, label, fileNames, taskId, onChange, ref }: FormViewProps) {
  const { t, locale } = useText();
  const container = useRef<HTMLDivElement>(null);
  const host = useRef<FormHost | null>(null);
  const [uploads, setUploads] = useState<FileProgress[]>([]);
  // The form is opened with what was known then; later changes of the same task must not wipe what a person is typing.
  const latest = useRef({ values, readOnly, fileNames, onChange });
  latest.current.onChange = onChange;
  latest.current.readOnly = readOnly;
  latest.current.fileNames = fileNames;
  const kept = useRef<Record<string, unknown> | null>(null);

  useEffect(() => {
    if (!container.current) return undefined;
    const opened = new FormHost(container.current, {
      locale,
      taskId,
      onChange: (now) => {
        kept.current = now;
        latest.current.onChange(now);
      },
      onUploads: setUploads,
    });
    host.current = opened;
    const now = latest.current;
    void opened.open(schema, kept.current ?? now.values, now.readOnly, now.fileNames);
    return () => {
      host.current = null;
      opened.destroy();
    };
  }, [schema, locale, taskId]);

  useEffect(() => host.current?.setReadOnly(readOnly), [readOnly]);

  useImperativeHandle(ref, () => ({
    submit: () => host.current?.submit() ?? Promise.resolve({ ok: false, faults: [] }),
    showFaults: (fields) => host.current?.showFaults(fields) ?? [],
    flush: () => host.current?.flush(),
  }), []);

  return (
    <div role="group" aria-label={label}>
      <div ref={container} className="mufakat-form" />
      <ul className="mufakat-uploads" aria-live="polite">
        {uploads.map((upload) => (
          <li key={upload.name}>
            {upload.fault ? (
              <span className="mufakat-upload-fault">
                {t('task.uploadFailed', { name: upload.name, reason: t(`task.upload.${upload.fault}`) })}
              </span>
            ) : (
              <>
                <span>{upload.share < 1 ? t('task.uploading', { name: upload.name }) : upload.name}</span>
                <progress value={upload.share} max={1} aria-label={t('task.uploadProgress', { name: upload.name })} />
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
