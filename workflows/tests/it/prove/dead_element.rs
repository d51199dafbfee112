//! Elements that never begin.

use workflows::prove::FindingKind::{DeadElement, Deadlock};

use super::{fault, faults, proof};

#[test]
fn a_flow_that_is_never_taken_leaves_a_dead_element_and_blames_only_the_first() {
    let found = fault(
        "start s -> g
         xor g -> a [= false], b [default]
         user a -> a2
         user a2 -> e
         user b -> e
         end e",
    );
    assert_eq!((found.kind, found.element.as_str()), (DeadElement, "a"));
}

#[test]
fn an_error_event_for_which_nothing_is_thrown_never_happens() {
    let found = fault(
        "start s -> sub
         sub sub -> e {
         start s2 -> a
         user a -> e2
         end e2
         }
         boundary oops on sub error=OTHER -> b
         user b -> e
         end e",
    );
    assert_eq!((found.kind, found.element.as_str()), (DeadElement, "oops"));
}

#[test]
fn an_error_event_is_alive_when_a_called_process_throws_it() {
    let found = proof(
        "process p
         start s -> call
         call call process=q -> e
         boundary oops on call error=BAD -> b
         boundary never on call error=GOOD -> b
         user b -> e
         end e
         process q
         start s3 -> g
         xor g -> x [= a], y [default]
         end x error=BAD
         end y",
    );
    assert_eq!(faults(&found.findings), [(DeadElement, "never")]);
}

#[test]
fn the_normal_way_out_of_a_sub_process_that_always_fails_is_dead() {
    let found = fault(
        "start s -> sub
         sub sub -> after {
         start s2 -> bad
         end bad error=E
         }
         boundary oops on sub error=E -> e
         user after -> e
         end e",
    );
    assert_eq!((found.kind, found.element.as_str()), (DeadElement, "after"));
}

#[test]
fn a_join_that_never_fills_makes_its_successor_no_second_fault() {
    let found = proof(
        "start s -> a
         user a -> j
         xor late -> j
         and j -> e
         end e",
    );
    assert_eq!(
        faults(&found.findings),
        [(Deadlock, "j"), (DeadElement, "late")]
    );
}
