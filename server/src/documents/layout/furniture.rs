//! The fixed parts of an official paper: letterhead, signature blocks, the verification panel, head and foot of each page.

use std::rc::Rc;

use krilla::geom::{PathBuilder, Rect};
use qrcode::{Color, EcLevel, QrCode};
use serde::{Deserialize, Serialize};

use super::block::{Align, Face, Inlines, SignatureColumn, Span};
use super::build::{BODY, SMALL, bold, line_height, line_op};
use super::crest::Crest;
use super::flow::{Op, PageOps, RectPaint, Slab};
use super::fonts::FontSet;
use super::page::{self, CONTENT_WIDTH};
use super::wrap::wrap;
use super::{LayoutError, Sheet};

/// Kop surat: who issues the paper.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Letterhead {
    /// From the higher to the issuing office; the last is set largest.
    pub offices: Vec<String>,
    /// Street, telephone, web: small lines below.
    pub address: Vec<String>,
    /// The emblem at the left.
    pub crest: Option<Crest>,
}

const CREST_HEIGHT: f32 = 56.0;
const SEAL: f32 = 7.0;
const FOOT: f32 = 7.0;
const WET_SIGNATURE_ROOM: f32 = 52.0;
const QR_SIZE: f32 = 92.0;
/// Also the quiet zone of the QR code: at least four modules (ISO/IEC 18004).
const PANEL_PAD: f32 = 13.0;

fn plain(text: &str, face: Face) -> Inlines {
    vec![Span {
        text: text.to_owned(),
        face,
    }]
}

/// Draws lines one below the other from `y`; returns where the next would start.
struct Stack<'a> {
    ops: Vec<Op>,
    y: f32,
    fonts: &'a FontSet,
}

impl Stack<'_> {
    fn add(&mut self, text: &Inlines, align: Align, size: f32, x: f32, width: f32) {
        for line in wrap(text, size, width, self.fonts) {
            self.ops.push(line_op(&line, align, size, x, self.y, width));
            self.y += line_height(size);
        }
    }
}

/// The letterhead with its double line.
pub fn letterhead(letterhead: &Letterhead, fonts: &FontSet) -> Result<Vec<Slab>, LayoutError> {
    let mut stack = Stack {
        ops: Vec::new(),
        y: 0.0,
        fonts,
    };
    let mut left = 0.0;
    if let Some(crest) = &letterhead.crest {
        let (width, outlines) = crest.outlines(CREST_HEIGHT)?;
        left = width + 10.0;
        stack
            .ops
            .extend(outlines.into_iter().map(|(path, fill)| Op::Shape {
                x: 0.0,
                y: 0.0,
                path: Rc::new(path),
                fill,
            }));
    }
    // The crest's room is kept free at both sides, so that the lines stand in the middle of the page.
    let width = CONTENT_WIDTH - 2.0 * left;
    let last = letterhead.offices.len().saturating_sub(1);
    for (at, office) in letterhead.offices.iter().enumerate() {
        let size = if at == last { 13.5 } else { 11.5 };
        stack.add(&plain(office, Face::Bold), Align::Centre, size, left, width);
    }
    for line in &letterhead.address {
        stack.add(
            &plain(line, Face::Regular),
            Align::Centre,
            SMALL,
            left,
            width,
        );
    }
    let bottom = stack.y.max(if left > 0.0 { CREST_HEIGHT } else { 0.0 }) + 6.0;
    for (y, width) in [(bottom, 1.6), (bottom + 2.4, 0.5)] {
        stack.ops.push(Op::Line {
            from: (0.0, y),
            to: (CONTENT_WIDTH, y),
            width,
        });
    }
    Ok(vec![Slab {
        height: bottom + 16.0,
        ops: stack.ops,
        keep_with_next: true,
        ..Slab::default()
    }])
}

