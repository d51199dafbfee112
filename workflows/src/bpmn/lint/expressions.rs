//! Every expression of an element, for rules about what expressions read.

use crate::feel::Expression;
use crate::model::{
    Element, FormRef, Job, Kind, Mapping, Message, Over, Process, Repetition, Text, Timer, Trigger,
};

/// The expressions of an element that see the variables around it, those of its flows included; its output mappings
/// stand apart ([`outputs`]), because they see its results too.
pub(super) fn of<'a>(process: &'a Process, element: &'a Element) -> Vec<&'a Expression> {
    let mut found = Vec::new();
    mappings(&element.inputs, &mut found);
    for listener in &element.execution_listeners {
        job(&listener.job, &mut found);
    }
    if let Some(repetition) = &element.repetition {
        match repetition {
            Repetition::Loop { condition, .. } => found.extend(condition),
            Repetition::Multi(multi) => {
                let (Over::Collection(over) | Over::Cardinality(over)) = &multi.over;
                found.push(over);
                found.extend(&multi.completion);
            }
        }
    }
    match &element.kind {
        Kind::UserTask(task) => {
            let texts = [
                &task.assignee,
                &task.candidate_users,
                &task.candidate_groups,
                &task.due,
                &task.follow_up,
                &task.priority,
            ];
            for written in texts.into_iter().flatten() {
                text(written, &mut found);
            }
            if let Some(FormRef::External(reference)) = &task.form {
                text(reference, &mut found);
            }
            for listener in &task.listeners {
                job(&listener.job, &mut found);
            }
        }
        Kind::Job(work) => job(work, &mut found),
        Kind::Script { expression, .. } => found.push(expression),
        Kind::Decision(called) => text(&called.decision, &mut found),
        Kind::Call(call) => text(&call.process, &mut found),
        Kind::AdHoc(adhoc) => {
            found.extend(&adhoc.active_elements);
            found.extend(&adhoc.completion);
        }
        Kind::Complex { activation } => found.extend(activation),
        Kind::Receive(awaited) | Kind::Catch(awaited) => trigger(awaited, &mut found),
        Kind::Start { trigger: it, .. } | Kind::Boundary { trigger: it, .. } => {
            trigger(it, &mut found);
        }
        Kind::Throw {
            trigger: thrown,
            job: work,
        }
        | Kind::End {
            trigger: thrown,
            job: work,
        } => {
            trigger(thrown, &mut found);
            if let Some(work) = work {
                job(work, &mut found);
            }
        }
        _ => {}
    }
    let flows = element.outgoing.iter().map(|flow| process.flow(*flow));
    found.extend(flows.filter_map(|flow| flow.condition.as_ref()));
    found
}

/// The expressions that see an element's results.
pub(super) fn outputs(element: &Element) -> Vec<&Expression> {
    let mut found = Vec::new();
    mappings(&element.outputs, &mut found);
    if let Some(Repetition::Multi(multi)) = &element.repetition {
        found.extend(&multi.output_element);
    }
    if let Kind::AdHoc(adhoc) = &element.kind {
        found.extend(&adhoc.output_element);
    }
    found
}

fn mappings<'a>(mappings: &'a [Mapping], found: &mut Vec<&'a Expression>) {
    for mapping in mappings {
        text(&mapping.source, found);
    }
}

fn text<'a>(text: &'a Text, found: &mut Vec<&'a Expression>) {
    if let Text::Feel(expression) = text {
        found.push(expression);
    }
}

fn job<'a>(job: &'a Job, found: &mut Vec<&'a Expression>) {
    text(&job.kind, found);
    text(&job.retries, found);
}

fn trigger<'a>(trigger: &'a Trigger, found: &mut Vec<&'a Expression>) {
    match trigger {
        Trigger::Timer(Timer::Date(it) | Timer::Duration(it) | Timer::Cycle(it))
        | Trigger::Signal { name: it } => text(it, found),
        Trigger::Message(Message {
            name,
            correlation_key,
            time_to_live,
        }) => {
            text(name, found);
            found.extend(correlation_key);
            if let Some(time) = time_to_live {
                text(time, found);
            }
        }
        Trigger::Conditional { condition, .. } => found.push(condition),
        Trigger::Error { code: Some(code) } | Trigger::Escalation { code: Some(code) } => {
            text(code, found);
        }
        _ => {}
    }
}
