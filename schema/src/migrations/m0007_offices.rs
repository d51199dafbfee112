//! Changes of office: who changed the register, loans of positions, successions, links that set a password.

use sea_orm_migration::prelude::*;

use super::columns::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("register_change")
                    .col(uuid("id"))
                    .col(timestamp_with_time_zone("at"))
                    .col(maybe_uuid("person_id"))
                    .col(maybe_text("position"))
                    .col(maybe_text("mode"))
                    .col(text("rule"))
                    .col(text("operation"))
                    .col(text("organisation_path"))
                    .col(uuid("subject_id"))
                    .col(text("subject"))
                    .col(maybe_text("before"))
                    .col(maybe_text("after"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("register_change", &["subject_id"]))
            .await?;
        manager
            .create_table(
                table("delegation")
                    .col(uuid("id"))
                    .col(text("kind"))
                    .col(uuid("position_id"))
                    .col(text("organisation_path"))
                    .col(uuid("from_person"))
                    .col(uuid("to_person"))
                    .col(date("valid_from"))
                    .col(maybe_date("valid_to"))
                    .col(text("reason"))
                    .col(maybe_uuid("created_by"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(maybe_timestamp_with_time_zone("ended_at"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("delegation", &["to_person", "valid_from"]))
            .await?;
        manager
            .create_index(index("delegation", &["position_id", "valid_from"]))
            .await?;
        manager
            .create_table(
                table("invitation")
                    .col(text("hash"))
                    .col(uuid("person_id"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("expires_at"))
                    .col(maybe_timestamp_with_time_zone("used_at"))
                    .primary_key(&mut key(&["hash"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("invitation", &["person_id"]))
            .await?;
        manager
            .create_table(
                table("organisation_succession")
                    .col(uuid("predecessor_id"))
                    .col(uuid("successor_id"))
                    .col(text("kind"))
                    .col(date("valid_from"))
                    .col(maybe_text("decree"))
                    .primary_key(&mut key(&["predecessor_id", "successor_id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("organisation_succession", &["successor_id"]))
            .await?;
        manager
            .create_table(
                table("position_succession")
                    .col(uuid("predecessor_id"))
                    .col(uuid("successor_id"))
                    .col(date("valid_from"))
                    .primary_key(&mut key(&["predecessor_id", "successor_id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("position_succession", &["successor_id"]))
            .await?;
        manager
            .alter_table(
                Table::alter()
                    .table(Alias::new("position"))
                    .add_column(maybe_date("valid_to"))
                    .take(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table(Alias::new("position"))
                    .drop_column(Alias::new("valid_to"))
                    .take(),
            )
            .await?;
        manager.drop_table(drop("position_succession")).await?;
        manager.drop_table(drop("organisation_succession")).await?;
        manager.drop_table(drop("invitation")).await?;
        manager.drop_table(drop("delegation")).await?;
        manager.drop_table(drop("register_change")).await
    }
}
