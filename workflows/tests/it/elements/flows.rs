//! Sequence flows out of activities (BPMN 13.2.1).

use crate::script::{check, check_with};

#[test]
fn several_flows_out_of_a_task_split_in_parallel() {
    check(
        "start s -> a
         user a -> b, c
         user b -> e
         user c -> e
         end e",
        "
        - complete: a
        - expect: { tasks: [b, c] }
        ",
    );
}

#[test]
fn conditions_out_of_a_task_are_each_judged() {
    let process = "start s -> a
         user a -> b [= x > 1], c [= x > 2], d [default]
         user b -> e
         user c -> e
         user d -> e
         end e";
    for (x, open) in [(3, "[b, c]"), (2, "[b]"), (0, "[d]")] {
        check_with(
            process,
            "",
            &format!("- complete: a\n  with: {{ x: {x} }}\n- expect: {{ tasks: {open} }}"),
        );
    }
}

#[test]
fn several_flows_into_a_task_start_it_each_time() {
    check(
        "start s -> fork
         and fork -> a, b
         user a -> c
         user b -> c
         user c -> e
         end e",
        "
        - complete: a
        - complete: b
        - expect: { tasks: [c, c] }
        ",
    );
}

#[test]
fn a_task_without_outgoing_flow_ends_its_token() {
    check(
        "start s -> a
         user a",
        "
        - complete: a
        - expect: { state: completed }
        ",
    );
}
