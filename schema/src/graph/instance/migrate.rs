//! Moving live cases to another version of their workflow: asked for all at once, carried out case by case in the
//! background, each case in a transaction of its own. A dry run is such a batch in which nothing moves.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use async_graphql::connection::{Connection, EmptyFields};
use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;
use workflows::access::{Action, Actor, Subject, permit};
use workflows::id::kind;

use crate::commands::{Answer, Problem as Refusal, Request};
use crate::graph::guard::{Outcome, actor, id, known, named, read, scope_of, submit, unexpected};
use crate::graph::loaders::Case;
use crate::graph::page::{self, Cursor, Page};
use crate::graph::person::Person;
use crate::graph::principal::Principal;
use crate::graph::problem::{Problem, Result};
use crate::migrated;
use crate::tables::{migration_batch, migration_item, process_instance, visible};

use super::ProcessInstance;

/// Most elements that a mapping names, and most cases that can be named one by one.
const NAMED: usize = 1_000;

/// An element (or a sequence flow with waiting tokens) that has another id in the other version.
#[derive(InputObject, Debug)]
pub struct ElementMappingInput {
    /// Its id in the version that the cases run.
    from: String,
    /// Its id in the version that they move to.
    to: String,
}

/// Moves live cases of a workflow to another version, or asks what would happen.
#[derive(InputObject, Debug)]
pub struct MigrateInstancesInput {
    /// BPMN process id.
    definition_key: String,
    /// Only cases that run this version; every case that does not run the target yet when absent.
    from_version: Option<i32>,
    /// Where to; the newest version when absent. An older one takes cases back by hand.
    to_version: Option<i32>,
    /// Only cases of this organisation (code) and below.
    organisation: Option<String>,
    /// Only these cases, `inst_…`.
    instance_ids: Option<Vec<ID>>,
    /// What has another id there. Everything else keeps its id.
    mapping: Option<Vec<ElementMappingInput>>,
    /// Work out candidates, due date and priority of open tasks anew; otherwise they stay as they are.
    #[graphql(default)]
    reassign: bool,
    /// Move nothing; tell for each case what would happen.
    #[graphql(default)]
    dry_run: bool,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Takes a batch back: each of its cases that moved, and still can, returns to the version it had before.
#[derive(InputObject, Debug)]
pub struct RollBackMigrationInput {
    /// `mig_…`.
    batch_id: ID,
    /// Move nothing; tell for each case what would happen.
    #[graphql(default)]
    dry_run: bool,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// The batch, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct MigrateInstancesPayload {
    /// The batch: its cases are worked off in the background from now on.
    batch: Option<MigrationBatch>,
    /// Why not.
    problem: Option<Problem>,
}

/// The batch, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct RollBackMigrationPayload {
    /// A new batch, which takes the other one back.
    batch: Option<MigrationBatch>,
    /// Why not.
    problem: Option<Problem>,
}

/// What a batch does.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum MigrationKind {
    /// Moves cases to another version.
    Migrate,
    /// Takes an earlier batch back.
    RollBack,
}

/// How far a case of a batch is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum MigrationItemState {
    /// Not looked at yet.
    Pending,
    /// It has moved; in a dry run: it could.
    Done,
    /// It stays where it is; `obstacles` and `problem` say why.
    Refused,
}

impl MigrationItemState {
    const ALL: [Self; 3] = [Self::Pending, Self::Done, Self::Refused];

    fn stored(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Done => "DONE",
            Self::Refused => "REFUSED",
        }
    }

    fn of(text: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|it| it.stored() == text)
            .unwrap_or(Self::Pending)
    }
}

/// What happens to an open task when its case moves.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum MigrationTaskFate {
    /// It stays open, and claimed by whoever has claimed it.
    Kept,
    /// The case comes to it by moving, for instance because a join waits for nothing any more.
    Gained,
    /// It is withdrawn.
    Lost,
}

/// An element that has another id in the other version.
#[derive(SimpleObject, Debug, Clone)]
pub struct ElementMapping {
    /// Its id before.
    from: String,
    /// Its id after.
    to: String,
}

/// Tokens of one element on their way.
#[derive(SimpleObject, Debug, Clone)]
pub struct MigrationMove {
    /// Element before.
    from: String,
    /// Element after.
    to: String,
    /// How many tokens.
    count: i32,
}

