//! Documents, their versions, and who signed them. The bytes are at `GET /documents/{version id}` with the bearer token.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use sea_orm::{EntityTrait, QueryFilter};
use uuid::Uuid;
use workflows::access::Action;
use workflows::id::{DocumentVersionId, kind};

use crate::tables::{document, document_version, signature, visible};

use super::disposition::{Disposition, of_document};
use super::guard::{actor, id, known, read, rows, scope_of};
use super::instance::ProcessInstance;
use super::loaders::{DocumentById, PersonById, SignaturesOf, TextStateOf, VersionsOf};
use super::organisation::Organisation;
use super::person::IncumbencyMode;
use super::problem::{Fault, Result};

/// An official document or an uploaded file, over its versions.
#[derive(Debug, Clone)]
pub struct Document(pub(super) Arc<document::Model>);

impl Document {
    /// The document with this id, if the caller may see it.
    pub(super) async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        let scope = scope_of(ctx, Action::DocumentRead)?;
        let row = document::Entity::find_by_id(id)
            .filter(visible::documents(&scope))
            .one(read(ctx))
            .await?;
        Ok(row.map(|row| Self(Arc::new(row))))
    }
}

/// An official document or an uploaded file, over its versions.
#[Object]
impl Document {
    /// `doc_…`.
    pub async fn id(&self) -> ID {
        id::<kind::Document>(self.0.id)
    }

    /// For instance `BOOK`, `MINUTES`, `APPROVAL_SHEET`.
    async fn kind(&self) -> &str {
        &self.0.kind
    }

    /// Title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// Registered number.
    async fn number(&self) -> Option<&str> {
        self.0.number.as_deref()
    }

    /// `DRAFT` to `DISPATCHED`.
    async fn state(&self) -> &str {
        &self.0.state
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// Name of who brought it; null for the system.
    async fn author(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        name_of(ctx, self.0.created_by).await
    }

    /// Whose it is.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Organisation> {
        Organisation::at(ctx, &self.0.organisation_path).await
    }

    /// The case it belongs to, if the caller may see it.
    #[graphql(complexity = "2 * child_complexity")]
    async fn instance(&self, ctx: &Context<'_>) -> Result<Option<ProcessInstance>> {
        match self.0.instance_id {
            Some(id) => ProcessInstance::find(ctx, id).await,
            None => Ok(None),
        }
    }

    /// To whom it was passed on, newest first; only cases that the caller may see.
    #[graphql(complexity = "10 * child_complexity")]
    async fn dispositions(&self, ctx: &Context<'_>) -> Result<Vec<Disposition>> {
        of_document(ctx, self.0.id).await
    }

    /// The newest version.
    async fn current(&self, ctx: &Context<'_>) -> Result<Option<DocumentVersion>> {
        let versions = rows(ctx)
            .load_one(VersionsOf(self.0.id))
            .await?
            .unwrap_or_default();
        Ok(versions.last().cloned().map(DocumentVersion))
    }

    /// Every version, oldest first.
    #[graphql(complexity = "3 * child_complexity")]
    async fn versions(&self, ctx: &Context<'_>) -> Result<Vec<DocumentVersion>> {
        let versions = rows(ctx)
            .load_one(VersionsOf(self.0.id))
            .await?
            .unwrap_or_default();
        Ok(versions.into_iter().map(DocumentVersion).collect())
    }
}

/// The bytes of a document at one time, bound to their hash.
#[derive(Debug, Clone)]
pub struct DocumentVersion(pub(super) Arc<document_version::Model>);

impl DocumentVersion {
    /// The version with this id, if the caller may see its document.
    pub(super) async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        actor(ctx)?;
        let Some(row) = document_version::Entity::find_by_id(id)
            .one(read(ctx))
            .await?
        else {
            return Ok(None);
        };
        Ok(Document::find(ctx, row.document_id)
            .await?
            .map(|_| Self(Arc::new(row))))
    }
}

/// The bytes of a document at one time, bound to their hash.
#[Object]
impl DocumentVersion {
    /// `ver_…`.
    pub async fn id(&self) -> ID {
        id::<kind::DocumentVersion>(self.0.id)
    }

    /// The document.
    async fn document(&self, ctx: &Context<'_>) -> Result<Document> {
        let found = rows(ctx).load_one(DocumentById(self.0.document_id)).await?;
        found
            .map(Document)
            .ok_or_else(|| Fault::internal(format!("version {} has no document", self.0.id)))
    }

