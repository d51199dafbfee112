//! Multi-instance and standard loops (BPMN 13.3.6, 13.3.7).

use crate::feel::Expression;
use crate::model::{MultiInstance, Over, Repetition};

use super::super::catalogue::Code;
use super::super::xml::{self, Node};
use super::Lowering;

/// Most repetitions that a literal cardinality may ask for (DIALECT 3.10): what one multi-instance may hold.
const MAX_CARDINALITY: u64 = 2_000;

impl<'a> Lowering<'a, '_> {
    pub(super) fn repetition(&mut self, node: Node<'a>, id: &str) -> Option<Repetition> {
        for (name, part) in xml::bpmn_children(node) {
            match name {
                "multiInstanceLoopCharacteristics" => {
                    self.report_extensions(part, id);
                    return self.multi_instance(node, part, id);
                }
                "standardLoopCharacteristics" => {
                    self.report_extensions(part, id);
                    return self.standard_loop(part, id);
                }
                _ => {}
            }
        }
        None
    }

    fn standard_loop(&mut self, part: Node<'a>, id: &str) -> Option<Repetition> {
        let place = self.lines.place_in(id, part);
        let condition = xml::child_text(part, "loopCondition")
            .and_then(|source| self.condition(&source, &place));
        let maximum = xml::attribute(part, "loopMaximum");
        let maximum = match maximum.map(str::parse::<u32>) {
            Some(Ok(maximum)) => Some(maximum),
            Some(Err(_)) => {
                let values = [maximum.unwrap_or_default()];
                self.sink.report(Code::CardinalityInvalid, &place, &values);
                None
            }
            None => None,
        };
        if condition.is_none() && maximum.is_none() {
            self.sink.report(Code::LoopWithoutEnd, &place, &[]);
            return None;
        }
        Some(Repetition::Loop {
            condition,
            test_before: xml::flag(part, "testBefore").unwrap_or(false),
            maximum,
        })
    }

    fn multi_instance(
        &mut self,
        activity: Node<'a>,
        part: Node<'a>,
        id: &str,
    ) -> Option<Repetition> {
        let place = self.lines.place_in(id, part);
        let extension = xml::zeebe(part, "loopCharacteristics");
        let value = |name: &str| extension.and_then(|found| xml::attribute(found, name));
        let completion = xml::child_text(part, "completionCondition")
            .and_then(|source| self.condition(&source, &place));
        let output_element = value("outputElement").and_then(|source| self.feel(source, &place));
        let over = self.over(activity, part, value("inputCollection"), id)?;
        let name_of_item = |name: &str| {
            xml::bpmn_child(part, name)
                .and_then(|item| xml::attribute(item, "name").or(xml::attribute(item, "id")))
        };
        Some(Repetition::Multi(Box::new(MultiInstance {
            sequential: xml::flag(part, "isSequential").unwrap_or(false),
            over,
            input_element: value("inputElement")
                .or(xml::foreign(part, "elementVariable"))
                .or(name_of_item("inputDataItem"))
                .map(str::to_owned),
            output_collection: value("outputCollection").map(str::to_owned),
            output_element,
            completion,
        })))
    }

    fn over(
        &mut self,
        activity: Node<'a>,
        part: Node<'a>,
        collection: Option<&str>,
        id: &str,
    ) -> Option<Over> {
        let place = self.lines.place_in(id, part);
        if let Some(source) = collection {
            return self.feel(source, &place).map(Over::Collection);
        }
        if let Some(source) = xml::foreign(part, "collection") {
            return self
                .foreign_variable(source, "collection", &place)
                .map(Over::Collection);
        }
        if let Some(source) = xml::child_text(part, "loopCardinality") {
            return self.cardinality(&source, part, id).map(Over::Cardinality);
        }
        if let Some(reference) = xml::child_text(part, "loopDataInputRef") {
            let variable = self.data_behind(activity, reference);
            return self
                .foreign_variable(&variable, "loopDataInputRef", &place)
                .map(Over::Collection);
        }
        self.sink.report(Code::CollectionMissing, &place, &[]);
        None
    }

    fn cardinality(&mut self, source: &str, part: Node<'a>, id: &str) -> Option<Expression> {
        let place = self.lines.place_in(id, part);
        let literal = source.strip_prefix('=').unwrap_or(source).trim();
        let digits = literal.strip_prefix(['-', '+']).unwrap_or(literal);
        let numeric = !digits.is_empty()
            && digits
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E'))
            && digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
        if numeric {
            let negative = literal.starts_with('-');
            let huge = digits.len() > 18 && digits.chars().all(|c| c.is_ascii_digit());
            match digits.parse::<u64>() {
                Ok(number) if !negative && number <= MAX_CARDINALITY => {}
                Ok(_) if negative => {
                    self.sink
                        .report(Code::CardinalityInvalid, &place, &[literal]);
                }
                Ok(_) => self.report_huge(literal, part, id),
                Err(_) if huge => self.report_huge(literal, part, id),
                Err(_) => self
                    .sink
                    .report(Code::CardinalityInvalid, &place, &[literal]),
            }
        }
        self.condition(source, &place)
    }

    fn report_huge(&mut self, literal: &str, part: Node<'a>, id: &str) {
        let place = self.lines.place_in(id, part);
        let most = MAX_CARDINALITY.to_string();
        self.sink
            .report(Code::CardinalityHuge, &place, &[literal, &most]);
    }

    /// The variable behind a data input: the name of what its association reads.
    fn data_behind(&self, activity: Node<'a>, input: String) -> String {
        let association = xml::bpmn_children(activity).find(|(name, node)| {
            *name == "dataInputAssociation"
                && xml::child_text(*node, "targetRef").as_ref() == Some(&input)
        });
        let source = association.and_then(|(_, node)| xml::child_text(node, "sourceRef"));
        let wanted = source.unwrap_or(input);
        match self.data.get(wanted.as_str()) {
            Some(name) => (*name).to_owned(),
            None => wanted,
        }
    }
}
