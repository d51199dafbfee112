//! What can be changed in the register, and what a CSV file would change: plain values that pass the door for writes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::commands::Problem;

/// One change of the register by one person.
#[derive(Debug, Clone, Serialize)]
#[serde(
    tag = "change",
    rename_all = "SCREAMING_SNAKE_CASE",
    rename_all_fields = "camelCase"
)]
pub enum RegisterChange {
    /// Adds a person.
    CreatePerson {
        /// Name.
        name: String,
        /// Work address.
        email: String,
        /// `id` or `en`.
        language: String,
        /// Code of the organisation whose register it is.
        organisation: String,
        /// Whether a link to set a password is mailed.
        invite: bool,
    },
    /// Changes what is known of a person.
    ChangePerson {
        /// The person.
        person: Uuid,
        /// Name.
        name: Option<String>,
        /// Work address.
        email: Option<String>,
        /// `id` or `en`.
        language: Option<String>,
    },
    /// Mails a link with which a person sets a password.
    InvitePerson {
        /// The person.
        person: Uuid,
    },
    /// Blocks an account and ends its sessions, or lets it in again.
    BlockAccount {
        /// The person.
        person: Uuid,
        /// Blocked or not.
        blocked: bool,
    },
    /// Adds an organisation.
    CreateOrganisation {
        /// Code below that of the organisation above.
        code: String,
        /// Indonesian name.
        name: String,
        /// English name.
        name_en: Option<String>,
        /// For instance `OPD`.
        kind: String,
        /// For instance `HEALTH`.
        function: Option<String>,
        /// Code of the organisation above.
        parent: String,
        /// First day.
        valid_from: NaiveDate,
    },
    /// Renames an organisation, or puts it below another one.
    ChangeOrganisation {
        /// Code.
        organisation: String,
        /// Indonesian name.
        name: Option<String>,
        /// English name.
        name_en: Option<String>,
        /// Code of the organisation above.
        parent: Option<String>,
    },
    /// Ends an organisation that nobody sits in any more.
    CloseOrganisation {
        /// Code.
        organisation: String,
        /// Last day.
        last_day: NaiveDate,
    },
    /// Lets organisations go on with the work of others: rename, merger, split.
    SucceedOrganisation {
        /// `RENAME`, `MERGE` or `SPLIT`.
        kind: String,
        /// Codes of those that end.
        predecessors: Vec<String>,
        /// Codes of those that go on; the first one inherits what is not said otherwise.
        successors: Vec<String>,
        /// Which position goes on with the work of which, by code.
        positions: Vec<(String, String)>,
        /// Number of the regulation.
        decree: String,
        /// First day of the successors.
        valid_from: NaiveDate,
    },
    /// Adds a position.
    CreatePosition {
        /// Code below that of its organisation.
        code: String,
        /// Indonesian title.
        title: String,
        /// English title.
        title_en: Option<String>,
        /// Code of its organisation.
        organisation: String,
        /// Code of the position above.
        superior: Option<String>,
    },
    /// Changes the title or the superior of a position.
    ChangePosition {
        /// Code.
        position: String,
        /// Indonesian title.
        title: Option<String>,
        /// English title.
        title_en: Option<String>,
        /// Code of the position above.
        superior: Option<String>,
    },
    /// Ends a position; what is addressed to it goes to the successor.
    ClosePosition {
        /// Code.
        position: String,
        /// Last day.
        last_day: NaiveDate,
        /// Code of the position that goes on with its work.
        successor: Option<String>,
    },
    /// Grants a role to a position within an organisation.
    GrantRole {
        /// Code of the position.
        position: String,
        /// For instance `OPD_HEAD`.
        role: String,
        /// Code of the organisation; that of the position when absent.
        organisation: Option<String>,
    },
    /// Takes a role from a position.
    RevokeRole {
        /// Code of the position.
        position: String,
        /// For instance `OPD_HEAD`.
        role: String,
    },
    /// Ends an incumbency.
    EndIncumbency {
        /// The incumbency.
        incumbency: Uuid,
        /// Last day.
        last_day: NaiveDate,
        /// Number of the decree.
        decree: String,
    },
    /// Lends the work of a position for a while.
    LendPosition {
        /// `DELEGATION` or `ABSENCE`.
        kind: String,
        /// Code of the position.
        position: String,
        /// Person id or work address of who does the work meanwhile.
        to: String,
        /// First day.
        valid_from: NaiveDate,
        /// Last day.
        last_day: Option<NaiveDate>,
        /// Why.
        reason: String,
    },
    /// Takes a loan back.
    EndLoan {
        /// The loan.
        delegation: Uuid,
    },
    /// Reads people, positions, roles and appointments from a CSV file.
    Import {
        /// The file, base64.
        content: String,
        /// Only tell what would change.
        dry_run: bool,
        /// Apply what can be applied although lines are refused.
        skip_refused: bool,
    },
}

/// What an import did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportReport {
    /// Whether the register was changed.
    pub applied: bool,
    /// Every line of the file that says something.
    pub lines: Vec<ImportLine>,
}

impl ImportReport {
    /// How many lines came out like this.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        let alike = |line: &&ImportLine| line.outcome == outcome;
        self.lines.iter().filter(alike).count()
    }
}

/// How a line compares with the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// It stands in the register already.
    Unchanged,
    /// Something is changed.
    Changed,
    /// Something is added, nothing is changed.
    New,
    /// It cannot be taken over.
    Refused,
}

/// One line of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportLine {
    /// Number in the file, the heading is 1.
    pub line: u32,
    /// Whom or what it is about.
    pub subject: String,
    /// All in all.
    pub outcome: Outcome,
    /// One by one.
    pub effects: Vec<ImportEffect>,
    /// Why it is refused.
    pub problem: Option<Problem>,
}

/// One effect of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportEffect {
    /// `PERSON`, `POSITION`, `ROLE`, `APPOINTMENT` or `INVITATION`.
    pub kind: String,
    /// New, changed or unchanged.
    pub outcome: Outcome,
    /// What was there.
    pub before: Option<String>,
    /// What is there then.
    pub after: String,
}
