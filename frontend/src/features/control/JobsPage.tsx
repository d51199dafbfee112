// Work of machines: what waits, who holds it and until when, what failed and how often it is tried again.
import { Button, NativeSelect } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { JobsDocument, type JobsQuery, type JobState } from '~/shared/graphql/generated';
import { useFallbackPolling } from '~/shared/graphql/live';
import { MorePages, type Tail } from '~/shared/graphql/MorePages';
import { useText } from '~/shared/i18n/text';
import { nowMs } from '~/shared/time/clock';
import { sayMoment } from '~/shared/time/zones';
import { Page } from '~/shared/ui/Page';
import { Badge, Empty, Loading, Notice, type Tone, uiCss } from '~/shared/ui/parts';
import { Tabs } from '~/shared/ui/ControlTabs';
import css from './Control.module.css';
import { jobSearch, jobStates } from './search';

type Row = JobsQuery['jobs']['nodes'][number];
const pick = (data: JobsQuery) => data.jobs;
const tone: Record<JobState, Tone> = { WAITING: 'plain', HELD: 'brand', BACKING_OFF: 'attention', FAILED: 'danger' };

/** The same four states as the server's filter, told of one job. */
export function stateOf(job: Pick<Row, 'retries' | 'deadline' | 'due'>, now: number): JobState {
  if (job.retries <= 0) return 'FAILED';
  if (job.deadline !== null && Date.parse(job.deadline) > now) return 'HELD';
  return Date.parse(job.due) > now ? 'BACKING_OFF' : 'WAITING';
}

function JobRow({ job }: { job: Row }) {
  const { t, locale } = useText();
  const state = stateOf(job, nowMs());
  const zone = job.organisation.zone;
  return (
    <li className={state === 'FAILED' ? `${css.row} ${css.stuck}` : css.row}>
      <span className={css.head}>
        <strong>{job.elementName ?? job.element}</strong>
        <Badge tone={tone[state]}>{t(`control.job.${state}`)}</Badge>
      </span>
      <span className={css.code}>{job.type}{job.kind === 'ELEMENT_WORK' ? '' : ` · ${t(`control.kind.${job.kind}`)}${job.listenerEvent ? ` (${job.listenerEvent})` : ''}`}</span>
      {state === 'HELD' ? <span>{t('control.heldBy', { name: job.worker ?? '?', date: job.deadline ? sayMoment(job.deadline, zone, locale) : '' })}</span> : null}
      {state === 'BACKING_OFF' ? <span>{t('control.againAt', { date: sayMoment(job.due, zone, locale) })}</span> : null}
      {job.error ? <span>{t('control.lastError', { message: job.error })}</span> : null}
      <span className={uiCss.meta}>
        {t('control.retries', { n: job.retries })} · {t('control.attempts', { n: job.attempts })} · {t('control.since', { date: sayMoment(job.createdAt, zone, locale) })} ·{' '}
        {job.instance ? <Link to="/perkara/$id" params={{ id: job.instance.id }}>{job.instance.businessKey ?? t('control.case')}</Link> : t('control.case')} · {job.organisation.name}
      </span>
    </li>
  );
}
const row = (job: Row) => <JobRow key={job.id} job={job} />;

export function JobsPage() {
  const { t } = useText();
  const navigate = useNavigate();
  const search = jobSearch(useSearch({ strict: false }));
  const pages = search.hal ?? 1;
  const [tail, setTail] = useState<Tail | null>(null);
  const variables = useMemo(() => ({ filter: search.keadaan ? { state: search.keadaan } : {} }), [search.keadaan]);
  const [{ data, fetching, error }, again] = useQuery({ query: JobsDocument, variables: { ...variables, first: 25 }, requestPolicy: 'cache-and-network' });
  useFallbackPolling(useCallback(() => again({ requestPolicy: 'network-only' }), [again]));
  const found = data?.jobs;
  const next = found?.pageInfo.hasNextPage ? found.pageInfo.endCursor : null;
  const deeper = pages > 1 && next !== null;
  const hasMore = deeper ? (tail?.hasMore ?? false) : next !== null;
  return (
    <Page title={t('control.title')} lead={t('control.lead')}>
      <Tabs at="jobs" />
      <div className={css.tools}>
        <NativeSelect
          label={t('control.jobState')} value={search.keadaan ?? ''}
          onChange={(event) => void navigate({ to: '/kendali/pekerjaan', replace: true, search: event.currentTarget.value ? { keadaan: event.currentTarget.value as JobState } : {} })}
          data={[{ value: '', label: t('control.anyState') }, ...jobStates.map((value) => ({ value, label: t(`control.job.${value}`) }))]}
        />
        <span className={css.head}>
          {found ? <span className={uiCss.meta} role="status">{t('control.jobCount', { n: found.totalCount })}</span> : null}
          <Button size="xs" variant="default" onClick={() => again({ requestPolicy: 'network-only' })}>{t('control.refresh')}</Button>
        </span>
      </div>
      {error && !data ? <Notice tone="danger" alert>{t('problem.NETWORK')}</Notice> : null}
      {fetching && !data ? <Loading /> : null}
      {found && found.nodes.length === 0 ? <Empty icon="check"><p>{t('control.noJobs')}</p></Empty> : null}
      <ul className={css.list}>
        {found?.nodes.map(row)}
        {deeper ? <MorePages document={JobsDocument} variables={variables} pick={pick} row={row} after={next} left={pages - 1} onTail={setTail} /> : null}
      </ul>
      {hasMore ? (
        <div className={uiCss.more}>
          <Button variant="default" loading={deeper && (tail?.busy ?? true)} onClick={() => void navigate({ to: '/kendali/pekerjaan', replace: true, search: { ...search, hal: pages + 1 } })}>{t('app.more')}</Button>
        </div>
      ) : null}
    </Page>
  );
}
