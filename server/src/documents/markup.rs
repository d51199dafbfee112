//! The small markup that paper templates are written in, and its parser.
//!
//! A template is text that a secretary can read. Each line says what it is by how it starts:
//!
//! ```text
//! @letterhead                     the letterhead of the issuing office
//! # BERITA ACARA                  title: centred, bold, larger
//! ## NOMOR 12 TAHUN 2026          subtitle: centred, bold
//! ### Kehadiran                   heading of a section
//! ###. Kehadiran                  the same, lettered: A., B., C. ... through the paper
//! ^ dengan rahmat ...             centred text
//! > Menurut saya ...              a statement in somebody's own words, indented
//! ~ Catatan kaki                  small print
//! Hari :: Senin                   key-value row; `::` with nothing before it continues the row above
//! 1. teks    a. teks    - teks    list item; two blanks before it make it a sub-item
//! |= 6c 30 20r                    a table: relative widths, each with l, c or r
//! |! No. | Nama | Jumlah          its header, repeated on each page
//! | 1 | ... | 3                   a row
//! ---                             a thin line
//! +++                             new page
//! @signatures                     signers side by side: lines above the seal,
//!   Ketua,                          then
//! @seal                             the framed lines,
//!   Ditandatangani ...              then
//! @name                             the lines below;
//!   **Nama**
//! @next                             the next signer
//! @end
//! @verification ... @end          the framed panel with the QR code; each line is one of its lines
//! ```
//!
//! Anything else is running text; lines that follow each other are one paragraph, an empty line ends it. Inside text
//! `**bold**`, `__italic__`, and `\n` for a line break. A backslash takes away the meaning of any other sign: that is how
//! values are written into a template ([`escape`]), so that nothing a person types can ever become markup.

use super::invisible::is_invisible;
use super::layout::{Align, Block, Column, Entry, Face, Inlines, ListItem, SignatureColumn, Span};

/// A line that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct MarkupProblem {
    /// The line in the text that the template produced, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

/// Writes `value` so that it is read as plain text: signs lose their meaning, line ends become breaks, and characters
/// that change the direction of text or hide are dropped.
pub fn escape(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 8);
    let mut previous = '\0';
    for c in value.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            c if is_invisible(c) => {}
            c if c.is_whitespace() && c != ' ' => out.push(' '),
            c if c.is_control() => {}
            // A blank after a blank would be lost in any case; one at the start of a line could make a sub-item.
            ' ' if previous == ' ' => {}
            c if c.is_ascii_punctuation() && c != ',' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
        previous = c;
    }
    out
}

/// Reads the markup.
///
/// # Errors
/// The first line that cannot be understood.
pub fn parse(text: &str) -> Result<Vec<Block>, MarkupProblem> {
    let mut parser = Parser {
        lines: text.lines().enumerate(),
        blocks: Vec::new(),
        paragraph: String::new(),
        sections: 0,
    };
    while let Some((at, line)) = parser.lines.next() {
        parser.line(at + 1, line)?;
    }
    parser.end_paragraph();
    Ok(parser.blocks)
}

struct Parser<'a> {
    lines: std::iter::Enumerate<std::str::Lines<'a>>,
    blocks: Vec<Block>,
    paragraph: String,
    /// How many lettered headings there were.
    sections: u8,
}

