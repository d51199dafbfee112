//! Telling live subscribers what has changed, on this replica and on the others.
//!
//! A change names a task or an instance, nothing more: who may see it is decided by whoever listens. On SQLite changes
//! are sent after the commit; on PostgreSQL they travel by NOTIFY inside the transaction, so all replicas hear the same.

use std::sync::Arc;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, Statement};
use sqlx::PgPool;
use sqlx::postgres::PgListener;
use tokio::sync::broadcast;

/// Name of the PostgreSQL channel.
const CHANNEL: &str = "mufakat_changes";
/// Changes that a slow subscriber may lag behind before it is told to read again.
const BACKLOG: usize = 4096;

pub use schema::graph::live::{Change, ChangeKind};

/// The stream of changes.
#[derive(Clone)]
pub struct Changes {
    sender: broadcast::Sender<Arc<Change>>,
    local: bool,
}

impl Changes {
    pub(super) fn local() -> Self {
        Self {
            sender: broadcast::channel(BACKLOG).0,
            local: true,
        }
    }

    pub(super) async fn shared(pool: &PgPool) -> Result<Self, sqlx::Error> {
        let sender = broadcast::channel(BACKLOG).0;
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen(CHANNEL).await?;
        let forward = sender.clone();
        tokio::spawn(async move {
            loop {
                match listener.recv().await {
                    Ok(notification) => {
                        for change in serde_json::from_str::<Vec<Change>>(notification.payload())
                            .unwrap_or_default()
                        {
                            let _ = forward.send(Arc::new(change));
                        }
                    }
                    Err(error) => {
                        // The listener reconnects by itself at the next call.
                        tracing::warn!(%error, "live changes: lost the PostgreSQL connection, reconnecting");
                        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
                    }
                }
            }
        });
        Ok(Self {
            sender,
            local: false,
        })
    }

    /// The sending side, for the GraphQL subscriptions.
    #[must_use]
    pub fn sender(&self) -> broadcast::Sender<Arc<Change>> {
        self.sender.clone()
    }

    /// Announces changes inside the transaction that makes them (PostgreSQL delivers at commit).
    pub async fn announce(
        &self,
        transaction: &DatabaseTransaction,
        changes: &[Change],
    ) -> Result<(), DbErr> {
        if self.local {
            return Ok(());
        }
        // A NOTIFY payload holds 8,000 bytes at the most.
        for some in changes.chunks(24) {
            let payload =
                serde_json::to_string(some).map_err(|error| DbErr::Custom(error.to_string()))?;
            let notify = Statement::from_sql_and_values(
                DbBackend::Postgres,
                "SELECT pg_notify($1, $2)",
                [CHANNEL.into(), payload.into()],
            );
            transaction.query_one_raw(notify).await?;
        }
        Ok(())
    }

    /// Sends changes to the subscribers of this process after the commit (SQLite).
    pub fn publish(&self, changes: Vec<Change>) {
        if self.local {
            for change in changes {
                let _ = self.sender.send(Arc::new(change));
            }
        }
    }
}
