//! The laws of the engine over random processes, random schedules and random crashes (HARDENING T18; issue 3 point 8).
//!
//! A run is one seed: a process, a schedule and the moments of crashes follow from it. [`run`] checks after each command
//! that
//! - tokens are neither lost nor doubled, and every element was entered and left as BPMN says ([`ledger`]);
//! - the state that is replayed from the events equals the state that was decided, stored and read back ([`crash`]);
//! - nothing stands still without a reason, and a refusal changes nothing;
//!
//! and at the end that it came to an end.
//!
//! A few hundred runs belong to `cargo test`; `examples/random_processes.rs` makes as many as wanted, from any seed.

mod blocks;
mod crash;
pub mod generate;
mod ledger;
#[allow(dead_code)] // examples that make other runs do not use it
pub mod operations;
mod roll;
pub mod schedule;
mod steps;

use workflows::engine::{Request, effects};
use workflows::feel::Context;
use workflows::simulate::{Deployment, LocalCalendar, Player, Source};

use crate::chance::Chance;
use crate::notation::xml;
use generate::Generated;
use ledger::Ledger;
use schedule::Schedule;

/// How many random commands at most before the run is brought to its end.
const FREELY: u64 = 60;
/// How many commands bringing it to its end may take.
const PATIENCE: usize = 1_500;

pub const DECISION: &str = r##"<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="random">
<inputData id="i" name="flip"><variable name="flip"/></inputData>
<decision id="pick" name="pick"><variable name="pick"/>
<informationRequirement><requiredInput href="#i"/></informationRequirement>
<literalExpression><text>if flip = true then "one" else "other"</text></literalExpression></decision></definitions>"##;

/// What a run was made of.
#[derive(Debug, Default, Clone, Copy)]
pub struct Ran {
    /// Commands that were accepted.
    pub commands: u64,
    /// Commands that were refused.
    pub refusals: u64,
    /// Events.
    pub events: u64,
    /// Crashes, each with a reload and a replay.
    pub crashes: u64,
}

impl Ran {
    /// Adds another run.
    pub fn add(&mut self, other: Self) {
        self.commands += other.commands;
        self.refusals += other.refusals;
        self.events += other.events;
        self.crashes += other.crashes;
    }
}

/// Makes the run of a seed.
///
/// # Errors
/// The law that was broken, with the process.
pub fn run(seed: u64) -> Result<Ran, String> {
    let mut chance = Chance::new(seed);
    let generated = Generated::new(&mut chance);
    play(&generated, &mut chance)
        .map_err(|broken| format!("seed {seed}: {broken}\n{}", generated.text))
}

/// The process of a seed, in the notation.
pub fn process(seed: u64) -> String {
    Generated::new(&mut Chance::new(seed)).text
}

fn play(generated: &Generated, chance: &mut Chance) -> Result<Ran, String> {
    let files = [
        ("random.bpmn", xml(&generated.text)),
        ("random.dmn", DECISION.to_owned()),
    ];
    let sources = files.map(|(path, text)| Source {
        path: path.to_owned(),
        text,
    });
    let calendar = LocalCalendar::of("/id/64/64.02/", Default::default());
    let deployment = Deployment::read(&sources, calendar);
    if !deployment.is_deployable() {
        return Err(format!("{:?}", deployment.diagnostics()));
    }
    let now = chrono::DateTime::from_timestamp(1_783_299_600, 0).unwrap_or_default();
    let mut player = Player::new(&deployment, now, chrono_tz::Asia::Makassar, "/id/64/64.02/");
    let mut ledger = Ledger::new(&deployment, &generated.blocks);
    let mut schedule = Schedule::new(chance);
    let mut ran = Ran::default();
    player
        .start("p", None, None, Context::new())
        .map_err(|refusal| refusal.to_string())?;
    ledger.enter(&player.events)?;
    let freely = chance.below(FREELY) as usize;
    let cancelled = chance.one_in(40).then_some(freely);
    for step in 0..freely + PATIENCE {
        lawful(&player, &ledger)?;
        crash::between(&mut player)?;
        ran.crashes += 1;
        if player.ended() {
            crash::journal(&player)?;
            ran.commands += 1;
            ran.events += player.events.len() as u64;
            return Ok(ran);
        }
        schedule.finishing = step >= freely;
        let (request, may_be_refused) = match cancelled {
            Some(at) if at == step => (
                Request::Cancel {
                    reason: "enough".to_owned(),
                },
                false,
            ),
            _ => schedule.next(&player, chance)?,
        };
        if let Request::FireTimer { timer } = &request
            && let Some(waiting) = player.state.timers.get(timer)
        {
            // Late as often as not: downtime.
            let due = waiting.due + chrono::Duration::minutes(chance.below(2) as i64 * 150);
            player.set_clock(due);
        }
        let before = player.state.clone();
        let seen = player.events.len();
        match player.send(request.clone(), None) {
            Ok(()) => {
                ran.commands += 1;
                let new = &player.events[seen..];
                ledger.enter(new)?;
                // Effects are derived, never stored: deriving them twice is the same.
                if effects(&before, new) != effects(&before, new) {
                    return Err("effects differ".to_owned());
                }
                if chance.one_in(4) {
                    crash::within(&player, &before, seen, &request, chance)?;
                    ran.crashes += 1;
                }
            }
            Err(_) if before != player.state => {
                return Err(format!("the refusal of {request:?} changed something"));
            }
            Err(_) if may_be_refused => ran.refusals += 1,
            Err(refusal) => return Err(format!("{request:?} was refused: {refusal}")),
        }
    }
    let mut open: Vec<String> = player.waits().iter().map(|it| format!("{it:?}")).collect();
    open.truncate(12);
    Err(format!(
        "it does not come to an end: {open:?}, {:?}",
        player.state.incidents
    ))
}

/// What must hold between two commands.
fn lawful(player: &Player<'_>, ledger: &Ledger<'_>) -> Result<(), String> {
    let wrong = player.state.check();
    if !wrong.is_empty() {
        return Err(wrong.join("; "));
    }
    let asleep = player.state.asleep();
    if !asleep.is_empty() {
        return Err(format!("{asleep:?} sleep in {:?}", player.state));
    }
    ledger.agrees(&player.state)
}
