//! Signals (BPMN 10.5.1).

use crate::script::check;

#[test]
fn a_signal_reaches_everyone_who_waits_in_the_instance() {
    check(
        "start s -> fork
         and fork -> c1, c2, a
         catch c1 signal=GO -> e
         catch c2 signal=GO -> x
         user x -> e
         user a -> t
         throw t signal=GO -> e
         end e",
        "
        - complete: a
        - expect: { tasks: [x], waits: [], signals: [GO] }
        - complete: x
        - expect: { state: completed }
        ",
    );
}

#[test]
fn another_signal_wakes_nobody() {
    check(
        "start s -> c
         catch c signal=GO -> e
         end e",
        "
        - signal: STAY
        - expect: { waits: [{ element: c, kind: signal, name: GO }] }
        - signal: GO
          with: { who: me }
        - expect: { state: completed, variables: { who: me } }
        ",
    );
}