/// Signers side by side, two in a row; one alone stands right, an odd last one in the middle. Each row is one slab.
pub fn signatures(columns: &[SignatureColumn], fonts: &FontSet) -> Vec<Slab> {
    const GAP: f32 = 24.0;
    let half = (CONTENT_WIDTH - GAP) / 2.0;
    columns
        .chunks(2)
        .map(|pair| {
            // Seals and names of neighbours stand at the same height.
            let above = pair
                .iter()
                .map(|column| signature_part(&column.above, half, fonts).y)
                .fold(0.0, f32::max);
            let seal = pair
                .iter()
                .map(|column| seal_height(column, half, fonts))
                .fold(0.0, f32::max);
            let mut ops = Vec::new();
            let mut bottom = 0.0_f32;
            for (at, column) in pair.iter().enumerate() {
                let x = match (pair.len(), columns.len()) {
                    (1, 1) => half + GAP,
                    (1, _) => (CONTENT_WIDTH - half) / 2.0,
                    _ => (half + GAP) * at as f32,
                };
                let head = signature_part(&column.above, half, fonts);
                let shift = above - head.y;
                ops.extend(head.ops.into_iter().map(|op| op.moved(x, shift)));
                ops.extend(
                    seal_ops(column, half, fonts)
                        .into_iter()
                        .map(|op| op.moved(x, above + 4.0)),
                );
                let foot = signature_part(&column.below, half, fonts);
                let top = above + 4.0 + seal + 4.0;
                bottom = bottom.max(top + foot.y);
                ops.extend(foot.ops.into_iter().map(|op| op.moved(x, top)));
            }
            Slab {
                height: bottom,
                space_before: 16.0,
                ops,
                ..Slab::default()
            }
        })
        .collect()
}

fn signature_part<'a>(lines: &[Inlines], width: f32, fonts: &'a FontSet) -> Stack<'a> {
    let mut stack = Stack {
        ops: Vec::new(),
        y: 0.0,
        fonts,
    };
    for line in lines {
        stack.add(line, Align::Centre, BODY, 0.0, width);
    }
    stack
}

fn seal_text<'a>(column: &SignatureColumn, width: f32, fonts: &'a FontSet) -> Stack<'a> {
    let mut stack = Stack {
        ops: Vec::new(),
        y: 5.0,
        fonts,
    };
    for line in &column.seal {
        stack.add(line, Align::Centre, SEAL, 8.0, width - 16.0);
    }
    stack
}

fn seal_height(column: &SignatureColumn, width: f32, fonts: &FontSet) -> f32 {
    if column.seal.is_empty() {
        return WET_SIGNATURE_ROOM;
    }
    seal_text(column, width, fonts).y + 5.0
}

fn seal_ops(column: &SignatureColumn, width: f32, fonts: &FontSet) -> Vec<Op> {
    if column.seal.is_empty() {
        return Vec::new();
    }
    let text = seal_text(column, width, fonts);
    let frame = |inset: f32, line: f32| Op::Rect {
        x: inset,
        y: inset,
        width: width - 2.0 * inset,
        height: text.y + 5.0 - 2.0 * inset,
        paint: RectPaint::Frame(line),
    };
    let mut ops = vec![frame(0.0, 0.8), frame(2.0, 0.3)];
    ops.extend(text.ops);
    ops
}

/// The framed panel: QR code at the left, text at the right.
pub fn verification(
    lines: &[Inlines],
    url: &str,
    fonts: &FontSet,
) -> Result<Vec<Slab>, LayoutError> {
    let text_x = PANEL_PAD + QR_SIZE + PANEL_PAD + 2.0;
    let mut stack = Stack {
        ops: Vec::new(),
        y: PANEL_PAD,
        fonts,
    };
    for line in lines {
        stack.add(
            line,
            Align::Left,
            SMALL,
            text_x,
            CONTENT_WIDTH - text_x - PANEL_PAD,
        );
        stack.y += 1.5;
    }
    let height = stack.y.max(PANEL_PAD + QR_SIZE) + PANEL_PAD;
    let mut ops = vec![Op::Rect {
        x: 0.0,
        y: 0.0,
        width: CONTENT_WIDTH,
        height,
        paint: RectPaint::Frame(0.8),
    }];
    ops.extend(qr(url, PANEL_PAD, PANEL_PAD, QR_SIZE)?);
    ops.push(Op::Link {
        x: PANEL_PAD,
        y: PANEL_PAD,
        width: QR_SIZE,
        height: QR_SIZE,
        url: url.to_owned(),
    });
    ops.extend(stack.ops);
    Ok(vec![Slab {
        height,
        space_before: 14.0,
        ops,
        ..Slab::default()
    }])
}

