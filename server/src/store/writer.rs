//! From a piece of work to one durable transaction.
//!
//! SQLite: one task owns the write connection and commits what is waiting together: each piece in its own savepoint, one
//! fsync for all (ARCHITECTURE 4). PostgreSQL: a task of its own per piece, on a pooled connection. In both cases the
//! work outlives the caller, and the caller hears of success only after the commit.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use tokio::sync::{mpsc, oneshot};

/// How many pieces of work share one commit at the most.
const GROUP: usize = 64;
/// How many pieces may wait before callers wait to hand theirs in.
const QUEUE: usize = 1024;

#[derive(Clone)]
pub(super) enum Writer {
    Grouped(mpsc::Sender<Box<dyn Piece>>),
    Pooled(DatabaseConnection),
}

/// A piece of work with its type erased.
pub(super) trait Piece: Send {
    /// Does the work inside `transaction`.
    fn run<'t>(self: Box<Self>, transaction: &'t DatabaseTransaction) -> BoxFuture<'t, Done>;
    /// Answers without having run.
    fn refuse(self: Box<Self>, error: DbErr);
}

/// What is left to do after the work: keep it or not, and tell the caller once it is durable.
pub(super) struct Done {
    keep: bool,
    acknowledge: Box<dyn FnOnce(Result<(), DbErr>) + Send>,
}

struct Typed<T, E, W> {
    work: W,
    answer: oneshot::Sender<Result<T, E>>,
}

impl<T, E, W> Piece for Typed<T, E, W>
where
    T: Send + 'static,
    E: From<DbErr> + Send + 'static,
    W: for<'t> FnOnce(&'t DatabaseTransaction) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
{
    fn run<'t>(self: Box<Self>, transaction: &'t DatabaseTransaction) -> BoxFuture<'t, Done> {
        let Self { work, answer } = *self;
        Box::pin(async move {
            let outcome = AssertUnwindSafe(async { work(transaction).await })
                .catch_unwind()
                .await;
            let outcome = outcome.unwrap_or_else(|_| {
                Err(E::from(DbErr::Custom(
                    "the work panicked; see the log".to_owned(),
                )))
            });
            let keep = outcome.is_ok();
            let acknowledge = Box::new(move |committed: Result<(), DbErr>| {
                let outcome = match committed {
                    Ok(()) => outcome,
                    Err(error) => outcome.and(Err(E::from(error))),
                };
                // The caller may have gone away; what it asked for is done all the same.
                let _ = answer.send(outcome);
            });
            Done { keep, acknowledge }
        })
    }

    fn refuse(self: Box<Self>, error: DbErr) {
        let _ = self.answer.send(Err(E::from(error)));
    }
}

impl Writer {
    pub(super) fn pooled(connection: DatabaseConnection) -> Self {
        Self::Pooled(connection)
    }

    pub(super) fn grouped(connection: DatabaseConnection) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        tokio::spawn(commit_in_groups(connection, receiver));
        Self::Grouped(sender)
    }

    pub(super) async fn write<T, E, W>(&self, work: W) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbErr> + Send + 'static,
        W: for<'t> FnOnce(&'t DatabaseTransaction) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        let (answer, outcome) = oneshot::channel();
        let piece = Box::new(Typed { work, answer });
        match self {
            Self::Grouped(queue) => {
                if let Err(unsent) = queue.send(piece).await {
                    unsent
                        .0
                        .refuse(DbErr::Custom("the writer has stopped".to_owned()));
                }
            }
            Self::Pooled(connection) => {
                let connection = connection.clone();
                tokio::spawn(async move { commit_alone(&connection, piece).await });
            }
        }
        outcome.await.unwrap_or_else(|_| {
            Err(E::from(DbErr::Custom(
                "the writer gave no answer".to_owned(),
            )))
        })
    }
}

async fn commit_alone(connection: &DatabaseConnection, piece: Box<dyn Piece>) {
    let transaction = match connection
        .begin_with_options(TransactionOptions::default())
        .await
    {
        Ok(transaction) => transaction,
        Err(error) => return piece.refuse(error),
    };
    let done = piece.run(&transaction).await;
    let committed = if done.keep {
        transaction.commit().await
    } else {
        transaction.rollback().await
    };
    (done.acknowledge)(committed);
}

async fn commit_in_groups(
    connection: DatabaseConnection,
    mut queue: mpsc::Receiver<Box<dyn Piece>>,
) {
    while let Some(first) = queue.recv().await {
        let immediate = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        let group = match connection.begin_with_options(immediate).await {
            Ok(group) => group,
            Err(error) => {
                first.refuse(error);
                continue;
            }
        };
        let mut acknowledgements = Vec::new();
        let mut next = Some(first);
        while let Some(piece) = next.take() {
            match group
                .begin_with_options(TransactionOptions::default())
                .await
            {
                Ok(savepoint) => {
                    let done = piece.run(&savepoint).await;
                    let kept = if done.keep {
                        savepoint.commit().await
                    } else {
                        savepoint.rollback().await
                    };
                    acknowledgements.push((done.acknowledge, kept));
                }
                Err(error) => piece.refuse(error),
            }
            if acknowledgements.len() < GROUP {
                next = queue.try_recv().ok();
            }
        }
        let committed = group.commit().await.map_err(|error| error.to_string());
        for (acknowledge, kept) in acknowledgements {
            acknowledge(kept.and(committed.clone().map_err(DbErr::Custom)));
        }
    }
}
