import { expect, test } from 'vitest';
import { catalogue as doorEnglish } from './catalogue/door.en';
import { catalogue as doorIndonesian } from './catalogue/door.id';
import { catalogue as english } from './catalogue/en';
import { catalogue as indonesian } from './catalogue/id';
import { catalogue as operateEnglish } from './catalogue/operate.en';
import { catalogue as operateIndonesian } from './catalogue/operate.id';
import { catalogue as workEnglish } from './catalogue/work.en';
import { catalogue as workIndonesian } from './catalogue/work.id';
import { needWords, switchLocale, text } from './text';

const pairs: Array<[Record<string, string>, Record<string, string>]> = [[indonesian, english], [doorIndonesian, doorEnglish], [workIndonesian, workEnglish], [operateIndonesian, operateEnglish]];

test('both languages name the same values in every message', () => {
  const named = (message: string | undefined): string[] => [...new Set([...(message ?? '').matchAll(/\{(\w+)/g)].map((match) => match[1] ?? ''))].sort();
  for (const [ours, theirs] of pairs) {
    for (const key of Object.keys(ours)) {
      expect(named(theirs[key]).filter((name) => !/^(No|Belum)$/.test(name)), key).toEqual(named(ours[key]).filter((name) => !/^(No|Belum)$/.test(name)));
    }
  }
});

test('no message is empty, and no pack repeats a key of another', () => {
  for (const catalogue of pairs.flat()) {
    for (const [key, message] of Object.entries(catalogue)) expect(message.trim(), key).not.toBe('');
  }
  const keys = [indonesian, doorIndonesian, workIndonesian, operateIndonesian].flatMap((catalogue) => Object.keys(catalogue));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test('compiled messages count and fill in as they were written', async () => {
  await switchLocale('en');
  expect(text('inbox.total', { n: 1 })).toBe('1 task');
  expect(text('inbox.total', { n: 7 })).toBe('7 tasks');
  expect(text('inbox.emptySearch', { search: 'x' })).toBe('No task matches “x”.');
  await switchLocale('id');
  expect(text('app.retry')).toBe('Coba lagi');
});

test('the words of a pack come with it and follow a change of language', async () => {
  await switchLocale('id');
  await needWords('operate');
  expect(text('operate.plan')).toBe(operateIndonesian['operate.plan']);
  await switchLocale('en');
  expect(text('operate.plan')).toBe(operateEnglish['operate.plan']);
  await switchLocale('id');
});
