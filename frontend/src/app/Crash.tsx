// What people see when a screen breaks, and when an address leads nowhere. Nothing typed is lost: drafts are stored as they are typed.
import { Link } from '@tanstack/react-router';
import { useText } from '~/shared/i18n/text';
import { useOnline } from '~/shared/offline/useOnline';
import { Page } from '~/shared/ui/Page';
import { Card, uiCss } from '~/shared/ui/parts';

export function Crash({ reset }: { reset?: () => void }) {
  const { t } = useText();
  const online = useOnline();
  return (
    <Page title={t(online ? 'error.title' : 'offline.title')} narrow>
      <Card>
        <p>{t(online ? 'error.body' : 'offline.body')}</p>
        <button type="button" className={uiCss.button} onClick={() => (reset ? reset() : window.location.reload())}>{t('app.retry')}</button>{' '}
        <a className={uiCss.buttonQuiet} href="/tugas">{t('error.home')}</a>
      </Card>
    </Page>
  );
}

export function NotFound() {
  const { t } = useText();
  return (
    <Page title={t('notFound.title')} narrow>
      <Card>
        <p>{t('notFound.body')}</p>
        <Link to="/tugas" search={{}}>{t('error.home')}</Link>
      </Card>
    </Page>
  );
}
