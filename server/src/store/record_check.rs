//! Verifications of the record that people ask for, worked off step by step: each step looks at some journals or one
//! checkpoint and remembers how far it came, so that a restart goes on there and everybody sees the progress.

use chrono::{DateTime, Utc};
use schema::tables::{checkpoint, record_check};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction,
    DbErr, EntityTrait, IntoActiveModel as _, PaginatorTrait as _, QueryFilter, QueryOrder,
    QuerySelect as _,
};
use uuid::Uuid;

use super::{anchored, audit};

/// Path of the whole record.
pub const WHOLE: &str = "/id/";

/// Journals looked at in one step.
const JOURNALS_A_STEP: u64 = 50;
/// Faults kept as text; a record that has more is not mended line by line.
const MOST_FAULTS: usize = 200;

/// Adds what somebody asks for.
///
/// # Errors
/// Of the database.
pub async fn add(
    transaction: &DatabaseTransaction,
    row: record_check::ActiveModel,
) -> Result<(), DbErr> {
    row.insert(transaction).await?;
    Ok(())
}

/// How much there is to look at below an organisation: journals, and for the whole record its checkpoints.
///
/// # Errors
/// Of the database.
pub async fn size(connection: &impl ConnectionTrait, path: &str) -> Result<i64, DbErr> {
    let mut size = audit::journals_below(connection, path).await?;
    if path == WHOLE {
        size += checkpoint::Entity::find().count(connection).await?;
    }
    Ok(i64::try_from(size).unwrap_or(i64::MAX))
}

/// The verification that is next, or the one of this organisation that runs.
///
/// # Errors
/// Of the database.
pub async fn running(
    connection: &impl ConnectionTrait,
    path: Option<&str>,
) -> Result<Option<record_check::Model>, DbErr> {
    let mut query = record_check::Entity::find()
        .filter(record_check::Column::State.eq("RUNNING"))
        .order_by_asc(record_check::Column::RequestedAt);
    if let Some(path) = path {
        query = query.filter(record_check::Column::OrganisationPath.eq(path));
    }
    query.one(connection).await
}

/// Does the next step of a verification, and answers the row as it stands then.
///
/// # Errors
/// Of the database.
pub async fn step(
    connection: &impl ConnectionTrait,
    mut check: record_check::Model,
    now: DateTime<Utc>,
) -> Result<record_check::Model, DbErr> {
    let reached = check.reached.as_deref().unwrap_or("J:");
    let (stage, at) = reached.split_once(':').unwrap_or(("J", ""));
    let mut faults = Vec::new();
    let next = if stage == "J" {
        let part = audit::verify_some(
            connection,
            &check.organisation_path,
            Uuid::parse_str(at).ok(),
            JOURNALS_A_STEP,
        )
        .await?;
        check.done += part.journals;
        check.events += part.events;
        faults.extend(part.faults);
        match part.last {
            Some(last) => Some(format!("J:{last}")),
            None if check.organisation_path == WHOLE => {
                faults.extend(audit::orphans(connection).await?);
                Some("C:0".to_owned())
            }
            None => None,
        }
    } else {
        let after: i64 = at.parse().unwrap_or_default();
        let number: Option<i64> = checkpoint::Entity::find()
            .select_only()
            .column(checkpoint::Column::Number)
            .filter(checkpoint::Column::Number.gt(after))
            .order_by_asc(checkpoint::Column::Number)
            .into_tuple()
            .one(connection)
            .await?;
        if let Some(number) = number {
            faults.extend(anchored::faults(connection, number).await?);
            check.done += 1;
        }
        number.map(|number| format!("C:{number}"))
    };
    check.found += i64::try_from(faults.len()).unwrap_or(i64::MAX);
    let mut kept: Vec<audit::Fault> = serde_json::from_str(&check.faults).unwrap_or_default();
    kept.extend(faults);
    kept.truncate(MOST_FAULTS);
    check.faults = super::journal::text_of(&kept)?;
    // Cases that began meanwhile are looked at too.
    check.total = check.total.max(check.done);
    if next.is_none() {
        check.total = check.done;
        check.state = "DONE".to_owned();
        check.finished_at = Some(now);
    }
    check.reached = next.or(check.reached);
    Ok(check)
}

/// Keeps a step, unless another replica has done it meanwhile.
///
/// # Errors
/// Of the database.
pub async fn keep(
    transaction: &DatabaseTransaction,
    before: Option<String>,
    after: record_check::Model,
) -> Result<(), DbErr> {
    let unchanged = match before {
        Some(before) => record_check::Column::Reached.eq(before),
        None => record_check::Column::Reached.is_null(),
    };
    let mut row = after.into_active_model().reset_all();
    let id = row.id.clone().take().unwrap_or_default();
    row.id = Set(id);
    record_check::Entity::update_many()
        .set(row)
        .filter(record_check::Column::Id.eq(id))
        .filter(record_check::Column::State.eq("RUNNING"))
        .filter(unchanged)
        .exec(transaction)
        .await?;
    Ok(())
}
