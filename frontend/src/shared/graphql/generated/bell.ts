// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.
import type { TypedDocumentNode } from '@urql/core';
import type { UnreadNoticesQuery, UnreadNoticesQueryVariables } from '../generated';

export const UnreadNoticesDocument = "query UnreadNotices{unreadNotices}" as unknown as TypedDocumentNode<UnreadNoticesQuery, UnreadNoticesQueryVariables>;
