//! Files that people bring: a new document, or a new version of one. A new version of a book whose initials are being
//! collected is announced to the case as `BundleEdited` (the library's contract, section 6).

use schema::commands::Problem;
use schema::graph::live::Change;
use schema::subject;
use schema::tables::{
    access_log, document, document_version, message, position, subscription, user_task,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
};
use serde_json::json;
use uuid::Uuid;
use workflows::access::{Action, Actor, Decision, Subject, permit};
use workflows::feel::Value;
use workflows::id::{DocumentId, DocumentVersionId, PersonId};

use super::approval::ids_in;
use super::door::Door;
use super::fault::Fault;
use super::message::deliver;
use crate::documents::blobs::StoredBlob;
use crate::documents::text::Words;
use crate::store::document::{self as rows, NewDocument, NewVersion};
use crate::store::privacy;
use crate::store::{instance, message as messages};

/// What comes with a file.
#[derive(Debug, Clone, Default)]
pub struct Upload {
    /// Task it is for.
    pub task: Option<Uuid>,
    /// Document it is a new version of.
    pub document: Option<Uuid>,
    /// For instance `BOOK`.
    pub kind: Option<String>,
    /// Title; the file's name when absent.
    pub title: Option<String>,
    /// Why there is a new version.
    pub reason: Option<String>,
    /// Name as sent, made harmless.
    pub file_name: String,
}

/// A kept file.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Document.
    pub document: Uuid,
    /// Version.
    pub version: Uuid,
    /// Name as kept.
    pub file_name: String,
}

/// Records a stored file.
///
/// # Errors
/// `NOT_FOUND` when the task or document is not the person's to add to.
pub async fn keep(
    door: &Door,
    actor: &Actor,
    upload: Upload,
    stored: StoredBlob,
    words: Words,
) -> Result<Kept, Problem> {
    let (inner, actor) = (door.clone(), actor.clone());
    let kept: Result<(Kept, Vec<Change>), Fault> = door
        .store
        .write(move |transaction| {
            Box::pin(async move {
                let (kept, changes) =
                    record(&inner, transaction, &actor, upload, stored, words).await?;
                inner
                    .store
                    .changes()
                    .announce(transaction, &changes)
                    .await?;
                Ok((kept, changes))
            })
        })
        .await;
    let (kept, changes) = kept.map_err(|fault| fault.into_problem("keeping a file"))?;
    door.store.changes().publish(changes);
    door.wake.notify_one();
    Ok(kept)
}

async fn record(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    upload: Upload,
    stored: StoredBlob,
    words: Words,
) -> Result<(Kept, Vec<Change>), Fault> {
    let at = door.clock.now();
    let by = actor.person.map(|person| person.uuid());
    let version = NewVersion {
        file_name: upload.file_name.clone(),
        content_type: stored.kind.media_type().to_owned(),
        size: i64::try_from(stored.size).unwrap_or(i64::MAX),
        sha256: stored.sha256.to_string(),
        words,
    };
    let kept = |document: Uuid, version: Uuid| Kept {
        document,
        version,
        file_name: upload.file_name.clone(),
    };
    if let Some(id) = upload.document {
        let document = rows::find(transaction, id)
            .await?
            .ok_or_else(Problem::not_found)?;
        may_edit(transaction, actor, &document).await?;
        let before = rows::current(transaction, id).await?;
        let version = rows::add_version(transaction, id, version, by, at).await?;
        let changes = if before.is_some_and(|before| before.id != version) {
            announce_edit(
                door,
                transaction,
                actor,
                &document,
                upload.reason.as_deref(),
            )
            .await?
        } else {
            Vec::new()
        };
        return Ok((kept(id, version), changes));
    }
    let path = match upload.task {
        Some(task) => {
            let row = user_task::Entity::find_by_id(task)
                .one(transaction)
                .await?
                .ok_or_else(Problem::not_found)?;
            let subject = subject::of_task(transaction, &row).await?;
            if let Decision::Deny { reason } = permit(actor, Action::DocumentUpload, &subject) {
                return Err(reason.into());
            }
            row.organisation_path
        }
        None => actor
            .positions
            .first()
            .map(|held| workflows::access::regency_path(&held.org_path).to_owned())
            .ok_or_else(Problem::not_found)?,
    };
    let id = Uuid::now_v7();
    let new = NewDocument {
        id,
        kind: upload
            .kind
            .clone()
            .unwrap_or_else(|| "ATTACHMENT".to_owned()),
        title: upload
            .title
            .clone()
            .unwrap_or_else(|| upload.file_name.clone()),
        number: None,
        state: "DRAFT".to_owned(),
        instance: None,
        task: upload.task,
        organisation_path: path,
        by,
    };
    let version = rows::add(transaction, new, version, at).await?;
    Ok((kept(id, version), Vec::new()))
}

