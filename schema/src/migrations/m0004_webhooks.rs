//! Where an organisation's webhooks go and what they are signed with; and the way to the jobs of one type.

use sea_orm_migration::prelude::*;

use super::columns::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("webhook_endpoint")
                    .col(uuid("id"))
                    .col(text("organisation_path"))
                    .col(text("name"))
                    .col(text("url"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(maybe_uuid("created_by"))
                    .col(maybe_timestamp_with_time_zone("removed_at"))
                    .col(maybe_text("removed_why"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("webhook_endpoint", &["organisation_path", "name"]))
            .await?;
        manager
            .create_table(
                table("webhook_secret")
                    .col(uuid("id"))
                    .col(uuid("endpoint_id"))
                    .col(text("secret"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(maybe_timestamp_with_time_zone("expires_at"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("webhook_secret", &["endpoint_id"]))
            .await?;
        manager.create_index(index("job", &["kind", "due"])).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(
                Index::drop()
                    .name("ix_job_kind_due")
                    .table(Alias::new("job"))
                    .to_owned(),
            )
            .await?;
        manager.drop_table(drop("webhook_secret")).await?;
        manager.drop_table(drop("webhook_endpoint")).await?;
        Ok(())
    }
}
