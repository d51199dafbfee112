// Returning a task is always with a reason that the sender can act on.
import { Button, Modal, NativeSelect, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { ReturnTaskDocument, type ReturnTaskInput, type ReturnTaskMutation } from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { useText } from '~/shared/i18n/text';
import { Notice } from '~/shared/ui/parts';
import { tellDone } from '~/shared/ui/tell';
import css from './Task.module.css';

/** The reason codes that all workflows share; the server knows no others. */
const reasons = [
  'INCOMPLETE', 'WRONG_PERIOD', 'NOT_SIGNED', 'NOT_OUR_DUTY', 'NO_BUDGET', 'DUPLICATE', 'INVALID_CODE', 'PERSONAL_DATA', 'ARITHMETIC',
  'OTHER',
] as const;
const pick = (data: ReturnTaskMutation) => data.returnTask;

export default function ReturnDialog({ taskId, onClose }: { taskId: string; onClose: () => void }) {
  const { t, locale } = useText();
  const [giveBack, busy] = useCommand<ReturnTaskMutation, ReturnTaskInput, ReturnTaskMutation['returnTask']>(ReturnTaskDocument, pick);
  const [reasonCode, setReason] = useState<string>(reasons[0]);
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const noteField = useRef<HTMLTextAreaElement>(null);

  const send = async (): Promise<void> => {
    if (note.trim() === '') {
      setFault(t('task.noteMissing'));
      noteField.current?.focus();
      return;
    }
    setFault(null);
    const outcome = await giveBack({ taskId, reasonCode, note: note.trim() });
    if (!outcome.ok) {
      setRefused(sayProblem(outcome.problem, t, locale));
      return;
    }
    tellDone(t('task.returned'));
    onClose();
  };

  return (
    <Modal opened onClose={onClose} title={t('task.returnTitle')} closeButtonProps={{ 'aria-label': t('app.close') }}>
      <div className={css.dialog}>
        <p>{t('task.returnLead')}</p>
        {refused ? <Notice tone="danger" alert>{refused}</Notice> : null}
        <NativeSelect
          label={t('task.returnReason')} value={reasonCode} onChange={(event) => setReason(event.currentTarget.value)}
          data={reasons.map((value) => ({ value, label: t(`task.reason.${value}`) }))}
        />
        <Textarea
          ref={noteField} size="md" rows={4} label={t('task.returnNote')} value={note} error={fault} maxLength={4_000}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <div className={css.dialogActions}>
          <Button variant="default" onClick={onClose}>{t('app.cancel')}</Button>
          <Button color="bata" loading={busy} onClick={() => void send()}>{t('task.return')}</Button>
        </div>
      </div>
    </Modal>
  );
}
