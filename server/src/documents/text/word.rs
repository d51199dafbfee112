//! The words of a Word file: the paragraphs of `word/document.xml` (ECMA-376 part 1, 17.3), insertions taken as made and
//! deletions left out, as the page would look.

use std::io::{Cursor, Read as _};

use roxmltree::{Document, Node, ParsingOptions};
use zip::ZipArchive;

use super::{Stop, UNPACKED};

/// Most elements of a document; the parser refuses more.
const NODES: u32 = 2_000_000;

pub(super) fn read(bytes: &[u8]) -> Result<String, Stop> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Stop::Unreadable)?;
    let part = archive
        .by_name("word/document.xml")
        .map_err(|_| Stop::Unreadable)?;
    let mut xml = String::new();
    part.take(UNPACKED as u64 + 1)
        .read_to_string(&mut xml)
        .map_err(|_| Stop::Unreadable)?;
    if xml.len() > UNPACKED {
        return Err(Stop::TooLarge);
    }
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(&xml, options).map_err(|_| Stop::Unreadable)?;
    let mut text = String::new();
    for node in document.descendants().filter(Node::is_element) {
        match node.tag_name().name() {
            "p" => text.push('\n'),
            "br" | "cr" => text.push('\n'),
            "tab" => text.push(' '),
            "t" => text.push_str(node.text().unwrap_or_default()),
            _ => {}
        }
    }
    Ok(text)
}
