// The bell: how many notices wait, and the way to them. Loaded after the frame, so that the first picture does not wait for it.
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useQuery } from 'urql';
import { UnreadNoticesDocument } from '~/shared/graphql/generated';
import { useText } from '~/shared/i18n/text';
import css from './Bell.module.css';

/** Notices come beside mails; asking once a minute is soon enough. */
const EVERY_MS = 60_000;

export default function Bell() {
  const { t } = useText();
  const [{ data }, again] = useQuery({ query: UnreadNoticesDocument });
  useEffect(() => {
    const timer = setInterval(() => again({ requestPolicy: 'network-only' }), EVERY_MS);
    return () => clearInterval(timer);
  }, [again]);
  const unread = data?.unreadNotices ?? 0;
  return (
    <Link to="/pemberitahuan" className={css.bell} aria-label={t('notices.bell', { n: unread })}>
      <svg width={20} height={20} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth={1.8} strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
        <path d="M6 16v-5a6 6 0 1 1 12 0v5l1.5 2.5h-15zM10 21h4" />
      </svg>
      {unread > 0 ? <span className={css.count} aria-hidden="true">{unread > 99 ? '99+' : unread}</span> : null}
    </Link>
  );
}
