// The menu each role gets: at most six doors, the first being where the day starts.
import type { MessageKey } from '~/shared/i18n/text';
import { holdsRole, type Me, onlyDecides } from '~/shared/session/useSession';
import type { IconName } from '~/shared/ui/Icon';

export interface MenuItem {
  to: '/tugas' | '/perkara' | '/mulai' | '/dewan' | '/surat' | '/proses' | '/kendali' | '/administrasi';
  label: MessageKey;
  icon: IconName;
}

/** Who looks after the processes themselves, and who only reads over their shoulder. */
const OPERATORS = ['SYSADMIN', 'PROGRAMME_OFFICER', 'AUDITOR'];
/** Who keeps the register of a regency, or of everything. */
const KEEPERS = ['SYSADMIN', 'COUNCIL_SECRETARY', 'REGENCY_SECRETARY'];
const STARTERS = ['EXEC_TEAM_LEAD', 'COUNCIL_SECRETARY', 'REGENCY_SECRETARY', 'PROGRAMME_OFFICER', 'OPD_HEAD'];

export function menuFor(me: Me | null, demo: boolean): MenuItem[] {
  const councilOnly = onlyDecides(me);
  return [
    { to: '/tugas', label: councilOnly ? 'menu.decisions' : 'menu.tasks', icon: councilOnly ? 'gavel' : 'inbox' },
    { to: '/perkara', label: 'menu.instances', icon: 'cases' },
    ...(holdsRole(me, ...STARTERS) ? [{ to: '/mulai', label: 'menu.start', icon: 'start' } as const] : []),
    ...(holdsRole(me, ...OPERATORS) ? [{ to: '/proses', label: 'menu.workflows', icon: 'flow' } as const, { to: '/kendali', label: 'menu.control', icon: 'control' } as const] : []),
    ...(holdsRole(me, ...KEEPERS) ? [{ to: '/administrasi', label: 'menu.register', icon: 'person' } as const] : []),
    // Whoever keeps the system sits on no council.
    ...(holdsRole(me, 'SYSADMIN') ? [] : [{ to: '/dewan', label: 'menu.council', icon: 'council' } as const]),
    ...(demo ? [{ to: '/surat', label: 'menu.mail', icon: 'mail' } as const] : []),
  ];
}
