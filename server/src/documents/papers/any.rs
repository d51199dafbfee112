//! A paper whose kind is known only when the program runs: what a process, an administrator or a preview asks for.

use serde_json::Value;

use super::kinds::{ApprovalSheet, CommitmentSheet, Decree, DissentAnnex, Minutes, PaperKind};
use super::letters::{AssignmentLetter, AttendanceList, Invitation, ResultLetter};
use super::{PaperError, RenderedPaper, Templates, samples};

macro_rules! any_paper {
    ($($kind:ident by $sample:ident),* $(,)?) => {
        /// The facts of one paper of any kind.
        #[derive(Clone, Debug, PartialEq)]
        #[allow(missing_docs, reason = "each holds the facts of the paper it is named after")]
        pub enum AnyPaper {
            $($kind(Box<$kind>)),*
        }

        $(impl From<$kind> for AnyPaper {
            fn from(paper: $kind) -> Self {
                Self::$kind(Box::new(paper))
            }
        })*

        impl AnyPaper {
            /// Which one.
            #[must_use]
            pub const fn kind(&self) -> PaperKind {
                match self {
                    $(Self::$kind(_) => PaperKind::$kind),*
                }
            }

            /// An invented paper of this kind, with every fact filled in.
            #[must_use]
            pub fn sample(kind: PaperKind) -> Self {
                match kind {
                    $(PaperKind::$kind => samples::$sample().into()),*
                }
            }

            /// Draws it.
            ///
            /// # Errors
            /// See [`PaperError`].
            pub fn render(&self, templates: &Templates) -> Result<RenderedPaper, PaperError> {
                match self {
                    $(Self::$kind(paper) => templates.render(paper.as_ref())),*
                }
            }

            /// Its facts as templates see them under `paper`.
            ///
            /// # Errors
            /// The facts cannot be written as JSON.
            pub fn facts(&self) -> Result<Value, PaperError> {
                Ok(match self {
                    $(Self::$kind(paper) => serde_json::to_value(paper.as_ref())?),*
                })
            }

            /// The paper of these facts.
            ///
            /// # Errors
            /// They are not the facts of this kind.
            pub fn of_facts(kind: PaperKind, facts: Value) -> Result<Self, PaperError> {
                Ok(match kind {
                    $(PaperKind::$kind => serde_json::from_value::<$kind>(facts)?.into()),*
                })
            }
        }
    };
}

any_paper! {
    ApprovalSheet by approval_sheet,
    Minutes by minutes,
    Decree by decree,
    DissentAnnex by dissent_annex,
    CommitmentSheet by commitment_sheet,
    AssignmentLetter by assignment_letter,
    Invitation by invitation,
    AttendanceList by attendance_list,
    ResultLetter by result_letter,
}
