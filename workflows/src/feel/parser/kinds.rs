//! Type expressions: `list<number>`, `context<a: string>`, `function<number> -> number`, names of a model's types.

use super::super::token::Kind;
use super::super::types::Type;
use super::{Parsed, Parser};

impl<'s> Parser<'s> {
    pub(super) fn kind(&mut self) -> Parsed<Type> {
        self.deeper(Self::kind_inner)
    }

    pub(super) fn kind_inner(&mut self) -> Parsed<Type> {
        for name in [
            "date and time",
            "days and time duration",
            "years and months duration",
        ] {
            let words = name.split(' ').count();
            if name
                .split(' ')
                .enumerate()
                .all(|(index, word)| self.is_word_at(self.at + index, word))
            {
                self.at += words;
                return Type::built_in(name).map_or_else(|| self.error("unknown type"), Ok);
            }
        }
        let parameterised = matches!(self.kind_at(self.at + 1), Kind::Sign("<"));
        match self.text_at(self.at) {
            "list" if parameterised => {
                self.at += 2;
                let element = self.kind()?;
                self.expect_sign(">")?;
                return Ok(Type::List(Box::new(element)));
            }
            "range" if parameterised => {
                self.at += 2;
                let element = self.kind()?;
                self.expect_sign(">")?;
                return Ok(Type::Range(Box::new(element)));
            }
            "context" if parameterised => {
                self.at += 2;
                let mut entries = Vec::new();
                loop {
                    let name = self.new_name(|parser| parser.is_sign(":"))?;
                    self.expect_sign(":")?;
                    entries.push((name, self.kind()?));
                    if !self.take_sign(",") {
                        break;
                    }
                }
                self.expect_sign(">")?;
                return Ok(Type::Context(entries));
            }
            "function" if parameterised => {
                self.at += 2;
                let mut parameters = Vec::new();
                while !self.is_sign(">") {
                    parameters.push(self.kind()?);
                    if !self.take_sign(",") {
                        break;
                    }
                }
                self.expect_sign(">")?;
                let result = if self.take_sign("->") {
                    self.kind()?
                } else {
                    Type::Any
                };
                return Ok(Type::Function(Some((parameters, Box::new(result)))));
            }
            _ => {}
        }
        let mut name = String::from(&*self.name()?);
        while self.take_sign(".") {
            name.push('.');
            name.push_str(&self.name()?);
        }
        Ok(Type::built_in(&name).unwrap_or_else(|| Type::Named(name.into())))
    }
}
