//! The register as `workflows::prove::organisation` examines it: who holds what on a day, in a regency and in the bodies
//! above it that its tasks may be addressed to.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::sea_query::{ExprTrait, Func};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
};
use uuid::Uuid;
use workflows::access::{Grant, Held, Via};
use workflows::id::{PersonId, PositionId};
use workflows::prove::attendance::Attendance;
use workflows::prove::organisation::{CouncilSeat, Incumbent, Organisation, Register};

use crate::tables::visible::below;
use crate::tables::{council, incumbency, organisation, position, position_role, seat};

/// Rows asked for at once, within what both databases take as parameters.
const AT_ONCE: usize = 400;

/// The regencies that have a council: those that take part.
///
/// # Errors
/// Of the database.
pub async fn enrolled(connection: &impl ConnectionTrait) -> Result<Vec<Organisation>, DbErr> {
    let councils = council::Entity::find().all(connection).await?;
    let ids: Vec<Uuid> = councils.iter().map(|row| row.organisation_id).collect();
    let mut found = Vec::new();
    for some in ids.chunks(AT_ONCE) {
        found.extend(
            organisation::Entity::find()
                .filter(organisation::Column::Id.is_in(some.to_vec()))
                .all(connection)
                .await?
                .into_iter()
                .map(named),
        );
    }
    found.sort();
    Ok(found)
}

/// The organisation with a code.
///
/// # Errors
/// Of the database.
pub async fn organisation(
    connection: &impl ConnectionTrait,
    code: &str,
) -> Result<Option<Organisation>, DbErr> {
    Ok(organisation::Entity::find()
        .filter(organisation::Column::Code.eq(code))
        .one(connection)
        .await?
        .map(named))
}

fn named(row: organisation::Model) -> Organisation {
    Organisation {
        code: row.code,
        path: row.path,
    }
}

/// The register around an organisation on a day: its own bodies, those of its province, and national ones.
///
/// # Errors
/// Of the database.
pub async fn register(
    connection: &impl ConnectionTrait,
    around: &Organisation,
    on: NaiveDate,
) -> Result<Register, DbErr> {
    let positions = positions_around(connection, around).await?;
    let ids: Vec<Uuid> = positions.iter().map(|row| row.id).collect();
    let (mut grants, mut holders, mut organisations) = (Vec::new(), Vec::new(), Vec::<Uuid>::new());
    for some in ids.chunks(AT_ONCE) {
        grants.extend(
            position_role::Entity::find()
                .filter(position_role::Column::PositionId.is_in(some.to_vec()))
                .all(connection)
                .await?,
        );
        holders.extend(
            incumbency::Entity::find()
                .filter(incumbency::Column::PositionId.is_in(some.to_vec()))
                .filter(incumbency::Column::ValidFrom.lte(on))
                .filter(
                    Condition::any()
                        .add(incumbency::Column::ValidTo.is_null())
                        .add(incumbency::Column::ValidTo.gt(on)),
                )
                .order_by_asc(incumbency::Column::ValidFrom)
                .all(connection)
                .await?,
        );
    }
    organisations.extend(positions.iter().map(|row| row.organisation_id));
    organisations.sort_unstable();
    organisations.dedup();
    let mut codes: BTreeMap<String, String> = BTreeMap::new();
    for some in organisations.chunks(AT_ONCE) {
        let rows = organisation::Entity::find()
            .filter(organisation::Column::Id.is_in(some.to_vec()))
            .all(connection)
            .await?;
        codes.extend(rows.into_iter().map(|row| (row.path, row.code)));
    }
    let mut roles: BTreeMap<Uuid, Vec<Grant>> = BTreeMap::new();
    for grant in grants {
        if let (Ok(role), Some(code)) = (grant.role.parse(), codes.get(&grant.organisation_path)) {
            roles.entry(grant.position_id).or_default().push(Grant {
                role,
                organisation: code.clone(),
                path: grant.organisation_path,
            });
        }
    }
    // Of several appointments that stand, the latest counts: an acting holder replaces the absent one.
    let holders: BTreeMap<Uuid, incumbency::Model> = holders
        .into_iter()
        .map(|row| (row.position_id, row))
        .collect();
    let incumbents = positions
        .into_iter()
        .filter_map(|row| {
            let holder = holders.get(&row.id)?;
            Some(Incumbent {
                person: PersonId::from_uuid(holder.person_id),
                held: Held {
                    position: PositionId::from_uuid(row.id),
                    organisation: codes
                        .get(&row.organisation_path)
                        .cloned()
                        .unwrap_or_default(),
                    roles: roles.remove(&row.id).unwrap_or_default(),
                    mode: holder.mode.parse().ok()?,
                    decree: holder.decree.clone(),
                    code: row.code,
                    title: row.title,
                    org_path: row.organisation_path,
                    via: Via::Own,
                },
            })
        })
        .collect();
    Ok(Register {
        incumbents,
        seats: seats(connection, around).await?,
        attendance: Attendance::default(),
    })
}

async fn positions_around(
    connection: &impl ConnectionTrait,
    around: &Organisation,
) -> Result<Vec<position::Model>, DbErr> {
    // `/id/64/64.02/` lies in `/id/64/`; bodies whose third part begins with no digit are national ones.
    let mut parts = around.path.split_inclusive('/');
    let province: String = parts.by_ref().take(3).collect();
    let of_province = organisation::Entity::find()
        .filter(organisation::Column::Path.eq(province.as_str()))
        .one(connection)
        .await?;
    let mut bodies: Vec<Uuid> = of_province.iter().map(|row| row.id).collect();
    if let Some(province) = &of_province {
        let regions = organisation::Entity::find()
            .filter(organisation::Column::ParentId.eq(province.id))
            .filter(organisation::Column::Kind.ne("REGENCY"))
            .all(connection)
            .await?;
        bodies.extend(regions.into_iter().map(|row| row.id));
    }
    let digit = Func::cust("substr")
        .arg(position::Column::OrganisationPath.into_expr())
        .arg(5)
        .arg(1);
    let digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    position::Entity::find()
        .filter(
            Condition::any()
                .add(below(position::Column::OrganisationPath, &around.path))
                .add(position::Column::OrganisationId.is_in(bodies))
                .add(sea_orm::sea_query::SimpleExpr::from(digit).is_not_in(digits)),
        )
        .order_by_asc(position::Column::Code)
        .all(connection)
        .await
}

async fn seats(
    connection: &impl ConnectionTrait,
    around: &Organisation,
) -> Result<Vec<CouncilSeat>, DbErr> {
    let councils = council::Entity::find()
        .filter(council::Column::OrganisationPath.eq(around.path.as_str()))
        .all(connection)
        .await?;
    let mut seats = Vec::new();
    for council in councils {
        let rows = seat::Entity::find()
            .filter(seat::Column::CouncilId.eq(council.id))
            .order_by_asc(seat::Column::Number)
            .all(connection)
            .await?;
        seats.extend(rows.into_iter().map(|row| CouncilSeat {
            path: council.organisation_path.clone(),
            position: PositionId::from_uuid(row.position_id),
            block: row.block,
            voting: row.voting,
        }));
    }
    Ok(seats)
}
