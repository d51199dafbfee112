// The live line to the server (graphql-transport-ws). A token can expire while the laptop sleeps with the socket open, so
// connectionParams asks the session each time, a refusal (4403, or a bare 1002) renews the session, and a subscription is
// never given up: it is opened again with a growing pause. Screens learn whether the line is up, and poll while it is not.
import type { Client } from 'graphql-ws';
import { createContext, useEffect, useRef, useSyncExternalStore } from 'react';
import { session } from '~/shared/session/session';

/** A GraphQL request as it goes over the line. */
export interface LiveRequest {
  query: string;
  variables?: Record<string, unknown>;
}

export interface LiveSink {
  next(value: unknown): void;
  error(reason: unknown): void;
  complete(): void;
}

/** What the client needs of a transport; the tests bring their own. */
export interface LiveTransport {
  subscribe(request: LiveRequest, sink: LiveSink): () => void;
}

const PAUSES_MS = [500, 1_000, 2_000, 5_000, 10_000, 30_000];

class LiveStatus {
  connected = false;
  /** How often the line came up; a rise means that events may have been missed. */
  connections = 0;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  set(connected: boolean): void {
    if (connected === this.connected) return;
    this.connected = connected;
    if (connected) this.connections += 1;
    for (const listener of [...this.listeners]) listener();
  }
}

export const liveStatus = new LiveStatus();

function refusedForIdentity(reason: unknown): boolean {
  const code = typeof reason === 'object' && reason !== null && 'code' in reason ? reason.code : undefined;
  return code === 4403 || code === 4401 || code === 1002;
}

/** The protocol is loaded with the first subscription: a screen is worth more than its next change. */
async function connect(url: string): Promise<Client> {
  const { createClient } = await import('graphql-ws');
  return createClient({
    url,
    lazy: true,
    keepAlive: 12_000,
    retryAttempts: 0,
    connectionParams: async () => {
      const token = await session.accessToken();
      return token === null ? {} : { authorization: `Bearer ${token}` };
    },
    on: {
      connected: () => liveStatus.set(true),
      closed: () => liveStatus.set(false),
      error: () => liveStatus.set(false),
    },
  });
}

export function openLive(url: string): LiveTransport {
  let client: Promise<Client> | undefined;
  return {
    subscribe(request, sink) {
      let ended = false;
      let failures = 0;
      let stop: (() => void) | undefined;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const again = (reason: unknown): void => {
        if (ended || session.state !== 'signed-in') return;
        const pause = PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)];
        failures += 1;
        const renewed = refusedForIdentity(reason) ? session.renew() : Promise.resolve(null);
        timer = setTimeout(() => void renewed.then(open), pause);
      };
      const open = (): void => {
        if (ended) return;
        client ??= connect(url);
        client.then(
          (line) => {
            if (ended) return;
            stop = line.subscribe(request, {
              next: (value) => {
                failures = 0;
                sink.next(value);
              },
              error: again,
              complete: () => again(null),
            });
          },
          (reason: unknown) => {
            client = undefined;
            again(reason);
          },
        );
      };
      open();
      return () => {
        ended = true;
        clearTimeout(timer);
        stop?.();
      };
    },
  };
}

/** How a signed-in person's line is opened; the tests open another. */
export const LineContext = createContext<() => LiveTransport>(() => {
  const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';
  return openLive(`${scheme}://${window.location.host}/graphql/ws`);
});

export function useLiveConnected(): boolean {
  return useSyncExternalStore(liveStatus.subscribe, () => liveStatus.connected, () => false);
}

/** Ask again every `periodMs` while the live line is down, and once whenever it comes back or the page is shown again. */
export function useFallbackPolling(ask: () => void, periodMs = 30_000): void {
  const latest = useRef(ask);
  latest.current = ask;
  const connected = useLiveConnected();
  const before = useRef(liveStatus.connections);
  useEffect(() => {
    if (connected) {
      if (before.current !== 0 && before.current !== liveStatus.connections) latest.current();
      before.current = liveStatus.connections;
      return undefined;
    }
    const timer = setInterval(() => latest.current(), periodMs);
    return () => clearInterval(timer);
  }, [connected, periodMs]);
  useEffect(() => {
    const shown = (): void => {
      if (document.visibilityState === 'visible' && !liveStatus.connected) latest.current();
    };
    document.addEventListener('visibilitychange', shown);
    return () => document.removeEventListener('visibilitychange', shown);
  }, []);
}
