// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.
export * from './generated/assign';
export * from './generated/bell';
export * from './generated/control';
export * from './generated/council';
export * from './generated/disposition';
export * from './generated/document';
export * from './generated/history';
export * from './generated/importing';
export * from './generated/inbox';
export * from './generated/instance';
export * from './generated/instances';
export * from './generated/live';
export * from './generated/loans';
export * from './generated/mail';
export * from './generated/migrate';
export * from './generated/notices';
export * from './generated/operate';
export * from './generated/outbox';
export * from './generated/palette';
export * from './generated/password';
export * from './generated/people';
export * from './generated/performance';
export * from './generated/privacy';
export * from './generated/record';
export * from './generated/registers';
export * from './generated/session';
export * from './generated/signin';
export * from './generated/staffing';
export * from './generated/start';
export * from './generated/structure';
export * from './generated/task';
export * from './generated/templates';
export * from './generated/webhook';
export * from './generated/workflows';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type AccountStanding =
  | 'ACTIVE'
  | 'BLOCKED'
  | 'INVITED'
  | 'NONE';

export type AppointIncumbentInput = {
  decree: string;
  idempotencyKey: string;
  mode: IncumbencyMode;
  person: string;
  position: string;
  validFrom: string;
  validTo?: string | null | undefined;
};

export type AssignTaskInput = {
  assignee: string;
  idempotencyKey?: string | null | undefined;
  taskId: string;
};

export type BlockAccountInput = {
  blocked: boolean;
  idempotencyKey: string;
  personId: string;
};

export type CancelInstanceInput = {
  idempotencyKey: string;
  instanceId: string;
  reason: string;
};

export type CastVoteInput = {
  choice: string;
  dissentLater?: boolean | null | undefined;
  idempotencyKey: string;
  note?: string | null | undefined;
  taskId: string;
};

export type ChangeOrganisationInput = {
  idempotencyKey: string;
  name?: string | null | undefined;
  nameEn?: string | null | undefined;
  organisation: string;
  parent?: string | null | undefined;
};

export type ChangePersonInput = {
  email?: string | null | undefined;
  idempotencyKey: string;
  language?: string | null | undefined;
  name?: string | null | undefined;
  personId: string;
};

export type ChangePositionInput = {
  idempotencyKey: string;
  position: string;
  superior?: string | null | undefined;
  title?: string | null | undefined;
  titleEn?: string | null | undefined;
};

export type ClaimTaskInput = {
  idempotencyKey?: string | null | undefined;
  taskId: string;
};

export type CloseOrganisationInput = {
  idempotencyKey: string;
  lastDay: string;
  organisation: string;
};

export type ClosePositionInput = {
  idempotencyKey: string;
  lastDay: string;
  position: string;
  successor?: string | null | undefined;
};

export type CompleteTaskInput = {
  idempotencyKey: string;
  taskId: string;
  variables?: unknown;
};

export type CreateOrganisationInput = {
  code: string;
  function?: string | null | undefined;
  idempotencyKey: string;
  kind: string;
  name: string;
  nameEn?: string | null | undefined;
  parent: string;
  validFrom: string;
};

export type CreatePersonInput = {
  email: string;
  idempotencyKey: string;
  invite?: boolean | null | undefined;
  language?: string | null | undefined;
  name: string;
  organisation: string;
};

export type CreatePositionInput = {
  code: string;
  idempotencyKey: string;
  organisation: string;
  superior?: string | null | undefined;
  title: string;
  titleEn?: string | null | undefined;
};

export type DecideDisposalsInput = {
  decision: DisposalDecision;
  idempotencyKey: string;
  ids: Array<string>;
  keepUntil?: string | null | undefined;
  reason: string;
};

export type DeployWorkflowInput = {
  checkOnly?: boolean;
  files: Array<FileInput>;
  note?: string | null | undefined;
};

export type DisposalDecision =
  | 'DISPOSE'
  | 'KEEP';

export type DisposalState =
  | 'DISPOSED'
  | 'KEPT'
  | 'PROPOSED';

export type DisposeDocumentInput = {
  documentId: string;
  due: string;
  idempotencyKey: string;
  instruction: DispositionInstruction;
  recipients: Array<string>;
  text?: string;
};

export type DispositionInstruction =
  | 'ANSWER'
  | 'ATTEND'
  | 'COORDINATE'
  | 'FOLLOW_UP'
  | 'NOTE'
  | 'STUDY';

export type ElementMappingInput = {
  from: string;
  to: string;
};

export type EndIncumbencyInput = {
  decree: string;
  idempotencyKey: string;
  incumbencyId: string;
  lastDay: string;
};

export type EndLoanInput = {
  delegationId: string;
  idempotencyKey: string;
};

export type FileInput = {
  content: string;
  name: string;
};

export type GrantRoleInput = {
  idempotencyKey: string;
  organisation?: string | null | undefined;
  position: string;
  role: string;
};

export type ImportOutcome =
  | 'CHANGED'
  | 'NEW'
  | 'REFUSED'
  | 'UNCHANGED';

export type ImportRegisterInput = {
  content: string;
  dryRun: boolean;
  idempotencyKey: string;
  skipRefused?: boolean | null | undefined;
};

export type IncidentFilter = {
  code?: string | null | undefined;
  resolved?: boolean;
};

export type IncumbencyMode =
  | 'DEFINITIVE'
  | 'PJ'
  | 'PLH'
  | 'PLT';

export type InstanceFilter = {
  businessKey?: string | null | undefined;
  definitionKey?: string | null | undefined;
  organisation?: string | null | undefined;
  search?: string | null | undefined;
  state?: InstanceState | null | undefined;
};

export type InstanceState =
  | 'CANCELLED'
  | 'COMPLETED'
  | 'RUNNING'
  | 'SUSPENDED';

export type InvitePersonInput = {
  idempotencyKey: string;
  personId: string;
};

export type JobFilter = {
  instanceId?: string | null | undefined;
  olderThan?: number | null | undefined;
  state?: JobState | null | undefined;
  type?: string | null | undefined;
};

export type JobKind =
  | 'ELEMENT_WORK'
  | 'EXECUTION_LISTENER'
  | 'TASK_LISTENER';

export type JobState =
  | 'BACKING_OFF'
  | 'FAILED'
  | 'HELD'
  | 'WAITING';

export type JournalFilter = {
  kind?: string | null | undefined;
  search?: string | null | undefined;
};

export type KpiFilter = {
  definitionKey?: string | null | undefined;
  element?: string | null | undefined;
  from?: string | null | undefined;
  organisation?: string | null | undefined;
  until?: string | null | undefined;
  year?: number | null | undefined;
};

export type LendPositionInput = {
  idempotencyKey: string;
  kind: LoanKind;
  lastDay: string;
  position: string;
  reason: string;
  to: string;
  validFrom: string;
};

export type LoanKind =
  | 'ABSENCE'
  | 'DELEGATION';

export type MarkNoticesReadInput = {
  idempotencyKey: string;
  noticeIds?: Array<string> | null | undefined;
};

export type MigrateInstancesInput = {
  definitionKey: string;
  dryRun?: boolean;
  fromVersion?: number | null | undefined;
  idempotencyKey: string;
  instanceIds?: Array<string> | null | undefined;
  mapping?: Array<ElementMappingInput> | null | undefined;
  organisation?: string | null | undefined;
  reassign?: boolean;
  toVersion?: number | null | undefined;
};

export type MigrationItemState =
  | 'DONE'
  | 'PENDING'
  | 'REFUSED';

export type MigrationKind =
  | 'MIGRATE'
  | 'ROLL_BACK';

export type MigrationTaskFate =
  | 'GAINED'
  | 'KEPT'
  | 'LOST';

export type ModificationKind =
  | 'ACTIVATE'
  | 'CANCEL'
  | 'MOVE';

export type ModificationStepInput = {
  element?: string | null | undefined;
  elementInstance?: string | null | undefined;
  kind: ModificationKind;
  scope?: string | null | undefined;
  variables?: unknown;
};

export type ModifyInstanceInput = {
  idempotencyKey: string;
  instanceId: string;
  reason: string;
  steps: Array<ModificationStepInput>;
};

