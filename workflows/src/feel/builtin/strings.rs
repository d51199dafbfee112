//! Functions of texts (10.3.4.3). Positions count characters (code points) from 1, or from -1 backwards.

use super::super::environment::WarningCode;
use super::super::evaluator::Evaluated;
use super::super::patterns;
use super::super::value::Value;
use super::{Builtin, Call, form, take, variadic};

pub(super) const FUNCTIONS: &[Builtin] = &[
    form(
        "substring",
        &[
            &["string", "start position"],
            &["string", "start position", "length"],
        ],
        substring,
    ),
    form("string length", &[&["string"]], |call| {
        let text = take!(call.string(0));
        call.spend(text.len() / 64)?;
        Ok(text.chars().count().into())
    }),
    form("upper case", &[&["string"]], |call| {
        let text = take!(call.string(0));
        call.text_value(text.to_uppercase())
    }),
    form("lower case", &[&["string"]], |call| {
        let text = take!(call.string(0));
        call.text_value(text.to_lowercase())
    }),
    form("substring before", &[&["string", "match"]], |call| {
        let (text, part) = (take!(call.string(0)), take!(call.string(1)));
        call.spend(text.len() / 64)?;
        Ok(text.find(&*part).map_or("", |at| &text[..at]).into())
    }),
    form("substring after", &[&["string", "match"]], |call| {
        let (text, part) = (take!(call.string(0)), take!(call.string(1)));
        call.spend(text.len() / 64)?;
        Ok(text
            .find(&*part)
            .map_or("", |at| &text[at + part.len()..])
            .into())
    }),
    form("contains", &[&["string", "match"]], |call| {
        let (text, part) = (take!(call.string(0)), take!(call.string(1)));
        call.spend(text.len() / 64)?;
        Ok(text.contains(&*part).into())
    }),
    form("starts with", &[&["string", "match"]], |call| {
        let (text, part) = (take!(call.string(0)), take!(call.string(1)));
        Ok(text.starts_with(&*part).into())
    }),
    form("ends with", &[&["string", "match"]], |call| {
        let (text, part) = (take!(call.string(0)), take!(call.string(1)));
        Ok(text.ends_with(&*part).into())
    }),
    form(
        "matches",
        &[&["input", "pattern"], &["input", "pattern", "flags"]],
        matches,
    ),
    form(
        "replace",
        &[
            &["input", "pattern", "replacement"],
            &["input", "pattern", "replacement", "flags"],
        ],
        replace,
    ),
    form("split", &[&["string", "delimiter"]], split),
    form(
        "extract",
        &[&["string", "pattern"], &["string", "pattern", "flags"]],
        extract,
    ),
    form(
        "string join",
        &[
            &["list"],
            &["list", "delimiter"],
            &["list", "delimiter", "prefix", "suffix"],
        ],
        string_join,
    ),
    form("trim", &[&["string"]], |call| {
        let text = take!(call.string(0));
        Ok(text.trim().into())
    }),
    form("is blank", &[&["string"]], |call| {
        let text = take!(call.string(0));
        Ok(text.trim().is_empty().into())
    }),
    form("to base64", &[&["value"]], to_base64),
    form("uuid", &[&[]], uuid),
    variadic("is empty", &[&["list"]], |call| match call.value(0) {
        Value::String(text) => Ok(text.is_empty().into()),
        _ => {
            let list = take!(call.list(0));
            Ok(list.is_empty().into())
        }
    }),
];

fn substring(call: &mut Call<'_, '_>) -> Evaluated {
    let (text, start) = (take!(call.string(0)), take!(call.whole(1)));
    call.spend(text.len() / 64)?;
    let count = text.chars().count();
    let begin = if start > 0 {
        Some(start - 1)
    } else {
        (count as i64).checked_add(start)
    };
    let Some(begin) = begin.filter(|begin| start != 0 && (0..count as i64).contains(begin)) else {
        return call.refuse("the position is outside the text");
    };
    let length = if call.arguments.len() > 2 && call.given(2) {
        let length = take!(call.whole(2));
        if length < 1 {
            return call.refuse("the length must be at least 1");
        }
        length as usize
    } else {
        usize::MAX
    };
    let part: String = text.chars().skip(begin as usize).take(length).collect();
    call.text_value(part)
}

/// The pattern at `place` with the flags at `place + offset`, compiled once in an evaluation.
fn pattern(
    call: &mut Call<'_, '_>,
    place: usize,
    flags: usize,
) -> Option<std::rc::Rc<patterns::Pattern>> {
    let text = call.string(place)?;
    let flags = match call.single(flags) {
        Value::Null => "".into(),
        Value::String(flags) => flags.clone(),
        _ => return call.wrong(flags, "string"),
    };
    match call.evaluator.pattern(&text, &flags) {
        Some(pattern) => Some(pattern),
        None => {
            call.evaluator.warn(
                call.span.clone(),
                WarningCode::InvalidArgument,
                "the pattern or its flags are not valid",
            );
            None
        }
    }
}

fn matches(call: &mut Call<'_, '_>) -> Evaluated {
    let input = take!(call.string(0));
    let pattern = take!(pattern(call, 1, 2));
    let mut fuel = patterns::Meter::new(call.evaluator, &call.span);
    let found = pattern.find_at(&input, 0, &mut fuel)?;
    Ok(found.is_some().into())
}

