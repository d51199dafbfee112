//! Migrations, oldest first. They assume that the old release is still running: expand, move, contract (EXEMPLARS 2).

use sea_orm_migration::prelude::*;

mod columns;
mod m0001_runtime;
mod m0002_register;
mod m0003_records;
mod m0004_webhooks;
mod m0005_checkpoints;
mod m0006_operations;
mod m0007_offices;
mod m0008_documents;
mod m0009_templates;
mod m0010_dispositions;
mod m0011_register_entries;
mod m0012_action_links;
mod m0013_notices;
mod m0014_record;
mod m0015_privacy;
mod m0016_performance;

/// All migrations. `fresh` and `reset` are never called: they drop tables that are not ours (STACK 1).
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_runtime::Migration),
            Box::new(m0002_register::Migration),
            Box::new(m0003_records::Migration),
            Box::new(m0004_webhooks::Migration),
            Box::new(m0005_checkpoints::Migration),
            Box::new(m0006_operations::Migration),
            Box::new(m0007_offices::Migration),
            Box::new(m0008_documents::Migration),
            Box::new(m0009_templates::Migration),
            Box::new(m0010_dispositions::Migration),
            Box::new(m0011_register_entries::Migration),
            Box::new(m0012_action_links::Migration),
            Box::new(m0013_notices::Migration),
            Box::new(m0014_record::Migration),
            Box::new(m0015_privacy::Migration),
            Box::new(m0016_performance::Migration),
        ]
    }
}
