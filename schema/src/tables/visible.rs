//! What a scope may see, as SQL. Each function is property-tested equal to `workflows::access::Scope::sees`
//! (ARCHITECTURE invariant 6): `graph` never calls an open `find` for anything that can be hidden, so a hidden row and
//! an absent row cannot be told apart.
//!
//! A prefix is compared with `substr`, not with `LIKE` or a range: `LIKE` knows wildcards and ignores case on SQLite,
//! a range depends on the collation of PostgreSQL.

use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr};
use uuid::Uuid;
use workflows::access::{Action, Actor, Scope, Subject, Via, permit};

use super::state::InstanceState;
use super::{
    delegation, disposal, document, incident, incumbency, job, outbox, person, position,
    privacy_act, process_instance, record_check, register_change, task_candidate, user_task,
    webhook_endpoint,
};

/// Tasks: candidates and the assignee are the principals; who claimed or finished one is concerned.
#[must_use]
pub fn tasks(scope: &Scope) -> Condition {
    within(scope, user_task::Column::OrganisationPath).add(addressed_tasks(scope))
}

/// Cases: the principals of all their tasks; who started one or acted in it is concerned.
#[must_use]
pub fn instances(scope: &Scope) -> Condition {
    within(scope, process_instance::Column::OrganisationPath)
        .add(concerned_instances(scope, process_instance::Column::Id))
        .add_option(
            scope
                .person
                .map(|person| process_instance::Column::StartedBy.eq(person.uuid())),
        )
}

/// Documents: whoever is addressed by or has acted in the case sees its papers; who uploaded one is concerned.
#[must_use]
pub fn documents(scope: &Scope) -> Condition {
    within(scope, document::Column::OrganisationPath)
        .add(concerned_instances(scope, document::Column::InstanceId))
        .add_option(
            scope
                .person
                .map(|person| document::Column::CreatedBy.eq(person.uuid())),
        )
}

/// Incidents are seen by those who see the case.
#[must_use]
pub fn incidents(scope: &Scope) -> Condition {
    within(scope, incident::Column::OrganisationPath)
        .add(concerned_instances(scope, incident::Column::InstanceId))
        .add_option(scope.person.map(|person| {
            let started = instance_ids()
                .and_where(process_instance::Column::StartedBy.eq(person.uuid()))
                .to_owned();
            incident::Column::InstanceId.in_subquery(started)
        }))
}

/// Persons: those who hold or have held a position within reach, and oneself.
#[must_use]
pub fn persons(scope: &Scope) -> Condition {
    if scope.everything {
        return Condition::all();
    }
    let positions = Query::select()
        .column(position::Column::Id)
        .from(position::Entity)
        .cond_where(within(scope, position::Column::OrganisationPath))
        .to_owned();
    let holders = Query::select()
        .column(incumbency::Column::PersonId)
        .from(incumbency::Entity)
        .and_where(incumbency::Column::PositionId.in_subquery(positions))
        .to_owned();
    Condition::any()
        .add(person::Column::Id.in_subquery(holders))
        .add_option(
            scope
                .person
                .map(|person| person::Column::Id.eq(person.uuid())),
        )
}

/// Persons who were entered in one of these registers, with or without an office.
#[must_use]
pub fn entered_persons(kept: &Scope) -> Condition {
    let entered = Query::select()
        .column(register_change::Column::SubjectId)
        .from(register_change::Entity)
        .and_where(register_change::Column::Operation.eq("CREATE_PERSON"))
        .cond_where(register_changes(kept))
        .to_owned();
    Condition::any().add(person::Column::Id.in_subquery(entered))
}

/// Notes of changes of the register, by the organisation whose register it is.
#[must_use]
pub fn register_changes(scope: &Scope) -> Condition {
    within(scope, register_change::Column::OrganisationPath)
}

/// Loans of positions, by the organisation of the position.
#[must_use]
pub fn loans(scope: &Scope) -> Condition {
    within(scope, delegation::Column::OrganisationPath)
}

/// The organisations on which somebody may do something by role, as a scope.
#[must_use]
pub fn where_allowed(actor: &Actor, action: Action) -> Scope {
    let grants = actor.positions.iter().flat_map(|held| &held.roles);
    Scope {
        org_prefixes: grants
            .filter(|grant| permit(actor, action, &Subject::of(grant.path.as_str())).is_allowed())
            .map(|grant| grant.path.clone())
            .collect(),
        ..Scope::default()
    }
}

/// Mails and other outbox entries, by the organisation whose business they are.
#[must_use]
pub fn mails(scope: &Scope) -> Condition {
    within(scope, outbox::Column::OrganisationPath)
}

/// Jobs, by the organisation whose case they belong to.
#[must_use]
pub fn jobs(scope: &Scope) -> Condition {
    jobs_of(within(scope, process_instance::Column::OrganisationPath))
}

/// The same where work can be taken from: cases that run.
#[must_use]
pub fn jobs_of_running_cases(scope: &Scope) -> Condition {
    jobs_of(
        Condition::all()
            .add(within(scope, process_instance::Column::OrganisationPath))
            .add(process_instance::Column::State.eq(InstanceState::Running)),
    )
}

