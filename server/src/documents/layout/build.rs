//! Blocks into slabs: all measuring of text happens here, in `table` and in `furniture`.

use super::block::{Align, Block, Entry, Face, Inlines, ListItem, Span};
use super::flow::{Op, Slab};
use super::fonts::FontSet;
use super::page::CONTENT_WIDTH;
use super::wrap::{Line, wrap};
use super::{LayoutError, Sheet, furniture, table};

/// Text size of the body.
pub const BODY: f32 = 10.0;
/// Text size of tables.
pub const CELL: f32 = 8.5;
/// Text size of small print.
pub const SMALL: f32 = 8.0;
const TITLE: f32 = 12.5;
const SUBTITLE: f32 = 10.5;
/// Distance of baselines, as a factor of the size.
const LEADING: f32 = 1.45;
/// From the top of a line box to the baseline, as a factor of the size.
const ASCENT: f32 = 1.07;
const PARAGRAPH_GAP: f32 = 5.0;
const SUBTITLE_GAP: f32 = 9.0;
const COLON: f32 = 10.0;
const LIST_INDENT: f32 = 20.0;
const QUOTE_INDENT: f32 = 20.0;

/// How tall one line of this size is.
pub const fn line_height(size: f32) -> f32 {
    size * LEADING
}

/// Cuts every block into slabs.
pub fn slabs(sheet: &Sheet<'_>, fonts: &FontSet) -> Result<Vec<Slab>, LayoutError> {
    let mut slabs = Vec::new();
    let mut page_break = false;
    let mut in_title = false;
    let label_width = label_width(sheet.blocks, fonts);
    for block in sheet.blocks {
        let mut made = match block {
            Block::Letterhead => furniture::letterhead(sheet.letterhead, fonts)?,
            Block::Title(text) => centred_heading(&bold(text), TITLE, fonts),
            Block::Subtitle(text) => centred_heading(&bold(text), SUBTITLE, fonts),
            Block::Heading(text) => heading(&bold(text), fonts),
            Block::Paragraph(text, align) => paragraph(text, *align, BODY, 0.0, fonts),
            Block::Quote(text) => paragraph(text, Align::Justified, BODY, QUOTE_INDENT, fonts),
            Block::Small(text) => paragraph(text, Align::Left, SMALL, 0.0, fonts),
            Block::Entries(entries) => entries_block(entries, label_width, fonts),
            Block::List(items) => list(items, fonts),
            Block::Table {
                columns,
                header,
                rows,
            } => table::table(columns, header, rows, fonts),
            Block::Signatures(columns) => furniture::signatures(columns, fonts),
            Block::Verification(lines) => furniture::verification(lines, sheet.verify_url, fonts)?,
            Block::Rule => vec![rule()],
            Block::PageBreak => {
                page_break = true;
                continue;
            }
        };
        if let Some(first) = made.first_mut() {
            first.page_break |= std::mem::take(&mut page_break);
            if matches!(block, Block::Subtitle(_)) && !in_title {
                first.space_before = SUBTITLE_GAP;
            }
        }
        // A signature never stands alone on a page: the last of the text comes with it.
        if let (Block::Signatures(_), Some(last)) = (block, slabs.last_mut()) {
            let last: &mut Slab = last;
            last.keep_with_next = true;
        }
        in_title = matches!(
            block,
            Block::Letterhead | Block::Title(_) | Block::Subtitle(_)
        );
        slabs.append(&mut made);
    }
    Ok(slabs)
}

/// One line of text as an operation, standing as `align` says between `x` and `x + width`, its box starting at `y`.
pub fn line_op(line: &Line, align: Align, size: f32, x: f32, y: f32, width: f32) -> Op {
    let free = (width - line.width).max(0.0);
    let (x, stretch) = match align {
        Align::Left => (x, 0.0),
        Align::Centre => (x + free / 2.0, 0.0),
        Align::Right => (x + free, 0.0),
        Align::Justified if line.ends || line.blanks == 0 => (x, 0.0),
        Align::Justified => (x, free / line.blanks as f32),
    };
    Op::Text {
        x,
        y: y + size * ASCENT,
        size,
        runs: line.runs.clone(),
        stretch,
        grey: 0,
    }
}

