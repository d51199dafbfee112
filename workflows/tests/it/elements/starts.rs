//! Start events.

use crate::script::check_with;

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
