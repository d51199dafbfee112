//! What is wrong with a decision model, said when it is deployed.

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The model cannot be deployed.
    Error,
    /// The model runs; something in it may not be meant.
    Warning,
}

/// A finding, with its place and a remedy (DIALECT 4, `check`).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A stable code for programs.
    pub code: &'static str,
    /// The id (or name) of the element.
    pub element: Option<String>,
    /// The line of the file, from 1.
    pub line: u32,
    /// A sentence in English.
    pub message: String,
    /// A sentence in Indonesian.
    #[serde(rename = "messageId")]
    pub message_id: String,
    /// What to do about it, in English.
    pub remedy: String,
}
