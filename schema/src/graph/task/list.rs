//! Lists of tasks: the inbox and its neighbours.

use std::sync::Arc;

use async_graphql::connection::Connection;
use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Func, NullOrdering, Query};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use uuid::Uuid;
use workflows::access::Action;
use workflows::id::kind;

use crate::graph::guard::{actor, known, now, person, read, rows, scope_of};
use crate::graph::loaders::OrganisationByCode;
use crate::graph::page::{self, Cursor, Page, Total};
use crate::graph::problem::Result;
use crate::tables::state::TaskState;
use crate::tables::user_task::{Column, Entity};
use crate::tables::visible;

use super::Task;

/// Where a task stands (DOMAIN 12).
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "crate::tables::state::TaskState", name = "TaskState")]
pub enum Standing {
    /// Waits for one of its candidates.
    Created,
    /// Somebody took it.
    Claimed,
    /// Being worked on by others by delegation.
    InProgress,
    /// Sent, waits to be checked.
    Submitted,
    /// Sent back with a reason.
    Returned,
    /// Finished.
    Done,
    /// Its deadline ended it.
    Expired,
    /// Withdrawn by the process.
    Cancelled,
    /// Let go, with who and why.
    Waived,
    /// No longer needed: the vote was settled.
    Settled,
}

/// Which part of the tasks that the caller may see.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TaskView {
    /// What the caller may act on now.
    #[default]
    Actionable,
    /// The same, past the deadline.
    Overdue,
    /// Open and visible, but somebody else's turn.
    WaitingOnOthers,
    /// What the caller has finished, the newest first.
    Done,
    /// Everything visible.
    All,
}

/// Order of tasks. Finished tasks (view `DONE`) come newest first in any case.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TaskOrder {
    /// Deadline, the nearest first; without deadline last.
    #[default]
    Due,
    /// Newest first.
    Created,
    /// Highest first.
    Priority,
}

/// Which tasks.
#[derive(InputObject, Debug, Default)]
pub struct TaskFilter {
    /// What the caller may act on, when absent.
    #[graphql(default_with = "Some(TaskView::Actionable)")]
    view: Option<TaskView>,
    /// Only in one of these states.
    states: Option<Vec<Standing>>,
    /// Only of this case.
    instance_id: Option<ID>,
    /// Only of this BPMN element.
    element: Option<String>,
    /// Only of this process.
    definition_key: Option<String>,
    /// Only late ones, or only those in time.
    overdue: Option<bool>,
    /// Part of the name or the business key.
    search: Option<String>,
    /// Only of this organisation (code) and below.
    organisation: Option<String>,
}

/// How many tasks there are in each part of the inbox.
#[derive(SimpleObject, Debug, Clone)]
pub struct TaskCounts {
    /// What the caller may act on now.
    actionable: u64,
    /// The same, past the deadline.
    overdue: u64,
    /// Open and visible, but somebody else's turn.
    waiting_on_others: u64,
    /// What the caller has finished.
    done: u64,
}

/// A page of tasks, with how many there are.
pub(in crate::graph) type TaskPage = Connection<Cursor<Key>, Task, Total>;

/// The tasks of a figure that the caller may see, by deadline.
pub(in crate::graph) async fn behind_figure(
    ctx: &Context<'_>,
    counted: Condition,
    first: Option<i32>,
    after: Option<String>,
) -> Result<TaskPage> {
    let seen = visible::tasks(&scope_of(ctx, Action::TaskRead)?);
    Sort::Due.page(ctx, counted.add(seen), first, after).await
}

/// Sort key and id of a task.
pub(in crate::graph) type Key = (Option<DateTime<Utc>>, i32, Uuid);

/// Questions about tasks.
#[derive(Debug, Default)]
pub struct TaskQuery;

