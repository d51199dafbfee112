//! Script tasks in FEEL.

use crate::script::check_with;

#[test]
fn the_value_goes_to_the_result_variable() {
    check_with(
        "start s -> t
         script t script='= sum(for x in 1..n return x * x)' result=total -> e
         end e",
        "start: { variables: { n: 3 } }",
        "- expect: { state: completed, variables: { total: 14 } }",
    );
}

#[test]
fn an_expression_without_bounds_is_an_incident() {
    check_with(
        "start s -> t
         script t script='= for i in 1..1000000000 return i' result=x -> e
         end e",
        "",
        "- expect: { state: incident }",
    );
}
