// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.
import type { TypedDocumentNode } from '@urql/core';
import type { RegisterHistoryQuery, RegisterHistoryQueryVariables } from '../generated';

export const RegisterHistoryDocument = "query RegisterHistory($first:Int$after:String){registerHistory(first:$first after:$after){pageInfo{hasNextPage endCursor}nodes{at operation subject rule position before after person{...PersonParts}}}}fragment PersonParts on Person{id name email}" as unknown as TypedDocumentNode<RegisterHistoryQuery, RegisterHistoryQueryVariables>;
