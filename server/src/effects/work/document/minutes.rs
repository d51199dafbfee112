//! Berita Acara of a council meeting.

use workflows::feel::Value;

use super::super::reading;
use super::sources::Sources;
use crate::documents::papers::{Minutes, MinutesSigner, Signatory};

pub(super) fn build(sources: &Sources<'_>) -> Minutes {
    let (meeting, deliberation) = (
        sources.variable("meeting"),
        sources.variable("deliberation"),
    );
    let (chair, secretary) = (
        sources.variable("chair"),
        sources.variable("councilSecretary"),
    );
    let invited = sources
        .answered("prepare-meeting")
        .next_back()
        .and_then(|row| row.completed_at);
    let online = meeting
        .get_path("online")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    let venue = reading::text_or_dash(meeting, "place");
    Minutes {
        head: sources.head(sources.text("minutesNumber")),
        subject: sources.text("subject"),
        council: sources.council.clone(),
        venue: if online {
            format!("{venue}, dan secara daring")
        } else {
            venue
        },
        invited_at: invited.map_or_else(|| sources.opened_at(), |at| sources.moment(at)),
        opened_at: sources.opened_at(),
        closed_at: sources.now(),
        chair: sources.official(&with_mode(sources, chair)),
        secretary: sources.official(&with_mode(sources, secretary)),
        agenda: agenda(meeting),
        quorum: sources.quorum(),
        seats: sources.seats(),
        deliberation: told(deliberation),
        decisions: vec![sources.decision()],
        dissents: sources.dissents(),
        annexes: sources.files(&["documents"]),
        signers: signers(sources, chair, secretary),
    }
}

fn agenda(meeting: &Value) -> Vec<String> {
    let items = meeting
        .get_path("agenda")
        .map(reading::rows)
        .unwrap_or_default();
    let items: Vec<String> = items
        .iter()
        .filter_map(|row| reading::text(row, "item"))
        .collect();
    if items.is_empty() {
        vec!["–".to_owned()]
    } else {
        items
    }
}

/// What was said: the chair's summary, paragraph by paragraph, then the notes.
fn told(deliberation: &Value) -> Vec<String> {
    let summary = reading::text(deliberation, "summary").unwrap_or_default();
    let notes = deliberation
        .get_path("notes")
        .map(reading::rows)
        .unwrap_or_default();
    let mut told: Vec<String> = summary
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect();
    told.extend(
        notes
            .iter()
            .filter_map(|row| reading::text(row, "note"))
            .map(|note| format!("Catatan: {note}")),
    );
    let closing = match reading::text(deliberation, "method").as_deref() {
        Some("VOTE") => "Mufakat tidak tercapai; ketua membuka pemungutan suara terbuka.",
        _ => "Keputusan diambil dengan musyawarah untuk mufakat.",
    };
    told.push(closing.to_owned());
    told
}

/// The register's row of an official, with the mode that the council's list knows.
fn with_mode(sources: &Sources<'_>, row: &Value) -> Value {
    let position = reading::text(row, "position");
    sources
        .members()
        .into_iter()
        .find(|member| position.is_some() && reading::text(member, "position") == position)
        .unwrap_or_else(|| row.clone())
}

/// Chair, secretary, and the first member present who is neither: the same choice as the process makes.
fn signers(sources: &Sources<'_>, chair: &Value, secretary: &Value) -> Vec<MinutesSigner> {
    let taken = [
        reading::text(chair, "position"),
        reading::text(secretary, "position"),
    ];
    let electors = sources
        .variable("roll")
        .get_path("electors")
        .map(reading::rows)
        .unwrap_or_default();
    let witness = electors
        .into_iter()
        .find(|row| !taken.contains(&reading::text(row, "position")));
    let place = |role: &str, row: &Value| MinutesSigner {
        role: role.to_owned(),
        signatory: Signatory {
            official: sources.official(&with_mode(sources, row)),
            mark: None,
        },
    };
    let mut signers = vec![place("Ketua Rapat", chair), place("Sekretaris", secretary)];
    signers.extend(witness.iter().map(|row| place("Saksi", row)));
    signers
}
