// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.
import type { TypedDocumentNode } from '@urql/core';
import type { SetPasswordMutation, SetPasswordMutationVariables } from '../generated';

export const SetPasswordDocument = "mutation SetPassword($input:SetPasswordInput!){setPassword(input:$input){problem{...ProblemParts}}}fragment ProblemParts on Problem{code message messageId field fields{path code message messageId}}" as unknown as TypedDocumentNode<SetPasswordMutation, SetPasswordMutationVariables>;
