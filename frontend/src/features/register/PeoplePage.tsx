// Who is in the register, within reach: found by name or address, entered, corrected, invited, blocked.
import { Button, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import {
  BlockAccountDocument, type BlockAccountInput, type BlockAccountMutation, CorrectPersonDocument, EnterPersonDocument, InvitePersonDocument,
  type InvitePersonInput, type InvitePersonMutation, PeopleDocument, type PeopleQuery,
} from '~/shared/graphql/generated';
import { MorePages, type Tail } from '~/shared/graphql/MorePages';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { inLocale, useText } from '~/shared/i18n/text';
import { regencyOf, useMe } from '~/shared/session/useSession';
import { Icon } from '~/shared/ui/Icon';
import { Page } from '~/shared/ui/Page';
import { Badge, Empty, Loading, Notice, type Tone, uiCss } from '~/shared/ui/parts';
import { tellDone, tellRefused } from '~/shared/ui/tell';
import { ChangeDialog } from './ChangeDialog';
import css from './Register.module.css';
import { peopleSearch } from './search';
import { Tabs } from './Tabs';

type Row = PeopleQuery['people']['nodes'][number];
const pick = (data: PeopleQuery) => data.people;
const PAUSE_MS = 250;
const tone: Record<NonNullable<Row['account']>, Tone> = { NONE: 'plain', INVITED: 'attention', ACTIVE: 'good', BLOCKED: 'danger' };

function PersonRow({ person, refresh }: { person: Row; refresh: () => void }) {
  const { t, locale } = useText();
  const [open, setOpen] = useState(false);
  const [invite, inviting] = useCommand<InvitePersonMutation, InvitePersonInput, InvitePersonMutation['invitePerson']>(InvitePersonDocument, (data) => data.invitePerson);
  const [block, blocking] = useCommand<BlockAccountMutation, BlockAccountInput, BlockAccountMutation['blockAccount']>(BlockAccountDocument, (data) => data.blockAccount);
  const act = async (sent: ReturnType<typeof invite> | ReturnType<typeof block>, said: string): Promise<void> => {
    const outcome = await sent;
    if (outcome.ok) {
      tellDone(said);
      refresh();
    } else tellRefused(sayProblem(outcome.problem, t, locale));
  };
  const blocked = person.account === 'BLOCKED';
  return (
    <li className={css.row}>
      <span className={css.head}>
        <span><strong>{person.name}</strong> <span className={uiCss.meta}>{person.email}</span></span>
        {person.account ? <Badge tone={tone[person.account]}>{t(`register.account.${person.account}`)}</Badge> : null}
      </span>
      <span className={uiCss.meta}>
        {person.incumbencies.length === 0 ? t('register.noOffice') : person.incumbencies.map((held) => `${held.mode === 'DEFINITIVE' ? '' : `${t(`mode.${held.mode}`)} `}${inLocale(locale, held.position.title, held.position.titleEn)}`).join(' · ')}
      </span>
      {person.account ? (
        <span className={css.actions}>
          <Button size="xs" variant="default" aria-label={`${t('register.edit')}: ${person.name}`} onClick={() => setOpen(true)}>{t('register.edit')}</Button>
          {blocked ? null : <Button size="xs" variant="default" loading={inviting} aria-label={`${t('register.invite')}: ${person.name}`} onClick={() => void act(invite({ personId: person.id }), t('register.invited'))}>{t('register.invite')}</Button>}
          {person.account === 'NONE' ? null : <Button size="xs" variant="default" loading={blocking} aria-label={`${t(blocked ? 'register.unblock' : 'register.block')}: ${person.name}`} onClick={() => void act(block({ personId: person.id, blocked: !blocked }), t('register.saved'))}>{t(blocked ? 'register.unblock' : 'register.block')}</Button>}
        </span>
      ) : null}
      {open ? (
        <ChangeDialog
          title={person.name} submit={t('register.save')} done={t('register.saved')} document={CorrectPersonDocument} pick={(data) => data.changePerson}
          fixed={{ personId: person.id }} onClose={() => setOpen(false)} onDone={refresh}
          fields={[
            { name: 'name', label: t('register.name'), value: person.name, required: true },
            { name: 'email', label: t('register.email'), kind: 'email', value: person.email ?? '', required: true },
            { name: 'language', label: t('register.language'), kind: 'choice', value: person.language, choices: [{ value: 'id', label: 'Bahasa Indonesia' }, { value: 'en', label: 'English' }] },
          ]}
        />
      ) : null}
    </li>
  );
}

export function PeoplePage() {
  const { t } = useText();
  const me = useMe();
  const navigate = useNavigate();
  const search = peopleSearch(useSearch({ strict: false }));
  const [typed, setTyped] = useState(search.cari ?? '');
  const [adding, setAdding] = useState(false);
  const [tail, setTail] = useState<Tail | null>(null);
  useEffect(() => {
    if (typed.trim() === (search.cari ?? '')) return undefined;
    const timer = setTimeout(() => void navigate({ to: '/administrasi', replace: true, search: typed.trim() ? { cari: typed.trim() } : {} }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, search.cari, navigate]);
  const variables = useMemo(() => ({ filter: search.cari ? { search: search.cari } : {} }), [search.cari]);
  const [{ data, fetching, error }, again] = useQuery({ query: PeopleDocument, variables: { ...variables, first: 25 } });
  const refresh = useCallback(() => again({ requestPolicy: 'network-only' }), [again]);
  const row = useCallback((person: Row) => <PersonRow key={person.id} person={person} refresh={refresh} />, [refresh]);
  const pages = search.hal ?? 1;
  const found = data?.people;
  const next = found?.pageInfo.hasNextPage ? found.pageInfo.endCursor : null;
  const deeper = pages > 1 && next !== null;
  const hasMore = deeper ? (tail?.hasMore ?? false) : next !== null;
  return (
    <Page title={t('register.title')} lead={t('register.lead')} actions={<Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>{t('register.addPerson')}</Button>}>
      <Tabs at="/administrasi" />
      <div className={css.tools}>
        <TextInput size="md" type="search" label={t('register.search')} value={typed} leftSection={<Icon name="search" size={18} />} onChange={(event) => setTyped(event.currentTarget.value)} />
      </div>
      {error && !data ? <Notice tone="danger" alert>{t('problem.NETWORK')}</Notice> : null}
      {fetching && !data ? <Loading /> : null}
      {found && found.nodes.length === 0 ? <Empty icon="person"><p>{t('register.nobody')}</p></Empty> : null}
      <ul className={css.list}>
        {found?.nodes.map(row)}
        {deeper ? <MorePages document={PeopleDocument} variables={variables} pick={pick} row={row} after={next} left={pages - 1} onTail={setTail} /> : null}
      </ul>
      {hasMore ? (
        <div className={uiCss.more}>
          <Button variant="default" loading={deeper && (tail?.busy ?? true)} onClick={() => void navigate({ to: '/administrasi', replace: true, search: { ...search, hal: pages + 1 } })}>{t('app.more')}</Button>
        </div>
      ) : null}
      {adding ? (
        <ChangeDialog
          title={t('register.addPerson')} submit={t('register.add')} done={t('register.saved')} document={EnterPersonDocument} pick={(data) => data.createPerson}
          onClose={() => setAdding(false)} onDone={refresh}
          fields={[
            { name: 'name', label: t('register.name'), required: true },
            { name: 'email', label: t('register.email'), kind: 'email', required: true },
            { name: 'organisation', label: t('register.organisation'), hint: t('register.organisationHint'), value: regencyOf(me) ?? 'id', required: true },
            { name: 'invite', label: t('register.inviteNow'), kind: 'check', value: true },
          ]}
        />
      ) : null}
    </Page>
  );
}
