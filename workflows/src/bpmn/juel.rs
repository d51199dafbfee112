//! Translates the simple expressions of the older engine family, `${amount > 10 && !done}`, to FEEL.
//!
//! Only what means the same in both languages is translated: comparisons, boolean operators, arithmetic, property
//! paths, string, number and boolean literals, `empty`, the conditional operator, and the idiom
//! `execution.getVariable("x")`. Anything else yields `None` and is reported to the author.

/// Deepest nesting of a translated expression.
const MAX_DEPTH: usize = 64;
/// Longest source, in bytes; nobody writes longer ones, and the search for the parts is not linear.
const MAX_LENGTH: usize = 4_096;

/// The FEEL text that means what `source` means, or `None`.
///
/// `source` may be one expression in `${...}` or `#{...}`, literal text with such parts in it (string
/// concatenation), or a bare expression in the syntax of Java or JavaScript, with or without `return` and `;`.
pub(super) fn to_feel(source: &str) -> Option<String> {
    let source = source.trim();
    if source.len() > MAX_LENGTH {
        return None;
    }
    if !is_template(source) {
        let bare = source.strip_prefix("return ").unwrap_or(source);
        return expression(bare.trim_end_matches(';'));
    }
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut rest = source;
    while let Some(at) = template_start(rest) {
        literal.push_str(&rest[..at]);
        let body = &rest[at + 2..];
        let end = closing_brace(body)?;
        if !literal.is_empty() {
            parts.push((false, quoted(&literal)));
            literal.clear();
        }
        parts.push((true, expression(&body[..end])?));
        rest = &body[end + 1..];
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        parts.push((false, quoted(&literal)));
    }
    if let [(true, only)] = parts.as_slice() {
        return Some(only.clone());
    }
    let joined: Vec<String> = parts
        .into_iter()
        .map(|(computed, text)| {
            if computed {
                format!("string({text})")
            } else {
                text
            }
        })
        .collect();
    Some(joined.join(" + "))
}

/// Whether the text contains `${` or `#{`.
pub(super) fn is_template(source: &str) -> bool {
    template_start(source).is_some()
}

fn template_start(source: &str) -> Option<usize> {
    [source.find("${"), source.find("#{")]
        .into_iter()
        .flatten()
        .min()
}

