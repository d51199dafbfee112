// Filling in and completing a task: the form, what is saved, what is wrong, and the send button.
import { Button } from '@mantine/core';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { CompleteTaskDocument, type CompleteTaskInput, type CompleteTaskMutation } from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { useText } from '~/shared/i18n/text';
import type { FormFault } from '~/shared/forms/FormHost';
import type { FormHandle } from '~/shared/forms/FormView';
import { isFormSchema } from '~/shared/forms/localise';
import { newestDraft } from '~/shared/offline/drafts';
import { outbox, useOutbox } from '~/shared/offline/outbox';
import { useMe } from '~/shared/session/useSession';
import { nowMs } from '~/shared/time/clock';
import { sayTime } from '~/shared/time/zones';
import { ErrorSummary } from '~/shared/ui/ErrorSummary';
import { Card, Loading, Notice, uiCss } from '~/shared/ui/parts';
import { tellDone } from '~/shared/ui/tell';
import css from './Task.module.css';
import { type DraftState, useDraft } from './useDraft';
import { action, closedStates, may, type Task } from './useTask';

const FormView = lazy(() => import('~/shared/forms/FormView'));
/** Where a draft keeps the names of its files; the form host writes it, the server never sees it among the variables. */
const FILE_NAMES = 'mufakat:files';

const pick = (data: CompleteTaskMutation) => data.completeTask;

function DraftLine({ state, zone }: { state: DraftState; zone: string }) {
  const { t, locale } = useText();
  const words =
    state.kind === 'saving' ? t('task.draftSaving')
    : state.kind === 'saved' ? t('task.draftSaved', { time: sayTime(state.at, zone, locale) })
    : state.kind === 'local' ? t('task.draftLocal', { time: sayTime(state.at, zone, locale) })
    : '';
  return <span className={uiCss.meta} role="status">{words}</span>;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

export function FormTask({ task, onFaults, onDone }: { task: Task; onFaults: (any: boolean) => void; onDone: () => void }) {
  const { t, locale } = useText();
  const [complete, busy] = useCommand<CompleteTaskMutation, CompleteTaskInput, CompleteTaskMutation['completeTask']>(CompleteTaskDocument, pick);
  const owner = useMe()?.person.id ?? '';
  const posted = useOutbox(owner === '' ? null : owner).find((one) => one.taskId === task.id);
  const { state: saved, keep, drop, flush } = useDraft(owner, task.id, task.draftSavedAt);
  const handle = useRef<FormHandle>(null);
  const [faults, setFaults] = useState<FormFault[]>([]);
  const [round, setRound] = useState(0);
  const [working, setWorking] = useState(false);
  const closed = closedStates.has(task.state);
  const editable = !closed && may(task, 'COMPLETE') && (posted === undefined || posted.refused !== null);

  // The schema and the first values are taken once per task: a refreshed task must not reset a form that is being filled.
  const schema = useMemo(() => (isFormSchema(task.form?.schema) ? task.form.schema : null), [task.form?.id]);
  const { values, names } = useMemo(() => {
    const draft = closed ? record(task.values) : newestDraft(owner, task.id, task.draft, task.draftSavedAt);
    const { [FILE_NAMES]: known, ...kept } = draft ?? {};
    const fromDocuments = Object.fromEntries(task.documents.map((version) => [version.document.id, version.fileName]));
    return { values: { ...record(task.variables), ...kept }, names: { ...fromDocuments, ...(record(known) as Record<string, string>) } };
  }, [task.id, closed, owner]);

  const change = useCallback((now: Record<string, unknown>) => {
    if (editable) keep(now);
  }, [editable, keep]);

  useEffect(() => {
    const leave = (): void => {
      handle.current?.flush();
      void flush();
    };
    const hidden = (): void => {
      if (document.visibilityState === 'hidden') leave();
    };
    window.addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      window.removeEventListener('pagehide', leave);
      document.removeEventListener('visibilitychange', hidden);
    };
  }, [flush]);

  const report = (found: FormFault[]): void => {
    setFaults(found);
    setRound((n) => n + 1);
    onFaults(found.length > 0);
  };

  const send = async (): Promise<void> => {
    setWorking(true);
    try {
      const filled = schema && handle.current ? await handle.current.submit() : ({ ok: true, variables: {} } as const);
      if (!filled.ok) {
        report(filled.uploadsFailed ? [{ label: '', message: t('problem.NETWORK') }] : filled.faults);
        return;
      }
      const outcome = await complete({ taskId: task.id, variables: filled.variables });
      if (outcome.ok) {
        report([]);
        outbox.remove(owner, task.id);
        drop();
        tellDone(t('task.completed'));
        onDone();
        return;
      }
      const { problem } = outcome;
      if (problem.code === 'NETWORK' && owner !== '') {
        outbox.post(owner, { idempotencyKey: outcome.idempotencyKey, taskId: task.id, title: task.name, variables: filled.variables, at: nowMs() });
        report([]);
        return;
      }
      const fields = problem.fields.map((field) => ({ path: field.path, message: sayProblem(field, t, locale) }));
      const placed = handle.current?.showFaults(fields) ?? fields.map((field) => ({ label: field.path, message: field.message }));
      report(placed.length > 0 ? placed : [{ label: '', message: sayProblem(problem, t, locale) }]);
    } finally {
      setWorking(false);
    }
  };

  const refusal = action(task, 'COMPLETE');
  return (
    <Card label={t('task.formLabel')} title={closed ? t('task.values') : undefined}>
      <ErrorSummary lines={faults} round={round} />
      {!closed && !editable && refusal && !may(task, 'CLAIM') ? (
        <Notice tone="attention">{t('task.refusedAction', { reason: sayProblem({ code: refusal.code ?? '', message: refusal.message ?? '', messageId: refusal.messageId ?? '' }, t, locale) })}</Notice>
      ) : null}
      {posted && !closed ? (
        <Notice tone={posted.refused ? 'danger' : 'attention'} icon={posted.refused ? 'alert' : 'clock'}>
          {posted.refused ? t('outbox.refusedHere', { reason: sayProblem(posted.refused, t, locale) }) : t('outbox.waitingHere')}{' '}
          {posted.refused ? null : (
            <Button size="xs" variant="default" onClick={() => outbox.remove(owner, task.id)}>{t('outbox.takeBack')}</Button>
          )}
        </Notice>
      ) : null}
      {schema ? (
        <Suspense fallback={<Loading rows={2} />}>
          <FormView
            key={closed ? 'closed' : 'open'} ref={handle} schema={schema} values={values} readOnly={!editable}
            label={t('task.formLabel')} fileNames={names} taskId={task.id} onChange={change}
          />
        </Suspense>
      ) : (
        <p className={uiCss.meta}>{t('task.nothingToFill')}</p>
      )}
      {editable ? (
        <div className={css.submit}>
          <Button size="md" onClick={() => void send()} loading={busy || working}>{t('task.complete')}</Button>
          <DraftLine state={saved} zone={task.zone} />
        </div>
      ) : null}
    </Card>
  );
}
