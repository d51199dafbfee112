//! Tokens into a tree: a Pratt parser over DMN 1.5's grammar (10.3.1.2), its nesting bounded.

mod beginnings;
mod kinds;
mod names;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::expression::SyntaxError;
use super::syntax::{Arguments, Comparison, Form, Node, Operation, Test};
use super::temporal::{Date, DateTime, Time};
use super::temporal_text::Duration;
use super::token::{Kind, Token, tokens};
use super::value::Value;

/// Deepest nesting of a source, and greatest height of a tree.
const NESTING: u16 = 100;
/// Longest source.
const SOURCE: usize = 1_000_000;

/// Words that end a name of several words which nobody declared.
const KEYWORDS: [&str; 18] = [
    "and",
    "or",
    "in",
    "then",
    "else",
    "return",
    "satisfies",
    "between",
    "instance",
    "if",
    "for",
    "some",
    "every",
    "function",
    "true",
    "false",
    "null",
    "external",
];

type Parsed<T> = Result<T, SyntaxError>;

/// The tokens of a name, and the name.
type Known = (Vec<Box<str>>, Arc<str>);

/// Names of several tokens that are known, by their first token. Clones share them until one learns another name.
#[derive(Clone, Debug, Default)]
pub(crate) struct KnownNames {
    by_head: Arc<BTreeMap<Box<str>, Vec<Known>>>,
    /// Whether the built-in functions are among them.
    built_in: bool,
}

impl KnownNames {
    /// Adds the names of built-in functions, once.
    pub fn add_built_in(&mut self) {
        if !std::mem::replace(&mut self.built_in, true) {
            for name in super::builtin::names_with_spaces() {
                self.add(name);
            }
        }
    }

    /// Adds a name, if it has more than one token. The order of additions does not matter: the longest match wins.
    pub fn add(&mut self, name: &str) -> bool {
        let Ok(parts) = tokens(name) else {
            return false;
        };
        if parts.len() < 3 || parts[0].kind != Kind::Word {
            return false;
        }
        let words: Vec<Box<str>> = parts[..parts.len() - 1]
            .iter()
            .map(|part| name[part.span()].into())
            .collect();
        let by_head = Arc::make_mut(&mut self.by_head);
        let known = by_head.entry(words[0].clone()).or_default();
        known.push((
            words,
            name.split_whitespace().collect::<Vec<_>>().join(" ").into(),
        ));
        true
    }

    fn forget_last(&mut self, name: &str) {
        let head: String = name
            .chars()
            .take_while(|c| super::token::continues_name(*c))
            .collect();
        if let Some(known) = Arc::make_mut(&mut self.by_head).get_mut(&*head) {
            known.pop();
        }
    }
}

pub(super) struct Parser<'s> {
    source: &'s str,
    tokens: Vec<Token>,
    at: usize,
    nesting: u16,
    known: KnownNames,
    interned: BTreeMap<&'s str, Arc<str>>,
    /// Parsing the end of a range, where `[` may close instead of filter.
    range_end: bool,
}

/// Parses a whole source as an expression.
pub(crate) fn expression(source: &str, known: KnownNames) -> Parsed<Node> {
    let mut parser = Parser::new(source, known)?;
    let node = parser.expression()?;
    parser.end()?;
    Ok(node)
}

/// Parses a whole source as unary tests.
pub(crate) fn unary_tests(source: &str, known: KnownNames) -> Parsed<Node> {
    let mut parser = Parser::new(source, known)?;
    let node = parser.tests()?;
    parser.end()?;
    Ok(node)
}

impl<'s> Parser<'s> {
    fn new(source: &'s str, mut known: KnownNames) -> Parsed<Self> {
        if source.len() > SOURCE {
            return Err(SyntaxError {
                span: SOURCE..source.len(),
                message: "the expression is too long".to_owned(),
                code: "FEEL_LENGTH",
            });
        }
        known.add_built_in();
        Ok(Self {
            source,
            tokens: tokens(source)?,
            at: 0,
            nesting: 0,
            known,
            interned: BTreeMap::new(),
            range_end: false,
        })
    }

    fn error<T>(&self, message: impl Into<String>) -> Parsed<T> {
        let span = self.tokens[self.at].span();
        Err(SyntaxError {
            span,
            message: message.into(),
            code: "FEEL_SYNTAX",
        })
    }

    fn kind_at(&self, at: usize) -> &Kind {
        self.tokens.get(at).map_or(&Kind::End, |token| &token.kind)
    }

