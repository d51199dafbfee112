//! How somebody hears of their tasks: channels and quiet hours, what they were told in the application, and what is about
//! to be told alone or in a digest.

use sea_orm_migration::prelude::*;

use super::columns::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("notice_preference")
                    .col(uuid("person_id"))
                    .col(boolean("mail"))
                    .col(boolean("in_app"))
                    .col(maybe_text("webhook_url"))
                    .col(maybe_text("webhook_secret"))
                    .col(maybe_integer("quiet_from"))
                    .col(maybe_integer("quiet_to"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .primary_key(&mut key(&["person_id"]))
                    .take(),
            )
            .await?;
        manager
            .create_table(
                table("notice")
                    .col(uuid("id"))
                    .col(uuid("person_id"))
                    .col(maybe_uuid("task_id"))
                    .col(text("kind"))
                    .col(text("title"))
                    .col(timestamp_with_time_zone("at"))
                    .col(maybe_timestamp_with_time_zone("read_at"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("notice", &["person_id", "read_at", "id"]))
            .await?;
        manager
            .create_table(
                table("pending_reminder")
                    .col(uuid("person_id"))
                    .col(uuid("task_id"))
                    .col(text("rung"))
                    .col(text("audience"))
                    .col(timestamp_with_time_zone("at"))
                    .primary_key(&mut key(&["person_id", "task_id", "rung"]))
                    .take(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(drop("pending_reminder")).await?;
        manager.drop_table(drop("notice")).await?;
        manager.drop_table(drop("notice_preference")).await
    }
}
