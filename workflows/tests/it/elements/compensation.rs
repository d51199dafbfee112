//! Compensation (BPMN 13.5.5; DIALECT 3.7).

use crate::script::check;

#[test]
fn handlers_run_in_reverse_order_and_only_for_what_completed() {
    check(
        "start s -> a
         user a -> b
         boundary ca on a compensate handler=ua
         user ua undo
         user b -> c
         boundary cb on b compensate handler=ub
         user ub undo
         user c -> e
         boundary cc on c compensate handler=uc
         user uc undo
         boundary late on c timer=P1D -> t
         throw t compensate -> e
         end e",
        "
        - complete: a
        - complete: b
        - fire: late
        - expect: { tasks: [ub] }
        - complete: ub
        - expect: { tasks: [ua] }
        - complete: ua
        - expect: { state: completed, done: [a, b, ub, ua] }
        ",
    );
}

#[test]
fn compensation_of_a_multi_instance() {
    check(
        "start s -> a
         user a mi=parallel over='= [10, 20, 30]' as=n -> t
         boundary ca on a compensate handler=ua
         user ua undo name='undo {n}'
         throw t compensate=a -> e
         end e",
        "
        - complete: a
          item: 2
        - complete: a
          item: 3
        - complete: a
          item: 1
        - expect: { tasks: [{ element: ua, name: undo 10 }] }
        - complete: ua
        - expect: { tasks: [{ element: ua, name: undo 30 }] }
        - complete: ua
        - expect: { tasks: [{ element: ua, name: undo 20 }] }
        - complete: ua
        - expect: { state: completed }
        ",
    );
}

#[test]
fn what_a_finished_sub_process_did_is_undone_too() {
    check(
        "start s -> x
         sub x -> b {
           start xs -> a
           user a -> xe
           boundary ca on a compensate handler=ua
           user ua undo
           end xe
         }
         user b -> e
         end e compensate",
        "
        - complete: a
        - complete: b
        - expect: { tasks: [ua] }
        - complete: ua
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_compensating_event_subprocess_undoes_its_scope_in_its_own_way() {
    check(
        "start s -> x
         sub x -> b {
           start xs -> a
           user a -> xe
           boundary ca on a compensate handler=ua
           user ua undo
           end xe
           event undo_x {
             start us compensate -> tell
             user tell -> back
             throw back compensate=a -> ue
             end ue
           }
         }
         user b -> t
         throw t compensate=x -> e
         end e",
        "
        - complete: a
        - complete: b
        - expect: { tasks: [tell] }
        - complete: tell
        - expect: { tasks: [ua] }
        - complete: ua
        - expect: { state: completed, done: [a, b, tell, ua] }
        ",
    );
}

#[test]
fn nothing_to_undo_passes() {
    check(
        "start s -> t
         throw t compensate -> e
         end e",
        "- expect: { state: completed }",
    );
}

#[test]
fn it_is_undone_once() {
    check(
        "start s -> a
         user a -> t
         boundary ca on a compensate handler=ua
         user ua undo
         throw t compensate -> t2
         throw t2 compensate -> e
         end e",
        "
        - complete: a
        - complete: ua
        - expect: { state: completed, done: [a, ua] }
        ",
    );
}

#[test]
fn one_activity_alone_can_be_compensated() {
    check(
        "start s -> a
         user a -> b
         boundary ba on a compensate handler=ha
         user ha undo
         user b -> t
         boundary bb on b compensate handler=hb
         user hb undo
         throw t compensate=a -> e
         end e",
        "
        - complete: a
        - complete: b
        - expect: { tasks: [ha] }
        - complete: ha
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_handler_sees_what_its_activity_knew() {
    check(
        "start s -> a
         user a in:place='= \"hall\"' -> t
         boundary ba on a compensate handler=ha
         service ha type=cancel undo
         throw t compensate -> e
         end e",
        "
        - complete: a
        - job: ha
        - expect: { state: completed, calls: [{ type: cancel, place: hall }] }
        ",
    );
}

#[test]
fn a_handler_may_be_a_sub_process() {
    check(
        "start s -> a
         user a -> t
         boundary ba on a compensate handler=ha
         sub ha undo {
           start hs -> h1
           user h1 -> h2
           user h2 -> he
           end he
         }
         throw t compensate -> e
         end e",
        "
        - complete: a
        - complete: h1
        - expect: { state: waiting, tasks: [h2] }
        - complete: h2
        - expect: { state: completed }
        ",
    );
}
