//! Links in mails through which a person may do a task.

use sea_orm_migration::prelude::*;

use super::columns::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("action_link")
                    .col(uuid("id"))
                    .col(binary("hash"))
                    .col(uuid("task_id"))
                    .col(uuid("person_id"))
                    .col(uuid("mail_id"))
                    .col(timestamp_with_time_zone("issued_at"))
                    .col(timestamp_with_time_zone("expires_at"))
                    .col(text("state"))
                    .col(maybe_timestamp_with_time_zone("ended_at"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(unique("action_link", &["hash"]))
            .await?;
        manager
            .create_index(index("action_link", &["task_id", "person_id"]))
            .await?;
        manager
            .create_index(index("action_link", &["expires_at"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(drop("action_link")).await
    }
}
