//! Verifications of the record, one step a pass, so that nothing else waits for them.

use anyhow::Result;

use super::Workers;
use crate::commands::Fault;
use crate::store::record_check;

pub(super) async fn run_due(workers: &Workers) -> Result<usize> {
    let door = &workers.door;
    let Some(check) = record_check::running(door.store.read(), None).await? else {
        return Ok(0);
    };
    let before = check.reached.clone();
    let after = record_check::step(door.store.read(), check, door.clock.now()).await?;
    door.store
        .write(move |transaction| {
            Box::pin(async move {
                record_check::keep(transaction, before, after)
                    .await
                    .map_err(Fault::from)
            })
        })
        .await?;
    Ok(1)
}
