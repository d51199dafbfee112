//! `node(id)`: anything by its id, through the same scopes as everywhere else.

use std::sync::Arc;

use async_graphql::{Context, ID, Interface, Object};
use sea_orm::{EntityTrait, QueryFilter};
use workflows::access::Action;
use workflows::id::kind;

use crate::tables::{council, person, visible};

use super::council::Council;
use super::definition::ProcessDefinition;
use super::document::{Document, DocumentVersion};
use super::guard::{actor, known, read, rows, scope_of};
use super::instance::{Incident, ProcessInstance};
use super::loaders::{DefinitionById, OrganisationById, PositionById};
use super::organisation::Organisation;
use super::person::{Person, Position};
use super::problem::Result;
use super::task::Task;

/// Anything with an identity of its own.
#[derive(Interface)]
#[graphql(field(
    name = "id",
    ty = "ID",
    desc = "Typed identity: a prefix that says what it names, and 32 hexadecimal digits."
))]
pub enum Node {
    /// A task.
    Task(Task),
    /// A case.
    ProcessInstance(ProcessInstance),
    /// A process definition.
    ProcessDefinition(ProcessDefinition),
    /// An organisation.
    Organisation(Organisation),
    /// A position.
    Position(Position),
    /// A person.
    Person(Person),
    /// A council.
    Council(Council),
    /// A document.
    Document(Document),
    /// A version of a document.
    DocumentVersion(DocumentVersion),
    /// An incident.
    Incident(Incident),
}

/// The question for anything.
#[derive(Debug, Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// Anything that the caller may see, by its id.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "For instance `task_…`")] id: ID,
    ) -> Result<Option<Node>> {
        actor(ctx)?;
        let prefix = id.split('_').next().unwrap_or_default();
        Ok(match prefix {
            "task" => match known::<kind::Task>(&id) {
                Some(id) => Task::find(ctx, id).await?.map(Node::from),
                None => None,
            },
            "inst" => match known::<kind::Instance>(&id) {
                Some(id) => ProcessInstance::find(ctx, id).await?.map(Node::from),
                None => None,
            },
            "doc" => match known::<kind::Document>(&id) {
                Some(id) => Document::find(ctx, id).await?.map(Node::from),
                None => None,
            },
            "ver" => match known::<kind::DocumentVersion>(&id) {
                Some(id) => DocumentVersion::find(ctx, id).await?.map(Node::from),
                None => None,
            },
            "icd" => match known::<kind::Incident>(&id) {
                Some(id) => Incident::find(ctx, id).await?.map(Node::from),
                None => None,
            },
            "def" => match known::<kind::Definition>(&id) {
                Some(id) => rows(ctx)
                    .load_one(DefinitionById(id))
                    .await?
                    .map(ProcessDefinition)
                    .map(Node::from),
                None => None,
            },
            "org" => match known::<kind::Organisation>(&id) {
                Some(id) => rows(ctx)
                    .load_one(OrganisationById(id))
                    .await?
                    .map(Organisation)
                    .map(Node::from),
                None => None,
            },
            "pos" => match known::<kind::Position>(&id) {
                Some(id) => rows(ctx)
                    .load_one(PositionById(id))
                    .await?
                    .map(Position)
                    .map(Node::from),
                None => None,
            },
            "per" => match known::<kind::Person>(&id) {
                Some(id) => {
                    let seen = visible::persons(&scope_of(ctx, Action::PersonRead)?);
                    let row = person::Entity::find_by_id(id)
                        .filter(seen)
                        .one(read(ctx))
                        .await?;
                    row.map(|row| Node::from(Person(Arc::new(row))))
                }
                None => None,
            },
            "ccl" => match known::<kind::Council>(&id) {
                Some(id) => council::Entity::find_by_id(id)
                    .one(read(ctx))
                    .await?
                    .map(|row| Node::from(Council(Arc::new(row)))),
                None => None,
            },
            _ => None,
        })
    }
}
