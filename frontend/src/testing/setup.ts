// What jsdom lacks and the application asks for.
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

class NoResize {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

class Files {
  readonly items = { add: () => undefined };
  readonly files = document.createElement('input').files;
}

globalThis.ResizeObserver ??= NoResize as unknown as typeof ResizeObserver;
globalThis.DataTransfer ??= Files as unknown as typeof DataTransfer;
window.scrollTo = () => undefined;
Element.prototype.scrollIntoView = () => undefined;
window.matchMedia ??= (query: string) =>
  ({ matches: false, media: query, onchange: null, addEventListener: () => undefined, removeEventListener: () => undefined, addListener: () => undefined, removeListener: () => undefined, dispatchEvent: () => false }) as MediaQueryList;

// How long to look for something before it is said to be missing: generous, because the machine may be busy.
configure({ asyncUtilTimeout: 8_000 });

afterEach(cleanup);
