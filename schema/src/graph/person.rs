//! People and the positions they hold. Who holds a position is shown within reach of the reader (DOMAIN 8).

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use workflows::access::{Action, Mode, Subject};
use workflows::id::{PersonId, kind};

use crate::commands::{Answer, Request};
use crate::tables::{incumbency, person, position};

use super::guard::{caller, id, rows, scope_of, submit, today, unexpected};
use super::loaders::{
    AppointmentsTo, HeldBy, HolderOf, OfficesOf, OrganisationByCode, OrganisationById, PersonById,
    PositionById, RolesOf,
};
use super::offices::{AccountStanding, Delegation};
use super::organisation::Organisation;
use super::problem::{Fault, Problem, Result};
use super::scalar::Date;

/// How a position is held.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncumbencyMode {
    /// Appointed to the position.
    Definitive,
    /// Pelaksana tugas: acting for a vacant post, routine mandate only.
    Plt,
    /// Pelaksana harian: acting during a short absence, routine mandate only.
    Plh,
    /// Pejabat: appointed caretaker of a head of region.
    Pj,
}

impl IncumbencyMode {
    /// The mode as it is stored; `None` for a text that is no mode.
    pub(super) fn stored(text: &str) -> Option<Self> {
        text.parse::<Mode>().ok().map(|mode| match mode {
            Mode::Definitive => Self::Definitive,
            Mode::Plt => Self::Plt,
            Mode::Plh => Self::Plh,
            Mode::Pj => Self::Pj,
        })
    }

    const fn code(self) -> &'static str {
        match self {
            Self::Definitive => "DEFINITIVE",
            Self::Plt => "PLT",
            Self::Plh => "PLH",
            Self::Pj => "PJ",
        }
    }
}

/// Somebody: a name and a work address, nothing else.
#[derive(Debug, Clone)]
pub struct Person(pub(super) Arc<person::Model>);

/// Somebody: a name and a work address, nothing else.
#[Object]
impl Person {
    /// `per_…`.
    pub async fn id(&self) -> ID {
        id::<kind::Person>(self.0.id)
    }

    /// Name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Work address.
    async fn email(&self) -> Option<&str> {
        Some(&self.0.email)
    }

    /// `id` or `en`.
    async fn language(&self) -> &str {
        &self.0.language
    }

    /// Whether they can sign in; null for callers who keep no register.
    async fn account(&self, ctx: &Context<'_>) -> Result<Option<AccountStanding>> {
        super::offices::account_of(ctx, self.0.id).await
    }

    /// Every office they held, hold or will hold, the earliest first.
    #[graphql(complexity = "5 * child_complexity")]
    async fn offices(&self, ctx: &Context<'_>) -> Result<Vec<Incumbency>> {
        let all = rows(ctx).load_one(OfficesOf(self.0.id)).await?;
        Ok(all
            .unwrap_or_default()
            .into_iter()
            .map(Incumbency)
            .collect())
    }

    /// What they hold today.
    #[graphql(complexity = "3 * child_complexity")]
    async fn incumbencies(&self, ctx: &Context<'_>) -> Result<Vec<Incumbency>> {
        let held = rows(ctx).load_one(HeldBy(self.0.id, today(ctx))).await?;
        Ok(held
            .unwrap_or_default()
            .into_iter()
            .map(Incumbency)
            .collect())
    }
}

impl Person {
    pub(super) async fn of(ctx: &Context<'_>, person: uuid::Uuid) -> Result<Self> {
        let found = rows(ctx).load_one(PersonById(person)).await?;
        found
            .map(Self)
            .ok_or_else(|| Fault::internal(format!("there is no person {person}")))
    }
}

/// An office in an organisation; authority belongs to it.
#[derive(Debug, Clone)]
pub struct Position(pub(super) Arc<position::Model>);

/// An office in an organisation; authority belongs to it.
#[Object]
impl Position {
    /// `pos_…`.
    pub async fn id(&self) -> ID {
        id::<kind::Position>(self.0.id)
    }

    /// Stable code, for instance `64.02/diskominfo/head`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Indonesian title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// English title.
    async fn title_en(&self) -> Option<&str> {
        self.0.title_en.as_deref()
    }

