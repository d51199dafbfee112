//! The report of `mufakat check` (DIALECT 4): one verdict per file, mergeable with those of other kinds of file.

use serde::Serialize;

use super::diagnostic::Diagnostic;
use super::read::read;

/// The deploy-time verdict on one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckReport {
    /// Path as given.
    pub path: String,
    /// Whether it can be deployed.
    pub ok: bool,
    /// Findings in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

impl CheckReport {
    /// A verdict from findings that were made elsewhere (DMN, forms, the deployment as a whole).
    #[must_use]
    pub fn new(path: impl Into<String>, diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            path: path.into(),
            ok: !diagnostics.iter().any(Diagnostic::is_error),
            diagnostics,
        }
    }

    /// Adds findings, for instance those of [`super::lint_deployment`].
    pub fn add(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        for found in diagnostics {
            self.ok &= !found.is_error();
            self.diagnostics.push(found);
        }
    }
}

/// Reads a BPMN file and says whether it can be deployed.
#[must_use]
pub fn check(path: &str, bytes: &[u8]) -> CheckReport {
    CheckReport::new(path, read(bytes).diagnostics)
}
