// Whose registers, of which year, and which of them is open.
export interface RegisterSearch {
  organisasi?: string;
  tahun?: number;
  buku?: string;
  hal?: number;
}

export function registerSearch(raw: Record<string, unknown>): RegisterSearch {
  const found: RegisterSearch = {};
  const { organisasi, buku } = raw;
  if (typeof organisasi === 'string' && /^[a-z0-9./-]{1,60}$/.test(organisasi)) found.organisasi = organisasi;
  if (typeof buku === 'string' && /^[A-Z_]{1,40}$/.test(buku)) found.buku = buku;
  const year = Number(raw['tahun']);
  if (Number.isInteger(year) && year > 1900 && year < 3000) found.tahun = year;
  const pages = Number(raw['hal']);
  if (Number.isInteger(pages) && pages > 1 && pages < 1000) found.hal = pages;
  return found;
}
