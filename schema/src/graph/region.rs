//! Regions of Indonesia: province, regency, district, village, by the home ministry's codes. Public data.

use async_graphql::connection::Connection;
use async_graphql::{Context, Object};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::tables::region::{Column, Entity, Model};

use super::guard::{actor, read};
use super::page::{self, Cursor, Page};
use super::problem::Result;

/// A province, regency, district or village.
#[derive(Debug, Clone)]
pub struct Region(Model);

/// A province, regency, district or village.
#[Object]
impl Region {
    /// Home-ministry code, for instance `64.02.11.2007`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// `PROVINCE`, `REGENCY`, `DISTRICT` or `VILLAGE`.
    async fn level(&self) -> &str {
        &self.0.level
    }

    /// For instance `KABUPATEN`, `KOTA`, `DESA_ADAT`.
    async fn kind(&self) -> &str {
        &self.0.kind
    }

    /// Code of the region around it.
    async fn parent(&self) -> Option<&str> {
        self.0.parent.as_deref()
    }

    /// Named time zone.
    async fn zone(&self) -> &str {
        &self.0.zone
    }
}

/// Questions about regions.
#[derive(Debug, Default)]
pub struct RegionQuery;

#[Object]
impl RegionQuery {
    /// Regions by code: those inside `parent`, or those whose name contains `search`, or both; the provinces without either.
    #[graphql(complexity = "page::cost(first, 50) * child_complexity")]
    async fn regions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code of the region around them")] parent: Option<String>,
        #[graphql(desc = "Part of the name")] search: Option<String>,
        #[graphql(desc = "1 to 100", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<String>, Region>> {
        actor(ctx)?;
        let page = Page::<String>::read(first, 50, after)?;
        let search = search.filter(|text| !text.trim().is_empty());
        let mut query = Entity::find()
            .order_by_asc(Column::Code)
            .limit(page.limit());
        query = match (&parent, &search) {
            (Some(parent), _) => query.filter(Column::Parent.eq(parent.as_str())),
            (None, None) => query.filter(Column::Parent.is_null()),
            (None, Some(_)) => query,
        };
        if let Some(search) = search {
            query = query.filter(
                Expr::from(Func::lower(Column::Name.into_expr()))
                    .like(page::containing(search.trim())),
            );
        }
        if let Some(after) = &page.after {
            query = query.filter(Column::Code.gt(after.as_str()));
        }
        let found = query.all(read(ctx)).await?;
        Ok(page.connection(found, |row| (row.code.clone(), Region(row))))
    }
}
