//! Checkpoints follow each other, and name what they cover.

use sea_orm_migration::prelude::*;

use super::columns::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Nothing has written this table so far.
        manager.drop_table(drop("checkpoint")).await?;
        manager
            .create_table(
                table("checkpoint")
                    .col(big_integer("number"))
                    .col(timestamp_with_time_zone("at"))
                    .col(binary("previous"))
                    .col(big_integer("leaves"))
                    .col(binary("root"))
                    .col(big_integer("journals"))
                    .col(big_integer("events"))
                    .col(text("key_id"))
                    .col(binary("public_key"))
                    .col(binary("signature"))
                    .primary_key(&mut key(&["number"]))
                    .take(),
            )
            .await?;
        manager
            .create_table(
                table("checkpoint_leaf")
                    .col(text("kind"))
                    .col(uuid("subject"))
                    .col(big_integer("seq"))
                    .col(big_integer("checkpoint"))
                    .col(binary("hash"))
                    .primary_key(&mut key(&["kind", "subject", "seq"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("checkpoint_leaf", &["checkpoint", "kind", "subject"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(drop("checkpoint_leaf")).await
    }
}
