//! The list of jobs for operators.

use std::sync::Arc;

use async_graphql::connection::Connection;
use async_graphql::{Context, Enum, ID, InputObject, Object};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use workflows::access::Action;
use workflows::id::kind;

use crate::graph::guard::{known, now, read, scope_of};
use crate::graph::page::{self, Cursor, Page, Total};
use crate::graph::problem::Result;
use crate::tables::job::{Column, Entity};
use crate::tables::visible;

use super::Job;

/// How a job stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Anybody entitled may take it now.
    Waiting,
    /// Somebody holds it.
    Held,
    /// It may be tried again later.
    BackingOff,
    /// No attempts are left: an incident waits for an operator.
    Failed,
}

/// Which jobs.
#[derive(InputObject, Debug, Default)]
pub struct JobFilter {
    /// Only of this type.
    #[graphql(name = "type")]
    kind: Option<String>,
    /// Only in this state.
    state: Option<JobState>,
    /// Only of this case, `inst_…`.
    instance_id: Option<ID>,
    /// Only what waits for longer than so many seconds.
    older_than: Option<i32>,
}

type Key = (DateTime<Utc>, Uuid, i64);

/// Questions about jobs.
#[derive(Debug, Default)]
pub struct JobQuery;

#[Object]
impl JobQuery {
    /// Jobs that are not finished, of cases whose work the caller may see, oldest first.
    #[graphql(complexity = "page::cost(first, 25) * child_complexity")]
    async fn jobs(
        &self,
        ctx: &Context<'_>,
        filter: Option<JobFilter>,
        #[graphql(desc = "1 to 100", default_with = "Some(25)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<Key>, Job, Total>> {
        let page = Page::<Key>::read(first, 25, after)?;
        let wanted = Condition::all()
            .add(visible::jobs(&scope_of(ctx, Action::JobRead)?))
            .add(chosen(filter.unwrap_or_default(), now(ctx)));
        let mut query = Entity::find().filter(wanted);
        let total = Total::of(query.clone());
        if let Some((at, instance, key)) = page.after {
            query = query.filter(
                Condition::any()
                    .add(Column::CreatedAt.gt(at))
                    .add(
                        Condition::all()
                            .add(Column::CreatedAt.eq(at))
                            .add(Column::InstanceId.gt(instance)),
                    )
                    .add(
                        Condition::all()
                            .add(Column::CreatedAt.eq(at))
                            .add(Column::InstanceId.eq(instance))
                            .add(Column::Key.gt(key)),
                    ),
            );
        }
        let found = query
            .order_by_asc(Column::CreatedAt)
            .order_by_asc(Column::InstanceId)
            .order_by_asc(Column::Key)
            .limit(page.limit())
            .all(read(ctx))
            .await?;
        Ok(page.connection_with(found, total, |row| {
            (
                (row.created_at, row.instance_id, row.key),
                Job(Arc::new(row)),
            )
        }))
    }
}

fn chosen(filter: JobFilter, now: DateTime<Utc>) -> Condition {
    let held = || {
        Condition::all()
            .add(Column::Retries.gt(0))
            .add(Column::LeaseUntil.gt(now))
    };
    let free = || {
        Condition::all().add(Column::Retries.gt(0)).add(
            Condition::any()
                .add(Column::LeaseUntil.is_null())
                .add(Column::LeaseUntil.lte(now)),
        )
    };
    let state = filter.state.map(|state| match state {
        JobState::Held => held(),
        JobState::Waiting => free().add(Column::Due.lte(now)),
        JobState::BackingOff => free().add(Column::Due.gt(now)),
        JobState::Failed => Condition::all().add(Column::Retries.lte(0)),
    });
    let instance = filter
        .instance_id
        .map(|name| match known::<kind::Instance>(&name) {
            Some(instance) => Column::InstanceId.eq(instance),
            None => Expr::from(1).eq(0),
        });
    let since = filter
        .older_than
        .map(|seconds| Column::CreatedAt.lt(now - chrono::Duration::seconds(i64::from(seconds))));
    Condition::all()
        .add_option(filter.kind.map(|kind| Column::Kind.eq(kind)))
        .add_option(state)
        .add_option(instance)
        .add_option(since)
}
