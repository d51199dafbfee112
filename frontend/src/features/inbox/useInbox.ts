// The pages of the inbox read so far, and the counts of its views; kept fresh by the live line or by polling.
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { InboxCountsDocument, InboxDocument, type TaskSummaryFragment } from '~/shared/graphql/generated';
import { useFallbackPolling } from '~/shared/graphql/live';
import type { InboxSearch } from './search';

const PAGE = 25;

export function useInbox(search: InboxSearch) {
  const filter = useMemo(
    () => ({ view: search.lihat ?? 'ACTIONABLE', ...(search.cari ? { search: search.cari } : {}) }) as const,
    [search.lihat, search.cari],
  );
  const orderBy = search.urut ?? 'DUE';
  const [size, setSize] = useState(PAGE);
  useEffect(() => setSize(PAGE), [filter, orderBy]);

  const [{ data, fetching, error, stale }, again] = useQuery({ query: InboxDocument, variables: { filter, orderBy, first: size } });
  const [{ data: counts }, countAgain] = useQuery({ query: InboxCountsDocument });

  const refresh = useCallback(() => {
    again({ requestPolicy: 'network-only' });
    countAgain({ requestPolicy: 'network-only' });
  }, [again, countAgain]);
  useFallbackPolling(refresh);

  const tasks: TaskSummaryFragment[] = data?.tasks.nodes ?? [];
  return {
    tasks,
    total: data?.tasks.totalCount ?? 0,
    counts: counts?.taskCounts ?? null,
    loading: fetching && !data,
    refreshing: fetching || stale,
    failed: error !== undefined && !data,
    hasMore: data?.tasks.pageInfo.hasNextPage ?? false,
    more: () => setSize((now) => Math.min(now + PAGE, 100)),
    refresh,
  };
}
