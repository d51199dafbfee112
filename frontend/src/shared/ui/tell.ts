// Short confirmations that leave by themselves. A dozen lines of our own: the kit's notifications weigh more than the inbox.
export interface Told {
  id: number;
  message: string;
  tone: 'good' | 'danger';
}

const STAY_MS = { good: 6_000, danger: 12_000 } as const;
const MOST = 3;

let told: readonly Told[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function change(next: readonly Told[]): void {
  told = next;
  for (const listener of [...listeners]) listener();
}

function tell(message: string, tone: Told['tone']): void {
  const id = nextId;
  nextId += 1;
  change([...told, { id, message, tone }].slice(-MOST));
  setTimeout(() => forgetTold(id), STAY_MS[tone]);
}

export const tellDone = (message: string): void => tell(message, 'good');
export const tellRefused = (message: string): void => tell(message, 'danger');

export function forgetTold(id: number): void {
  if (told.some((one) => one.id === id)) change(told.filter((one) => one.id !== id));
}

export function forgetAllTold(): void {
  if (told.length > 0) change([]);
}

export const toldStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  snapshot: (): readonly Told[] => told,
};
