//! Personal data: what is kept, why and how long; content whose retention has ended; and what was done about it.

use async_graphql::connection::Connection;
use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use workflows::access::Action;
use workflows::id::kind;

use crate::commands::{Answer, Problem as Refusal, Request};
use crate::retention::{Class, PROCESSING};
use crate::tables::{disposal, privacy_act, retention_period, visible};

use super::guard::{Outcome, actor, id, named, read, rows, scope_of, submit, unexpected};
use super::loaders::{PersonById, PositionByCode};
use super::organisation::Organisation;
use super::page::{self, Cursor, Page, Total};
use super::person::Person;
use super::problem::{Problem, Result};
use super::scalar::Date;

/// Most proposals decided at once.
const TOGETHER: usize = 100;

/// One processing of personal data, as the law asks it to be recorded.
#[derive(SimpleObject, Debug, Clone)]
pub struct ProcessingActivity {
    /// Stable code.
    code: &'static str,
    /// What is kept, Indonesian.
    what: &'static str,
    /// What is kept, English.
    what_en: &'static str,
    /// For what purpose, Indonesian.
    why: &'static str,
    /// For what purpose, English.
    why_en: &'static str,
    /// Legal basis, Indonesian.
    basis: &'static str,
    /// Legal basis, English.
    basis_en: &'static str,
    /// Who sees it, Indonesian.
    seen_by: &'static str,
    /// Who sees it, English.
    seen_by_en: &'static str,
    /// Retention class.
    class: &'static str,
    /// Years that it is kept; null: for good.
    years: Option<i32>,
}

/// How long a class of things is kept.
#[derive(SimpleObject, Debug, Clone)]
pub struct RetentionPeriod {
    /// `DECISION`, `EVIDENCE`, `NOTIFICATION`, `ACCESS_LOG`, `JOURNAL` or `REGISTER`.
    class: &'static str,
    /// Years; null: for good.
    years: Option<i32>,
    /// Whether an installation may change it.
    adjustable: bool,
}

/// How a proposal stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisposalState {
    /// Somebody must decide.
    Proposed,
    /// The content was destroyed; what it was is still known by its hash.
    Disposed,
    /// It is kept for longer.
    Kept,
}

impl DisposalState {
    const fn stored(self) -> &'static str {
        match self {
            Self::Proposed => "PROPOSED",
            Self::Disposed => "DISPOSED",
            Self::Kept => "KEPT",
        }
    }
}

/// A document whose retention has ended.
#[derive(Debug, Clone)]
pub struct Disposal(disposal::Model);

/// A document whose retention has ended.
#[Object]
impl Disposal {
    /// `dsp_…`.
    async fn id(&self) -> ID {
        id::<kind::Disposal>(self.0.id)
    }

    /// `doc_…`.
    async fn document_id(&self) -> ID {
        id::<kind::Document>(self.0.document_id)
    }

    /// `inst_…` of the case.
    async fn instance_id(&self) -> Option<ID> {
        self.0.instance_id.map(id::<kind::Instance>)
    }

    /// Whose it is.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Organisation> {
        Organisation::at(ctx, &self.0.organisation_path).await
    }

    /// Title of the document.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// Retention class.
    async fn class(&self) -> &str {
        &self.0.class
    }

    /// Last day of its retention.
    async fn due_on(&self) -> Date {
        Date(self.0.due_on)
    }

    /// When it was proposed.
    async fn proposed_at(&self) -> DateTime<Utc> {
        self.0.proposed_at
    }

    /// How it stands.
    async fn state(&self) -> DisposalState {
        match self.0.state.as_str() {
            "DISPOSED" => DisposalState::Disposed,
            "KEPT" => DisposalState::Kept,
            _ => DisposalState::Proposed,
        }
    }

    /// When it was decided.
    async fn decided_at(&self) -> Option<DateTime<Utc>> {
        self.0.decided_at
    }

    /// Not to be proposed again before.
    async fn keep_until(&self) -> Option<Date> {
        self.0.keep_until.map(Date)
    }
}

/// Something that was done about personal data or kept content.
#[derive(Debug, Clone)]
pub struct PrivacyAct(privacy_act::Model);

/// Something that was done about personal data or kept content.
#[Object]
impl PrivacyAct {
    /// Its id.
    async fn id(&self) -> ID {
        ID(self.0.id.simple().to_string())
    }

    /// `PSEUDONYMISE`, `EXPORT_PERSON`, `DISPOSE`, `KEEP` or `SET_PERIOD`.
    async fn kind(&self) -> &str {
        &self.0.kind
    }

    /// Name of whoever did it.
    async fn by(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let person = rows(ctx).load_one(PersonById(self.0.person_id)).await?;
        Ok(person.map(|row| row.name.clone()))
    }

    /// Title of the position in which they did it; null when it was about themselves.
    async fn position(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let Some(code) = self.0.position.clone() else {
            return Ok(None);
        };
        let row = rows(ctx).load_one(PositionByCode(code)).await?;
        Ok(row.map(|row| row.title.clone()))
    }

