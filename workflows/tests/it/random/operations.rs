//! What an operator does to random processes at random moments: holding and letting go leaves no trace, nobody acts on what
//! is held, and a twin of the process (the same model under another id) can always be migrated to, taken back without a
//! trace, and run to its end.

use workflows::engine::migrate::plan;
use workflows::engine::{Command, Migration, Refusal, Request, State, evolve, step};
use workflows::feel::Context;
use workflows::model::ProcessRef;
use workflows::simulate::{Deployment, LocalCalendar, Player, Source};

use super::generate::Generated;
use super::schedule::Schedule;
use super::{DECISION, FREELY, PATIENCE};
use crate::chance::Chance;
use crate::notation::xml;

const ORGANISATION: &str = "/id/64/64.02/";

/// Makes the run of a seed; answers how many migrations were tried.
///
/// # Errors
/// The law that was broken, with the process.
pub fn run(seed: u64) -> Result<u64, String> {
    let mut chance = Chance::new(seed);
    let generated = Generated::new(&mut chance);
    play(&generated.text, &mut chance)
        .map_err(|broken| format!("seed {seed}: {broken}\n{}", generated.text))
}

fn play(text: &str, chance: &mut Chance) -> Result<u64, String> {
    let twin = text.replacen("process p", "process twin", 1);
    let files = [
        ("random.bpmn", xml(text)),
        ("twin.bpmn", xml(&twin)),
        ("random.dmn", DECISION.to_owned()),
    ];
    let sources = files.map(|(path, text)| Source {
        path: path.to_owned(),
        text,
    });
    let deployment = Deployment::read(
        &sources,
        LocalCalendar::of(ORGANISATION, Default::default()),
    );
    if !deployment.is_deployable() {
        return Err(format!("{:?}", deployment.diagnostics()));
    }
    let now = chrono::DateTime::from_timestamp(1_783_299_600, 0).unwrap_or_default();
    let mut player = Player::new(&deployment, now, chrono_tz::Asia::Makassar, ORGANISATION);
    player
        .start("p", None, None, Context::new())
        .map_err(|refusal| refusal.to_string())?;
    let mut schedule = Schedule::new(chance);
    let freely = chance.below(FREELY) as usize;
    let mut tried = 0;
    for at in 0..freely + PATIENCE {
        if player.ended() {
            return Ok(tried);
        }
        schedule.finishing = at >= freely;
        let (request, _) = schedule.next(&player, chance)?;
        if !schedule.finishing || at % 16 == 0 {
            held(&deployment, &player, &request)?;
            migrated(&deployment, &player)?;
            tried += 1;
        }
        if chance.one_in(20) {
            let here = player.state.processes.first().map(|it| it.id.as_str());
            let there = if here == Some("p") { "twin" } else { "p" };
            player
                .send(to(there), None)
                .map_err(|refusal| format!("to {there}: {refusal}"))?;
        }
        // What was refused changed nothing, and something else happens next.
        let _ = player.send(request, None);
    }
    Err("it does not come to an end".to_owned())
}

fn to(id: &str) -> Request {
    Request::Migrate(Migration {
        root: None,
        to: ProcessRef {
            id: id.to_owned(),
            version: 0,
        },
        mapping: Default::default(),
        reassign: false,
    })
}

fn command(player: &Player<'_>, request: Request) -> Command {
    Command {
        at: player.now,
        zone: player.zone,
        seed: 0,
        actor: None,
        request,
    }
}

/// Decides, and replays what was decided.
fn decide(deployment: &Deployment, state: &State, command: &Command) -> Result<State, Refusal> {
    let (events, after) = step(deployment, state, command)?;
    let mut replayed = state.clone();
    for event in &events {
        evolve(&mut replayed, event);
    }
    assert_eq!(replayed, after, "replayed and decided states differ");
    Ok(after)
}

fn held(deployment: &Deployment, player: &Player<'_>, request: &Request) -> Result<(), String> {
    let suspend = Request::Suspend {
        reason: "a law".to_owned(),
    };
    let go = |state: &State, request: Request| decide(deployment, state, &command(player, request));
    let held = go(&player.state, suspend).map_err(|it| it.to_string())?;
    let people = matches!(
        request,
        Request::CompleteTask { .. }
            | Request::ReturnTask { .. }
            | Request::CompleteJob { .. }
            | Request::FailJob { .. }
            | Request::ThrowJobError { .. }
            | Request::FireTimer { .. }
            | Request::CorrelateMessage { .. }
            | Request::Signal { .. }
    );
    if people && go(&held, request.clone()) != Err(Refusal::Suspended) {
        return Err(format!("{request:?} was possible while held"));
    }
    let again = go(&held, Request::Resume { reason: None }).map_err(|it| it.to_string())?;
    if again == player.state {
        Ok(())
    } else {
        Err("holding and letting go left a trace".to_owned())
    }
}

fn migrated(deployment: &Deployment, player: &Player<'_>) -> Result<(), String> {
    let mut before = player.state.clone();
    before.migrated = None;
    let here = before.processes.first().map(|it| it.id.as_str());
    let there = if here == Some("p") { "twin" } else { "p" };
    let asked = command(player, to(there));
    let plan = plan(deployment, &before, &asked).map_err(|it| it.to_string())?;
    if !plan.possible() || !plan.opened.is_empty() || !plan.withdrawn.is_empty() {
        return Err(format!("a twin differs: {plan:?}"));
    }
    let moved = decide(deployment, &before, &asked).map_err(|it| it.to_string())?;
    let wrong = moved.check();
    if !wrong.is_empty() || !moved.asleep().is_empty() {
        return Err(format!(
            "after the migration: {wrong:?}, {:?}",
            moved.asleep()
        ));
    }
    let back = decide(
        deployment,
        &moved,
        &command(player, Request::RollBackMigration),
    )
    .map_err(|it| format!("back: {it}"))?;
    if back == before {
        Ok(())
    } else {
        Err(format!("a rollback left a trace:\n{before:?}\n{back:?}"))
    }
}
