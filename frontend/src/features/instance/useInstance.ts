// One case, asked again whenever it moves.
import { useCallback, useEffect, useRef } from 'react';
import { useQuery, useSubscription } from 'urql';
import { InstanceChangedDocument, type InstanceChangedSubscription, InstancePageDocument, type InstancePageQuery } from '~/shared/graphql/generated';
import { useFallbackPolling } from '~/shared/graphql/live';

export type Instance = NonNullable<InstancePageQuery['instance']>;

const GATHER_MS = 150;

export function useInstance(id: string) {
  const [{ data, fetching, error }, ask] = useQuery({ query: InstancePageDocument, variables: { id } });
  const refresh = useCallback(() => ask({ requestPolicy: 'network-only' }), [ask]);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useSubscription<InstanceChangedSubscription, unknown, { id: string }>({ query: InstanceChangedDocument, variables: { id } }, (_previous, event) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(refresh, GATHER_MS);
    return event;
  });
  useFallbackPolling(refresh);
  return { instance: data?.instance ?? null, loading: fetching && !data, failed: error !== undefined && !data, refresh };
}
