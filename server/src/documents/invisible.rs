//! Characters that a reader cannot see: they let one name look like another, turn text around, and PDF/A-2u refuses
//! some of them. File names, values in papers and text on the page all drop them.

/// Zero-width and direction-changing characters, soft hyphens, variation selectors, byte-order marks and the like.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{fffe}'..='\u{ffff}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}
