//! Who does a user task and until when: the `zeebe:` extensions, the older engines' attributes, and the resource
//! roles of BPMN itself (10.3.1).

use crate::model::{Text, UserTask};

use super::super::catalogue::Code;
use super::super::xml::{self, Node};
use super::Lowering;

impl<'a> Lowering<'a, '_> {
    pub(super) fn user_task(&mut self, node: Node<'a>, id: &str) -> UserTask {
        let place = self.lines.place_in(id, node);
        if xml::zeebe(node, "userTask").is_none() {
            self.sink.report(Code::UserTaskNotMarked, &place, &[]);
        }
        let mut task = UserTask {
            assignee: self.person(node, id, "assignmentDefinition", "assignee"),
            candidate_users: self.person(node, id, "assignmentDefinition", "candidateUsers"),
            candidate_groups: self.person(node, id, "assignmentDefinition", "candidateGroups"),
            due: self.person(node, id, "taskSchedule", "dueDate"),
            follow_up: self.person(node, id, "taskSchedule", "followUpDate"),
            priority: self.person(node, id, "priorityDefinition", "priority"),
            form: self.form(node, id),
            listeners: self.task_listeners(node, id),
        };
        if let Some(Text::Literal(priority)) = &task.priority
            && !priority.parse::<u8>().is_ok_and(|priority| priority <= 100)
        {
            let values = ["priority", priority, "50"];
            self.sink.report(Code::AttributeInvalid, &place, &values);
            task.priority = None;
        }
        self.resource_roles(node, id, &mut task);
        task
    }

    /// The attribute of a `zeebe:` extension, or the attribute of that name of an older engine.
    fn person(&mut self, node: Node<'a>, id: &str, holder: &str, name: &str) -> Option<Text> {
        if let Some(found) = xml::zeebe(node, holder) {
            let place = self.lines.place_in(id, found);
            return xml::attribute(found, name).map(|value| self.text(value, &place));
        }
        let value = xml::foreign(node, name)?;
        let place = self.lines.place_in(id, node);
        self.foreign_text(value, name, &place)
    }

    /// `humanPerformer` and `potentialOwner`, in the form `user(a), group(b)` that engines agree on.
    fn resource_roles(&mut self, node: Node<'a>, id: &str, task: &mut UserTask) {
        for (role, holder) in xml::bpmn_children(node) {
            let Some(expression) = xml::bpmn_child(holder, "resourceAssignmentExpression") else {
                continue;
            };
            let formal = xml::child_text(expression, "formalExpression")
                .unwrap_or_else(|| xml::text(expression));
            if formal.is_empty() {
                continue;
            }
            let place = self.lines.place_in(id, holder);
            match role {
                "humanPerformer" | "performer" if task.assignee.is_none() => {
                    task.assignee = self.foreign_text(&formal, role, &place);
                }
                "potentialOwner"
                    if task.candidate_users.is_none() && task.candidate_groups.is_none() =>
                {
                    let (users, groups) = owners(&formal);
                    if !users.is_empty() {
                        task.candidate_users = self.foreign_text(&users, role, &place);
                    }
                    if !groups.is_empty() {
                        task.candidate_groups = self.foreign_text(&groups, role, &place);
                    }
                }
                _ => {}
            }
        }
    }
}

/// Splits `user(a), group(b), c` into users and groups; a bare name is a group.
fn owners(formal: &str) -> (String, String) {
    let mut users: Vec<&str> = Vec::new();
    let mut groups: Vec<&str> = Vec::new();
    for part in formal
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let inside = |kind: &str| {
            part.strip_prefix(kind)
                .and_then(|rest| rest.trim().strip_prefix('('))
                .and_then(|rest| rest.strip_suffix(')'))
                .map(str::trim)
        };
        match inside("user") {
            Some(user) => users.push(user),
            None => groups.push(inside("group").unwrap_or(part)),
        }
    }
    (users.join(","), groups.join(","))
}
