//! `mufakat:hash`: one digest over the current versions of documents, in order; what initials and decree are bound to.

use schema::tables::document_version;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Assignment, Failure, Outcome, Workers, reading};
use crate::documents::Digest;
use crate::store::document;

pub(super) async fn lock(workers: &Workers, job: &Assignment) -> Result<Outcome, Failure> {
    let mut versions = Vec::new();
    for id in reading::documents(job.variable("documents")) {
        versions.push(newest(workers, job, id).await?);
    }
    let digest = over(versions.iter().map(|version| version.sha256.as_str()))?;
    Ok(Outcome {
        variables: job.result(digest.to_string())?,
        write: None,
    })
}

/// The current version of a document of this case.
async fn newest(
    workers: &Workers,
    job: &Assignment,
    id: Uuid,
) -> Result<document_version::Model, Failure> {
    let connection = workers.door.store.read();
    let row = document::find(connection, id)
        .await?
        .filter(|row| row.instance_id == Some(job.instance));
    let unknown = || Failure::never(format!("the case has no document {id}"));
    document::current(connection, row.ok_or_else(unknown)?.id)
        .await?
        .ok_or_else(unknown)
}

/// SHA-256 over the bytes of these digests.
fn over<'a>(digests: impl Iterator<Item = &'a str>) -> Result<Digest, Failure> {
    let mut sum = Sha256::new();
    for digest in digests {
        let digest: Digest = digest
            .parse()
            .map_err(|_| Failure::never("a stored version has no SHA-256 digest"))?;
        sum.update(digest.as_bytes());
    }
    Ok(Digest::from_bytes(sum.finalize().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_the_documents_counts() {
        let (a, b) = (Digest::of(b"a").to_string(), Digest::of(b"b").to_string());
        let sum = |digests: [&str; 2]| over(digests.into_iter()).ok();
        assert_eq!(
            sum([&a, &b]),
            Some(Digest::of(
                &[*Digest::of(b"a").as_bytes(), *Digest::of(b"b").as_bytes()].concat()
            ))
        );
        assert_ne!(sum([&a, &b]), sum([&b, &a]));
    }
}
