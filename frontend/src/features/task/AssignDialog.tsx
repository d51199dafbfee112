// Giving a task to somebody: found by title, agency or name; addressed to the position, or to the person who holds it today.
import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import {
  AssignablePositionsDocument, type AssignablePositionsQuery, AssignTaskDocument, type AssignTaskInput, type AssignTaskMutation,
} from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { inLocale, useText } from '~/shared/i18n/text';
import { Icon } from '~/shared/ui/Icon';
import { Badge, Loading, Notice, uiCss } from '~/shared/ui/parts';
import { tellDone } from '~/shared/ui/tell';
import css from './Assign.module.css';
import type { Task } from './useTask';

type Position = AssignablePositionsQuery['positions']['nodes'][number];

const pick = (data: AssignTaskMutation) => data.assignTask;
/** More than this is not read but searched. */
const SHOWN = 25;
const PAUSE_MS = 250;

/** The region around the task: a task of "64.02/dinkes" may go to anybody in "64.02" that the rules allow. */
function regionOf(code: string): string {
  return code.split('/')[0] ?? code;
}

export default function AssignDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const { t, locale } = useText();
  const [assign, busy] = useCommand<AssignTaskMutation, AssignTaskInput, AssignTaskMutation['assignTask']>(AssignTaskDocument, pick);
  const [typed, setTyped] = useState('');
  const [sought, setSought] = useState('');
  const [chosen, setChosen] = useState<Position | null>(null);
  const [personOnly, setPersonOnly] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSought(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const variables = useMemo(
    () => ({ filter: { organisation: regionOf(task.organisation.code), ...(sought ? { search: sought } : {}) }, first: SHOWN }),
    [task.organisation.code, sought],
  );
  const [{ data, fetching, error }] = useQuery({ query: AssignablePositionsDocument, variables });
  const found = data?.positions.nodes ?? [];
  const holder = chosen?.incumbent?.person;

  const send = async (): Promise<void> => {
    if (!chosen) {
      setFault(t('assign.nobody'));
      return;
    }
    const outcome = await assign({ taskId: task.id, assignee: personOnly && holder ? holder.id : chosen.code });
    if (!outcome.ok) {
      setFault(sayProblem(outcome.problem, t, locale));
      return;
    }
    tellDone(t('assign.done', { name: inLocale(locale, chosen.title, chosen.titleEn) }));
    onClose();
  };

  return (
    <Modal opened onClose={onClose} size="lg" title={t('assign.title')} closeButtonProps={{ 'aria-label': t('app.close') }}>
      <div className={css.dialog}>
        <p className={uiCss.meta}>{t('assign.lead')}</p>
        {fault ? <Notice tone="danger" alert>{fault}</Notice> : null}
        {error && !data ? <Notice tone="danger" alert>{t('problem.NETWORK')}</Notice> : null}
        <TextInput
          size="md" type="search" label={t('assign.search')} placeholder={t('assign.searchHint')} value={typed} data-autofocus
          leftSection={<Icon name="search" size={18} />} onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <fieldset className={css.found}>
          <legend className={uiCss.meta} role="status">
            {data?.positions.pageInfo.hasNextPage ? t('assign.more', { n: found.length }) : t('assign.count', { n: found.length })}
          </legend>
          {fetching && !data ? <Loading rows={2} /> : null}
          {found.map((position) => (
            <label key={position.id} className={css.one}>
              <input
                type="radio" name="assignee" checked={chosen?.id === position.id}
                onChange={() => {
                  setChosen(position);
                  setFault(null);
                }}
              />
              <span>
                <strong>{inLocale(locale, position.title, position.titleEn)}</strong>
                <span className={uiCss.meta}>
                  {position.organisation.name}{position.incumbent?.person.name === position.title ? '' : ' · '}
                  {position.incumbent ? (position.incumbent.person.name === position.title ? '' : position.incumbent.person.name) : t('assign.vacant')}{' '}
                  {position.incumbent && position.incumbent.mode !== 'DEFINITIVE' ? <Badge tone="attention">{t(`mode.${position.incumbent.mode}`)}</Badge> : null}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
        <Checkbox
          size="md" checked={personOnly && holder !== undefined} disabled={holder === undefined}
          label={t('assign.personOnly')} description={t('assign.personOnlyHint')}
          onChange={(event) => setPersonOnly(event.currentTarget.checked)}
        />
        <div className={css.actions}>
          <Button variant="default" onClick={onClose}>{t('app.cancel')}</Button>
          <Button loading={busy} onClick={() => void send()}>{t('assign.submit')}</Button>
        </div>
      </div>
    </Modal>
  );
}
