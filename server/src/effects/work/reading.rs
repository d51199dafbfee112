//! Reading what people and forms left in variables: anything may be missing or of another type, and then it is not there.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use uuid::Uuid;
use workflows::feel::{Context, Value};
use workflows::id::DocumentId;

/// The text at a path of names; an empty one counts as absent. Other values are written as FEEL would.
pub(super) fn text(value: &Value, path: &str) -> Option<String> {
    let found = if path.is_empty() {
        Some(value)
    } else {
        value.get_path(path)
    };
    match found? {
        Value::Null | Value::List(_) | Value::Context(_) | Value::Function(_) => None,
        other => Some(other.to_text()).filter(|text| !text.trim().is_empty()),
    }
}

/// The text at a path, or a dash: how papers write what is not known.
pub(super) fn text_or_dash(value: &Value, path: &str) -> String {
    text(value, path).unwrap_or_else(|| "–".to_owned())
}

/// A whole number at a path, from a number or its digits.
pub(super) fn whole(value: &Value, path: &str) -> Option<i64> {
    let found = value.get_path(path)?;
    found
        .as_i64()
        .or_else(|| found.as_str()?.trim().parse().ok())
}

/// A count at a path; zero when there is none.
pub(super) fn count(value: &Value, path: &str) -> u64 {
    whole(value, path)
        .and_then(|number| u64::try_from(number).ok())
        .unwrap_or_default()
}

/// The rows of a list, those that are contexts.
pub(super) fn rows(value: &Value) -> Vec<Value> {
    value
        .as_list()
        .map(|items| {
            items
                .iter()
                .filter(|item| item.as_context().is_some())
                .cloned()
                .collect()
        })
        .unwrap_or_default()
}

/// Texts of a list, or the one text; nulls are skipped.
pub(super) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::List(items) => items.iter().filter_map(|item| text(item, "")).collect(),
        other => text(other, "").into_iter().collect(),
    }
}

/// An instant at a path.
pub(super) fn instant(value: &Value, path: &str, zone: Tz) -> Option<DateTime<Utc>> {
    match value.get_path(path)? {
        Value::DateTime(at) => at.to_utc(zone),
        other => other.as_str()?.parse::<DateTime<Utc>>().ok(),
    }
}

/// Every document id inside a value, in order.
pub(super) fn documents(value: &Value) -> Vec<Uuid> {
    match value {
        Value::String(text) => text
            .parse::<DocumentId>()
            .ok()
            .map(DocumentId::uuid)
            .into_iter()
            .collect(),
        Value::List(items) => items.iter().flat_map(documents).collect(),
        Value::Context(context) => context.get("id").map(documents).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// Plain JSON for a template: temporal values as text that the filters `date` and `datetime` read.
pub(super) fn plain(value: &Value, zone: Tz) -> serde_json::Value {
    match value {
        Value::DateTime(at) => at
            .to_utc(zone)
            .map_or_else(|| value.to_text(), |at| at.to_rfc3339())
            .into(),
        Value::Date(_) | Value::Time(_) | Value::DaysDuration(_) | Value::YearsDuration(_) => {
            value.to_text().into()
        }
        Value::Number(number) => match number.to_i64() {
            Some(whole) => whole.into(),
            None => number.to_string().into(),
        },
        Value::List(items) => items
            .iter()
            .map(|item| plain(item, zone))
            .collect::<Vec<_>>()
            .into(),
        Value::Context(context) => plain_context(context, zone).into(),
        other => other.to_json(),
    }
}

/// The same for every entry of a context.
pub(super) fn plain_context(
    context: &Context,
    zone: Tz,
) -> serde_json::Map<String, serde_json::Value> {
    context
        .iter()
        .map(|(name, value)| (name.to_string(), plain(value, zone)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_or_of_another_type_is_not_there() {
        let value = Value::from_json(
            &serde_json::json!({ "a": { "b": "teks", "n": "12" }, "empty": "", "list": [1] }),
        );
        assert_eq!(text(&value, "a.b").as_deref(), Some("teks"));
        assert_eq!(whole(&value, "a.n"), Some(12));
        assert_eq!(text(&value, "empty"), None);
        assert_eq!(text(&value, "list"), None);
        assert_eq!(text_or_dash(&Value::Null, "a.b"), "–");
        assert_eq!(count(&value, "a.b"), 0);
        assert!(rows(&value).is_empty());
    }

    #[test]
    fn a_template_sees_an_instant_as_text() {
        let at = DateTime::from_timestamp(1_795_399_200, 0).unwrap_or_default();
        assert_eq!(
            plain(&Value::from(at), chrono_tz::Asia::Makassar),
            serde_json::json!(at.to_rfc3339())
        );
    }
}
