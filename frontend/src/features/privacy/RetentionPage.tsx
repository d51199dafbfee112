// Content whose retention has ended, people who have left, and what was decided: for those who look after the archive.
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Tabs } from '~/shared/ui/ControlTabs';
import {
  DecideDisposalsDocument, type DecideDisposalsInput, type DecideDisposalsMutation, type DisposalPartsFragment, type DisposalState, DisposalsDocument,
  PrivacyActsDocument, PseudonymisePersonDocument, type PseudonymisePersonInput, type PseudonymisePersonMutation, RetentionPeriodsDocument,
  SetRetentionPeriodDocument, type SetRetentionPeriodInput, type SetRetentionPeriodMutation,
} from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { isWord, useText } from '~/shared/i18n/text';
import { holdsRole, regencyZone, useMe } from '~/shared/session/useSession';
import { sayMoment } from '~/shared/time/zones';
import { Page } from '~/shared/ui/Page';
import { Card, Empty, Loading, uiCss } from '~/shared/ui/parts';
import { tellDone, tellRefused } from '~/shared/ui/tell';
import css from './Privacy.module.css';
import { takePerson } from './take';

const states = ['PROPOSED', 'DISPOSED', 'KEPT'] as const satisfies readonly DisposalState[];
const deciders = ['REGENCY_SECRETARY', 'PROGRAMME_OFFICER'];
const pickDecide = (data: DecideDisposalsMutation) => data.decideDisposals;
const pickRename = (data: PseudonymisePersonMutation) => data.pseudonymisePerson;
const pickPeriod = (data: SetRetentionPeriodMutation) => data.setRetentionPeriod;

function Proposal({ row, chosen, choose }: { row: DisposalPartsFragment; chosen: boolean; choose: ((on: boolean) => void) | null }) {
  const { t } = useText();
  return (
    <li className={css.item}>
      {choose ? <Checkbox checked={chosen} onChange={(event) => choose(event.currentTarget.checked)} label={row.title} aria-label={t('privacy.choose', { title: row.title })} /> : <strong>{row.title}</strong>}
      <span className={uiCss.meta}>
        {row.organisation.name} · {isWord(`privacy.class.${row.class}`) ? t(`privacy.class.${row.class}` as 'privacy.class.EVIDENCE') : row.class} · {t('privacy.dueOn', { date: row.dueOn })}
        {row.keepUntil ? ` · ${t('privacy.keptUntil', { date: row.keepUntil })}` : ''}
        {row.instanceId ? <>{' · '}<Link to="/perkara/$id" params={{ id: row.instanceId }}>{t('privacy.case')}</Link></> : null}
      </span>
    </li>
  );
}

