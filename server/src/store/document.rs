//! Documents, versions, signatures, register numbers and public verification codes.

use chrono::{DateTime, Utc};
use schema::tables::{
    access_log, document, document_text, document_version, register_entry, register_number,
    signature, verification,
};
use sea_orm::ExprTrait as _;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr,
    EntityTrait, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use crate::documents::text::Words;

/// The first version of a new document.
#[derive(Debug, Clone)]
pub struct NewDocument {
    /// Document id, chosen by the caller so that a repeated job finds it again.
    pub id: Uuid,
    /// For instance `BOOK`, `MINUTES`.
    pub kind: String,
    /// Title.
    pub title: String,
    /// Registered number.
    pub number: Option<String>,
    /// `DRAFT` to `DISPATCHED`.
    pub state: String,
    /// Case it belongs to.
    pub instance: Option<Uuid>,
    /// Task it was uploaded for.
    pub task: Option<Uuid>,
    /// Whose it is.
    pub organisation_path: String,
    /// Person.
    pub by: Option<Uuid>,
}

/// The bytes of a version.
#[derive(Debug, Clone)]
pub struct NewVersion {
    /// Name as shown.
    pub file_name: String,
    /// Sniffed type.
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    /// Hex.
    pub sha256: String,
    /// What it says.
    pub words: Words,
}

/// Adds a document with its first version; answers the version's id.
///
/// # Errors
/// Of the database.
pub async fn add(
    transaction: &DatabaseTransaction,
    new: NewDocument,
    version: NewVersion,
    at: DateTime<Utc>,
) -> Result<Uuid, DbErr> {
    let (id, by) = (new.id, new.by);
    document::ActiveModel {
        id: Set(new.id),
        kind: Set(new.kind),
        title: Set(new.title),
        number: Set(new.number),
        state: Set(new.state),
        instance_id: Set(new.instance),
        task_id: Set(new.task),
        organisation_path: Set(new.organisation_path),
        created_by: Set(new.by),
        created_at: Set(at),
        copied_from: Set(None),
    }
    .insert(transaction)
    .await?;
    add_version(transaction, id, version, by, at).await
}

/// Adds a version to a document; answers its id. The same bytes again are the same version.
///
/// # Errors
/// Of the database.
pub async fn add_version(
    transaction: &DatabaseTransaction,
    document: Uuid,
    new: NewVersion,
    by: Option<Uuid>,
    at: DateTime<Utc>,
) -> Result<Uuid, DbErr> {
    let newest = current(transaction, document).await?;
    if let Some(same) = newest.as_ref().filter(|row| row.sha256 == new.sha256) {
        return Ok(same.id);
    }
    let row = document_version::ActiveModel {
        id: Set(Uuid::now_v7()),
        document_id: Set(document),
        version: Set(newest.map_or(1, |row| row.version + 1)),
        file_name: Set(new.file_name),
        content_type: Set(new.content_type),
        size: Set(new.size),
        sha256: Set(new.sha256),
        created_by: Set(by),
        created_at: Set(at),
    };
    let id = row.insert(transaction).await?.id;
    document_text::ActiveModel {
        version_id: Set(id),
        state: Set(new.words.reading.code().to_owned()),
        words: Set(new.words.text),
    }
    .insert(transaction)
    .await?;
    Ok(id)
}

/// A copy of a version as a document of its own, with the same bytes and words; answers the copy's id.
///
/// # Errors
/// Of the database.
pub async fn copy(
    transaction: &DatabaseTransaction,
    source: &document::Model,
    version: &document_version::Model,
    organisation_path: &str,
    by: Option<Uuid>,
    at: DateTime<Utc>,
) -> Result<Uuid, DbErr> {
    let (id, version_id) = (Uuid::now_v7(), Uuid::now_v7());
    document::ActiveModel {
        id: Set(id),
        kind: Set(source.kind.clone()),
        title: Set(source.title.clone()),
        number: Set(source.number.clone()),
        state: Set(source.state.clone()),
        instance_id: Set(None),
        task_id: Set(None),
        organisation_path: Set(organisation_path.to_owned()),
        created_by: Set(by),
        created_at: Set(at),
        copied_from: Set(Some(source.id)),
    }
    .insert(transaction)
    .await?;
    document_version::ActiveModel {
        id: Set(version_id),
        document_id: Set(id),
        version: Set(1),
        file_name: Set(version.file_name.clone()),
        content_type: Set(version.content_type.clone()),
        size: Set(version.size),
        sha256: Set(version.sha256.clone()),
        created_by: Set(by),
        created_at: Set(at),
    }
    .insert(transaction)
    .await?;
    let words = document_text::Entity::find_by_id(version.id)
        .one(transaction)
        .await?;
    if let Some(words) = words {
        document_text::ActiveModel {
            version_id: Set(version_id),
            state: Set(words.state),
            words: Set(words.words),
        }
        .insert(transaction)
        .await?;
    }
    Ok(id)
}

/// The newest version of a document.
///
/// # Errors
/// Of the database.
pub async fn current(
    connection: &impl ConnectionTrait,
    document: Uuid,
) -> Result<Option<document_version::Model>, DbErr> {
    document_version::Entity::find()
        .filter(document_version::Column::DocumentId.eq(document))
        .order_by_desc(document_version::Column::Version)
        .one(connection)
        .await
}

/// A document by id.
///
/// # Errors
/// Of the database.
pub async fn find(
    connection: &impl ConnectionTrait,
    document: Uuid,
) -> Result<Option<document::Model>, DbErr> {
    document::Entity::find_by_id(document).one(connection).await
}

