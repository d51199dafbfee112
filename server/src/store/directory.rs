//! Whom an address means today, many addresses at a time: a morning with twenty thousand reminders asks for each office
//! once, not for each task.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use schema::tables::{incumbency, person, position};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;
use workflows::id::{PersonId, PositionId};

use super::register::{incumbents, positions_of};

/// Values of one `IN` list.
const AT_ONCE: usize = 400;

/// The office through which somebody is addressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Position code.
    pub code: String,
    /// Indonesian title.
    pub title: String,
    /// English title.
    pub title_en: Option<String>,
    /// `DEFINITIVE`, `PLT`, `PLH` or `PJ`.
    pub mode: String,
}

impl Office {
    /// The title as it is written in a language, with the mode in front.
    #[must_use]
    pub fn title(&self, language: &str) -> String {
        let title = self
            .title_en
            .as_deref()
            .filter(|_| language == "en")
            .unwrap_or(&self.title);
        let prefix = match self.mode.as_str() {
            "PLT" => "Plt. ",
            "PLH" => "Plh. ",
            "PJ" => "Pj. ",
            _ => "",
        };
        format!("{prefix}{title}")
    }
}

/// Somebody who can be told something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    /// Person.
    pub person: Uuid,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// `id` or `en`.
    pub language: String,
    /// Office, unless the person is meant and no office.
    pub office: Option<Office>,
}

/// Whom one address means.
#[derive(Debug, Clone, Default)]
struct Meant {
    people: Vec<Addressee>,
    /// The positions above those that are meant, vacant ones too.
    superiors: BTreeSet<Uuid>,
}

/// What has been looked up on one day.
#[derive(Debug, Clone)]
pub struct Directory {
    on: NaiveDate,
    meant: BTreeMap<String, Meant>,
}

impl Directory {
    /// An empty directory for a day.
    #[must_use]
    pub fn new(on: NaiveDate) -> Self {
        Self {
            on,
            meant: BTreeMap::new(),
        }
    }

    /// Looks up addresses that are not known yet: position codes, `pos_…`, `ROLE@organisation`, `person:per_…`.
    ///
    /// # Errors
    /// Of the database.
    pub async fn learn(
        &mut self,
        connection: &impl ConnectionTrait,
        principals: impl IntoIterator<Item = String>,
    ) -> Result<(), DbErr> {
        let (mut codes, mut ids, mut roles, mut persons) = (
            BTreeSet::new(),
            BTreeMap::new(),
            BTreeSet::new(),
            BTreeMap::new(),
        );
        for principal in principals {
            if self.meant.contains_key(&principal) {
                continue;
            }
            if let Ok(id) = principal.trim_start_matches("person:").parse::<PersonId>() {
                persons.insert(id.uuid(), principal.clone());
            } else if let Ok(id) = principal.parse::<PositionId>() {
                ids.insert(id.uuid(), principal.clone());
            } else if principal.contains('@') {
                roles.insert(principal.clone());
            } else {
                codes.insert(principal.clone());
            }
            self.meant.insert(principal, Meant::default());
        }
        let mut posts: Vec<(String, position::Model)> = Vec::new();
        for some in chunks(codes) {
            posts.extend(
                position::Entity::find()
                    .filter(position::Column::Code.is_in(some))
                    .all(connection)
                    .await?
                    .into_iter()
                    .map(|row| (row.code.clone(), row)),
            );
        }
        for some in chunks(ids.keys().copied()) {
            let rows = position::Entity::find()
                .filter(position::Column::Id.is_in(some))
                .all(connection)
                .await?;
            posts.extend(
                rows.into_iter()
                    .filter_map(|row| Some((ids.get(&row.id)?.clone(), row))),
            );
        }
        for role in roles {
            posts.extend(
                positions_of(connection, &role)
                    .await?
                    .into_iter()
                    .map(|row| (role.clone(), row)),
            );
        }
        let held: BTreeMap<Uuid, incumbency::Model> = incumbents(
            connection,
            posts.iter().map(|(_, row)| row.id).collect(),
            self.on,
        )
        .await?
        .into_iter()
        .map(|row| (row.position_id, row))
        .collect();
        let mut people: BTreeMap<Uuid, person::Model> = BTreeMap::new();
        for some in chunks(
            held.values()
                .map(|row| row.person_id)
                .chain(persons.keys().copied())
                .collect::<BTreeSet<_>>(),
        ) {
            people.extend(
                person::Entity::find()
                    .filter(person::Column::Id.is_in(some))
                    .all(connection)
                    .await?
                    .into_iter()
                    .map(|row| (row.id, row)),
            );
        }
        for (principal, post) in posts {
            let meant = self.meant.entry(principal).or_default();
            meant.superiors.extend(post.superior_id);
            let Some(holds) = held.get(&post.id) else {
                continue;
            };
            let Some(row) = people.get(&holds.person_id) else {
                continue;
            };
            let office = Office {
                code: post.code,
                title: post.title,
                title_en: post.title_en,
                mode: holds.mode.clone(),
            };
            meant.people.push(addressee(row, Some(office)));
        }
        for (id, principal) in persons {
            if let Some(row) = people.get(&id) {
                self.meant
                    .entry(principal)
                    .or_default()
                    .people
                    .push(addressee(row, None));
            }
        }
        Ok(())
    }

    /// Whom these addresses mean, each person once, in the order of the addresses. Only what was learnt is known.
    #[must_use]
    pub fn people<'d>(&'d self, principals: &[String]) -> Vec<&'d Addressee> {
        let mut seen = BTreeSet::new();
        principals
            .iter()
            .filter_map(|principal| self.meant.get(principal))
            .flat_map(|meant| &meant.people)
            .filter(|one| seen.insert(one.person))
            .collect()
    }

    /// Addresses of the positions above those that these addresses mean.
    #[must_use]
    pub fn superiors(&self, principals: &[String]) -> Vec<String> {
        let above: BTreeSet<Uuid> = principals
            .iter()
            .filter_map(|principal| self.meant.get(principal))
            .flat_map(|meant| meant.superiors.iter().copied())
            .collect();
        above
            .into_iter()
            .map(|id| PositionId::from_uuid(id).to_string())
            .collect()
    }
}

fn addressee(row: &person::Model, office: Option<Office>) -> Addressee {
    Addressee {
        person: row.id,
        name: row.name.clone(),
        email: row.email.clone(),
        language: row.language.clone(),
        office,
    }
}

fn chunks<T: Clone>(values: impl IntoIterator<Item = T>) -> Vec<Vec<T>> {
    values
        .into_iter()
        .collect::<Vec<T>>()
        .chunks(AT_ONCE)
        .map(<[T]>::to_vec)
        .collect()
}
