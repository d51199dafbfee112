//! What a paper is made of, before any measuring: the output of the markup parser.

/// The faces of the one family that we embed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// Regular.
    Regular,
    /// Bold.
    Bold,
    /// Italic.
    Italic,
}

/// A stretch of text in one face. A `\n` in it breaks the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The text.
    pub text: String,
    /// Its face.
    pub face: Face,
}

/// Text with changing faces.
pub type Inlines = Vec<Span>;

/// Where lines stand between the edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At the left edge.
    Left,
    /// In the middle.
    Centre,
    /// At the right edge.
    Right,
    /// Stretched to both edges, except the last line.
    Justified,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Column {
    /// Its share of the width, relative to the others.
    pub weight: f32,
    /// How its cells stand.
    pub align: Align,
}

/// A row of a key-value block: `Nomor : 12`. An empty label continues the row above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Left of the colon.
    pub label: Inlines,
    /// Right of the colon.
    pub value: Inlines,
}

/// An item with the marker it was written with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListItem {
    /// `1.`, `a.`, `-`.
    pub marker: String,
    /// 0 outermost.
    pub level: usize,
    /// The text.
    pub text: Inlines,
}

/// One signer's part of a signature block, from top to bottom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignatureColumn {
    /// Place, date, capacity, position.
    pub above: Vec<Inlines>,
    /// The lines in the frame; without any, room for a wet signature is left.
    pub seal: Vec<Inlines>,
    /// Name, rank, number.
    pub below: Vec<Inlines>,
}

/// A part of a paper.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The letterhead of the issuing office.
    Letterhead,
    /// A centred bold line: the kind of paper, its subject.
    Title(Inlines),
    /// A centred bold line in text size.
    Subtitle(Inlines),
    /// A heading of a section.
    Heading(Inlines),
    /// Running text.
    Paragraph(Inlines, Align),
    /// Indented text: a statement in somebody's own words.
    Quote(Inlines),
    /// Small print.
    Small(Inlines),
    /// Key-value rows with aligned colons.
    Entries(Vec<Entry>),
    /// List items.
    List(Vec<ListItem>),
    /// A table whose header is repeated on each page.
    Table {
        /// The columns.
        columns: Vec<Column>,
        /// The header; empty for none.
        header: Vec<Inlines>,
        /// The rows, each with as many cells as there are columns.
        rows: Vec<Vec<Inlines>>,
    },
    /// Signers side by side; one alone stands on the right half, an odd last one in the middle.
    Signatures(Vec<SignatureColumn>),
    /// The framed panel with the QR code.
    Verification(Vec<Inlines>),
    /// A thin line across.
    Rule,
    /// The rest starts on a new page.
    PageBreak,
}
