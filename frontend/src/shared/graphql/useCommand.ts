// One act of a person: sent with an idempotency key, repeated with the same key when no answer came, answered by data or a problem.
import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { useCallback, useRef, useState } from 'react';
import { useClient } from 'urql';
import type { ProblemPartsFragment } from './generated';
import { newIdempotencyKey } from './idempotency';
import { networkProblem, problemOfErrors } from './problem';

export type Outcome<Payload> = { ok: true; payload: Payload } | { ok: false; problem: ProblemPartsFragment; idempotencyKey: string };

interface Answerable {
  problem?: ProblemPartsFragment | null;
}

const RETRY_PAUSES_MS = [800, 2_500];

/**
 * `pick` takes the payload out of the data. The same input tried again by hand after a lost answer reuses its key, so a double
 * click or a bad line never does a thing twice; a changed input gets a new key.
 */
export function useCommand<Data, Input extends object, Payload extends Answerable>(
  document: TypedDocumentNode<Data, { input: Input }>,
  pick: (data: Data) => Payload,
): [(input: Omit<Input, 'idempotencyKey'>) => Promise<Outcome<Payload>>, boolean] {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const unanswered = useRef<{ fingerprint: string; key: string } | null>(null);

  const run = useCallback(
    async (input: Omit<Input, 'idempotencyKey'>): Promise<Outcome<Payload>> => {
      setBusy(true);
      const fingerprint = JSON.stringify(input);
      const key = unanswered.current?.fingerprint === fingerprint ? unanswered.current.key : newIdempotencyKey();
      unanswered.current = { fingerprint, key };
      try {
        for (let attempt = 0; ; attempt += 1) {
          const variables = { input: { ...input, idempotencyKey: key } } as unknown as { input: Input };
          const { data, error } = await client
            .mutation(document as TypedDocumentNode<Data, AnyVariables>, variables as AnyVariables)
            .toPromise();
          if (error?.networkError && !error.graphQLErrors.length) {
            const pause = RETRY_PAUSES_MS[attempt];
            if (pause === undefined) return { ok: false, problem: networkProblem(), idempotencyKey: key };
            await new Promise((resolve) => setTimeout(resolve, pause));
            continue;
          }
          unanswered.current = null;
          const payload = data ? pick(data) : null;
          if (payload?.problem) return { ok: false, problem: payload.problem, idempotencyKey: key };
          if (error || payload === null) return { ok: false, problem: problemOfErrors(error?.graphQLErrors ?? []), idempotencyKey: key };
          return { ok: true, payload };
        }
      } finally {
        setBusy(false);
      }
    },
    [client, document, pick],
  );
  return [run, busy];
}