    /// Where it sits.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Organisation> {
        let found = rows(ctx)
            .load_one(OrganisationById(self.0.organisation_id))
            .await?;
        found
            .map(Organisation)
            .ok_or_else(|| Fault::internal(format!("position {} has no organisation", self.0.code)))
    }

    /// The position above it.
    async fn superior(&self, ctx: &Context<'_>) -> Result<Option<Position>> {
        match self.0.superior_id {
            Some(id) => Ok(rows(ctx).load_one(PositionById(id)).await?.map(Position)),
            None => Ok(None),
        }
    }

    /// Its roles, each within an organisation.
    #[graphql(complexity = "3 * child_complexity")]
    async fn roles(&self, ctx: &Context<'_>) -> Result<Vec<RoleGrant>> {
        let mut roles = Vec::new();
        for grant in rows(ctx)
            .load_one(RolesOf(self.0.id))
            .await?
            .unwrap_or_default()
        {
            roles.push(RoleGrant {
                role: grant.role.clone(),
                organisation: Organisation::at(ctx, &grant.organisation_path).await?,
            });
        }
        Ok(roles)
    }

    /// Last day on which it exists; null without end.
    async fn last_day(&self) -> Option<Date> {
        self.0.valid_to.and_then(|end| end.pred_opt()).map(Date)
    }

    /// Everybody who was, is or will be appointed to it, the earliest first, as far as the caller may know.
    #[graphql(complexity = "5 * child_complexity")]
    async fn appointments(&self, ctx: &Context<'_>) -> Result<Vec<Incumbency>> {
        let scope = scope_of(ctx, Action::PersonRead)?;
        let all = rows(ctx).load_one(AppointmentsTo(self.0.id)).await?;
        let mut seen = Vec::new();
        for row in all.unwrap_or_default() {
            let mut subject = Subject::of(&self.0.organisation_path);
            subject.persons = vec![PersonId::from_uuid(row.person_id)];
            if scope.sees(&subject) {
                seen.push(Incumbency(row));
            }
        }
        Ok(seen)
    }

    /// Whether the caller may change it and who holds it.
    async fn administered(&self, ctx: &Context<'_>) -> Result<bool> {
        super::offices::may(ctx, Action::OrganisationAdmin, &self.0.organisation_path)
    }

    /// Who holds it today; null when vacant or out of reach.
    async fn incumbent(&self, ctx: &Context<'_>) -> Result<Option<Incumbency>> {
        holder(ctx, &self.0).await
    }
}

impl Position {
    pub(super) async fn of(ctx: &Context<'_>, position: uuid::Uuid) -> Result<Self> {
        let found = rows(ctx).load_one(PositionById(position)).await?;
        found
            .map(Self)
            .ok_or_else(|| Fault::internal(format!("there is no position {position}")))
    }
}

/// Who holds a position today, as far as the caller may know.
pub(super) async fn holder(
    ctx: &Context<'_>,
    position: &position::Model,
) -> Result<Option<Incumbency>> {
    let Some(row) = rows(ctx)
        .load_one(HolderOf(position.id, today(ctx)))
        .await?
    else {
        return Ok(None);
    };
    let mut subject = Subject::of(&position.organisation_path);
    subject.persons = vec![PersonId::from_uuid(row.person_id)];
    Ok(scope_of(ctx, Action::PersonRead)?
        .sees(&subject)
        .then_some(Incumbency(row)))
}

/// A person in a position for a period, by a decree.
#[derive(Debug, Clone)]
pub struct Incumbency(pub(super) Arc<incumbency::Model>);

impl Incumbency {
    pub(super) async fn find(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Option<Self>> {
        use sea_orm::EntityTrait;
        let row = incumbency::Entity::find_by_id(id)
            .one(super::guard::read(ctx))
            .await?;
        Ok(row.map(|row| Self(Arc::new(row))))
    }
}

/// A person in a position for a period, by a decree.
#[Object]
impl Incumbency {
    /// `inc_…`.
    async fn id(&self) -> ID {
        id::<kind::Incumbency>(self.0.id)
    }

    /// Who.
    async fn person(&self, ctx: &Context<'_>) -> Result<Person> {
        Person::of(ctx, self.0.person_id).await
    }

    /// In which position.
    async fn position(&self, ctx: &Context<'_>) -> Result<Position> {
        Position::of(ctx, self.0.position_id).await
    }

    /// How.
    async fn mode(&self) -> Result<IncumbencyMode> {
        IncumbencyMode::stored(&self.0.mode).ok_or_else(|| {
            Fault::internal(format!(
                "incumbency {} has the mode {}",
                self.0.id, self.0.mode
            ))
        })
    }

    /// Number of the decree.
    async fn decree(&self) -> Option<&str> {
        self.0.decree.as_deref()
    }

    /// First day.
    async fn valid_from(&self) -> Date {
        Date(self.0.valid_from)
    }