/// The QR code as one outline: dark modules of a row are joined, so that no hairline shows between them.
fn qr(text: &str, x: f32, y: f32, size: f32) -> Result<Vec<Op>, LayoutError> {
    let code =
        QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| LayoutError::QrCode)?;
    let modules = code.width();
    let unit = size / modules as f32;
    let mut builder = PathBuilder::new();
    for (row, colors) in code.to_colors().chunks(modules).enumerate() {
        let mut at = 0;
        for stretch in colors.chunk_by(|a, b| a == b) {
            if stretch[0] == Color::Dark {
                let (left, top) = (at as f32 * unit, row as f32 * unit);
                let width = stretch.len() as f32 * unit;
                let rect = Rect::from_xywh(left, top, width, unit).ok_or(LayoutError::QrCode)?;
                builder.push_rect(rect);
            }
            at += stretch.len();
        }
    }
    let path = builder.finish().ok_or(LayoutError::QrCode)?;
    Ok(vec![Op::Shape {
        x,
        y,
        path: Rc::new(path),
        fill: [0, 0, 0],
    }])
}

/// Adds the running head (from the second page on), the footer and the page number.
pub fn with_head_and_foot(
    mut pages: Vec<PageOps>,
    sheet: &Sheet<'_>,
    fonts: &FontSet,
) -> Vec<PageOps> {
    let count = pages.len();
    for (at, page) in pages.iter_mut().enumerate() {
        if at > 0 {
            let mut head = Stack {
                ops: Vec::new(),
                y: 28.0,
                fonts,
            };
            head.add(
                &plain(sheet.running_head, Face::Italic),
                Align::Right,
                FOOT,
                0.0,
                CONTENT_WIDTH,
            );
            page.extend(
                head.ops
                    .into_iter()
                    .take(1)
                    .map(|op| grey(op.moved(page::LEFT, 0.0))),
            );
        }
        let top = page::BOTTOM + 14.0;
        page.push(Op::Line {
            from: (page::LEFT, top),
            to: (page::LEFT + CONTENT_WIDTH, top),
            width: 0.4,
        });
        const NUMBER_WIDTH: f32 = 76.0;
        let mut foot = Stack {
            ops: Vec::new(),
            y: top + 4.0,
            fonts,
        };
        for line in sheet.footer {
            foot.add(
                &plain(line, Face::Regular),
                Align::Left,
                FOOT,
                0.0,
                CONTENT_WIDTH - NUMBER_WIDTH,
            );
        }
        let link_height = foot.y - top;
        foot.y = top + 4.0;
        let number = bold(&plain(
            &format!("Halaman {} dari {count}", at + 1),
            Face::Bold,
        ));
        foot.add(
            &number,
            Align::Right,
            FOOT,
            CONTENT_WIDTH - NUMBER_WIDTH,
            NUMBER_WIDTH,
        );
        page.extend(
            foot.ops
                .into_iter()
                .map(|op| grey(op.moved(page::LEFT, 0.0))),
        );
        page.push(Op::Link {
            x: page::LEFT,
            y: top,
            width: CONTENT_WIDTH - NUMBER_WIDTH,
            height: link_height,
            url: sheet.verify_url.to_owned(),
        });
    }
    pages
}

fn grey(op: Op) -> Op {
    match op {
        Op::Text {
            x,
            y,
            size,
            runs,
            stretch,
            ..
        } => Op::Text {
            x,
            y,
            size,
            runs,
            stretch,
            grey: 70,
        },
        other => other,
    }
}
