//! Values as JSON and back, without loss: the stored form of variables, and the wire form of the command line.
//!
//! Temporal values are `{"@type":"date","value":"2026-11-22"}` (DIALECT 4). [`write`] prints every digit of a number;
//! `serde_json` documents, whose numbers are floats, carry `{"@type":"number","value":"…"}` where a float would lie.

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::decimal::Decimal;
use super::temporal_text::Duration;
use super::value::{Context, Range, RangeShape, Value};

/// Deepest nesting that is read.
const DEPTH: u32 = 128;

/// Why a JSON text was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid JSON at byte {at}: {reason}")]
pub struct JsonError {
    /// Byte offset of the offending character.
    pub at: usize,
    /// What is wrong, in English.
    pub reason: &'static str,
}

/// Reads a JSON text; numbers keep 34 digits, `@type` objects become temporal values, nesting is bounded.
pub fn parse(text: &str) -> Result<Value, JsonError> {
    let mut reader = Reader { text, at: 0 };
    reader.space();
    let value = reader.value(0)?;
    reader.space();
    if reader.at == text.len() {
        Ok(value)
    } else {
        Err(reader.error("text after the document"))
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn error(&self, reason: &'static str) -> JsonError {
        JsonError {
            at: self.at,
            reason,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, JsonError> {
        if self.text[self.at..].starts_with(word) {
            self.at += word.len();
            return Ok(value);
        }
        Err(self.error("unknown word"))
    }

    fn value(&mut self, depth: u32) -> Result<Value, JsonError> {
        if depth > DEPTH {
            return Err(self.error("nested too deeply"));
        }
        match self.peek() {
            Some(b'n') => self.word("null", Value::Null),
            Some(b't') => self.word("true", Value::Boolean(true)),
            Some(b'f') => self.word("false", Value::Boolean(false)),
            Some(b'"') => Ok(Value::String(self.string()?.into())),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'[') => {
                self.at += 1;
                let mut items = Vec::new();
                self.space();
                if self.peek() == Some(b']') {
                    self.at += 1;
                    return Ok(items.into());
                }
                loop {
                    self.space();
                    items.push(self.value(depth + 1)?);
                    self.space();
                    match self.peek() {
                        Some(b',') => self.at += 1,
                        Some(b']') => break,
                        _ => return Err(self.error("expected ',' or ']'")),
                    }
                }
                self.at += 1;
                Ok(items.into())
            }
            Some(b'{') => {
                self.at += 1;
                let mut context = Context::new();
                self.space();
                if self.peek() == Some(b'}') {
                    self.at += 1;
                    return Ok(context.into());
                }
                loop {
                    self.space();
                    if self.peek() != Some(b'"') {
                        return Err(self.error("expected a name in quotes"));
                    }
                    let name = self.string()?;
                    self.space();
                    if self.peek() != Some(b':') {
                        return Err(self.error("expected ':'"));
                    }
                    self.at += 1;
                    self.space();
                    let value = self.value(depth + 1)?;
                    context.insert(name, value);
                    self.space();
                    match self.peek() {
                        Some(b',') => self.at += 1,
                        Some(b'}') => break,
                        _ => return Err(self.error("expected ',' or '}'")),
                    }
                }
                self.at += 1;
                Ok(typed(context))
            }
            Some(_) => Err(self.error("unexpected character")),
            None => Err(self.error("the text ends too early")),
        }
    }

    fn number(&mut self) -> Result<Value, JsonError> {
        let start = self.at;
        while matches!(
            self.peek(),
            Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')
        ) {
            self.at += 1;
        }
        let text = &self.text[start..self.at];
        let bytes = text.strip_prefix('-').unwrap_or(text).as_bytes();
        let leading_zero = bytes.len() > 1 && bytes[0] == b'0' && bytes[1].is_ascii_digit();
        if leading_zero || !bytes.first().is_some_and(u8::is_ascii_digit) {
            return Err(self.error("malformed number"));
        }
        text.parse::<Decimal>()
            .map(Value::Number)
            .map_err(|_| self.error("malformed number"))
    }

    fn string(&mut self) -> Result<String, JsonError> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let rest = &self.text[self.at..];
            let plain = rest
                .find(['"', '\\'])
                .ok_or_else(|| self.error("the string does not end"))?;
            if rest[..plain].bytes().any(|byte| byte < 0x20) {
                return Err(self.error("control character in a string"));
            }
            out.push_str(&rest[..plain]);
            self.at += plain;
            if self.peek() == Some(b'"') {
                self.at += 1;
                return Ok(out);
            }
            self.at += 1;
            let escape = self
                .peek()
                .ok_or_else(|| self.error("the string does not end"))?;
            self.at += 1;
            match escape {
                b'"' => out.push('"'),
                b'\\' => out.push('\\'),
                b'/' => out.push('/'),
                b'b' => out.push('\u{8}'),
                b'f' => out.push('\u{c}'),
                b'n' => out.push('\n'),
                b'r' => out.push('\r'),
                b't' => out.push('\t'),
                b'u' => {
                    let unit = self.unit()?;
                    let code = if (0xD800..0xDC00).contains(&unit)
                        && self.text[self.at..].starts_with("\\u")
                    {
                        self.at += 2;
                        let low = self.unit()?;
                        if !(0xDC00..0xE000).contains(&low) {
                            return Err(self.error("lone surrogate"));
                        }
                        0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
                    } else {
                        unit
                    };
                    out.push(char::from_u32(code).ok_or_else(|| self.error("lone surrogate"))?);
                }
                _ => return Err(self.error("unknown escape")),
            }
        }
    }

    fn unit(&mut self) -> Result<u32, JsonError> {
        let digits = self
            .text
            .as_bytes()
            .get(self.at..self.at + 4)
            .ok_or_else(|| self.error("short escape"))?;
        let text = std::str::from_utf8(digits).map_err(|_| self.error("short escape"))?;
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            return Err(self.error("short escape"));
        }
        self.at += 4;
        u32::from_str_radix(text, 16).map_err(|_| self.error("short escape"))
    }
}