export type PersonFilter = {
  organisation?: string | null | undefined;
  search?: string | null | undefined;
};

export type PositionFilter = {
  organisation?: string | null | undefined;
  search?: string | null | undefined;
};

export type PositionSuccessionInput = {
  from: string;
  to: string;
};

export type ProcessFindingKind =
  | 'CANNOT_COMPLETE'
  | 'DEADLOCK'
  | 'DEAD_ELEMENT'
  | 'LACK_OF_SYNCHRONISATION';

export type PseudonymisePersonInput = {
  idempotencyKey: string;
  personId: string;
  reason: string;
};

export type RecordCheckKind =
  | 'EXPORT'
  | 'VERIFY';

export type RefreshSessionInput = {
  refreshToken: string;
};

export type RegisterWebhookInput = {
  idempotencyKey: string;
  name: string;
  organisation: string;
  url: string;
};

export type ReleaseTaskInput = {
  idempotencyKey?: string | null | undefined;
  taskId: string;
};

export type RemoveWebhookInput = {
  idempotencyKey: string;
  webhookId: string;
};

export type RestorePaperTemplateInput = {
  idempotencyKey: string;
  templateVersionId: string;
};

export type ResumeInstanceInput = {
  idempotencyKey: string;
  instanceId: string;
  reason?: string | null | undefined;
};

export type RetryIncidentInput = {
  idempotencyKey: string;
  incidentId: string;
};

export type ReturnTaskInput = {
  idempotencyKey: string;
  note?: string | null | undefined;
  reasonCode: string;
  taskId: string;
};

export type RevokeRoleInput = {
  idempotencyKey: string;
  position: string;
  role: string;
};

export type RollBackMigrationInput = {
  batchId: string;
  dryRun?: boolean;
  idempotencyKey: string;
};

export type RotateWebhookSecretInput = {
  idempotencyKey: string;
  overlapHours?: number;
  webhookId: string;
};

export type SavePaperTemplateInput = {
  idempotencyKey: string;
  name: string;
  note?: string | null | undefined;
  organisation: string;
  source?: string | null | undefined;
};

export type SaveTaskDraftInput = {
  draft: unknown;
  taskId: string;
};

export type SetNoticePreferencesInput = {
  idempotencyKey: string;
  inApp: boolean;
  mail: boolean;
  quietFrom?: string | null | undefined;
  quietTo?: string | null | undefined;
  webhookUrl?: string | null | undefined;
};

export type SetPasswordInput = {
  key: string;
  password: string;
};

export type SetRetentionPeriodInput = {
  class: string;
  idempotencyKey: string;
  reason: string;
  years?: number | null | undefined;
};

export type SetVariablesInput = {
  idempotencyKey: string;
  instanceId: string;
  reason?: string | null | undefined;
  scope?: string | null | undefined;
  variables: unknown;
};

export type SignInInput = {
  email: string;
  password: string;
};

export type SignOutInput = {
  refreshToken: string;
};

export type StaffingLack =
  | 'NO_DEFINITIVE_HOLDER'
  | 'QUORUM_UNREACHABLE'
  | 'SEPARATION_LEAVES_NOBODY'
  | 'UNSTAFFED';

export type StartInstanceInput = {
  businessKey?: string | null | undefined;
  definitionKey: string;
  idempotencyKey: string;
  organisation: string;
  variables?: unknown;
  version?: number | null | undefined;
};

export type SucceedOrganisationInput = {
  decree: string;
  idempotencyKey: string;
  kind: SuccessionKind;
  positions?: Array<PositionSuccessionInput> | null | undefined;
  predecessors: Array<string>;
  successors: Array<string>;
  validFrom: string;
};

export type SuccessionKind =
  | 'MERGE'
  | 'RENAME'
  | 'SPLIT';

export type SuspendInstanceInput = {
  idempotencyKey: string;
  instanceId: string;
  reason: string;
};

export type TaskFilter = {
  definitionKey?: string | null | undefined;
  element?: string | null | undefined;
  instanceId?: string | null | undefined;
  organisation?: string | null | undefined;
  overdue?: boolean | null | undefined;
  search?: string | null | undefined;
  states?: Array<TaskState> | null | undefined;
  view?: TaskView | null | undefined;
};

export type TaskOrder =
  | 'CREATED'
  | 'DUE'
  | 'PRIORITY';

export type TaskState =
  | 'CANCELLED'
  | 'CLAIMED'
  | 'CREATED'
  | 'DONE'
  | 'EXPIRED'
  | 'IN_PROGRESS'
  | 'RETURNED'
  | 'SETTLED'
  | 'SUBMITTED'
  | 'WAIVED';

export type TaskView =
  | 'ACTIONABLE'
  | 'ALL'
  | 'DONE'
  | 'OVERDUE'
  | 'WAITING_ON_OTHERS';

export type VerifyRecordInput = {
  idempotencyKey: string;
  organisation?: string | null | undefined;
};

export type WordFate =
  | 'ADDED'
  | 'KEPT'
  | 'REMOVED';

export type UnreadNoticesQueryVariables = Exact<{ [key: string]: never; }>;


export type UnreadNoticesQuery = { unreadNotices: number };

export type SendKeptTaskMutationVariables = Exact<{
  input: CompleteTaskInput;
}>;


export type SendKeptTaskMutation = { completeTask: { task: { id: string, state: TaskState, values: unknown } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type FindAnythingQueryVariables = Exact<{
  search: string;
}>;


export type FindAnythingQuery = { tasks: { nodes: Array<{ id: string, name: string, businessKey: string | null, state: TaskState, organisation: { id: string, name: string } }> }, instances: { nodes: Array<{ id: string, businessKey: string | null, state: InstanceState, organisation: { id: string, name: string }, definition: { id: string, key: string, name: string | null } }> } };

export type IncidentsQueryVariables = Exact<{
  filter?: IncidentFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type IncidentsQuery = { incidents: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, element: string, code: string, message: string, raisedAt: string, resolvedAt: string | null, instance: { id: string, businessKey: string | null, organisation: { id: string, name: string, zone: string }, definition: { id: string, key: string, name: string | null, version: number } } | null }> } };

export type JobsQueryVariables = Exact<{
  filter?: JobFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type JobsQuery = { jobs: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, type: string, kind: JobKind, listenerEvent: string | null, element: string, elementName: string | null, instanceId: string, retries: number, due: string, createdAt: string, worker: string | null, deadline: string | null, attempts: number, error: string | null, organisation: { id: string, name: string, zone: string }, instance: { id: string, businessKey: string | null } | null }> } };

export type MendIncidentMutationVariables = Exact<{
  input: RetryIncidentInput;
}>;


