//! What mails and papers say about the case they belong to.

use schema::deployed::Compiled;
use schema::tables::{process_instance, user_task};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;
use workflows::id::InstanceId;
use workflows::model::ProcessRef;

use crate::store::instance::Owner;

/// A case without its snapshot.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub id: Uuid,
    pub definition_key: String,
    pub version: u32,
    pub business_key: Option<String>,
}

impl Case {
    /// Reads cases by id, without their snapshots.
    pub async fn find(
        connection: &impl ConnectionTrait,
        ids: Vec<Uuid>,
    ) -> Result<Vec<Self>, DbErr> {
        use process_instance::Column;
        let mut found = Vec::with_capacity(ids.len());
        for some in ids.chunks(400) {
            let rows: Vec<(Uuid, String, i32, Option<String>)> = process_instance::Entity::find()
                .select_only()
                .columns([
                    Column::Id,
                    Column::DefinitionKey,
                    Column::Version,
                    Column::BusinessKey,
                ])
                .filter(Column::Id.is_in(some.to_vec()))
                .into_tuple()
                .all(connection)
                .await?;
            found.extend(
                rows.into_iter()
                    .map(|(id, definition_key, version, business_key)| Self {
                        id,
                        definition_key,
                        version: u32::try_from(version).unwrap_or_default(),
                        business_key,
                    }),
            );
        }
        Ok(found)
    }

    /// The `instance` of a mail template (`workflows/library/README.md`, section 7).
    pub fn for_template(
        &self,
        compiled: &Compiled,
        language: &str,
        owner: &Owner,
        public_url: &str,
    ) -> serde_json::Value {
        let process = compiled
            .definition(&self.definition_key, Some(self.version))
            .map(|definition| &definition.process);
        let name = process.and_then(|process| {
            process
                .properties
                .get("name:en")
                .filter(|_| language == "en")
                .or(process.name.as_ref())
        });
        serde_json::json!({
            "name": name.unwrap_or(&self.definition_key),
            "businessKey": self.business_key,
            "region": owner.region,
            "regionName": place_name(&owner.name),
            "url": format!("{}/perkara/{}", public_url.trim_end_matches('/'), InstanceId::from_uuid(self.id)),
        })
    }
}

/// The name of a task in Indonesian or English.
pub(crate) fn task_name(
    compiled: &Compiled,
    process: &ProcessRef,
    task: &user_task::Model,
    english: bool,
) -> String {
    let translated = compiled
        .definition(&process.id, Some(process.version))
        .filter(|_| english)
        .and_then(|definition| {
            let element = definition
                .process
                .element(definition.process.find(&task.element)?);
            element.properties.get("name:en").cloned()
        });
    translated.unwrap_or_else(|| task.name.clone())
}

/// The place that an organisation governs: its name without the word for government.
pub(super) fn place_name(organisation: &str) -> &str {
    organisation
        .strip_prefix("Pemerintah ")
        .unwrap_or(organisation)
}

#[cfg(test)]
mod tests {
    use super::place_name;

    #[test]
    fn a_government_is_named_by_its_place() {
        assert_eq!(
            place_name("Pemerintah Kabupaten Kutai Kartanegara"),
            "Kabupaten Kutai Kartanegara"
        );
        assert_eq!(place_name("Dinas Kesehatan"), "Dinas Kesehatan");
    }
}
