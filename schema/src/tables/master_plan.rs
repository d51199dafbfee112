//! `master_plan`: a plan that its council has approved.

use sea_orm::entity::prelude::*;

/// A plan that its council has approved.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "master_plan")]
pub struct Model {
    /// Plan.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Regency.
    #[sea_orm(column_type = "Text")]
    pub organisation_path: String,
    /// The sign-off.
    pub instance_id: Uuid,
    /// Title.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// Decree number.
    #[sea_orm(column_type = "Text", nullable)]
    pub number: Option<String>,
    /// Published version of Book III.
    pub book_three: Option<Uuid>,
    /// Budget total in IDR, a decimal.
    #[sea_orm(column_type = "Text")]
    pub budget: String,
    /// When.
    pub published_at: ChronoDateTimeUtc,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
