//! Laws of the engine, over random block-structured processes under random schedules with a crash after every command
//! (HARDENING T18; issue 3 point 8).
//!
//! At every step: the state that is replayed from the events equals the state that was decided ([`Player::send`] asserts
//! it), it survives being written and read, it is sound, and nothing stands still without a reason. At the end: every run
//! ends; no token was lost or doubled on the way.
//!
//! The seeds are fixed, and printed when a law breaks. `MUFAKAT_SEEDS=1000..101000 cargo test --release properties` runs
//! others.

pub mod generate;

use std::collections::BTreeMap;

use workflows::engine::{Event, Key, Request, SubscriptionKind, effects};
use workflows::feel::Context;
use workflows::simulate::{Deployment, LocalCalendar, Player, Source};

use crate::script::xml;
use generate::{Generated, Rng};

/// How many random commands before the run is brought to its end.
const CHANCE: usize = 40;
/// How many commands bringing it to its end may take.
const PATIENCE: usize = 3_000;

#[test]
fn random_processes_under_random_schedules_keep_the_laws() {
    let seeds = seeds(0..200);
    let mut ended = 0_u64;
    let mut commands = 0_u64;
    for seed in seeds.clone() {
        commands += run(seed);
        ended += 1;
    }
    println!(
        "{ended} random processes from seeds {seeds:?}, {commands} commands, every state replayed and reloaded"
    );
}

#[allow(clippy::disallowed_methods)] // a test may be told its seeds
fn seeds(usual: std::ops::Range<u64>) -> std::ops::Range<u64> {
    std::env::var("MUFAKAT_SEEDS")
        .ok()
        .and_then(|text| {
            let (from, to) = text.split_once("..")?;
            Some(from.trim().parse().ok()?..to.trim().parse().ok()?)
        })
        .unwrap_or(usual)
}

/// Runs one process; the number of commands.
fn run(seed: u64) -> u64 {
    let mut rng = Rng::new(seed);
    let generated = Generated::new(&mut rng);
    let told = |message: String| -> String {
        format!(
            "seed {seed}: {message}\n{}\nMUFAKAT_SEEDS={seed}..{}",
            generated.text,
            seed + 1
        )
    };
    let calendar = LocalCalendar::of("/id/64/64.02/", Default::default());
    let source = Source {
        path: "random.bpmn".to_owned(),
        text: xml(&generated.text),
    };
    let deployment = Deployment::read(&[source], calendar);
    assert!(
        deployment.is_deployable(),
        "{}",
        told(format!("{:?}", deployment.diagnostics()))
    );
    let now = chrono::DateTime::from_timestamp(1_783_299_600, 0).unwrap();
    let mut player = Player::new(&deployment, now, chrono_tz::Asia::Makassar, "/id/64/64.02/");
    player
        .start("p", None, None, Context::new())
        .unwrap_or_else(|refusal| panic!("{}", told(refusal.to_string())));
    let mut commands = 1;
    let mut steps = 0;
    loop {
        lawful(&mut player, &told);
        if player.ended() {
            break;
        }
        steps += 1;
        let finishing = steps > CHANCE;
        assert!(
            steps < CHANCE + PATIENCE,
            "{}",
            told("it does not come to an end".to_owned())
        );
        let Some(request) = next(&player, &mut rng, finishing) else {
            panic!(
                "{}",
                told(format!("stuck without open work: {:?}", player.state))
            );
        };
        if let Request::FireTimer { timer } = &request
            && let Some(waiting) = player.state.timers.get(timer)
        {
            // Late as often as not: downtime.
            let due = waiting.due + chrono::Duration::minutes(rng.below(2) as i64 * 150);
            player.set_clock(due);
        }
        let before = player.state.clone();
        let seen = player.events.len();
        match player.send(request.clone(), None) {
            Ok(()) => {
                commands += 1;
                // Effects are derived, never stored: deriving them twice is the same.
                let new = &player.events[seen..];
                assert_eq!(effects(&before, new), effects(&before, new));
            }
            Err(refusal) => {
                assert_eq!(
                    before,
                    player.state,
                    "{}",
                    told("a refusal changed something".to_owned())
                );
                panic!("{}", told(format!("{request:?} was refused: {refusal}")));
            }
        }
    }
    conserved(&player, &generated, &told);
    commands
}

/// What must hold between two commands.
fn lawful(player: &mut Player<'_>, told: &dyn Fn(String) -> String) {
    player
        .crash()
        .unwrap_or_else(|error| panic!("{}", told(error.to_string())));
    let wrong = player.state.check();
    assert!(wrong.is_empty(), "{}", told(wrong.join("; ")));
    let asleep = player.state.asleep();
    assert!(
        asleep.is_empty(),
        "{}",
        told(format!("{asleep:?} sleep in {:?}", player.state))
    );
    assert!(
        player.state.incidents.is_empty(),
        "{}",
        told(format!("{:?}", player.state.incidents))
    );
}