    fn text_at(&self, at: usize) -> &'s str {
        self.tokens
            .get(at)
            .map_or("", |token| &self.source[token.span()])
    }

    fn is_sign(&self, sign: &str) -> bool {
        matches!(self.kind_at(self.at), Kind::Sign(found) if *found == sign)
    }

    fn is_word(&self, word: &str) -> bool {
        self.is_word_at(self.at, word)
    }

    fn is_word_at(&self, at: usize, word: &str) -> bool {
        *self.kind_at(at) == Kind::Word && self.text_at(at) == word
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        self.at += usize::from(found);
        found
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.at += usize::from(found);
        found
    }

    fn expect_sign(&mut self, sign: &str) -> Parsed<()> {
        if self.take_sign(sign) {
            Ok(())
        } else {
            self.error(format!("expected '{sign}'{}", self.found()))
        }
    }

    fn expect_word(&mut self, word: &str) -> Parsed<()> {
        if self.take_word(word) {
            Ok(())
        } else {
            self.error(format!("expected '{word}'{}", self.found()))
        }
    }

    fn found(&self) -> String {
        match self.kind_at(self.at) {
            Kind::End => ", but the expression ends here".to_owned(),
            _ => format!(
                ", found '{}'",
                self.text_at(self.at).chars().take(40).collect::<String>()
            ),
        }
    }

    fn end(&self) -> Parsed<()> {
        match self.kind_at(self.at) {
            Kind::End => Ok(()),
            _ => self.error(format!(
                "unexpected '{}'",
                self.text_at(self.at).chars().take(40).collect::<String>()
            )),
        }
    }

    fn start(&self) -> usize {
        self.tokens[self.at].start
    }

    fn node(&self, start: usize, form: Form) -> Parsed<Node> {
        let end = if self.at == 0 {
            start
        } else {
            self.tokens[self.at - 1].end.max(start)
        };
        let mut node = Node {
            form,
            start: start as u32,
            end: end as u32,
            height: 0,
        };
        let mut height = 0;
        node.children(&mut |child| height = height.max(child.height));
        node.height = height + 1;
        if node.height > NESTING {
            return self.too_deep(start..end);
        }
        Ok(node)
    }

    fn too_deep<T>(&self, span: Range<usize>) -> Parsed<T> {
        Err(SyntaxError {
            span,
            message: "the expression is nested too deeply".to_owned(),
            code: "FEEL_NESTING",
        })
    }

    fn intern(&mut self, text: &'s str) -> Arc<str> {
        self.interned
            .entry(text)
            .or_insert_with(|| text.into())
            .clone()
    }

    // ---- expressions

    fn expression(&mut self) -> Parsed<Node> {
        let outer = std::mem::replace(&mut self.range_end, false);
        let node = self.binary(0);
        self.range_end = outer;
        node
    }

    fn deeper<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.nesting >= NESTING {
            return self.too_deep(self.tokens[self.at].span());
        }
        self.nesting += 1;
        let result = parse(self);
        self.nesting -= 1;
        result
    }

    fn binary(&mut self, least: u8) -> Parsed<Node> {
        self.deeper(|parser| {
            let start = parser.start();
            let left = parser.prefix()?;
            parser.binary_from(start, left, least)
        })
    }

    /// What follows an operand that has been read.
    fn binary_from(&mut self, start: usize, mut left: Node, least: u8) -> Parsed<Node> {
        while let Some(level) = self.operator() {
            if level < least {
                break;
            }
            left = self.infix(start, left, level)?;
        }
        Ok(left)
    }

    /// Binding strength of the operator that stands here.
    fn operator(&self) -> Option<u8> {
        match self.kind_at(self.at) {
            Kind::Word => match self.text_at(self.at) {
                "or" => Some(1),
                "and" => Some(2),
                "between" | "in" => Some(3),
                "instance" if self.is_word_at(self.at + 1, "of") => Some(8),
                _ => None,
            },
            Kind::Sign(sign) => match *sign {
                "=" | "==" | "!=" | "<" | "<=" | ">" | ">=" => Some(3),
                "+" | "-" => Some(4),
                "*" | "/" => Some(5),
                "**" => Some(6),
                "." | "..." | "(" => Some(9),
                "[" if self.range_end && self.closes_range() => None,
                "[" => Some(9),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether the `[` that stands here closes a range: what follows could not begin a filter.
    fn closes_range(&self) -> bool {
        match self.kind_at(self.at + 1) {
            Kind::End => true,
            Kind::Word => {
                matches!(
                    self.text_at(self.at + 1),
                    "and" | "or" | "then" | "else" | "return" | "satisfies" | "in" | "between"
                )
            }
            Kind::Sign(sign) => !matches!(*sign, "(" | "[" | "{" | "-" | "@"),
            _ => false,
        }
    }

    fn infix(&mut self, start: usize, left: Node, level: u8) -> Parsed<Node> {
        match level {
            1 | 2 => {
                let word = if level == 1 { "or" } else { "and" };
                let mut operands = vec![left];
                while self.take_word(word) {
                    operands.push(self.binary(level + 1)?);
                }
                self.node(
                    start,
                    if level == 1 {
                        Form::Or(operands)
                    } else {
                        Form::And(operands)
                    },
                )
            }
            3 => self.comparison(start, left),
            4..=6 => {
                let mut rest = Vec::new();
                while self.operator() == Some(level) {
                    let operation = match self.text_at(self.at) {
                        "+" => Operation::Add,
                        "-" => Operation::Subtract,
                        "*" => Operation::Multiply,
                        "/" => Operation::Divide,
                        _ => Operation::Power,
                    };
                    self.at += 1;
                    rest.push((operation, self.binary(level + 1)?));
                }
                self.node(start, Form::Arithmetic(Box::new(left), rest))
            }
            8 => {
                self.at += 2;
                let kind = self.kind()?;
                self.node(start, Form::InstanceOf(Box::new(left), kind))
            }
            _ => self.postfix(start, left),
        }
    }

    fn comparison_sign(&self) -> Option<Comparison> {
        let Kind::Sign(sign) = self.kind_at(self.at) else {
            return None;
        };
        Some(match *sign {
            "=" | "==" => Comparison::Equal,
            "!=" => Comparison::NotEqual,
            "<" => Comparison::Less,
            "<=" => Comparison::LessOrEqual,
            ">" => Comparison::Greater,
            ">=" => Comparison::GreaterOrEqual,
            _ => return None,
        })
    }

    fn comparison(&mut self, start: usize, left: Node) -> Parsed<Node> {
        if let Some(comparison) = self.comparison_sign() {
            self.at += 1;
            let right = self.comparand()?;
            return self.node(
                start,
                Form::Compare(comparison, Box::new(left), Box::new(right)),
            );
        }
        if self.take_word("between") {
            let low = self.binary(4)?;
            self.expect_word("and")?;
            let high = self.binary(4)?;
            return self.node(start, Form::Between(Box::new([left, low, high])));
        }
        self.expect_word("in")?;
        let tests = self.in_tests()?;
        self.node(start, Form::In(Box::new(left), tests))
    }

    /// The right side of a comparison, which may itself be a comparison without a left side: a range.
    fn comparand(&mut self) -> Parsed<Node> {
        let start = self.start();
        let Some(comparison) = self.comparison_sign() else {
            return self.binary(4);
        };
        self.at += 1;
        let end = self.binary(4)?;
        self.node(start, Form::HalfRange(comparison, Box::new(end)))
    }

    /// What follows `in`: one test, or several in parentheses. Nothing is read twice, however deeply they nest.
    fn in_tests(&mut self) -> Parsed<Vec<Test>> {
        let start = self.start();
        if !self.take_sign("(") {
            return Ok(vec![self.test(4)?]);
        }
        let outer = std::mem::replace(&mut self.range_end, false);
        let mut tests = vec![self.deeper(|parser| parser.test(0))?];
        while !self.is_sign("..") && self.take_sign(",") {
            tests.push(self.deeper(|parser| parser.test(0))?);
        }
        self.range_end = outer;
        let single = match tests.pop() {
            Some(Test::Expression { node, .. }) if tests.is_empty() => node,
            Some(other) => {
                tests.push(other);
                self.expect_sign(")")?;
                return Ok(tests);
            }
            None => return self.error("expected a test"),
        };
        // one expression in parentheses may turn out to be the beginning of a range or of a longer expression
        let node = if self.is_sign("..") {
            self.range(start, single, false)?
        } else {
            self.expect_sign(")")?;
            single
        };
        let node = self.binary_from(start, node, 4)?;
        let mentions_input = mentions_input(&node);
        Ok(vec![Test::Expression {
            node,
            mentions_input,
        }])
    }

    fn test(&mut self, least: u8) -> Parsed<Test> {
        let start = self.start() as u32;
        if let Some(comparison) = self.comparison_sign() {
            self.at += 1;
            let node = self.binary(4)?;
            return Ok(Test::Compare {
                start,
                comparison,
                node,
            });
        }
        let node = self.binary(least)?;
        let mentions_input = mentions_input(&node);
        Ok(Test::Expression {
            node,
            mentions_input,
        })
    }

    fn tests(&mut self) -> Parsed<Node> {
        let start = self.start();
        if self.is_sign("-") && *self.kind_at(self.at + 1) == Kind::End {
            self.at += 1;
            return self.node(
                start,
                Form::Tests {
                    alternatives: Vec::new(),
                    negated: false,
                },
            );
        }
        if self.is_word("not") && matches!(self.kind_at(self.at + 1), Kind::Sign("(")) {
            let before = self.at;
            self.at += 2;
            if let Ok(alternatives) = self.alternatives()
                && self.take_sign(")")
                && *self.kind_at(self.at) == Kind::End
            {
                return self.node(
                    start,
                    Form::Tests {
                        alternatives,
                        negated: true,
                    },
                );
            }
            self.at = before;
        }
        let alternatives = self.alternatives()?;
        self.node(
            start,
            Form::Tests {
                alternatives,
                negated: false,
            },
        )
    }

    fn alternatives(&mut self) -> Parsed<Vec<Test>> {
        let mut tests = vec![self.test(0)?];
        while self.take_sign(",") {
            tests.push(self.test(0)?);
        }
        Ok(tests)
    }

    fn postfix(&mut self, start: usize, left: Node) -> Parsed<Node> {
        if self.take_sign(".") {
            let name = self.path_name()?;
            return self.node(start, Form::Path(Box::new(left), name));
        }
        if self.take_sign("...") {
            let name = self.path_name()?;
            return self.node(start, Form::Descendants(Box::new(left), name));
        }
        if self.take_sign("[") {
            let condition = self.expression()?;
            self.expect_sign("]")?;
            return self.node(start, Form::Filter(Box::new(left), Box::new(condition)));
        }
        self.expect_sign("(")?;
        let arguments = self.arguments()?;
        self.node(start, Form::Call(Box::new(left), arguments))
    }

    fn path_name(&mut self) -> Parsed<Arc<str>> {
        if *self.kind_at(self.at) == Kind::Word
            && let Some((length, name)) = self.known_name()
            && super::builtin::find(&name).is_none()
        {
            self.at += length;
            return Ok(name);
        }
        match self.kind_at(self.at) {
            Kind::Word => Ok(self.words()),
            _ => self.name(),
        }
    }

    fn arguments(&mut self) -> Parsed<Arguments> {
        if self.take_sign(")") {
            return Ok(Arguments::Positional(Vec::new()));
        }
        if self.named_argument() {
            let mut named = Vec::new();
            loop {
                let name = self.new_name(|parser| parser.is_sign(":"))?;
                self.expect_sign(":")?;
                named.push((name, self.expression()?));
                if !self.take_sign(",") {
                    break;
                }
            }
            self.expect_sign(")")?;
            return Ok(Arguments::Named(named));
        }
        let mut nodes = Vec::new();
        loop {
            nodes.push(self.expression()?);
            if !self.take_sign(",") {
                break;
            }
        }
        self.expect_sign(")")?;
        Ok(Arguments::Positional(nodes))
    }

    fn named_argument(&self) -> bool {
        let mut at = self.at;
        while matches!(
            self.kind_at(at),
            Kind::Word
                | Kind::Number(_)
                | Kind::Quoted(_)
                | Kind::Sign("-" | "/" | "'" | "+" | "*")
        ) {
            at += 1;
        }
        at > self.at && matches!(self.kind_at(at), Kind::Sign(":"))
    }
}

/// The value of `@"text"`.
pub(super) fn temporal_literal(text: &str) -> Option<Value> {
    if let Ok(duration) = text.parse() {
        return Some(match duration {
            Duration::Days(duration) => Value::DaysDuration(duration),
            Duration::Years(duration) => Value::YearsDuration(duration),
        });
    }
    let date = text.parse::<Date>().map(Value::Date);
    date.or_else(|_| text.parse::<DateTime>().map(Value::DateTime))
        .or_else(|_| text.parse::<Time>().map(Value::Time))
        .ok()
}

fn mentions_input(node: &Node) -> bool {
    mentions(node, "?")
}

fn mentions(node: &Node, name: &str) -> bool {
    if matches!(&node.form, Form::Name(found) if &**found == name) {
        return true;
    }
    let mut found = false;
    node.children(&mut |child| found = found || mentions(child, name));
    found
}
