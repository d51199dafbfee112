//! `actingShare`: how many decisions rest on a mandate.

use async_graphql::{Context, SimpleObject};
use sea_orm::{ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QuerySelect as _};

use crate::graph::guard::read;
use crate::graph::problem::Result;
use crate::tables::state::TaskState;
use crate::tables::user_task::{Column, Entity};

use super::period::Period;
use super::steps::ratio;

/// How many decisions were taken in one mode.
#[derive(SimpleObject, Debug, Clone)]
pub struct ModeCount {
    /// `DEFINITIVE`, `PJ`, `PLT` or `PLH`.
    mode: String,
    /// How many.
    count: u64,
}

/// Decisions of the period: tasks that a person completed in a position.
#[derive(SimpleObject, Debug, Clone)]
pub struct ActingShare {
    /// All of them.
    decisions: u64,
    /// Of these by mandate holders (Plt, Plh); a Pj. counts as definitive.
    acting: u64,
    /// The share, 0 to 1; none without decisions.
    share: Option<f64>,
    /// By mode, in alphabetical order.
    modes: Vec<ModeCount>,
}

impl ActingShare {
    pub(super) async fn read(
        ctx: &Context<'_>,
        counted: &Condition,
        period: Period,
    ) -> Result<Self> {
        let mut found: Vec<(String, i64)> = Entity::find()
            .select_only()
            .column(Column::CompletedMode)
            .expr_as(Column::Id.count(), "count")
            .filter(counted.clone())
            .filter(period.holds(Column::CompletedAt))
            .filter(Column::State.eq(TaskState::Done))
            .filter(Column::CompletedMode.is_not_null())
            .group_by(Column::CompletedMode)
            .into_tuple()
            .all(read(ctx))
            .await?;
        found.sort();
        let modes: Vec<ModeCount> = found
            .into_iter()
            .map(|(mode, count)| ModeCount {
                mode,
                count: u64::try_from(count).unwrap_or_default(),
            })
            .collect();
        let decisions = modes.iter().map(|mode| mode.count).sum();
        let acting = modes
            .iter()
            .filter(|mode| matches!(mode.mode.as_str(), "PLT" | "PLH"))
            .map(|mode| mode.count)
            .sum();
        Ok(Self {
            decisions,
            acting,
            share: ratio(acting, decisions),
            modes,
        })
    }
}
