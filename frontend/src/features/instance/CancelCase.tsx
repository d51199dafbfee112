// Stopping a case, with a reason for the record; offered to those whose office can.
import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { CancelInstanceDocument, type CancelInstanceInput, type CancelInstanceMutation } from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { useText } from '~/shared/i18n/text';
import { holdsRole, useMe } from '~/shared/session/useSession';
import { Notice } from '~/shared/ui/parts';
import { tellDone } from '~/shared/ui/tell';
import css from './Instance.module.css';
import type { Instance } from './useInstance';

const pick = (data: CancelInstanceMutation) => data.cancelInstance;

export function CancelCase({ instance }: { instance: Instance }) {
  const { t, locale } = useText();
  const me = useMe();
  const [cancel, busy] = useCommand<CancelInstanceMutation, CancelInstanceInput, CancelInstanceMutation['cancelInstance']>(CancelInstanceDocument, pick);
  const [opened, setOpened] = useState(false);
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  if (!holdsRole(me, 'REGENCY_SECRETARY', 'PROGRAMME_OFFICER')) return null;
  const send = async (): Promise<void> => {
    setFault(reason.trim() === '' ? t('instance.cancelReasonMissing') : null);
    if (reason.trim() === '') return;
    const outcome = await cancel({ instanceId: instance.id, reason: reason.trim() });
    if (!outcome.ok) {
      setRefused(sayProblem(outcome.problem, t, locale));
      return;
    }
    tellDone(t('instance.cancelled'));
    setOpened(false);
  };
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>{t('instance.cancel')}…</Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t('instance.cancel')} closeButtonProps={{ 'aria-label': t('app.close') }}>
        <div className={css.dialog}>
          <p>{t('instance.cancelLead')}</p>
          {refused ? <Notice tone="danger" alert>{refused}</Notice> : null}
          <Textarea size="md" rows={3} label={t('instance.cancelReason')} value={reason} error={fault} maxLength={4_000} onChange={(event) => setReason(event.currentTarget.value)} />
          <div className={css.dialogActions}>
            <Button variant="default" onClick={() => setOpened(false)}>{t('app.close')}</Button>
            <Button color="bata" loading={busy} onClick={() => void send()}>{t('instance.cancel')}</Button>
          </div>
        </div>
      </Modal>
    </>
  );
}
