// Passing a document on: to whom (found by title, agency or name), what they are to do, in which words, by when.
import { Button, Checkbox, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import {
  AssignablePositionsDocument, type AssignablePositionsQuery, DisposeDocumentDocument, type DisposeDocumentInput, type DisposeDocumentMutation,
  type DispositionInstruction,
} from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { inLocale, useText } from '~/shared/i18n/text';
import { useMe } from '~/shared/session/useSession';
import { Loading, Notice } from '~/shared/ui/parts';
import { tellDone } from '~/shared/ui/tell';
import css from './Document.module.css';
import type { Paper } from './DocumentPage';

type Position = AssignablePositionsQuery['positions']['nodes'][number];

const pick = (data: DisposeDocumentMutation) => data.disposeDocument;
const INSTRUCTIONS: DispositionInstruction[] = ['FOLLOW_UP', 'STUDY', 'ATTEND', 'COORDINATE', 'ANSWER', 'NOTE'];
const SHOWN = 25;
const PAUSE_MS = 250;

export default function DisposeDialog({ paper, onClose }: { paper: Paper; onClose: (sent: boolean) => void }) {
  const { t, locale } = useText();
  const me = useMe();
  const [dispose, busy] = useCommand<DisposeDocumentMutation, DisposeDocumentInput, DisposeDocumentMutation['disposeDocument']>(DisposeDocumentDocument, pick);
  const [typed, setTyped] = useState('');
  const [sought, setSought] = useState('');
  const [chosen, setChosen] = useState<Position[]>([]);
  const [instruction, setInstruction] = useState<DispositionInstruction>('FOLLOW_UP');
  const [text, setText] = useState('');
  const [due, setDue] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSought(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const region = me?.incumbencies[0]?.position.organisation.code.split('/')[0];
  const variables = useMemo(() => ({ filter: { ...(region ? { organisation: region } : {}), ...(sought ? { search: sought } : {}) }, first: SHOWN }), [region, sought]);
  const [{ data, fetching }] = useQuery({ query: AssignablePositionsDocument, variables });
  const found = data?.positions.nodes ?? [];
  const shown = [...chosen, ...found.filter((one) => !chosen.some((other) => other.code === one.code))];

  const send = async (): Promise<void> => {
    if (chosen.length === 0 || due === '') {
      setFault(t(chosen.length === 0 ? 'disposition.nobody' : 'disposition.noDue'));
      return;
    }
    const outcome = await dispose({ documentId: paper.id, recipients: chosen.map((one) => one.code), instruction, text, due });
    if (!outcome.ok) {
      setFault(sayProblem(outcome.problem, t, locale));
      return;
    }
    tellDone(t('disposition.done', { n: chosen.length }));
    onClose(true);
  };
  return (
    <Modal opened onClose={() => onClose(false)} title={t('disposition.send')} size="lg" closeButtonProps={{ 'aria-label': t('app.close') }}>
      <div className={css.dialog}>
        {fault ? <Notice tone="danger" alert>{fault}</Notice> : null}
        <TextInput label={t('disposition.search')} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
        {fetching && found.length === 0 ? <Loading rows={1} /> : null}
        <fieldset className={css.positions}>
          <legend>{t('disposition.to', { n: chosen.length })}</legend>
          {shown.map((one) => (
            <Checkbox
              key={one.code} label={`${inLocale(locale, one.title, one.titleEn)}${one.incumbent ? ` (${one.incumbent.person.name})` : ''}`}
              checked={chosen.some((other) => other.code === one.code)}
              onChange={(event) => setChosen(event.currentTarget.checked ? [...chosen, one] : chosen.filter((other) => other.code !== one.code))}
            />
          ))}
        </fieldset>
        <NativeSelect
          label={t('disposition.instruction')} value={instruction} onChange={(event) => setInstruction(event.currentTarget.value as DispositionInstruction)}
          data={INSTRUCTIONS.map((one) => ({ value: one, label: t(`disposition.instruction.${one}`) }))}
        />
        <Textarea label={t('disposition.text')} value={text} maxLength={1_000} rows={3} onChange={(event) => setText(event.currentTarget.value)} />
        <TextInput type="date" label={t('disposition.due')} description={t('disposition.dueHint')} value={due} onChange={(event) => setDue(event.currentTarget.value)} />
        <div className={css.acts}>
          <Button loading={busy} onClick={() => void send()}>{t('disposition.submit')}</Button>
          <Button variant="default" onClick={() => onClose(false)}>{t('app.cancel')}</Button>
        </div>
      </div>
    </Modal>
  );
}
