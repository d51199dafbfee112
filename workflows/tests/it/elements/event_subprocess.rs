//! Event sub-processes (BPMN 13.5.4).

use crate::script::{check, check_with};

#[test]
fn an_interrupting_one_ends_the_scope_and_takes_its_place() {
    check(
        "start s -> a
         user a -> e
         event change {
           start es message=HEAD_CHANGED key='= 1' -> b
           user b -> ee
           end ee
         }
         event other {
           start os timer=P30D -> oe
           end oe
         }
         end e",
        "
        - message: HEAD_CHANGED
        - expect: { tasks: [b], waits: [] }
        - complete: b
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_non_interrupting_one_runs_beside_as_often_as_it_is_called() {
    check(
        "start s -> a
         user a -> e
         event note {
           start es message=NOTE key='= 1' soft -> b
           user b -> ee
           end ee
         }
         end e",
        "
        - message: NOTE
        - message: NOTE
        - expect: { tasks: [a, b, b] }
        - complete: a
        - expect: { state: waiting, tasks: [b, b], waits: [{ element: es, kind: message }] }
        - complete: b
        - complete: b
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_cycle_starts_it_again_and_again() {
    check(
        "start s -> a
         user a -> e
         event weekly {
           start es cycle=R/P7D soft -> b
           user b -> ee
           end ee
         }
         end e",
        "
        - advance: 15 days
        - expect: { tasks: [a, b, b], waits: [{ element: es, kind: timer, due: 2026-07-27 }] }
        ",
    );
}

#[test]
fn it_catches_errors_of_its_scope_before_the_boundary_does() {
    check_with(
        "start s -> x
         sub x -> e {
           start xs -> a
           user a -> xe
           end xe error=BAD
           event caught {
             start es error=BAD -> b
             user b -> ee
             end ee
           }
         }
         boundary outer on x error=BAD -> c
         user c -> e
         end e",
        "",
        "
        - complete: a
        - expect: { tasks: [b] }
        - complete: b
        - expect: { state: completed, done: [a, b] }
        ",
    );
}

#[test]
fn what_it_throws_itself_goes_to_the_boundary() {
    check(
        "start s -> x
         sub x -> e {
           start xs -> xe
           end xe error=BAD
           event caught {
             start es error=BAD -> ee
             end ee error=BAD
           }
         }
         boundary outer on x error=BAD -> c
         user c -> e
         end e",
        "- expect: { tasks: [c] }",
    );
}

#[test]
fn a_timer_or_a_signal_can_take_the_place_of_the_scope() {
    for (trigger, step) in [
        ("timer=P3D", "advance: P3D"),
        ("signal=STOP", "signal: STOP"),
    ] {
        check(
            &format!(
                "start s -> a
                 user a -> e
                 event late {{
                   start es {trigger} -> b
                   user b -> ee
                   end ee
                 }}
                 end e"
            ),
            &format!(
                "
                - {step}
                - expect: {{ tasks: [b], waits: [] }}
                - complete: b
                - expect: {{ state: completed }}
                "
            ),
        );
    }
}

#[test]
fn a_timer_a_signal_or_a_condition_can_start_it_beside() {
    for (trigger, step) in [
        ("timer=PT2H", "advance: PT2H"),
        ("signal=NEWS", "signal: NEWS"),
        ("condition='= stock < 5'", "set: { stock: 3 }"),
    ] {
        check(
            &format!(
                "start s -> a
                 user a -> e
                 event beside {{
                   start es {trigger} soft -> b
                   user b -> ee
                   end ee
                 }}
                 end e"
            ),
            &format!(
                "
                - {step}
                - expect: {{ tasks: [a, b] }}
                - complete: a
                - complete: b
                - expect: {{ state: completed }}
                "
            ),
        );
    }
}

#[test]
fn an_escalation_starts_it_beside_or_instead() {
    for (soft, tasks) in [("soft", "[a, b]"), ("", "[b]")] {
        check(
            &format!(
                "start s -> x
                 sub x -> e {{
                   start xs -> up
                   throw up escalation=HIGHER -> a
                   user a -> xe
                   event higher {{
                     start es escalation=HIGHER {soft} -> b
                     user b -> ee
                     end ee
                   }}
                   end xe
                 }}
                 end e"
            ),
            &format!("- expect: {{ tasks: {tasks}, incidents: [] }}"),
        );
    }
}

#[test]
fn a_scope_that_is_done_starts_nothing_more() {
    check(
        "start s -> x
         sub x listen:end=after -> e {
           start xs -> a
           user a -> xe
           event note {
             start es message=NOTE key='= 1' soft -> b
             user b -> ee
             end ee
           }
           end xe
         }
         end e",
        "
        - expect: { waits: [{ element: es, kind: message }] }
        - complete: a
        - expect: { waits: [{ element: x, kind: job, name: after }] }
        - job: after
        - expect: { state: completed }
        ",
    );
}
