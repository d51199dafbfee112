// One migration that was run: its progress, its outcome case by case, and the way back.
import { Button } from '@mantine/core';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { RollBackMigrationDocument, type RollBackMigrationInput, type RollBackMigrationMutation } from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { useText } from '~/shared/i18n/text';
import { holdsRole, regencyZone, useMe } from '~/shared/session/useSession';
import { sayMoment } from '~/shared/time/zones';
import { Icon } from '~/shared/ui/Icon';
import { Page } from '~/shared/ui/Page';
import { Badge, Card, Loading, Notice, uiCss } from '~/shared/ui/parts';
import { Items, Progress, useBatch } from './Batch';
import css from './Workflows.module.css';

const pick = (data: RollBackMigrationMutation) => data.rollBackMigration;

export function BatchPage() {
  const { t, locale } = useText();
  const me = useMe();
  const navigate = useNavigate();
  const { key, batch: id } = useParams({ strict: false }) as { key: string; batch: string };
  const batch = useBatch(id);
  const [rollBack, busy] = useCommand<RollBackMigrationMutation, RollBackMigrationInput, RollBackMigrationMutation['rollBackMigration']>(RollBackMigrationDocument, pick);
  const [confirming, setConfirming] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const send = async (): Promise<void> => {
    const outcome = await rollBack({ batchId: id, dryRun: false });
    setConfirming(false);
    if (!outcome.ok || !outcome.payload.batch) {
      setRefused(outcome.ok ? t('problem.INTERNAL') : sayProblem(outcome.problem, t, locale));
      return;
    }
    void navigate({ to: '/proses/$key/pindah/$batch', params: { key, batch: outcome.payload.batch.id } });
  };
  return (
    <Page
      title={batch?.kind === 'ROLL_BACK' ? t('migrate.rolledBack') : t('migrate.fromTo', { from: batch?.fromVersion ?? '*', to: batch?.toVersion ?? '*' })}
      above={<Link to="/proses/$key" params={{ key }} search={{}} className={uiCss.back}><Icon name="back" size={16} /> {key}</Link>}
      lead={batch ? <>{batch.createdBy.name} · {sayMoment(batch.createdAt, regencyZone(me), locale)} {batch.dryRun ? <Badge tone="plain">{t('migrate.dryRun')}</Badge> : null}</> : null}
    >
      {refused ? <Notice tone="danger" alert>{refused}</Notice> : null}
      {batch ? (
        <Card label={t('migrate.progress')}>
          <Progress batch={batch} />
          <Items batch={batch} />
          {batch.takesBack ? <p><Link to="/proses/$key/pindah/$batch" params={{ key, batch: batch.takesBack }}>{t('migrate.takesBack')}</Link></p> : null}
          {batch.kind === 'MIGRATE' && !batch.dryRun && batch.finishedAt && batch.done > 0 && holdsRole(me, 'SYSADMIN') ? (
            confirming ? (
              <div className={css.confirm} role="group" aria-label={t('operate.confirm')}>
                <p>{t('migrate.confirmBack', { n: batch.done })}</p>
                <div className={css.actions}>
                  <Button variant="default" onClick={() => setConfirming(false)}>{t('app.cancel')}</Button>
                  <Button color="bata" loading={busy} onClick={() => void send()}>{t('operate.confirmYes')}</Button>
                </div>
              </div>
            ) : <p><Button variant="default" onClick={() => setConfirming(true)}>{t('migrate.rollBack')}…</Button></p>
          ) : null}
        </Card>
      ) : <Loading />}
    </Page>
  );
}
