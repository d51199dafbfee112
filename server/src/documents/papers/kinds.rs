//! The papers: which facts each one takes.

use serde::{Deserialize, Serialize};

use super::Paper;
use super::facts::{
    Confirmation, Decision, Dissent, FiledDocument, Initial, Official, PaperHead, QuorumBasis,
    Seat, Signatory, SignatureMark,
};
use super::wording::Moment;

/// The kinds of paper; each has one template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PaperKind {
    /// Lembar Pengesahan.
    ApprovalSheet,
    /// Berita Acara.
    Minutes,
    /// Keputusan.
    Decree,
    /// Lampiran Perbedaan Pendapat.
    DissentAnnex,
    /// Lembar Komitmen.
    CommitmentSheet,
    /// Surat Tugas.
    AssignmentLetter,
    /// Undangan.
    Invitation,
    /// Daftar Hadir.
    AttendanceList,
    /// Surat Penyampaian Hasil.
    ResultLetter,
}

impl PaperKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::ApprovalSheet,
        Self::Minutes,
        Self::Decree,
        Self::DissentAnnex,
        Self::CommitmentSheet,
        Self::AssignmentLetter,
        Self::Invitation,
        Self::AttendanceList,
        Self::ResultLetter,
    ];

    /// The file that holds its template.
    pub const fn template(self) -> &'static str {
        match self {
            Self::ApprovalSheet => "approval-sheet.j2",
            Self::Minutes => "minutes.j2",
            Self::Decree => "decree.j2",
            Self::DissentAnnex => "dissent-annex.j2",
            Self::CommitmentSheet => "commitment-sheet.j2",
            Self::AssignmentLetter => "assignment-letter.j2",
            Self::Invitation => "invitation.j2",
            Self::AttendanceList => "attendance-list.j2",
            Self::ResultLetter => "result-letter.j2",
        }
    }

    /// The kind that processes, templates and addresses name so: the file without its ending. What was once called
    /// `commitment-register` still is.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = if name == "commitment-register" {
            "commitment-sheet"
        } else {
            name
        };
        Self::ALL
            .into_iter()
            .find(|kind| kind.template().strip_suffix(".j2") == Some(name))
    }

    /// Its Indonesian name.
    pub const fn title(self) -> &'static str {
        match self {
            Self::ApprovalSheet => "Lembar Pengesahan",
            Self::Minutes => "Berita Acara",
            Self::Decree => "Keputusan",
            Self::DissentAnnex => "Lampiran Perbedaan Pendapat",
            Self::CommitmentSheet => "Lembar Komitmen",
            Self::AssignmentLetter => "Surat Tugas",
            Self::Invitation => "Undangan",
            Self::AttendanceList => "Daftar Hadir",
            Self::ResultLetter => "Surat Penyampaian Hasil",
        }
    }

    /// Its English name.
    pub const fn title_en(self) -> &'static str {
        match self {
            Self::ApprovalSheet => "Approval sheet",
            Self::Minutes => "Minutes",
            Self::Decree => "Decree",
            Self::DissentAnnex => "Annex of dissent",
            Self::CommitmentSheet => "Commitment sheet",
            Self::AssignmentLetter => "Letter of assignment",
            Self::Invitation => "Invitation",
            Self::AttendanceList => "Attendance list",
            Self::ResultLetter => "Letter of result",
        }
    }
}

/// Lembar Pengesahan: the council's approval on one sheet, with everything it rests on (W1 steps 6 to 8).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApprovalSheet {
    /// Number, place, date, code, anchor.
    pub head: PaperHead,
    /// What is approved: "Rencana Induk (Masterplan) Kota Cerdas Kabupaten ... Tahun 2027-2031".
    pub subject: String,
    /// The council's name.
    pub council: String,
    /// The approved files.
    pub documents: Vec<FiledDocument>,
    /// The agencies' confirmations.
    pub confirmations: Vec<Confirmation>,
    /// The paraf chain, in order.
    pub initials: Vec<Initial>,
    /// Why the meeting was valid.
    pub quorum: QuorumBasis,
    /// Every seat.
    pub seats: Vec<Seat>,
    /// The decision.
    pub decision: Decision,
    /// Opinions annexed.
    pub dissents: Vec<Dissent>,
    /// The head of region.
    pub signatory: Signatory,
}

