//! A step of a process, as the figures group by it.

use std::collections::BTreeMap;

use sea_orm::FromQueryResult;

/// A BPMN element of a process.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Step {
    pub definition_key: String,
    pub element: String,
}

/// How many tasks of a step have one value.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct Counted<V: sea_orm::TryGetable> {
    pub definition_key: String,
    pub element: String,
    pub name: String,
    pub value: V,
    pub count: i64,
}

/// Steps, each with its shown name and its values.
pub(super) type Steps<V> = BTreeMap<Step, (String, Vec<(V, u64)>)>;

/// Gathers rows by step. The shown name is the last in alphabetical order: names may hold values of the case.
pub(super) fn gather<V: sea_orm::TryGetable>(rows: Vec<Counted<V>>) -> Steps<V> {
    let mut steps: Steps<V> = BTreeMap::new();
    for row in rows {
        let step = Step {
            definition_key: row.definition_key,
            element: row.element,
        };
        let (name, values) = steps.entry(step).or_default();
        if row.name > *name {
            *name = row.name;
        }
        values.push((row.value, u64::try_from(row.count).unwrap_or_default()));
    }
    steps
}

/// `part` of `whole`, none when there is nothing to divide by.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of tasks stay far below 2^52"
)]
pub(super) fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
