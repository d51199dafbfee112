//! Changes of the register, row by row, each with a note of who made it; what is ended stays on record.

use chrono::{DateTime, NaiveDate, Utc};
use schema::tables::{
    account, incumbency, invitation, organisation, person, position, position_role, register_change,
};
use sea_orm::ExprTrait as _;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr,
    EntityTrait, IntoActiveModel as _, PaginatorTrait, QueryFilter, QueryOrder, TransactionTrait,
};
use uuid::Uuid;

/// A password hash that no password fits: the account waits for its owner to set one.
pub const NO_PASSWORD: &str = "!";

/// Keeps who changed what.
///
/// # Errors
/// Of the database.
pub async fn note(
    transaction: &DatabaseTransaction,
    change: register_change::Model,
) -> Result<(), DbErr> {
    change.into_active_model().insert(transaction).await?;
    Ok(())
}

/// Begins a step inside a transaction that can be taken back by itself.
///
/// # Errors
/// Of the database.
pub async fn begin_step(transaction: &DatabaseTransaction) -> Result<DatabaseTransaction, DbErr> {
    transaction.begin().await
}

/// Ends a step: keeps what it did, or takes it back.
///
/// # Errors
/// Of the database.
pub async fn end_step(step: DatabaseTransaction, keep: bool) -> Result<(), DbErr> {
    if keep {
        step.commit().await
    } else {
        step.rollback().await
    }
}

/// Writes a person anew, or over what was known.
///
/// # Errors
/// Of the database.
pub async fn put_person(
    transaction: &DatabaseTransaction,
    row: person::Model,
) -> Result<(), DbErr> {
    person::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::column(person::Column::Id)
                .update_columns([
                    person::Column::Name,
                    person::Column::Email,
                    person::Column::Language,
                ])
                .to_owned(),
        )
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}

/// Makes sure that a person has an account; a new one has no password yet. Answers whether it is new.
///
/// # Errors
/// Of the database.
pub async fn open_account(
    transaction: &DatabaseTransaction,
    person: Uuid,
    at: DateTime<Utc>,
) -> Result<bool, DbErr> {
    if account::Entity::find_by_id(person)
        .one(transaction)
        .await?
        .is_some()
    {
        return Ok(false);
    }
    account::ActiveModel {
        person_id: Set(person),
        password_hash: Set(NO_PASSWORD.to_owned()),
        disabled: Set(false),
        demo: Set(false),
        demo_group: Set(None),
        demo_order: Set(0),
        failures: Set(0),
        blocked_until: Set(None),
        created_at: Set(at),
    }
    .insert(transaction)
    .await?;
    Ok(true)
}

/// Blocks an account or lets it in again; answers whether there is one.
///
/// # Errors
/// Of the database.
pub async fn block_account(
    transaction: &DatabaseTransaction,
    person: Uuid,
    blocked: bool,
) -> Result<bool, DbErr> {
    let done = account::Entity::update_many()
        .col_expr(account::Column::Disabled, Expr::value(blocked))
        .filter(account::Column::PersonId.eq(person))
        .exec(transaction)
        .await?;
    Ok(done.rows_affected > 0)
}

/// Keeps a link that sets a password; earlier ones of the person are void.
///
/// # Errors
/// Of the database.
pub async fn put_invitation(
    transaction: &DatabaseTransaction,
    hash: String,
    person: Uuid,
    at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), DbErr> {
    void_invitations(transaction, person, at).await?;
    invitation::ActiveModel {
        hash: Set(hash),
        person_id: Set(person),
        created_at: Set(at),
        expires_at: Set(expires_at),
        used_at: Set(None),
    }
    .insert(transaction)
    .await?;
    Ok(())
}

async fn void_invitations(
    transaction: &DatabaseTransaction,
    person: Uuid,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    invitation::Entity::update_many()
        .col_expr(invitation::Column::UsedAt, Expr::value(Some(at)))
        .filter(
            invitation::Column::PersonId
                .eq(person)
                .and(invitation::Column::UsedAt.is_null()),
        )
        .exec(transaction)
        .await?;
    Ok(())
}

/// Whose link this is, while it is good.
///
/// # Errors
/// Of the database.
pub async fn invited(
    connection: &impl ConnectionTrait,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Uuid>, DbErr> {
    Ok(invitation::Entity::find_by_id(hash.to_owned())
        .one(connection)
        .await?
        .filter(|row| row.used_at.is_none() && row.expires_at > now)
        .map(|row| row.person_id))
}

/// Uses a link: sets the password of its account and ends every session. `false` when it is no longer good.
///
/// # Errors
/// Of the database.
pub async fn use_invitation(
    transaction: &DatabaseTransaction,
    hash: &str,
    password_hash: String,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let Some(person) = invited(transaction, hash, now).await? else {
        return Ok(false);
    };
    // One of two parallel uses wins: the update counts only a link that nobody has used yet.
    let used = invitation::Entity::update_many()
        .col_expr(invitation::Column::UsedAt, Expr::value(Some(now)))
        .filter(
            invitation::Column::Hash
                .eq(hash)
                .and(invitation::Column::UsedAt.is_null()),
        )
        .exec(transaction)
        .await?;
    if used.rows_affected == 0 {
        return Ok(false);
    }
    let set = account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(password_hash))
        .col_expr(account::Column::Failures, Expr::value(0))
        .col_expr(
            account::Column::BlockedUntil,
            Expr::value(Option::<DateTime<Utc>>::None),
        )
        .filter(
            account::Column::PersonId
                .eq(person)
                .and(account::Column::Disabled.eq(false)),
        )
        .exec(transaction)
        .await?;
    super::account::end_all(transaction, person, now).await?;
    Ok(set.rows_affected > 0)
}

