// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.
import type { TypedDocumentNode } from '@urql/core';
import type { DemoAccountsQuery, DemoAccountsQueryVariables } from '../generated';

export const DemoAccountsDocument = "query DemoAccounts{demoAccounts{email title titleEn organisation group}}" as unknown as TypedDocumentNode<DemoAccountsQuery, DemoAccountsQueryVariables>;
