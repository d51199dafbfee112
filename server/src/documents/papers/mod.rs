//! Official papers as PDF: plain facts in, bytes out (issue 2 point 8).
//!
//! The words are templates in `server/assets/papers/`, which an administrator may replace ([`Templates`]); the facts are
//! the structs of [`kinds`](self). A paper tells its own content hash, the journal entry it rests on and a code and QR
//! code that lead to `/verify/{code}`, and it never passes a local signature off as a certified one.

mod any;
mod facts;
mod filters;
mod kinds;
mod letters;
mod samples;
mod templates;
#[cfg(test)]
mod tests;
pub mod validate;
mod wording;

use serde::Serialize;

pub use any::AnyPaper;
pub use facts::{
    Attendance, Axis, Ballot, Capacity, Choice, Confirmation, Consent, Decision, Dissent,
    FiledDocument, Initial, JournalAnchor, Method, Mode, Official, Outcome, PaperHead, QuorumBasis,
    QuorumCall, Seat, Signatory, SignatureMark, Tally,
};
pub use kinds::{
    ApprovalSheet, CommitmentSheet, Decree, DissentAnnex, Minutes, MinutesSigner, PaperKind, Pledge,
};
pub use letters::{
    AssignmentLetter, AttendanceList, Attendee, Invitation, LetterEntry, ResultLetter,
};
pub use templates::{Templates, files};
pub use wording::{Moment, Zone, figures_and_words, grouped, spell_out};

use super::layout::{self, Info, LayoutError, Sheet};
use super::markup::MarkupProblem;
use super::{Digest, Explain, Explanation};

/// A paper: facts that one template turns into words.
pub trait Paper: Serialize {
    /// Which one.
    const KIND: PaperKind;
    /// What every paper has.
    fn head(&self) -> &PaperHead;
    /// What it is about.
    fn subject(&self) -> &str;
}

/// A drawn paper.
#[derive(Clone, Debug)]
pub struct RenderedPaper {
    /// The PDF (PDF/A-2u).
    pub pdf: Vec<u8>,
    /// The hash of the file: what is stored and signed.
    pub sha256: Digest,
    /// The hash of the facts ([`content_hash`]): what is printed at the foot of each page.
    pub content_sha256: Digest,
    /// How many pages.
    pub pages: usize,
}

/// Why a paper could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// A template cannot be read or does not fit the facts.
    #[error("template {name}, line {line}: {what}")]
    Template {
        /// The file.
        name: String,
        /// The line, from 1; 0 when it is not known.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// A template wrote something that is not markup.
    #[error("template {name} wrote markup that cannot be read, {problem}")]
    Markup {
        /// The file.
        name: String,
        /// What, and where in the text it wrote.
        problem: MarkupProblem,
    },
    /// A file in the folder of templates cannot be read, or replaces nothing.
    #[error("template folder: {0}")]
    Folder(String),
    /// The facts cannot be written as JSON, so they have no hash.
    #[error("facts: {0}")]
    Facts(#[from] serde_json::Error),
    /// The layout failed.
    #[error(transparent)]
    Layout(#[from] LayoutError),
}

impl Explain for PaperError {
    fn explain(&self) -> Explanation {
        match self {
            Self::Template { name, line, what } => Explanation::new(
                "PAPER_TEMPLATE",
                format!("Templat naskah {name} baris {line} tidak dapat dipakai: {what}"),
                format!("Paper template {name}, line {line}, cannot be used: {what}"),
            ),
            Self::Markup { name, problem } => Explanation::new(
                "PAPER_MARKUP",
                format!(
                    "Templat naskah {name} menghasilkan tulisan yang tidak dapat dibaca, baris {}: {}",
                    problem.line, problem.what
                ),
                format!("Paper template {name} wrote text that cannot be read, {problem}"),
            ),
            Self::Folder(_) | Self::Facts(_) | Self::Layout(_) => Explanation::new(
                "PAPER_NOT_DRAWN",
                "Naskah tidak dapat dibuat; hubungi administrator.",
                "The paper could not be made; ask the administrator.",
            ),
        }
    }
}

/// The hash of a paper's facts: SHA-256 over a label, the kind and the facts as JSON. It does not depend on the wording
/// of templates, so the record can recompute it.
///
/// # Errors
/// The facts cannot be written as JSON.
pub fn content_hash<P: Paper>(paper: &P) -> Result<Digest, PaperError> {
    let mut bytes = b"mufakat paper 1\n".to_vec();
    bytes.extend_from_slice(P::KIND.template().as_bytes());
    bytes.push(b'\n');
    serde_json::to_writer(&mut bytes, paper)?;
    Ok(Digest::of(&bytes))
}

/// Draws `paper` with the built-in templates.
///
/// # Errors
/// See [`PaperError`].
pub fn render<P: Paper>(paper: &P) -> Result<Vec<u8>, PaperError> {
    Ok(Templates::built_in()?.render(paper)?.pdf)
}

/// Lays out what a template wrote.
fn draw<P: Paper>(
    paper: &P,
    content_sha256: Digest,
    blocks: &[layout::Block],
) -> Result<RenderedPaper, PaperError> {
    let head = paper.head();
    let verify_url = head.verify_url();
    let title = format!("{} Nomor {}", P::KIND.title(), head.number);
    let footer = [
        format!("Kode verifikasi {}  •  {verify_url}", head.code),
        format!("Sidik isi (SHA-256) {content_sha256}"),
    ];
    let sheet = Sheet {
        blocks,
        letterhead: &head.letterhead,
        verify_url: &verify_url,
        running_head: &format!("{title} – {}", head.regency),
        footer: &footer,
        info: Info {
            title: &format!("{title} tentang {}", paper.subject()),
            subject: &format!("Sidik isi SHA-256 {content_sha256}; verifikasi {verify_url}"),
            author: head
                .letterhead
                .offices
                .last()
                .map_or(head.regency.as_str(), String::as_str),
            keywords: &[
                P::KIND.title().to_owned(),
                head.number.clone(),
                head.code.to_string(),
            ],
            language: "id",
            created: head.dated.local(),
        },
    };
    let rendered = layout::render(&sheet)?;
    Ok(RenderedPaper {
        sha256: Digest::of(&rendered.pdf),
        content_sha256,
        pages: rendered.pages,
        pdf: rendered.pdf,
    })
}
