//! Letters from variables: `subject`, `nature`, `letterNumber`, `addressees`, `basis`, `opening`, `people`, `entries`
//! (`[{label, value}]`), `points`, `attendance` (`[{name, title, mode, attendance}]`), `closing`, `copies`, `signer`
//! (`{name, title, mode, rank, nip}`), `office`. Whatever is missing is left out.

use workflows::feel::Value;

use super::super::reading;
use super::sources::Sources;
use crate::documents::papers::{
    AssignmentLetter, Attendance, AttendanceList, Attendee, Invitation, LetterEntry, Official,
    PaperHead, ResultLetter, Signatory,
};

macro_rules! letters {
    ($($name:ident as $kind:ident;)*) => {$(
        pub(super) fn $name(sources: &Sources<'_>) -> $kind {
            $kind {
                head: head(sources),
                subject: sources.text("subject"),
                nature: reading::text(sources.variable("nature"), "").unwrap_or_else(|| "Biasa".to_owned()),
                addressees: reading::texts(sources.variable("addressees")),
                basis: reading::texts(sources.variable("basis")),
                opening: reading::texts(sources.variable("opening")),
                people: reading::rows(sources.variable("people")).iter().map(|row| official(sources, row)).collect(),
                entries: entries(sources.variable("entries")),
                points: reading::texts(sources.variable("points")),
                attendance: reading::rows(sources.variable("attendance")).iter().map(|row| attendee(sources, row)).collect(),
                closing: reading::texts(sources.variable("closing")),
                copies: reading::texts(sources.variable("copies")),
                signatory: Signatory { official: official(sources, sources.variable("signer")), mark: None },
            }
        }
    )*};
}

letters! {
    assignment as AssignmentLetter;
    invitation as Invitation;
    attendance as AttendanceList;
    result as ResultLetter;
}

fn head(sources: &Sources<'_>) -> PaperHead {
    let number = sources.text("letterNumber");
    match reading::text(sources.variable("office"), "") {
        Some(office) => {
            let government = format!("PEMERINTAH {}", sources.place.to_uppercase());
            sources.head_of(number, vec![government, office.to_uppercase()])
        }
        None => sources.head(number),
    }
}

fn official(sources: &Sources<'_>, row: &Value) -> Official {
    Official {
        rank: reading::text(row, "rank"),
        nip: reading::text(row, "nip"),
        ..sources.official(row)
    }
}

fn entries(value: &Value) -> Vec<LetterEntry> {
    reading::rows(value)
        .iter()
        .map(|row| LetterEntry {
            label: reading::text_or_dash(row, "label"),
            value: reading::text_or_dash(row, "value"),
        })
        .collect()
}

fn attendee(sources: &Sources<'_>, row: &Value) -> Attendee {
    let attendance = match reading::text(row, "attendance").as_deref() {
        Some("ONSITE") => Attendance::Onsite,
        Some("ONLINE") => Attendance::Online,
        Some("LETTER") => Attendance::Letter {
            delegate: reading::text_or_dash(row, "delegate"),
        },
        Some("VACANT") => Attendance::Vacant,
        _ => Attendance::Absent,
    };
    Attendee {
        official: official(sources, row),
        attendance,
    }
}
