//! One sample of each paper, with invented people ("data contoh"): what templates are tried on and previewed with.

use chrono::{TimeZone as _, Utc};

use super::*;
use crate::documents::layout::{Crest, CrestShape, Letterhead};
use crate::documents::verification::VerificationCode;

fn at(day: u32, hour: u32, minute: u32) -> Moment {
    let at = Utc
        .with_ymd_and_hms(2026, 11, day, hour, minute, 0)
        .single()
        .unwrap_or_default();
    Moment::new(at, Zone::Wita)
}

fn official(name: &str, position: &str, mode: Mode) -> Official {
    Official {
        name: name.into(),
        position: position.into(),
        mode,
        capacity: Capacity::Own,
        rank: None,
        nip: None,
    }
}

fn mark(content: &str) -> SignatureMark {
    SignatureMark {
        at: at(27, 2, 15),
        digest: Digest::of(content.as_bytes()),
        algorithm: "Ed25519".into(),
        key_id: "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k".into(),
        certified: false,
    }
}

fn head(number: &str, seed: u8) -> PaperHead {
    PaperHead {
        letterhead: Letterhead {
            offices: vec![
                "PEMERINTAH KABUPATEN KUTAI KARTANEGARA".into(),
                "DEWAN KOTA CERDAS".into(),
            ],
            address: vec![
                "Jalan Contoh Nomor 1, Tenggarong 75511, Kalimantan Timur".into(),
                "Laman https://mufakat.example • Pos-el dewan@mufakat.example • data contoh".into(),
            ],
            crest: Some(Crest {
                width: 100.0,
                height: 120.0,
                shapes: vec![
                    CrestShape {
                        path: "M0 0 H100 V70 C100 100 70 115 50 120 C30 115 0 100 0 70 Z".into(),
                        fill: [20, 60, 110],
                    },
                    CrestShape {
                        path: "M50 20 l10 28 h30 l-24 18 9 29 -25 -17 -25 17 9 -29 -24 -18 h30 z"
                            .into(),
                        fill: [245, 200, 60],
                    },
                ],
            }),
        },
        regency: "Kabupaten Kutai Kartanegara".into(),
        number: number.into(),
        place: "Tenggarong".into(),
        dated: at(27, 2, 0),
        anchor: JournalAnchor {
            instance: "inst_01993c7a4f0e7d2a".into(),
            seq: 1_482,
            hash: Digest::of(b"journal"),
        },
        code: VerificationCode::from_chance([seed; 16]),
        public_url: "https://mufakat.example".into(),
    }
}

fn files() -> Vec<FiledDocument> {
    [
        "Buku I Analisis Strategis",
        "Buku II Rencana Induk",
        "Buku III Ringkasan Eksekutif",
        "Matriks Peta Jalan 2027–2031",
    ]
    .into_iter()
    .zip(1..)
    .map(|(title, version)| FiledDocument {
        title: title.into(),
        version,
        bytes: 1_449_000 * u64::from(version),
        sha256: Digest::of(title.as_bytes()),
    })
    .collect()
}

fn seats() -> Vec<Seat> {
    const BLOCKS: [(&str, u32, &str); 7] = [
        (
            "Eksekutif",
            5,
            "Asisten Administrasi Umum Sekretariat Daerah",
        ),
        (
            "Perangkat Daerah",
            7,
            "Kepala Dinas Pemberdayaan Masyarakat dan Desa",
        ),
        ("Forkopimda", 2, "Unsur Forum Koordinasi Pimpinan Daerah"),
        ("Legislatif", 1, "Unsur Dewan Perwakilan Rakyat Daerah"),
        ("Akademisi", 2, "Dosen Perguruan Tinggi"),
        ("Dunia Usaha", 1, "Unsur Kamar Dagang dan Industri"),
        ("Komunitas", 2, "Unsur Relawan Teknologi Informasi"),
    ];
    let blocks = BLOCKS
        .iter()
        .flat_map(|(block, count, post)| (0..*count).map(move |_| (*block, *post)));
    blocks
        .zip(1..)
        .map(|((block, post), number)| {
            let mode = match number {
                2 => Mode::Plt,
                9 => Mode::Plh,
                _ => Mode::Definitive,
            };
            let present = !matches!(number, 4 | 12 | 14 | 20);
            let choice = match number {
                7 => Choice::Reject,
                16 => Choice::ApproveWithNotes,
                17 => Choice::Abstain,
                _ => Choice::Approve,
            };
            Seat {
                number,
                block: block.into(),
                holder: (number != 20)
                    .then(|| official(&format!("Anggota Contoh {number:02}"), post, mode)),
                attendance: match number {
                    4 => Attendance::Letter {
                        delegate: "Kepala Bagian Contoh".into(),
                    },
                    12 | 14 => Attendance::Absent,
                    20 => Attendance::Vacant,
                    3 | 8 => Attendance::Online,
                    _ => Attendance::Onsite,
                },
                ballot: (present && number != 11).then(|| Ballot {
                    choice,
                    at: at(23, 3, number),
                    note: (number == 16)
                        .then(|| "Sumber anggaran peta jalan tahun 2029 perlu dirinci.".into()),
                }),
                counted_at_seat: (number == 11).then_some(2),
            }
        })
        .collect()
}