fn replace(call: &mut Call<'_, '_>) -> Evaluated {
    let input = take!(call.string(0));
    let replacement = take!(call.string(2));
    let pattern = take!(pattern(call, 1, 3));
    let literal = matches!(call.single(3), Value::String(flags) if flags.contains('q'));
    let template = match literal {
        true => Some(vec![patterns::Piece::Text(replacement.to_string())]),
        false => patterns::template(&replacement, pattern.groups()),
    };
    let Some(template) = template else {
        return call.refuse("the replacement is not valid");
    };
    let mut out = String::new();
    let mut at = 0;
    let limit = call.evaluator.env.limits.string;
    loop {
        let mut fuel = patterns::Meter::new(call.evaluator, &call.span);
        let Some(found) = pattern.find_at(&input, at, &mut fuel)? else {
            break;
        };
        let whole = found.whole();
        if whole.is_empty() {
            return call.refuse("the pattern matches the empty text");
        }
        out.push_str(&input[at..whole.start]);
        for piece in &template {
            match piece {
                patterns::Piece::Text(text) => out.push_str(text),
                patterns::Piece::Group(group) => {
                    out.push_str(found.group(*group).map_or("", |range| &input[range]))
                }
            }
            if out.len() > limit {
                break;
            }
        }
        call.evaluator.text_room(out.len(), &call.span.clone())?;
        at = whole.end;
    }
    // a pattern that could match nothing at all is refused even when it found something here
    let mut fuel = patterns::Meter::new(call.evaluator, &call.span);
    if pattern.find_at("", 0, &mut fuel)?.is_some() {
        return call.refuse("the pattern matches the empty text");
    }
    out.push_str(&input[at..]);
    call.text_value(out)
}

fn split(call: &mut Call<'_, '_>) -> Evaluated {
    let input = take!(call.string(0));
    let pattern = take!(pattern(call, 1, 2));
    let mut parts = Vec::new();
    let mut at = 0;
    let mut search = 0;
    while search <= input.len() {
        let mut fuel = patterns::Meter::new(call.evaluator, &call.span);
        let Some(found) = pattern.find_at(&input, search, &mut fuel)? else {
            break;
        };
        let whole = found.whole();
        if whole.is_empty() {
            if whole.end >= input.len() {
                break;
            }
            let next = whole.end + input[whole.end..].chars().next().map_or(1, char::len_utf8);
            if whole.end > at {
                parts.push(Value::from(&input[at..whole.start]));
                at = whole.end;
            }
            search = next;
        } else {
            parts.push(Value::from(&input[at..whole.start]));
            at = whole.end;
            search = at;
        }
        call.evaluator.room(parts.len(), &call.span)?;
    }
    parts.push(Value::from(&input[at..]));
    call.list_value(parts)
}

fn extract(call: &mut Call<'_, '_>) -> Evaluated {
    let input = take!(call.string(0));
    let pattern = take!(pattern(call, 1, 2));
    let mut parts = Vec::new();
    let mut at = 0;
    while at <= input.len() {
        let mut fuel = patterns::Meter::new(call.evaluator, &call.span);
        let Some(found) = pattern.find_at(&input, at, &mut fuel)? else {
            break;
        };
        let whole = found.whole();
        parts.push(Value::from(&input[whole.clone()]));
        call.evaluator.room(parts.len(), &call.span)?;
        at = if whole.is_empty() {
            whole.end + input[whole.end..].chars().next().map_or(1, char::len_utf8)
        } else {
            whole.end
        };
    }
    call.list_value(parts)
}

fn string_join(call: &mut Call<'_, '_>) -> Evaluated {
    let list = take!(call.list(0));
    let mut text_or_empty = |place: usize| match call.single(place) {
        Value::Null => Some("".into()),
        Value::String(text) => Some(text.clone()),
        _ => call.wrong(place, "string"),
    };
    let delimiter = take!(text_or_empty(1));
    let (prefix, suffix) = (take!(text_or_empty(2)), take!(text_or_empty(3)));
    let mut out = String::from(&*prefix);
    let mut first = true;
    let limit = call.evaluator.env.limits.string;
    for item in list.iter() {
        call.spend(1)?;
        match item {
            Value::Null => {}
            Value::String(text) => {
                if !std::mem::take(&mut first) {
                    out.push_str(&delimiter);
                }
                out.push_str(text);
                if out.len() > limit {
                    return call.text_value(out);
                }
            }
            _ => return call.refuse("only texts can be joined"),
        }
    }
    out.push_str(&suffix);
    call.text_value(out)
}

fn to_base64(call: &mut Call<'_, '_>) -> Evaluated {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let text = take!(call.string(0));
    let mut out = String::with_capacity(text.len() * 4 / 3 + 4);
    for chunk in text.as_bytes().chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        for index in 0..4 {
            let sextet = (bits >> (18 - 6 * index)) & 63;
            out.push(if index <= chunk.len() {
                char::from(ALPHABET[sextet as usize])
            } else {
                '='
            });
        }
    }
    call.text_value(out)
}

fn uuid(call: &mut Call<'_, '_>) -> Evaluated {
    let Some((high, low)) = call.evaluator.draw().zip(call.evaluator.draw()) else {
        let span = call.span.clone();
        return Ok(call.evaluator.warn(
            span,
            WarningCode::NoSeed,
            "a random value needs a seed in the command",
        ));
    };
    let high = (high & !0xF000) | 0x4000;
    let low = (low & !(0b11 << 62)) | (0b10 << 62);
    Ok(Value::from(format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xFFFF,
        high & 0xFFFF,
        low >> 48,
        low & 0xFFFF_FFFF_FFFF
    )))
}
