//! What a scope shows in SQL is exactly what `permit` allows in Rust, on random rows and random scopes (invariant 6).

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use schema::tables::state::TaskState;
use schema::tables::{task_candidate, user_task, visible};
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;
use workflows::access::{Scope, Subject};
use workflows::id::PersonId;

use crate::app::{App, beginning};

on_both!(a_list_shows_exactly_what_the_rule_allows);

/// Few names, so that rows and scopes meet often; with characters that are special to LIKE and to collations.
const PATHS: [&str; 9] = [
    "/id/",
    "/id/64/",
    "/id/64/64.02/",
    "/id/64/64.02/dinkes/",
    "/id/64/64.02/din_es/",
    "/id/64/64.02/DINKES/",
    "/id/64/64.020/",
    "/id/64/64.0%/",
    "/id/62/62.06/",
];
const PRINCIPALS: [&str; 6] = [
    "64.02/dinkes/head",
    "OPD_HEAD@64.02/dinkes",
    "opd_head@64.02/dinkes",
    "COUNCIL_MEMBER@64.02",
    "64.0_/dinkes/head",
    "%",
];

fn people() -> impl Strategy<Value = Option<u128>> {
    proptest::option::of(1..6_u128)
}

fn subjects() -> impl Strategy<Value = Subject> {
    let names = proptest::sample::subsequence(PRINCIPALS.to_vec(), 0..4);
    let assignee = proptest::option::of(proptest::sample::select(PRINCIPALS.to_vec()));
    (
        proptest::sample::select(PATHS.to_vec()),
        names,
        assignee,
        people(),
        people(),
    )
        .prop_map(|(path, names, assignee, claimed, done)| Subject {
            candidates: names.into_iter().map(str::to_owned).collect(),
            assignee: assignee.map(str::to_owned),
            claimed_by: claimed.map(person),
            persons: done.map(person).into_iter().collect(),
            ..Subject::of(path)
        })
}

fn person(number: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(number))
}

fn scopes() -> impl Strategy<Value = Scope> {
    let prefixes = proptest::sample::subsequence(PATHS.to_vec(), 0..3);
    let principals = proptest::sample::subsequence(PRINCIPALS.to_vec(), 0..3);
    (
        proptest::bool::weighted(0.05),
        prefixes,
        principals,
        people(),
    )
        .prop_map(|(everything, prefixes, principals, someone)| {
            let mut principals: Vec<String> = principals.into_iter().map(str::to_owned).collect();
            principals.sort();
            Scope {
                everything,
                org_prefixes: prefixes.into_iter().map(str::to_owned).collect(),
                principals,
                person: someone.map(person),
            }
        })
}

fn drawn<T>(runner: &mut TestRunner, strategy: impl Strategy<Value = T>) -> T {
    strategy.new_tree(runner).expect("a value").current()
}

async fn a_list_shows_exactly_what_the_rule_allows(app: &App) {
    // Written beside the real rows, in a database that nobody else uses.
    let database = sea_orm::Database::connect(&app.place.url)
        .await
        .expect("the database opens");
    let mut runner = TestRunner::deterministic();
    let mut rows: Vec<(Uuid, Subject)> = Vec::new();
    for key in 0..250 {
        let subject = drawn(&mut runner, subjects());
        let id = Uuid::from_u128(0xF000 + u128::try_from(key).expect("small"));
        user_task::ActiveModel {
            id: Set(id),
            instance_id: Set(Uuid::from_u128(0xE000)),
            key: Set(key),
            definition_key: Set("random".to_owned()),
            definition_version: Set(1),
            element: Set("random".to_owned()),
            name: Set("random".to_owned()),
            kind: Set("USER".to_owned()),
            state: Set(TaskState::Created),
            open: Set(key % 2 == 0),
            business_key: Set(None),
            organisation_path: Set(subject.org_path.clone()),
            zone: Set("Asia/Makassar".to_owned()),
            assignee: Set(subject.assignee.clone()),
            assignee_person: Set(subject.claimed_by.map(PersonId::uuid)),
            due: Set(None),
            original_due: Set(None),
            follow_up: Set(None),
            priority: Set(50),
            form: Set(None),
            facts: Set("{}".to_owned()),
            submitted: Set(None),
            body: Set(None),
            created_at: Set(beginning()),
            claimed_at: Set(None),
            completed_at: Set(None),
            completed_by: Set(subject.persons.first().copied().map(PersonId::uuid)),
            ..Default::default()
        }
        .insert(&database)
        .await
        .expect("a row");
        for principal in &subject.candidates {
            task_candidate::ActiveModel {
                principal: Set(principal.clone()),
                task_id: Set(id),
                open: Set(key % 2 == 0),
                due: Set(None),
            }
            .insert(&database)
            .await
            .expect("a candidate");
        }
        rows.push((id, subject));
    }
    for _ in 0..400 {
        let scope = drawn(&mut runner, scopes());
        let shown: Vec<Uuid> = user_task::Entity::find()
            .select_only()
            .column(user_task::Column::Id)
            .filter(visible::tasks(&scope))
            .filter(sea_orm::ColumnTrait::eq(
                &user_task::Column::Element,
                "random",
            ))
            .into_tuple()
            .all(app.read())
            .await
            .expect("tasks");
        let shown: BTreeSet<Uuid> = shown.into_iter().collect();
        let allowed: BTreeSet<Uuid> = rows
            .iter()
            .filter(|(_, subject)| scope.sees(subject))
            .map(|(id, _)| *id)
            .collect();
        assert_eq!(shown, allowed, "SQL and Rust disagree for {scope:?}");
    }
    sea_orm::ConnectionTrait::execute_unprepared(&database, "DELETE FROM task_candidate WHERE task_id IN (SELECT id FROM user_task WHERE element = 'random')")
        .await
        .expect("tidied");
    sea_orm::ConnectionTrait::execute_unprepared(
        &database,
        "DELETE FROM user_task WHERE element = 'random'",
    )
    .await
    .expect("tidied");
}
