// What the control room shows, as it stands in the address.

export interface IncidentSearch {
  selesai?: true;
  hal?: number;
}

const MOST_PAGES = 40;

function pages(value: unknown): { hal?: number } {
  const wanted = Math.trunc(Number(value));
  return wanted > 1 ? { hal: Math.min(wanted, MOST_PAGES) } : {};
}

export function incidentSearch(search: Record<string, unknown>): IncidentSearch {
  return { ...(search['selesai'] === true || search['selesai'] === 'true' ? { selesai: true as const } : {}), ...pages(search['hal']) };
}
