// The frame around every signed-in screen: menu at the side (below on a phone), who I am, whether the line is up.
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useRef } from 'react';
import { useSubscription } from 'urql';
import { TaskChangedDocument } from '~/shared/graphql/generated';
import { useLiveConnected } from '~/shared/graphql/live';
import { needWords, useText } from '~/shared/i18n/text';
import { useOutbox } from '~/shared/offline/outbox';
import { useOnline } from '~/shared/offline/useOnline';
import { takeUpdate, useUpdateWaiting } from '~/shared/offline/worker';
import { useMe, useServerFacts } from '~/shared/session/useSession';
import { setServerNow } from '~/shared/time/clock';
import { Icon } from '~/shared/ui/Icon';
import { KawungGround, Mark } from '~/shared/ui/Kawung';
import { menuFor } from './menu';
import { ProfileMenu } from './ProfileMenu';
import { QuickOpen } from './QuickOpen';
import css from './Shell.module.css';

const OutboxSender = lazy(() => import('./OutboxSender'));
const Bell = lazy(async () => {
  await needWords('time');
  return import('./Bell');
});

export function Shell() {
  const { t } = useText();
  const me = useMe();
  const facts = useServerFacts();
  const online = useOnline();
  const live = useLiveConnected();
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });

  const owner = me?.person.id ?? null;
  const posted = useOutbox(owner);
  const update = useUpdateWaiting();
  const menu = useMemo(() => menuFor(me, facts?.demo ?? false), [me, facts?.demo]);

  // One subscription for the whole application: the cache forgets its lists when a task comes, changes or goes.
  useSubscription({ query: TaskChangedDocument });
  useEffect(() => {
    if (facts) setServerNow(facts.now);
  }, [facts]);

  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [path]);

  return (
    <div className={css.frame}>
      <a className={css.skip} href="#isi">{t('app.skip')}</a>
      <header className={css.top}>
        <Link to="/tugas" search={{}} className={css.brand}>
          <Mark />
          <span>Mufakat</span>
        </Link>
        {facts?.demo ? <span className={css.ribbon}>{t('app.demoRibbon')}</span> : null}
        <span className={css.spring} />
        <QuickOpen menu={menu} />
        <span className={css.line} title={live ? t('app.live') : t('app.polling')}>
          <span className={live ? css.dotLive : css.dot} aria-hidden="true" />
          <span className={css.lineText}>{live ? t('app.live') : t('app.polling')}</span>
        </span>
        {me ? <Suspense fallback={null}><Bell /></Suspense> : null}
        <ProfileMenu me={me} />
      </header>
      <nav className={css.side} aria-label={t('menu.label')}>
        <KawungGround />
        <ul>
          {menu.map((item) => (
            <li key={item.to}>
              <Link to={item.to} search={{}} className={css.item} activeProps={{ className: css.active, 'aria-current': 'page' }}>
                <Icon name={item.icon} />
                <span>{t(item.label)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main className={css.main} id="isi" tabIndex={-1} ref={main}>
        {online ? null : <p className={css.offline} role="status">{t('app.offline')}</p>}
        {owner !== null && posted.length > 0 ? <Suspense fallback={null}><OutboxSender owner={owner} /></Suspense> : null}
        {posted.length > 0 ? (
          <p className={css.offline} role="status">
            {t('outbox.waiting', { n: posted.length })} <Link to="/kiriman">{t('outbox.see')}</Link>
          </p>
        ) : null}
        {update ? (
          <p className={css.update} role="status">
            {t('app.update')} <button type="button" onClick={takeUpdate}>{t('app.updateNow')}</button>
          </p>
        ) : null}
        <Outlet />
      </main>
    </div>
  );
}
