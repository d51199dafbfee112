//! Retention periods, proposals to destroy content, and the acts of those who answer for personal data.

use sea_orm_migration::prelude::*;

use super::columns::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("retention_period")
                    .col(text("class"))
                    .col(maybe_integer("years"))
                    .col(timestamp_with_time_zone("changed_at"))
                    .col(uuid("changed_by"))
                    .primary_key(&mut key(&["class"]))
                    .take(),
            )
            .await?;
        manager
            .create_table(
                table("disposal")
                    .col(uuid("id"))
                    .col(uuid("document_id"))
                    .col(maybe_uuid("instance_id"))
                    .col(text("organisation_path"))
                    .col(text("title"))
                    .col(text("class"))
                    .col(date("due_on"))
                    .col(timestamp_with_time_zone("proposed_at"))
                    .col(text("state"))
                    .col(maybe_timestamp_with_time_zone("decided_at"))
                    .col(maybe_date("keep_until"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("disposal", &["document_id", "state"]))
            .await?;
        manager
            .create_index(index("disposal", &["state", "due_on", "id"]))
            .await?;
        manager
            .create_table(
                table("privacy_act")
                    .col(uuid("id"))
                    .col(text("kind"))
                    .col(text("organisation_path"))
                    .col(uuid("person_id"))
                    .col(maybe_text("position"))
                    .col(timestamp_with_time_zone("at"))
                    .col(uuid("subject"))
                    .col(text("reason"))
                    .col(text("details"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("privacy_act", &["subject"]))
            .await?;
        manager
            .create_index(index("privacy_act", &["at", "id"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(drop("privacy_act")).await?;
        manager.drop_table(drop("disposal")).await?;
        manager.drop_table(drop("retention_period")).await
    }
}
