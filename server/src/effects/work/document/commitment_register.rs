//! Daftar Komitmen: who committed to the plan, and who has not signed.

use workflows::feel::Value;

use super::super::reading;
use super::sources::Sources;
use crate::documents::papers::{CommitmentSheet, Pledge};

pub(super) fn build(sources: &Sources<'_>) -> CommitmentSheet {
    let due = sources
        .record
        .done
        .iter()
        .filter(|row| row.element == "sign-commitment")
        .filter_map(|row| row.due)
        .max();
    CommitmentSheet {
        head: sources.head(sources.text("decreeNumber")),
        subject: format!("Pelaksanaan {}", sources.plan()),
        commitments: vec![
            "melaksanakan program dan kegiatan dalam peta jalan sesuai tugas jabatan".to_owned(),
            "menyediakan data dan melaporkan kemajuan secara berkala".to_owned(),
            "menganggarkan kegiatan dalam rencana kerja tahunan".to_owned(),
        ],
        due: due.map_or_else(|| sources.now(), |at| sources.moment(at)),
        pledges: pledges(sources),
    }
}

fn pledges(sources: &Sources<'_>) -> Vec<Pledge> {
    let signers = reading::rows(sources.variable("commitmentSigners"));
    let pledge = |row: &Value| {
        let position = reading::text(row, "position")?;
        // Who signed decree and commitment alike signed the same paper; the last signature is the commitment's.
        let promised = row
            .get_path("signed")
            .and_then(Value::as_bool)
            .unwrap_or(false);
        let signed = sources
            .signature(sources.variable("decree"), &position)
            .filter(|_| promised);
        let known = signers
            .iter()
            .find(|signer| reading::text(signer, "position").as_ref() == Some(&position));
        Some(Pledge {
            official: signed.map_or_else(
                || sources.official(known.unwrap_or(row)),
                |signature| sources.signed_by(signature),
            ),
            mark: signed.and_then(|signature| sources.mark(signature)),
        })
    };
    reading::rows(sources.variable("commitments"))
        .iter()
        .filter_map(pledge)
        .collect()
}