function Disposals() {
  const { t, locale } = useText();
  const may = holdsRole(useMe(), ...deciders);
  const [state, setState] = useState<DisposalState>('PROPOSED');
  const [after, setAfter] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const [sure, setSure] = useState(false);
  const [decide, busy] = useCommand<DecideDisposalsMutation, DecideDisposalsInput, DecideDisposalsMutation['decideDisposals']>(DecideDisposalsDocument, pickDecide);
  const [{ data, fetching }, again] = useQuery({ query: DisposalsDocument, variables: { state, first: 50, after }, requestPolicy: 'cache-and-network' });
  const found = data?.disposals;
  const send = async (decision: 'DISPOSE' | 'KEEP'): Promise<void> => {
    const outcome = await decide({ ids: [...chosen], decision, reason, keepUntil: decision === 'KEEP' && until ? until : null });
    setSure(false);
    if (!outcome.ok) {
      tellRefused(sayProblem(outcome.problem, t, locale));
      return;
    }
    tellDone(t('privacy.decided'));
    setChosen(new Set());
    setReason('');
    again({ requestPolicy: 'network-only' });
  };
  const choose = (id: string) => (on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <Card title={t('privacy.disposals')}>
      <div className={css.line}>
        <NativeSelect
          label={t('privacy.state')} value={state} data={states.map((value) => ({ value, label: t(`privacy.state.${value}`) }))}
          onChange={(event) => { setState(event.currentTarget.value as DisposalState); setAfter(null); setChosen(new Set()); }}
        />
        {found ? <span className={uiCss.meta} role="status">{t('privacy.count', { n: found.totalCount })}</span> : null}
      </div>
      {fetching && !data ? <Loading rows={2} /> : null}
      {found && found.nodes.length === 0 ? <Empty icon="check"><p>{t('privacy.none')}</p></Empty> : null}
      <ul className={css.list}>
        {found?.nodes.map((row) => <Proposal key={row.id} row={row} chosen={chosen.has(row.id)} choose={may && state === 'PROPOSED' ? choose(row.id) : null} />)}
      </ul>
      {found?.pageInfo.hasNextPage ? <div className={uiCss.more}><Button variant="default" onClick={() => setAfter(found.pageInfo.endCursor)}>{t('app.more')}</Button></div> : null}
      {chosen.size > 0 ? (
        <>
          <div className={css.line}>
            <span role="status">{t('privacy.chosen', { n: chosen.size })}</span>
            <TextInput label={t('privacy.reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
            <TextInput type="date" label={t('privacy.keepUntil')} value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
            <Button variant="default" loading={busy} disabled={!reason.trim() || !until} onClick={() => void send('KEEP')}>{t('privacy.keep')}</Button>
            <Button color="bata" disabled={!reason.trim()} onClick={() => setSure(true)}>{t('privacy.dispose')}…</Button>
          </div>
          {sure ? (
            <div className={css.line} role="group" aria-label={t('privacy.dispose')}>
              <p>{t('privacy.confirm', { n: chosen.size })}</p>
              <Button variant="default" onClick={() => setSure(false)}>{t('app.cancel')}</Button>
              <Button color="bata" loading={busy} onClick={() => void send('DISPOSE')}>{t('privacy.yes')}</Button>
            </div>
          ) : null}
        </>
      ) : null}
    </Card>
  );
}

function Leaver() {
  const { t, locale } = useText();
  const [person, setPerson] = useState('');
  const [reason, setReason] = useState('');
  const [rename, busy] = useCommand<PseudonymisePersonMutation, PseudonymisePersonInput, PseudonymisePersonMutation['pseudonymisePerson']>(PseudonymisePersonDocument, pickRename);
  const send = async (): Promise<void> => {
    const outcome = await rename({ personId: person.trim(), reason });
    if (!outcome.ok) tellRefused(sayProblem(outcome.problem, t, locale));
    else {
      tellDone(t('privacy.pseudonymised', { name: outcome.payload.person?.name ?? '' }));
      setReason('');
    }
  };
  const take = async (): Promise<void> => {
    try {
      await takePerson(person.trim());
      tellDone(t('privacy.taken'));
    } catch {
      tellRefused(t('privacy.takeFailed'));
    }
  };
  return (
    <Card title={t('privacy.leaver')}>
      <p>{t('privacy.leaverLead')}</p>
      <div className={css.line}>
        <TextInput label={t('privacy.person')} value={person} onChange={(event) => setPerson(event.currentTarget.value)} />
        <Button variant="default" disabled={!person.trim()} onClick={() => void take()}>{t('privacy.exportPerson')}</Button>
        <TextInput label={t('privacy.reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Button color="bata" loading={busy} disabled={!person.trim() || !reason.trim()} onClick={() => void send()}>{t('privacy.pseudonymise')}</Button>
      </div>
    </Card>
  );
}

function Periods() {
  const { t, locale } = useText();
  const admin = holdsRole(useMe(), 'SYSADMIN');
  const [{ data }, again] = useQuery({ query: RetentionPeriodsDocument });
  const [chosen, setChosen] = useState('EVIDENCE');
  const [years, setYears] = useState('');
  const [reason, setReason] = useState('');
  const [change, busy] = useCommand<SetRetentionPeriodMutation, SetRetentionPeriodInput, SetRetentionPeriodMutation['setRetentionPeriod']>(SetRetentionPeriodDocument, pickPeriod);
  const nameOf = (code: string): string => (isWord(`privacy.class.${code}`) ? t(`privacy.class.${code}` as 'privacy.class.EVIDENCE') : code);
  const send = async (): Promise<void> => {
    const outcome = await change({ class: chosen, years: years.trim() ? Number(years) : null, reason });
    if (!outcome.ok) {
      tellRefused(sayProblem(outcome.problem, t, locale));
      return;
    }
    tellDone(t('privacy.setDone'));
    setReason('');
    again({ requestPolicy: 'network-only' });
  };
  return (
    <Card title={t('privacy.periods')}>
      <dl className={css.facts}>
        {data?.retentionPeriods.flatMap((one) => [<dt key={`${one.class}:name`}>{nameOf(one.class)}</dt>, <dd key={one.class}>{one.years === null ? t('privacy.forGood') : t('privacy.years', { n: one.years })}</dd>])}
      </dl>
      {admin && data ? (
        <div className={css.line}>
          <NativeSelect label={t('privacy.periods')} value={chosen} onChange={(event) => setChosen(event.currentTarget.value)} data={data.retentionPeriods.filter((one) => one.adjustable).map((one) => ({ value: one.class, label: nameOf(one.class) }))} />
          <TextInput label={t('privacy.setYears')} inputMode="numeric" value={years} onChange={(event) => setYears(event.currentTarget.value.replace(/\D/gu, ''))} />
          <TextInput label={t('privacy.reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          <Button loading={busy} disabled={!reason.trim()} onClick={() => void send()}>{t('privacy.set')}</Button>
        </div>
      ) : null}
    </Card>
  );
}

function Acts() {
  const { t, locale } = useText();
  const zone = regencyZone(useMe());
  const [after, setAfter] = useState<string | null>(null);
  const [{ data }] = useQuery({ query: PrivacyActsDocument, variables: { first: 25, after }, requestPolicy: 'cache-and-network' });
  return (
    <Card title={t('privacy.acts')}>
      <ul className={css.list}>
        {data?.privacyActs.nodes.map((act) => (
          <li key={act.id} className={css.item}>
            <strong>{isWord(`privacy.act.${act.kind}`) ? t(`privacy.act.${act.kind}` as 'privacy.act.KEEP') : act.kind}</strong>{' '}
            <span className={uiCss.meta}>{sayMoment(act.at, zone, locale)} · {[act.by, act.position].filter(Boolean).join(', ')} · {act.reason}</span>
            <details><summary>{t('privacy.details')}</summary><pre className={css.text}>{act.details}</pre></details>
          </li>
        ))}
      </ul>
      {data?.privacyActs.pageInfo.hasNextPage ? <div className={uiCss.more}><Button variant="default" onClick={() => setAfter(data.privacyActs.pageInfo.endCursor)}>{t('app.more')}</Button></div> : null}
    </Card>
  );
}

export function RetentionPage() {
  const { t } = useText();
  const me = useMe();
  return (
    <Page title={t('privacy.control')} lead={t('privacy.controlLead')}>
      <Tabs at="privacy" />
      <div className={css.stack}>
        <Disposals />
        {holdsRole(me, 'SYSADMIN') ? <Leaver /> : null}
        <Periods />
        <Acts />
      </div>
    </Page>
  );
}
