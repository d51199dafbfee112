// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.
import type { TypedDocumentNode } from '@urql/core';
import type { FindAnythingQuery, FindAnythingQueryVariables } from '../generated';

export const FindAnythingDocument = "query FindAnything($search:String!){tasks(filter:{view:ALL search:$search}first:6){nodes{id name businessKey state organisation{id name}}}instances(filter:{search:$search}first:6){nodes{id businessKey state organisation{id name}definition{id key name}}}}" as unknown as TypedDocumentNode<FindAnythingQuery, FindAnythingQueryVariables>;
