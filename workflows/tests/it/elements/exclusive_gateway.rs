//! Exclusive gateway (BPMN 13.4.2).

use crate::script::check_with;

const CHOICE: &str = "start s -> g
    xor g -> a [= n > 10], b [= n > 5], c [default]
    user a -> e
    user b -> e
    user c -> e
    end e";

#[test]
fn the_first_true_condition_is_taken_and_only_that() {
    check_with(
        CHOICE,
        "start: { variables: { n: 20 } }",
        "- expect: { tasks: [a] }",
    );
    check_with(
        CHOICE,
        "start: { variables: { n: 7 } }",
        "- expect: { tasks: [b] }",
    );
}

#[test]
fn a_missing_variable_is_null_and_the_default_flow_is_taken() {
    check_with(CHOICE, "", "- expect: { tasks: [c] }");
}

#[test]
fn without_a_true_condition_and_default_it_is_an_incident_until_retried() {
    check_with(
        "start s -> g
         xor g -> a [= n > 10], b [= n > 5]
         user a -> e
         user b -> e
         end e",
        "start: { variables: { n: 1 } }",
        "
        - expect: { state: incident, incidents: [{ element: g, code: NO_FLOW }], tasks: [] }
        - retry: g
        - expect: { incidents: [{ element: g, code: NO_FLOW }] }
        - set: { n: 6 }
        - retry: g
        - expect: { state: waiting, tasks: [b], incidents: [] }
        ",
    );
}

#[test]
fn a_condition_that_is_not_boolean_stops_only_its_branch() {
    check_with(
        "start s -> fork
         and fork -> g, other
         xor g -> a [= n], c [default]
         user a -> e
         user c -> e
         user other -> e
         end e",
        "start: { variables: { n: 12 } }",
        "
        - expect: { tasks: [other], incidents: [{ element: g, code: CONDITION_NOT_BOOLEAN }] }
        - complete: other
        - set: { n: true }
        - retry: g
        - complete: a
        - expect: { state: completed }
        ",
    );
}
