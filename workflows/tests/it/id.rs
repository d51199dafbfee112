//! Ids are readable, typed and derivable.

use std::collections::BTreeSet;

use proptest::prelude::*;
use uuid::Uuid;
use workflows::id::{DocumentId, IdError, PREFIXES, PersonId, TaskId};

#[test]
fn an_id_is_written_with_the_prefix_of_its_kind() {
    let task = TaskId::from_uuid(Uuid::from_u128(0xabc));
    assert_eq!(task.to_string(), "task_00000000000000000000000000000abc");
    assert_eq!(
        serde_json::to_string(&task).unwrap(),
        "\"task_00000000000000000000000000000abc\""
    );
    assert_eq!(
        serde_json::from_str::<TaskId>("\"task_00000000000000000000000000000abc\"").unwrap(),
        task
    );
}

#[test]
fn an_id_of_another_kind_is_refused_by_name() {
    let document = DocumentId::from_uuid(Uuid::from_u128(7)).to_string();
    assert_eq!(
        document.parse::<TaskId>(),
        Err(IdError::Kind { expected: "task" })
    );
    assert_eq!(
        "".parse::<TaskId>(),
        Err(IdError::Kind { expected: "task" })
    );
    assert_eq!(
        "task".parse::<TaskId>(),
        Err(IdError::Kind { expected: "task" })
    );
}

#[test]
fn one_thing_has_one_spelling() {
    for text in [
        "task_",
        "task_ABC00000000000000000000000000000",
        "task_00000000-0000-0000-0000-000000000abc",
        "task_{0000000000000000000000000000abc}",
        "task_00000000000000000000000000000abc0",
        "task_éé0000000000000000000000000000",
    ] {
        assert_eq!(text.parse::<TaskId>(), Err(IdError::Digits), "{text}");
    }
}

#[test]
fn prefixes_are_unique_and_none_begins_another() {
    let set: BTreeSet<_> = PREFIXES.iter().collect();
    assert_eq!(set.len(), PREFIXES.len());
    for a in PREFIXES {
        for b in PREFIXES {
            assert!(a == b || !format!("{a}_").starts_with(&format!("{b}_")));
        }
    }
}

proptest! {
    #[test]
    fn writing_and_reading_an_id_gives_it_back(bits: u128) {
        let id = PersonId::from_uuid(Uuid::from_u128(bits));
        prop_assert_eq!(id.to_string().parse::<PersonId>(), Ok(id));
    }

    #[test]
    fn a_derived_id_is_a_version_7_uuid_that_repeats_and_sorts_by_time(parent: u128, key: u64, at in 0_i64..1 << 47, later in 1_i64..1 << 46) {
        let parent = Uuid::from_u128(parent);
        let id = TaskId::derived(parent, key, at);
        prop_assert_eq!(id, TaskId::derived(parent, key, at));
        prop_assert_eq!(id.uuid().get_version_num(), 7);
        prop_assert_eq!(id.uuid().get_variant(), uuid::Variant::RFC4122);
        prop_assert_eq!(id.uuid().as_u128() >> 80, at as u128);
        prop_assert!(id < TaskId::derived(parent, key, at + later));
        prop_assert_ne!(id, TaskId::derived(parent, key.wrapping_add(1), at));
        prop_assert_ne!(id.uuid(), DocumentId::derived(parent, key, at).uuid());
    }
}
