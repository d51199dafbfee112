//! Process instances: locked, loaded, decided upon, saved. The row lock serialises the commands of one instance on
//! PostgreSQL; on SQLite there is one writer anyway (ARCHITECTURE invariant 4).

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use schema::graph::live::{Change, ChangeKind};
use schema::tables::state::InstanceState;
use schema::tables::{organisation, process_instance};
use sea_orm::ExprTrait as _;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr,
    EntityTrait, QueryFilter, QuerySelect,
};
use uuid::Uuid;
use workflows::engine::command::Stamp;
use workflows::engine::event::Event;
use workflows::engine::state::{State, Status};

use super::journal::{self, Head, text_of};
use super::migration;
use super::project::{self, Moment};

/// The organisation that owns an instance.
#[derive(Debug, Clone)]
pub struct Owner {
    /// For instance `/id/64/64.02/`.
    pub path: String,
    /// For instance `64.02`.
    pub code: String,
    /// Name as shown.
    pub name: String,
    /// Zone of its deadlines.
    pub zone: Tz,
    /// Region code that chooses its calendar; `id` for the nation.
    pub region: String,
}

impl Owner {
    /// Reads the organisation at `path`.
    ///
    /// # Errors
    /// Of the database, or when there is no such organisation.
    pub async fn at(connection: &impl ConnectionTrait, path: &str) -> Result<Self, DbErr> {
        let row = organisation::Entity::find()
            .filter(organisation::Column::Path.eq(path))
            .one(connection)
            .await?
            .ok_or_else(|| DbErr::RecordNotFound(format!("no organisation at {path}")))?;
        Ok(Self::from(&row))
    }

    /// The name of the place that it governs, for texts: "Kabupaten Kutai Kartanegara".
    #[must_use]
    pub fn place(&self) -> &str {
        self.name.strip_prefix("Pemerintah ").unwrap_or(&self.name)
    }

    /// Writes a principal the way it is stored: a role without organisation is that role in this one.
    #[must_use]
    pub fn resolve(&self, principal: &str) -> String {
        match principal.trim().strip_prefix("role:") {
            Some(role) => format!("{role}@{}", self.code),
            None => principal.trim().to_owned(),
        }
    }
}

impl From<&organisation::Model> for Owner {
    fn from(row: &organisation::Model) -> Self {
        Self {
            path: row.path.clone(),
            code: row.code.clone(),
            name: row.name.clone(),
            zone: row.zone.parse().unwrap_or(chrono_tz::Asia::Jakarta),
            region: row.region_code.clone().unwrap_or_else(|| "id".to_owned()),
        }
    }
}

/// A locked instance.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Instance id.
    pub id: Uuid,
    /// Its row without the snapshot.
    pub definition_key: String,
    /// Version.
    pub version: i32,
    /// Business key.
    pub business_key: Option<String>,
    /// Its organisation.
    pub owner: Owner,
    /// Where it stands.
    pub state: State,
    /// End of its journal.
    pub head: Head,
}

/// Locks and loads an instance for a command.
///
/// # Errors
/// Of the database; a snapshot that cannot be read is one.
pub async fn lock(transaction: &DatabaseTransaction, id: Uuid) -> Result<Option<Loaded>, DbErr> {
    let Some(row) = process_instance::Entity::find_by_id(id)
        .lock_exclusive()
        .one(transaction)
        .await?
    else {
        return Ok(None);
    };
    load(transaction, row).await.map(Some)
}

/// Loads an instance from its row.
///
/// # Errors
/// Of the database; a snapshot that cannot be read is one.
pub async fn load(
    connection: &impl ConnectionTrait,
    row: process_instance::Model,
) -> Result<Loaded, DbErr> {
    let state: State = serde_json::from_str(&row.snapshot).map_err(|error| {
        DbErr::Custom(format!(
            "snapshot of instance {} is unreadable: {error}",
            row.id
        ))
    })?;
    Ok(Loaded {
        id: row.id,
        definition_key: row.definition_key,
        version: row.version,
        business_key: row.business_key,
        owner: Owner::at(connection, &row.organisation_path).await?,
        state,
        head: Head {
            seq: row.seq,
            hash: row.head_hash,
        },
    })
}

/// A new instance that has no journal yet.
#[must_use]
pub fn fresh(
    id: Uuid,
    owner: Owner,
    definition_key: String,
    version: i32,
    business_key: Option<String>,
) -> Loaded {
    Loaded {
        id,
        definition_key,
        version,
        business_key,
        owner,
        state: State::default(),
        head: Head::default(),
    }
}

/// What is written beside the events when an instance begins.
#[derive(Debug, Clone, Copy)]
pub struct Birth {
    /// The definition's row.
    pub definition: Uuid,
    /// Who started it.
    pub by: Option<Uuid>,
}

/// Writes what a command did to an instance: journal, snapshot, rows, outbox. Answers what live subscribers should hear.
///
/// # Errors
/// Of the database.
pub async fn record(
    transaction: &DatabaseTransaction,
    loaded: &Loaded,
    birth: Option<Birth>,
    at: DateTime<Utc>,
    actor: Option<&Stamp>,
    events: &[Event],
    state: &State,
) -> Result<Vec<Change>, DbErr> {
    let first_seq = loaded.head.seq + 1;
    let head = journal::append(
        transaction,
        loaded.id,
        loaded.head.clone(),
        at,
        actor,
        events,
    )
    .await?;
    let snapshot = text_of(state)?;
    let standing = match state.status {
        Status::New | Status::Running => InstanceState::Running,
        Status::Completed => InstanceState::Completed,
        Status::Cancelled => InstanceState::Cancelled,
        Status::Suspended => InstanceState::Suspended,
    };
    let ended_at = state.ended().then_some(at);
    if let Some(birth) = birth {
        process_instance::ActiveModel {
            id: Set(loaded.id),
            definition_id: Set(birth.definition),
            definition_key: Set(loaded.definition_key.clone()),
            version: Set(loaded.version),
            business_key: Set(loaded.business_key.clone()),
            organisation_path: Set(loaded.owner.path.clone()),
            state: Set(standing),
            snapshot: Set(snapshot),
            seq: Set(head.seq),
            head_hash: Set(head.hash),
            started_at: Set(at),
            ended_at: Set(ended_at),
            started_by: Set(birth.by),
        }
        .insert(transaction)
        .await?;
    } else {
        let done = process_instance::Entity::update_many()
            .col_expr(process_instance::Column::State, Expr::value(standing))
            .col_expr(process_instance::Column::Snapshot, Expr::value(snapshot))
            .col_expr(process_instance::Column::Seq, Expr::value(head.seq))
            .col_expr(process_instance::Column::HeadHash, Expr::value(head.hash))
            .col_expr(process_instance::Column::EndedAt, Expr::value(ended_at))
            .filter(
                process_instance::Column::Id
                    .eq(loaded.id)
                    .and(process_instance::Column::Seq.eq(loaded.head.seq)),
            )
            .exec(transaction)
            .await?;
        if done.rows_affected != 1 {
            return Err(DbErr::Custom(format!(
                "instance {} moved under its lock",
                loaded.id
            )));
        }
    }
    let moment = Moment {
        instance: loaded.id,
        owner: &loaded.owner,
        business_key: loaded.business_key.as_deref(),
        at,
        actor,
        first_seq,
    };
    let mut changes = project::rows(transaction, &moment, events).await?;
    migration::renamed(transaction, loaded.id, events, state).await?;
    changes.push(Change {
        kind: ChangeKind::Changed,
        task: None,
        instance: Some(loaded.id),
        job: None,
    });
    Ok(changes)
}
