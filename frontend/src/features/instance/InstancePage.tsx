// One case: where it stands in one sentence, in one drawing, in one list, and everything that happened.
import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { InstanceState } from '~/shared/graphql/generated';
import { inLocale, needWords, useText } from '~/shared/i18n/text';
import { sayDate, sayMoment } from '~/shared/time/zones';
import { Icon } from '~/shared/ui/Icon';
import { Page } from '~/shared/ui/Page';
import { Badge, Empty, Loading, Notice, type Tone, uiCss } from '~/shared/ui/parts';
import { Diagram } from './Diagram';
import css from './Instance.module.css';
import { Operations } from './Operations';
import { Papers } from './Papers';
import { Steps } from './Steps';
import { Timeline } from './Timeline';
import { Incidents, OpenTasks } from './Trouble';
import { type Instance, useInstance } from './useInstance';

const ModifyPanel = lazy(async () => {
  await needWords('operate');
  return import('./ModifyPanel');
});
const tone: Record<InstanceState, Tone> = { RUNNING: 'brand', COMPLETED: 'good', CANCELLED: 'plain', SUSPENDED: 'attention' };

function Back() {
  const { t } = useText();
  return <Link to="/perkara" search={{}} className={uiCss.back}><Icon name="back" size={16} /> {t('instance.back')}</Link>;
}

function Case({ instance, refresh }: { instance: Instance; refresh: () => void }) {
  const { t, locale } = useText();
  const { definition, organisation } = instance;
  const zone = organisation.zone;
  const name = definition.name ?? definition.key;
  const [modifying, setModifying] = useState(false);
  const open = instance.state === 'RUNNING' || instance.state === 'SUSPENDED';
  return (
    <Page
      title={instance.businessKey ? `${name} ${instance.businessKey}` : name}
      above={<Back />}
      lead={
        <>
          {organisation.name} · {t('instance.definition', { name, version: definition.version })} ·{' '}
          {t('instances.started', { date: sayDate(instance.startedAt, zone, locale) })}{' '}
          <Badge tone={tone[instance.state]}>{t(`instances.state.${instance.state}`)}</Badge>
        </>
      }
      actions={open ? <Operations instance={instance} refresh={refresh} onModify={() => setModifying(true)} /> : null}
    >
      <p className={css.sentence}>{inLocale(locale, instance.summary.id, instance.summary.en)}</p>
      {instance.suspension ? (
        <Notice tone="attention" icon="clock">
          <strong>{t('instance.held', { reason: instance.suspension.reason })}</strong>{' '}
          <span className={uiCss.meta}>
            {instance.suspension.actor ? `${instance.suspension.actor.title ?? instance.suspension.actor.name} · ` : ''}
            {sayMoment(instance.suspension.since, zone, locale)}
          </span>
        </Notice>
      ) : null}
      <div className={css.whole}>
        <Incidents instance={instance} refresh={refresh} />
        {modifying && open ? (
          <Suspense fallback={<Loading />}><ModifyPanel instance={instance} refresh={refresh} onClose={() => setModifying(false)} /></Suspense>
        ) : (
          <Diagram instance={instance} />
        )}
      </div>
      <div className={css.columns}>
        <div className={css.column}>
          <Steps steps={instance.steps} zone={zone} />
          <Timeline id={instance.id} zone={zone} revision={`${instance.state}:${instance.steps.length}:${instance.tokens.length}:${instance.tasks.map((task) => task.state).join()}`} />
        </div>
        <div className={css.column}>
          <OpenTasks instance={instance} />
          <Papers documents={instance.documents} zone={zone} />
        </div>
      </div>
    </Page>
  );
}

export function InstancePage() {
  const { t } = useText();
  const { id } = useParams({ strict: false }) as { id: string };
  const { instance, loading, failed, refresh } = useInstance(id);
  if (instance) return <Case key={instance.id} instance={instance} refresh={refresh} />;
  return (
    <Page title={loading ? t('app.loading') : t(failed ? 'error.title' : 'notFound.title')} above={<Back />} narrow>
      {loading ? <Loading /> : null}
      {failed ? (
        <Notice tone="danger" alert>
          {t('problem.NETWORK')} <Button size="xs" variant="default" onClick={refresh}>{t('app.retry')}</Button>
        </Notice>
      ) : null}
      {!loading && !failed ? <Empty icon="search"><p>{t('notFound.body')}</p></Empty> : null}
    </Page>
  );
}
