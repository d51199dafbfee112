//! Which template counts for an organisation: the newest text of its own, else of the organisation above, else the
//! shipped one. Told to the API as plain data by the server, which alone knows how papers are drawn.

use std::collections::BTreeMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::tables::paper_template;

/// A template as it is shipped.
#[derive(Debug, Clone)]
pub struct ShippedTemplate {
    /// For instance `minutes`; `parts` is what the others share.
    pub name: String,
    /// Indonesian name of the paper.
    pub title: String,
    /// English name of the paper.
    pub title_en: String,
    /// The text.
    pub source: String,
    /// What it may write: path and an example.
    pub facts: Vec<(String, String)>,
}

/// Paths of an organisation and those above it: `/id/`, `/id/64/`, `/id/64/64.02/`.
pub fn above(path: &str) -> impl Iterator<Item = String> {
    path.match_indices('/')
        .skip(1)
        .filter_map(|(end, _)| path.get(..=end))
        .map(str::to_owned)
}

/// The version that counts for papers of the organisation at `path`, for each name that somebody changed. One whose text
/// was taken back does not count.
///
/// # Errors
/// Of the database.
pub async fn newest_for(
    connection: &impl ConnectionTrait,
    path: &str,
) -> Result<Vec<paper_template::Model>, DbErr> {
    use paper_template::{Column, Entity};
    let rows: Vec<(Uuid, String, String)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::Name, Column::OrganisationPath])
        .filter(Column::OrganisationPath.is_in(above(path)))
        .order_by_asc(Column::Version)
        .into_tuple()
        .all(connection)
        .await?;
    // Later versions replace earlier ones of the same organisation.
    let newest: BTreeMap<(String, String), Uuid> = rows
        .into_iter()
        .map(|(id, name, path)| ((name, path), id))
        .collect();
    let found = Entity::find()
        .filter(Column::Id.is_in(newest.into_values()))
        .filter(Column::Source.is_not_null())
        .all(connection)
        .await?;
    let mut nearest: BTreeMap<String, paper_template::Model> = BTreeMap::new();
    for row in found {
        let closer = nearest
            .get(&row.name)
            .is_none_or(|known| row.organisation_path.len() > known.organisation_path.len());
        if closer {
            nearest.insert(row.name.clone(), row);
        }
    }
    Ok(nearest.into_values().collect())
}

#[cfg(test)]
mod tests {
    use super::above;

    #[test]
    fn an_organisation_inherits_from_those_above_it() {
        let paths: Vec<_> = above("/id/64/64.02/dinkes/").collect();
        assert_eq!(
            paths,
            ["/id/", "/id/64/", "/id/64/64.02/", "/id/64/64.02/dinkes/"]
        );
    }
}
