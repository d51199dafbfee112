//! Moving live cases to another version: the batch is written by one request, each case moves in a transaction of its own
//! (`effects::migrations`), in the name of whoever asked and with what they may do at that moment.

use std::collections::{BTreeMap, BTreeSet};

use schema::commands::{Answer, Problem};
use schema::deployed::{Compiled, DeployedWorld};
use schema::graph::live::{Change, ChangeKind};
use schema::migrated::{Move, Obstacle, Outcome, TaskOutcome};
use schema::tables::{migration_batch, organisation};
use sea_orm::{ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use uuid::Uuid;
use workflows::access::{Action, Actor, Decision, Reason, Subject, permit};
use workflows::calendar::Calendar;
use workflows::engine::command::{Command, Request};
use workflows::engine::event::TaskFacts;
use workflows::engine::migrate::{Plan, TaskChange};
use workflows::engine::{Migration, Status, migrate};
use workflows::model::ProcessRef;

use super::door::{Done, Door};
use super::facts::{actor_of, stamp};
use super::fault::{Fault, problem_of_refusal};
use super::run::carry_out;
use crate::store::instance::{self, Loaded, Owner};
use crate::store::migration::{self, Candidate, Which};

/// What a batch is to do.
pub(super) struct Wish<'a> {
    pub definition_key: &'a str,
    pub from_version: Option<i32>,
    pub to_version: Option<i32>,
    pub organisation: Option<&'a str>,
    pub instances: Option<&'a [Uuid]>,
    pub mapping: &'a BTreeMap<String, String>,
    pub reassign: bool,
    pub dry_run: bool,
}

pub(super) async fn begin(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    wish: Wish<'_>,
) -> Result<Done, Fault> {
    let compiled = door.deployed.refresh(transaction).await?;
    let target = version(&compiled, wish.definition_key, wish.to_version, "toVersion")?;
    let to_version = i32::try_from(target.version).unwrap_or(i32::MAX);
    if let Some(from) = wish.from_version {
        let source = version(&compiled, wish.definition_key, Some(from), "fromVersion")?;
        known(&compiled, &source, wish.mapping.keys())?;
    }
    known(&compiled, &target, wish.mapping.values())?;
    let below = match wish.organisation {
        None => None,
        Some(code) => Some(path_of(transaction, code).await?),
    };
    let which = Which {
        definition_key: wish.definition_key,
        version: wish.from_version,
        not_version: wish.from_version.is_none().then_some(to_version),
        below: below.as_deref(),
        instances: wish.instances,
    };
    let found = migration::candidates(transaction, which).await?;
    let row = migration_batch::ActiveModel {
        kind: Set("MIGRATE".to_owned()),
        dry_run: Set(wish.dry_run),
        definition_key: Set(wish.definition_key.to_owned()),
        from_version: Set(wish.from_version),
        to_version: Set(Some(to_version)),
        mapping: Set(serde_json::to_string(wish.mapping).unwrap_or_default()),
        reassign: Set(wish.reassign),
        taken_back: Set(None),
        ..Default::default()
    };
    write(door, transaction, actor, row, found, below).await
}

pub(super) async fn roll_back(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    batch: Uuid,
    dry_run: bool,
) -> Result<Done, Fault> {
    let batch = migration_batch::Entity::find_by_id(batch)
        .one(transaction)
        .await?
        .ok_or_else(Problem::not_found)?;
    let mine = actor.person.is_some_and(|it| it.uuid() == batch.created_by);
    let decision = permit(
        actor,
        Action::InstanceModify,
        &Subject::of(batch.organisation_path.clone()),
    );
    if !mine && !decision.is_allowed() {
        return Err(Problem::not_found().into());
    }
    if batch.dry_run || batch.kind != "MIGRATE" {
        return Err(Problem::new(
            "NOTHING_TO_TAKE_BACK",
            "Only a batch that moved cases can be taken back.",
            "Hanya perpindahan yang benar-benar dilakukan yang dapat dikembalikan.",
        )
        .at("batchId")
        .into());
    }
    let found = migration::moved(transaction, batch.id).await?;
    let row = migration_batch::ActiveModel {
        kind: Set("ROLL_BACK".to_owned()),
        dry_run: Set(dry_run),
        definition_key: Set(batch.definition_key),
        from_version: Set(batch.to_version),
        to_version: Set(None),
        mapping: Set("{}".to_owned()),
        reassign: Set(false),
        taken_back: Set(Some(batch.id)),
        ..Default::default()
    };
    let below = Some(batch.organisation_path);
    write(door, transaction, actor, row, found, below).await
}

