// Shortcuts of a single key can fire by accident (speech input, a slipped hand), so they can be switched off (WCAG 2.1.4).
import { useSyncExternalStore } from 'react';

const STORED = 'mufakat.keys';
const listeners = new Set<() => void>();

export function singleKeys(): boolean {
  try {
    return localStorage.getItem(STORED) !== 'off';
  } catch {
    return true;
  }
}

export function setSingleKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(STORED);
    else localStorage.setItem(STORED, 'off');
  } catch {
    // The choice cannot be kept here.
  }
  for (const listener of [...listeners]) listener();
}

export function useSingleKeys(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    singleKeys,
    () => true,
  );
}

/** Whether a key belongs to a field and not to us, or to a dialog that is open over the page. */
export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('[role=dialog]') !== null;
}
