//! The register: organisations, regions, positions, people, incumbencies, councils. Seeding is idempotent by code.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use schema::tables::{
    account, council, incumbency, organisation, person, position, position_role, region, seat,
};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait,
    DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};
use uuid::Uuid;
use workflows::access::{Mode, regency_path};
use workflows::calendar::zone_of_or_national;
use workflows::id::PersonId;

use super::journal::insert_many;
use crate::register::demo::DemoRegister;
use crate::register::regions::RegionRow;

/// How many regions are known.
///
/// # Errors
/// Of the database.
pub async fn region_count(connection: &impl ConnectionTrait) -> Result<u64, DbErr> {
    region::Entity::find().count(connection).await
}

/// Adds regions; those that are known stay as they are.
///
/// # Errors
/// Of the database.
pub async fn add_regions(
    transaction: &DatabaseTransaction,
    rows: &[RegionRow],
) -> Result<(), DbErr> {
    for some in rows.chunks(2000) {
        let rows = some.iter().map(|row| region::ActiveModel {
            code: Set(row.code.clone()),
            parent: Set(row.parent.clone()),
            level: Set(row.level.code().to_owned()),
            kind: Set(row.kind.code().to_owned()),
            name: Set(row.name.clone()),
            zone: Set(zone_of_or_national(&row.code).name().to_owned()),
            valid_from: Set(Some(row.valid_from)),
            valid_to: Set(row.valid_to),
        });
        region::Entity::insert_many(rows)
            .on_conflict(
                OnConflict::column(region::Column::Code)
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(transaction)
            .await?;
    }
    Ok(())
}

/// An account to create for a person of the register.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// E-mail of the person.
    pub email: String,
    /// Argon2id, PHC string.
    pub password_hash: String,
    /// Heading and order of its sign-in card.
    pub card: Option<(String, i32)>,
}

/// Adds what is missing of a register; what is known stays as it is.
///
/// # Errors
/// Of the database.
pub async fn add(
    transaction: &DatabaseTransaction,
    register: &DemoRegister,
    accounts: Vec<NewAccount>,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let organisations = add_organisations(transaction, register).await?;
    let positions = add_positions(transaction, register, &organisations).await?;
    let people = add_people(transaction, register).await?;
    add_incumbencies(transaction, register, &positions, &people).await?;
    add_councils(transaction, register, &organisations, &positions).await?;
    add_accounts(transaction, accounts, at).await
}

async fn add_organisations(
    transaction: &DatabaseTransaction,
    register: &DemoRegister,
) -> Result<BTreeMap<String, Uuid>, DbErr> {
    let mut known: BTreeMap<String, Uuid> = organisation::Entity::find()
        .all(transaction)
        .await?
        .into_iter()
        .map(|row| (row.path, row.id))
        .collect();
    let mut rows = Vec::new();
    for row in &register.organisations {
        if known.contains_key(&row.path) {
            continue;
        }
        let id = Uuid::now_v7();
        rows.push(organisation::ActiveModel {
            id: Set(id),
            code: Set(row.code.clone()),
            name: Set(row.name_id.clone()),
            name_en: Set(Some(row.name_en.clone())),
            kind: Set(row.kind.code().to_owned()),
            function: Set(row.function.map(|function| function.code().to_owned())),
            path: Set(row.path.clone()),
            parent_id: Set(row
                .parent_path
                .as_ref()
                .and_then(|parent| known.get(parent))
                .copied()),
            region_code: Set(row.region.clone()),
            zone: Set(zone_of_or_national(row.region.as_deref().unwrap_or("id"))
                .name()
                .to_owned()),
            valid_from: Set(row.valid_from),
            valid_to: Set(row.valid_to),
        });
        known.insert(row.path.clone(), id);
    }
    insert_many::<organisation::Entity, _>(transaction, rows).await?;
    Ok(known)
}

