import { expect, test } from 'vitest';
import { sayDistance, sayMoment, zoneName } from './zones';

test('a moment is told in the zone of the task, by its Indonesian name', () => {
  expect(sayMoment('2026-11-23T08:00:00Z', 'Asia/Makassar', 'id')).toBe('Sen, 23 Nov 2026, 16.00 WITA');
  expect(sayMoment('2026-11-23T08:00:00Z', 'Asia/Jayapura', 'id')).toBe('Sen, 23 Nov 2026, 17.00 WIT');
  expect(sayMoment('2026-11-23T08:00:00Z', 'Asia/Pontianak', 'en')).toBe('Mon, 23 Nov 2026, 15:00 WIB');
});

test('days are counted on the calendar of the zone, not in spans of 24 hours', () => {
  const lateEvening = Date.parse('2026-11-22T15:30:00Z');
  expect(sayDistance('2026-11-22T16:30:00Z', 'Asia/Makassar', 'id', lateEvening)).toBe('besok');
  expect(sayDistance('2026-11-22T16:30:00Z', 'Asia/Jakarta', 'id', lateEvening)).toBe('dalam 1 jam');
});

test('an unknown zone does not break the page: the time is told, and named, in WIB', () => {
  expect(zoneName('Mars/Olympus')).toBe('WIB');
  expect(sayMoment('2026-11-23T08:00:00Z', 'Mars/Olympus', 'id')).toContain('15.00');
});
