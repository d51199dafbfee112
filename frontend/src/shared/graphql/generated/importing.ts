// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.
import type { TypedDocumentNode } from '@urql/core';
import type { ImportRegisterMutation, ImportRegisterMutationVariables } from '../generated';

export const ImportRegisterDocument = "mutation ImportRegister($input:ImportRegisterInput!){importRegister(input:$input){plan{applied total added changed unchanged refused lines{line subject outcome effects{kind outcome before after}problem{...ProblemParts}}}problem{...ProblemParts}}}fragment ProblemParts on Problem{code message messageId field fields{path code message messageId}}" as unknown as TypedDocumentNode<ImportRegisterMutation, ImportRegisterMutationVariables>;
