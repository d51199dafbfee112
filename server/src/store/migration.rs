//! Batches of migrations, and what a migration changes in rows that no event names.

use chrono::{DateTime, Utc};
use schema::migrated::Outcome;
use schema::tables::state::InstanceState;
use schema::tables::{
    incident, job, migration_batch, migration_item, process_definition, process_instance,
    subscription, timer, user_task, visible,
};
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr,
    EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;
use workflows::engine::event::Event;
use workflows::engine::state::{ROOT, State};

use super::journal::{insert_many, text_of};

/// Which live cases.
pub struct Which<'a> {
    /// BPMN process id.
    pub definition_key: &'a str,
    /// Only of this version.
    pub version: Option<i32>,
    /// Not of this version.
    pub not_version: Option<i32>,
    /// Only below this path.
    pub below: Option<&'a str>,
    /// Only these.
    pub instances: Option<&'a [Uuid]>,
}

/// A case that may be part of a batch.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Candidate {
    /// The case.
    pub id: Uuid,
    /// Its organisation.
    pub organisation_path: String,
}

/// Live cases, oldest first.
///
/// # Errors
/// Of the database.
pub async fn candidates(
    connection: &impl ConnectionTrait,
    which: Which<'_>,
) -> Result<Vec<Candidate>, DbErr> {
    use process_instance::Column;
    let mut query = process_instance::Entity::find()
        .filter(Column::DefinitionKey.eq(which.definition_key))
        .filter(Column::State.is_in([InstanceState::Running, InstanceState::Suspended]));
    if let Some(version) = which.version {
        query = query.filter(Column::Version.eq(version));
    }
    if let Some(version) = which.not_version {
        query = query.filter(Column::Version.ne(version));
    }
    if let Some(path) = which.below {
        query = query.filter(visible::below(Column::OrganisationPath, path));
    }
    if let Some(ids) = which.instances {
        query = query.filter(Column::Id.is_in(ids.iter().copied()));
    }
    query
        .order_by_asc(Column::Id)
        .select_only()
        .columns([Column::Id, Column::OrganisationPath])
        .into_model()
        .all(connection)
        .await
}

/// Cases that a batch has moved.
///
/// # Errors
/// Of the database.
pub async fn moved(
    connection: &impl ConnectionTrait,
    batch: Uuid,
) -> Result<Vec<Candidate>, DbErr> {
    let ids: Vec<Uuid> = migration_item::Entity::find()
        .filter(migration_item::Column::BatchId.eq(batch))
        .filter(migration_item::Column::State.eq("DONE"))
        .order_by_asc(migration_item::Column::InstanceId)
        .select_only()
        .column(migration_item::Column::InstanceId)
        .into_tuple()
        .all(connection)
        .await?;
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(200) {
        found.extend(
            process_instance::Entity::find()
                .filter(process_instance::Column::Id.is_in(some.iter().copied()))
                .select_only()
                .columns([
                    process_instance::Column::Id,
                    process_instance::Column::OrganisationPath,
                ])
                .into_model::<Candidate>()
                .all(connection)
                .await?,
        );
    }
    Ok(found)
}

/// Writes a batch with its cases.
///
/// # Errors
/// Of the database.
pub async fn begin(
    transaction: &DatabaseTransaction,
    batch: migration_batch::ActiveModel,
    cases: impl Iterator<Item = Uuid>,
) -> Result<(), DbErr> {
    let batch = batch.insert(transaction).await?;
    let items = cases
        .map(|instance| migration_item::ActiveModel {
            batch_id: Set(batch.id),
            instance_id: Set(instance),
            state: Set("PENDING".to_owned()),
            outcome: Set(None),
            at: Set(None),
        })
        .collect();
    insert_many::<migration_item::Entity, _>(transaction, items).await
}

/// Cases that are still to be done, `(batch, case)`.
///
/// # Errors
/// Of the database.
pub async fn pending(
    connection: &impl ConnectionTrait,
    limit: u64,
) -> Result<Vec<(Uuid, Uuid)>, DbErr> {
    migration_item::Entity::find()
        .filter(migration_item::Column::State.eq("PENDING"))
        .order_by_asc(migration_item::Column::BatchId)
        .order_by_asc(migration_item::Column::InstanceId)
        .limit(limit)
        .select_only()
        .columns([
            migration_item::Column::BatchId,
            migration_item::Column::InstanceId,
        ])
        .into_tuple()
        .all(connection)
        .await
}

/// Whether some batch is not finished.
///
/// # Errors
/// Of the database.
pub async fn unfinished(connection: &impl ConnectionTrait) -> Result<bool, DbErr> {
    let row = migration_batch::Entity::find()
        .filter(migration_batch::Column::FinishedAt.is_null())
        .select_only()
        .column(migration_batch::Column::Id)
        .into_tuple::<Uuid>()
        .one(connection)
        .await?;
    Ok(row.is_some())
}

