//! The heartbeat: tokio-cron-scheduler (known to this folder only) wakes the claimers; what is due lives in the database
//! (ARCHITECTURE 5, STACK 4). A tick only pokes: it can be lost, doubled or late without harm.

use anyhow::{Context as _, Result};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_cron_scheduler::{Job, JobScheduler};

use crate::effects::Workers;

/// Waits until the program stops.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    // The guard that the wait answers must not live across an await.
    let _ = stop.wait_for(|stop| *stop).await.map(|_| ());
}

/// The ticking schedule and the loop that it wakes.
pub struct Heartbeat {
    scheduler: Option<JobScheduler>,
    running: Option<JoinHandle<()>>,
}

impl Heartbeat {
    /// Starts ticking each second and sweeping each minute; with `manual` nothing ticks, for tests on their own clock.
    ///
    /// # Errors
    /// When the scheduler cannot start.
    pub async fn start(
        workers: Workers,
        mut stop: watch::Receiver<bool>,
        manual: bool,
    ) -> Result<Self> {
        if manual {
            return Ok(Self {
                scheduler: None,
                running: None,
            });
        }
        let scheduler = JobScheduler::new()
            .await
            .context("cannot make the scheduler")?;
        let wake = workers.wake();
        let tick = Job::new_async("* * * * * *", move |_, _| {
            let wake = wake.clone();
            Box::pin(async move { wake.notify_one() })
        })
        .context("cannot plan the tick")?;
        scheduler.add(tick).await.context("cannot add the tick")?;
        scheduler
            .start()
            .await
            .context("cannot start the scheduler")?;
        let running = tokio::spawn(async move {
            let wake = workers.wake();
            loop {
                tokio::select! {
                    () = wake.notified() => workers.run_due().await,
                    // The scheduler has known bugs (STACK 4): should it fall silent, this goes on.
                    () = tokio::time::sleep(std::time::Duration::from_secs(5)) => workers.run_due().await,
                    () = stopped(&mut stop) => break,
                }
            }
        });
        Ok(Self {
            scheduler: Some(scheduler),
            running: Some(running),
        })
    }

    /// Stops ticking; work in hand is finished.
    pub async fn stop(mut self) {
        if let Some(mut scheduler) = self.scheduler.take() {
            let _ = scheduler.shutdown().await;
        }
        if let Some(running) = self.running.take() {
            let _ = tokio::time::timeout(std::time::Duration::from_secs(10), running).await;
        }
    }
}
