//! The workflows that are shipped inside the program, so that one file is all that a regency installs.

use rust_embed::Embed;
use schema::commands::File;
use schema::tables::{process_definition, resource};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QuerySelect};

use crate::store::deployment::hash;

#[derive(Embed)]
#[folder = "../workflows/library"]
#[include = "*.bpmn"]
#[include = "*.dmn"]
#[include = "*.form"]
#[include = "*.mail.id"]
#[include = "*.mail.en"]
struct Library;

/// Every shipped file, in order of its path; the name is the file's own, without folders.
pub fn files() -> impl Iterator<Item = File> {
    let mut paths: Vec<_> = Library::iter().collect();
    paths.sort();
    paths.into_iter().filter_map(|path| {
        let file = Library::get(&path)?;
        let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
        Some(File {
            name,
            content: String::from_utf8_lossy(&file.data).into_owned(),
        })
    })
}

/// Whether all of these files are deployed already.
///
/// # Errors
/// Of the database.
pub async fn unchanged(connection: &impl ConnectionTrait, files: &[File]) -> Result<bool, DbErr> {
    let mut known: Vec<String> = process_definition::Entity::find()
        .select_only()
        .column(process_definition::Column::Hash)
        .into_tuple()
        .all(connection)
        .await?;
    let resources: Vec<String> = resource::Entity::find()
        .select_only()
        .column(resource::Column::Hash)
        .into_tuple()
        .all(connection)
        .await?;
    known.extend(resources);
    Ok(files
        .iter()
        .all(|file| known.contains(&hash(&file.content))))
}
