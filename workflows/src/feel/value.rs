//! What an expression can yield, and what a process variable can be.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;

use super::decimal::Decimal;
use super::function::Function;
use super::temporal::{Date, DateTime, DaysDuration, Time, YearsDuration};

/// A FEEL value (DMN 1.5, 10.3.2.2). Cloning is cheap: strings, lists, contexts and ranges are shared.
///
/// `PartialEq` is structural; FEEL's own `=`, which compares instants across zones and yields null between types,
/// belongs to the evaluator.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// `null`
    #[default]
    Null,
    /// `true`, `false`
    Boolean(bool),
    /// A decimal number of 34 digits.
    Number(Decimal),
    /// Text.
    String(Arc<str>),
    /// `date`
    Date(Date),
    /// `time`
    Time(Time),
    /// `date and time`
    DateTime(DateTime),
    /// `days and time duration`
    DaysDuration(DaysDuration),
    /// `years and months duration`
    YearsDuration(YearsDuration),
    /// A list.
    List(Arc<Vec<Value>>),
    /// A context: names with values, in order.
    Context(Arc<Context>),
    /// A range, such as `[1..10)`.
    Range(Arc<Range>),
    /// A function; it has no JSON form (it is written as null).
    Function(Function),
}

/// A range of comparable values. An absent end is unbounded (`< 10`); an end that is null is unknown (`(null..10)`), and
/// nobody can say what such a range holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// What the range is; `= 10` and `[10..10]` are never equal.
    pub shape: RangeShape,
    /// The lower end.
    pub start: Option<Value>,
    /// Whether the lower end belongs to the range.
    pub start_included: bool,
    /// The upper end.
    pub end: Option<Value>,
    /// Whether the upper end belongs to the range.
    pub end_included: bool,
}

/// What a range is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RangeShape {
    /// All between two ends, or on one side of an end: `[1..10]`, `< 10`.
    #[default]
    Interval,
    /// One value, both ends of the range: `= 10`.
    Only,
    /// Everything but one value, which is both ends of the range: `!= 10`.
    AllBut,
}

/// An insertion-ordered map of names to values. Equality disregards the order, as FEEL's does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context {
    entries: IndexMap<Arc<str>, Value, OrderedState>,
}

/// A fixed hasher, so that nothing about a context depends on the process that holds it.
type OrderedState = std::hash::BuildHasherDefault<std::hash::DefaultHasher>;

impl Context {
    /// An empty context.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value under a name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.entries.get(name)
    }

    /// Whether the name is present, be it with null.
    pub fn contains(&self, name: &str) -> bool {
        self.entries.contains_key(name)
    }

    /// Sets a name; the value it had before, if any. A name keeps its first place.
    pub fn insert(&mut self, name: impl Into<Arc<str>>, value: impl Into<Value>) -> Option<Value> {
        self.entries.insert(name.into(), value.into())
    }

    /// Removes a name, the order of the others kept.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.entries.shift_remove(name)
    }

    /// Names and values in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Arc<str>, &Value)> {
        self.entries.iter()
    }

    /// The names in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &Arc<str>> {
        self.entries.keys()
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<K: Into<Arc<str>>, V: Into<Value>> FromIterator<(K, V)> for Context {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self {
            entries: entries
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        }
    }
}

impl<K: Into<Arc<str>>, V: Into<Value>> Extend<(K, V)> for Context {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        self.entries.extend(
            entries
                .into_iter()
                .map(|(name, value)| (name.into(), value.into())),
        );
    }
}