fn quorum() -> QuorumBasis {
    QuorumBasis {
        rule: "paling sedikit 2/3 dari seluruh kursi hadir".into(),
        source: "tabel keputusan quorum versi 3, kelas PLAN_APPROVAL".into(),
        seats: 20,
        required: 14,
        required_blocks: vec!["Akademisi".into(), "Dunia Usaha".into(), "Komunitas".into()],
        calls: vec![
            QuorumCall {
                number: 1,
                at: at(23, 1, 0),
                present: 12,
                met: false,
            },
            QuorumCall {
                number: 2,
                at: at(23, 2, 0),
                present: 16,
                met: true,
            },
        ],
    }
}

fn decision() -> Decision {
    Decision {
        text: "Menyetujui Rencana Induk Kota Cerdas Kabupaten Kutai Kartanegara Tahun 2027–2031 untuk disahkan kepala daerah.".into(),
        method: Method::Vote,
        majority: "paling sedikit 2/3 dari yang hadir".into(),
        tally: Tally { approve: 12, approve_with_notes: 1, reject: 1, abstain: 1, not_cast: 0 },
        outcome: Outcome::Approved,
        decided_at: at(23, 3, 25),
        settled_early: true,
    }
}

fn dissents() -> Vec<Dissent> {
    vec![Dissent {
        seat: 7,
        member: official("Anggota Contoh 07", "Kepala Dinas Pemberdayaan Masyarakat dan Desa", Mode::Definitive),
        choice: Choice::Reject,
        statement: "Saya menolak karena jaringan untuk 23 desa baru direncanakan pada tahun ketiga.\n# Mohon diperhatikan | bahwa **desa** tanpa sinyal tidak dapat memakai layanan yang lain.".into(),
        filed_at: at(25, 6, 30),
        mark: Some(mark("dissent")),
    }]
}

fn signed(name: &str, position: &str) -> Signatory {
    Signatory {
        official: official(name, position, Mode::Definitive),
        mark: Some(mark(name)),
    }
}

const SUBJECT: &str = "Rencana Induk Kota Cerdas Kabupaten Kutai Kartanegara Tahun 2027–2031";
const COUNCIL: &str = "Dewan Kota Cerdas";

pub fn approval_sheet() -> ApprovalSheet {
    let axis = [
        Axis::Hierarchy,
        Axis::Hierarchy,
        Axis::Coordination,
        Axis::Coordination,
        Axis::Hierarchy,
    ];
    let posts = [
        "Sekretaris Dinas Komunikasi dan Informatika",
        "Kepala Dinas Komunikasi dan Informatika",
        "Kepala Badan Perencanaan Pembangunan Daerah",
        "Kepala Bagian Hukum",
        "Sekretaris Daerah",
    ];
    ApprovalSheet {
        head: head("000.9/12/DKC/2026", 7),
        subject: SUBJECT.into(),
        council: COUNCIL.into(),
        documents: files(),
        confirmations: [
            ("Dinas Komunikasi dan Informatika", Consent::Accepted),
            ("Dinas Kesehatan", Consent::AcceptedWithChange),
            ("Dinas Lingkungan Hidup", Consent::Silent),
        ]
        .into_iter()
        .zip(9..)
        .map(|((agency, consent), day)| Confirmation {
            agency: agency.into(),
            consent,
            at: at(day, 4, 10),
        })
        .collect(),
        initials: posts
            .into_iter()
            .zip(axis)
            .zip(12..)
            .map(|((post, axis), day)| Initial {
                official: official(
                    "Pejabat Contoh",
                    post,
                    if day == 12 {
                        Mode::Plt
                    } else {
                        Mode::Definitive
                    },
                ),
                axis,
                digest: Digest::of(b"bundle"),
                at: at(day, 5, 20),
            })
            .collect(),
        quorum: quorum(),
        seats: seats(),
        decision: decision(),
        dissents: dissents(),
        signatory: Signatory {
            official: official(
                "Pejabat Contoh Bupati",
                "Bupati Kutai Kartanegara",
                Mode::Pj,
            ),
            mark: Some(mark("head")),
        },
    }
}

