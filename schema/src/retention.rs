//! What is kept, why and how long: the record of processing activities (UU 27/2022 articles 31 and 43) as data, and the class
//! of each document. `docs/privacy.md` says the same in prose; a test keeps the two together.

use chrono::{Datelike as _, NaiveDate};

/// A class of things that are kept equally long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Minutes, decrees, registers of commitments, and whatever bears a signature.
    Decision,
    /// Files that back an answer or a step.
    Evidence,
    /// Mails and reminders.
    Notification,
    /// Who read what.
    AccessLog,
    /// Journals of cases and the checkpoints over them.
    Journal,
    /// Who is who, who holds which post, accounts.
    Register,
}

/// Papers that are decisions whether or not somebody has signed them in here (DOMAIN 8: minutes and decrees permanent).
const DECISIONS: [&str; 5] = [
    "APPROVAL_SHEET",
    "COMMITMENT_REGISTER",
    "DECREE",
    "DISSENT_ANNEX",
    "MINUTES",
];

impl Class {
    /// Every class.
    pub const ALL: [Self; 6] = [
        Self::Decision,
        Self::Evidence,
        Self::Notification,
        Self::AccessLog,
        Self::Journal,
        Self::Register,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Decision => "DECISION",
            Self::Evidence => "EVIDENCE",
            Self::Notification => "NOTIFICATION",
            Self::AccessLog => "ACCESS_LOG",
            Self::Journal => "JOURNAL",
            Self::Register => "REGISTER",
        }
    }

    /// The class of this name.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }

    /// The class of a document.
    #[must_use]
    pub fn of_document(kind: &str, signed: bool) -> Self {
        if signed || DECISIONS.contains(&kind) {
            Self::Decision
        } else {
            Self::Evidence
        }
    }

    /// Years that it is kept unless an installation says otherwise (DOMAIN 8); none: for good.
    #[must_use]
    pub const fn years(self) -> Option<i32> {
        match self {
            Self::Evidence | Self::AccessLog => Some(5),
            Self::Notification => Some(1),
            Self::Decision | Self::Journal | Self::Register => None,
        }
    }

    /// Whether an installation may shorten or lengthen it: the chain and the register must outlive what they prove.
    #[must_use]
    pub const fn is_adjustable(self) -> bool {
        matches!(self, Self::Decision | Self::Evidence)
    }
}

/// The last day of retention of something that ended on `ended`.
#[must_use]
pub fn due(ended: NaiveDate, years: i32) -> NaiveDate {
    let year = ended.year().saturating_add(years);
    // 29 February ends on the 28th of a year that has none.
    ended
        .with_year(year)
        .or_else(|| NaiveDate::from_ymd_opt(year, 2, 28))
        .unwrap_or(NaiveDate::MAX)
}

