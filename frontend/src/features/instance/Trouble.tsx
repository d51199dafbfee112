// What is stuck and may be retried, and what is open now.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { RetryIncidentDocument, type RetryIncidentInput, type RetryIncidentMutation } from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { inLocale, useText } from '~/shared/i18n/text';
import { holdsRole, useMe } from '~/shared/session/useSession';
import { sayMoment } from '~/shared/time/zones';
import { Card, Due, Notice, TaskStateBadge, uiCss } from '~/shared/ui/parts';
import { tellDone, tellRefused } from '~/shared/ui/tell';
import css from './Instance.module.css';
import type { Instance } from './useInstance';

const pick = (data: RetryIncidentMutation) => data.retryIncident;

export function Incidents({ instance, refresh }: { instance: Instance; refresh: () => void }) {
  const { t, locale } = useText();
  const me = useMe();
  const [retry, busy] = useCommand<RetryIncidentMutation, RetryIncidentInput, RetryIncidentMutation['retryIncident']>(RetryIncidentDocument, pick);
  const open = instance.incidents.filter((one) => one.resolvedAt === null);
  if (open.length === 0) return null;
  const again = async (incidentId: string): Promise<void> => {
    const outcome = await retry({ incidentId });
    if (outcome.ok) {
      tellDone(t('instance.retried'));
      refresh();
    } else tellRefused(sayProblem(outcome.problem, t, locale));
  };
  return (
    <Card title={t('instance.incidents')}>
      {open.map((incident) => (
        <Notice key={incident.id} tone="danger">
          <strong>{incident.element}</strong>: {incident.message}{' '}
          <span className={uiCss.meta}>{sayMoment(incident.raisedAt, instance.organisation.zone, locale)}</span>{' '}
          {holdsRole(me, 'SYSADMIN') ? (
            <Button size="xs" variant="default" loading={busy} onClick={() => void again(incident.id)}>{t('instance.retry')}</Button>
          ) : null}
        </Notice>
      ))}
    </Card>
  );
}

const openStates = new Set(['CREATED', 'CLAIMED', 'IN_PROGRESS', 'RETURNED']);

export function OpenTasks({ instance }: { instance: Instance }) {
  const { t, locale } = useText();
  const open = instance.tasks.filter((task) => openStates.has(task.state));
  return (
    <Card title={t('instance.openTasks')}>
      {open.length === 0 ? <p className={uiCss.meta}>{t('instance.noTasks')}</p> : null}
      <ul className={css.open}>
        {open.map((task) => (
          <li key={task.id}>
            <Link to="/tugas/$id" params={{ id: task.id }}>{task.name}</Link> <TaskStateBadge state={task.state} />
            <span className={uiCss.meta}>
              {task.assignee ? `${inLocale(locale, task.assignee.label, task.assignee.labelEn)} · ` : ''}
              <Due due={task.due} zone={instance.organisation.zone} overdue={task.overdue} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