/// Writes the batch with those cases that the actor may repair.
async fn write(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    mut row: migration_batch::ActiveModel,
    found: Vec<Candidate>,
    below: Option<String>,
) -> Result<Done, Fault> {
    let Some(person) = actor.person else {
        return Err(Problem::unauthenticated().into());
    };
    let may = |path: &str| permit(actor, Action::InstanceModify, &Subject::of(path.to_owned()));
    let allowed: Vec<Candidate> = found
        .into_iter()
        .filter(|it| may(&it.organisation_path).is_allowed())
        .collect();
    let path = below.unwrap_or_else(|| around(&allowed));
    if allowed.is_empty() && !may_somewhere(actor) {
        return Err(Reason::NotAllowed.into());
    }
    let (id, at) = (Uuid::now_v7(), door.clock.now());
    row.id = Set(id);
    row.organisation_path = Set(path);
    row.created_by = Set(person.uuid());
    row.created_at = Set(at);
    row.total = Set(i32::try_from(allowed.len()).unwrap_or(i32::MAX));
    row.finished_at = Set(allowed.is_empty().then_some(at));
    migration::begin(transaction, row, allowed.into_iter().map(|it| it.id)).await?;
    Ok(Done {
        answer: Answer::Migration(id),
        changes: Vec::new(),
    })
}

fn may_somewhere(actor: &Actor) -> bool {
    let mut paths = actor
        .positions
        .iter()
        .flat_map(|held| &held.roles)
        .map(|grant| grant.path.clone());
    paths.any(|path| permit(actor, Action::InstanceModify, &Subject::of(path)).is_allowed())
}

/// The path under which all of them lie.
fn around(cases: &[Candidate]) -> String {
    let mut paths = cases.iter().map(|it| it.organisation_path.as_str());
    let Some(first) = paths.next() else {
        return "/id/".to_owned();
    };
    let common = paths.fold(first.len(), |length, path| {
        let same = first
            .bytes()
            .zip(path.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        length.min(same)
    });
    let common = first.get(..common).unwrap_or_default();
    let end = common.rfind('/').map_or(0, |at| at + 1);
    common.get(..end).unwrap_or("/").to_owned()
}

fn version(
    compiled: &Compiled,
    key: &str,
    version: Option<i32>,
    field: &str,
) -> Result<ProcessRef, Problem> {
    let unknown = || {
        Problem::new(
            "UNKNOWN_DEFINITION",
            "There is no such workflow in that version.",
            "Alur kerja dengan versi itu tidak ada.",
        )
        .at(field)
    };
    let version = version
        .map(u32::try_from)
        .transpose()
        .map_err(|_| unknown())?;
    compiled
        .definition(key, version)
        .map(|it| it.process_ref.clone())
        .ok_or_else(unknown)
}

/// Elements and flows of a mapping must exist.
fn known<'a>(
    compiled: &Compiled,
    process: &ProcessRef,
    ids: impl Iterator<Item = &'a String>,
) -> Result<(), Problem> {
    let Some(definition) = compiled.definition(&process.id, Some(process.version)) else {
        return Ok(());
    };
    let process = &definition.process;
    for id in ids {
        if process.find(id).is_none() && !process.flows.iter().any(|flow| flow.id == *id) {
            let version = definition.process_ref.version;
            return Err(Problem::new(
                "UNKNOWN_ELEMENT",
                format!("Version {version} has no element {id}."),
                format!("Versi {version} tidak memiliki langkah {id}."),
            )
            .at("mapping"));
        }
    }
    Ok(())
}

async fn path_of(transaction: &DatabaseTransaction, code: &str) -> Result<String, Fault> {
    let row = organisation::Entity::find()
        .filter(organisation::Column::Code.eq(code))
        .one(transaction)
        .await?;
    Ok(row
        .ok_or_else(|| {
            Problem::new(
                "UNKNOWN_ORGANISATION",
                "There is no such organisation.",
                "Organisasi itu tidak ada.",
            )
            .at("organisation")
        })?
        .path)
}

/// Does one case of a batch, or finds that somebody else has done it. Answers whether it did, and what subscribers hear.
///
/// # Errors
/// Of the database: the case stays to be done.
pub async fn migrate_one(
    door: &Door,
    transaction: &DatabaseTransaction,
    batch: Uuid,
    instance: Uuid,
) -> Result<(bool, Vec<Change>), Fault> {
    if !migration::take(transaction, batch, instance).await? {
        return Ok((false, Vec::new()));
    }
    let Some(batch) = migration_batch::Entity::find_by_id(batch)
        .one(transaction)
        .await?
    else {
        return Ok((false, Vec::new()));
    };
    let at = door.clock.now();
    let (done, outcome, mut changes) = match carry(door, transaction, &batch, instance).await {
        Ok((outcome, changes)) => (outcome.obstacles.is_empty(), outcome, changes),
        Err(Fault::Problem(problem)) => {
            let outcome = Outcome {
                problem: Some(problem),
                ..Outcome::default()
            };
            (false, outcome, Vec::new())
        }
        Err(fault) => return Err(fault),
    };
    migration::done(transaction, batch.id, instance, done, &outcome, at).await?;
    changes.push(Change {
        kind: ChangeKind::Batch,
        task: None,
        instance: Some(batch.id),
        job: None,
    });
    Ok((true, changes))
}

