// What the rooms of the register show, as it stands in the address.
export interface StructureSearch {
  kode?: string;
}

export interface PeopleSearch {
  cari?: string;
  hal?: number;
}

export function structureSearch(search: Record<string, unknown>): StructureSearch {
  const code = search['kode'];
  // "64" and "64.02" look like numbers to whoever reads addresses.
  const text = typeof code === 'number' ? String(code) : code;
  return typeof text === 'string' && /^[A-Za-z0-9./#_-]{1,120}$/.test(text) ? { kode: text } : {};
}

export function peopleSearch(search: Record<string, unknown>): PeopleSearch {
  const wanted = Math.trunc(Number(search['hal']));
  return {
    ...(typeof search['cari'] === 'string' && search['cari'] !== '' ? { cari: search['cari'].slice(0, 100) } : {}),
    ...(wanted > 1 ? { hal: Math.min(wanted, 40) } : {}),
  };
}
