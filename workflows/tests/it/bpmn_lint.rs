//! Deploy-time rules: what would go wrong at run time is said while the drawing is open.

use workflows::bpmn::{self, Code, Companions, File, Severity};

use super::bpmn_reading::{codes, model, read};

fn severities(file: &File, code: &str) -> Vec<Severity> {
    file.diagnostics
        .iter()
        .filter(|found| found.code == code)
        .map(|found| found.severity)
        .collect()
}

/// The process inside must yield the code, as an error.
#[track_caller]
fn refused(inside: &str, code: Code) -> File {
    let file = read(inside);
    assert!(
        severities(&file, code.name()).contains(&Severity::Error),
        "expected {}, found {:?}",
        code.name(),
        file.diagnostics
    );
    assert!(!file.is_deployable());
    file
}

/// The process inside must be deployable, yet yield the code.
#[track_caller]
fn warned(inside: &str, code: Code) -> File {
    let file = read(inside);
    assert!(
        codes(&file).contains(&code.name()),
        "expected {}, found {:?}",
        code.name(),
        file.diagnostics
    );
    assert!(file.is_deployable(), "{:?}", file.diagnostics);
    file
}

const HEAD: &str =
    r#"<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f0" sourceRef="s" targetRef="a"/>"#;

#[test]
fn a_flow_to_nowhere_names_the_missing_element_and_the_line() {
    let file = refused(
        "<bpmn:startEvent id=\"s\"/>\n<bpmn:sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"hilang\"/>",
        Code::DanglingReference,
    );
    let found = file
        .diagnostics
        .iter()
        .find(|found| found.code == "DANGLING_REFERENCE")
        .expect("found");
    assert_eq!(found.element.as_deref(), Some("f"));
    assert_eq!(found.line, Some(7));
    assert!(found.message.contains("hilang"));
    assert!(found.message_id.contains("hilang"));
    assert!(!found.remedy.is_empty());
}

#[test]
fn an_id_may_be_used_once() {
    refused(
        r#"<bpmn:startEvent id="s"/><bpmn:task id="s"/>"#,
        Code::DuplicateId,
    );
}

#[test]
fn a_flow_may_not_leave_its_scope() {
    refused(
        &format!(
            r#"{HEAD}<bpmn:subProcess id="a"><bpmn:startEvent id="s2"/><bpmn:task id="inner"/>
            <bpmn:sequenceFlow id="f1" sourceRef="s2" targetRef="inner"/></bpmn:subProcess>
            <bpmn:task id="outer"/><bpmn:sequenceFlow id="f2" sourceRef="inner" targetRef="outer"/>"#
        ),
        Code::FlowCrossesScope,
    );
}

