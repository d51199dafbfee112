// One bare GraphQL request without the cache: for sign-in and refresh, which must work before there is a client.
import type { TypedDocumentNode } from '@urql/core';

export interface PlainAnswer<Data> {
  data?: Data | null;
  errors?: Array<{ message: string; extensions?: Record<string, unknown> }>;
}

/** The answer, or null when no server answered (offline, proxy error). */
export async function postGraphql<Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  accessToken?: string,
): Promise<PlainAnswer<Data> | null> {
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
      },
      body: JSON.stringify({ query: document as unknown as string, variables }),
    });
    return (await response.json()) as PlainAnswer<Data>;
  } catch {
    return null;
  }
}
