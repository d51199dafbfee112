//! Loans of positions: delegations inside an agency and stand-ins for an absence.

use std::sync::Arc;

use async_graphql::connection::Connection;
use async_graphql::{Context, Enum, ID, Object};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;
use workflows::access::Action;
use workflows::id::kind;

use crate::tables::{delegation, visible};

use super::super::guard::{actor, id, person, read, rows, today};
use super::super::loaders::LoanById;
use super::super::page::{Cursor, Page};
use super::super::person::{Person, Position};
use super::super::problem::Result;
use super::super::scalar::Date;

/// Why a position is lent.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoanKind {
    /// The holder delegates work inside the agency.
    Delegation,
    /// The holder is absent.
    Absence,
}

impl LoanKind {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Delegation => "DELEGATION",
            Self::Absence => "ABSENCE",
        }
    }
}

/// The work of a position lent to another person for a while. Votes and strategic decisions are never lent.
#[derive(Debug, Clone)]
pub struct Delegation(pub(crate) Arc<delegation::Model>);

/// The work of a position lent to another person for a while. Votes and strategic decisions are never lent.
#[Object]
impl Delegation {
    /// `dlg_…`.
    async fn id(&self) -> ID {
        id::<kind::Delegation>(self.0.id)
    }

    /// Why.
    async fn kind(&self) -> LoanKind {
        if self.0.kind == LoanKind::Absence.code() {
            LoanKind::Absence
        } else {
            LoanKind::Delegation
        }
    }

    /// What is lent.
    async fn position(&self, ctx: &Context<'_>) -> Result<Position> {
        Position::of(ctx, self.0.position_id).await
    }

    /// Who holds it.
    async fn from(&self, ctx: &Context<'_>) -> Result<Person> {
        Person::of(ctx, self.0.from_person).await
    }

    /// Who does its work meanwhile.
    async fn to(&self, ctx: &Context<'_>) -> Result<Person> {
        Person::of(ctx, self.0.to_person).await
    }

    /// First day.
    async fn valid_from(&self) -> Date {
        Date(self.0.valid_from)
    }

    /// Last day.
    async fn last_day(&self) -> Option<Date> {
        self.0.valid_to.and_then(|end| end.pred_opt()).map(Date)
    }

    /// What was said about it.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// Whether it counts today.
    async fn running(&self, ctx: &Context<'_>) -> bool {
        let day = today(ctx);
        self.0.ended_at.is_none()
            && self.0.valid_from <= day
            && self.0.valid_to.is_none_or(|end| end > day)
    }

    /// Whether it was taken back.
    async fn ended(&self) -> bool {
        self.0.ended_at.is_some()
    }
}

impl Delegation {
    pub(super) async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        Ok(rows(ctx).load_one(LoanById(id)).await?.map(Self))
    }
}

/// Loans from and to a person that last or begin later.
pub(in crate::graph) async fn loans_of(ctx: &Context<'_>, person: Uuid) -> Result<Vec<Delegation>> {
    let found = delegation::Entity::find()
        .filter(concerns(person))
        .filter(delegation::Column::EndedAt.is_null())
        .filter(
            delegation::Column::ValidTo
                .is_null()
                .or(delegation::Column::ValidTo.gt(today(ctx))),
        )
        .order_by_asc(delegation::Column::ValidFrom)
        .limit(100)
        .all(read(ctx))
        .await?;
    Ok(found
        .into_iter()
        .map(|row| Delegation(Arc::new(row)))
        .collect())
}

fn concerns(person: Uuid) -> Condition {
    Condition::any()
        .add(delegation::Column::FromPerson.eq(person))
        .add(delegation::Column::ToPerson.eq(person))
}

pub(super) async fn list(
    ctx: &Context<'_>,
    page: Page<Uuid>,
) -> Result<Connection<Cursor<Uuid>, Delegation>> {
    let reach = visible::loans(&visible::where_allowed(actor(ctx)?, Action::PositionLend));
    let mut query = delegation::Entity::find()
        .filter(
            Condition::any()
                .add(reach)
                .add(concerns(person(ctx)?.uuid())),
        )
        .order_by_desc(delegation::Column::Id)
        .limit(page.limit());
    if let Some(after) = page.after {
        query = query.filter(delegation::Column::Id.lt(after));
    }
    let found = query.all(read(ctx)).await?;
    Ok(page.connection(found, |row| (row.id, Delegation(Arc::new(row)))))
}