#[Object]
impl TaskQuery {
    /// A task that the caller may see.
    async fn task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "`task_…`")] id: ID,
    ) -> Result<Option<Task>> {
        actor(ctx)?;
        match known::<kind::Task>(&id) {
            Some(id) => Task::find(ctx, id).await,
            None => Ok(None),
        }
    }

    /// Tasks that the caller may see; without a filter the inbox: what they may act on, by deadline.
    #[graphql(complexity = "page::cost(first, 25) * child_complexity")]
    async fn tasks(
        &self,
        ctx: &Context<'_>,
        filter: Option<TaskFilter>,
        #[graphql(default_with = "Some(TaskOrder::Due)")] order_by: Option<TaskOrder>,
        #[graphql(desc = "1 to 100", default_with = "Some(25)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<TaskPage> {
        let filter = filter.unwrap_or_default();
        let view = filter.view.unwrap_or_default();
        let wanted = condition(ctx, view, filter).await?;
        let order = if view == TaskView::Done {
            Sort::Finished
        } else {
            Sort::from(order_by.unwrap_or_default())
        };
        order.page(ctx, wanted, first, after).await
    }

    /// How many tasks there are in each part of the inbox.
    #[graphql(complexity = "20 + child_complexity")]
    async fn task_counts(&self, ctx: &Context<'_>) -> Result<TaskCounts> {
        let count = async |view| -> Result<u64> {
            let wanted = condition(ctx, view, TaskFilter::default()).await?;
            Ok(Entity::find().filter(wanted).count(read(ctx)).await?)
        };
        Ok(TaskCounts {
            actionable: count(TaskView::Actionable).await?,
            overdue: count(TaskView::Overdue).await?,
            waiting_on_others: count(TaskView::WaitingOnOthers).await?,
            done: count(TaskView::Done).await?,
        })
    }
}

async fn condition(ctx: &Context<'_>, view: TaskView, filter: TaskFilter) -> Result<Condition> {
    let person = person(ctx)?.uuid();
    let actionable = visible::actionable_tasks(actor(ctx)?, person);
    let seen = || -> Result<Condition> { Ok(visible::tasks(&scope_of(ctx, Action::TaskRead)?)) };
    let late = || {
        Condition::all()
            .add(Column::Open.eq(true))
            .add(Column::Due.lt(now(ctx)))
    };
    // Being able to act includes being able to see; the other views go through the scope.
    let mut wanted = Condition::all().add(match view {
        TaskView::Actionable => actionable,
        TaskView::Overdue => actionable.add(Column::Due.lt(now(ctx))),
        TaskView::WaitingOnOthers => {
            // Not simply "not actionable": with a null among them that would be neither true nor false.
            let mine = Query::select()
                .column(Column::Id)
                .from(Entity)
                .cond_where(actionable)
                .to_owned();
            Condition::all()
                .add(Column::Open.eq(true))
                .add(seen()?)
                .add(Column::Id.not_in_subquery(mine))
        }
        TaskView::Done => Condition::all()
            .add(Column::Open.eq(false))
            .add(Column::CompletedBy.eq(person)),
        TaskView::All => seen()?,
    });
    if let Some(states) = filter.states {
        wanted = wanted.add(Column::State.is_in(states.into_iter().map(TaskState::from)));
    }
    if let Some(instance) = filter.instance_id {
        wanted = wanted
            .add(Column::InstanceId.eq(known::<kind::Instance>(&instance).unwrap_or_default()));
    }
    if let Some(element) = filter.element {
        wanted = wanted.add(Column::Element.eq(element));
    }
    if let Some(key) = filter.definition_key {
        wanted = wanted.add(Column::DefinitionKey.eq(key));
    }
    match filter.overdue {
        Some(true) => wanted = wanted.add(late()),
        Some(false) => {
            wanted = wanted.add(
                Condition::any()
                    .add(Column::Due.is_null())
                    .add(Column::Due.gte(now(ctx)))
                    .add(Column::Open.eq(false)),
            )
        }
        None => {}
    }
    if let Some(search) = filter.search.filter(|text| !text.trim().is_empty()) {
        let pattern = page::containing(search.trim());
        wanted = wanted.add(
            Condition::any()
                .add(Expr::from(Func::lower(Column::Name.into_expr())).like(pattern.clone()))
                .add(Expr::from(Func::lower(Column::BusinessKey.into_expr())).like(pattern)),
        );
    }
    if let Some(code) = filter.organisation {
        wanted = wanted.add(match rows(ctx).load_one(OrganisationByCode(code)).await? {
            Some(organisation) => visible::below(Column::OrganisationPath, &organisation.path),
            None => Expr::from(1).eq(0),
        });
    }
    Ok(wanted)
}

