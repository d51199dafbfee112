//! Webhooks: addresses outside that an organisation's processes tell things to. The secret that signs the messages is
//! shown once, when it is made.

use std::sync::Arc;

use async_graphql::connection::Connection;
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use workflows::access::Action;
use workflows::id::kind;

use crate::commands::{Answer, Problem as Refusal, Request};
use crate::tables::{visible, webhook_endpoint, webhook_secret};

use super::guard::{Outcome, deps, id, named, now, read, scope_of, submit, unexpected};
use super::organisation::Organisation;
use super::page::{self, Cursor, Page};
use super::problem::{Fault, Problem, Result};

/// Longest overlap of two secrets, hours: a month.
const LONGEST_OVERLAP_H: i32 = 31 * 24;

/// An address outside that an organisation's processes tell things to.
#[derive(Debug, Clone)]
pub struct Webhook(Arc<webhook_endpoint::Model>);

impl Webhook {
    async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        let scope = scope_of(ctx, Action::WebhookRead)?;
        let row = webhook_endpoint::Entity::find_by_id(id)
            .filter(visible::webhooks(&scope))
            .one(read(ctx))
            .await?;
        Ok(row.map(|row| Self(Arc::new(row))))
    }
}

/// An address outside that an organisation's processes tell things to.
#[Object]
impl Webhook {
    /// `whk_…`.
    async fn id(&self) -> ID {
        id::<kind::Webhook>(self.0.id)
    }

    /// Name that models use in the header `endpoint`.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Where it is.
    async fn url(&self) -> &str {
        &self.0.url
    }

    /// Whose processes may use it, those of organisations below included.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Organisation> {
        Organisation::at(ctx, &self.0.organisation_path).await
    }

    /// Since when.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it was taken out of use.
    async fn removed_at(&self) -> Option<DateTime<Utc>> {
        self.0.removed_at
    }

    /// Why: `REMOVED` by a person, or `GONE` (the receiver answered 410).
    async fn removed_why(&self) -> Option<&str> {
        self.0.removed_why.as_deref()
    }

    /// Secrets that sign now, newest first; their texts are never shown again.
    #[graphql(complexity = "2 * child_complexity")]
    async fn secrets(&self, ctx: &Context<'_>) -> Result<Vec<WebhookSecret>> {
        let now = now(ctx);
        let found = webhook_secret::Entity::find()
            .filter(webhook_secret::Column::EndpointId.eq(self.0.id))
            .order_by_desc(webhook_secret::Column::CreatedAt)
            .limit(20)
            .all(read(ctx))
            .await?;
        Ok(found
            .into_iter()
            .filter(|row| row.expires_at.is_none_or(|end| end > now))
            .map(|row| WebhookSecret {
                created_at: row.created_at,
                expires_at: row.expires_at,
            })
            .collect())
    }
}

/// A secret that signs, without its text.
#[derive(SimpleObject, Debug, Clone)]
pub struct WebhookSecret {
    /// Since when.
    created_at: DateTime<Utc>,
    /// Until when, once another one has replaced it.
    expires_at: Option<DateTime<Utc>>,
}

/// Makes an address known.
#[derive(InputObject, Debug)]
pub struct RegisterWebhookInput {
    /// Code of the organisation whose processes may use it, for instance `64.02`.
    organisation: String,
    /// Name that models use: small letters, digits, hyphens.
    name: String,
    /// `https://…`; plain `http` only into networks that the operator has opened.
    url: String,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// The endpoint and the secret to give to its receiver, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct RegisterWebhookPayload {
    /// The endpoint.
    webhook: Option<Webhook>,
    /// `whsec_…`, shown this once.
    secret: Option<String>,
    /// Why not.
    problem: Option<Problem>,
}

/// Replaces the secret.
#[derive(InputObject, Debug)]
pub struct RotateWebhookSecretInput {
    /// `whk_…`.
    webhook_id: ID,
    /// Hours that messages bear both signatures, 0 to 744.
    #[graphql(default = 24)]
    overlap_hours: i32,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// The endpoint and its new secret, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct RotateWebhookSecretPayload {
    /// The endpoint.
    webhook: Option<Webhook>,
    /// `whsec_…`, shown this once.
    secret: Option<String>,
    /// Why not.
    problem: Option<Problem>,
}

/// Takes an endpoint out of use.
#[derive(InputObject, Debug)]
pub struct RemoveWebhookInput {
    /// `whk_…`.
    webhook_id: ID,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// The endpoint, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct RemoveWebhookPayload {
    /// The endpoint.
    webhook: Option<Webhook>,
    /// Why not.
    problem: Option<Problem>,
}

/// Questions about webhooks.
#[derive(Debug, Default)]
pub struct WebhookQuery;

