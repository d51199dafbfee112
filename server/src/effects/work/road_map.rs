//! `mufakat:road-map`: the rows of the approved road map become items that are followed.

use schema::tables::roadmap_item;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

use super::{Assignment, Failure, Outcome, Workers, publish_plan, reading};
use crate::store::plan;

pub(super) async fn create(workers: &Workers, job: &Assignment) -> Result<Outcome, Failure> {
    let published = publish_plan::published(workers, job).await?;
    let text = |row: &_, name: &str| reading::text(row, name).unwrap_or_default();
    let rows: Vec<roadmap_item::ActiveModel> = reading::rows(job.variable("roadmap"))
        .iter()
        .map(|row| roadmap_item::ActiveModel {
            id: Set(Uuid::now_v7()),
            plan_id: Set(published.id),
            organisation_path: Set(published.organisation_path.clone()),
            opd: Set(text(row, "opd")),
            programme: Set(text(row, "programme")),
            pillar: Set(text(row, "pillar")),
            sub_dimension: Set(text(row, "subDimension")),
            year: Set(reading::whole(row, "year")
                .and_then(|year| i32::try_from(year).ok())
                .unwrap_or_default()),
            indicator: Set(text(row, "indicator")),
            target: Set(text(row, "target")),
            budget_source: Set(text(row, "budgetSource")),
            remark: Set(reading::text(row, "remark")),
        })
        .collect();
    let variables = job.result(rows.len())?;
    Ok(Outcome {
        variables,
        write: Some(Box::new(move |transaction| {
            Box::pin(async move {
                plan::put_road_map(transaction, published.id, rows).await?;
                Ok(Default::default())
            })
        })),
    })
}