/// The next thing that happens to an instance.
pub fn next(player: &Player<'_>, rng: &mut Rng, finishing: bool) -> Option<Request> {
    let state = &player.state;
    let tasks: Vec<Key> = state.tasks.keys().copied().collect();
    let jobs: Vec<Key> = state.jobs.keys().copied().collect();
    let timers: Vec<Key> = state.timers.keys().copied().collect();
    let open: Vec<(Key, SubscriptionKind)> = state
        .subscriptions
        .iter()
        .filter(|(_, it)| it.kind != SubscriptionKind::Condition)
        .map(|(key, it)| (*key, it.kind))
        .collect();
    let mut choices: Vec<Request> = Vec::new();
    for task in tasks {
        choices.push(Request::CompleteTask {
            task,
            variables: values(rng, finishing),
        });
    }
    for job in jobs {
        choices.push(match rng.below(4) {
            0 if !finishing => Request::FailJob {
                job,
                retries: 1,
                retry_at: None,
                message: "again".to_owned(),
            },
            _ => Request::CompleteJob {
                job,
                variables: values(rng, finishing),
                result: None,
            },
        });
    }
    if !finishing || choices.is_empty() {
        choices.extend(timers.into_iter().map(|timer| Request::FireTimer { timer }));
        for (subscription, kind) in open {
            choices.push(match kind {
                SubscriptionKind::Signal => Request::Signal {
                    name: state.subscriptions[&subscription].name.clone(),
                    variables: values(rng, finishing),
                },
                _ => Request::CorrelateMessage {
                    subscription,
                    variables: values(rng, finishing),
                },
            });
        }
    }
    if choices.is_empty() {
        return None;
    }
    let at = rng.below(choices.len() as u64) as usize;
    Some(choices.swap_remove(at))
}

/// What a person enters; towards the end nobody asks for another round.
fn values(rng: &mut Rng, finishing: bool) -> Context {
    let mut values = Context::new();
    values.insert("flip", rng.below(2) == 0);
    values.insert("flop", rng.below(2) == 0);
    values.insert("again", !finishing && rng.below(4) == 0);
    values
}

/// Tokens are neither lost nor doubled: forks and joins balance.
fn conserved(player: &Player<'_>, generated: &Generated, told: &dyn Fn(String) -> String) {
    let mut completed: BTreeMap<&str, u32> = BTreeMap::new();
    let mut activated: BTreeMap<&str, u32> = BTreeMap::new();
    let mut taken: BTreeMap<&str, u32> = BTreeMap::new();
    let mut interrupted = false;
    for event in &player.events {
        match event {
            Event::ElementActivated { element, .. } => {
                *activated.entry(element).or_default() += 1;
            }
            Event::ElementCompleted { element, .. } => {
                *completed.entry(element).or_default() += 1;
            }
            Event::ElementTerminated { .. } => interrupted = true,
            Event::FlowTaken { flow, .. } => *taken.entry(flow).or_default() += 1,
            _ => {}
        }
    }
    for block in &generated.blocks {
        let forked = completed.get(block.fork.as_str()).copied().unwrap_or(0);
        let joined = activated.get(block.join.as_str()).copied().unwrap_or(0);
        assert!(
            joined <= forked && (interrupted || joined == forked),
            "{}",
            told(format!(
                "{} went {forked} times, {} came {joined} times",
                block.fork, block.join
            ))
        );
        // Flow ids end in the ids of their ends, see `script::xml`.
        let marker = format!("_{}_", block.fork);
        let left: u32 = taken
            .iter()
            .filter(|(flow, _)| flow.contains(&marker))
            .map(|(_, count)| *count)
            .sum();
        let (least, most) = (block.least * forked, block.most * forked);
        assert!(
            (least..=most).contains(&left),
            "{}",
            told(format!(
                "{} sent {left} tokens in {forked} rounds",
                block.fork
            ))
        );
    }
    let open: i64 = player.events.iter().fold(0, |open, event| match event {
        Event::TaskCreated { .. } => open + 1,
        Event::TaskCompleted { .. } | Event::TaskWithdrawn { .. } | Event::TaskReturned { .. } => {
            open - 1
        }
        _ => open,
    });
    assert_eq!(open, 0, "{}", told("a task was never closed".to_owned()));
    let ends = player
        .events
        .iter()
        .filter(|event| matches!(event, Event::InstanceCompleted {}))
        .count();
    assert_eq!(ends, 1, "{}", told("it ended more than once".to_owned()));
}
