// The whole application in jsdom against the small world: only the network is replaced.
import { createMemoryHistory } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { vi } from 'vitest';
import { App } from '~/app/App';
import { createAppRouter } from '~/app/router';
import { LineContext, type LiveTransport } from '~/shared/graphql/live';
import { switchLocale } from '~/shared/i18n/text';
import { session } from '~/shared/session/session';
import { forgetAllTold } from '~/shared/ui/tell';
import { World } from './world';

interface Options {
  at: string;
  /** The e-mail of who is signed in already; nobody when absent. */
  as?: string;
  world?: World;
  locale?: 'id' | 'en';
}

function headerOf(init: RequestInit | undefined, name: string): string | null {
  return new Headers(init?.headers).get(name);
}

export async function renderApp({ at, as, world = new World(), locale = 'id' }: Options) {
  let down = false;
  vi.stubGlobal('fetch', async (_input: unknown, init?: RequestInit) => {
    if (down) throw new TypeError('network down');
    const answer = await world.execute(JSON.parse(String(init?.body)), headerOf(init, 'authorization'));
    return new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } });
  });
  const line: LiveTransport = {
    subscribe(request, sink) {
      let end: (() => void) | undefined;
      let ended = false;
      void session.accessToken().then(async (token) => {
        const stop = await world.listen(request, token === null ? null : `Bearer ${token}`, (value) => sink.next(value));
        if (ended) stop();
        else end = stop;
      });
      return () => {
        ended = true;
        end?.();
      };
    },
  };
  await session.signOut();
  forgetAllTold();
  localStorage.clear();
  await switchLocale(locale);
  if (as) await session.signIn(as, 'mufakat-demo');
  world.inputs.length = 0;
  const router = createAppRouter(createMemoryHistory({ initialEntries: [at] }));
  const openLine = (): LiveTransport => line;
  const user = userEvent.setup({ delay: null });
  const view = render(<LineContext value={openLine}><App router={router} /></LineContext>);
  return {
    world, user, router, view,
    goOffline: (now: boolean) => {
      down = now;
    },
    inputsOf: (name: string) => world.inputs.filter((one) => one.name === name).map((one) => one.input),
  };
}