    /// When.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// Why.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// The record of it, JSON text: for a disposal every version with the hash of its content.
    async fn details(&self) -> &str {
        &self.0.details
    }
}

/// Questions about personal data.
#[derive(Debug, Default)]
pub struct PrivacyQuery;

type DisposalKey = (chrono::NaiveDate, Uuid);
type ActKey = (DateTime<Utc>, Uuid);

#[Object]
impl PrivacyQuery {
    /// The record of processing activities, for everybody who is signed in.
    #[graphql(complexity = "10 * child_complexity")]
    async fn processing_activities(&self, ctx: &Context<'_>) -> Result<Vec<ProcessingActivity>> {
        actor(ctx)?;
        let set = periods(ctx).await?;
        Ok(PROCESSING
            .iter()
            .map(|one| ProcessingActivity {
                code: one.code,
                what: one.what[0],
                what_en: one.what[1],
                why: one.why[0],
                why_en: one.why[1],
                basis: one.basis[0],
                basis_en: one.basis[1],
                seen_by: one.seen_by[0],
                seen_by_en: one.seen_by[1],
                class: one.class.code(),
                years: years(&set, one.class),
            })
            .collect())
    }

    /// How long each class is kept here.
    #[graphql(complexity = "6 * child_complexity")]
    async fn retention_periods(&self, ctx: &Context<'_>) -> Result<Vec<RetentionPeriod>> {
        actor(ctx)?;
        let set = periods(ctx).await?;
        Ok(Class::ALL
            .into_iter()
            .map(|class| RetentionPeriod {
                class: class.code(),
                years: years(&set, class),
                adjustable: class.is_adjustable(),
            })
            .collect())
    }

    /// Documents whose retention has ended, of organisations whose archive the caller looks after; longest due first.
    #[graphql(complexity = "page::cost(first, 25) * child_complexity")]
    async fn disposals(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Only in this state",
            default_with = "Some(DisposalState::Proposed)"
        )]
        state: Option<DisposalState>,
        #[graphql(desc = "1 to 100", default_with = "Some(25)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<DisposalKey>, Disposal, Total>> {
        use disposal::{Column, Entity};
        let page = Page::<DisposalKey>::read(first, 25, after)?;
        let mut query =
            Entity::find().filter(visible::disposals(&scope_of(ctx, Action::DisposalRead)?));
        if let Some(state) = state {
            query = query.filter(Column::State.eq(state.stored()));
        }
        let total = Total::of(query.clone());
        if let Some((due, id)) = page.after {
            query = query.filter(
                Condition::any().add(Column::DueOn.gt(due)).add(
                    Condition::all()
                        .add(Column::DueOn.eq(due))
                        .add(Column::Id.gt(id)),
                ),
            );
        }
        let found = query
            .order_by_asc(Column::DueOn)
            .order_by_asc(Column::Id)
            .limit(page.limit())
            .all(read(ctx))
            .await?;
        Ok(page.connection_with(found, total, |row| ((row.due_on, row.id), Disposal(row))))
    }

    /// What was done about personal data and kept content, of organisations whose archive the caller looks after.
    #[graphql(complexity = "page::cost(first, 25) * child_complexity")]
    async fn privacy_acts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "1 to 100", default_with = "Some(25)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<ActKey>, PrivacyAct, Total>> {
        use privacy_act::{Column, Entity};
        let page = Page::<ActKey>::read(first, 25, after)?;
        let mut query =
            Entity::find().filter(visible::privacy_acts(&scope_of(ctx, Action::DisposalRead)?));
        let total = Total::of(query.clone());
        if let Some((at, id)) = page.after {
            query = query.filter(
                Condition::any().add(Column::At.lt(at)).add(
                    Condition::all()
                        .add(Column::At.eq(at))
                        .add(Column::Id.lt(id)),
                ),
            );
        }
        let found = query
            .order_by_desc(Column::At)
            .order_by_desc(Column::Id)
            .limit(page.limit())
            .all(read(ctx))
            .await?;
        Ok(page.connection_with(found, total, |row| ((row.at, row.id), PrivacyAct(row))))
    }
}

async fn periods(ctx: &Context<'_>) -> Result<Vec<retention_period::Model>> {
    Ok(retention_period::Entity::find().all(read(ctx)).await?)
}

fn years(set: &[retention_period::Model], class: Class) -> Option<i32> {
    let found = set.iter().find(|row| row.class == class.code());
    found.map_or(class.years(), |row| row.years)
}

/// Gives a person who has left another name.
#[derive(InputObject, Debug)]
pub struct PseudonymisePersonInput {
    /// `per_…`.
    person_id: ID,
    /// Why; it is kept.
    reason: String,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// The person under the new name, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct PseudonymisePersonPayload {
    /// The person.
    person: Option<Person>,
    /// Why not.
    problem: Option<Problem>,
}

/// What is done with content whose retention has ended.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisposalDecision {
    /// Destroy it. This cannot be taken back.
    Dispose,
    /// Keep it for longer.
    Keep,
}

