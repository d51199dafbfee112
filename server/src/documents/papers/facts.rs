//! The facts that papers are made of: plain values, complete in themselves, kept beside the paper so that it can be drawn
//! again. Nothing is looked up while drawing.

use serde::{Deserialize, Serialize};

use super::wording::{Moment, Zone};
use crate::documents::Digest;
use crate::documents::layout::Letterhead;
use crate::documents::signature::Signature;
use crate::documents::verification::VerificationCode;

/// How somebody holds an office (DOMAIN section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Mode {
    /// Appointed to it.
    Definitive,
    /// Pelaksana tugas: acting, the post is vacant.
    Plt,
    /// Pelaksana harian: acting, the holder is away for a short time.
    Plh,
    /// Penjabat: appointed caretaker head.
    Pj,
}

/// By whose authority somebody signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Capacity {
    /// The own office's.
    Own,
    /// Atas nama: on behalf of `of`.
    OnBehalf {
        /// The office that delegated, "Bupati Kutai Kartanegara".
        of: String,
    },
    /// Untuk beliau: on behalf of `of`, passed on by `through`.
    ForAttention {
        /// The office that delegated first.
        of: String,
        /// The office that passed it on.
        through: String,
    },
}

/// Somebody in an office, as the paper names them. How names carry titles differs by kind of paper (DOMAIN section 4):
/// the caller hands in the name as it is to be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Official {
    /// The name.
    pub name: String,
    /// The office, without mode: "Kepala Dinas Komunikasi dan Informatika".
    pub position: String,
    /// How it is held.
    pub mode: Mode,
    /// By whose authority.
    pub capacity: Capacity,
    /// Pangkat, for papers that carry it.
    pub rank: Option<String>,
    /// NIP, for papers that carry it.
    pub nip: Option<String>,
}

impl Official {
    /// The office with its mode as law wants it: "Plt. Kepala Dinas ...", "Pj. Bupati ...".
    pub fn title(&self) -> String {
        let prefix = match self.mode {
            Mode::Definitive => "",
            Mode::Plt => "Plt. ",
            Mode::Plh => "Plh. ",
            Mode::Pj => "Pj. ",
        };
        format!("{prefix}{}", self.position)
    }

    /// The lines above a signature: "a.n. Bupati ...", "Sekretaris Daerah", "u.b.", "Asisten ...,".
    pub fn signing_lines(&self) -> Vec<String> {
        let own = format!("{},", self.title());
        match &self.capacity {
            Capacity::Own => vec![own],
            Capacity::OnBehalf { of } => vec![format!("a.n. {of}"), own],
            Capacity::ForAttention { of, through } => {
                vec![
                    format!("a.n. {of}"),
                    through.clone(),
                    "u.b.".to_owned(),
                    own,
                ]
            }
        }
    }

    /// The office in one line, with the authority it is used by.
    pub fn title_with_capacity(&self) -> String {
        match &self.capacity {
            Capacity::Own => self.title(),
            Capacity::OnBehalf { of } => format!("a.n. {of}, {}", self.title()),
            Capacity::ForAttention { of, through } => {
                format!("a.n. {of}, {through}, u.b. {}", self.title())
            }
        }
    }
}

/// An electronic signature as a paper shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureMark {
    /// When.
    pub at: Moment,
    /// The content hash that was signed.
    pub digest: Digest,
    /// The algorithm.
    pub algorithm: String,
    /// The key.
    pub key_id: String,
    /// Whether a certified provider stands behind it; the paper says the truth either way.
    pub certified: bool,
}

impl SignatureMark {
    /// What a paper shows of `signature`, its time told in `zone`.
    pub fn of(signature: &Signature, zone: Zone) -> Self {
        Self {
            at: Moment::new(signature.signed_at, zone),
            digest: signature.digest,
            algorithm: signature.algorithm.clone(),
            key_id: signature.key_id.clone(),
            certified: signature.certified,
        }
    }
}

/// A place for a signature; without a mark, room is left for ink.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signatory {
    /// Who.
    pub official: Official,
    /// The electronic signature, once given.
    pub mark: Option<SignatureMark>,
}

/// Where in the record the paper is anchored: the last journal entry it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalAnchor {
    /// The process instance.
    pub instance: String,
    /// The sequence number of the entry.
    pub seq: u64,
    /// The hash of the entry, which covers all before it.
    pub hash: Digest,
}

/// What every paper has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaperHead {
    /// Kop surat.
    pub letterhead: Letterhead,
    /// "Kabupaten Kutai Kartanegara".
    pub regency: String,
    /// The number in the register.
    pub number: String,
    /// Where it was made out.
    pub place: String,
    /// When it was made out.
    pub dated: Moment,
    /// Its place in the record.
    pub anchor: JournalAnchor,
    /// The code that leads to it.
    pub code: VerificationCode,
    /// The public address of this installation, "https://mufakat.example".
    pub public_url: String,
}

impl PaperHead {
    /// The page that verifies the paper.
    pub fn verify_url(&self) -> String {
        self.code.url(&self.public_url)
    }
}

/// A file that was decided on or is annexed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiledDocument {
    /// "Buku I Analisis Strategis".
    pub title: String,
    /// Its version, from 1.
    pub version: u32,
    /// Its size in bytes.
    pub bytes: u64,
    /// The hash of its content.
    pub sha256: Digest,
}

/// How a seat was filled at the meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Attendance {
    /// In the room.
    Onsite,
    /// By video.
    Online,
    /// Somebody sat in with a letter; no vote by default.
    Letter {
        /// Who sat in.
        delegate: String,
    },
    /// Nobody.
    Absent,
    /// The seat has no holder.
    Vacant,
}

