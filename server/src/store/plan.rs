//! What an approved plan leaves behind: the plan, its road map, its Quick Wins (DOMAIN W1 step 10).

use schema::tables::{master_plan, quick_win, roadmap_item};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::journal::insert_many;

/// The plan that a case has published, if any.
///
/// # Errors
/// Of the database.
pub async fn of_instance(
    connection: &impl ConnectionTrait,
    instance: Uuid,
) -> Result<Option<master_plan::Model>, DbErr> {
    master_plan::Entity::find()
        .filter(master_plan::Column::InstanceId.eq(instance))
        .one(connection)
        .await
}

/// Publishes a plan once per case.
///
/// # Errors
/// Of the database.
pub async fn publish(
    transaction: &DatabaseTransaction,
    plan: master_plan::ActiveModel,
) -> Result<(), DbErr> {
    master_plan::Entity::insert(plan)
        .on_conflict(
            OnConflict::column(master_plan::Column::InstanceId)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}

/// Replaces the road map of a plan: a repeated job leaves the same rows.
///
/// # Errors
/// Of the database.
pub async fn put_road_map(
    transaction: &DatabaseTransaction,
    plan: Uuid,
    rows: Vec<roadmap_item::ActiveModel>,
) -> Result<(), DbErr> {
    roadmap_item::Entity::delete_many()
        .filter(roadmap_item::Column::PlanId.eq(plan))
        .exec(transaction)
        .await?;
    insert_many::<roadmap_item::Entity, _>(transaction, rows).await
}

/// Replaces the Quick Wins of a plan: a repeated job leaves the same rows.
///
/// # Errors
/// Of the database.
pub async fn put_quick_wins(
    transaction: &DatabaseTransaction,
    plan: Uuid,
    rows: Vec<quick_win::ActiveModel>,
) -> Result<(), DbErr> {
    quick_win::Entity::delete_many()
        .filter(quick_win::Column::PlanId.eq(plan))
        .exec(transaction)
        .await?;
    insert_many::<quick_win::Entity, _>(transaction, rows).await
}