/// Something that keeps a case from moving: a token would be lost or could get stuck.
#[derive(SimpleObject, Debug, Clone)]
pub struct MigrationObstacle {
    /// Element or sequence flow of the version that the case runs.
    element: String,
    /// `ElementInstance.key` of the token that is concerned.
    element_instance: Option<ID>,
    /// `ELEMENT_MISSING`, `FLOW_MISSING`, `KIND_CHANGED`, `SCOPE_CHANGED`, `REPETITION_CHANGED`, `JOIN_STUCK`,
    /// `COMPENSATION_LOST`, `WAIT_FAILED`, `TASK_FAILED`, `MAPPED_TWICE`.
    reason: String,
    /// English sentence.
    message: String,
    /// Indonesian sentence.
    message_id: String,
}

/// An open task of a case before and after.
#[derive(Debug, Clone)]
pub struct MigrationTask(migrated::TaskOutcome);

/// An open task of a case before and after.
#[Object]
impl MigrationTask {
    /// BPMN element id afterwards; before, when it is withdrawn.
    async fn element(&self) -> &str {
        &self.0.element
    }

    /// Its name there.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// `ElementInstance.key`.
    async fn element_instance(&self) -> ID {
        ID(self.0.key.to_string())
    }

    /// What happens to it.
    async fn fate(&self) -> MigrationTaskFate {
        match self.0.fate.as_str() {
            "GAINED" => MigrationTaskFate::Gained,
            "LOST" => MigrationTaskFate::Lost,
            _ => MigrationTaskFate::Kept,
        }
    }

    /// Who has claimed it, or to whom alone it is addressed, afterwards.
    #[graphql(complexity = "2 + child_complexity")]
    async fn holder(&self, ctx: &Context<'_>) -> Result<Option<Principal>> {
        match &self.0.holder {
            Some(key) => Ok(Some(Principal::of(ctx, key).await?)),
            None => Ok(None),
        }
    }

    /// When it is due afterwards.
    async fn due(&self) -> Option<DateTime<Utc>> {
        self.0.due
    }

    /// Who gains it: addressed afterwards and not before.
    #[graphql(complexity = "3 * child_complexity")]
    async fn gained(&self, ctx: &Context<'_>) -> Result<Vec<Principal>> {
        Principal::all(ctx, self.0.gained.iter().map(String::as_str)).await
    }

    /// Who loses it: addressed before and no longer.
    #[graphql(complexity = "3 * child_complexity")]
    async fn lost(&self, ctx: &Context<'_>) -> Result<Vec<Principal>> {
        Principal::all(ctx, self.0.lost.iter().map(String::as_str)).await
    }
}

/// One case of a batch, and what came of it.
#[derive(Debug, Clone)]
pub struct MigrationItem {
    row: migration_item::Model,
    case: Option<ProcessInstance>,
    outcome: migrated::Outcome,
}

/// One case of a batch, and what came of it.
#[Object]
impl MigrationItem {
    /// The case; null when it is out of the caller's reach.
    async fn instance(&self) -> Option<&ProcessInstance> {
        self.case.as_ref()
    }

    /// How far it is.
    async fn state(&self) -> MigrationItemState {
        MigrationItemState::of(&self.row.state)
    }

    /// When it was done.
    async fn at(&self) -> Option<DateTime<Utc>> {
        self.row.at
    }

    /// Version that it ran before; null while it is pending.
    async fn from_version(&self) -> Option<i32> {
        Some(self.outcome.from_version).filter(|it| *it > 0)
    }

    /// Version that it moved (or would move) to; null while it is pending.
    async fn to_version(&self) -> Option<i32> {
        Some(self.outcome.to_version).filter(|it| *it > 0)
    }

    /// Every open task before or after: who gains it and who loses it.
    #[graphql(complexity = "5 * child_complexity")]
    async fn tasks(&self) -> Vec<MigrationTask> {
        self.outcome
            .tasks
            .iter()
            .cloned()
            .map(MigrationTask)
            .collect()
    }

    /// Where its tokens stood and where they stand afterwards.
    #[graphql(complexity = "3 * child_complexity")]
    async fn moves(&self) -> Vec<MigrationMove> {
        let moved = |it: &migrated::Move| MigrationMove {
            from: it.from.clone(),
            to: it.to.clone(),
            count: it.count,
        };
        self.outcome.moves.iter().map(moved).collect()
    }

    /// Elements of timers, messages, signals and conditions that are waited for from then on.
    async fn opened(&self) -> &[String] {
        &self.outcome.opened
    }

    /// Elements of those that are waited for no longer.
    async fn withdrawn(&self) -> &[String] {
        &self.outcome.withdrawn
    }

