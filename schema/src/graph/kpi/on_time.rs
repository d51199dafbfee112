//! `onTimeRate`: how much of what was due was done by then.

use async_graphql::{Context, Object, SimpleObject};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait as _, Func, SimpleExpr};
use sea_orm::{ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QuerySelect as _};

use crate::graph::guard::{read, rows};
use crate::graph::loaders::OrganisationByPath;
use crate::graph::organisation::Organisation;
use crate::graph::page;
use crate::graph::problem::Result;
use crate::graph::scalar::Date;
use crate::graph::task::{TaskPage, behind_figure};
use crate::tables::state::TaskState;
use crate::tables::user_task::{Column, Entity};

use super::period::Period;
use super::steps::ratio;

/// Most organisations of a breakdown: every regency and what lies above.
const ORGANISATIONS: u64 = 600;

/// Tasks done in time among those due in the period.
#[derive(Debug, Clone)]
pub struct OnTimeRate {
    due: Condition,
    period: Period,
}

/// The same for one month.
#[derive(SimpleObject, Debug, Clone)]
pub struct OnTimeMonth {
    /// First day of the month.
    month: Date,
    /// Tasks due.
    due: u64,
    /// Of these completed by the original deadline.
    met: u64,
    /// The share, 0 to 1; none when nothing was due.
    rate: Option<f64>,
}

/// The same for the cases of one organisation.
#[derive(SimpleObject, Debug, Clone)]
pub struct OnTimeOrganisation {
    /// Whose cases.
    organisation: Organisation,
    /// Tasks due.
    due: u64,
    /// Of these completed by the original deadline.
    met: u64,
    /// The share, 0 to 1.
    rate: Option<f64>,
}

impl OnTimeRate {
    pub(super) fn new(counted: Condition, period: Period, now: DateTime<Utc>) -> Self {
        let due = counted
            .add(period.holds(Column::OriginalDue))
            .add(Column::State.is_not_in([
                TaskState::Waived,
                TaskState::Cancelled,
                TaskState::Settled,
            ]))
            // Not due yet, and not done either: it says nothing so far.
            .add(
                Condition::any()
                    .add(Column::OriginalDue.lte(now))
                    .add(Column::Open.eq(false)),
            );
        Self { due, period }
    }
}

/// Completed, by the original deadline.
fn in_time() -> Condition {
    Condition::all()
        .add(Column::State.is_in([TaskState::Done, TaskState::Returned]))
        .add(Expr::col(Column::CompletedAt).lte(Expr::col(Column::OriginalDue)))
}

fn met() -> SimpleExpr {
    let one_if: SimpleExpr = CaseStatement::new().case(in_time(), 1).finally(0).into();
    Func::sum(one_if).into()
}

/// Tasks done in time among those due in the period.
#[Object]
impl OnTimeRate {
    /// Tasks due in the period, and due by now or ended.
    async fn due(&self, ctx: &Context<'_>) -> Result<u64> {
        self.count(ctx, Condition::all()).await
    }

    /// Of these completed by the original deadline.
    async fn met(&self, ctx: &Context<'_>) -> Result<u64> {
        self.count(ctx, in_time()).await
    }

    /// The share, 0 to 1; none when nothing was due.
    async fn rate(&self, ctx: &Context<'_>) -> Result<Option<f64>> {
        let due = self.count(ctx, Condition::all()).await?;
        Ok(ratio(self.count(ctx, in_time()).await?, due))
    }

    /// Month by month, by original deadline.
    #[graphql(complexity = "12 * child_complexity")]
    async fn months(&self, ctx: &Context<'_>) -> Result<Vec<OnTimeMonth>> {
        let found: Vec<(i32, i64, i64)> = Entity::find()
            .select_only()
            .expr_as(self.period.month_of(Column::OriginalDue), "month")
            .expr_as(Column::Id.count(), "due")
            .expr_as(met(), "met")
            .filter(self.due.clone())
            .group_by(Expr::col(Alias::new("month")))
            .into_tuple()
            .all(read(ctx))
            .await?;
        let months = (0_i32..).zip(self.period.months());
        Ok(months
            .map(|(at, (month, _))| {
                let (due, met) = found
                    .iter()
                    .find(|(month, ..)| *month == at)
                    .map_or((0, 0), |(_, due, met)| (count(*due), count(*met)));
                OnTimeMonth {
                    month: Date(month),
                    due,
                    met,
                    rate: ratio(met, due),
                }
            })
            .collect())
    }

    /// Organisation by organisation, the lowest share first; at most 600.
    #[graphql(complexity = "100 * child_complexity")]
    async fn organisations(&self, ctx: &Context<'_>) -> Result<Vec<OnTimeOrganisation>> {
        let found: Vec<(String, i64, i64)> = Entity::find()
            .select_only()
            .column(Column::OrganisationPath)
            .expr_as(Column::Id.count(), "due")
            .expr_as(met(), "met")
            .filter(self.due.clone())
            .group_by(Column::OrganisationPath)
            .limit(ORGANISATIONS)
            .into_tuple()
            .all(read(ctx))
            .await?;
        let paths = found
            .iter()
            .map(|(path, ..)| OrganisationByPath(path.clone()));
        let organisations = rows(ctx).load_many(paths).await?;
        let mut answer: Vec<OnTimeOrganisation> = found
            .into_iter()
            .filter_map(|(path, due, met)| {
                let organisation = organisations.get(&OrganisationByPath(path))?;
                let (due, met) = (count(due), count(met));
                Some(OnTimeOrganisation {
                    organisation: Organisation(organisation.clone()),
                    due,
                    met,
                    rate: ratio(met, due),
                })
            })
            .collect();
        answer.sort_by(|a, b| {
            let rates = a.rate.unwrap_or(1.0).total_cmp(&b.rate.unwrap_or(1.0));
            rates.then_with(|| a.organisation.0.code.cmp(&b.organisation.0.code))
        });
        Ok(answer)
    }

    /// The tasks behind the figure that the caller may see: those in time, those late, or all.
    #[graphql(complexity = "page::cost(first, 25) * child_complexity")]
    async fn tasks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those in time, or only the late ones")] met: Option<bool>,
        #[graphql(desc = "1 to 100", default_with = "Some(25)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<TaskPage> {
        let mut counted = self.due.clone();
        match met {
            Some(true) => counted = counted.add(in_time()),
            Some(false) => {
                counted = counted.add(
                    Condition::any()
                        .add(Column::CompletedAt.is_null())
                        .add(Column::State.eq(TaskState::Expired))
                        .add(Expr::col(Column::CompletedAt).gt(Expr::col(Column::OriginalDue))),
                );
            }
            None => {}
        }
        behind_figure(ctx, counted, first, after).await
    }
}

impl OnTimeRate {
    async fn count(&self, ctx: &Context<'_>, further: Condition) -> Result<u64> {
        use sea_orm::PaginatorTrait as _;
        Ok(Entity::find()
            .filter(self.due.clone().add(further))
            .count(read(ctx))
            .await?)
    }
}

fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
