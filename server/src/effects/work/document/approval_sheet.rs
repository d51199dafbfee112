//! Lembar Pengesahan: the approval with everything it rests on, drawn after the head has signed.

use chrono::{DateTime, Utc};
use workflows::feel::Value;

use super::super::reading;
use super::sources::Sources;
use crate::documents::papers::{ApprovalSheet, Axis, Confirmation, Consent, Initial, Signatory};

pub(super) fn build(sources: &Sources<'_>) -> ApprovalSheet {
    let head = sources.variable("head");
    let signed = reading::text(head, "position")
        .and_then(|position| sources.signature(sources.variable("decree"), &position));
    ApprovalSheet {
        head: sources.head(sources.text("decreeNumber")),
        subject: sources.plan(),
        council: sources.council.clone(),
        documents: sources.files(&["bookOne", "bookTwo", "bookThree", "minutes", "decree"]),
        confirmations: confirmations(sources),
        initials: initials(sources),
        quorum: sources.quorum(),
        seats: sources.seats(),
        decision: sources.decision(),
        dissents: sources.dissents(),
        signatory: Signatory {
            official: signed.map_or_else(|| sources.official(head), |row| sources.signed_by(row)),
            mark: signed.and_then(|row| sources.mark(row)),
        },
    }
}

fn confirmations(sources: &Sources<'_>) -> Vec<Confirmation> {
    let agencies = reading::rows(sources.variable("opds"));
    let confirmation = |answer: &Value| {
        let code = reading::text(answer, "opd")?;
        let agency = agencies
            .iter()
            .find(|row| reading::text(row, "value").as_ref() == Some(&code));
        Some(Confirmation {
            agency: agency
                .and_then(|row| reading::text(row, "label"))
                .unwrap_or_else(|| code.clone()),
            consent: match reading::text(answer, "outcome").as_deref() {
                Some("ACCEPT_WITH_CHANGE") => Consent::AcceptedWithChange,
                Some("REFUSE") => Consent::RefusedAndSettled,
                Some("NOTED_WITHOUT_OBJECTION") => Consent::Silent,
                _ => Consent::Accepted,
            },
            at: sources.moment(asked_until(sources, &code).unwrap_or(sources.job.at)),
        })
    };
    reading::rows(sources.variable("opdAnswers"))
        .iter()
        .filter_map(confirmation)
        .collect()
}

/// When the question to an agency was closed last, by its answer or by its silence.
fn asked_until(sources: &Sources<'_>, code: &str) -> Option<DateTime<Utc>> {
    let address = format!(
        "\"OPD_HEAD@{}/{code}\"",
        reading::text(sources.variable("region"), "")?
    );
    sources
        .record
        .done
        .iter()
        .rev()
        .find(|row| row.element == "confirm-rows" && row.facts.contains(&address))?
        .completed_at
}

/// The initials that stand, as they are recorded, in the order of the chain.
fn initials(sources: &Sources<'_>) -> Vec<Initial> {
    let initial = |paraf: &Value| {
        let (position, digest) = (
            reading::text(paraf, "position")?,
            reading::text(paraf, "contentHash")?,
        );
        let row = sources.record.signatures.iter().find(|row| {
            row.kind == "INITIAL"
                && row.position.as_ref() == Some(&position)
                && row.sha256 == digest
        })?;
        Some(Initial {
            official: sources.signed_by(row),
            axis: if reading::text(paraf, "axis").as_deref() == Some("COORDINATION") {
                Axis::Coordination
            } else {
                Axis::Hierarchy
            },
            digest: row.sha256.parse().ok()?,
            at: sources.moment(row.at),
        })
    };
    reading::rows(sources.variable("parafs"))
        .iter()
        .filter_map(initial)
        .collect()
}