async fn carry(
    door: &Door,
    transaction: &DatabaseTransaction,
    batch: &migration_batch::Model,
    instance: Uuid,
) -> Result<(Outcome, Vec<Change>), Fault> {
    let loaded = instance::lock(transaction, instance)
        .await?
        .ok_or_else(Problem::not_found)?;
    let at = door.clock.now();
    let actor = actor_of(transaction, batch.created_by, at).await?;
    let decision = permit(
        &actor,
        Action::InstanceModify,
        &Subject::of(loaded.owner.path.clone()),
    );
    if let Decision::Deny { reason } = decision {
        return Err(reason.into());
    }
    if !matches!(loaded.state.status, Status::Running | Status::Suspended) {
        return Err(problem_of_refusal(&workflows::engine::Refusal::Ended).into());
    }
    let request = request(batch, &loaded)?;
    let compiled = door.deployed.refresh(transaction).await?;
    let stamp = stamp(&actor, &decision);
    let world = DeployedWorld {
        compiled: &compiled,
        calendar: Calendar::shipped().for_region(&loaded.owner.region),
    };
    let command = Command {
        at,
        zone: loaded.owner.zone,
        seed: rand::random(),
        actor: stamp.clone(),
        request: request.clone(),
    };
    let plan = migrate::plan(&world, &loaded.state, &command)
        .map_err(|refusal| problem_of_refusal(&refusal))?;
    let outcome = outcome(&plan, &loaded.owner);
    if batch.dry_run || !plan.possible() {
        return Ok((outcome, Vec::new()));
    }
    let carried = carry_out(transaction, &compiled, &loaded, None, at, stamp, request).await?;
    Ok((outcome, carried.changes))
}

/// What the engine is asked for one case.
fn request(batch: &migration_batch::Model, loaded: &Loaded) -> Result<Request, Problem> {
    let moved_on = || {
        Problem::new(
            "ANOTHER_VERSION",
            "The case runs another version by now.",
            "Perkara ini sudah memakai versi lain.",
        )
    };
    if batch.from_version.is_some_and(|it| it != loaded.version) {
        return Err(moved_on());
    }
    let Some(to) = batch.to_version else {
        return Ok(Request::RollBackMigration);
    };
    if to == loaded.version && batch.from_version.is_none() {
        return Err(moved_on());
    }
    Ok(Request::Migrate(Migration {
        root: None,
        to: ProcessRef {
            id: batch.definition_key.clone(),
            version: u32::try_from(to).unwrap_or_default(),
        },
        mapping: serde_json::from_str(&batch.mapping).unwrap_or_default(),
        reassign: batch.reassign,
    }))
}

fn outcome(plan: &Plan, owner: &Owner) -> Outcome {
    let version = |process: &ProcessRef| i32::try_from(process.version).unwrap_or(i32::MAX);
    let mut moves: BTreeMap<(&str, &str), i32> = BTreeMap::new();
    for moved in &plan.moves {
        *moves.entry((&moved.from, &moved.to)).or_default() += 1;
    }
    Outcome {
        from_version: version(&plan.from),
        to_version: version(&plan.to),
        tasks: plan.tasks.iter().map(|it| task(it, owner)).collect(),
        moves: moves
            .into_iter()
            .map(|((from, to), count)| Move {
                from: from.to_owned(),
                to: to.to_owned(),
                count,
            })
            .collect(),
        opened: plan.opened.clone(),
        withdrawn: plan.withdrawn.clone(),
        obstacles: plan
            .obstacles
            .iter()
            .map(|it| Obstacle {
                element: it.element.clone(),
                instance: it.instance.and_then(|key| i64::try_from(key).ok()),
                reason: serde_json::to_value(it.reason)
                    .ok()
                    .and_then(|code| code.as_str().map(str::to_owned))
                    .unwrap_or_default(),
                message: it.message.clone(),
            })
            .collect(),
        problem: None,
    }
}

fn task(change: &TaskChange, owner: &Owner) -> TaskOutcome {
    let shown = change.after.as_ref().or(change.before.as_ref());
    let addressed = |facts: &Option<TaskFacts>| -> BTreeSet<String> {
        facts
            .iter()
            .flat_map(|it| crate::store::project::principals(owner, it))
            .collect()
    };
    let (before, after) = (addressed(&change.before), addressed(&change.after));
    TaskOutcome {
        key: i64::try_from(change.task).unwrap_or(i64::MAX),
        element: shown.map(|it| it.element.clone()).unwrap_or_default(),
        name: shown.map(|it| it.name.clone()).unwrap_or_default(),
        fate: match (&change.before, &change.after) {
            (Some(_), Some(_)) => "KEPT",
            (None, _) => "GAINED",
            (Some(_), None) => "LOST",
        }
        .to_owned(),
        holder: change.holder.as_ref().map(|it| owner.resolve(it)),
        due: change.after.as_ref().and_then(|it| it.due),
        gained: after.difference(&before).cloned().collect(),
        lost: before.difference(&after).cloned().collect(),
    }
}
