//! The register: who holds which position. A new head of a regency is announced to the cases that wait for one.

use chrono::NaiveDate;
use schema::commands::{Answer, Problem};
use schema::tables::{
    incumbency, message, organisation, person, position, position_role, subscription,
};
use sea_orm::ExprTrait as _;
use sea_orm::{ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use uuid::Uuid;
use workflows::access::{Action, Actor, Decision, Mode, Role, Subject, permit};
use workflows::id::PersonId;

use super::door::{Done, Door};
use super::fault::Fault;
use super::message::deliver;
use crate::store::{message as messages, register};

#[allow(clippy::too_many_arguments, reason = "the fields of one request")]
pub(super) async fn appoint(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    position_code: &str,
    who: &str,
    mode: &str,
    decree: &str,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
) -> Result<Done, Fault> {
    let unknown_position = || {
        Problem::new(
            "UNKNOWN_POSITION",
            "There is no such position.",
            "Jabatan itu tidak ada.",
        )
        .at("position")
    };
    let post = position::Entity::find()
        .filter(position::Column::Code.eq(position_code))
        .one(transaction)
        .await?
        .ok_or_else(unknown_position)?;
    if let Decision::Deny { reason } = permit(
        actor,
        Action::OrganisationAdmin,
        &Subject::of(post.organisation_path.clone()),
    ) {
        return Err(reason.into());
    }
    let mode: Mode = mode.parse().map_err(|_| {
        Problem::new(
            "UNKNOWN_MODE",
            "A mode is DEFINITIVE, PLT, PLH or PJ.",
            "Status jabatan: DEFINITIVE, PLT, PLH atau PJ.",
        )
        .at("mode")
    })?;
    if decree.trim().is_empty() {
        return Err(Problem::new(
            "DECREE_REQUIRED",
            "Name the decree that appoints.",
            "Sebutkan nomor surat keputusan.",
        )
        .at("decree")
        .into());
    }
    if valid_to.is_some_and(|end| end <= valid_from) {
        return Err(Problem::new(
            "BAD_PERIOD",
            "The period ends before it begins.",
            "Masa jabatan berakhir sebelum dimulai.",
        )
        .at("validTo")
        .into());
    }
    let found = match who.parse::<PersonId>() {
        Ok(id) => {
            person::Entity::find_by_id(id.uuid())
                .one(transaction)
                .await?
        }
        Err(_) => {
            person::Entity::find()
                .filter(person::Column::Email.eq(who.trim().to_lowercase()))
                .one(transaction)
                .await?
        }
    };
    let holder = found.ok_or_else(|| {
        Problem::new(
            "UNKNOWN_PERSON",
            "There is no such person.",
            "Orang itu tidak ada.",
        )
        .at("person")
    })?;
    let new = incumbency::Model {
        id: Uuid::now_v7(),
        position_id: post.id,
        person_id: holder.id,
        mode: mode.code().to_owned(),
        decree: Some(decree.to_owned()),
        valid_from,
        valid_to,
    };
    let id = register::appoint(transaction, new).await?;
    let mut done = Done::quiet(Answer::Incumbency(id));
    let heads = position_role::Entity::find().filter(
        position_role::Column::PositionId
            .eq(post.id)
            .and(position_role::Column::Role.eq(Role::RegencyHead.to_string())),
    );
    for grant in heads.all(transaction).await? {
        done.changes
            .extend(announce_head(door, transaction, &grant.organisation_path, mode).await?);
    }
    Ok(done)
}

/// `HeadChanged` to every case of the regency that waits for it, `HeadDefinitive` too when the post is fully held
/// (the library's contract, section 6).
async fn announce_head(
    door: &Door,
    transaction: &DatabaseTransaction,
    regency: &str,
    mode: Mode,
) -> Result<Vec<schema::graph::live::Change>, Fault> {
    let mut names = vec!["HeadChanged"];
    if mode.is_definitive() {
        names.push("HeadDefinitive");
    }
    let Some(owner) = organisation::Entity::find()
        .filter(organisation::Column::Path.eq(regency))
        .one(transaction)
        .await?
    else {
        return Ok(Vec::new());
    };
    let at = door.clock.now();
    let mut changes = Vec::new();
    let waiting = subscription::Entity::find()
        .filter(subscription::Column::Kind.eq("MESSAGE"))
        .filter(subscription::Column::Name.is_in(names))
        .filter(subscription::Column::OrganisationPath.eq(&owner.path))
        .all(transaction)
        .await?;
    for subscription in waiting {
        let id = messages::publish(
            transaction,
            message::ActiveModel {
                id: Set(Uuid::now_v7()),
                name: Set(subscription.name),
                correlation_key: Set(subscription.correlation_key.unwrap_or_default()),
                variables: Set("{}".to_owned()),
                source: Set(Some("register".to_owned())),
                organisation_path: Set(owner.path.clone()),
                published_at: Set(at),
                expires_at: Set(at),
                state: Set("PENDING".to_owned()),
                correlated_with: Set(None),
            },
        )
        .await?;
        changes.extend(deliver(door, transaction, id, None).await?.1);
    }
    Ok(changes)
}
