//! Why something is refused: a stable code, and a sentence that names the rule in both languages.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The rule that stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Reason {
    /// The object is not visible to this person; to be answered exactly like an absent one.
    #[serde(rename = "HIDDEN")]
    Hidden,
    /// None of your positions is entitled to this.
    #[serde(rename = "NOT_ALLOWED")]
    NotAllowed,
    /// This task is not addressed to any of your positions.
    #[serde(rename = "NOT_CANDIDATE")]
    NotCandidate,
    /// Somebody else has taken this task.
    #[serde(rename = "CLAIMED_BY_OTHER")]
    ClaimedByOther,
    /// Nobody has taken this task.
    #[serde(rename = "NOT_CLAIMED")]
    NotClaimed,
    /// This task is finished or withdrawn.
    #[serde(rename = "CLOSED")]
    Closed,
    /// An acting official (Plt., Plh.) exercises the routine mandate only; this strategic decision waits for a definitive official.
    #[serde(rename = "MANDATE_ONLY")]
    MandateOnly,
    /// An acting official (Plt., Plh.) needs a letter of mandate for this document, and none is there.
    #[serde(rename = "NEEDS_MANDATE_LETTER")]
    MandateLetter,
    /// A strategic decision cannot be taken through a delegation.
    #[serde(rename = "BORROWED_AUTHORITY")]
    BorrowedAuthority,
    /// You acted on a step that somebody else must check; nobody checks their own work.
    #[serde(rename = "FOUR_EYES")]
    FourEyes,
    /// What is under review is your own organisation's work.
    #[serde(rename = "OWN_WORK")]
    OwnWork,
    /// You are on record with a conflict of interest in this matter.
    #[serde(rename = "CONFLICT_OF_INTEREST")]
    Conflict,
    /// You have already voted; one person has one vote, however many seats.
    #[serde(rename = "ALREADY_VOTED")]
    AlreadyVoted,
    /// A vote cannot be cast by proxy.
    #[serde(rename = "NO_PROXY_VOTE")]
    NoProxy,
    /// An auditor reads everything and acts on nothing.
    #[serde(rename = "AUDITOR_READS_ONLY")]
    AuditorReadsOnly,
    /// The system administrator takes no part in government tasks.
    #[serde(rename = "SYSADMIN_NO_BUSINESS")]
    AdminNoBusiness,
    /// The system holds no office.
    #[serde(rename = "SYSTEM_NO_OFFICE")]
    SystemNoOffice,
}