/// A signer of minutes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MinutesSigner {
    /// "Ketua Rapat", "Sekretaris", "Saksi".
    pub role: String,
    /// Who, and the signature.
    pub signatory: Signatory,
}

/// Berita Acara of a council meeting (DOMAIN sections 4 and 13).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Minutes {
    /// Number, place, date, code, anchor.
    pub head: PaperHead,
    /// What the meeting was about.
    pub subject: String,
    /// The council's name.
    pub council: String,
    /// The room, or the way the meeting was held.
    pub venue: String,
    /// When invitations went out.
    pub invited_at: Moment,
    /// When it was opened.
    pub opened_at: Moment,
    /// When it was closed.
    pub closed_at: Moment,
    /// Who led it.
    pub chair: Official,
    /// Who kept the record.
    pub secretary: Official,
    /// The agenda.
    pub agenda: Vec<String>,
    /// Why the meeting was valid.
    pub quorum: QuorumBasis,
    /// Every seat.
    pub seats: Vec<Seat>,
    /// What was said, paragraph by paragraph.
    pub deliberation: Vec<String>,
    /// What was decided.
    pub decisions: Vec<Decision>,
    /// Opinions annexed.
    pub dissents: Vec<Dissent>,
    /// Annexed files.
    pub annexes: Vec<FiledDocument>,
    /// Chair, secretary and at least one witness seat.
    pub signers: Vec<MinutesSigner>,
}

/// Keputusan of the head of region.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decree {
    /// Number, place, date, code, anchor.
    pub head: PaperHead,
    /// The deciding office: "Bupati Kutai Kartanegara".
    pub issuer: String,
    /// What it is about.
    pub subject: String,
    /// Menimbang.
    pub considering: Vec<String>,
    /// Mengingat: the legal basis.
    pub legal_basis: Vec<String>,
    /// Memperhatikan; may be empty.
    pub noting: Vec<String>,
    /// The decision, point by point (KESATU, KEDUA, ...).
    pub dictums: Vec<String>,
    /// The annexed files.
    pub documents: Vec<FiledDocument>,
    /// Tembusan.
    pub copies: Vec<String>,
    /// The head of region.
    pub signatory: Signatory,
}

/// Opinions of members who voted against or with notes, annexed to minutes and approval sheet (W1 step 7).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DissentAnnex {
    /// Number, place, date, code, anchor.
    pub head: PaperHead,
    /// What was decided on.
    pub subject: String,
    /// The council's name.
    pub council: String,
    /// The number of the minutes it is annexed to.
    pub minutes_number: String,
    /// Until when opinions could be filed.
    pub filed_until: Moment,
    /// The opinions.
    pub dissents: Vec<Dissent>,
}

/// Somebody who commits, signed or not yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pledge {
    /// Who.
    pub official: Official,
    /// The signature; none shows as not signed, which blocks nothing (W1 step 9).
    pub mark: Option<SignatureMark>,
}

/// Lembar Komitmen: head, agency heads and district heads commit to the plan (W1 step 9).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CommitmentSheet {
    /// Number, place, date, code, anchor.
    pub head: PaperHead,
    /// The plan.
    pub subject: String,
    /// What they commit to.
    pub commitments: Vec<String>,
    /// Until when signatures were asked for.
    pub due: Moment,
    /// The people.
    pub pledges: Vec<Pledge>,
}

macro_rules! papers {
    ($($kind:ident),*) => {
        $(impl Paper for $kind {
            const KIND: PaperKind = PaperKind::$kind;

            fn head(&self) -> &PaperHead {
                &self.head
            }

            fn subject(&self) -> &str {
                &self.subject
            }
        })*
    };
}

papers!(
    ApprovalSheet,
    Minutes,
    Decree,
    DissentAnnex,
    CommitmentSheet
);
