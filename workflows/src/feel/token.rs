//! Text into tokens with byte spans. Names with spaces are not tokens: the parser joins them, knowing what is in scope.

use std::ops::Range;
use std::sync::Arc;

use super::decimal::Decimal;
use super::expression::SyntaxError;

/// One token.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// One word of a name, or a keyword.
    Word,
    /// A whole name between backticks.
    Quoted(Arc<str>),
    /// A number.
    Number(Decimal),
    /// A string, unescaped.
    String(Arc<str>),
    /// Punctuation.
    Sign(&'static str),
    /// The end of the source.
    End,
}

impl Token {
    pub fn span(&self) -> Range<usize> {
        self.start..self.end
    }
}

const SIGNS: [&str; 31] = [
    "...", "**", "..", "<=", ">=", "!=", "==", "->", "(", ")", "[", "]", "{", "}", ",", ":", ".",
    "+", "-", "*", "/", "=", "<", ">", "@", "'", "|", "#", "&", "%", "$",
];

/// Whether a name may begin with this character (DMN 1.5, grammar rule 27).
pub(super) fn starts_name(character: char) -> bool {
    match character {
        '?' | '_' | 'A'..='Z' | 'a'..='z' => true,
        other if other.is_ascii() => false,
        other => {
            let code = other as u32;
            matches!(code,
                0xC0..=0xD6 | 0xD8..=0xF6 | 0xF8..=0x2FF | 0x370..=0x37D | 0x37F..=0x1FFF | 0x200C..=0x200D
                | 0x2070..=0x218F | 0x2C00..=0x2FEF | 0x3001..=0xD7FF | 0xF900..=0xFDCF | 0xFDF0..=0xFFFD
                | 0x10000..=0xEFFFF)
                && !other.is_whitespace()
        }
    }
}

/// Whether a name may go on with this character (rule 28).
pub(super) fn continues_name(character: char) -> bool {
    starts_name(character)
        || character.is_ascii_digit()
        || matches!(character as u32, 0xB7 | 0x300..=0x36F | 0x203F..=0x2040)
}

fn error(span: Range<usize>, message: &str) -> SyntaxError {
    SyntaxError {
        span,
        message: message.to_owned(),
        code: "FEEL_TOKEN",
    }
}

/// Splits a source into tokens, the last of which is [`Kind::End`].
pub(super) fn tokens(source: &str) -> Result<Vec<Token>, SyntaxError> {
    let mut found: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(character) = source[at..].chars().next() {
        let rest = &source[at..];
        if character.is_whitespace() || character == '\u{feff}' {
            at += character.len_utf8();
            continue;
        }
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        }
        if rest.starts_with("/*") {
            match rest.find("*/") {
                Some(length) => at += length + 2,
                None => return Err(error(at..source.len(), "the comment does not end")),
            }
            continue;
        }
        let start = at;
        let kind = if starts_name(character) {
            at += rest.find(|c| !continues_name(c)).unwrap_or(rest.len());
            Kind::Word
        } else if character == '`' {
            let length = rest[1..]
                .find('`')
                .ok_or_else(|| error(at..source.len(), "the quoted name does not end"))?;
            at += length + 2;
            Kind::Quoted(rest[1..=length].trim().into())
        } else if character == '"' {
            let (text, length) =
                string(rest).map_err(|message| error(at..source.len(), message))?;
            at += length;
            Kind::String(text.into())
        } else if character.is_ascii_digit()
            || (character == '.' && point_starts_number(rest, found.last()))
        {
            let length = number_length(rest.as_bytes());
            at += length;
            let number = rest[..length]
                .parse()
                .map_err(|_| error(start..at, "the number is out of range"))?;
            Kind::Number(number)
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            at += sign.len();
            Kind::Sign(sign)
        } else {
            return Err(error(
                at..at + character.len_utf8(),
                "this character has no meaning here",
            ));
        };
        found.push(Token {
            kind,
            start,
            end: at,
        });
    }
    found.push(Token {
        kind: Kind::End,
        start: source.len(),
        end: source.len(),
    });
    Ok(found)
}

fn point_starts_number(rest: &str, before: Option<&Token>) -> bool {
    let after_operand = match before.map(|token| &token.kind) {
        None => false,
        Some(Kind::Sign(sign)) => matches!(*sign, ")" | "]" | "}"),
        Some(_) => true,
    };
    rest[1..].starts_with(|c: char| c.is_ascii_digit()) && !after_operand
}

fn number_length(bytes: &[u8]) -> usize {
    let digits = |from: usize| {
        bytes[from..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let mut length = digits(0);
    if bytes.get(length) == Some(&b'.') && digits(length + 1) > 0 {
        length += 1 + digits(length + 1);
    }
    if matches!(bytes.get(length), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(length + 1), Some(b'+' | b'-')));
        let from = length + 1 + sign;
        if from < bytes.len() && digits(from) > 0 {
            length = from + digits(from);
        }
    }
    length
}

fn hex(text: &str) -> Option<u32> {
    text.bytes()
        .all(|b| b.is_ascii_hexdigit())
        .then(|| u32::from_str_radix(text, 16).ok())
        .flatten()
}

/// The unescaped text of the string literal that `rest` begins with, and the literal's length.
fn string(rest: &str) -> Result<(String, usize), &'static str> {
    let mut out = String::new();
    let mut at = 1;
    loop {
        let tail = &rest[at..];
        let plain = tail.find(['"', '\\']).ok_or("the string does not end")?;
        out.push_str(&tail[..plain]);
        at += plain;
        if tail.as_bytes()[plain] == b'"' {
            return Ok((out, at + 1));
        }
        let escape = rest[at + 1..]
            .chars()
            .next()
            .ok_or("the string does not end")?;
        at += 1 + escape.len_utf8();
        match escape {
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            '"' | '\\' | '\'' => out.push(escape),
            'u' | 'U' => {
                let width = if escape == 'u' { 4 } else { 6 };
                let Some(unit) = rest.get(at..at + width).and_then(hex) else {
                    out.push('\\');
                    out.push(escape);
                    continue;
                };
                at += width;
                let mut code = unit;
                if (0xD800..0xDC00).contains(&unit)
                    && rest[at..].starts_with("\\u")
                    && let Some(low) = rest.get(at + 2..at + 6).and_then(hex)
                    && (0xDC00..0xE000).contains(&low)
                {
                    at += 6;
                    code = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                }
                out.push(char::from_u32(code).ok_or("a lone surrogate is no character")?);
            }
            other => {
                out.push('\\');
                out.push(other);
            }
        }
    }
}