/// Decides about content whose retention has ended; all or none.
#[derive(InputObject, Debug)]
pub struct DecideDisposalsInput {
    /// `dsp_…`, at most 100.
    ids: Vec<ID>,
    /// What is done.
    decision: DisposalDecision,
    /// Why; it is kept.
    reason: String,
    /// Until which day it is kept; needed with `KEEP`.
    keep_until: Option<Date>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// The proposals as they stand now, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct DecideDisposalsPayload {
    /// The proposals.
    #[graphql(complexity = "10 * child_complexity")]
    disposals: Vec<Disposal>,
    /// Why not.
    problem: Option<Problem>,
}

/// Sets how long a class is kept from now on; what was decided stays.
#[derive(InputObject, Debug)]
pub struct SetRetentionPeriodInput {
    /// `DECISION` or `EVIDENCE`.
    class: String,
    /// Years; null: for good.
    years: Option<i32>,
    /// Why; it is kept.
    reason: String,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// The periods as they are now, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct SetRetentionPeriodPayload {
    /// Of every class.
    #[graphql(complexity = "6 * child_complexity")]
    periods: Vec<RetentionPeriod>,
    /// Why not.
    problem: Option<Problem>,
}

/// What can be done about personal data.
#[derive(Debug, Default)]
pub struct PrivacyMutation;

#[Object]
impl PrivacyMutation {
    /// Gives a person who holds no post any more another name and address, ends the account, and removes drafts and the
    /// text of mails. Signed papers keep the name under the signature: the law asks for them. It cannot be taken back.
    async fn pseudonymise_person(
        &self,
        ctx: &Context<'_>,
        input: PseudonymisePersonInput,
    ) -> Result<PseudonymisePersonPayload> {
        let outcome = match named::<kind::Person>(&input.person_id, "personId") {
            Ok(person) => {
                let request = Request::PseudonymisePerson {
                    person,
                    reason: input.reason,
                };
                submit(ctx, Some(input.idempotency_key), request).await?
            }
            Err(problem) => Err(problem),
        };
        match outcome {
            Ok(Answer::Person(id)) => Ok(PseudonymisePersonPayload {
                person: Some(Person::of(ctx, id).await?),
                problem: None,
            }),
            Ok(other) => Err(unexpected(&other)),
            Err(problem) => Ok(PseudonymisePersonPayload {
                person: None,
                problem: Some(problem.into()),
            }),
        }
    }

    /// Decides about content whose retention has ended. What is destroyed stays known by its hash, with who decided and why.
    async fn decide_disposals(
        &self,
        ctx: &Context<'_>,
        input: DecideDisposalsInput,
    ) -> Result<DecideDisposalsPayload> {
        let key = input.idempotency_key.clone();
        let outcome = match decision(input) {
            Ok(request) => submit(ctx, Some(key), request).await?,
            Err(problem) => Err(problem),
        };
        match outcome {
            Ok(Answer::Disposals(ids)) => {
                let found = disposal::Entity::find()
                    .filter(disposal::Column::Id.is_in(ids))
                    .filter(visible::disposals(&scope_of(ctx, Action::DisposalRead)?))
                    .order_by_asc(disposal::Column::Id)
                    .all(read(ctx))
                    .await?;
                Ok(DecideDisposalsPayload {
                    disposals: found.into_iter().map(Disposal).collect(),
                    problem: None,
                })
            }
            Ok(other) => Err(unexpected(&other)),
            Err(problem) => Ok(DecideDisposalsPayload {
                disposals: Vec::new(),
                problem: Some(problem.into()),
            }),
        }
    }

    /// Sets how long a class is kept from now on.
    async fn set_retention_period(
        &self,
        ctx: &Context<'_>,
        input: SetRetentionPeriodInput,
    ) -> Result<SetRetentionPeriodPayload> {
        let request = Request::SetRetentionPeriod {
            class: input.class,
            years: input.years,
            reason: input.reason,
        };
        match submit(ctx, Some(input.idempotency_key), request).await? {
            Ok(Answer::Done) => Ok(SetRetentionPeriodPayload {
                periods: PrivacyQuery.retention_periods(ctx).await?,
                problem: None,
            }),
            Ok(other) => Err(unexpected(&other)),
            Err(problem) => Ok(SetRetentionPeriodPayload {
                periods: Vec::new(),
                problem: Some(problem.into()),
            }),
        }
    }
}

fn decision(input: DecideDisposalsInput) -> Outcome<Request> {
    if input.ids.is_empty() || input.ids.len() > TOGETHER {
        let problem = Refusal::new(
            "INVALID_IDS",
            format!("Decide about 1 to {TOGETHER} proposals at once."),
            format!("Putuskan 1 sampai {TOGETHER} usulan sekaligus."),
        );
        return Err(problem.at("ids"));
    }
    Ok(Request::DecideDisposals {
        disposals: input
            .ids
            .iter()
            .map(|id| named::<kind::Disposal>(id, "ids"))
            .collect::<Outcome<Vec<Uuid>>>()?,
        dispose: input.decision == DisposalDecision::Dispose,
        reason: input.reason,
        keep_until: input.keep_until.map(|day| day.0),
    })
}
