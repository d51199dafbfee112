//! Mutations: of bytes, of the tree, of references, and of what expressions say.

use std::ops::Range;

use crate::chance::Chance;

/// Values that people and broken tools leave behind.
const STRANGE: &[&str] = &[
    "",
    " ",
    "0",
    "-1",
    "99999999999999999999",
    "1e400",
    "NaN",
    "null",
    "true",
    "=",
    "= ",
    "=null",
    "=1 +",
    "=for i in 1..1000000000 return i",
    "=[1,2,3]",
    "={a: 1}",
    "=\"text\"",
    "R/PT0S",
    "R99999999999/PT1S",
    "R/2026-01-01T00:00:00Z/PT1S",
    "PT0S",
    "P99999999Y",
    "-P1D",
    "0 0 0 ? * *",
    "2026-02-30T25:61:00",
    "${a == b}",
    "${bean.call()}",
    "&#0;",
    "&lt;",
    "\u{202e}kaltim",
    "\u{0}",
];

/// Attributes whose value names something else.
const REFERENCES: &[&str] = &[
    "id",
    "sourceRef",
    "targetRef",
    "attachedToRef",
    "default",
    "messageRef",
    "signalRef",
    "errorRef",
    "escalationRef",
    "activityRef",
    "processId",
    "decisionId",
    "formId",
    "href",
    "name",
    "typeRef",
    "bpmnElement",
];

/// A mutant of a model; `ids` are what its references are exchanged among.
pub fn mutant(text: &str, json: bool, chance: &mut Chance) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=chance.below(3) {
        let kind = chance.below(10);
        let Ok(text) = std::str::from_utf8(&bytes).map(str::to_owned) else {
            mutate_bytes(&mut bytes, chance);
            continue;
        };
        let mutated = match kind {
            0 | 1 => None,
            2..=4 if json => json_tree(&text, chance),
            2..=4 => tree(&text, chance),
            5..=8 if json => json_value(&text, chance),
            5..=7 => reference(&text, chance),
            8 => said(&text, chance),
            _ => number(&text, chance),
        };
        match mutated {
            Some(text) => bytes = text.into_bytes(),
            None => mutate_bytes(&mut bytes, chance),
        }
    }
    bytes
}

fn mutate_bytes(bytes: &mut Vec<u8>, chance: &mut Chance) {
    if bytes.is_empty() {
        bytes.push(b'<');
        return;
    }
    let at = chance.at(bytes.len());
    let end = (at + 1 + chance.at(64)).min(bytes.len());
    match chance.below(7) {
        0 => bytes[at] ^= 1 << chance.below(8),
        1 => bytes[at] = chance.below(256) as u8,
        2 => drop(bytes.drain(at..end)),
        3 => {
            let piece = bytes[at..end].to_vec();
            let to = chance.at(bytes.len());
            bytes.splice(to..to, piece);
        }
        4 => bytes.truncate(at),
        5 => {
            let words: [&[u8]; 6] = [b"<", b">", b"\"", b"&", b"]]>", b"<!--"];
            let word = words[chance.at(words.len())];
            bytes.splice(at..at, word.iter().copied());
        }
        _ => {
            let piece = bytes[at..end].repeat(1 + chance.at(200));
            bytes.splice(at..end, piece);
        }
    }
}

/// An element is removed, doubled, moved, exchanged with another, wrapped, nested many times, or becomes another.
fn tree(text: &str, chance: &mut Chance) -> Option<String> {
    let document = roxmltree::Document::parse(text).ok()?;
    let root = document.root_element();
    let elements: Vec<roxmltree::Node<'_, '_>> = root
        .descendants()
        .filter(|it| it.is_element() && *it != root)
        .collect();
    if elements.is_empty() {
        return None;
    }
    let one = elements[chance.at(elements.len())];
    let other = elements[chance.at(elements.len())];
    let piece = &text[one.range()];
    Some(match chance.below(7) {
        0 => replaced(text, one.range(), ""),
        1 => {
            let end = one.range().end;
            replaced(text, end..end, piece)
        }
        2 => {
            let to = other.range().start;
            let without = replaced(text, one.range(), "");
            let to = match to {
                to if to >= one.range().end => to - piece.len(),
                to if to > one.range().start => one.range().start,
                to => to,
            };
            replaced(&without, to..to, piece)
        }
        3 => {
            let (first, second) = if one.range().start <= other.range().start {
                (one, other)
            } else {
                (other, one)
            };
            if second.range().start < first.range().end {
                return Some(replaced(text, first.range(), &text[second.range()]));
            }
            let later = replaced(text, second.range(), &text[first.range()]);
            replaced(&later, first.range(), &text[second.range()])
        }
        4 => {
            let tag = tag(text, other)?;
            replaced(text, one.range(), &format!("<{tag}>{piece}</{tag}>"))
        }
        5 => {
            let tag = tag(text, one)?;
            let times = 1 + chance.at(300);
            let nested = format!(
                "{}{}",
                format!("<{tag}>").repeat(times),
                format!("</{tag}>").repeat(times)
            );
            replaced(text, one.range(), &nested)
        }
        _ => {
            let (from, to) = (tag(text, one)?, tag(text, other)?);
            let renamed = piece.replacen(&format!("<{from}"), &format!("<{to}"), 1);
            let renamed = match renamed.rfind(&format!("</{from}>")) {
                Some(at) => replaced(&renamed, at..at + from.len() + 3, &format!("</{to}>")),
                None => renamed,
            };
            replaced(text, one.range(), &renamed)
        }
    })
}

