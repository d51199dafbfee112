//! What the record says about a case when a paper is written: its documents, the signatures under them, its closed tasks.

use std::collections::BTreeMap;

use schema::tables::{document, document_version, signature, user_task};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

/// The record of one case.
#[derive(Debug, Clone, Default)]
pub struct CaseRecord {
    /// Documents with their current version.
    pub documents: BTreeMap<Uuid, (document::Model, document_version::Model)>,
    /// Signatures and initials under any version of these documents that still stand, oldest first.
    pub signatures: Vec<signature::Model>,
    /// Tasks that are done, oldest first.
    pub done: Vec<user_task::Model>,
}

impl CaseRecord {
    /// Reads the record of an instance.
    ///
    /// # Errors
    /// Of the database.
    pub async fn read(connection: &impl ConnectionTrait, instance: Uuid) -> Result<Self, DbErr> {
        let documents = document::Entity::find()
            .filter(document::Column::InstanceId.eq(instance))
            .all(connection)
            .await?;
        let ids: Vec<Uuid> = documents.iter().map(|row| row.id).collect();
        let mut versions = Vec::new();
        for some in ids.chunks(400) {
            versions.extend(
                document_version::Entity::find()
                    .filter(document_version::Column::DocumentId.is_in(some.to_vec()))
                    .order_by_asc(document_version::Column::Version)
                    .all(connection)
                    .await?,
            );
        }
        let mut signatures = Vec::new();
        for some in versions
            .iter()
            .map(|row| row.id)
            .collect::<Vec<_>>()
            .chunks(400)
        {
            signatures.extend(
                signature::Entity::find()
                    .filter(signature::Column::VersionId.is_in(some.to_vec()))
                    .filter(signature::Column::VoidedAt.is_null())
                    .all(connection)
                    .await?,
            );
        }
        signatures.sort_by_key(|row| (row.at, row.id));
        // In order of version: the newest is the one that stays.
        let newest: BTreeMap<Uuid, document_version::Model> = versions
            .into_iter()
            .map(|row| (row.document_id, row))
            .collect();
        let documents = documents
            .into_iter()
            .filter_map(|row| Some((row.id, (newest.get(&row.id)?.clone(), row))))
            .map(|(id, (version, row))| (id, (row, version)))
            .collect();
        let done = user_task::Entity::find()
            .filter(user_task::Column::InstanceId.eq(instance))
            .filter(user_task::Column::CompletedAt.is_not_null())
            .order_by_asc(user_task::Column::CompletedAt)
            .order_by_asc(user_task::Column::Key)
            .all(connection)
            .await?;
        Ok(Self {
            documents,
            signatures,
            done,
        })
    }
}
