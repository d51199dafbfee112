// The filter of the inbox as it stands in the address, so that a view can be pasted into a message.
import type { TaskOrder, TaskView } from '~/shared/graphql/generated';

export const views = ['ACTIONABLE', 'OVERDUE', 'WAITING_ON_OTHERS', 'DONE'] as const satisfies readonly TaskView[];
export const orders = ['DUE', 'CREATED', 'PRIORITY'] as const satisfies readonly TaskOrder[];

export interface InboxSearch {
  lihat?: (typeof views)[number];
  urut?: TaskOrder;
  cari?: string;
  /** How many pages are shown; 1 when absent. Kept in the address so that coming back shows the same list. */
  hal?: number;
}

/** Nobody reads further; a search finds the rest. */
const MOST_PAGES = 40;

/** Defaults are left out of the address. */
export function inboxSearch(search: Record<string, unknown>): InboxSearch {
  const view = views.find((known) => known === search['lihat']);
  const order = orders.find((known) => known === search['urut']);
  const sought = search['cari'];
  return {
    ...(view && view !== 'ACTIONABLE' ? { lihat: view } : {}),
    ...(order && order !== 'DUE' ? { urut: order } : {}),
    ...pages(search['hal']),
    ...(typeof sought === 'string' && sought.trim() !== '' ? { cari: sought.slice(0, 200) } : {}),
  };
}

function pages(value: unknown): { hal?: number } {
  const wanted = Math.trunc(Number(value));
  return wanted > 1 ? { hal: Math.min(wanted, MOST_PAGES) } : {};
}
