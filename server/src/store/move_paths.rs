//! An organisation that moves takes along the path of everything in it: it stands in each row, so that a scope is one
//! comparison. The journal is not touched: what happened there happened where it did.

use schema::tables;
use sea_orm::sea_query::{Expr, ExprTrait as _, Func};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

macro_rules! rewrite_in {
    ($transaction:expr, $from:expr, $to:expr, $($table:ident.$column:ident),* $(,)?) => {$({
        let column = tables::$table::Column::$column;
        // What follows the old path is kept: substr counts characters from 1.
        let rest = i32::try_from($from.chars().count()).unwrap_or(i32::MAX - 1) + 1;
        let moved = Expr::val($to.to_owned()).binary(
            sea_orm::sea_query::BinOper::Custom("||"),
            Func::cust("substr").arg(Expr::col(column)).arg(rest),
        );
        tables::$table::Entity::update_many()
            .col_expr(column, moved)
            .filter(tables::visible::below(column, $from))
            .exec($transaction)
            .await?;
    })*};
}

/// Puts the organisation and everything in it from one path to another.
///
/// # Errors
/// Of the database.
pub async fn rewrite(
    transaction: &DatabaseTransaction,
    organisation: Uuid,
    parent: Uuid,
    from: &str,
    to: &str,
) -> Result<(), DbErr> {
    rewrite_in!(
        transaction,
        from,
        to,
        organisation.Path,
        position.OrganisationPath,
        position_role.OrganisationPath,
        council.OrganisationPath,
        delegation.OrganisationPath,
        process_instance.OrganisationPath,
        user_task.OrganisationPath,
        document.OrganisationPath,
        incident.OrganisationPath,
        master_plan.OrganisationPath,
        message.OrganisationPath,
        migration_batch.OrganisationPath,
        outbox.OrganisationPath,
        quick_win.OrganisationPath,
        register_number.OrganisationPath,
        roadmap_item.OrganisationPath,
        subscription.OrganisationPath,
        webhook_endpoint.OrganisationPath,
        register_change.OrganisationPath,
    );
    tables::organisation::Entity::update_many()
        .col_expr(
            tables::organisation::Column::ParentId,
            Expr::value(Some(parent)),
        )
        .filter(tables::organisation::Column::Id.eq(organisation))
        .exec(transaction)
        .await?;
    Ok(())
}
