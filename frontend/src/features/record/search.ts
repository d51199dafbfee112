// Which journal is open, as it stands in the address.
export interface RecordSearch {
  perkara?: string;
  cari?: string;
}

export function recordSearch(search: Record<string, unknown>): RecordSearch {
  const text = (name: string): string => (typeof search[name] === 'string' ? (search[name] as string).slice(0, 200) : '');
  return { ...(text('perkara') ? { perkara: text('perkara') } : {}), ...(text('cari') ? { cari: text('cari') } : {}) };
}
