//! The posts of a regency and who holds them on a day: what `mufakat:register-facts` draws its facts from.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schema::tables::{council, incumbency, organisation, person, position, position_role, seat};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::register::incumbents;

/// Roles that facts ask for; villages are left out, there are hundreds.
const ROLES: [&str; 10] = [
    "REGENCY_HEAD",
    "REGENCY_SECRETARY",
    "REGENCY_ASSISTANT",
    "SECTION_HEAD",
    "COUNCIL_SECRETARY",
    "COUNCIL_MEMBER",
    "PILLAR_LEAD",
    "OPD_HEAD",
    "OPD_SECRETARY",
    "DISTRICT_HEAD",
];

/// Who holds a post.
#[derive(Debug, Clone)]
pub struct Holder {
    /// Person.
    pub person: Uuid,
    /// Name.
    pub name: String,
    /// `DEFINITIVE`, `PLT`, `PLH` or `PJ`.
    pub mode: String,
}

/// A position and who holds it.
#[derive(Debug, Clone)]
pub struct Post {
    /// The position.
    pub position: position::Model,
    /// Roles with the path of the organisation they are granted in.
    pub roles: Vec<(String, String)>,
    /// Nobody when the post is vacant.
    pub holder: Option<Holder>,
}

impl Post {
    /// Whether the post bears a role, anywhere.
    #[must_use]
    pub fn has(&self, role: &str) -> bool {
        self.roles.iter().any(|(own, _)| own == role)
    }
}

/// A regency's organisations, posts and council.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    /// Organisations below the regency, itself first.
    pub organisations: Vec<organisation::Model>,
    /// Posts in order of their codes.
    pub posts: Vec<Post>,
    /// The council.
    pub council: Option<council::Model>,
    /// Its seats in order of the roll call.
    pub seats: Vec<seat::Model>,
}

impl Roster {
    /// Reads the roster of the regency at `path` on a day.
    ///
    /// # Errors
    /// Of the database.
    pub async fn read(
        connection: &impl ConnectionTrait,
        path: &str,
        on: NaiveDate,
    ) -> Result<Self, DbErr> {
        let organisations = organisation::Entity::find()
            .filter(organisation::Column::Path.starts_with(path))
            .filter(organisation::Column::Kind.ne("VILLAGE_OFFICE"))
            .filter(organisation::Column::ValidFrom.lte(on))
            .order_by_asc(organisation::Column::Path)
            .all(connection)
            .await?
            .into_iter()
            .filter(|row| row.valid_to.is_none_or(|end| end > on))
            .collect();
        let council = council::Entity::find()
            .filter(council::Column::OrganisationPath.eq(path))
            .one(connection)
            .await?;
        let seats = match &council {
            Some(council) => {
                seat::Entity::find()
                    .filter(seat::Column::CouncilId.eq(council.id))
                    .order_by_asc(seat::Column::Number)
                    .all(connection)
                    .await?
            }
            None => Vec::new(),
        };
        let mut roles: BTreeMap<Uuid, Vec<(String, String)>> = BTreeMap::new();
        let grants = position_role::Entity::find()
            .filter(position_role::Column::OrganisationPath.starts_with(path))
            .filter(position_role::Column::Role.is_in(ROLES))
            .all(connection)
            .await?;
        for grant in grants {
            roles
                .entry(grant.position_id)
                .or_default()
                .push((grant.role, grant.organisation_path));
        }
        for seat in &seats {
            roles.entry(seat.position_id).or_default();
        }
        let ids: Vec<Uuid> = roles.keys().copied().collect();
        let held: BTreeMap<Uuid, incumbency::Model> = incumbents(connection, ids.clone(), on)
            .await?
            .into_iter()
            .map(|row| (row.position_id, row))
            .collect();
        let mut names: BTreeMap<Uuid, String> = BTreeMap::new();
        for some in held
            .values()
            .map(|row| row.person_id)
            .collect::<Vec<_>>()
            .chunks(400)
        {
            names.extend(
                person::Entity::find()
                    .filter(person::Column::Id.is_in(some.to_vec()))
                    .all(connection)
                    .await?
                    .into_iter()
                    .map(|row| (row.id, row.name)),
            );
        }
        let mut posts = Vec::new();
        for some in ids.chunks(400) {
            for position in position::Entity::find()
                .filter(position::Column::Id.is_in(some.to_vec()))
                .all(connection)
                .await?
            {
                let holder = held.get(&position.id).and_then(|row| {
                    Some(Holder {
                        person: row.person_id,
                        name: names.get(&row.person_id)?.clone(),
                        mode: row.mode.clone(),
                    })
                });
                posts.push(Post {
                    roles: roles.remove(&position.id).unwrap_or_default(),
                    position,
                    holder,
                });
            }
        }
        posts.sort_by(|a, b| a.position.code.cmp(&b.position.code));
        Ok(Self {
            organisations,
            posts,
            council,
            seats,
        })
    }

    /// The posts that bear a role in the organisation at `path`.
    pub fn with_role<'r>(&'r self, role: &'r str, path: &'r str) -> impl Iterator<Item = &'r Post> {
        self.posts
            .iter()
            .filter(move |post| post.roles.iter().any(|(own, at)| own == role && at == path))
    }

    /// The posts that bear a role anywhere in the regency.
    pub fn bearing<'r>(&'r self, role: &'r str) -> impl Iterator<Item = &'r Post> {
        self.posts.iter().filter(move |post| post.has(role))
    }

    /// The organisation with this function.
    #[must_use]
    pub fn with_function(&self, function: &str) -> Option<&organisation::Model> {
        self.organisations
            .iter()
            .find(|row| row.function.as_deref() == Some(function))
    }

    /// A post by its position.
    #[must_use]
    pub fn post(&self, position: Uuid) -> Option<&Post> {
        self.posts.iter().find(|post| post.position.id == position)
    }
}
