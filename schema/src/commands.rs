//! What the API may ask to be written, and what it is answered: the one door between `graph` and the server.
//!
//! A mutation checks shapes, builds one [`Request`] and submits it; permission, rules and storage are behind the door.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;
use workflows::access::Actor;

use crate::job_ref::JobRef;
use crate::register_change::{ImportReport, RegisterChange};

/// A write, exactly one a mutation.
#[derive(Debug, Clone, Serialize)]
#[serde(
    tag = "operation",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Request {
    /// Deploys BPMN, DMN, form and mail files together.
    DeployWorkflow {
        /// Name and text of each file.
        files: Vec<File>,
        /// Why.
        note: Option<String>,
        /// Only say what the checks and the proof find.
        check_only: bool,
    },
    /// Begins an instance.
    StartInstance {
        /// BPMN process id.
        definition_key: String,
        /// Version; the newest when absent.
        version: Option<i32>,
        /// Organisation code that owns it.
        organisation: String,
        /// Business key; given by the register when absent.
        business_key: Option<String>,
        /// Initial variables.
        variables: Json,
    },
    /// Takes a task.
    ClaimTask {
        /// The task.
        task: Uuid,
    },
    /// Gives a task back to its candidates.
    ReleaseTask {
        /// The task.
        task: Uuid,
    },
    /// Gives a task to somebody.
    AssignTask {
        /// The task.
        task: Uuid,
        /// Person id or position code.
        assignee: String,
    },
    /// Keeps what was written so far, without any check.
    SaveTaskDraft {
        /// The task.
        task: Uuid,
        /// Form values.
        draft: Json,
    },
    /// Finishes a task.
    CompleteTask {
        /// The task.
        task: Uuid,
        /// Form values.
        variables: Json,
    },
    /// Sends a task back.
    ReturnTask {
        /// The task.
        task: Uuid,
        /// Shared reason code (DOMAIN 12).
        reason_code: String,
        /// Free text, required for `OTHER`.
        note: Option<String>,
    },
    /// Votes on a roll call.
    CastVote {
        /// The elector's task.
        task: Uuid,
        /// `APPROVE`, `APPROVE_WITH_NOTES`, `REJECT` or `ABSTAIN`.
        choice: String,
        /// Required unless `APPROVE`.
        note: Option<String>,
        /// A dissent statement will follow.
        dissent_later: bool,
    },
    /// Does a task through the link of a mail.
    AnswerByLink {
        /// The link.
        link: Uuid,
        /// What was decided.
        answer: LinkAnswer,
    },
    /// Sets how the caller wants to hear of their tasks.
    SetNoticePreferences {
        /// By mail.
        mail: bool,
        /// In the application.
        in_app: bool,
        /// To an address of their own.
        webhook_url: Option<String>,
        /// Beginning of the quiet hours, minutes after midnight.
        quiet_from: Option<i32>,
        /// Their end.
        quiet_to: Option<i32>,
    },
    /// Marks notices of the caller as read.
    MarkNoticesRead {
        /// Only these.
        notices: Option<Vec<Uuid>>,
    },
    /// Publishes a message.
    PublishMessage {
        /// Name.
        name: String,
        /// Key.
        correlation_key: Option<String>,
        /// Payload.
        variables: Json,
        /// Seconds that it is buffered; an hour when absent.
        time_to_live: Option<i64>,
    },
    /// Broadcasts a signal.
    BroadcastSignal {
        /// Name.
        name: String,
        /// Only instances below this organisation code.
        organisation: Option<String>,
        /// Payload.
        variables: Json,
    },
    /// Ends an instance.
    CancelInstance {
        /// The instance.
        instance: Uuid,
        /// Why.
        reason: String,
    },
    /// Tries again what an incident stopped.
    RetryIncident {
        /// The incident.
        incident: Uuid,
    },
    /// Leases jobs of one type to an outside worker.
    ActivateJobs {
        /// Job type.
        kind: String,
        /// Name that the worker gives itself.
        worker: String,
        /// Most jobs.
        max_jobs: u32,
        /// How long they are the worker's, in seconds.
        lease_seconds: u32,
    },
    /// An outside worker has finished a job.
    CompleteJob {
        /// The job.
        job: JobRef,
        /// Of the lease.
        fencing_token: i64,
        /// What came of it.
        variables: Json,
        /// What a task listener answers.
        result: Option<ListenerAnswer>,
    },
    /// An outside worker could not do a job.
    FailJob {
        /// The job.
        job: JobRef,
        /// Of the lease.
        fencing_token: i64,
        /// Attempts left; one less than before when absent.
        retries: Option<u32>,
        /// Not before so many seconds.
        retry_after_seconds: u32,
        /// For the operator.
        message: String,
    },
    /// An outside worker throws a BPMN error.
    ThrowJobError {
        /// The job.
        job: JobRef,
        /// Of the lease.
        fencing_token: i64,
        /// Error code.
        code: String,
        /// For the operator, when nothing catches it.
        message: String,
        /// For the scope that catches it.
        variables: Json,
    },
    /// An outside worker needs more time.
    ExtendJobLease {
        /// The job.
        job: JobRef,
        /// Of the lease.
        fencing_token: i64,
        /// From now, in seconds.
        lease_seconds: u32,
    },
    /// Gives a person who has left another name.
    PseudonymisePerson {
        /// The person.
        person: Uuid,
        /// Why.
        reason: String,
    },
    /// Decides about content whose retention has ended.
    DecideDisposals {
        /// The proposals; all or none.
        disposals: Vec<Uuid>,
        /// Destroy it, instead of keeping it for longer.
        dispose: bool,
        /// Why.
        reason: String,
        /// Until when it is kept.
        keep_until: Option<NaiveDate>,
    },
    /// Sets how long a class of things is kept.
    SetRetentionPeriod {
        /// `DECISION` or `EVIDENCE`.
        class: String,
        /// Years; none: for good.
        years: Option<i32>,
        /// Why.
        reason: String,
    },
    /// Has the record verified.
    VerifyRecord {
        /// Only cases of this organisation (code) and below; what the caller may audit when absent.
        organisation: Option<String>,
    },
    /// Makes an address known to which processes may tell things.
    RegisterWebhook {
        /// Code of the organisation whose processes may.
        organisation: String,
        /// Name that models use.
        name: String,
        /// Where.
        url: String,
    },
    /// Signs with another secret, and for a while with both.
    RotateWebhookSecret {
        /// The endpoint.
        webhook: Uuid,
        /// Hours that the old secret goes on signing beside the new one.
        overlap_hours: u32,
    },
    /// Takes an endpoint out of use.
    RemoveWebhook {
        /// The endpoint.
        webhook: Uuid,
    },
    /// Holds an instance.
    SuspendInstance {
        /// The instance.
        instance: Uuid,
        /// Why.
        reason: String,
    },
    /// Lets a held instance go on.
    ResumeInstance {
        /// The instance.
        instance: Uuid,
        /// Why, if it was said.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Sets variables of an instance.
    SetVariables {
        /// The instance.
        instance: Uuid,
        /// Element instance whose local variables they become; the root scope when absent.
        scope: Option<u64>,
        /// The values.
        variables: Json,
        /// Why, if it was said.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Changes where the tokens of an instance are.
    ModifyInstance {
        /// The instance.
        instance: Uuid,
        /// In order; all or none.
        steps: Vec<ModifyStep>,
        /// Why.
        reason: String,
    },
    /// Moves live instances to another version, or asks whether they could.
    MigrateInstances {
        /// BPMN process id.
        definition_key: String,
        /// Version that they run; any other than the target when absent.
        from_version: Option<i32>,
        /// Version that they move to; the newest when absent.
        to_version: Option<i32>,
        /// Only those of this organisation (code) and below.
        organisation: Option<String>,
        /// Only these.
        instances: Option<Vec<Uuid>>,
        /// Elements and flows that have another id there.
        mapping: BTreeMap<String, String>,
        /// Evaluate candidates and deadlines of open tasks anew.
        reassign: bool,
        /// Only tell what would happen.
        dry_run: bool,
    },
    /// Takes a batch of migrations back, or asks whether it could be.
    RollBackMigration {
        /// The batch.
        batch: Uuid,
        /// Only tell what would happen.
        dry_run: bool,
    },
    /// Begins an instance at each conditional start event whose condition holds.
    EvaluateConditionalStarts {
        /// Organisation code that owns the new instances.
        organisation: String,
        /// Only this process.
        definition_key: Option<String>,
        /// What the conditions are evaluated over, and what the instances start with.
        variables: Json,
    },
    /// Puts a person into a position by a decree.
    AppointIncumbent {
        /// Position code.
        position: String,
        /// Person id or e-mail.
        person: String,
        /// `DEFINITIVE`, `PLT`, `PLH` or `PJ`.
        mode: String,
        /// Number of the decree.
        decree: String,
        /// First day.
        valid_from: NaiveDate,
        /// Last day.
        valid_to: Option<NaiveDate>,
    },
    /// Passes a document on to positions.
    DisposeDocument {
        /// The document.
        document: Uuid,
        /// Position codes.
        recipients: Vec<String>,
        /// `FOLLOW_UP`, `STUDY`, `ATTEND`, `COORDINATE`, `ANSWER` or `NOTE`.
        instruction: String,
        /// Words beside it.
        text: String,
        /// Due at the end of the office day on it, or on the next working day.
        due: NaiveDate,
    },
    /// Changes the text of a kind of paper.
    SavePaperTemplate {
        /// Code of the organisation whose papers use it.
        organisation: String,
        /// For instance `minutes`.
        name: String,
        /// The text; the one from above counts again when absent.
        source: Option<String>,
        /// Why.
        note: Option<String>,
    },
    /// Goes back to an earlier version of a template.
    RestorePaperTemplate {
        /// The version.
        version: Uuid,
    },
    /// Changes the register: people, organisations, positions, roles, loans.
    ChangeRegister(RegisterChange),
}

/// What somebody decides through the link of a mail.
#[derive(Debug, Clone, Serialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum LinkAnswer {
    /// A ballot, as [`Request::CastVote`] takes it.
    Vote {
        /// `APPROVE`, `APPROVE_WITH_NOTES`, `REJECT` or `ABSTAIN`.
        choice: String,
        /// Required unless `APPROVE`.
        note: Option<String>,
        /// A dissent statement will follow.
        dissent_later: bool,
    },
    /// A form, as [`Request::CompleteTask`] takes it.
    Form {
        /// Form values.
        variables: Json,
    },
}

/// What a task listener answers.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListenerAnswer {
    /// Refuses the transition, with these words.
    pub denied: Option<String>,
    /// Any of `assignee`, `candidateUsers`, `candidateGroups`, `dueDate`, `followUpDate`, `priority`.
    pub corrections: Json,
}

