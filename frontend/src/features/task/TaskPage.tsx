// One task: what it is about, what to read, what to fill in or decide.
import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useQuery } from 'urql';
import {
  ClaimTaskDocument, type ClaimTaskInput, type ClaimTaskMutation, InboxDocument, ReleaseTaskDocument, type ReleaseTaskInput,
  type ReleaseTaskMutation,
} from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { inLocale, useText } from '~/shared/i18n/text';
import { Icon } from '~/shared/ui/Icon';
import { Page } from '~/shared/ui/Page';
import { Badge, Card, Empty, Loading, Notice, TaskStateBadge, uiCss } from '~/shared/ui/parts';
import { tellDone, tellRefused } from '~/shared/ui/tell';
import { Documents, PreviewPanel, usePreview } from './Documents';
import { Facts } from './Facts';
import { FormTask } from './FormTask';
import { RollCall } from './RollCall';
import css from './Task.module.css';
import { closedStates, may, type Task, useTask } from './useTask';
import { TallyCard, VotePanel } from './VotePanel';

const AssignDialog = lazy(() => import('./AssignDialog'));
const ReturnDialog = lazy(() => import('./ReturnDialog'));
const pickClaim = (data: ClaimTaskMutation) => data.claimTask;
const pickRelease = (data: ReleaseTaskMutation) => data.releaseTask;

function Back() {
  const { t } = useText();
  return <Link to="/tugas" search={{}} className={uiCss.back}><Icon name="back" size={16} /> {t('task.back')}</Link>;
}

/** After the work: the way to the next task, so that nobody has to go back to the list. */
function Next({ taskId }: { taskId: string }) {
  const { t } = useText();
  const [{ data }] = useQuery({
    query: InboxDocument, variables: { filter: { view: 'ACTIONABLE' }, orderBy: 'DUE', first: 2 }, requestPolicy: 'network-only',
  });
  const next = data?.tasks.nodes.find((one) => one.id !== taskId);
  if (!data) return null;
  return (
    <Card>
      {next ? (
        <p className={css.next}>
          <span className={uiCss.meta}>{t('task.next')}</span>
          <Link to="/tugas/$id" params={{ id: next.id }}>{next.name} <Icon name="chevron" size={16} /></Link>
        </p>
      ) : (
        <p className={uiCss.meta}>{t('task.nextNone')}</p>
      )}
    </Card>
  );
}

function Actions({ task }: { task: Task }) {
  const { t, locale } = useText();
  const [claim, claiming] = useCommand<ClaimTaskMutation, ClaimTaskInput, ClaimTaskMutation['claimTask']>(ClaimTaskDocument, pickClaim);
  const [release, releasing] = useCommand<ReleaseTaskMutation, ReleaseTaskInput, ReleaseTaskMutation['releaseTask']>(ReleaseTaskDocument, pickRelease);
  const [returning, setReturning] = useState(false);
  const [assigning, setAssigning] = useState(false);
  const act = async (run: typeof claim | typeof release, done: 'task.claimed' | 'task.released'): Promise<void> => {
    const outcome = await run({ taskId: task.id });
    if (outcome.ok) tellDone(t(done));
    else tellRefused(sayProblem(outcome.problem, t, locale));
  };
  return (
    <div className={css.actions}>
      {may(task, 'CLAIM') && !task.vote ? <Button loading={claiming} title={t('task.claimHint')} onClick={() => void act(claim, 'task.claimed')}>{t('task.claim')}</Button> : null}
      {may(task, 'RELEASE') && !task.vote ? <Button variant="default" loading={releasing} onClick={() => void act(release, 'task.released')}>{t('task.release')}</Button> : null}
      {may(task, 'ASSIGN') && !task.vote ? (
        <>
          <Button variant="default" onClick={() => setAssigning(true)}>{t('assign.open')}…</Button>
          {assigning ? (
            <Suspense fallback={null}><AssignDialog task={task} onClose={() => setAssigning(false)} /></Suspense>
          ) : null}
        </>
      ) : null}
      {task.returnable && may(task, 'RETURN') ? (
        <>
          <Button variant="default" onClick={() => setReturning(true)}>{t('task.return')}…</Button>
          {returning ? (
            <Suspense fallback={null}><ReturnDialog taskId={task.id} onClose={() => setReturning(false)} /></Suspense>
          ) : null}
        </>
      ) : null}
    </div>
  );
}

function Work({ task }: { task: Task }) {
  const { t, locale } = useText();
  const preview = usePreview();
  const [faulty, setFaulty] = useState(false);
  const [done, setDone] = useState(false);
  const closed = closedStates.has(task.state);
  return (
    <Page
      title={task.name}
      above={<Back />}
      hasErrors={faulty}
      lead={
        <span className={css.badges}>
          <TaskStateBadge state={task.state} />
          {task.onBehalfOf ? <Badge tone="brand" icon="person">{t('inbox.onBehalfOf', { name: task.onBehalfOf.person.name })}</Badge> : null}
          {task.strategic ? <Badge tone="attention" icon="seal">{t('inbox.strategic')}</Badge> : null}
          <span className={uiCss.meta}>
            {task.assignee ? inLocale(locale, task.assignee.label, task.assignee.labelEn) : t('inbox.unassigned')}
          </span>
        </span>
      }
      actions={<Actions task={task} />}
    >
      {closed && !task.vote?.mine ? <Notice tone="good" icon="check">{t('task.closed')}</Notice> : null}
      {preview.preview ? <PreviewPanel preview={preview.preview} onClose={preview.close} /> : null}
      <div className={css.columns}>
        <div className={css.column}>
          {done || closed || task.vote?.mine ? <Next taskId={task.id} /> : null}
          {task.vote ? (
            <>
              <div className={css.act}><VotePanel task={task} vote={task.vote} onFaults={setFaulty} /></div>
              <div className={css.after}><RollCall vote={task.vote} zone={task.zone} /></div>
            </>
          ) : (
            <div className={css.act}><FormTask task={task} onFaults={setFaulty} onDone={() => setDone(true)} /></div>
          )}
        </div>
        <div className={css.column}>
          {task.vote ? <div className={css.count}><TallyCard vote={task.vote} /></div> : null}
          <Facts task={task} />
          <Documents versions={task.documents} preview={preview} />
        </div>
      </div>
    </Page>
  );
}

export function TaskPage() {
  const { t } = useText();
  const { id } = useParams({ strict: false }) as { id: string };
  const { task, loading, failed, refresh } = useTask(id);
  if (task) return <Work key={task.id} task={task} />;
  return (
    <Page title={loading ? t('app.loading') : t(failed ? 'error.title' : 'notFound.title')} above={<Back />} narrow>
      {loading ? <Loading /> : null}
      {failed ? (
        <Notice tone="danger" alert>
          {t('problem.NETWORK')} <Button size="xs" variant="default" onClick={refresh}>{t('app.retry')}</Button>
        </Notice>
      ) : null}
      {!loading && !failed ? <Empty icon="search"><p>{t('notFound.body')}</p></Empty> : null}
    </Page>
  );
}
