// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.
import type { TypedDocumentNode } from '@urql/core';
import type { MyLoansQuery, MyLoansQueryVariables, LendPositionMutation, LendPositionMutationVariables, EndLoanMutation, EndLoanMutationVariables } from '../generated';

export const MyLoansDocument = "query MyLoans{me{person{id email}incumbencies{id position{id code title titleEn}}loans{...LoanParts}}loans(first:50){nodes{...LoanParts}}}fragment LoanParts on Delegation{id kind validFrom lastDay reason running ended position{id code title titleEn}from{...PersonParts}to{...PersonParts}}fragment PersonParts on Person{id name email}" as unknown as TypedDocumentNode<MyLoansQuery, MyLoansQueryVariables>;
export const LendPositionDocument = "mutation LendPosition($input:LendPositionInput!){lendPosition(input:$input){delegation{id}problem{...ProblemParts}}}fragment ProblemParts on Problem{code message messageId field fields{path code message messageId}}" as unknown as TypedDocumentNode<LendPositionMutation, LendPositionMutationVariables>;
export const EndLoanDocument = "mutation EndLoan($input:EndLoanInput!){endLoan(input:$input){delegation{id ended running}problem{...ProblemParts}}}fragment ProblemParts on Problem{code message messageId field fields{path code message messageId}}" as unknown as TypedDocumentNode<EndLoanMutation, EndLoanMutationVariables>;
