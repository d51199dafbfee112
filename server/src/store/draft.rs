//! Drafts of answers: one per person and task, replaced on each save.

use chrono::{DateTime, Utc};
use schema::tables::task_draft;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, DatabaseTransaction, DbErr, EntityTrait};
use uuid::Uuid;

/// Keeps `draft` (JSON text) as what `person` has written for `task` so far.
///
/// # Errors
/// Of the database.
pub async fn put(
    transaction: &DatabaseTransaction,
    task: Uuid,
    person: Uuid,
    draft: String,
    saved_at: DateTime<Utc>,
) -> Result<(), DbErr> {
    task_draft::Entity::insert(task_draft::ActiveModel {
        task_id: Set(task),
        person_id: Set(person),
        draft: Set(draft),
        saved_at: Set(saved_at),
    })
    .on_conflict(
        OnConflict::columns([task_draft::Column::TaskId, task_draft::Column::PersonId])
            .update_columns([task_draft::Column::Draft, task_draft::Column::SavedAt])
            .to_owned(),
    )
    .exec_without_returning(transaction)
    .await?;
    Ok(())
}
