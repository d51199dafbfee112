// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.
import type { TypedDocumentNode } from '@urql/core';
import type { SendKeptTaskMutation, SendKeptTaskMutationVariables } from '../generated';

export const SendKeptTaskDocument = "mutation SendKeptTask($input:CompleteTaskInput!){completeTask(input:$input){task{id state values}problem{...ProblemParts}}}fragment ProblemParts on Problem{code message messageId field fields{path code message messageId}}" as unknown as TypedDocumentNode<SendKeptTaskMutation, SendKeptTaskMutationVariables>;
