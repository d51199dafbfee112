//! What can go wrong behind the door: a problem for the person, or a fault of ours for the log.

use schema::commands::Problem;
use sea_orm::DbErr;
use uuid::Uuid;
use workflows::access::Reason;
use workflows::engine::refusal::Refusal;

/// The error of every write.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Shown to the person.
    #[error(transparent)]
    Problem(#[from] Problem),
    /// Logged; the person sees a reference.
    #[error("database: {0}")]
    Database(#[from] DbErr),
}

impl Fault {
    /// What the person is told. A fault of ours is logged here, with the reference that the person sees.
    #[must_use]
    pub fn into_problem(self, what: &str) -> Problem {
        match self {
            Self::Problem(problem) => problem,
            Self::Database(error) => {
                let reference = Uuid::now_v7().simple().to_string();
                tracing::error!(%error, reference, what, "{what} failed: {error} (reference {reference})");
                Problem::internal(&reference)
            }
        }
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Problem(problem_of_refusal(&refusal))
    }
}

impl From<Reason> for Fault {
    fn from(reason: Reason) -> Self {
        if reason == Reason::Hidden {
            return Self::Problem(Problem::not_found());
        }
        Self::Problem(Problem::new(
            reason.code(),
            reason.sentence_en(),
            reason.sentence_id(),
        ))
    }
}

/// The engine's refusal in words for people.
#[must_use]
pub fn problem_of_refusal(refusal: &Refusal) -> Problem {
    match refusal {
        Refusal::AlreadyStarted => Problem::new(
            "ALREADY_STARTED",
            "This case has already started.",
            "Perkara ini sudah dimulai.",
        ),
        Refusal::CannotStart { reason } => Problem::new(
            "CANNOT_START",
            format!("The case cannot start: {reason}."),
            format!("Perkara tidak dapat dimulai: {reason}."),
        ),
        Refusal::NotFound { .. } => Problem::not_found(),
        Refusal::Withdrawn { .. } => Problem::new(
            "WITHDRAWN",
            "This task was withdrawn meanwhile. What you wrote has been kept as your draft.",
            "Tugas ini telah ditarik. Isian Anda tetap tersimpan sebagai draf.",
        ),
        Refusal::AlreadyCompleted { .. } => Problem::new(
            "ALREADY_COMPLETED",
            "This task has already been completed.",
            "Tugas ini sudah diselesaikan.",
        ),
        Refusal::ClaimedByOther { .. } => Problem::new(
            "CLAIMED_BY_OTHER",
            "Somebody else has taken this task.",
            "Tugas ini sudah diambil orang lain.",
        ),
        Refusal::NotReturnable { .. } => Problem::new(
            "NOT_RETURNABLE",
            "This step cannot be sent back.",
            "Langkah ini tidak dapat dikembalikan.",
        ),
        Refusal::BallotRefused { reason } => match reason.as_str() {
            "ALREADY_CAST" => Problem::new(
                "ALREADY_VOTED",
                "You have already voted; one person has one vote.",
                "Anda sudah memberikan suara; satu orang satu suara.",
            ),
            "CLOSED" => Problem::new(
                "VOTE_CLOSED",
                "The vote is closed; this ballot came too late.",
                "Pemungutan suara sudah ditutup; suara ini terlambat.",
            ),
            "NOT_ELECTOR" => Problem::new(
                "NOT_ELECTOR",
                "You are not an elector of this vote.",
                "Anda bukan pemilih dalam pemungutan suara ini.",
            ),
            _ => Problem::new(
                "BAD_CHOICE",
                "Choose APPROVE, APPROVE_WITH_NOTES, REJECT or ABSTAIN.",
                "Pilih setuju, setuju dengan catatan, menolak, atau abstain.",
            )
            .at("choice"),
        },
        Refusal::Denied { reason } => Problem::new("DENIED", reason.clone(), reason.clone()),
        Refusal::Ended => Problem::new(
            "ENDED",
            "This case has ended.",
            "Perkara ini sudah berakhir.",
        ),
        Refusal::Suspended => Problem::new(
            "SUSPENDED",
            "This case is on hold. Nothing you wrote is lost; try again once it goes on.",
            "Perkara ini sedang ditangguhkan. Isian Anda tidak hilang; coba lagi setelah perkara dilanjutkan.",
        ),
        Refusal::CannotModify {
            step,
            reason,
            message,
            ..
        } => Problem::new(
            reason,
            format!("Step {step} cannot be done: {message}."),
            format!("Langkah {step} tidak dapat dilakukan: {message}."),
        )
        .at("steps"),
        Refusal::CannotMigrate { obstacles } => {
            let why: Vec<&str> = obstacles.iter().map(|it| it.message.as_str()).collect();
            let why = why.join("; ");
            Problem::new(
                "CANNOT_MIGRATE",
                format!("The case cannot move to that version: {why}."),
                format!("Perkara tidak dapat pindah ke versi itu: {why}."),
            )
        }
        Refusal::Limit { limit } => Problem::new(
            "LIMIT_REACHED",
            format!("A limit of the engine was reached: {limit}."),
            format!("Batas mesin alur kerja tercapai: {limit}."),
        ),
        Refusal::Invalid { reason } => Problem::new(
            "INVALID_REQUEST",
            format!("The request makes no sense here: {reason}."),
            format!("Permintaan tidak sesuai di sini: {reason}."),
        ),
    }
}
