//! Escalations (BPMN 10.5.6; DIALECT 3.6).

use crate::script::check;

#[test]
fn a_non_interrupting_catch_lets_the_thrower_go_on() {
    check(
        "start s -> x
         sub x -> e {
           start xs -> t
           throw t escalation=SLOW -> a
           user a -> xe
           end xe
         }
         boundary b on x escalation=SLOW soft -> w
         user w -> e
         end e",
        "
        - expect: { tasks: [a, w] }
        - complete: w
        - complete: a
        - expect: { state: completed }
        ",
    );
}

#[test]
fn an_interrupting_catch_ends_the_thrower() {
    check(
        "start s -> x
         sub x -> e {
           start xs -> fork
           and fork -> a, t
           user a -> xe
           end xe
           throw t escalation=STOP -> never
           user never -> xe
         }
         boundary b on x escalation -> w
         user w -> e
         end e",
        "- expect: { tasks: [w] }",
    );
}

#[test]
fn uncaught_it_is_ignored() {
    check(
        "start s -> t
         throw t escalation=NOBODY -> e
         end e escalation=NOBODY",
        "- expect: { state: completed, incidents: [] }",
    );
}
