// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.
import type { TypedDocumentNode } from '@urql/core';
import type { IncidentsQuery, IncidentsQueryVariables, MendIncidentMutation, MendIncidentMutationVariables } from '../generated';

export const IncidentsDocument = "query Incidents($filter:IncidentFilter$first:Int$after:String){incidents(filter:$filter first:$first after:$after){totalCount pageInfo{hasNextPage endCursor}nodes{id element code message raisedAt resolvedAt instance{id businessKey organisation{id name zone}definition{id key name version}}}}}" as unknown as TypedDocumentNode<IncidentsQuery, IncidentsQueryVariables>;
export const MendIncidentDocument = "mutation MendIncident($input:RetryIncidentInput!){retryIncident(input:$input){incident{id resolvedAt}problem{...ProblemParts}}}fragment ProblemParts on Problem{code message messageId field fields{path code message messageId}}" as unknown as TypedDocumentNode<MendIncidentMutation, MendIncidentMutationVariables>;
