//! Cases and papers are hidden and shown by one policy told twice, `Scope::sees` in Rust and `tables::visible` in SQL
//! (ARCHITECTURE invariant 6); what counts as their subject says `schema::subject`. `visibility` does it for tasks.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use schema::subject;
use schema::tables::state::{InstanceState, TaskState};
use schema::tables::{document, job, process_instance, task_candidate, user_task, visible};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, Database, DatabaseConnection, EntityTrait,
    QueryFilter, QuerySelect,
};
use uuid::Uuid;
use workflows::access::{Scope, Subject};
use workflows::id::PersonId;

use crate::app::Place;

on_both_places!(cases_papers_and_jobs_shown_are_those_the_policy_sees);

/// Paths that contain, resemble and escape each other: `_` and `%` are wildcards of `LIKE`, upper case is not lower case.
const PATHS: [&str; 8] = [
    "/id/",
    "/id/64/",
    "/id/64/64.02/",
    "/id/64/64.02/dinkes/",
    "/id/64/64.02/dink_s/",
    "/id/64/64.02/DINKES/",
    "/id/64/64.0%/",
    "/id/33/33.28/",
];

const PRINCIPALS: [&str; 5] = [
    "64.02/dinkes/head",
    "64.02/dinkes/Head",
    "OPD_HEAD@64.02",
    "OPD_HEAD@64.0%",
    "33.28/setda/sekda",
];

