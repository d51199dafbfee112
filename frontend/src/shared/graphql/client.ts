// The GraphQL client of the application: POST with the bearer token, normalised cache, live subscriptions.
import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { keptAnswers } from '~/shared/offline/kept';
import { session } from '~/shared/session/session';
import { createCache } from './cache';
import type { LiveTransport } from './live';

/** Adds the token; when the server says it is not good any more, renews the session once and repeats the request. */
export const authorisedFetch: typeof fetch = async (input, init) => {
  const send = async (token: string | null): Promise<Response> => {
    const headers = new Headers(init?.headers);
    if (token !== null) headers.set('authorization', `Bearer ${token}`);
    return fetch(input, { ...init, headers });
  };
  const token = await session.accessToken();
  const response = await send(token);
  if (token === null || !(await refusesIdentity(response))) return response;
  const fresh = await session.renew();
  return fresh === null ? response : send(fresh);
};

async function refusesIdentity(response: Response): Promise<boolean> {
  if (response.status === 401) return true;
  if (!response.headers.get('content-type')?.includes('json')) return false;
  try {
    const body = (await response.clone().json()) as { errors?: Array<{ extensions?: { code?: string } }> };
    return body.errors?.some((error) => error.extensions?.code === 'UNAUTHENTICATED') ?? false;
  } catch {
    return false;
  }
}

export function createGraphqlClient(live: LiveTransport): Client {
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    fetch: authorisedFetch,
    exchanges: [
      createCache(),
      keptAnswers,
      subscriptionExchange({
        forwardSubscription: (request) => ({
          subscribe: (sink) => ({
            unsubscribe: live.subscribe(
              { query: request.query ?? '', variables: (request.variables ?? {}) as Record<string, unknown> },
              sink as never,
            ),
          }),
        }),
      }),
      fetchExchange,
    ],
  });
}
