//! Open work that somebody has taken: by whom, and to whom the process had addressed it.

use std::collections::BTreeSet;

use schema::tables::{task_candidate, user_task};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

/// Everybody who has taken open work.
///
/// # Errors
/// Of the database.
pub async fn holders(connection: &impl ConnectionTrait) -> Result<Vec<Uuid>, DbErr> {
    let found: Vec<Option<Uuid>> = user_task::Entity::find()
        .select_only()
        .column(user_task::Column::AssigneePerson)
        .filter(user_task::Column::Open.eq(true))
        .filter(user_task::Column::AssigneePerson.is_not_null())
        .distinct()
        .into_tuple()
        .all(connection)
        .await?;
    Ok(found.into_iter().flatten().collect())
}

/// Open work of a person.
///
/// # Errors
/// Of the database.
pub async fn by(
    connection: &impl ConnectionTrait,
    person: Uuid,
) -> Result<Vec<user_task::Model>, DbErr> {
    user_task::Entity::find()
        .filter(user_task::Column::Open.eq(true))
        .filter(user_task::Column::AssigneePerson.eq(person))
        .all(connection)
        .await
}

/// To whom a task is addressed.
///
/// # Errors
/// Of the database.
pub async fn addressed(
    connection: &impl ConnectionTrait,
    task: Uuid,
) -> Result<BTreeSet<String>, DbErr> {
    let found: Vec<String> = task_candidate::Entity::find()
        .select_only()
        .column(task_candidate::Column::Principal)
        .filter(task_candidate::Column::TaskId.eq(task))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(found.into_iter().collect())
}
