// What the control room shows, as it stands in the address.
import type { JobState } from '~/shared/graphql/generated';

export const jobStates = ['WAITING', 'HELD', 'BACKING_OFF', 'FAILED'] as const satisfies readonly JobState[];

export interface IncidentSearch {
  selesai?: true;
  hal?: number;
}

export interface JobSearch {
  keadaan?: JobState;
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

export function jobSearch(search: Record<string, unknown>): JobSearch {
  const state = jobStates.find((known) => known === search['keadaan']);
  return { ...(state ? { keadaan: state } : {}), ...pages(search['hal']) };
}
