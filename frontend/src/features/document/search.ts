// What of a document page its address says: which version is open, and which two are compared.
export interface DocumentSearch {
  versi?: number;
  banding?: number;
}

const number = (value: unknown): number | undefined => {
  const read = Number(value);
  return Number.isInteger(read) && read > 0 ? read : undefined;
};

export function documentSearch(raw: Record<string, unknown>): DocumentSearch {
  const versi = number(raw['versi']);
  const banding = number(raw['banding']);
  return { ...(versi ? { versi } : {}), ...(banding ? { banding } : {}) };
}
