// The cases a person may see, each with one sentence that says where it stands.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { type InstanceState, InstancesDocument, type InstancesQuery } from '~/shared/graphql/generated';
import { MorePages, type Tail } from '~/shared/graphql/MorePages';
import { useFallbackPolling } from '~/shared/graphql/live';
import { inLocale, useText } from '~/shared/i18n/text';
import { sayDate } from '~/shared/time/zones';
import { Icon } from '~/shared/ui/Icon';
import { Page } from '~/shared/ui/Page';
import { Badge, Empty, Loading, Notice, type Tone, uiCss } from '~/shared/ui/parts';
import css from './Instances.module.css';
import { type InstancesSearch, instancesSearch, states } from './search';

const FIRST = 25;
const tone: Record<InstanceState, Tone> = { RUNNING: 'brand', COMPLETED: 'good', CANCELLED: 'plain', SUSPENDED: 'attention' };

const pick = (data: InstancesQuery) => data.instances;
type Row = InstancesQuery['instances']['nodes'][number];

function InstanceRow({ one }: { one: Row }) {
  const { t, locale } = useText();
  return (
    <li className={css.row}>
      <Link to="/perkara/$id" params={{ id: one.id }} className={css.link}>
        <span className={css.head}>
          <span className={css.name}>{one.definition.name ?? one.definition.key}</span>
          <Badge tone={tone[one.state]}>{t(`instances.state.${one.state}`)}</Badge>
        </span>
        <span className={css.summary}>{inLocale(locale, one.summary.id, one.summary.en)}</span>
        <span className={uiCss.meta}>
          {one.organisation.name}
          {one.businessKey ? ` · ${one.businessKey}` : ''} ·{' '}
          {t('instances.started', { date: sayDate(one.startedAt, one.organisation.zone, locale) })}
        </span>
      </Link>
    </li>
  );
}
const row = (one: Row) => <InstanceRow key={one.id} one={one} />;

export function InstancesPage() {
  const { t } = useText();
  const search = instancesSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const pages = search.hal ?? 1;
  const [tail, setTail] = useState<Tail | null>(null);
  const variables = useMemo(
    () => ({ filter: { ...(search.keadaan ? { state: search.keadaan } : {}), ...(search.cari ? { search: search.cari } : {}) } }),
    [search.keadaan, search.cari],
  );
  const [{ data, fetching, error }, again] = useQuery({ query: InstancesDocument, variables: { ...variables, first: FIRST } });
  useFallbackPolling(useCallback(() => again({ requestPolicy: 'network-only' }), [again]));

  const [typed, setTyped] = useState(search.cari ?? '');
  useEffect(() => setTyped(search.cari ?? ''), [search.cari]);
  const change = (next: InstancesSearch): void => {
    const whole: InstancesSearch = { ...search, hal: undefined, ...next };
    void navigate({
      to: '/perkara',
      replace: true,
      search: {
        ...(whole.keadaan ? { keadaan: whole.keadaan } : {}),
        ...(whole.cari ? { cari: whole.cari } : {}),
        ...(whole.hal && whole.hal > 1 ? { hal: whole.hal } : {}),
      },
    });
  };
  useEffect(() => {
    if (typed === (search.cari ?? '')) return undefined;
    const timer = setTimeout(() => change({ cari: typed.trim() || undefined }), 300);
    return () => clearTimeout(timer);
  });

  const found = data?.instances;
  const next = found?.pageInfo.hasNextPage ? found.pageInfo.endCursor : null;
  const deeper = pages > 1 && next !== null;
  const hasMore = deeper ? (tail?.hasMore ?? false) : next !== null;
  const busy = deeper && (tail?.busy ?? true);
  return (
    <Page
      title={t('instances.title')} lead={t('instances.lead')}
      actions={<Link to="/kinerja" search={{}} className={uiCss.buttonQuiet}>{t('instances.performance')}</Link>}
    >
      <div className={css.tools}>
        <TextInput
          className={css.search} size="md" type="search" label={t('instances.search')} placeholder={t('instances.searchHint')}
          leftSection={<Icon name="search" size={18} />} value={typed} onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('instances.state')}
          value={search.keadaan ?? ''}
          onChange={(event) => change({ keadaan: (event.currentTarget.value || undefined) as InstanceState | undefined })}
          data={[{ value: '', label: t('instances.state.any') }, ...states.map((value) => ({ value, label: t(`instances.state.${value}`) }))]}
        />
      </div>
      {error && !data ? (
        <Notice tone="danger" alert>
          {t('problem.NETWORK')}{' '}
          <Button size="xs" variant="default" onClick={() => again({ requestPolicy: 'network-only' })}>{t('app.retry')}</Button>
        </Notice>
      ) : null}
      {fetching && !data ? <Loading /> : null}
      {found && found.nodes.length === 0 ? <Empty icon="cases"><p>{t('instances.empty')}</p></Empty> : null}
      {found && found.nodes.length > 0 ? (
        <>
          <p className={uiCss.meta} role="status">{t('instances.total', { n: found.totalCount })}</p>
          <ul className={css.list}>
            {found.nodes.map(row)}
            {pages > 1 && next !== null ? (
              <MorePages document={InstancesDocument} variables={variables} pick={pick} row={row} after={next} left={pages - 1} onTail={setTail} />
            ) : null}
          </ul>
          {hasMore ? (
            <div className={uiCss.more}>
              <Button variant="default" loading={busy} onClick={() => change({ hal: pages + 1 })}>{t('app.more')}</Button>
            </div>
          ) : null}
        </>
      ) : null}
    </Page>
  );
}
