// Times are shown in the zone of the thing they belong to, never silently in the browser's: one workflow spans WIB, WITA and WIT.
import type { Locale } from '~/shared/i18n/text';

const NAMES: Record<string, string> = {
  'Asia/Jakarta': 'WIB',
  'Asia/Pontianak': 'WIB',
  'Asia/Makassar': 'WITA',
  'Asia/Jayapura': 'WIT',
};

export const DEFAULT_ZONE = 'Asia/Jakarta';

function tag(locale: Locale): string {
  return locale === 'en' ? 'en-GB' : 'id-ID';
}

/** A zone the browser does not know must not take a whole page down. */
function known(zone: string): string {
  try {
    new Intl.DateTimeFormat('id-ID', { timeZone: zone });
    return zone;
  } catch {
    return DEFAULT_ZONE;
  }
}

export function zoneName(zone: string): string {
  return NAMES[known(zone)] ?? zone;
}

/** "Sen, 23 Nov 2026" */
export function sayDate(iso: string, zone: string, locale: Locale): string {
  return new Intl.DateTimeFormat(tag(locale), {
    weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: known(zone),
  }).format(new Date(iso));
}

/** "10.42" */
export function sayTime(iso: string, zone: string, locale: Locale): string {
  return new Intl.DateTimeFormat(tag(locale), {
    hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: known(zone),
  }).format(new Date(iso));
}

/** "Sen, 23 Nov 2026, 16.00 WITA" */
export function sayMoment(iso: string, zone: string, locale: Locale): string {
  return `${sayDate(iso, zone, locale)}, ${sayTime(iso, zone, locale)} ${zoneName(zone)}`;
}

/** A stored calendar date (no zone) as people write it. */
export function sayPlainDate(date: string, locale: Locale): string {
  return new Intl.DateTimeFormat(tag(locale), { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${date.slice(0, 10)}T00:00:00Z`),
  );
}

const DAY_MS = 86_400_000;

function dayNumber(ms: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: known(zone) }).format(new Date(ms));
  return Math.round(Date.parse(`${parts}T00:00:00Z`) / DAY_MS);
}

/** "besok", "3 hari lagi", "2 jam yang lalu": calendar days in the zone of the task, hours within a day. */
export function sayDistance(iso: string, zone: string, locale: Locale, nowMs: number): string {
  const relative = new Intl.RelativeTimeFormat(tag(locale), { numeric: 'auto' });
  const days = dayNumber(Date.parse(iso), zone) - dayNumber(nowMs, zone);
  if (days !== 0) return relative.format(days, 'day');
  const minutes = Math.round((Date.parse(iso) - nowMs) / 60_000);
  if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute');
  return relative.format(Math.round(minutes / 60), 'hour');
}
