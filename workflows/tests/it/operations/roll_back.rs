//! Taking a migration back.

use workflows::engine::{Command, Event, Migration, Request, evolve, migrate, upcast};
use workflows::feel::Context;
use workflows::model::ProcessRef;
use workflows::simulate::{Deployment, LocalCalendar, Player, Source};

use crate::script::{check_migration, xml};

const OLD: &str = "start s -> fork
     and fork -> a, m, sub, wait, paid
     user a users=budi due='= working days(now(), 2)' -> join
     boundary old on a timer=P3D soft -> join
     user m mi=parallel n=2 -> join
     sub sub -> join {
         start i -> b
         service b type=geocode -> ie
         end ie
         event help {
             start call signal=help soft -> he
             end he
         }
     }
     catch wait message=letter key='\"k\"' -> join
     service paid type=pay -> join
     boundary undo on paid compensate handler=refund
     service refund undo type=refund
     and join -> e
     end e";

fn deployment(old: &str, new: &str) -> Deployment {
    let sources = [
        Source {
            path: "old.bpmn".to_owned(),
            text: xml(old),
        },
        Source {
            path: "new.bpmn".to_owned(),
            text: xml(&format!("process q\n{new}")),
        },
    ];
    let calendar = LocalCalendar::of("/id/", Default::default());
    let deployment = Deployment::read(&sources, calendar);
    assert!(deployment.is_deployable(), "{:?}", deployment.diagnostics());
    deployment
}

fn player(deployment: &Deployment) -> Player<'_> {
    let now = "2026-07-06T00:00:00Z".parse().unwrap();
    let mut player = Player::new(deployment, now, chrono_tz::Asia::Jakarta, "/id/");
    player.start("p", None, None, Context::new()).unwrap();
    player
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

#[test]
fn where_nothing_moved_the_state_before_is_the_state_after() {
    let new = OLD
        .replace("user a users=budi", "user a name=Baru users=siti")
        .replace("type=geocode", "type=locate");
    let deployment = deployment(OLD, &new);
    let mut player = player(&deployment);
    let pay = player.jobs_of("pay")[0];
    player
        .send(
            Request::CompleteJob {
                job: pay,
                variables: Context::new(),
                result: None,
            },
            None,
        )
        .unwrap();
    let task = player.tasks_of("a")[0];
    let assignee = "budi".to_owned();
    player
        .send(Request::ClaimTask { task, assignee }, None)
        .unwrap();
    let before = player.state.clone();
    player.send(to("q"), None).unwrap();
    assert_ne!(player.state, before);
    assert_eq!(player.state.processes[0].id, "q");
    assert_eq!(player.state.tasks[&task].facts.name, "Baru");
    player.crash().unwrap();
    player.send(Request::RollBackMigration, None).unwrap();
    assert_eq!(player.state, before);
}

#[test]
fn a_withdrawn_wait_is_opened_again_as_it_was() {
    check_migration(
        "start s -> a
         user a -> e
         boundary once on a timer=P1D soft -> b
         boundary late on a timer=P5D -> e
         boundary letter on a message=letter key='= key' soft -> b
         user b -> e
         end e",
        "start s -> a
         user a -> e
         end e",
        "
        - set: { key: k1 }
        - modify: [{ move: a, to: a }]
        - fire: once
        - complete: b
        - migrate: q
        - expect: { tasks: [a], waits: [] }
        - set: { key: k2 }
        - advance: 2 days
        - rollback: true
        - expect:
            tasks: [a]
            waits:
              - { element: late, kind: timer, due: 2026-07-11T08:00:00+08:00 }
              - { element: letter, kind: message, key: k1 }
        ",
    );
}

#[test]
fn a_token_that_went_on_into_what_only_the_new_version_has_keeps_it_there() {
    check_migration(
        "start s -> a
         user a -> e
         end e",
        "start s -> a
         user a -> b
         user b -> e
         end e",
        "
        - migrate: q
        - complete: a
        - rollback: true
          obstacles: [b ELEMENT_MISSING]
        - modify: [{ move: b, to: a }]
        - rollback: true
        - complete: a
        - expect: { state: completed }
        ",
    );
}

