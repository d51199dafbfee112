//! A council and its seats.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use workflows::id::kind;

use crate::tables::{council, seat};

use super::guard::{actor, id, read, rows};
use super::loaders::{OrganisationByCode, OrganisationById, PositionById};
use super::organisation::Organisation;
use super::person::{Person, Position, holder};
use super::problem::{Fault, Result};

/// A council by decree.
#[derive(Debug, Clone)]
pub struct Council(pub(super) Arc<council::Model>);

/// A council by decree.
#[Object]
impl Council {
    /// `ccl_…`.
    pub async fn id(&self) -> ID {
        id::<kind::Council>(self.0.id)
    }

    /// Name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The regency.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Organisation> {
        let found = rows(ctx)
            .load_one(OrganisationById(self.0.organisation_id))
            .await?;
        found
            .map(Organisation)
            .ok_or_else(|| Fault::internal(format!("council {} has no organisation", self.0.id)))
    }

    /// Its seats, by number.
    #[graphql(complexity = "20 * child_complexity")]
    async fn seats(&self, ctx: &Context<'_>) -> Result<Vec<Seat>> {
        let found = seat::Entity::find()
            .filter(seat::Column::CouncilId.eq(self.0.id))
            .order_by_asc(seat::Column::Number)
            .all(read(ctx))
            .await?;
        Ok(found.into_iter().map(Seat).collect())
    }
}

/// A seat of a council, held by a position.
#[derive(Debug, Clone)]
pub struct Seat(seat::Model);

/// A seat of a council, held by a position.
#[Object]
impl Seat {
    /// `seat_…`; no node of its own.
    async fn id(&self) -> ID {
        ID(format!("seat_{}", self.0.id.simple()))
    }

    /// From 1.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// For instance `FORKOPIMDA`.
    async fn block(&self) -> &str {
        &self.0.block
    }

    /// Whether it votes.
    async fn voting(&self) -> bool {
        self.0.voting
    }

    /// The position that holds it.
    async fn position(&self, ctx: &Context<'_>) -> Result<Option<Position>> {
        Ok(rows(ctx)
            .load_one(PositionById(self.0.position_id))
            .await?
            .map(Position))
    }

    /// Who sits there today; null when vacant or out of reach.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        let Some(position) = rows(ctx).load_one(PositionById(self.0.position_id)).await? else {
            return Ok(None);
        };
        match holder(ctx, &position).await? {
            Some(incumbency) => Person::of(ctx, incumbency.0.person_id).await.map(Some),
            None => Ok(None),
        }
    }
}

/// Questions about councils.
#[derive(Debug, Default)]
pub struct CouncilQuery;

#[Object]
impl CouncilQuery {
    /// The council of a regency.
    async fn council(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Organisation code, for instance `64.02`")] organisation: String,
    ) -> Result<Option<Council>> {
        actor(ctx)?;
        let Some(organisation) = rows(ctx).load_one(OrganisationByCode(organisation)).await? else {
            return Ok(None);
        };
        let found = council::Entity::find()
            .filter(council::Column::OrganisationId.eq(organisation.id))
            .order_by_desc(council::Column::Id)
            .one(read(ctx))
            .await?;
        Ok(found.map(|row| Council(Arc::new(row))))
    }
}
