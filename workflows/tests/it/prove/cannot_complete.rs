//! Situations from which no end can be reached.

use workflows::prove::FindingKind::CannotComplete;

use super::{assert_sound, drawn, fault};

#[test]
fn a_loop_without_a_way_out_cannot_complete() {
    let found = fault(
        "start s -> g
         xor g -> m [= x], e [default]
         xor m -> a
         user a -> b
         user b -> m
         end e",
    );
    assert_eq!(found.kind, CannotComplete);
    assert!(drawn(&found).starts_with("s s>g g g>m"));
    assert_eq!(found.tokens.len(), 1);
}

#[test]
fn an_endless_loop_in_a_sub_process_is_told_with_the_way_into_it() {
    let found = fault(
        "start s -> sub
         sub sub -> e {
         start s2 -> m
         xor m -> a
         user a -> m
         }
         boundary oops on sub escalation=X -> e
         end e",
    );
    assert_eq!(found.kind, CannotComplete);
}

#[test]
fn a_loop_that_a_deadline_ends_is_sound() {
    assert_sound(
        "start s -> sub
         sub sub -> e {
         start s2 -> m
         xor m -> a
         user a -> g
         xor g -> m [= again], e2 [default]
         end e2
         }
         boundary deadline on sub timer=P1D -> e
         end e",
    );
}

#[test]
fn an_endless_loop_is_no_fault_where_something_beside_it_ends_it() {
    let endless = "sub work -> never {
         start s2 -> m
         xor m -> a
         user a -> m
         }";
    let found = fault(&format!(
        "start s -> work
         {endless}
         boundary deadline on work timer=P1D -> e
         user never -> e
         end e"
    ));
    // It ends by its deadline; what follows its normal end is dead, and that is all.
    assert_eq!(found.element, "never");
}