/// Whoever brought a document may bring its next version; so may somebody with an open task of the same case that may upload.
async fn may_edit(
    transaction: &DatabaseTransaction,
    actor: &Actor,
    document: &document::Model,
) -> Result<(), Fault> {
    if document.created_by.is_some()
        && document.created_by == actor.person.map(|person| person.uuid())
    {
        return Ok(());
    }
    let Some(instance) = document.instance_id else {
        return Err(Problem::not_found().into());
    };
    let open = user_task::Entity::find()
        .filter(user_task::Column::InstanceId.eq(instance))
        .filter(user_task::Column::Open.eq(true))
        .all(transaction)
        .await?;
    for row in open {
        let subject = subject::of_task(transaction, &row).await?;
        if permit(actor, Action::DocumentUpload, &subject).is_allowed() {
            return Ok(());
        }
    }
    Err(Problem::not_found().into())
}

/// Tells a case that is collecting initials that one of its documents has a new version.
async fn announce_edit(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    document: &document::Model,
    reason: Option<&str>,
) -> Result<Vec<Change>, Fault> {
    let Some(instance) = document.instance_id else {
        return Ok(Vec::new());
    };
    let waiting = subscription::Entity::find()
        .filter(subscription::Column::InstanceId.eq(instance))
        .filter(subscription::Column::Kind.eq("MESSAGE"))
        .filter(subscription::Column::Name.eq("BundleEdited"))
        .one(transaction)
        .await?;
    let Some(waiting) = waiting else {
        return Ok(Vec::new());
    };
    let Some(loaded) = instance::lock(transaction, instance).await? else {
        return Ok(Vec::new());
    };
    let key = u64::try_from(waiting.key).unwrap_or_default();
    let owner = loaded
        .state
        .subscriptions
        .get(&key)
        .map_or(1, |subscription| subscription.owner);
    let listed = loaded
        .state
        .variable(owner, "documents")
        .unwrap_or_default();
    let id = DocumentId::from_uuid(document.id).uuid();
    if !ids_in(&listed).contains(&id) {
        return Ok(Vec::new());
    }
    let editor = editor_position(transaction, actor, &loaded.owner.path).await?;
    let at = door.clock.now();
    let documents: serde_json::Value = match &listed {
        Value::Null => json!([]),
        listed => listed.to_json(),
    };
    let id = messages::publish(
        transaction,
        message::ActiveModel {
            id: Set(Uuid::now_v7()),
            name: Set("BundleEdited".to_owned()),
            correlation_key: Set(waiting.correlation_key.unwrap_or_default()),
            variables: Set(
                json!({ "editor": editor, "documents": documents, "editReason": reason })
                    .to_string(),
            ),
            source: Set(actor.person.map(|person| person.to_string())),
            organisation_path: Set(loaded.owner.path.clone()),
            published_at: Set(at),
            expires_at: Set(at),
            state: Set("PENDING".to_owned()),
            correlated_with: Set(None),
        },
    )
    .await?;
    Ok(deliver(door, transaction, id, None).await?.1)
}

/// The position in which somebody edits: one of the case's regency before any other.
async fn editor_position(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    path: &str,
) -> Result<Option<String>, Fault> {
    let held = actor
        .positions
        .iter()
        .find(|held| held.org_path.starts_with(path))
        .or_else(|| actor.positions.first());
    let Some(held) = held else { return Ok(None) };
    Ok(position::Entity::find_by_id(held.position.uuid())
        .one(connection)
        .await?
        .map(|row| row.code))
}

/// The version that an id names, when the person may read it; the reading is noted with its purpose, for instance `DOWNLOAD`.
///
/// # Errors
/// `NOT_FOUND`.
pub async fn readable(
    door: &Door,
    actor: &Actor,
    id: &str,
    purpose: &'static str,
) -> Result<document_version::Model, Problem> {
    let fault = |error: sea_orm::DbErr| Fault::from(error).into_problem("reading a document");
    let connection = door.store.read();
    let version = if let Ok(version) = id.parse::<DocumentVersionId>() {
        document_version::Entity::find_by_id(version.uuid())
            .one(connection)
            .await
            .map_err(fault)?
    } else if let Ok(document) = id.parse::<DocumentId>() {
        rows::current(connection, document.uuid())
            .await
            .map_err(fault)?
    } else {
        None
    };
    let version = version.ok_or_else(Problem::not_found)?;
    note(door, actor, &version, purpose).await?;
    Ok(version)
}

