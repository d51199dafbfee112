// The bytes of documents, which only the person's token opens, and their sizes in words.
import { authorisedFetch } from '~/shared/graphql/client';
import type { Locale } from '~/shared/i18n/text';

/** The kinds a browser may show inside a page; anything else is handled as a download of unknown kind. */
const SHOWN = new Set(['application/pdf', 'image/png', 'image/jpeg', 'text/plain']);

export async function fetchDocument(versionId: string): Promise<Blob> {
  const response = await authorisedFetch(`/documents/${encodeURIComponent(versionId)}`);
  if (!response.ok) throw new Error(`document refused: ${response.status}`);
  const bytes = await response.arrayBuffer();
  const type = response.headers.get('content-type')?.split(';')[0]?.trim() ?? '';
  // A blob address belongs to our origin: HTML or SVG of an uploader must never run there.
  return new Blob([bytes], { type: SHOWN.has(type) ? type : 'application/octet-stream' });
}

export function saySize(bytes: number, locale: Locale): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toLocaleString(locale === 'en' ? 'en-GB' : 'id-ID', { maximumFractionDigits: digits })} ${units[unit] ?? ''}`;
}
