//! A small page layout over krilla: A4 pages with paragraphs, key-value blocks, tables, lists, signature blocks and a
//! verification panel (STACK 00 and 6: krilla shapes and writes PDF but lays nothing out).
//!
//! Three steps, each a plain value: blocks become *slabs* (slices that never break, [`build`]), slabs are placed on pages
//! ([`flow`]), pages are drawn ([`paint`]). The same sheet always gives the same bytes. All lengths are in points
//! (1/72 inch), y grows downwards.

mod block;
mod build;
mod crest;
mod flow;
mod fonts;
mod furniture;
mod paint;
mod table;
mod wrap;

pub use block::{Align, Block, Column, Entry, Face, Inlines, ListItem, SignatureColumn, Span};
pub(crate) use build::split_marker;
pub use crest::{Crest, CrestShape};
pub use furniture::Letterhead;

use chrono::{DateTime, FixedOffset};

/// A4, and the margins of an Indonesian official letter: wider on the binding side.
pub(crate) mod page {
    pub const WIDTH: f32 = 595.28;
    pub const HEIGHT: f32 = 841.89;
    pub const LEFT: f32 = 71.0;
    pub const RIGHT: f32 = 57.0;
    pub const TOP: f32 = 54.0;
    /// Where content ends; the footer stands below.
    pub const BOTTOM: f32 = HEIGHT - 76.0;
    pub const CONTENT_WIDTH: f32 = WIDTH - LEFT - RIGHT;
}

/// Everything one PDF is made of.
#[derive(Clone, Debug)]
pub struct Sheet<'a> {
    /// The content, in order.
    pub blocks: &'a [Block],
    /// What `@letterhead` draws.
    pub letterhead: &'a Letterhead,
    /// The address that the QR code of the verification panel and the footer's link lead to.
    pub verify_url: &'a str,
    /// The line at the head of each page after the first.
    pub running_head: &'a str,
    /// The small lines at the foot of every page, left of the page number.
    pub footer: &'a [String],
    /// What the file says about itself.
    pub info: Info<'a>,
}

/// PDF metadata.
#[derive(Clone, Debug)]
pub struct Info<'a> {
    /// Title.
    pub title: &'a str,
    /// Subject; carries the content hash.
    pub subject: &'a str,
    /// The office that issues the paper.
    pub author: &'a str,
    /// Search words.
    pub keywords: &'a [String],
    /// BCP 47 language, `id` for all our papers.
    pub language: &'a str,
    /// When the paper was made, as the paper itself says.
    pub created: DateTime<FixedOffset>,
}

/// Why no PDF came out. None of these depends on what people typed, except [`LayoutError::Crest`].
#[derive(Debug, thiserror::Error)]
pub enum LayoutError {
    /// A built-in font cannot be read: the binary is broken.
    #[error("a built-in font cannot be read")]
    Font,
    /// The address is too long for a QR code.
    #[error("the verification address does not fit a QR code")]
    QrCode,
    /// The crest's outline is not an SVG path that we read.
    #[error("crest: {0}")]
    Crest(String),
    /// The PDF writer refused (PDF/A rules).
    #[error("PDF writer: {0}")]
    Pdf(String),
    /// More pages than any paper has: a template runs wild.
    #[error("the paper has more than {0} pages")]
    TooLong(usize),
}

/// A finished PDF.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// The bytes of a PDF/A-2u file.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

/// Lays out and draws.
///
/// # Errors
/// See [`LayoutError`].
pub fn render(sheet: &Sheet<'_>) -> Result<Rendered, LayoutError> {
    let fonts = fonts::FontSet::shared()?;
    let slabs = build::slabs(sheet, fonts)?;
    let pages = furniture::with_head_and_foot(flow::paginate(slabs)?, sheet, fonts);
    let pdf = paint::pdf(&pages, &sheet.info, fonts)?;
    Ok(Rendered {
        pdf,
        pages: pages.len(),
    })
}
