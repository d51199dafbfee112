// The rooms of the control room; who may not enter one does not see its door.
import { Link } from '@tanstack/react-router';
import { useText } from '~/shared/i18n/text';
import { holdsRole, useMe } from '~/shared/session/useSession';
import css from './ControlTabs.module.css';

const tabs = [
  { at: 'incidents', to: '/kendali', label: 'control.incidents', roles: null },
  { at: 'jobs', to: '/kendali/pekerjaan', label: 'control.jobs', roles: null },
  { at: 'webhook', to: '/kendali/webhook', label: 'control.webhook', roles: ['AUDITOR', 'SYSADMIN'] },
  { at: 'record', to: '/kendali/rekaman', label: 'control.record', roles: ['AUDITOR', 'SYSADMIN'] },
  { at: 'privacy', to: '/kendali/privasi', label: 'control.privacy', roles: ['REGENCY_SECRETARY', 'PROGRAMME_OFFICER', 'AUDITOR', 'SYSADMIN'] },
] as const;

export function Tabs({ at }: { at: (typeof tabs)[number]['at'] }) {
  const { t } = useText();
  const me = useMe();
  return (
    <nav className={css.tabs} aria-label={t('control.title')}>
      {tabs.filter((tab) => tab.roles === null || holdsRole(me, ...tab.roles)).map((tab) => (
        <Link key={tab.at} to={tab.to} search={{}} className={at === tab.at ? `${css.tab} ${css.chosen}` : css.tab} aria-current={at === tab.at ? 'page' : undefined} activeProps={{}}>{t(tab.label)}</Link>
      ))}
    </nav>
  );
}