/// A vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Choice {
    /// Yes.
    Approve,
    /// Yes, with notes to be worked in.
    ApproveWithNotes,
    /// No.
    Reject,
    /// Present, neither yes nor no.
    Abstain,
    /// Stepped back for a conflict of interest.
    Recuse,
}

impl Choice {
    /// As papers write it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Approve => "Setuju",
            Self::ApproveWithNotes => "Setuju dengan catatan",
            Self::Reject => "Menolak",
            Self::Abstain => "Abstain",
            Self::Recuse => "Mengundurkan diri (benturan kepentingan)",
        }
    }
}

/// A vote that was cast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    /// The choice.
    pub choice: Choice,
    /// When.
    pub at: Moment,
    /// The note given with it.
    pub note: Option<String>,
}

/// A seat of the council, who held it and what it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Its number.
    pub number: u32,
    /// Unsur: "Eksekutif", "Perangkat Daerah", "Akademisi".
    pub block: String,
    /// Who held it at that moment.
    pub holder: Option<Official>,
    /// Presence at the opening.
    pub attendance: Attendance,
    /// The vote; none where none was cast.
    pub ballot: Option<Ballot>,
    /// One person, one vote: the seat where this holder's vote was counted instead.
    pub counted_at_seat: Option<u32>,
}

/// One opening of the meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuorumCall {
    /// 1 for the first.
    pub number: u32,
    /// When.
    pub at: Moment,
    /// How many seats were present.
    pub present: u32,
    /// Whether that was enough.
    pub met: bool,
}

/// What the meeting's validity rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuorumBasis {
    /// The rule in words: "paling sedikit 2/3 kursi hadir".
    pub rule: String,
    /// Where the rule is written: decision table and its version, or the article.
    pub source: String,
    /// All voting seats.
    pub seats: u32,
    /// How many had to be present.
    pub required: u32,
    /// Blocks of which at least one seat had to be present.
    pub required_blocks: Vec<String>,
    /// Each call, the last being the one that counts.
    pub calls: Vec<QuorumCall>,
}

/// How it was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Method {
    /// Musyawarah mufakat.
    Consensus,
    /// Pemungutan suara.
    Vote,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// Approved.
    Approved,
    /// Approved, with notes to be worked in.
    ApprovedWithNotes,
    /// Rejected.
    Rejected,
    /// No decision: the meeting lapsed.
    Lapsed,
}

impl Outcome {
    /// As papers write it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Approved => "disetujui",
            Self::ApprovedWithNotes => "disetujui dengan catatan",
            Self::Rejected => "ditolak",
            Self::Lapsed => "tidak menghasilkan keputusan",
        }
    }
}

/// Votes counted, by persons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Setuju.
    pub approve: u64,
    /// Setuju dengan catatan.
    pub approve_with_notes: u64,
    /// Menolak.
    pub reject: u64,
    /// Abstain.
    pub abstain: u64,
    /// Entitled and present, but no vote was cast.
    pub not_cast: u64,
}

/// A decision as recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What was put to the meeting.
    pub text: String,
    /// How.
    pub method: Method,
    /// The majority that was needed, in words.
    pub majority: String,
    /// The counts; all zero under consensus.
    pub tally: Tally,
    /// The result.
    pub outcome: Outcome,
    /// When it stood.
    pub decided_at: Moment,
    /// Voting ended because no further vote could change the result.
    pub settled_early: bool,
}

/// A member's own opinion against or beside the decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dissent {
    /// The seat.
    pub seat: u32,
    /// Who.
    pub member: Official,
    /// What they had voted.
    pub choice: Choice,
    /// In their own words.
    pub statement: String,
    /// When it was filed.
    pub filed_at: Moment,
    /// Their signature under it.
    pub mark: Option<SignatureMark>,
}

/// Which way a paraf passes a draft on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Axis {
    /// By each superior in line.
    Hierarchy,
    /// By units beside.
    Coordination,
}

/// An initial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Initial {
    /// Who.
    pub official: Official,
    /// Which way.
    pub axis: Axis,
    /// The content that was initialled.
    pub digest: Digest,
    /// When.
    pub at: Moment,
}

/// An agency's answer to the rows that name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Consent {
    /// Accepted.
    Accepted,
    /// Accepted with a change.
    AcceptedWithChange,
    /// Refused, and settled afterwards by the team.
    RefusedAndSettled,
    /// Said nothing in time: noted without objection, and shown as such (W1 step 2).
    Silent,
}

/// One agency's confirmation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// The agency.
    pub agency: String,
    /// Its answer.
    pub consent: Consent,
    /// When it answered, or when silence counted.
    pub at: Moment,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_are_written_as_the_law_wants() {
        let mut official = Official {
            name: "Nama Contoh".into(),
            position: "Asisten Pemerintahan".into(),
            mode: Mode::Plt,
            capacity: Capacity::ForAttention {
                of: "Bupati Kutai Kartanegara".into(),
                through: "Sekretaris Daerah".into(),
            },
            rank: None,
            nip: None,
        };
        assert_eq!(
            official.signing_lines(),
            [
                "a.n. Bupati Kutai Kartanegara",
                "Sekretaris Daerah",
                "u.b.",
                "Plt. Asisten Pemerintahan,"
            ]
        );
        official.capacity = Capacity::Own;
        official.mode = Mode::Pj;
        official.position = "Bupati Kutai Kartanegara".into();
        assert_eq!(
            official.title_with_capacity(),
            "Pj. Bupati Kutai Kartanegara"
        );
        official.mode = Mode::Definitive;
        assert_eq!(official.signing_lines(), ["Bupati Kutai Kartanegara,"]);
    }
}
