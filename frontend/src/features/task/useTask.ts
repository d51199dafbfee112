// The question "what is this task now?", kept true while the page is open: asked again when the task or its case moves.
import { useCallback, useEffect, useRef } from 'react';
import { useQuery, useSubscription } from 'urql';
import {
  InstanceChangedDocument, type InstanceChangedSubscription, TaskChangedDocument, type TaskChangedSubscription, TaskPageDocument,
  type TaskWorkFragment,
} from '~/shared/graphql/generated';
import { useFallbackPolling } from '~/shared/graphql/live';

export type Task = TaskWorkFragment;

/** Several events of one command come together; one question answers them all. */
const GATHER_MS = 120;

export function useTask(id: string) {
  const [{ data, fetching, error }, ask] = useQuery({ query: TaskPageDocument, variables: { id } });
  const task = data?.task ?? null;
  const instanceId = task?.instance.id ?? '';
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const refresh = useCallback(() => ask({ requestPolicy: 'network-only' }), [ask]);
  const soon = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(refresh, GATHER_MS);
  }, [refresh]);
  useEffect(() => () => clearTimeout(timer.current), []);

  useSubscription<InstanceChangedSubscription, unknown, { id: string }>(
    { query: InstanceChangedDocument, variables: { id: instanceId }, pause: instanceId === '' },
    (_previous, event) => {
      soon();
      return event;
    },
  );
  useSubscription<TaskChangedSubscription, unknown>({ query: TaskChangedDocument }, (_previous, event) => {
    const change = event.taskChanged;
    if (change.taskId === id || change.task?.instance.id === instanceId) soon();
    return event;
  });
  useFallbackPolling(refresh, task?.kind === 'VOTE' ? 5_000 : 30_000);

  return { task, loading: fetching && !data, failed: error !== undefined && !data, refresh };
}

export const closedStates: ReadonlySet<Task['state']> = new Set(['DONE', 'EXPIRED', 'CANCELLED', 'WAIVED', 'SETTLED', 'SUBMITTED']);

export function action(task: Task, name: string) {
  return task.actions.find((one) => one.action === name);
}

export function may(task: Task, name: string): boolean {
  return action(task, name)?.allowed ?? false;
}