/// Takes one case that is still to be done, unless another replica has it.
///
/// # Errors
/// Of the database.
pub async fn take(
    transaction: &DatabaseTransaction,
    batch: Uuid,
    instance: Uuid,
) -> Result<bool, DbErr> {
    let row = migration_item::Entity::find_by_id((batch, instance))
        .filter(migration_item::Column::State.eq("PENDING"))
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .one(transaction)
        .await?;
    Ok(row.is_some())
}

/// Remembers what came of one case; the last one finishes the batch.
///
/// # Errors
/// Of the database.
pub async fn done(
    transaction: &DatabaseTransaction,
    batch: Uuid,
    instance: Uuid,
    done: bool,
    outcome: &Outcome,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    use migration_item::Column;
    migration_item::Entity::update_many()
        .col_expr(
            Column::State,
            Expr::value(if done { "DONE" } else { "REFUSED" }),
        )
        .col_expr(Column::Outcome, Expr::value(Some(text_of(outcome)?)))
        .col_expr(Column::At, Expr::value(Some(at)))
        .filter(Column::BatchId.eq(batch))
        .filter(Column::InstanceId.eq(instance))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Finishes batches of which nothing is left to do; answers them.
///
/// # Errors
/// Of the database.
pub async fn finish(
    transaction: &DatabaseTransaction,
    at: DateTime<Utc>,
) -> Result<Vec<Uuid>, DbErr> {
    let open: Vec<Uuid> = migration_batch::Entity::find()
        .filter(migration_batch::Column::FinishedAt.is_null())
        .select_only()
        .column(migration_batch::Column::Id)
        .into_tuple()
        .all(transaction)
        .await?;
    let mut finished = Vec::new();
    for id in open {
        let left = migration_item::Entity::find()
            .filter(migration_item::Column::BatchId.eq(id))
            .filter(migration_item::Column::State.eq("PENDING"))
            .count(transaction)
            .await?;
        if left > 0 {
            continue;
        }
        let closed = migration_batch::Entity::update_many()
            .col_expr(migration_batch::Column::FinishedAt, Expr::value(Some(at)))
            .filter(migration_batch::Column::Id.eq(id))
            .filter(migration_batch::Column::FinishedAt.is_null())
            .exec(transaction)
            .await?;
        if closed.rows_affected == 1 {
            finished.push(id);
        }
    }
    Ok(finished)
}

/// After the rows of its events are written: the case names its new version, and every row the element it belongs to now.
pub(super) async fn renamed(
    transaction: &DatabaseTransaction,
    instance: Uuid,
    events: &[Event],
    state: &State,
) -> Result<(), DbErr> {
    for event in events {
        let Event::InstanceMigrated {
            root,
            from,
            to,
            elements,
            ..
        } = event
        else {
            continue;
        };
        let version = |it: u32| i32::try_from(it).unwrap_or(i32::MAX);
        if *root == ROOT {
            let definition = process_definition::Entity::find()
                .filter(process_definition::Column::Key.eq(&to.id))
                .filter(process_definition::Column::Version.eq(version(to.version)))
                .one(transaction)
                .await?
                .ok_or_else(|| {
                    DbErr::RecordNotFound(format!("no version {} of {}", to.version, to.id))
                })?;
            use process_instance::Column;
            process_instance::Entity::update_many()
                .col_expr(Column::DefinitionId, Expr::value(definition.id))
                .col_expr(Column::DefinitionKey, Expr::value(to.id.clone()))
                .col_expr(Column::Version, Expr::value(version(to.version)))
                .filter(Column::Id.eq(instance))
                .exec(transaction)
                .await?;
        }
        if elements.is_empty() {
            continue;
        }
        // Closed tasks too: who did a step must be found under the name that the new version asks for (four eyes).
        let closed = user_task::Entity::find()
            .filter(user_task::Column::InstanceId.eq(instance))
            .filter(user_task::Column::Open.eq(false))
            .filter(user_task::Column::DefinitionKey.eq(&from.id))
            .filter(user_task::Column::Element.is_in(elements.keys()))
            .all(transaction)
            .await?;
        for row in closed {
            let Some(name) = elements.get(&row.element) else {
                continue;
            };
            user_task::Entity::update_many()
                .col_expr(user_task::Column::Element, Expr::value(name.clone()))
                .filter(user_task::Column::Id.eq(row.id))
                .exec(transaction)
                .await?;
        }
        let key = |key: u64| i64::try_from(key).unwrap_or(i64::MAX);
        macro_rules! follow {
            ($rows:ident, $table:ident) => {
                for (at, it) in &state.$rows {
                    $table::Entity::update_many()
                        .col_expr($table::Column::Element, Expr::value(it.element.clone()))
                        .filter($table::Column::InstanceId.eq(instance))
                        .filter($table::Column::Key.eq(key(*at)))
                        .filter($table::Column::Element.ne(&it.element))
                        .exec(transaction)
                        .await?;
                }
            };
        }
        follow!(timers, timer);
        follow!(subscriptions, subscription);
        follow!(jobs, job);
        follow!(incidents, incident);
    }
    Ok(())
}
