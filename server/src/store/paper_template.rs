//! Templates of papers that an administrator changed: appended, never overwritten.

use chrono::{DateTime, Utc};
use schema::paper_templates::newest_for;
use schema::tables::paper_template;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr,
    EntityTrait, QueryFilter, QueryOrder,
};
use uuid::Uuid;

/// A new version of a template.
#[derive(Debug, Clone)]
pub struct NewTemplate {
    /// For instance `minutes`.
    pub name: String,
    /// Whose papers.
    pub organisation_path: String,
    /// The text; none: the one from above counts.
    pub source: Option<String>,
    /// Why.
    pub note: Option<String>,
    /// Person.
    pub by: Option<Uuid>,
}

/// The files that papers of the organisation at `path` use in place of the shipped ones: name with its ending, and text.
/// The nearest organisation that has a text of its own counts.
///
/// # Errors
/// Of the database.
pub async fn replaced_for(
    connection: &impl ConnectionTrait,
    path: &str,
) -> Result<Vec<(String, String)>, DbErr> {
    let found = newest_for(connection, path).await?;
    Ok(found
        .into_iter()
        .filter_map(|row| Some((format!("{}.j2", row.name), row.source?)))
        .collect())
}

/// A version by id.
///
/// # Errors
/// Of the database.
pub async fn find(
    connection: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<paper_template::Model>, DbErr> {
    paper_template::Entity::find_by_id(id).one(connection).await
}

/// The newest version that an organisation has of its own.
///
/// # Errors
/// Of the database.
pub async fn newest(
    connection: &impl ConnectionTrait,
    name: &str,
    path: &str,
) -> Result<Option<paper_template::Model>, DbErr> {
    paper_template::Entity::find()
        .filter(paper_template::Column::OrganisationPath.eq(path))
        .filter(paper_template::Column::Name.eq(name))
        .order_by_desc(paper_template::Column::Version)
        .one(connection)
        .await
}

/// Adds a version; answers its id. The same text again is the same version.
///
/// # Errors
/// Of the database: two that are added at the same moment collide on the number, and the second is tried again.
pub async fn add(
    transaction: &DatabaseTransaction,
    new: NewTemplate,
    at: DateTime<Utc>,
) -> Result<Uuid, DbErr> {
    let newest = newest(transaction, &new.name, &new.organisation_path).await?;
    if let Some(same) = newest.as_ref().filter(|row| row.source == new.source) {
        return Ok(same.id);
    }
    let row = paper_template::ActiveModel {
        id: Set(Uuid::now_v7()),
        name: Set(new.name),
        organisation_path: Set(new.organisation_path),
        version: Set(newest.map_or(1, |row| row.version + 1)),
        source: Set(new.source),
        note: Set(new.note),
        created_by: Set(new.by),
        created_at: Set(at),
    };
    Ok(row.insert(transaction).await?.id)
}
