// Which version and which finding a workflow page shows, as it stands in the address.
export interface WorkflowSearch {
  versi?: number;
  temuan?: number;
}

export function workflowSearch(search: Record<string, unknown>): WorkflowSearch {
  const version = Math.trunc(Number(search['versi']));
  const finding = Math.trunc(Number(search['temuan']));
  return { ...(version > 0 ? { versi: version } : {}), ...(finding > 0 ? { temuan: finding } : {}) };
}
