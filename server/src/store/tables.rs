//! Every table, row by row, as JSON that either database reads back: what a backup is made of. Ids are texts, moments
//! RFC 3339 with microseconds, bytes base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use futures_util::TryStreamExt as _;
use schema::tables;
use sea_orm::{
    AccessMode, ActiveModelTrait, ColumnTrait, ColumnType, DatabaseTransaction, DbBackend, DbErr,
    EntityTrait, IdenStatic, IsolationLevel, Iterable, PaginatorTrait, QueryResult, QueryTrait,
    Statement, StreamTrait, TransactionOptions, TransactionTrait, Value,
};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::Store;
use super::journal::insert_many;

/// A row: column name to value.
pub type Row = Map<String, Json>;

macro_rules! every_table {
    ($($table:ident),* $(,)?) => {
        /// The names of all tables.
        pub const NAMES: &[&str] = &[$(stringify!($table)),*];

        /// Gives every row of a table to `each`, in no particular order; answers how many there were.
        ///
        /// # Errors
        /// Of the database, or of `each`.
        pub async fn read(
            transaction: &DatabaseTransaction,
            table: &str,
            each: &mut (dyn FnMut(&Row) -> Result<(), DbErr> + Send),
        ) -> Result<u64, DbErr> {
            match table {
                $(stringify!($table) => read_all::<tables::$table::Entity>(transaction, each).await,)*
                other => Err(unknown(other)),
            }
        }

        /// Writes rows of a table.
        ///
        /// # Errors
        /// Of the database, or when a row does not fit the table.
        pub async fn write(
            transaction: &DatabaseTransaction,
            table: &str,
            rows: &[Row],
        ) -> Result<(), DbErr> {
            match table {
                $(stringify!($table) => write_all::<tables::$table::Entity>(transaction, rows).await,)*
                other => Err(unknown(other)),
            }
        }

        /// The first table that holds something.
        ///
        /// # Errors
        /// Of the database.
        pub async fn first_filled(connection: &DatabaseConnection) -> Result<Option<&'static str>, DbErr> {
            $(if tables::$table::Entity::find().count(connection).await? > 0 {
                return Ok(Some(stringify!($table)));
            })*
            Ok(None)
        }
    };
}

every_table! {
    access_log,
    account,
    action_link,
    checkpoint,
    checkpoint_leaf,
    council,
    delegation,
    deployment,
    disposal,
    document,
    document_text,
    document_version,
    idempotency,
    incident,
    incumbency,
    invitation,
    job,
    journal,
    master_plan,
    message,
    migration_batch,
    migration_item,
    notice,
    notice_preference,
    organisation,
    organisation_succession,
    outbox,
    paper_template,
    pending_reminder,
    person,
    position,
    position_role,
    position_succession,
    privacy_act,
    process_definition,
    process_instance,
    quick_win,
    record_check,
    refresh_token,
    region,
    register_change,
    register_entry,
    register_number,
    reminder,
    resource,
    retention_period,
    roadmap_item,
    seat,
    signature,
    subscription,
    task_candidate,
    task_draft,
    timer,
    user_task,
    verification,
    webhook_endpoint,
    webhook_secret,
}

fn unknown(table: &str) -> DbErr {
    DbErr::Custom(format!("there is no table {table}"))
}

impl Store {
    /// A transaction that sees the database as it is at one moment, however long it reads.
    ///
    /// # Errors
    /// Of the database.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction, DbErr> {
        let postgres = self.read().get_database_backend() == DbBackend::Postgres;
        let options = TransactionOptions {
            isolation_level: postgres.then_some(IsolationLevel::RepeatableRead),
            access_mode: postgres.then_some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        };
        let transaction = self.read().begin_with_options(options).await?;
        if postgres {
            for patience in [
                "SET LOCAL statement_timeout = 0",
                "SET LOCAL idle_in_transaction_session_timeout = 0",
            ] {
                let patience = Statement::from_string(DbBackend::Postgres, patience);
                transaction.execute_raw(patience).await?;
            }
        }
        Ok(transaction)
    }
}

