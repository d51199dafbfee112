//! Call activity.

use crate::script::{check, check_with};

#[test]
fn the_called_process_gets_everything_and_gives_everything_back() {
    check_with(
        "process p
         start s -> c
         call c process=q -> e
         end e
         process q
         start qs -> a
         user a -> qe
         end qe",
        "start: { variables: { x: 1 } }",
        "
        - expect: { tasks: [a] }
        - complete: a
          with: { y: 2, x: 3 }
        - expect: { state: completed, variables: { x: 3, y: 2 } }
        ",
    );
}

#[test]
fn with_mappings_only_those_pass() {
    check_with(
        "process p
         start s -> c
         call c process=q noparent in:given='= x + 1' out:taken='= y' -> e
         end e
         process q
         start qs -> t
         script t script='= [given, x]' result=y -> qe
         end qe",
        "start: { variables: { x: 1 } }",
        "- expect: { state: completed, variables: { taken: [2, null], y: null, given: null } }",
    );
}

#[test]
fn a_missing_process_is_an_incident_until_it_is_there() {
    check_with(
        "process p
         start s -> c
         call c process='= which' -> e
         end e
         process q
         start qs -> qe
         end qe",
        "start: { variables: { which: nowhere } }",
        "
        - expect: { incidents: [{ element: c, code: CALLED_ELEMENT_NOT_FOUND }] }
        - set: { which: q }
        - retry: c
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_stubbed_process_completes_at_once() {
    check_with(
        "process p
         start s -> c
         call c process=elsewhere -> e
         end e",
        "stubs: [elsewhere]",
        "- expect: { state: completed }",
    );
}

#[test]
fn an_error_of_the_called_process_is_caught_at_the_call() {
    check(
        "process p
         start s -> c
         call c process=q -> e
         boundary b on c error=NO_QUORUM -> a
         user a -> e
         end e
         process q
         start qs -> qe
         end qe error=NO_QUORUM",
        "- expect: { tasks: [a] }",
    );
}

#[test]
fn a_call_can_be_repeated_over_a_list() {
    check_with(
        "process p
         start s -> c
         call c process=q mi=parallel over='= [1, 2, 3]' as=n out=squares outel='= square' -> e
         end e
         process q
         start qs -> t
         script t script='= n * n' result=square -> qe
         end qe",
        "",
        "- expect: { state: completed, variables: { squares: [1, 4, 9] } }",
    );
}
