// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.
import type { TypedDocumentNode } from '@urql/core';
import type { DisposeDocumentMutation, DisposeDocumentMutationVariables, DocumentDispositionsQuery, DocumentDispositionsQueryVariables } from '../generated';

export const DisposeDocumentDocument = "mutation DisposeDocument($input:DisposeDocumentInput!){disposeDocument(input:$input){instance{id businessKey}problem{...ProblemParts}}}fragment ProblemParts on Problem{code message messageId field fields{path code message messageId}}" as unknown as TypedDocumentNode<DisposeDocumentMutation, DisposeDocumentMutationVariables>;
export const DocumentDispositionsDocument = "query DocumentDispositions($id:ID!){document(id:$id){id dispositions{at instance{id businessKey state organisation{id zone}tasks{id element name state due overdue assignee{key label labelEn}candidates{key label labelEn}}}}}}" as unknown as TypedDocumentNode<DocumentDispositionsQuery, DocumentDispositionsQueryVariables>;
