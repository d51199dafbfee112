//! Tables of what cases leave behind: documents, signatures, plans.

use sea_orm_migration::prelude::*;

use super::columns::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("document")
                    .col(uuid("id"))
                    .col(text("kind"))
                    .col(text("title"))
                    .col(maybe_text("number"))
                    .col(text("state"))
                    .col(maybe_uuid("instance_id"))
                    .col(maybe_uuid("task_id"))
                    .col(text("organisation_path"))
                    .col(maybe_uuid("created_by"))
                    .col(timestamp_with_time_zone("created_at"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("document", &["instance_id"]))
            .await?;
        manager
            .create_index(index("document", &["organisation_path", "kind"]))
            .await?;
        manager
            .create_table(
                table("document_version")
                    .col(uuid("id"))
                    .col(uuid("document_id"))
                    .col(integer("version"))
                    .col(text("file_name"))
                    .col(text("content_type"))
                    .col(big_integer("size"))
                    .col(text("sha256"))
                    .col(maybe_uuid("created_by"))
                    .col(timestamp_with_time_zone("created_at"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(unique("document_version", &["document_id", "version"]))
            .await?;
        manager
            .create_index(index("document_version", &["sha256"]))
            .await?;
        manager
            .create_table(
                table("signature")
                    .col(uuid("id"))
                    .col(uuid("version_id"))
                    .col(text("kind"))
                    .col(maybe_uuid("person_id"))
                    .col(text("name"))
                    .col(maybe_text("position"))
                    .col(maybe_text("title"))
                    .col(maybe_text("mode"))
                    .col(timestamp_with_time_zone("at"))
                    .col(text("sha256"))
                    .col(text("algorithm"))
                    .col(text("key_id"))
                    .col(binary("signature"))
                    .col(boolean("certified"))
                    .col(maybe_timestamp_with_time_zone("voided_at"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("signature", &["version_id"]))
            .await?;
        manager
            .create_table(
                table("verification")
                    .col(text("code"))
                    .col(uuid("version_id"))
                    .col(uuid("instance_id"))
                    .col(big_integer("seq"))
                    .col(binary("head_hash"))
                    .col(timestamp_with_time_zone("created_at"))
                    .primary_key(&mut key(&["code"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("verification", &["version_id"]))
            .await?;
        manager
            .create_table(
                table("register_number")
                    .col(text("register"))
                    .col(text("organisation_path"))
                    .col(integer("year"))
                    .col(integer("last"))
                    .primary_key(&mut key(&["register", "organisation_path", "year"]))
                    .take(),
            )
            .await?;
        manager
            .create_table(
                table("master_plan")
                    .col(uuid("id"))
                    .col(text("organisation_path"))
                    .col(uuid("instance_id"))
                    .col(text("title"))
                    .col(maybe_text("number"))
                    .col(maybe_uuid("book_three"))
                    .col(text("budget"))
                    .col(timestamp_with_time_zone("published_at"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(unique("master_plan", &["instance_id"]))
            .await?;
        manager
            .create_index(index("master_plan", &["organisation_path"]))
            .await?;
        manager
            .create_table(
                table("roadmap_item")
                    .col(uuid("id"))
                    .col(uuid("plan_id"))
                    .col(text("organisation_path"))
                    .col(text("opd"))
                    .col(text("programme"))
                    .col(text("pillar"))
                    .col(text("sub_dimension"))
                    .col(integer("year"))
                    .col(text("indicator"))
                    .col(text("target"))
                    .col(text("budget_source"))
                    .col(maybe_text("remark"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("roadmap_item", &["plan_id"]))
            .await?;
        manager
            .create_index(index("roadmap_item", &["organisation_path", "opd"]))
            .await?;
        manager
            .create_table(
                table("quick_win")
                    .col(uuid("id"))
                    .col(uuid("plan_id"))
                    .col(text("organisation_path"))
                    .col(text("opd"))
                    .col(text("title"))
                    .col(text("pillar"))
                    .col(text("facts"))
                    .col(maybe_uuid("instance_id"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("quick_win", &["plan_id"]))
            .await?;
        manager
            .create_table(
                table("access_log")
                    .col(uuid("id"))
                    .col(uuid("person_id"))
                    .col(maybe_text("position"))
                    .col(timestamp_with_time_zone("at"))
                    .col(uuid("version_id"))
                    .col(text("purpose"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("access_log", &["version_id", "at"]))
            .await?;
        manager
            .create_index(index("access_log", &["person_id", "at"]))
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(drop("access_log")).await?;
        manager.drop_table(drop("quick_win")).await?;
        manager.drop_table(drop("roadmap_item")).await?;
        manager.drop_table(drop("master_plan")).await?;
        manager.drop_table(drop("register_number")).await?;
        manager.drop_table(drop("verification")).await?;
        manager.drop_table(drop("signature")).await?;
        manager.drop_table(drop("document_version")).await?;
        manager.drop_table(drop("document")).await?;
        Ok(())
    }
}