/// How a list is sorted, with the id as the last word.
#[derive(Debug, Clone, Copy)]
enum Sort {
    Due,
    Created,
    Priority,
    Finished,
}

impl From<TaskOrder> for Sort {
    fn from(order: TaskOrder) -> Self {
        match order {
            TaskOrder::Due => Self::Due,
            TaskOrder::Created => Self::Created,
            TaskOrder::Priority => Self::Priority,
        }
    }
}

impl Sort {
    async fn page(
        self,
        ctx: &Context<'_>,
        wanted: Condition,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<TaskPage> {
        let page = Page::<Key>::read(first, 25, after)?;
        let total = Total::of(Entity::find().filter(wanted.clone()));
        let query = self.apply(Entity::find().filter(wanted), page.after.as_ref());
        let found = query.limit(page.limit()).all(read(ctx)).await?;
        Ok(page.connection_with(found, total, |row| {
            (self.key(&row), Task::new(Arc::new(row)))
        }))
    }

    fn key(self, row: &crate::tables::user_task::Model) -> Key {
        match self {
            Self::Due => (row.due, 0, row.id),
            Self::Created => (Some(row.created_at), 0, row.id),
            Self::Priority => (None, row.priority, row.id),
            Self::Finished => (row.completed_at, 0, row.id),
        }
    }

    fn apply(self, query: Select<Entity>, after: Option<&Key>) -> Select<Entity> {
        let query = match after {
            Some(after) => query.filter(self.behind(after)),
            None => query,
        };
        match self {
            Self::Due => query
                .order_by_with_nulls(Column::Due, Order::Asc, NullOrdering::Last)
                .order_by_asc(Column::Id),
            Self::Created => query
                .order_by_desc(Column::CreatedAt)
                .order_by_desc(Column::Id),
            Self::Priority => query
                .order_by_desc(Column::Priority)
                .order_by_asc(Column::Id),
            Self::Finished => query
                .order_by_with_nulls(Column::CompletedAt, Order::Desc, NullOrdering::Last)
                .order_by_desc(Column::Id),
        }
    }

    fn behind(self, (at, priority, id): &Key) -> Condition {
        let same = |column: Column| Condition::all().add(column.eq(*at));
        match (self, at) {
            (Self::Due, Some(at)) => Condition::any()
                .add(Column::Due.gt(*at))
                .add(same(Column::Due).add(Column::Id.gt(*id)))
                .add(Column::Due.is_null()),
            (Self::Due, None) => Condition::all()
                .add(Column::Due.is_null())
                .add(Column::Id.gt(*id)),
            (Self::Created, at) => Condition::any()
                .add(Column::CreatedAt.lt(*at))
                .add(same(Column::CreatedAt).add(Column::Id.lt(*id))),
            (Self::Priority, _) => Condition::any().add(Column::Priority.lt(*priority)).add(
                Condition::all()
                    .add(Column::Priority.eq(*priority))
                    .add(Column::Id.gt(*id)),
            ),
            (Self::Finished, Some(at)) => Condition::any()
                .add(Column::CompletedAt.lt(*at))
                .add(same(Column::CompletedAt).add(Column::Id.lt(*id)))
                .add(Column::CompletedAt.is_null()),
            (Self::Finished, None) => Condition::all()
                .add(Column::CompletedAt.is_null())
                .add(Column::Id.lt(*id)),
        }
    }
}
