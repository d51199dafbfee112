//! Rows about personal data and kept content: proposals to destroy, what was decided, and a person under another name.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use schema::retention::{self, Class};
use schema::tables::{
    account, disposal, document, document_text, document_version, incumbency, notice,
    notice_preference, outbox, person, position, privacy_act, process_instance, refresh_token,
    retention_period, signature, task_draft,
};
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict, Query};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction,
    DbErr, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;
use workflows::calendar::{NATIONAL_ZONE, local_date};
use workflows::id::PersonId;

/// Documents looked at in one go.
const AT_ONCE: u64 = 500;

/// How long each class is kept here.
///
/// # Errors
/// Of the database.
pub async fn periods(
    connection: &impl ConnectionTrait,
) -> Result<BTreeMap<Class, Option<i32>>, DbErr> {
    let set = retention_period::Entity::find().all(connection).await?;
    let mut periods: BTreeMap<Class, Option<i32>> = Class::ALL
        .into_iter()
        .map(|class| (class, class.years()))
        .collect();
    for row in set {
        if let Some(class) = Class::of_code(&row.class) {
            periods.insert(class, row.years);
        }
    }
    Ok(periods)
}

/// Sets how long a class is kept.
///
/// # Errors
/// Of the database.
pub async fn set_period(
    transaction: &DatabaseTransaction,
    row: retention_period::Model,
) -> Result<(), DbErr> {
    retention_period::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(
            OnConflict::column(retention_period::Column::Class)
                .update_columns([
                    retention_period::Column::Years,
                    retention_period::Column::ChangedAt,
                    retention_period::Column::ChangedBy,
                ])
                .to_owned(),
        )
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}

/// Proposes every document whose retention has ended: of a case that has ended, counted from its end; without a case,
/// from its making. What was decided to be kept comes again when that time is over. Answers how many were proposed.
///
/// # Errors
/// Of the database.
pub async fn propose(
    transaction: &DatabaseTransaction,
    now: DateTime<Utc>,
) -> Result<usize, DbErr> {
    let today = local_date(NATIONAL_ZONE, now);
    let periods = periods(transaction).await?;
    let mut proposed = 0;
    let mut after = Uuid::nil();
    loop {
        // What has been destroyed, waits for a decision, or is to be kept for longer.
        let settled = Query::select()
            .column(disposal::Column::DocumentId)
            .from(disposal::Entity)
            .cond_where(
                disposal::Column::State
                    .is_in(["PROPOSED", "DISPOSED"])
                    .or(disposal::Column::KeepUntil.gte(today)),
            )
            .to_owned();
        let documents = document::Entity::find()
            .filter(document::Column::Id.gt(after))
            .filter(document::Column::Id.not_in_subquery(settled))
            .order_by_asc(document::Column::Id)
            .limit(AT_ONCE)
            .all(transaction)
            .await?;
        let Some(last) = documents.last() else {
            return Ok(proposed);
        };
        after = last.id;
        let cases: Vec<Uuid> = documents.iter().filter_map(|row| row.instance_id).collect();
        let ended: BTreeMap<Uuid, Option<DateTime<Utc>>> = process_instance::Entity::find()
            .select_only()
            .columns([
                process_instance::Column::Id,
                process_instance::Column::EndedAt,
            ])
            .filter(process_instance::Column::Id.is_in(cases))
            .into_tuple::<(Uuid, Option<DateTime<Utc>>)>()
            .all(transaction)
            .await?
            .into_iter()
            .collect();
        let signed = signed(transaction, documents.iter().map(|row| row.id).collect()).await?;
        for row in documents {
            let since = match row.instance_id {
                Some(case) => ended.get(&case).copied().flatten(),
                None => Some(row.created_at),
            };
            let class = Class::of_document(&row.kind, signed.contains(&row.id));
            let years = periods.get(&class).copied().flatten();
            let (Some(since), Some(years)) = (since, years) else {
                continue;
            };
            let due = retention::due(local_date(NATIONAL_ZONE, since), years);
            if due >= today {
                continue;
            }
            disposal::ActiveModel {
                id: Set(Uuid::now_v7()),
                document_id: Set(row.id),
                instance_id: Set(row.instance_id),
                organisation_path: Set(row.organisation_path),
                title: Set(row.title),
                class: Set(class.code().to_owned()),
                due_on: Set(due),
                proposed_at: Set(now),
                state: Set("PROPOSED".to_owned()),
                decided_at: Set(None),
                keep_until: Set(None),
            }
            .insert(transaction)
            .await?;
            proposed += 1;
        }
    }
}

