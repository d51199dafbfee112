//! Incidents over all cases, for those who mend them.

use std::sync::Arc;

use async_graphql::connection::Connection;
use async_graphql::{Context, InputObject, Object};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use workflows::access::Action;

use crate::graph::guard::{read, scope_of};
use crate::graph::page::{self, Cursor, Page, Total};
use crate::graph::problem::Result;
use crate::tables::incident::{Column, Entity};
use crate::tables::visible;

use super::Incident;

/// Which incidents.
#[derive(InputObject, Debug, Default)]
pub struct IncidentFilter {
    /// Those that are over instead of those that wait for an operator.
    #[graphql(default)]
    resolved: bool,
    /// Only with this code.
    code: Option<String>,
}

type Key = (DateTime<Utc>, Uuid);

/// Questions about incidents.
#[derive(Debug, Default)]
pub struct IncidentQuery;

#[Object]
impl IncidentQuery {
    /// Incidents of cases that the caller may see, newest first; without a filter those that wait for an operator.
    #[graphql(complexity = "page::cost(first, 25) * child_complexity")]
    async fn incidents(
        &self,
        ctx: &Context<'_>,
        filter: Option<IncidentFilter>,
        #[graphql(desc = "1 to 100", default_with = "Some(25)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<Key>, Incident, Total>> {
        let page = Page::<Key>::read(first, 25, after)?;
        let filter = filter.unwrap_or_default();
        let wanted = Condition::all()
            .add(visible::incidents(&scope_of(ctx, Action::InstanceRead)?))
            .add(if filter.resolved {
                Column::ResolvedAt.is_not_null()
            } else {
                Column::ResolvedAt.is_null()
            })
            .add_option(filter.code.map(|code| Column::Code.eq(code)));
        let mut query = Entity::find().filter(wanted);
        let total = Total::of(query.clone());
        if let Some((at, id)) = page.after {
            query = query.filter(
                Condition::any().add(Column::RaisedAt.lt(at)).add(
                    Condition::all()
                        .add(Column::RaisedAt.eq(at))
                        .add(Column::Id.lt(id)),
                ),
            );
        }
        let found = query
            .order_by_desc(Column::RaisedAt)
            .order_by_desc(Column::Id)
            .limit(page.limit())
            .all(read(ctx))
            .await?;
        Ok(page.connection_with(found, total, |row| {
            ((row.raised_at, row.id), Incident(Arc::new(row)))
        }))
    }
}
