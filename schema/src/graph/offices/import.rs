//! What a CSV file would change in the register, line by line.

use async_graphql::{Context, Object, SimpleObject};

use crate::register_change::{self, ImportReport, Outcome};

use super::super::page::LONGEST;
use super::super::problem::{Problem, Result};
use super::ImportOutcome;

/// What an import did, or would do.
#[derive(Debug, Clone)]
pub struct ImportPlan(pub(super) ImportReport);

/// What an import did, or would do.
#[Object]
impl ImportPlan {
    /// Whether the register was changed. False after a dry run, and when a line is refused.
    async fn applied(&self) -> bool {
        self.0.applied
    }

    /// Lines that say something.
    async fn total(&self) -> usize {
        self.0.lines.len()
    }

    /// Lines that add something and change nothing.
    async fn added(&self) -> usize {
        self.0.count(Outcome::New)
    }

    /// Lines that change something.
    async fn changed(&self) -> usize {
        self.0.count(Outcome::Changed)
    }

    /// Lines that stand in the register already.
    async fn unchanged(&self) -> usize {
        self.0.count(Outcome::Unchanged)
    }

    /// Lines that cannot be taken over.
    async fn refused(&self) -> usize {
        self.0.count(Outcome::Refused)
    }

    /// The lines in the order of the file.
    #[graphql(complexity = "100 + child_complexity")]
    async fn lines(
        &self,
        _ctx: &Context<'_>,
        #[graphql(desc = "Only lines that came out like this")] outcome: Option<ImportOutcome>,
        #[graphql(desc = "1 to 5000", default = 5000)] first: i32,
    ) -> Result<Vec<ImportLine>> {
        let first = usize::try_from(first.clamp(1, 50 * LONGEST)).unwrap_or(1);
        let wanted = outcome.map(Outcome::from);
        Ok(self
            .0
            .lines
            .iter()
            .filter(|line| wanted.is_none_or(|wanted| line.outcome == wanted))
            .take(first)
            .cloned()
            .map(ImportLine::from)
            .collect())
    }
}

/// A line of the file.
#[derive(SimpleObject, Debug, Clone)]
pub struct ImportLine {
    /// Number in the file; the heading is 1.
    line: u32,
    /// Whom or what it is about.
    subject: String,
    /// All in all.
    outcome: ImportOutcome,
    /// One by one.
    effects: Vec<ImportEffect>,
    /// Why it is refused.
    problem: Option<Problem>,
}

/// One effect of a line.
#[derive(SimpleObject, Debug, Clone)]
pub struct ImportEffect {
    /// `PERSON`, `POSITION`, `ROLE`, `APPOINTMENT` or `INVITATION`.
    kind: String,
    /// New, changed or unchanged.
    outcome: ImportOutcome,
    /// What was there.
    before: Option<String>,
    /// What is there then.
    after: String,
}

impl From<register_change::ImportLine> for ImportLine {
    fn from(line: register_change::ImportLine) -> Self {
        Self {
            line: line.line,
            subject: line.subject,
            outcome: line.outcome.into(),
            effects: line
                .effects
                .into_iter()
                .map(|effect| ImportEffect {
                    kind: effect.kind,
                    outcome: effect.outcome.into(),
                    before: effect.before,
                    after: effect.after,
                })
                .collect(),
            problem: line.problem.map(Problem::from),
        }
    }
}
