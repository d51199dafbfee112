//! The nightly sweep over what has been kept long enough: it proposes, people decide. Content that was decided to be
//! destroyed is taken out of the store afterwards, again each night, so that a crash in between leaves nothing behind.

use anyhow::Result;
use chrono::Duration;

use super::Workers;
use super::nightly::Nightly;
use crate::commands::Fault;
use crate::documents::Digest;
use crate::store::privacy;

/// How far back content is looked for that should be gone.
const LOOK_BACK_DAYS: i64 = 7;

/// Three o'clock WIB, an hour after the checkpoint.
pub(super) fn nightly() -> Nightly {
    Nightly::at(20)
}

/// Proposes what is due; answers how many documents.
pub(super) async fn run_due(workers: &Workers) -> Result<usize> {
    let door = &workers.door;
    let now = door.clock.now();
    if !workers.retention.may_be_due(now) {
        return Ok(0);
    }
    let proposed = door
        .store
        .write(move |transaction| {
            Box::pin(async move {
                privacy::propose(transaction, now)
                    .await
                    .map_err(Fault::from)
            })
        })
        .await?;
    let since = now - Duration::days(LOOK_BACK_DAYS);
    let destroyed = privacy::destroyed_since(door.store.read(), since).await?;
    for some in destroyed.chunks(400) {
        for sha256 in privacy::forsaken(door.store.read(), some).await? {
            let Ok(digest) = sha256.parse::<Digest>() else {
                continue;
            };
            let Some(kept) = workers.blobs.take_out(&digest).await? else {
                continue;
            };
            // Somebody may have uploaded the same bytes in this very moment: then they stay.
            let still = privacy::forsaken(door.store.read(), some).await?;
            if !still.contains(&sha256) {
                workers.blobs.put_bytes(kept).await?;
            }
        }
    }
    workers.retention.looked_at(now);
    Ok(proposed)
}
