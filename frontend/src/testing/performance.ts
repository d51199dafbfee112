// Figures of the small world: one year with late work, the years before without any.
import { people } from './figures';

const at = '2026-11-20T08:00:00Z';

/** The answer to `kpis` for one filter. */
export function kpis({ filter }: { filter?: { year?: number; definitionKey?: string } }): Record<string, unknown> {
  const year = filter?.year ?? 2026;
  const none = year < 2026;
  const organisation = people[0]?.organisation;
  const late = { __typename: 'Task', id: 'task_late', name: 'Beri paraf', due: at, zone: 'Asia/Makassar', assignee: null };
  const page = (nodes: unknown[]) => ({ totalCount: nodes.length, nodes, pageInfo: { hasNextPage: false, endCursor: null } });
  return {
    __typename: 'Kpis', from: `${year}-01-01`, until: `${year}-12-31`,
    onTimeRate: {
      due: none ? 0 : 8, met: none ? 0 : 6, rate: none ? null : 0.75, tasks: page(none ? [] : [late]), organisations: none ? [] : [{ organisation, due: 8, met: 6, rate: 0.75 }],
      months: Array.from({ length: 12 }, (_, month) => ({
        month: `${year}-${String(month + 1).padStart(2, '0')}-01`, due: !none && month === 10 ? 8 : 0, met: !none && month === 10 ? 6 : 0, rate: !none && month === 10 ? 0.75 : null,
      })),
    },
    overdueTasks: { total: none ? 0 : 1, longest: none ? [] : [{ daysLate: 3, lastRung: 'OVERDUE_3WD', task: late }] },
    timeInStep: none ? [] : [{ definitionKey: 'paraf-chain', element: 'initial', name: 'Beri paraf', count: 5, waiting: { median: 1.5, p90: 7.5 }, working: { median: 0.25, p90: 2 } }],
    reworkRate: none ? [] : [{ definitionKey: 'paraf-chain', element: 'initial', name: 'Beri paraf', completions: 5, returns: 1, rate: 0.2, reasons: [{ code: 'INCOMPLETE', count: 1 }] }],
    actingShare: { decisions: none ? 0 : 4, acting: none ? 0 : 1, share: none ? null : 0.25 },
  };
}
