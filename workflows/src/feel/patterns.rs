//! Regular expressions as XPath and XQuery Functions 3.1 (5.6) writes them, run in linear time by the `regex` crate.
//!
//! DMN refers to XPath for `matches`, `replace` and `split`. Patterns with back references cannot run in linear time;
//! they have a small matcher of their own in [`super::backtrack`], which pays for every step.

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use regex::RegexBuilder;

use super::backtrack;
use super::environment::EvaluationError;
use super::evaluator::Evaluator;

/// Longest pattern.
const LENGTH: usize = 10_000;

/// A compiled pattern.
pub(super) enum Pattern {
    Linear(regex::Regex),
    Backtracking(backtrack::Program),
}

/// Where a pattern and its groups were found.
pub(super) struct Found {
    groups: Vec<Option<Range<usize>>>,
}

impl Found {
    pub fn whole(&self) -> Range<usize> {
        self.group(0).unwrap_or(0..0)
    }

    pub fn group(&self, number: usize) -> Option<Range<usize>> {
        self.groups.get(number).cloned().flatten()
    }
}

/// Pays for a search out of the evaluation's fuel.
pub(super) struct Meter<'m, 'a> {
    evaluator: &'m mut Evaluator<'a>,
    span: &'m Range<usize>,
}

impl<'m, 'a> Meter<'m, 'a> {
    pub fn new(evaluator: &'m mut Evaluator<'a>, span: &'m Range<usize>) -> Self {
        Self { evaluator, span }
    }

    pub fn spend(&mut self, steps: usize) -> Result<(), EvaluationError> {
        self.evaluator.spend(steps as u64, self.span)
    }
}

impl Pattern {
    /// Number of groups beside the whole.
    pub fn groups(&self) -> usize {
        match self {
            Self::Linear(regex) => regex.captures_len() - 1,
            Self::Backtracking(program) => program.groups,
        }
    }

    /// The first match at or after a byte position.
    pub fn find_at(
        &self,
        input: &str,
        at: usize,
        meter: &mut Meter<'_, '_>,
    ) -> Result<Option<Found>, EvaluationError> {
        match self {
            Self::Linear(regex) => {
                meter.spend(1 + (input.len() - at) / 64)?;
                Ok(regex.captures_at(input, at).map(|captures| {
                    let groups: Vec<_> = captures
                        .iter()
                        .map(|group| group.map(|group| group.range()))
                        .collect();
                    // a long way to the match was charged above; what lies behind it was not read
                    Found { groups }
                }))
            }
            Self::Backtracking(program) => Ok(program
                .find_at(input, at, meter)?
                .map(|groups| Found { groups })),
        }
    }
}

/// A pattern, its flags, and what they compile to.
type Known = (Arc<str>, Arc<str>, Option<Rc<Pattern>>);

/// Patterns compiled in this evaluation.
#[derive(Default)]
pub(crate) struct PatternCache {
    known: Vec<Known>,
}

/// What compiling a pattern costs, in steps: its length and its classes, as often as they are repeated by number.
pub(super) fn price(pattern: &str) -> u64 {
    let classes = pattern.matches(['\\', '.', '[']).count() as u64;
    let mut repeated = 1_u64;
    for part in pattern.split('{').skip(1) {
        let bounds = part.split('}').next().unwrap_or_default();
        let most = bounds.rsplit(',').find_map(|it| it.trim().parse().ok());
        repeated = repeated.saturating_mul(most.unwrap_or(1).max(1));
    }
    let size = pattern.len() as u64 + 20 * classes;
    1_000 + size.saturating_mul(repeated).saturating_mul(4).min(60_000)
}

impl PatternCache {
    /// Whether the pattern has been compiled in this evaluation.
    pub(super) fn knows(&self, pattern: &Arc<str>, flags: &Arc<str>) -> bool {
        self.known
            .iter()
            .any(|(p, f, _)| p == pattern && f == flags)
    }

    /// The compiled pattern; `None` when the pattern or a flag is invalid.
    pub(super) fn get(&mut self, pattern: &Arc<str>, flags: &Arc<str>) -> Option<Rc<Pattern>> {
        if let Some((_, _, known)) = self
            .known
            .iter()
            .find(|(p, f, _)| p == pattern && f == flags)
        {
            return known.clone();
        }
        let compiled = compile(pattern, flags).map(Rc::new);
        if self.known.len() >= 16 {
            self.known.remove(0);
        }
        self.known
            .push((pattern.clone(), flags.clone(), compiled.clone()));
        compiled
    }
}