#[test]
fn renamed_elements_get_their_names_back() {
    check_migration(
        "start s -> a
         user a -> e
         boundary late on a timer=P3D -> e
         end e",
        "start s -> review
         user review -> done
         boundary overdue on review timer=P9D -> done
         end done",
        "
        - migrate: q
          mapping: { a: review, late: overdue }
        - rollback: true
        - expect: { tasks: [a], waits: [{ element: late, kind: timer, due: 2026-07-09T08:00:00+08:00 }] }
        ",
    );
}

#[test]
fn a_plan_tells_what_would_happen_and_changes_nothing() {
    let old = "start s -> fork
         and fork -> a, b, c
         user a -> join
         user b -> join
         user c -> x
         xor x -> join [= again], e [default]
         boundary late on c timer=P1D -> e
         and join -> d
         user d users=siti -> e
         end e";
    let new = "start s -> fork
         and fork -> a, b, c
         user a -> join
         user b -> join
         user c users=tono -> e
         boundary soon on c timer=PT1H -> e
         and join -> d
         user d users=siti -> e
         end e";
    let deployment = deployment(old, new);
    let mut player = player(&deployment);
    for element in ["a", "b"] {
        let task = player.tasks_of(element)[0];
        let variables = Context::new();
        player
            .send(Request::CompleteTask { task, variables }, None)
            .unwrap();
    }
    let command = Command {
        at: player.now,
        zone: player.zone,
        seed: 0,
        actor: None,
        request: to("q"),
    };
    let plan = migrate::plan(&deployment, &player.state, &command).unwrap();
    assert!(plan.possible());
    assert_eq!((plan.from.id.as_str(), plan.to.id.as_str()), ("p", "q"));
    let moved: Vec<(&str, &str)> = plan
        .moves
        .iter()
        .map(|it| (it.from.as_str(), it.to.as_str()))
        .collect();
    assert_eq!(moved, [("c", "c")]);
    assert_eq!(
        (plan.opened, plan.withdrawn),
        (vec!["soon".to_owned()], vec!["late".to_owned()])
    );
    let tasks: Vec<(Option<&str>, Option<&str>)> = plan
        .tasks
        .iter()
        .map(|it| {
            let name = |facts: &Option<workflows::engine::TaskFacts>| {
                facts.as_ref().map(|it| match it.element.as_str() {
                    "c" => "c",
                    "d" => "d",
                    _ => "another",
                })
            };
            (name(&it.before), name(&it.after))
        })
        .collect();
    assert_eq!(tasks, [(Some("c"), Some("c")), (None, Some("d"))]);
    player.send(to("q"), None).unwrap();
    assert_eq!(player.tasks_of("d").len(), 1);
}

#[test]
fn a_journal_with_operations_is_stored_and_replayed_to_the_same_state() {
    let new = OLD.replace(
        "boundary old on a timer=P3D",
        "boundary fresh on a timer=P4D",
    );
    let deployment = deployment(OLD, &new);
    let mut player = player(&deployment);
    let reason = "a test".to_owned();
    player.send(Request::Suspend { reason }, None).unwrap();
    player.send(to("q"), None).unwrap();
    let task = player.tasks_of("a")[0];
    let steps = vec![workflows::engine::Modification::Move {
        instance: task,
        to: "a".to_owned(),
        scope: None,
        variables: Context::new(),
    }];
    let reason = "once more".to_owned();
    player
        .send(Request::Modify { steps, reason }, None)
        .unwrap();
    player.send(Request::Resume { reason: None }, None).unwrap();
    let journal = serde_json::to_string(&player.events).unwrap();
    let events: Vec<Event> = serde_json::from_str(&journal).unwrap();
    let mut replayed = workflows::engine::State::default();
    for event in &events {
        evolve(&mut replayed, event);
    }
    assert_eq!(replayed, player.state);
    let stored = serde_json::to_string(&player.state).unwrap();
    assert_eq!(upcast::load(&stored).unwrap(), player.state);
    // What an earlier release stored has no place for a migration.
    let mut older: serde_json::Value = serde_json::from_str(&stored).unwrap();
    older.as_object_mut().unwrap().remove("migrated");
    assert_eq!(upcast::load(&older.to_string()).unwrap().migrated, None);
}
