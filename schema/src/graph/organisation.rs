//! Organisations: the tree of ministries, regions, agencies, councils and villages. No secret among those who work here.

use std::sync::Arc;

use async_graphql::connection::Connection;
use async_graphql::{Context, ID, InputObject, Object};
use sea_orm::sea_query::{ExprTrait, Func};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use workflows::access::Action;
use workflows::id::kind;

use crate::tables::organisation::{Column, Entity, Model};

use super::guard::{actor, id, known, read, rows};
use super::loaders::{
    OrganisationByCode, OrganisationById, OrganisationByPath, PositionsOf, PredecessorsOf,
    SuccessorsOf,
};
use super::page::{self, Cursor, Page};
use super::person::Position;
use super::problem::{Fault, Result};
use super::scalar::Date;

/// A ministry, province, regency, agency, council, district office or village.
#[derive(Debug, Clone)]
pub struct Organisation(pub(super) Arc<Model>);

/// A ministry, province, regency, agency, council, district office or village.
#[Object]
impl Organisation {
    /// `org_…`.
    pub async fn id(&self) -> ID {
        id::<kind::Organisation>(self.0.id)
    }

    /// Stable code, for instance `64.02/diskominfo`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Indonesian name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// English name.
    async fn name_en(&self) -> Option<&str> {
        self.0.name_en.as_deref()
    }

    /// What it is for, as workflows ask: for instance `HEALTH`.
    async fn function(&self) -> Option<&str> {
        self.0.function.as_deref()
    }

    /// First day.
    async fn valid_from(&self) -> Date {
        Date(self.0.valid_from)
    }

    /// Last day; null without end.
    async fn last_day(&self) -> Option<Date> {
        self.0.valid_to.and_then(|end| end.pred_opt()).map(Date)
    }

    /// Who goes on with its work.
    #[graphql(complexity = "3 * child_complexity")]
    async fn successors(&self, ctx: &Context<'_>) -> Result<Vec<Organisation>> {
        let found = rows(ctx).load_one(SuccessorsOf(self.0.id)).await?;
        let ids = found
            .unwrap_or_default()
            .into_iter()
            .map(|row| row.successor_id);
        Organisation::all(ctx, ids).await
    }

    /// Whose work it goes on with.
    #[graphql(complexity = "3 * child_complexity")]
    async fn predecessors(&self, ctx: &Context<'_>) -> Result<Vec<Organisation>> {
        let found = rows(ctx).load_one(PredecessorsOf(self.0.id)).await?;
        let ids = found
            .unwrap_or_default()
            .into_iter()
            .map(|row| row.predecessor_id);
        Organisation::all(ctx, ids).await
    }

    /// Whether the caller may change it and what is in it.
    async fn administered(&self, ctx: &Context<'_>) -> Result<bool> {
        super::offices::may(ctx, Action::OrganisationAdmin, &self.0.path)
    }

    /// For instance `REGENCY`, `OPD`, `COUNCIL`.
    async fn kind(&self) -> &str {
        &self.0.kind
    }

    /// Place in the tree, for instance `/id/64/64.02/diskominfo/`.
    async fn path(&self) -> &str {
        &self.0.path
    }

    /// Named time zone, for instance `Asia/Makassar`.
    async fn zone(&self) -> &str {
        &self.0.zone
    }

    /// The organisation around it.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Organisation>> {
        match self.0.parent_id {
            Some(parent) => Ok(rows(ctx)
                .load_one(OrganisationById(parent))
                .await?
                .map(Organisation)),
            None => Ok(None),
        }
    }

    /// Organisations directly below, by code.
    #[graphql(complexity = "page::cost(first, 50) * child_complexity")]
    async fn children(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "1 to 100", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<String>, Organisation>> {
        list(
            ctx,
            Page::read(first, 50, after)?,
            sea_orm::Condition::all().add(Column::ParentId.eq(self.0.id)),
        )
        .await
    }

    /// Its positions, by code.
    #[graphql(complexity = "10 * child_complexity")]
    async fn positions(&self, ctx: &Context<'_>) -> Result<Vec<Position>> {
        Ok(rows(ctx)
            .load_one(PositionsOf(self.0.id))
            .await?
            .unwrap_or_default()
            .into_iter()
            .map(Position)
            .collect())
    }
}

