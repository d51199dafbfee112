//! Relay connections with keyset cursors: a page begins behind a row, so that rows that come and go meanwhile neither
//! repeat nor hide others. `first` is 1 to 100.

use async_graphql::connection::{
    Connection, ConnectionNameType, CursorType, Edge, EdgeNameType, EmptyFields,
};
use async_graphql::{Context, Object, ObjectType, OutputType};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::sea_query::{Alias, Asterisk, Expr, Func, Query, SelectStatement};
use sea_orm::{ConnectionTrait as _, EntityTrait, QuerySelect as _, QueryTrait as _, Select};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::commands::Problem;

use super::guard::read;
use super::problem::{Fault, Result};

/// Longest page.
pub(crate) const LONGEST: i32 = 100;

/// Declared cost of a page, for the complexity limit; what is out of bounds is refused by [`Page::read`] anyway.
pub(crate) fn cost(first: Option<i32>, default: i32) -> usize {
    usize::try_from(first.unwrap_or(default).clamp(1, LONGEST)).unwrap_or(1)
}

/// An opaque cursor: the sort key of a row, as JSON in base64.
#[derive(Debug, Clone)]
pub struct Cursor<K>(pub K);

impl<K: Serialize + DeserializeOwned> CursorType for Cursor<K> {
    type Error = &'static str;

    fn decode_cursor(text: &str) -> std::result::Result<Self, Self::Error> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| "not a cursor")?;
        serde_json::from_slice(&bytes)
            .map(Self)
            .map_err(|_| "not a cursor of this list")
    }

    fn encode_cursor(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&self.0).unwrap_or_default())
    }
}

/// The whole number behind a page, whatever it lists; counted only when asked for.
#[derive(Debug, Clone)]
pub struct Total(SelectStatement);

impl Total {
    /// Of everything that the list finds, on whatever page.
    pub(crate) fn of<E: EntityTrait>(found: Select<E>) -> Self {
        let rows = found.select_only().expr_as(Expr::val(1), "one");
        Self(
            Query::select()
                .expr_as(Func::count(Expr::col(Asterisk)), Alias::new("total"))
                .from_subquery(rows.into_query(), Alias::new("found"))
                .to_owned(),
        )
    }
}

/// The whole number behind a page, counted only when asked for.
#[Object]
impl Total {
    /// How many there are on all pages.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64> {
        let row = read(ctx).query_one(&self.0).await?;
        let counted = row
            .ok_or_else(|| Fault::internal("a count without an answer"))?
            .try_get::<i64>("", "total")?;
        Ok(counted.unsigned_abs())
    }
}

/// What a page asks for.
#[derive(Debug, Clone)]
pub(crate) struct Page<K> {
    /// How many rows.
    pub first: u64,
    /// Begin behind this one.
    pub after: Option<K>,
}

impl<K: Serialize + DeserializeOwned> Page<K> {
    /// Reads the arguments of a list.
    ///
    /// # Errors
    /// `INVALID_PAGE` when `first` is out of bounds or the cursor is not one of this list.
    pub fn read(first: Option<i32>, default: i32, after: Option<String>) -> Result<Self> {
        let first = first.unwrap_or(default);
        if !(1..=LONGEST).contains(&first) {
            let problem = Problem::new(
                "INVALID_PAGE",
                format!("`first` is 1 to {LONGEST}."),
                format!("`first` harus 1 sampai {LONGEST}."),
            );
            return Err(problem.at("first").into());
        }
        let after = match after.filter(|after| !after.is_empty()) {
            None => None,
            Some(text) if text.len() <= 1_000 => {
                Some(Cursor::decode_cursor(&text).map_err(|_| bad_cursor())?.0)
            }
            Some(_) => return Err(bad_cursor().into()),
        };
        Ok(Self {
            first: u64::from(first.unsigned_abs()),
            after,
        })
    }

    /// Rows to ask the database for: one more than shown tells whether there is a next page.
    pub fn limit(&self) -> u64 {
        self.first + 1
    }

    /// The connection over `rows`, which may hold one row too many.
    pub fn connection<R, N: OutputType, C: ConnectionNameType, E: EdgeNameType>(
        &self,
        rows: Vec<R>,
        edge: impl Fn(R) -> (K, N),
    ) -> Connection<Cursor<K>, N, EmptyFields, EmptyFields, C, E>
    where
        K: Send + Sync,
    {
        let mut connection = Connection::new(self.after.is_some(), self.more(&rows));
        connection.edges = self.edges(rows, edge);
        connection
    }

    /// The same with further fields on the connection.
    pub fn connection_with<R, N: OutputType, F: ObjectType>(
        &self,
        rows: Vec<R>,
        fields: F,
        edge: impl Fn(R) -> (K, N),
    ) -> Connection<Cursor<K>, N, F>
    where
        K: Send + Sync,
    {
        let mut connection =
            Connection::with_additional_fields(self.after.is_some(), self.more(&rows), fields);
        connection.edges = self.edges(rows, edge);
        connection
    }

    fn more<R>(&self, rows: &[R]) -> bool {
        rows.len() as u64 > self.first
    }

    fn edges<R, N: OutputType, E: EdgeNameType>(
        &self,
        rows: Vec<R>,
        edge: impl Fn(R) -> (K, N),
    ) -> Vec<Edge<Cursor<K>, N, EmptyFields, E>>
    where
        K: Send + Sync,
    {
        rows.into_iter()
            .take(usize::try_from(self.first).unwrap_or(usize::MAX))
            .map(|row| {
                let (key, node) = edge(row);
                Edge::new(Cursor(key), node)
            })
            .collect()
    }
}

fn bad_cursor() -> Problem {
    Problem::new(
        "INVALID_PAGE",
        "This cursor does not belong to this list.",
        "Kursor ini bukan milik daftar ini.",
    )
    .at("after")
}

/// A pattern for `LIKE ... ESCAPE '\'` that finds `text` anywhere.
pub(crate) fn containing(text: &str) -> sea_orm::sea_query::LikeExpr {
    let escaped = text
        .to_lowercase()
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    sea_orm::sea_query::LikeExpr::new(format!("%{escaped}%")).escape('\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_outside_its_bounds_is_refused() {
        for first in [0, -1, 101, i32::MAX, i32::MIN] {
            let refused = Page::<i64>::read(Some(first), 25, None);
            assert_eq!(
                refused
                    .err()
                    .map(|fault| fault.problem().code.clone())
                    .as_deref(),
                Some("INVALID_PAGE"),
                "first: {first}"
            );
        }
        assert_eq!(
            Page::<i64>::read(None, 25, None)
                .map(|page| page.first)
                .ok(),
            Some(25)
        );
    }

    #[test]
    fn a_cursor_of_another_list_is_refused() {
        let cursor = Cursor(("64.02".to_owned(), 7)).encode_cursor();
        assert!(Page::<i64>::read(None, 25, Some(cursor.clone())).is_err());
        assert_eq!(
            Page::<(String, i32)>::read(None, 25, Some(cursor))
                .ok()
                .and_then(|page| page.after),
            Some(("64.02".to_owned(), 7))
        );
        assert!(Page::<i64>::read(None, 25, Some("%%%".to_owned())).is_err());
    }
}
