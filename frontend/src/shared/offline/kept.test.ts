import { Client, createRequest, fetchExchange } from '@urql/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MeDocument, SentMailsDocument } from '~/shared/graphql/generated';
import { beginKeeping, forgetKept } from './epoch';
import { keptAnswers } from './kept';

/** As much of the browser's cache storage as is used. */
class Stores {
  readonly all = new Map<string, Map<string, string>>();
  async open(name: string) {
    const store = this.all.get(name) ?? new Map<string, string>();
    this.all.set(name, store);
    return {
      put: async (key: string, response: Response) => void store.set(key, await response.text()),
      match: async (key: string) => (store.has(key) ? new Response(store.get(key)) : undefined),
    };
  }
  async delete(name: string) {
    return this.all.delete(name);
  }
}

let stores: Stores;
let down: boolean;
let asked = 0;

function person(name: string): Client {
  return new Client({
    url: 'http://x/graphql', exchanges: [keptAnswers, fetchExchange], preferGetMethod: false,
    fetch: async () => {
      asked += 1;
      if (down) throw new TypeError('network down');
      return new Response(JSON.stringify({ data: { me: { person: { id: name } } } }), { headers: { 'content-type': 'application/json' } });
    },
  });
}

beforeEach(async () => {
  stores = new Stores();
  down = false;
  asked = 0;
  vi.stubGlobal('caches', stores);
  await beginKeeping();
});
afterEach(async () => {
  await forgetKept();
  vi.unstubAllGlobals();
});

const me = async (client: Client) => client.query(MeDocument, {}).toPromise();

test('what was answered is answered again when no server can be reached', async () => {
  await me(person('a'));
  await vi.waitFor(() => expect([...stores.all.values()].some((store) => store.size === 1)).toBe(true));
  down = true;
  const { data, error } = await me(person('a'));
  expect(error).toBeUndefined();
  expect(data?.me?.person.id).toBe('a');
  expect(asked).toBe(2);
});

test('the next person at this device is told nothing of the one before', async () => {
  await me(person('a'));
  await vi.waitFor(() => expect(stores.all.size).toBe(1));
  await forgetKept();
  await beginKeeping();
  down = true;
  const { data, error } = await me(person('b'));
  expect(data).toBeFalsy();
  expect(error?.networkError).toBeTruthy();
});

test('questions that are not for the field are never kept', async () => {
  const client = person('a');
  await client.executeQuery(createRequest(SentMailsDocument, {}));
  await client.query(SentMailsDocument, {}).toPromise();
  expect([...stores.all.values()].flatMap((store) => [...store.keys()])).toEqual([]);
});