/// A step of [`Request::ModifyInstance`].
#[derive(Debug, Clone, Serialize)]
#[serde(
    tag = "kind",
    rename_all = "SCREAMING_SNAKE_CASE",
    rename_all_fields = "camelCase"
)]
pub enum ModifyStep {
    /// Puts a token before an element.
    Activate {
        /// BPMN id.
        element: String,
        /// Live scope around it.
        scope: Option<u64>,
        /// Local variables.
        variables: Json,
    },
    /// Ends an element instance.
    Cancel {
        /// Its key.
        element_instance: u64,
    },
    /// Both.
    Move {
        /// Key of what is ended.
        element_instance: u64,
        /// BPMN id of where to.
        element: String,
        /// Live scope around it.
        scope: Option<u64>,
        /// Local variables.
        variables: Json,
    },
}

/// A file of a deployment.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct File {
    /// File name with extension.
    pub name: String,
    /// Its text.
    pub content: String,
}

/// What came of it. Stored under the idempotency key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Answer {
    /// The task that was acted on.
    Task(Uuid),
    /// The instance that was started or changed.
    Instance(Uuid),
    /// New definitions, and what the checks said.
    Deployed {
        /// Definition ids.
        definitions: Vec<Uuid>,
        /// Findings, errors among them when nothing was deployed.
        diagnostics: Vec<Finding>,
    },
    /// How many instances were reached.
    Reached(i64),
    /// When the draft was kept.
    Saved(DateTime<Utc>),
    /// The incident.
    Incident(Uuid),
    /// The incumbency.
    Incumbency(Uuid),
    /// The person.
    Person(Uuid),
    /// The organisation.
    Organisation(Uuid),
    /// The organisations that go on.
    Organisations(Vec<Uuid>),
    /// The position.
    Position(Uuid),
    /// The loan of a position.
    Delegation(Uuid),
    /// What an import did or would do.
    Imported(ImportReport),
    /// The instances that were started.
    Instances(Vec<Uuid>),
    /// The batch of migrations.
    Migration(Uuid),
    /// The proposals that were decided.
    Disposals(Vec<Uuid>),
    /// Nothing that has an id of its own.
    Done,
    /// The verification of the record.
    RecordCheck(Uuid),
    /// Jobs that are the caller's for a while.
    Jobs(Vec<Lease>),
    /// The job that was answered for.
    Job(JobRef),
    /// Until when the job is the caller's.
    Leased(DateTime<Utc>),
    /// The caller's preferences were kept.
    Preferences {
        /// Their address is new, and so is its secret.
        fresh_secret: bool,
    },
    /// Noted; there is nothing to show.
    Noted,
    /// The endpoint that was taken out of use.
    Webhook(Uuid),
    /// The endpoint and its newest secret.
    WebhookSecret {
        /// The endpoint.
        webhook: Uuid,
        /// Row of the secret; its text is not kept here.
        secret: Uuid,
    },
    /// The version of a template that counts now.
    PaperTemplate {
        /// The version.
        version: Uuid,
    },
}

