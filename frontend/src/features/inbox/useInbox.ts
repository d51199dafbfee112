// The first page of the inbox and the counts of its views; kept fresh by the live line or by polling.
import { useCallback, useMemo } from 'react';
import { useQuery } from 'urql';
import { InboxCountsDocument, InboxDocument, type TaskSummaryFragment } from '~/shared/graphql/generated';
import { useFallbackPolling } from '~/shared/graphql/live';
import type { InboxSearch } from './search';

/** What fills a screen; the pages behind it are larger (MorePages). */
const FIRST = 25;

export function useInbox(search: InboxSearch) {
  const variables = useMemo(
    () => ({
      filter: { view: search.lihat ?? 'ACTIONABLE', ...(search.cari ? { search: search.cari } : {}) },
      orderBy: search.urut ?? 'DUE',
    }) as const,
    [search.lihat, search.cari, search.urut],
  );
  const [{ data, fetching, error }, again] = useQuery({ query: InboxDocument, variables: { ...variables, first: FIRST } });
  const [{ data: counts }, countAgain] = useQuery({ query: InboxCountsDocument });

  const refresh = useCallback(() => {
    again({ requestPolicy: 'network-only' });
    countAgain({ requestPolicy: 'network-only' });
  }, [again, countAgain]);
  useFallbackPolling(refresh);

  const tasks: TaskSummaryFragment[] = data?.tasks.nodes ?? [];
  const { hasNextPage = false, endCursor = null } = data?.tasks.pageInfo ?? {};
  return {
    tasks,
    variables,
    total: data?.tasks.totalCount ?? 0,
    counts: counts?.taskCounts ?? null,
    loading: fetching && !data,
    failed: error !== undefined && !data,
    /** Where the second page begins; null when there is none. */
    next: hasNextPage ? endCursor : null,
    refresh,
  };
}
