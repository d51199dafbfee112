// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.
import type { TypedDocumentNode } from '@urql/core';
import type { InboxQuery, InboxQueryVariables, InboxCountsQuery, InboxCountsQueryVariables } from '../generated';

export const InboxDocument = "query Inbox($filter:TaskFilter$orderBy:TaskOrder$first:Int$after:String){tasks(filter:$filter orderBy:$orderBy first:$first after:$after){totalCount pageInfo{hasNextPage endCursor}nodes{...TaskSummary}}}fragment TaskSummary on Task{id element name state kind businessKey createdAt due completedAt priority overdue zone strategic onBehalfOf{person{id name}position{id code title titleEn}}separateFrom organisation{id code name}instance{id businessKey definition{id key name}}assignee{key label labelEn}candidates{key label labelEn}}" as unknown as TypedDocumentNode<InboxQuery, InboxQueryVariables>;
export const InboxCountsDocument = "query InboxCounts{taskCounts{actionable overdue waitingOnOthers done}}" as unknown as TypedDocumentNode<InboxCountsQuery, InboxCountsQueryVariables>;
