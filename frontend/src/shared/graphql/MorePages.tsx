// The pages behind the first of a long list. Each begins where the one before it ends now, so that rows which come and go in
// between neither repeat nor hide others; every page stays live by itself.
import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { type ReactNode, useCallback, useEffect } from 'react';
import { useQuery } from 'urql';
import { useFallbackPolling } from './live';

export interface PageOf<Node> {
  nodes: Node[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** How the list ends at the moment: whether more can be asked for, and whether the last question is still open. */
export interface Tail {
  hasMore: boolean;
  busy: boolean;
  failed: boolean;
}

interface MorePagesProps<Data, Variables, Node> {
  document: TypedDocumentNode<Data, Variables>;
  /** Without `first` and `after`, which are ours. */
  variables: Omit<Variables, 'first' | 'after'>;
  pick: (data: Data) => PageOf<Node>;
  row: (node: Node) => ReactNode;
  after: string;
  /** How many pages are wanted from here on. */
  left: number;
  onTail: (tail: Tail) => void;
}

/** How many rows a page behind the first holds. */
const PAGE = 50;

export function MorePages<Data, Variables extends object, Node>(props: MorePagesProps<Data, Variables, Node>) {
  const { document, variables, pick, row, after, left, onTail } = props;
  const [{ data, fetching, error }, again] = useQuery<Data, AnyVariables>({
    query: document as TypedDocumentNode<Data, AnyVariables>, variables: { ...variables, first: PAGE, after },
  });
  useFallbackPolling(useCallback(() => again({ requestPolicy: 'network-only' }), [again]));
  const page = data ? pick(data) : null;
  const next = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  const last = left <= 1 || next === null;
  const failed = error !== undefined && page === null;
  useEffect(() => {
    if (last) onTail({ hasMore: next !== null || failed, busy: fetching && page === null, failed });
  }, [last, next, failed, fetching, page === null, onTail]);
  return (
    <>
      {page?.nodes.map(row)}
      {next !== null && left > 1 ? <MorePages {...props} after={next} left={left - 1} /> : null}
    </>
  );
}
