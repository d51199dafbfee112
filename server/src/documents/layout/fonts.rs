//! The embedded fonts (Noto Serif, see NOTICE) and shaping with them.

use std::sync::LazyLock;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, ShapePlan, UnicodeBuffer, script, shape_with_plan};

use super::LayoutError;
use super::block::Face;
use crate::documents::invisible::is_invisible;

static REGULAR: &[u8] = include_bytes!("../../../assets/fonts/NotoSerif-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../../../assets/fonts/NotoSerif-Bold.ttf");
static ITALIC: &[u8] = include_bytes!("../../../assets/fonts/NotoSerif-Italic.ttf");

static SHARED: LazyLock<Option<FontSet>> = LazyLock::new(|| {
    Some(FontSet {
        regular: Loaded::read(REGULAR)?,
        bold: Loaded::read(BOLD)?,
        italic: Loaded::read(ITALIC)?,
    })
});

/// Stands for characters that the fonts do not have; a paper with a hole in a name must show that there is one.
const MISSING: &str = "\u{fffd}";

/// Signs outside the family, in signs inside it.
fn spelt(c: char) -> &'static str {
    match c {
        '≥' => ">=",
        '≤' => "<=",
        '≠' => "!=",
        '→' => "->",
        '←' => "<-",
        '☐' => "[ ]",
        '☑' | '☒' | '✓' | '✔' => "[x]",
        '✗' | '✘' => "[-]",
        '■' | '●' | '▪' => "•",
        _ => MISSING,
    }
}

struct Loaded {
    font: Font,
    face: rustybuzz::Face<'static>,
    /// Making a plan costs more than shaping a word with it.
    plan: ShapePlan,
}

impl Loaded {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let face = rustybuzz::Face::from_slice(bytes, 0)?;
        let plan = ShapePlan::new(
            &face,
            Direction::LeftToRight,
            Some(script::LATIN),
            None,
            &[],
        );
        Some(Self {
            font: Font::new(bytes.into(), 0)?,
            face,
            plan,
        })
    }
}

/// The three faces, read once per process.
pub struct FontSet {
    regular: Loaded,
    bold: Loaded,
    italic: Loaded,
}

impl FontSet {
    /// The set that every paper uses.
    pub fn shared() -> Result<&'static Self, LayoutError> {
        SHARED.as_ref().ok_or(LayoutError::Font)
    }

    fn loaded(&self, face: Face) -> &Loaded {
        match face {
            Face::Regular => &self.regular,
            Face::Bold => &self.bold,
            Face::Italic => &self.italic,
        }
    }

    /// krilla's handle on the face.
    pub fn font(&self, face: Face) -> Font {
        self.loaded(face).font.clone()
    }

    /// `text` with characters that can be drawn: control characters go, signs that the family lacks are spelt with
    /// others, unknown ones become U+FFFD.
    pub fn drawable(&self, face: Face, text: &str) -> String {
        let face = &self.loaded(face).face;
        let mut drawn = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '\n' => drawn.push(c),
                _ if c.is_control() || is_invisible(c) => {}
                // Private characters mean nothing to a reader of the text, so PDF/A-2u refuses them.
                '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => drawn.push_str(MISSING),
                _ if face.glyph_index(c).is_some() => drawn.push(c),
                _ => drawn.push_str(spelt(c)),
            }
        }
        drawn
    }

    /// Shapes one line, left to right; advances and offsets are in em.
    pub fn shape(&self, face: Face, text: &str) -> Vec<KrillaGlyph> {
        let loaded = self.loaded(face);
        let em = loaded.face.units_per_em() as f32;
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_script(script::LATIN);
        buffer.set_direction(Direction::LeftToRight);
        let shaped = shape_with_plan(&loaded.face, &loaded.plan, buffer);

        let infos = shaped.glyph_infos();
        infos
            .iter()
            .zip(shaped.glyph_positions())
            .enumerate()
            .map(|(at, (info, position))| {
                let end = infos[at..]
                    .iter()
                    .find(|later| later.cluster != info.cluster)
                    .map_or(text.len(), |later| later.cluster as usize);
                KrillaGlyph::new(
                    GlyphId::new(info.glyph_id),
                    position.x_advance as f32 / em,
                    position.x_offset as f32 / em,
                    position.y_offset as f32 / em,
                    position.y_advance as f32 / em,
                    info.cluster as usize..end,
                    None,
                )
            })
            .collect()
    }

    /// The width of `text` at `size`.
    pub fn width(&self, face: Face, size: f32, text: &str) -> f32 {
        let em: f32 = self
            .shape(face, text)
            .iter()
            .map(|glyph| glyph.x_advance)
            .sum();
        em * size
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_officials_write_can_be_drawn() -> Result<(), LayoutError> {
        let fonts = FontSet::shared()?;
        let text = "Menimbang: “§ 5 ayat (1)” – 2/3 ≥ 66,7 % • Rp10.000 é Ñ ’ … ☐ №";
        for face in [Face::Regular, Face::Bold, Face::Italic] {
            let drawn = fonts.drawable(face, text);
            assert!(!drawn.contains(MISSING), "{drawn}");
            assert_eq!(fonts.drawable(face, "a\u{7}b 漢"), "ab \u{fffd}");
        }
        Ok(())
    }

    #[test]
    fn glyphs_cover_the_text_they_stand_for() -> Result<(), LayoutError> {
        let text = "efisiensi afiliasi";
        let glyphs = FontSet::shared()?.shape(Face::Regular, text);
        let covered: String = glyphs
            .iter()
            .map(|glyph| &text[glyph.text_range.clone()])
            .collect();
        assert_eq!(covered, text);
        Ok(())
    }
}
