//! Lampiran Pendapat Berbeda.

use super::sources::Sources;
use crate::documents::papers::DissentAnnex;

pub(super) fn build(sources: &Sources<'_>) -> DissentAnnex {
    let until = sources
        .record
        .done
        .iter()
        .filter(|row| row.element == "dissent-statement")
        .filter_map(|row| row.due)
        .max();
    DissentAnnex {
        head: sources.head(sources.text("minutesNumber")),
        subject: sources.plan(),
        council: sources.council.clone(),
        minutes_number: sources.text("minutesNumber"),
        filed_until: until.map_or_else(|| sources.now(), |at| sources.moment(at)),
        dissents: sources.dissents(),
    }
}
