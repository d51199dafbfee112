//! Models of other tools: their extensions are translated where they mean something, and listed where not.

use workflows::bpmn::{self, File, Severity};
use workflows::model::{Binding, FormRef, Kind, Over, Process, Repetition, Text, Trigger};

use super::bpmn_reading::{codes, kind, read};

const HEAD: &str =
    r#"<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f0" sourceRef="s" targetRef="a"/>"#;

fn only(file: &File) -> &Process {
    &file.processes[0]
}

fn shown(text: &Option<Text>) -> String {
    match text {
        Some(Text::Literal(text)) => text.clone(),
        Some(Text::Feel(expression)) => format!("={}", expression.source()),
        None => String::new(),
    }
}

/// The FEEL that a condition becomes; `None` when it is refused.
fn condition(source: &str) -> Option<String> {
    let source = source.replace('&', "&amp;").replace('<', "&lt;");
    let file = read(&format!(
        r#"<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f0" sourceRef="s" targetRef="g"/>
        <bpmn:exclusiveGateway id="g" default="f2"/><bpmn:userTask id="a"/><bpmn:endEvent id="e"/>
        <bpmn:sequenceFlow id="f1" sourceRef="g" targetRef="a"><bpmn:conditionExpression>{source}</bpmn:conditionExpression></bpmn:sequenceFlow>
        <bpmn:sequenceFlow id="f2" sourceRef="g" targetRef="e"/>"#
    ));
    let flow = only(&file).flows.iter().find(|flow| flow.id == "f1")?;
    assert_eq!(flow.condition.is_some(), file.is_deployable(), "{source}");
    flow.condition
        .as_ref()
        .map(|expression| expression.source().to_owned())
}

#[test]
fn simple_conditions_of_older_engines_become_feel() {
    for (source, feel) in [
        ("=jumlah > 10", "jumlah > 10"),
        ("jumlah > 10", "jumlah > 10"),
        ("${jumlah > 10}", "(jumlah > 10)"),
        ("${setuju == 'ya'}", "(setuju = \"ya\")"),
        ("#{a != b}", "(a != b)"),
        ("${!selesai}", "not(selesai)"),
        ("${not selesai}", "not(selesai)"),
        ("${a && b || c}", "((a and b) or c)"),
        ("${a gt 1 and b le 2}", "((a > 1) and (b <= 2))"),
        (
            "${empty daftar}",
            "(daftar = null or daftar = \"\" or daftar = [])",
        ),
        ("${execution.getVariable('x') == 1}", "(x = 1)"),
        ("${status.equals(\"OK\")}", "(status = \"OK\")"),
        ("${rapat.hadir >= 3}", "(rapat.hadir >= 3)"),
        ("${daftar[0] == 2}", "(daftar[1] = 2)"),
        ("${a ? b : c}", "(if a then b else c)"),
        (
            "${nrOfCompletedInstances/nrOfInstances >= 0.6}",
            "((numberOfCompletedInstances / numberOfInstances) >= 0.6)",
        ),
        (
            "pilihan == 'Ya' and not batal",
            "((pilihan = \"Ya\") and not(batal))",
        ),
        ("siap == True", "(siap = true)"),
        ("return i < 5;", "(i < 5)"),
        ("${n % 2 == 0}", "(modulo(n, 2) = 0)"),
    ] {
        assert_eq!(condition(source).as_deref(), Some(feel), "{source}");
    }
}

#[test]
fn a_condition_that_cannot_be_translated_is_refused_not_dropped() {
    for source in [
        "${bean.check(execution)}",
        "${a == }",
        "${'unclosed}",
        "${a = 1; b}",
        "${}",
    ] {
        assert_eq!(condition(source), None, "{source}");
    }
}

#[test]
fn people_of_older_models_are_kept() {
    for namespace in [
        "http://camunda.org/schema/1.0/bpmn",
        "http://operaton.org/schema/1.0/bpmn",
        "http://activiti.org/bpmn",
        "http://flowable.org/bpmn",
    ] {
        let file = bpmn::read(format!(
            r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:v="{namespace}">
            <process id="p" isExecutable="true" v:versionTag="2.1"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="a"/>
            <userTask id="a" v:assignee="${{ketua}}" v:candidateUsers="ani,budi" v:candidateGroups="sekretariat"
              v:dueDate="${{batas}}" v:formKey="camunda-forms:bpmn:undangan" v:asyncBefore="true"/>
            </process></definitions>"#
        ));
        let process = only(&file);
        assert_eq!(process.version_tag.as_deref(), Some("2.1"));
        let Kind::UserTask(task) = kind(process, "a") else {
            panic!("{namespace}");
        };
        assert_eq!(shown(&task.assignee), "=ketua");
        assert_eq!(shown(&task.candidate_users), "ani,budi");
        assert_eq!(shown(&task.candidate_groups), "sekretariat");
        assert_eq!(shown(&task.due), "=batas");
        assert!(matches!(&task.form, Some(FormRef::Embedded(id)) if id == "undangan"));
        assert!(
            !codes(&file).contains(&"NOT_TRANSLATED"),
            "{:?}",
            file.diagnostics
        );
    }
}

