//! Input and output mappings (DIALECT 2).

use crate::script::check_with;

#[test]
fn inputs_are_local_and_outputs_are_all_that_rises() {
    check_with(
        "start s -> a
         user a in:x='= y + 1' out:z='= x + answer' -> e
         end e",
        "start: { variables: { y: 1, x: 100 } }",
        "
        - complete: a
          with: { answer: 40 }
        - expect: { state: completed, variables: { z: 42, x: 100, answer: null } }
        ",
    );
}

#[test]
fn a_path_changes_only_its_part() {
    check_with(
        "start s -> a
         user a out:meeting.date='= day' out:meeting.place.room='= 7' -> e
         end e",
        "start: { variables: { meeting: { date: old, chair: ana } } }",
        "
        - complete: a
          with: { day: new }
        - expect: { variables: { meeting: { date: new, chair: ana, place: { room: 7 } } } }
        ",
    );
}

#[test]
fn a_failed_mapping_is_an_incident_where_it_failed() {
    check_with(
        "start s -> a
         user a out:z='= for i in 1..n return i' -> b
         user b -> e
         end e",
        "start: { variables: { n: 1000000000 } }",
        "
        - complete: a
        - expect: { tasks: [], incidents: [{ element: a, code: MAPPING_FAILED }], done: [a] }
        - set: { n: 2 }
        - retry: a
        - expect: { tasks: [b], variables: { z: [1, 2] } }
        ",
    );
}