    /// Why it cannot move.
    #[graphql(complexity = "3 * child_complexity")]
    async fn obstacles(&self) -> Vec<MigrationObstacle> {
        let told = |it: &migrated::Obstacle| MigrationObstacle {
            element: it.element.clone(),
            element_instance: it.instance.map(|key| ID(key.to_string())),
            reason: it.reason.clone(),
            message: it.message.clone(),
            message_id: in_indonesian(it),
        };
        self.outcome.obstacles.iter().map(told).collect()
    }

    /// Why it was refused, when it is not about single elements: it has ended, or is no longer within reach.
    async fn problem(&self) -> Option<Problem> {
        self.outcome.problem.clone().map(Problem::from)
    }
}

fn in_indonesian(obstacle: &migrated::Obstacle) -> String {
    let element = &obstacle.element;
    match obstacle.reason.as_str() {
        "ELEMENT_MISSING" => format!("{element} tidak ada padanannya di versi baru."),
        "FLOW_MISSING" => {
            format!("Alur {element}, tempat token menunggu, tidak ada di versi baru.")
        }
        "KIND_CHANGED" => format!("{element} berbeda jenis di versi baru."),
        "SCOPE_CHANGED" => format!("{element} berada di lingkup lain di versi baru."),
        "REPETITION_CHANGED" => format!("Cara pengulangan {element} berubah di versi baru."),
        "JOIN_STUCK" => {
            format!("Dari {element}, penggabungan akan menunggu token yang tidak mungkin datang.")
        }
        "COMPENSATION_LOST" => {
            format!("{element} sudah selesai, tetapi tidak dapat lagi dibatalkan di versi baru.")
        }
        "WAIT_FAILED" => {
            format!("Yang ditunggu di {element} pada versi baru tidak dapat ditentukan.")
        }
        "TASK_FAILED" => format!("Tugas {element} di versi baru tidak dapat ditentukan."),
        "MAPPED_TWICE" => format!("{element} dan langkah lain dipetakan ke langkah yang sama."),
        _ => obstacle.message.clone(),
    }
}

/// Cases that move to another version together, or back, or are only asked whether they could.
#[derive(Debug, Clone)]
pub struct MigrationBatch(Arc<migration_batch::Model>);

impl MigrationBatch {
    /// The batch, for whoever asked for it and for operators of the organisation that its cases lie under.
    pub(in crate::graph) async fn seen_by(
        ctx: &Context<'_>,
        actor: &Actor,
        id: Uuid,
    ) -> Result<Option<Self>> {
        let row = migration_batch::Entity::find_by_id(id)
            .one(read(ctx))
            .await?;
        Ok(row
            .filter(|row| sees(actor, row))
            .map(|row| Self(Arc::new(row))))
    }

    async fn count(&self, ctx: &Context<'_>, state: MigrationItemState) -> Result<i32> {
        let count = migration_item::Entity::find()
            .filter(migration_item::Column::BatchId.eq(self.0.id))
            .filter(migration_item::Column::State.eq(state.stored()))
            .count(read(ctx))
            .await?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}

fn sees(actor: &Actor, row: &migration_batch::Model) -> bool {
    actor.person.is_some_and(|it| it.uuid() == row.created_by)
        || permit(
            actor,
            Action::InstanceModify,
            &Subject::of(row.organisation_path.clone()),
        )
        .is_allowed()
}

/// Cases that move to another version together, or back, or are only asked whether they could.
#[Object]
impl MigrationBatch {
    /// `mig_…`.
    pub async fn id(&self) -> ID {
        id::<kind::Migration>(self.0.id)
    }

    /// What it does.
    async fn kind(&self) -> MigrationKind {
        match self.0.kind.as_str() {
            "ROLL_BACK" => MigrationKind::RollBack,
            _ => MigrationKind::Migrate,
        }
    }

    /// Nothing moves; each case is told what would happen to it.
    async fn dry_run(&self) -> bool {
        self.0.dry_run
    }

    /// BPMN process id.
    async fn definition_key(&self) -> &str {
        &self.0.definition_key
    }

    /// Version that its cases run; null when they run several.
    async fn from_version(&self) -> Option<i32> {
        self.0.from_version
    }

    /// Version that they move to; null for a rollback, in which each case returns to its own.
    async fn to_version(&self) -> Option<i32> {
        self.0.to_version
    }

    /// What has another id there.
    async fn mapping(&self) -> Vec<ElementMapping> {
        let mapping: BTreeMap<String, String> =
            serde_json::from_str(&self.0.mapping).unwrap_or_default();
        mapping
            .into_iter()
            .map(|(from, to)| ElementMapping { from, to })
            .collect()
    }

