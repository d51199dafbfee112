//! Bytes to text, and the guards that stand before the XML parser.
//!
//! A linear pre-scan bounds size, depth, attributes and namespace work before `roxmltree` sees the document:
//! its duplicate and namespace look-ups are quadratic in attributes and declarations per element
//! (the class of RUSTSEC-2026-0194 and -0195), and a recursive reader of a 100,000-deep tree would overflow the stack.

use std::borrow::Cow;

use super::catalogue::Code;
use super::diagnostic::{Place, Sink};

/// Largest file, in bytes.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;
/// Deepest nesting of XML elements.
pub const MAX_DEPTH: usize = 256;
/// Most attributes (with namespace declarations) on one XML element.
pub const MAX_ATTRIBUTES: usize = 128;
/// Most XML elements in one file.
pub const MAX_ELEMENTS: usize = 300_000;
/// Bound on the parser's namespace look-ups: in-scope declarations times names, summed over elements.
const MAX_NAMESPACE_WORK: u64 = 60_000_000;

/// The text of a file in the encoding that it declares or shows; of bytes that are no text, marks in their place, so that
/// its reader can say on which line they stand.
#[must_use]
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    decode(bytes, &mut Sink::default()).unwrap_or_else(|| String::from_utf8_lossy(bytes))
}

/// The text of a file, or `None` with a diagnostic.
pub(super) fn decode<'a>(bytes: &'a [u8], sink: &mut Sink) -> Option<Cow<'a, str>> {
    if bytes.len() > MAX_BYTES {
        let (size, most) = (bytes.len().to_string(), MAX_BYTES.to_string());
        sink.report(Code::TooLarge, &Place::default(), &[&size, &most]);
        return None;
    }
    let refuse = |sink: &mut Sink, line: u32, what: &str| {
        sink.report(Code::EncodingUnsupported, &Place::line(line), &[what]);
    };
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => return utf8(rest, sink),
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => {
            refuse(sink, 1, "UTF-32");
            return None;
        }
        [0xFF, 0xFE, rest @ ..] => return utf16(rest, u16::from_le_bytes, sink),
        [0xFE, 0xFF, rest @ ..] => return utf16(rest, u16::from_be_bytes, sink),
        [b'<', 0, ..] => return utf16(bytes, u16::from_le_bytes, sink),
        [0, b'<', ..] => return utf16(bytes, u16::from_be_bytes, sink),
        _ => {}
    }
    let declared = declared_encoding(bytes);
    match declared.as_deref() {
        None | Some("utf-8" | "utf8") => utf8(bytes, sink),
        Some("iso-8859-1" | "iso8859-1" | "latin1" | "windows-1252" | "cp1252") => {
            // Many tools declare one and write the other: what is valid UTF-8 is taken as such.
            Some(std::str::from_utf8(bytes).map_or_else(
                |_| Cow::Owned(bytes.iter().map(|&byte| windows_1252(byte)).collect()),
                Cow::Borrowed,
            ))
        }
        // Another reader would see other characters in UTF-7; no check of ours would hold for it.
        Some(other) if other.starts_with("utf-7") || other == "utf7" => {
            refuse(sink, 1, other);
            None
        }
        Some(_) if bytes.is_ascii() => utf8(bytes, sink),
        // A file that was transcoded to UTF-8 on its way, but whose first line still says otherwise.
        Some(other) if other.starts_with("utf-16") => utf8(bytes, sink),
        Some(other) => {
            refuse(sink, 1, other);
            None
        }
    }
}

fn utf8<'a>(bytes: &'a [u8], sink: &mut Sink) -> Option<Cow<'a, str>> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(Cow::Borrowed(text)),
        Err(fault) => {
            let before = bytes.get(..fault.valid_up_to()).unwrap_or_default();
            let place = Place::line(count_lines(before));
            sink.report(Code::EncodingUnsupported, &place, &["invalid UTF-8"]);
            None
        }
    }
}

fn utf16<'a>(bytes: &[u8], unit: fn([u8; 2]) -> u16, sink: &mut Sink) -> Option<Cow<'a, str>> {
    let units = bytes.chunks(2).map(|pair| match pair {
        [a, b] => unit([*a, *b]),
        // Half a unit is no unit: an unpaired surrogate makes the decoder say so.
        _ => 0xD800,
    });
    let decoded: Result<String, _> = char::decode_utf16(units).collect();
    match decoded {
        Ok(text) => Some(Cow::Owned(text)),
        Err(_) => {
            sink.report(
                Code::EncodingUnsupported,
                &Place::line(1),
                &["invalid UTF-16"],
            );
            None
        }
    }
}