/// A slab a line; at least two lines stay together at either end.
pub fn line_slabs(rows: Vec<Vec<Op>>, height: f32) -> Vec<Slab> {
    let count = rows.len();
    rows.into_iter()
        .enumerate()
        .map(|(at, ops)| Slab {
            height,
            ops,
            keep_with_next: count > 1 && (at == 0 || at + 2 == count),
            ..Slab::default()
        })
        .collect()
}

/// Every span in bold.
pub fn bold(text: &Inlines) -> Inlines {
    text.iter()
        .map(|span| Span {
            face: Face::Bold,
            ..span.clone()
        })
        .collect()
}

/// A marker of a list at the head of a text (`1.`, `a.`, `(2)`, `-`), and the rest.
pub fn split_marker(text: &str) -> Option<(&str, &str)> {
    let (marker, rest) = text.split_once(' ')?;
    let core = marker.trim_start_matches('(');
    let core = core
        .strip_suffix(['.', ')'])
        .unwrap_or(if marker == "-" { "-" } else { "" });
    let numbered = !core.is_empty() && core.len() <= 3 && core.bytes().all(|b| b.is_ascii_digit());
    let lettered = core.len() == 1 && core.bytes().all(|b| b.is_ascii_lowercase());
    (numbered || lettered || marker == "-").then_some((marker, rest.trim_start()))
}

fn spaced(mut slabs: Vec<Slab>, before: f32) -> Vec<Slab> {
    if let Some(first) = slabs.first_mut() {
        first.space_before = before;
    }
    slabs
}

fn centred_heading(text: &Inlines, size: f32, fonts: &FontSet) -> Vec<Slab> {
    let rows = wrap(text, size, CONTENT_WIDTH, fonts)
        .iter()
        .map(|line| vec![line_op(line, Align::Centre, size, 0.0, 0.0, CONTENT_WIDTH)])
        .collect();
    let mut slabs = line_slabs(rows, line_height(size));
    slabs.iter_mut().for_each(|slab| slab.keep_with_next = true);
    slabs
}

fn heading(text: &Inlines, fonts: &FontSet) -> Vec<Slab> {
    let rows = wrap(text, BODY, CONTENT_WIDTH, fonts)
        .iter()
        .map(|line| vec![line_op(line, Align::Left, BODY, 0.0, 0.0, CONTENT_WIDTH)])
        .collect();
    let mut slabs = spaced(line_slabs(rows, line_height(BODY) + 1.0), 11.0);
    slabs.iter_mut().for_each(|slab| slab.keep_with_next = true);
    slabs
}

fn paragraph(text: &Inlines, align: Align, size: f32, indent: f32, fonts: &FontSet) -> Vec<Slab> {
    let width = CONTENT_WIDTH - 2.0 * indent;
    let rows = wrap(text, size, width, fonts)
        .iter()
        .map(|line| vec![line_op(line, align, size, indent, 0.0, width)])
        .collect();
    let mut slabs = spaced(line_slabs(rows, line_height(size)), PARAGRAPH_GAP);
    // What a colon announces follows on the same page.
    let announces = text.last().is_some_and(|span| span.text.ends_with(':'));
    if let Some(last) = slabs.last_mut() {
        last.keep_with_next |= announces;
    }
    slabs
}

fn list(items: &[ListItem], fonts: &FontSet) -> Vec<Slab> {
    let mut slabs = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let indent = LIST_INDENT * item.level as f32;
        let rows = hanging_rows(
            &item.marker,
            &item.text,
            indent,
            LIST_INDENT,
            CONTENT_WIDTH,
            fonts,
        );
        slabs.extend(spaced(
            line_slabs(rows, line_height(BODY)),
            if at == 0 { PARAGRAPH_GAP } else { 2.0 },
        ));
    }
    slabs
}

