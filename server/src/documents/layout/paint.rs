//! Pages into PDF bytes, as PDF/A-2u: an archive form with embedded fonts and text that can be extracted.

use krilla::Document;
use krilla::SerializeSettings;
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::geom::{Path, PathBuilder, Point, Rect, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;

use chrono::{Datelike as _, Timelike as _};

use super::flow::{Op, PageOps, RectPaint};
use super::fonts::FontSet;
use super::{Info, LayoutError, page};

/// Draws the pages.
pub fn pdf(pages: &[PageOps], info: &Info<'_>, fonts: &FontSet) -> Result<Vec<u8>, LayoutError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_U)
        .finish()
        .map_err(|problem| LayoutError::Pdf(format!("{problem:?}")))?;
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    document.set_metadata(metadata(info));
    for ops in pages {
        let size = PageSettings::from_wh(page::WIDTH, page::HEIGHT)
            .ok_or_else(|| LayoutError::Pdf("page size".into()))?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        for op in ops {
            draw(&mut surface, op, fonts);
        }
        surface.finish();
        for op in ops {
            if let Some(link) = link(op) {
                page.add_annotation(link);
            }
        }
        page.finish();
    }
    document
        .finish()
        .map_err(|problem| LayoutError::Pdf(format!("{problem:?}")))
}

fn metadata(info: &Info<'_>) -> Metadata {
    let at = info.created;
    let offset_minutes = at.offset().local_minus_utc() / 60;
    let created = DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(at.month() as u8)
        .day(at.day() as u8)
        .hour(at.hour() as u8)
        .minute(at.minute() as u8)
        .second(at.second() as u8)
        .utc_offset_hour((offset_minutes / 60) as i8)
        .utc_offset_minute((offset_minutes % 60).unsigned_abs() as u8);
    Metadata::new()
        .title(info.title.to_owned())
        .description(info.subject.to_owned())
        .authors(vec![info.author.to_owned()])
        .keywords(info.keywords.to_vec())
        .language(info.language.to_owned())
        .creator("Mufakat".to_owned())
        .producer("Mufakat".to_owned())
        .creation_date(created)
}

fn draw(surface: &mut Surface<'_>, op: &Op, fonts: &FontSet) {
    match op {
        Op::Text {
            x,
            y,
            size,
            runs,
            stretch,
            grey,
        } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill([*grey; 3])));
            let mut x = *x;
            for run in runs {
                let mut glyphs = fonts.shape(run.face, &run.text);
                if *stretch > 0.0 {
                    for glyph in &mut glyphs {
                        if run.text.get(glyph.text_range.clone()) == Some(" ") {
                            glyph.x_advance += stretch / size;
                        }
                    }
                }
                let start = Point::from_xy(x, *y);
                surface.draw_glyphs(
                    start,
                    &glyphs,
                    fonts.font(run.face),
                    &run.text,
                    *size,
                    false,
                );
                x += size * glyphs.iter().map(|glyph| glyph.x_advance).sum::<f32>();
            }
        }
        Op::Line { from, to, width } => {
            let mut builder = PathBuilder::new();
            builder.move_to(from.0, from.1);
            builder.line_to(to.0, to.1);
            stroke(surface, builder.finish(), *width);
        }
        Op::Rect {
            x,
            y,
            width,
            height,
            paint,
        } => {
            let Some(rect) = Rect::from_xywh(*x, *y, *width, *height) else {
                return;
            };
            let mut builder = PathBuilder::new();
            builder.push_rect(rect);
            match paint {
                RectPaint::Frame(line) => stroke(surface, builder.finish(), *line),
                RectPaint::Fill(grey) => filled(surface, builder.finish().as_ref(), [*grey; 3]),
            }
        }
        Op::Shape { x, y, path, fill } => {
            surface.push_transform(&Transform::from_translate(*x, *y));
            filled(surface, Some(path), *fill);
            surface.pop();
        }
        Op::Link { .. } => {}
    }
}

fn link(op: &Op) -> Option<Annotation> {
    let Op::Link {
        x,
        y,
        width,
        height,
        url,
    } = op
    else {
        return None;
    };
    let rect = Rect::from_xywh(*x, *y, *width, *height)?;
    let target = Target::Action(Action::Link(LinkAction::new(url.clone())));
    Some(Annotation::new_link(
        LinkAnnotation::new(rect, target),
        Some(url.clone()),
    ))
}

fn fill([red, green, blue]: [u8; 3]) -> Fill {
    Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        ..Fill::default()
    }
}

fn filled(surface: &mut Surface<'_>, path: Option<&Path>, color: [u8; 3]) {
    let Some(path) = path else { return };
    surface.set_stroke(None);
    surface.set_fill(Some(fill(color)));
    surface.draw_path(path);
}

fn stroke(surface: &mut Surface<'_>, path: Option<Path>, width: f32) {
    let Some(path) = path else { return };
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: rgb::Color::new(0, 0, 0).into(),
        width,
        ..Stroke::default()
    }));
    surface.draw_path(&path);
}
