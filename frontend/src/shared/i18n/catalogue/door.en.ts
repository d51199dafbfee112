// What the sign-in page says, in English.
import type { DoorCatalogue } from '../text';

export const catalogue: DoorCatalogue = {
  'signin.title': 'Sign in',
  'signin.lead': 'Use your office e-mail address.',
  'signin.email': 'E-mail',
  'signin.password': 'Password',
  'signin.submit': 'Sign in',
  'signin.emailMissing': 'Enter your e-mail address.',
  'signin.passwordMissing': 'Enter your password.',
  'signin.demoTitle': 'Sign in as',
  'signin.demoLead': 'Demo mode: one click for each role. All people and figures here are invented.',
  'signin.group.EXECUTIVE_TEAM': 'Executive team',
  'signin.group.OPD': 'Agencies',
  'signin.group.SECRETARIAT': 'Regional secretariat',
  'signin.group.COUNCIL': 'Council',
  'signin.group.DISTRICT': 'District',
  'signin.group.MINISTRY': 'Ministry',
  'signin.group.OVERSIGHT': 'Oversight and administration',
  'signin.showPassword': 'Show or hide the password',
  'signin.busy': 'Signing in…',
  'signin.promise1': 'Every decision is on record: who, in what capacity, when, and under which rule.',
  'signin.promise2': 'Anyone can check that an approval sheet is genuine.',
  'signin.promise3': 'Deadlines count working days, in your time zone.',
};
