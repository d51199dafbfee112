// What the server has told this person, kept for when there is no line: the inbox and the tasks they have opened. It belongs to
// one sign-in and is gone when that ends; nobody else on this device is ever shown it.
import type { Exchange, Operation, OperationResult } from '@urql/core';
import { filter, fromPromise, map, merge, mergeMap, pipe, share } from 'wonka';
import { epoch, STORE } from './epoch';

/** Questions whose answers are worth keeping; everything else needs the server. */
const KEPT = new Set(['Me', 'ServerFacts', 'Inbox', 'InboxCounts', 'TaskPage', 'StartChoices']);

function nameOf(operation: Operation): string {
  const [first] = operation.query.definitions;
  return first?.kind === 'OperationDefinition' ? (first.name?.value ?? '') : '';
}

function placeOf(operation: Operation): string | null {
  const owner = epoch();
  return operation.kind === 'query' && owner !== null && typeof caches !== 'undefined' && KEPT.has(nameOf(operation))
    ? `/kept/${owner}/${operation.key}`
    : null;
}

async function keep(place: string, data: unknown): Promise<void> {
  try {
    const store = await caches.open(STORE);
    // The sign-in may have ended while the store was opened.
    if (place.startsWith(`/kept/${epoch()}/`)) await store.put(place, new Response(JSON.stringify(data)));
  } catch {
    // Full: the line will bring it again.
  }
}

async function kept(place: string): Promise<unknown> {
  try {
    const found = await (await caches.open(STORE)).match(place);
    return found ? ((await found.json()) as unknown) : null;
  } catch {
    return null;
  }
}

/** Stands between the cache and the network: good answers are kept, and given again when no server can be reached. */
export const keptAnswers: Exchange = ({ forward }) => (operations) => {
  const results = share(forward(operations));
  const unanswered = (result: OperationResult): boolean =>
    result.error?.networkError !== undefined && result.error.graphQLErrors.length === 0 && placeOf(result.operation) !== null;
  return merge([
    pipe(
      results,
      filter((result) => !unanswered(result)),
      map((result) => {
        const place = result.error || !result.data ? null : placeOf(result.operation);
        if (place !== null) void keep(place, result.data);
        return result;
      }),
    ),
    pipe(
      results,
      filter(unanswered),
      mergeMap((result) =>
        fromPromise(
          kept(placeOf(result.operation) ?? '').then((data): OperationResult => (data === null ? result : { ...result, data, error: undefined })),
        ),
      ),
    ),
  ]);
};
