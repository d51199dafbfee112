import { compileMessage } from '@lingui/message-utils/compileMessage';
import { expect, test } from 'vitest';
import { catalogue as doorEnglish } from './catalogue/door.en';
import { catalogue as doorIndonesian } from './catalogue/door.id';
import { catalogue as english } from './catalogue/en';
import { catalogue as indonesian } from './catalogue/id';
import { catalogue as operateEnglish } from './catalogue/operate.en';
import { catalogue as operateIndonesian } from './catalogue/operate.id';
import { catalogue as registerEnglish } from './catalogue/register.en';
import { catalogue as registerIndonesian } from './catalogue/register.id';
import { catalogue as privacyEnglish } from './catalogue/privacy.en';
import { catalogue as privacyIndonesian } from './catalogue/privacy.id';
import { catalogue as recordEnglish } from './catalogue/record.en';
import { catalogue as recordIndonesian } from './catalogue/record.id';
import { catalogue as workEnglish } from './catalogue/work.en';
import { catalogue as workIndonesian } from './catalogue/work.id';
import { needWords, switchLocale, text } from './text';

const pairs: Array<[Record<string, string>, Record<string, string>]> = [[indonesian, english], [doorIndonesian, doorEnglish], [workIndonesian, workEnglish], [operateIndonesian, operateEnglish], [registerIndonesian, registerEnglish], [recordIndonesian, recordEnglish], [privacyIndonesian, privacyEnglish]];

/** Names of the values that a compiled message takes, those inside the branches of plurals included. */
function named(tokens: unknown): string[] {
  if (!Array.isArray(tokens)) return [];
  return tokens.flatMap((token: unknown) => {
    if (!Array.isArray(token)) return [];
    const [name, , branches] = token as [string, string?, Record<string, unknown>?];
    return [name, ...Object.values(typeof branches === 'object' ? branches : {}).flatMap(named)];
  });
}

test('both languages name the same values in every message', () => {
  const values = (message: string | undefined): string[] => [...new Set(named(compileMessage(message ?? '')))].sort();
  for (const [ours, theirs] of pairs) {
    for (const key of Object.keys(ours)) expect(values(theirs[key]), key).toEqual(values(ours[key]));
  }
});

test('no message is empty, and no pack repeats a key of another', () => {
  for (const catalogue of pairs.flat()) {
    for (const [key, message] of Object.entries(catalogue)) expect(message.trim(), key).not.toBe('');
  }
  const keys = [indonesian, doorIndonesian, workIndonesian, operateIndonesian, registerIndonesian, recordIndonesian, privacyIndonesian].flatMap((catalogue) => Object.keys(catalogue));
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
