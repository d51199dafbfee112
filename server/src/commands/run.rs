//! One engine command through one transaction: load under the lock, decide, change, remember.

use chrono::{DateTime, Utc};
use schema::deployed::{Compiled, DeployedWorld};
use schema::graph::live::Change;
use sea_orm::DatabaseTransaction;
use workflows::calendar::Calendar;
use workflows::engine::command::{Command, Request, Stamp};
use workflows::engine::event::Event;
use workflows::engine::state::State;
use workflows::engine::{apply, evolve};

use super::fault::Fault;
use crate::store::instance::{self, Birth, Loaded};

/// What a command did.
#[derive(Debug)]
pub struct Carried {
    /// The facts.
    pub events: Vec<Event>,
    /// The state after them.
    pub state: State,
    /// For live subscribers.
    pub changes: Vec<Change>,
}

/// Decides `request` on a locked instance and writes what follows.
///
/// # Errors
/// The engine's refusal as a problem, or the database's error. Nothing is changed then.
pub async fn carry_out(
    transaction: &DatabaseTransaction,
    compiled: &Compiled,
    loaded: &Loaded,
    birth: Option<Birth>,
    at: DateTime<Utc>,
    actor: Option<Stamp>,
    request: Request,
) -> Result<Carried, Fault> {
    let world = DeployedWorld {
        compiled,
        calendar: Calendar::shipped().for_region(&loaded.owner.region),
    };
    let command = Command {
        at,
        zone: loaded.owner.zone,
        seed: rand::random(),
        actor,
        request,
    };
    let events = apply(&world, &loaded.state, &command)?;
    let mut state = loaded.state.clone();
    for event in &events {
        evolve(&mut state, event);
    }
    let changes = instance::record(
        transaction,
        loaded,
        birth,
        at,
        command.actor.as_ref(),
        &events,
        &state,
    )
    .await?;
    Ok(Carried {
        events,
        state,
        changes,
    })
}
