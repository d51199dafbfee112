//! User and manual tasks.

use workflows::engine::Request;
use workflows::feel::Context;
use workflows::simulate::{Deployment, LocalCalendar, Player, Source};

use crate::notation::xml;
use crate::script::{check, check_with};

#[test]
fn a_task_waits_for_a_person_and_its_values_rise() {
    check(
        "start s -> a
         user a name='Unggah {1 + 1} buku' -> e
         end e",
        "
        - expect: { state: waiting, tasks: [{ element: a, name: Unggah 2 buku }] }
        - complete: a
          with: { answer: 42 }
        - expect: { state: completed, variables: { answer: 42 }, done: [a] }
        ",
    );
}

#[test]
fn assignment_schedule_and_priority_are_evaluated_on_activation() {
    check_with(
        "start s -> a
         user a assignee='= lead' groups='= [role, \"SEKDA@64.02\"]' due='= working days(now(), 5)' priority='= 70 + 5' -> e
         end e",
        "start: { variables: { lead: EXEC_LEAD@64.02, role: 'role:COUNCIL_MEMBER' } }",
        "
        - expect:
            tasks:
              - element: a
                assignee: EXEC_LEAD@64.02
                candidates: [SEKDA@64.02, 'role:COUNCIL_MEMBER']
                due: 2026-07-13
                priority: 75
        ",
    );
}

#[test]
fn dates_may_be_literal_and_what_is_not_said_has_its_usual_value() {
    check(
        "start s -> a
         user a due=2026-07-10T16:00:00+08:00 followup='= date and time(\"2026-07-08T09:00:00@Asia/Makassar\")' -> b
         user b due='= working days(date(\"2026-07-10\"), 1)' -> e
         end e",
        "
        - expect:
            tasks:
              - element: a
                due: 2026-07-10T08:00:00Z
                followUp: 2026-07-08T01:00:00Z
                priority: 50
                assignee: null
                candidates: []
        - complete: a
        - expect: { tasks: [{ element: b, due: 2026-07-13, followUp: null }] }
        ",
    );
}

#[test]
fn a_priority_beyond_its_bounds_is_an_incident_and_a_retry_goes_on() {
    check_with(
        "start s -> a
         user a priority='= urgency' -> e
         end e",
        "start: { variables: { urgency: 101 } }",
        "
        - expect: { state: incident, incidents: [{ element: a, code: PRIORITY_INVALID }] }
        - set: { urgency: 100 }
        - retry: a
        - expect: { tasks: [{ element: a, priority: 100 }] }
        ",
    );
}

#[test]
fn a_claimed_task_belongs_to_its_holder_until_released() {
    check(
        "start s -> a
         user a groups=TEAM -> e
         end e",
        "
        - claim: a
          to: ana
        - claim: a
          to: budi
          refused: CLAIMED_BY_OTHER
        - claim: a
          to: ana
        - release: a
        - claim: a
          to: budi
        - expect: { tasks: [{ element: a, assignee: budi }] }
        ",
    );
}

#[test]
fn a_finished_task_cannot_be_finished_again() {
    check(
        "start s -> a
         user a -> b
         user b -> e
         end e",
        "
        - complete: a
        - complete: a
          refused: ALREADY_COMPLETED
        - complete: b
        - complete: b
          refused: ALREADY_COMPLETED
        - expect: { state: completed, done: [a, b] }
        ",
    );
}

#[test]
fn a_faulty_due_date_is_an_incident_and_a_retry_goes_on() {
    check_with(
        "start s -> a
         user a due='= deadline' -> e
         end e",
        "start: { variables: { deadline: soon } }",
        "
        - expect: { state: incident, tasks: [], incidents: [{ element: a, code: SCHEDULE_INVALID }] }
        - set: { deadline: 2026-08-01T10:00:00+08:00 }
        - retry: a
        - expect: { state: waiting, incidents: [], tasks: [{ element: a, due: 2026-08-01T10:00:00+08:00 }] }
        ",
    );
}

#[test]
fn a_returned_task_goes_to_the_boundary_event_with_the_reason() {
    check_with(
        "start s -> a
         user a -> e
         boundary back on a error=RETURNED -> fix
         user fix -> e
         end e",
        "people: { sekda: { positions: [SEKDA@64.02] } }",
        "
        - return: a
          by: sekda
          reason: NOT_SIGNED
          note: page 3
        - expect:
            tasks: [fix]
            variables:
              returned: { by: sekda, reasonCode: NOT_SIGNED, note: page 3, element: a, position: SEKDA@64.02 }
        - return: fix
          refused: NOT_RETURNABLE
        - return: fix
          reason: OTHER
          refused: INVALID
        - expect: { tasks: [fix] }
        ",
    );
}

#[test]
fn a_manual_task_waits_like_a_user_task() {
    check(
        "start s -> a
         manual a -> b
         task b -> e
         end e",
        "
        - expect: { tasks: [a] }
        - complete: a
        - expect: { state: completed }
        ",
    );
}

#[test]
fn nobody_checks_their_own_work() {
    check_with(
        "start s -> write
         user write -> review
         user review p:mufakat:separateFrom=write p:mufakat:strategic=true -> e
         end e",
        "people: { ana: {}, budi: {}, plt: { mode: PLT } }",
        "
        - complete: write
          by: ana
        - complete: review
          by: ana
          refused: FOUR_EYES
        - complete: review
          by: plt
          refused: MANDATE_ONLY
        - complete: review
          by: budi
        - expect: { state: completed }
        ",
    );
}

/// The guard is the decision's answer by mode, so it holds whoever acts, and whenever they came into office.
#[test]
fn a_guard_by_mode_lets_one_acting_official_sign_and_another_not() {
    check_with(
        "start s -> sign
         user sign p:mufakat:strategic='=authority.modes' -> e
         end e",
        "
        people: { plh: { mode: PLH }, plt: { mode: PLT }, pj: { mode: PJ } }
        start: { variables: { authority: { modes: { PLT: MAY_SIGN, PLH: NEEDS_MANDATE_LETTER, PJ: MUST_WAIT } } } }",
        "
        - complete: sign
          by: plh
          refused: NEEDS_MANDATE_LETTER
        - complete: sign
          by: pj
          refused: MANDATE_ONLY
        - complete: sign
          by: plt
        - expect: { state: completed }
        ",
    );
}

#[test]
fn schedule_and_priority_of_an_open_task_can_change() {
    let source = Source {
        path: "p.bpmn".to_owned(),
        text: xml("start s -> a
             user a -> e
             end e"),
    };
    let calendar = LocalCalendar::of("/id/", Default::default());
    let deployment = Deployment::read(&[source], calendar);
    let now = "2026-07-06T00:00:00Z".parse().unwrap();
    let mut player = Player::new(&deployment, now, chrono_tz::Asia::Jakarta, "/id/");
    player.start("p", None, None, Context::new()).unwrap();
    let task = player.tasks_of("a")[0];
    let due = "2026-07-09T09:00:00Z".parse().unwrap();
    let change = |priority| Request::UpdateTask {
        task,
        due: Some(due),
        priority: Some(priority),
    };
    player.send(change(90), None).unwrap();
    let facts = &player.state.tasks[&task].facts;
    assert_eq!((facts.due, facts.priority), (Some(due), 90));
    assert!(player.send(change(101), None).is_err());
}