    /// Candidates, due date and priority of open tasks are worked out anew.
    async fn reassign(&self) -> bool {
        self.0.reassign
    }

    /// The batch that this one takes back, `mig_…`.
    async fn takes_back(&self) -> Option<ID> {
        self.0.taken_back.map(id::<kind::Migration>)
    }

    /// Who asked for it; its cases move in their name.
    async fn created_by(&self, ctx: &Context<'_>) -> Result<Person> {
        Person::of(ctx, self.0.created_by).await
    }

    /// When it was asked for.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When its last case was done; null while it goes on.
    async fn finished_at(&self) -> Option<DateTime<Utc>> {
        self.0.finished_at
    }

    /// How many cases it holds.
    async fn total(&self) -> i32 {
        self.0.total
    }

    /// How many have moved (in a dry run: could move).
    async fn done(&self, ctx: &Context<'_>) -> Result<i32> {
        self.count(ctx, MigrationItemState::Done).await
    }

    /// How many stay where they are.
    async fn refused(&self, ctx: &Context<'_>) -> Result<i32> {
        self.count(ctx, MigrationItemState::Refused).await
    }

    /// Its cases, in a fixed order.
    #[graphql(complexity = "page::cost(first, 25) * child_complexity")]
    async fn items(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only in this state")] state: Option<MigrationItemState>,
        #[graphql(desc = "1 to 100", default_with = "Some(25)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<Uuid>, MigrationItem, EmptyFields>> {
        let page = Page::<Uuid>::read(first, 25, after)?;
        let mut wanted = migration_item::Entity::find()
            .filter(migration_item::Column::BatchId.eq(self.0.id))
            .order_by_asc(migration_item::Column::InstanceId)
            .limit(page.limit());
        if let Some(state) = state {
            wanted = wanted.filter(migration_item::Column::State.eq(state.stored()));
        }
        if let Some(after) = page.after {
            wanted = wanted.filter(migration_item::Column::InstanceId.gt(after));
        }
        let found = wanted.all(read(ctx)).await?;
        let mut cases: HashMap<Uuid, ProcessInstance> = process_instance::Entity::find()
            .filter(visible::instances(&scope_of(ctx, Action::InstanceRead)?))
            .filter(process_instance::Column::Id.is_in(found.iter().map(|row| row.instance_id)))
            .select_only()
            .columns(Case::COLUMNS)
            .into_model::<Case>()
            .all(read(ctx))
            .await?
            .into_iter()
            .map(|row| (row.id, ProcessInstance::new(Arc::new(row))))
            .collect();
        let items: Vec<MigrationItem> = found
            .into_iter()
            .map(|row| MigrationItem {
                case: cases.remove(&row.instance_id),
                outcome: row
                    .outcome
                    .as_deref()
                    .and_then(|text| serde_json::from_str(text).ok())
                    .unwrap_or_default(),
                row,
            })
            .collect();
        Ok(page.connection(items, |item| (item.row.instance_id, item)))
    }
}

/// Questions about migrations.
#[derive(Debug, Default)]
pub struct MigrationQuery;

#[Object]
impl MigrationQuery {
    /// A batch of migrations: its progress, and what came of each case.
    async fn migration_batch(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "`mig_…`")] id: ID,
    ) -> Result<Option<MigrationBatch>> {
        let actor = actor(ctx)?;
        match known::<kind::Migration>(&id) {
            Some(id) => MigrationBatch::seen_by(ctx, actor, id).await,
            None => Ok(None),
        }
    }

    /// Batches of migrations that the caller asked for or oversees, newest first.
    #[graphql(complexity = "page::cost(first, 25) * child_complexity")]
    async fn migration_batches(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only of this process")] definition_key: Option<String>,
        #[graphql(desc = "1 to 100", default_with = "Some(25)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<Newest>, MigrationBatch, EmptyFields>> {
        use migration_batch::Column;
        let page = Page::<Newest>::read(first, 25, after)?;
        let mut query = migration_batch::Entity::find()
            .filter(overseen(actor(ctx)?))
            .order_by_desc(Column::CreatedAt)
            .order_by_desc(Column::Id)
            .limit(page.limit());
        if let Some(key) = definition_key {
            query = query.filter(Column::DefinitionKey.eq(key));
        }
        if let Some((at, id)) = page.after {
            query = query.filter(
                Condition::any().add(Column::CreatedAt.lt(at)).add(
                    Condition::all()
                        .add(Column::CreatedAt.eq(at))
                        .add(Column::Id.lt(id)),
                ),
            );
        }
        let found = query.all(read(ctx)).await?;
        Ok(page.connection(found, |row| {
            ((row.created_at, row.id), MigrationBatch(Arc::new(row)))
        }))
    }
}