    /// From 1.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Name as shown.
    async fn file_name(&self) -> &str {
        &self.0.file_name
    }

    /// Type, told by the bytes.
    async fn content_type(&self) -> &str {
        &self.0.content_type
    }

    /// Bytes.
    async fn size(&self) -> i64 {
        self.0.size
    }

    /// SHA-256 of the bytes, hexadecimal.
    async fn sha256(&self) -> &str {
        &self.0.sha256
    }

    /// When it came.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// Name of who brought it; null for the system.
    async fn author(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        name_of(ctx, self.0.created_by).await
    }

    /// Whether its words could be taken, to be read and compared: see `DocumentText.state`.
    async fn text_state(&self, ctx: &Context<'_>) -> Result<String> {
        let found = rows(ctx).load_one(TextStateOf(self.0.id)).await?;
        Ok(found.unwrap_or_else(|| "NOT_TAKEN".to_owned()))
    }

    /// Where the bytes are, with the bearer token.
    async fn url(&self) -> String {
        format!("/documents/{}", DocumentVersionId::from_uuid(self.0.id))
    }

    /// Signatures and initials under it that are still good, in order.
    #[graphql(complexity = "5 * child_complexity")]
    async fn signatures(&self, ctx: &Context<'_>) -> Result<Vec<SignatureInfo>> {
        let found = rows(ctx)
            .load_one(SignaturesOf(self.0.id))
            .await?
            .unwrap_or_default();
        Ok(found
            .iter()
            .filter(|row| row.voided_at.is_none())
            .map(|row| SignatureInfo::from(row.as_ref()))
            .collect())
    }

    /// Everything ever put under it, in order: initials, signatures and seals, those voided by a later edit among them.
    #[graphql(complexity = "10 * child_complexity")]
    async fn chain(&self, ctx: &Context<'_>) -> Result<Vec<SignatureInfo>> {
        let found = rows(ctx)
            .load_one(SignaturesOf(self.0.id))
            .await?
            .unwrap_or_default();
        Ok(found
            .iter()
            .map(|row| SignatureInfo::from(row.as_ref()))
            .collect())
    }
}

async fn name_of(ctx: &Context<'_>, person: Option<Uuid>) -> Result<Option<String>> {
    match person {
        Some(person) => Ok(rows(ctx)
            .load_one(PersonById(person))
            .await?
            .map(|row| row.name.clone())),
        None => Ok(None),
    }
}

/// A paraf or signature over the hash of one version.
#[derive(SimpleObject, Debug, Clone)]
pub struct SignatureInfo {
    /// `INITIAL`, `SIGNATURE` or `SEAL`.
    kind: String,
    /// Name as written.
    name: String,
    /// Title as written.
    title: Option<String>,
    /// Code of the position.
    position: Option<String>,
    /// How the position was held.
    mode: Option<IncumbencyMode>,
    /// When.
    at: DateTime<Utc>,
    /// `Ed25519`.
    algorithm: String,
    /// Whether a state certificate body vouches for it. Never for the local provider.
    certified: bool,
    /// The hash that it binds: of the version, or of the whole bundle for an initial.
    sha256: String,
    /// The key that made it.
    key_id: String,
    /// When a later edit voided it.
    voided_at: Option<DateTime<Utc>>,
}

impl From<&signature::Model> for SignatureInfo {
    fn from(row: &signature::Model) -> Self {
        Self {
            kind: row.kind.clone(),
            name: row.name.clone(),
            title: row.title.clone(),
            position: row.position.clone(),
            mode: row.mode.as_deref().and_then(IncumbencyMode::stored),
            at: row.at,
            algorithm: row.algorithm.clone(),
            certified: row.certified,
            sha256: row.sha256.clone(),
            key_id: row.key_id.clone(),
            voided_at: row.voided_at,
        }
    }
}

/// Questions about documents.
#[derive(Debug, Default)]
pub struct DocumentQuery;

#[Object]
impl DocumentQuery {
    /// A document that the caller may see.
    async fn document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "`doc_…`")] id: ID,
    ) -> Result<Option<Document>> {
        actor(ctx)?;
        match known::<kind::Document>(&id) {
            Some(id) => Document::find(ctx, id).await,
            None => Ok(None),
        }
    }
}
