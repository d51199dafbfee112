// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.
import type { TypedDocumentNode } from '@urql/core';
import type { SentMailsQuery, SentMailsQueryVariables } from '../generated';

export const SentMailsDocument = "query SentMails($first:Int$after:String){sentMails(first:$first after:$after){pageInfo{hasNextPage endCursor}nodes{id to subject text at kind}}}" as unknown as TypedDocumentNode<SentMailsQuery, SentMailsQueryVariables>;