#[Object]
impl WebhookQuery {
    /// Webhooks of the caller's organisations, by name.
    #[graphql(complexity = "page::cost(first, 25) * child_complexity")]
    async fn webhooks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "1 to 100", default_with = "Some(25)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<Uuid>, Webhook>> {
        use webhook_endpoint::{Column, Entity};
        let page = Page::<Uuid>::read(first, 25, after)?;
        let seen = visible::webhooks(&scope_of(ctx, Action::WebhookRead)?);
        let mut query = Entity::find().filter(seen).order_by_asc(Column::Id);
        if let Some(after) = page.after {
            query = query.filter(Column::Id.gt(after));
        }
        let found = query.limit(page.limit()).all(read(ctx)).await?;
        Ok(page.connection(found, |row| (row.id, Webhook(Arc::new(row)))))
    }
}

/// Writes about webhooks.
#[derive(Debug, Default)]
pub struct WebhookMutation;

#[Object]
impl WebhookMutation {
    /// Makes an address known to which the processes of an organisation may tell things.
    async fn register_webhook(
        &self,
        ctx: &Context<'_>,
        input: RegisterWebhookInput,
    ) -> Result<RegisterWebhookPayload> {
        let request = Request::RegisterWebhook {
            organisation: input.organisation,
            name: input.name.trim().to_owned(),
            url: input.url.trim().to_owned(),
        };
        let outcome = submit(ctx, Some(input.idempotency_key), request).await?;
        let (webhook, secret, problem) = with_secret(ctx, outcome).await?;
        Ok(RegisterWebhookPayload {
            webhook,
            secret,
            problem,
        })
    }

    /// Signs with another secret, and for a while with both.
    async fn rotate_webhook_secret(
        &self,
        ctx: &Context<'_>,
        input: RotateWebhookSecretInput,
    ) -> Result<RotateWebhookSecretPayload> {
        let outcome = match rotation(&input) {
            Ok(request) => submit(ctx, Some(input.idempotency_key), request).await?,
            Err(problem) => Err(problem),
        };
        let (webhook, secret, problem) = with_secret(ctx, outcome).await?;
        Ok(RotateWebhookSecretPayload {
            webhook,
            secret,
            problem,
        })
    }

    /// Takes an endpoint out of use; processes that use it have an incident from then on.
    async fn remove_webhook(
        &self,
        ctx: &Context<'_>,
        input: RemoveWebhookInput,
    ) -> Result<RemoveWebhookPayload> {
        let outcome = match named::<kind::Webhook>(&input.webhook_id, "webhookId") {
            Ok(webhook) => {
                submit(
                    ctx,
                    Some(input.idempotency_key),
                    Request::RemoveWebhook { webhook },
                )
                .await?
            }
            Err(problem) => Err(problem),
        };
        match outcome {
            Ok(Answer::Webhook(id)) => Ok(RemoveWebhookPayload {
                webhook: Webhook::find(ctx, id).await?,
                problem: None,
            }),
            Ok(other) => Err(unexpected(&other)),
            Err(problem) => Ok(RemoveWebhookPayload {
                webhook: None,
                problem: Some(problem.into()),
            }),
        }
    }
}

fn rotation(input: &RotateWebhookSecretInput) -> Outcome<Request> {
    if !(0..=LONGEST_OVERLAP_H).contains(&input.overlap_hours) {
        let problem = Refusal::new(
            "INVALID_OVERLAP",
            format!("Two secrets sign together for 0 to {LONGEST_OVERLAP_H} hours."),
            format!("Dua rahasia berlaku bersama 0 sampai {LONGEST_OVERLAP_H} jam."),
        );
        return Err(problem.at("overlapHours"));
    }
    Ok(Request::RotateWebhookSecret {
        webhook: named::<kind::Webhook>(&input.webhook_id, "webhookId")?,
        overlap_hours: input.overlap_hours.unsigned_abs(),
    })
}

async fn with_secret(
    ctx: &Context<'_>,
    outcome: Outcome<Answer>,
) -> Result<(Option<Webhook>, Option<String>, Option<Problem>)> {
    match outcome {
        Ok(Answer::WebhookSecret { webhook, secret }) => {
            let webhook = Webhook::find(ctx, webhook).await?;
            let row = webhook_secret::Entity::find_by_id(secret)
                .one(read(ctx))
                .await?
                .ok_or_else(|| Fault::internal("a new webhook secret is not there"))?;
            // The door let the caller make it, and whoever may make one may see the endpoint.
            let secret = webhook
                .is_some()
                .then(|| (deps(ctx).open_secret)(row.id, &row.secret))
                .flatten();
            Ok((webhook, secret, None))
        }
        Ok(other) => Err(unexpected(&other)),
        Err(problem) => Ok((None, None, Some(problem.into()))),
    }
}
