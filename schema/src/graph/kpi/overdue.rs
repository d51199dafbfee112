//! `overdueTasks`: what is late now, with how late it is and how far its reminders have climbed.

use std::collections::BTreeMap;

use async_graphql::{Context, Object, SimpleObject};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::NullOrdering;
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, Order, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use std::sync::Arc;
use workflows::access::Action;

use crate::graph::guard::{read, scope_of};
use crate::graph::problem::Result;
use crate::graph::task::Task;
use crate::tables::user_task::{Column, Entity};
use crate::tables::{reminder, visible};

/// Tasks that are open and past their deadline.
#[derive(Debug, Clone)]
pub struct OverdueTasks {
    late: Condition,
    now: DateTime<Utc>,
}

/// A task that is late.
#[derive(SimpleObject, Debug, Clone)]
pub struct OverdueTask {
    /// The task: who holds it stands there.
    task: Task,
    /// Whole days past the deadline.
    days_late: i64,
    /// The last rung of the reminder ladder that was sent, for instance `OVERDUE_3WD`.
    last_rung: Option<String>,
}

impl OverdueTasks {
    pub(super) fn new(counted: Condition, now: DateTime<Utc>) -> Self {
        let late = counted.add(Column::Open.eq(true)).add(Column::Due.lt(now));
        Self { late, now }
    }
}

/// Tasks that are open and past their deadline.
#[Object]
impl OverdueTasks {
    /// How many there are.
    async fn total(&self, ctx: &Context<'_>) -> Result<u64> {
        Ok(Entity::find()
            .filter(self.late.clone())
            .count(read(ctx))
            .await?)
    }

    /// Those that the caller may see, the latest first; at most 100 at once.
    #[graphql(complexity = "50 * child_complexity")]
    async fn longest(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "1 to 100", default = 25)] first: u64,
    ) -> Result<Vec<OverdueTask>> {
        let seen = visible::tasks(&scope_of(ctx, Action::TaskRead)?);
        let found = Entity::find()
            .filter(self.late.clone().add(seen))
            .order_by_with_nulls(Column::Due, Order::Asc, NullOrdering::Last)
            .order_by_asc(Column::Id)
            .limit(first.clamp(1, 100))
            .all(read(ctx))
            .await?;
        let sent = reminder::Entity::find()
            .filter(reminder::Column::TaskId.is_in(found.iter().map(|row| row.id)))
            .filter(reminder::Column::SentAt.is_not_null())
            .order_by_asc(reminder::Column::At)
            .all(read(ctx))
            .await?;
        let mut last: BTreeMap<_, _> = sent
            .into_iter()
            .map(|row| (row.task_id, row.rung))
            .collect();
        Ok(found
            .into_iter()
            .map(|row| OverdueTask {
                days_late: row.due.map_or(0, |due| (self.now - due).num_days()),
                last_rung: last.remove(&row.id),
                task: Task::new(Arc::new(row)),
            })
            .collect())
    }
}