fn closing_brace(body: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in body.char_indices() {
        match (quote, c) {
            (None, '}') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    None
}

/// A FEEL string literal.
pub(super) fn quoted(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for c in text.chars() {
        match c {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Name(String),
    Number(String),
    Text(String),
    Sign(&'static str),
}

fn tokens(source: &str) -> Option<Vec<Token>> {
    const SIGNS: [&str; 22] = [
        "===", "!==", "==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "+", "-", "*", "/", "%",
        "(", ")", "[", "]", "?", ":",
    ];
    let mut found = Vec::new();
    let mut rest = source.trim_start();
    while let Some(first) = rest.chars().next() {
        if first == '"' || first == '\'' {
            let mut text = String::new();
            let mut chars = rest[1..].char_indices();
            let end = loop {
                match chars.next()? {
                    (at, c) if c == first => break at,
                    (_, '\\') => text.push(chars.next()?.1),
                    (_, c) => text.push(c),
                }
            };
            found.push(Token::Text(text));
            rest = &rest[end + 2..];
        } else if first.is_ascii_digit() {
            let end = rest
                .find(|c: char| !(c.is_ascii_digit() || c == '.'))
                .unwrap_or(rest.len());
            found.push(Token::Number(rest[..end].to_owned()));
            rest = rest[end..].trim_start_matches(['L', 'l', 'd', 'f']);
        } else if first.is_alphabetic() || first == '_' {
            let end = rest
                .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                .unwrap_or(rest.len());
            found.push(Token::Name(rest[..end].to_owned()));
            rest = &rest[end..];
        } else if first == '.' {
            found.push(Token::Sign("."));
            rest = &rest[1..];
        } else {
            let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign))?;
            found.push(Token::Sign(sign));
            rest = &rest[sign.len()..];
        }
        rest = rest.trim_start();
    }
    Some(found)
}

fn expression(source: &str) -> Option<String> {
    let mut reader = Reader {
        tokens: tokens(source)?,
        at: 0,
        depth: 0,
    };
    let feel = reader.choice()?;
    (reader.at == reader.tokens.len()).then_some(feel)
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

/// Binary operators by rising strength; each row is one level.
const LEVELS: [&[(&str, &str)]; 6] = [
    &[("||", "or"), ("or", "or")],
    &[("&&", "and"), ("and", "and")],
    &[
        ("===", "="),
        ("!==", "!="),
        ("==", "="),
        ("!=", "!="),
        ("eq", "="),
        ("ne", "!="),
    ],
    &[
        ("<=", "<="),
        (">=", ">="),
        ("<", "<"),
        (">", ">"),
        ("lt", "<"),
        ("gt", ">"),
        ("le", "<="),
        ("ge", ">="),
    ],
    &[("+", "+"), ("-", "-")],
    &[
        ("*", "*"),
        ("/", "/"),
        ("div", "/"),
        ("%", "%"),
        ("mod", "%"),
    ],
];

impl Reader {
    fn take(&mut self, sign: &str) -> bool {
        let hit = match self.tokens.get(self.at) {
            Some(Token::Sign(found)) => *found == sign,
            Some(Token::Name(found)) => found == sign,
            _ => false,
        };
        self.at += usize::from(hit);
        hit
    }

    fn choice(&mut self) -> Option<String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let condition = self.level(0)?;
        let feel = if self.take("?") {
            let yes = self.choice()?;
            if !self.take(":") {
                return None;
            }
            let no = self.choice()?;
            format!("(if {condition} then {yes} else {no})")
        } else {
            condition
        };
        self.depth -= 1;
        Some(feel)
    }

    fn level(&mut self, level: usize) -> Option<String> {
        let Some(operators) = LEVELS.get(level) else {
            return self.unary();
        };
        let mut left = self.level(level + 1)?;
        let mut terms = 0;
        while let Some((_, feel)) = operators.iter().find(|(sign, _)| self.take(sign)) {
            terms += 1;
            if terms > MAX_DEPTH {
                return None;
            }
            let right = self.level(level + 1)?;
            left = if *feel == "%" {
                format!("modulo({left}, {right})")
            } else {
                format!("({left} {feel} {right})")
            };
        }
        Some(left)
    }

    fn unary(&mut self) -> Option<String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let feel = if self.take("!") || self.take("not") {
            format!("not({})", self.unary()?)
        } else if self.take("empty") {
            let value = self.unary()?;
            format!("({value} = null or {value} = \"\" or {value} = [])")
        } else if self.take("-") {
            format!("-{}", self.unary()?)
        } else {
            self.primary()?
        };
        self.depth -= 1;
        Some(feel)
    }

    fn primary(&mut self) -> Option<String> {
        let token = self.tokens.get(self.at)?.clone();
        self.at += 1;
        match token {
            Token::Number(number) => Some(number),
            Token::Text(text) => {
                let literal = quoted(&text);
                // "literal".equals(x)
                if self.take(".") {
                    return self.equals(&literal);
                }
                Some(literal)
            }
            Token::Sign("(") => {
                let inside = self.choice()?;
                self.take(")").then_some(inside)
            }
            Token::Name(name) => self.path(name),
            Token::Sign(_) => None,
        }
    }

    /// A variable with its properties, or one of the few calls that have a meaning here.
    fn path(&mut self, first: String) -> Option<String> {
        let mut path = match first.as_str() {
            "nrOfInstances" => "numberOfInstances".to_owned(),
            "nrOfCompletedInstances" => "numberOfCompletedInstances".to_owned(),
            "nrOfActiveInstances" => "numberOfActiveInstances".to_owned(),
            // Models of Python engines.
            "True" => "true".to_owned(),
            "False" => "false".to_owned(),
            "None" => "null".to_owned(),
            _ => first,
        };
        loop {
            if self.take(".") {
                let Some(Token::Name(member)) = self.tokens.get(self.at).cloned() else {
                    return None;
                };
                if !matches!(self.tokens.get(self.at + 1), Some(Token::Sign("("))) {
                    self.at += 1;
                    path = format!("{path}.{member}");
                    continue;
                }
                if path == "execution" && member == "getVariable" {
                    self.at += 2;
                    let Some(Token::Text(name)) = self.tokens.get(self.at).cloned() else {
                        return None;
                    };
                    self.at += 1;
                    if !self.take(")") {
                        return None;
                    }
                    path = name;
                    continue;
                }
                return self.equals(&path);
            }
            if self.take("[") {
                let index = self.tokens.get(self.at).cloned()?;
                self.at += 1;
                if !self.take("]") {
                    return None;
                }
                path = match index {
                    Token::Text(key) => format!("get value({path}, {})", quoted(&key)),
                    // FEEL counts from 1.
                    Token::Number(number) => {
                        format!("{path}[{}]", number.parse::<u32>().ok()?.checked_add(1)?)
                    }
                    _ => return None,
                };
                continue;
            }
            if matches!(self.tokens.get(self.at), Some(Token::Sign("("))) {
                return None;
            }
            return Some(path);
        }
    }

    /// Behind the dot: `equals(x)`, the only method that is translated.
    fn equals(&mut self, left: &str) -> Option<String> {
        if !(self.take("equals") && self.take("(")) {
            return None;
        }
        let right = self.choice()?;
        self.take(")").then(|| format!("({left} = {right})"))
    }
}
