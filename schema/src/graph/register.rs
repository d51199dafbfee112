//! Numbering registers: which numbers an office gave in a year, to what, and which are missing.

use std::sync::Arc;

use async_graphql::connection::Connection;
use async_graphql::{Context, Object, SimpleObject};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use workflows::access::{Action, Subject};

use crate::tables::{
    document, organisation, process_instance, register_entry, register_number, visible,
};

use super::document::Document;
use super::guard::{read, scope_of};
use super::instance::ProcessInstance;
use super::page::{self, Cursor, Page};
use super::problem::Result;

/// Most registers of one organisation that are listed.
const LISTED: u64 = 200;
/// Most gaps that are told.
const GAPS: usize = 100;

/// A register of one organisation in one year.
#[derive(Debug, Clone)]
pub struct NumberRegister(register_number::Model);

/// Numbers that are not in the register although later ones are.
#[derive(SimpleObject, Debug, Clone, PartialEq, Eq)]
pub struct RegisterGap {
    /// First missing number.
    first: i32,
    /// Last missing number.
    last: i32,
}

/// A number that was given.
#[derive(Debug, Clone)]
pub struct RegisterEntry(register_entry::Model);

/// A number that was given.
#[Object]
impl RegisterEntry {
    /// The running number.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// As it stands on paper.
    async fn written(&self) -> &str {
        &self.0.written
    }

    /// When it was given.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// The case it was given to, if the caller may see it.
    #[graphql(complexity = "2 * child_complexity")]
    async fn instance(&self, ctx: &Context<'_>) -> Result<Option<ProcessInstance>> {
        if let Some(id) = self.0.instance_id {
            return ProcessInstance::find(ctx, id).await;
        }
        // A business key is given before its case is there; the case bears it.
        let row: Option<Uuid> = process_instance::Entity::find()
            .select_only()
            .column(process_instance::Column::Id)
            .filter(process_instance::Column::BusinessKey.eq(&self.0.written))
            .into_tuple()
            .one(read(ctx))
            .await?;
        match row {
            Some(id) => ProcessInstance::find(ctx, id).await,
            None => Ok(None),
        }
    }

    /// The document that bears it, if there is one and the caller may see it.
    #[graphql(complexity = "2 * child_complexity")]
    async fn document(&self, ctx: &Context<'_>) -> Result<Option<Document>> {
        let Some(case) = self.0.instance_id else {
            return Ok(None);
        };
        let scope = scope_of(ctx, Action::DocumentRead)?;
        let row = document::Entity::find()
            .filter(document::Column::InstanceId.eq(case))
            .filter(document::Column::Number.eq(&self.0.written))
            .filter(visible::documents(&scope))
            .order_by_asc(document::Column::CreatedAt)
            .one(read(ctx))
            .await?;
        Ok(row.map(|row| Document(Arc::new(row))))
    }
}

/// A register of one organisation in one year.
#[Object]
impl NumberRegister {
    /// For instance `DECREE`, `MINUTES`, `BUSINESS_KEY`.
    async fn name(&self) -> &str {
        &self.0.register
    }

    /// Year.
    async fn year(&self) -> i32 {
        self.0.year
    }

    /// The last number given.
    async fn last(&self) -> i32 {
        self.0.last
    }

    /// How many numbers are in it.
    async fn count(&self, ctx: &Context<'_>) -> Result<u64> {
        Ok(entries(&self.0).count(read(ctx)).await?)
    }

    /// Numbers that are missing, at most 100 stretches; none where everything went well.
    async fn gaps(&self, ctx: &Context<'_>) -> Result<Vec<RegisterGap>> {
        // In order and only the numbers: a register of a busy year is a few thousand of them.
        let numbers: Vec<i32> = entries(&self.0)
            .select_only()
            .column(register_entry::Column::Number)
            .order_by_asc(register_entry::Column::Number)
            .into_tuple()
            .all(read(ctx))
            .await?;
        Ok(missing(&numbers, self.0.last))
    }

    /// The numbers, newest first.
    #[graphql(complexity = "page::cost(first, 50) * child_complexity")]
    async fn entries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "1 to 100", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<i32>, RegisterEntry>> {
        let page = Page::<i32>::read(first, 50, after)?;
        let mut query = entries(&self.0).order_by_desc(register_entry::Column::Number);
        if let Some(after) = page.after {
            query = query.filter(register_entry::Column::Number.lt(after));
        }
        let found = query.limit(page.limit()).all(read(ctx)).await?;
        Ok(page.connection(found, |row| (row.number, RegisterEntry(row))))
    }
}

fn entries(register: &register_number::Model) -> sea_orm::Select<register_entry::Entity> {
    register_entry::Entity::find()
        .filter(register_entry::Column::OrganisationPath.eq(&register.organisation_path))
        .filter(register_entry::Column::Register.eq(&register.register))
        .filter(register_entry::Column::Year.eq(register.year))
}

/// What lies between 1 and `last` but not in `numbers`, which are in order.
fn missing(numbers: &[i32], last: i32) -> Vec<RegisterGap> {
    let mut gaps = Vec::new();
    let mut next = 1;
    for number in numbers.iter().copied().chain([last.saturating_add(1)]) {
        if number > next {
            gaps.push(RegisterGap {
                first: next,
                last: number - 1,
            });
        }
        next = next.max(number.saturating_add(1));
    }
    gaps.truncate(GAPS);
    gaps
}

/// Questions about registers.
#[derive(Debug, Default)]
pub struct RegisterQuery;

#[Object]
impl RegisterQuery {
    /// Registers of an organisation whose documents the caller may read, newest year first.
    #[graphql(complexity = "20 * child_complexity")]
    async fn number_registers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code, for instance `64.02`")] organisation: String,
        #[graphql(desc = "Only this year")] year: Option<i32>,
    ) -> Result<Vec<NumberRegister>> {
        let scope = scope_of(ctx, Action::DocumentRead)?;
        let row = organisation::Entity::find()
            .filter(organisation::Column::Code.eq(organisation))
            .one(read(ctx))
            .await?;
        let Some(path) = row.map(|row| row.path) else {
            return Ok(Vec::new());
        };
        if !scope.sees(&Subject::of(path.clone())) {
            return Ok(Vec::new());
        }
        let mut query = register_number::Entity::find()
            .filter(register_number::Column::OrganisationPath.eq(path))
            .order_by_desc(register_number::Column::Year)
            .order_by_asc(register_number::Column::Register);
        if let Some(year) = year {
            query = query.filter(register_number::Column::Year.eq(year));
        }
        let found = query.limit(LISTED).all(read(ctx)).await?;
        Ok(found.into_iter().map(NumberRegister).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_number_is_told_wherever_it_is() {
        let gap = |first, last| RegisterGap { first, last };
        assert_eq!(missing(&[1, 2, 3], 3), []);
        assert_eq!(missing(&[1, 4, 5], 5), [gap(2, 3)]);
        assert_eq!(missing(&[2], 4), [gap(1, 1), gap(3, 4)]);
        assert_eq!(missing(&[], 2), [gap(1, 2)]);
        assert_eq!(missing(&[], 0), []);
    }
}
