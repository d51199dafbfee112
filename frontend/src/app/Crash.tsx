// What people see when a screen breaks, and when an address leads nowhere. Nothing typed is lost: drafts are stored as they are typed.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useText } from '~/shared/i18n/text';
import { Page } from '~/shared/ui/Page';
import { Card } from '~/shared/ui/parts';

export function Crash({ reset }: { reset?: () => void }) {
  const { t } = useText();
  return (
    <Page title={t('error.title')} narrow>
      <Card>
        <p>{t('error.body')}</p>
        <Button onClick={() => (reset ? reset() : window.location.reload())}>{t('app.retry')}</Button>{' '}
        <Button component="a" href="/tugas" variant="default">{t('error.home')}</Button>
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