/// A job in a worker's hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lease {
    /// The job.
    pub job: JobRef,
    /// What its holder shows; a later lease has a larger one.
    pub fencing_token: i64,
}

/// A finding of the deploy-time checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// File name.
    pub file: String,
    /// `ERROR`, `WARNING` or `INFO`.
    pub severity: String,
    /// Typed code.
    pub code: String,
    /// BPMN element id.
    pub element: Option<String>,
    /// Line from 1.
    pub line: Option<u32>,
    /// English sentence.
    pub message: String,
    /// Indonesian sentence.
    pub message_id: String,
    /// What to do.
    pub remedy: Option<String>,
}

/// A refusal that a person can act on. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{code}: {message}")]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Stable code, for instance `NOT_FOUND`, `ALREADY_COMPLETED`, `INVALID_FORM`.
    pub code: String,
    /// English sentence.
    pub message: String,
    /// Indonesian sentence.
    pub message_id: String,
    /// Input field that it is about.
    pub field: Option<String>,
    /// Problems of single form fields.
    #[serde(default)]
    pub fields: Vec<FieldProblem>,
}

/// A problem of one form field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldProblem {
    /// Path such as `roadmap[2].opd`.
    pub path: String,
    /// Typed code, for instance `REQUIRED`.
    pub code: String,
    /// English sentence.
    pub message: String,
    /// Indonesian sentence.
    pub message_id: String,
}

