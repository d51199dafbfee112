//! Everything that is kept about a person, as one archive: what the rows say as `data.json`, and the files they uploaded.

use anyhow::{Result, bail};
use chrono::{DateTime, Utc};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::TryStreamExt as _;
use schema::tables::{
    access_log, account, document, document_version, incumbency, journal, notice,
    notice_preference, position, privacy_act, refresh_token, signature, task_draft, user_task,
};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value as Json, json};
use tar::{Builder, Header};
use tokio::sync::mpsc;
use uuid::Uuid;
use workflows::id::{InstanceId, PersonId};

use crate::documents::Digest;
use crate::documents::blobs::BlobStore;
use crate::store::{Store, privacy};

/// The archive as it grows: what is ready is handed on after each member.
struct Archive {
    tar: Builder<GzEncoder<Vec<u8>>>,
    to: mpsc::Sender<Vec<u8>>,
}

impl Archive {
    async fn add(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let mut header = Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        self.tar.append_data(&mut header, name, bytes)?;
        let ready = std::mem::take(self.tar.get_mut().get_mut());
        self.hand_on(ready).await
    }

    async fn hand_on(&self, ready: Vec<u8>) -> Result<()> {
        if !ready.is_empty() && self.to.send(ready).await.is_err() {
            bail!("whoever read the archive went away");
        }
        Ok(())
    }
}

/// Sends the archive to `to`; the last piece is sent when everything is in it.
///
/// # Errors
/// Of the database, the store of files, or when nobody reads.
pub async fn send(
    store: &Store,
    blobs: &BlobStore,
    person: Uuid,
    at: DateTime<Utc>,
    to: mpsc::Sender<Vec<u8>>,
) -> Result<()> {
    let mut archive = Archive {
        tar: Builder::new(GzEncoder::new(Vec::new(), Compression::fast())),
        to,
    };
    let connection = store.read();
    let data = everything(connection, person, at).await?;
    archive
        .add("data.json", &serde_json::to_vec_pretty(&data)?)
        .await?;
    for (row, destroyed) in uploads(connection, person).await? {
        let digest: Digest = match row.sha256.parse() {
            Ok(digest) if !destroyed => digest,
            _ => continue,
        };
        let reader = blobs.get(&digest).await?;
        let bytes: Vec<u8> = reader
            .bytes
            .try_fold(Vec::new(), |mut all, some| async move {
                all.extend_from_slice(&some);
                Ok(all)
            })
            .await?;
        // The id keeps two files of one name apart; the name was made harmless when the file came.
        let name = format!("files/{}/{}", row.id, row.file_name);
        archive.add(&name, &bytes).await?;
    }
    let rest = archive.tar.into_inner()?.finish()?;
    if archive.to.send(rest).await.is_err() {
        bail!("whoever read the archive went away");
    }
    Ok(())
}

/// Versions that a person uploaded, and whether their content was destroyed.
async fn uploads(
    connection: &impl ConnectionTrait,
    person: Uuid,
) -> Result<Vec<(document_version::Model, bool)>, DbErr> {
    let versions = document_version::Entity::find()
        .filter(document_version::Column::CreatedBy.eq(person))
        .order_by_asc(document_version::Column::CreatedAt)
        .all(connection)
        .await?;
    let mut found = Vec::with_capacity(versions.len());
    for version in versions {
        let destroyed = privacy::is_disposed(connection, version.document_id).await?;
        found.push((version, destroyed));
    }
    Ok(found)
}

