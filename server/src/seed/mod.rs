//! What a new installation begins with: the region tree, and for a demo the register of Kutai Kartanegara and a sign-off
//! under way. Idempotent: what is there stays.

mod books;
mod story;

use anyhow::{Context as _, Result};
use chrono::Datelike as _;

use crate::auth::Passwords;
use crate::commands::{Door, Fault};
use crate::effects::Workers;
use crate::register::demo::{demo_accounts, demo_register, kutai_kartanegara};
use crate::register::regions::RegionExtract;
use crate::store::Store;
use crate::store::register::{self as rows, NewAccount};

/// Password of every demo account.
pub const DEMO_PASSWORD: &str = "mufakat-demo";
/// Regions written in one transaction.
const BATCH: usize = 10_000;

/// Loads the region tree once; answers how many regions there are. `progress` hears after each batch.
///
/// # Errors
/// When the extract is damaged, or of the database.
pub async fn regions(store: &Store, mut progress: impl FnMut(u64)) -> Result<u64> {
    let known = rows::region_count(store.read()).await?;
    if known > 0 {
        return Ok(known);
    }
    let extract = RegionExtract::shipped()?;
    let rows = extract.rows().collect::<Result<Vec<_>, _>>()?;
    let mut done = 0;
    for some in rows.chunks(BATCH) {
        let some = some.to_vec();
        done += some.len() as u64;
        store
            .write(move |transaction| {
                Box::pin(async move {
                    rows::add_regions(transaction, &some)
                        .await
                        .map_err(Fault::from)
                })
            })
            .await?;
        progress(done);
    }
    Ok(done)
}

/// Loads the demo register with an account for everybody, and plays a sign-off until its vote.
///
/// # Errors
/// Of the extract, the password hasher, the database, or a refusal of a played step (a fault of ours).
pub async fn demo(door: &Door, workers: &Workers, passwords: &Passwords) -> Result<()> {
    register(door, passwords).await?;
    let year = door.clock.now().year() + 1;
    story::sign_off_under_way(door, workers, &RegionExtract::shipped()?, year).await
}

/// Loads the demo register with an account for everybody, and no case.
///
/// # Errors
/// Of the extract, the password hasher or the database.
pub async fn register(door: &Door, passwords: &Passwords) -> Result<()> {
    let extract = RegionExtract::shipped()?;
    let profile = kutai_kartanegara();
    let register = demo_register(&extract)?;
    let known = crate::store::account::all(door.store.read()).await?;
    if !known.iter().any(|(_, account)| account.demo) {
        let password_hash = passwords.hash(DEMO_PASSWORD).await?;
        let cards = demo_accounts(&register, &profile);
        let accounts = register
            .people
            .iter()
            .map(|person| NewAccount {
                email: person.email.clone(),
                password_hash: password_hash.clone(),
                card: cards
                    .iter()
                    .position(|card| card.email == person.email)
                    .map(|order| {
                        (
                            cards[order].group.code().to_owned(),
                            i32::try_from(order).unwrap_or(i32::MAX),
                        )
                    }),
            })
            .collect();
        let at = door.clock.now();
        let people = register.clone();
        door.store
            .write(move |transaction| {
                Box::pin(async move {
                    rows::add(transaction, &people, accounts, at)
                        .await
                        .map_err(Fault::from)
                })
            })
            .await
            .context("cannot write the demo register")?;
    }
    Ok(())
}
