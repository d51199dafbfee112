//! Lanes: their name is there when a task is assigned.

use crate::script::{check, check_with};

#[test]
fn the_lane_of_a_task_can_say_who_does_it_and_by_when() {
    check(
        "start s -> a
         user a groups='= lane' due='= if lane = \"SEKDA@64.02\" then working days(now(), 2) else null' -> sub
         sub sub -> c {
         start s2 -> b
         user b groups='= [lane, \"role:AUDITOR\"]' -> e2
         end e2
         }
         user c groups='= lane' -> e
         end e
         lane l1 name=SEKDA@64.02 -> a
         lane l2 name=OPD_HEAD@64.02 -> sub",
        "
        - expect: { tasks: [{ element: a, candidates: [SEKDA@64.02], due: 2026-07-08 }] }
        - complete: a
        - expect: { tasks: [{ element: b, candidates: [OPD_HEAD@64.02, 'role:AUDITOR'] }] }
        - complete: b
        - expect: { tasks: [{ element: c, candidates: [] }] }
        ",
    );
}

#[test]
fn a_variable_of_that_name_goes_before_the_lane_and_nothing_is_written() {
    check_with(
        "start s -> a
         user a groups='= lane' -> b
         user b in:lane='= \"local\"' groups='= lane' -> e
         end e
         lane l name=OPD -> a, b",
        "start: { variables: { lane: mine } }",
        "
        - expect: { tasks: [{ element: a, candidates: [mine] }] }
        - complete: a
        - expect: { tasks: [{ element: b, candidates: [local] }], variables: { lane: mine } }
        ",
    );
}