impl<'a> Parser<'a> {
    fn line(&mut self, number: usize, raw: &'a str) -> Result<(), MarkupProblem> {
        let line = raw.trim();
        if line.is_empty() {
            self.end_paragraph();
            return Ok(());
        }
        if let Some(block) = prefixed(line) {
            self.push(block);
        } else if let Some(heading) = line.strip_prefix("###. ") {
            let letter = char::from(b'A' + self.sections % 26);
            self.sections = self.sections.saturating_add(1);
            self.push(Block::Heading(inlines(&format!(
                "{letter}. {}",
                heading.trim()
            ))));
        } else if let Some(directive) = line.strip_prefix('@') {
            self.directive(number, directive.trim())?;
        } else if let Some(row) = line.strip_prefix('|') {
            self.table_line(number, row)?;
        } else if let Some((label, value)) = split_entry(line) {
            let entry = Entry {
                label: inlines(label),
                value: inlines(value),
            };
            self.end_paragraph();
            if let Some(Block::Entries(entries)) = self.blocks.last_mut() {
                entries.push(entry);
            } else {
                self.blocks.push(Block::Entries(vec![entry]));
            }
        } else if let Some(item) = list_item(raw) {
            self.end_paragraph();
            if let Some(Block::List(items)) = self.blocks.last_mut() {
                items.push(item);
            } else {
                self.blocks.push(Block::List(vec![item]));
            }
        } else {
            if !self.paragraph.is_empty() {
                self.paragraph.push(' ');
            }
            self.paragraph.push_str(line);
        }
        Ok(())
    }

    fn push(&mut self, block: Block) {
        self.end_paragraph();
        self.blocks.push(block);
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.paragraph);
        if !text.is_empty() {
            self.blocks
                .push(Block::Paragraph(inlines(&text), Align::Justified));
        }
    }

    fn directive(&mut self, number: usize, directive: &str) -> Result<(), MarkupProblem> {
        match directive {
            "letterhead" => self.push(Block::Letterhead),
            "signatures" => {
                let columns = self.signatures(number)?;
                self.push(Block::Signatures(columns));
            }
            "verification" => {
                let lines = self
                    .until_end(number)?
                    .into_iter()
                    .map(|(_, line)| inlines(line))
                    .collect();
                self.push(Block::Verification(lines));
            }
            other => return Err(problem(number, format!("unknown directive @{other}"))),
        }
        Ok(())
    }

    fn signatures(&mut self, number: usize) -> Result<Vec<SignatureColumn>, MarkupProblem> {
        #[derive(Clone, Copy)]
        enum Part {
            Above,
            Seal,
            Below,
        }
        let mut columns = vec![SignatureColumn::default()];
        let mut part = Part::Above;
        for (_, line) in self.until_end(number)? {
            match line {
                "@seal" => part = Part::Seal,
                "@name" => part = Part::Below,
                "@next" => {
                    columns.push(SignatureColumn::default());
                    part = Part::Above;
                }
                text => {
                    if let Some(column) = columns.last_mut() {
                        match part {
                            Part::Above => column.above.push(inlines(text)),
                            Part::Seal => column.seal.push(inlines(text)),
                            Part::Below => column.below.push(inlines(text)),
                        }
                    }
                }
            }
        }
        columns.retain(|column| *column != SignatureColumn::default());
        Ok(columns)
    }

    /// The lines up to `@end`, without empty ones.
    fn until_end(&mut self, number: usize) -> Result<Vec<(usize, &'a str)>, MarkupProblem> {
        let mut inside = Vec::new();
        for (at, line) in self.lines.by_ref() {
            match line.trim() {
                "@end" => return Ok(inside),
                "" => {}
                line => inside.push((at + 1, line)),
            }
        }
        Err(problem(number, "no @end follows".to_owned()))
    }

    fn table_line(&mut self, number: usize, line: &str) -> Result<(), MarkupProblem> {
        if let Some(widths) = line.strip_prefix('=') {
            let columns = widths
                .split_whitespace()
                .map(|width| {
                    column(width)
                        .ok_or_else(|| problem(number, format!("{width:?} is not a column width")))
                })
                .collect::<Result<Vec<_>, _>>()?;
            if columns.is_empty() {
                return Err(problem(number, "a table needs a column".to_owned()));
            }
            self.push(Block::Table {
                columns,
                header: Vec::new(),
                rows: Vec::new(),
            });
            return Ok(());
        }
        self.end_paragraph();
        let Some(Block::Table {
            columns,
            header,
            rows,
        }) = self.blocks.last_mut()
        else {
            return Err(problem(
                number,
                "a table starts with its widths (|= ...)".to_owned(),
            ));
        };
        let is_header = line.starts_with('!');
        let cells: Vec<Inlines> = split_cells(line.strip_prefix('!').unwrap_or(line))
            .iter()
            .map(|cell| inlines(cell.trim()))
            .collect();
        if cells.len() != columns.len() {
            return Err(problem(
                number,
                format!(
                    "{} cells in a table of {} columns",
                    cells.len(),
                    columns.len()
                ),
            ));
        }
        if is_header {
            *header = cells;
        } else {
            rows.push(cells);
        }
        Ok(())
    }
}

