// Stopping a case, with a reason for the record.
import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { CancelInstanceDocument, type CancelInstanceInput, type CancelInstanceMutation } from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { useText } from '~/shared/i18n/text';
import { Notice } from '~/shared/ui/parts';
import { tellDone } from '~/shared/ui/tell';
import css from './Instance.module.css';

const pick = (data: CancelInstanceMutation) => data.cancelInstance;

export default function CancelDialog({ instanceId, onClose }: { instanceId: string; onClose: () => void }) {
  const { t, locale } = useText();
  const [cancel, busy] = useCommand<CancelInstanceMutation, CancelInstanceInput, CancelInstanceMutation['cancelInstance']>(CancelInstanceDocument, pick);
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const send = async (): Promise<void> => {
    setFault(reason.trim() === '' ? t('instance.cancelReasonMissing') : null);
    if (reason.trim() === '') return;
    const outcome = await cancel({ instanceId, reason: reason.trim() });
    if (!outcome.ok) {
      setRefused(sayProblem(outcome.problem, t, locale));
      return;
    }
    tellDone(t('instance.cancelDone'));
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t('instance.cancel')} closeButtonProps={{ 'aria-label': t('app.close') }}>
      <div className={css.dialog}>
        <p>{t('instance.cancelLead')}</p>
        {refused ? <Notice tone="danger" alert>{refused}</Notice> : null}
        <Textarea size="md" rows={3} label={t('instance.cancelReason')} value={reason} error={fault} maxLength={4_000} onChange={(event) => setReason(event.currentTarget.value)} />
        <div className={css.dialogActions}>
          <Button variant="default" onClick={onClose}>{t('app.close')}</Button>
          <Button color="bata" loading={busy} onClick={() => void send()}>{t('instance.cancel')}</Button>
        </div>
      </div>
    </Modal>
  );
}
