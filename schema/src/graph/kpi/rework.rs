//! `reworkRate`: how often a step is sent back, and why.

use async_graphql::{Context, SimpleObject};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QuerySelect as _};

use crate::graph::guard::read;
use crate::graph::problem::Result;
use crate::tables::state::TaskState;
use crate::tables::user_task::{Column, Entity};

use super::period::Period;
use super::steps::{Counted, gather, ratio};

/// Most steps of an answer.
const STEPS: usize = 200;

/// How often one reason was given.
#[derive(SimpleObject, Debug, Clone)]
pub struct ReturnReason {
    /// Reason code, for instance `INCOMPLETE`.
    code: String,
    /// How often.
    count: u64,
}

/// How often a step is sent back.
#[derive(SimpleObject, Debug, Clone)]
pub struct StepRework {
    /// Process.
    definition_key: String,
    /// BPMN id of the step.
    element: String,
    /// Shown name.
    name: String,
    /// Tasks completed.
    completions: u64,
    /// Tasks sent back.
    returns: u64,
    /// Returns ÷ completions; none when nothing was completed.
    rate: Option<f64>,
    /// Why, the most frequent reason first.
    reasons: Vec<ReturnReason>,
}

/// The steps that ended in the period, the most returned first.
pub(super) async fn steps(
    ctx: &Context<'_>,
    counted: &Condition,
    period: Period,
) -> Result<Vec<StepRework>> {
    let rows = Entity::find()
        .select_only()
        .column(Column::DefinitionKey)
        .column(Column::Element)
        .expr_as(Func::max(Expr::col(Column::Name)), "name")
        .expr_as(Expr::col(Column::ReturnReason), "value")
        .expr_as(Column::Id.count(), "count")
        .filter(counted.clone())
        .filter(period.holds(Column::CompletedAt))
        .filter(Column::State.is_in([TaskState::Done, TaskState::Returned]))
        .group_by(Column::DefinitionKey)
        .group_by(Column::Element)
        .group_by(Column::ReturnReason)
        .into_model::<Counted<Option<String>>>()
        .all(read(ctx))
        .await?;
    let mut answer: Vec<StepRework> = gather(rows)
        .into_iter()
        .map(|(step, (name, values))| {
            let mut completions = 0;
            let mut reasons = Vec::new();
            for (reason, count) in values {
                match reason {
                    None => completions += count,
                    Some(code) => reasons.push(ReturnReason { code, count }),
                }
            }
            reasons.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.code.cmp(&b.code)));
            let returns = reasons.iter().map(|reason| reason.count).sum();
            StepRework {
                definition_key: step.definition_key,
                element: step.element,
                name,
                completions,
                returns,
                rate: ratio(returns, completions),
                reasons,
            }
        })
        .collect();
    answer.sort_by(|a, b| {
        b.returns
            .cmp(&a.returns)
            .then_with(|| a.element.cmp(&b.element))
    });
    answer.truncate(STEPS);
    Ok(answer)
}