/// The `encoding` of the XML declaration in an ASCII-compatible file, in lower case.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..bytes.len().min(256))?;
    let head: String = head.iter().map(|&byte| char::from(byte)).collect();
    let declaration = head.strip_prefix("<?xml")?;
    let declaration = &declaration[..declaration.find("?>")?];
    let value = &declaration[declaration.find("encoding")? + "encoding".len()..];
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = value.get(1..)?;
    Some(value[..value.find(quote)?].to_ascii_lowercase())
}

fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

fn count_lines(before: &[u8]) -> u32 {
    let lines = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
    u32::try_from(lines).unwrap_or(u32::MAX)
}

/// Offsets of the line starts, so that a position becomes a line without scanning again.
pub(super) struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let starts = std::iter::once(0)
            .chain(
                text.bytes()
                    .enumerate()
                    .filter_map(|(at, byte)| (byte == b'\n').then_some(at + 1)),
            )
            .collect();
        Self { starts }
    }

    /// The line of a byte offset, counted from 1.
    pub(super) fn at(&self, offset: usize) -> u32 {
        let line = self.starts.partition_point(|&start| start <= offset);
        u32::try_from(line).unwrap_or(u32::MAX)
    }
}

/// Walks the tags once and refuses what would cost the parser more than it is worth.
/// What is not well-formed is left for the parser to name.
pub(super) fn guard(text: &str, lines: &Lines, sink: &mut Sink) -> bool {
    let bytes = text.as_bytes();
    // Namespace declarations in scope at each open element.
    let mut open: Vec<usize> = Vec::new();
    let mut in_scope = 1_usize;
    let mut elements = 0_usize;
    let mut work = 0_u64;
    let mut at = 0;
    while let Some(found) = find(bytes, at, b"<") {
        let rest = &bytes[found..];
        let place = || Place::line(lines.at(found));
        if rest.starts_with(b"<!--") {
            at = skip(bytes, found + 4, b"-->");
        } else if rest.starts_with(b"<![CDATA[") {
            at = skip(bytes, found + 9, b"]]>");
        } else if rest.starts_with(b"<?") {
            at = skip(bytes, found + 2, b"?>");
        } else if rest.starts_with(b"<!") {
            if rest
                .get(2..9)
                .is_some_and(|word| word.eq_ignore_ascii_case(b"DOCTYPE"))
            {
                sink.report(Code::Doctype, &place(), &[]);
                return false;
            }
            at = found + 2;
        } else if rest.starts_with(b"</") {
            if let Some(outer) = open.pop() {
                in_scope = outer;
            }
            at = skip(bytes, found + 2, b">");
        } else {
            let tag = Tag::scan(bytes, found + 1);
            at = tag.end;
            elements += 1;
            if tag.attributes > MAX_ATTRIBUTES {
                let most = MAX_ATTRIBUTES.to_string();
                sink.report(Code::TooManyAttributes, &place(), &[&most]);
                return false;
            }
            if elements > MAX_ELEMENTS {
                let most = MAX_ELEMENTS.to_string();
                sink.report(Code::TooManyElements, &place(), &[&most]);
                return false;
            }
            let inner = in_scope + tag.namespaces;
            work += (inner as u64) * (tag.attributes as u64 + 1);
            if work > MAX_NAMESPACE_WORK {
                sink.report(Code::NamespaceFlood, &place(), &[]);
                return false;
            }
            if !tag.empty {
                if open.len() >= MAX_DEPTH {
                    let most = MAX_DEPTH.to_string();
                    sink.report(Code::TooDeep, &place(), &[&most]);
                    return false;
                }
                open.push(in_scope);
                in_scope = inner;
            }
        }
    }
    true
}

struct Tag {
    attributes: usize,
    namespaces: usize,
    empty: bool,
    end: usize,
}

impl Tag {
    /// Reads from behind `<` to behind `>`; a `>` inside quotes does not end the tag.
    fn scan(bytes: &[u8], start: usize) -> Self {
        let mut tag = Tag {
            attributes: 0,
            namespaces: 0,
            empty: false,
            end: bytes.len(),
        };
        let mut at = start;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'>' => {
                    tag.empty = bytes.get(at.wrapping_sub(1)) == Some(&b'/');
                    tag.end = at + 1;
                    return tag;
                }
                b'"' | b'\'' => {
                    tag.attributes += 1;
                    at = find(bytes, at + 1, &[byte]).map_or(bytes.len(), |close| close + 1);
                    continue;
                }
                b'x' if bytes[at..].starts_with(b"xmlns")
                    && bytes[at - 1].is_ascii_whitespace() =>
                {
                    tag.namespaces += 1;
                }
                _ => {}
            }
            at += 1;
        }
        tag
    }
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    match what {
        [one] => rest.iter().position(|byte| byte == one),
        _ => rest.windows(what.len()).position(|window| window == what),
    }
    .map(|at| from + at)
}

fn skip(bytes: &[u8], from: usize, what: &[u8]) -> usize {
    find(bytes, from, what).map_or(bytes.len(), |at| at + what.len())
}
