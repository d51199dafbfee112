//! The words of a PDF: the strings that its pages show, in the order they are shown (ISO 32000-1, 9.4). A string on
//! another height begins a line; a wide enough step to the right is a blank.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Document, Encoding, LoadOptions, Object, ObjectId};

use super::{LONGEST_TEXT, Stop, UNPACKED};

/// Most pages that are read.
const PAGES: usize = 2_000;
/// Deepest nesting of saved states that is followed.
const NESTED: usize = 256;
/// Heights that differ by less, in points, are one line.
const SAME_LINE: f64 = 2.0;
/// A step back inside `TJ` of at least this, in thousandths of the font size, is a blank.
const BLANK: f64 = 180.0;

pub(super) fn read(bytes: &[u8]) -> Result<String, Stop> {
    let options = LoadOptions {
        max_decompressed_size: Some(UNPACKED),
        ..LoadOptions::default()
    };
    let document = Document::load_mem_with_options(bytes, options).map_err(|_| Stop::Unreadable)?;
    if document.is_encrypted() {
        return Err(Stop::Unreadable);
    }
    let mut text = String::new();
    let mut unpacked = 0;
    let mut pages = 0;
    for page in document.page_iter().take(PAGES) {
        pages += 1;
        let left = UNPACKED.saturating_sub(unpacked);
        let content = document
            .get_page_content_with_limit(page, left)
            .map_err(|_| Stop::TooLarge)?;
        unpacked += content.len();
        let Ok(content) = Content::decode(&content) else {
            continue;
        };
        Shown::new(encodings(&document, page), &mut text).page(&content.operations);
        text.push('\n');
        if text.len() > LONGEST_TEXT {
            break;
        }
    }
    if pages == 0 {
        return Err(Stop::Unreadable);
    }
    Ok(text)
}

fn encodings(document: &Document, page: ObjectId) -> BTreeMap<Vec<u8>, Encoding<'_>> {
    let fonts = document.get_page_fonts(page).unwrap_or_default();
    fonts
        .into_iter()
        .filter_map(|(name, font)| {
            let encoding = font.get_font_encoding_with_limit(document, UNPACKED).ok()?;
            Some((name, encoding))
        })
        .collect()
}

/// A matrix as PDF writes it: `[a b c d e f]`.
type Matrix = [f64; 6];
const UNCHANGED: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// `first` applied before `then`.
fn joined(first: Matrix, then: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [p, q, r, s, t, u] = then;
    [
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    ]
}

/// Where the pen is on a page, and what it has written.
struct Shown<'a, 'd> {
    encodings: BTreeMap<Vec<u8>, Encoding<'d>>,
    font: Vec<u8>,
    leading: f64,
    page: Matrix,
    saved: Vec<Matrix>,
    line: Matrix,
    /// Height on the page of the last string that was shown.
    last: Option<f64>,
    moved: bool,
    text: &'a mut String,
}

impl<'a, 'd> Shown<'a, 'd> {
    fn new(encodings: BTreeMap<Vec<u8>, Encoding<'d>>, text: &'a mut String) -> Self {
        Self {
            encodings,
            font: Vec::new(),
            leading: 0.0,
            page: UNCHANGED,
            saved: Vec::new(),
            line: UNCHANGED,
            last: None,
            moved: false,
            text,
        }
    }

    fn page(&mut self, operations: &[Operation]) {
        for operation in operations {
            let number = |at: usize| operation.operands.get(at).map_or(0.0, number);
            let matrix = || std::array::from_fn(number);
            match operation.operator.as_str() {
                "q" if self.saved.len() < NESTED => self.saved.push(self.page),
                "Q" => self.page = self.saved.pop().unwrap_or(self.page),
                "cm" => {
                    self.page = joined(matrix(), self.page);
                    self.moved = true;
                }
                "BT" => self.place(UNCHANGED),
                "Tf" => {
                    if let Some(Object::Name(name)) = operation.operands.first() {
                        self.font.clone_from(name);
                    }
                }
                "TL" => self.leading = number(0),
                "Td" => self.step(number(0), number(1)),
                "TD" => {
                    self.leading = -number(1);
                    self.step(number(0), number(1));
                }
                "Tm" => self.place(matrix()),
                "T*" => self.step(0.0, -self.leading),
                "'" => {
                    self.step(0.0, -self.leading);
                    self.show(operation.operands.first());
                }
                "\"" => {
                    self.step(0.0, -self.leading);
                    self.show(operation.operands.get(2));
                }
                "Tj" | "TJ" => self.show(operation.operands.first()),
                _ => {}
            }
        }
    }

    fn place(&mut self, line: Matrix) {
        self.line = line;
        self.moved = true;
    }

    fn step(&mut self, across: f64, up: f64) {
        self.place(joined([1.0, 0.0, 0.0, 1.0, across, up], self.line));
    }

    fn show(&mut self, shown: Option<&Object>) {
        let [.., height] = joined(self.line, self.page);
        if self.moved {
            match self.last {
                Some(last) if (last - height).abs() < SAME_LINE => self.blank(),
                Some(_) => self.text.push('\n'),
                None => {}
            }
            self.moved = false;
        }
        self.last = Some(height);
        match shown {
            Some(Object::String(bytes, _)) => self.string(bytes),
            Some(Object::Array(parts)) => {
                for part in parts {
                    match part {
                        Object::String(bytes, _) => self.string(bytes),
                        step if number(step) <= -BLANK => self.blank(),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn blank(&mut self) {
        if !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
    }

    fn string(&mut self, bytes: &[u8]) {
        let decoded = self
            .encodings
            .get(&self.font)
            .and_then(|encoding| Document::decode_text(encoding, bytes).ok());
        match decoded {
            Some(decoded) => self.text.push_str(&decoded),
            // A font without a description of its letters: they are Latin more often than not.
            None if bytes.is_ascii() => self.text.extend(bytes.iter().copied().map(char::from)),
            None => self.text.push('\u{fffd}'),
        }
    }
}

fn number(object: &Object) -> f64 {
    match object {
        Object::Integer(number) => *number as f64,
        Object::Real(number) => f64::from(*number),
        _ => 0.0,
    }
}
