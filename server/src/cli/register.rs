//! `mufakat migrate` and `mufakat seed`.

use anyhow::Result;

use crate::app::Prepared;
use crate::config::Config;
use crate::ports::Clock;
use crate::seed;
use crate::store::Store;

pub(super) async fn migrate(config: Config) -> Result<bool> {
    tokio::fs::create_dir_all(&config.data_dir).await?;
    Store::open(&config.database_url()).await?.migrate().await?;
    eprintln!("the database is up to date");
    Ok(true)
}

pub(super) async fn seed(config: Config) -> Result<bool> {
    let prepared = Prepared::open(&config, Clock::System).await?;
    let regions = seed::regions(&prepared.door.store, |done| eprintln!("regions: {done}")).await?;
    eprintln!("regions: {regions}");
    if config.demo {
        seed::demo(&prepared.door, &prepared.workers, &prepared.passwords).await?;
        eprintln!("demo data: Kabupaten Kutai Kartanegara (data contoh)");
    }
    Ok(true)
}
