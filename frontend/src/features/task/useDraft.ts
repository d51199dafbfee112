// Nothing typed is lost: kept on this device at once, on the server two seconds later, and flushed when the page is left.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { SaveTaskDraftDocument } from '~/shared/graphql/generated';
import { forgetLocalDraft, writeLocalDraft } from '~/shared/offline/drafts';
import { nowMs } from '~/shared/time/clock';

export type DraftState = { kind: 'none' } | { kind: 'saving' } | { kind: 'saved'; at: string } | { kind: 'local'; at: string };

const SERVER_DELAY_MS = 2_000;

export function useDraft(owner: string, taskId: string, savedAt: string | null) {
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
    writeLocalDraft(owner, taskId, values);
    pending.current = values;
    setState({ kind: 'saving' });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void send(), SERVER_DELAY_MS);
  }, [owner, taskId, send]);

  const drop = useCallback(() => {
    clearTimeout(timer.current);
    pending.current = null;
    forgetLocalDraft(owner, taskId);
    setState({ kind: 'none' });
  }, [owner, taskId]);

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
