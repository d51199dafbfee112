//! Execution and task listeners.

use crate::script::check;

#[test]
fn execution_listeners_hold_the_element_at_both_ends() {
    check(
        "start s -> a
         user a listen:start=before listen:end=after -> e
         end e",
        "
        - expect: { tasks: [], waits: [{ element: a, kind: job, name: before }] }
        - job: before
        - expect: { tasks: [a], waits: [] }
        - complete: a
        - expect: { state: waiting, tasks: [], waits: [{ element: a, kind: job, name: after }] }
        - job: after
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_creating_listener_corrects_the_task() {
    check(
        "start s -> a
         user a groups=TEAM tasklisten:creating=route -> e
         end e",
        "
        - expect: { tasks: [] }
        - job: route
          corrections: { candidateGroups: [OTHER], priority: 80 }
        - expect: { tasks: [{ element: a, candidates: [OTHER], priority: 80 }] }
        ",
    );
}

#[test]
fn a_listener_may_correct_everything_that_the_inbox_sorts_by() {
    check(
        "start s -> a
         user a tasklisten:creating=route -> e
         end e",
        "
        - job: route
          corrections: { assignee: SEKDA@64.02, candidateUsers: [A, B], candidateGroups: [C], dueDate: 2026-07-10T16:00:00+08:00, followUpDate: 2026-07-09T08:00:00+08:00, priority: 0 }
        - expect:
            tasks:
              - element: a
                assignee: SEKDA@64.02
                candidates: [A, B, C]
                due: 2026-07-10T08:00:00Z
                followUp: 2026-07-09T00:00:00Z
                priority: 0
        ",
    );
}

#[test]
fn a_completing_listener_may_deny() {
    check(
        "start s -> a
         user a tasklisten:completing=guard -> e
         end e",
        "
        - complete: a
          with: { x: 1 }
        - complete: a
          refused: INVALID
        - job: guard
          denied: not yet
        - expect: { tasks: [a], waits: [], variables: { x: null } }
        - complete: a
          with: { x: 2 }
        - job: guard
        - expect: { state: completed, variables: { x: 2 } }
        ",
    );
}

#[test]
fn an_assigning_listener_may_choose_somebody_else() {
    check(
        "start s -> a
         user a tasklisten:assigning=pick -> e
         end e",
        "
        - assign: a
          to: ana
        - job: pick
          corrections: { assignee: budi }
        - expect: { tasks: [{ element: a, assignee: budi }] }
        ",
    );
}

#[test]
fn a_completing_listener_corrects_what_the_record_says_of_the_task() {
    check(
        "start s -> a
         user a users=budi tasklisten:completing=stamp -> e
         end e",
        "
        - complete: a
        - job: stamp
          corrections: { nonsense: 1 }
        - expect: { tasks: [a], incidents: [{ element: a, code: CORRECTION_UNKNOWN }] }
        - complete: a
        - job: stamp
          corrections: { priority: 90, assignee: siti }
        - expect: { state: completed, done: [a] }
        ",
    );
}

#[test]
fn a_canceling_listener_hears_of_a_withdrawn_task_and_its_scope_waits_for_it() {
    check(
        "start s -> a
         user a tasklisten:canceling=tell -> e
         boundary late on a timer=P1D -> e
         end e",
        "
        - fire: late
        - expect: { state: waiting, tasks: [], waits: [{ element: a, kind: job, name: tell }] }
        - complete: a
          refused: WITHDRAWN
        - fail: tell
        - expect: { state: incident }
        - retry: a
        - job: tell
        - expect: { state: completed }
        ",
    );
}

#[test]
fn each_withdrawn_item_of_a_multi_instance_is_told_but_a_cancelled_instance_tells_nobody() {
    let process = "start s -> m
         user m mi=parallel n=3 until='= numberOfCompletedInstances >= 1' tasklisten:canceling=tell -> e
         end e";
    check(
        process,
        "
        - complete: m
          item: 2
        - expect: { state: waiting, tasks: [], waits: [{ element: m, kind: job }, { element: m, kind: job }] }
        - job: tell
        - job: tell
        - expect: { state: completed }
        ",
    );
    check(
        process,
        "
        - cancel: no longer needed
        - expect: { state: cancelled, waits: [] }
        ",
    );
}

#[test]
fn a_gateway_and_an_event_can_have_listeners() {
    check(
        "start s listen:end=began -> g
         xor g listen:start=judged -> c
         catch c timer=P1D listen:end=late -> e
         end e listen:start=ended",
        "
        - job: began
        - job: judged
        - expect: { waits: [{ element: c, kind: timer }] }
        - advance: P1D
        - job: late
        - expect: { state: waiting, waits: [{ element: e, kind: job, name: ended }] }
        - job: ended
        - expect: { state: completed }
        ",
    );
}

#[test]
fn several_listeners_are_asked_one_after_the_other() {
    check(
        "start s -> x
         sub x listen:end=after listen:end=later -> e {
           start xs -> xe
           end xe
         }
         end e",
        "
        - expect: { waits: [{ element: x, kind: job, name: after }] }
        - job: after
        - expect: { waits: [{ element: x, kind: job, name: later }] }
        - job: later
        - expect: { state: completed }
        ",
    );
}
