// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.
import type { TypedDocumentNode } from '@urql/core';
import type { NumberRegistersQuery, NumberRegistersQueryVariables, RegisterEntriesQuery, RegisterEntriesQueryVariables } from '../generated';

export const NumberRegistersDocument = "query NumberRegisters($organisation:String!$year:Int){numberRegisters(organisation:$organisation year:$year){name year last count gaps{first last}}}" as unknown as TypedDocumentNode<NumberRegistersQuery, NumberRegistersQueryVariables>;
export const RegisterEntriesDocument = "query RegisterEntries($organisation:String!$year:Int$first:Int$after:String){numberRegisters(organisation:$organisation year:$year){name year entries(first:$first after:$after){pageInfo{hasNextPage endCursor}nodes{number written at instance{id businessKey definition{id key name}}document{id title state}}}}}" as unknown as TypedDocumentNode<RegisterEntriesQuery, RegisterEntriesQueryVariables>;
