//! A copy of a document knows what it is a copy of: that is how the dispositions of a document are found.

use sea_orm_migration::prelude::*;

use super::columns::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut copied_from = maybe_uuid("copied_from");
        manager
            .alter_table(
                Table::alter()
                    .table(Alias::new("document"))
                    .add_column(&mut copied_from)
                    .take(),
            )
            .await?;
        manager
            .create_index(index("document", &["copied_from"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table(Alias::new("document"))
                    .drop_column(Alias::new("copied_from"))
                    .take(),
            )
            .await
    }
}
