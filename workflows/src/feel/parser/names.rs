//! Names of several words: the longest that is known, or as many words as follow one another.

use std::sync::Arc;

use super::super::token::Kind;
use super::{KEYWORDS, Parsed, Parser};

impl<'s> Parser<'s> {
    /// The longest known name of several tokens that stands here.
    pub(super) fn known_name(&self) -> Option<(usize, Arc<str>)> {
        let known = self.known.by_head.get(self.text_at(self.at))?;
        let mut best: Option<(usize, Arc<str>)> = None;
        for (words, name) in known {
            let stands = words
                .iter()
                .enumerate()
                .all(|(index, word)| self.text_at(self.at + index) == &**word);
            if stands
                && best
                    .as_ref()
                    .is_none_or(|(length, _)| words.len() > *length)
            {
                best = Some((words.len(), name.clone()));
            }
        }
        best
    }

    /// A name at this place: known, quoted, or as many words as follow one another.
    pub(super) fn name(&mut self) -> Parsed<Arc<str>> {
        if let Kind::Quoted(name) = self.kind_at(self.at) {
            let name = name.clone();
            self.at += 1;
            return Ok(name);
        }
        if *self.kind_at(self.at) != Kind::Word {
            return self.error(format!("expected a name{}", self.found()));
        }
        if let Some((length, name)) = self.known_name() {
            self.at += length;
            return Ok(name);
        }
        Ok(self.words())
    }

    pub(super) fn words(&mut self) -> Arc<str> {
        let first = self.at;
        self.at += 1;
        while self.joins_word() {
            self.at += 1;
        }
        if self.at == first + 1 {
            let text = self.text_at(first);
            return self.intern(text);
        }
        (first..self.at)
            .map(|at| self.text_at(at))
            .collect::<Vec<_>>()
            .join(" ")
            .into()
    }

    pub(super) fn joins_word(&self) -> bool {
        match self.kind_at(self.at) {
            Kind::Word => !KEYWORDS.contains(&self.text_at(self.at)),
            Kind::Number(_) => true,
            _ => false,
        }
    }

    /// A name that is being introduced, up to a token that cannot belong to it.
    pub(super) fn new_name(&mut self, ends: fn(&Self) -> bool) -> Parsed<Arc<str>> {
        match self.kind_at(self.at) {
            Kind::Quoted(name) | Kind::String(name) => {
                let name = name.clone();
                self.at += 1;
                return Ok(name);
            }
            Kind::Word => {}
            _ => return self.error(format!("expected a name{}", self.found())),
        }
        let first = self.at;
        let begin = self.start();
        while !ends(self) && *self.kind_at(self.at) != Kind::End {
            if matches!(self.kind_at(self.at), Kind::Sign(sign) if matches!(*sign, "(" | ")" | "[" | "]" | "{" | "}" | ","))
            {
                return self.error(format!("expected a name{}", self.found()));
            }
            self.at += 1;
        }
        if self.at == first {
            return self.error(format!("expected a name{}", self.found()));
        }
        if self.at == first + 1 {
            let text = self.text_at(first);
            return Ok(self.intern(text));
        }
        let text = &self.source[begin..self.tokens[self.at - 1].end];
        Ok(text.split_whitespace().collect::<Vec<_>>().join(" ").into())
    }
}
