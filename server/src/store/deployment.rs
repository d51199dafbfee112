//! Deployed files: definitions keep the uploaded XML byte for byte, resources are decisions, forms and mails.

use chrono::{DateTime, Utc};
use schema::tables::{deployment, process_definition, resource};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr,
    EntityTrait, QueryFilter, QueryOrder,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A process to deploy.
#[derive(Debug, Clone)]
pub struct NewDefinition {
    /// BPMN process id.
    pub key: String,
    /// Human name.
    pub name: Option<String>,
    /// `zeebe:versionTag`.
    pub tag: Option<String>,
    /// File it stands in.
    pub file_name: String,
    /// The file's text.
    pub xml: String,
}

/// A decision, form or mail to deploy.
#[derive(Debug, Clone)]
pub struct NewResource {
    /// `DMN`, `FORM` or `MAIL`.
    pub kind: &'static str,
    /// File stem or id.
    pub key: String,
    /// File it stands in.
    pub file_name: String,
    /// The file's text.
    pub content: String,
}

/// SHA-256 of a text, hex.
#[must_use]
pub fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Stores a deployment. A file that equals the newest deployed one keeps its version.
///
/// # Errors
/// Of the database.
pub async fn deploy(
    transaction: &DatabaseTransaction,
    note: Option<String>,
    by: Option<Uuid>,
    definitions: Vec<NewDefinition>,
    resources: Vec<NewResource>,
    at: DateTime<Utc>,
) -> Result<Vec<Uuid>, DbErr> {
    let deployment = deployment::ActiveModel {
        id: Set(Uuid::now_v7()),
        note: Set(note),
        deployed_at: Set(at),
        deployed_by: Set(by),
    }
    .insert(transaction)
    .await?;
    let mut ids = Vec::new();
    for new in definitions {
        let newest = process_definition::Entity::find()
            .filter(process_definition::Column::Key.eq(&new.key))
            .order_by_desc(process_definition::Column::Version)
            .one(transaction)
            .await?;
        let hash = hash(&new.xml);
        if let Some(same) = newest.as_ref().filter(|row| row.hash == hash) {
            ids.push(same.id);
            continue;
        }
        let row = process_definition::ActiveModel {
            id: Set(Uuid::now_v7()),
            deployment_id: Set(deployment.id),
            key: Set(new.key),
            version: Set(newest.map_or(1, |row| row.version + 1)),
            tag: Set(new.tag),
            name: Set(new.name),
            file_name: Set(new.file_name),
            xml: Set(new.xml),
            hash: Set(hash),
            deployed_at: Set(at),
        };
        ids.push(row.insert(transaction).await?.id);
    }
    for new in resources {
        let newest = resource::Entity::find()
            .filter(resource::Column::Kind.eq(new.kind))
            .filter(resource::Column::Key.eq(&new.key))
            .order_by_desc(resource::Column::Version)
            .one(transaction)
            .await?;
        let hash = hash(&new.content);
        if newest.as_ref().is_some_and(|row| row.hash == hash) {
            continue;
        }
        resource::ActiveModel {
            id: Set(Uuid::now_v7()),
            deployment_id: Set(deployment.id),
            kind: Set(new.kind.to_owned()),
            key: Set(new.key),
            version: Set(newest.map_or(1, |row| row.version + 1)),
            file_name: Set(new.file_name),
            content: Set(new.content),
            hash: Set(hash),
            deployed_at: Set(at),
        }
        .insert(transaction)
        .await?;
    }
    Ok(ids)
}

/// Everything deployed, to compile it in memory.
///
/// # Errors
/// Of the database.
pub async fn everything(
    connection: &impl ConnectionTrait,
) -> Result<(Vec<process_definition::Model>, Vec<resource::Model>), DbErr> {
    let definitions = process_definition::Entity::find()
        .order_by_asc(process_definition::Column::Key)
        .order_by_asc(process_definition::Column::Version)
        .all(connection)
        .await?;
    let resources = resource::Entity::find()
        .order_by_asc(resource::Column::Kind)
        .order_by_asc(resource::Column::Key)
        .order_by_asc(resource::Column::Version)
        .all(connection)
        .await?;
    Ok((definitions, resources))
}
