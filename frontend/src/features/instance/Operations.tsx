// What may be done to a case as a whole, offered to those whose office can: hold it, let it go on, end it, mend it. Dialogs are
// loaded when they are wanted.
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { needWords, useText } from '~/shared/i18n/text';
import { holdsRole, useMe } from '~/shared/session/useSession';
import css from './Instance.module.css';
import type { Instance } from './useInstance';

const withWords = <Module,>(load: () => Promise<Module>) => async (): Promise<Module> => {
  await needWords('operate');
  return load();
};
const ReasonDialog = lazy(withWords(() => import('./ReasonDialog')));
const VariablesDialog = lazy(withWords(() => import('./VariablesDialog')));

export type Act = 'suspend' | 'resume' | 'cancel' | 'variables';

/** Who may do what follows the access policy (workflows/src/access/reach.rs); the server has the last word. */
export function useOperator() {
  const me = useMe();
  return {
    cancels: holdsRole(me, 'REGENCY_SECRETARY', 'EXEC_TEAM_LEAD', 'PROGRAMME_OFFICER'),
    suspends: holdsRole(me, 'REGENCY_SECRETARY', 'EXEC_TEAM_LEAD', 'PROGRAMME_OFFICER', 'SYSADMIN'),
    mends: holdsRole(me, 'SYSADMIN'),
  };
}

export function Operations({ instance, refresh, onModify }: { instance: Instance; refresh: () => void; onModify: () => void }) {
  const { t } = useText();
  const may = useOperator();
  const [act, setAct] = useState<Act | null>(null);
  const close = (): void => setAct(null);
  const held = instance.state === 'SUSPENDED';
  return (
    <div className={css.operations}>
      {may.mends ? <Button variant="default" onClick={onModify}>{t('instance.modify')}…</Button> : null}
      {may.mends ? <Button variant="default" onClick={() => setAct('variables')}>{t('instance.variables')}…</Button> : null}
      {may.suspends ? (
        <Button variant={held ? 'filled' : 'default'} onClick={() => setAct(held ? 'resume' : 'suspend')}>
          {t(held ? 'instance.resume' : 'instance.suspend')}…
        </Button>
      ) : null}
      {may.cancels ? <Button variant="default" onClick={() => setAct('cancel')}>{t('instance.cancel')}…</Button> : null}
      <Suspense fallback={null}>
        {act === 'variables' ? <VariablesDialog instance={instance} onClose={close} /> : null}
        {act !== null && act !== 'variables' ? <ReasonDialog act={act} instanceId={instance.id} refresh={refresh} onClose={close} /> : null}
      </Suspense>
    </div>
  );
}