/// The name of an element as it is written, with its prefix.
fn tag<'t>(text: &'t str, node: roxmltree::Node<'_, '_>) -> Option<&'t str> {
    let piece = text.get(node.range())?.strip_prefix('<')?;
    let end = piece.find(|it: char| it.is_whitespace() || matches!(it, '>' | '/'))?;
    piece.get(..end)
}

/// A reference names another element of the file, nothing, or itself.
fn reference(text: &str, chance: &mut Chance) -> Option<String> {
    let document = roxmltree::Document::parse(text).ok()?;
    let attributes = || document.descendants().flat_map(|it| it.attributes());
    let places: Vec<Range<usize>> = attributes()
        .filter(|it| REFERENCES.contains(&it.name()))
        .map(|it| it.range_value())
        .collect();
    let ids: Vec<&str> = attributes()
        .filter(|it| it.name() == "id")
        .map(|it| it.value())
        .collect();
    if places.is_empty() || ids.is_empty() {
        return None;
    }
    let at = places[chance.at(places.len())].clone();
    let to = match chance.below(8) {
        0 => "",
        1 => "tidak ada",
        2 => &text[places[chance.at(places.len())].clone()],
        _ => ids[chance.at(ids.len())],
    };
    Some(replaced(text, at, to))
}

/// An attribute or a text says something strange.
fn said(text: &str, chance: &mut Chance) -> Option<String> {
    let document = roxmltree::Document::parse(text).ok()?;
    let mut places: Vec<Range<usize>> = document
        .descendants()
        .flat_map(|it| it.attributes())
        .map(|it| it.range_value())
        .collect();
    places.extend(
        document
            .descendants()
            .filter(|it| it.is_text())
            .map(|it| it.range()),
    );
    if places.is_empty() {
        return None;
    }
    let at = places[chance.at(places.len())].clone();
    Some(replaced(text, at, STRANGE[chance.at(STRANGE.len())]))
}

/// A number becomes another.
fn number(text: &str, chance: &mut Chance) -> Option<String> {
    let digits: Vec<usize> = text
        .char_indices()
        .filter(|(_, it)| it.is_ascii_digit())
        .map(|(at, _)| at)
        .collect();
    if digits.is_empty() {
        return None;
    }
    let at = digits[chance.at(digits.len())];
    let to = chance.pick(&[
        "0",
        "-1",
        "9",
        "1000000000",
        "0.5",
        "99999999999999999999999",
    ]);
    Some(replaced(text, at..at + 1, to))
}

/// A part of a JSON document is removed, doubled, nested, or exchanged with another.
fn json_tree(text: &str, chance: &mut Chance) -> Option<String> {
    let mut document: serde_json::Value = serde_json::from_str(text).ok()?;
    let paths = paths(&document);
    let one = &paths[chance.at(paths.len())];
    let other = document.pointer(&paths[chance.at(paths.len())])?.clone();
    let place = document.pointer_mut(one)?;
    match chance.below(4) {
        0 => *place = serde_json::Value::Null,
        1 => *place = other,
        2 => {
            for _ in 0..1 + chance.below(40) {
                *place = serde_json::Value::Array(vec![place.take()]);
            }
        }
        _ => match place {
            serde_json::Value::Array(items) if !items.is_empty() => {
                let again = items[chance.at(items.len())].clone();
                items.extend(std::iter::repeat_n(again, 1 + chance.at(600)));
            }
            serde_json::Value::Object(fields) if !fields.is_empty() => {
                let name = fields.keys().nth(chance.at(fields.len())).cloned();
                fields.remove(&name?);
            }
            place => *place = other,
        },
    }
    Some(document.to_string())
}

/// A value of a JSON document says something strange, or what another says.
fn json_value(text: &str, chance: &mut Chance) -> Option<String> {
    let mut document: serde_json::Value = serde_json::from_str(text).ok()?;
    let leaves: Vec<String> = paths(&document)
        .into_iter()
        .filter(|it| {
            document
                .pointer(it)
                .is_some_and(|value| !value.is_object() && !value.is_array())
        })
        .collect();
    if leaves.is_empty() {
        return None;
    }
    let other = document.pointer(&leaves[chance.at(leaves.len())])?.clone();
    let place = document.pointer_mut(&leaves[chance.at(leaves.len())])?;
    *place = if chance.one_in(2) {
        other
    } else {
        serde_json::Value::from(STRANGE[chance.at(STRANGE.len())])
    };
    Some(document.to_string())
}

/// Pointers to every value of a document.
fn paths(document: &serde_json::Value) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut at = 0;
    while let Some(path) = found.get(at).cloned() {
        at += 1;
        match document.pointer(&path) {
            Some(serde_json::Value::Array(items)) => {
                found.extend((0..items.len()).map(|item| format!("{path}/{item}")));
            }
            Some(serde_json::Value::Object(fields)) => found.extend(
                fields
                    .keys()
                    .map(|name| format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"))),
            ),
            _ => {}
        }
    }
    found
}

fn replaced(text: &str, at: Range<usize>, by: &str) -> String {
    format!("{}{by}{}", &text[..at.start], &text[at.end..])
}
