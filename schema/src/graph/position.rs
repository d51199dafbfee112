//! Whom work can be given to: positions by title, place or holder.

use std::sync::Arc;

use async_graphql::connection::Connection;
use async_graphql::{Context, InputObject, Object};
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, Query};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use workflows::access::Action;

use crate::tables::position::{Column, Entity};
use crate::tables::{incumbency, organisation, person, visible};

use super::guard::{actor, read, rows, scope_of, today};
use super::loaders::OrganisationByCode;
use super::page::{self, Cursor, Page};
use super::person::Position;
use super::problem::Result;

/// Which positions.
#[derive(InputObject, Debug, Default)]
pub struct PositionFilter {
    /// Only of this organisation (code) and below.
    organisation: Option<String>,
    /// Part of the title, of the code, of the organisation's name, or of the name of who holds it today (within reach).
    search: Option<String>,
}

/// Questions about positions.
#[derive(Debug, Default)]
pub struct PositionQuery;

#[Object]
impl PositionQuery {
    /// Positions by code.
    #[graphql(complexity = "page::cost(first, 25) * child_complexity")]
    async fn positions(
        &self,
        ctx: &Context<'_>,
        filter: Option<PositionFilter>,
        #[graphql(desc = "1 to 100", default_with = "Some(25)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<String>, Position>> {
        actor(ctx)?;
        let page = Page::<String>::read(first, 25, after)?;
        let filter = filter.unwrap_or_default();
        let mut wanted = Condition::all();
        if let Some(code) = filter.organisation {
            wanted = wanted.add(match rows(ctx).load_one(OrganisationByCode(code)).await? {
                Some(organisation) => visible::below(Column::OrganisationPath, &organisation.path),
                None => Expr::from(1).eq(0),
            });
        }
        if let Some(text) = filter.search.filter(|text| !text.trim().is_empty()) {
            wanted = wanted.add(mentions(ctx, text.trim())?);
        }
        if let Some(after) = &page.after {
            wanted = wanted.add(Column::Code.gt(after.as_str()));
        }
        let found = Entity::find()
            .filter(wanted)
            .order_by_asc(Column::Code)
            .limit(page.limit())
            .all(read(ctx))
            .await?;
        Ok(page.connection(found, |row| (row.code.clone(), Position(Arc::new(row)))))
    }
}

/// Positions that this text tells. A name finds only those whose holder the caller may know.
fn mentions(ctx: &Context<'_>, text: &str) -> Result<Condition> {
    let pattern = page::containing(text);
    let like = |column: Expr| Expr::from(Func::lower(column)).like(pattern.clone());
    let places = Query::select()
        .column(organisation::Column::Id)
        .from(organisation::Entity)
        .and_where(like(organisation::Column::Name.into_expr()))
        .to_owned();
    let people = Query::select()
        .column(person::Column::Id)
        .from(person::Entity)
        .cond_where(visible::persons(&scope_of(ctx, Action::PersonRead)?))
        .and_where(like(person::Column::Name.into_expr()))
        .to_owned();
    let day = today(ctx);
    let held = Query::select()
        .column(incumbency::Column::PositionId)
        .from(incumbency::Entity)
        .and_where(incumbency::Column::PersonId.in_subquery(people))
        .and_where(incumbency::Column::ValidFrom.lte(day))
        .cond_where(
            Condition::any()
                .add(incumbency::Column::ValidTo.is_null())
                .add(incumbency::Column::ValidTo.gt(day)),
        )
        .to_owned();
    Ok(Condition::any()
        .add(like(Column::Title.into_expr()))
        .add(like(Column::TitleEn.into_expr()))
        .add(like(Column::Code.into_expr()))
        .add(Column::OrganisationId.in_subquery(places))
        .add(Column::Id.in_subquery(held)))
}
