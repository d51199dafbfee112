// The filter of the case list as it stands in the address.
import type { InstanceState } from '~/shared/graphql/generated';

export const states = ['RUNNING', 'COMPLETED', 'CANCELLED', 'SUSPENDED'] as const satisfies readonly InstanceState[];

export interface InstancesSearch {
  keadaan?: InstanceState;
  cari?: string;
}

export function instancesSearch(search: Record<string, unknown>): InstancesSearch {
  const state = states.find((known) => known === search['keadaan']);
  const sought = search['cari'];
  return {
    ...(state ? { keadaan: state } : {}),
    ...(typeof sought === 'string' && sought.trim() !== '' ? { cari: sought.slice(0, 200) } : {}),
  };
}
