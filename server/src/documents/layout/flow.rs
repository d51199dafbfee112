//! Placing slabs on pages: what belongs together stays together, headers of tables come again.

use std::rc::Rc;

use krilla::geom::Path;

use super::LayoutError;
use super::page;
use super::wrap::Run;

/// No paper of ours is longer; a template in an endless loop stops here.
const MAX_PAGES: usize = 300;

/// One thing to draw. Positions are relative to the slab until it is placed, then to the page.
#[derive(Clone)]
pub enum Op {
    /// A line of text from `x`, with its baseline at `y`.
    Text {
        x: f32,
        y: f32,
        size: f32,
        runs: Vec<Run>,
        /// Added to each blank of a stretched line.
        stretch: f32,
        /// 0 black, 255 white.
        grey: u8,
    },
    /// A straight line.
    Line {
        from: (f32, f32),
        to: (f32, f32),
        width: f32,
    },
    /// A rectangle, filled or framed.
    Rect {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        paint: RectPaint,
    },
    /// A filled outline in its own coordinates, moved to `x`, `y`.
    Shape {
        x: f32,
        y: f32,
        path: Rc<Path>,
        fill: [u8; 3],
    },
    /// An area that leads to an address.
    Link {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        url: String,
    },
}

/// How a rectangle is painted.
#[derive(Clone, Copy, Debug)]
pub enum RectPaint {
    /// Filled with a grey.
    Fill(u8),
    /// Framed by a line of this width.
    Frame(f32),
}

impl Op {
    /// The same thing, `dx` to the right and `dy` further down.
    pub fn moved(mut self, dx: f32, dy: f32) -> Self {
        match &mut self {
            Self::Text { x, y, .. }
            | Self::Rect { x, y, .. }
            | Self::Shape { x, y, .. }
            | Self::Link { x, y, .. } => {
                *x += dx;
                *y += dy;
            }
            Self::Line { from, to, .. } => {
                for point in [from, to] {
                    point.0 += dx;
                    point.1 += dy;
                }
            }
        }
        self
    }
}

/// A slice of the paper that is never cut.
#[derive(Clone, Default)]
pub struct Slab {
    pub height: f32,
    /// Room above, dropped at the head of a page.
    pub space_before: f32,
    pub ops: Vec<Op>,
    /// Never the last on its page, unless the chain is taller than a page.
    pub keep_with_next: bool,
    /// Drawn again above this slab when it starts a page.
    pub header: Option<Rc<Slab>>,
    /// Drawn below the slab before this one when this one starts a page: the lower edge of an open frame.
    pub closing: Vec<Op>,
    /// Starts a new page.
    pub page_break: bool,
}

/// What is drawn on one page.
pub type PageOps = Vec<Op>;

/// Distributes the slabs over pages.
pub fn paginate(slabs: Vec<Slab>) -> Result<Vec<PageOps>, LayoutError> {
    let mut pages = vec![PageOps::new()];
    let mut y = page::TOP;
    let mut page_is_empty = true;
    let mut chain_fits_until = 0;
    for (at, slab) in slabs.iter().enumerate() {
        if at >= chain_fits_until {
            let length = 1 + slabs[at..]
                .iter()
                .take_while(|slab| slab.keep_with_next)
                .count();
            let chain = &slabs[at..(at + length).min(slabs.len())];
            let needed: f32 = chain
                .iter()
                .map(|slab| slab.space_before + slab.height)
                .sum();
            let header = slab.header.as_ref().map_or(0.0, |header| header.height);
            let whole_page = page::BOTTOM - page::TOP - header;
            let fits = y + needed <= page::BOTTOM;
            // A chain taller than a page cannot be helped: then each slab is placed where it fits.
            let together = needed <= whole_page;
            let slab_fits = y + slab.space_before + slab.height <= page::BOTTOM;
            if together {
                chain_fits_until = at + chain.len();
            }
            let breaks = slab.page_break || if together { !fits } else { !slab_fits };
            if breaks && !page_is_empty {
                if pages.len() >= MAX_PAGES {
                    return Err(LayoutError::TooLong(MAX_PAGES));
                }
                if let Some(page) = pages.last_mut() {
                    page.extend(
                        slab.closing
                            .iter()
                            .cloned()
                            .map(|op| op.moved(page::LEFT, y)),
                    );
                }
                pages.push(PageOps::new());
                y = page::TOP;
                page_is_empty = true;
                if let (Some(header), Some(page)) = (&slab.header, pages.last_mut()) {
                    page.extend(header.ops.iter().cloned().map(|op| op.moved(page::LEFT, y)));
                    y += header.height;
                }
            }
        }
        if !page_is_empty {
            y += slab.space_before;
        }
        if let Some(page) = pages.last_mut() {
            page.extend(slab.ops.iter().cloned().map(|op| op.moved(page::LEFT, y)));
        }
        y += slab.height;
        page_is_empty = false;
    }
    Ok(pages)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slab(height: f32) -> Slab {
        Slab {
            height,
            ops: vec![Op::Line {
                from: (0.0, 0.0),
                to: (1.0, 0.0),
                width: height,
            }],
            ..Slab::default()
        }
    }

    fn heights(pages: &[PageOps]) -> Vec<Vec<f32>> {
        let height = |op: &Op| {
            if let Op::Line { width, .. } = op {
                *width
            } else {
                0.0
            }
        };
        pages
            .iter()
            .map(|page| page.iter().map(height).collect())
            .collect()
    }

    #[test]
    fn a_heading_moves_with_what_follows_it() -> Result<(), LayoutError> {
        let heading = Slab {
            keep_with_next: true,
            ..slab(20.0)
        };
        let pages = paginate(vec![slab(650.0), heading, slab(60.0)])?;
        assert_eq!(heights(&pages), [vec![650.0], vec![20.0, 60.0]]);
        Ok(())
    }

    #[test]
    fn a_table_repeats_its_header_on_each_page() -> Result<(), LayoutError> {
        let header = Rc::new(slab(10.0));
        let row = |height| Slab {
            header: Some(header.clone()),
            ..slab(height)
        };
        let pages = paginate(vec![
            slab(10.0),
            row(600.0),
            row(300.0),
            row(300.0),
            row(300.0),
        ])?;
        assert_eq!(
            heights(&pages),
            [
                vec![10.0, 600.0],
                vec![10.0, 300.0, 300.0],
                vec![10.0, 300.0]
            ]
        );
        Ok(())
    }

    #[test]
    fn a_chain_taller_than_a_page_is_still_placed() -> Result<(), LayoutError> {
        let chained = || Slab {
            keep_with_next: true,
            ..slab(300.0)
        };
        let pages = paginate(vec![chained(), chained(), chained(), slab(300.0)])?;
        assert_eq!(heights(&pages), [vec![300.0, 300.0], vec![300.0, 300.0]]);
        Ok(())
    }

    #[test]
    fn a_paper_without_end_is_refused() {
        let endless = vec![slab(700.0); MAX_PAGES + 1];
        assert!(matches!(paginate(endless), Err(LayoutError::TooLong(_))));
    }
}
