//! What the questions of the ministry need of a finished task (DOMAIN 11): office time, mode, reason of a return. Tasks that
//! ended before have none of it and are left out of those figures.

use sea_orm_migration::prelude::*;

use super::columns::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const ADDED: [&str; 4] = [
    "completed_mode",
    "return_reason",
    "waited_minutes",
    "worked_minutes",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column a statement.
        for mut column in [
            maybe_text(ADDED[0]),
            maybe_text(ADDED[1]),
            maybe_big_integer(ADDED[2]),
            maybe_big_integer(ADDED[3]),
        ] {
            manager
                .alter_table(
                    Table::alter()
                        .table(Alias::new("user_task"))
                        .add_column(&mut column)
                        .take(),
                )
                .await?;
        }
        manager
            .create_index(index("user_task", &["original_due", "definition_key"]))
            .await?;
        manager
            .create_index(index("user_task", &["completed_at", "definition_key"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["original_due", "completed_at"] {
            manager
                .drop_index(
                    Index::drop()
                        .name(format!("ix_user_task_{column}_definition_key"))
                        .table(Alias::new("user_task"))
                        .to_owned(),
                )
                .await?;
        }
        for column in ADDED {
            manager
                .alter_table(
                    Table::alter()
                        .table(Alias::new("user_task"))
                        .drop_column(Alias::new(column))
                        .take(),
                )
                .await?;
        }
        Ok(())
    }
}
