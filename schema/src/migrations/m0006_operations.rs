//! Batches of migrations of live cases: one row a batch, one row a case in it.

use sea_orm_migration::prelude::*;

use super::columns::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("migration_batch")
                    .col(uuid("id"))
                    .col(text("kind"))
                    .col(boolean("dry_run"))
                    .col(text("definition_key"))
                    .col(maybe_integer("from_version"))
                    .col(maybe_integer("to_version"))
                    .col(text("mapping"))
                    .col(boolean("reassign"))
                    .col(maybe_uuid("taken_back"))
                    .col(text("organisation_path"))
                    .col(uuid("created_by"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(maybe_timestamp_with_time_zone("finished_at"))
                    .col(integer("total"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("migration_batch", &["created_at"]))
            .await?;
        manager
            .create_table(
                table("migration_item")
                    .col(uuid("batch_id"))
                    .col(uuid("instance_id"))
                    .col(text("state"))
                    .col(maybe_text("outcome"))
                    .col(maybe_timestamp_with_time_zone("at"))
                    .primary_key(&mut key(&["batch_id", "instance_id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("migration_item", &["state", "batch_id"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(drop("migration_item")).await?;
        manager.drop_table(drop("migration_batch")).await
    }
}
