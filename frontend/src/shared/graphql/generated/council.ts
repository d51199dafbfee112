// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.
import type { TypedDocumentNode } from '@urql/core';
import type { CouncilSeatsQuery, CouncilSeatsQueryVariables } from '../generated';

export const CouncilSeatsDocument = "query CouncilSeats($organisation:String!){council(organisation:$organisation){id name organisation{id code name}seats{id number block voting position{id code title titleEn organisation{id code name}incumbent{id mode person{id name}}}person{id name}}}}" as unknown as TypedDocumentNode<CouncilSeatsQuery, CouncilSeatsQueryVariables>;
