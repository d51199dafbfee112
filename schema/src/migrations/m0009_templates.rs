//! Templates of papers that administrators change, with every version.

use sea_orm_migration::prelude::*;

use super::columns::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("paper_template")
                    .col(uuid("id"))
                    .col(text("name"))
                    .col(text("organisation_path"))
                    .col(integer("version"))
                    .col(maybe_text("source"))
                    .col(maybe_text("note"))
                    .col(maybe_uuid("created_by"))
                    .col(timestamp_with_time_zone("created_at"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(unique(
                "paper_template",
                &["organisation_path", "name", "version"],
            ))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(drop("paper_template")).await
    }
}
