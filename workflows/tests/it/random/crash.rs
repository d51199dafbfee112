//! Crashes: what was stored is all there is. Whenever the machine stops, the state that is read back and the journal
//! that is replayed must lead to where it was.

use workflows::engine::{Command, Event, Request, State, evolve, step, upcast};
use workflows::simulate::Player;

use crate::chance::Chance;

/// Stops between two commands: state and journal are written, forgotten and read back.
///
/// # Errors
/// What did not come back as it was.
pub fn between(player: &mut Player<'_>) -> Result<(), String> {
    let before = player.state.clone();
    player.crash().map_err(|error| error.to_string())?;
    differs("the reloaded state", &before, &player.state)
}

/// Stops in the middle of a command, after any of its events: nothing was stored, so the command is decided again, and
/// leads to the same events; and a replay that is interrupted after any event goes on from there.
///
/// # Errors
/// What was decided otherwise, or did not come back as it was.
pub fn within(
    player: &Player<'_>,
    before: &State,
    seen: usize,
    request: &Request,
    chance: &mut Chance,
) -> Result<(), String> {
    let command = Command {
        at: player.now,
        zone: player.zone,
        seed: seen as u64,
        actor: None,
        request: request.clone(),
    };
    let stored = text(before)?;
    let read = upcast::load(&stored).map_err(|error| error.to_string())?;
    let (again, _) =
        step(player.deployment(), &read, &command).map_err(|refusal| refusal.to_string())?;
    let events = &player.events[seen..];
    if again != events {
        return Err(format!("decided again, {events:?} are {again:?}"));
    }
    let at = chance.at(events.len() + 1);
    let mut state = replay(read, &events[..at])?;
    state = serde_json::from_str(&text(&state)?).map_err(|error| error.to_string())?;
    state = replay(state, &events[at..])?;
    differs("the replayed state", &player.state, &state)
}

/// Replays the whole journal, as it is written, from nothing.
///
/// # Errors
/// Where it leads somewhere else.
pub fn journal(player: &Player<'_>) -> Result<(), String> {
    let state = replay(State::default(), &player.events)?;
    differs("the journal", &player.state, &state)
}

/// Evolves by events that have been written and read.
fn replay(mut state: State, events: &[Event]) -> Result<State, String> {
    for event in events {
        let text = serde_json::to_string(event).map_err(|error| error.to_string())?;
        let read: Event = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        if read != *event {
            return Err(format!("{event:?} was read as {read:?}"));
        }
        evolve(&mut state, &read);
    }
    Ok(state)
}

fn text(state: &State) -> Result<String, String> {
    serde_json::to_string(state).map_err(|error| error.to_string())
}

fn differs(what: &str, live: &State, other: &State) -> Result<(), String> {
    if live == other {
        Ok(())
    } else {
        Err(format!("{what} is {other:?}, not {live:?}"))
    }
}
