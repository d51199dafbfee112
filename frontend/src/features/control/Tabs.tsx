// The two halves of the control room.
import { Link } from '@tanstack/react-router';
import { useText } from '~/shared/i18n/text';
import css from './Control.module.css';

export function Tabs({ at }: { at: 'incidents' | 'jobs' }) {
  const { t } = useText();
  return (
    <nav className={css.tabs} aria-label={t('control.title')}>
      <Link to="/kendali" search={{}} className={at === 'incidents' ? `${css.tab} ${css.chosen}` : css.tab} aria-current={at === 'incidents' ? 'page' : undefined} activeProps={{}}>{t('control.incidents')}</Link>
      <Link to="/kendali/pekerjaan" search={{}} className={at === 'jobs' ? `${css.tab} ${css.chosen}` : css.tab} aria-current={at === 'jobs' ? 'page' : undefined} activeProps={{}}>{t('control.jobs')}</Link>
    </nav>
  );
}
