// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.
import type { TypedDocumentNode } from '@urql/core';
import type { RegenciesQuery, RegenciesQueryVariables, StaffingOfQuery, StaffingOfQueryVariables } from '../generated';

export const RegenciesDocument = "query Regencies($after:String){organisations(filter:{kind:\"REGENCY\"}first:10 after:$after){pageInfo{hasNextPage endCursor}nodes{id code name}}}" as unknown as TypedDocumentNode<RegenciesQuery, RegenciesQueryVariables>;
export const StaffingOfDocument = "query StaffingOf($key:String!$version:Int$organisation:String!){definition(key:$key version:$version){id staffing(organisation:$organisation){organisation staffed decidedByData shortfalls{kind element message messageId}}}}" as unknown as TypedDocumentNode<StaffingOfQuery, StaffingOfQueryVariables>;
