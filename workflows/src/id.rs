//! Typed identities, so that a task can never be passed where a person is meant.
//!
//! Inside, an id is a 128-bit UUID. At every edge (GraphQL, URLs, logs, FEEL variables) it is written with the
//! prefix of its kind: `task_018f…` in 32 lower-case hexadecimal digits, so that a reader sees what it names and a
//! wrong kind is refused before any look-up. New random ids are the server's business; ids of rows that follow from
//! an event are *derived* here, so that replaying a journal names the same rows again (ARCHITECTURE 2.1).

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What an id names. Implemented by the empty types in [`kind`]; never carried at run time.
pub trait Kind: 'static {
    /// Visible prefix at the edge, without the underscore.
    const PREFIX: &'static str;
}

/// An identity of one kind; as small and as cheap to copy as a UUID.
///
/// Ids of different kinds do not mix:
/// ```compile_fail
/// use workflows::id::{PersonId, TaskId};
/// fn claim(_task: TaskId, _by: PersonId) {}
/// let task = TaskId::from_uuid(uuid::Uuid::nil());
/// claim(task, task);
/// ```
pub struct Id<K: Kind> {
    uuid: Uuid,
    kind: PhantomData<fn() -> K>,
}

impl<K: Kind> Id<K> {
    /// Takes a stored UUID as an id of this kind.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self {
            uuid,
            kind: PhantomData,
        }
    }

    /// The UUID as it is stored.
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }

    /// The id of the `key`-th thing of this kind that `parent` gave birth to at `at_ms` (milliseconds since 1970 UTC).
    ///
    /// The layout is a UUID version 7: 48 bits of time, so that rows sort by age, and 74 bits of SHA-256 over the
    /// prefix, the parent and the key in the place of chance. The same arguments give the same id at each replay.
    pub fn derived(parent: Uuid, key: u64, at_ms: i64) -> Self {
        let mut hash = Sha256::new();
        hash.update(K::PREFIX.as_bytes());
        hash.update([0]);
        hash.update(parent.as_bytes());
        hash.update(key.to_be_bytes());
        let digest = hash.finalize();
        let mut bytes = [0_u8; 16];
        let time = at_ms.max(0).to_be_bytes();
        bytes[..6].copy_from_slice(&time[2..]);
        bytes[6..].copy_from_slice(&digest[..10]);
        bytes[6] = (bytes[6] & 0x0f) | 0x70;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Self::from_uuid(Uuid::from_bytes(bytes))
    }
}

impl<K: Kind> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K: Kind> Copy for Id<K> {}
impl<K: Kind> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<K: Kind> Eq for Id<K> {}
impl<K: Kind> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<K: Kind> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<K: Kind> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}
impl<K: Kind> From<Uuid> for Id<K> {
    fn from(uuid: Uuid) -> Self {
        Self::from_uuid(uuid)
    }
}
impl<K: Kind> From<Id<K>> for Uuid {
    fn from(id: Id<K>) -> Self {
        id.uuid
    }
}
impl<K: Kind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", K::PREFIX, self.uuid.simple())
    }
}
impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why a text is not an id of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The text bears another prefix, or none.
    #[error("expected an id that begins with {expected}_")]
    Kind {
        /// The prefix that was asked for.
        expected: &'static str,
    },
    /// The part behind the prefix is not 32 lower-case hexadecimal digits.
    #[error("an id is its prefix and 32 lower-case hexadecimal digits")]
    Digits,
}

impl<K: Kind> FromStr for Id<K> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let digits = text
            .strip_prefix(K::PREFIX)
            .and_then(|rest| rest.strip_prefix('_'))
            .ok_or(IdError::Kind {
                expected: K::PREFIX,
            })?;
        // One spelling only: upper case, braces and hyphens would make two names of one thing.
        if digits.len() != 32
            || !digits
                .bytes()
                .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        {
            return Err(IdError::Digits);
        }
        Uuid::try_parse(digits)
            .map(Self::from_uuid)
            .map_err(|_| IdError::Digits)
    }
}

impl<K: Kind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de, K: Kind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

macro_rules! kinds {
    ($($kind:ident, $alias:ident, $prefix:literal, $doc:literal;)*) => {
        /// The kinds of thing an id can name.
        pub mod kind {
            $(
                #[doc = $doc]
                #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
                pub enum $kind {}
                impl super::Kind for $kind {
                    const PREFIX: &'static str = $prefix;
                }
            )*
        }
        $(
            #[doc = concat!($doc, " Written `", $prefix, "_…`.")]
            pub type $alias = Id<kind::$kind>;
        )*
        /// Every prefix in use, for documentation and for telling kinds apart.
        pub const PREFIXES: &[&str] = &[$($prefix),*];
    };
}

kinds! {
    Task, TaskId, "task", "A user task: work that waits for a person.";
    Instance, InstanceId, "inst", "A process instance.";
    Definition, DefinitionId, "def", "A version of a process, decision or form definition.";
    Deployment, DeploymentId, "dep", "A set of definitions deployed together.";
    Organisation, OrganisationId, "org", "An organisation: ministry, region, agency, council, village.";
    Position, PositionId, "pos", "An office that bears authority.";
    Incumbency, IncumbencyId, "inc", "A person's hold of a position for a period.";
    Delegation, DelegationId, "dlg", "A loan of a position's work to another person.";
    Person, PersonId, "per", "A person.";
    Account, AccountId, "acc", "A sign-in account of a person.";
    Session, SessionId, "ses", "A signed-in session.";
    Document, DocumentId, "doc", "A document through all its versions.";
    DocumentVersion, DocumentVersionId, "ver", "One version of a document, bound to its content hash.";
    Signature, SignatureId, "sig", "A signature or initial under one document version.";
    Council, CouncilId, "ccl", "A council by decree.";
    Meeting, MeetingId, "mtg", "A council meeting.";
    Ballot, BallotId, "bal", "A ballot cast in a vote.";
    Job, JobId, "job", "Work leased to a built-in or external worker.";
    Timer, TimerId, "tmr", "A timer that waits to fire.";
    Message, MessageId, "msg", "A published message.";
    Incident, IncidentId, "icd", "Something that stopped an element until a person helps.";
    Event, EventId, "evt", "An entry of the journal.";
    Mail, MailId, "mail", "A mail to be sent.";
    Notice, NoticeId, "ntc", "Something that a person is told in the application.";
    Webhook, WebhookId, "whk", "An address outside that processes tell things to.";
    PaperTemplate, PaperTemplateId, "tpl", "A version of a paper's template.";
    Comment, CommentId, "cmt", "A comment on a task, document or instance.";
    CalendarVersion, CalendarVersionId, "cal", "A version of the working calendar.";
    Migration, MigrationId, "mig", "A batch of cases that move to another version.";
    RecordCheck, RecordCheckId, "chk", "A verification or an export of the record.";
    Disposal, DisposalId, "dsp", "A proposal to destroy the content of a document.";
    Cohort, CohortId, "coh", "An intake of regencies.";
    Enrollment, EnrollmentId, "enr", "A regency's membership of a cohort.";
}
