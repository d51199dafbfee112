// The rooms of whoever keeps the register.
import { Link } from '@tanstack/react-router';
import { useText } from '~/shared/i18n/text';
import css from './Register.module.css';

const rooms = [
  { to: '/administrasi', label: 'register.people' },
  { to: '/administrasi/organisasi', label: 'register.structure' },
  { to: '/administrasi/impor', label: 'register.import' },
  { to: '/administrasi/riwayat', label: 'register.history' },
] as const;

export function Tabs({ at }: { at: (typeof rooms)[number]['to'] }) {
  const { t } = useText();
  return (
    <nav className={css.tabs} aria-label={t('register.title')}>
      {rooms.map((room) => (
        <Link key={room.to} to={room.to} search={{}} className={room.to === at ? `${css.tab} ${css.chosen}` : css.tab} aria-current={room.to === at ? 'page' : undefined} activeProps={{}} activeOptions={{ exact: true }}>
          {t(room.label)}
        </Link>
      ))}
    </nav>
  );
}