fn problem(line: usize, what: String) -> MarkupProblem {
    MarkupProblem { line, what }
}

/// Lines that are known by their first signs.
fn prefixed(line: &str) -> Option<Block> {
    match line {
        "---" => return Some(Block::Rule),
        "+++" => return Some(Block::PageBreak),
        _ => {}
    }
    let (mark, text) = line.split_once(' ')?;
    let text = inlines(text.trim());
    Some(match mark {
        "#" => Block::Title(text),
        "##" => Block::Subtitle(text),
        "###" => Block::Heading(text),
        "^" => Block::Paragraph(text, Align::Centre),
        ">" => Block::Quote(text),
        "~" => Block::Small(text),
        _ => return None,
    })
}

fn column(width: &str) -> Option<Column> {
    let (number, align) = match width.char_indices().last()? {
        (at, 'l') => (&width[..at], Align::Left),
        (at, 'c') => (&width[..at], Align::Centre),
        (at, 'r') => (&width[..at], Align::Right),
        _ => (width, Align::Left),
    };
    let weight: u16 = number.parse().ok().filter(|weight| *weight > 0)?;
    Some(Column {
        weight: f32::from(weight),
        align,
    })
}

/// Splits at ` :: `, or at `::` at the start.
fn split_entry(line: &str) -> Option<(&str, &str)> {
    if let Some(value) = line.strip_prefix("::") {
        return Some(("", value.trim()));
    }
    let (label, value) = line.split_once(" ::")?;
    Some((label.trim(), value.trim()))
}

fn list_item(raw: &str) -> Option<ListItem> {
    let line = raw.trim_start_matches(' ');
    let level = (raw.len() - line.len()).min(4) / 2;
    let (marker, rest) = super::layout::split_marker(line)?;
    Some(ListItem {
        marker: marker.to_owned(),
        level,
        text: inlines(rest.trim()),
    })
}

