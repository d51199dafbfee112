//! What can be asked for. Reads are scoped lists, writes go through the one door (`server/src/commands`).

use std::fmt;

use serde::{Deserialize, Serialize};

/// Something a person may want to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Action {
    /// Sees a task.
    TaskRead,
    /// Takes a task.
    TaskClaim,
    /// Gives a claimed task back.
    TaskRelease,
    /// Gives a task to somebody else (delegation, disposition).
    TaskAssign,
    /// Changes the deadline or priority of a task.
    TaskReschedule,
    /// Finishes a task, signs or initials through it.
    TaskComplete,
    /// Sends a task back with a reason.
    TaskReturn,
    /// Votes.
    BallotCast,
    /// Sees a case.
    InstanceRead,
    /// Begins a case.
    InstanceStart,
    /// Ends a case.
    InstanceCancel,
    /// Holds a case, and lets it go on.
    InstanceSuspend,
    /// Repairs a running case: variables, tokens, version.
    InstanceModify,
    /// Tries again what an incident stopped.
    IncidentRetry,
    /// Publishes a message to a case.
    MessagePublish,
    /// Reads process, decision and form definitions.
    DefinitionRead,
    /// Deploys definitions.
    DefinitionDeploy,
    /// Reads a document.
    DocumentRead,
    /// Reads a confidential evidence file; every read is logged.
    EvidenceRead,
    /// Uploads a document or a version for a task.
    DocumentUpload,
    /// Reads organisations, positions and regions.
    OrganisationRead,
    /// Changes organisations, positions, incumbencies.
    OrganisationAdmin,
    /// Grants or takes the roles that oversee the others: administrator, auditor, machine, national programme.
    TrustAdmin,
    /// Lends the work of a position: delegation inside an agency, a stand-in for an absence.
    PositionLend,
    /// Reads who changed the register, and how.
    RegisterHistoryRead,
    /// Reads who holds which position.
    PersonRead,
    /// Creates, blocks and resets accounts.
    UserAdmin,
    /// Changes the working calendar.
    CalendarAdmin,
    /// Reads the journal and its proofs.
    AuditRead,
    /// Reads who read what.
    AccessLogRead,
    /// Sees content whose retention has ended, and what was done about personal data.
    DisposalRead,
    /// Decides that such content is destroyed or kept for longer.
    DisposalDecide,
    /// Reads sent mails.
    MailRead,
    /// Reads performance figures.
    KpiRead,
    /// Sees which jobs wait and who holds them.
    JobRead,
    /// Takes jobs of an outside type and answers for them.
    JobWork,
    /// Sees where an organisation's webhooks go.
    WebhookRead,
    /// Registers webhook endpoints and rotates their secrets.
    WebhookAdmin,
    /// Changes the templates of papers.
    TemplateAdmin,
}

