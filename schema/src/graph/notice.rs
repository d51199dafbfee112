//! What a person is told in the application, and how they want to hear of their tasks. Each is the person's own: nobody
//! else's can be asked for.

use async_graphql::connection::Connection;
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, NaiveTime, Timelike as _, Utc};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use workflows::id::kind;

use crate::commands::{Answer, Problem as Refusal, Request};
use crate::tables::{notice, notice_preference};

use super::guard::{Outcome, id, named, person, read, submit, unexpected};
use super::page::{self, Cursor, Page};
use super::problem::{Problem, Result};

/// Most notices that are marked at once.
const MOST_MARKED: usize = 500;

/// Something that the caller is told.
#[derive(SimpleObject, Debug, Clone)]
pub struct Notice {
    /// `ntc_…`.
    id: ID,
    /// Template of the mail that says the same, for instance `task-assigned` or `reminder-due`.
    kind: String,
    /// One line in the caller's language.
    title: String,
    /// `task_…`, when it is about one task.
    task_id: Option<ID>,
    /// When.
    at: DateTime<Utc>,
    /// When it was read.
    read_at: Option<DateTime<Utc>>,
}

impl From<notice::Model> for Notice {
    fn from(row: notice::Model) -> Self {
        Self {
            id: id::<kind::Notice>(row.id),
            kind: row.kind,
            title: row.title,
            task_id: row.task_id.map(id::<kind::Task>),
            at: row.at,
            read_at: row.read_at,
        }
    }
}

/// How the caller wants to hear of their tasks. Letters of a process, such as invitations, are always mailed.
#[derive(SimpleObject, Debug, Clone)]
pub struct NoticePreferences {
    /// By mail.
    mail: bool,
    /// In the application.
    in_app: bool,
    /// Address of the caller's own that is told too; its secret was shown when it was set.
    webhook_url: Option<String>,
    /// Beginning of the quiet hours, `HH:MM` in the zone of the task; nothing but what is due before they end is sent in them.
    quiet_from: Option<String>,
    /// End of the quiet hours, `HH:MM`.
    quiet_to: Option<String>,
}

impl NoticePreferences {
    fn of(row: Option<notice_preference::Model>) -> Self {
        match row {
            None => Self {
                mail: true,
                in_app: true,
                webhook_url: None,
                quiet_from: None,
                quiet_to: None,
            },
            Some(row) => Self {
                mail: row.mail,
                in_app: row.in_app,
                webhook_url: row.webhook_url,
                quiet_from: row.quiet_from.map(clock),
                quiet_to: row.quiet_to.map(clock),
            },
        }
    }

    async fn mine(ctx: &Context<'_>) -> Result<Option<notice_preference::Model>> {
        let me = person(ctx)?.uuid();
        Ok(notice_preference::Entity::find_by_id(me)
            .one(read(ctx))
            .await?)
    }
}

fn clock(minutes: i32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn minutes(text: Option<&str>, field: &str) -> Outcome<Option<i32>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let time = NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| {
        Refusal::new(
            "INVALID_TIME",
            "A time of day is written HH:MM.",
            "Jam ditulis HH:MM.",
        )
        .at(field)
    })?;
    Ok(i32::try_from(time.hour() * 60 + time.minute()).ok())
}

/// Sets how the caller wants to hear of their tasks.
#[derive(InputObject, Debug)]
pub struct SetNoticePreferencesInput {
    /// By mail.
    mail: bool,
    /// In the application; one of the two stays on.
    in_app: bool,
    /// `https://…`, an address of the caller's own; none when absent.
    webhook_url: Option<String>,
    /// Beginning of the quiet hours, `HH:MM`; with `quietTo`, or neither.
    quiet_from: Option<String>,
    /// End of the quiet hours, `HH:MM`.
    quiet_to: Option<String>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// The preferences as they are now, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct SetNoticePreferencesPayload {
    /// As they are now.
    preferences: Option<NoticePreferences>,
    /// `whsec_…`, shown this once when the address is new.
    secret: Option<String>,
    /// Why not.
    problem: Option<Problem>,
}

/// Marks notices as read.
#[derive(InputObject, Debug)]
pub struct MarkNoticesReadInput {
    /// `ntc_…`; all of the caller's when absent.
    notice_ids: Option<Vec<ID>>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// How many are unread still, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct MarkNoticesReadPayload {
    /// Unread notices of the caller.
    unread: Option<i32>,
    /// Why not.
    problem: Option<Problem>,
}

async fn unread(ctx: &Context<'_>) -> Result<i32> {
    let me = person(ctx)?.uuid();
    let count = notice::Entity::find()
        .filter(notice::Column::PersonId.eq(me))
        .filter(notice::Column::ReadAt.is_null())
        .count(read(ctx))
        .await?;
    Ok(i32::try_from(count).unwrap_or(i32::MAX))
}