fn jobs_of(cases: Condition) -> Condition {
    let cases = Query::select()
        .expr(SimpleExpr::from(1))
        .from(process_instance::Entity)
        .and_where(
            Expr::col((process_instance::Entity, process_instance::Column::Id))
                .equals((job::Entity, job::Column::InstanceId)),
        )
        .cond_where(cases)
        .to_owned();
    Condition::all().add(Expr::exists(cases))
}

/// Tasks that count in a scope's figures.
#[must_use]
pub fn figures(scope: &Scope) -> Condition {
    within(scope, user_task::Column::OrganisationPath)
}

/// Webhook endpoints, by the organisation whose processes use them.
#[must_use]
pub fn webhooks(scope: &Scope) -> Condition {
    within(scope, webhook_endpoint::Column::OrganisationPath)
}

/// Verifications and exports of the record, by the part of it that they were about.
#[must_use]
pub fn record_checks(scope: &Scope) -> Condition {
    within(scope, record_check::Column::OrganisationPath)
}

/// Content whose retention has ended, by whose it is.
#[must_use]
pub fn disposals(scope: &Scope) -> Condition {
    within(scope, disposal::Column::OrganisationPath)
}

/// Acts about personal data and kept content, by whose business they are.
#[must_use]
pub fn privacy_acts(scope: &Scope) -> Condition {
    within(scope, privacy_act::Column::OrganisationPath)
}

/// Rows below a path, the path itself included; `path` ends with `/`.
pub fn below(column: impl ColumnTrait, path: &str) -> SimpleExpr {
    let characters = i32::try_from(path.chars().count()).unwrap_or(i32::MAX);
    let start = Func::cust("substr")
        .arg(column.into_expr())
        .arg(1)
        .arg(characters);
    SimpleExpr::from(start).eq(path)
}

/// Open tasks that somebody may act on now: addressed to one of the principals and not taken by anybody else, or
/// claimed by the person, or by a lender in the position that they lent. The candidates are one index range
/// (`principal, open, due`).
#[must_use]
pub fn actionable_tasks(actor: &Actor, person: Uuid) -> Condition {
    let principals = &actor.principals();
    let lent = actor.positions.iter().filter_map(|held| match held.via {
        Via::Own => None,
        Via::Delegation { from, .. } => Some((from, held.principals())),
    });
    let taken_by_lenders = lent.fold(
        Condition::any().add(SimpleExpr::from(1).eq(0)),
        |any, (lender, keys)| {
            let keys: Vec<String> = keys.into_iter().collect();
            any.add(
                Condition::all()
                    .add(user_task::Column::AssigneePerson.eq(lender.uuid()))
                    .add(user_task::Column::Id.in_subquery(candidate_tasks(&keys))),
            )
        },
    );
    let mine = candidate_tasks(principals)
        .and_where(task_candidate::Column::Open.eq(true))
        .to_owned();
    Condition::all().add(user_task::Column::Open.eq(true)).add(
        Condition::any()
            .add(user_task::Column::AssigneePerson.eq(person))
            .add(taken_by_lenders)
            .add(
                Condition::all()
                    .add(user_task::Column::AssigneePerson.is_null())
                    .add(
                        Condition::any()
                            .add(
                                Condition::all()
                                    .add(user_task::Column::Assignee.is_null())
                                    .add(user_task::Column::Id.in_subquery(mine)),
                            )
                            .add(user_task::Column::Assignee.is_in(principals.iter().cloned())),
                    ),
            ),
    )
}

/// The part of a scope that goes by organisation. An empty `any` would be true in SQL, so it begins with a falsehood.
fn within(scope: &Scope, column: impl ColumnTrait) -> Condition {
    let start = SimpleExpr::from(1).eq(i32::from(scope.everything));
    scope
        .org_prefixes
        .iter()
        .fold(Condition::any().add(start), |any, prefix| {
            any.add(below(column, prefix))
        })
}

fn candidate_tasks(principals: &[String]) -> SelectStatement {
    Query::select()
        .column(task_candidate::Column::TaskId)
        .from(task_candidate::Entity)
        .and_where(task_candidate::Column::Principal.is_in(principals.iter().cloned()))
        .to_owned()
}

fn addressed_tasks(scope: &Scope) -> Condition {
    let mut any = Condition::any().add(SimpleExpr::from(1).eq(0));
    if !scope.principals.is_empty() {
        any = any
            .add(user_task::Column::Id.in_subquery(candidate_tasks(&scope.principals)))
            .add(user_task::Column::Assignee.is_in(scope.principals.iter().cloned()));
    }
    if let Some(person) = scope.person {
        any = any
            .add(user_task::Column::AssigneePerson.eq(person.uuid()))
            .add(user_task::Column::CompletedBy.eq(person.uuid()));
    }
    any
}

/// Rows whose `column` is a case with a task that is or was addressed to the scope.
fn concerned_instances(scope: &Scope, column: impl ColumnTrait) -> SimpleExpr {
    let tasks = Query::select()
        .column(user_task::Column::InstanceId)
        .from(user_task::Entity)
        .cond_where(addressed_tasks(scope))
        .to_owned();
    column.in_subquery(tasks)
}

fn instance_ids() -> SelectStatement {
    Query::select()
        .column(process_instance::Column::Id)
        .from(process_instance::Entity)
        .to_owned()
}
