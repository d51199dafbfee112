//! The emblem in a letterhead, as vector outlines (SVG path data), so that no image decoder is needed and it prints sharp.

use krilla::geom::{Path, PathBuilder, Transform};
use serde::{Deserialize, Serialize};

use super::LayoutError;

/// An emblem: filled outlines in a box of `width` x `height` units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Crest {
    /// Width of the drawing in its own units.
    pub width: f32,
    /// Height of the drawing in its own units.
    pub height: f32,
    /// The outlines, from back to front.
    pub shapes: Vec<CrestShape>,
}

/// A filled outline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CrestShape {
    /// SVG path data with the commands M L H V C Q Z, absolute or relative.
    pub path: String,
    /// Red, green, blue.
    pub fill: [u8; 3],
}

/// A path and its fill.
type Outline = (Path, [u8; 3]);

impl Crest {
    /// The outlines scaled to `height` points, and the width that results.
    pub(super) fn outlines(&self, height: f32) -> Result<(f32, Vec<Outline>), LayoutError> {
        if !(self.width > 0.0 && self.height > 0.0) {
            return Err(LayoutError::Crest("the box is empty".into()));
        }
        let scale = height / self.height;
        let outlines = self
            .shapes
            .iter()
            .map(|shape| {
                let path = parse(&shape.path)?
                    .transform(Transform::from_scale(scale, scale))
                    .ok_or_else(|| LayoutError::Crest("an outline is out of bounds".into()))?;
                Ok((path, shape.fill))
            })
            .collect::<Result<_, LayoutError>>()?;
        Ok((self.width * scale, outlines))
    }
}

fn parse(data: &str) -> Result<Path, LayoutError> {
    let mut builder = PathBuilder::new();
    let (mut x, mut y) = (0.0, 0.0);
    let mut start = (0.0, 0.0);
    let mut rest = data.trim_start();
    while let Some(letter) = rest.chars().next() {
        if !letter.is_ascii_alphabetic() {
            return Err(LayoutError::Crest(format!(
                "expected a command at {letter:?}"
            )));
        }
        let end = rest[1..]
            .find(|c: char| c.is_ascii_alphabetic() && c != 'e')
            .map_or(rest.len(), |at| at + 1);
        let numbers = numbers(&rest[1..end])?;
        rest = &rest[end..];
        let arity = match letter.to_ascii_uppercase() {
            'M' | 'L' => 2,
            'H' | 'V' => 1,
            'C' => 6,
            'Q' => 4,
            'Z' => 0,
            other => {
                return Err(LayoutError::Crest(format!(
                    "path command {other} is not supported"
                )));
            }
        };
        if arity == 0 {
            builder.close();
            (x, y) = start;
            continue;
        }
        if numbers.is_empty() || !numbers.len().is_multiple_of(arity) {
            return Err(LayoutError::Crest(format!(
                "{letter} wants {arity} numbers"
            )));
        }
        for (at, group) in numbers.chunks_exact(arity).enumerate() {
            let (dx, dy) = if letter.is_ascii_lowercase() {
                (x, y)
            } else {
                (0.0, 0.0)
            };
            let point = |at: usize| (group[at] + dx, group[at + 1] + dy);
            match letter.to_ascii_uppercase() {
                'H' => {
                    x = group[0] + dx;
                    builder.line_to(x, y);
                }
                'V' => {
                    y = group[0] + dy;
                    builder.line_to(x, y);
                }
                'C' => {
                    let (a, b) = (point(0), point(2));
                    (x, y) = point(4);
                    builder.cubic_to(a.0, a.1, b.0, b.1, x, y);
                }
                'Q' => {
                    let a = point(0);
                    (x, y) = point(2);
                    builder.quad_to(a.0, a.1, x, y);
                }
                'M' if at == 0 => {
                    (x, y) = point(0);
                    start = (x, y);
                    builder.move_to(x, y);
                }
                _ => {
                    (x, y) = point(0);
                    builder.line_to(x, y);
                }
            }
        }
    }
    builder
        .finish()
        .ok_or_else(|| LayoutError::Crest("an outline is empty".into()))
}

/// Numbers as SVG writes them: separated by blanks, commas or only a sign.
fn numbers(text: &str) -> Result<Vec<f32>, LayoutError> {
    let mut spaced = String::with_capacity(text.len() + 8);
    let mut previous = ' ';
    for c in text.chars() {
        if c == '-' && !matches!(previous, 'e' | 'E') {
            spaced.push(' ');
        }
        spaced.push(if c == ',' { ' ' } else { c });
        previous = c;
    }
    spaced
        .split_whitespace()
        .map(|number| {
            number
                .parse::<f32>()
                .ok()
                .filter(|number| number.is_finite())
                .ok_or_else(|| LayoutError::Crest(format!("{number:?} is not a number")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crest(path: &str) -> Crest {
        Crest {
            width: 100.0,
            height: 200.0,
            shapes: vec![CrestShape {
                path: path.into(),
                fill: [0, 0, 0],
            }],
        }
    }

    #[test]
    fn an_outline_is_scaled_to_the_letterhead() -> Result<(), LayoutError> {
        let (width, outlines) =
            crest("M0,0 h100v200 l-100-0 Q 5 5 1e1 1 c0 0 1 1 2 2 z").outlines(50.0)?;
        assert_eq!((width, outlines.len()), (25.0, 1));
        Ok(())
    }

    #[test]
    fn what_is_not_a_path_is_refused_not_drawn() {
        for bad in [
            "",
            "5 5",
            "M 1",
            "A 1 1 0 0 0 5 5",
            "M x y",
            "M 1 1",
            "Mé",
            "é",
        ] {
            assert!(
                matches!(crest(bad).outlines(50.0), Err(LayoutError::Crest(_))),
                "{bad}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_an_outline_or_refused(path in "[MLHVCQZmz0-9.,e -]{0,40}|.{0,20}") {
            let result = crest(&path).outlines(50.0);
            proptest::prop_assert!(matches!(result, Ok(_) | Err(LayoutError::Crest(_))));
        }
    }
}
