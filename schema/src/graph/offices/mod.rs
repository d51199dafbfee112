//! Keeping the register: people and their accounts, organisations, positions, roles, appointments, loans, imports, and
//! who changed what. `write` holds the mutations, `lending` loans, `import` what a CSV file would do, `history` the notes.

mod history;
mod import;
mod lending;
mod write;

use std::sync::Arc;

use async_graphql::connection::Connection;
use async_graphql::{Context, Enum, ID, InputObject, Object};
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, Query};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;
use workflows::access::{Action, Role, Subject, permit};
use workflows::id::kind;

use crate::register_change::Outcome;
use crate::tables::{account, incumbency, person, position, visible};

use super::guard::{actor, known, read, rows, scope_of};
use super::loaders::OrganisationByCode;
use super::page::{self, Cursor, Page};
use super::person::Person;
use super::problem::Result;

pub use history::RegisterNote;
pub use lending::Delegation;
pub(super) use lending::loans_of;
pub use write::OfficeMutation;

/// Whether somebody can sign in.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountStanding {
    /// There is no account.
    None,
    /// The account waits for its owner to set a password.
    Invited,
    /// They can sign in.
    Active,
    /// They may not sign in.
    Blocked,
}

/// How a line or an effect of an import compares with the register.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Outcome")]
pub enum ImportOutcome {
    /// It stands in the register already.
    Unchanged,
    /// Something is changed.
    Changed,
    /// Something is added, nothing is changed.
    New,
    /// It cannot be taken over.
    Refused,
}

/// Whether the caller may do something on the register of an organisation.
pub(super) fn may(ctx: &Context<'_>, action: Action, path: &str) -> Result<bool> {
    Ok(permit(actor(ctx)?, action, &Subject::of(path)).is_allowed())
}

/// Whether the caller keeps some register.
fn keeps_a_register(ctx: &Context<'_>) -> Result<bool> {
    let actor = actor(ctx)?;
    Ok(actor
        .positions
        .iter()
        .flat_map(|held| &held.roles)
        .any(|grant| {
            permit(actor, Action::UserAdmin, &Subject::of(grant.path.as_str())).is_allowed()
        }))
}

/// Whether a person can sign in, for those who keep a register.
pub(super) async fn account_of(ctx: &Context<'_>, person: Uuid) -> Result<Option<AccountStanding>> {
    if !keeps_a_register(ctx)? {
        return Ok(None);
    }
    let found = account::Entity::find_by_id(person).one(read(ctx)).await?;
    Ok(Some(match found {
        None => AccountStanding::None,
        Some(row) if row.disabled => AccountStanding::Blocked,
        // No hash begins so: nobody has set a password yet.
        Some(row) if row.password_hash == "!" => AccountStanding::Invited,
        Some(_) => AccountStanding::Active,
    }))
}

/// Which people.
#[derive(InputObject, Debug, Default)]
pub struct PersonFilter {
    /// Only those who hold or held something in this organisation (code) and below.
    organisation: Option<String>,
    /// Part of the name or the work address.
    search: Option<String>,
}

/// Questions about who is who.
#[derive(Debug, Default)]
pub struct OfficeQuery;

#[Object]
impl OfficeQuery {
    /// People within reach, by name: those who hold or held a position there, and whom one may have entered oneself.
    #[graphql(complexity = "page::cost(first, 25) * child_complexity")]
    async fn people(
        &self,
        ctx: &Context<'_>,
        filter: Option<PersonFilter>,
        #[graphql(desc = "1 to 100", default_with = "Some(25)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<(String, Uuid)>, Person>> {
        let page = Page::<(String, Uuid)>::read(first, 25, after)?;
        let filter = filter.unwrap_or_default();
        let mut wanted = Condition::all().add(seen(ctx)?);
        if let Some(code) = filter.organisation {
            let place = rows(ctx).load_one(OrganisationByCode(code)).await?;
            wanted = wanted.add(match place {
                None => Expr::from(1).eq(0),
                Some(place) => {
                    let posts = Query::select()
                        .column(position::Column::Id)
                        .from(position::Entity)
                        .and_where(visible::below(
                            position::Column::OrganisationPath,
                            &place.path,
                        ))
                        .to_owned();
                    let holders = Query::select()
                        .column(incumbency::Column::PersonId)
                        .from(incumbency::Entity)
                        .and_where(incumbency::Column::PositionId.in_subquery(posts))
                        .to_owned();
                    person::Column::Id.in_subquery(holders)
                }
            });
        }
        if let Some(text) = filter.search.filter(|text| !text.trim().is_empty()) {
            let pattern = page::containing(text.trim());
            wanted = wanted.add(
                Condition::any()
                    .add(
                        Expr::from(Func::lower(person::Column::Name.into_expr()))
                            .like(pattern.clone()),
                    )
                    .add(person::Column::Email.into_expr().like(pattern)),
            );
        }
        if let Some((name, id)) = &page.after {
            wanted = wanted.add(
                Condition::any().add(person::Column::Name.gt(name)).add(
                    Condition::all()
                        .add(person::Column::Name.eq(name))
                        .add(person::Column::Id.gt(*id)),
                ),
            );
        }
        let found = person::Entity::find()
            .filter(wanted)
            .order_by_asc(person::Column::Name)
            .order_by_asc(person::Column::Id)
            .limit(page.limit())
            .all(read(ctx))
            .await?;
        Ok(page.connection(found, |row| {
            ((row.name.clone(), row.id), Person(Arc::new(row)))
        }))
    }

    /// A person within reach.
    async fn person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "`per_…`")] id: ID,
    ) -> Result<Option<Person>> {
        let wanted = seen(ctx)?;
        let Some(id) = known::<kind::Person>(&id) else {
            return Ok(None);
        };
        let row = person::Entity::find_by_id(id)
            .filter(wanted)
            .one(read(ctx))
            .await?;
        Ok(row.map(|row| Person(Arc::new(row))))
    }

    /// Every role there is, in the order of the documentation.
    async fn roles(&self, ctx: &Context<'_>) -> Result<Vec<&'static str>> {
        actor(ctx)?;
        Ok(Role::ALL.iter().map(|role| role.code()).collect())
    }

    /// Who changed the register within reach, newest first.
    #[graphql(complexity = "page::cost(first, 25) * child_complexity")]
    async fn register_history(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Only changes of this person, organisation, position, incumbency or loan"
        )]
        subject: Option<ID>,
        #[graphql(desc = "1 to 100", default_with = "Some(25)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<Uuid>, RegisterNote>> {
        history::list(ctx, subject, Page::read(first, 25, after)?).await
    }

    /// Loans of positions within reach, newest first: for heads the agency's, for the secretariat the regency's, for
    /// everybody their own.
    #[graphql(complexity = "page::cost(first, 25) * child_complexity")]
    async fn loans(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "1 to 100", default_with = "Some(25)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<Uuid>, Delegation>> {
        lending::list(ctx, Page::read(first, 25, after)?).await
    }
}

/// People whom the caller may know: by office, and those entered in a register that the caller keeps.
fn seen(ctx: &Context<'_>) -> Result<Condition> {
    Ok(Condition::any()
        .add(visible::persons(&scope_of(ctx, Action::PersonRead)?))
        .add(visible::entered_persons(&visible::where_allowed(
            actor(ctx)?,
            Action::UserAdmin,
        ))))
}