/// One processing of personal data, as the law asks it to be recorded.
#[derive(Debug, Clone, Copy)]
pub struct Processing {
    /// Stable code.
    pub code: &'static str,
    /// What is kept: Indonesian, English.
    pub what: [&'static str; 2],
    /// For what purpose: Indonesian, English.
    pub why: [&'static str; 2],
    /// Legal basis: Indonesian, English.
    pub basis: [&'static str; 2],
    /// Who sees it: Indonesian, English.
    pub seen_by: [&'static str; 2],
    /// How long.
    pub class: Class,
}

/// The record of processing activities.
pub const PROCESSING: &[Processing] = &[
    Processing {
        code: "REGISTER",
        what: [
            "Nama, alamat surel dinas, bahasa, jabatan beserta nomor keputusan dan masa jabatannya",
            "Name, work e-mail, language, posts held with decree number and period",
        ],
        why: [
            "Mengetahui siapa berwenang memutuskan apa, dan mengirim tugas kepadanya",
            "To know who may decide what, and to send them their tasks",
        ],
        basis: [
            "Pelaksanaan kewenangan pejabat publik (UU 27/2022 pasal 20 ayat 2 huruf e)",
            "Exercise of official authority (Law 27/2022, article 20 (2) e)",
        ],
        seen_by: [
            "Rekan di kabupaten/kota yang sama; administrator sistem",
            "Colleagues of the same regency; system administrators",
        ],
        class: Class::Register,
    },
    Processing {
        code: "ACCOUNT",
        what: [
            "Sidik kata sandi, waktu masuk dan keluar, percobaan yang gagal",
            "Hash of the password, times of signing in and out, failed attempts",
        ],
        why: [
            "Mengamankan akun terhadap penyalahgunaan",
            "To protect accounts against misuse",
        ],
        basis: [
            "Kewajiban keamanan pemrosesan (UU 27/2022 pasal 35)",
            "Duty to secure the processing (Law 27/2022, article 35)",
        ],
        seen_by: ["Tidak seorang pun; sistem saja", "Nobody; the system alone"],
        class: Class::Register,
    },
    Processing {
        code: "JOURNAL",
        what: [
            "Siapa melakukan apa dalam suatu perkara, kapan, dalam jabatan apa, menurut aturan mana; isian formulir",
            "Who did what in a case, when, in which post, by which rule; what was entered into forms",
        ],
        why: [
            "Membuktikan keputusan dan pertanggungjawabannya",
            "To prove decisions and who answers for them",
        ],
        basis: [
            "Kewajiban hukum kearsipan dan pengawasan (UU 27/2022 pasal 20 ayat 2 huruf c)",
            "Legal duties of archiving and oversight (Law 27/2022, article 20 (2) c)",
        ],
        seen_by: [
            "Yang terlibat dalam perkara, atasannya, auditor",
            "Those concerned by the case, their superiors, auditors",
        ],
        class: Class::Journal,
    },
    Processing {
        code: "DECISION",
        what: [
            "Keputusan, berita acara, daftar komitmen, dan naskah bertanda tangan dengan nama dan jabatan penanda tangan",
            "Decrees, minutes, commitments and signed papers with name and post of those who signed",
        ],
        why: [
            "Arsip keputusan pemerintah daerah",
            "The archive of the regency's decisions",
        ],
        basis: [
            "Kewajiban hukum kearsipan (UU 27/2022 pasal 20 ayat 2 huruf c)",
            "Legal duty of archiving (Law 27/2022, article 20 (2) c)",
        ],
        seen_by: [
            "Yang terlibat dalam perkara, auditor; siapa pun yang memegang kode verifikasi melihat bahwa naskah itu sah",
            "Those concerned by the case, auditors; whoever holds the verification code sees that the paper is genuine",
        ],
        class: Class::Decision,
    },
    Processing {
        code: "EVIDENCE",
        what: [
            "Berkas bukti dukung yang diunggah, nama pengunggah",
            "Uploaded evidence files, name of the uploader",
        ],
        why: [
            "Mendasari penilaian dan keputusan",
            "To back assessments and decisions",
        ],
        basis: [
            "Pelaksanaan kewenangan pejabat publik (UU 27/2022 pasal 20 ayat 2 huruf e)",
            "Exercise of official authority (Law 27/2022, article 20 (2) e)",
        ],
        seen_by: [
            "Yang terlibat dalam perkara, auditor; setiap pembacaan dicatat",
            "Those concerned by the case, auditors; every reading is noted",
        ],
        class: Class::Evidence,
    },
    Processing {
        code: "NOTIFICATION",
        what: [
            "Surat pemberitahuan dan pengingat: penerima, isi, waktu kirim",
            "Notices and reminders: recipient, content, time",
        ],
        why: [
            "Memberi tahu tugas dan tenggatnya",
            "To tell people of tasks and deadlines",
        ],
        basis: [
            "Pelaksanaan kewenangan pejabat publik (UU 27/2022 pasal 20 ayat 2 huruf e)",
            "Exercise of official authority (Law 27/2022, article 20 (2) e)",
        ],
        seen_by: [
            "Penerima; auditor dan administrator sistem",
            "The recipient; auditors and system administrators",
        ],
        class: Class::Notification,
    },
    Processing {
        code: "ACCESS_LOG",
        what: [
            "Siapa membaca berkas, kapan, dalam jabatan apa, untuk apa",
            "Who read a file, when, in which post, what for",
        ],
        why: [
            "Menunjukkan kepada subjek data siapa yang melihat datanya",
            "To show people who looked at their data",
        ],
        basis: [
            "Hak akses dan jejak pemrosesan (UU 27/2022 pasal 7 dan 32)",
            "Right of access and trail of processing (Law 27/2022, articles 7 and 32)",
        ],
        seen_by: ["Orang itu sendiri; auditor", "The person; auditors"],
        class: Class::AccessLog,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retention_ends_on_the_same_day_of_a_later_year() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        assert_eq!(due(day("2026-11-23"), 5), day("2031-11-23"));
        assert_eq!(due(day("2028-02-29"), 5), day("2033-02-28"));
        assert_eq!(due(day("2028-02-29"), 4), day("2032-02-29"));
    }

    #[test]
    fn what_bears_a_signature_is_a_decision() {
        assert_eq!(Class::of_document("BOOK", false), Class::Evidence);
        assert_eq!(Class::of_document("BOOK", true), Class::Decision);
        assert_eq!(Class::of_document("MINUTES", false), Class::Decision);
        for class in Class::ALL {
            assert_eq!(Class::of_code(class.code()), Some(class));
        }
    }
}
