// What I was told, newest first, and how I want to be told: channels and quiet hours.
import { Button, SegmentedControl } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { MarkNoticesReadDocument, type MarkNoticesReadInput, type MarkNoticesReadMutation, NoticesDocument, type NoticesQuery } from '~/shared/graphql/generated';
import { MorePages, type Tail } from '~/shared/graphql/MorePages';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { useText } from '~/shared/i18n/text';
import { regencyZone, useMe } from '~/shared/session/useSession';
import { sayMoment } from '~/shared/time/zones';
import { Page } from '~/shared/ui/Page';
import { Badge, Empty, Loading, Notice, uiCss } from '~/shared/ui/parts';
import css from './Notices.module.css';
import { Preferences } from './Preferences';

type Row = NoticesQuery['notices']['nodes'][number];
const pickRead = (data: MarkNoticesReadMutation) => data.markNoticesRead;
const pickPage = (data: NoticesQuery) => data.notices;

function NoticeRow({ notice }: { notice: Row }) {
  const { t, locale } = useText();
  const zone = regencyZone(useMe());
  return (
    <li className={notice.readAt ? css.row : `${css.row} ${css.unread}`}>
      <span>
        {notice.taskId ? <Link to="/tugas/$id" params={{ id: notice.taskId }}>{notice.title}</Link> : <Link to="/tugas" search={{}}>{notice.title}</Link>}
        {notice.readAt ? null : <> <Badge tone="attention">{t('notices.new')}</Badge></>}
      </span>
      <time className={uiCss.meta} dateTime={notice.at}>{sayMoment(notice.at, zone, locale)}</time>
    </li>
  );
}
const row = (notice: Row) => <NoticeRow key={notice.id} notice={notice} />;

export function NoticesPage() {
  const { t, locale } = useText();
  const [unreadOnly, setUnreadOnly] = useState(false);
  const [pages, setPages] = useState(1);
  const [tail, setTail] = useState<Tail | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [{ data, fetching }, again] = useQuery({ query: NoticesDocument, variables: { unreadOnly, first: 25 }, requestPolicy: 'cache-and-network' });
  const [mark, busy] = useCommand<MarkNoticesReadMutation, MarkNoticesReadInput, MarkNoticesReadMutation['markNoticesRead']>(MarkNoticesReadDocument, pickRead);
  const found = data?.notices;
  const next = found?.pageInfo.hasNextPage ? found.pageInfo.endCursor : null;
  const deeper = pages > 1 && next !== null;
  const hasMore = deeper ? (tail?.hasMore ?? false) : next !== null;

  const markAll = async (): Promise<void> => {
    const outcome = await mark({});
    setProblem(outcome.ok ? null : sayProblem(outcome.problem, t, locale));
    again({ requestPolicy: 'network-only' });
  };

  return (
    <Page title={t('notices.title')} lead={t('notices.lead')} narrow>
      <div className={css.tools}>
        <SegmentedControl
          aria-label={t('notices.which')}
          value={unreadOnly ? 'unread' : 'all'}
          onChange={(value) => {
            setUnreadOnly(value === 'unread');
            setPages(1);
          }}
          data={[{ value: 'all', label: t('notices.all') }, { value: 'unread', label: t('notices.unread', { n: data?.unreadNotices ?? 0 }) }]}
        />
        <Button variant="default" loading={busy} disabled={(data?.unreadNotices ?? 0) === 0} onClick={() => void markAll()}>{t('notices.markAll')}</Button>
      </div>
      {problem ? <Notice tone="danger" alert>{problem}</Notice> : null}
      {fetching && !data ? <Loading /> : null}
      {found && found.nodes.length === 0 ? <Empty icon="check"><p>{t('notices.none')}</p></Empty> : null}
      <ul className={css.list}>
        {found?.nodes.map(row)}
        {deeper ? <MorePages document={NoticesDocument} variables={{ unreadOnly }} pick={pickPage} row={row} after={next} left={pages - 1} onTail={setTail} /> : null}
      </ul>
      {hasMore ? (
        <div className={uiCss.more}>
          <Button variant="default" loading={deeper && (tail?.busy ?? true)} onClick={() => setPages(pages + 1)}>{t('app.more')}</Button>
        </div>
      ) : null}
      <Preferences />
    </Page>
  );
}
