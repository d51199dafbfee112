//! The element instances of a case, for those who repair it: what can be ended or moved, and which scope a token is put into.

use async_graphql::{Context, ID, SimpleObject};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use workflows::engine::command::Stamp;
use workflows::engine::event::Event;
use workflows::feel::Context as Variables;

use crate::graph::guard::read;
use crate::graph::problem::Result;
use crate::tables::journal;

use super::timeline::ActorStamp;
use super::{ProcessInstance, placed};

/// An element that is entered and not left: a task, a wait, a sub-process, the process itself.
#[derive(SimpleObject, Debug, Clone)]
pub struct ElementInstance {
    /// Its key, unique in the case.
    key: ID,
    /// BPMN element id; the process id for the outermost scope.
    element: String,
    /// Its name.
    name: Option<String>,
    /// Process that draws it.
    definition_key: String,
    /// Version of that process.
    definition_version: i32,
    /// Key of the scope around it; null for the outermost.
    scope: Option<ID>,
    /// The outermost scope of the case or of a called process.
    is_process: bool,
    /// Other element instances lie in it, or could: a token can be put into it.
    is_scope: bool,
    /// Position in a multi-instance, from 1.
    item: Option<i32>,
    /// It is a multi-instance or loop whose items are element instances of their own.
    is_body: bool,
    /// Its local variables.
    variables: serde_json::Value,
    /// Since when it is there.
    since: Option<DateTime<Utc>>,
}

/// Why and by whom a case is held.
#[derive(SimpleObject, Debug, Clone)]
pub struct Suspension {
    /// Why, as the operator wrote it.
    reason: String,
    /// Since when.
    since: DateTime<Utc>,
    /// Who holds it.
    actor: Option<ActorStamp>,
}

impl ProcessInstance {
    pub(super) async fn live_elements(&self, ctx: &Context<'_>) -> Result<Vec<ElementInstance>> {
        let state = self.standing(ctx).await?;
        let story = self.story(ctx).await?;
        let compiled = self.compiled(ctx).await?;
        let mut found = Vec::with_capacity(state.instances.len());
        for (key, instance) in &state.instances {
            let Some((definition, element)) =
                placed(&compiled, state, instance.process, &instance.element)
            else {
                continue;
            };
            let is_body = instance.body.is_some();
            let holds = element.is_some_and(|it| !it.children.is_empty());
            found.push(ElementInstance {
                key: ID(key.to_string()),
                element: instance.element.clone(),
                name: element.and_then(|it| it.name.clone()),
                definition_key: definition.id.clone(),
                definition_version: i32::try_from(definition.version).unwrap_or(i32::MAX),
                scope: (instance.scope != 0).then(|| ID(instance.scope.to_string())),
                is_process: instance.isolated,
                is_scope: (instance.isolated || holds) && !is_body,
                item: instance
                    .loop_counter
                    .map(|it| i32::try_from(it).unwrap_or(i32::MAX)),
                is_body,
                variables: json(&instance.variables),
                since: story.since(*key),
            });
        }
        Ok(found)
    }

    pub(super) async fn held(&self, ctx: &Context<'_>) -> Result<Option<Suspension>> {
        let row = journal::Entity::find()
            .filter(journal::Column::InstanceId.eq(self.row.id))
            .filter(journal::Column::Kind.eq("INSTANCE_SUSPENDED"))
            .order_by_desc(journal::Column::Seq)
            .one(read(ctx))
            .await?;
        let Some(row) = row else { return Ok(None) };
        let Ok(Event::InstanceSuspended { reason }) = serde_json::from_str(&row.event) else {
            return Ok(None);
        };
        let actor = row
            .actor
            .as_deref()
            .and_then(|text| serde_json::from_str::<Stamp>(text).ok());
        Ok(Some(Suspension {
            reason,
            since: row.at,
            actor: actor.map(ActorStamp::from),
        }))
    }
}

fn json(variables: &Variables) -> serde_json::Value {
    serde_json::Value::Object(
        variables
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_json()))
            .collect(),
    )
}