async fn everything(
    connection: &impl ConnectionTrait,
    id: Uuid,
    at: DateTime<Utc>,
) -> Result<Json, DbErr> {
    let name = PersonId::from_uuid(id).to_string();
    let person = privacy::person(connection, id).await?;
    let account = account::Entity::find_by_id(id).one(connection).await?;
    let sessions = refresh_token::Entity::find()
        .filter(refresh_token::Column::PersonId.eq(id))
        .order_by_asc(refresh_token::Column::IssuedAt)
        .all(connection)
        .await?;
    let held = incumbency::Entity::find()
        .filter(incumbency::Column::PersonId.eq(id))
        .order_by_asc(incumbency::Column::ValidFrom)
        .all(connection)
        .await?;
    let posts = position::Entity::find()
        .filter(position::Column::Id.is_in(held.iter().map(|row| row.position_id)))
        .all(connection)
        .await?;
    let tasks = user_task::Entity::find()
        .filter(
            user_task::Column::AssigneePerson
                .eq(id)
                .or(user_task::Column::CompletedBy.eq(id)),
        )
        .order_by_asc(user_task::Column::CreatedAt)
        .all(connection)
        .await?;
    let drafts = task_draft::Entity::find()
        .filter(task_draft::Column::PersonId.eq(id))
        .all(connection)
        .await?;
    let acts = journal::Entity::find()
        .filter(journal::Column::Actor.contains(format!("\"{name}\"")))
        .order_by_asc(journal::Column::At)
        .all(connection)
        .await?;
    let signatures = signature::Entity::find()
        .filter(signature::Column::PersonId.eq(id))
        .order_by_asc(signature::Column::At)
        .all(connection)
        .await?;
    let read = access_log::Entity::find()
        .filter(access_log::Column::PersonId.eq(id))
        .order_by_asc(access_log::Column::At)
        .all(connection)
        .await?;
    let mails = privacy::mails_to(connection, id).await?;
    let notices = notice::Entity::find()
        .filter(notice::Column::PersonId.eq(id))
        .order_by_asc(notice::Column::At)
        .all(connection)
        .await?;
    let wishes = notice_preference::Entity::find_by_id(id)
        .one(connection)
        .await?;
    let uploads = uploads(connection, id).await?;
    let titles = document::Entity::find()
        .filter(document::Column::Id.is_in(uploads.iter().map(|(row, _)| row.document_id)))
        .all(connection)
        .await?;
    let about = privacy_act::Entity::find()
        .filter(
            privacy_act::Column::Subject
                .eq(id)
                .or(privacy_act::Column::PersonId.eq(id)),
        )
        .order_by_asc(privacy_act::Column::At)
        .all(connection)
        .await?;
    let parsed = |text: &str| serde_json::from_str::<Json>(text).unwrap_or(Json::Null);
    Ok(json!({
        "format": "mufakat person 1",
        "at": at,
        "person": person.map(|row| json!({ "id": name, "name": row.name, "email": row.email, "language": row.language })),
        "account": account.map(|row| json!({
            "disabled": row.disabled, "failures": row.failures, "blockedUntil": row.blocked_until, "createdAt": row.created_at,
        })),
        "sessions": sessions.iter().map(|row| json!({
            "issuedAt": row.issued_at, "expiresAt": row.expires_at, "usedAt": row.used_at, "revokedAt": row.revoked_at,
        })).collect::<Vec<_>>(),
        "posts": held.iter().map(|row| {
            let post = posts.iter().find(|post| post.id == row.position_id);
            json!({
                "code": post.map(|post| &post.code), "title": post.map(|post| &post.title), "mode": row.mode,
                "decree": row.decree, "validFrom": row.valid_from, "validTo": row.valid_to,
            })
        }).collect::<Vec<_>>(),
        "tasks": tasks.iter().map(|row| json!({
            "instance": InstanceId::from_uuid(row.instance_id).to_string(), "element": row.element, "name": row.name,
            "createdAt": row.created_at, "claimedAt": row.claimed_at, "completedAt": row.completed_at,
            "completedByThisPerson": row.completed_by == Some(id),
        })).collect::<Vec<_>>(),
        "drafts": drafts.iter().map(|row| json!({ "savedAt": row.saved_at, "draft": parsed(&row.draft) })).collect::<Vec<_>>(),
        "acts": acts.iter().map(|row| json!({
            "instance": InstanceId::from_uuid(row.instance_id).to_string(), "seq": row.seq, "at": row.at, "kind": row.kind,
            "event": parsed(&row.event), "actor": row.actor.as_deref().map(parsed),
        })).collect::<Vec<_>>(),
        "signatures": signatures.iter().map(|row| json!({
            "kind": row.kind, "name": row.name, "title": row.title, "mode": row.mode, "at": row.at, "sha256": row.sha256,
            "voidedAt": row.voided_at,
        })).collect::<Vec<_>>(),
        "readings": read.iter().map(|row| json!({
            "at": row.at, "position": row.position, "what": row.version_id, "purpose": row.purpose,
        })).collect::<Vec<_>>(),
        "uploads": uploads.iter().map(|(row, destroyed)| json!({
            "title": titles.iter().find(|title| title.id == row.document_id).map(|title| &title.title),
            "file": format!("files/{}/{}", row.id, row.file_name), "size": row.size, "sha256": row.sha256,
            "createdAt": row.created_at, "destroyed": destroyed,
        })).collect::<Vec<_>>(),
        "mails": mails.iter().map(|row| json!({
            "createdAt": row.created_at, "sentAt": row.done_at, "state": row.state, "mail": parsed(&row.payload),
        })).collect::<Vec<_>>(),
        "notices": notices.iter().map(|row| json!({
            "kind": row.kind, "title": row.title, "at": row.at, "readAt": row.read_at,
        })).collect::<Vec<_>>(),
        "noticePreferences": wishes.map(|row| json!({
            "mail": row.mail, "inApp": row.in_app, "webhookUrl": row.webhook_url, "updatedAt": row.updated_at,
        })),
        "dataProtection": about.iter().map(|row| json!({
            "kind": row.kind, "at": row.at, "about": row.subject == id, "reason": row.reason,
        })).collect::<Vec<_>>(),
    }))
}