/// A context that is the written form of another value becomes that value.
fn typed(context: Context) -> Value {
    if context.len() == 2
        && let Some(Value::String(kind)) = context.get("@type")
        && let Some(Value::String(text)) = context.get("value")
        && let Some(value) = read_typed(kind, text)
    {
        return value;
    }
    if context.get("@type").and_then(Value::as_str) == Some("range")
        && context.len() == 2
        && let Some(value) = context.get("except")
    {
        return all_but(value.clone()).into();
    }
    if context.get("@type").and_then(Value::as_str) == Some("range") && context.len() == 5 {
        let end = |name: &str| context.get(name).filter(|value| !value.is_null()).cloned();
        let flag = |name: &str| context.get(name).and_then(Value::as_bool);
        if let (Some(start_included), Some(end_included)) =
            (flag("start included"), flag("end included"))
        {
            return Range {
                shape: RangeShape::Interval,
                start: end("start"),
                start_included,
                end: end("end"),
                end_included,
            }
            .into();
        }
    }
    context.into()
}

/// `!= value`
fn all_but(value: Value) -> Range {
    Range {
        shape: RangeShape::AllBut,
        start: Some(value.clone()),
        start_included: false,
        end: Some(value),
        end_included: false,
    }
}

/// A text as a value of a built-in type, by the name of the type.
pub(crate) fn read_typed(kind: &str, text: &str) -> Option<Value> {
    match kind {
        "date" => text.parse().ok().map(Value::Date),
        "time" => text.parse().ok().map(Value::Time),
        "date and time" => text.parse().ok().map(Value::DateTime),
        "number" => text.parse().ok().map(Value::Number),
        "days and time duration" | "years and months duration" => match text.parse().ok()? {
            Duration::Days(duration) if kind.starts_with('d') => {
                Some(Value::DaysDuration(duration))
            }
            Duration::Years(duration) if kind.starts_with('y') => {
                Some(Value::YearsDuration(duration))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Writes a value as JSON; numbers as plain decimals with all their digits.
pub fn write(value: &Value) -> String {
    let mut out = String::new();
    write_into(value, &mut out, 0, usize::MAX);
    out
}

/// Writes a value as JSON of at most so many bytes, or gives up.
pub(crate) fn write_within(value: &Value, limit: usize) -> Option<String> {
    let mut out = String::new();
    write_into(value, &mut out, 0, limit);
    (out.len() <= limit).then_some(out)
}

fn write_into(value: &Value, out: &mut String, depth: u32, limit: usize) {
    if out.len() > limit {
        return;
    }
    if depth > 2 * DEPTH {
        out.push_str("null");
        return;
    }
    match value {
        Value::Null | Value::Function(_) => out.push_str("null"),
        Value::Boolean(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::String(text) => write_string(text, out),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_into(item, out, depth + 1, limit);
            }
            out.push(']');
        }
        Value::Context(context) => {
            out.push('{');
            for (index, (name, item)) in context.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_string(name, out);
                out.push(':');
                write_into(item, out, depth + 1, limit);
            }
            out.push('}');
        }
        Value::Range(range) if range.shape == RangeShape::AllBut => {
            out.push_str("{\"@type\":\"range\",\"except\":");
            write_into(
                range.start.as_ref().unwrap_or(&Value::Null),
                out,
                depth + 1,
                limit,
            );
            out.push('}');
        }
        Value::Range(range) => {
            out.push_str("{\"@type\":\"range\",\"start\":");
            write_into(
                range.start.as_ref().unwrap_or(&Value::Null),
                out,
                depth + 1,
                limit,
            );
            out.push_str(",\"start included\":");
            out.push_str(if range.start_included {
                "true"
            } else {
                "false"
            });
            out.push_str(",\"end\":");
            write_into(
                range.end.as_ref().unwrap_or(&Value::Null),
                out,
                depth + 1,
                limit,
            );
            out.push_str(",\"end included\":");
            out.push_str(if range.end_included { "true" } else { "false" });
            out.push('}');
        }
        temporal => {
            out.push_str("{\"@type\":\"");
            out.push_str(temporal.type_name());
            out.push_str("\",\"value\":");
            write_string(&temporal.to_text(), out);
            out.push('}');
        }
    }
}

/// Writes a JSON string with its quotes.
pub(crate) fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if (control as u32) < 0x20 => {
                out.push_str(&format!("\\u{:04x}", control as u32))
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

/// A number as a JSON number when `i64` holds it, or a float whose text every reader takes back exactly.
fn plain_number(number: Decimal) -> Option<serde_json::Number> {
    if let Some(whole) = number.to_i64() {
        return Some(whole.into());
    }
    if !number.is_short() {
        return None;
    }
    let float = number.to_f64();
    (Decimal::from_f64(float) == Some(number))
        .then(|| serde_json::Number::from_f64(float))
        .flatten()
}

impl Value {
    /// Reads a JSON document; see the module for numbers and temporal values.
    pub fn from_json(json: &serde_json::Value) -> Self {
        Self::from_json_at(json, 0)
    }

    fn from_json_at(json: &serde_json::Value, depth: u32) -> Self {
        if depth > 2 * DEPTH {
            return Self::Null;
        }
        match json {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(truth) => Self::Boolean(*truth),
            serde_json::Value::Number(number) => {
                number.to_string().parse().map_or(Self::Null, Self::Number)
            }
            serde_json::Value::String(text) => Self::String(text.as_str().into()),
            serde_json::Value::Array(items) => items
                .iter()
                .map(|item| Self::from_json_at(item, depth + 1))
                .collect::<Vec<_>>()
                .into(),
            serde_json::Value::Object(entries) => typed(
                entries
                    .iter()
                    .map(|(name, item)| (name.as_str(), Self::from_json_at(item, depth + 1)))
                    .collect(),
            ),
        }
    }

    /// Writes a JSON document; see the module for numbers and temporal values.
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or(serde_json::Value::Null)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null | Self::Function(_) => serializer.serialize_unit(),
            Self::Boolean(truth) => serializer.serialize_bool(*truth),
            Self::String(text) => serializer.serialize_str(text),
            Self::Number(number) => match plain_number(*number) {
                Some(plain) => plain.serialize(serializer),
                None => tagged(serializer, "number", &number.to_string()),
            },
            Self::List(items) => {
                let mut sequence = serializer.serialize_seq(Some(items.len()))?;
                for item in items.iter() {
                    sequence.serialize_element(item)?;
                }
                sequence.end()
            }
            Self::Context(context) => context.serialize(serializer),
            Self::Range(range) if range.shape == RangeShape::AllBut => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("@type", "range")?;
                map.serialize_entry("except", &range.start)?;
                map.end()
            }
            Self::Range(range) => {
                let mut map = serializer.serialize_map(Some(5))?;
                map.serialize_entry("@type", "range")?;
                map.serialize_entry("start", &range.start)?;
                map.serialize_entry("start included", &range.start_included)?;
                map.serialize_entry("end", &range.end)?;
                map.serialize_entry("end included", &range.end_included)?;
                map.end()
            }
            temporal => tagged(serializer, temporal.type_name(), &temporal.to_text()),
        }
    }
}

fn tagged<S: Serializer>(serializer: S, kind: &str, text: &str) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(2))?;
    map.serialize_entry("@type", kind)?;
    map.serialize_entry("value", text)?;
    map.end()
}

impl Serialize for Context {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (name, value) in self.iter() {
            map.serialize_entry(&**name, value)?;
        }
        map.end()
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Boolean(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Decimal::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.into()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element()? {
            items.push(item);
        }
        Ok(items.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut context = Context::new();
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            context.insert(name, value);
        }
        Ok(typed(context))
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

impl<'de> Deserialize<'de> for Context {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Context(context) => Ok(Arc::unwrap_or_clone(context)),
            other => Err(serde::de::Error::custom(format_args!(
                "expected an object, found {}",
                other.type_name()
            ))),
        }
    }
}