async fn add_positions(
    transaction: &DatabaseTransaction,
    register: &DemoRegister,
    organisations: &BTreeMap<String, Uuid>,
) -> Result<BTreeMap<String, Uuid>, DbErr> {
    let mut known: BTreeMap<String, Uuid> = position::Entity::find()
        .all(transaction)
        .await?
        .into_iter()
        .map(|row| (row.code, row.id))
        .collect();
    let fresh: Vec<_> = register
        .positions
        .iter()
        .filter(|row| !known.contains_key(&row.code))
        .collect();
    for row in &fresh {
        known.insert(row.code.clone(), Uuid::now_v7());
    }
    let (mut rows, mut roles) = (Vec::new(), Vec::new());
    for row in fresh {
        let (Some(&id), Some(&organisation_id)) =
            (known.get(&row.code), organisations.get(&row.organisation))
        else {
            return Err(DbErr::Custom(format!(
                "position {} belongs to an unknown organisation {}",
                row.code, row.organisation
            )));
        };
        rows.push(position::ActiveModel {
            id: Set(id),
            code: Set(row.code.clone()),
            title: Set(row.title_id.clone()),
            title_en: Set(Some(row.title_en.clone())),
            organisation_id: Set(organisation_id),
            organisation_path: Set(row.organisation.clone()),
            superior_id: Set(row
                .superior
                .as_ref()
                .and_then(|code| known.get(code))
                .copied()),
            valid_to: Set(None),
        });
        roles.extend(row.roles.iter().map(|grant| position_role::ActiveModel {
            position_id: Set(id),
            role: Set(grant.role.code().to_owned()),
            organisation_path: Set(grant.scope.clone()),
        }));
    }
    insert_many::<position::Entity, _>(transaction, rows).await?;
    insert_many::<position_role::Entity, _>(transaction, roles).await?;
    Ok(known)
}

async fn add_people(
    transaction: &DatabaseTransaction,
    register: &DemoRegister,
) -> Result<BTreeMap<String, Uuid>, DbErr> {
    let by_email: BTreeMap<String, Uuid> = person::Entity::find()
        .all(transaction)
        .await?
        .into_iter()
        .map(|row| (row.email, row.id))
        .collect();
    let mut known = BTreeMap::new();
    let mut rows = Vec::new();
    for row in &register.people {
        let email = row.email.to_lowercase();
        let id = by_email.get(&email).copied().unwrap_or_else(|| {
            let id = Uuid::now_v7();
            rows.push(person::ActiveModel {
                id: Set(id),
                name: Set(row.name.clone()),
                email: Set(email),
                language: Set("id".to_owned()),
            });
            id
        });
        known.insert(row.code.clone(), id);
    }
    insert_many::<person::Entity, _>(transaction, rows).await?;
    Ok(known)
}

async fn add_incumbencies(
    transaction: &DatabaseTransaction,
    register: &DemoRegister,
    positions: &BTreeMap<String, Uuid>,
    people: &BTreeMap<String, Uuid>,
) -> Result<(), DbErr> {
    let known: std::collections::BTreeSet<(Uuid, NaiveDate)> = incumbency::Entity::find()
        .all(transaction)
        .await?
        .into_iter()
        .map(|row| (row.position_id, row.valid_from))
        .collect();
    let mut rows = Vec::new();
    for row in &register.incumbencies {
        let (Some(&position_id), Some(&person_id)) =
            (positions.get(&row.position), people.get(&row.person))
        else {
            return Err(DbErr::Custom(format!(
                "incumbency {} names an unknown position or person",
                row.code
            )));
        };
        if known.contains(&(position_id, row.valid_from)) {
            continue;
        }
        rows.push(incumbency::ActiveModel {
            id: Set(Uuid::now_v7()),
            position_id: Set(position_id),
            person_id: Set(person_id),
            mode: Set(row.mode.code().to_owned()),
            decree: Set(Some(row.decree_number.clone())),
            valid_from: Set(row.valid_from),
            valid_to: Set(row.valid_to),
        });
    }
    insert_many::<incumbency::Entity, _>(transaction, rows).await
}

async fn add_councils(
    transaction: &DatabaseTransaction,
    register: &DemoRegister,
    organisations: &BTreeMap<String, Uuid>,
    positions: &BTreeMap<String, Uuid>,
) -> Result<(), DbErr> {
    for row in &register.councils {
        if council::Entity::find()
            .filter(council::Column::OrganisationPath.eq(&row.regency))
            .one(transaction)
            .await?
            .is_some()
        {
            continue;
        }
        let Some(&organisation_id) = organisations.get(&row.regency) else {
            return Err(DbErr::Custom(format!(
                "council {} serves an unknown regency",
                row.code
            )));
        };
        let id = Uuid::now_v7();
        council::ActiveModel {
            id: Set(id),
            organisation_id: Set(organisation_id),
            organisation_path: Set(row.regency.clone()),
            name: Set(row.name_id.clone()),
            decree: Set(Some(row.decree_number.clone())),
        }
        .insert(transaction)
        .await?;
        let seats = register
            .seats
            .iter()
            .filter(|seat| seat.council == row.code)
            .filter_map(|row| {
                Some(seat::ActiveModel {
                    id: Set(Uuid::now_v7()),
                    council_id: Set(id),
                    number: Set(i32::from(row.number)),
                    block: Set(row.block.code().to_owned()),
                    voting: Set(row.voting),
                    position_id: Set(*positions.get(&row.position)?),
                })
            });
        insert_many::<seat::Entity, _>(transaction, seats.collect()).await?;
    }
    Ok(())
}

