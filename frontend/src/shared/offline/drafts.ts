// What a person has typed and not sent, on this device. Under their own key: on a shared computer nobody meets another's words.
import { nowMs } from '~/shared/time/clock';

interface LocalDraft {
  at: number;
  values: Record<string, unknown>;
}

const keyOf = (owner: string, taskId: string): string => `mufakat.draft.${owner}.${taskId}`;

/** The newer of what this device and the server remember, or null. */
export function newestDraft(owner: string, taskId: string, server: unknown, serverAt: string | null): Record<string, unknown> | null {
  const local = readLocal(owner, taskId);
  const isRecord = typeof server === 'object' && server !== null && !Array.isArray(server);
  const remote = isRecord ? (server as Record<string, unknown>) : null;
  if (local && (!remote || serverAt === null || local.at > Date.parse(serverAt))) return local.values;
  return remote;
}

export function forgetLocalDraft(owner: string, taskId: string): void {
  try {
    localStorage.removeItem(keyOf(owner, taskId));
  } catch {
    // Nothing was kept where storage is forbidden.
  }
}

export function writeLocalDraft(owner: string, taskId: string, values: Record<string, unknown>): void {
  try {
    localStorage.setItem(keyOf(owner, taskId), JSON.stringify({ at: nowMs(), values } satisfies LocalDraft));
  } catch {
    // Full or forbidden: the server copy remains.
  }
}

function readLocal(owner: string, taskId: string): LocalDraft | null {
  try {
    const text = localStorage.getItem(keyOf(owner, taskId));
    return text === null ? null : (JSON.parse(text) as LocalDraft);
  } catch {
    return null;
  }
}
