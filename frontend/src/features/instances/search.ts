// The filter of the case list as it stands in the address.
import type { InstanceState } from '~/shared/graphql/generated';

export const states = ['RUNNING', 'COMPLETED', 'CANCELLED', 'SUSPENDED'] as const satisfies readonly InstanceState[];

export interface InstancesSearch {
  keadaan?: InstanceState;
  cari?: string;
  /** How many pages are shown; 1 when absent. */
  hal?: number;
}

const MOST_PAGES = 40;

export function instancesSearch(search: Record<string, unknown>): InstancesSearch {
  const state = states.find((known) => known === search['keadaan']);
  const sought = search['cari'];
  const pages = Math.trunc(Number(search['hal']));
  return {
    ...(state ? { keadaan: state } : {}),
    ...(pages > 1 ? { hal: Math.min(pages, MOST_PAGES) } : {}),
    ...(typeof sought === 'string' && sought.trim() !== '' ? { cari: sought.slice(0, 200) } : {}),
  };
}
