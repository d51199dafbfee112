// The normalised cache: things with an id are kept once, value objects stay inside their owner, and lists are asked again
// when something enters or leaves them (the server alone knows who may see what).
import { type Cache, cacheExchange } from '@urql/exchange-graphcache';

const valueObjects = [
  'ActorStamp', 'AuditVerification', 'DemoAccount', 'Diagnostic', 'ElectorVote', 'Explanation', 'FieldProblem', 'Form', 'Me',
  'PageInfo', 'Principal', 'Problem', 'Region', 'RoleGrant', 'ServerInfo', 'Session', 'SignatureInfo', 'Step', 'Tally',
  'TaskAction', 'TaskChange', 'TaskConnection', 'TaskCounts', 'TaskEdge', 'TimelineConnection', 'TimelineEntry', 'TimerInfo',
  'Token', 'Verification', 'VisitedElement', 'VoteInfo', 'ProcessInstanceConnection', 'ProcessDefinitionConnection',
  'OrganisationConnection', 'ElementInstance', 'Suspension', 'ProcessProof', 'ProcessFinding', 'IncidentConnection', 'JobConnection',
  'ElementMapping', 'MigrationMove', 'MigrationObstacle', 'MigrationTask', 'MigrationItem', 'MigrationItemConnection', 'MigrationBatchConnection',
  'PaperTemplate', 'TemplateFact', 'TemplateVersionConnection', 'PaperTemplatePayload', 'DocumentText', 'DocumentDiff', 'DiffPassage', 'DiffPart', 'DiffPassageConnection', 'PositionConnection', 'RegionConnection', 'SentMailConnection',
  'Kpis', 'OnTimeRate', 'OnTimeMonth', 'OnTimeOrganisation', 'OverdueTasks', 'OverdueTask', 'StepTime', 'OfficeHoursSpread', 'StepRework', 'ReturnReason', 'ActingShare', 'ModeCount',
  'NoticeConnection', 'NoticePreferences',
  'RegisterNote', 'RegisterNoteConnection', 'PersonConnection', 'DelegationConnection', 'ImportPlan', 'ImportLine', 'ImportEffect', 'OnBehalfOf',
  'Record', 'RecordFault', 'RecordCheckConnection', 'RecordCheckpoint', 'RecordCheckpointConnection', 'CheckpointLetter', 'JournalEntry', 'JournalEntryConnection',
  'ProcessingActivity', 'RetentionPeriod', 'DisposalConnection', 'PrivacyActConnection', 'Staffing', 'StaffingShortfall', 'WebhookConnection', 'WebhookSecret',
  'Disposition', 'NumberRegister', 'RegisterGap', 'RegisterEntry', 'RegisterEntryConnection',
];

function forgetLists(cache: Cache, ...names: string[]): void {
  for (const field of cache.inspectFields('Query')) {
    if (names.includes(field.fieldName)) cache.invalidate('Query', field.fieldName, field.arguments);
  }
}

const afterTaskWork = (_result: unknown, _args: unknown, cache: Cache): void => forgetLists(cache, 'tasks', 'taskCounts');

const afterCaseMoved = (_result: unknown, _args: unknown, cache: Cache): void => forgetLists(cache, 'tasks', 'taskCounts', 'instances', 'incidents', 'jobs');

export function createCache() {
  return cacheExchange({
    keys: Object.fromEntries(valueObjects.map((name) => [name, () => null])),
    resolvers: {
      Query: {
        task: (_parent, args) => ({ __typename: 'Task', id: args['id'] as string }),
      },
    },
    updates: {
      Mutation: {
        claimTask: afterTaskWork,
        releaseTask: afterTaskWork,
        assignTask: afterTaskWork,
        completeTask: afterTaskWork,
        returnTask: afterTaskWork,
        lendPosition: afterTaskWork,
        endLoan: afterTaskWork,
        castVote: afterTaskWork,
        startInstance: (_result, _args, cache) => forgetLists(cache, 'tasks', 'taskCounts', 'instances'),
        cancelInstance: afterCaseMoved,
        suspendInstance: afterCaseMoved,
        resumeInstance: afterCaseMoved,
        modifyInstance: afterCaseMoved,
        retryIncident: (_result, _args, cache) => forgetLists(cache, 'tasks', 'taskCounts', 'incidents', 'jobs'),
        markNoticesRead: (_result, _args, cache) => forgetLists(cache, 'notices', 'unreadNotices'),
        setNoticePreferences: (_result, _args, cache) => forgetLists(cache, 'noticePreferences'),
        decideDisposals: (_result, _args, cache) => forgetLists(cache, 'disposals', 'privacyActs'),
        pseudonymisePerson: (_result, _args, cache) => forgetLists(cache, 'privacyActs'),
        setRetentionPeriod: (_result, _args, cache) => forgetLists(cache, 'retentionPeriods', 'processingActivities', 'privacyActs'),
        registerWebhook: (_result, _args, cache) => forgetLists(cache, 'webhooks'),
        deployWorkflow: (_result, _args, cache) => forgetLists(cache, 'definitions', 'definition'),
      },
      Subscription: {
        taskChanged: afterTaskWork,
      },
    },
  });
}
