// Nothing typed is lost: kept on this device at once, on the server two seconds later, and flushed when the page is left.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { SaveTaskDraftDocument } from '~/shared/graphql/generated';
import { nowMs } from '~/shared/time/clock';

export type DraftState = { kind: 'none' } | { kind: 'saving' } | { kind: 'saved'; at: string } | { kind: 'local'; at: string };

interface LocalDraft {
  at: number;
  values: Record<string, unknown>;
}

const SERVER_DELAY_MS = 2_000;
const keyOf = (taskId: string): string => `mufakat.draft.${taskId}`;

/** The newer of what this device and the server remember, or null. */
export function newestDraft(taskId: string, server: unknown, serverAt: string | null): Record<string, unknown> | null {
  const local = readLocal(taskId);
  const isRecord = typeof server === 'object' && server !== null && !Array.isArray(server);
  const remote = isRecord ? (server as Record<string, unknown>) : null;
  if (local && (!remote || serverAt === null || local.at > Date.parse(serverAt))) return local.values;
  return remote;
}

export function forgetLocalDraft(taskId: string): void {
  try {
    localStorage.removeItem(keyOf(taskId));
  } catch {
    // Nothing was kept where storage is forbidden.
  }
}

function readLocal(taskId: string): LocalDraft | null {
  try {
    const text = localStorage.getItem(keyOf(taskId));
    return text === null ? null : (JSON.parse(text) as LocalDraft);
  } catch {
    return null;
  }
}

function writeLocal(taskId: string, values: Record<string, unknown>): void {
  try {
    localStorage.setItem(keyOf(taskId), JSON.stringify({ at: nowMs(), values } satisfies LocalDraft));
  } catch {
    // Full or forbidden: the server copy remains.
  }
}

export function useDraft(taskId: string, savedAt: string | null) {
  const client = useClient();
  const [state, setState] = useState<DraftState>(savedAt === null ? { kind: 'none' } : { kind: 'saved', at: savedAt });
  const pending = useRef<Record<string, unknown> | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const send = useCallback(async () => {
    clearTimeout(timer.current);
    const values = pending.current;
    if (values === null) return;
    pending.current = null;
    const { data } = await client.mutation(SaveTaskDraftDocument, { input: { taskId, draft: values } }).toPromise();
    const at = data?.saveTaskDraft.savedAt;
    if (pending.current !== null) return;
    setState(at ? { kind: 'saved', at } : { kind: 'local', at: new Date(nowMs()).toISOString() });
  }, [client, taskId]);

  const keep = useCallback((values: Record<string, unknown>) => {
    writeLocal(taskId, values);
    pending.current = values;
    setState({ kind: 'saving' });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void send(), SERVER_DELAY_MS);
  }, [taskId, send]);

  const drop = useCallback(() => {
    clearTimeout(timer.current);
    pending.current = null;
    forgetLocalDraft(taskId);
    setState({ kind: 'none' });
  }, [taskId]);

  useEffect(() => {
    const online = (): void => void send();
    window.addEventListener('online', online);
    return () => {
      window.removeEventListener('online', online);
      void send();
    };
  }, [send]);

  return { state, keep, drop, flush: send };
}