/// Which of these documents bear a signature or initial under any version, voided or not.
async fn signed(
    connection: &impl ConnectionTrait,
    documents: Vec<Uuid>,
) -> Result<Vec<Uuid>, DbErr> {
    let signatures = Query::select()
        .column(signature::Column::VersionId)
        .from(signature::Entity)
        .to_owned();
    document_version::Entity::find()
        .select_only()
        .column(document_version::Column::DocumentId)
        .distinct()
        .filter(document_version::Column::DocumentId.is_in(documents))
        .filter(document_version::Column::Id.in_subquery(signatures))
        .into_tuple()
        .all(connection)
        .await
}

/// A proposal.
///
/// # Errors
/// Of the database.
pub async fn disposal(
    connection: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<disposal::Model>, DbErr> {
    disposal::Entity::find_by_id(id).one(connection).await
}

/// Whether the content of a document was destroyed.
///
/// # Errors
/// Of the database.
pub async fn is_disposed(connection: &impl ConnectionTrait, document: Uuid) -> Result<bool, DbErr> {
    let found = disposal::Entity::find()
        .filter(disposal::Column::DocumentId.eq(document))
        .filter(disposal::Column::State.eq("DISPOSED"))
        .one(connection)
        .await?;
    Ok(found.is_some())
}

/// Keeps what was decided; `false` when somebody else has decided meanwhile.
///
/// # Errors
/// Of the database.
pub async fn decide(
    transaction: &DatabaseTransaction,
    id: Uuid,
    state: &str,
    at: DateTime<Utc>,
    keep_until: Option<NaiveDate>,
) -> Result<bool, DbErr> {
    let done = disposal::Entity::update_many()
        .col_expr(disposal::Column::State, Expr::value(state.to_owned()))
        .col_expr(disposal::Column::DecidedAt, Expr::value(Some(at)))
        .col_expr(disposal::Column::KeepUntil, Expr::value(keep_until))
        .filter(disposal::Column::Id.eq(id))
        .filter(disposal::Column::State.eq("PROPOSED"))
        .exec(transaction)
        .await?;
    Ok(done.rows_affected == 1)
}

/// All versions of a document, oldest first.
///
/// # Errors
/// Of the database.
pub async fn versions(
    connection: &impl ConnectionTrait,
    document: Uuid,
) -> Result<Vec<document_version::Model>, DbErr> {
    document_version::Entity::find()
        .filter(document_version::Column::DocumentId.eq(document))
        .order_by_asc(document_version::Column::Version)
        .all(connection)
        .await
}

/// Removes the words that were read out of versions.
///
/// # Errors
/// Of the database.
pub async fn forget_words(
    transaction: &DatabaseTransaction,
    versions: &[document_version::Model],
) -> Result<(), DbErr> {
    document_text::Entity::delete_many()
        .filter(document_text::Column::VersionId.is_in(versions.iter().map(|row| row.id)))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Contents whose every document was destroyed, and that may still be in the store: content is kept by its hash, so that
/// it goes only with the last document that holds it.
///
/// # Errors
/// Of the database.
pub async fn forsaken(
    connection: &impl ConnectionTrait,
    documents: &[Uuid],
) -> Result<Vec<String>, DbErr> {
    let destroyed = || {
        Query::select()
            .column(disposal::Column::DocumentId)
            .from(disposal::Entity)
            .and_where(disposal::Column::State.eq("DISPOSED"))
            .to_owned()
    };
    let needed = Query::select()
        .column(document_version::Column::Sha256)
        .from(document_version::Entity)
        .and_where(document_version::Column::DocumentId.not_in_subquery(destroyed()))
        .to_owned();
    document_version::Entity::find()
        .select_only()
        .column(document_version::Column::Sha256)
        .distinct()
        .filter(document_version::Column::DocumentId.is_in(documents.to_vec()))
        .filter(document_version::Column::DocumentId.in_subquery(destroyed()))
        .filter(document_version::Column::Sha256.not_in_subquery(needed))
        .into_tuple()
        .all(connection)
        .await
}

/// Documents that were destroyed since; their content may have been left behind by a crash.
///
/// # Errors
/// Of the database.
pub async fn destroyed_since(
    connection: &impl ConnectionTrait,
    since: DateTime<Utc>,
) -> Result<Vec<Uuid>, DbErr> {
    disposal::Entity::find()
        .select_only()
        .column(disposal::Column::DocumentId)
        .filter(disposal::Column::State.eq("DISPOSED"))
        .filter(disposal::Column::DecidedAt.gte(since))
        .into_tuple()
        .all(connection)
        .await
}

/// Notes an act.
///
/// # Errors
/// Of the database.
pub async fn note(transaction: &DatabaseTransaction, act: privacy_act::Model) -> Result<(), DbErr> {
    act.into_active_model()
        .reset_all()
        .insert(transaction)
        .await?;
    Ok(())
}

/// The paths of all posts that somebody holds or has held, and whether one is held on `today`.
///
/// # Errors
/// Of the database.
pub async fn posts(
    connection: &impl ConnectionTrait,
    person: Uuid,
    today: NaiveDate,
) -> Result<(Vec<String>, bool), DbErr> {
    let held = incumbency::Entity::find()
        .filter(incumbency::Column::PersonId.eq(person))
        .all(connection)
        .await?;
    let in_office = held
        .iter()
        .any(|row| row.valid_to.is_none_or(|end| end >= today));
    let ids: Vec<Uuid> = held.iter().map(|row| row.position_id).collect();
    let mut paths: Vec<String> = position::Entity::find()
        .select_only()
        .column(position::Column::OrganisationPath)
        .filter(position::Column::Id.is_in(ids))
        .into_tuple()
        .all(connection)
        .await?;
    paths.sort();
    paths.dedup();
    Ok((paths, in_office))
}

/// A person by id.
///
/// # Errors
/// Of the database.
pub async fn person(
    connection: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<person::Model>, DbErr> {
    person::Entity::find_by_id(id).one(connection).await
}

/// Puts `name` and `email` in the place of a person's, ends the account and every session, and removes drafts and the text
/// of mails. Answers how many mails lost their text.
///
/// # Errors
/// Of the database.
pub async fn rename(
    transaction: &DatabaseTransaction,
    id: Uuid,
    name: &str,
    email: &str,
) -> Result<usize, DbErr> {
    person::Entity::update_many()
        .col_expr(person::Column::Name, Expr::value(name.to_owned()))
        .col_expr(person::Column::Email, Expr::value(email.to_owned()))
        .filter(person::Column::Id.eq(id))
        .exec(transaction)
        .await?;
    account::Entity::delete_by_id(id).exec(transaction).await?;
    refresh_token::Entity::delete_many()
        .filter(refresh_token::Column::PersonId.eq(id))
        .exec(transaction)
        .await?;
    task_draft::Entity::delete_many()
        .filter(task_draft::Column::PersonId.eq(id))
        .exec(transaction)
        .await?;
    notice::Entity::delete_many()
        .filter(notice::Column::PersonId.eq(id))
        .exec(transaction)
        .await?;
    // Their own address for notices, and the secret for it.
    notice_preference::Entity::delete_by_id(id)
        .exec(transaction)
        .await?;
    let mails = mails_to(transaction, id).await?;
    let count = mails.len();
    for mail in mails {
        if mail.state == "WAITING" {
            outbox::Entity::delete_by_id(mail.id)
                .exec(transaction)
                .await?;
            continue;
        }
        let before: serde_json::Value = serde_json::from_str(&mail.payload).unwrap_or_default();
        let payload = serde_json::json!({
            "to": { "name": name, "email": email },
            "person": PersonId::from_uuid(id).to_string(),
            "subject": "", "text": "",
            "template": before["template"], "language": before["language"],
        });
        outbox::Entity::update_many()
            .col_expr(outbox::Column::Payload, Expr::value(payload.to_string()))
            .filter(outbox::Column::Id.eq(mail.id))
            .exec(transaction)
            .await?;
    }
    Ok(count)
}

/// Mails to a person, oldest first.
///
/// # Errors
/// Of the database.
pub async fn mails_to(
    connection: &impl ConnectionTrait,
    person: Uuid,
) -> Result<Vec<outbox::Model>, DbErr> {
    let person = format!("\"{}\"", PersonId::from_uuid(person));
    outbox::Entity::find()
        .filter(outbox::Column::Payload.contains(person))
        .order_by_asc(outbox::Column::CreatedAt)
        .all(connection)
        .await
}