impl Action {
    /// Every action.
    pub const ALL: &'static [Action] = &[
        Action::TaskRead,
        Action::TaskClaim,
        Action::TaskRelease,
        Action::TaskAssign,
        Action::TaskReschedule,
        Action::TaskComplete,
        Action::TaskReturn,
        Action::BallotCast,
        Action::InstanceRead,
        Action::InstanceStart,
        Action::InstanceCancel,
        Action::InstanceSuspend,
        Action::InstanceModify,
        Action::IncidentRetry,
        Action::MessagePublish,
        Action::DefinitionRead,
        Action::DefinitionDeploy,
        Action::DocumentRead,
        Action::EvidenceRead,
        Action::DocumentUpload,
        Action::OrganisationRead,
        Action::OrganisationAdmin,
        Action::TrustAdmin,
        Action::PositionLend,
        Action::RegisterHistoryRead,
        Action::PersonRead,
        Action::UserAdmin,
        Action::CalendarAdmin,
        Action::AuditRead,
        Action::AccessLogRead,
        Action::DisposalRead,
        Action::DisposalDecide,
        Action::MailRead,
        Action::KpiRead,
        Action::JobRead,
        Action::JobWork,
        Action::WebhookRead,
        Action::WebhookAdmin,
        Action::TemplateAdmin,
    ];

    /// The name in logs and the matrix, `TASK_CLAIM`.
    pub const fn code(self) -> &'static str {
        match self {
            Action::TaskRead => "TASK_READ",
            Action::TaskClaim => "TASK_CLAIM",
            Action::TaskRelease => "TASK_RELEASE",
            Action::TaskAssign => "TASK_ASSIGN",
            Action::TaskReschedule => "TASK_RESCHEDULE",
            Action::TaskComplete => "TASK_COMPLETE",
            Action::TaskReturn => "TASK_RETURN",
            Action::BallotCast => "BALLOT_CAST",
            Action::InstanceRead => "INSTANCE_READ",
            Action::InstanceStart => "INSTANCE_START",
            Action::InstanceCancel => "INSTANCE_CANCEL",
            Action::InstanceSuspend => "INSTANCE_SUSPEND",
            Action::InstanceModify => "INSTANCE_MODIFY",
            Action::IncidentRetry => "INCIDENT_RETRY",
            Action::MessagePublish => "MESSAGE_PUBLISH",
            Action::DefinitionRead => "DEFINITION_READ",
            Action::DefinitionDeploy => "DEFINITION_DEPLOY",
            Action::DocumentRead => "DOCUMENT_READ",
            Action::EvidenceRead => "EVIDENCE_READ",
            Action::DocumentUpload => "DOCUMENT_UPLOAD",
            Action::OrganisationRead => "ORGANISATION_READ",
            Action::OrganisationAdmin => "ORGANISATION_ADMIN",
            Action::TrustAdmin => "TRUST_ADMIN",
            Action::PositionLend => "POSITION_LEND",
            Action::RegisterHistoryRead => "REGISTER_HISTORY_READ",
            Action::PersonRead => "PERSON_READ",
            Action::UserAdmin => "USER_ADMIN",
            Action::CalendarAdmin => "CALENDAR_ADMIN",
            Action::AuditRead => "AUDIT_READ",
            Action::AccessLogRead => "ACCESS_LOG_READ",
            Action::DisposalRead => "DISPOSAL_READ",
            Action::DisposalDecide => "DISPOSAL_DECIDE",
            Action::MailRead => "MAIL_READ",
            Action::KpiRead => "KPI_READ",
            Action::JobRead => "JOB_READ",
            Action::JobWork => "JOB_WORK",
            Action::WebhookRead => "WEBHOOK_READ",
            Action::WebhookAdmin => "WEBHOOK_ADMIN",
            Action::TemplateAdmin => "TEMPLATE_ADMIN",
        }
    }

    /// Whether the action changes nothing.
    pub const fn is_read(self) -> bool {
        use Action::*;
        matches!(
            self,
            TaskRead
                | InstanceRead
                | DefinitionRead
                | DocumentRead
                | EvidenceRead
                | OrganisationRead
                | RegisterHistoryRead
                | PersonRead
                | AuditRead
                | AccessLogRead
                | DisposalRead
                | MailRead
                | KpiRead
                | JobRead
                | WebhookRead
        )
    }

    /// Whether the action is part of a decision of government, which the system's administrator stays out of.
    pub const fn is_business(self) -> bool {
        use Action::*;
        matches!(
            self,
            TaskClaim
                | TaskRelease
                | TaskAssign
                | TaskReschedule
                | TaskComplete
                | TaskReturn
                | BallotCast
                | InstanceStart
                | InstanceCancel
                | MessagePublish
                | DocumentUpload
                | DisposalDecide
                | JobWork
        )
    }

    /// Whether a task's candidates and assignee may do it, because the task is addressed to them.
    pub const fn is_addressed(self) -> bool {
        use Action::*;
        matches!(
            self,
            TaskClaim
                | TaskRelease
                | TaskAssign
                | TaskComplete
                | TaskReturn
                | BallotCast
                | DocumentUpload
        )
    }

    /// The read that shows the object of this action: without it, the object is hidden.
    pub const fn seen_through(self) -> Action {
        use Action::*;
        match self {
            TaskClaim | TaskRelease | TaskAssign | TaskReschedule | TaskComplete | TaskReturn
            | BallotCast | DocumentUpload => TaskRead,
            InstanceCancel | InstanceSuspend | InstanceModify | IncidentRetry | MessagePublish => {
                InstanceRead
            }
            InstanceStart | DefinitionDeploy | TemplateAdmin => DefinitionRead,
            OrganisationAdmin | TrustAdmin | PositionLend | CalendarAdmin => OrganisationRead,
            UserAdmin => PersonRead,
            WebhookAdmin => WebhookRead,
            DisposalDecide => DisposalRead,
            // Work is taken from a list: a job that may not be worked on is not on it, even for those who may read it.
            JobWork => JobWork,
            TaskRead | InstanceRead | DefinitionRead | DocumentRead | EvidenceRead
            | OrganisationRead | RegisterHistoryRead | PersonRead | AuditRead | AccessLogRead
            | DisposalRead | MailRead | KpiRead | JobRead | WebhookRead => self,
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
