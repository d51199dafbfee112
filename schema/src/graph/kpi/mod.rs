//! What the ministry asks (DOMAIN 11): figures over the tasks of every workflow, whoever drew it. They are counted from the
//! rows when asked for, never kept beside them, so a figure always equals its list.

mod acting;
mod on_time;
mod overdue;
mod period;
mod rework;
mod steps;
mod time;

use async_graphql::{Context, InputObject, Object};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, Condition};
use workflows::access::Action;

use crate::tables::user_task::Column;
use crate::tables::visible;

use super::guard::{actor, now, rows, scope_of};
use super::loaders::OrganisationByCode;
use super::problem::Result;
use super::scalar::Date;

use acting::ActingShare;
use on_time::OnTimeRate;
use overdue::OverdueTasks;
use period::Period;
use rework::StepRework;
use time::StepTime;

/// Which tasks are counted.
#[derive(InputObject, Debug, Default)]
pub struct KpiFilter {
    /// Only of this process.
    definition_key: Option<String>,
    /// Only of this BPMN element.
    element: Option<String>,
    /// Only of this organisation (code) and below: a province, a regency, an agency.
    organisation: Option<String>,
    /// The calendar year, western time; the current one when nothing else is said.
    year: Option<i32>,
    /// First day, instead of a year.
    from: Option<Date>,
    /// Last day, instead of a year; at most three years after the first.
    until: Option<Date>,
}

/// Figures over the tasks that the caller answers for or oversees. A task belongs to the organisation of its case.
#[derive(Debug, Clone)]
pub struct Kpis {
    counted: Condition,
    period: Period,
}

/// Figures over the tasks that the caller answers for or oversees. A task belongs to the organisation of its case.
#[Object]
impl Kpis {
    /// First day of the period.
    async fn from(&self) -> Date {
        Date(self.period.first)
    }

    /// Last day of the period.
    async fn until(&self) -> Date {
        Date(self.period.last)
    }

    /// Tasks completed by their original deadline ÷ tasks due in the period. Extensions do not help. What was waived, or
    /// withdrawn by the process, is not counted; what its deadline ended counts as late.
    async fn on_time_rate(&self, ctx: &Context<'_>) -> Result<OnTimeRate> {
        Ok(OnTimeRate::new(self.counted.clone(), self.period, now(ctx)))
    }

    /// Tasks that are open and past their deadline now, whatever the period.
    async fn overdue_tasks(&self, ctx: &Context<'_>) -> Result<OverdueTasks> {
        Ok(OverdueTasks::new(self.counted.clone(), now(ctx)))
    }

    /// Office hours of the steps that a person ended in the period, the slowest first: waiting until somebody took the
    /// task, apart from working on it. At most 200 steps.
    #[graphql(complexity = "50 * child_complexity")]
    async fn time_in_step(&self, ctx: &Context<'_>) -> Result<Vec<StepTime>> {
        time::steps(ctx, &self.counted, self.period).await
    }

    /// Returns ÷ completions of each step in the period, the most returned first. At most 200 steps.
    #[graphql(complexity = "50 * child_complexity")]
    async fn rework_rate(&self, ctx: &Context<'_>) -> Result<Vec<StepRework>> {
        rework::steps(ctx, &self.counted, self.period).await
    }

    /// How many decisions of the period were taken by mandate holders (Plt, Plh).
    async fn acting_share(&self, ctx: &Context<'_>) -> Result<ActingShare> {
        ActingShare::read(ctx, &self.counted, self.period).await
    }
}

/// The ministry's questions.
#[derive(Debug, Default)]
pub struct KpiQuery;

#[Object]
impl KpiQuery {
    /// Figures over tasks, for every process alike. Only what the caller's roles oversee is counted.
    ///
    /// The error `INVALID_PERIOD` says that the days do not make a period.
    async fn kpis(&self, ctx: &Context<'_>, filter: Option<KpiFilter>) -> Result<Kpis> {
        actor(ctx)?;
        let filter = filter.unwrap_or_default();
        let period = Period::read(now(ctx), filter.year, filter.from, filter.until)?;
        let mut counted = visible::figures(&scope_of(ctx, Action::KpiRead)?);
        counted = Condition::all().add(counted);
        if let Some(key) = filter.definition_key {
            counted = counted.add(Column::DefinitionKey.eq(key));
        }
        if let Some(element) = filter.element {
            counted = counted.add(Column::Element.eq(element));
        }
        if let Some(code) = filter.organisation {
            counted = counted.add(match rows(ctx).load_one(OrganisationByCode(code)).await? {
                Some(organisation) => visible::below(Column::OrganisationPath, &organisation.path),
                None => Expr::from(1).eq(0),
            });
        }
        Ok(Kpis { counted, period })
    }
}