impl Organisation {
    /// The organisations with these ids.
    pub(super) async fn all(
        ctx: &Context<'_>,
        ids: impl IntoIterator<Item = uuid::Uuid>,
    ) -> Result<Vec<Self>> {
        let mut found = Vec::new();
        for id in ids {
            found.extend(rows(ctx).load_one(OrganisationById(id)).await?.map(Self));
        }
        Ok(found)
    }

    /// The organisation at a path that a row names: it must exist.
    pub(super) async fn at(ctx: &Context<'_>, path: &str) -> Result<Self> {
        let found = rows(ctx)
            .load_one(OrganisationByPath(path.to_owned()))
            .await?;
        found
            .map(Self)
            .ok_or_else(|| Fault::internal(format!("there is no organisation at {path}")))
    }
}

/// Which organisations.
#[derive(InputObject, Debug, Default)]
pub struct OrganisationFilter {
    /// Code of the organisation directly above.
    parent: Option<String>,
    /// For instance `OPD`.
    kind: Option<String>,
    /// Part of the name or code.
    search: Option<String>,
}

async fn list(
    ctx: &Context<'_>,
    page: Page<String>,
    filter: sea_orm::Condition,
) -> Result<Connection<Cursor<String>, Organisation>> {
    let mut query = Entity::find()
        .filter(filter)
        .order_by_asc(Column::Code)
        .limit(page.limit());
    if let Some(after) = &page.after {
        query = query.filter(Column::Code.gt(after.as_str()));
    }
    let found = query.all(read(ctx)).await?;
    Ok(page.connection(found, |row| (row.code.clone(), Organisation(Arc::new(row)))))
}

/// Questions about organisations.
#[derive(Debug, Default)]
pub struct OrganisationQuery;

#[Object]
impl OrganisationQuery {
    /// Organisations by code.
    #[graphql(complexity = "page::cost(first, 50) * child_complexity")]
    async fn organisations(
        &self,
        ctx: &Context<'_>,
        filter: Option<OrganisationFilter>,
        #[graphql(desc = "1 to 100", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<String>, Organisation>> {
        actor(ctx)?;
        let filter = filter.unwrap_or_default();
        let mut wanted = sea_orm::Condition::all();
        if let Some(parent) = filter.parent {
            let parent = rows(ctx).load_one(OrganisationByCode(parent)).await?;
            // An unknown parent has no children; the nil id is nobody's.
            wanted = wanted.add(Column::ParentId.eq(parent.map(|row| row.id).unwrap_or_default()));
        }
        if let Some(kind) = filter.kind {
            wanted = wanted.add(Column::Kind.eq(kind));
        }
        if let Some(search) = filter.search.filter(|text| !text.trim().is_empty()) {
            let pattern = page::containing(search.trim());
            wanted = wanted.add(
                sea_orm::Condition::any()
                    .add(
                        sea_orm::sea_query::Expr::from(Func::lower(Column::Name.into_expr()))
                            .like(pattern.clone()),
                    )
                    .add(Column::Code.into_expr().like(pattern)),
            );
        }
        list(ctx, Page::read(first, 50, after)?, wanted).await
    }

    /// One organisation, by id or by code.
    async fn organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "`org_…`")] id: Option<ID>,
        #[graphql(desc = "For instance `64.02`")] code: Option<String>,
    ) -> Result<Option<Organisation>> {
        actor(ctx)?;
        if let Some(id) = id {
            return match known::<kind::Organisation>(&id) {
                Some(id) => Ok(rows(ctx)
                    .load_one(OrganisationById(id))
                    .await?
                    .map(Organisation)),
                None => Ok(None),
            };
        }
        match code {
            Some(code) => Ok(rows(ctx)
                .load_one(OrganisationByCode(code))
                .await?
                .map(Organisation)),
            None => Ok(None),
        }
    }
}
