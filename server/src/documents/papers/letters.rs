//! Letters: of assignment, of invitation, of result, and lists of attendance. Their facts are alike, so one struct serves
//! them; each template uses what its kind needs.

use serde::{Deserialize, Serialize};

use super::Paper;
use super::facts::{Attendance, Official, PaperHead, Signatory};
use super::kinds::PaperKind;

/// A line of a letter with its label: "Hari/tanggal", "Tempat", "Nilai akhir".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterEntry {
    /// Left of the colon.
    pub label: String,
    /// Right of the colon.
    pub value: String,
}

/// Somebody on a list of attendance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendee {
    /// Who.
    pub official: Official,
    /// How they were there.
    pub attendance: Attendance,
}

macro_rules! letters {
    ($($(#[doc = $doc:literal])* $name:ident;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $name {
            /// Number, place, date, code, anchor.
            pub head: PaperHead,
            /// What it is about.
            pub subject: String,
            /// Sifat: "Biasa", "Penting", "Segera".
            pub nature: String,
            /// To whom; may be empty.
            pub addressees: Vec<String>,
            /// Dasar: what it rests on; may be empty.
            pub basis: Vec<String>,
            /// Paragraphs before the facts.
            pub opening: Vec<String>,
            /// The people it is about: who is assigned; may be empty.
            pub people: Vec<Official>,
            /// Facts with labels: day, time, place, score; may be empty.
            pub entries: Vec<LetterEntry>,
            /// Agenda, duties or findings, point by point; may be empty.
            pub points: Vec<String>,
            /// Who was there; may be empty.
            pub attendance: Vec<Attendee>,
            /// Paragraphs after the facts.
            pub closing: Vec<String>,
            /// Tembusan; may be empty.
            pub copies: Vec<String>,
            /// Who signs.
            pub signatory: Signatory,
        }

        impl Paper for $name {
            const KIND: PaperKind = PaperKind::$name;

            fn head(&self) -> &PaperHead {
                &self.head
            }

            fn subject(&self) -> &str {
                &self.subject
            }
        }
    )*};
}

letters! {
    /// Surat Tugas: who is sent to do what.
    AssignmentLetter;
    /// Undangan: who is to come where and when.
    Invitation;
    /// Daftar Hadir of a meeting.
    AttendanceList;
    /// Surat Penyampaian Hasil: what an assessment or a decision came to.
    ResultLetter;
}
