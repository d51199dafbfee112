// To whom a document was passed on, and how far each recipient is; passing it on is one dialog away for those who may.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useQuery } from 'urql';
import { DocumentDispositionsDocument } from '~/shared/graphql/generated';
import { inLocale, useText } from '~/shared/i18n/text';
import { holdsRole, useMe } from '~/shared/session/useSession';
import { sayMoment } from '~/shared/time/zones';
import { Card, Due, Loading, TaskStateBadge, uiCss } from '~/shared/ui/parts';
import css from './Document.module.css';
import type { Paper } from './DocumentPage';

const DisposeDialog = lazy(() => import('./DisposeDialog'));
/** Who may begin cases in their organisation, as the server says it again. */
const SENDERS = ['REGENCY_SECRETARY', 'OPD_HEAD', 'DISTRICT_HEAD', 'EXEC_TEAM_LEAD', 'PROGRAMME_OFFICER'];

export function Dispositions({ paper }: { paper: Paper }) {
  const { t, locale } = useText();
  const me = useMe();
  const [asking, setAsking] = useState(false);
  const [{ data }, again] = useQuery({ query: DocumentDispositionsDocument, variables: { id: paper.id }, requestPolicy: 'cache-and-network' });
  const found = data?.document?.dispositions ?? [];
  const maySend = holdsRole(me, ...SENDERS) && paper.versions.length > 0;
  if (!maySend && found.length === 0) return null;
  return (
    <Card title={t('disposition.title')}>
      {found.length === 0 ? <p className={uiCss.meta}>{t('disposition.none')}</p> : null}
      <ul className={css.chain}>
        {found.map((one) => (
          <li key={one.instance.id}>
            <div>
              <Link to="/perkara/$id" params={{ id: one.instance.id }}>{t('disposition.sent', { at: sayMoment(one.at, one.instance.organisation.zone, locale) })}</Link>
              <ul className={css.recipients}>
                {one.instance.tasks.map((task) => (
                  <li key={task.id}>
                    <TaskStateBadge state={task.state} />{' '}
                    {task.element === 'review' ? task.name : [task.assignee, ...task.candidates].filter((who) => who !== null).slice(0, 1).map((who) => inLocale(locale, who.label, who.labelEn)).join('')}
                    {task.due && ['CREATED', 'CLAIMED', 'IN_PROGRESS'].includes(task.state) ? <> · <Due due={task.due} zone={one.instance.organisation.zone} overdue={task.overdue} /></> : null}
                  </li>
                ))}
              </ul>
            </div>
          </li>
        ))}
      </ul>
      {maySend ? <Button variant="default" onClick={() => setAsking(true)}>{t('disposition.send')}</Button> : null}
      {asking ? (
        <Suspense fallback={<Loading rows={1} />}>
          <DisposeDialog
            paper={paper}
            onClose={(sent) => {
              setAsking(false);
              if (sent) again({ requestPolicy: 'network-only' });
            }}
          />
        </Suspense>
      ) : null}
    </Card>
  );
}
