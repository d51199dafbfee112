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
