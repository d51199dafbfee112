//! Plain BPMN as other tools and engines write it, under the autopilot of DIALECT 4: the same order of user tasks, and
//! the same end, as two independent engines give.

use workflows::simulate::{Driver, Options, Report, Source, simulate};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="https://contoh.go.id">
  <message id="M" name="permohonan"/><signal id="S" name="tanda"/>
  <error id="R" errorCode="tolak"/><escalation id="X" escalationCode="naik"/>"#;

/// Runs a file of which only the inside of `definitions` is given.
fn fly(inside: &str) -> Report {
    pilot(&format!("{HEAD}{inside}</definitions>"), false)
}

fn pilot(text: &str, fire: bool) -> Report {
    let sources = [Source {
        path: "x.bpmn".to_owned(),
        text: text.to_owned(),
    }];
    let options = Options {
        driver: Driver::Autopilot { fire },
        ..Options::default()
    };
    simulate("x.bpmn", &sources, &options)
}

/// A process of that id; `steps` are elements and `a>b` pairs for flows.
fn process(id: &str, executable: bool, elements: &str, flows: &str) -> String {
    let flows: String = flows
        .split_whitespace()
        .filter_map(|pair| pair.split_once('>'))
        .map(|(from, to)| {
            format!(r#"<sequenceFlow id="{from}_{to}" sourceRef="{from}" targetRef="{to}"/>"#)
        })
        .collect();
    format!(r#"<process id="{id}" isExecutable="{executable}">{elements}{flows}</process>"#)
}

#[track_caller]
fn completes(report: &Report, tasks: &[&str]) {
    assert_eq!(report.state, "completed", "{report:?}");
    assert_eq!(report.user_tasks, tasks);
}

const ENDS: &str = r#"<startEvent id="s"/><endEvent id="e"/>"#;

#[test]
fn the_first_process_in_the_file_starts_even_if_only_the_second_is_marked_executable() {
    let first = process(
        "P1",
        false,
        &format!("{ENDS}<userTask id=\"a\"/>"),
        "s>a a>e",
    );
    let second = process(
        "P2",
        true,
        r#"<startEvent id="s2"/><userTask id="b"/><endEvent id="e2"/>"#,
        "s2>b b>e2",
    );
    completes(&fly(&format!("{first}{second}")), &["a"]);
}

#[test]
fn a_black_box_pool_is_not_the_first_process() {
    let second = process(
        "P2",
        false,
        &format!("{ENDS}<userTask id=\"b\"/>"),
        "s>b b>e",
    );
    completes(&fly(&format!("<process id=\"P1\"/>{second}")), &["b"]);
}

#[test]
fn a_called_process_of_the_same_file_runs_and_a_missing_one_completes_at_once() {
    let caller = process(
        "P1",
        true,
        &format!(
            r#"{ENDS}<callActivity id="c" calledElement="P2"/><callActivity id="d" calledElement="nowhere"/><userTask id="z"/>"#
        ),
        "s>c c>d d>z z>e",
    );
    let called = process(
        "P2",
        false,
        r#"<startEvent id="s2"/><userTask id="b"/><endEvent id="e2"/>"#,
        "s2>b b>e2",
    );
    completes(&fly(&format!("{caller}{called}")), &["b", "z"]);
}

#[test]
fn a_message_that_the_process_throws_to_itself_arrives() {
    let elements = |thrown: &str| {
        format!(
            r#"{ENDS}<parallelGateway id="g"/><userTask id="a"/><userTask id="b"/><endEvent id="e1"/>
            <intermediateCatchEvent id="c"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>
            <intermediateThrowEvent id="t"><messageEventDefinition {thrown}/></intermediateThrowEvent>"#
        )
    };
    let flows = "s>g g>c g>a a>t t>e1 c>b b>e";
    let report = fly(&process("P", true, &elements("messageRef=\"M\""), flows));
    completes(&report, &["a", "b"]);
    let other = fly(&process("P", true, &elements(""), flows));
    assert_eq!((other.state.as_str(), other.waits.len()), ("waiting", 1));
}

#[test]
fn a_timer_that_is_due_already_does_not_wait_and_a_later_one_does() {
    let timer = |date: &str| {
        process(
            "P",
            true,
            &format!(
                r#"{ENDS}<userTask id="a"/><intermediateCatchEvent id="c"><timerEventDefinition><timeDate xsi:type="tFormalExpression">{date}</timeDate></timerEventDefinition></intermediateCatchEvent>"#
            ),
            "s>a a>c c>e",
        )
    };
    completes(&fly(&timer("2012-01-01T00:00:00Z")), &["a"]);
    assert_eq!(fly(&timer("2099-01-01T00:00:00Z")).state, "waiting");
}

#[test]
fn a_script_in_another_language_passes_like_a_job() {
    let report = fly(&process(
        "P",
        true,
        &format!(
            r#"{ENDS}<scriptTask id="x" scriptFormat="groovy"><script><![CDATA[while (true) {{ }}]]></script></scriptTask>
            <scriptTask id="y" scriptFormat="text/x-python"/><scriptTask id="w"/><userTask id="a"/>"#
        ),
        "s>x x>y y>w w>a a>e",
    ));
    completes(&report, &["a"]);
}

#[test]
fn every_kind_of_delegate_of_the_older_engines_passes() {
    let report = pilot(
        r#"<bpmn2:definitions xmlns:bpmn2="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
        xmlns:activiti="http://activiti.org/bpmn" xmlns:flowable="http://flowable.org/bpmn" targetNamespace="t">
        <bpmn2:process id="P" isExecutable="true" activiti:candidateStarterGroups="g">
        <bpmn2:startEvent id="s" activiti:initiator="pemohon"/>
        <bpmn2:sequenceFlow id="f1" sourceRef="s" targetRef="a"/><bpmn2:serviceTask id="a" camunda:class="id.go.Kirim"/>
        <bpmn2:sequenceFlow id="f2" sourceRef="a" targetRef="b"/><bpmn2:serviceTask id="b" activiti:delegateExpression="${kirim}"/>
        <bpmn2:sequenceFlow id="f3" sourceRef="b" targetRef="c"/><bpmn2:serviceTask id="c" flowable:type="mail"><bpmn2:extensionElements><flowable:field name="to" stringValue="a@contoh.go.id"/></bpmn2:extensionElements></bpmn2:serviceTask>
        <bpmn2:sequenceFlow id="f4" sourceRef="c" targetRef="d"/><bpmn2:sendTask id="d" camunda:expression="${kirim.satu(execution)}"/>
        <bpmn2:sequenceFlow id="f5" sourceRef="d" targetRef="h"/><bpmn2:businessRuleTask id="h" activiti:ruleVariablesInput="x" activiti:resultVariable="y"/>
        <bpmn2:sequenceFlow id="f6" sourceRef="h" targetRef="u"/><bpmn2:userTask id="u" activiti:assignee="${pemohon}" activiti:formKey="f"/>
        <bpmn2:sequenceFlow id="f7" sourceRef="u" targetRef="e"/><bpmn2:endEvent id="e"/>
        </bpmn2:process></bpmn2:definitions>"#,
        false,
    );
    completes(&report, &["u"]);
}

#[test]
fn nested_scopes_repetitions_and_boundary_events_give_the_order_of_the_other_engines() {
    let report = fly(&process(
        "P",
        true,
        &format!(
            r#"{ENDS}<parallelGateway id="g"/><parallelGateway id="j"/>
            <subProcess id="x"><multiInstanceLoopCharacteristics isSequential="true"><loopCardinality xsi:type="tFormalExpression">2</loopCardinality></multiInstanceLoopCharacteristics>
              <startEvent id="s1"/><userTask id="b"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask><userTask id="a"/><endEvent id="e1"/>
              <sequenceFlow id="i1" sourceRef="s1" targetRef="b"/><sequenceFlow id="i2" sourceRef="b" targetRef="a"/><sequenceFlow id="i3" sourceRef="a" targetRef="e1"/>
            </subProcess>
            <subProcess id="y"><startEvent id="s2"/><userTask id="c"/><endEvent id="e2"><errorEventDefinition errorRef="R"/></endEvent>
              <sequenceFlow id="k1" sourceRef="s2" targetRef="c"/><sequenceFlow id="k2" sourceRef="c" targetRef="e2"/>
            </subProcess>
            <boundaryEvent id="h" attachedToRef="y"><errorEventDefinition errorRef="R"/></boundaryEvent><manualTask id="d"/>
            <boundaryEvent id="t" attachedToRef="x" cancelActivity="false"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent><userTask id="late"/><endEvent id="e3"/>
            <exclusiveGateway id="m"/>"#
        ),
        "s>g g>x g>y y>m h>d d>m x>j m>j j>e t>late late>e3",
    ));
    completes(&report, &["b", "b", "a", "b", "b", "a", "c", "d"]);
}

#[test]
fn byte_order_marks_prefixes_and_missing_diagrams_do_not_matter() {
    let body = r#"<?xml version="1.0" encoding="UTF-8"?><semantic:definitions xmlns:semantic="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:o="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
        <semantic:process id="P"><o:startEvent id="s"/><semantic:userTask id="a"/><o:endEvent id="e"/>
        <semantic:sequenceFlow id="f" sourceRef="s" targetRef="a"/><o:sequenceFlow id="g" sourceRef="a" targetRef="e"/></semantic:process></semantic:definitions>"#;
    completes(&pilot(&format!("\u{feff}{body}"), false), &["a"]);
}

#[test]
fn a_vote_that_nobody_can_cast_leaves_the_process_waiting() {
    let report = pilot(
        r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t">
        <process id="P" isExecutable="true"><startEvent id="s"/><userTask id="v"><extensionElements><zeebe:userTask/>
        <zeebe:properties><zeebe:property name="mufakat:vote" value="ABSOLUTE"/><zeebe:property name="mufakat:vote.electorate" value="=[&quot;a&quot;,&quot;b&quot;]"/></zeebe:properties></extensionElements>
        <multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=[&quot;a&quot;,&quot;b&quot;]" inputElement="pemilih"/></extensionElements></multiInstanceLoopCharacteristics></userTask>
        <endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="v"/><sequenceFlow id="g" sourceRef="v" targetRef="e"/></process></definitions>"#,
        false,
    );
    assert_eq!(report.state, "waiting", "{report:?}");
    assert_eq!(
        (
            report.waits[0].element.as_str(),
            report.waits[0].kind.as_str()
        ),
        ("v", "task")
    );
}
