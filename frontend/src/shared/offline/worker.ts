// The service worker from the page's side: registered after the first screen, and asked to take over only when the person says so.
import { useSyncExternalStore } from 'react';

let waiting: ServiceWorker | null = null;
const listeners = new Set<() => void>();

function offer(worker: ServiceWorker | null): void {
  waiting = worker;
  for (const listener of [...listeners]) listener();
}

export function registerWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  void navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).then(
    (registration) => {
      const look = (worker: ServiceWorker | null): void => {
        // The very first worker replaces nothing.
        if (worker?.state === 'installed' && navigator.serviceWorker.controller) offer(worker);
      };
      look(registration.waiting);
      registration.addEventListener('updatefound', () => {
        const next = registration.installing;
        next?.addEventListener('statechange', () => look(next));
      });
    },
    // Plain HTTP, or workers forbidden: the application works, only not without a line.
    () => undefined,
  );
}

export function useUpdateWaiting(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting !== null,
    () => false,
  );
}

export function takeUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true });
  waiting?.postMessage('activate');
}
