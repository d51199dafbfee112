//! The loop over everything that is due.

use std::sync::Arc;

use chrono::NaiveDate;
use tokio::sync::{Mutex, Notify, Semaphore};

use super::mail::Mailer;
use super::nightly::Nightly;
use super::{
    checkpoints, hand_backs, jobs, messages, migrations, notices, push, record_checks, retention,
    timers,
};
use crate::commands::Door;
use crate::documents::blobs::BlobStore;
use crate::documents::signature::LocalProvider;

/// Passes over what is due before the loop rests, so that a chain of steps goes on at once but never for ever.
const MOST_PASSES: usize = 200;

/// Webhooks that are told at once.
const TELLERS: usize = 16;

/// What the workers share.
#[derive(Clone)]
pub struct Workers {
    pub(crate) door: Door,
    pub(crate) blobs: BlobStore,
    pub(crate) signer: Arc<LocalProvider>,
    pub(crate) mailer: Mailer,
    pub(crate) public_url: Arc<str>,
    /// When the next checkpoint may be due.
    pub(super) checkpoints: Nightly,
    /// When retention may have ended.
    pub(super) retention: Nightly,
    /// Turns of webhooks.
    pub(crate) tellers: Arc<Semaphore>,
    /// The last day on which this process looked for what former holders still hold.
    pub(crate) swept: Arc<Mutex<Option<NaiveDate>>>,
    /// One pass at a time in this process.
    turn: Arc<Mutex<()>>,
}

/// What one pass did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pass {
    /// Timers fired.
    pub timers: usize,
    /// Messages delivered.
    pub messages: usize,
    /// Jobs done, or failed for good.
    pub jobs: usize,
    /// Webhooks on their way.
    pub webhooks: usize,
    /// Cases moved to another version, or found that they cannot be.
    pub migrations: usize,
    /// Notices turned into mails.
    pub notices: usize,
    /// Tasks of former holders given back.
    pub hand_backs: usize,
    /// Checkpoints made.
    pub checkpoints: usize,
    /// Documents proposed for disposal.
    pub disposals: usize,
    /// Steps of verifications of the record.
    pub record_checks: usize,
    /// Mails sent.
    pub mails: usize,
    /// Pushes sent.
    pub pushes: usize,
}

impl Pass {
    /// Whether nothing was due.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        *self == Self::default()
    }
}

impl Workers {
    /// Workers over one store.
    #[must_use]
    pub fn new(
        door: Door,
        blobs: BlobStore,
        signer: Arc<LocalProvider>,
        mailer: Mailer,
        public_url: String,
    ) -> Self {
        Self {
            door,
            blobs,
            signer,
            mailer,
            public_url: public_url.into(),
            checkpoints: checkpoints::nightly(),
            retention: retention::nightly(),
            tellers: Arc::new(Semaphore::new(TELLERS)),
            swept: Arc::default(),
            turn: Arc::default(),
        }
    }

    /// The same workers on another clock, to play a history.
    #[must_use]
    pub fn on_clock(&self, clock: crate::ports::Clock) -> Self {
        let door = Door {
            clock,
            wake: Arc::default(),
            ..self.door.clone()
        };
        Self {
            door,
            swept: Arc::default(),
            checkpoints: checkpoints::nightly(),
            retention: retention::nightly(),
            turn: Arc::default(),
            ..self.clone()
        }
    }

    /// Wakes the loop.
    #[must_use]
    pub fn wake(&self) -> Arc<Notify> {
        Arc::clone(&self.door.wake)
    }

    /// Does everything that is due, and what follows from it, until nothing is left.
    pub async fn run_due(&self) {
        let _turn = self.turn.lock().await;
        for _ in 0..MOST_PASSES {
            if self.pass().await.is_idle() {
                return;
            }
        }
        // Still something to do: go on after others had a chance.
        self.door.wake.notify_one();
    }

    /// One pass over everything that is due. A fault in one kind of work does not stop the others.
    async fn pass(&self) -> Pass {
        let counted = |what: &'static str, outcome: anyhow::Result<usize>| match outcome {
            Ok(count) => {
                if count > 0 {
                    metrics::counter!("mufakat_due_done_total", "kind" => what)
                        .increment(count as u64);
                }
                count
            }
            Err(error) => {
                tracing::error!(%error, what, "due {what}: {error:#}");
                0
            }
        };
        Pass {
            timers: counted("timers", timers::fire_due(self).await),
            messages: counted("messages", messages::deliver_pending(self).await),
            jobs: counted("jobs", jobs::run_due(self).await),
            webhooks: counted("webhooks", jobs::tell_due(self).await),
            migrations: counted("migrations", migrations::run_due(self).await),
            notices: counted("notices", notices::expand_due(self).await),
            hand_backs: counted("hand_backs", hand_backs::make_due(self).await),
            checkpoints: counted("checkpoints", checkpoints::make_due(self).await),
            disposals: counted("disposals", retention::run_due(self).await),
            record_checks: counted("record checks", record_checks::run_due(self).await),
            mails: counted("mails", self.mailer.send_due(&self.door).await),
            pushes: counted("pushes", push::push_due(self).await),
        }
    }
}