/// Lines with a marker hanging to the left of them.
fn hanging_rows(
    marker: &str,
    text: &Inlines,
    x: f32,
    hang: f32,
    right: f32,
    fonts: &FontSet,
) -> Vec<Vec<Op>> {
    let shown = if marker == "-" { "•" } else { marker };
    let marker = vec![Span {
        text: shown.to_owned(),
        face: Face::Regular,
    }];
    let width = right - x - hang;
    let mut rows: Vec<Vec<Op>> = wrap(text, BODY, width, fonts)
        .iter()
        .map(|line| vec![line_op(line, Align::Justified, BODY, x + hang, 0.0, width)])
        .collect();
    if let Some(first) = rows.first_mut() {
        let marks = wrap(&marker, BODY, hang, fonts);
        first.splice(
            0..0,
            marks
                .iter()
                .map(|line| line_op(line, Align::Left, BODY, x, 0.0, hang)),
        );
    }
    rows
}

/// One width for all labels of a paper, so that its colons stand below each other.
fn label_width(blocks: &[Block], fonts: &FontSet) -> f32 {
    let natural = blocks
        .iter()
        .filter_map(|block| match block {
            Block::Entries(entries) => Some(entries),
            _ => None,
        })
        .flatten()
        .flat_map(|entry| wrap(&entry.label, BODY, CONTENT_WIDTH, fonts))
        .map(|line| line.width)
        .fold(0.0, f32::max);
    natural.clamp(60.0, CONTENT_WIDTH * 0.36) + 8.0
}

fn entries_block(entries: &[Entry], label_width: f32, fonts: &FontSet) -> Vec<Slab> {
    let value_x = label_width + COLON;
    let mut slabs = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let mut rows = value_rows(&entry.value, value_x, fonts);
        if !entry.label.is_empty() {
            let labels = wrap(&entry.label, BODY, label_width - 4.0, fonts);
            rows.resize_with(rows.len().max(labels.len()), Vec::new);
            for (at, (row, label)) in rows.iter_mut().zip(&labels).enumerate() {
                let mut ops = vec![line_op(label, Align::Left, BODY, 0.0, 0.0, label_width)];
                if at == 0 {
                    let colon = vec![Span {
                        text: ":".to_owned(),
                        face: Face::Regular,
                    }];
                    let colons = wrap(&colon, BODY, COLON, fonts);
                    ops.extend(
                        colons
                            .iter()
                            .map(|line| line_op(line, Align::Left, BODY, label_width, 0.0, COLON)),
                    );
                }
                row.splice(0..0, ops);
            }
        }
        let gap = match (at, entry.label.is_empty()) {
            (0, _) => PARAGRAPH_GAP,
            (_, false) => 3.0,
            (_, true) => 1.0,
        };
        slabs.extend(spaced(line_slabs(rows, line_height(BODY)), gap));
    }
    slabs
}

fn value_rows(value: &Inlines, x: f32, fonts: &FontSet) -> Vec<Vec<Op>> {
    if let Some((first, others)) = value.split_first()
        && let Some((marker, rest)) = split_marker(&first.text)
    {
        let mut text = vec![Span {
            text: rest.to_owned(),
            face: first.face,
        }];
        text.extend_from_slice(others);
        return hanging_rows(marker, &text, x, LIST_INDENT, CONTENT_WIDTH, fonts);
    }
    let width = CONTENT_WIDTH - x;
    wrap(value, BODY, width, fonts)
        .iter()
        .map(|line| vec![line_op(line, Align::Justified, BODY, x, 0.0, width)])
        .collect()
}

fn rule() -> Slab {
    Slab {
        height: 6.0,
        space_before: 4.0,
        ops: vec![Op::Line {
            from: (0.0, 3.0),
            to: (CONTENT_WIDTH, 3.0),
            width: 0.5,
        }],
        ..Slab::default()
    }
}
