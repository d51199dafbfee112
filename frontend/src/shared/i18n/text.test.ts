import { expect, test } from 'vitest';
import { catalogue as english } from './catalogue/en';
import { catalogue as indonesian } from './catalogue/id';

test('both languages name the same values in every message', () => {
  const named = (message: string): string[] => [...new Set([...message.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? ''))].sort();
  for (const key of Object.keys(indonesian) as Array<keyof typeof indonesian>) {
    expect(named(english[key]).filter((name) => !/^(No|Belum)$/.test(name)), key).toEqual(named(indonesian[key]).filter((name) => !/^(No|Belum)$/.test(name)));
  }
});

test('no message is empty', () => {
  for (const [key, message] of [...Object.entries(indonesian), ...Object.entries(english)]) expect(message.trim(), key).not.toBe('');
});
