//! The exploration held against the engine: whatever a random process does under a random schedule, each of its scopes
//! is always in a marking that was explored, and what the engine gets stuck in was foretold.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use workflows::bpmn;
use workflows::engine::{Event, Request, State};
use workflows::feel::Context;
use workflows::model::{Kind, Process};
use workflows::prove::{Bounds, FindingKind, markings, prove};
use workflows::simulate::{Deployment, LocalCalendar, Player, Source};

use crate::properties::generate::{Generated, Rng};
use crate::properties::next;
use crate::script::xml;

/// Commands of one run.
const COMMANDS: usize = 60;

/// Markings of the scopes of each process.
type Explored = BTreeMap<String, BTreeMap<String, BTreeSet<BTreeSet<String>>>>;

#[test]
fn every_state_of_the_engine_is_one_that_was_explored() {
    let mut held = 0;
    for seed in 0..40 {
        let mut rng = Rng::new(seed);
        let text = Generated::new(&mut rng).text;
        let told = format!("seed {seed}\n{text}");
        let processes = read(&text).unwrap();
        // An error event for which nothing is thrown may be dead, and what an n-of-m join in a loop leaves behind may
        // still be there in the next round; nothing else can be wrong with these.
        for (kind, element) in prove_all(&processes, &told).into_iter().flatten() {
            let possible = match kind {
                FindingKind::DeadElement => true,
                FindingKind::LackOfSynchronisation => text.contains("complex"),
                _ => false,
            };
            assert!(possible, "{kind:?} {element}\n{told}");
        }
        if let Some(explored) = explore(&processes) {
            held += 1;
            play(&text, &processes, &mut rng, |state, _| {
                if let Err(strange) = known(state, &processes, &explored) {
                    panic!("{strange} was not explored\n{told}");
                }
            });
        }
    }
    assert!(held > 30, "only {held} were small enough");
}

#[test]
fn what_gets_stuck_in_the_engine_was_foretold_and_what_began_was_not_called_dead() {
    let (mut stuck, mut faulty) = (0, 0);
    for seed in 0..80 {
        let mut rng = Rng::new(seed);
        let generated = Generated::new(&mut rng);
        let text = broken(&generated, &mut rng);
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
        play(&text, &processes, &mut rng, |state, events| {
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
    assert!(stuck > 2 && faulty > 25, "{stuck} stuck, {faulty} faulty");
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
fn broken(generated: &Generated, rng: &mut Rng) -> String {
    if generated.blocks.is_empty() {
        return generated.text.clone();
    }
    let block = &generated.blocks[rng.below(generated.blocks.len() as u64) as usize];
    let id = if rng.below(2) == 0 {
        &block.fork
    } else {
        &block.join
    };
    let kind = ["xor", "and", "or"][rng.below(3) as usize];
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
    rng: &mut Rng,
    mut seen: impl FnMut(&State, &[Event]),
) {
    let source = Source {
        path: "random.bpmn".to_owned(),
        text: xml(text),
    };
    let calendar = LocalCalendar::of("/id/64/64.02/", Default::default());
    let deployment = Deployment::read(&[source], calendar);
    let now = chrono::DateTime::from_timestamp(1_783_299_600, 0).unwrap();
    let mut player = Player::new(&deployment, now, chrono_tz::Asia::Makassar, "/id/64/64.02/");
    assert_eq!(processes[0].id, "p");
    if player.start("p", None, None, Context::new()).is_err() {
        return;
    }
    let mut from = 0;
    for step in 0..COMMANDS {
        seen(&player.state, &player.events[from..]);
        from = player.events.len();
        // What happens after an incident is not the model's doing.
        if player.ended() || !player.state.incidents.is_empty() {
            return;
        }
        let Some(request) = next(&player, rng, step > COMMANDS / 2) else {
            return;
        };
        if let Request::FireTimer { timer } = &request
            && let Some(waiting) = player.state.timers.get(timer)
        {
            let due = waiting.due;
            player.set_clock(due);
        }
        player.send(request, None).unwrap();
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
        if !explored[named][&element.id].contains(&marking) {
            return Err(format!("{marking:?} in {}", element.id));
        }
    }
    Ok(())
}
