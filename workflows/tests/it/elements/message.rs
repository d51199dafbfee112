//! Messages (BPMN 10.5.1; DIALECT 2).

use crate::script::check_with;

#[test]
fn a_receive_task_and_a_catch_event_wait_for_name_and_key() {
    check_with(
        "start s -> r
         receive r message=ORDER key='= order.id' -> c
         catch c message=PAID key='= order.id' -> e
         end e",
        "start: { variables: { order: { id: A-7 } } }",
        "
        - expect: { waits: [{ element: r, kind: message, name: ORDER, key: A-7 }] }
        - message: ORDER
          key: A-7
          with: { amount: 12.50 }
        - message: PAID
        - expect: { state: completed, variables: { amount: 12.5 } }
        ",
    );
}

#[test]
fn a_missing_correlation_key_is_an_incident() {
    check_with(
        "start s -> c
         catch c message=PAID key='= order.id' -> e
         end e",
        "",
        "
        - expect: { incidents: [{ element: c, code: CORRELATION_KEY }] }
        - set: { order: { id: 3 } }
        - retry: c
        - expect: { waits: [{ element: c, kind: message, key: '3' }] }
        ",
    );
}

#[test]
fn a_throw_event_sends_what_it_maps() {
    check_with(
        "start s -> t
         throw t message=APPROVED key='= id' in:plan='= \"P\" + id' -> e
         end e message=DONE key='= id'",
        "start: { variables: { id: X } }",
        "
        - expect:
            state: completed
            messages:
              - { name: APPROVED, key: X, variables: { plan: PX } }
              - { name: DONE, key: X }
        - expect: { messages: [] }
        ",
    );
}

#[test]
fn a_throw_event_done_by_a_worker_waits_for_it() {
    check_with(
        "start s -> t
         throw t message=APPROVED type=letters -> e
         end e",
        "",
        "
        - expect: { waits: [{ element: t, kind: job, name: letters }], messages: [] }
        - job: t
        - expect: { state: completed }
        ",
    );
}
