// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.
import type { TypedDocumentNode } from '@urql/core';
import type { TaskChangedSubscription, TaskChangedSubscriptionVariables, InstanceChangedSubscription, InstanceChangedSubscriptionVariables } from '../generated';

export const TaskChangedDocument = "subscription TaskChanged{taskChanged{kind taskId task{...TaskSummary}}}fragment TaskSummary on Task{id element name state kind businessKey createdAt due completedAt priority overdue zone strategic onBehalfOf{person{id name}position{id code title titleEn}}separateFrom organisation{id code name}instance{id businessKey definition{id key name}}assignee{key label labelEn}candidates{key label labelEn}}" as unknown as TypedDocumentNode<TaskChangedSubscription, TaskChangedSubscriptionVariables>;
export const InstanceChangedDocument = "subscription InstanceChanged($id:ID!){instanceChanged(id:$id){id state}}" as unknown as TypedDocumentNode<InstanceChangedSubscription, InstanceChangedSubscriptionVariables>;
