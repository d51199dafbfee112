//! Link events (BPMN 10.5.5.6).

use crate::script::check;

#[test]
fn the_token_goes_on_at_the_catch_of_the_same_name() {
    check(
        "start s -> t
         throw t link=page2
         catch c link=page2 -> a
         user a -> e
         end e",
        "
        - expect: { tasks: [a] }
        - complete: a
        - expect: { state: completed }
        ",
    );
}

#[test]
fn links_that_run_in_a_circle_are_an_incident() {
    check(
        "start s -> t
         throw t link=round
         catch c link=round -> g
         xor g -> e [= enough], t [default]
         end e",
        "- expect: { state: incident, incidents: [{ code: STEP_LIMIT }] }",
    );
}
