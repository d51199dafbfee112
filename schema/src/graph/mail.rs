//! Sent mails, in demo mode only: there every account is open to everybody, so every mail is too.

use async_graphql::connection::Connection;
use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use workflows::id::kind;

use crate::tables::outbox;

use super::guard::{actor, deps, id, read};
use super::page::{self, Cursor, Page};
use super::problem::Result;

/// A mail that was written for somebody.
#[derive(SimpleObject, Debug, Clone)]
pub struct SentMail {
    /// `mail_…`.
    id: ID,
    /// Name and address.
    to: String,
    /// Subject.
    subject: String,
    /// Body as plain text.
    text: String,
    /// Body as HTML, if it has one.
    html: Option<String>,
    /// When it was written.
    at: DateTime<Utc>,
    /// Template, for instance `task-assigned`.
    kind: String,
}

impl From<&outbox::Model> for SentMail {
    fn from(row: &outbox::Model) -> Self {
        let payload: serde_json::Value = serde_json::from_str(&row.payload).unwrap_or_default();
        let text = |path: &str| {
            payload
                .pointer(path)
                .and_then(|value| value.as_str())
                .unwrap_or_default()
                .to_owned()
        };
        let (name, address) = (text("/to/name"), text("/to/email"));
        Self {
            id: id::<kind::Mail>(row.id),
            to: if name.is_empty() {
                address
            } else {
                format!("{name} <{address}>")
            },
            subject: text("/subject"),
            text: text("/text"),
            html: Some(text("/html")).filter(|html| !html.is_empty()),
            at: row.created_at,
            kind: text("/template"),
        }
    }
}

/// Questions about mails.
#[derive(Debug, Default)]
pub struct MailQuery;

#[Object]
impl MailQuery {
    /// Mails written in demo mode, newest first. Empty without `--demo`.
    #[graphql(complexity = "page::cost(first, 25) * child_complexity")]
    async fn sent_mails(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "1 to 100", default_with = "Some(25)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<(DateTime<Utc>, Uuid)>, SentMail>> {
        actor(ctx)?;
        let page = Page::<(DateTime<Utc>, Uuid)>::read(first, 25, after)?;
        if !deps(ctx).demo {
            return Ok(page.connection(Vec::<outbox::Model>::new(), |row| {
                ((row.created_at, row.id), SentMail::from(&row))
            }));
        }
        let mut query = outbox::Entity::find()
            .filter(outbox::Column::Kind.eq("MAIL"))
            .order_by_desc(outbox::Column::CreatedAt)
            .order_by_desc(outbox::Column::Id)
            .limit(page.limit());
        if let Some((at, id)) = page.after {
            query = query.filter(
                Condition::any().add(outbox::Column::CreatedAt.lt(at)).add(
                    Condition::all()
                        .add(outbox::Column::CreatedAt.eq(at))
                        .add(outbox::Column::Id.lt(id)),
                ),
            );
        }
        let found = query.all(read(ctx)).await?;
        Ok(page.connection(found, |row| {
            ((row.created_at, row.id), SentMail::from(&row))
        }))
    }
}
