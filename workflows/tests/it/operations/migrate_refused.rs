//! Migrations that would lose a token or leave it stuck: refused with every reason, and nothing changes.

use crate::script::check_migration;

#[test]
fn what_has_no_place_is_named() {
    check_migration(
        "start s -> fork
         and fork -> a, b, c, sub, m
         user a -> e
         user b -> e
         user c -> e
         user m mi=parallel n=2 -> e
         sub sub -> e {
             start i -> d
             user d -> ie
             end ie
         }
         end e",
        "start s -> fork
         and fork -> b, c, sub, m
         service b type=x -> e
         user c -> d
         user d -> e
         sub sub -> e {
             start i -> ie
             end ie
         }
         user m mi=sequential n=2 -> e
         end e",
        "
        - migrate: q
          obstacles: [a ELEMENT_MISSING, b KIND_CHANGED, d SCOPE_CHANGED, m REPETITION_CHANGED, m REPETITION_CHANGED, m REPETITION_CHANGED]
        - expect: { tasks: [a, b, c, d, m, m] }
        - migrate: q
          mapping: { a: c }
          obstacles: [b KIND_CHANGED, d SCOPE_CHANGED, m REPETITION_CHANGED, m REPETITION_CHANGED, m REPETITION_CHANGED, c MAPPED_TWICE]
        ",
    );
}

#[test]
fn a_token_at_a_join_that_is_gone_is_named() {
    check_migration(
        "start s -> fork
         and fork -> a, b
         user a -> join
         user b -> join
         and join -> e
         end e",
        "start s -> fork
         and fork -> a, b
         user a -> e
         user b -> e
         end e",
        "
        - complete: a
        - migrate: q
          obstacles: [join ELEMENT_MISSING]
        ",
    );
}

#[test]
fn a_waiting_join_that_could_never_complete_is_refused() {
    check_migration(
        "start s -> fork
         and fork -> a, b
         user a -> join
         user b -> join
         and join -> e
         end e",
        "start s -> fork
         and fork -> a, b, c
         user a -> join
         user b -> join
         user c -> join
         and join -> e
         end e",
        "
        - migrate: q
          obstacles: [a JOIN_STUCK]
        - complete: a
        - migrate: q
          obstacles: [join JOIN_STUCK]
        - complete: b
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_token_in_front_of_a_new_join_is_refused_but_before_its_fork_it_is_not() {
    let old = "start s -> a
         user a -> b
         user b -> e
         end e";
    let new = "start s -> a
         user a -> fork
         and fork -> b, c
         user b -> join
         user c -> join
         and join -> again
         xor again -> a [= more], e [default]
         end e";
    check_migration(old, new, "- migrate: q\n- expect: { tasks: [a] }");
    check_migration(
        old,
        new,
        "
        - complete: a
        - migrate: q
          obstacles: [b JOIN_STUCK]
        - modify: [{ move: b, to: a }]
        - migrate: q
        - complete: a
        - expect: { tasks: [b, c] }
        ",
    );
}

#[test]
fn what_is_done_must_stay_undoable() {
    check_migration(
        "start s -> pay
         service pay type=pay -> b
         boundary undo on pay compensate handler=refund
         service refund undo type=refund
         user b -> e
         end e",
        "start s -> b
         user b -> e
         end e",
        "
        - migrate: q
          obstacles: [pay ELEMENT_MISSING]
        - job: pay
        - migrate: q
          obstacles: [pay COMPENSATION_LOST]
        ",
    );
}

#[test]
fn what_the_new_version_waits_for_must_be_known() {
    check_migration(
        "start s -> a
         user a -> e
         end e",
        "start s -> a
         user a -> e
         boundary late on a timer='= deadline' -> e
         end e",
        "
        - migrate: q
          obstacles: [a WAIT_FAILED]
        - set: { deadline: P1D }
        - migrate: q
        - expect: { waits: [{ element: late, kind: timer }] }
        ",
    );
}

#[test]
fn a_gateway_must_not_be_left_without_events() {
    check_migration(
        "start s -> g
         eventgw g -> one, two
         catch one signal=one -> e
         catch two signal=two -> e
         end e",
        "start s -> g
         eventgw g -> one, two
         catch one timer=P1D -> e
         catch two timer='= nonsense' -> e
         end e",
        "
        - migrate: q
          obstacles: [g WAIT_FAILED]
        ",
    );
}

#[test]
fn a_task_whose_new_assignment_fails_is_named_only_when_it_is_asked_for() {
    check_migration(
        "start s -> a
         user a users=budi -> e
         end e",
        "start s -> a
         user a due=soon -> e
         end e",
        "
        - migrate: q
          reassign: true
          obstacles: [a TASK_FAILED]
        - migrate: q
        - expect: { tasks: [{ element: a, candidates: [budi] }] }
        ",
    );
}

#[test]
fn there_must_be_such_a_version_and_something_to_take_back() {
    check_migration(
        "start s -> a
         user a -> e
         end e",
        "start s -> a
         user a -> e
         end e",
        "
        - migrate: nowhere
          refused: INVALID
        - rollback: true
          refused: INVALID
        - migrate: q
          in: a
          refused: NOT_FOUND
        - migrate: q
        - rollback: true
        - rollback: true
          refused: INVALID
        ",
    );
}
