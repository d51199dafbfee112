//! What mails say besides their templates: why this person gets them, and what follows on silence.

use super::Whom;
use crate::store::directory::Addressee;

/// A name with its title.
pub(super) fn with_title(one: &Addressee, language: &str) -> String {
    match one
        .office
        .as_ref()
        .map(|office| office.title(language))
        .filter(|title| *title != one.name)
    {
        Some(title) => format!("{}, {title}", one.name),
        None => one.name.clone(),
    }
}

/// Why this person gets the mail, as a sentence.
pub(super) fn why(whom: &Whom, one: &Addressee, english: bool) -> String {
    let title = one
        .office
        .as_ref()
        .map(|office| office.title(&one.language));
    match (whom, title, english) {
        (Whom::Superior, Some(title), false) => {
            format!("Anda atasan pemegang tugas ini ({title}).")
        }
        (Whom::Superior, Some(title), true) => {
            format!("You are the superior of whoever holds this task ({title}).")
        }
        (Whom::TeamLead, _, false) => {
            "Anda memimpin Tim Pelaksana; tugas ini lewat tenggat.".to_owned()
        }
        (Whom::TeamLead, _, true) => {
            "You lead the executive team; this task is overdue.".to_owned()
        }
        (Whom::Secretary, _, false) => {
            "Tugas yang lama lewat tenggat disampaikan kepada Anda.".to_owned()
        }
        (Whom::Secretary, _, true) => "Tasks that are long overdue are brought to you.".to_owned(),
        (_, Some(title), false) => format!("Tugas ini ditujukan kepada jabatan Anda, {title}."),
        (_, Some(title), true) => format!("This task is addressed to your position, {title}."),
        (_, None, false) => "Tugas ini ditujukan kepada Anda pribadi.".to_owned(),
        (_, None, true) => "This task is addressed to you in person.".to_owned(),
    }
}

/// What silence means (`workflows/library/README.md`, section 9); empty for a code that nobody has explained.
pub(super) fn silence(code: &str, english: bool) -> &'static str {
    match (code, english) {
        ("NOTED_WITHOUT_OBJECTION", false) => {
            "Tiga hari kerja sesudah tenggat dicatat \"tanpa keberatan\"."
        }
        ("NOTED_WITHOUT_OBJECTION", true) => {
            "Three working days after the due date it is noted \"without objection\"."
        }
        ("NO_COMMENT", false) => "Rapat dibuka tanpa komentar Anda.",
        ("NO_COMMENT", true) => "The meeting opens without your comment.",
        ("NOT_CAST", false) => {
            "Pemungutan ditutup tanpa suara Anda; suara yang tidak diberikan tidak dihitung setuju."
        }
        ("NOT_CAST", true) => {
            "The vote closes without yours; a vote not cast counts as no approval."
        }
        ("NO_DISSENT", false) => "Tidak ada pendapat berbeda yang dilampirkan.",
        ("NO_DISSENT", true) => "No dissent statement is annexed.",
        ("UNSIGNED", false) => "Tercatat belum menandatangani; proses berjalan terus.",
        ("UNSIGNED", true) => "You are recorded as not having signed; the process goes on.",
        _ => "",
    }
}