#[test]
fn potential_owners_are_candidates() {
    let file = read(&format!(
        r#"{HEAD}<bpmn:userTask id="a"><bpmn:potentialOwner><bpmn:resourceAssignmentExpression>
        <bpmn:formalExpression>user(ani), group(keuangan), hukum</bpmn:formalExpression>
        </bpmn:resourceAssignmentExpression></bpmn:potentialOwner></bpmn:userTask>"#
    ));
    let Kind::UserTask(task) = kind(only(&file), "a") else {
        panic!("not a user task");
    };
    assert_eq!(shown(&task.candidate_users), "ani");
    assert_eq!(shown(&task.candidate_groups), "keuangan,hukum");
}

#[test]
fn delegates_become_jobs_of_their_name() {
    for (attributes, expected) in [
        (r#"camunda:class="id.go.Kirim""#, "id.go.Kirim"),
        (
            r#"camunda:delegateExpression="${kirimSurat}""#,
            "kirimSurat",
        ),
        (r#"camunda:expression="${surat.kirim()}""#, "surat.kirim()"),
        (r#"camunda:type="external" camunda:topic="surat""#, "surat"),
        ("", "a"),
    ] {
        let file = read(&format!(r#"{HEAD}<bpmn:serviceTask id="a" {attributes}/>"#));
        assert!(file.is_deployable());
        let Kind::Job(job) = kind(only(&file), "a") else {
            panic!("not a job");
        };
        assert!(
            matches!(&job.kind, Text::Literal(found) if found == expected),
            "{attributes}: {:?}",
            job.kind
        );
        let told = codes(&file)
            .iter()
            .any(|code| matches!(*code, "FOREIGN_DELEGATE" | "JOB_TYPE_ASSUMED"));
        assert_eq!(told, !attributes.contains("external"), "{attributes}");
    }
}

#[test]
fn what_has_no_meaning_here_is_listed_with_its_line() {
    let file = read(&format!(
        "{HEAD}\n<bpmn:userTask id=\"a\" camunda:dueDate=\"${{dateTime().plusDays(5)}}\">\n<bpmn:extensionElements>\n\
         <camunda:taskListener class=\"id.go.Catat\" event=\"create\"/>\n<camunda:formData/></bpmn:extensionElements></bpmn:userTask>"
    ));
    assert!(file.is_deployable());
    let listed: Vec<_> = file
        .diagnostics
        .iter()
        .filter(|found| found.code == "NOT_TRANSLATED")
        .map(|found| (found.line, found.severity))
        .collect();
    let warning = Severity::Warning;
    assert_eq!(
        listed,
        [(Some(7), warning), (Some(9), warning), (Some(10), warning)]
    );
}

#[test]
fn unknown_extensions_are_named_once_and_never_fail() {
    let task =
        r#"<bpmn:extensionElements><x:cost xmlns:x="urn:tool">5</x:cost></bpmn:extensionElements>"#;
    let file = read(&format!(
        r#"{HEAD}<bpmn:manualTask id="a">{task}</bpmn:manualTask><bpmn:manualTask id="b">{task}</bpmn:manualTask>
        <bpmn:sequenceFlow id="f1" sourceRef="a" targetRef="b"/>"#
    ));
    assert!(file.is_deployable());
    assert_eq!(codes(&file), ["UNKNOWN_EXTENSION"]);
}

#[test]
fn repetition_is_read_from_every_dialect() {
    for (inside, attributes, source, item) in [
        (
            r#"<bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=opd" inputElement="satu"/></bpmn:extensionElements>"#,
            "",
            "opd",
            Some("satu"),
        ),
        (
            "",
            r#"camunda:collection="opd" camunda:elementVariable="satu""#,
            "opd",
            Some("satu"),
        ),
        ("", r#"camunda:collection="${opd}""#, "opd", None),
        (
            r#"<bpmn:loopDataInputRef>opd</bpmn:loopDataInputRef><bpmn:inputDataItem name="satu"/>"#,
            "",
            "opd",
            Some("satu"),
        ),
    ] {
        let file = read(&format!(
            r#"{HEAD}<bpmn:userTask id="a"><bpmn:multiInstanceLoopCharacteristics isSequential="true" {attributes}>{inside}
            <bpmn:completionCondition>${{cukup}}</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>"#
        ));
        assert!(file.is_deployable(), "{:?}", file.diagnostics);
        let process = only(&file);
        let element = process.element(process.find("a").expect("a"));
        let Some(Repetition::Multi(multi)) = &element.repetition else {
            panic!("no repetition");
        };
        let Over::Collection(over) = &multi.over else {
            panic!("no collection");
        };
        assert_eq!(over.source(), source);
        assert_eq!(multi.input_element.as_deref(), item);
        assert!(multi.sequential);
        let completion = multi.completion.as_ref().expect("completion");
        assert_eq!(completion.source(), "cukup");
    }
}

#[test]
fn calls_and_decisions_keep_their_targets() {
    let file = read(&format!(
        r#"{HEAD}<bpmn:callActivity id="a" calledElement="paraf-chain" camunda:calledElementBinding="deployment"><bpmn:extensionElements>
        <camunda:in source="berkas" target="dokumen"/></bpmn:extensionElements></bpmn:callActivity>
        <bpmn:sequenceFlow id="f1" sourceRef="a" targetRef="b"/>
        <bpmn:businessRuleTask id="b" camunda:decisionRef="quorum" camunda:resultVariable="q" camunda:mapDecisionResult="singleEntry"/>"#
    ));
    assert!(file.is_deployable(), "{:?}", file.diagnostics);
    let process = only(&file);
    let Kind::Call(call) = kind(process, "a") else {
        panic!("no call");
    };
    assert!(matches!(&call.process, Text::Literal(id) if id == "paraf-chain"));
    assert_eq!(call.binding, Binding::Deployment);
    assert!(!call.propagate_parent && call.propagate_child);
    let inputs = &process.element(process.find("a").expect("a")).inputs;
    assert_eq!(inputs[0].target, "dokumen");
    let Kind::Decision(decision) = kind(process, "b") else {
        panic!("no decision");
    };
    assert_eq!(decision.result, "q");
}

#[test]
fn scripts_other_than_feel_become_jobs() {
    let script = |format: &str, body: &str| {
        read(&format!(
            r#"{HEAD}<bpmn:scriptTask id="a" scriptFormat="{format}" camunda:resultVariable="r"><bpmn:script>{body}</bpmn:script></bpmn:scriptTask>"#
        ))
    };
    let file = script("groovy", "x = 1");
    assert!(matches!(kind(only(&file), "a"), Kind::Job(_)));
    assert!(codes(&file).contains(&"SCRIPT_AS_JOB"));
    let file = script("feel", "1 + 1");
    assert!(matches!(kind(only(&file), "a"), Kind::Script { result, .. } if result == "r"));
    assert!(file.diagnostics.is_empty(), "{:?}", file.diagnostics);
}

#[test]
fn lanes_are_nested_and_inherited() {
    let file = read(&format!(
        r#"<bpmn:laneSet id="ls"><bpmn:lane id="l1" name="OPD"><bpmn:childLaneSet id="c"><bpmn:lane id="l2" name="Bappeda">
        <bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane></bpmn:childLaneSet><bpmn:flowNodeRef>s</bpmn:flowNodeRef>
        <bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>
        {HEAD}<bpmn:subProcess id="a"><bpmn:startEvent id="s2"/><bpmn:userTask id="t"/>
        <bpmn:sequenceFlow id="f1" sourceRef="s2" targetRef="t"/></bpmn:subProcess>"#
    ));
    let process = only(&file);
    let lane = |id: &str| {
        process
            .element(process.find(id).expect("element"))
            .lane
            .clone()
    };
    assert_eq!(lane("s").as_deref(), Some("OPD"));
    assert_eq!(lane("a").as_deref(), Some("Bappeda"));
    assert_eq!(lane("t").as_deref(), Some("Bappeda"));
    assert_eq!(file.lanes.len(), 2);
    assert_eq!(file.lanes[1].parent.as_deref(), Some("l1"));
}

#[test]
fn compensation_finds_its_handler_in_either_direction() {
    for (source, target) in [("b", "undo"), ("undo", "b")] {
        let file = read(&format!(
            r#"{HEAD}<bpmn:userTask id="a"/><bpmn:boundaryEvent id="b" attachedToRef="a"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>
            <bpmn:serviceTask id="undo" isForCompensation="true"/>
            <bpmn:association id="as" sourceRef="{source}" targetRef="{target}"/>"#
        ));
        assert!(file.is_deployable(), "{:?}", file.diagnostics);
        let process = only(&file);
        let task = process.element(process.find("a").expect("a"));
        assert_eq!(task.compensated_by, process.find("undo"));
        assert!(!codes(&file).contains(&"UNREACHABLE"));
    }
}

#[test]
fn event_definitions_may_stand_outside_of_the_event() {
    let file = bpmn::read(
        r#"<m:definitions xmlns:m="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:t="urn:t" targetNamespace="urn:t">
        <m:timerEventDefinition id="besok"><m:timeDuration>P1D</m:timeDuration></m:timerEventDefinition>
        <m:signal id="sig" name="BudgetChanged"/>
        <m:process id="p"><m:startEvent id="s"><m:eventDefinitionRef>t:besok</m:eventDefinitionRef></m:startEvent>
        <m:sequenceFlow id="f" sourceRef="s" targetRef="e"/>
        <m:endEvent id="e"><m:signalEventDefinition signalRef="t:sig"/></m:endEvent></m:process></m:definitions>"#,
    );
    assert!(file.is_deployable(), "{:?}", file.diagnostics);
    let process = only(&file);
    assert!(matches!(
        kind(process, "s"),
        Kind::Start {
            trigger: Trigger::Timer(_),
            ..
        }
    ));
    assert!(matches!(
        kind(process, "e"),
        Kind::End { trigger: Trigger::Signal { name: Text::Literal(name) }, .. } if name == "BudgetChanged"
    ));
}

#[test]
fn an_error_that_nobody_declared_is_its_own_code() {
    let file = read(&format!(
        r#"{HEAD}<bpmn:userTask id="a"/><bpmn:boundaryEvent id="b" attachedToRef="a"><bpmn:errorEventDefinition errorRef="23"/></bpmn:boundaryEvent>
        <bpmn:sequenceFlow id="f1" sourceRef="a" targetRef="e"/><bpmn:endEvent id="e"><bpmn:errorEventDefinition errorRef="23"/></bpmn:endEvent>"#
    ));
    assert!(file.is_deployable(), "{:?}", file.diagnostics);
    let Kind::Boundary {
        trigger: Trigger::Error { code },
        ..
    } = kind(only(&file), "b")
    else {
        panic!("no error boundary");
    };
    assert_eq!(shown(code), "23");
    let message = read(&format!(
        r#"{HEAD}<bpmn:receiveTask id="a" messageRef="hilang"/>"#
    ));
    assert!(codes(&message).contains(&"DANGLING_REFERENCE"));
}

#[test]
fn ids_of_data_may_repeat_but_those_of_steps_may_not() {
    let data = read(&format!(
        r#"{HEAD}<bpmn:manualTask id="a"><bpmn:property id="x"/></bpmn:manualTask><bpmn:dataObject id="x"/>"#
    ));
    assert!(data.is_deployable());
    assert_eq!(codes(&data), ["DUPLICATE_ID"]);
}

#[test]
fn a_bare_drawing_of_pools_and_message_flows_opens() {
    let file = bpmn::read(
        r#"<?xml version="1.0" encoding="ISO-8859-1"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" exporter="Gambar" exporterVersion="3" name="Rapat">
        <collaboration id="c"><participant id="pa" name="Dewan" processRef="p1"/><participant id="pb" name="Warga"/>
        <messageFlow id="mf" sourceRef="pb" targetRef="s"/></collaboration>
        <process id="p1" isExecutable="false"><startEvent id="s"/><endEvent id="e"/><sequenceFlow sourceRef="s" targetRef="e"/></process>
        <process id="p2"/></definitions>"#,
    );
    assert!(file.is_deployable(), "{:?}", file.diagnostics);
    assert_eq!(file.exporter.as_deref(), Some("Gambar 3"));
    assert_eq!(file.participants.len(), 2);
    assert_eq!(file.message_flows.len(), 1);
    assert!(!file.has_diagram);
    let running: Vec<_> = file.executable().map(|process| &process.id).collect();
    assert_eq!(running, ["p1"]);
    assert_eq!(codes(&file), ["NOT_EXECUTABLE"]);
}

#[test]
fn an_expression_that_is_not_feel_is_marked_where_it_fails() {
    let file = read(&format!(
        r#"{HEAD}<bpmn:userTask id="a"><bpmn:extensionElements><zeebe:userTask/>
        <zeebe:assignmentDefinition assignee="=if then"/></bpmn:extensionElements></bpmn:userTask>"#
    ));
    assert!(!file.is_deployable());
    let found = &file.diagnostics[0];
    assert_eq!(found.code, "EXPRESSION_SYNTAX");
    assert_eq!(found.element.as_deref(), Some("a"));
    assert_eq!(found.line, Some(7));
    assert!(found.span.is_some());
}
