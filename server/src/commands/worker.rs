//! Taking a machine into service: a person, an account that nobody can sign in with by password, a post of its own.

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rand::TryRngCore as _;
use schema::tables::{account, organisation, person};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::door::Door;
use super::fault::Fault;
use crate::auth::Passwords;
use crate::store::{account as accounts, worker};

/// A machine account for an organisation; doing so twice is the same as doing it once. Answers the person.
///
/// # Errors
/// When the address or the organisation cannot be used, or of the database.
pub async fn take_into_service(
    door: &Door,
    passwords: &Passwords,
    email: &str,
    name: &str,
    organisation_code: &str,
) -> Result<Uuid> {
    let email = email.trim().to_lowercase();
    let Some((local, _)) = email.split_once('@').filter(|(local, _)| !local.is_empty()) else {
        bail!("{email} is not an e-mail address");
    };
    let code = format!("{organisation_code}/worker/{local}");
    let read = door.store.read();
    let home = organisation::Entity::find()
        .filter(organisation::Column::Code.eq(organisation_code))
        .one(read)
        .await?
        .with_context(|| format!("there is no organisation {organisation_code}"))?;
    let known = accounts::person_by_email(read, &email).await?;
    let has_account = accounts::by_email(read, &email).await?.is_some();
    let mut secret = [0_u8; 32];
    rand::rngs::OsRng
        .try_fill_bytes(&mut secret)
        .context("the machine has no randomness")?;
    let password_hash = passwords.hash(&STANDARD.encode(secret)).await?;
    let (at, name) = (door.clock.now(), name.trim().to_owned());
    let from = at.date_naive();
    door.store
        .write(move |transaction| {
            Box::pin(async move {
                let id = match known {
                    Some(person) => person.id,
                    None => {
                        let new = person::ActiveModel {
                            id: Set(Uuid::now_v7()),
                            name: Set(name.clone()),
                            email: Set(email),
                            language: Set("id".to_owned()),
                        };
                        accounts::add_person(transaction, new).await?
                    }
                };
                if !has_account {
                    let new = account::ActiveModel {
                        person_id: Set(id),
                        password_hash: Set(password_hash),
                        disabled: Set(false),
                        demo: Set(false),
                        demo_group: Set(None),
                        demo_order: Set(0),
                        failures: Set(0),
                        blocked_until: Set(None),
                        created_at: Set(at),
                    };
                    accounts::put(transaction, new).await?;
                }
                worker::post(transaction, &home, &code, &name, id, from).await?;
                Ok::<_, Fault>(id)
            })
        })
        .await
        .map_err(|fault| anyhow::anyhow!("{fault}"))
}
