//! Whatever is asked, the engine stays within its bounds, and says what leaves it.

use workflows::engine::{Effect, Limits, Refusal, Request, effects, upcast};
use workflows::feel::{Context, Value};
use workflows::simulate::{Deployment, LocalCalendar, Player, Source};

use crate::notation::xml;

fn deployed(process: &str) -> Deployment {
    let source = Source {
        path: "p.bpmn".to_owned(),
        text: xml(process),
    };
    Deployment::read(&[source], LocalCalendar::of("/id/", Default::default()))
}

fn started(deployment: &Deployment) -> Player<'_> {
    let now = "2026-07-06T00:00:00Z".parse().unwrap();
    let mut player = Player::new(deployment, now, chrono_tz::Asia::Jakarta, "/id/");
    player.start("p", None, None, Context::new()).unwrap();
    player
}

const TASK: &str = "start s -> a
    user a -> e
    end e";

fn big(bytes: usize) -> Context {
    let mut values = Context::new();
    values.insert("text", "x".repeat(bytes));
    values
}

#[test]
fn values_over_the_bound_are_refused_and_change_nothing() {
    let mut deployment = deployed(TASK);
    deployment.limit(Limits {
        bytes: 10_000,
        ..Limits::default()
    });
    let mut player = started(&deployment);
    let task = player.tasks_of("a")[0];
    let before = player.state.clone();
    let refused = player.send(
        Request::CompleteTask {
            task,
            variables: big(20_000),
        },
        None,
    );
    assert_eq!(
        refused,
        Err(Refusal::Limit {
            limit: "INSTANCE_SIZE"
        })
    );
    assert_eq!(player.state, before);
    let request = Request::CompleteTask {
        task,
        variables: big(2_000),
    };
    player.send(request, None).unwrap();
    assert!(player.ended());
}

#[test]
fn a_script_that_doubles_a_text_for_ever_ends_in_an_incident() {
    let mut deployment = deployed(
        "start s -> m
         xor m -> t
         script t script='= if text = null then \"x\" else text + text' result=text -> g
         xor g -> e [= enough], m [default]
         end e",
    );
    deployment.limit(Limits {
        bytes: 100_000,
        ..Limits::default()
    });
    let player = started(&deployment);
    let codes: Vec<&str> = player
        .state
        .incidents
        .values()
        .map(|it| it.code.as_str())
        .collect();
    assert_eq!(codes, ["INSTANCE_SIZE"]);
    assert!(player.state.weight <= 100_000);
}

#[test]
fn more_tokens_than_allowed_wait_behind_an_incident_and_go_on_later() {
    let process = "start s -> fork
         and fork -> a, b, c, d
         user a -> e
         user b -> e
         user c -> e
         user d -> e
         end e";
    let mut narrow = deployed(process);
    narrow.limit(Limits {
        elements: 3,
        ..Limits::default()
    });
    let mut player = started(&narrow);
    assert_eq!(player.state.tasks.len(), 2);
    assert!(
        player
            .state
            .incidents
            .values()
            .all(|it| it.code == "TOKEN_LIMIT")
    );
    while !player.ended() {
        let task = *player.state.tasks.keys().next().unwrap();
        let request = Request::CompleteTask {
            task,
            variables: Context::new(),
        };
        player.send(request, None).unwrap();
        if let Some(incident) = player.state.incidents.keys().next().copied() {
            player
                .send(Request::RetryIncident { incident }, None)
                .unwrap();
        }
    }
    assert_eq!(player.completed, ["a", "b", "c", "d"]);
}

#[test]
fn effects_name_what_leaves_the_instance_and_nothing_else() {
    let deployment = deployed(
        "start s -> a
         user a -> t
         boundary late on a timer=P1D -> e
         throw t message=APPROVED key='= \"k\"' -> g
         throw g signal=DONE -> j
         service j type=work -> e
         end e",
    );
    let mut player = started(&deployment);
    let empty = workflows::engine::State::default();
    let task = player.tasks_of("a")[0];
    assert_eq!(
        effects(&empty, &player.events),
        [Effect::NotifyTask { task }]
    );
    let before = player.state.clone();
    let seen = player.events.len();
    let request = Request::CompleteTask {
        task,
        variables: Context::new(),
    };
    player.send(request, None).unwrap();
    let job = *player.state.jobs.keys().next().unwrap();
    assert_eq!(
        effects(&before, &player.events[seen..]),
        [
            Effect::PublishMessage {
                element: "t".to_owned(),
                name: "APPROVED".to_owned(),
                correlation_key: "k".to_owned(),
                time_to_live_ms: 3_600_000,
                variables: Context::new(),
            },
            Effect::BroadcastSignal {
                name: "DONE".to_owned(),
                variables: Context::new(),
            },
            Effect::OfferJob {
                job,
                kind: "work".to_owned()
            },
        ]
    );
}

#[test]
fn a_withdrawn_task_is_told_to_whoever_knew_of_it() {
    let deployment = deployed(
        "start s -> a
         user a -> e
         boundary late on a timer=P1D -> e
         end e",
    );
    let mut player = started(&deployment);
    let task = player.tasks_of("a")[0];
    let before = player.state.clone();
    let seen = player.events.len();
    let (timer, _) = player.next_timer().unwrap();
    player.send(Request::FireTimer { timer }, None).unwrap();
    assert_eq!(
        effects(&before, &player.events[seen..]),
        [Effect::WithdrawTask {
            task,
            state: "EXPIRED".to_owned()
        }]
    );
}

#[test]
fn a_snapshot_that_contradicts_itself_is_not_loaded() {
    let deployment = deployed(TASK);
    let player = started(&deployment);
    let sound = serde_json::to_value(&player.state).unwrap();
    assert!(upcast::load(&sound.to_string()).is_ok());
    let mut tampered = sound.clone();
    tampered["tasks"]["99"] = tampered["tasks"]["3"].clone();
    assert!(matches!(
        upcast::load(&tampered.to_string()),
        Err(upcast::LoadError::Unsound(_))
    ));
    let mut newer = sound;
    newer["version"] = 99.into();
    assert!(matches!(
        upcast::load(&newer.to_string()),
        Err(upcast::LoadError::Newer { found: 99 })
    ));
}

#[test]
fn events_keep_their_words_in_the_journal() {
    let deployment = deployed(TASK);
    let player = started(&deployment);
    for event in &player.events {
        let written = serde_json::to_string(event).unwrap();
        let read: workflows::engine::Event = serde_json::from_str(&written).unwrap();
        assert_eq!(&read, event, "{written}");
    }
    let first = serde_json::to_value(&player.events[0]).unwrap();
    assert_eq!(first["type"], "INSTANCE_STARTED");
    assert_eq!(Value::from_json(&first["process"]["id"]), Value::from("p"));
}
