//! Doing a task through the link of a mail: the link must be live and the person's own, and everything that is asked of
//! somebody who is signed in is asked again.

use schema::commands::{LinkAnswer, Problem};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;
use workflows::access::Actor;

use super::door::{Done, Door};
use super::fault::Fault;
use super::task;
use crate::store::link::{self, Standing};

pub(super) async fn answer(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    id: Uuid,
    answer: &LinkAnswer,
) -> Result<Done, Fault> {
    let now = door.clock.now();
    let held = link::hold(transaction, id)
        .await?
        .filter(|held| actor.person.map(|person| person.uuid()) == Some(held.person_id))
        .ok_or_else(Problem::not_found)?;
    match link::standing(&held, now) {
        Standing::Live => {}
        ended => return Err(refusal(ended).into()),
    }
    // Before the task is closed, which withdraws whatever links of it are still live.
    link::note_use(transaction, id, now).await?;
    match answer {
        LinkAnswer::Vote {
            choice,
            note,
            dissent_later,
        } => {
            task::cast_vote(
                door,
                transaction,
                actor,
                held.task_id,
                choice,
                note.as_deref(),
                *dissent_later,
            )
            .await
        }
        LinkAnswer::Form { variables } => {
            task::complete(door, transaction, actor, held.task_id, variables).await
        }
    }
}

/// Why a link that has ended does nothing.
#[must_use]
pub fn refusal(standing: Standing) -> Problem {
    match standing {
        Standing::Used => Problem::new(
            "LINK_USED",
            "You have already decided through this link.",
            "Anda sudah memutuskan melalui tautan ini.",
        ),
        Standing::Superseded => Problem::new(
            "LINK_SUPERSEDED",
            "A newer mail about this task was sent to you: use the link in that one.",
            "Surel yang lebih baru tentang tugas ini sudah dikirim kepada Anda: gunakan tautan di surel itu.",
        ),
        Standing::Withdrawn => Problem::new(
            "LINK_WITHDRAWN",
            "The task is closed: it was done, or the process no longer needs it.",
            "Tugas ini sudah ditutup: sudah dikerjakan atau tidak diperlukan lagi.",
        ),
        Standing::Live | Standing::Expired => Problem::new(
            "LINK_EXPIRED",
            "This link worked for two weeks and has expired. The next reminder brings a fresh one.",
            "Tautan ini berlaku dua minggu dan sudah kedaluwarsa. Pengingat berikutnya membawa tautan baru.",
        ),
    }
}
