// What needs an operator, over all cases: what stopped, where, why, and the way to try it again.
import { Button, SegmentedControl } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { IncidentsDocument, type IncidentsQuery, MendIncidentDocument, type MendIncidentMutation, type RetryIncidentInput } from '~/shared/graphql/generated';
import { useFallbackPolling } from '~/shared/graphql/live';
import { MorePages, type Tail } from '~/shared/graphql/MorePages';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { useText } from '~/shared/i18n/text';
import { holdsRole, regencyZone, useMe } from '~/shared/session/useSession';
import { sayMoment } from '~/shared/time/zones';
import { Page } from '~/shared/ui/Page';
import { Empty, Loading, Notice, uiCss } from '~/shared/ui/parts';
import { tellDone, tellRefused } from '~/shared/ui/tell';
import { Tabs } from '~/shared/ui/ControlTabs';
import css from './Control.module.css';
import { incidentSearch } from './search';

type Row = IncidentsQuery['incidents']['nodes'][number];
const pickRetry = (data: MendIncidentMutation) => data.retryIncident;
const pick = (data: IncidentsQuery) => data.incidents;

function IncidentRow({ incident, refresh }: { incident: Row; refresh: () => void }) {
  const { t, locale } = useText();
  const me = useMe();
  const [retry, busy] = useCommand<MendIncidentMutation, RetryIncidentInput, MendIncidentMutation['retryIncident']>(MendIncidentDocument, pickRetry);
  const zone = incident.instance?.organisation.zone ?? regencyZone(me);
  const again = async (): Promise<void> => {
    const outcome = await retry({ incidentId: incident.id });
    if (outcome.ok) {
      tellDone(t('control.retried'));
      refresh();
    } else tellRefused(sayProblem(outcome.problem, t, locale));
  };
  return (
    <li className={incident.resolvedAt ? css.row : `${css.row} ${css.stuck}`}>
      <span className={css.head}>
        <strong>{incident.element}</strong>
        {incident.resolvedAt === null && holdsRole(me, 'SYSADMIN') ? (
          <Button size="xs" variant="default" loading={busy} aria-label={`${t('control.retry')}: ${incident.element}`} onClick={() => void again()}>{t('control.retry')}</Button>
        ) : null}
      </span>
      <span>{incident.message}</span>
      <span className={css.code}>{incident.code}</span>
      <span className={uiCss.meta}>
        {incident.instance ? (
          <>
            <Link to="/perkara/$id" params={{ id: incident.instance.id }}>
              {incident.instance.definition.name ?? incident.instance.definition.key} {incident.instance.businessKey ?? ''}
            </Link>{' '}
            · {incident.instance.organisation.name} ·{' '}
          </>
        ) : null}
        {sayMoment(incident.raisedAt, zone, locale)}
        {incident.resolvedAt ? ` · ${t('control.resolved', { date: sayMoment(incident.resolvedAt, zone, locale) })}` : ''}
      </span>
    </li>
  );
}

export function IncidentsPage() {
  const { t } = useText();
  const navigate = useNavigate();
  const search = incidentSearch(useSearch({ strict: false }));
  const pages = search.hal ?? 1;
  const [tail, setTail] = useState<Tail | null>(null);
  const variables = useMemo(() => ({ filter: { resolved: search.selesai ?? false } }), [search.selesai]);
  const [{ data, fetching, error }, again] = useQuery({ query: IncidentsDocument, variables: { ...variables, first: 25 } });
  const refresh = useCallback(() => again({ requestPolicy: 'network-only' }), [again]);
  useFallbackPolling(refresh);
  const row = useCallback((incident: Row) => <IncidentRow key={incident.id} incident={incident} refresh={refresh} />, [refresh]);
  const found = data?.incidents;
  const next = found?.pageInfo.hasNextPage ? found.pageInfo.endCursor : null;
  const deeper = pages > 1 && next !== null;
  const hasMore = deeper ? (tail?.hasMore ?? false) : next !== null;
  return (
    <Page title={t('control.title')} lead={t('control.lead')}>
      <Tabs at="incidents" />
      <div className={css.tools}>
        <SegmentedControl
          value={search.selesai ? 'resolved' : 'open'} aria-label={t('control.which')}
          onChange={(value) => void navigate({ to: '/kendali', replace: true, search: value === 'resolved' ? { selesai: true } : {} })}
          data={[{ value: 'open', label: t('control.openOnes') }, { value: 'resolved', label: t('control.resolvedOnes') }]}
        />
        {found ? <span className={uiCss.meta} role="status">{t('control.incidentCount', { n: found.totalCount })}</span> : null}
      </div>
      {error && !data ? <Notice tone="danger" alert>{t('problem.NETWORK')}</Notice> : null}
      {fetching && !data ? <Loading /> : null}
      {found && found.nodes.length === 0 ? <Empty icon="check"><p>{t(search.selesai ? 'control.noneResolved' : 'control.noIncidents')}</p></Empty> : null}
      <ul className={css.list}>
        {found?.nodes.map(row)}
        {deeper ? <MorePages document={IncidentsDocument} variables={variables} pick={pick} row={row} after={next} left={pages - 1} onTail={setTail} /> : null}
      </ul>
      {hasMore ? (
        <div className={uiCss.more}>
          <Button variant="default" loading={deeper && (tail?.busy ?? true)} onClick={() => void navigate({ to: '/kendali', replace: true, search: { ...search, hal: pages + 1 } })}>{t('app.more')}</Button>
        </div>
      ) : null}
    </Page>
  );
}