type Newest = (DateTime<Utc>, Uuid);

/// [`sees`] in SQL: what somebody asked for, and everything below where they may repair cases.
fn overseen(actor: &Actor) -> Condition {
    let mine = actor.person.map(|person| person.uuid());
    let grants = actor.positions.iter().flat_map(|held| &held.roles);
    grants
        .filter(|grant| {
            let there = Subject::of(grant.path.clone());
            permit(actor, Action::InstanceModify, &there).is_allowed()
        })
        .fold(
            Condition::any().add(migration_batch::Column::CreatedBy.is_in(mine)),
            |any, grant| {
                any.add(visible::below(
                    migration_batch::Column::OrganisationPath,
                    &grant.path,
                ))
            },
        )
}

/// Moving live cases to another version.
#[derive(Debug, Default)]
pub struct MigrationMutation;

#[Object]
impl MigrationMutation {
    /// Moves live cases to another version of their workflow, or tells what would happen (`dryRun`). The answer comes at
    /// once; the cases are worked off in the background, each in a transaction of its own, so that one that cannot move
    /// holds up no other. Follow it with `migrationBatch(id)` or `migrationBatchChanged(id)`.
    async fn migrate_instances(
        &self,
        ctx: &Context<'_>,
        input: MigrateInstancesInput,
    ) -> Result<MigrateInstancesPayload> {
        let key = input.idempotency_key.clone();
        let (batch, problem) = begun(ctx, key, migration(input)).await?;
        Ok(MigrateInstancesPayload { batch, problem })
    }

    /// Takes a batch back: each of its cases that moved returns to the version it had, with the waits and candidates
    /// that were withdrawn or replaced as they were. A case that has gone on into what only the newer version has is
    /// refused, with the reasons.
    async fn roll_back_migration(
        &self,
        ctx: &Context<'_>,
        input: RollBackMigrationInput,
    ) -> Result<RollBackMigrationPayload> {
        let request = named::<kind::Migration>(&input.batch_id, "batchId").map(|batch| {
            Request::RollBackMigration {
                batch,
                dry_run: input.dry_run,
            }
        });
        let (batch, problem) = begun(ctx, input.idempotency_key, request).await?;
        Ok(RollBackMigrationPayload { batch, problem })
    }
}

fn migration(input: MigrateInstancesInput) -> Outcome<Request> {
    let too_many = |field: &str| {
        Refusal::new(
            "TOO_MANY",
            format!("At most {NAMED} can be named one by one."),
            format!("Paling banyak {NAMED} yang dapat disebut satu per satu."),
        )
        .at(field)
    };
    let given = input.mapping.unwrap_or_default();
    if given.len() > NAMED {
        return Err(too_many("mapping"));
    }
    let mut mapping = BTreeMap::new();
    for pair in given {
        if mapping.insert(pair.from.clone(), pair.to).is_some() {
            let problem = Refusal::new(
                "MAPPED_TWICE",
                format!("{} is mapped twice.", pair.from),
                format!("{} dipetakan dua kali.", pair.from),
            );
            return Err(problem.at("mapping"));
        }
    }
    let instances = input
        .instance_ids
        .map(|ids| {
            if ids.len() > NAMED {
                return Err(too_many("instanceIds"));
            }
            ids.iter()
                .map(|id| named::<kind::Instance>(id, "instanceIds"))
                .collect::<Outcome<Vec<_>>>()
        })
        .transpose()?;
    Ok(Request::MigrateInstances {
        definition_key: input.definition_key,
        from_version: input.from_version,
        to_version: input.to_version,
        organisation: input.organisation,
        instances,
        mapping,
        reassign: input.reassign,
        dry_run: input.dry_run,
    })
}

async fn begun(
    ctx: &Context<'_>,
    idempotency_key: String,
    request: Outcome<Request>,
) -> Result<(Option<MigrationBatch>, Option<Problem>)> {
    let outcome = match request {
        Ok(request) => submit(ctx, Some(idempotency_key), request).await?,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(Answer::Migration(id)) => {
            Ok((MigrationBatch::seen_by(ctx, actor(ctx)?, id).await?, None))
        }
        Ok(other) => Err(unexpected(&other)),
        Err(problem) => Ok((None, Some(problem.into()))),
    }
}
