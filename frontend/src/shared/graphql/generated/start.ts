// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.
import type { TypedDocumentNode } from '@urql/core';
import type { StartChoicesQuery, StartChoicesQueryVariables, StartInstanceMutation, StartInstanceMutationVariables } from '../generated';

export const StartChoicesDocument = "query StartChoices{definitions(first:100){nodes{id key name version tag note startable startForm{id schema}}}}" as unknown as TypedDocumentNode<StartChoicesQuery, StartChoicesQueryVariables>;
export const StartInstanceDocument = "mutation StartInstance($input:StartInstanceInput!){startInstance(input:$input){instance{id businessKey}problem{...ProblemParts}}}fragment ProblemParts on Problem{code message messageId field fields{path code message messageId}}" as unknown as TypedDocumentNode<StartInstanceMutation, StartInstanceMutationVariables>;