pub fn minutes() -> Minutes {
    Minutes {
        head: head("000.9/11/DKC/2026", 9),
        subject: format!("Persetujuan {SUBJECT}"),
        council: COUNCIL.into(),
        venue: "Ruang Rapat Contoh, Kantor Bupati Kutai Kartanegara, Tenggarong, dan secara daring".into(),
        invited_at: at(16, 1, 0),
        opened_at: at(23, 2, 0),
        closed_at: at(23, 4, 5),
        chair: official("Ketua Contoh", "Bupati Kutai Kartanegara", Mode::Pj),
        secretary: official("Sekretaris Contoh", "Kepala Dinas Komunikasi dan Informatika", Mode::Definitive),
        agenda: vec![
            "Pembukaan dan pemeriksaan kuorum".into(),
            "Pemaparan rencana induk oleh Tim Pelaksana".into(),
            "Musyawarah dan pengambilan keputusan".into(),
        ],
        quorum: quorum(),
        seats: seats(),
        deliberation: vec![
            "Ketua membuka rapat dan menyatakan kuorum tercapai pada pembukaan kedua setelah pembukaan pertama ditunda satu jam.".into(),
            "Tim Pelaksana memaparkan tiga buku rencana induk, peta jalan, dan lima program percepatan.".into(),
            "Musyawarah tidak mencapai mufakat mengenai urutan pembangunan jaringan desa; ketua membuka pemungutan suara terbuka.".into(),
        ],
        decisions: vec![decision()],
        dissents: dissents(),
        annexes: files(),
        signers: [("Ketua Rapat", "Pj. Bupati Kutai Kartanegara"), ("Sekretaris", "Kepala Dinas Komunikasi dan Informatika"), ("Saksi", "Dosen Perguruan Tinggi, Kursi 16")]
            .into_iter()
            .map(|(role, post)| MinutesSigner { role: role.into(), signatory: signed("Pejabat Contoh", post) })
            .collect(),
    }
}

pub fn decree() -> Decree {
    let mut head = head("188.45/SK-301/2026", 11);
    head.letterhead.offices = vec![
        "BUPATI KUTAI KARTANEGARA".into(),
        "PROVINSI KALIMANTAN TIMUR".into(),
    ];
    head.letterhead.address.clear();
    Decree {
        head,
        issuer: "Bupati Kutai Kartanegara".into(),
        subject: format!("Penetapan {SUBJECT}"),
        considering: vec![
            "bahwa pembangunan kota cerdas memerlukan rencana induk yang disepakati seluruh pemangku kepentingan".into(),
            "bahwa Dewan Kota Cerdas telah menyetujui rencana induk sebagaimana dicatat dalam Berita Acara Nomor 000.9/11/DKC/2026".into(),
            "bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a dan huruf b, perlu menetapkan Keputusan Bupati".into(),
        ],
        legal_basis: vec![
            "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah".into(),
            "Peraturan Presiden Nomor 39 Tahun 2019 tentang Satu Data Indonesia".into(),
        ],
        noting: vec!["Berita Acara Nomor 000.9/11/DKC/2026 beserta lampirannya".into()],
        dictums: vec![
            "Menetapkan Rencana Induk Kota Cerdas Tahun 2027–2031 sebagaimana tercantum dalam Lampiran yang merupakan bagian tidak terpisahkan dari Keputusan ini.".into(),
            "Rencana induk sebagaimana dimaksud dalam Diktum KESATU menjadi acuan Perangkat Daerah dalam menyusun rencana kerja tahunan.".into(),
            "Keputusan ini mulai berlaku pada tanggal ditetapkan.".into(),
        ],
        documents: files(),
        copies: vec!["Gubernur Kalimantan Timur".into(), "Ketua DPRD Kabupaten Kutai Kartanegara".into()],
        signatory: Signatory {
            official: Official {
                capacity: Capacity::OnBehalf { of: "Bupati Kutai Kartanegara".into() },
                rank: Some("Pembina Utama Madya".into()),
                nip: Some("19700101 199503 1 001".into()),
                ..official("Pejabat Contoh", "Sekretaris Daerah", Mode::Definitive)
            },
            mark: None,
        },
    }
}