async fn add_accounts(
    transaction: &DatabaseTransaction,
    accounts: Vec<NewAccount>,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let people: BTreeMap<String, Uuid> = person::Entity::find()
        .all(transaction)
        .await?
        .into_iter()
        .map(|row| (row.email, row.id))
        .collect();
    let rows: Vec<_> = accounts
        .into_iter()
        .filter_map(|new| {
            Some(account::ActiveModel {
                person_id: Set(*people.get(&new.email.to_lowercase())?),
                password_hash: Set(new.password_hash),
                disabled: Set(false),
                demo: Set(new.card.is_some()),
                demo_group: Set(new.card.as_ref().map(|card| card.0.clone())),
                demo_order: Set(new.card.map_or(0, |card| card.1)),
                failures: Set(0),
                blocked_until: Set(None),
                created_at: Set(at),
            })
        })
        .collect();
    for some in rows.chunks(200) {
        account::Entity::insert_many(some.to_vec())
            .on_conflict(
                OnConflict::column(account::Column::PersonId)
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(transaction)
            .await?;
    }
    Ok(())
}

/// Who holds a position on a day, the latest appointment first.
///
/// # Errors
/// Of the database.
pub async fn incumbents(
    connection: &impl ConnectionTrait,
    positions: Vec<Uuid>,
    on: NaiveDate,
) -> Result<Vec<incumbency::Model>, DbErr> {
    let mut rows = Vec::new();
    for some in positions.chunks(400) {
        rows.extend(
            incumbency::Entity::find()
                .filter(incumbency::Column::PositionId.is_in(some.to_vec()))
                .filter(valid_on(on))
                .all(connection)
                .await?,
        );
    }
    // Of several appointments that stand, the latest counts: an acting holder replaces the absent one.
    rows.sort_by(|a, b| (a.position_id, b.valid_from).cmp(&(b.position_id, a.valid_from)));
    rows.dedup_by_key(|row| row.position_id);
    Ok(rows)
}

/// The incumbencies of a person on a day, those that another's later appointment has replaced left out.
///
/// # Errors
/// Of the database.
pub async fn offices_of(
    connection: &impl ConnectionTrait,
    person: Uuid,
    on: NaiveDate,
) -> Result<Vec<incumbency::Model>, DbErr> {
    let own = incumbency::Entity::find()
        .filter(incumbency::Column::PersonId.eq(person))
        .filter(valid_on(on))
        .all(connection)
        .await?;
    let current = incumbents(
        connection,
        own.iter().map(|row| row.position_id).collect(),
        on,
    )
    .await?;
    Ok(own
        .into_iter()
        .filter(|row| current.iter().any(|held| held.id == row.id))
        .collect())
}

fn valid_on(on: NaiveDate) -> Condition {
    Condition::all()
        .add(incumbency::Column::ValidFrom.lte(on))
        .add(
            Condition::any()
                .add(incumbency::Column::ValidTo.is_null())
                .add(incumbency::Column::ValidTo.gt(on)),
        )
}

/// Somebody who can be told something, and through which office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Person.
    pub person: Uuid,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// `id` or `en`.
    pub language: String,
    /// Position code, when addressed through one.
    pub position: Option<String>,
    /// Title of the position.
    pub title: Option<String>,
    /// How it is held.
    pub mode: Option<String>,
}

/// Positions that a principal means: a position code, or `ROLE@organisation code` with everything below it.
///
/// # Errors
/// Of the database.
pub async fn positions_of(
    connection: &impl ConnectionTrait,
    principal: &str,
) -> Result<Vec<position::Model>, DbErr> {
    let Some((role, code)) = principal.split_once('@') else {
        return position::Entity::find()
            .filter(position::Column::Code.eq(principal))
            .all(connection)
            .await;
    };
    let Some(organisation) = organisation::Entity::find()
        .filter(organisation::Column::Code.eq(code))
        .one(connection)
        .await?
    else {
        return Ok(Vec::new());
    };
    // The same reading as `access::Held::principals`: granted in that organisation, or in a body of that regency.
    let ids: Vec<Uuid> = position_role::Entity::find()
        .filter(position_role::Column::Role.eq(role))
        .filter(position_role::Column::OrganisationPath.starts_with(&organisation.path))
        .all(connection)
        .await?
        .into_iter()
        .filter(|grant| {
            grant.organisation_path == organisation.path
                || regency_path(&grant.organisation_path) == organisation.path
        })
        .map(|grant| grant.position_id)
        .collect();
    let mut positions = Vec::new();
    for some in ids.chunks(400) {
        positions.extend(
            position::Entity::find()
                .filter(position::Column::Id.is_in(some.to_vec()))
                .order_by_asc(position::Column::Code)
                .all(connection)
                .await?,
        );
    }
    Ok(positions)
}

