// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.
import type { TypedDocumentNode } from '@urql/core';
import type { DocumentPageQuery, DocumentPageQueryVariables, DocumentDiffQuery, DocumentDiffQueryVariables, DocumentTextQuery, DocumentTextQueryVariables } from '../generated';

export const DocumentPageDocument = "query DocumentPage($id:ID!){document(id:$id){id kind title number state createdAt author organisation{id name zone}instance{id businessKey definition{id key name}}versions{id version fileName contentType size sha256 createdAt author textState chain{kind name title position mode at algorithm keyId certified sha256 voidedAt}}}}" as unknown as TypedDocumentNode<DocumentPageQuery, DocumentPageQueryVariables>;
export const DocumentDiffDocument = "query DocumentDiff($earlier:ID!$later:ID!$first:Int$after:String){documentDiff(before:$earlier after:$later){comparable cut added removed kept skippedAtEnd count passages(first:$first after:$after){pageInfo{hasNextPage endCursor}nodes{beforeLine afterLine skipped parts{fate text}}}}}" as unknown as TypedDocumentNode<DocumentDiffQuery, DocumentDiffQueryVariables>;
export const DocumentTextDocument = "query DocumentText($version:ID!){documentText(version:$version){state words}}" as unknown as TypedDocumentNode<DocumentTextQuery, DocumentTextQueryVariables>;