    /// Last day; null without end.
    async fn valid_to(&self) -> Option<Date> {
        self.0.valid_to.and_then(|end| end.pred_opt()).map(Date)
    }
}

/// A role within an organisation.
#[derive(SimpleObject, Debug, Clone)]
pub struct RoleGrant {
    /// For instance `OPD_HEAD`.
    role: String,
    /// Where it holds.
    organisation: Organisation,
}

/// Who is signed in.
#[derive(Debug, Clone)]
pub struct Me(Person);

/// Who is signed in.
#[Object]
impl Me {
    /// The person.
    async fn person(&self) -> &Person {
        &self.0
    }

    /// What they hold today.
    #[graphql(complexity = "3 * child_complexity")]
    async fn incumbencies(&self, ctx: &Context<'_>) -> Result<Vec<Incumbency>> {
        let held = rows(ctx).load_one(HeldBy(self.0.0.id, today(ctx))).await?;
        Ok(held
            .unwrap_or_default()
            .into_iter()
            .map(Incumbency)
            .collect())
    }

    /// Loans of positions from and to them that last or begin later.
    #[graphql(complexity = "10 * child_complexity")]
    async fn loans(&self, ctx: &Context<'_>) -> Result<Vec<Delegation>> {
        super::offices::loans_of(ctx, self.0.0.id).await
    }

    /// What they are entitled to, by their positions.
    #[graphql(complexity = "5 * child_complexity")]
    async fn roles(&self, ctx: &Context<'_>) -> Result<Vec<RoleGrant>> {
        let grants = caller(ctx)
            .into_iter()
            .flat_map(|actor| &actor.positions)
            .flat_map(|held| &held.roles);
        let mut roles = Vec::new();
        for grant in grants {
            if let Some(organisation) = rows(ctx)
                .load_one(OrganisationByCode(grant.organisation.clone()))
                .await?
            {
                roles.push(RoleGrant {
                    role: grant.role.code().to_owned(),
                    organisation: Organisation(organisation),
                });
            }
        }
        roles.sort_by(|a, b| {
            (&a.role, &a.organisation.0.code).cmp(&(&b.role, &b.organisation.0.code))
        });
        roles.dedup_by(|a, b| a.role == b.role && a.organisation.0.id == b.organisation.0.id);
        Ok(roles)
    }

    /// Path of the organisation of their first position.
    async fn organisation_path(&self, ctx: &Context<'_>) -> Option<String> {
        caller(ctx)?
            .positions
            .first()
            .map(|held| held.org_path.clone())
    }
}

/// Questions about people.
#[derive(Debug, Default)]
pub struct PersonQuery;

#[Object]
impl PersonQuery {
    /// Who is signed in; null when nobody is.
    async fn me(&self, ctx: &Context<'_>) -> Result<Option<Me>> {
        let Some(person) = caller(ctx).and_then(|actor| actor.person) else {
            return Ok(None);
        };
        Ok(rows(ctx)
            .load_one(PersonById(person.uuid()))
            .await?
            .map(|row| Me(Person(row))))
    }
}

/// Puts a person into a position.
#[derive(async_graphql::InputObject, Debug)]
pub struct AppointIncumbentInput {
    /// Position code.
    position: String,
    /// Person id or work address.
    person: String,
    /// How.
    mode: IncumbencyMode,
    /// Number of the decree.
    decree: String,
    /// First day.
    valid_from: Date,
    /// Last day; without end when absent.
    valid_to: Option<Date>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// The new incumbency, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct AppointIncumbentPayload {
    /// The new incumbency.
    pub(super) incumbency: Option<Incumbency>,
    /// Why not.
    pub(super) problem: Option<Problem>,
}

/// Writes about people.
#[derive(Debug, Default)]
pub struct PersonMutation;

#[Object]
impl PersonMutation {
    /// Changes who holds a position, by a decree: secretariat of the regency and administrator.
    async fn appoint_incumbent(
        &self,
        ctx: &Context<'_>,
        input: AppointIncumbentInput,
    ) -> Result<AppointIncumbentPayload> {
        let request = Request::AppointIncumbent {
            position: input.position,
            person: input.person,
            mode: input.mode.code().to_owned(),
            decree: input.decree,
            valid_from: input.valid_from.0,
            valid_to: input.valid_to.map(|day| day.0),
        };
        match submit(ctx, Some(input.idempotency_key), request).await? {
            Ok(Answer::Incumbency(id)) => Ok(AppointIncumbentPayload {
                incumbency: Incumbency::find(ctx, id).await?,
                problem: None,
            }),
            Ok(other) => Err(unexpected(&other)),
            Err(problem) => Ok(AppointIncumbentPayload {
                incumbency: None,
                problem: Some(problem.into()),
            }),
        }
    }
}
