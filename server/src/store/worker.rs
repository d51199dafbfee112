//! Machine accounts: a person of the register that is a program, in a post of its own that bears the role WORKER.

use chrono::NaiveDate;
use schema::tables::{incumbency, organisation, position, position_role};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait,
    QueryFilter,
};
use uuid::Uuid;
use workflows::access::{Mode, Role};

use super::register;

/// Puts a person into the post `code` of an organisation, made with the role WORKER when it is not there yet.
///
/// # Errors
/// Of the database.
pub async fn post(
    transaction: &DatabaseTransaction,
    organisation: &organisation::Model,
    code: &str,
    title: &str,
    person: Uuid,
    from: NaiveDate,
) -> Result<(), DbErr> {
    let known = position::Entity::find()
        .filter(position::Column::Code.eq(code))
        .one(transaction)
        .await?;
    let position = match known {
        Some(known) => known.id,
        None => {
            let id = Uuid::now_v7();
            position::ActiveModel {
                id: Set(id),
                code: Set(code.to_owned()),
                title: Set(title.to_owned()),
                title_en: Set(None),
                organisation_id: Set(organisation.id),
                organisation_path: Set(organisation.path.clone()),
                superior_id: Set(None),
                valid_to: Set(None),
            }
            .insert(transaction)
            .await?;
            position_role::ActiveModel {
                position_id: Set(id),
                role: Set(Role::Worker.code().to_owned()),
                organisation_path: Set(organisation.path.clone()),
            }
            .insert(transaction)
            .await?;
            id
        }
    };
    let held = incumbency::Entity::find()
        .filter(incumbency::Column::PositionId.eq(position))
        .filter(incumbency::Column::PersonId.eq(person))
        .filter(incumbency::Column::ValidTo.is_null())
        .one(transaction)
        .await?;
    if held.is_none() {
        let new = incumbency::Model {
            id: Uuid::now_v7(),
            position_id: position,
            person_id: person,
            mode: Mode::Definitive.code().to_owned(),
            decree: None,
            valid_from: from,
            valid_to: None,
        };
        register::appoint(transaction, new).await?;
    }
    Ok(())
}