/// Adds an organisation.
///
/// # Errors
/// Of the database.
pub async fn add_organisation(
    transaction: &DatabaseTransaction,
    row: organisation::Model,
) -> Result<(), DbErr> {
    row.into_active_model().insert(transaction).await?;
    Ok(())
}

/// Writes names and last day of an organisation.
///
/// # Errors
/// Of the database.
pub async fn put_organisation(
    transaction: &DatabaseTransaction,
    row: &organisation::Model,
) -> Result<(), DbErr> {
    organisation::Entity::update_many()
        .col_expr(organisation::Column::Name, Expr::value(row.name.clone()))
        .col_expr(
            organisation::Column::NameEn,
            Expr::value(row.name_en.clone()),
        )
        .col_expr(organisation::Column::ValidTo, Expr::value(row.valid_to))
        .filter(organisation::Column::Id.eq(row.id))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Positions of an organisation that still exist on a day, by code.
///
/// # Errors
/// Of the database.
pub async fn positions_in(
    connection: &impl ConnectionTrait,
    organisation: Uuid,
    on: NaiveDate,
) -> Result<Vec<position::Model>, DbErr> {
    Ok(position::Entity::find()
        .filter(position::Column::OrganisationId.eq(organisation))
        .order_by_asc(position::Column::Code)
        .all(connection)
        .await?
        .into_iter()
        .filter(|row| row.valid_to.is_none_or(|end| end > on))
        .collect())
}

/// How many organisations directly below still exist on a day.
///
/// # Errors
/// Of the database.
pub async fn children_of(
    connection: &impl ConnectionTrait,
    organisation: Uuid,
    on: NaiveDate,
) -> Result<u64, DbErr> {
    organisation::Entity::find()
        .filter(organisation::Column::ParentId.eq(organisation))
        .filter(
            organisation::Column::ValidTo
                .is_null()
                .or(organisation::Column::ValidTo.gt(on)),
        )
        .count(connection)
        .await
}

/// Adds a position, or writes its titles, superior and last day.
///
/// # Errors
/// Of the database.
pub async fn put_position(
    transaction: &DatabaseTransaction,
    row: position::Model,
) -> Result<(), DbErr> {
    position::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::column(position::Column::Id)
                .update_columns([
                    position::Column::Title,
                    position::Column::TitleEn,
                    position::Column::SuperiorId,
                    position::Column::ValidTo,
                ])
                .to_owned(),
        )
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}

/// Grants a role, or moves it to another organisation.
///
/// # Errors
/// Of the database.
pub async fn put_role(
    transaction: &DatabaseTransaction,
    row: position_role::Model,
) -> Result<(), DbErr> {
    position_role::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::columns([
                position_role::Column::PositionId,
                position_role::Column::Role,
            ])
            .update_column(position_role::Column::OrganisationPath)
            .to_owned(),
        )
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}

/// Takes a role away.
///
/// # Errors
/// Of the database.
pub async fn remove_role(
    transaction: &DatabaseTransaction,
    position: Uuid,
    role: &str,
) -> Result<(), DbErr> {
    position_role::Entity::delete_many()
        .filter(
            position_role::Column::PositionId
                .eq(position)
                .and(position_role::Column::Role.eq(role)),
        )
        .exec(transaction)
        .await?;
    Ok(())
}

/// Writes mode, decree and end of an incumbency.
///
/// # Errors
/// Of the database.
pub async fn correct_incumbency(
    transaction: &DatabaseTransaction,
    row: &incumbency::Model,
) -> Result<(), DbErr> {
    incumbency::Entity::update_many()
        .col_expr(incumbency::Column::Mode, Expr::value(row.mode.clone()))
        .col_expr(incumbency::Column::Decree, Expr::value(row.decree.clone()))
        .col_expr(incumbency::Column::ValidTo, Expr::value(row.valid_to))
        .filter(incumbency::Column::Id.eq(row.id))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Every appointment to a position, past and coming ones too, the earliest first.
///
/// # Errors
/// Of the database.
pub async fn appointments_to(
    connection: &impl ConnectionTrait,
    position: Uuid,
) -> Result<Vec<incumbency::Model>, DbErr> {
    incumbency::Entity::find()
        .filter(incumbency::Column::PositionId.eq(position))
        .order_by_asc(incumbency::Column::ValidFrom)
        .all(connection)
        .await
}

/// Paths of the organisations in which a person holds or will hold something.
///
/// # Errors
/// Of the database.
pub async fn workplaces(
    connection: &impl ConnectionTrait,
    person: Uuid,
    on: NaiveDate,
) -> Result<Vec<String>, DbErr> {
    let held: Vec<Uuid> = incumbency::Entity::find()
        .filter(incumbency::Column::PersonId.eq(person))
        .all(connection)
        .await?
        .into_iter()
        .filter(|row| row.valid_to.is_none_or(|end| end > on))
        .map(|row| row.position_id)
        .collect();
    Ok(position::Entity::find()
        .filter(position::Column::Id.is_in(held))
        .all(connection)
        .await?
        .into_iter()
        .map(|row| row.organisation_path)
        .collect())
}

/// Path of the organisation in whose register a person was entered.
///
/// # Errors
/// Of the database.
pub async fn entered_in(
    connection: &impl ConnectionTrait,
    person: Uuid,
) -> Result<Option<String>, DbErr> {
    Ok(register_change::Entity::find()
        .filter(register_change::Column::SubjectId.eq(person))
        .filter(register_change::Column::Operation.eq("CREATE_PERSON"))
        .order_by_asc(register_change::Column::At)
        .one(connection)
        .await?
        .map(|row| row.organisation_path))
}
