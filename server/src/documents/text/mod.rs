//! What a file says: the words of plain text, PDF and Word files, taken when the file comes in, so that two versions can
//! be compared and read aloud. A file whose words cannot be had is kept all the same, and the reason is told.
//!
//! Files of others are hostile until proven otherwise: bytes, unpacked bytes, words and time are bounded, at most
//! [`AT_ONCE`] files are read at a time, and a parser that panics has only failed to read.

mod pdf;
mod word;

use std::panic::catch_unwind;
use std::sync::Arc;
use std::sync::LazyLock;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use tokio::sync::Semaphore;

use super::blobs::{BlobStore, StoredBlob, sniff::FileKind};
use super::is_invisible;

/// Largest file whose words are taken, bytes.
const LARGEST_FILE: u64 = 24 * 1024 * 1024;
/// Most bytes of words that are kept of one file.
pub const LONGEST_TEXT: usize = 1024 * 1024;
/// Most bytes that a packed part of a file may unpack to.
const UNPACKED: usize = 32 * 1024 * 1024;
/// Files that are read at the same time; more wait.
const AT_ONCE: usize = 2;
/// How long somebody who uploads waits for the words of a file.
const PATIENCE: Duration = Duration::from_secs(15);

static READERS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(AT_ONCE)));

/// How the reading went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// All words are there.
    Read,
    /// There were more than [`LONGEST_TEXT`] bytes; the rest is missing.
    Cut,
    /// The file holds no words: a scan, most often.
    Empty,
    /// This kind of file holds none (pictures, archives, workbooks).
    NotText,
    /// Damaged, encrypted or written in a way that we cannot read.
    Unreadable,
    /// Larger than [`LARGEST_FILE`], or it unpacks to more than is allowed, or reading took too long.
    TooLarge,
}

impl Reading {
    /// As stored and told: `READ`, `CUT`, `EMPTY`, `NOT_TEXT`, `UNREADABLE`, `TOO_LARGE`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Read => "READ",
            Self::Cut => "CUT",
            Self::Empty => "EMPTY",
            Self::NotText => "NOT_TEXT",
            Self::Unreadable => "UNREADABLE",
            Self::TooLarge => "TOO_LARGE",
        }
    }
}

/// The words of a file, or why there are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// How it went.
    pub reading: Reading,
    /// Lines; empty unless `Read` or `Cut`.
    pub text: String,
}

impl Words {
    fn none(reading: Reading) -> Self {
        Self {
            reading,
            text: String::new(),
        }
    }

    /// Tidy lines: no invisible or control characters, single blanks, at most one empty line in a row.
    fn of(raw: &str) -> Self {
        let mut text = String::new();
        let mut empty = 1;
        for line in raw.lines() {
            let line: String = line
                .chars()
                .filter(|c| !is_invisible(*c))
                .map(|c| if c.is_control() { ' ' } else { c })
                .collect();
            let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
            empty = if line.is_empty() { empty + 1 } else { 0 };
            if empty > 1 {
                continue;
            }
            if text.len() + line.len() + 1 > LONGEST_TEXT {
                return Self {
                    reading: Reading::Cut,
                    text,
                };
            }
            text.push_str(&line);
            text.push('\n');
        }
        let kept = text.trim_end().len();
        text.truncate(kept);
        if text.is_empty() {
            Self::none(Reading::Empty)
        } else {
            Self {
                reading: Reading::Read,
                text,
            }
        }
    }
}

/// Why a part could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    Unreadable,
    TooLarge,
}

/// The words of `bytes`. Never fails and never panics: what cannot be read is told in [`Words::reading`].
#[must_use]
pub fn words(kind: FileKind, bytes: &[u8]) -> Words {
    let read: fn(&[u8]) -> Result<String, Stop> = match kind {
        FileKind::Text | FileKind::Csv => plain,
        FileKind::Pdf => pdf::read,
        FileKind::Docx => word::read,
        FileKind::Png | FileKind::Jpeg | FileKind::Xlsx | FileKind::Zip => {
            return Words::none(Reading::NotText);
        }
    };
    match catch_unwind(|| read(bytes)) {
        Ok(Ok(raw)) => Words::of(&raw),
        Ok(Err(Stop::TooLarge)) => Words::none(Reading::TooLarge),
        Ok(Err(Stop::Unreadable)) | Err(_) => Words::none(Reading::Unreadable),
    }
}

fn plain(bytes: &[u8]) -> Result<String, Stop> {
    String::from_utf8(bytes.to_vec()).map_err(|_| Stop::Unreadable)
}