async fn read_all<E: EntityTrait>(
    transaction: &DatabaseTransaction,
    each: &mut (dyn FnMut(&Row) -> Result<(), DbErr> + Send),
) -> Result<u64, DbErr> {
    let statement = E::find().build(ConnectionTrait::get_database_backend(transaction));
    let mut rows = transaction.stream_raw(statement).await?;
    let mut count = 0;
    while let Some(found) = rows.try_next().await? {
        let mut row = Row::new();
        for column in E::Column::iter() {
            let name = column.as_str();
            let kind = column.def().get_column_type().clone();
            row.insert(name.to_owned(), value_of(&found, name, &kind)?);
        }
        each(&row)?;
        count += 1;
    }
    Ok(count)
}

fn value_of(row: &QueryResult, name: &str, kind: &ColumnType) -> Result<Json, DbErr> {
    let moment = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Micros, true);
    Ok(match kind {
        ColumnType::Uuid => row
            .try_get::<Option<Uuid>>("", name)?
            .map(|id| id.to_string())
            .into(),
        ColumnType::Text | ColumnType::String(_) => row.try_get::<Option<String>>("", name)?.into(),
        ColumnType::Integer => row.try_get::<Option<i32>>("", name)?.into(),
        ColumnType::BigInteger => row.try_get::<Option<i64>>("", name)?.into(),
        ColumnType::Boolean => row.try_get::<Option<bool>>("", name)?.into(),
        ColumnType::TimestampWithTimeZone => row
            .try_get::<Option<DateTime<Utc>>>("", name)?
            .map(moment)
            .into(),
        ColumnType::Date => row
            .try_get::<Option<NaiveDate>>("", name)?
            .map(|day| day.to_string())
            .into(),
        ColumnType::Blob | ColumnType::VarBinary(_) | ColumnType::Binary(_) => row
            .try_get::<Option<Vec<u8>>>("", name)?
            .map(|bytes| STANDARD.encode(bytes))
            .into(),
        other => {
            return Err(DbErr::Custom(format!(
                "no backup is made of a column of type {other:?} ({name})"
            )));
        }
    })
}

async fn write_all<E>(transaction: &DatabaseTransaction, rows: &[Row]) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::ActiveModel: Send,
{
    let mut models = Vec::with_capacity(rows.len());
    for row in rows {
        let mut model = <E::ActiveModel as ActiveModelTrait>::default();
        for column in E::Column::iter() {
            let name = column.as_str();
            // A column that is younger than the backup keeps what the database gives it.
            if let Some(value) = row.get(name) {
                let kind = column.def().get_column_type().clone();
                model.try_set(column, value_from(value, name, &kind)?)?;
            }
        }
        models.push(model);
    }
    insert_many::<E, _>(transaction, models).await
}

fn value_from(value: &Json, name: &str, kind: &ColumnType) -> Result<Value, DbErr> {
    let unfit = || DbErr::Custom(format!("{value} does not fit the column {name}"));
    let plain = matches!(
        kind,
        ColumnType::Integer | ColumnType::BigInteger | ColumnType::Boolean
    );
    if !plain && !value.is_null() && !value.is_string() {
        return Err(unfit());
    }
    let text = value.as_str();
    fn read<T: std::str::FromStr>(
        text: Option<&str>,
        unfit: impl Fn() -> DbErr,
    ) -> Result<Option<T>, DbErr> {
        text.map(|text| text.parse().map_err(|_| unfit()))
            .transpose()
    }
    let given = !value.is_null();
    Ok(match kind {
        ColumnType::Uuid => read::<Uuid>(text, unfit)?.into(),
        ColumnType::Text | ColumnType::String(_) => text.map(str::to_owned).into(),
        ColumnType::Integer => {
            let number = value.as_i64().and_then(|it| i32::try_from(it).ok());
            if given && number.is_none() {
                return Err(unfit());
            }
            number.into()
        }
        ColumnType::BigInteger => {
            if given && value.as_i64().is_none() {
                return Err(unfit());
            }
            value.as_i64().into()
        }
        ColumnType::Boolean => {
            if given && value.as_bool().is_none() {
                return Err(unfit());
            }
            value.as_bool().into()
        }
        ColumnType::TimestampWithTimeZone => read::<DateTime<Utc>>(text, unfit)?.into(),
        ColumnType::Date => read::<NaiveDate>(text, unfit)?.into(),
        ColumnType::Blob | ColumnType::VarBinary(_) | ColumnType::Binary(_) => text
            .map(|text| STANDARD.decode(text).map_err(|_| unfit()))
            .transpose()?
            .into(),
        _ => return Err(unfit()),
    })
}
