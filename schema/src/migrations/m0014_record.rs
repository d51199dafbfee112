//! Verifications and exports of the record, as people ask for them.

use sea_orm_migration::prelude::*;

use super::columns::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("record_check")
                    .col(uuid("id"))
                    .col(text("kind"))
                    .col(text("organisation_path"))
                    .col(uuid("person_id"))
                    .col(maybe_text("position"))
                    .col(timestamp_with_time_zone("requested_at"))
                    .col(text("state"))
                    .col(maybe_text("reached"))
                    .col(big_integer("total"))
                    .col(big_integer("done"))
                    .col(big_integer("events"))
                    .col(big_integer("found"))
                    .col(text("faults"))
                    .col(maybe_timestamp_with_time_zone("finished_at"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("record_check", &["state", "requested_at"]))
            .await?;
        manager
            .create_index(index("record_check", &["requested_at", "id"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(drop("record_check")).await
    }
}
