//! `timeInStep`: median and 90th percentile of office hours, waiting apart from working.

use async_graphql::{Context, SimpleObject};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QuerySelect as _};

use crate::graph::guard::read;
use crate::graph::problem::Result;
use crate::tables::user_task::{Column, Entity};

use super::period::Period;
use super::steps::{Counted, Steps, gather};

/// Most steps of an answer.
const STEPS: usize = 200;

/// Office hours of many tasks: half of them took at most the median, nine of ten at most the 90th percentile.
#[derive(SimpleObject, Debug, Clone, Copy, PartialEq)]
pub struct OfficeHoursSpread {
    /// Median, in office hours (7.5 make a day).
    median: f64,
    /// 90th percentile, in office hours.
    p90: f64,
}

/// How long a step takes.
#[derive(SimpleObject, Debug, Clone)]
pub struct StepTime {
    /// Process.
    definition_key: String,
    /// BPMN id of the step.
    element: String,
    /// Shown name.
    name: String,
    /// Tasks that were counted.
    count: u64,
    /// Until somebody took it.
    waiting: OfficeHoursSpread,
    /// From then to its end.
    working: OfficeHoursSpread,
}

/// The steps that ended in the period, the slowest by working time first.
pub(super) async fn steps(
    ctx: &Context<'_>,
    counted: &Condition,
    period: Period,
) -> Result<Vec<StepTime>> {
    let waited = minutes(ctx, counted, period, Column::WaitedMinutes).await?;
    let mut worked = minutes(ctx, counted, period, Column::WorkedMinutes).await?;
    let mut answer: Vec<StepTime> = waited
        .into_iter()
        .filter_map(|(step, (name, mut waited))| {
            let (_, mut worked) = worked.remove(&step)?;
            Some(StepTime {
                definition_key: step.definition_key,
                element: step.element,
                name,
                count: waited.iter().map(|(_, count)| count).sum(),
                waiting: spread(&mut waited)?,
                working: spread(&mut worked)?,
            })
        })
        .collect();
    answer.sort_by(|a, b| b.working.median.total_cmp(&a.working.median));
    answer.truncate(STEPS);
    Ok(answer)
}

/// How many tasks took how many minutes.
async fn minutes(
    ctx: &Context<'_>,
    counted: &Condition,
    period: Period,
    column: Column,
) -> Result<Steps<i64>> {
    let rows = Entity::find()
        .select_only()
        .column(Column::DefinitionKey)
        .column(Column::Element)
        .expr_as(Func::max(Expr::col(Column::Name)), "name")
        .expr_as(Expr::col(column), "value")
        .expr_as(Column::Id.count(), "count")
        .filter(counted.clone())
        .filter(period.holds(Column::CompletedAt))
        .filter(column.is_not_null())
        .group_by(Column::DefinitionKey)
        .group_by(Column::Element)
        .group_by(column)
        .into_model::<Counted<i64>>()
        .all(read(ctx))
        .await?;
    Ok(gather(rows))
}

fn spread(minutes: &mut [(i64, u64)]) -> Option<OfficeHoursSpread> {
    minutes.sort_unstable();
    Some(OfficeHoursSpread {
        median: hours(percentile(minutes, 50)?),
        p90: hours(percentile(minutes, 90)?),
    })
}

/// The smallest value that at least `percent` of all values do not exceed (nearest rank).
fn percentile(sorted: &[(i64, u64)], percent: u64) -> Option<i64> {
    let all: u64 = sorted.iter().map(|(_, count)| count).sum();
    let rank = (all * percent).div_ceil(100).max(1);
    let mut below = 0;
    sorted.iter().find_map(|(value, count)| {
        below += count;
        (below >= rank).then_some(*value)
    })
}

/// Hours with two digits.
#[expect(
    clippy::cast_precision_loss,
    reason = "minutes of ten years are far below 2^52"
)]
fn hours(minutes: i64) -> f64 {
    (minutes as f64 / 60.0 * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_value_that_was_measured() {
        let values = [(10, 1), (20, 1), (30, 7), (600, 1)];
        assert_eq!(percentile(&values, 50), Some(30));
        assert_eq!(percentile(&values, 90), Some(30));
        assert_eq!(percentile(&values, 91), Some(600));
        assert_eq!(percentile(&[(5, 1)], 50), Some(5));
        assert_eq!(percentile(&[], 50), None);
    }
}
