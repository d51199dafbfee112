//! The exploration held against the engine: whatever a random process does under a random schedule, each of its scopes
//! is always in a marking that was explored, and what the engine gets stuck in was foretold.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use workflows::bpmn;
use workflows::engine::{Event, Request, State};
use workflows::feel::Context;
use workflows::model::{ElementIndex, Kind, Process};
use workflows::prove::{Bounds, FindingKind, markings, prove};
use workflows::simulate::{Deployment, LocalCalendar, Player, Source};

use crate::chance::Chance;
use crate::notation::xml;
use crate::random::DECISION;
use crate::random::generate::Generated;
use crate::random::schedule::Schedule;

/// Commands of one run.
const COMMANDS: usize = 60;

#[allow(clippy::disallowed_methods)] // a test may be told how long to go on
fn seeds(usual: u64) -> u64 {
    std::env::var("MUFAKAT_SEEDS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

/// Markings of the scopes of each process.
type Explored = BTreeMap<String, BTreeMap<String, BTreeSet<BTreeSet<String>>>>;

#[test]
fn every_state_of_the_engine_is_one_that_was_explored() {
    let mut held = 0;
    for seed in 0..seeds(40) {
        let mut chance = Chance::new(seed);
        let text = Generated::new(&mut chance).text;
        let told = format!("seed {seed}\n{text}");
        let processes = read(&text).unwrap();
        // An error event for which nothing is thrown may be dead, and what one round of a loop leaves behind may still
        // be there in the next; but all of these come to their end.
        for (kind, element) in prove_all(&processes, &told).into_iter().flatten() {
            let possible = matches!(
                kind,
                FindingKind::DeadElement | FindingKind::LackOfSynchronisation
            );
            assert!(possible, "{kind:?} {element}\n{told}");
        }
        if let Some(explored) = explore(&processes) {
            held += 1;
            play(&text, &processes, &mut chance, |state, _| {
                if let Err(strange) = known(state, &processes, &explored) {
                    panic!("{strange} was not explored\n{told}");
                }
            });
        }
    }
    assert!(held > 20, "only {held} were small enough");
}

#[test]
fn what_gets_stuck_in_the_engine_was_foretold_and_what_began_was_not_called_dead() {
    let (mut stuck, mut faulty) = (0, 0);
    for seed in 0..seeds(80) {
        let mut chance = Chance::new(seed);
        let generated = Generated::new(&mut chance);
        let text = broken(&generated, &mut chance);
        let told = format!("seed {seed}\n{text}");
        // Some of what comes out cannot be deployed.
        let Some(processes) = read(&text) else {
            continue;
        };
        let Some(faults) = prove_all(&processes, &told) else {
            continue;
        };
        faulty += usize::from(!faults.is_empty());
        let doubled = faults
            .iter()
            .any(|(kind, _)| *kind == FindingKind::LackOfSynchronisation);
        let explored = if doubled { None } else { explore(&processes) };
        play(&text, &processes, &mut chance, |state, events| {
            if let Some(explored) = &explored
                && let Err(strange) = known(state, &processes, explored)
            {
                panic!("{strange} was not explored\n{told}");
            }
            for event in events {
                match event {
                    Event::IncidentRaised { code, element, .. } if code == "JOIN_STUCK" => {
                        stuck += 1;
                        let foretold = doubled
                            || faults
                                .iter()
                                .any(|(kind, _)| *kind == FindingKind::Deadlock);
                        assert!(foretold, "{element} is stuck, {faults:?}\n{told}");
                    }
                    Event::ElementActivated { element, .. } => {
                        let dead = faults.contains(&(FindingKind::DeadElement, element.clone()));
                        assert!(!dead, "{element} began\n{told}");
                    }
                    _ => {}
                }
            }
        });
    }
    assert!(stuck > 0 && faulty > 25, "{stuck} stuck, {faulty} faulty");
}

fn read(text: &str) -> Option<Vec<Arc<Process>>> {
    let file = bpmn::read(xml(text));
    file.is_deployable()
        .then(|| file.executable().cloned().collect())
}

/// Faults of all processes, the same with and without reduction; `None` when one is too large.
fn prove_all(processes: &[Arc<Process>], told: &str) -> Option<Vec<(FindingKind, String)>> {
    let called = |id: &str| processes.iter().find(|it| it.id == id).cloned();
    let mut faults = Vec::new();
    for process in processes {
        let full = prove(process, &called, whole());
        let reduced = prove(
            process,
            &called,
            Bounds {
                reduce: true,
                ..whole()
            },
        );
        if full.bounded || reduced.bounded {
            return None;
        }
        let kinds = |proof: &workflows::prove::Proof| -> Vec<(FindingKind, String)> {
            let findings = proof.findings.iter();
            findings.map(|it| (it.kind, it.element.clone())).collect()
        };
        assert_eq!(kinds(&reduced), kinds(&full), "{told}");
        faults.extend(kinds(&full));
    }
    Some(faults)
}

fn whole() -> Bounds {
    Bounds {
        states: 1_500,
        reduce: false,
    }
}

fn explore(processes: &[Arc<Process>]) -> Option<Explored> {
    let called = |id: &str| processes.iter().find(|it| it.id == id).cloned();
    processes
        .iter()
        .map(|process| Some((process.id.clone(), markings(process, &called, whole())?)))
        .collect()
}

/// The same process with one gateway of another kind.
fn broken(generated: &Generated, chance: &mut Chance) -> String {
    if generated.blocks.is_empty() {
        return generated.text.clone();
    }
    let block = &generated.blocks[chance.below(generated.blocks.len() as u64) as usize];
    let id = if chance.below(2) == 0 {
        &block.fork
    } else {
        &block.join
    };
    let kind = ["xor", "and", "or"][chance.below(3) as usize];
    generated
        .text
        .lines()
        .map(|line| {
            let mut words = line.splitn(3, ' ');
            match (words.next(), words.next(), words.next()) {
                (Some("xor" | "and" | "or"), Some(found), Some(rest)) if found == id => {
                    format!("{kind} {found} {rest}\n")
                }
                _ => format!("{line}\n"),
            }
        })
        .collect()
}

/// Plays a process, and shows every state with the events that led to it.
fn play(
    text: &str,
    processes: &[Arc<Process>],
    chance: &mut Chance,
    mut seen: impl FnMut(&State, &[Event]),
) {
    let files = [
        ("random.bpmn", xml(text)),
        ("random.dmn", DECISION.to_owned()),
    ];
    let sources = files.map(|(path, text)| Source {
        path: path.to_owned(),
        text,
    });
    let calendar = LocalCalendar::of("/id/64/64.02/", Default::default());
    let deployment = Deployment::read(&sources, calendar);
    let now = chrono::DateTime::from_timestamp(1_783_299_600, 0).unwrap();
    let mut player = Player::new(&deployment, now, chrono_tz::Asia::Makassar, "/id/64/64.02/");
    assert_eq!(processes[0].id, "p");
    if player.start("p", None, None, Context::new()).is_err() {
        return;
    }
    let mut schedule = Schedule::new(chance);
    let mut from = 0;
    for step in 0..COMMANDS {
        seen(&player.state, &player.events[from..]);
        from = player.events.len();
        if player.ended() {
            return;
        }
        schedule.finishing = step > COMMANDS / 2;
        // Nothing more may happen to what is stuck.
        let Ok((request, _)) = schedule.next(&player, chance) else {
            return;
        };
        if let Request::FireTimer { timer } = &request
            && let Some(waiting) = player.state.timers.get(timer)
        {
            let due = waiting.due;
            player.set_clock(due);
        }
        if player.send(request, None).is_err() {
            return;
        }
    }
}

/// Whether each scope of a state is in a marking that was explored.
fn known(state: &State, processes: &[Arc<Process>], explored: &Explored) -> Result<(), String> {
    if !state.incidents.is_empty() {
        return Ok(());
    }
    for (key, instance) in &state.instances {
        let named = &state.processes[instance.process as usize].id;
        let Some(process) = processes.iter().find(|it| it.id == *named) else {
            continue;
        };
        let at = if instance.isolated {
            Process::ROOT
        } else {
            process.find(&instance.element).unwrap()
        };
        let element = process.element(at);
        let body =
            !instance.isolated && element.repetition.is_some() && instance.loop_counter.is_none();
        let scope = matches!(
            element.kind,
            Kind::Process | Kind::SubProcess { .. } | Kind::AdHoc(_)
        );
        if body || !scope {
            continue;
        }
        let children = state
            .instances
            .values()
            .filter(|it| it.scope == *key && it.handler_for.is_none())
            .map(|it| it.element.clone());
        let marking: BTreeSet<String> = instance.tokens.keys().cloned().chain(children).collect();
        // Empty while a listener holds the scope before its start or after its end.
        if marking.is_empty() || explored[named][&element.id].contains(&marking) {
            continue;
        }
        // Of threads that non-interrupting events start again and again, the exploration follows one at a time.
        let beside = beside(process, at);
        let main = |all: &BTreeSet<String>| -> BTreeSet<String> {
            all.difference(&beside).cloned().collect()
        };
        let alike = |other: &BTreeSet<String>| main(other) == main(&marking);
        if !explored[named][&element.id].iter().any(alike) {
            return Err(format!("{marking:?} in {}", element.id));
        }
    }
    Ok(())
}

/// What non-interrupting boundary events of a scope lead to.
fn beside(process: &Process, scope: ElementIndex) -> BTreeSet<String> {
    let mut open: Vec<ElementIndex> = process
        .element(scope)
        .children
        .iter()
        .copied()
        .filter(|child| {
            matches!(
                process.element(*child).kind,
                Kind::Boundary {
                    interrupting: false,
                    ..
                }
            )
        })
        .collect();
    let mut found = BTreeSet::new();
    while let Some(at) = open.pop() {
        for flow in &process.element(at).outgoing {
            let flow = process.flow(*flow);
            found.insert(flow.id.clone());
            if found.insert(process.element(flow.target).id.clone()) {
                open.push(flow.target);
            }
        }
    }
    found
}
