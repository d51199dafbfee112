//! Opening the database: SQLite (one writer, many readers) or PostgreSQL (a pool), chosen by the URL.

use std::str::FromStr;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use futures_util::future::BoxFuture;
use schema::migrations::Migrator;
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, SqlxPostgresConnector, SqlxSqliteConnector,
};
use sea_orm_migration::MigratorTrait;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::changes::Changes;
use super::writer::Writer;

/// Arbitrary constant that names our migration lock on PostgreSQL ("mufakat" on a telephone keypad).
const MIGRATION_LOCK: i64 = 6_832_528;

/// The database: a read side that everybody may use and a write side behind [`Store::write`].
#[derive(Clone)]
pub struct Store {
    read: DatabaseConnection,
    writer: Writer,
    changes: Changes,
    direct: DatabaseConnection,
}

impl Store {
    /// Opens the database that `url` names: `sqlite:path` (created when absent) or `postgres://…`.
    ///
    /// # Errors
    /// When it cannot be reached, or the URL is of another kind.
    pub async fn open(url: &str) -> Result<Self> {
        if url.starts_with("sqlite:") {
            Self::open_sqlite(url).await
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Self::open_postgres(url).await
        } else {
            bail!("the database URL must begin with sqlite: or postgres:, got {url:?}")
        }
    }

    async fn open_sqlite(url: &str) -> Result<Self> {
        let options = SqliteConnectOptions::from_str(url)
            .with_context(|| format!("cannot read the SQLite URL {url:?}"))?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10))
            .pragma("wal_autocheckpoint", "2000")
            .pragma("cache_size", "-32000");
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.clone())
            .await
            .with_context(|| format!("cannot open the database {url:?}"))?;
        let read = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options.pragma("query_only", "true"))
            .await
            .context("cannot open the database for reading")?;
        let changes = Changes::local();
        let direct = SqlxSqliteConnector::from_sqlx_sqlite_pool(write);
        Ok(Self {
            read: SqlxSqliteConnector::from_sqlx_sqlite_pool(read),
            writer: Writer::grouped(direct.clone()),
            changes,
            direct,
        })
    }

    async fn open_postgres(url: &str) -> Result<Self> {
        let options = PgConnectOptions::from_str(url)
            .context("cannot read the PostgreSQL URL")?
            .application_name("mufakat")
            .options([
                ("statement_timeout", "30s"),
                ("idle_in_transaction_session_timeout", "15s"),
                ("lock_timeout", "15s"),
            ]);
        let pool = PgPoolOptions::new()
            .max_connections(24)
            .acquire_timeout(Duration::from_secs(15))
            // HARDENING D3: a connection whose `begin` was cancelled comes back inside an open transaction.
            .after_release(|connection, _| {
                Box::pin(async move {
                    sqlx::Executor::execute(connection, "ROLLBACK").await?;
                    Ok(true)
                })
            })
            .connect_with(options)
            .await
            .context("cannot reach PostgreSQL")?;
        let changes = Changes::shared(&pool)
            .await
            .context("cannot listen for changes on PostgreSQL")?;
        let direct = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
        Ok(Self {
            read: direct.clone(),
            writer: Writer::pooled(direct.clone()),
            changes,
            direct,
        })
    }

    /// Brings the tables up to date. Several replicas may call it at once: PostgreSQL takes an advisory lock, SQLite has one file lock.
    ///
    /// # Errors
    /// When a migration fails; PostgreSQL rolls that one back.
    pub async fn migrate(&self) -> Result<()> {
        let postgres = self.direct.get_database_backend() == sea_orm::DbBackend::Postgres;
        if !postgres {
            return Migrator::up(&self.direct, None)
                .await
                .context("migration failed");
        }
        let lock = self
            .direct
            .get_postgres_connection_pool()
            .acquire()
            .await
            .context("cannot take the migration lock")?;
        let mut lock = lock.detach();
        sqlx::query("SELECT set_config('lock_timeout', '0', false), set_config('statement_timeout', '0', false)").execute(&mut lock).await?;
        sqlx::query("SELECT pg_advisory_lock($1)")
            .bind(MIGRATION_LOCK)
            .execute(&mut lock)
            .await?;
        let outcome = Migrator::up(&self.direct, None)
            .await
            .context("migration failed");
        sqlx::Connection::close(lock).await?;
        outcome
    }

    /// The read side. Never write through it: on SQLite it refuses, on PostgreSQL a test would find out.
    #[must_use]
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// Live changes for subscriptions.
    #[must_use]
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    /// Runs `work` in one transaction and answers only when it is durable. An error of `work` undoes all of it.
    /// The transaction goes on even when the caller is dropped (HARDENING D3).
    ///
    /// # Errors
    /// The error of `work`, or the database's.
    pub async fn write<T, E, W>(&self, work: W) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbErr> + Send + 'static,
        W: for<'t> FnOnce(&'t DatabaseTransaction) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        self.writer.write(work).await
    }
}
