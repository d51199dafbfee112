//! What a file really is, told from its bytes, never from its name or from what the browser claims.
//!
//! The list is short on purpose: the kinds that a bundle, evidence or a dataset needs (DOMAIN W1, W3, W6). What cannot be
//! told is refused.

use serde::{Deserialize, Serialize};

/// How many bytes of the start of a file [`sniff`] wants to see.
pub const HEAD_BYTES: usize = 8 * 1024;
/// How many bytes of the end of a file [`sniff`] wants to see: a ZIP directory stands there.
pub const TAIL_BYTES: usize = 64 * 1024;

/// The kinds of file that can be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FileKind {
    /// PDF.
    Pdf,
    /// PNG image.
    Png,
    /// JPEG image.
    Jpeg,
    /// Office Open XML text document without macros.
    Docx,
    /// Office Open XML workbook without macros.
    Xlsx,
    /// Any other ZIP archive.
    Zip,
    /// UTF-8 text in rows with the same number of separators.
    Csv,
    /// Other UTF-8 text.
    Text,
}

impl FileKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Pdf,
        Self::Png,
        Self::Jpeg,
        Self::Docx,
        Self::Xlsx,
        Self::Zip,
        Self::Csv,
        Self::Text,
    ];

    /// The media type to answer with (always together with `X-Content-Type-Options: nosniff`).
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Zip => "application/zip",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
        }
    }

    /// The endings a name of this kind may carry; the first is the usual one.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Zip => &["zip"],
            Self::Csv => &["csv", "tsv", "txt"],
            Self::Text => &["txt", "md", "csv", "json", "geojson"],
        }
    }
}

/// Tells the kind from the first [`HEAD_BYTES`] and the last [`TAIL_BYTES`] (which overlap in a short file).
///
/// `None`: none of the kinds, or one that carries macros.
pub fn sniff(head: &[u8], tail: &[u8]) -> Option<FileKind> {
    if head.starts_with(b"%PDF-") {
        let end = &tail[tail.len().saturating_sub(1024)..];
        return contains(end, b"%%EOF").then_some(FileKind::Pdf);
    }
    if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(FileKind::Png);
    }
    if head.starts_with(&[0xff, 0xd8, 0xff]) {
        return Some(FileKind::Jpeg);
    }
    if head.starts_with(b"PK\x03\x04") {
        return zip_kind(tail);
    }
    text_kind(head)
}

/// Looks at the names in the central directory (APPNOTE 4.3.12), because they are what office programs open.
fn zip_kind(tail: &[u8]) -> Option<FileKind> {
    if !contains(tail, b"PK\x05\x06") {
        return None;
    }
    let mut kind = FileKind::Zip;
    let mut rest = tail;
    while let Some(at) = find(rest, b"PK\x01\x02") {
        let entry = &rest[at..];
        let Some(length) = entry.get(28..30) else {
            break;
        };
        let length = usize::from(u16::from_le_bytes([length[0], length[1]]));
        let name = entry.get(46..46 + length).unwrap_or_default();
        if name.ends_with(b"vbaProject.bin") {
            return None;
        }
        match name {
            b"word/document.xml" => kind = FileKind::Docx,
            b"xl/workbook.xml" => kind = FileKind::Xlsx,
            _ => {}
        }
        rest = &entry[4..];
    }
    Some(kind)
}

fn text_kind(head: &[u8]) -> Option<FileKind> {
    let cut = head.len() >= HEAD_BYTES;
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // A character may be cut at the end of what we were shown, but nowhere else.
        Err(problem) if cut && problem.error_len().is_none() => {
            std::str::from_utf8(&head[..problem.valid_up_to()]).ok()?
        }
        Err(_) => return None,
    };
    let text = text.trim_start_matches('\u{feff}');
    if text.is_empty()
        || text
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    {
        return None;
    }
    // Pages and scripts are text too, but nothing that we hand out again.
    let start = text.trim_start().to_ascii_lowercase();
    if ["<!doctype", "<html", "<script", "<svg", "<?xml", "#!"]
        .iter()
        .any(|mark| start.starts_with(mark))
    {
        return None;
    }
    let mut rows = text.lines();
    let (first, second) = (rows.next().unwrap_or_default(), rows.next());
    let table = [',', ';', '\t'].into_iter().any(|separator| {
        let columns = first.matches(separator).count();
        columns > 0 && second.is_some_and(|row| row.matches(separator).count() >= columns || cut)
    });
    Some(if table { FileKind::Csv } else { FileKind::Text })
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    find(bytes, wanted).is_some()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(bytes: &[u8]) -> Option<FileKind> {
        sniff(bytes, bytes)
    }

    fn zip_with(names: &[&str]) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04 content".to_vec();
        for name in names {
            bytes.extend_from_slice(b"PK\x01\x02");
            bytes.extend_from_slice(&[0; 24]);
            bytes.extend_from_slice(&(name.len() as u16).to_le_bytes());
            bytes.extend_from_slice(&[0; 16]);
            bytes.extend_from_slice(name.as_bytes());
        }
        bytes.extend_from_slice(b"PK\x05\x06");
        bytes.extend_from_slice(&[0; 18]);
        bytes
    }

    #[test]
    fn each_kind_is_told_from_its_bytes() {
        assert_eq!(kind(b"%PDF-1.7\n...\n%%EOF\n"), Some(FileKind::Pdf));
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n...."), Some(FileKind::Png));
        assert_eq!(kind(&[0xff, 0xd8, 0xff, 0xe0, 0, 0]), Some(FileKind::Jpeg));
        assert_eq!(
            kind(&zip_with(&["word/document.xml"])),
            Some(FileKind::Docx)
        );
        assert_eq!(
            kind(&zip_with(&["[Content_Types].xml", "xl/workbook.xml"])),
            Some(FileKind::Xlsx)
        );
        assert_eq!(kind(&zip_with(&["peta/jalan.shp"])), Some(FileKind::Zip));
        assert_eq!(
            kind("kode,nama\n64.02,Kutai Kartanegara\n".as_bytes()),
            Some(FileKind::Csv)
        );
        assert_eq!(
            kind("Catatan rapat: tidak ada.\n".as_bytes()),
            Some(FileKind::Text)
        );
    }

    #[test]
    fn what_is_dangerous_or_unknown_is_none_of_them() {
        assert_eq!(kind(b"MZ\x90\x00\x03"), None);
        assert_eq!(kind(b"<!DOCTYPE html><script>"), None);
        assert_eq!(kind(b"  <svg onload=alert(1)>"), None);
        assert_eq!(
            kind(&zip_with(&["xl/workbook.xml", "xl/vbaProject.bin"])),
            None
        );
        assert_eq!(kind(b"%PDF-1.7 cut off"), None);
        assert_eq!(kind(b"PK\x03\x04 cut off"), None);
        assert_eq!(kind(b""), None);
    }

    #[test]
    fn a_character_cut_by_the_window_is_still_text() {
        let mut text = "é".repeat(HEAD_BYTES).into_bytes();
        text.insert(0, b'a');
        assert_eq!(
            sniff(&text[..HEAD_BYTES], &text[text.len() - 100..]),
            Some(FileKind::Text)
        );
        assert_eq!(
            kind(&[b'a', 0xc3]),
            None,
            "the file really ends inside a character"
        );
    }
}
