//! Inclusive gateway (BPMN 13.4.3; DIALECT 3.1).

use crate::script::{check, check_with};

const FORK: &str = "start s -> fork
    or fork -> a [= own], b [= grant], c [default]
    user a -> join
    user b -> join
    user c -> join
    or join -> last
    user last -> e
    end e";

#[test]
fn it_takes_every_true_flow_and_joins_exactly_those() {
    check_with(
        FORK,
        "start: { variables: { own: true, grant: true } }",
        "
        - expect: { tasks: [a, b] }
        - complete: a
        - expect: { tasks: [b] }
        - complete: b
        - expect: { tasks: [last] }
        ",
    );
    check_with(
        FORK,
        "start: { variables: { own: true, grant: false } }",
        "
        - complete: a
        - expect: { tasks: [last] }
        ",
    );
}

#[test]
fn the_default_flow_is_for_when_nothing_else_holds() {
    check_with(
        FORK,
        "start: { variables: { own: false, grant: false } }",
        "
        - expect: { tasks: [c] }
        - complete: c
        - complete: last
        - expect: { state: completed }
        ",
    );
}

#[test]
fn inclusive_join_after_token_death() {
    check(
        "start s -> fork
         and fork -> a, b
         user a -> join
         user b -> join
         boundary late on b timer=P1D -> away
         end away
         or join -> last
         user last -> e
         end e",
        "
        - complete: a
        - expect: { tasks: [b] }
        - fire: late
        - expect: { tasks: [last] }
        - complete: last
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_join_waits_for_a_token_that_loops_back_before_it() {
    check(
        "start s -> fork
         or fork -> m [= true], b [= true]
         xor m -> a
         user a -> again
         xor again -> m [= redo], join [default]
         user b -> join
         or join -> last
         user last -> e
         end e",
        "
        - complete: b
        - expect: { tasks: [a] }
        - complete: a
          with: { redo: true }
        - expect: { tasks: [a] }
        - complete: a
          with: { redo: false }
        - expect: { tasks: [last] }
        ",
    );
}

#[test]
fn joins_that_wait_for_each_other_in_a_loop_go_on() {
    check(
        "start s -> fork
         or fork -> j1 [= true], j2 [= true]
         or j1 -> a
         user a -> g1
         xor g1 -> j2 [= not(back)], j1 [default]
         or j2 -> b
         user b -> g2
         xor g2 -> j1 [= back], e [default]
         end e",
        "
        - expect: { tasks: [a] }
        - complete: a
          with: { back: false }
        - expect: { tasks: [b] }
        - complete: b
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_join_is_judged_again_when_an_event_subprocess_ends_the_others() {
    check(
        "start s -> x
         sub x -> e {
           start xs -> fork
           and fork -> a, inner
           user a -> join
           sub inner -> join {
             start is -> b
             user b -> ie
             end ie
           }
           boundary out on inner message=GIVE_UP key='= 1' -> gone
           end gone
           or join -> last
           user last -> xe
           end xe
         }
         end e",
        "
        - complete: a
        - message: GIVE_UP
        - expect: { tasks: [last] }
        - complete: last
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_join_waits_for_whoever_can_still_come_by_a_boundary_event() {
    let process = "start s -> fork
         and fork -> a, b
         user a -> join
         user b -> away
         boundary late on b timer=P1D -> join
         end away
         or join -> last
         user last -> e
         end e";
    check(
        process,
        "
        - complete: a
        - expect: { tasks: [b] }
        - fire: late
        - expect: { tasks: [last] }
        - complete: last
        - expect: { state: completed, done: [a, last] }
        ",
    );
    check(
        process,
        "
        - complete: a
        - complete: b
        - expect: { tasks: [last] }
        ",
    );
}

#[test]
fn a_join_waits_for_whoever_can_still_come_by_a_link() {
    check(
        "start s -> fork
         and fork -> a, b
         user a -> join
         user b -> t
         throw t link=back
         catch c link=back -> join
         or join -> last
         user last -> e
         end e",
        "
        - complete: a
        - expect: { tasks: [b] }
        - complete: b
        - expect: { tasks: [last] }
        - complete: last
        - expect: { state: completed }
        ",
    );
}
