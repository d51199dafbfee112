//! Start events.

use workflows::engine::{World, conditional_starts};
use workflows::feel::{Context, Environment};
use workflows::simulate::{Deployment, LocalCalendar, Source};

use crate::script::{check_with, xml};

#[test]
fn the_named_start_event_is_taken() {
    let process = "start s -> a
         start m message=AMEND -> b
         user a -> e
         user b -> e
         end e";
    check_with(process, "", "- expect: { tasks: [a] }");
    check_with(
        process,
        "start: { event: m, variables: { why: budget } }",
        "- expect: { tasks: [b], variables: { why: budget }, waits: [] }",
    );
}

#[test]
fn a_timer_or_signal_start_event_starts_like_any_other() {
    let process = "start t cycle=R/P1M -> a
         start g signal=BUDGET -> b
         user a -> e
         user b -> e
         end e";
    check_with(process, "start: { event: t }", "- expect: { tasks: [a] }");
    check_with(process, "start: { event: g }", "- expect: { tasks: [b] }");
}

#[test]
fn a_conditional_start_event_is_started_by_who_asks_whether_it_holds() {
    let process = "start s -> a
         start c condition='= rainfall > limit' -> b
         start d condition='= rainfall' -> b
         user a -> e
         user b -> e
         end e";
    check_with(process, "start: { event: c }", "- expect: { tasks: [b] }");
    let source = Source {
        path: "p.bpmn".to_owned(),
        text: xml(process),
    };
    let deployment = Deployment::read(&[source], LocalCalendar::of("/id/", Default::default()));
    let world: &dyn World = &deployment;
    let environment = Environment {
        now: "2026-07-06T00:00:00Z".parse().unwrap(),
        zone: chrono_tz::Asia::Jakarta,
        calendar: world.calendar(),
        limits: Default::default(),
        seed: None,
    };
    let ask = |names: &[(&str, i64)]| {
        let mut variables = Context::new();
        for (name, value) in names {
            variables.insert(*name, *value);
        }
        let asked = conditional_starts(deployment.first().unwrap(), &variables, &environment);
        asked
            .into_iter()
            .map(|it| (it.element, it.holds.ok()))
            .collect::<Vec<_>>()
    };
    let answer = |c, d| vec![("c".to_owned(), c), ("d".to_owned(), d)];
    assert_eq!(
        ask(&[("rainfall", 90), ("limit", 50)]),
        answer(Some(true), None)
    );
    assert_eq!(ask(&[("limit", 50)]), answer(Some(false), Some(false)));
}

#[test]
fn a_message_start_event_brings_its_variables() {
    check_with(
        "start m message=AMEND -> b
         user b -> e
         end e",
        "start: { event: m, variables: { why: budget } }",
        "- expect: { tasks: [b], variables: { why: budget }, waits: [] }",
    );
}

#[test]
fn a_conditional_start_event_starts_like_any_other() {
    check_with(
        "start c condition='= stock < 5' -> b
         user b -> e
         end e",
        "start: { event: c, variables: { stock: 2 } }",
        "- expect: { tasks: [b], waits: [] }",
    );
}