/// The words of bytes at hand, read on a thread where it holds nobody up.
pub async fn words_of(kind: FileKind, bytes: Vec<u8>) -> Words {
    if bytes.len() as u64 > LARGEST_FILE {
        return Words::none(Reading::TooLarge);
    }
    let reading = async {
        let place = Arc::clone(&READERS).acquire_owned().await.ok()?;
        // A file that keeps its reader busy for ever keeps this place too, and no more than that.
        tokio::task::spawn_blocking(move || {
            let words = words(kind, &bytes);
            drop(place);
            words
        })
        .await
        .ok()
    };
    match tokio::time::timeout(PATIENCE, reading).await {
        Ok(Some(words)) => words,
        Ok(None) => Words::none(Reading::Unreadable),
        Err(_) => Words::none(Reading::TooLarge),
    }
}

/// The words of a stored file.
pub async fn words_of_stored(blobs: &BlobStore, stored: &StoredBlob) -> Words {
    if stored.size > LARGEST_FILE {
        return Words::none(Reading::TooLarge);
    }
    let bytes = async {
        let reader = blobs.get(&stored.sha256).await?;
        reader
            .bytes
            .try_fold(Vec::new(), |mut all, part| async move {
                all.extend_from_slice(&part);
                Ok(all)
            })
            .await
    };
    match bytes.await {
        Ok(bytes) => words_of(stored.kind, bytes).await,
        Err(error) => {
            tracing::warn!(%error, "the words of {} cannot be read: {error}", stored.sha256);
            Words::none(Reading::Unreadable)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use lopdf::dictionary;

    use super::*;

    fn docx(document: &str) -> Vec<u8> {
        let mut file = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        let written = file
            .start_file("word/document.xml", options)
            .and_then(|()| Ok(file.write_all(document.as_bytes())?));
        assert!(written.is_ok(), "{written:?}");
        file.finish()
            .map(std::io::Cursor::into_inner)
            .unwrap_or_default()
    }

    #[test]
    fn a_word_file_is_read_paragraph_by_paragraph_without_what_was_struck() {
        let body = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>\
            <w:p><w:r><w:t>Rencana</w:t></w:r><w:r><w:tab/><w:t xml:space=\"preserve\"> Induk</w:t></w:r></w:p>\
            <w:p><w:del><w:r><w:delText>lama</w:delText></w:r></w:del><w:ins><w:r><w:t>baru</w:t></w:r></w:ins></w:p>\
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>sel</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>";
        let words = words(FileKind::Docx, &docx(body));
        assert_eq!(words.reading, Reading::Read);
        assert_eq!(words.text, "Rencana Induk\nbaru\nsel");
    }

    #[test]
    fn a_paper_of_our_own_is_read_line_by_line() -> Result<(), lopdf::Error> {
        let content =
            b"BT /F1 12 Tf 72 720 Td (Pasal 1) Tj 0 -16 Td [(Target )-20(dua)] TJ ( belas) Tj ET";
        let mut document = lopdf::Document::with_version("1.5");
        let pages = document.new_object_id();
        let font = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
        });
        let stream = document.add_object(lopdf::Stream::new(
            lopdf::Dictionary::new(),
            content.to_vec(),
        ));
        let page = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => stream,
            "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
        });
        let tree = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
        document
            .objects
            .insert(pages, lopdf::Object::Dictionary(tree));
        let catalogue = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        document.trailer.set("Root", catalogue);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes)?;
        let words = words(FileKind::Pdf, &bytes);
        assert_eq!(words.text, "Pasal 1\nTarget dua belas");
        assert_eq!(words.reading, Reading::Read);
        Ok(())
    }

    #[test]
    fn what_cannot_be_read_is_told_and_never_fatal() {
        assert_eq!(
            words(FileKind::Pdf, b"%PDF-1.7\nrusak\n%%EOF").reading,
            Reading::Unreadable
        );
        assert_eq!(
            words(FileKind::Docx, b"PK\x03\x04").reading,
            Reading::Unreadable
        );
        assert_eq!(words(FileKind::Png, b"\x89PNG").reading, Reading::NotText);
        assert_eq!(words(FileKind::Text, b" \n\t").reading, Reading::Empty);
        let long = "kata ".repeat(LONGEST_TEXT / 4) + "\n" + &"baris\n".repeat(LONGEST_TEXT / 3);
        let cut = words(FileKind::Text, long.as_bytes());
        assert_eq!(cut.reading, Reading::Cut);
        assert!(cut.text.len() <= LONGEST_TEXT);
    }
}
