//! Transaction and cancel (BPMN 13.5.5).

use crate::script::check;

#[test]
fn cancelling_undoes_what_completed_and_leaves_by_the_cancel_boundary() {
    check(
        "start s -> x
         transaction x -> e {
           start xs -> fork
           and fork -> a, slow
           user a -> g
           boundary ca on a compensate handler=ua
           user ua undo
           xor g -> stop [= refused], xe [default]
           user slow -> xe
           end stop cancel
           end xe
         }
         boundary c on x cancel -> after
         user after -> e
         end e",
        "
        - complete: a
          with: { refused: true }
        - expect: { tasks: [ua] }
        - complete: slow
          refused: WITHDRAWN
        - complete: ua
        - expect: { tasks: [after] }
        - complete: after
        - expect: { state: completed }
        ",
    );
}

#[test]
fn uncancelled_it_is_an_ordinary_scope() {
    check(
        "start s -> x
         transaction x -> b {
           start xs -> a
           user a -> xe
           end xe
         }
         boundary c on x cancel -> e
         user b -> e
         end e",
        "
        - complete: a
        - expect: { tasks: [b] }
        ",
    );
}

#[test]
fn a_transaction_over_a_list_is_cancelled_as_a_whole() {
    check(
        "start s -> t
         transaction t mi=parallel n=2 -> e {
           start ts -> a
           user a -> g
           xor g -> stop [= stop], te [default]
           end stop cancel
           end te
         }
         boundary c on t cancel -> w
         user w -> e
         end e",
        "
        - expect: { tasks: [a, a] }
        - complete: a
          with: { stop: true }
        - expect: { tasks: [w] }
        ",
    );
}