/// Binds documents that were uploaded for a task to its case.
///
/// # Errors
/// Of the database.
pub async fn attach(
    transaction: &DatabaseTransaction,
    documents: Vec<Uuid>,
    instance: Uuid,
) -> Result<(), DbErr> {
    if documents.is_empty() {
        return Ok(());
    }
    document::Entity::update_many()
        .col_expr(document::Column::InstanceId, Expr::value(Some(instance)))
        .filter(
            document::Column::Id
                .is_in(documents)
                .and(document::Column::InstanceId.is_null()),
        )
        .exec(transaction)
        .await?;
    Ok(())
}

/// Changes state and number of a document.
///
/// # Errors
/// Of the database.
pub async fn set_state(
    transaction: &DatabaseTransaction,
    document: Uuid,
    state: &str,
    number: Option<String>,
) -> Result<(), DbErr> {
    let mut update =
        document::Entity::update_many().col_expr(document::Column::State, Expr::value(state));
    if let Some(number) = number {
        update = update.col_expr(document::Column::Number, Expr::value(Some(number)));
    }
    update
        .filter(document::Column::Id.eq(document))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Adds a signature or initial.
///
/// # Errors
/// Of the database.
pub async fn sign(
    transaction: &DatabaseTransaction,
    signature: signature::ActiveModel,
) -> Result<(), DbErr> {
    signature.insert(transaction).await?;
    Ok(())
}

/// Signatures of a version, oldest first.
///
/// # Errors
/// Of the database.
pub async fn signatures(
    connection: &impl ConnectionTrait,
    version: Uuid,
) -> Result<Vec<signature::Model>, DbErr> {
    signature::Entity::find()
        .filter(signature::Column::VersionId.eq(version))
        .order_by_asc(signature::Column::At)
        .order_by_asc(signature::Column::Id)
        .all(connection)
        .await
}

/// Initials over one digest that still stand, oldest first.
///
/// # Errors
/// Of the database.
pub async fn initials(
    connection: &impl ConnectionTrait,
    digest: &str,
) -> Result<Vec<signature::Model>, DbErr> {
    signature::Entity::find()
        .filter(signature::Column::Kind.eq("INITIAL"))
        .filter(signature::Column::Sha256.eq(digest))
        .filter(signature::Column::VoidedAt.is_null())
        .order_by_asc(signature::Column::At)
        .order_by_asc(signature::Column::Id)
        .all(connection)
        .await
}

/// Voids initials by id; one that is void already stays as it is.
///
/// # Errors
/// Of the database.
pub async fn void(
    transaction: &DatabaseTransaction,
    ids: Vec<Uuid>,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    if ids.is_empty() {
        return Ok(());
    }
    signature::Entity::update_many()
        .col_expr(signature::Column::VoidedAt, Expr::value(Some(at)))
        .filter(
            signature::Column::Id
                .is_in(ids)
                .and(signature::Column::VoidedAt.is_null()),
        )
        .exec(transaction)
        .await?;
    Ok(())
}

/// Takes the next number of a register in a year, from 1, without gaps.
///
/// # Errors
/// Of the database.
pub async fn next_number(
    transaction: &DatabaseTransaction,
    register: &str,
    organisation_path: &str,
    year: i32,
) -> Result<i32, DbErr> {
    register_number::Entity::insert(register_number::ActiveModel {
        register: Set(register.to_owned()),
        organisation_path: Set(organisation_path.to_owned()),
        year: Set(year),
        last: Set(1),
    })
    .on_conflict(
        OnConflict::columns([
            register_number::Column::Register,
            register_number::Column::OrganisationPath,
            register_number::Column::Year,
        ])
        .value(
            register_number::Column::Last,
            Expr::col((register_number::Entity, register_number::Column::Last)).add(1),
        )
        .to_owned(),
    )
    .exec_without_returning(transaction)
    .await?;
    let row = register_number::Entity::find_by_id((
        register.to_owned(),
        organisation_path.to_owned(),
        year,
    ))
    .one(transaction)
    .await?;
    Ok(row.map_or(1, |row| row.last))
}

/// A number that a register gave.
#[derive(Debug, Clone)]
pub struct GivenNumber {
    /// Register.
    pub register: String,
    /// Whose.
    pub organisation_path: String,
    /// Year.
    pub year: i32,
    /// The running number.
    pub number: i32,
    /// As it stands on paper.
    pub written: String,
    /// The case it was given to.
    pub instance: Option<Uuid>,
}

/// Writes a number that [`next_number`] gave into its register.
///
/// # Errors
/// Of the database.
pub async fn enter_number(
    transaction: &DatabaseTransaction,
    given: GivenNumber,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    register_entry::ActiveModel {
        register: Set(given.register),
        organisation_path: Set(given.organisation_path),
        year: Set(given.year),
        number: Set(given.number),
        written: Set(given.written),
        instance_id: Set(given.instance),
        at: Set(at),
    }
    .insert(transaction)
    .await?;
    Ok(())
}

/// Makes a version reachable by a public code.
///
/// # Errors
/// Of the database.
pub async fn publish_code(
    transaction: &DatabaseTransaction,
    row: verification::ActiveModel,
) -> Result<(), DbErr> {
    verification::Entity::insert(row)
        .on_conflict(
            OnConflict::column(verification::Column::Code)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}

/// Notes that somebody read a version.
///
/// # Errors
/// Of the database.
pub async fn note_access(
    transaction: &DatabaseTransaction,
    row: access_log::ActiveModel,
) -> Result<(), DbErr> {
    row.insert(transaction).await?;
    Ok(())
}
