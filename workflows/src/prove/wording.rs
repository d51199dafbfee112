//! What is said about a finding, in both languages.

use crate::model::{Element, Kind};

use super::FindingKind;

pub(super) struct Words {
    pub message: String,
    pub message_id: String,
    pub remedy: String,
    pub remedy_id: String,
}

/// The sentences about a fault at an element, with where tokens stand.
pub(super) fn words(kind: FindingKind, element: &Element, tokens: &[String]) -> Words {
    let shown = match &element.name {
        Some(name) if !name.trim().is_empty() => format!("\"{}\" ({})", name.trim(), element.id),
        _ => format!("\"{}\"", element.id),
    };
    let stand = tokens.join(", ");
    let [message, message_id, remedy, remedy_id] = match kind {
        FindingKind::Deadlock => [
            format!("{shown} waits for a token that can no longer come; tokens stand on {stand}."),
            format!("{shown} menunggu token yang tidak mungkin datang lagi; token berada di {stand}."),
            "Join what a fork divided with a gateway of the same kind, or lead every branch to the join.".to_owned(),
            "Gabungkan cabang dengan gateway sejenis dengan pembaginya, atau arahkan setiap cabang ke gabungan.".to_owned(),
        ],
        FindingKind::LackOfSynchronisation
            if element.incoming.len() > 1
                && matches!(element.kind, Kind::Parallel | Kind::Complex { .. }) =>
        [
            format!("A token comes to {shown} by a flow that the join has counted already: it waits for a round that need not come, and may end there without going on."),
            format!("Token tiba di {shown} lewat alur yang sudah dihitung gabungan itu: ia menunggu putaran yang belum tentu datang, dan dapat berakhir di sana tanpa lanjut."),
            "Lead one token to each flow of the join in each round: join parallel branches earlier, or lead the loop back before the fork.".to_owned(),
            "Arahkan satu token ke setiap alur gabungan pada setiap putaran: gabungkan cabang paralel lebih awal, atau arahkan putaran kembali ke sebelum pembagi.".to_owned(),
        ],
        FindingKind::LackOfSynchronisation => [
            format!("Two tokens of the same case arrive at {shown}: what follows runs twice."),
            format!("Dua token dari berkas yang sama tiba di {shown}: langkah sesudahnya berjalan dua kali."),
            "Join parallel branches with a parallel or inclusive gateway before they go on.".to_owned(),
            "Gabungkan cabang paralel dengan gateway paralel atau inklusif sebelum dilanjutkan.".to_owned(),
        ],
        FindingKind::DeadElement => {
            let (remedy, remedy_id) = match element.kind {
                Kind::Boundary { .. } => (
                    "Remove the event, or let something inside the activity throw what it waits for.",
                    "Hapus kejadian ini, atau buat sesuatu di dalam aktivitas melemparkan yang ditunggunya.",
                ),
                _ => (
                    "Lead a flow to it that can be taken, or remove it.",
                    "Hubungkan dengan alur yang dapat dilalui, atau hapus.",
                ),
            };
            [
                format!("{shown} never begins, whatever the data."),
                format!("{shown} tidak pernah dimulai, apa pun datanya."),
                remedy.to_owned(),
                remedy_id.to_owned(),
            ]
        }
        FindingKind::CannotComplete => [
            format!("From {shown} on the process cannot come to an end; tokens stand on {stand}."),
            format!("Mulai dari {shown} proses tidak dapat berakhir; token berada di {stand}."),
            "Give the loop a way out that leads to an end event.".to_owned(),
            "Beri putaran jalan keluar menuju kejadian akhir.".to_owned(),
        ],
    };
    Words {
        message,
        message_id,
        remedy,
        remedy_id,
    }
}
