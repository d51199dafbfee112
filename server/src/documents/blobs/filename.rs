//! Names that people give to files, made safe to show, to log and to put into a download header. The name is never used
//! as a path: content is addressed by hash.

use super::sniff::FileKind;
use crate::documents::invisible::is_invisible;

/// The longest name kept, in bytes of UTF-8.
pub const MAX_BYTES: usize = 180;
const FALLBACK: &str = "dokumen";

/// `name` without folders, control and direction characters, and signs that some file systems refuse; at most
/// [`MAX_BYTES`], its ending kept. Applying it twice changes nothing.
pub fn sanitise(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = last
        .chars()
        .filter(|c| !c.is_control() && !is_invisible(*c))
        .map(|c| if "<>:\"|?*".contains(c) { '_' } else { c })
        .collect();
    let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let trimmed = words.trim_matches(|c: char| c == '.' || c.is_whitespace());
    if trimmed.is_empty() {
        return FALLBACK.to_owned();
    }
    let stem = trimmed.split('.').next().unwrap_or_default().trim_end();
    let named = if is_device(stem) {
        format!("_{trimmed}")
    } else {
        trimmed.to_owned()
    };
    shorten(&named)
}

/// [`sanitise`], and an ending that fits what the file really is: `tagihan.exe` that is a PDF becomes `tagihan.exe.pdf`.
pub fn sanitise_as(name: &str, kind: FileKind) -> String {
    let clean = sanitise(name);
    let fits = clean.rsplit_once('.').is_some_and(|(_, ending)| {
        kind.endings()
            .contains(&ending.to_ascii_lowercase().as_str())
    });
    if fits {
        return clean;
    }
    let ending = kind.endings().first().copied().unwrap_or_default();
    shorten(&format!("{clean}.{ending}"))
}

/// Names that Windows keeps for devices.
fn is_device(stem: &str) -> bool {
    let upper = stem.to_ascii_uppercase();
    matches!(upper.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (upper.len() == 4
            && (upper.starts_with("COM") || upper.starts_with("LPT"))
            && upper.ends_with(|c: char| c.is_ascii_digit()))
}

fn shorten(name: &str) -> String {
    if name.len() <= MAX_BYTES {
        return name.to_owned();
    }
    let ending = match name.rsplit_once('.') {
        Some((_, ending)) if ending.len() <= 16 => &name[name.len() - ending.len() - 1..],
        _ => "",
    };
    let stem = &name[..name.len() - ending.len()];
    let end = stem
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .take_while(|end| *end <= MAX_BYTES - ending.len())
        .last()
        .unwrap_or_default();
    format!(
        "{}{ending}",
        stem[..end].trim_end_matches(|c: char| c == '.' || c.is_whitespace())
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_lose_what_could_mislead() {
        assert_eq!(sanitise("../../etc/passwd"), "passwd");
        assert_eq!(sanitise("C:\\Users\\x\\Buku I.pdf"), "Buku I.pdf");
        assert_eq!(sanitise("surat\u{202e}fdp.exe"), "suratfdp.exe");
        assert_eq!(sanitise("a\0b\r\nSet-Cookie: x.pdf"), "abSet-Cookie_ x.pdf");
        assert_eq!(sanitise(".."), "dokumen");
        assert_eq!(sanitise(" . "), "dokumen");
        assert_eq!(sanitise("nul.pdf"), "_nul.pdf");
        assert_eq!(
            sanitise("Rencana Induk – 2026 (final).pdf"),
            "Rencana Induk – 2026 (final).pdf"
        );
    }

    #[test]
    fn the_ending_tells_the_truth() {
        assert_eq!(sanitise_as("tagihan.exe", FileKind::Pdf), "tagihan.exe.pdf");
        assert_eq!(sanitise_as("Foto.JPEG", FileKind::Jpeg), "Foto.JPEG");
        assert_eq!(
            sanitise_as(&"x".repeat(400), FileKind::Xlsx).len(),
            MAX_BYTES
        );
    }

    proptest! {
        #[test]
        fn any_name_becomes_a_safe_one(name in ".{0,400}", tail in "(\\.[a-z]{1,20})?") {
            let clean = sanitise(&format!("{name}{tail}"));
            prop_assert!(!clean.is_empty() && clean.len() <= MAX_BYTES);
            let unsafe_ones = ['/', '\\', '\0', '\n', '"', '\u{202e}'];
            prop_assert!(!clean.contains(unsafe_ones));
            prop_assert!(!clean.starts_with('.') && clean == clean.trim());
            prop_assert_eq!(sanitise(&clean), clean.clone());
        }
    }
}
