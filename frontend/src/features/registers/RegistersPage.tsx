// The books in which an office's numbers stand: by year, each number with what bears it, and every gap told.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { NumberRegistersDocument, RegisterEntriesDocument, type RegisterEntriesQuery } from '~/shared/graphql/generated';
import { MorePages, type Tail } from '~/shared/graphql/MorePages';
import { type MessageKey, isWord, useText } from '~/shared/i18n/text';
import { regencyOf, regencyZone, useMe } from '~/shared/session/useSession';
import { sayMoment } from '~/shared/time/zones';
import { Page } from '~/shared/ui/Page';
import { Badge, Card, Empty, Loading, Notice, uiCss } from '~/shared/ui/parts';
import css from './Registers.module.css';
import { type RegisterSearch, registerSearch } from './search';

const FIRST = 50;
type Entry = RegisterEntriesQuery['numberRegisters'][number]['entries']['nodes'][number];
const nothing = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };

function Row({ entry, zone }: { entry: Entry; zone: string }) {
  const { t, locale } = useText();
  return (
    <tr>
      <td>{entry.number}</td>
      <th scope="row">{entry.written}</th>
      <td>{sayMoment(entry.at, zone, locale)}</td>
      <td>
        {entry.document ? <Link to="/dokumen/$id" params={{ id: entry.document.id }}>{entry.document.title}</Link> : null}
        {entry.document && entry.instance ? <br /> : null}
        {entry.instance ? <Link to="/perkara/$id" params={{ id: entry.instance.id }}>{entry.instance.definition.name ?? entry.instance.definition.key} {entry.instance.businessKey ?? ''}</Link> : null}
        {!entry.document && !entry.instance ? <span className={uiCss.meta}>{t('register.nothing')}</span> : null}
      </td>
    </tr>
  );
}

function Book({ organisation, year, name, pages, more }: { organisation: string; year: number; name: string; pages: number; more: () => void }) {
  const { t } = useText();
  const zone = regencyZone(useMe());
  const [tail, setTail] = useState<Tail | null>(null);
  const told = useCallback((next: Tail) => setTail(next), []);
  const variables = useMemo(() => ({ organisation, year }), [organisation, year]);
  const pick = useCallback((data: RegisterEntriesQuery) => data.numberRegisters.find((one) => one.name === name)?.entries ?? nothing, [name]);
  const row = useCallback((entry: Entry) => <Row key={entry.number} entry={entry} zone={zone} />, [zone]);
  const [{ data, fetching }] = useQuery({ query: RegisterEntriesDocument, variables: { ...variables, first: FIRST } });
  const page = data ? pick(data) : nothing;
  const next = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  const deeper = pages > 1 && next !== null;
  const hasMore = deeper ? (tail?.hasMore ?? false) : next !== null;
  if (fetching && !data) return <Loading />;
  return (
    <>
      <div className={css.scroll} tabIndex={0} role="region" aria-label={t('register.entries')}>
        <table className={css.table}>
          <thead><tr><th scope="col">{t('register.number')}</th><th scope="col">{t('register.written')}</th><th scope="col">{t('register.at')}</th><th scope="col">{t('register.for')}</th></tr></thead>
          <tbody>
            {page.nodes.map(row)}
            {deeper ? <MorePages document={RegisterEntriesDocument} variables={variables} pick={pick} row={row} after={next} left={pages - 1} onTail={told} /> : null}
          </tbody>
        </table>
      </div>
      {hasMore ? <div className={uiCss.more}><Button variant="default" loading={tail?.busy ?? false} onClick={more}>{t('app.more')}</Button></div> : null}
    </>
  );
}

export function RegistersPage() {
  const { t } = useText();
  const me = useMe();
  const navigate = useNavigate();
  const search = registerSearch(useSearch({ strict: false }));
  const organisation = search.organisasi ?? regencyOf(me) ?? 'id';
  const [typed, setTyped] = useState('');
  const go = (next: RegisterSearch): void => void navigate({ to: '/administrasi/nomor', search: next, replace: true });
  const [{ data, fetching, error }] = useQuery({ query: NumberRegistersDocument, variables: { organisation }, requestPolicy: 'cache-and-network' });
  const registers = data?.numberRegisters ?? [];
  const years = [...new Set(registers.map((one) => one.year))];
  const year = search.tahun ?? years[0];
  const ofYear = registers.filter((one) => one.year === year);
  const open = ofYear.find((one) => one.name === search.buku) ?? ofYear[0];
  const say = (name: string): string => (isWord(`register.name.${name}`) ? t(`register.name.${name}` as MessageKey) : name);
  return (
    <Page title={t('register.title')} lead={t('register.lead')}>
      <form
        className={css.bar}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== '') go({ organisasi: typed.trim() });
        }}
      >
        <TextInput label={t('register.organisation', { code: organisation })} placeholder="64.02" value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
        {years.length > 0 ? (
          <NativeSelect label={t('register.year')} value={String(year)} data={years.map(String)} onChange={(event) => go({ organisasi: organisation, tahun: Number(event.currentTarget.value) })} />
        ) : null}
        {ofYear.length > 0 ? (
          <NativeSelect
            label={t('register.book')} value={open?.name ?? ''} data={ofYear.map((one) => ({ value: one.name, label: say(one.name) }))}
            onChange={(event) => go({ organisasi: organisation, ...(year ? { tahun: year } : {}), buku: event.currentTarget.value })}
          />
        ) : null}
      </form>
      {fetching && !data ? <Loading /> : null}
      {error && !data ? <Notice tone="danger" alert>{t('problem.NETWORK')}</Notice> : null}
      {data && registers.length === 0 ? <Empty icon="search"><p>{t('register.none')}</p></Empty> : null}
      {open && year ? (
        <Card title={`${say(open.name)} ${year}`}>
          <p>
            {t('register.count', { n: open.count })}{' '}
            {open.gaps.length === 0 ? <Badge tone="good">{t('register.whole')}</Badge> : null}
          </p>
          {open.gaps.length > 0 ? (
            <Notice tone="attention">
              <strong>{t('register.gaps')}</strong>{' '}
              {open.gaps.map((gap) => (gap.first === gap.last ? String(gap.first) : `${gap.first}–${gap.last}`)).join(', ')}
            </Notice>
          ) : null}
          <Book
            key={`${organisation}-${year}-${open.name}`} organisation={organisation} year={year} name={open.name} pages={search.hal ?? 1}
            more={() => go({ organisasi: organisation, tahun: year, buku: open.name, hal: (search.hal ?? 1) + 1 })}
          />
        </Card>
      ) : null}
    </Page>
  );
}
