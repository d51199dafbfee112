//! Putting tokens before elements, taking them away, moving them.

use crate::script::{check, check_with};

#[test]
fn a_token_moves_from_one_task_to_another() {
    check(
        "start s -> a
         user a -> b
         user b in:x='= given + 1' -> c
         user c -> e
         end e",
        "
        - modify: [{ move: a, to: c }]
        - expect: { tasks: [c], done: [] }
        - modify: [{ move: c, to: b, with: { given: 41 } }]
        - expect: { tasks: [b], variables: { given: null } }
        - complete: a
          refused: WITHDRAWN
        - complete: b
        - complete: c
        - expect: { state: completed, done: [b, c] }
        ",
    );
}

#[test]
fn activating_inside_a_sub_process_that_is_not_active_creates_it_with_its_events() {
    check_with(
        "start s -> a
         user a -> outer
         sub outer in:level='= 1' -> e {
             start os -> inner
             sub inner -> oe {
                 start is -> b
                 user b -> c
                 user c -> ie
                 end ie
             }
             boundary late on inner timer=P3D -> rescue
             user rescue -> oe
             end oe
             event help {
                 start call signal=help soft -> advice
                 user advice -> he
                 end he
             }
         }
         end e",
        "start: { variables: { level: 0 } }",
        "
        - modify: [{ move: a, to: c }]
        - expect:
            tasks: [c]
            waits: [{ element: late, kind: timer }, { element: call, kind: signal }]
        - signal: help
        - expect: { tasks: [c, advice] }
        - fire: late
        - expect: { tasks: [rescue, advice] }
        - complete: rescue
        - complete: advice
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_second_token_may_be_put_beside_the_first() {
    check(
        "start s -> a
         user a -> e
         user b -> e
         end e",
        "
        - modify: [{ activate: b }, { activate: b }]
        - expect: { tasks: [a, b, b] }
        - modify: [{ cancel: b }]
        - complete: a
        - complete: b
        - expect: { state: completed, done: [a, b] }
        ",
    );
}

#[test]
fn cancelling_ends_the_work_of_a_branch_and_the_join_is_told() {
    check(
        "start s -> fork
         or fork -> a [= true], b [= true]
         user a -> join
         service b type=geocode -> join
         boundary late on b timer=P1D -> lost
         user lost -> e
         or join -> c
         user c -> e
         end e",
        "
        - complete: a
        - expect: { tasks: [] }
        - modify: [{ cancel: b }]
        - expect: { tasks: [c], waits: [] }
        - complete: c
        - expect: { state: completed }
        ",
    );
}

#[test]
fn activating_a_join_fires_it_with_what_waits_there() {
    check(
        "start s -> fork
         and fork -> a, b
         user a -> join
         user b -> x
         xor x -> join [= true], e [default]
         and join -> c
         user c -> e
         end e",
        "
        - complete: a
        - modify: [{ activate: join }, { cancel: b }]
        - expect: { tasks: [c], incidents: [] }
        - complete: c
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_scope_that_loses_its_last_content_is_cancelled_too() {
    check(
        "start s -> fork
         and fork -> a, sub
         user a -> e
         sub sub -> after {
             start i -> b
             user b -> ie
             end ie
         }
         boundary late on sub timer=P1D -> e
         user after -> e
         end e",
        "
        - modify: [{ cancel: b }]
        - expect: { tasks: [a], waits: [] }
        - complete: a
        - expect: { state: completed }
        ",
    );
}

#[test]
fn what_makes_no_sense_is_refused_and_nothing_of_it_is_done() {
    check(
        "start s -> fork
         and fork -> a, sub
         user a -> e
         boundary late on a timer=P1D -> e
         sub sub mi=parallel n=2 -> e {
             start i -> b
             user b -> ie
             user c -> ie
             end ie
         }
         event helper {
             start call signal=help soft -> advice
             user advice -> he
             end he
         }
         service undo undo type=undo
         call called process=r -> e
         end e
         process r
         start rs -> re
         end re",
        "
        - modify: [{ activate: e }, { activate: nowhere }]
          refused: UNKNOWN_ELEMENT
        - modify: [{ activate: late }]
          refused: NOT_ACTIVATABLE
        - modify: [{ activate: call }]
          refused: NOT_ACTIVATABLE
        - modify: [{ activate: helper }]
          refused: NOT_ACTIVATABLE
        - modify: [{ activate: undo }]
          refused: NOT_ACTIVATABLE
        - modify: [{ activate: p }]
          refused: UNKNOWN_ELEMENT
        - modify: [{ activate: advice }]
          refused: EVENT_SUBPROCESS_INACTIVE
        - modify: [{ activate: c }]
          refused: INSIDE_MULTI_INSTANCE
        - modify: [{ activate: c, in: a }]
          refused: SCOPE_UNKNOWN
        - modify: [{ activate: c, in: sub }]
          refused: SCOPE_UNKNOWN
        - modify: [{ cancel: e }]
          refused: UNKNOWN_INSTANCE
        - modify: [{ cancel: p }]
          refused: PROCESS_ROOT
        - modify: [{ cancel: a }, { cancel: sub }]
          refused: NOTHING_LEFT
        - modify: []
          refused: NOT_ACTIVATABLE
        - expect: { tasks: [a, b, b], waits: [{ element: late, kind: timer }, { element: call, kind: signal }] }
        - modify: [{ activate: c, in: sub, item: 2 }]
        - expect: { tasks: [a, b, b, c] }
        ",
    );
}

#[test]
fn two_live_sub_processes_make_a_place_ambiguous_but_a_move_stays_in_its_own() {
    check(
        "start s -> fork
         and fork -> x, y
         xor x -> sub
         xor y -> sub
         sub sub in:who='= 1' -> e {
             start i -> b
             user b -> c
             user c -> ie
             end ie
         }
         end e",
        "
        - modify: [{ activate: c }]
          refused: SCOPE_AMBIGUOUS
        - modify: [{ move: b, to: c }]
        - expect: { tasks: [b, c] }
        - complete: c
        - complete: b
        - complete: c
        - expect: { state: completed }
        ",
    );
}

#[test]
fn the_last_item_of_a_multi_instance_moves_out_of_it() {
    check(
        "start s -> m
         user m mi=sequential n=3 -> after
         user after -> e
         user other -> e
         end e",
        "
        - complete: m
        - modify: [{ move: m, to: other }]
        - expect: { tasks: [other] }
        - complete: other
        - expect: { state: completed, done: [m, other] }
        ",
    );
}

#[test]
fn a_cancelled_item_of_a_multi_instance_counts_as_terminated() {
    check(
        "start s -> m
         user m mi=parallel n=3 -> e
         end e",
        "
        - modify: [{ cancel: m, item: 2 }]
        - expect: { tasks: [{ element: m, item: 1 }, { element: m, item: 3 }] }
        - complete: m
          item: 1
        - complete: m
          item: 3
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_called_process_is_changed_by_naming_a_scope_inside_it() {
    check(
        "start s -> called
         call called process=r -> e
         end e
         process r
         start rs -> b
         user b -> c
         user c -> re
         end re",
        "
        - modify: [{ activate: c }]
          refused: UNKNOWN_ELEMENT
        - modify: [{ activate: c, in: r }]
        - expect: { tasks: [b, c] }
        - modify: [{ cancel: r }]
          refused: PROCESS_ROOT
        - modify: [{ cancel: b }, { cancel: c }]
          refused: NOTHING_LEFT
        - modify: [{ move: b, to: c }]
        - expect: { tasks: [c, c] }
        ",
    );
}

#[test]
fn variables_are_set_where_an_operator_says() {
    check_with(
        "start s -> a
         user a name='Berkas {x}' in:x='= 1' out:y='= x' -> e
         end e",
        "start: { variables: { x: 0 } }",
        "
        - set: { x: 7 }
          in: a
        - expect: { variables: { x: 0 } }
        - complete: a
        - expect: { state: completed, variables: { x: 0, y: 7 } }
        ",
    );
    check(
        "start s -> a
         user a -> e
         end e",
        "
        - set: { x: 7 }
          in: nowhere
          refused: NOT_FOUND
        ",
    );
}
