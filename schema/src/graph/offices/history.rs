//! Who changed the register: the notes of the desk, for those who keep it and those who check it.

use std::sync::Arc;

use async_graphql::connection::Connection;
use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;
use workflows::access::Action;
use workflows::id::kind;

use crate::tables::{register_change, visible};

use super::super::guard::{known, read, scope_of};
use super::super::page::{Cursor, Page};
use super::super::person::Person;
use super::super::problem::Result;

/// A change of the register and who made it.
#[derive(Debug, Clone)]
pub struct RegisterNote(Arc<register_change::Model>);

/// A change of the register and who made it.
#[Object]
impl RegisterNote {
    /// When.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// For instance `APPOINT`.
    async fn operation(&self) -> &str {
        &self.0.operation
    }

    /// What was changed: a code or a work address.
    async fn subject(&self) -> &str {
        &self.0.subject
    }

    /// Who did it.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        match self.0.person_id {
            Some(person) => Person::of(ctx, person).await.map(Some),
            None => Ok(None),
        }
    }

    /// In which position, by code.
    async fn position(&self) -> Option<&str> {
        self.0.position.as_deref()
    }

    /// By which rule, for instance `role:SYSADMIN@id`.
    async fn rule(&self) -> &str {
        &self.0.rule
    }

    /// What was there, as JSON.
    async fn before(&self) -> Option<&str> {
        self.0.before.as_deref()
    }

    /// What is there now, as JSON.
    async fn after(&self) -> Option<&str> {
        self.0.after.as_deref()
    }
}

pub(super) async fn list(
    ctx: &Context<'_>,
    subject: Option<ID>,
    page: Page<Uuid>,
) -> Result<Connection<Cursor<Uuid>, RegisterNote>> {
    let scope = scope_of(ctx, Action::RegisterHistoryRead)?;
    let mut query = register_change::Entity::find()
        .filter(visible::register_changes(&scope))
        .order_by_desc(register_change::Column::Id)
        .limit(page.limit());
    if let Some(subject) = subject {
        let id = known::<kind::Person>(&subject)
            .or_else(|| known::<kind::Organisation>(&subject))
            .or_else(|| known::<kind::Position>(&subject))
            .or_else(|| known::<kind::Incumbency>(&subject))
            .or_else(|| known::<kind::Delegation>(&subject));
        query = query.filter(register_change::Column::SubjectId.eq(id.unwrap_or_default()));
    }
    if let Some(after) = page.after {
        query = query.filter(register_change::Column::Id.lt(after));
    }
    let found = query.all(read(ctx)).await?;
    Ok(page.connection(found, |row| (row.id, RegisterNote(Arc::new(row)))))
}