impl Problem {
    /// A problem with its two sentences: English first, then Indonesian.
    pub fn new(code: &str, message: impl Into<String>, message_id: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            message_id: message_id.into(),
            field: None,
            fields: Vec::new(),
        }
    }

    /// Says which input field it is about.
    #[must_use]
    pub fn at(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    /// The one answer for what is hidden and what is absent (ARCHITECTURE 6).
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(
            "NOT_FOUND",
            "This does not exist, or it is not yours to see.",
            "Data tidak ditemukan atau bukan wewenang Anda.",
        )
    }

    /// The caller is not signed in, or the token has expired.
    #[must_use]
    pub fn unauthenticated() -> Self {
        Self::new(
            "UNAUTHENTICATED",
            "Sign in again: the session is missing or has expired.",
            "Silakan masuk kembali: sesi tidak ada atau sudah berakhir.",
        )
    }

    /// A fault of ours: logged under `reference`, shown without detail.
    #[must_use]
    pub fn internal(reference: &str) -> Self {
        Self::new(
            "INTERNAL_SERVER_ERROR",
            format!(
                "Something failed on our side. Please try again; if it happens again, tell the operator the reference {reference}."
            ),
            format!(
                "Terjadi gangguan di sistem. Silakan coba lagi; bila terulang, sampaikan rujukan {reference} kepada pengelola."
            ),
        )
    }
}

/// The door for writes, implemented by the server.
#[async_trait]
pub trait Commands: Send + Sync {
    /// Carries out `request` for `by`, once per idempotency key: the same key and input get the same answer.
    ///
    /// # Errors
    /// A [`Problem`]; nothing was changed then.
    async fn submit(
        &self,
        by: &Actor,
        idempotency_key: Option<String>,
        request: Request,
    ) -> Result<Answer, Problem>;

    /// Notes in the access log that `by` reads these document versions, for `purpose` (`READ_TEXT`, `COMPARE`).
    ///
    /// # Errors
    /// `NOT_FOUND` when one of them is not theirs to read; nothing may be shown then.
    async fn note_reading(
        &self,
        by: &Actor,
        versions: Vec<Uuid>,
        purpose: &'static str,
    ) -> Result<(), Problem>;
}

/// A session as the caller receives it.
#[derive(Debug, Clone)]
pub struct Session {
    /// EdDSA JWT.
    pub access_token: String,
    /// Opaque, rotated at each use.
    pub refresh_token: String,
    /// End of the access token.
    pub expires_at: DateTime<Utc>,
}

/// Sign-in, implemented by the server.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// E-mail and password to a session; counts failures per account and per address.
    ///
    /// # Errors
    /// `INVALID_CREDENTIALS` or `TOO_MANY_ATTEMPTS`.
    async fn sign_in(
        &self,
        email: &str,
        password: &str,
        address: Option<std::net::IpAddr>,
    ) -> Result<Session, Problem>;
    /// Sets the password of the account that an invitation's link names, once.
    ///
    /// # Errors
    /// `LINK_EXPIRED` or `WEAK_PASSWORD`.
    async fn set_password(&self, secret: &str, password: &str) -> Result<(), Problem>;
    /// Rotates a refresh token; a second use ends the whole family.
    ///
    /// # Errors
    /// `UNAUTHENTICATED`.
    async fn refresh(&self, refresh_token: &str) -> Result<Session, Problem>;
    /// Ends the session.
    ///
    /// # Errors
    /// Faults of storage only.
    async fn sign_out(&self, refresh_token: &str) -> Result<(), Problem>;
    /// The actor as of now, for what outlives a request: changes of office and blocked accounts take effect at once.
    /// `None` when the account may no longer sign in.
    ///
    /// # Errors
    /// Faults of storage only.
    async fn current(&self, actor: &Actor) -> Result<Option<Actor>, Problem>;
}
