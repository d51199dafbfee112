//! Breaking text into lines of a given width. Greedy; breaks at blanks, after a hyphen or slash between letters, and,
//! when nothing else helps (a hash in a narrow column), between any two characters.

use super::block::{Face, Inlines, Span};
use super::fonts::FontSet;

/// A stretch of a line in one face, blanks included.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    pub face: Face,
    pub text: String,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub runs: Vec<Run>,
    /// Natural width.
    pub width: f32,
    /// How many blanks can be stretched.
    pub blanks: usize,
    /// The last of its paragraph, or before a forced break: not stretched.
    pub ends: bool,
}

impl Line {
    fn empty() -> Self {
        Self {
            runs: Vec::new(),
            width: 0.0,
            blanks: 0,
            ends: false,
        }
    }

    fn push(&mut self, atom: &Atom, blank_width: f32) {
        let blank = atom.blank_before && !self.runs.is_empty();
        if blank {
            self.width += blank_width;
            self.blanks += 1;
        }
        self.width += atom.width;
        match self.runs.last_mut() {
            Some(run) if run.face == atom.face => {
                if blank {
                    run.text.push(' ');
                }
                run.text.push_str(&atom.text);
            }
            Some(run) => {
                if blank {
                    run.text.push(' ');
                }
                self.runs.push(Run {
                    face: atom.face,
                    text: atom.text.clone(),
                });
            }
            None => self.runs.push(Run {
                face: atom.face,
                text: atom.text.clone(),
            }),
        }
    }

    /// The text of the line.
    #[cfg(test)]
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

#[derive(Clone, Debug)]
struct Atom {
    text: String,
    face: Face,
    width: f32,
    blank_before: bool,
    /// A line may end before this atom though there is no blank.
    may_break: bool,
    newline_before: bool,
}

/// Lines of at most `width` at `size`. No text gives no line.
pub fn wrap(text: &Inlines, size: f32, width: f32, fonts: &FontSet) -> Vec<Line> {
    let atoms = atoms(text, size, fonts);
    let blank = fonts.width(Face::Regular, size, " ");
    let mut lines = Vec::new();
    let mut line = Line::empty();
    let mut rest = atoms.as_slice();
    while !rest.is_empty() {
        let group_length = 1 + rest[1..]
            .iter()
            .take_while(|atom| !atom.blank_before && !atom.may_break && !atom.newline_before)
            .count();
        let (group, after) = rest.split_at(group_length);
        rest = after;
        if group[0].newline_before {
            line.ends = true;
            lines.push(std::mem::replace(&mut line, Line::empty()));
        }
        let needed: f32 = group.iter().map(|atom| atom.width).sum();
        let gap = if group[0].blank_before && !line.runs.is_empty() {
            blank
        } else {
            0.0
        };
        if line.width + gap + needed > width && !line.runs.is_empty() {
            lines.push(std::mem::replace(&mut line, Line::empty()));
        }
        if needed <= width {
            group.iter().for_each(|atom| line.push(atom, blank));
            continue;
        }
        for piece in group.iter().flat_map(|atom| chop(atom, size, width, fonts)) {
            if line.width + piece.width > width && !line.runs.is_empty() {
                lines.push(std::mem::replace(&mut line, Line::empty()));
            }
            line.push(&piece, blank);
        }
    }
    if !line.runs.is_empty() {
        line.ends = true;
        lines.push(line);
    }
    lines
}

fn atoms(text: &Inlines, size: f32, fonts: &FontSet) -> Vec<Atom> {
    let mut atoms: Vec<Atom> = Vec::new();
    let mut blank_before = false;
    let mut newline_before = false;
    for Span { text, face } in text {
        let text = fonts.drawable(*face, text);
        for (at, paragraph) in text.split('\n').enumerate() {
            newline_before |= at > 0;
            for (at, word) in paragraph.split(' ').enumerate() {
                blank_before |= at > 0;
                for (at, part) in parts(word).into_iter().enumerate() {
                    atoms.push(Atom {
                        width: fonts.width(*face, size, part),
                        text: part.to_owned(),
                        face: *face,
                        blank_before: blank_before && at == 0,
                        may_break: at > 0,
                        newline_before,
                    });
                    blank_before = false;
                    newline_before = false;
                }
            }
        }
    }
    atoms
}

/// Splits after a hyphen or slash that stands between letters.
fn parts(word: &str) -> Vec<&str> {
    if word.is_empty() {
        return Vec::new();
    }
    let letters: Vec<(usize, char)> = word.char_indices().collect();
    let mut parts = Vec::new();
    let mut start = 0;
    for window in letters.windows(3) {
        let [(_, before), (_, sign), (next, after)] = window else {
            continue;
        };
        if matches!(sign, '-' | '/') && before.is_alphabetic() && after.is_alphabetic() {
            parts.push(&word[start..*next]);
            start = *next;
        }
    }
    parts.push(&word[start..]);
    parts
}

/// Cuts an atom that is wider than a whole line.
fn chop(atom: &Atom, size: f32, width: f32, fonts: &FontSet) -> Vec<Atom> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut used = 0.0;
    let mut cut = |piece: &mut String, used: &mut f32| {
        pieces.push(Atom {
            text: std::mem::take(piece),
            width: std::mem::take(used),
            blank_before: atom.blank_before && pieces.is_empty(),
            may_break: true,
            newline_before: false,
            face: atom.face,
        });
    };
    for character in atom.text.chars() {
        let advance = fonts.width(atom.face, size, character.encode_utf8(&mut [0; 4]));
        if used + advance > width && !piece.is_empty() {
            cut(&mut piece, &mut used);
        }
        piece.push(character);
        used += advance;
    }
    cut(&mut piece, &mut used);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(text: &str) -> Inlines {
        vec![Span {
            text: text.to_owned(),
            face: Face::Regular,
        }]
    }

    #[test]
    fn a_hash_is_cut_only_when_it_must_be() -> Result<(), super::super::LayoutError> {
        let fonts = FontSet::shared()?;
        let hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let wide = wrap(&plain(&format!("SHA-256: {hash}")), 8.0, 400.0, fonts);
        assert_eq!(
            wide.iter().map(Line::text).collect::<Vec<_>>(),
            [format!("SHA-256: {hash}")]
        );
        let narrow = wrap(&plain(hash), 8.0, 100.0, fonts);
        assert!(narrow.len() > 2 && narrow.iter().all(|line| line.width <= 100.0));
        assert_eq!(narrow.iter().map(Line::text).collect::<String>(), hash);
        Ok(())
    }

    #[test]
    fn a_forced_break_ends_the_line() -> Result<(), super::super::LayoutError> {
        let lines = wrap(&plain("satu\ndua tiga"), 10.0, 400.0, FontSet::shared()?);
        assert_eq!(
            lines.iter().map(Line::text).collect::<Vec<_>>(),
            ["satu", "dua tiga"]
        );
        assert!(lines[0].ends && lines[1].ends);
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_line_is_too_wide_and_no_word_is_lost(text in "[a-zA-Z0-9 /-]{0,300}", width in 40.0..400.0_f32) {
            let fonts = FontSet::shared().map_err(|_| TestCaseError::fail("fonts"))?;
            let lines = wrap(&plain(&text), 10.0, width, fonts);
            prop_assert!(lines.iter().all(|line| line.width <= width + 0.01));
            let kept: String = lines.iter().map(Line::text).collect();
            let squeeze = |text: &str| text.replace(' ', "");
            prop_assert_eq!(squeeze(&kept), squeeze(&text));
        }
    }
}
