// Notices, calendars and feeds, in English.
import type { TimeCatalogue } from '../text';

export const catalogue: TimeCatalogue = {
  'notices.bell': '{n, plural, =0 {Notices, none new} one {Notices, # unread} other {Notices, # unread}}',
  'notices.title': 'Notices',
  'notices.lead': 'What you were told about your tasks, and through which channels.',
  'notices.which': 'What is shown',
  'notices.all': 'All',
  'notices.unread': 'Unread ({n})',
  'notices.new': 'New',
  'notices.markAll': 'Mark all as read',
  'notices.none': 'No notices.',
  'notices.preferences': 'Channels and quiet hours',
  'notices.preferencesLead': 'For tasks and reminders. Official letters of a process, such as invitations, are always mailed.',
  'notices.mail': 'Mail',
  'notices.inApp': 'In the application (bell)',
  'notices.webhook': 'An address of your own (webhook)',
  'notices.webhookHint': 'Leave empty if you do not use it. Each message is signed after Standard Webhooks.',
  'notices.quietFrom': 'Quiet hours begin',
  'notices.quietTo': 'Quiet hours end',
  'notices.quietHint': 'In quiet hours mails and webhooks wait, except what is due before they end. The application notes everything at once.',
  'notices.save': 'Save',
  'notices.saved': 'Saved.',
  'notices.secret': 'Keep this secret now; it will not be shown again:',
};
