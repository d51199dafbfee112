//! The few column types that both databases share.

use sea_orm_migration::prelude::*;

macro_rules! column {
    ($($name:ident, $maybe:ident, $kind:ident;)*) => {$(
        pub(super) fn $name(column: &str) -> ColumnDef {
            ColumnDef::new(Alias::new(column)).$kind().not_null().take()
        }
        #[allow(dead_code, reason = "not every type is optional somewhere")]
        pub(super) fn $maybe(column: &str) -> ColumnDef {
            ColumnDef::new(Alias::new(column)).$kind().null().take()
        }
    )*};
}

column! {
    uuid, maybe_uuid, uuid;
    text, maybe_text, text;
    integer, maybe_integer, integer;
    big_integer, maybe_big_integer, big_integer;
    boolean, maybe_boolean, boolean;
    timestamp_with_time_zone, maybe_timestamp_with_time_zone, timestamp_with_time_zone;
    date, maybe_date, date;
    binary, maybe_binary, blob;
}

pub(super) fn table(name: &str) -> TableCreateStatement {
    Table::create().table(Alias::new(name)).take()
}

pub(super) fn key(columns: &[&str]) -> IndexCreateStatement {
    let mut key = Index::create();
    for column in columns {
        key.col(Alias::new(*column));
    }
    key.take()
}

fn named(prefix: &str, table: &str, columns: &[&str]) -> IndexCreateStatement {
    key(columns)
        .name(format!("{prefix}_{table}_{}", columns.join("_")))
        .table(Alias::new(table))
        .take()
}

pub(super) fn index(table: &str, columns: &[&str]) -> IndexCreateStatement {
    named("ix", table, columns)
}

pub(super) fn unique(table: &str, columns: &[&str]) -> IndexCreateStatement {
    named("ux", table, columns).unique().take()
}

pub(super) fn drop(name: &str) -> TableDropStatement {
    Table::drop().table(Alias::new(name)).take()
}