export type MendIncidentMutation = { retryIncident: { incident: { id: string, resolvedAt: string | null } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type CouncilSeatsQueryVariables = Exact<{
  organisation: string;
}>;


export type CouncilSeatsQuery = { council: { id: string, name: string, organisation: { id: string, code: string, name: string }, seats: Array<{ id: string, number: number, block: string, voting: boolean, position: { id: string, code: string, title: string, titleEn: string | null, organisation: { id: string, code: string, name: string }, incumbent: { id: string, mode: IncumbencyMode, person: { id: string, name: string } } | null } | null, person: { id: string, name: string } | null }> } | null };

export type DisposeDocumentMutationVariables = Exact<{
  input: DisposeDocumentInput;
}>;


export type DisposeDocumentMutation = { disposeDocument: { instance: { id: string, businessKey: string | null } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type DocumentDispositionsQueryVariables = Exact<{
  id: string;
}>;


export type DocumentDispositionsQuery = { document: { id: string, dispositions: Array<{ at: string, instance: { id: string, businessKey: string | null, state: InstanceState, organisation: { id: string, zone: string }, tasks: Array<{ id: string, element: string, name: string, state: TaskState, due: string | null, overdue: boolean, assignee: { key: string, label: string, labelEn: string } | null, candidates: Array<{ key: string, label: string, labelEn: string }> }> } }> } | null };

export type DocumentPageQueryVariables = Exact<{
  id: string;
}>;


export type DocumentPageQuery = { document: { id: string, kind: string, title: string, number: string | null, state: string, createdAt: string, author: string | null, organisation: { id: string, name: string, zone: string }, instance: { id: string, businessKey: string | null, definition: { id: string, key: string, name: string | null } } | null, versions: Array<{ id: string, version: number, fileName: string, contentType: string, size: number, sha256: string, createdAt: string, author: string | null, textState: string, chain: Array<{ kind: string, name: string, title: string | null, position: string | null, mode: IncumbencyMode | null, at: string, algorithm: string, keyId: string, certified: boolean, sha256: string, voidedAt: string | null }> }> } | null };

export type DocumentDiffQueryVariables = Exact<{
  earlier: string;
  later: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DocumentDiffQuery = { documentDiff: { comparable: boolean, cut: boolean, added: number, removed: number, kept: number, skippedAtEnd: number, count: number, passages: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ beforeLine: number, afterLine: number, skipped: number, parts: Array<{ fate: WordFate, text: string }> }> } } | null };

export type DocumentTextQueryVariables = Exact<{
  version: string;
}>;


export type DocumentTextQuery = { documentText: { state: string, words: string } | null };

export type InboxQueryVariables = Exact<{
  filter?: TaskFilter | null | undefined;
  orderBy?: TaskOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type InboxQuery = { tasks: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, element: string, name: string, state: TaskState, kind: string, businessKey: string | null, createdAt: string, due: string | null, completedAt: string | null, priority: number, overdue: boolean, zone: string, strategic: boolean, separateFrom: Array<string>, onBehalfOf: { person: { id: string, name: string }, position: { id: string, code: string, title: string, titleEn: string | null } } | null, organisation: { id: string, code: string, name: string }, instance: { id: string, businessKey: string | null, definition: { id: string, key: string, name: string | null } }, assignee: { key: string, label: string, labelEn: string } | null, candidates: Array<{ key: string, label: string, labelEn: string }> }> } };

export type InboxCountsQueryVariables = Exact<{ [key: string]: never; }>;


export type InboxCountsQuery = { taskCounts: { actionable: number, overdue: number, waitingOnOthers: number, done: number } };

export type InstancePageQueryVariables = Exact<{
  id: string;
}>;


export type InstancePageQuery = { instance: { id: string, businessKey: string | null, state: InstanceState, startedAt: string, endedAt: string | null, suspension: { reason: string, since: string, actor: { person: string, name: string, title: string | null } | null } | null, definition: { id: string, key: string, name: string | null, version: number, tag: string | null, hash: string, xml: string }, calledDefinitions: Array<{ id: string, key: string, name: string | null, version: number, xml: string }>, organisation: { id: string, code: string, name: string, zone: string }, summary: { kind: string, id: string, en: string }, tokens: Array<{ element: string, name: string | null, definitionKey: string, count: number, since: string | null }>, visited: Array<{ element: string, definitionKey: string, count: number, flow: boolean }>, steps: Array<{ element: string, name: string, definitionKey: string, state: string, at: string | null, actor: string | null, detail: string | null }>, incidents: Array<{ id: string, element: string, code: string, message: string, raisedAt: string, resolvedAt: string | null }>, timers: Array<{ element: string, due: string, kind: string }>, documents: Array<{ id: string, kind: string, title: string, number: string | null, state: string, createdAt: string, current: { id: string, version: number, fileName: string, contentType: string, size: number, sha256: string, createdAt: string, author: string | null, document: { id: string, kind: string, title: string, number: string | null, state: string }, signatures: Array<{ kind: string, name: string, title: string | null, mode: IncumbencyMode | null, at: string, algorithm: string, certified: boolean, sha256: string }> } | null, versions: Array<{ id: string, version: number, createdAt: string, sha256: string }> }>, tasks: Array<{ id: string, element: string, name: string, state: TaskState, due: string | null, overdue: boolean, assignee: { key: string, label: string, labelEn: string } | null }> } | null };

export type InstanceTimelineQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type InstanceTimelineQuery = { instance: { id: string, timeline: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ seq: number, at: string, kind: string, element: string | null, elementName: string | null, text: string, textEn: string, hash: string, actor: { person: string, name: string, position: string | null, title: string | null, mode: IncumbencyMode | null, capacity: string, rule: string } | null }> } } | null };

export type InstanceAuditQueryVariables = Exact<{
  id: string;
}>;


export type InstanceAuditQuery = { auditVerification: { intact: boolean, events: number, firstBadSeq: number | null, reason: string | null } };

export type RetryIncidentMutationVariables = Exact<{
  input: RetryIncidentInput;
}>;


