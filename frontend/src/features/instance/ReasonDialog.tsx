// Holding a case, letting it go on, or ending it: what follows is said before, and the reason goes on record.
import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import {
  CancelInstanceDocument, type CancelInstanceInput, type CancelInstanceMutation, ResumeInstanceDocument, type ResumeInstanceInput,
  type ResumeInstanceMutation, SuspendInstanceDocument, type SuspendInstanceInput, type SuspendInstanceMutation,
} from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { useText } from '~/shared/i18n/text';
import { Notice } from '~/shared/ui/parts';
import { tellDone } from '~/shared/ui/tell';
import css from './Instance.module.css';
import type { Act } from './Operations';

const pickCancel = (data: CancelInstanceMutation) => data.cancelInstance;
const pickSuspend = (data: SuspendInstanceMutation) => data.suspendInstance;
const pickResume = (data: ResumeInstanceMutation) => data.resumeInstance;

interface ReasonDialogProps {
  act: Exclude<Act, 'variables'>;
  instanceId: string;
  refresh: () => void;
  onClose: () => void;
}

export default function ReasonDialog({ act, instanceId, refresh, onClose }: ReasonDialogProps) {
  const { t, locale } = useText();
  const [cancel, cancelling] = useCommand<CancelInstanceMutation, CancelInstanceInput, CancelInstanceMutation['cancelInstance']>(CancelInstanceDocument, pickCancel);
  const [suspend, suspending] = useCommand<SuspendInstanceMutation, SuspendInstanceInput, SuspendInstanceMutation['suspendInstance']>(SuspendInstanceDocument, pickSuspend);
  const [resume, resuming] = useCommand<ResumeInstanceMutation, ResumeInstanceInput, ResumeInstanceMutation['resumeInstance']>(ResumeInstanceDocument, pickResume);
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const needsReason = act !== 'resume';

  const send = async (): Promise<void> => {
    const words = reason.trim();
    setFault(needsReason && words === '' ? t('instance.cancelReasonMissing') : null);
    if (needsReason && words === '') return;
    const outcome =
      act === 'cancel' ? await cancel({ instanceId, reason: words })
      : act === 'suspend' ? await suspend({ instanceId, reason: words })
      : await resume({ instanceId, ...(words ? { reason: words } : {}) });
    if (!outcome.ok) {
      setRefused(sayProblem(outcome.problem, t, locale));
      return;
    }
    tellDone(t(`instance.${act}Done`));
    refresh();
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t(`instance.${act}`)} closeButtonProps={{ 'aria-label': t('app.close') }}>
      <div className={css.dialog}>
        <p>{t(`instance.${act}Lead`)}</p>
        {refused ? <Notice tone="danger" alert>{refused}</Notice> : null}
        <Textarea size="md" rows={3} label={t(needsReason ? 'instance.cancelReason' : 'operate.reason')} value={reason} error={fault} maxLength={4_000} onChange={(event) => setReason(event.currentTarget.value)} />
        <div className={css.dialogActions}>
          <Button variant="default" onClick={onClose}>{t('app.close')}</Button>
          <Button color={act === 'cancel' ? 'bata' : undefined} loading={cancelling || suspending || resuming} onClick={() => void send()}>{t(`instance.${act}`)}</Button>
        </div>
      </div>
    </Modal>
  );
}
