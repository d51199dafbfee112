// One change of the register as a small form: its fields, the refusal at the top, and an idempotency key behind the button.
import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core';
import type { TypedDocumentNode } from '@urql/core';
import { type FormEvent, useState } from 'react';
import type { ProblemPartsFragment } from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { useText } from '~/shared/i18n/text';
import { ErrorSummary } from '~/shared/ui/ErrorSummary';
import { tellDone } from '~/shared/ui/tell';
import css from './Register.module.css';

export interface Field {
  name: string;
  label: string;
  hint?: string;
  kind?: 'text' | 'date' | 'email' | 'check' | 'choice' | 'codes';
  choices?: Array<{ value: string; label: string }>;
  value?: string | boolean;
  required?: boolean;
}

interface Props<Data, Input extends object> {
  title: string;
  submit: string;
  done: string;
  document: TypedDocumentNode<Data, { input: Input }>;
  pick: (data: Data) => { problem?: ProblemPartsFragment | null };
  fields: Field[];
  fixed?: Record<string, unknown>;
  onClose: () => void;
  onDone: () => void;
}

export function ChangeDialog<Data, Input extends object>({ title, submit, done, document, pick, fields, fixed, onClose, onDone }: Props<Data, Input>) {
  const { t, locale } = useText();
  const [send, busy] = useCommand<Data, Input, { problem?: ProblemPartsFragment | null }>(document, pick);
  const [values, setValues] = useState<Record<string, string | boolean>>(() => Object.fromEntries(fields.map((field) => [field.name, field.value ?? (field.kind === 'check' ? false : '')])));
  const [faults, setFaults] = useState<string[]>([]);
  const [round, setRound] = useState(0);
  const say = (lines: string[]): void => {
    setFaults(lines);
    setRound((n) => n + 1);
  };
  const put = (name: string, value: string | boolean): void => setValues((now) => ({ ...now, [name]: value }));
  const act = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const missing = fields.filter((field) => field.required && String(values[field.name] ?? '').trim() === '');
    if (missing.length > 0) {
      say(missing.map((field) => t('register.missing', { field: field.label })));
      return;
    }
    const given = fields
      .map((field): [string, unknown] => {
        const value = values[field.name];
        if (typeof value !== 'string') return [field.name, value];
        const text = value.trim();
        if (field.kind === 'codes') return [field.name, text.split(/[\s,;]+/).filter(Boolean)];
        return [field.name, text === '' ? null : text];
      })
      .filter(([, value]) => value !== null);
    const outcome = await send({ ...fixed, ...Object.fromEntries(given) } as unknown as Omit<Input, 'idempotencyKey'>);
    if (!outcome.ok) {
      say([sayProblem(outcome.problem, t, locale)]);
      return;
    }
    tellDone(done);
    onDone();
    onClose();
  };
  return (
    <Modal opened onClose={onClose} size="lg" title={title} closeButtonProps={{ 'aria-label': t('app.close') }}>
      <form className={css.form} noValidate onSubmit={(event) => void act(event)}>
        <ErrorSummary lines={faults.map((message) => ({ message }))} round={round} />
        {fields.map((field) => {
          const value = values[field.name];
          if (field.kind === 'check') {
            return <Checkbox key={field.name} size="md" label={field.label} description={field.hint} checked={value === true} onChange={(event) => put(field.name, event.currentTarget.checked)} />;
          }
          if (field.kind === 'choice') {
            return <NativeSelect key={field.name} size="md" label={field.label} description={field.hint} value={String(value)} data={field.choices ?? []} onChange={(event) => put(field.name, event.currentTarget.value)} />;
          }
          return (
            <TextInput
              key={field.name} size="md" label={field.label} description={field.hint} required={field.required ?? false}
              type={field.kind === 'date' || field.kind === 'email' ? field.kind : 'text'}
              value={String(value)} onChange={(event) => put(field.name, event.currentTarget.value)}
            />
          );
        })}
        <div className={css.actions}>
          <Button type="submit" loading={busy}>{submit}</Button>
          <Button variant="default" onClick={onClose}>{t('app.cancel')}</Button>
        </div>
      </form>
    </Modal>
  );
}
