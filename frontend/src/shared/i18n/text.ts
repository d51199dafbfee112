// Our own words, Indonesian first. Catalogues are typed by their keys, so a missing translation does not compile; ICU messages
// (plurals) are read at run time by Lingui's interpreter, which needs no eval.
import { i18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { useLingui } from '@lingui/react';
import { useCallback } from 'react';
import { catalogue as indonesian } from './catalogue/id';

export type Locale = 'id' | 'en';
export type MessageKey = keyof typeof indonesian;
export type Catalogue = Record<MessageKey, string>;
export type Values = Record<string, string | number>;
export type Text = (key: MessageKey, values?: Values) => string;

const STORED = 'mufakat.locale';

i18n.setMessagesCompiler(compileMessage);
i18n.load('id', indonesian);

export function storedLocale(): Locale {
  try {
    return localStorage.getItem(STORED) === 'en' ? 'en' : 'id';
  } catch {
    return 'id';
  }
}

export async function switchLocale(locale: Locale): Promise<void> {
  if (locale === 'en') i18n.load('en', (await import('./catalogue/en')).catalogue);
  i18n.activate(locale);
  document.documentElement.lang = locale;
  try {
    localStorage.setItem(STORED, locale);
  } catch {
    // The choice then lasts as long as the page.
  }
}

/** Outside components: form-js and bpmn-js are told in the language of the moment. */
export const text: Text = (key, values) => i18n._(key, values);

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
