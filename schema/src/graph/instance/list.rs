//! Lists of cases.

use std::sync::Arc;

use async_graphql::connection::Connection;
use async_graphql::{Context, ID, InputObject, Object};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use workflows::access::Action;
use workflows::id::kind;

use crate::graph::guard::{actor, known, read, rows, scope_of};
use crate::graph::loaders::{Case, OrganisationByCode};
use crate::graph::page::{self, Cursor, Page, Total};
use crate::graph::problem::Result;
use crate::tables::process_instance::{Column, Entity};
use crate::tables::visible;

use super::{InstanceState, ProcessInstance};

/// Which cases.
#[derive(InputObject, Debug, Default)]
pub struct InstanceFilter {
    /// Only of this process.
    definition_key: Option<String>,
    /// Only in this state.
    state: Option<InstanceState>,
    /// Only of this organisation (code) and below.
    organisation: Option<String>,
    /// Only with exactly this business key.
    business_key: Option<String>,
    /// Part of the business key or the process id.
    search: Option<String>,
}

type Key = (DateTime<Utc>, Uuid);

/// Questions about cases.
#[derive(Debug, Default)]
pub struct InstanceQuery;

#[Object]
impl InstanceQuery {
    /// A case that the caller may see.
    async fn instance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "`inst_…`")] id: ID,
    ) -> Result<Option<ProcessInstance>> {
        actor(ctx)?;
        match known::<kind::Instance>(&id) {
            Some(id) => ProcessInstance::find(ctx, id).await,
            None => Ok(None),
        }
    }

    /// Cases that the caller may see, newest first.
    #[graphql(complexity = "page::cost(first, 25) * child_complexity")]
    async fn instances(
        &self,
        ctx: &Context<'_>,
        filter: Option<InstanceFilter>,
        #[graphql(desc = "1 to 100", default_with = "Some(25)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<Key>, ProcessInstance, Total>> {
        let page = Page::<Key>::read(first, 25, after)?;
        let mut wanted =
            Condition::all().add(visible::instances(&scope_of(ctx, Action::InstanceRead)?));
        let filter = filter.unwrap_or_default();
        if let Some(key) = filter.definition_key {
            wanted = wanted.add(Column::DefinitionKey.eq(key));
        }
        if let Some(state) = filter.state {
            wanted = wanted.add(Column::State.eq(crate::tables::state::InstanceState::from(state)));
        }
        if let Some(key) = filter.business_key {
            wanted = wanted.add(Column::BusinessKey.eq(key));
        }
        if let Some(code) = filter.organisation {
            wanted = wanted.add(match rows(ctx).load_one(OrganisationByCode(code)).await? {
                Some(organisation) => visible::below(Column::OrganisationPath, &organisation.path),
                None => Expr::from(1).eq(0),
            });
        }
        if let Some(search) = filter.search.filter(|text| !text.trim().is_empty()) {
            let pattern = page::containing(search.trim());
            wanted = wanted.add(
                Condition::any()
                    .add(
                        Expr::from(Func::lower(Column::BusinessKey.into_expr()))
                            .like(pattern.clone()),
                    )
                    .add(Expr::from(Func::lower(Column::DefinitionKey.into_expr())).like(pattern)),
            );
        }
        let mut query = Entity::find().filter(wanted);
        let total = Total::of(query.clone());
        if let Some((at, id)) = page.after {
            query = query.filter(
                Condition::any().add(Column::StartedAt.lt(at)).add(
                    Condition::all()
                        .add(Column::StartedAt.eq(at))
                        .add(Column::Id.lt(id)),
                ),
            );
        }
        let found = query
            .order_by_desc(Column::StartedAt)
            .order_by_desc(Column::Id)
            .limit(page.limit())
            .select_only()
            .columns(Case::COLUMNS)
            .into_model::<Case>()
            .all(read(ctx))
            .await?;
        Ok(page.connection_with(found, total, |row| {
            (
                (row.started_at, row.id),
                ProcessInstance::new(Arc::new(row)),
            )
        }))
    }
}
