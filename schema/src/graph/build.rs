//! Puts the schema together, and states the conventions of this API.
//!
//! # Conventions
//!
//! - **Transport.** `POST /graphql` with `application/json`; subscriptions over `graphql-transport-ws` at `/graphql/ws`.
//!   A bearer token names the caller. Introspection answers signed-in callers only: reviewers of the ministry are third
//!   parties and may look.
//! - **Identities** are opaque text with a prefix that says what they name (`task_…`, `inst_…`, `def_…`, `org_…`, `pos_…`,
//!   `per_…`, `ccl_…`, `doc_…`, `ver_…`, `icd_…`). `node(id)` finds any of them. Jobs (`job_…`) and webhooks (`whk_…`) are
//!   named too, but are no nodes.
//! - **Hidden and absent look the same.** A single thing that the caller may not see is `null`, in a write it is the
//!   problem `NOT_FOUND`; in a list it is not there and not counted.
//! - **Refusals are data.** A write answers with a payload; `problem` says why nothing was changed, with a stable `code`, a
//!   sentence in English and in Indonesian, and the input field. The error channel is for faults, for malformed
//!   questions and for a missing session; every error carries `extensions.code` (`UNAUTHENTICATED`, `INVALID_PAGE`,
//!   `NOT_FOUND`, `GRAPHQL_VALIDATION_FAILED`, `INTERNAL_SERVER_ERROR`, ...). A fault of ours shows a reference number, never a database text.
//! - **Writes are idempotent.** The same `idempotencyKey` with the same input gets the same answer and does nothing twice.
//!   Nobody ever sees a lock, a version or a conflict error.
//! - **Lists** that can grow are Relay connections: `first` is 1 to 100, `after` an opaque cursor, forward only. Lists
//!   that cannot are plain lists, bounded by the server.
//! - **Times** are RFC 3339 in UTC; `zone` names the zone to show them in. Days are `YYYY-MM-DD`. Temporal values inside
//!   variables are `{"@type": "date", "value": "2026-11-23"}`.
//! - **Cost.** A question has at most [`DEPTH`] levels, [`COMPLEXITY`] points (a list costs its length times what is asked
//!   of each item) and [`DIRECTIVES`] directives a field.
//!
//! Known quirks, not to be copied: the items of `Problem.fields` and `Explanation` carry both languages as fields,
//! while everything else leaves translation to the client.

use std::any::TypeId;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::dataloader::DataLoader;
use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextPrepareRequest, NextRequest,
};
use async_graphql::{
    ErrorExtensionValues, IntrospectionMode, MergedObject, Request, Response, ServerResult,
};
use chrono::{DateTime, Utc};
use sea_orm::DatabaseConnection;
use tokio::sync::broadcast;
use uuid::Uuid;
use workflows::access::Actor;

use crate::commands::{Commands, Sessions};
use crate::deployed::Deployed;
use crate::paper_templates::ShippedTemplate;

use super::council::CouncilQuery;
use super::definition::DefinitionQuery;
use super::deploy::DefinitionMutation;
use super::disposition::DispositionMutation;
use super::document::DocumentQuery;
use super::document_diff::DocumentTextQuery;
use super::instance::{
    IncidentQuery, InstanceMutation, InstanceQuery, MigrationMutation, MigrationQuery,
    OperateMutation,
};
use super::job::{JobMutation, JobQuery, Polls};
use super::kpi::KpiQuery;
use super::live::{Change, LiveSubscription};
use super::loaders::Rows;
use super::mail::MailQuery;
use super::message::MessageMutation;
use super::node::NodeQuery;
use super::notice::{NoticeMutation, NoticeQuery};
use super::offices::{OfficeMutation, OfficeQuery};
use super::organisation::OrganisationQuery;
use super::paper_template::{PaperTemplateMutation, PaperTemplateQuery};
use super::person::{PersonMutation, PersonQuery};
use super::position::PositionQuery;
use super::privacy::{PrivacyMutation, PrivacyQuery};
use super::record::{RecordMutation, RecordQuery};
use super::region::RegionQuery;
use super::register::RegisterQuery;
use super::session::{SessionMutation, SessionQuery};
use super::task::{TaskMutation, TaskQuery};
use super::verification::VerificationQuery;
use super::webhook::{WebhookMutation, WebhookQuery};

/// Deepest nesting of a question.
pub const DEPTH: usize = 16;
/// Most points of a question.
pub const COMPLEXITY: usize = 20_000;
/// Most directives on one field.
pub const DIRECTIVES: usize = 10;
/// Deepest recursion of the parser over selections.
pub const RECURSION: usize = 32;
/// How long a loader gathers keys.
const GATHER: Duration = Duration::from_micros(100);

