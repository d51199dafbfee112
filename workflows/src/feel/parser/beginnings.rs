//! What an expression can begin with: literals, names, brackets, and the words `if`, `for`, `some`, `every`, `function`.

use std::sync::Arc;

use super::super::expression::SyntaxError;
use super::super::names::captured_names;
use super::super::syntax::{Arguments, Domain, Form, FunctionForm, Iterator, Node, Parameter};
use super::super::token::Kind;
use super::super::value::Value;
use super::{KEYWORDS, Parsed, Parser, mentions, temporal_literal};

impl<'s> Parser<'s> {
    pub(super) fn prefix(&mut self) -> Parsed<Node> {
        let start = self.start();
        match self.kind_at(self.at) {
            Kind::Number(number) => {
                let value = Value::Number(*number);
                self.at += 1;
                self.node(start, Form::Literal(value))
            }
            Kind::String(text) => {
                let value = Value::String(text.clone());
                self.at += 1;
                self.node(start, Form::Literal(value))
            }
            Kind::Quoted(_) => {
                let name = self.name()?;
                self.node(start, Form::Name(name))
            }
            Kind::Word => self.word(start),
            Kind::Sign(sign) => match *sign {
                "-" => {
                    self.at += 1;
                    let operand = self.binary(7)?;
                    self.node(start, Form::Negate(Box::new(operand)))
                }
                "(" => self.parenthesis(start),
                "[" => self.bracket(start),
                "]" => {
                    self.at += 1;
                    let low = self.expression()?;
                    self.range(start, low, false)
                }
                "{" => self.context(start),
                "@" => self.at_literal(start),
                _ => self.error(format!("expected an expression{}", self.found())),
            },
            Kind::End => self.error("expected an expression, but the source ends here"),
        }
    }

    pub(super) fn word(&mut self, start: usize) -> Parsed<Node> {
        if let Some((length, name)) = self.known_name() {
            self.at += length;
            return self.node(start, Form::Name(name));
        }
        let literal = match self.text_at(self.at) {
            "null" => Some(Value::Null),
            "true" => Some(Value::Boolean(true)),
            "false" => Some(Value::Boolean(false)),
            _ => None,
        };
        if let Some(value) = literal {
            self.at += 1;
            return self.node(start, Form::Literal(value));
        }
        match self.text_at(self.at) {
            "if" => self.conditional(start),
            "for" => self.iteration(start),
            "some" | "every" => self.quantified(start),
            "function" if matches!(self.kind_at(self.at + 1), Kind::Sign("(")) => {
                self.function(start)
            }
            word if KEYWORDS.contains(&word) && word != "external" => {
                self.error(format!("expected an expression{}", self.found()))
            }
            _ => {
                let name = self.words();
                self.node(start, Form::Name(name))
            }
        }
    }

    pub(super) fn conditional(&mut self, start: usize) -> Parsed<Node> {
        self.at += 1;
        let condition = self.expression()?;
        self.expect_word("then")?;
        let then = self.expression()?;
        self.expect_word("else")?;
        let otherwise = self.expression()?;
        self.node(start, Form::If(Box::new([condition, then, otherwise])))
    }

    pub(super) fn iterators(&mut self, names: &mut Vec<Arc<str>>) -> Parsed<Vec<Iterator>> {
        let mut iterators = Vec::new();
        loop {
            let name = self.new_name(|parser| parser.is_word("in"))?;
            self.expect_word("in")?;
            let low = self.expression()?;
            let domain = if self.take_sign("..") {
                Domain::Span(low, self.expression()?)
            } else {
                Domain::Items(low)
            };
            if self.known.add(&name) {
                names.push(name.clone());
            }
            iterators.push(Iterator { name, domain });
            if !self.take_sign(",") {
                return Ok(iterators);
            }
        }
    }

    pub(super) fn forget(&mut self, names: Vec<Arc<str>>) {
        for name in names.iter().rev() {
            self.known.forget_last(name);
        }
    }

    pub(super) fn iteration(&mut self, start: usize) -> Parsed<Node> {
        self.at += 1;
        let mut names = Vec::new();
        let iterators = self.iterators(&mut names)?;
        self.expect_word("return")?;
        let body = Box::new(self.expression()?);
        self.forget(names);
        let partial = mentions(&body, "partial");
        self.node(
            start,
            Form::For {
                iterators,
                body,
                partial,
            },
        )
    }

    pub(super) fn quantified(&mut self, start: usize) -> Parsed<Node> {
        let every = self.is_word("every");
        self.at += 1;
        let mut names = Vec::new();
        let iterators = self.iterators(&mut names)?;
        self.expect_word("satisfies")?;
        let body = Box::new(self.expression()?);
        self.forget(names);
        self.node(
            start,
            Form::Quantified {
                every,
                iterators,
                body,
            },
        )
    }

