//! Keputusan of the head of region: the draft that is signed. It has no number yet; numbering follows the signature.

use super::super::reading;
use super::sources::Sources;
use crate::documents::papers::{Decree, Signatory, grouped};

pub(super) fn build(sources: &Sources<'_>) -> Decree {
    let head = sources.variable("head");
    let issuer = reading::text_or_dash(head, "title");
    let subject = format!("Penetapan {}", sources.plan());
    let minutes = sources.text("minutesNumber");
    let amended = sources.text("decisionClass") == "AMENDMENT";
    Decree {
        head: sources.head_of("(diberikan sesudah penandatanganan)".to_owned(), vec![issuer.to_uppercase()]),
        issuer: issuer.clone(),
        considering: vec![
            format!("bahwa pembangunan kota cerdas di {} memerlukan rencana induk yang disepakati para pemangku kepentingan", sources.place),
            format!("bahwa {} telah menyetujui {} sebagaimana dicatat dalam Berita Acara Nomor {minutes}", sources.council, if amended { "perubahan rencana induk" } else { "rencana induk" }),
            format!("bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a dan huruf b, perlu menetapkan Keputusan {issuer} tentang {subject}"),
        ],
        subject,
        legal_basis: vec![
            "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah".to_owned(),
            "Peraturan Presiden Nomor 95 Tahun 2018 tentang Sistem Pemerintahan Berbasis Elektronik".to_owned(),
            "Peraturan Presiden Nomor 39 Tahun 2019 tentang Satu Data Indonesia".to_owned(),
        ],
        noting: vec![format!("Berita Acara Nomor {minutes} beserta lampirannya")],
        dictums: dictums(sources),
        documents: sources.files(&["bookOne", "bookTwo", "bookThree"]),
        copies: Vec::new(),
        signatory: Signatory { official: sources.official(head), mark: None },
    }
}

fn dictums(sources: &Sources<'_>) -> Vec<String> {
    let count = |name: &str| reading::rows(sources.variable(name)).len();
    let budget =
        reading::whole(sources.variable("budgetTotal"), "").and_then(|sum| u64::try_from(sum).ok());
    let budget = budget.map_or_else(|| "–".to_owned(), |sum| format!("Rp{}", grouped(sum)));
    vec![
        format!(
            "Menetapkan {} sebagaimana tercantum dalam Lampiran, dengan sidik isi (SHA-256) {}, sebagai bagian yang tidak terpisahkan dari Keputusan ini.",
            sources.plan(),
            sources.text("contentHash")
        ),
        format!("Rencana induk memuat peta jalan dengan {} kegiatan dan {} program percepatan, dengan jumlah anggaran {budget}.", count("roadmap"), count("quickWins")),
        "Rencana induk sebagaimana dimaksud dalam Diktum KESATU menjadi acuan Perangkat Daerah dalam menyusun rencana kerja tahunan.".to_owned(),
        "Keputusan ini mulai berlaku pada tanggal ditetapkan.".to_owned(),
    ]
}
