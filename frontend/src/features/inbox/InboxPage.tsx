// What waits for me: four views with counts, search and order in the address, keyboard j/k/Enter, live.
import { NativeSelect, TextInput } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { InboxDocument, type InboxQuery, type TaskOrder, type TaskSummaryFragment } from '~/shared/graphql/generated';
import { MorePages, type Tail } from '~/shared/graphql/MorePages';
import { useText } from '~/shared/i18n/text';
import { onlyDecides, useMe } from '~/shared/session/useSession';
import { Icon } from '~/shared/ui/Icon';
import { Page } from '~/shared/ui/Page';
import { Empty, Loading, Notice, uiCss } from '~/shared/ui/parts';
import css from './Inbox.module.css';
import { type InboxSearch, inboxSearch, orders, views } from './search';
import { TaskRow } from './TaskRow';
import { useInbox } from './useInbox';
import { useListKeys } from './useListKeys';

const pick = (data: InboxQuery) => data.tasks;
const row = (task: TaskSummaryFragment) => <TaskRow key={task.id} task={task} />;
const countOf = { ACTIONABLE: 'actionable', OVERDUE: 'overdue', WAITING_ON_OTHERS: 'waitingOnOthers', DONE: 'done' } as const;

export function InboxPage() {
  const { t } = useText();
  const me = useMe();
  const search = inboxSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const view = search.lihat ?? 'ACTIONABLE';
  const inbox = useInbox(search);
  const list = useRef<HTMLUListElement>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  useListKeys(list, searchBox);

  const pages = search.hal ?? 1;
  const [tail, setTail] = useState<Tail | null>(null);

  const change = (next: InboxSearch): void => {
    // Another question begins on its first page.
    const whole: InboxSearch = { ...search, hal: undefined, ...next };
    void navigate({
      to: '/tugas',
      replace: true,
      search: {
        ...(whole.lihat && whole.lihat !== 'ACTIONABLE' ? { lihat: whole.lihat } : {}),
        ...(whole.urut && whole.urut !== 'DUE' ? { urut: whole.urut } : {}),
        ...(whole.cari ? { cari: whole.cari } : {}),
        ...(whole.hal && whole.hal > 1 ? { hal: whole.hal } : {}),
      },
    });
  };

  const [typed, setTyped] = useState(search.cari ?? '');
  useEffect(() => setTyped(search.cari ?? ''), [search.cari]);
  useEffect(() => {
    if (typed === (search.cari ?? '')) return undefined;
    const timer = setTimeout(() => change({ cari: typed.trim() || undefined }), 300);
    return () => clearTimeout(timer);
  });

  const deeper = pages > 1 && inbox.next !== null;
  const hasMore = deeper ? (tail?.hasMore ?? false) : inbox.next !== null;
  const busy = deeper && (tail?.busy ?? true);
  const council = onlyDecides(me);
  return (
    <Page title={t(council ? 'inbox.titleCouncil' : 'inbox.title')} lead={me ? me.incumbencies.map((held) => held.position.title).join(' · ') : null}>
      <div className={css.views} role="group" aria-label={t('inbox.view.label')}>
        {views.map((known) => {
          const count = inbox.counts?.[countOf[known]];
          return (
            <Link
              key={known}
              to="/tugas"
              search={{ ...(known === 'ACTIONABLE' ? {} : { lihat: known }), ...(search.urut ? { urut: search.urut } : {}), ...(search.cari ? { cari: search.cari } : {}) }}
              className={known === view ? `${css.view} ${css.chosen}` : css.view}
              activeOptions={{ exact: true, includeSearch: true }}
              activeProps={{}}
            >
              {t(`inbox.view.${known}`)}
              {count === undefined ? null : (
                <span className={known === 'OVERDUE' && count > 0 ? `${css.count} ${css.hot}` : css.count}>{count}</span>
              )}
            </Link>
          );
        })}
      </div>
      <div className={css.tools}>
        <TextInput
          ref={searchBox}
          className={css.search}
          size="md"
          type="search"
          label={t('inbox.search')}
          placeholder={t('inbox.searchHint')}
          leftSection={<Icon name="search" size={18} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('inbox.order')}
          value={search.urut ?? 'DUE'}
          onChange={(event) => change({ urut: event.currentTarget.value as TaskOrder })}
          data={orders.map((value) => ({ value, label: t(`inbox.order.${value}`) }))}
        />
      </div>
      {inbox.failed ? (
        <Notice tone="danger" alert>
          {t('problem.NETWORK')} <button type="button" className={uiCss.buttonQuiet} onClick={inbox.refresh}>{t('app.retry')}</button>
        </Notice>
      ) : null}
      {inbox.loading ? <Loading /> : null}
      {!inbox.loading && !inbox.failed && inbox.tasks.length === 0 ? (
        <Empty icon="check">
          {search.cari ? (
            <>
              <p>{t('inbox.emptySearch', { search: search.cari })}</p>
              <button type="button" className={uiCss.buttonQuiet} onClick={() => change({ cari: undefined })}>{t('inbox.clearSearch')}</button>
            </>
          ) : (
            <p>{t(`inbox.empty.${view}`)}</p>
          )}
        </Empty>
      ) : null}
      {inbox.tasks.length > 0 ? (
        <>
          <p className={css.total} role="status">
            {t('inbox.total', { n: inbox.total })} <span className={css.keys}>{t('inbox.keys')}</span>
          </p>
          <ul className={css.list} ref={list}>
            {inbox.tasks.map(row)}
            {pages > 1 && inbox.next !== null ? (
              <MorePages document={InboxDocument} variables={inbox.variables} pick={pick} row={row} after={inbox.next} left={pages - 1} onTail={setTail} />
            ) : null}
          </ul>
        </>
      ) : null}
      {hasMore ? (
        <div className={uiCss.more}>
          <button
            type="button" className={uiCss.buttonQuiet} aria-busy={busy} disabled={busy}
            onClick={() => change({ hal: pages + 1 })}
          >
            {t('app.more')}
          </button>
        </div>
      ) : null}
    </Page>
  );
}