/// Everybody whom these principals mean on a day, each person once.
///
/// # Errors
/// Of the database.
pub async fn recipients(
    connection: &impl ConnectionTrait,
    principals: &[String],
    on: NaiveDate,
) -> Result<Vec<Recipient>, DbErr> {
    let mut found: BTreeMap<Uuid, Recipient> = BTreeMap::new();
    for principal in principals {
        if let Some(id) = principal
            .strip_prefix("person:")
            .unwrap_or(principal)
            .parse::<PersonId>()
            .ok()
            .map(PersonId::uuid)
        {
            if let Some(row) = person::Entity::find_by_id(id).one(connection).await? {
                found.entry(id).or_insert(Recipient {
                    person: id,
                    name: row.name,
                    email: row.email,
                    language: row.language,
                    position: None,
                    title: None,
                    mode: None,
                });
            }
            continue;
        }
        let positions = positions_of(connection, principal).await?;
        let held = incumbents(connection, positions.iter().map(|row| row.id).collect(), on).await?;
        for held in held {
            let (Some(position), Some(row)) = (
                positions.iter().find(|row| row.id == held.position_id),
                person::Entity::find_by_id(held.person_id)
                    .one(connection)
                    .await?,
            ) else {
                continue;
            };
            found.entry(row.id).or_insert(Recipient {
                person: row.id,
                name: row.name,
                email: row.email,
                language: row.language,
                position: Some(position.code.clone()),
                title: Some(position.title.clone()),
                mode: Some(held.mode),
            });
        }
    }
    Ok(found.into_values().collect())
}

/// Puts a person into a position from a day on. Whoever held it until then no longer does, unless the new one only
/// stands in during a short absence (PLH): then they hold it again afterwards.
///
/// # Errors
/// Of the database.
pub async fn appoint(
    transaction: &DatabaseTransaction,
    new: incumbency::Model,
) -> Result<Uuid, DbErr> {
    let stays = if new.mode == Mode::Plh.code() {
        // Of two who stand in, the later one counts; the absent one is left alone.
        Condition::all().add(incumbency::Column::Mode.eq(Mode::Plh.code()))
    } else {
        Condition::all()
    };
    incumbency::Entity::update_many()
        .col_expr(
            incumbency::Column::ValidTo,
            Expr::value(Some(new.valid_from)),
        )
        .filter(incumbency::Column::PositionId.eq(new.position_id))
        .filter(incumbency::Column::ValidFrom.lt(new.valid_from))
        .filter(stays)
        .filter(
            Condition::any()
                .add(incumbency::Column::ValidTo.is_null())
                .add(incumbency::Column::ValidTo.gt(new.valid_from)),
        )
        .exec(transaction)
        .await?;
    let id = new.id;
    incumbency::ActiveModel {
        id: Set(new.id),
        position_id: Set(new.position_id),
        person_id: Set(new.person_id),
        mode: Set(new.mode),
        decree: Set(new.decree),
        valid_from: Set(new.valid_from),
        valid_to: Set(new.valid_to),
    }
    .insert(transaction)
    .await?;
    Ok(id)
}

/// The next business key of a regency: region code, year, running number (DOMAIN 7).
///
/// # Errors
/// Of the database.
pub async fn next_business_key(
    transaction: &DatabaseTransaction,
    organisation_path: &str,
    code: &str,
    day: NaiveDate,
    at: DateTime<Utc>,
) -> Result<String, DbErr> {
    use super::document::{GivenNumber, enter_number, next_number};
    let (register, year) = ("BUSINESS_KEY", day.year());
    let number = next_number(transaction, register, organisation_path, year).await?;
    let written = format!("{code}/{year}/{number}");
    let given = GivenNumber {
        register: register.to_owned(),
        organisation_path: organisation_path.to_owned(),
        year,
        number,
        written: written.clone(),
        instance: None,
    };
    enter_number(transaction, given, at).await?;
    Ok(written)
}
