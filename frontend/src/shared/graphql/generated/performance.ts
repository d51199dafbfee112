// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.
import type { TypedDocumentNode } from '@urql/core';
import type { PerformanceQuery, PerformanceQueryVariables, PerformanceProcessesQuery, PerformanceProcessesQueryVariables } from '../generated';

export const PerformanceDocument = "query Performance($filter:KpiFilter){kpis(filter:$filter){from until onTimeRate{due met rate months{month due met rate}organisations{organisation{id code name}due met rate}tasks(met:false first:10){totalCount nodes{id name due zone}}}overdueTasks{total longest(first:10){daysLate lastRung task{id name zone assignee{key label labelEn}}}}timeInStep{definitionKey element name count waiting{median p90}working{median p90}}reworkRate{definitionKey element name completions returns rate reasons{code count}}actingShare{decisions acting share}}}" as unknown as TypedDocumentNode<PerformanceQuery, PerformanceQueryVariables>;
export const PerformanceProcessesDocument = "query PerformanceProcesses{definitions(first:100){nodes{id key name}}}" as unknown as TypedDocumentNode<PerformanceProcessesQuery, PerformanceProcessesQueryVariables>;