fn compile(pattern: &str, flags: &str) -> Option<Pattern> {
    if pattern.len() > LENGTH || !flags.chars().all(|flag| "smixq".contains(flag)) {
        return None;
    }
    let has = |flag: char| flags.contains(flag);
    let unspaced = if has('x') && !has('q') {
        without_space(pattern)
    } else {
        pattern.to_owned()
    };
    let translated = if has('q') {
        regex::escape(pattern)
    } else {
        translate(&unspaced, has('s'))?
    };
    if !has('q') && refers_back(&unspaced) {
        return backtrack::compile(&unspaced, flags).map(Pattern::Backtracking);
    }
    RegexBuilder::new(&translated)
        .case_insensitive(has('i'))
        .multi_line(has('m') && !has('q'))
        .dot_matches_new_line(has('s'))
        .size_limit(1 << 20)
        .nest_limit(60)
        .build()
        .ok()
        .map(Pattern::Linear)
}

/// Whether a pattern holds `\1` and the like outside character classes.
fn refers_back(pattern: &str) -> bool {
    let (mut class, mut escaped) = (0u32, false);
    for character in pattern.chars() {
        match character {
            digit if escaped && class == 0 && digit.is_ascii_digit() => return true,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => class += 1,
            ']' => class = class.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// The pattern without the white space that flag `x` makes mean nothing: all of it outside character classes.
fn without_space(pattern: &str) -> String {
    let (mut class, mut escaped) = (0u32, false);
    let keep = |character: &char| {
        if class == 0 && matches!(character, ' ' | '\t' | '\n' | '\r') {
            return false;
        }
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => class += 1,
            ']' => class = class.saturating_sub(1),
            _ => {}
        }
        true
    };
    pattern.chars().filter(keep).collect()
}

const NAME_START: &str = r"_:A-Za-z\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{2FF}\u{370}-\u{37D}\u{37F}-\u{1FFF}\u{200C}-\u{200D}\u{2070}-\u{218F}\u{2C00}-\u{2FEF}\u{3001}-\u{D7FF}\u{F900}-\u{FDCF}\u{FDF0}-\u{FFFD}\u{10000}-\u{EFFFF}";
const NAME_REST: &str = r"\-.0-9\u{B7}\u{300}-\u{36F}\u{203F}-\u{2040}";

/// XPath syntax into the crate's; `None` for what XPath does not have.
fn translate(pattern: &str, dot_all: bool) -> Option<String> {
    let mut out = String::with_capacity(pattern.len() + 16);
    let characters: Vec<char> = pattern.chars().collect();
    let mut at = 0;
    let mut class = 0usize;
    let mut class_start = false;
    // a quantifier may be followed by one '?', and by no other quantifier
    let mut quantified = false;
    while let Some(&character) = characters.get(at) {
        at += 1;
        let was_start = std::mem::take(&mut class_start);
        let was_quantified = std::mem::take(&mut quantified);
        match character {
            '*' | '+' | '?' | '{' if class == 0 => {
                if was_quantified {
                    return None;
                }
                out.push(character);
                if character == '{' {
                    let close = characters[at..].iter().position(|c| *c == '}')? + at;
                    let counts = &characters[at..close];
                    if !is_count(counts) {
                        return None;
                    }
                    out.extend(counts);
                    out.push('}');
                    at = close + 1;
                }
                if characters.get(at) == Some(&'?') {
                    out.push('?');
                    at += 1;
                }
                quantified = true;
            }
            '}' if class == 0 => return None,
            '\\' => {
                let escaped = *characters.get(at)?;
                at += 1;
                match escaped {
                    'i' | 'c' | 'I' | 'C' => {
                        let negated = escaped.is_uppercase();
                        let rest = if escaped.eq_ignore_ascii_case(&'c') {
                            NAME_REST
                        } else {
                            ""
                        };
                        out.push_str(if negated { "[^" } else { "[" });
                        out.push_str(NAME_START);
                        out.push_str(rest);
                        out.push(']');
                    }
                    'p' | 'P' => {
                        if characters.get(at) != Some(&'{') {
                            return None;
                        }
                        let close = characters[at..].iter().position(|c| *c == '}')? + at;
                        let name: String = characters[at + 1..close].iter().collect();
                        at = close + 1;
                        match name.strip_prefix("Is") {
                            Some(block) => {
                                let (low, high) = block_range(block)?;
                                let sign = if escaped == 'P' { "^" } else { "" };
                                out.push_str(&format!("[{sign}\\u{{{low:X}}}-\\u{{{high:X}}}]"));
                            }
                            None => out.push_str(&format!("\\{escaped}{{{name}}}")),
                        }
                    }
                    'n' | 'r' | 't' | 's' | 'S' | 'd' | 'D' | 'w' | 'W' | 'b' | 'B' => {
                        out.push('\\');
                        out.push(escaped);
                    }
                    '\\' | '|' | '.' | '?' | '*' | '+' | '(' | ')' | '{' | '}' | '-' | '['
                    | ']' | '^' | '$' | '/' => {
                        if escaped != '/' {
                            out.push('\\');
                        }
                        out.push(escaped);
                    }
                    digit if digit.is_ascii_digit() && class == 0 => {}
                    _ => return None,
                }
            }
            '[' if class == 0 => {
                class = 1;
                class_start = true;
                out.push('[');
                if characters.get(at) == Some(&'^') {
                    out.push('^');
                    at += 1;
                }
            }
            '[' => return None,
            ']' if class > 0 => {
                if was_start {
                    return None;
                }
                class -= 1;
                out.push(']');
            }
            '-' if class > 0 && characters.get(at) == Some(&'[') => {
                out.push_str("--[");
                at += 1;
                class += 1;
                if characters.get(at) == Some(&'^') {
                    out.push('^');
                    at += 1;
                }
            }
            '&' | '~' | '-' if class > 0 && character != '-' => {
                out.push('\\');
                out.push(character);
            }
            '-' if class > 0 && (was_start || characters.get(at) == Some(&']')) => {
                out.push_str("\\-")
            }
            '(' if class == 0 && characters.get(at) == Some(&'?') => {
                if characters.get(at + 1) != Some(&':') {
                    return None;
                }
                out.push_str("(?:");
                at += 2;
            }
            // a line ends with a carriage return, too
            '.' if class == 0 && !dot_all => out.push_str("[^\\n\\r]"),
            '#' if class == 0 => out.push_str("\\#"),
            other => out.push(other),
        }
    }
    (class == 0).then_some(out)
}

/// `3`, `3,` or `3,5`
fn is_count(counts: &[char]) -> bool {
    let mut parts = counts.split(|c| *c == ',');
    let digits = |part: &[char]| part.iter().all(char::is_ascii_digit);
    let least = parts.next().unwrap_or_default();
    let most = parts.next();
    !least.is_empty() && digits(least) && most.is_none_or(digits) && parts.next().is_none()
}

/// The Unicode blocks that patterns name (`\p{IsBasicLatin}`).
fn block_range(name: &str) -> Option<(u32, u32)> {
    Some(match name {
        "BasicLatin" => (0, 0x7F),
        "Latin-1Supplement" => (0x80, 0xFF),
        "LatinExtended-A" => (0x100, 0x17F),
        "LatinExtended-B" => (0x180, 0x24F),
        "IPAExtensions" => (0x250, 0x2AF),
        "SpacingModifierLetters" => (0x2B0, 0x2FF),
        "CombiningDiacriticalMarks" => (0x300, 0x36F),
        "Greek" | "GreekandCoptic" => (0x370, 0x3FF),
        "Cyrillic" => (0x400, 0x4FF),
        "Armenian" => (0x530, 0x58F),
        "Hebrew" => (0x590, 0x5FF),
        "Arabic" => (0x600, 0x6FF),
        "Devanagari" => (0x900, 0x97F),
        "Thai" => (0xE00, 0xE7F),
        "Balinese" => (0x1B00, 0x1B7F),
        "Sundanese" => (0x1B80, 0x1BBF),
        "Javanese" => (0xA980, 0xA9DF),
        "GeneralPunctuation" => (0x2000, 0x206F),
        "CurrencySymbols" => (0x20A0, 0x20CF),
        "LetterlikeSymbols" => (0x2100, 0x214F),
        "NumberForms" => (0x2150, 0x218F),
        "Arrows" => (0x2190, 0x21FF),
        "MathematicalOperators" => (0x2200, 0x22FF),
        "Hiragana" => (0x3040, 0x309F),
        "Katakana" => (0x30A0, 0x30FF),
        "CJKUnifiedIdeographs" => (0x4E00, 0x9FFF),
        "HangulSyllables" => (0xAC00, 0xD7AF),
        "PrivateUse" | "PrivateUseArea" => (0xE000, 0xF8FF),
        _ => return None,
    })
}

/// A part of a replacement.
pub(super) enum Piece {
    Text(String),
    Group(usize),
}

/// Splits a replacement into text and `$n`; `None` when it is not valid.
pub(super) fn template(replacement: &str, groups: usize) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut characters = replacement.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some(escaped @ ('\\' | '$')) => text.push(escaped),
                _ => return None,
            },
            '$' => {
                let mut number = characters.next()?.to_digit(10)? as usize;
                // as many digits as still name a group
                while let Some(digit) = characters.peek().and_then(|c| c.to_digit(10)) {
                    let longer = number * 10 + digit as usize;
                    if longer > groups {
                        break;
                    }
                    number = longer;
                    characters.next();
                }
                pieces.push(Piece::Text(std::mem::take(&mut text)));
                pieces.push(Piece::Group(number));
            }
            other => text.push(other),
        }
    }
    pieces.push(Piece::Text(text));
    Some(pieces)
}