pub fn dissent_annex() -> DissentAnnex {
    DissentAnnex {
        head: head("000.9/13/DKC/2026", 13),
        subject: SUBJECT.into(),
        council: COUNCIL.into(),
        minutes_number: "000.9/11/DKC/2026".into(),
        filed_until: at(26, 8, 0),
        dissents: dissents(),
    }
}

pub fn commitment_sheet() -> CommitmentSheet {
    CommitmentSheet {
        head: head("000.9/14/DKC/2026", 15),
        subject: format!("Pelaksanaan {SUBJECT}"),
        commitments: vec![
            "melaksanakan program dan kegiatan dalam peta jalan sesuai tugas jabatan".into(),
            "menyediakan data dan melaporkan kemajuan setiap bulan".into(),
            "menganggarkan kegiatan dalam rencana kerja tahunan".into(),
        ],
        due: at(30, 8, 0),
        pledges: (1..=40)
            .map(|number| Pledge {
                official: official(
                    &format!("Pejabat Contoh {number:02}"),
                    "Camat Contoh",
                    Mode::Definitive,
                ),
                mark: (number % 5 != 0).then(|| mark("commitment")),
            })
            .collect(),
    }
}

macro_rules! letter_samples {
    ($($sample:ident as $kind:ident, $number:literal, $subject:literal;)*) => {$(
        pub fn $sample() -> $kind {
            $kind {
                head: head($number, 17),
                subject: $subject.into(),
                nature: "Penting".into(),
                addressees: vec!["Kepala Dinas Kesehatan".into(), "Kepala Dinas Komunikasi dan Informatika".into()],
                basis: vec![
                    "Peraturan Presiden Nomor 39 Tahun 2019 tentang Satu Data Indonesia".into(),
                    "Keputusan Bupati tentang Tim Pelaksana Kota Cerdas".into(),
                ],
                opening: vec!["Sehubungan dengan penyusunan rencana induk kota cerdas, bersama ini kami sampaikan hal-hal berikut.".into()],
                people: vec![
                    Official {
                        rank: Some("Pembina Tingkat I".into()),
                        nip: Some("19750101 200003 1 001".into()),
                        ..official("Pejabat Contoh 01", "Kepala Bidang Contoh", Mode::Definitive)
                    },
                    official("Pejabat Contoh 02", "Analis Contoh", Mode::Definitive),
                ],
                entries: vec![
                    LetterEntry { label: "Hari/tanggal".into(), value: "Senin, 30 November 2026".into() },
                    LetterEntry { label: "Waktu".into(), value: "09.00 WITA sampai selesai".into() },
                    LetterEntry { label: "Tempat".into(), value: "Ruang Rapat Contoh, Tenggarong".into() },
                ],
                points: vec!["Pemaparan peta jalan".into(), "Musyawarah dan pengambilan keputusan".into()],
                attendance: vec![
                    Attendee { official: official("Anggota Contoh 01", "Kepala Dinas Contoh", Mode::Plt), attendance: Attendance::Onsite },
                    Attendee { official: official("Anggota Contoh 02", "Dosen Perguruan Tinggi", Mode::Definitive), attendance: Attendance::Online },
                ],
                closing: vec!["Demikian disampaikan, atas perhatian dan kerja sama Saudara kami ucapkan terima kasih.".into()],
                copies: vec!["Bupati Kutai Kartanegara".into()],
                signatory: Signatory {
                    official: Official {
                        rank: Some("Pembina Utama Madya".into()),
                        nip: Some("19700101 199503 1 001".into()),
                        ..official("Dr. Pejabat Contoh, M.Si.", "Sekretaris Daerah", Mode::Definitive)
                    },
                    mark: Some(mark("letter")),
                },
            }
        }
    )*};
}

letter_samples! {
    assignment_letter as AssignmentLetter, "000.1.2.3/21/2026", "Pendampingan penyusunan rencana induk";
    invitation as Invitation, "000.1.5/22/2026", "Undangan rapat Dewan Kota Cerdas";
    attendance_list as AttendanceList, "000.1.5/23/2026", "Rapat Dewan Kota Cerdas";
    result_letter as ResultLetter, "000.9/24/2026", "Penyampaian hasil penilaian";
}
