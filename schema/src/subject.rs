//! The facts of a task or case as `workflows::access::permit` wants them, gathered from the rows. Reads ask with them
//! what to offer (`Task.actions`); the door for writes asks again with the facts of its own transaction.

use std::collections::BTreeSet;

use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;
use workflows::access::{Mandate, Subject};
use workflows::engine::event::TaskFacts;
use workflows::feel::Value;
use workflows::id::PersonId;

use crate::tables::{process_instance, task_candidate, user_task};

/// A task with its assignee, its claimer and who completed it.
type Addressed = (Uuid, Option<String>, Option<Uuid>, Option<Uuid>);

/// Facts of a task.
///
/// A task that somebody holds is addressed to its candidates and to the holder alike: the holder acts in the position
/// that made them a candidate, everybody else is stopped by the claim.
///
/// # Errors
/// Of the database, or when the stored facts cannot be read: four eyes that cannot be checked are not assumed to hold.
pub async fn of_task(
    connection: &impl ConnectionTrait,
    row: &user_task::Model,
) -> Result<Subject, DbErr> {
    let facts = facts_of(row)?;
    let mut candidates: Vec<String> = task_candidate::Entity::find()
        .select_only()
        .column(task_candidate::Column::Principal)
        .filter(task_candidate::Column::TaskId.eq(row.id))
        .into_tuple()
        .all(connection)
        .await?;
    let claimed_by = row.assignee_person.map(PersonId::from_uuid);
    let mut assignee = row.assignee.clone();
    if claimed_by.is_some() {
        candidates.extend(assignee.take());
    }
    candidates.sort();
    candidates.dedup();
    let separate = separate_from(&facts);
    let mut subject = Subject::of(&row.organisation_path).addressed_to(candidates);
    subject.assignee = assignee;
    subject.claimed_by = claimed_by;
    subject.persons = row
        .completed_by
        .map(PersonId::from_uuid)
        .into_iter()
        .collect();
    subject.open = row.open;
    let mandate = Mandate::read(facts.council.get("strategic"));
    subject.strategic = mandate.is_strategic();
    subject.mandate = Some(mandate);
    if !separate.is_empty() {
        let filter = user_task::Column::InstanceId
            .eq(row.instance_id)
            .and(user_task::Column::Element.is_in(separate));
        subject.separate_from = finishers(connection, filter).await?;
    }
    if let Some(body) = row.body.filter(|_| row.kind == "VOTE") {
        let filter = user_task::Column::InstanceId
            .eq(row.instance_id)
            .and(user_task::Column::Body.eq(body));
        subject.voted = finishers(connection, filter).await?;
    }
    Ok(subject)
}

/// The facts that the engine computed when it opened the task.
///
/// # Errors
/// When the stored facts cannot be read.
pub fn facts_of(row: &user_task::Model) -> Result<TaskFacts, DbErr> {
    serde_json::from_str(&row.facts)
        .map_err(|error| DbErr::Custom(format!("facts of task {} are unreadable: {error}", row.id)))
}

/// Facts of a case: it is addressed to whom its tasks are or were addressed.
///
/// # Errors
/// Of the database.
pub async fn of_instance(
    connection: &impl ConnectionTrait,
    id: Uuid,
    organisation_path: &str,
    started_by: Option<Uuid>,
) -> Result<Subject, DbErr> {
    let tasks = user_task::Entity::find().filter(user_task::Column::InstanceId.eq(id));
    let rows: Vec<Addressed> = tasks
        .select_only()
        .columns([
            user_task::Column::Id,
            user_task::Column::Assignee,
            user_task::Column::AssigneePerson,
            user_task::Column::CompletedBy,
        ])
        .into_tuple()
        .all(connection)
        .await?;
    let mut candidates: BTreeSet<String> = task_candidate::Entity::find()
        .select_only()
        .column(task_candidate::Column::Principal)
        .filter(
            task_candidate::Column::TaskId.in_subquery(
                sea_orm::sea_query::Query::select()
                    .column(user_task::Column::Id)
                    .from(user_task::Entity)
                    .and_where(user_task::Column::InstanceId.eq(id))
                    .to_owned(),
            ),
        )
        .into_tuple::<String>()
        .all(connection)
        .await?
        .into_iter()
        .collect();
    let mut persons: BTreeSet<Uuid> = started_by.into_iter().collect();
    for (_, assignee, claimed, completed) in rows {
        candidates.extend(assignee);
        persons.extend(claimed);
        persons.extend(completed);
    }
    let mut subject = Subject::of(organisation_path).addressed_to(candidates);
    subject.persons = persons.into_iter().map(PersonId::from_uuid).collect();
    Ok(subject)
}

/// Facts of a case by its row; `None` when there is no such case.
///
/// # Errors
/// Of the database.
pub async fn of_instance_id(
    connection: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<Subject>, DbErr> {
    let row: Option<(String, Option<Uuid>)> = process_instance::Entity::find_by_id(id)
        .select_only()
        .columns([
            process_instance::Column::OrganisationPath,
            process_instance::Column::StartedBy,
        ])
        .into_tuple()
        .one(connection)
        .await?;
    match row {
        Some((path, started_by)) => of_instance(connection, id, &path, started_by)
            .await
            .map(Some),
        None => Ok(None),
    }
}

/// Whether a mandate holder (Plt, Plh) may not do it (`mufakat:strategic`).
#[must_use]
pub fn strategic(facts: &TaskFacts) -> bool {
    Mandate::read(facts.council.get("strategic")).is_strategic()
}

/// Elements whose actors may not act here (`mufakat:separateFrom`): a list, or one text with commas.
#[must_use]
pub fn separate_from(facts: &TaskFacts) -> Vec<String> {
    let split = |text: &str| {
        text.split(',')
            .map(str::trim)
            .filter(|id| !id.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    match facts.council.get("separateFrom") {
        Some(Value::String(text)) => split(text),
        Some(Value::List(items)) => items
            .iter()
            .filter_map(Value::as_str)
            .flat_map(split)
            .collect(),
        _ => Vec::new(),
    }
}

async fn finishers(
    connection: &impl ConnectionTrait,
    filter: sea_orm::sea_query::SimpleExpr,
) -> Result<Vec<PersonId>, DbErr> {
    let persons: Vec<Option<Uuid>> = user_task::Entity::find()
        .select_only()
        .column(user_task::Column::CompletedBy)
        .filter(filter)
        .distinct()
        .into_tuple()
        .all(connection)
        .await?;
    Ok(persons
        .into_iter()
        .flatten()
        .map(PersonId::from_uuid)
        .collect())
}
