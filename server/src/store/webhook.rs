//! Webhook endpoints and the secrets that sign what is sent to them.

use chrono::{DateTime, Utc};
use schema::tables::{webhook_endpoint, webhook_secret};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr,
    EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// Most secrets that sign one message.
const MOST_SECRETS: u64 = 4;

/// The endpoints in use that a process of the organisation at `path` may tell things to: its own before those of the
/// organisations above, a newer one before an older one.
///
/// # Errors
/// Of the database.
pub async fn endpoints_for(
    connection: &impl ConnectionTrait,
    path: &str,
) -> Result<Vec<webhook_endpoint::Model>, DbErr> {
    let above = path
        .match_indices('/')
        .filter_map(|(end, _)| path.get(..=end))
        .map(str::to_owned);
    let mut found = webhook_endpoint::Entity::find()
        .filter(webhook_endpoint::Column::OrganisationPath.is_in(above))
        .filter(webhook_endpoint::Column::RemovedAt.is_null())
        .all(connection)
        .await?;
    found.sort_by(|a, b| {
        let nearness = b.organisation_path.len().cmp(&a.organisation_path.len());
        nearness.then(b.created_at.cmp(&a.created_at))
    });
    Ok(found)
}

/// An endpoint that may be out of use.
///
/// # Errors
/// Of the database.
pub async fn endpoint(
    connection: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<webhook_endpoint::Model>, DbErr> {
    webhook_endpoint::Entity::find_by_id(id)
        .one(connection)
        .await
}

/// How many endpoints an organisation has in use.
///
/// # Errors
/// Of the database.
pub async fn count(connection: &impl ConnectionTrait, path: &str) -> Result<u64, DbErr> {
    webhook_endpoint::Entity::find()
        .filter(webhook_endpoint::Column::OrganisationPath.eq(path))
        .filter(webhook_endpoint::Column::RemovedAt.is_null())
        .count(connection)
        .await
}

/// Adds an endpoint.
///
/// # Errors
/// Of the database.
pub async fn add(
    transaction: &DatabaseTransaction,
    endpoint: webhook_endpoint::ActiveModel,
) -> Result<(), DbErr> {
    endpoint.insert(transaction).await?;
    Ok(())
}

/// Takes an endpoint out of use.
///
/// # Errors
/// Of the database.
pub async fn remove(
    transaction: &DatabaseTransaction,
    id: Uuid,
    why: &str,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    webhook_endpoint::Entity::update_many()
        .col_expr(webhook_endpoint::Column::RemovedAt, Expr::value(Some(at)))
        .col_expr(
            webhook_endpoint::Column::RemovedWhy,
            Expr::value(Some(why.to_owned())),
        )
        .filter(webhook_endpoint::Column::Id.eq(id))
        .filter(webhook_endpoint::Column::RemovedAt.is_null())
        .exec(transaction)
        .await?;
    Ok(())
}

/// Adds a secret, sealed for the row `id`, and lets those before it end at `others_end`.
///
/// # Errors
/// Of the database.
pub async fn add_secret(
    transaction: &DatabaseTransaction,
    endpoint: Uuid,
    id: Uuid,
    sealed: String,
    at: DateTime<Utc>,
    others_end: DateTime<Utc>,
) -> Result<(), DbErr> {
    webhook_secret::Entity::update_many()
        .col_expr(
            webhook_secret::Column::ExpiresAt,
            Expr::value(Some(others_end)),
        )
        .filter(webhook_secret::Column::EndpointId.eq(endpoint))
        .filter(
            sea_orm::Condition::any()
                .add(webhook_secret::Column::ExpiresAt.is_null())
                .add(webhook_secret::Column::ExpiresAt.gt(others_end)),
        )
        .exec(transaction)
        .await?;
    webhook_secret::ActiveModel {
        id: Set(id),
        endpoint_id: Set(endpoint),
        secret: Set(sealed),
        created_at: Set(at),
        expires_at: Set(None),
    }
    .insert(transaction)
    .await?;
    Ok(())
}

/// Seals anew what `sealed` answers another text for. Answers how many secrets.
///
/// # Errors
/// Of the database.
pub async fn seal_anew(
    transaction: &DatabaseTransaction,
    sealed: impl Fn(Uuid, &str) -> Option<String> + Send + Sync,
) -> Result<usize, DbErr> {
    let mut count = 0;
    for row in webhook_secret::Entity::find().all(transaction).await? {
        let Some(sealed) = sealed(row.id, &row.secret) else {
            continue;
        };
        webhook_secret::Entity::update_many()
            .col_expr(webhook_secret::Column::Secret, Expr::value(sealed))
            .filter(webhook_secret::Column::Id.eq(row.id))
            .exec(transaction)
            .await?;
        count += 1;
    }
    Ok(count)
}

/// The secrets that sign now, newest first, as they are stored.
///
/// # Errors
/// Of the database.
pub async fn secrets(
    connection: &impl ConnectionTrait,
    endpoint: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<(Uuid, String)>, DbErr> {
    webhook_secret::Entity::find()
        .filter(webhook_secret::Column::EndpointId.eq(endpoint))
        .filter(
            sea_orm::Condition::any()
                .add(webhook_secret::Column::ExpiresAt.is_null())
                .add(webhook_secret::Column::ExpiresAt.gt(now)),
        )
        .order_by_desc(webhook_secret::Column::CreatedAt)
        .order_by_desc(webhook_secret::Column::Id)
        .limit(MOST_SECRETS)
        .select_only()
        .columns([webhook_secret::Column::Id, webhook_secret::Column::Secret])
        .into_tuple()
        .all(connection)
        .await
}
