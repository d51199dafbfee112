// Our own words, Indonesian first. Catalogues are typed by their keys, so a missing translation does not compile; ICU messages
// (plurals) are compiled when the application is built (plugins/messages.ts) and told at run time without eval. What the
// first list does not say comes in packs, which the screens behind it ask for.
import { i18n } from '@lingui/core';
import { useLingui } from '@lingui/react';
import { useCallback } from 'react';
import type { catalogue as source } from './catalogue/id';
import { catalogue as indonesian } from './catalogue/id?compiled';
import type { catalogue as door } from './catalogue/door.id';
import type { catalogue as figures } from './catalogue/figures.id';
import type { catalogue as operating } from './catalogue/operate.id';
import type { catalogue as papers } from './catalogue/paper.id';
import type { catalogue as timely } from './catalogue/time.id';
import type { catalogue as registering } from './catalogue/register.id';
import type { catalogue as keeping } from './catalogue/privacy.id';
import type { catalogue as recording } from './catalogue/record.id';
import type { catalogue as working } from './catalogue/work.id';

export type Locale = 'id' | 'en';
export type Catalogue = Record<keyof typeof source, string>;
export type DoorCatalogue = Record<keyof typeof door, string>;
export type WorkCatalogue = Record<keyof typeof working, string>;
export type FiguresCatalogue = Record<keyof typeof figures, string>;
export type TimeCatalogue = Record<keyof typeof timely, string>;
export type OperateCatalogue = Record<keyof typeof operating, string>;
export type PaperCatalogue = Record<keyof typeof papers, string>;
export type RegisterCatalogue = Record<keyof typeof registering, string>;
export type RecordCatalogue = Record<keyof typeof recording, string>;
export type PrivacyCatalogue = Record<keyof typeof keeping, string>;
export type MessageKey =
  | keyof PrivacyCatalogue | keyof Catalogue | keyof DoorCatalogue | keyof WorkCatalogue | keyof OperateCatalogue | keyof RegisterCatalogue | keyof FiguresCatalogue | keyof PaperCatalogue
  | keyof TimeCatalogue | keyof RecordCatalogue;
export type Values = Record<string, string | number>;
export type Text = (key: MessageKey, values?: Values) => string;

const STORED = 'mufakat.locale';

const packs = {
  door: {
    id: async () => (await import('./catalogue/door.id?compiled')).catalogue,
    en: async () => (await import('./catalogue/door.en?compiled')).catalogue,
  },
  work: {
    id: async () => (await import('./catalogue/work.id?compiled')).catalogue,
    en: async () => (await import('./catalogue/work.en?compiled')).catalogue,
  },
  figures: {
    id: async () => (await import('./catalogue/figures.id?compiled')).catalogue,
    en: async () => (await import('./catalogue/figures.en?compiled')).catalogue,
  },
  register: {
    id: async () => (await import('./catalogue/register.id?compiled')).catalogue,
    en: async () => (await import('./catalogue/register.en?compiled')).catalogue,
  },
  operate: {
    id: async () => (await import('./catalogue/operate.id?compiled')).catalogue,
    en: async () => (await import('./catalogue/operate.en?compiled')).catalogue,
  },
  paper: {
    id: async () => (await import('./catalogue/paper.id?compiled')).catalogue,
    en: async () => (await import('./catalogue/paper.en?compiled')).catalogue,
  },
  time: {
    id: async () => (await import('./catalogue/time.id?compiled')).catalogue,
    en: async () => (await import('./catalogue/time.en?compiled')).catalogue,
  },
  privacy: {
    id: async () => (await import('./catalogue/privacy.id?compiled')).catalogue,
    en: async () => (await import('./catalogue/privacy.en?compiled')).catalogue,
  },
  record: {
    id: async () => (await import('./catalogue/record.id?compiled')).catalogue,
    en: async () => (await import('./catalogue/record.en?compiled')).catalogue,
  },
};
export type WordPack = keyof typeof packs;
const needed = new Set<WordPack>();

i18n.load('id', indonesian);

export function storedLocale(): Locale {
  try {
    return localStorage.getItem(STORED) === 'en' ? 'en' : 'id';
  } catch {
    return 'id';
  }
}

async function loadPacks(locale: Locale, wanted: Iterable<WordPack>): Promise<void> {
  await Promise.all([...wanted].map(async (pack) => i18n.load(locale, await packs[pack][locale]())));
}

export async function switchLocale(locale: Locale): Promise<void> {
  if (locale === 'en') i18n.load('en', (await import('./catalogue/en?compiled')).catalogue);
  await loadPacks(locale, needed);
  i18n.activate(locale);
  document.documentElement.lang = locale;
  try {
    localStorage.setItem(STORED, locale);
  } catch {
    // The choice then lasts as long as the page.
  }
}

/** Before a screen that says more than everybody reads: its words in the language of the moment, and in every later one. */
export async function needWords(pack: WordPack): Promise<void> {
  if (needed.has(pack)) return;
  await loadPacks(i18n.locale === 'en' ? 'en' : 'id', [pack]);
  needed.add(pack);
}

/** Outside components: form-js and bpmn-js are told in the language of the moment. */
export const text: Text = (key, values) => i18n._(key, values);

/** Whether there is a sentence of our own under this key. */
export function isWord(key: string): key is MessageKey {
  return i18n.messages[key] !== undefined;
}

export function useText(): { t: Text; locale: Locale } {
  const { i18n: current } = useLingui();
  const locale: Locale = current.locale === 'en' ? 'en' : 'id';
  // The locale is a dependency so that memoised parts are told anew after a switch.
  const t = useCallback<Text>((key, values) => current._(key, values), [current, locale]);
  return { t, locale };
}

/** Server data comes in both languages; pick the reader's. */
export function inLocale(locale: Locale, indonesianText: string, englishText: string | null | undefined): string {
  return locale === 'en' && englishText ? englishText : indonesianText;
}
