//! Tables: wrapped cells, a shaded header that comes again on each page, rows that break only when they are long.

use std::rc::Rc;

use super::block::{Align, Column, Inlines};
use super::build::{CELL, bold, line_height, line_op};
use super::flow::{Op, RectPaint, Slab};
use super::fonts::FontSet;
use super::page::CONTENT_WIDTH;
use super::wrap::{Line, wrap};

const PAD_X: f32 = 4.0;
const PAD_Y: f32 = 2.5;
const BORDER: f32 = 0.5;
const GAP_BELOW: f32 = 4.0;
const HEADER_GREY: u8 = 232;
/// A row of more lines than this may be cut by a page.
const LONG_ROW: usize = 14;

/// The slabs of a table.
pub fn table(
    columns: &[Column],
    header: &[Inlines],
    rows: &[Vec<Inlines>],
    fonts: &FontSet,
) -> Vec<Slab> {
    let edges = edges(columns);
    let header = (!header.is_empty()).then(|| {
        let cells: Vec<Inlines> = header.iter().map(bold).collect();
        let centred: Vec<Column> = columns
            .iter()
            .map(|column| Column {
                align: Align::Centre,
                ..*column
            })
            .collect();
        let mut slab = whole_row(&cells, &centred, &edges, fonts);
        let fill = Op::Rect {
            x: 0.0,
            y: 0.0,
            width: CONTENT_WIDTH,
            height: slab.height,
            paint: RectPaint::Fill(HEADER_GREY),
        };
        slab.ops.insert(0, fill);
        slab.ops.push(horizontal(0.0));
        Rc::new(slab)
    });

    let mut slabs: Vec<Slab> = Vec::new();
    if let Some(header) = &header {
        slabs.push(Slab {
            keep_with_next: true,
            ..Slab::clone(header)
        });
    }
    for row in rows {
        slabs.extend(
            row_slabs(row, columns, &edges, fonts)
                .into_iter()
                .map(|slab| Slab {
                    header: header.clone(),
                    ..slab
                }),
        );
    }
    if let Some(last) = slabs.last_mut() {
        last.height += GAP_BELOW;
    }
    if let Some(first) = slabs.first_mut() {
        first.space_before = 6.0;
        first.ops.push(horizontal(0.0));
    }
    slabs
}

/// The x positions of the vertical lines, one more than there are columns.
fn edges(columns: &[Column]) -> Vec<f32> {
    let total: f32 = columns.iter().map(|column| column.weight).sum();
    let mut edges = vec![0.0];
    let mut x = 0.0;
    for column in columns {
        x += CONTENT_WIDTH * column.weight / total;
        edges.push(x);
    }
    edges
}

fn wrapped(cells: &[Inlines], edges: &[f32], fonts: &FontSet) -> Vec<Vec<Line>> {
    cells
        .iter()
        .zip(edges.windows(2))
        .map(|(cell, edge)| wrap(cell, CELL, edge[1] - edge[0] - 2.0 * PAD_X, fonts))
        .collect()
}

fn row_slabs(cells: &[Inlines], columns: &[Column], edges: &[f32], fonts: &FontSet) -> Vec<Slab> {
    let lines = wrapped(cells, edges, fonts);
    let count = lines.iter().map(Vec::len).max().unwrap_or_default();
    if count <= LONG_ROW {
        return vec![whole_row(cells, columns, edges, fonts)];
    }
    (0..count)
        .map(|at| {
            let first = at == 0;
            let last = at + 1 == count;
            let top = if first { PAD_Y } else { 0.0 };
            let height = line_height(CELL) + top + if last { PAD_Y } else { 0.0 };
            let mut ops = verticals(edges, height);
            for ((cell, column), edge) in lines.iter().zip(columns).zip(edges.windows(2)) {
                ops.extend(cell.get(at).map(|line| cell_line(line, *column, edge, top)));
            }
            if last {
                ops.push(horizontal(height));
            }
            Slab {
                height,
                ops,
                keep_with_next: first || at + 2 == count,
                closing: if first {
                    Vec::new()
                } else {
                    vec![horizontal(0.0)]
                },
                ..Slab::default()
            }
        })
        .collect()
}

fn whole_row(cells: &[Inlines], columns: &[Column], edges: &[f32], fonts: &FontSet) -> Slab {
    let lines = wrapped(cells, edges, fonts);
    let count = lines.iter().map(Vec::len).max().unwrap_or_default().max(1);
    let height = count as f32 * line_height(CELL) + 2.0 * PAD_Y;
    let mut ops = verticals(edges, height);
    for ((cell, column), edge) in lines.iter().zip(columns).zip(edges.windows(2)) {
        ops.extend(cell.iter().enumerate().map(|(at, line)| {
            cell_line(line, *column, edge, PAD_Y + at as f32 * line_height(CELL))
        }));
    }
    ops.push(horizontal(height));
    Slab {
        height,
        ops,
        ..Slab::default()
    }
}

fn cell_line(line: &Line, column: Column, edge: &[f32], y: f32) -> Op {
    let width = edge[1] - edge[0] - 2.0 * PAD_X;
    line_op(line, column.align, CELL, edge[0] + PAD_X, y, width)
}

fn verticals(edges: &[f32], height: f32) -> Vec<Op> {
    edges
        .iter()
        .map(|x| Op::Line {
            from: (*x, 0.0),
            to: (*x, height),
            width: BORDER,
        })
        .collect()
}

fn horizontal(y: f32) -> Op {
    Op::Line {
        from: (0.0, y),
        to: (CONTENT_WIDTH, y),
        width: BORDER,
    }
}
