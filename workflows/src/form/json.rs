//! Looking into a form's JSON, with findings instead of surprises.

use crate::bpmn::{Diagnostic, Severity};
use crate::feel::{Context, Decimal, Expression, Value};

use super::component::{Bound, Setting};

/// Findings collected while a form is read; at most 200 are kept.
#[derive(Default)]
pub(super) struct Findings {
    pub found: Vec<Diagnostic>,
    pub reads: std::collections::BTreeSet<String>,
}

/// A finding's sentences: what is wrong and what to do, in English and Indonesian.
pub(super) struct Words {
    pub code: &'static str,
    pub message: &'static str,
    pub remedy: &'static str,
    pub message_id: &'static str,
    pub remedy_id: &'static str,
}

impl Findings {
    pub fn error(&mut self, element: Option<&str>, detail: &str, words: &Words) {
        self.add(Severity::Error, element, detail, words, None);
    }

    pub fn warning(&mut self, element: Option<&str>, detail: &str, words: &Words) {
        self.add(Severity::Warning, element, detail, words, None);
    }

    fn add(
        &mut self,
        severity: Severity,
        element: Option<&str>,
        detail: &str,
        words: &Words,
        span: Option<(usize, usize)>,
    ) {
        if self.found.len() >= 200 {
            return;
        }
        let detail: String = detail.chars().take(120).collect();
        let with = |text: &str| text.replace("{}", &detail);
        self.found.push(Diagnostic {
            severity,
            code: words.code,
            element: element.map(str::to_owned),
            line: None,
            message: with(words.message),
            remedy: with(words.remedy),
            message_id: with(words.message_id),
            remedy_id: with(words.remedy_id),
            span,
        });
    }

    /// Parses an expression written `=…`; on failure a finding, and nothing.
    pub fn expression(&mut self, element: Option<&str>, text: &str) -> Option<Expression> {
        let source = text.strip_prefix('=').unwrap_or(text);
        match Expression::parse(source) {
            Ok(expression) => {
                self.reads.extend(expression.reads().iter().cloned());
                Some(expression)
            }
            Err(error) => {
                let span = Some((error.span.start + 1, error.span.end + 1));
                self.add(Severity::Error, element, &error.message, &EXPRESSION, span);
                None
            }
        }
    }

    /// A setting that is a truth value or an expression.
    pub fn setting(&mut self, element: Option<&str>, value: Option<&Value>) -> Setting {
        match value {
            Some(Value::Boolean(true)) => Setting::Yes,
            Some(Value::String(text)) if text.starts_with('=') => self
                .expression(element, text)
                .map_or(Setting::No, Setting::When),
            Some(Value::String(text)) if !text.trim().is_empty() => {
                self.error(element, text, &NOT_A_SETTING);
                Setting::No
            }
            _ => Setting::No,
        }
    }

    /// A bound that is a number, a text of digits, or an expression.
    pub fn bound(&mut self, element: Option<&str>, value: Option<&Value>) -> Bound {
        match value {
            None | Some(Value::Null) => Bound::Open,
            Some(Value::Number(number)) => Bound::Fixed(*number),
            Some(Value::String(text)) if text.is_empty() => Bound::Open,
            Some(Value::String(text)) if text.starts_with('=') => self
                .expression(element, text)
                .map_or(Bound::Open, Bound::Computed),
            Some(other) => match other.as_str().and_then(|text| text.parse::<Decimal>().ok()) {
                Some(number) => Bound::Fixed(number),
                None => {
                    self.error(element, &other.to_text(), &NOT_A_BOUND);
                    Bound::Open
                }
            },
        }
    }
}

/// The text under a name, if it is a text and not empty.
pub(super) fn text<'a>(object: &'a Context, name: &str) -> Option<&'a str> {
    object
        .get(name)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
}

/// The object under a name.
pub(super) fn object<'a>(object: &'a Context, name: &str) -> Option<&'a Context> {
    object
        .get(name)
        .and_then(Value::as_context)
        .map(AsRef::as_ref)
}

const EXPRESSION: Words = Words {
    code: "FORM_EXPRESSION",
    message: "The expression cannot be read: {}",
    remedy: "Correct the FEEL expression.",
    message_id: "Ekspresi tidak dapat dibaca: {}",
    remedy_id: "Perbaiki ekspresi FEEL.",
};
const NOT_A_SETTING: Words = Words {
    code: "FORM_SETTING",
    message: "\"{}\" is neither true, false nor an expression.",
    remedy: "Write true, false or an expression that begins with =.",
    message_id: "\"{}\" bukan true, false, atau ekspresi.",
    remedy_id: "Tulis true, false, atau ekspresi yang diawali =.",
};
const NOT_A_BOUND: Words = Words {
    code: "FORM_BOUND",
    message: "\"{}\" is neither a number nor an expression.",
    remedy: "Write a number or an expression that begins with =.",
    message_id: "\"{}\" bukan angka atau ekspresi.",
    remedy_id: "Tulis angka atau ekspresi yang diawali =.",
};
