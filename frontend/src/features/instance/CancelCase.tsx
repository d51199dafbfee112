// Offers to stop a case to those whose office can; the dialog is loaded when it is wanted.
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useText } from '~/shared/i18n/text';
import { holdsRole, useMe } from '~/shared/session/useSession';
import type { Instance } from './useInstance';

const CancelDialog = lazy(() => import('./CancelDialog'));

export function CancelCase({ instance }: { instance: Instance }) {
  const { t } = useText();
  const me = useMe();
  const [opened, setOpened] = useState(false);
  if (!holdsRole(me, 'REGENCY_SECRETARY', 'PROGRAMME_OFFICER')) return null;
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>{t('instance.cancel')}…</Button>
      {opened ? (
        <Suspense fallback={null}><CancelDialog instanceId={instance.id} onClose={() => setOpened(false)} /></Suspense>
      ) : null}
    </>
  );
}
