//! Tables of who is who: organisations, regions, positions, people, councils, accounts.

use sea_orm_migration::prelude::*;

use super::columns::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("organisation")
                    .col(uuid("id"))
                    .col(text("code"))
                    .col(text("name"))
                    .col(maybe_text("name_en"))
                    .col(text("kind"))
                    .col(maybe_text("function"))
                    .col(text("path"))
                    .col(maybe_uuid("parent_id"))
                    .col(maybe_text("region_code"))
                    .col(text("zone"))
                    .col(date("valid_from"))
                    .col(maybe_date("valid_to"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(unique("organisation", &["code"]))
            .await?;
        manager
            .create_index(unique("organisation", &["path"]))
            .await?;
        manager
            .create_index(index("organisation", &["parent_id"]))
            .await?;
        manager
            .create_index(index("organisation", &["kind"]))
            .await?;
        manager
            .create_table(
                table("region")
                    .col(text("code"))
                    .col(maybe_text("parent"))
                    .col(text("level"))
                    .col(text("kind"))
                    .col(text("name"))
                    .col(text("zone"))
                    .col(maybe_date("valid_from"))
                    .col(maybe_date("valid_to"))
                    .primary_key(&mut key(&["code"]))
                    .take(),
            )
            .await?;
        manager.create_index(index("region", &["parent"])).await?;
        manager.create_index(index("region", &["name"])).await?;
        manager
            .create_table(
                table("position")
                    .col(uuid("id"))
                    .col(text("code"))
                    .col(text("title"))
                    .col(maybe_text("title_en"))
                    .col(uuid("organisation_id"))
                    .col(text("organisation_path"))
                    .col(maybe_uuid("superior_id"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager.create_index(unique("position", &["code"])).await?;
        manager
            .create_index(index("position", &["organisation_id"]))
            .await?;
        manager
            .create_table(
                table("position_role")
                    .col(uuid("position_id"))
                    .col(text("role"))
                    .col(text("organisation_path"))
                    .primary_key(&mut key(&["position_id", "role"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("position_role", &["role", "organisation_path"]))
            .await?;
        manager
            .create_table(
                table("person")
                    .col(uuid("id"))
                    .col(text("name"))
                    .col(text("email"))
                    .col(text("language"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager.create_index(unique("person", &["email"])).await?;
        manager
            .create_table(
                table("incumbency")
                    .col(uuid("id"))
                    .col(uuid("position_id"))
                    .col(uuid("person_id"))
                    .col(text("mode"))
                    .col(maybe_text("decree"))
                    .col(date("valid_from"))
                    .col(maybe_date("valid_to"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("incumbency", &["position_id", "valid_from"]))
            .await?;
        manager
            .create_index(index("incumbency", &["person_id", "valid_from"]))
            .await?;
        manager
            .create_table(
                table("account")
                    .col(uuid("person_id"))
                    .col(text("password_hash"))
                    .col(boolean("disabled"))
                    .col(boolean("demo"))
                    .col(maybe_text("demo_group"))
                    .col(integer("demo_order"))
                    .col(integer("failures"))
                    .col(maybe_timestamp_with_time_zone("blocked_until"))
                    .col(timestamp_with_time_zone("created_at"))
                    .primary_key(&mut key(&["person_id"]))
                    .take(),
            )
            .await?;
        manager
            .create_table(
                table("refresh_token")
                    .col(uuid("id"))
                    .col(uuid("family"))
                    .col(uuid("person_id"))
                    .col(binary("hash"))
                    .col(timestamp_with_time_zone("issued_at"))
                    .col(timestamp_with_time_zone("expires_at"))
                    .col(maybe_timestamp_with_time_zone("used_at"))
                    .col(maybe_timestamp_with_time_zone("revoked_at"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(unique("refresh_token", &["hash"]))
            .await?;
        manager
            .create_index(index("refresh_token", &["family"]))
            .await?;
        manager
            .create_index(index("refresh_token", &["person_id"]))
            .await?;
        manager
            .create_table(
                table("council")
                    .col(uuid("id"))
                    .col(uuid("organisation_id"))
                    .col(text("organisation_path"))
                    .col(text("name"))
                    .col(maybe_text("decree"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("council", &["organisation_path"]))
            .await?;
        manager
            .create_table(
                table("seat")
                    .col(uuid("id"))
                    .col(uuid("council_id"))
                    .col(integer("number"))
                    .col(text("block"))
                    .col(boolean("voting"))
                    .col(uuid("position_id"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(unique("seat", &["council_id", "number"]))
            .await?;
        manager
            .create_index(index("seat", &["position_id"]))
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(drop("seat")).await?;
        manager.drop_table(drop("council")).await?;
        manager.drop_table(drop("refresh_token")).await?;
        manager.drop_table(drop("account")).await?;
        manager.drop_table(drop("incumbency")).await?;
        manager.drop_table(drop("person")).await?;
        manager.drop_table(drop("position_role")).await?;
        manager.drop_table(drop("position")).await?;
        manager.drop_table(drop("region")).await?;
        manager.drop_table(drop("organisation")).await?;
        Ok(())
    }
}