/// Notes that somebody reads the words of a version.
///
/// # Errors
/// `NOT_FOUND` when it is not theirs to read.
pub(super) async fn note_reading(
    door: &Door,
    actor: &Actor,
    version: Uuid,
    purpose: &'static str,
) -> Result<(), Problem> {
    let version = document_version::Entity::find_by_id(version)
        .one(door.store.read())
        .await
        .map_err(|error| Fault::from(error).into_problem("reading a document"))?
        .ok_or_else(Problem::not_found)?;
    note(door, actor, &version, purpose).await
}

/// Asks whether the person may read a version, and writes down that they do.
async fn note(
    door: &Door,
    actor: &Actor,
    version: &document_version::Model,
    purpose: &str,
) -> Result<(), Problem> {
    let fault = |error: sea_orm::DbErr| Fault::from(error).into_problem("reading a document");
    let connection = door.store.read();
    let document = rows::find(connection, version.document_id)
        .await
        .map_err(fault)?
        .ok_or_else(Problem::not_found)?;
    let subject = subject_of(connection, &document).await.map_err(fault)?;
    let decision = permit(actor, Action::DocumentRead, &subject);
    let Decision::Allow { .. } = &decision else {
        return Err(Problem::not_found());
    };
    if privacy::is_disposed(connection, document.id)
        .await
        .map_err(fault)?
    {
        return Err(Problem::new(
            "DISPOSED",
            "The retention of this document has ended and its content was destroyed.",
            "Masa simpan dokumen ini telah habis dan isinya sudah dimusnahkan.",
        ));
    }
    let (at, who, version_id) = (door.clock.now(), actor.person, version.id);
    let held = match &decision {
        Decision::Allow { position, .. } => position
            .and_then(|position| {
                actor
                    .positions
                    .iter()
                    .find(|held| held.position == position)
            })
            .map(|held| held.code.clone()),
        Decision::Deny { .. } => None,
    };
    if let Some(person) = who {
        let row = access_log::ActiveModel {
            id: Set(Uuid::now_v7()),
            person_id: Set(person.uuid()),
            position: Set(held),
            at: Set(at),
            version_id: Set(version_id),
            purpose: Set(purpose.to_owned()),
        };
        door.store
            .write(move |transaction| {
                Box::pin(async move {
                    rows::note_access(transaction, row)
                        .await
                        .map_err(Fault::from)
                })
            })
            .await
            .map_err(|fault| fault.into_problem("noting a reading"))?;
    }
    Ok(())
}

/// What `permit` asks about a document.
pub(super) async fn subject_of(
    connection: &impl ConnectionTrait,
    document: &document::Model,
) -> Result<Subject, sea_orm::DbErr> {
    let mut subject = Subject::of(document.organisation_path.clone());
    subject
        .persons
        .extend(document.created_by.map(PersonId::from_uuid));
    if let Some(instance) = document.instance_id {
        subject.candidates = case_candidates(connection, instance).await?;
    }
    Ok(subject)
}

/// Everybody to whom a task of the case is or was addressed.
async fn case_candidates(
    connection: &impl ConnectionTrait,
    instance: Uuid,
) -> Result<Vec<String>, sea_orm::DbErr> {
    use schema::tables::task_candidate;
    use sea_orm::QuerySelect as _;
    let tasks: Vec<Uuid> = user_task::Entity::find()
        .select_only()
        .column(user_task::Column::Id)
        .filter(user_task::Column::InstanceId.eq(instance))
        .into_tuple()
        .all(connection)
        .await?;
    let mut found = Vec::new();
    for some in tasks.chunks(400) {
        let principals: Vec<String> = task_candidate::Entity::find()
            .select_only()
            .column(task_candidate::Column::Principal)
            .distinct()
            .filter(task_candidate::Column::TaskId.is_in(some.to_vec()))
            .into_tuple()
            .all(connection)
            .await?;
        found.extend(principals);
    }
    Ok(found)
}