#[test]
fn a_default_flow_must_leave_its_gateway() {
    refused(
        &format!(r#"{HEAD}<bpmn:exclusiveGateway id="a" default="f0"/>"#),
        Code::DefaultNotOutgoing,
    );
}

#[test]
fn a_boundary_event_needs_an_activity() {
    for attached in [
        "",
        "attachedToRef='hilang'",
        "attachedToRef='s'",
        "attachedToRef='p'",
    ] {
        refused(
            &format!(
                "{HEAD}<bpmn:task id='a'/><bpmn:boundaryEvent id='b' {attached}>\
                 <bpmn:errorEventDefinition/></bpmn:boundaryEvent>"
            ),
            Code::BoundaryOnNothing,
        );
    }
}

#[test]
fn flows_may_not_enter_starts_or_boundaries_or_leave_ends() {
    refused(
        &format!(
            r#"{HEAD}<bpmn:userTask id="a"/><bpmn:sequenceFlow id="f1" sourceRef="a" targetRef="s"/>"#
        ),
        Code::StartHasIncoming,
    );
    refused(
        &format!(
            r#"{HEAD}<bpmn:endEvent id="a"/><bpmn:userTask id="b"/><bpmn:sequenceFlow id="f1" sourceRef="a" targetRef="b"/>"#
        ),
        Code::EndHasOutgoing,
    );
    refused(
        &format!(
            r#"{HEAD}<bpmn:userTask id="a"/><bpmn:boundaryEvent id="b" attachedToRef="a"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>
            <bpmn:sequenceFlow id="f1" sourceRef="a" targetRef="b"/>"#
        ),
        Code::BoundaryHasIncoming,
    );
}

#[test]
fn a_circle_without_a_wait_is_refused_unless_a_gateway_leaves_it() {
    let turning = refused(
        &format!(
            r#"{HEAD}<bpmn:task id="a"/><bpmn:task id="b"/>
            <bpmn:sequenceFlow id="f1" sourceRef="a" targetRef="b"/><bpmn:sequenceFlow id="f2" sourceRef="b" targetRef="a"/>"#
        ),
        Code::InfiniteLoop,
    );
    assert!(codes(&turning).contains(&"CANNOT_END"));
    refused(
        &format!(
            r#"{HEAD}<bpmn:task id="a"/><bpmn:sequenceFlow id="f1" sourceRef="a" targetRef="a"/>"#
        ),
        Code::InfiniteLoop,
    );
    warned(
        &format!(
            r#"{HEAD}<bpmn:task id="a"/><bpmn:exclusiveGateway id="g" default="f3"/><bpmn:endEvent id="e"/>
            <bpmn:sequenceFlow id="f1" sourceRef="a" targetRef="g"/>
            <bpmn:sequenceFlow id="f2" sourceRef="g" targetRef="a"><bpmn:conditionExpression>=lagi</bpmn:conditionExpression></bpmn:sequenceFlow>
            <bpmn:sequenceFlow id="f3" sourceRef="g" targetRef="e"/>"#
        ),
        Code::LoopWithoutWait,
    );
}

#[test]
fn a_circle_through_a_person_is_no_endless_loop() {
    let file = warned(
        &format!(
            r#"{HEAD}<bpmn:userTask id="a"/><bpmn:sequenceFlow id="f1" sourceRef="a" targetRef="a"/>"#
        ),
        Code::CannotEnd,
    );
    assert!(!codes(&file).contains(&"INFINITE_LOOP"));
    assert!(!codes(&file).contains(&"LOOP_WITHOUT_WAIT"));
}

#[test]
fn links_make_circles_too() {
    refused(
        &format!(
            r#"{HEAD}<bpmn:intermediateThrowEvent id="a"><bpmn:linkEventDefinition name="L"/></bpmn:intermediateThrowEvent>
            <bpmn:intermediateCatchEvent id="c"><bpmn:linkEventDefinition name="L"/></bpmn:intermediateCatchEvent>
            <bpmn:sequenceFlow id="f1" sourceRef="c" targetRef="a"/>"#
        ),
        Code::InfiniteLoop,
    );
}

#[test]
fn a_link_needs_exactly_one_other_end() {
    let throw = r#"<bpmn:intermediateThrowEvent id="a"><bpmn:linkEventDefinition name="L"/></bpmn:intermediateThrowEvent>"#;
    refused(&format!("{HEAD}{throw}"), Code::LinkWithoutTarget);
    let catch = |id: &str| {
        format!(
            r#"<bpmn:intermediateCatchEvent id="{id}"><bpmn:linkEventDefinition name="L"/></bpmn:intermediateCatchEvent>"#
        )
    };
    refused(
        &format!("{HEAD}{throw}{}{}", catch("c1"), catch("c2")),
        Code::LinkTargetTwice,
    );
}

#[test]
fn what_nothing_leads_to_is_named_once() {
    let file = warned(
        &format!(
            r#"{HEAD}<bpmn:userTask id="a"/><bpmn:subProcess id="lonely"><bpmn:startEvent id="s2"/><bpmn:task id="t2"/></bpmn:subProcess>"#
        ),
        Code::Unreachable,
    );
    let about: Vec<_> = file
        .diagnostics
        .iter()
        .filter(|found| found.code == "UNREACHABLE")
        .map(|found| found.element.as_deref())
        .collect();
    assert_eq!(about, [Some("lonely")]);
}

#[test]
fn after_an_event_gateway_only_events_follow() {
    refused(
        &format!(
            r#"{HEAD}<bpmn:eventBasedGateway id="a"/><bpmn:userTask id="t"/>
            <bpmn:intermediateCatchEvent id="c"><bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
            <bpmn:sequenceFlow id="f1" sourceRef="a" targetRef="t"/><bpmn:sequenceFlow id="f2" sourceRef="a" targetRef="c"/>"#
        ),
        Code::EventGatewayTarget,
    );
}

fn timer(kind: &str, value: &str) -> String {
    format!(
        r#"{HEAD}<bpmn:userTask id="a"/><bpmn:boundaryEvent id="b" attachedToRef="a" cancelActivity="false">
        <bpmn:timerEventDefinition><bpmn:{kind}>{value}</bpmn:{kind}></bpmn:timerEventDefinition></bpmn:boundaryEvent>"#
    )
}

#[test]
fn literal_timers_must_parse() {
    for (kind, value) in [
        ("timeDate", "besok"),
        ("timeDate", "2026-02-30T08:00:00Z"),
        ("timeDate", "2026-02-03T08:00:00@Asia/Kutai"),
        ("timeDuration", "5 days"),
        ("timeDuration", "P"),
        ("timeDuration", "PT"),
        ("timeDuration", "P1DT"),
        ("timeDuration", "PT1D"),
        ("timeCycle", "R/"),
        ("timeCycle", "Rx/PT1H"),
        ("timeCycle", "* * *"),
        ("timeCycle", "R/P1D/2026-12-31T00:00:00Z"),
        ("timeCycle", "R0/PT1H"),
        ("timeCycle", "99 * * * * *"),
        ("timeDuration", "P99999999999Y"),
    ] {
        refused(&timer(kind, value), Code::TimerInvalid);
    }
    for (kind, value) in [
        ("timeDate", "2026-08-17T08:00:00+08:00"),
        ("timeDate", "2026-08-17T08:00:00Z"),
        ("timeDate", "2026-08-17T08:00:00[Asia/Makassar]"),
        ("timeDate", "=today()"),
        ("timeDuration", "P1Y2M3DT4H5M6.5S"),
        ("timeDuration", "P2W"),
        ("timeCycle", "R/PT1H"),
        ("timeCycle", "R3/2026-01-01T08:00:00Z/P1D"),
        ("timeCycle", "0 0 8 * * MON-FRI"),
        ("timeCycle", "@daily"),
    ] {
        let file = read(&timer(kind, value));
        let about: Vec<_> = codes(&file)
            .into_iter()
            .filter(|code| code.starts_with("TIMER"))
            .collect();
        assert!(about.is_empty(), "{value}: {about:?}");
    }
}

#[test]
fn a_cycle_that_never_rests_is_refused() {
    refused(&timer("timeCycle", "R/PT0S"), Code::TimerTooFast);
    refused(&timer("timeCycle", "R5/PT0.01S"), Code::TimerTooFast);
}

#[test]
fn a_date_without_zone_is_told() {
    warned(
        &timer("timeDate", "2026-08-17T08:00:00"),
        Code::TimerWithoutZone,
    );
}

fn repeated(inside: &str) -> String {
    format!(
        r#"{HEAD}<bpmn:userTask id="a"><bpmn:multiInstanceLoopCharacteristics>{inside}</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>"#
    )
}

#[test]
fn multi_instance_needs_a_sensible_number() {
    refused(&repeated(""), Code::CollectionMissing);
    for (number, code) in [
        ("1000000000", Code::CardinalityHuge),
        ("99999999999999999999999", Code::CardinalityHuge),
        ("-1", Code::CardinalityInvalid),
        ("2.5", Code::CardinalityInvalid),
    ] {
        refused(
            &repeated(&format!(
                "<bpmn:loopCardinality>{number}</bpmn:loopCardinality>"
            )),
            code,
        );
    }
    let file = read(&repeated("<bpmn:loopCardinality>5</bpmn:loopCardinality>"));
    assert!(file.is_deployable(), "{:?}", file.diagnostics);
}

#[test]
fn a_standard_loop_needs_an_end() {
    refused(
        &format!("{HEAD}<bpmn:userTask id='a'><bpmn:standardLoopCharacteristics/></bpmn:userTask>"),
        Code::LoopWithoutEnd,
    );
}

#[test]
fn refused_elements_carry_a_remedy() {
    for (inside, code) in [
        (
            "<bpmn:startEvent id='s'><bpmn:messageEventDefinition/><bpmn:signalEventDefinition/></bpmn:startEvent>",
            Code::SeveralEventDefinitions,
        ),
        (
            "<bpmn:startEvent id='s'/><bpmn:eventBasedGateway id='g' instantiate='true'/>",
            Code::RefusedElement,
        ),
        (
            "<bpmn:startEvent id='s'/><bpmn:choreographyTask id='c'/>",
            Code::RefusedElement,
        ),
        (
            "<bpmn:startEvent id='s'/><bpmn:teleport id='c'/>",
            Code::UnknownElement,
        ),
        (
            "<bpmn:startEvent id='s'><bpmn:errorEventDefinition/></bpmn:startEvent>",
            Code::EventNotHere,
        ),
        (
            "<bpmn:startEvent id='s'/><bpmn:receiveTask id='r' instantiate='true'/>",
            Code::RefusedElement,
        ),
    ] {
        let file = refused(inside, code);
        for found in &file.diagnostics {
            assert!(
                !found.remedy.is_empty() && !found.remedy_id.is_empty(),
                "{found:?}"
            );
            assert!(found.line.is_some(), "{found:?}");
        }
    }
}

#[test]
fn event_sub_processes_start_by_one_triggered_event() {
    let event = |start: &str| {
        format!(
            r#"{HEAD}<bpmn:userTask id="a"/><bpmn:subProcess id="e" triggeredByEvent="true">{start}</bpmn:subProcess>"#
        )
    };
    refused(
        &event(r#"<bpmn:startEvent id="s2"/>"#),
        Code::EventSubprocessStart,
    );
    refused(&event(""), Code::EventSubprocessStart);
    let file = read(&event(
        r#"<bpmn:startEvent id="s2"><bpmn:errorEventDefinition/></bpmn:startEvent>"#,
    ));
    assert!(file.is_deployable(), "{:?}", file.diagnostics);
}

#[test]
fn cancel_belongs_to_transactions() {
    let end = r#"<bpmn:startEvent id="s2"/><bpmn:endEvent id="e2"><bpmn:cancelEventDefinition/></bpmn:endEvent><bpmn:sequenceFlow id="f2" sourceRef="s2" targetRef="e2"/>"#;
    let file = read(&format!(
        "{HEAD}<bpmn:transaction id='a'>{end}</bpmn:transaction>"
    ));
    assert!(file.is_deployable(), "{:?}", file.diagnostics);
    refused(
        &format!("{HEAD}<bpmn:subProcess id='a'>{end}</bpmn:subProcess>"),
        Code::CancelOutsideTransaction,
    );
}

#[test]
fn the_report_is_what_programs_read() {
    let report = bpmn::check("rapat.bpmn", model("<bpmn:task/>").as_bytes());
    let json = serde_json::to_value(&report).expect("JSON");
    assert_eq!(json["path"], "rapat.bpmn");
    assert_eq!(json["ok"], false);
    let listed = json["diagnostics"].as_array().expect("a list");
    let first = listed
        .iter()
        .find(|found| found["code"] == "MISSING_ID")
        .expect("found");
    assert_eq!(first["severity"], "ERROR");
    assert_eq!(first["line"], 6);
    for name in ["element", "message", "remedy", "messageId", "remedyId"] {
        assert!(first.get(name).is_some(), "{name}");
    }
    let mut merged = bpmn::check("rapat.bpmn", model("<bpmn:startEvent id='s'/>").as_bytes());
    assert!(merged.ok);
    merged.add(report.diagnostics);
    assert!(!merged.ok);
}

fn council(name: &str, value: &str) -> String {
    format!(
        r#"{HEAD}<bpmn:userTask id="a"><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>
        <bpmn:extensionElements><zeebe:userTask/><zeebe:properties>
        <zeebe:property name="mufakat:{name}" value="{value}"/></zeebe:properties></bpmn:extensionElements></bpmn:userTask>"#
    )
}

#[test]
fn council_properties_are_checked() {
    warned(&council("votes", "CONSENSUS"), Code::CouncilUnknown);
    refused(&council("vote", "LOUDEST"), Code::CouncilValue);
    refused(&council("vote.ballot", "open"), Code::CouncilValue);
    refused(
        &council("separateFrom", "a, hilang"),
        Code::SeparateFromUnknown,
    );
    for (name, value) in [
        ("vote", "TWO_THIRDS"),
        ("vote", "=quorum.method"),
        ("vote.decideWhen", "ALL"),
        ("strategic", "true"),
        ("separateFrom", "a"),
        ("reminders", "RL"),
    ] {
        let file = read(&council(name, value));
        assert!(
            file.diagnostics.is_empty(),
            "{name}: {:?}",
            file.diagnostics
        );
    }
}

#[test]
fn a_vote_needs_electors_with_tasks_of_their_own() {
    warned(
        &format!(
            r#"{HEAD}<bpmn:userTask id="a"><bpmn:extensionElements><zeebe:userTask/><zeebe:properties>
            <zeebe:property name="mufakat:vote" value="CONSENSUS"/></zeebe:properties></bpmn:extensionElements></bpmn:userTask>"#
        ),
        Code::CouncilNotHere,
    );
}

#[test]
fn a_process_without_start_begins_where_nothing_leads_to() {
    let file = warned(
        r#"<bpmn:userTask id="a"/><bpmn:userTask id="b"/><bpmn:sequenceFlow id="f" sourceRef="a" targetRef="b"/>"#,
        Code::ImplicitStart,
    );
    let process = &file.processes[0];
    let start = process.element(process.find("p_start").expect("start"));
    let target = process.flow(start.outgoing[0]).target;
    assert_eq!(start.outgoing.len(), 1);
    assert_eq!(process.element(target).id, "a");
}

#[test]
fn a_process_that_never_runs_cannot_be_wrong() {
    let xml = model(r#"<bpmn:startEvent id="s"/>"#).replace(
        "</bpmn:definitions>",
        r#"<bpmn:process id="partner"><bpmn:startEvent id="x"/><bpmn:choreographyTask id="c"/></bpmn:process></bpmn:definitions>"#,
    );
    let file = bpmn::read(&xml);
    assert!(file.is_deployable(), "{:?}", file.diagnostics);
    assert!(!file.process("partner").expect("partner").executable);
}

#[test]
fn a_deployment_must_bring_what_it_binds() {
    let calling = read(&format!(
        r#"{HEAD}<bpmn:callActivity id="a"><bpmn:extensionElements><zeebe:calledElement processId="anak" bindingType="deployment"/></bpmn:extensionElements></bpmn:callActivity>
        <bpmn:sequenceFlow id="f1" sourceRef="a" targetRef="b"/>
        <bpmn:businessRuleTask id="b"><bpmn:extensionElements><zeebe:calledDecision decisionId="quorum" resultVariable="q"/></bpmn:extensionElements></bpmn:businessRuleTask>"#
    ));
    let child = bpmn::read(model(r#"<bpmn:startEvent id="s"/>"#).replace("\"p\"", "\"anak\""));
    let alone = bpmn::lint_deployment(&[("a.bpmn", &calling)], Companions::default());
    let found: Vec<_> = alone[0]
        .iter()
        .map(|found| (found.code, found.severity))
        .collect();
    assert_eq!(
        found,
        [
            ("CALLED_PROCESS_MISSING", Severity::Error),
            ("CALLED_DECISION_MISSING", Severity::Warning)
        ]
    );
    let decisions = ["quorum".to_owned()];
    let companions = Companions {
        decisions: &decisions,
        forms: &[],
    };
    let files = [("a.bpmn", &calling), ("b.bpmn", &child)];
    let together = bpmn::lint_deployment(&files, companions);
    assert!(together.iter().all(Vec::is_empty), "{together:?}");
    let twice = bpmn::lint_deployment(&[("a.bpmn", &child), ("b.bpmn", &child)], companions);
    assert_eq!(twice[1][0].code, "PROCESS_TWICE");
}

#[test]
fn every_finding_speaks_both_languages() {
    for code in Code::ALL {
        let texts = code.texts();
        for text in [
            texts.message,
            texts.remedy,
            texts.message_id,
            texts.remedy_id,
        ] {
            assert!(!text.is_empty(), "{}", code.name());
        }
        assert_ne!(texts.message, texts.message_id, "{}", code.name());
    }
    let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Code::ALL.len());
}