fn person(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// A case with one task and one document.
#[derive(Debug, Clone)]
struct Row {
    path: usize,
    task_path: usize,
    candidates: BTreeSet<usize>,
    assignee: Option<usize>,
    claimed: Option<u128>,
    completed: Option<u128>,
    started: Option<u128>,
    uploaded: Option<u128>,
}

fn row() -> impl Strategy<Value = Row> {
    let who = || prop::option::of(1..4_u128);
    let some = prop::collection::btree_set(0..PRINCIPALS.len(), 0..3);
    (
        0..PATHS.len(),
        0..PATHS.len(),
        some,
        prop::option::of(0..PRINCIPALS.len()),
        who(),
        who(),
        who(),
        who(),
    )
        .prop_map(
            |(path, task_path, candidates, assignee, claimed, completed, started, uploaded)| Row {
                path,
                task_path,
                candidates,
                assignee,
                claimed,
                completed,
                started,
                uploaded,
            },
        )
}

fn scope() -> impl Strategy<Value = Scope> {
    let prefixes = prop::collection::btree_set(0..PATHS.len(), 0..3);
    let principals = prop::collection::btree_set(0..PRINCIPALS.len(), 0..3);
    (
        prop::bool::weighted(0.05),
        prefixes,
        principals,
        prop::option::of(1..4_u128),
    )
        .prop_map(|(everything, prefixes, principals, me)| {
            let mut principals: Vec<String> = principals
                .into_iter()
                .map(|at| PRINCIPALS[at].to_owned())
                .collect();
            principals.sort();
            let mut org_prefixes: Vec<String> = prefixes
                .into_iter()
                .map(|at| PATHS[at].to_owned())
                .collect();
            org_prefixes.sort();
            Scope {
                everything,
                org_prefixes,
                principals,
                person: me.map(|me| PersonId::from_uuid(person(me))),
            }
        })
}

/// The ids of case, task and document of the `at`-th row.
fn ids(at: usize) -> (Uuid, Uuid, Uuid) {
    let base = 0x1000 * (at as u128 + 1);
    (
        Uuid::from_u128(base),
        Uuid::from_u128(base + 1),
        Uuid::from_u128(base + 2),
    )
}

async fn write(database: &DatabaseConnection, rows: &[Row]) {
    process_instance::Entity::delete_many()
        .exec(database)
        .await
        .expect("a row is written");
    user_task::Entity::delete_many()
        .exec(database)
        .await
        .expect("a row is written");
    task_candidate::Entity::delete_many()
        .exec(database)
        .await
        .expect("a row is written");
    document::Entity::delete_many()
        .exec(database)
        .await
        .expect("a row is written");
    job::Entity::delete_many()
        .exec(database)
        .await
        .expect("a row is written");
    let at = DateTime::<Utc>::UNIX_EPOCH;
    for (number, row) in rows.iter().enumerate() {
        let (case, task, paper) = ids(number);
        process_instance::ActiveModel {
            id: Set(case),
            definition_id: Set(Uuid::nil()),
            definition_key: Set("case".to_owned()),
            version: Set(1),
            business_key: Set(None),
            organisation_path: Set(PATHS[row.path].to_owned()),
            state: Set(InstanceState::Running),
            snapshot: Set("{}".to_owned()),
            seq: Set(0),
            head_hash: Set(Vec::new()),
            started_at: Set(at),
            ended_at: Set(None),
            started_by: Set(row.started.map(person)),
        }
        .insert(database)
        .await
        .expect("a row is written");
        user_task::ActiveModel {
            id: Set(task),
            instance_id: Set(case),
            key: Set(2),
            definition_key: Set("case".to_owned()),
            definition_version: Set(1),
            element: Set("work".to_owned()),
            name: Set("Work".to_owned()),
            kind: Set("USER".to_owned()),
            state: Set(TaskState::Created),
            open: Set(row.completed.is_none()),
            business_key: Set(None),
            organisation_path: Set(PATHS[row.task_path].to_owned()),
            zone: Set("Asia/Makassar".to_owned()),
            assignee: Set(row.assignee.map(|at| PRINCIPALS[at].to_owned())),
            assignee_person: Set(row.claimed.map(person)),
            due: Set(None),
            original_due: Set(None),
            follow_up: Set(None),
            priority: Set(50),
            form: Set(None),
            facts: Set("{}".to_owned()),
            submitted: Set(None),
            body: Set(None),
            created_at: Set(at),
            claimed_at: Set(None),
            completed_at: Set(None),
            completed_by: Set(row.completed.map(person)),
            ..Default::default()
        }
        .insert(database)
        .await
        .expect("a row is written");
        for candidate in &row.candidates {
            let candidate = task_candidate::ActiveModel {
                principal: Set(PRINCIPALS[*candidate].to_owned()),
                task_id: Set(task),
                open: Set(row.completed.is_none()),
                due: Set(None),
            };
            task_candidate::Entity::insert(candidate)
                .exec_without_returning(database)
                .await
                .expect("a row is written");
        }
        document::ActiveModel {
            id: Set(paper),
            kind: Set("BOOK".to_owned()),
            title: Set("Book".to_owned()),
            number: Set(None),
            state: Set("DRAFT".to_owned()),
            instance_id: Set(Some(case)),
            task_id: Set(None),
            organisation_path: Set(PATHS[row.path].to_owned()),
            created_by: Set(row.uploaded.map(person)),
            created_at: Set(at),
            copied_from: Set(None),
        }
        .insert(database)
        .await
        .expect("a row is written");
        job::ActiveModel {
            instance_id: Set(case),
            key: Set(1),
            kind: Set("meter-reading".to_owned()),
            element: Set("read".to_owned()),
            owner: Set(1),
            headers: Set("{}".to_owned()),
            listener: Set(None),
            retries: Set(1),
            due: Set(at),
            lease_owner: Set(None),
            lease_until: Set(None),
            fencing: Set(0),
            error: Set(None),
            created_at: Set(at),
        }
        .insert(database)
        .await
        .expect("a row is written");
    }
}

/// What SQL shows and what Rust sees, both as sets of ids.
async fn compare(database: &DatabaseConnection, rows: &[Row], scope: &Scope) {
    let cases = process_instance::Entity::find()
        .filter(visible::instances(scope))
        .select_only()
        .column(process_instance::Column::Id);
    let cases: Vec<Uuid> = cases
        .into_tuple()
        .all(database)
        .await
        .expect("cases are listed");
    let papers = document::Entity::find()
        .filter(visible::documents(scope))
        .all(database)
        .await
        .expect("papers are listed");
    let shown: (BTreeSet<Uuid>, BTreeSet<Uuid>) = (
        cases.into_iter().collect(),
        papers.into_iter().map(|row| row.id).collect(),
    );
    let mut seen = (BTreeSet::new(), BTreeSet::new());
    for (number, row) in rows.iter().enumerate() {
        let (case, _, paper) = ids(number);
        let facts = subject::of_instance_id(database, case)
            .await
            .expect("facts are read")
            .expect("the case was written");
        if scope.sees(&facts) {
            seen.0.insert(case);
        }
        // A paper concerns whoever is addressed by its case or has acted in it, and who brought it.
        let acted = [row.claimed, row.completed, row.uploaded]
            .into_iter()
            .flatten()
            .map(|who| PersonId::from_uuid(person(who)))
            .collect();
        if scope.sees(&Subject {
            persons: acted,
            ..facts
        }) {
            seen.1.insert(paper);
        }
    }
    let jobs = job::Entity::find()
        .filter(visible::jobs(scope))
        .all(database)
        .await
        .expect("jobs are listed");
    let shown_jobs: BTreeSet<Uuid> = jobs.into_iter().map(|row| row.instance_id).collect();
    // A job is addressed to nobody: only where its case is counts.
    let by_place = Scope {
        principals: Vec::new(),
        person: None,
        ..scope.clone()
    };
    let seen_jobs: BTreeSet<Uuid> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| by_place.sees(&Subject::of(PATHS[row.path])))
        .map(|(number, _)| ids(number).0)
        .collect();
    assert_eq!(shown_jobs, seen_jobs, "jobs of {rows:#?} for {scope:?}");
    assert_eq!(shown, seen, "cases and papers of {rows:#?} for {scope:?}");
}

/// Rows with the scopes that look at them, the same at each run.
fn drawn() -> Vec<(Vec<Row>, Vec<Scope>)> {
    let mut runner = TestRunner::deterministic();
    let strategy = (
        prop::collection::vec(row(), 1..6),
        prop::collection::vec(scope(), 8),
    );
    (0..40)
        .map(|_| {
            strategy
                .new_tree(&mut runner)
                .expect("a value is drawn")
                .current()
        })
        .collect()
}

async fn cases_papers_and_jobs_shown_are_those_the_policy_sees(place: Place) {
    let database = Database::connect(&place.url)
        .await
        .expect("the database opens");
    for (rows, scopes) in drawn() {
        write(&database, &rows).await;
        for scope in &scopes {
            compare(&database, &rows, scope).await;
        }
    }
}
