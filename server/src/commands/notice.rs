//! How somebody wants to hear of their tasks, and what they have read. Each person sets their own and nobody else's.

use schema::commands::{Answer, Problem};
use schema::tables::notice_preference;
use sea_orm::{ActiveValue::Set, DatabaseTransaction};
use uuid::Uuid;
use workflows::access::Actor;

use super::door::{Done, Door};
use super::fault::Fault;
use crate::effects::fresh_secret;
use crate::store::notice;

/// What somebody asks for.
pub(super) struct Wish<'a> {
    pub mail: bool,
    pub in_app: bool,
    pub webhook_url: Option<&'a str>,
    pub quiet_from: Option<i32>,
    pub quiet_to: Option<i32>,
}

fn me(actor: &Actor) -> Result<Uuid, Fault> {
    actor
        .person
        .map(|person| person.uuid())
        .ok_or_else(|| Problem::unauthenticated().into())
}

pub(super) async fn prefer(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    wish: Wish<'_>,
) -> Result<Done, Fault> {
    let person = me(actor)?;
    if !wish.mail && !wish.in_app {
        return Err(Problem::new(
            "CHANNEL_NEEDED",
            "Leave mail or the application on: tasks have deadlines, and somebody must be told of them.",
            "Biarkan surel atau aplikasi tetap aktif: tugas bertenggat dan harus ada yang diberi tahu.",
        )
        .at("mail")
        .into());
    }
    if wish.quiet_from.is_some() != wish.quiet_to.is_some() {
        return Err(Problem::new(
            "QUIET_HOURS_HALF",
            "Quiet hours need a beginning and an end.",
            "Jam tenang memerlukan awal dan akhir.",
        )
        .at("quietFrom")
        .into());
    }
    let before = notice::preferences(transaction, &[person])
        .await?
        .remove(&person);
    let url = match wish.webhook_url {
        None => None,
        Some(url) => Some(
            door.outbound
                .read(url)
                .map_err(|unfit| super::webhook::problem_of(&unfit).at("webhookUrl"))?
                .to_string(),
        ),
    };
    let known = before.and_then(|row| row.webhook_url.zip(row.webhook_secret));
    let (secret, fresh_secret) = match (&url, known) {
        (None, _) => (None, false),
        (Some(url), Some((before, secret))) if *url == before => (Some(secret), false),
        (Some(_), _) => {
            let secret = fresh_secret().map_err(|_| Problem::internal("randomness"))?;
            (Some(secret), true)
        }
    };
    notice::prefer(
        transaction,
        notice_preference::ActiveModel {
            person_id: Set(person),
            mail: Set(wish.mail),
            in_app: Set(wish.in_app),
            webhook_url: Set(url),
            webhook_secret: Set(secret),
            quiet_from: Set(wish.quiet_from),
            quiet_to: Set(wish.quiet_to),
            updated_at: Set(door.clock.now()),
        },
    )
    .await?;
    Ok(Done::quiet(Answer::Preferences { fresh_secret }))
}

pub(super) async fn mark_read(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    notices: Option<&[Uuid]>,
) -> Result<Done, Fault> {
    notice::mark_read(
        transaction,
        me(actor)?,
        notices.map(<[Uuid]>::to_vec),
        door.clock.now(),
    )
    .await?;
    Ok(Done::quiet(Answer::Noted))
}
