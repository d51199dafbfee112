//! Every number that a register gave, not only the last one.

use sea_orm_migration::prelude::*;

use super::columns::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("register_entry")
                    .col(text("register"))
                    .col(text("organisation_path"))
                    .col(integer("year"))
                    .col(integer("number"))
                    .col(text("written"))
                    .col(maybe_uuid("instance_id"))
                    .col(timestamp_with_time_zone("at"))
                    .primary_key(&mut key(&[
                        "organisation_path",
                        "register",
                        "year",
                        "number",
                    ]))
                    .take(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(drop("register_entry")).await
    }
}
