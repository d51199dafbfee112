//! Errors (BPMN 10.5.6; DIALECT 3.6).

use crate::script::check;

#[test]
fn error_thrown_three_scopes_deep() {
    check(
        "start s -> x
         sub x -> e {
           sub y {
             sub z {
               start zs -> a
               user a -> ze
               end ze error=FAR
             }
             boundary wrong on z error=OTHER -> w
             user w
           }
         }
         boundary far on x error=FAR -> b
         user b -> e
         end e",
        "
        - complete: a
        - expect: { tasks: [b] }
        - complete: b
        - expect: { state: completed }
        ",
    );
}

#[test]
fn the_code_goes_before_the_catch_all() {
    check(
        "start s -> x
         sub x -> e {
           start xs -> xe
           end xe error=E1
         }
         boundary all on x error -> a
         boundary one on x error=E1 -> b
         user a -> e
         user b -> e
         end e",
        "- expect: { tasks: [b] }",
    );
}

#[test]
fn the_nearest_catch_all_goes_before_a_far_code() {
    check(
        "start s -> x
         sub x -> e {
           sub y {
             start ys -> ye
             end ye error=E1
           }
           boundary all on y error -> a
           user a
         }
         boundary one on x error=E1 -> b
         user b -> e
         end e",
        "- expect: { tasks: [a] }",
    );
}

#[test]
fn an_uncaught_error_is_an_incident_and_the_rest_goes_on() {
    check(
        "start s -> fork
         and fork -> a, bad
         user a -> e
         end bad error=LOST
         end e",
        "
        - expect: { tasks: [a], incidents: [{ element: bad, code: ERROR_UNCAUGHT }] }
        - complete: a
        - expect: { state: incident }
        ",
    );
}

#[test]
fn a_worker_can_throw() {
    check(
        "start s -> j
         service j type=geo -> e
         boundary b on j error=NO_MAP -> a
         user a -> e
         end e",
        "
        - error: j
          code: NO_MAP
          with: { where: here }
        - expect: { tasks: [a], waits: [], variables: { where: here } }
        ",
    );
}

#[test]
fn what_a_worker_throws_uncaught_waits_for_an_operator() {
    check(
        "start s -> j
         service j type=geo -> e
         end e",
        "
        - error: j
          code: NO_MAP
        - expect: { incidents: [{ element: j, code: ERROR_UNCAUGHT }] }
        - retry: j
        - job: j
        - expect: { state: completed }
        ",
    );
}
