//! Attribute strings and expression texts to [`Text`] and [`Expression`].

use crate::feel::Expression;
use crate::model::Text;

use super::super::catalogue::Code;
use super::super::diagnostic::{Place, Severity};
use super::super::juel;
use super::Lowering;

impl Lowering<'_, '_> {
    /// FEEL, with or without `=` in front.
    pub(super) fn feel(&mut self, source: &str, place: &Place) -> Option<Expression> {
        let body = source.strip_prefix('=').unwrap_or(source).trim();
        match Expression::parse(body) {
            Ok(expression) => Some(expression),
            Err(fault) => {
                self.sink.report_span(
                    Code::ExpressionSyntax,
                    place,
                    &[body, &fault.message],
                    (fault.span.start, fault.span.end),
                );
                None
            }
        }
    }

    /// An extension value: FEEL when it begins with `=`, else literal (DIALECT 2).
    pub(super) fn text(&mut self, source: &str, place: &Place) -> Text {
        if source.starts_with('=')
            && let Some(expression) = self.feel(source, place)
        {
            return Text::Feel(expression);
        }
        Text::Literal(source.to_owned())
    }

    /// An expression in a place where a literal text would be a string, for instance a correlation key.
    pub(super) fn text_as_expression(&mut self, source: &str, place: &Place) -> Option<Expression> {
        if source.starts_with('=') {
            self.feel(source, place)
        } else {
            self.feel(&juel::quoted(source), place)
        }
    }

    /// A text of BPMN itself that may be FEEL (`=`), a foreign template (`${...}`) or literal: timers, names, codes.
    pub(super) fn standard_text(&mut self, source: &str, what: &str, place: &Place) -> Text {
        if source.starts_with('=') || !juel::is_template(source) {
            return self.text(source, place);
        }
        match self.translated(source) {
            Some(expression) => Text::Feel(expression),
            None => {
                self.not_translated(what, source, place);
                Text::Literal(source.to_owned())
            }
        }
    }

    /// An expression of BPMN itself: FEEL with or without `=`, a foreign template, or the syntax of Java where it
    /// means the same. What cannot be understood is an error: a condition that is dropped changes the process.
    pub(super) fn condition(&mut self, source: &str, place: &Place) -> Option<Expression> {
        let body = source.trim();
        if body.starts_with('=') {
            return self.feel(body, place);
        }
        if juel::is_template(body) {
            return self.translated(body).or_else(|| self.unknown(body, place));
        }
        // These signs are not FEEL's: the text is Java, JavaScript or Python, and its literals are to be read so.
        let foreign = ["==", "&&", "||"].iter().any(|sign| body.contains(sign));
        if foreign && let Some(expression) = self.translated(body) {
            return Some(expression);
        }
        match Expression::parse(body) {
            Ok(expression) => Some(expression),
            Err(_) => match self.translated(body) {
                Some(expression) => Some(expression),
                None if self.simulated => self.unknown(body, place),
                // Says where the FEEL goes wrong.
                None => self.feel(body, place),
            },
        }
    }

    /// A condition that cannot be understood; in a simulation it does not hold.
    fn unknown(&mut self, body: &str, place: &Place) -> Option<Expression> {
        let values = ["expression", body];
        if self.simulated {
            self.sink.report(Code::NotTranslated, place, &values);
            return Expression::parse("false").ok();
        }
        self.sink
            .report_as(Severity::Error, Code::NotTranslated, place, &values);
        None
    }

    /// The value of an attribute of the older engines: template or literal; `None` when it has no meaning here.
    pub(super) fn foreign_text(&mut self, source: &str, what: &str, place: &Place) -> Option<Text> {
        if !juel::is_template(source) {
            return Some(Text::Literal(source.to_owned()));
        }
        let translated = self.translated(source).map(Text::Feel);
        if translated.is_none() {
            self.not_translated(what, source, place);
        }
        translated
    }

    /// Like [`Self::foreign_text`], where a bare word is a variable name.
    pub(super) fn foreign_variable(
        &mut self,
        source: &str,
        what: &str,
        place: &Place,
    ) -> Option<Expression> {
        let translated = self.translated(source);
        if translated.is_none() {
            self.not_translated(what, source, place);
        }
        translated
    }

    pub(super) fn not_translated(&mut self, what: &str, source: &str, place: &Place) {
        self.sink
            .report(Code::NotTranslated, place, &[what, source]);
    }

    fn translated(&self, source: &str) -> Option<Expression> {
        juel::to_feel(source).and_then(|feel| Expression::parse(&feel).ok())
    }
}
