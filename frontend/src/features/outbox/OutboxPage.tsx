// What this person has finished and the server has not got yet: waiting for a line, or refused with a reason.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { sayProblem } from '~/shared/graphql/problem';
import { useText } from '~/shared/i18n/text';
import { outbox, type Posted, useOutbox } from '~/shared/offline/outbox';
import { regencyZone, useMe } from '~/shared/session/useSession';
import { sayMoment } from '~/shared/time/zones';
import { Page } from '~/shared/ui/Page';
import { Badge, Card, Empty, Notice, uiCss } from '~/shared/ui/parts';
import css from './Outbox.module.css';

function Item({ posted, owner, zone }: { posted: Posted; owner: string; zone: string }) {
  const { t, locale } = useText();
  const entered = Object.entries(posted.variables);
  return (
    <li>
      <Card>
        <p className={css.head}>
          <strong>{posted.title}</strong>{' '}
          <Badge tone={posted.refused ? 'danger' : 'attention'} icon={posted.refused ? 'alert' : 'clock'}>
            {t(posted.refused ? 'outbox.state.refused' : 'outbox.state.waiting')}
          </Badge>
        </p>
        <p className={uiCss.meta}>{t('outbox.posted', { date: sayMoment(new Date(posted.at).toISOString(), zone, locale) })}</p>
        {posted.refused ? <Notice tone="danger">{sayProblem(posted.refused, t, locale)}</Notice> : null}
        {entered.length > 0 ? (
          <details>
            <summary>{t('outbox.values')}</summary>
            <dl className={css.values}>
              {entered.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
                </div>
              ))}
            </dl>
          </details>
        ) : null}
        <p className={css.actions}>
          <Link to="/tugas/$id" params={{ id: posted.taskId }}>{t('outbox.open')}</Link>
          <Button size="xs" variant="default" onClick={() => outbox.remove(owner, posted.taskId)}>{t('outbox.takeBack')}</Button>
        </p>
      </Card>
    </li>
  );
}

export function OutboxPage() {
  const { t } = useText();
  const me = useMe();
  const owner = me?.person.id ?? null;
  const posted = useOutbox(owner);
  return (
    <Page title={t('outbox.title')} lead={t('outbox.lead')} narrow>
      {posted.length === 0 ? <Empty icon="check"><p>{t('outbox.empty')}</p></Empty> : null}
      <ul className={css.list}>
        {owner === null ? null : posted.map((one) => <Item key={one.idempotencyKey} posted={one} owner={owner} zone={regencyZone(me)} />)}
      </ul>
    </Page>
  );
}
