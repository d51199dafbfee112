// The journal of one case as it is hashed: each entry with its place in the chain, found by what stands in it.
import { Button, TextInput } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { RecordCasesDocument, RecordJournalDocument, type RecordJournalQuery } from '~/shared/graphql/generated';
import { MorePages, type Tail } from '~/shared/graphql/MorePages';
import { useText } from '~/shared/i18n/text';
import { regencyZone, useMe } from '~/shared/session/useSession';
import { sayMoment } from '~/shared/time/zones';
import { Badge, Card, Loading, uiCss } from '~/shared/ui/parts';
import css from './Record.module.css';
import { recordSearch } from './search';

type Entry = NonNullable<NonNullable<RecordJournalQuery['record']>['journal']>['nodes'][number];
const TYPING_MS = 300;

/** What was typed, once the typing has paused. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

function who(actor: string | null, system: string): string {
  if (actor === null) return system;
  try {
    // The journal names no one: the post, and whose it was as an id.
    const { title, person } = JSON.parse(actor) as { title?: string; person?: string };
    return [title, person].filter(Boolean).join(', ') || system;
  } catch {
    return actor;
  }
}

function EntryRow({ entry }: { entry: Entry }) {
  const { t, locale } = useText();
  const zone = regencyZone(useMe());
  return (
    <li className={css.item}>
      <span className={css.head}>
        <strong>{t('record.seq', { n: entry.seq })}</strong> {entry.kind}
        <Badge tone={entry.fits ? 'good' : 'danger'}>{entry.fits ? t('record.fits') : t('record.broken')}</Badge>
        <Badge tone="plain">{entry.checkpoint === null ? t('record.uncovered') : t('record.coveredBy', { n: entry.checkpoint })}</Badge>
      </span>
      <span className={uiCss.meta}>{sayMoment(entry.at, zone, locale)} · {who(entry.actor, t('record.system'))}</span>
      <p className={uiCss.hash}>{entry.hash}</p>
      <details>
        <summary>{t('record.content')}</summary>
        <dl className={css.facts}>
          <dt>{t('record.previous')}</dt><dd className={uiCss.hash}>{entry.prevHash}</dd>
          <dt>{t('record.hash')}</dt><dd className={uiCss.hash}>{entry.hash}</dd>
        </dl>
        <pre className={css.text}>{entry.event}</pre>
        {entry.actor ? <pre className={css.text}>{entry.actor}</pre> : null}
      </details>
    </li>
  );
}
const row = (entry: Entry) => <EntryRow key={entry.seq} entry={entry} />;
const empty = { totalCount: 0, nodes: [] as Entry[], pageInfo: { hasNextPage: false, endCursor: null } };
const pick = (data: RecordJournalQuery) => data.record?.journal ?? empty;

function Entries({ instance, search }: { instance: string; search: string }) {
  const { t } = useText();
  const [pages, setPages] = useState(1);
  const [tail, setTail] = useState<Tail | null>(null);
  const variables = useMemo(() => ({ instance, filter: search ? { search } : {} }), [instance, search]);
  const [{ data, fetching }] = useQuery({ query: RecordJournalDocument, variables });
  const found = data?.record?.journal;
  const next = found?.pageInfo.hasNextPage ? found.pageInfo.endCursor : null;
  const deeper = pages > 1 && next !== null;
  const hasMore = deeper ? (tail?.hasMore ?? false) : next !== null;
  if (fetching && !data) return <Loading rows={2} />;
  if (!found) return <p>{t('record.noCase')}</p>;
  return (
    <>
      <p>
        {data?.instance ? <Link to="/perkara/$id" params={{ id: instance }}>{data.instance.definition.name ?? data.instance.definition.key} {data.instance.businessKey ?? ''}</Link> : null}{' '}
        <span className={uiCss.meta} role="status">{t('record.entries', { n: found.totalCount })}</span>
      </p>
      {found.nodes.length === 0 ? <p>{t('record.noEntry')}</p> : null}
      <ul className={css.list}>
        {found.nodes.map(row)}
        {deeper ? <MorePages document={RecordJournalDocument} variables={variables} pick={pick} row={row} after={next} left={pages - 1} onTail={setTail} /> : null}
      </ul>
      {hasMore ? <div className={uiCss.more}><Button variant="default" loading={deeper && (tail?.busy ?? true)} onClick={() => setPages(pages + 1)}>{t('app.more')}</Button></div> : null}
    </>
  );
}

function Cases({ search, choose }: { search: string; choose: (id: string) => void }) {
  const { t, locale } = useText();
  const [{ data }] = useQuery({ query: RecordCasesDocument, variables: { search }, pause: search.trim().length < 2 });
  if (search.trim().length < 2 || !data) return null;
  if (data.instances.nodes.length === 0) return <p>{t('record.noCase')}</p>;
  return (
    <ul className={css.list} aria-label={t('record.choose')}>
      {data.instances.nodes.map((one) => (
        <li key={one.id}>
          <Button size="xs" variant="default" onClick={() => choose(one.id)}>{one.definition.name ?? one.definition.key} {one.businessKey ?? ''}</Button>{' '}
          <span className={uiCss.meta}>{one.organisation.name} · {sayMoment(one.startedAt, one.organisation.zone, locale)}</span>
        </li>
      ))}
    </ul>
  );
}

export function Journal() {
  const { t } = useText();
  const navigate = useNavigate();
  const chosen = recordSearch(useSearch({ strict: false }));
  const [wanted, setWanted] = useState('');
  const [find, setFind] = useState(chosen.cari ?? '');
  const search = useSettled(find);
  const settled = useSettled(wanted);
  const choose = (id: string): void => {
    setWanted('');
    void navigate({ to: '/kendali/rekaman', search: { perkara: id }, replace: true });
  };
  return (
    <Card title={t('record.journal')}>
      <div className={css.line}>
        <TextInput
          label={t('record.case')} description={t('record.caseHint')} value={wanted}
          onChange={(event) => {
            const typed = event.currentTarget.value.trim();
            if (typed.startsWith('inst_') && typed.length > 30) choose(typed);
            else setWanted(event.currentTarget.value);
          }}
        />
        {chosen.perkara ? <TextInput label={t('record.find')} description={t('record.findHint')} value={find} onChange={(event) => setFind(event.currentTarget.value)} /> : null}
      </div>
      <Cases search={settled} choose={choose} />
      {chosen.perkara ? <Entries key={`${chosen.perkara}:${search}`} instance={chosen.perkara} search={search} /> : null}
    </Card>
  );
}
