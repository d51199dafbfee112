// Who changed the register: the notes of the desk, newest first.
import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useQuery } from 'urql';
import { RegisterHistoryDocument, type RegisterHistoryQuery } from '~/shared/graphql/generated';
import { MorePages, type Tail } from '~/shared/graphql/MorePages';
import { isWord, useText } from '~/shared/i18n/text';
import { regencyZone, useMe } from '~/shared/session/useSession';
import { sayMoment } from '~/shared/time/zones';
import { Page } from '~/shared/ui/Page';
import { Empty, Loading, Notice, uiCss } from '~/shared/ui/parts';
import css from './Register.module.css';
import { Tabs } from './Tabs';

type Row = RegisterHistoryQuery['registerHistory']['nodes'][number];
const pick = (data: RegisterHistoryQuery) => data.registerHistory;
const whole = {};

export function HistoryPage() {
  const { t, locale } = useText();
  const zone = regencyZone(useMe());
  const [pages, setPages] = useState(1);
  const [tail, setTail] = useState<Tail | null>(null);
  const [{ data, fetching, error }] = useQuery({ query: RegisterHistoryDocument, variables: { first: 25 }, requestPolicy: 'cache-and-network' });
  const row = useCallback((note: Row) => {
    const word = `register.did.${note.operation}`;
    return (
      <li key={`${note.at}-${note.subject}-${note.operation}`} className={css.row}>
        <span className={css.head}><strong>{isWord(word) ? t(word) : note.operation}</strong> <time dateTime={note.at}>{sayMoment(note.at, zone, locale)}</time></span>
        <span>{note.subject}</span>
        {note.before ? <span className={`${uiCss.meta} ${css.before}`}>{note.before}</span> : null}
        {note.after ? <span className={uiCss.meta}>{note.after}</span> : null}
        <span className={uiCss.meta}>{note.person?.name ?? t('register.operator')} · {note.position ?? ''} · {note.rule}</span>
      </li>
    );
  }, [t, zone, locale]);
  const found = data?.registerHistory;
  const next = found?.pageInfo.hasNextPage ? found.pageInfo.endCursor : null;
  const deeper = pages > 1 && next !== null;
  const hasMore = deeper ? (tail?.hasMore ?? false) : next !== null;
  return (
    <Page title={t('register.history')} lead={t('register.historyLead')}>
      <Tabs at="/administrasi/riwayat" />
      {error && !data ? <Notice tone="danger" alert>{t('problem.NETWORK')}</Notice> : null}
      {fetching && !data ? <Loading /> : null}
      {found && found.nodes.length === 0 ? <Empty icon="note"><p>{t('register.noHistory')}</p></Empty> : null}
      <ul className={css.list}>
        {found?.nodes.map(row)}
        {deeper ? <MorePages document={RegisterHistoryDocument} variables={whole} pick={pick} row={row} after={next} left={pages - 1} onTail={setTail} /> : null}
      </ul>
      {hasMore ? <div className={uiCss.more}><Button variant="default" loading={deeper && (tail?.busy ?? true)} onClick={() => setPages(pages + 1)}>{t('app.more')}</Button></div> : null}
    </Page>
  );
}
