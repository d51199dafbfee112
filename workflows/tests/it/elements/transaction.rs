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