/// Splits at `|`, except where a backslash stands before it.
fn split_cells(row: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (at, c) in row.char_indices() {
        if c == '|' && !escaped {
            cells.push(&row[start..at]);
            start = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    cells.push(&row[start..]);
    cells
}

fn inlines(text: &str) -> Inlines {
    let mut spans: Inlines = Vec::new();
    let mut current = String::new();
    let (mut bold, mut italic) = (false, false);
    let mut signs = text.chars().peekable();
    let face = |bold: bool, italic: bool| match (bold, italic) {
        (true, _) => Face::Bold,
        (false, true) => Face::Italic,
        (false, false) => Face::Regular,
    };
    while let Some(c) = signs.next() {
        match c {
            '\\' => match signs.next() {
                Some('n') => current.push('\n'),
                Some(plain) => current.push(plain),
                None => current.push('\\'),
            },
            '*' | '_' if signs.peek() == Some(&c) => {
                signs.next();
                if !current.is_empty() {
                    spans.push(Span {
                        text: std::mem::take(&mut current),
                        face: face(bold, italic),
                    });
                }
                if c == '*' {
                    bold = !bold;
                } else {
                    italic = !italic;
                }
            }
            plain => current.push(plain),
        }
    }
    if !current.is_empty() {
        spans.push(Span {
            text: current,
            face: face(bold, italic),
        });
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(text: &str) -> Inlines {
        inlines(text)
    }

    #[test]
    fn lines_become_the_blocks_they_say_they_are() {
        let text = "@letterhead\n# JUDUL\n\nSatu\ndua **tebal** __miring__.\n\nHari :: Senin\n:: a. lanjut\n1. butir\n  a. anak\n|= 1c 3 2r\n|! No | Nama | Nilai\n| 1 | A\\|B | 7\n+++\n";
        let blocks = parse(text).unwrap_or_default();
        let [
            letterhead,
            title,
            paragraph,
            Block::Entries(entries),
            Block::List(items),
            table,
            page,
        ] = blocks.as_slice()
        else {
            unreachable!("{blocks:?}")
        };
        assert_eq!((letterhead, page), (&Block::Letterhead, &Block::PageBreak));
        assert_eq!(title, &Block::Title(plain("JUDUL")));
        let Block::Paragraph(spans, Align::Justified) = paragraph else {
            unreachable!("{paragraph:?}")
        };
        let faces: Vec<_> = spans
            .iter()
            .map(|span| (span.text.as_str(), span.face))
            .collect();
        assert_eq!(
            faces,
            [
                ("Satu dua ", Face::Regular),
                ("tebal", Face::Bold),
                (" ", Face::Regular),
                ("miring", Face::Italic),
                (".", Face::Regular)
            ]
        );
        assert_eq!(entries.len(), 2);
        assert!(entries[1].label.is_empty());
        assert_eq!(
            items.iter().map(|item| item.level).collect::<Vec<_>>(),
            [0, 1]
        );
        let Block::Table {
            columns,
            header,
            rows,
        } = table
        else {
            unreachable!("{table:?}")
        };
        assert_eq!((columns.len(), header.len()), (3, 3));
        assert_eq!(rows, &[vec![plain("1"), plain("A\\|B"), plain("7")]]);
    }

    #[test]
    fn a_signature_block_keeps_its_parts_apart() {
        let text = "@signatures\nKetua,\n@seal\nterkunci\n@name\n**A**\n@next\nSekretaris,\n@name\nB\n@end\n";
        let column = |above: &str, seal: &[&str], below: &str| SignatureColumn {
            above: vec![inlines(above)],
            seal: seal.iter().map(|line| inlines(line)).collect(),
            below: vec![inlines(below)],
        };
        assert_eq!(
            parse(text),
            Ok(vec![Block::Signatures(vec![
                column("Ketua,", &["terkunci"], "**A**"),
                column("Sekretaris,", &[], "B")
            ])])
        );
    }

    #[test]
    fn what_cannot_be_read_names_its_line() {
        for (text, line) in [
            ("a\n\n@unknown", 3),
            ("| 1 | 2", 1),
            ("|= 1 x", 1),
            ("|= 1 2\n| only one", 2),
            ("@verification\nno end", 1),
        ] {
            assert_eq!(
                parse(text).map_err(|problem| problem.line),
                Err(line),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_value_never_becomes_markup(value in "\\PC{0,60}|[#>~^|:@=!*_\\\\+\n -]{0,40}|[0-9a-z]\\. .{0,20}") {
            let blocks = parse(&format!("{}\n", escape(&value)));
            let seen = match blocks.as_deref() {
                Ok([]) => String::new(),
                Ok([Block::Paragraph(spans, _)]) => spans.iter().map(|span| span.text.as_str()).collect(),
                other => return Err(TestCaseError::fail(format!("{other:?}"))),
            };
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>().join(" ");
            let shown: String = value
                .chars()
                .filter(|c| c.is_whitespace() || !c.is_control())
                .filter(|c| !is_invisible(*c))
                .collect();
            prop_assert_eq!(words(&seen), words(&shown));
        }

        #[test]
        fn a_value_in_a_cell_stays_in_its_cell(value in ".{0,40}") {
            let text = format!("|= 1 1\n| {} | akhir", escape(&value));
            let blocks = parse(&text);
            let one_row = matches!(blocks.as_deref(), Ok([Block::Table { rows, .. }]) if rows.len() == 1);
            prop_assert!(one_row, "{:?}", blocks);
        }
    }
}