impl IntoIterator for Context {
    type Item = (Arc<str>, Value);
    type IntoIter = indexmap::map::IntoIter<Arc<str>, Value>;
    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl Value {
    /// A string value.
    pub fn string(text: impl Into<Arc<str>>) -> Self {
        Self::String(text.into())
    }

    /// A list value.
    pub fn list(items: impl IntoIterator<Item = Value>) -> Self {
        Self::List(Arc::new(items.into_iter().collect()))
    }

    /// Whether this is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The truth value.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Boolean(truth) => Some(*truth),
            _ => None,
        }
    }

    /// The text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is whole and within `i64`.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_decimal().and_then(Decimal::to_i64)
    }

    /// The number.
    pub fn as_decimal(&self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The items.
    pub fn as_list(&self) -> Option<&Arc<Vec<Value>>> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The context.
    pub fn as_context(&self) -> Option<&Arc<Context>> {
        match self {
            Self::Context(context) => Some(context),
            _ => None,
        }
    }

    /// The day.
    pub fn as_date(&self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// The date and time.
    pub fn as_date_time(&self) -> Option<DateTime> {
        match self {
            Self::DateTime(moment) => Some(*moment),
            _ => None,
        }
    }

    /// The value at a dotted path of names, such as `applicant.address.city`; `None` where a step is missing.
    pub fn get_path(&self, path: &str) -> Option<&Value> {
        path.split('.')
            .try_fold(self, |value, name| value.as_context()?.get(name.trim()))
    }

    /// The FEEL name of the type of this value.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "boolean",
            Self::Number(_) => "number",
            Self::String(_) => "string",
            Self::Date(_) => "date",
            Self::Time(_) => "time",
            Self::DateTime(_) => "date and time",
            Self::DaysDuration(_) => "days and time duration",
            Self::YearsDuration(_) => "years and months duration",
            Self::List(_) => "list",
            Self::Context(_) => "context",
            Self::Range(_) => "range",
            Self::Function(_) => "function",
        }
    }

    /// Text for people: a string as it is, other values as FEEL would write them.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        self.write_text(&mut text, usize::MAX, false, 0);
        text
    }

    /// Writes the text of this value until `limit` bytes are exceeded; `false` when they were.
    pub(crate) fn write_text(
        &self,
        out: &mut String,
        limit: usize,
        quoted: bool,
        depth: u32,
    ) -> bool {
        if out.len() > limit || depth > 256 {
            return false;
        }
        match self {
            Self::Null => out.push_str("null"),
            Self::Boolean(truth) => out.push_str(if *truth { "true" } else { "false" }),
            Self::Number(number) => out.push_str(&number.to_string()),
            Self::String(text) if quoted => {
                out.push('"');
                for character in text.chars() {
                    match character {
                        '"' => out.push_str("\\\""),
                        '\\' => out.push_str("\\\\"),
                        '\n' => out.push_str("\\n"),
                        '\r' => out.push_str("\\r"),
                        '\t' => out.push_str("\\t"),
                        other => out.push(other),
                    }
                }
                out.push('"');
            }
            Self::String(text) => out.push_str(text),
            Self::Date(date) => out.push_str(&date.to_string()),
            Self::Time(time) => out.push_str(&time.to_string()),
            Self::DateTime(moment) => out.push_str(&moment.to_string()),
            Self::DaysDuration(duration) => out.push_str(&duration.to_string()),
            Self::YearsDuration(duration) => out.push_str(&duration.to_string()),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push_str(", ");
                    }
                    if !item.write_text(out, limit, true, depth + 1) {
                        return false;
                    }
                }
                out.push(']');
            }
            Self::Context(context) => {
                out.push('{');
                for (index, (name, value)) in context.iter().enumerate() {
                    if index > 0 {
                        out.push_str(", ");
                    }
                    if name
                        .chars()
                        .all(|c| c.is_alphanumeric() || c == '_' || c == ' ')
                    {
                        out.push_str(name);
                    } else {
                        Self::String(name.clone()).write_text(out, limit, true, depth + 1);
                    }
                    out.push_str(": ");
                    if !value.write_text(out, limit, true, depth + 1) {
                        return false;
                    }
                }
                out.push('}');
            }
            Self::Range(range) => return range.write_text(out, limit, depth + 1),
            Self::Function(_) => out.push_str("function"),
        }
        out.len() <= limit
    }
}

impl Range {
    fn write_text(&self, out: &mut String, limit: usize, depth: u32) -> bool {
        let sign = match self.shape {
            RangeShape::Interval => None,
            RangeShape::Only => Some("= "),
            RangeShape::AllBut => Some("!= "),
        };
        if let Some((sign, value)) = sign.zip(self.start.as_ref()) {
            out.push_str(sign);
            return value.write_text(out, limit, true, depth);
        }
        match (&self.start, &self.end) {
            (Some(start), None) => {
                out.push_str(if self.start_included { ">= " } else { "> " });
                start.write_text(out, limit, true, depth)
            }
            (None, Some(end)) => {
                out.push_str(if self.end_included { "<= " } else { "< " });
                end.write_text(out, limit, true, depth)
            }
            (start, end) => {
                out.push(if self.start_included { '[' } else { '(' });
                let mut whole = true;
                if let Some(start) = start {
                    whole &= start.write_text(out, limit, true, depth);
                }
                out.push_str("..");
                if let Some(end) = end {
                    whole &= end.write_text(out, limit, true, depth);
                }
                out.push(if self.end_included { ']' } else { ')' });
                whole
            }
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

macro_rules! from {
    ($($source:ty => $variant:expr),* $(,)?) => {
        $(impl From<$source> for Value {
            fn from(value: $source) -> Self { $variant(value) }
        })*
    };
}

from! {
    bool => Value::Boolean,
    Decimal => Value::Number,
    i64 => |n| Value::Number(Decimal::from(n)),
    i32 => |n| Value::Number(Decimal::from(n)),
    u32 => |n| Value::Number(Decimal::from(n)),
    usize => |n| Value::Number(Decimal::from(n)),
    &str => |text: &str| Value::String(text.into()),
    String => |text: String| Value::String(text.into()),
    Arc<str> => Value::String,
    Date => Value::Date,
    Time => Value::Time,
    DateTime => Value::DateTime,
    DaysDuration => Value::DaysDuration,
    YearsDuration => Value::YearsDuration,
    Vec<Value> => |items| Value::List(Arc::new(items)),
    Context => |context| Value::Context(Arc::new(context)),
    Range => |range| Value::Range(Arc::new(range)),
    chrono::NaiveDate => |day| Value::Date(Date::from(day)),
    chrono::DateTime<chrono::Utc> => |instant| Value::DateTime(DateTime::from_utc(instant, chrono_tz::UTC)),
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
