//! `mufakat:void-parafs`: initials over content that has changed no longer stand.

use std::collections::BTreeSet;

use uuid::Uuid;
use workflows::feel::{Context, Value};

use super::{Assignment, Failure, Outcome, Workers, reading};
use crate::store::case_record::CaseRecord;
use crate::store::document;

pub(super) async fn void(workers: &Workers, job: &Assignment) -> Result<Outcome, Failure> {
    let Some(digest) = reading::text(job.variable("contentHash"), "") else {
        return Ok(Outcome::default());
    };
    // Null voids everything that was given for this digest; a list only the initials that it names, each for the digest
    // that it was given for: one that an earlier edit left standing is bound to an older one.
    let named: Option<BTreeSet<(String, String)>> = match job.variable("voided") {
        Value::Null => None,
        listed => Some(
            reading::rows(listed)
                .iter()
                .filter_map(|row| {
                    Some((
                        reading::text(row, "position")?,
                        reading::text(row, "contentHash").unwrap_or_else(|| digest.clone()),
                    ))
                })
                .collect(),
        ),
    };
    let record = CaseRecord::read(workers.door.store.read(), job.instance).await?;
    let ids: Vec<Uuid> = record
        .signatures
        .iter()
        .filter(|row| row.kind == "INITIAL")
        .filter(|row| match &named {
            None => row.sha256 == digest,
            Some(named) => row
                .position
                .as_ref()
                .is_some_and(|position| named.contains(&(position.clone(), row.sha256.clone()))),
        })
        .map(|row| row.id)
        .collect();
    let at = job.at;
    Ok(Outcome {
        variables: Context::new(),
        write: Some(Box::new(move |transaction| {
            Box::pin(async move {
                document::void(transaction, ids, at).await?;
                Ok(Context::new())
            })
        })),
    })
}
