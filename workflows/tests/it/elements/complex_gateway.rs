//! Complex gateway as an n-of-m join (BPMN 13.4.5).

use crate::script::check;

const TWO_OF_THREE: &str = "start s -> fork
    and fork -> a, b, c
    user a -> join
    user b -> join
    user c -> join
    complex join when='= activatedCount >= 2' -> last
    user last -> e
    end e";

#[test]
fn it_goes_on_when_enough_have_arrived_and_swallows_the_rest() {
    check(
        TWO_OF_THREE,
        "
        - complete: c
        - expect: { tasks: [a, b] }
        - complete: a
        - expect: { tasks: [b, last] }
        - complete: last
        - expect: { state: waiting, tasks: [b] }
        - complete: b
        - expect: { state: completed, done: [c, a, last, b] }
        ",
    );
}

#[test]
fn the_next_round_counts_anew() {
    check(
        "start s -> m
         xor m -> fork
         and fork -> a, b, c
         user a -> join
         user b -> join
         user c -> join
         complex join when='= activatedCount >= 2' -> last
         user last -> again
         xor again -> m [= redo], e [default]
         end e",
        "
        - complete: a
        - complete: b
        - complete: c
        - complete: last
          with: { redo: true }
        - expect: { tasks: [a, b, c] }
        - complete: a
        - expect: { tasks: [b, c] }
        - complete: c
        - expect: { tasks: [b, last] }
        ",
    );
}
