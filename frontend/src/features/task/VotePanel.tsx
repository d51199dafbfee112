// One elector's vote: choose, say why where it must be said, confirm once, and see the count move.
import { Button, Checkbox, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { CastVoteDocument, type CastVoteInput, type CastVoteMutation } from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { type MessageKey, useText } from '~/shared/i18n/text';
import { ErrorSummary, type SummaryLine } from '~/shared/ui/ErrorSummary';
import { Icon } from '~/shared/ui/Icon';
import { Card, Notice, uiCss } from '~/shared/ui/parts';
import { tellDone } from '~/shared/ui/tell';
import { choiceIcon } from './RollCall';
import { TallyRing } from './TallyRing';
import { action, closedStates, may, type Task } from './useTask';
import css from './Vote.module.css';

const pick = (data: CastVoteMutation) => data.castVote;
const buttonCss: Record<string, string | undefined> = {
  APPROVE: css.approve, APPROVE_WITH_NOTES: css.notes, REJECT: css.reject, ABSTAIN: css.abstain,
};

function Ballot({ task, vote, onFaults }: { task: Task; vote: NonNullable<Task['vote']>; onFaults: (any: boolean) => void }) {
  const { t, locale } = useText();
  const [cast, busy] = useCommand<CastVoteMutation, CastVoteInput, CastVoteMutation['castVote']>(CastVoteDocument, pick);
  const [choice, setChoice] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [dissentLater, setDissentLater] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const [faults, setFaults] = useState<SummaryLine[]>([]);
  const [noteFault, setNoteFault] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const noteField = useRef<HTMLTextAreaElement>(null);
  const firstChoice = useRef<HTMLInputElement>(null);
  const confirmBox = useRef<HTMLDivElement>(null);
  const named = (value: string): string => t(`vote.choice.${value}` as MessageKey);

  useEffect(() => {
    if (confirming) confirmBox.current?.focus();
  }, [confirming]);

  const report = (lines: SummaryLine[]): void => {
    setFaults(lines);
    setRound((n) => n + 1);
    onFaults(lines.length > 0);
  };

  const proceed = (): void => {
    if (choice === null) {
      report([{ message: t('vote.choiceMissing'), goTo: () => firstChoice.current?.focus() }]);
      return;
    }
    const missing = choice !== 'APPROVE' && note.trim() === '' ? t('vote.noteMissing', { choice: named(choice) }) : null;
    setNoteFault(missing);
    report(missing ? [{ message: missing, goTo: () => noteField.current?.focus() }] : []);
    if (!missing) setConfirming(true);
  };

  const send = async (): Promise<void> => {
    if (choice === null) return;
    const words = note.trim();
    const outcome = await cast({ taskId: task.id, choice, ...(words ? { note: words } : {}), dissentLater: canDissent && dissentLater });
    if (outcome.ok) {
      tellDone(t('vote.sent', { choice: named(choice) }));
      return;
    }
    setConfirming(false);
    report([{ message: sayProblem(outcome.problem, t, locale) }]);
  };

  const canDissent = choice === 'REJECT' || choice === 'APPROVE_WITH_NOTES';
  if (confirming && choice !== null) {
    return (
      <div className={css.confirm} ref={confirmBox} tabIndex={-1} role="group" aria-labelledby="confirm-title">
        <h3 id="confirm-title">{t('vote.confirmTitle', { choice: named(choice) })}</h3>
        {note.trim() ? <q className={css.note}>{note.trim()}</q> : null}
        <p>{t('vote.confirmLead')}</p>
        <div className={css.confirmActions}>
          <Button size="lg" loading={busy} onClick={() => void send()}>{t('vote.confirm')}</Button>
          <Button size="lg" variant="default" disabled={busy} onClick={() => setConfirming(false)}>{t('vote.change')}</Button>
        </div>
      </div>
    );
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        proceed();
      }}
    >
      <ErrorSummary lines={faults} round={round} />
      <fieldset className={css.choices}>
        <legend className={uiCss.meta}>{t(vote.ballot === 'SECRET' ? 'vote.leadSecret' : 'vote.lead')}</legend>
        {vote.choices.map((value, index) => (
          <label key={value} className={`${css.choice} ${buttonCss[value] ?? ''}`}>
            <input
              ref={index === 0 ? firstChoice : undefined} type="radio" name="choice" value={value} checked={choice === value}
              onChange={() => setChoice(value)}
            />
            <Icon name={choiceIcon[value] ?? 'check'} size={24} />
            <span>
              <strong>{named(value)}</strong>{' '}
              <span className={css.hint}>{t(`vote.hint.${value}` as MessageKey)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Textarea
        ref={noteField} size="md" rows={3} maxLength={4_000} value={note} error={noteFault}
        label={t(choice === null || choice === 'APPROVE' ? 'vote.note' : 'vote.noteRequired')} description={t('vote.noteHint')}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {canDissent ? (
        <Checkbox
          mt="md" size="md" label={t('vote.dissentLater')} checked={dissentLater}
          onChange={(event) => setDissentLater(event.currentTarget.checked)}
        />
      ) : null}
      <Button type="submit" size="lg" mt="lg">{t('vote.continue')}</Button>
    </form>
  );
}

function outcomeWords(outcome: string): MessageKey {
  const known = ['APPROVED', 'APPROVED_WITH_NOTES', 'REJECTED', 'TIE'];
  return `vote.outcome.${known.includes(outcome) ? outcome : 'PENDING'}` as MessageKey;
}

const rules = ['CONSENSUS', 'MAJORITY_PRESENT', 'ABSOLUTE', 'TWO_THIRDS', 'WEIGHTED'];

export function TallyCard({ vote }: { vote: NonNullable<Task['vote']> }) {
  const { t } = useText();
  const { tally } = vote;
  return (
    <Card title={t('vote.tally')}>
      {tally ? <TallyRing tally={tally} /> : <p>{t('vote.hidden')}</p>}
      <p className={css.rule}>
        {tally?.settled ? t('vote.settled', { outcome: t(outcomeWords(tally.outcome)) }) : t('vote.open')}
        {rules.includes(vote.method) ? ` · ${t('vote.ruleText', { rule: t(`vote.rule.${vote.method}` as MessageKey) })}` : ''}
      </p>
    </Card>
  );
}

export function VotePanel({ task, vote, onFaults }: { task: Task; vote: NonNullable<Task['vote']>; onFaults: (any: boolean) => void }) {
  const { t, locale } = useText();
  const open = !closedStates.has(task.state) && vote.mine === null;
  const refusal = action(task, 'VOTE');
  return (
      <Card title={vote.mine ? t('vote.sentTitle') : t('vote.title')} id="ballot">
        {vote.mine ? (
          <Notice tone="good" icon="check">{t('vote.sent', { choice: t(`vote.choice.${vote.mine}` as MessageKey) })}</Notice>
        ) : null}
        {open && may(task, 'VOTE') ? <Ballot task={task} vote={vote} onFaults={onFaults} /> : null}
        {open && refusal && !refusal.allowed ? (
          <Notice tone="attention">
            {sayProblem({ code: refusal.code ?? '', message: refusal.message ?? '', messageId: refusal.messageId ?? '' }, t, locale)}
          </Notice>
        ) : null}
        {!open && vote.mine === null ? <Notice tone="plain">{t('task.closed')}</Notice> : null}
      </Card>
  );
}
