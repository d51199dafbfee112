//! `mufakat:publish-plan`: the approved plan enters the register of plans, its third book becomes public.

use schema::tables::master_plan;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;
use workflows::feel::Context;

use super::super::case::place_name;
use super::{Assignment, Failure, Outcome, Workers, reading};
use crate::store::{document, plan};

pub(super) async fn publish(workers: &Workers, job: &Assignment) -> Result<Outcome, Failure> {
    let result = job.header("resultVariable")?.to_owned();
    let book = reading::documents(job.variable("bookThree"))
        .first()
        .copied();
    let version = match book {
        Some(book) => document::current(workers.door.store.read(), book)
            .await?
            .map(|version| version.id),
        None => None,
    };
    let (instance, path, at) = (job.instance, job.regency().to_owned(), job.at);
    let row = master_plan::ActiveModel {
        id: Set(Uuid::now_v7()),
        organisation_path: Set(path.clone()),
        instance_id: Set(instance),
        title: Set(format!(
            "Rencana Induk Kota Cerdas {}",
            place_name(&job.owner.name)
        )),
        number: Set(reading::text(job.variable("decreeNumber"), "")),
        book_three: Set(version),
        budget: Set(
            reading::text(job.variable("budgetTotal"), "").unwrap_or_else(|| "0".to_owned())
        ),
        published_at: Set(at),
    };
    Ok(Outcome {
        variables: Context::new(),
        write: Some(Box::new(move |transaction| {
            Box::pin(async move {
                plan::publish(transaction, row).await?;
                if let Some(book) = book {
                    document::set_state(transaction, book, "DISPATCHED", None).await?;
                }
                let published = plan::of_instance(transaction, instance).await?;
                let count = master_plan::Entity::find()
                    .filter(master_plan::Column::OrganisationPath.eq(path))
                    .count(transaction)
                    .await?;
                let mut value = Context::new();
                value.insert(
                    "id",
                    published.map(|plan| format!("plan_{}", plan.id.simple())),
                );
                value.insert("version", i64::try_from(count).unwrap_or(i64::MAX));
                let mut variables = Context::new();
                variables.insert(result, value);
                Ok(variables)
            })
        })),
    })
}

/// The plan that this case has published: what road map and Quick Wins hang on.
pub(super) async fn published(
    workers: &Workers,
    job: &Assignment,
) -> Result<master_plan::Model, Failure> {
    plan::of_instance(workers.door.store.read(), job.instance)
        .await?
        .ok_or_else(|| Failure::never("the case has published no plan"))
}
