// The menu each role gets: at most six doors, the first being where the day starts.
import type { MessageKey } from '~/shared/i18n/text';
import { holdsRole, type Me, onlyDecides } from '~/shared/session/useSession';
import type { IconName } from '~/shared/ui/Icon';

export interface MenuItem {
  to: '/tugas' | '/perkara' | '/mulai' | '/dewan' | '/surat';
  label: MessageKey;
  icon: IconName;
}

const STARTERS = ['EXEC_TEAM_LEAD', 'COUNCIL_SECRETARY', 'REGENCY_SECRETARY', 'PROGRAMME_OFFICER', 'OPD_HEAD'];

export function menuFor(me: Me | null, demo: boolean): MenuItem[] {
  const councilOnly = onlyDecides(me);
  return [
    { to: '/tugas', label: councilOnly ? 'menu.decisions' : 'menu.tasks', icon: councilOnly ? 'gavel' : 'inbox' },
    { to: '/perkara', label: 'menu.instances', icon: 'cases' },
    ...(holdsRole(me, ...STARTERS) ? [{ to: '/mulai', label: 'menu.start', icon: 'start' } as const] : []),
    { to: '/dewan', label: 'menu.council', icon: 'council' },
    ...(demo ? [{ to: '/surat', label: 'menu.mail', icon: 'mail' } as const] : []),
  ];
}
