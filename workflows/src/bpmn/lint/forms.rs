//! Embedded forms that are referred to exist.

use crate::model::{FormRef, Kind, Process};

use super::super::catalogue::Code;
use super::super::diagnostic::Sink;
use super::place;

pub(super) fn check(process: &Process, sink: &mut Sink) {
    for element in &process.elements {
        let form = match &element.kind {
            Kind::UserTask(task) => &task.form,
            Kind::Start { form, .. } => form,
            _ => continue,
        };
        if let Some(FormRef::Embedded(id)) = form
            && !process.forms.contains_key(id)
        {
            sink.report(Code::EmbeddedFormMissing, &place(element), &[id]);
        }
    }
}
