//! A BPMN file becomes a process, whatever tool drew it.

use workflows::bpmn::{self, File};
use workflows::model::{FormRef, Kind, Process, Text, Trigger};

/// Wraps the inside of one executable process in definitions with the usual prefixes.
pub fn model(inside: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="defs" targetNamespace="urn:contoh">
<bpmn:process id="p" isExecutable="true">
{inside}
</bpmn:process>
</bpmn:definitions>"#
    )
}

/// Reads the inside of a process and gives file and process.
pub fn read(inside: &str) -> File {
    bpmn::read(model(inside))
}

pub fn codes(file: &File) -> Vec<&'static str> {
    file.diagnostics.iter().map(|found| found.code).collect()
}

pub fn kind<'a>(process: &'a Process, id: &str) -> &'a Kind {
    &process.element(process.find(id).expect(id)).kind
}

fn literal(text: &Option<Text>) -> &str {
    match text {
        Some(Text::Literal(text)) => text,
        Some(Text::Feel(expression)) => expression.source(),
        None => "",
    }
}

const PLAIN: &str = r#"
<PREstartEvent id="mulai"/>
<PREsequenceFlow id="f1" sourceRef="mulai" targetRef="periksa"/>
<PREuserTask id="periksa" name="Periksa berkas"/>
<PREsequenceFlow id="f2" sourceRef="periksa" targetRef="pilih"/>
<PREexclusiveGateway id="pilih" default="f4"/>
<PREsequenceFlow id="f3" sourceRef="pilih" targetRef="periksa"><PREconditionExpression>lengkap = false</PREconditionExpression></PREsequenceFlow>
<PREsequenceFlow id="f4" sourceRef="pilih" targetRef="selesai"/>
<PREendEvent id="selesai"/>
"#;

#[test]
fn the_prefix_of_the_bpmn_namespace_does_not_matter() {
    for (prefix, declaration) in [
        ("", "xmlns"),
        ("bpmn:", "xmlns:bpmn"),
        ("bpmn2:", "xmlns:bpmn2"),
        ("semantic:", "xmlns:semantic"),
        ("model:", "xmlns:model"),
        ("ns0:", "xmlns:ns0"),
    ] {
        let inside = PLAIN
            .replace("<PRE", &format!("<{prefix}"))
            .replace("</PRE", &format!("</{prefix}"));
        let xml = format!(
            "\u{feff}<{prefix}definitions {declaration}='http://www.omg.org/spec/BPMN/20100524/MODEL' targetNamespace='x'>\
             <{prefix}process id='p'>{inside}</{prefix}process></{prefix}definitions>"
        );
        let file = bpmn::read(&xml);
        assert!(file.is_deployable(), "{prefix}: {:?}", file.diagnostics);
        let process = &file.processes[0];
        assert!(process.executable);
        assert_eq!(process.elements.len(), 5);
        assert_eq!(process.flows.len(), 4);
        let gateway = process.element(process.find("pilih").expect("gateway"));
        assert_eq!(gateway.outgoing.len(), 2);
        let default = gateway.default_flow.expect("default");
        assert_eq!(process.flow(default).id, "f4");
    }
}

#[test]
fn a_user_task_carries_its_people_schedule_and_form() {
    let file = read(
        r#"<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"/>
        <bpmn:userTask id="t"><bpmn:extensionElements>
          <zeebe:userTask/>
          <zeebe:assignmentDefinition assignee="=sekretaris" candidateGroups="OPD_HEAD@64.02"/>
          <zeebe:taskSchedule dueDate="=working days(now(), 3)"/>
          <zeebe:priorityDefinition priority="80"/>
          <zeebe:formDefinition formId="attendance" bindingType="deployment"/>
          <zeebe:properties><zeebe:property name="mufakat:reminders" value="RL"/></zeebe:properties>
          <zeebe:ioMapping><zeebe:input source="=null" target="jawaban"/></zeebe:ioMapping>
        </bpmn:extensionElements></bpmn:userTask>"#,
    );
    assert!(file.is_deployable(), "{:?}", file.diagnostics);
    let process = &file.processes[0];
    let Kind::UserTask(task) = kind(process, "t") else {
        panic!("not a user task");
    };
    assert_eq!(literal(&task.assignee), "sekretaris");
    assert_eq!(literal(&task.candidate_groups), "OPD_HEAD@64.02");
    assert_eq!(literal(&task.due), "working days(now(), 3)");
    assert_eq!(literal(&task.priority), "80");
    assert!(matches!(&task.form, Some(FormRef::Deployed { id, .. }) if id == "attendance"));
    let element = process.element(process.find("t").expect("task"));
    assert_eq!(element.properties["mufakat:reminders"], "RL");
    assert_eq!(element.inputs[0].target, "jawaban");
}

#[test]
fn messages_find_their_name_and_key() {
    let xml = model(
        r#"<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="c"/>
        <bpmn:intermediateCatchEvent id="c"><bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent>"#,
    )
    .replace(
        "</bpmn:definitions>",
        r#"<bpmn:message id="m" name="PlanApproved"><bpmn:extensionElements>
           <zeebe:subscription correlationKey="=businessKey"/></bpmn:extensionElements></bpmn:message></bpmn:definitions>"#,
    );
    let file = bpmn::read(&xml);
    assert!(file.diagnostics.is_empty(), "{:?}", file.diagnostics);
    let Kind::Catch(Trigger::Message(message)) = kind(&file.processes[0], "c") else {
        panic!("not a message catch");
    };
    assert!(matches!(&message.name, Text::Literal(name) if name == "PlanApproved"));
    let key = message.correlation_key.as_ref().expect("key");
    assert_eq!(key.source(), "businessKey");
}

#[test]
fn a_malformed_file_names_the_line() {
    let file = bpmn::read("<a>\n<b>\n</a>");
    assert_eq!(codes(&file), ["MALFORMED_XML"]);
    assert_eq!(file.diagnostics[0].line, Some(3));
}
