//! Links in mails through which one person may do one task. The token is made when the mail leaves and is kept as its
//! hash only: whoever reads the database, a backup or the outbox cannot decide for anybody.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use rand::TryRngCore as _;
use schema::tables::{action_link, outbox};
use sea_orm::ExprTrait as _;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr,
    EntityTrait, QueryFilter, QuerySelect,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Stands in a mail's text where the token of its `number`th link will be, from 0; what is kept of the mail never holds
/// the token.
#[must_use]
pub fn placeholder(number: usize) -> String {
    format!("::token:{number}::")
}

/// How long a link works; the next reminder brings a fresh one.
pub const LIFETIME: Duration = Duration::days(14);
/// How long an ended link is remembered, so that it can still say what became of it.
const REMEMBERED: Duration = Duration::days(180);

/// What a mail's payload says of each of its links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Task.
    pub task: Uuid,
    /// Person to whom the mail goes.
    pub person: Uuid,
}

/// Where a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It may be used.
    Live,
    /// Its time is over.
    Expired,
    /// Its task was done through it.
    Used,
    /// A newer mail about the task brought another one.
    Superseded,
    /// Its task was closed.
    Withdrawn,
}

/// Where this link stands at a moment.
#[must_use]
pub fn standing(link: &action_link::Model, now: DateTime<Utc>) -> Standing {
    match link.state.as_str() {
        "USED" => Standing::Used,
        "SUPERSEDED" => Standing::Superseded,
        "WITHDRAWN" => Standing::Withdrawn,
        _ if link.expires_at <= now => Standing::Expired,
        _ => Standing::Live,
    }
}

fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// A secret of 256 bits as text that fits into an address.
///
/// # Errors
/// When the machine gives no randomness.
pub fn secret() -> Result<String, DbErr> {
    let mut secret = [0_u8; 32];
    rand::rngs::OsRng
        .try_fill_bytes(&mut secret)
        .map_err(|error| DbErr::Custom(format!("no randomness: {error}")))?;
    Ok(URL_SAFE_NO_PAD.encode(secret))
}

/// Puts a fresh token into each of these mails that wants one, as they leave; what the same person was mailed about the
/// same task before is superseded. With `keep` (the demo, where every mail is open to everybody) the written text is
/// kept as it was sent.
///
/// # Errors
/// Of the database, or when the machine gives no randomness.
pub async fn fill(
    transaction: &DatabaseTransaction,
    mails: &mut [outbox::Model],
    now: DateTime<Utc>,
    keep: bool,
) -> Result<(), DbErr> {
    let mut issued = false;
    for mail in mails {
        let Ok(mut payload) = serde_json::from_str::<serde_json::Value>(&mail.payload) else {
            continue;
        };
        let wanted = payload
            .get("links")
            .cloned()
            .and_then(|wanted| serde_json::from_value::<Vec<Wanted>>(wanted).ok())
            .unwrap_or_default();
        let Some(text) = payload.get("text").and_then(|text| text.as_str()) else {
            continue;
        };
        let mut text = text.to_owned();
        let mut filled = false;
        for (number, wanted) in wanted.into_iter().enumerate() {
            let place = placeholder(number);
            if text.contains(&place) {
                let token = secret()?;
                text = text.replace(&place, &token);
                issue(transaction, wanted, mail.id, &token, now).await?;
                filled = true;
            }
        }
        if !filled {
            continue;
        }
        issued = true;
        if let Some(object) = payload.as_object_mut() {
            object.insert("text".to_owned(), text.into());
        }
        mail.payload = payload.to_string();
        if keep {
            outbox::Entity::update_many()
                .col_expr(outbox::Column::Payload, Expr::value(mail.payload.clone()))
                .filter(outbox::Column::Id.eq(mail.id))
                .exec(transaction)
                .await?;
        }
    }
    if issued {
        action_link::Entity::delete_many()
            .filter(action_link::Column::ExpiresAt.lt(now - REMEMBERED))
            .exec(transaction)
            .await?;
    }
    Ok(())
}

async fn issue(
    transaction: &DatabaseTransaction,
    wanted: Wanted,
    mail: Uuid,
    token: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    // A mail that is sent again may have arrived the first time: both of its links work.
    end(
        transaction,
        action_link::Column::TaskId
            .eq(wanted.task)
            .and(action_link::Column::PersonId.eq(wanted.person))
            .and(action_link::Column::MailId.ne(mail)),
        "SUPERSEDED",
        now,
    )
    .await?;
    action_link::ActiveModel {
        id: Set(Uuid::now_v7()),
        hash: Set(digest(token)),
        task_id: Set(wanted.task),
        person_id: Set(wanted.person),
        mail_id: Set(mail),
        issued_at: Set(now),
        expires_at: Set(now + LIFETIME),
        state: Set("LIVE".to_owned()),
        ended_at: Set(None),
    }
    .insert(transaction)
    .await?;
    Ok(())
}

async fn end(
    transaction: &DatabaseTransaction,
    which: sea_orm::sea_query::SimpleExpr,
    state: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    action_link::Entity::update_many()
        .col_expr(action_link::Column::State, Expr::value(state))
        .col_expr(action_link::Column::EndedAt, Expr::value(Some(now)))
        .filter(which)
        .filter(action_link::Column::State.eq("LIVE"))
        .exec(transaction)
        .await?;
    Ok(())
}

/// The link with this token.
///
/// # Errors
/// Of the database.
pub async fn find(
    connection: &impl ConnectionTrait,
    token: &str,
) -> Result<Option<action_link::Model>, DbErr> {
    action_link::Entity::find()
        .filter(action_link::Column::Hash.eq(digest(token)))
        .one(connection)
        .await
}

/// A link, held so that nobody else uses it meanwhile.
///
/// # Errors
/// Of the database.
pub async fn hold(
    transaction: &DatabaseTransaction,
    id: Uuid,
) -> Result<Option<action_link::Model>, DbErr> {
    action_link::Entity::find_by_id(id)
        .lock(LockType::Update)
        .one(transaction)
        .await
}

/// Notes that its task is being done through this link.
///
/// # Errors
/// Of the database.
pub async fn note_use(
    transaction: &DatabaseTransaction,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    end(transaction, action_link::Column::Id.eq(id), "USED", now).await
}

/// Ends the links of a task that is closed.
///
/// # Errors
/// Of the database.
pub async fn withdraw(
    transaction: &DatabaseTransaction,
    task: Uuid,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    end(
        transaction,
        action_link::Column::TaskId.eq(task),
        "WITHDRAWN",
        now,
    )
    .await
}
