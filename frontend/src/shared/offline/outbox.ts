// Finished tasks that could not be sent: kept on this device under the person's own key, sent when there is a line again, once,
// with the idempotency key of the first attempt.
import { useSyncExternalStore } from 'react';
import type { ProblemPartsFragment } from '~/shared/graphql/generated';

export interface Posted {
  idempotencyKey: string;
  taskId: string;
  title: string;
  variables: Record<string, unknown>;
  /** When the person pressed send, ms. */
  at: number;
  /** Why the server did not take it; null while it waits for a line. */
  refused: ProblemPartsFragment | null;
}

const keyOf = (owner: string): string => `mufakat.outbox.${owner}`;
const none: readonly Posted[] = [];

class Outbox {
  private readonly boxes = new Map<string, readonly Posted[]>();
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  of(owner: string): readonly Posted[] {
    const known = this.boxes.get(owner);
    if (known) return known;
    const read = readBox(owner);
    this.boxes.set(owner, read);
    return read;
  }

  /** One answer a task: posting again replaces what waited. */
  post(owner: string, posted: Omit<Posted, 'refused'>): void {
    this.change(owner, [...this.of(owner).filter((one) => one.taskId !== posted.taskId), { ...posted, refused: null }]);
  }

  remove(owner: string, taskId: string): void {
    this.change(owner, this.of(owner).filter((one) => one.taskId !== taskId));
  }

  refuse(owner: string, taskId: string, problem: ProblemPartsFragment): void {
    this.change(owner, this.of(owner).map((one) => (one.taskId === taskId ? { ...one, refused: problem } : one)));
  }

  private change(owner: string, box: readonly Posted[]): void {
    this.boxes.set(owner, box);
    try {
      if (box.length === 0) localStorage.removeItem(keyOf(owner));
      else localStorage.setItem(keyOf(owner), JSON.stringify(box));
    } catch {
      // Storage is full or forbidden: it lasts as long as the page.
    }
    for (const listener of [...this.listeners]) listener();
  }
}

function readBox(owner: string): readonly Posted[] {
  try {
    const text = localStorage.getItem(keyOf(owner));
    return text === null ? none : (JSON.parse(text) as Posted[]);
  } catch {
    return none;
  }
}

export const outbox = new Outbox();

export function useOutbox(owner: string | null): readonly Posted[] {
  const read = (): readonly Posted[] => (owner === null ? none : outbox.of(owner));
  return useSyncExternalStore(outbox.subscribe, read, read);
}
