//! Upper bounds (DIALECT 3.10): a breach is an incident or a refusal, never a crash or a hang.

/// What one command and one instance may use up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Tokens moved by one command; the rest wait behind a `STEP_LIMIT` incident.
    pub steps: u32,
    /// Element instances alive at once.
    pub elements: usize,
    /// Nesting of scopes, called processes included.
    pub depth: usize,
    /// Approximate bytes of all variables of an instance.
    pub bytes: u64,
    /// Items of one multi-instance.
    pub items: u32,
    /// Bounds of one expression.
    pub feel: crate::feel::Limits,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            steps: 10_000,
            elements: 5_000,
            depth: 32,
            bytes: 4 << 20,
            items: 2_000,
            feel: crate::feel::Limits::default(),
        }
    }
}
