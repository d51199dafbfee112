//! What is wrong with a file, said so that the person who drew it can put it right.
//!
//! Reading gives a value *and* diagnostics: a half-drawn diagram opens with its problems listed, and only an
//! [`Severity::Error`] keeps it from being deployed. The sentences are in [`super::catalogue`].

use serde::Serialize;

use super::catalogue::Code;

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Severity {
    /// The file cannot be deployed.
    Error,
    /// It can, but it will perhaps not do what was meant.
    Warning,
    /// Worth knowing.
    Info,
}

/// One finding (DIALECT 4, `mufakat check`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// Stable code, for instance `DANGLING_REFERENCE`.
    pub code: &'static str,
    /// BPMN id of the element it is about.
    pub element: Option<String>,
    /// Line in the source file, counted from 1.
    pub line: Option<u32>,
    /// What is wrong, in English.
    pub message: String,
    /// What to do about it, in English.
    pub remedy: String,
    /// What is wrong, in Indonesian.
    pub message_id: String,
    /// What to do about it, in Indonesian.
    pub remedy_id: String,
    /// For an expression: first byte and byte after the last, inside the expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<(usize, usize)>,
}

impl Diagnostic {
    /// The finding about a file that could not even be opened.
    #[must_use]
    pub fn unreadable(why: &str) -> Self {
        let code = Code::Unreadable;
        let texts = code.texts();
        let why = [quotable(why)];
        Self {
            severity: code.severity(),
            code: code.name(),
            element: None,
            line: None,
            message: fill(texts.message, &why),
            remedy: fill(texts.remedy, &why),
            message_id: fill(texts.message_id, &why),
            remedy_id: fill(texts.remedy_id, &why),
            span: None,
        }
    }

    /// Whether it keeps the file from being deployed.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Where a diagnostic points.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    /// BPMN id.
    pub element: Option<String>,
    /// Line, counted from 1.
    pub line: Option<u32>,
}

impl Place {
    pub(super) fn new(element: &str, line: u32) -> Self {
        Self {
            element: Some(element.to_owned()),
            line: Some(line),
        }
    }

    pub(super) fn line(line: u32) -> Self {
        Self {
            element: None,
            line: Some(line),
        }
    }
}

/// Longest value quoted in a sentence, in characters.
const QUOTED: usize = 120;
/// Findings kept per file; a flood helps nobody and costs memory.
const KEPT: usize = 1_000;

/// Collects diagnostics, up to a bound.
#[derive(Debug, Default)]
pub(super) struct Sink {
    found: Vec<Diagnostic>,
    dropped: usize,
    dropped_error: bool,
}

impl Sink {
    /// Reports `code` with the severity of the catalogue.
    pub(super) fn report(&mut self, code: Code, place: &Place, values: &[&str]) {
        self.report_as(code.severity(), code, place, values);
    }

    /// Reports `code` with another severity.
    pub(super) fn report_as(
        &mut self,
        severity: Severity,
        code: Code,
        place: &Place,
        values: &[&str],
    ) {
        self.push(severity, code, place, values, None);
    }

    /// Reports a fault inside an expression.
    pub(super) fn report_span(
        &mut self,
        code: Code,
        place: &Place,
        values: &[&str],
        span: (usize, usize),
    ) {
        self.push(code.severity(), code, place, values, Some(span));
    }

    fn push(
        &mut self,
        severity: Severity,
        code: Code,
        place: &Place,
        values: &[&str],
        span: Option<(usize, usize)>,
    ) {
        if self.found.len() >= KEPT {
            self.dropped += 1;
            self.dropped_error |= severity == Severity::Error;
            return;
        }
        let values: Vec<String> = values.iter().map(|value| quotable(value)).collect();
        let texts = code.texts();
        self.found.push(Diagnostic {
            severity,
            code: code.name(),
            element: place.element.clone(),
            line: place.line,
            message: fill(texts.message, &values),
            remedy: fill(texts.remedy, &values),
            message_id: fill(texts.message_id, &values),
            remedy_id: fill(texts.remedy_id, &values),
            span,
        });
    }

    /// Takes over the findings about one process; those about a process that never runs lose their edge.
    pub(super) fn absorb(&mut self, other: Sink, executable: bool) {
        self.dropped += other.dropped;
        self.dropped_error |= other.dropped_error && executable;
        for mut found in other.found {
            if !executable && found.severity == Severity::Error {
                found.severity = Severity::Warning;
            }
            if self.found.len() < KEPT {
                self.found.push(found);
            } else {
                self.dropped += 1;
                self.dropped_error |= found.severity == Severity::Error;
            }
        }
    }

    /// Everything found, in the order of the file (what has no line comes first).
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(|found| found.line);
        if self.dropped > 0 {
            let severity = if self.dropped_error {
                Severity::Error
            } else {
                Severity::Info
            };
            let dropped = self.dropped.to_string();
            self.found.truncate(KEPT - 1);
            self.push(
                severity,
                Code::TooManyDiagnostics,
                &Place::default(),
                &[&dropped],
                None,
            );
        }
        self.found
    }
}

/// A value as it may stand in a sentence: short, on one line, without control characters (log injection).
fn quotable(value: &str) -> String {
    let mut quoted: String = value
        .chars()
        .take(QUOTED)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if value.chars().nth(QUOTED).is_some() {
        quoted.push('…');
    }
    quoted
}

/// Puts the values in the places `{0}`, `{1}`, ... of a sentence; a value is never searched again.
fn fill(template: &str, values: &[String]) -> String {
    let mut text = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        text.push_str(before);
        let slot = after
            .get(1..2)
            .and_then(|digit| digit.parse::<usize>().ok())
            .filter(|_| after.get(2..3) == Some("}"));
        match slot {
            Some(slot) => {
                text.push_str(values.get(slot).map_or("", String::as_str));
                rest = &after[3..];
            }
            None => {
                text.push('{');
                rest = &after[1..];
            }
        }
    }
    text.push_str(rest);
    text
}