impl Reason {
    /// Every reason.
    pub const ALL: &'static [Reason] = &[
        Reason::Hidden,
        Reason::NotAllowed,
        Reason::NotCandidate,
        Reason::ClaimedByOther,
        Reason::NotClaimed,
        Reason::Closed,
        Reason::MandateOnly,
        Reason::MandateLetter,
        Reason::BorrowedAuthority,
        Reason::FourEyes,
        Reason::OwnWork,
        Reason::Conflict,
        Reason::AlreadyVoted,
        Reason::NoProxy,
        Reason::AuditorReadsOnly,
        Reason::AdminNoBusiness,
        Reason::SystemNoOffice,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Reason::Hidden => "HIDDEN",
            Reason::NotAllowed => "NOT_ALLOWED",
            Reason::NotCandidate => "NOT_CANDIDATE",
            Reason::ClaimedByOther => "CLAIMED_BY_OTHER",
            Reason::NotClaimed => "NOT_CLAIMED",
            Reason::Closed => "CLOSED",
            Reason::MandateOnly => "MANDATE_ONLY",
            Reason::MandateLetter => "NEEDS_MANDATE_LETTER",
            Reason::BorrowedAuthority => "BORROWED_AUTHORITY",
            Reason::FourEyes => "FOUR_EYES",
            Reason::OwnWork => "OWN_WORK",
            Reason::Conflict => "CONFLICT_OF_INTEREST",
            Reason::AlreadyVoted => "ALREADY_VOTED",
            Reason::NoProxy => "NO_PROXY_VOTE",
            Reason::AuditorReadsOnly => "AUDITOR_READS_ONLY",
            Reason::AdminNoBusiness => "SYSADMIN_NO_BUSINESS",
            Reason::SystemNoOffice => "SYSTEM_NO_OFFICE",
        }
    }

    /// The reason in Indonesian.
    pub const fn sentence_id(self) -> &'static str {
        match self {
            Reason::Hidden => "Data tidak ditemukan.",
            Reason::NotAllowed => "Jabatan Anda tidak berwenang melakukan ini.",
            Reason::NotCandidate => "Tugas ini tidak ditujukan kepada jabatan Anda.",
            Reason::ClaimedByOther => "Tugas ini sudah diambil orang lain.",
            Reason::NotClaimed => "Tugas ini belum diambil siapa pun.",
            Reason::Closed => "Tugas ini sudah selesai atau ditarik.",
            Reason::MandateOnly => {
                "Plt. dan Plh. hanya menjalankan mandat rutin dan tidak dapat mengambil keputusan strategis; keputusan ini menunggu pejabat definitif."
            }
            Reason::MandateLetter => {
                "Plt. dan Plh. memerlukan surat mandat untuk naskah ini; lampirkan surat mandat atau tunggu pejabat definitif."
            }
            Reason::BorrowedAuthority => {
                "Keputusan strategis tidak dapat diambil melalui pelimpahan tugas."
            }
            Reason::FourEyes => {
                "Anda sudah bertindak pada langkah yang harus diperiksa orang lain; satu orang tidak boleh memeriksa pekerjaannya sendiri."
            }
            Reason::OwnWork => "Yang diperiksa adalah pekerjaan organisasi Anda sendiri.",
            Reason::Conflict => "Anda tercatat memiliki benturan kepentingan dalam perkara ini.",
            Reason::AlreadyVoted => {
                "Anda sudah memberikan suara; satu orang satu suara, berapa pun kursinya."
            }
            Reason::NoProxy => "Suara tidak dapat diwakilkan.",
            Reason::AuditorReadsOnly => "Pengawas membaca semua, tetapi tidak bertindak.",
            Reason::AdminNoBusiness => {
                "Administrator sistem tidak bertindak dalam tugas pemerintahan."
            }
            Reason::SystemNoOffice => "Sistem tidak memegang jabatan.",
        }
    }

    /// The reason in English.
    pub const fn sentence_en(self) -> &'static str {
        match self {
            Reason::Hidden => "There is no such thing.",
            Reason::NotAllowed => "None of your positions is entitled to this.",
            Reason::NotCandidate => "This task is not addressed to any of your positions.",
            Reason::ClaimedByOther => "Somebody else has taken this task.",
            Reason::NotClaimed => "Nobody has taken this task.",
            Reason::Closed => "This task is finished or withdrawn.",
            Reason::MandateOnly => {
                "An acting official (Plt., Plh.) exercises the routine mandate only; this strategic decision waits for a definitive official."
            }
            Reason::MandateLetter => {
                "An acting official (Plt., Plh.) needs a letter of mandate for this document; attach one, or wait for a definitive official."
            }
            Reason::BorrowedAuthority => {
                "A strategic decision cannot be taken through a delegation."
            }
            Reason::FourEyes => {
                "You acted on a step that somebody else must check; nobody checks their own work."
            }
            Reason::OwnWork => "What is under review is your own organisation's work.",
            Reason::Conflict => "You are on record with a conflict of interest in this matter.",
            Reason::AlreadyVoted => {
                "You have already voted; one person has one vote, however many seats."
            }
            Reason::NoProxy => "A vote cannot be cast by proxy.",
            Reason::AuditorReadsOnly => "An auditor reads everything and acts on nothing.",
            Reason::AdminNoBusiness => {
                "The system administrator takes no part in government tasks."
            }
            Reason::SystemNoOffice => "The system holds no office.",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence_en())
    }
}
