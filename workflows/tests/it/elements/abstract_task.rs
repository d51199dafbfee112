//! Steps that pass at once: the abstract task and the throw event without a trigger.

use crate::script::check;

#[test]
fn an_abstract_task_passes_at_once() {
    check(
        "start s -> t
         task t in:x='= 1' out:y='= x + 1' -> e
         end e",
        "- expect: { state: completed, variables: { y: 2, x: null } }",
    );
}

#[test]
fn a_throw_event_without_a_trigger_passes_at_once() {
    check(
        "start s -> milestone
         throw milestone -> e
         end e",
        "- expect: { state: completed, signals: [], messages: [] }",
    );
}
