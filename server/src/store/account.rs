//! Accounts and sessions: password hashes, failures, refresh tokens.

use chrono::{DateTime, Utc};
use schema::tables::{account, person, refresh_token};
use sea_orm::ExprTrait as _;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr,
    EntityTrait, QueryFilter,
};
use uuid::Uuid;

/// The person with this address and its account.
///
/// # Errors
/// Of the database.
pub async fn by_email(
    connection: &impl ConnectionTrait,
    email: &str,
) -> Result<Option<(person::Model, account::Model)>, DbErr> {
    let Some(person) = person::Entity::find()
        .filter(person::Column::Email.eq(email.trim().to_lowercase()))
        .one(connection)
        .await?
    else {
        return Ok(None);
    };
    Ok(account::Entity::find_by_id(person.id)
        .one(connection)
        .await?
        .map(|account| (person, account)))
}

/// Creates or replaces an account.
///
/// # Errors
/// Of the database.
pub async fn put(
    transaction: &DatabaseTransaction,
    account: account::ActiveModel,
) -> Result<(), DbErr> {
    account::Entity::insert(account)
        .on_conflict(
            OnConflict::column(account::Column::PersonId)
                .update_columns([
                    account::Column::PasswordHash,
                    account::Column::Disabled,
                    account::Column::Demo,
                    account::Column::DemoGroup,
                    account::Column::DemoOrder,
                    account::Column::Failures,
                    account::Column::BlockedUntil,
                ])
                .to_owned(),
        )
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}

/// Counts a wrong password, and blocks the account until `blocked_until`.
///
/// # Errors
/// Of the database.
pub async fn failed(
    transaction: &DatabaseTransaction,
    person: Uuid,
    failures: i32,
    blocked_until: Option<DateTime<Utc>>,
) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::Failures, Expr::value(failures))
        .col_expr(account::Column::BlockedUntil, Expr::value(blocked_until))
        .filter(account::Column::PersonId.eq(person))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Starts a session, or goes on with one (`family`).
///
/// # Errors
/// Of the database.
pub async fn issue(
    transaction: &DatabaseTransaction,
    family: Uuid,
    person: Uuid,
    hash: Vec<u8>,
    at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), DbErr> {
    refresh_token::ActiveModel {
        id: Set(Uuid::now_v7()),
        family: Set(family),
        person_id: Set(person),
        hash: Set(hash),
        issued_at: Set(at),
        expires_at: Set(expires_at),
        used_at: Set(None),
        revoked_at: Set(None),
    }
    .insert(transaction)
    .await?;
    Ok(())
}

/// What a presented refresh token is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presented {
    /// Good, and now used: the next one belongs to this family and person.
    Rotated {
        /// Session.
        family: Uuid,
        /// Person.
        person: Uuid,
    },
    /// It was used before: the whole family was ended.
    Reused,
    /// Unknown, expired, ended, or its account is disabled.
    Refused,
}

/// Uses up a refresh token. A second use ends its family (RFC 9700 section 4.14).
///
/// # Errors
/// Of the database.
pub async fn rotate(
    transaction: &DatabaseTransaction,
    hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Presented, DbErr> {
    let Some(token) = refresh_token::Entity::find()
        .filter(refresh_token::Column::Hash.eq(hash.to_vec()))
        .one(transaction)
        .await?
    else {
        return Ok(Presented::Refused);
    };
    if token.revoked_at.is_some() || token.expires_at <= now {
        return Ok(Presented::Refused);
    }
    // One of two parallel uses wins: the update counts only a token that nobody has used yet.
    let used = refresh_token::Entity::update_many()
        .col_expr(refresh_token::Column::UsedAt, Expr::value(Some(now)))
        .filter(
            refresh_token::Column::Id
                .eq(token.id)
                .and(refresh_token::Column::UsedAt.is_null()),
        )
        .exec(transaction)
        .await?;
    if used.rows_affected == 0 {
        end(transaction, token.family, now).await?;
        return Ok(Presented::Reused);
    }
    let disabled = account::Entity::find_by_id(token.person_id)
        .one(transaction)
        .await?
        .is_none_or(|account| account.disabled);
    if disabled {
        end(transaction, token.family, now).await?;
        return Ok(Presented::Refused);
    }
    Ok(Presented::Rotated {
        family: token.family,
        person: token.person_id,
    })
}

/// The family of a refresh token, to sign out.
///
/// # Errors
/// Of the database.
pub async fn family(connection: &impl ConnectionTrait, hash: &[u8]) -> Result<Option<Uuid>, DbErr> {
    Ok(refresh_token::Entity::find()
        .filter(refresh_token::Column::Hash.eq(hash.to_vec()))
        .one(connection)
        .await?
        .map(|token| token.family))
}

/// Ends a session.
///
/// # Errors
/// Of the database.
pub async fn end(
    transaction: &DatabaseTransaction,
    family: Uuid,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    refresh_token::Entity::update_many()
        .col_expr(refresh_token::Column::RevokedAt, Expr::value(Some(now)))
        .filter(
            refresh_token::Column::Family
                .eq(family)
                .and(refresh_token::Column::RevokedAt.is_null()),
        )
        .exec(transaction)
        .await?;
    Ok(())
}

/// Ends every session of a person: the account was disabled or its password changed.
///
/// # Errors
/// Of the database.
pub async fn end_all(
    transaction: &DatabaseTransaction,
    person: Uuid,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    refresh_token::Entity::update_many()
        .col_expr(refresh_token::Column::RevokedAt, Expr::value(Some(now)))
        .filter(
            refresh_token::Column::PersonId
                .eq(person)
                .and(refresh_token::Column::RevokedAt.is_null()),
        )
        .exec(transaction)
        .await?;
    Ok(())
}

/// Whether a person has an account that may be used.
///
/// # Errors
/// Of the database.
pub async fn enabled(connection: &impl ConnectionTrait, person: Uuid) -> Result<bool, DbErr> {
    Ok(account::Entity::find_by_id(person)
        .one(connection)
        .await?
        .is_some_and(|account| !account.disabled))
}

/// The person with this address, with or without an account.
///
/// # Errors
/// Of the database.
pub async fn person_by_email(
    connection: &impl ConnectionTrait,
    email: &str,
) -> Result<Option<person::Model>, DbErr> {
    person::Entity::find()
        .filter(person::Column::Email.eq(email.trim().to_lowercase()))
        .one(connection)
        .await
}

/// Adds a person; answers the id.
///
/// # Errors
/// Of the database.
pub async fn add_person(
    transaction: &DatabaseTransaction,
    new: person::ActiveModel,
) -> Result<Uuid, DbErr> {
    Ok(new.insert(transaction).await?.id)
}

/// Blocks an account.
///
/// # Errors
/// Of the database.
pub async fn disable(transaction: &DatabaseTransaction, person: Uuid) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::Disabled, Expr::value(true))
        .filter(account::Column::PersonId.eq(person))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Every account with its person, by address.
///
/// # Errors
/// Of the database.
pub async fn all(
    connection: &impl ConnectionTrait,
) -> Result<Vec<(person::Model, account::Model)>, DbErr> {
    let accounts = account::Entity::find().all(connection).await?;
    let mut people: std::collections::BTreeMap<Uuid, person::Model> = person::Entity::find()
        .all(connection)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let mut all: Vec<_> = accounts
        .into_iter()
        .filter_map(|account| Some((people.remove(&account.person_id)?, account)))
        .collect();
    all.sort_by(|a, b| a.0.email.cmp(&b.0.email));
    Ok(all)
}