/// Opens the sealed secret of the row with this id.
pub type OpenSecret = Arc<dyn Fn(Uuid, &str) -> Option<String> + Send + Sync>;

/// What the API needs of the server.
#[derive(Clone)]
pub struct Deps {
    /// Reads only.
    pub read: DatabaseConnection,
    /// What is deployed.
    pub deployed: Deployed,
    /// The door for writes.
    pub commands: Arc<dyn Commands>,
    /// Opens the secret of a row, as it is stored.
    pub open_secret: OpenSecret,
    /// Signing in.
    pub sessions: Arc<dyn Sessions>,
    /// What the store announces.
    pub changes: broadcast::Sender<Arc<Change>>,
    /// Started with `--demo`.
    pub demo: bool,
    /// Tells the time.
    pub clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    /// Address under which the installation is reached.
    pub public_url: String,
    /// Release.
    pub version: String,
    /// Templates of papers as they are shipped.
    pub templates: Arc<[ShippedTemplate]>,
}

/// Everything that can be asked.
#[derive(MergedObject, Default)]
pub struct Query(
    SessionQuery,
    PersonQuery,
    NodeQuery,
    TaskQuery,
    InstanceQuery,
    IncidentQuery,
    MigrationQuery,
    DefinitionQuery,
    OrganisationQuery,
    PositionQuery,
    RegionQuery,
    CouncilQuery,
    DocumentQuery,
    DocumentTextQuery,
    PaperTemplateQuery,
    RegisterQuery,
    MailQuery,
    NoticeQuery,
    VerificationQuery,
    RecordQuery,
    PrivacyQuery,
    JobQuery,
    WebhookQuery,
    KpiQuery,
    OfficeQuery,
);

/// Everything that can be done.
#[derive(MergedObject, Default)]
pub struct Mutation(
    SessionMutation,
    DefinitionMutation,
    InstanceMutation,
    OperateMutation,
    MigrationMutation,
    TaskMutation,
    NoticeMutation,
    MessageMutation,
    PersonMutation,
    JobMutation,
    RecordMutation,
    PrivacyMutation,
    WebhookMutation,
    PaperTemplateMutation,
    OfficeMutation,
    DispositionMutation,
);

/// The schema, ready to execute. Give each request, or the connection of each socket, `Option<Actor>` and
/// `Option<IpAddr>` as data; a request that may wait long also [`Client`](super::job::Client).
pub type MufakatSchema = async_graphql::Schema<Query, Mutation, LiveSubscription>;

/// The whole API.
#[must_use]
pub fn build(deps: Deps) -> MufakatSchema {
    let rows = DataLoader::new(
        Rows {
            read: deps.read.clone(),
        },
        tokio::spawn,
    )
    .delay(GATHER);
    bounded()
        .data(deps)
        .data(rows)
        .data(Polls::default())
        .finish()
}

/// The printed contract, `schema/schema.graphql`.
#[must_use]
pub fn sdl() -> String {
    let options = async_graphql::SDLExportOptions::new().prefer_single_line_descriptions();
    bounded().finish().sdl_with_options(options)
}

fn bounded() -> async_graphql::SchemaBuilder<Query, Mutation, LiveSubscription> {
    MufakatSchema::build(Query::default(), Mutation::default(), LiveSubscription)
        .limit_depth(DEPTH)
        .limit_complexity(COMPLEXITY)
        .limit_recursive_depth(RECURSION)
        .limit_directives(DIRECTIVES)
        .disable_suggestions()
        .extension(House)
}

/// House rules for every request: introspection only when signed in, and a code on every error.
struct House;

impl ExtensionFactory for House {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for House {
    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        mut request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        let of_request = request
            .data
            .get(&TypeId::of::<Option<Actor>>())
            .and_then(|data| data.downcast_ref::<Option<Actor>>());
        let signed_in = of_request
            .or_else(|| ctx.data_opt::<Option<Actor>>())
            .is_some_and(Option::is_some);
        if !signed_in {
            request.introspection_mode = IntrospectionMode::Disabled;
        }
        next.run(ctx, request).await
    }

    async fn request(&self, ctx: &ExtensionContext<'_>, next: NextRequest<'_>) -> Response {
        let mut response = next.run(ctx).await;
        for error in &mut response.errors {
            let extensions = error
                .extensions
                .get_or_insert_with(ErrorExtensionValues::default);
            if extensions.get("code").is_none() {
                // Only a refused document has no path: it was not executed.
                extensions.set(
                    "code",
                    if error.path.is_empty() {
                        "GRAPHQL_VALIDATION_FAILED"
                    } else {
                        "BAD_USER_INPUT"
                    },
                );
            }
        }
        response
    }
}