    pub(super) fn function(&mut self, start: usize) -> Parsed<Node> {
        self.at += 2;
        let mut parameters = Vec::new();
        let mut names = Vec::new();
        while !self.is_sign(")") {
            let name = self.new_name(|parser| {
                parser.is_sign(":") || parser.is_sign(",") || parser.is_sign(")")
            })?;
            let kind = if self.take_sign(":") {
                Some(self.kind()?)
            } else {
                None
            };
            if self.known.add(&name) {
                names.push(name.clone());
            }
            parameters.push(Parameter { name, kind });
            if !self.take_sign(",") {
                break;
            }
        }
        self.expect_sign(")")?;
        if self.is_word("external") {
            return Err(SyntaxError {
                span: self.tokens[self.at].span(),
                message: "external functions are not available: a decision may not reach outside"
                    .to_owned(),
                code: "FEEL_EXTERNAL",
            });
        }
        let body = self.expression()?;
        self.forget(names);
        let free = captured_names(&parameters, &body);
        let height = body.height;
        let node = self.node(
            start,
            Form::Function(Arc::new(FunctionForm {
                parameters,
                body,
                free,
            })),
        )?;
        debug_assert!(node.height > height);
        Ok(node)
    }

    pub(super) fn parenthesis(&mut self, start: usize) -> Parsed<Node> {
        self.at += 1;
        if let Some(comparison) = self.comparison_sign() {
            self.at += 1;
            let end = self.expression()?;
            self.expect_sign(")")?;
            return self.node(start, Form::HalfRange(comparison, Box::new(end)));
        }
        let inner = self.expression()?;
        if self.is_sign("..") {
            return self.range(start, inner, false);
        }
        self.expect_sign(")")?;
        Ok(inner)
    }

    pub(super) fn bracket(&mut self, start: usize) -> Parsed<Node> {
        self.at += 1;
        let mut items = Vec::new();
        if self.take_sign("]") {
            return self.node(start, Form::List(items));
        }
        loop {
            let item = if let Some(comparison) = self.comparison_sign() {
                let start = self.start();
                self.at += 1;
                let end = self.binary(4)?;
                self.node(start, Form::HalfRange(comparison, Box::new(end)))?
            } else {
                self.expression()?
            };
            if items.is_empty() && self.is_sign("..") {
                return self.range(start, item, true);
            }
            items.push(item);
            if !self.take_sign(",") {
                break;
            }
        }
        self.expect_sign("]")?;
        self.node(start, Form::List(items))
    }

    pub(super) fn range(&mut self, start: usize, low: Node, start_included: bool) -> Parsed<Node> {
        self.expect_sign("..")?;
        let outer = std::mem::replace(&mut self.range_end, true);
        let high = self.binary(0);
        self.range_end = outer;
        let high = high?;
        let end_included = if self.take_sign("]") {
            true
        } else if self.take_sign(")") || self.take_sign("[") {
            false
        } else {
            return self.error(format!("expected the end of a range{}", self.found()));
        };
        self.node(
            start,
            Form::Range {
                start: Box::new(low),
                start_included,
                end: Box::new(high),
                end_included,
            },
        )
    }

    pub(super) fn context(&mut self, start: usize) -> Parsed<Node> {
        self.at += 1;
        let mut entries: Vec<(Arc<str>, Node)> = Vec::new();
        let mut names = Vec::new();
        while !self.is_sign("}") {
            let name = self.new_name(|parser| parser.is_sign(":"))?;
            self.expect_sign(":")?;
            let value = self.expression()?;
            if self.known.add(&name) {
                names.push(name.clone());
            }
            entries.push((name, value));
            if !self.take_sign(",") {
                break;
            }
        }
        self.expect_sign("}")?;
        // entries stay known: `{first name: "a"}.first name` and later paths speak of them
        drop(names);
        self.node(start, Form::Context(entries))
    }

    pub(super) fn at_literal(&mut self, start: usize) -> Parsed<Node> {
        self.at += 1;
        let Kind::String(text) = self.kind_at(self.at).clone() else {
            return self.error("expected a quoted date, time or duration after '@'");
        };
        let Some(value) = temporal_literal(&text) else {
            // null with a warning, as the function that reads such a text says it
            let argument = self.node(start, Form::Literal(Value::String(text)))?;
            let reader = self.node(start, Form::Name("date and time".into()))?;
            self.at += 1;
            return self.node(
                start,
                Form::Call(Box::new(reader), Arguments::Positional(vec![argument])),
            );
        };
        self.at += 1;
        self.node(start, Form::Literal(value))
    }
}