export type RetryIncidentMutation = { retryIncident: { incident: { id: string, resolvedAt: string | null } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type CancelInstanceMutationVariables = Exact<{
  input: CancelInstanceInput;
}>;


export type CancelInstanceMutation = { cancelInstance: { instance: { id: string, state: InstanceState, endedAt: string | null } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type InstanceTokensQueryVariables = Exact<{
  id: string;
}>;


export type InstanceTokensQuery = { instance: { id: string, state: InstanceState, variables: unknown, elementInstances: Array<{ key: string, element: string, name: string | null, definitionKey: string, scope: string | null, isProcess: boolean, isScope: boolean, item: number | null, isBody: boolean, variables: unknown, since: string | null }> } | null };

export type SuspendInstanceMutationVariables = Exact<{
  input: SuspendInstanceInput;
}>;


export type SuspendInstanceMutation = { suspendInstance: { instance: { id: string, state: InstanceState } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type ResumeInstanceMutationVariables = Exact<{
  input: ResumeInstanceInput;
}>;


export type ResumeInstanceMutation = { resumeInstance: { instance: { id: string, state: InstanceState } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type SetVariablesMutationVariables = Exact<{
  input: SetVariablesInput;
}>;


export type SetVariablesMutation = { setVariables: { instance: { id: string, variables: unknown } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type ModifyInstanceMutationVariables = Exact<{
  input: ModifyInstanceInput;
}>;


export type ModifyInstanceMutation = { modifyInstance: { instance: { id: string, state: InstanceState } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type InstancesQueryVariables = Exact<{
  filter?: InstanceFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type InstancesQuery = { instances: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, businessKey: string | null, state: InstanceState, startedAt: string, endedAt: string | null, organisation: { id: string, code: string, name: string, zone: string }, definition: { id: string, key: string, name: string | null, version: number }, summary: { kind: string, id: string, en: string } }> } };

export type SentMailsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type SentMailsQuery = { sentMails: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, to: string, subject: string, text: string, at: string, kind: string }> } };

export type NoticesQueryVariables = Exact<{
  unreadOnly: boolean;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type NoticesQuery = { unreadNotices: number, notices: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, kind: string, title: string, taskId: string | null, at: string, readAt: string | null }> } };

export type NoticePreferencesQueryVariables = Exact<{ [key: string]: never; }>;


export type NoticePreferencesQuery = { noticePreferences: { mail: boolean, inApp: boolean, webhookUrl: string | null, quietFrom: string | null, quietTo: string | null } };

export type MarkNoticesReadMutationVariables = Exact<{
  input: MarkNoticesReadInput;
}>;


export type MarkNoticesReadMutation = { markNoticesRead: { unread: number | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type SetNoticePreferencesMutationVariables = Exact<{
  input: SetNoticePreferencesInput;
}>;


export type SetNoticePreferencesMutation = { setNoticePreferences: { secret: string | null, preferences: { mail: boolean, inApp: boolean, webhookUrl: string | null, quietFrom: string | null, quietTo: string | null } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type PerformanceQueryVariables = Exact<{
  filter?: KpiFilter | null | undefined;
}>;


export type PerformanceQuery = { kpis: { from: string, until: string, onTimeRate: { due: number, met: number, rate: number | null, months: Array<{ month: string, due: number, met: number, rate: number | null }>, organisations: Array<{ due: number, met: number, rate: number | null, organisation: { id: string, code: string, name: string } }>, tasks: { totalCount: number, nodes: Array<{ id: string, name: string, due: string | null, zone: string }> } }, overdueTasks: { total: number, longest: Array<{ daysLate: number, lastRung: string | null, task: { id: string, name: string, zone: string, assignee: { key: string, label: string, labelEn: string } | null } }> }, timeInStep: Array<{ definitionKey: string, element: string, name: string, count: number, waiting: { median: number, p90: number }, working: { median: number, p90: number } }>, reworkRate: Array<{ definitionKey: string, element: string, name: string, completions: number, returns: number, rate: number | null, reasons: Array<{ code: string, count: number }> }>, actingShare: { decisions: number, acting: number, share: number | null } } };

export type PerformanceProcessesQueryVariables = Exact<{ [key: string]: never; }>;


export type PerformanceProcessesQuery = { definitions: { nodes: Array<{ id: string, key: string, name: string | null }> } };

export type ProcessingQueryVariables = Exact<{ [key: string]: never; }>;


export type ProcessingQuery = { processingActivities: Array<{ code: string, what: string, whatEn: string, why: string, whyEn: string, basis: string, basisEn: string, seenBy: string, seenByEn: string, class: string, years: number | null }> };

export type DisposalPartsFragment = { id: string, documentId: string, instanceId: string | null, title: string, class: string, dueOn: string, proposedAt: string, state: DisposalState, decidedAt: string | null, keepUntil: string | null, organisation: { id: string, name: string } };

export type DisposalsQueryVariables = Exact<{
  state?: DisposalState | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DisposalsQuery = { disposals: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, documentId: string, instanceId: string | null, title: string, class: string, dueOn: string, proposedAt: string, state: DisposalState, decidedAt: string | null, keepUntil: string | null, organisation: { id: string, name: string } }> } };

export type PrivacyActsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type PrivacyActsQuery = { privacyActs: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, kind: string, by: string | null, position: string | null, at: string, reason: string, details: string }> } };

export type RetentionPeriodsQueryVariables = Exact<{ [key: string]: never; }>;


export type RetentionPeriodsQuery = { retentionPeriods: Array<{ class: string, years: number | null, adjustable: boolean }> };

export type DecideDisposalsMutationVariables = Exact<{
  input: DecideDisposalsInput;
}>;


export type DecideDisposalsMutation = { decideDisposals: { disposals: Array<{ id: string, documentId: string, instanceId: string | null, title: string, class: string, dueOn: string, proposedAt: string, state: DisposalState, decidedAt: string | null, keepUntil: string | null, organisation: { id: string, name: string } }>, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type PseudonymisePersonMutationVariables = Exact<{
  input: PseudonymisePersonInput;
}>;


export type PseudonymisePersonMutation = { pseudonymisePerson: { person: { id: string, name: string } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type SetRetentionPeriodMutationVariables = Exact<{
  input: SetRetentionPeriodInput;
}>;


export type SetRetentionPeriodMutation = { setRetentionPeriod: { periods: Array<{ class: string, years: number | null, adjustable: boolean }>, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type RecordStateQueryVariables = Exact<{
  checks?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type RecordStateQuery = { record: { whole: boolean, checks: { totalCount: number, nodes: Array<{ id: string, kind: RecordCheckKind, whole: boolean, requestedBy: string | null, position: string | null, requestedAt: string, finishedAt: string | null, total: number, done: number, events: number, found: number, organisation: { id: string, name: string }, faults: Array<{ subject: string, seq: number, kind: string | null, code: string, message: string }> }> }, checkpoints: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ number: number, at: string, previous: string, leaves: number, root: string, journals: number, events: number, keyId: string, signature: string, text: string, letters: Array<{ name: string, state: string, sentAt: string | null }> }> } } | null };

export type CheckPartsFragment = { id: string, kind: RecordCheckKind, whole: boolean, requestedBy: string | null, position: string | null, requestedAt: string, finishedAt: string | null, total: number, done: number, events: number, found: number, organisation: { id: string, name: string }, faults: Array<{ subject: string, seq: number, kind: string | null, code: string, message: string }> };

export type RecordJournalQueryVariables = Exact<{
  instance: string;
  filter?: JournalFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type RecordJournalQuery = { instance: { id: string, businessKey: string | null, definition: { id: string, name: string | null, key: string } } | null, record: { journal: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ seq: number, at: string, kind: string, event: string, actor: string | null, prevHash: string, hash: string, fits: boolean, checkpoint: number | null }> } | null } | null };

export type RecordCasesQueryVariables = Exact<{
  search: string;
}>;


export type RecordCasesQuery = { instances: { nodes: Array<{ id: string, businessKey: string | null, startedAt: string, organisation: { id: string, name: string, zone: string }, definition: { id: string, key: string, name: string | null } }> } };

export type VerifyRecordMutationVariables = Exact<{
  input: VerifyRecordInput;
}>;


export type VerifyRecordMutation = { verifyRecord: { check: { id: string, kind: RecordCheckKind, whole: boolean, requestedBy: string | null, position: string | null, requestedAt: string, finishedAt: string | null, total: number, done: number, events: number, found: number, organisation: { id: string, name: string }, faults: Array<{ subject: string, seq: number, kind: string | null, code: string, message: string }> } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type RegisterHistoryQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type RegisterHistoryQuery = { registerHistory: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ at: string, operation: string, subject: string, rule: string, position: string | null, before: string | null, after: string | null, person: { id: string, name: string, email: string | null } | null }> } };

export type ImportRegisterMutationVariables = Exact<{
  input: ImportRegisterInput;
}>;


export type ImportRegisterMutation = { importRegister: { plan: { applied: boolean, total: number, added: number, changed: number, unchanged: number, refused: number, lines: Array<{ line: number, subject: string, outcome: ImportOutcome, effects: Array<{ kind: string, outcome: ImportOutcome, before: string | null, after: string }>, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null }> } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type MyLoansQueryVariables = Exact<{ [key: string]: never; }>;


export type MyLoansQuery = { me: { person: { id: string, email: string | null }, incumbencies: Array<{ id: string, position: { id: string, code: string, title: string, titleEn: string | null } }>, loans: Array<{ id: string, kind: LoanKind, validFrom: string, lastDay: string | null, reason: string, running: boolean, ended: boolean, position: { id: string, code: string, title: string, titleEn: string | null }, from: { id: string, name: string, email: string | null }, to: { id: string, name: string, email: string | null } }> } | null, loans: { nodes: Array<{ id: string, kind: LoanKind, validFrom: string, lastDay: string | null, reason: string, running: boolean, ended: boolean, position: { id: string, code: string, title: string, titleEn: string | null }, from: { id: string, name: string, email: string | null }, to: { id: string, name: string, email: string | null } }> } };

export type LoanPartsFragment = { id: string, kind: LoanKind, validFrom: string, lastDay: string | null, reason: string, running: boolean, ended: boolean, position: { id: string, code: string, title: string, titleEn: string | null }, from: { id: string, name: string, email: string | null }, to: { id: string, name: string, email: string | null } };

export type LendPositionMutationVariables = Exact<{
  input: LendPositionInput;
}>;


export type LendPositionMutation = { lendPosition: { delegation: { id: string } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type EndLoanMutationVariables = Exact<{
  input: EndLoanInput;
}>;


export type EndLoanMutation = { endLoan: { delegation: { id: string, ended: boolean, running: boolean } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type PeopleQueryVariables = Exact<{
  filter?: PersonFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type PeopleQuery = { people: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ language: string, account: AccountStanding | null, id: string, name: string, email: string | null, incumbencies: Array<{ id: string, mode: IncumbencyMode, position: { id: string, code: string, title: string, titleEn: string | null } }> }> } };

export type EnterPersonMutationVariables = Exact<{
  input: CreatePersonInput;
}>;


export type EnterPersonMutation = { createPerson: { person: { id: string, account: AccountStanding | null } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type CorrectPersonMutationVariables = Exact<{
  input: ChangePersonInput;
}>;


export type CorrectPersonMutation = { changePerson: { person: { language: string, id: string, name: string, email: string | null } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type InvitePersonMutationVariables = Exact<{
  input: InvitePersonInput;
}>;


export type InvitePersonMutation = { invitePerson: { person: { id: string, account: AccountStanding | null } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type BlockAccountMutationVariables = Exact<{
  input: BlockAccountInput;
}>;


export type BlockAccountMutation = { blockAccount: { person: { id: string, account: AccountStanding | null } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type RegisterOrganisationQueryVariables = Exact<{
  code: string;
}>;


export type RegisterOrganisationQuery = { roles: Array<string>, organisation: { id: string, code: string, name: string, nameEn: string | null, kind: string, function: string | null, validFrom: string, lastDay: string | null, administered: boolean, parent: { id: string, code: string, name: string } | null, successors: Array<{ id: string, code: string, name: string }>, predecessors: Array<{ id: string, code: string, name: string }>, children: { nodes: Array<{ id: string, code: string, name: string, lastDay: string | null }> }, positions: Array<{ id: string, code: string, title: string, titleEn: string | null, lastDay: string | null, superior: { id: string, code: string } | null, roles: Array<{ role: string, organisation: { id: string, code: string } }>, appointments: Array<{ id: string, mode: IncumbencyMode, decree: string | null, validFrom: string, validTo: string | null, person: { id: string, name: string, email: string | null } }> }> } | null };

export type AddOrganisationMutationVariables = Exact<{
  input: CreateOrganisationInput;
}>;


export type AddOrganisationMutation = { createOrganisation: { organisation: { id: string, code: string } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type ChangeOrganisationMutationVariables = Exact<{
  input: ChangeOrganisationInput;
}>;


export type ChangeOrganisationMutation = { changeOrganisation: { organisation: { id: string, name: string, nameEn: string | null } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type CloseOrganisationMutationVariables = Exact<{
  input: CloseOrganisationInput;
}>;


export type CloseOrganisationMutation = { closeOrganisation: { organisation: { id: string, lastDay: string | null } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type SucceedOrganisationMutationVariables = Exact<{
  input: SucceedOrganisationInput;
}>;


export type SucceedOrganisationMutation = { succeedOrganisation: { organisations: Array<{ id: string, code: string }>, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type AddPositionMutationVariables = Exact<{
  input: CreatePositionInput;
}>;


export type AddPositionMutation = { createPosition: { position: { id: string, code: string } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type ChangePositionMutationVariables = Exact<{
  input: ChangePositionInput;
}>;


export type ChangePositionMutation = { changePosition: { position: { id: string, title: string, titleEn: string | null } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type ClosePositionMutationVariables = Exact<{
  input: ClosePositionInput;
}>;


export type ClosePositionMutation = { closePosition: { position: { id: string, lastDay: string | null } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type GrantRoleMutationVariables = Exact<{
  input: GrantRoleInput;
}>;


export type GrantRoleMutation = { grantRole: { position: { id: string } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type RevokeRoleMutationVariables = Exact<{
  input: RevokeRoleInput;
}>;


export type RevokeRoleMutation = { revokeRole: { position: { id: string } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type AppointMutationVariables = Exact<{
  input: AppointIncumbentInput;
}>;


export type AppointMutation = { appointIncumbent: { incumbency: { id: string } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type EndIncumbencyMutationVariables = Exact<{
  input: EndIncumbencyInput;
}>;


export type EndIncumbencyMutation = { endIncumbency: { incumbency: { id: string, validTo: string | null } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type NumberRegistersQueryVariables = Exact<{
  organisation: string;
  year?: number | null | undefined;
}>;


export type NumberRegistersQuery = { numberRegisters: Array<{ name: string, year: number, last: number, count: number, gaps: Array<{ first: number, last: number }> }> };

export type RegisterEntriesQueryVariables = Exact<{
  organisation: string;
  year?: number | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type RegisterEntriesQuery = { numberRegisters: Array<{ name: string, year: number, entries: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ number: number, written: string, at: string, instance: { id: string, businessKey: string | null, definition: { id: string, key: string, name: string | null } } | null, document: { id: string, title: string, state: string } | null }> } }> };

export type SetPasswordMutationVariables = Exact<{
  input: SetPasswordInput;
}>;


export type SetPasswordMutation = { setPassword: { problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type DemoAccountsQueryVariables = Exact<{ [key: string]: never; }>;


export type DemoAccountsQuery = { demoAccounts: Array<{ email: string, title: string, titleEn: string, organisation: string, group: string }> };

export type StartChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type StartChoicesQuery = { definitions: { nodes: Array<{ id: string, key: string, name: string | null, version: number, tag: string | null, note: string | null, startable: boolean, startForm: { id: string, schema: unknown } | null }> } };

export type StartInstanceMutationVariables = Exact<{
  input: StartInstanceInput;
}>;


export type StartInstanceMutation = { startInstance: { instance: { id: string, businessKey: string | null } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type AssignablePositionsQueryVariables = Exact<{
  filter?: PositionFilter | null | undefined;
  first?: number | null | undefined;
}>;


export type AssignablePositionsQuery = { positions: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, code: string, title: string, titleEn: string | null, organisation: { id: string, code: string, name: string }, incumbent: { id: string, mode: IncumbencyMode, person: { id: string, name: string } } | null }> } };

export type AssignTaskMutationVariables = Exact<{
  input: AssignTaskInput;
}>;


export type AssignTaskMutation = { assignTask: { task: { returnable: boolean, draft: unknown, draftSavedAt: string | null, variables: unknown, values: unknown, id: string, element: string, name: string, state: TaskState, kind: string, businessKey: string | null, createdAt: string, due: string | null, completedAt: string | null, priority: number, overdue: boolean, zone: string, strategic: boolean, separateFrom: Array<string>, form: { id: string, schema: unknown } | null, why: Array<{ kind: string, id: string, en: string }>, actions: Array<{ action: string, allowed: boolean, code: string | null, message: string | null, messageId: string | null }>, documents: Array<{ id: string, version: number, fileName: string, contentType: string, size: number, sha256: string, createdAt: string, author: string | null, document: { id: string, kind: string, title: string, number: string | null, state: string }, signatures: Array<{ kind: string, name: string, title: string | null, mode: IncumbencyMode | null, at: string, algorithm: string, certified: boolean, sha256: string }> }>, onBehalfOf: { person: { id: string, name: string }, position: { id: string, code: string, title: string, titleEn: string | null } } | null, organisation: { id: string, code: string, name: string }, instance: { id: string, businessKey: string | null, definition: { id: string, key: string, name: string | null } }, assignee: { key: string, label: string, labelEn: string } | null, candidates: Array<{ key: string, label: string, labelEn: string }>, vote: { method: string, threshold: string | null, ballot: string, decideWhen: string, choices: Array<string>, mine: string | null, tally: { approve: number, approveWithNotes: number, reject: number, abstain: number, outstanding: number, electors: number, outcome: string, settled: boolean }, electors: Array<{ name: string, title: string | null, block: string | null, choice: string | null, castAt: string | null, note: string | null }> } | null } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type VotePartsFragment = { id: string, vote: { method: string, threshold: string | null, ballot: string, decideWhen: string, choices: Array<string>, mine: string | null, tally: { approve: number, approveWithNotes: number, reject: number, abstain: number, outstanding: number, electors: number, outcome: string, settled: boolean }, electors: Array<{ name: string, title: string | null, block: string | null, choice: string | null, castAt: string | null, note: string | null }> } | null };

export type TaskWorkFragment = { returnable: boolean, draft: unknown, draftSavedAt: string | null, variables: unknown, values: unknown, id: string, element: string, name: string, state: TaskState, kind: string, businessKey: string | null, createdAt: string, due: string | null, completedAt: string | null, priority: number, overdue: boolean, zone: string, strategic: boolean, separateFrom: Array<string>, form: { id: string, schema: unknown } | null, why: Array<{ kind: string, id: string, en: string }>, actions: Array<{ action: string, allowed: boolean, code: string | null, message: string | null, messageId: string | null }>, documents: Array<{ id: string, version: number, fileName: string, contentType: string, size: number, sha256: string, createdAt: string, author: string | null, document: { id: string, kind: string, title: string, number: string | null, state: string }, signatures: Array<{ kind: string, name: string, title: string | null, mode: IncumbencyMode | null, at: string, algorithm: string, certified: boolean, sha256: string }> }>, onBehalfOf: { person: { id: string, name: string }, position: { id: string, code: string, title: string, titleEn: string | null } } | null, organisation: { id: string, code: string, name: string }, instance: { id: string, businessKey: string | null, definition: { id: string, key: string, name: string | null } }, assignee: { key: string, label: string, labelEn: string } | null, candidates: Array<{ key: string, label: string, labelEn: string }>, vote: { method: string, threshold: string | null, ballot: string, decideWhen: string, choices: Array<string>, mine: string | null, tally: { approve: number, approveWithNotes: number, reject: number, abstain: number, outstanding: number, electors: number, outcome: string, settled: boolean }, electors: Array<{ name: string, title: string | null, block: string | null, choice: string | null, castAt: string | null, note: string | null }> } | null };

export type TaskPageQueryVariables = Exact<{
  id: string;
}>;


export type TaskPageQuery = { task: { returnable: boolean, draft: unknown, draftSavedAt: string | null, variables: unknown, values: unknown, id: string, element: string, name: string, state: TaskState, kind: string, businessKey: string | null, createdAt: string, due: string | null, completedAt: string | null, priority: number, overdue: boolean, zone: string, strategic: boolean, separateFrom: Array<string>, form: { id: string, schema: unknown } | null, why: Array<{ kind: string, id: string, en: string }>, actions: Array<{ action: string, allowed: boolean, code: string | null, message: string | null, messageId: string | null }>, documents: Array<{ id: string, version: number, fileName: string, contentType: string, size: number, sha256: string, createdAt: string, author: string | null, document: { id: string, kind: string, title: string, number: string | null, state: string }, signatures: Array<{ kind: string, name: string, title: string | null, mode: IncumbencyMode | null, at: string, algorithm: string, certified: boolean, sha256: string }> }>, onBehalfOf: { person: { id: string, name: string }, position: { id: string, code: string, title: string, titleEn: string | null } } | null, organisation: { id: string, code: string, name: string }, instance: { id: string, businessKey: string | null, definition: { id: string, key: string, name: string | null } }, assignee: { key: string, label: string, labelEn: string } | null, candidates: Array<{ key: string, label: string, labelEn: string }>, vote: { method: string, threshold: string | null, ballot: string, decideWhen: string, choices: Array<string>, mine: string | null, tally: { approve: number, approveWithNotes: number, reject: number, abstain: number, outstanding: number, electors: number, outcome: string, settled: boolean }, electors: Array<{ name: string, title: string | null, block: string | null, choice: string | null, castAt: string | null, note: string | null }> } | null } | null };

export type ClaimTaskMutationVariables = Exact<{
  input: ClaimTaskInput;
}>;


export type ClaimTaskMutation = { claimTask: { task: { returnable: boolean, draft: unknown, draftSavedAt: string | null, variables: unknown, values: unknown, id: string, element: string, name: string, state: TaskState, kind: string, businessKey: string | null, createdAt: string, due: string | null, completedAt: string | null, priority: number, overdue: boolean, zone: string, strategic: boolean, separateFrom: Array<string>, form: { id: string, schema: unknown } | null, why: Array<{ kind: string, id: string, en: string }>, actions: Array<{ action: string, allowed: boolean, code: string | null, message: string | null, messageId: string | null }>, documents: Array<{ id: string, version: number, fileName: string, contentType: string, size: number, sha256: string, createdAt: string, author: string | null, document: { id: string, kind: string, title: string, number: string | null, state: string }, signatures: Array<{ kind: string, name: string, title: string | null, mode: IncumbencyMode | null, at: string, algorithm: string, certified: boolean, sha256: string }> }>, onBehalfOf: { person: { id: string, name: string }, position: { id: string, code: string, title: string, titleEn: string | null } } | null, organisation: { id: string, code: string, name: string }, instance: { id: string, businessKey: string | null, definition: { id: string, key: string, name: string | null } }, assignee: { key: string, label: string, labelEn: string } | null, candidates: Array<{ key: string, label: string, labelEn: string }>, vote: { method: string, threshold: string | null, ballot: string, decideWhen: string, choices: Array<string>, mine: string | null, tally: { approve: number, approveWithNotes: number, reject: number, abstain: number, outstanding: number, electors: number, outcome: string, settled: boolean }, electors: Array<{ name: string, title: string | null, block: string | null, choice: string | null, castAt: string | null, note: string | null }> } | null } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type ReleaseTaskMutationVariables = Exact<{
  input: ReleaseTaskInput;
}>;


export type ReleaseTaskMutation = { releaseTask: { task: { returnable: boolean, draft: unknown, draftSavedAt: string | null, variables: unknown, values: unknown, id: string, element: string, name: string, state: TaskState, kind: string, businessKey: string | null, createdAt: string, due: string | null, completedAt: string | null, priority: number, overdue: boolean, zone: string, strategic: boolean, separateFrom: Array<string>, form: { id: string, schema: unknown } | null, why: Array<{ kind: string, id: string, en: string }>, actions: Array<{ action: string, allowed: boolean, code: string | null, message: string | null, messageId: string | null }>, documents: Array<{ id: string, version: number, fileName: string, contentType: string, size: number, sha256: string, createdAt: string, author: string | null, document: { id: string, kind: string, title: string, number: string | null, state: string }, signatures: Array<{ kind: string, name: string, title: string | null, mode: IncumbencyMode | null, at: string, algorithm: string, certified: boolean, sha256: string }> }>, onBehalfOf: { person: { id: string, name: string }, position: { id: string, code: string, title: string, titleEn: string | null } } | null, organisation: { id: string, code: string, name: string }, instance: { id: string, businessKey: string | null, definition: { id: string, key: string, name: string | null } }, assignee: { key: string, label: string, labelEn: string } | null, candidates: Array<{ key: string, label: string, labelEn: string }>, vote: { method: string, threshold: string | null, ballot: string, decideWhen: string, choices: Array<string>, mine: string | null, tally: { approve: number, approveWithNotes: number, reject: number, abstain: number, outstanding: number, electors: number, outcome: string, settled: boolean }, electors: Array<{ name: string, title: string | null, block: string | null, choice: string | null, castAt: string | null, note: string | null }> } | null } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type SaveTaskDraftMutationVariables = Exact<{
  input: SaveTaskDraftInput;
}>;


export type SaveTaskDraftMutation = { saveTaskDraft: { savedAt: string | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type CompleteTaskMutationVariables = Exact<{
  input: CompleteTaskInput;
}>;


export type CompleteTaskMutation = { completeTask: { task: { returnable: boolean, draft: unknown, draftSavedAt: string | null, variables: unknown, values: unknown, id: string, element: string, name: string, state: TaskState, kind: string, businessKey: string | null, createdAt: string, due: string | null, completedAt: string | null, priority: number, overdue: boolean, zone: string, strategic: boolean, separateFrom: Array<string>, form: { id: string, schema: unknown } | null, why: Array<{ kind: string, id: string, en: string }>, actions: Array<{ action: string, allowed: boolean, code: string | null, message: string | null, messageId: string | null }>, documents: Array<{ id: string, version: number, fileName: string, contentType: string, size: number, sha256: string, createdAt: string, author: string | null, document: { id: string, kind: string, title: string, number: string | null, state: string }, signatures: Array<{ kind: string, name: string, title: string | null, mode: IncumbencyMode | null, at: string, algorithm: string, certified: boolean, sha256: string }> }>, onBehalfOf: { person: { id: string, name: string }, position: { id: string, code: string, title: string, titleEn: string | null } } | null, organisation: { id: string, code: string, name: string }, instance: { id: string, businessKey: string | null, definition: { id: string, key: string, name: string | null } }, assignee: { key: string, label: string, labelEn: string } | null, candidates: Array<{ key: string, label: string, labelEn: string }>, vote: { method: string, threshold: string | null, ballot: string, decideWhen: string, choices: Array<string>, mine: string | null, tally: { approve: number, approveWithNotes: number, reject: number, abstain: number, outstanding: number, electors: number, outcome: string, settled: boolean }, electors: Array<{ name: string, title: string | null, block: string | null, choice: string | null, castAt: string | null, note: string | null }> } | null } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type ReturnTaskMutationVariables = Exact<{
  input: ReturnTaskInput;
}>;


export type ReturnTaskMutation = { returnTask: { task: { returnable: boolean, draft: unknown, draftSavedAt: string | null, variables: unknown, values: unknown, id: string, element: string, name: string, state: TaskState, kind: string, businessKey: string | null, createdAt: string, due: string | null, completedAt: string | null, priority: number, overdue: boolean, zone: string, strategic: boolean, separateFrom: Array<string>, form: { id: string, schema: unknown } | null, why: Array<{ kind: string, id: string, en: string }>, actions: Array<{ action: string, allowed: boolean, code: string | null, message: string | null, messageId: string | null }>, documents: Array<{ id: string, version: number, fileName: string, contentType: string, size: number, sha256: string, createdAt: string, author: string | null, document: { id: string, kind: string, title: string, number: string | null, state: string }, signatures: Array<{ kind: string, name: string, title: string | null, mode: IncumbencyMode | null, at: string, algorithm: string, certified: boolean, sha256: string }> }>, onBehalfOf: { person: { id: string, name: string }, position: { id: string, code: string, title: string, titleEn: string | null } } | null, organisation: { id: string, code: string, name: string }, instance: { id: string, businessKey: string | null, definition: { id: string, key: string, name: string | null } }, assignee: { key: string, label: string, labelEn: string } | null, candidates: Array<{ key: string, label: string, labelEn: string }>, vote: { method: string, threshold: string | null, ballot: string, decideWhen: string, choices: Array<string>, mine: string | null, tally: { approve: number, approveWithNotes: number, reject: number, abstain: number, outstanding: number, electors: number, outcome: string, settled: boolean }, electors: Array<{ name: string, title: string | null, block: string | null, choice: string | null, castAt: string | null, note: string | null }> } | null } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type CastVoteMutationVariables = Exact<{
  input: CastVoteInput;
}>;


export type CastVoteMutation = { castVote: { task: { returnable: boolean, draft: unknown, draftSavedAt: string | null, variables: unknown, values: unknown, id: string, element: string, name: string, state: TaskState, kind: string, businessKey: string | null, createdAt: string, due: string | null, completedAt: string | null, priority: number, overdue: boolean, zone: string, strategic: boolean, separateFrom: Array<string>, form: { id: string, schema: unknown } | null, why: Array<{ kind: string, id: string, en: string }>, actions: Array<{ action: string, allowed: boolean, code: string | null, message: string | null, messageId: string | null }>, documents: Array<{ id: string, version: number, fileName: string, contentType: string, size: number, sha256: string, createdAt: string, author: string | null, document: { id: string, kind: string, title: string, number: string | null, state: string }, signatures: Array<{ kind: string, name: string, title: string | null, mode: IncumbencyMode | null, at: string, algorithm: string, certified: boolean, sha256: string }> }>, onBehalfOf: { person: { id: string, name: string }, position: { id: string, code: string, title: string, titleEn: string | null } } | null, organisation: { id: string, code: string, name: string }, instance: { id: string, businessKey: string | null, definition: { id: string, key: string, name: string | null } }, assignee: { key: string, label: string, labelEn: string } | null, candidates: Array<{ key: string, label: string, labelEn: string }>, vote: { method: string, threshold: string | null, ballot: string, decideWhen: string, choices: Array<string>, mine: string | null, tally: { approve: number, approveWithNotes: number, reject: number, abstain: number, outstanding: number, electors: number, outcome: string, settled: boolean }, electors: Array<{ name: string, title: string | null, block: string | null, choice: string | null, castAt: string | null, note: string | null }> } | null } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type PaperTemplatesQueryVariables = Exact<{
  organisation: string;
}>;


export type PaperTemplatesQuery = { mayChangePaperTemplates: boolean, paperTemplates: Array<{ name: string, title: string, titleEn: string, own: boolean, version: number | null, from: { id: string, code: string, name: string } | null }> };

export type PaperTemplatePageQueryVariables = Exact<{
  organisation: string;
  name: string;
}>;


export type PaperTemplatePageQuery = { mayChangePaperTemplates: boolean, paperTemplate: { name: string, title: string, titleEn: string, source: string, shipped: string, own: boolean, version: number | null, from: { id: string, code: string, name: string } | null, facts: Array<{ path: string, example: string }>, versions: { nodes: Array<{ id: string, version: number, source: string | null, note: string | null, createdAt: string, author: string | null }> } } | null };

export type TemplatePartsFragment = { name: string, title: string, titleEn: string, source: string, shipped: string, own: boolean, version: number | null, from: { id: string, code: string, name: string } | null, facts: Array<{ path: string, example: string }>, versions: { nodes: Array<{ id: string, version: number, source: string | null, note: string | null, createdAt: string, author: string | null }> } };

export type PreviewCasesQueryVariables = Exact<{ [key: string]: never; }>;


export type PreviewCasesQuery = { instances: { nodes: Array<{ id: string, businessKey: string | null, startedAt: string, definition: { id: string, key: string, name: string | null } }> } };

export type SavePaperTemplateMutationVariables = Exact<{
  input: SavePaperTemplateInput;
}>;


export type SavePaperTemplateMutation = { savePaperTemplate: { template: { name: string, title: string, titleEn: string, source: string, shipped: string, own: boolean, version: number | null, from: { id: string, code: string, name: string } | null, facts: Array<{ path: string, example: string }>, versions: { nodes: Array<{ id: string, version: number, source: string | null, note: string | null, createdAt: string, author: string | null }> } } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type RestorePaperTemplateMutationVariables = Exact<{
  input: RestorePaperTemplateInput;
}>;


export type RestorePaperTemplateMutation = { restorePaperTemplate: { template: { name: string, title: string, titleEn: string, source: string, shipped: string, own: boolean, version: number | null, from: { id: string, code: string, name: string } | null, facts: Array<{ path: string, example: string }>, versions: { nodes: Array<{ id: string, version: number, source: string | null, note: string | null, createdAt: string, author: string | null }> } } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type WebhookPartsFragment = { id: string, name: string, url: string, createdAt: string, removedAt: string | null, removedWhy: string | null, organisation: { id: string, code: string, name: string, zone: string }, secrets: Array<{ createdAt: string, expiresAt: string | null }> };

export type WebhooksQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type WebhooksQuery = { webhooks: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, name: string, url: string, createdAt: string, removedAt: string | null, removedWhy: string | null, organisation: { id: string, code: string, name: string, zone: string }, secrets: Array<{ createdAt: string, expiresAt: string | null }> }> } };

export type WebhookWorkQueryVariables = Exact<{ [key: string]: never; }>;


export type WebhookWorkQuery = { jobs: { totalCount: number, nodes: Array<{ id: string, element: string, elementName: string | null, retries: number, attempts: number, due: string, error: string | null, organisation: { id: string, name: string, zone: string }, instance: { id: string, businessKey: string | null } | null }> } };

export type RegisterWebhookMutationVariables = Exact<{
  input: RegisterWebhookInput;
}>;


export type RegisterWebhookMutation = { registerWebhook: { secret: string | null, webhook: { id: string, name: string, url: string, createdAt: string, removedAt: string | null, removedWhy: string | null, organisation: { id: string, code: string, name: string, zone: string }, secrets: Array<{ createdAt: string, expiresAt: string | null }> } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type RotateWebhookSecretMutationVariables = Exact<{
  input: RotateWebhookSecretInput;
}>;


export type RotateWebhookSecretMutation = { rotateWebhookSecret: { secret: string | null, webhook: { id: string, name: string, url: string, createdAt: string, removedAt: string | null, removedWhy: string | null, organisation: { id: string, code: string, name: string, zone: string }, secrets: Array<{ createdAt: string, expiresAt: string | null }> } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type RemoveWebhookMutationVariables = Exact<{
  input: RemoveWebhookInput;
}>;


export type RemoveWebhookMutation = { removeWebhook: { webhook: { id: string, name: string, url: string, createdAt: string, removedAt: string | null, removedWhy: string | null, organisation: { id: string, code: string, name: string, zone: string }, secrets: Array<{ createdAt: string, expiresAt: string | null }> } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type BatchPartsFragment = { id: string, kind: MigrationKind, dryRun: boolean, definitionKey: string, fromVersion: number | null, toVersion: number | null, reassign: boolean, takesBack: string | null, createdAt: string, finishedAt: string | null, total: number, done: number, refused: number, createdBy: { id: string, name: string } };

export type MigrationsQueryVariables = Exact<{
  definitionKey?: string | null | undefined;
  first?: number | null | undefined;
}>;


export type MigrationsQuery = { migrationBatches: { nodes: Array<{ id: string, kind: MigrationKind, dryRun: boolean, definitionKey: string, fromVersion: number | null, toVersion: number | null, reassign: boolean, takesBack: string | null, createdAt: string, finishedAt: string | null, total: number, done: number, refused: number, createdBy: { id: string, name: string } }> } };

export type MigrationProgressQueryVariables = Exact<{
  id: string;
}>;


export type MigrationProgressQuery = { migrationBatch: { id: string, kind: MigrationKind, dryRun: boolean, definitionKey: string, fromVersion: number | null, toVersion: number | null, reassign: boolean, takesBack: string | null, createdAt: string, finishedAt: string | null, total: number, done: number, refused: number, createdBy: { id: string, name: string } } | null };

export type MigrationItemsQueryVariables = Exact<{
  id: string;
  state?: MigrationItemState | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type MigrationItemsQuery = { migrationBatch: { id: string, items: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ state: MigrationItemState, fromVersion: number | null, toVersion: number | null, opened: Array<string>, withdrawn: Array<string>, instance: { id: string, businessKey: string | null, organisation: { id: string, name: string } } | null, tasks: Array<{ element: string, name: string, elementInstance: string, fate: MigrationTaskFate, gained: Array<{ key: string, label: string, labelEn: string }>, lost: Array<{ key: string, label: string, labelEn: string }> }>, moves: Array<{ from: string, to: string, count: number }>, obstacles: Array<{ element: string, reason: string, message: string, messageId: string }>, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null }> } } | null };

export type MigrateInstancesMutationVariables = Exact<{
  input: MigrateInstancesInput;
}>;


export type MigrateInstancesMutation = { migrateInstances: { batch: { id: string, kind: MigrationKind, dryRun: boolean, definitionKey: string, fromVersion: number | null, toVersion: number | null, reassign: boolean, takesBack: string | null, createdAt: string, finishedAt: string | null, total: number, done: number, refused: number, createdBy: { id: string, name: string } } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type RollBackMigrationMutationVariables = Exact<{
  input: RollBackMigrationInput;
}>;


export type RollBackMigrationMutation = { rollBackMigration: { batch: { id: string, kind: MigrationKind, dryRun: boolean, definitionKey: string, fromVersion: number | null, toVersion: number | null, reassign: boolean, takesBack: string | null, createdAt: string, finishedAt: string | null, total: number, done: number, refused: number, createdBy: { id: string, name: string } } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type RegenciesQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type RegenciesQuery = { organisations: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, code: string, name: string }> } };

export type StaffingOfQueryVariables = Exact<{
  key: string;
  version?: number | null | undefined;
  organisation: string;
}>;


export type StaffingOfQuery = { definition: { id: string, staffing: { organisation: string, staffed: boolean, decidedByData: Array<string>, shortfalls: Array<{ kind: StaffingLack, element: string, message: string, messageId: string }> } | null } | null };

export type WorkflowsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type WorkflowsQuery = { definitions: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, key: string, name: string | null, version: number, tag: string | null, note: string | null, deployedAt: string, startable: boolean, openInstances: number }> } };

export type WorkflowQueryVariables = Exact<{
  key: string;
  version?: number | null | undefined;
}>;


export type WorkflowQuery = { definition: { id: string, key: string, name: string | null, version: number, tag: string | null, note: string | null, deployedAt: string, startable: boolean, hash: string, xml: string, openInstances: number, versions: Array<{ id: string, key: string, version: number, tag: string | null, note: string | null, deployedAt: string, openInstances: number }> } | null };

export type WorkflowProofQueryVariables = Exact<{
  key: string;
  version?: number | null | undefined;
}>;


export type WorkflowProofQuery = { definition: { id: string, proof: { sound: boolean, bounded: boolean, states: number, findings: Array<{ kind: ProcessFindingKind, element: string, line: number, trace: Array<string>, tokens: Array<string>, message: string, messageId: string, remedy: string, remedyId: string }> } | null } | null };

export type DeployWorkflowMutationVariables = Exact<{
  input: DeployWorkflowInput;
}>;


export type DeployWorkflowMutation = { deployWorkflow: { definitions: Array<{ id: string, key: string, name: string | null, version: number }>, diagnostics: Array<{ file: string, severity: string, code: string, element: string | null, line: number | null, message: string, messageId: string, remedy: string | null }>, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type ProblemPartsFragment = { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> };

export type TaskSummaryFragment = { id: string, element: string, name: string, state: TaskState, kind: string, businessKey: string | null, createdAt: string, due: string | null, completedAt: string | null, priority: number, overdue: boolean, zone: string, strategic: boolean, separateFrom: Array<string>, onBehalfOf: { person: { id: string, name: string }, position: { id: string, code: string, title: string, titleEn: string | null } } | null, organisation: { id: string, code: string, name: string }, instance: { id: string, businessKey: string | null, definition: { id: string, key: string, name: string | null } }, assignee: { key: string, label: string, labelEn: string } | null, candidates: Array<{ key: string, label: string, labelEn: string }> };

export type VersionPartsFragment = { id: string, version: number, fileName: string, contentType: string, size: number, sha256: string, createdAt: string, author: string | null, document: { id: string, kind: string, title: string, number: string | null, state: string }, signatures: Array<{ kind: string, name: string, title: string | null, mode: IncumbencyMode | null, at: string, algorithm: string, certified: boolean, sha256: string }> };

export type PersonPartsFragment = { id: string, name: string, email: string | null };

export type TaskChangedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type TaskChangedSubscription = { taskChanged: { kind: string, taskId: string, task: { id: string, element: string, name: string, state: TaskState, kind: string, businessKey: string | null, createdAt: string, due: string | null, completedAt: string | null, priority: number, overdue: boolean, zone: string, strategic: boolean, separateFrom: Array<string>, onBehalfOf: { person: { id: string, name: string }, position: { id: string, code: string, title: string, titleEn: string | null } } | null, organisation: { id: string, code: string, name: string }, instance: { id: string, businessKey: string | null, definition: { id: string, key: string, name: string | null } }, assignee: { key: string, label: string, labelEn: string } | null, candidates: Array<{ key: string, label: string, labelEn: string }> } | null } };

export type InstanceChangedSubscriptionVariables = Exact<{
  id: string;
}>;


export type InstanceChangedSubscription = { instanceChanged: { id: string, state: InstanceState } };

export type SignInMutationVariables = Exact<{
  input: SignInInput;
}>;


export type SignInMutation = { signIn: { session: { accessToken: string, refreshToken: string, expiresAt: string } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type RefreshSessionMutationVariables = Exact<{
  input: RefreshSessionInput;
}>;


export type RefreshSessionMutation = { refreshSession: { session: { accessToken: string, refreshToken: string, expiresAt: string } | null, problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type SignOutMutationVariables = Exact<{
  input: SignOutInput;
}>;


export type SignOutMutation = { signOut: { problem: { code: string, message: string, messageId: string, field: string | null, fields: Array<{ path: string, code: string, message: string, messageId: string }> } | null } };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { me: { organisationPath: string | null, person: { id: string, name: string, email: string | null }, incumbencies: Array<{ id: string, mode: IncumbencyMode, decree: string | null, validFrom: string, validTo: string | null, position: { id: string, code: string, title: string, titleEn: string | null, organisation: { id: string, code: string, name: string, zone: string } } }>, roles: Array<{ role: string, organisation: { id: string, code: string, name: string } }> } | null };

export type ServerFactsQueryVariables = Exact<{ [key: string]: never; }>;


export type ServerFactsQuery = { serverInfo: { version: string, demo: boolean, now: string, publicUrl: string } };

