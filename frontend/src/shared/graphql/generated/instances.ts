// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.
import type { TypedDocumentNode } from '@urql/core';
import type { InstancesQuery, InstancesQueryVariables } from '../generated';

export const InstancesDocument = "query Instances($filter:InstanceFilter$first:Int$after:String){instances(filter:$filter first:$first after:$after){totalCount pageInfo{hasNextPage endCursor}nodes{id businessKey state startedAt endedAt organisation{id code name zone}definition{id key name version}summary{kind id en}}}}" as unknown as TypedDocumentNode<InstancesQuery, InstancesQueryVariables>;
