//! Offices end at midnight without anybody asking: once a day, and when the program starts, what former holders had taken
//! goes back to the position.

use anyhow::Result;

use super::Workers;
use crate::commands::hand_back_due;

/// Gives back what is due if this day has not been looked at yet; answers how many tasks.
pub(super) async fn make_due(workers: &Workers) -> Result<usize> {
    let now = workers.door.clock.now();
    let today = now.with_timezone(&chrono_tz::Asia::Jayapura).date_naive();
    let mut swept = workers.swept.lock().await;
    if *swept == Some(today) {
        return Ok(0);
    }
    let given = hand_back_due(&workers.door).await?;
    *swept = Some(today);
    Ok(given)
}