/// Questions about notices.
#[derive(Debug, Default)]
pub struct NoticeQuery;

#[Object]
impl NoticeQuery {
    /// What the caller was told, newest first.
    #[graphql(complexity = "page::cost(first, 25) * child_complexity")]
    async fn notices(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only unread ones", default = false)] unread_only: bool,
        #[graphql(desc = "1 to 100", default_with = "Some(25)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<Uuid>, Notice>> {
        let me = person(ctx)?.uuid();
        let page = Page::<Uuid>::read(first, 25, after)?;
        let mut query = notice::Entity::find()
            .filter(notice::Column::PersonId.eq(me))
            .order_by_desc(notice::Column::Id)
            .limit(page.limit());
        if unread_only {
            query = query.filter(notice::Column::ReadAt.is_null());
        }
        if let Some(after) = page.after {
            query = query.filter(notice::Column::Id.lt(after));
        }
        let found = query.all(read(ctx)).await?;
        Ok(page.connection(found, |row| (row.id, Notice::from(row))))
    }

    /// How many notices the caller has not read.
    async fn unread_notices(&self, ctx: &Context<'_>) -> Result<i32> {
        unread(ctx).await
    }

    /// How the caller wants to hear of their tasks.
    async fn notice_preferences(&self, ctx: &Context<'_>) -> Result<NoticePreferences> {
        Ok(NoticePreferences::of(NoticePreferences::mine(ctx).await?))
    }
}

/// Writes about notices.
#[derive(Debug, Default)]
pub struct NoticeMutation;

#[Object]
impl NoticeMutation {
    /// Sets through which channels the caller hears of their tasks, and when not.
    async fn set_notice_preferences(
        &self,
        ctx: &Context<'_>,
        input: SetNoticePreferencesInput,
    ) -> Result<SetNoticePreferencesPayload> {
        let refused = |problem: Refusal| SetNoticePreferencesPayload {
            problem: Some(problem.into()),
            ..Default::default()
        };
        let from = minutes(input.quiet_from.as_deref(), "quietFrom");
        let to = minutes(input.quiet_to.as_deref(), "quietTo");
        let (quiet_from, quiet_to) = match (from, to) {
            (Ok(from), Ok(to)) => (from, to),
            (Err(problem), _) | (_, Err(problem)) => return Ok(refused(problem)),
        };
        let request = Request::SetNoticePreferences {
            mail: input.mail,
            in_app: input.in_app,
            webhook_url: input
                .webhook_url
                .map(|url| url.trim().to_owned())
                .filter(|url| !url.is_empty()),
            quiet_from,
            quiet_to,
        };
        match submit(ctx, Some(input.idempotency_key), request).await? {
            Ok(Answer::Preferences { fresh_secret }) => {
                let row = NoticePreferences::mine(ctx).await?;
                Ok(SetNoticePreferencesPayload {
                    secret: row
                        .as_ref()
                        .filter(|_| fresh_secret)
                        .and_then(|row| row.webhook_secret.clone()),
                    preferences: Some(NoticePreferences::of(row)),
                    problem: None,
                })
            }
            Ok(other) => Err(unexpected(&other)),
            Err(problem) => Ok(refused(problem)),
        }
    }

    /// Marks notices of the caller as read.
    async fn mark_notices_read(
        &self,
        ctx: &Context<'_>,
        input: MarkNoticesReadInput,
    ) -> Result<MarkNoticesReadPayload> {
        let refused = |problem: Refusal| MarkNoticesReadPayload {
            problem: Some(problem.into()),
            ..Default::default()
        };
        let notices = match input.notice_ids {
            None => None,
            Some(ids) if ids.len() > MOST_MARKED => {
                return Ok(refused(
                    Refusal::new(
                        "TOO_MANY",
                        format!("At most {MOST_MARKED} at once."),
                        format!("Paling banyak {MOST_MARKED} sekaligus."),
                    )
                    .at("noticeIds"),
                ));
            }
            Some(ids) => {
                let read: Outcome<Vec<Uuid>> = ids
                    .iter()
                    .map(|id| named::<kind::Notice>(id, "noticeIds"))
                    .collect();
                match read {
                    Ok(ids) => Some(ids),
                    Err(problem) => return Ok(refused(problem)),
                }
            }
        };
        match submit(
            ctx,
            Some(input.idempotency_key),
            Request::MarkNoticesRead { notices },
        )
        .await?
        {
            Ok(Answer::Noted) => Ok(MarkNoticesReadPayload {
                unread: Some(unread(ctx).await?),
                problem: None,
            }),
            Ok(other) => Err(unexpected(&other)),
            Err(problem) => Ok(refused(problem)),
        }
    }
}
