//! Whole files as other tools write them, each with its own habits: namespaces, prefixes, encodings, extensions, things
//! left out. Each is checked, and flown by the autopilot of DIALECT 4 to the end that BPMN gives it.

use workflows::bpmn;
use workflows::simulate::{Driver, Options, Report, Source, simulate};

fn fly(text: &str, fire: bool) -> Report {
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

/// A file is answered with lines, and comes to its end by these tasks in this order.
#[track_caller]
fn flies(text: &str, tasks: &[&str]) -> Report {
    let file = bpmn::read(text);
    for found in &file.diagnostics {
        assert!(found.line.is_some(), "{found:?}");
        assert!(!found.message.is_empty() && !found.remedy.is_empty());
    }
    let report = fly(text, false);
    assert_eq!(report.state, "completed", "{report:?}");
    assert_eq!(report.user_tasks, tasks);
    report
}

/// What stands inside of `definitions` in the default namespace.
fn plain(inside: &str) -> String {
    format!(
        r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="https://contoh.go.id/proses">{inside}</definitions>"#
    )
}

/// Flows from `a>b` pairs.
fn flows(pairs: &str) -> String {
    pairs
        .split_whitespace()
        .filter_map(|pair| pair.split_once('>'))
        .map(|(from, to)| {
            format!(r#"<sequenceFlow id="{from}-{to}" sourceRef="{from}" targetRef="{to}"/>"#)
        })
        .collect()
}

/// A process with a start `s` and an end `e`.
fn process(elements: &str, pairs: &str) -> String {
    plain(&format!(
        r#"<process id="P"><startEvent id="s"/><endEvent id="e"/>{elements}{}</process>"#,
        flows(pairs)
    ))
}

fn users(ids: &str) -> String {
    ids.split_whitespace()
        .map(|id| format!("<userTask id=\"{id}\"/>"))
        .collect()
}

#[test]
fn everything_that_may_stand_around_a_process_is_read_over() {
    let text = plain(
        r#"<extensionElements><tool:info xmlns:tool="urn:alat"/></extensionElements>
        <import importType="http://www.w3.org/2001/XMLSchema" location="a.xsd" namespace="urn:a"/>
        <itemDefinition id="I" structureRef="xsd:string"/><resource id="R" name="kepala"/><dataStore id="DS" name="arsip"/>
        <category id="C"><categoryValue id="CV" value="penting"/></category><partnerRole id="PR" name="warga"/><endPoint id="EP"/>
        <interface id="IF" name="layanan"><operation id="OP" name="kirim"><inMessageRef>M</inMessageRef></operation></interface>
        <message id="M" name="surat" itemRef="I"/><signal id="SI" name="tanda" structureRef="I"/>
        <collaboration id="K"><documentation>Dua pihak</documentation><participant id="k1" name="Warga"/><participant id="k2" name="Dinas" processRef="P"><participantMultiplicity minimum="0" maximum="2"/></participant>
          <messageFlow id="mf" sourceRef="k1" targetRef="k2" messageRef="M"/><textAnnotation id="ta"><text>catatan</text></textAnnotation></collaboration>
        <process id="P" processType="None" isClosed="false" definitionalCollaborationRef="K">
          <documentation textFormat="text/plain">Contoh</documentation><auditing/><monitoring/>
          <ioSpecification><dataInput id="di" itemSubjectRef="I"/><dataOutput id="do" itemSubjectRef="I"/><inputSet><dataInputRefs>di</dataInputRefs></inputSet><outputSet><dataOutputRefs>do</dataOutputRefs></outputSet></ioSpecification>
          <property id="pr" itemSubjectRef="I"/>
          <laneSet id="ls"><lane id="l1" name="Loket"><flowNodeRef>s</flowNodeRef><flowNodeRef>a</flowNodeRef><childLaneSet id="c"><lane id="l2" partitionElementRef="R"><flowNodeRef>a</flowNodeRef></lane></childLaneSet></lane><lane id="l3"><flowNodeRef>e</flowNodeRef></lane></laneSet>
          <startEvent id="s"><outgoing>f1</outgoing></startEvent>
          <userTask id="a" startQuantity="1" completionQuantity="1"><documentation/><incoming>f1</incoming><outgoing>f2</outgoing>
            <ioSpecification><dataInput id="ai" name="berkas"/><inputSet><dataInputRefs>ai</dataInputRefs></inputSet><outputSet/></ioSpecification>
            <dataInputAssociation id="dia"><sourceRef>dor</sourceRef><targetRef>ai</targetRef><assignment><from>x</from><to>ai</to></assignment></dataInputAssociation>
            <potentialOwner><resourceRef>R</resourceRef></potentialOwner><rendering/></userTask>
          <endEvent id="e"><incoming>f2</incoming></endEvent>
          <sequenceFlow id="f1" sourceRef="s" targetRef="a" isImmediate="true"/><sequenceFlow id="f2" sourceRef="a" targetRef="e"/>
          <dataObject id="dob" isCollection="true"><dataState name="baru"/></dataObject><dataObjectReference id="dor" dataObjectRef="dob"><dataState name="lama"/></dataObjectReference><dataStoreReference id="dsr" dataStoreRef="DS"/>
          <textAnnotation id="tb"><text>baris
dua</text></textAnnotation><association id="as" associationDirection="None" sourceRef="a" targetRef="tb"/><group id="g" categoryValueRef="CV"/>
        </process><relationship id="rel" type="x"><source>P</source><target>K</target></relationship>"#,
    );
    flies(&text, &["a"]);
}

#[test]
fn qualified_references_and_several_prefixes_of_one_namespace_are_followed() {
    let text = r#"<?xml version="1.0" encoding="utf-8" standalone="yes"?><!-- alat lain --><?alat versi="3"?>
        <b2:definitions xmlns:b2="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
          xmlns:model="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tns="urn:dinas" targetNamespace="urn:dinas">
        <b2:message id="M" name="surat"/>
        <model:process id="P" isExecutable="false"><startEvent id="s"><b2:outgoing>tns:f1</b2:outgoing></startEvent>
        <b2:userTask id="a"><model:incoming>tns:f1</model:incoming></b2:userTask><!-- di tengah --><model:subProcess id="x" default="tns:f3">
          <startEvent id="xs"/><b2:userTask id="b"/><sequenceFlow id="x1" sourceRef="tns:xs" targetRef="tns:b"/></model:subProcess>
        <b2:boundaryEvent id="h" attachedToRef="tns:x"><model:messageEventDefinition messageRef="tns:M"/></b2:boundaryEvent>
        <endEvent id="e"/><sequenceFlow id="f1" sourceRef="tns:s" targetRef="tns:a"/><b2:sequenceFlow id="f2" sourceRef="tns:a" targetRef="tns:x"/>
        <model:sequenceFlow id="f3" sourceRef="tns:x" targetRef="tns:e"/></model:process></b2:definitions>"#;
    flies(text, &["a", "b"]);
}

#[test]
fn drawings_of_modelling_suites_keep_their_private_elements_to_themselves() {
    // Ids with dots and dashes, private elements at every place where extensions may stand, no diagram or half of one.
    let text = r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:signavio="http://www.signavio.com" xmlns:biz="http://www.bizagi.com/bpmn20"
        xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" exporter="Alat" exporterVersion="12" expressionLanguage="http://www.w3.org/1999/XPath" typeLanguage="http://www.w3.org/2001/XMLSchema" id="sid-0001" targetNamespace="urn:x">
        <collaboration id="sid-k"><extensionElements><signavio:signavioDiagramMetaData metaKey="penulis" metaValue="Ani"/></extensionElements>
          <participant id="sid-p" name="Kabupaten" processRef="sid-P"><extensionElements><signavio:signavioMetaData metaKey="bgcolor" metaValue="putih"/></extensionElements></participant></collaboration>
        <process id="sid-P" name="Kabupaten" isClosed="false"><extensionElements><biz:BizagiExtensions><biz:BizagiProperties><biz:BizagiProperty name="runtime" value="{}"/></biz:BizagiProperties></biz:BizagiExtensions></extensionElements>
        <laneSet id="sid-ls"><lane id="sid-l"><extensionElements><signavio:signavioMetaData metaKey="bgcolor" metaValue=""/></extensionElements><flowNodeRef>sid-A.1</flowNodeRef></lane></laneSet>
        <startEvent id="sid-S" name=""><extensionElements><signavio:signavioMetaData metaKey="bordercolor" metaValue="hitam"/></extensionElements><outgoing>sid-F1</outgoing></startEvent>
        <userTask id="sid-A.1" name="Tulis&#10;surat" implementation="unspecified"><extensionElements><biz:BizagiExtensions/><signavio:signavioLabel ref="text_name"/></extensionElements></userTask>
        <task id="sid-B" name="Cetak"><extensionElements/></task><exclusiveGateway id="sid-G" gatewayDirection="Converging"/><endEvent id="sid-E"/>
        <sequenceFlow id="sid-F1" sourceRef="sid-S" targetRef="sid-A.1"><extensionElements><signavio:x/></extensionElements></sequenceFlow>
        <sequenceFlow id="sid-F2" sourceRef="sid-A.1" targetRef="sid-B"/><sequenceFlow id="sid-F3" sourceRef="sid-B" targetRef="sid-G"/><sequenceFlow id="sid-F4" sourceRef="sid-G" targetRef="sid-E"/>
        </process><bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="pl" bpmnElement="nothing"><bpmndi:BPMNShape id="sh" bpmnElement="gone"/></bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>"#;
    flies(text, &["sid-A.1"]);
}

#[test]
fn tasks_of_the_activiti_family_run_with_their_people_forms_and_listeners() {
    for (namespace, prefix) in [
        ("http://activiti.org/bpmn", "activiti"),
        ("http://flowable.org/bpmn", "flowable"),
        ("http://camunda.org/schema/1.0/bpmn", "camunda"),
        ("http://operaton.org/schema/1.0/bpmn", "operaton"),
    ] {
        let text = format!(
            r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:v="{namespace}" typeLanguage="http://www.w3.org/2001/XMLSchema" targetNamespace="Contoh">
            <process id="P" name="Contoh {prefix}" isExecutable="true" v:candidateStarterUsers="ani" v:historyTimeToLive="180">
            <extensionElements><v:eventListener class="id.go.Catat" events="PROCESS_STARTED"/><v:executionListener event="start" expression="${{a.b()}}"/></extensionElements>
            <startEvent id="s" v:initiator="pemohon" v:formKey="mulai"><extensionElements><v:formProperty id="jumlah" name="Jumlah" type="long" required="true"/></extensionElements></startEvent>
            <userTask id="a" name="Periksa ${{berkas}}" v:candidateGroups="keuangan, ${{kelompok}}" v:priority="60" v:async="true" v:exclusive="false" v:skipExpression="${{lewati}}">
              <extensionElements><v:taskListener event="create" class="id.go.Catat"/><v:formData><v:formField id="x" type="string"/></v:formData></extensionElements></userTask>
            <exclusiveGateway id="g" default="d"/>
            <sequenceFlow id="f" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="g"/>
            <sequenceFlow id="c" sourceRef="g" targetRef="b"><conditionExpression xsi:type="tFormalExpression"><![CDATA[${{jumlah > 100}}]]></conditionExpression></sequenceFlow>
            <sequenceFlow id="d" sourceRef="g" targetRef="t"/><userTask id="b" v:assignee="${{kepala}}"/>
            <serviceTask id="t" v:class="id.go.Kirim"><extensionElements><v:field name="to"><v:string>x</v:string></v:field><v:failedJobRetryTimeCycle>R3/PT5M</v:failedJobRetryTimeCycle></extensionElements></serviceTask>
            <userTask id="z"/><endEvent id="e"/>
            <sequenceFlow id="f3" sourceRef="t" targetRef="z"/><sequenceFlow id="f4" sourceRef="z" targetRef="e"/><sequenceFlow id="f5" sourceRef="b" targetRef="e"/>
            </process></definitions>"#
        );
        flies(&text, &["a", "z"]);
    }
}

#[test]
fn tasks_of_the_drools_family_with_their_item_definitions_run() {
    let text = r#"<bpmn2:definitions xmlns:bpmn2="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:drools="http://www.jboss.org/drools" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="_D" exporter="Alat" targetNamespace="http://www.omg.org/bpmn20">
        <bpmn2:itemDefinition id="_nama" structureRef="String"/>
        <bpmn2:process id="dinas.proses" drools:packageName="dinas" drools:version="1.0" drools:adHoc="false" name="proses" isExecutable="true">
        <bpmn2:extensionElements><drools:import name="java.util.Map"/></bpmn2:extensionElements><bpmn2:property id="nama" itemSubjectRef="_nama"/>
        <bpmn2:startEvent id="_S" drools:bgcolor="hijau"/><bpmn2:scriptTask id="_SC" scriptFormat="http://www.java.com/java"><bpmn2:script><![CDATA[System.out.println("x");]]></bpmn2:script></bpmn2:scriptTask>
        <bpmn2:userTask id="_U" name="Periksa"><bpmn2:extensionElements><drools:metaData name="elementname"><drools:metaValue><![CDATA[Periksa]]></drools:metaValue></drools:metaData></bpmn2:extensionElements>
          <bpmn2:ioSpecification><bpmn2:dataInput id="_U_TaskName" drools:dtype="Object" name="TaskName"/><bpmn2:inputSet><bpmn2:dataInputRefs>_U_TaskName</bpmn2:dataInputRefs></bpmn2:inputSet><bpmn2:outputSet/></bpmn2:ioSpecification>
          <bpmn2:dataInputAssociation><bpmn2:targetRef>_U_TaskName</bpmn2:targetRef><bpmn2:assignment><bpmn2:from xsi:type="bpmn2:tFormalExpression">Periksa</bpmn2:from><bpmn2:to xsi:type="bpmn2:tFormalExpression">_U_TaskName</bpmn2:to></bpmn2:assignment></bpmn2:dataInputAssociation>
          <bpmn2:potentialOwner id="_po"><bpmn2:resourceAssignmentExpression><bpmn2:formalExpression>ani</bpmn2:formalExpression></bpmn2:resourceAssignmentExpression></bpmn2:potentialOwner></bpmn2:userTask>
        <bpmn2:exclusiveGateway id="_G" gatewayDirection="Diverging" default="_F4"/><bpmn2:userTask id="_V"/><bpmn2:endEvent id="_E"/><bpmn2:endEvent id="_T"><bpmn2:terminateEventDefinition/></bpmn2:endEvent>
        <bpmn2:sequenceFlow id="_F1" drools:bgcolor="hitam" sourceRef="_S" targetRef="_SC"/><bpmn2:sequenceFlow id="_F2" sourceRef="_SC" targetRef="_U"/><bpmn2:sequenceFlow id="_F3" sourceRef="_U" targetRef="_G"/>
        <bpmn2:sequenceFlow id="_F4" sourceRef="_G" targetRef="_V" drools:priority="1"/>
        <bpmn2:sequenceFlow id="_F5" sourceRef="_G" targetRef="_T"><bpmn2:conditionExpression xsi:type="bpmn2:tFormalExpression" language="http://www.java.com/java">return nama == "x";</bpmn2:conditionExpression></bpmn2:sequenceFlow>
        <bpmn2:sequenceFlow id="_F6" sourceRef="_V" targetRef="_E"/></bpmn2:process></bpmn2:definitions>"#;
    flies(text, &["_U", "_V"]);
}

#[test]
fn the_encoding_does_not_matter() {
    let body = |encoding: &str| {
        format!(
            r#"<?xml version="1.0" encoding="{encoding}"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="P"><startEvent id="s"/><userTask id="a" name="Réviu"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="a"/><sequenceFlow id="g" sourceRef="a" targetRef="e"/></process></definitions>"#
        )
    };
    let wide = |encoding: &str, mark: bool, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let marked = if mark { "\u{feff}" } else { "" };
        format!("{marked}{}", body(encoding))
            .encode_utf16()
            .flat_map(bytes)
            .collect()
    };
    let latin: Vec<u8> = body("ISO-8859-1").chars().map(|it| it as u8).collect();
    let files = [
        ("UTF-8", body("UTF-8").into_bytes()),
        ("marked", format!("\u{feff}{}", body("utf-8")).into_bytes()),
        ("UTF-16 LE", wide("UTF-16", true, u16::to_le_bytes)),
        ("UTF-16 BE", wide("UTF-16", true, u16::to_be_bytes)),
        (
            "UTF-16 LE, no mark",
            wide("UTF-16LE", false, u16::to_le_bytes),
        ),
        (
            "UTF-16 BE, no mark",
            wide("UTF-16BE", false, u16::to_be_bytes),
        ),
        ("Latin-1", latin),
    ];
    for (what, bytes) in files {
        let text = bpmn::text(&bytes).into_owned();
        let file = bpmn::read(text.clone());
        let process = &file.processes[0];
        let task = process.element(process.find("a").unwrap());
        assert_eq!(task.name.as_deref(), Some("Réviu"), "{what}");
        flies(&text, &["a"]);
    }
}

#[test]
fn scopes_in_scopes_in_scopes_end_from_the_inside() {
    let inner = format!(
        r#"<subProcess id="x"><startEvent id="xs"/><parallelGateway id="xg"/>{}<subProcess id="y"><startEvent id="ys"/>{}<subProcess id="z">{}</subProcess><endEvent id="ye"/>{}</subProcess>
        <parallelGateway id="xj"/><endEvent id="xe"/>{}</subProcess>"#,
        users("d"),
        users("c"),
        users("a b"),
        flows("ys>c c>z z>ye"),
        flows("xs>xg xg>d xg>y d>xj y>xj xj>xe")
    );
    // `z` has no start event: everything in it begins.
    let text = process(&format!("{inner}{}", users("k")), "s>x x>k k>e");
    flies(&text, &["c", "a", "b", "d", "k"]);
}

#[test]
fn terminate_ends_what_is_open_beside_it() {
    let text = process(
        &format!(
            r#"<parallelGateway id="g"/>{}<endEvent id="t"><terminateEventDefinition/></endEvent>"#,
            users("a b c")
        ),
        "s>g g>a g>b g>c a>e b>t c>e",
    );
    flies(&text, &["a", "b"]);
}

#[test]
fn errors_and_escalations_leave_by_the_border_and_timers_are_left_alone() {
    let text = plain(&format!(
        r#"<error id="E1" name="tolak" errorCode="tolak"/><escalation id="X1" name="naik" escalationCode="naik"/>
        <process id="P"><startEvent id="s"/><endEvent id="e"/>{}
        <subProcess id="x"><startEvent id="xs"/>{}<intermediateThrowEvent id="up"><escalationEventDefinition escalationRef="X1"/></intermediateThrowEvent>{}<endEvent id="xe"><errorEventDefinition errorRef="E1"/></endEvent>{}</subProcess>
        <boundaryEvent id="be" attachedToRef="x"><errorEventDefinition errorRef="E1"/></boundaryEvent>
        <boundaryEvent id="bx" attachedToRef="x" cancelActivity="false"><escalationEventDefinition escalationRef="X1"/></boundaryEvent>
        <boundaryEvent id="bt" attachedToRef="x"><timerEventDefinition><timeDuration xsi:type="tFormalExpression">P1D</timeDuration></timerEventDefinition></boundaryEvent>
        <endEvent id="e2"/><endEvent id="e3"/>{}</process>"#,
        users("m n never"),
        users("k"),
        users("l"),
        flows("xs>k k>up up>l l>xe"),
        flows("s>x x>never never>e be>m m>e bx>n n>e2 bt>e3")
    ));
    flies(&text, &["k", "l", "m", "n"]);
}

#[test]
fn repetitions_by_number_run_as_often_in_any_nesting() {
    let three = r#"<multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"#;
    let two = r#"<multiInstanceLoopCharacteristics isSequential="false" behavior="All"><loopCardinality xsi:type="tFormalExpression"> 2 </loopCardinality></multiInstanceLoopCharacteristics>"#;
    let computed = r#"<multiInstanceLoopCharacteristics><loopCardinality>${1 + 1}</loopCardinality></multiInstanceLoopCharacteristics>"#;
    let none = r#"<multiInstanceLoopCharacteristics><loopCardinality>0</loopCardinality></multiInstanceLoopCharacteristics>"#;
    let text = process(
        &format!(
            r#"<userTask id="a">{three}</userTask><subProcess id="x">{two}<startEvent id="xs"/><userTask id="c">{computed}</userTask><userTask id="b"/><endEvent id="xe"/>{}</subProcess>
            <userTask id="n">{none}</userTask><serviceTask id="w">{three}</serviceTask><callActivity id="k" calledElement="nowhere">{two}</callActivity>
            <userTask id="l"><standardLoopCharacteristics loopMaximum="2"/></userTask>"#,
            flows("xs>c c>b b>xe")
        ),
        "s>a a>x x>n n>w w>k k>l l>e",
    );
    flies(
        &text,
        &["a", "a", "a", "c", "c", "b", "c", "c", "b", "l", "l"],
    );
}

#[test]
fn inclusive_gateways_without_conditions_take_every_flow_and_wait_for_all() {
    let text = process(
        &format!(
            r#"<inclusiveGateway id="o"/><inclusiveGateway id="p"/><parallelGateway id="g"/><parallelGateway id="j"/><inclusiveGateway id="q"/>{}"#,
            users("a b c d z")
        ),
        "s>o o>a o>g o>p g>b g>c b>j c>j j>d d>q a>q p>q q>z z>e",
    );
    flies(&text, &["a", "b", "c", "d", "z"]);
}

#[test]
fn complex_gateways_without_a_condition_fork_and_join_like_inclusive_ones() {
    let text = process(
        &format!(
            r#"<complexGateway id="o"/><complexGateway id="q"/>{}"#,
            users("a b z")
        ),
        "s>o o>a o>b a>q b>q q>z z>e",
    );
    flies(&text, &["a", "b", "z"]);
}

#[test]
fn flows_may_fork_and_merge_without_any_gateway() {
    let text = process(&users("a b c"), "s>a s>b a>c b>c c>e");
    // Each branch goes on for itself.
    flies(&text, &["a", "b", "c", "c"]);
}

#[test]
fn a_drawing_without_start_and_end_begins_where_nothing_leads_and_ends_where_nothing_goes() {
    let text = plain(&format!(
        r#"<process id="P">{}{}</process>"#,
        users("b a c"),
        flows("a>c")
    ));
    flies(&text, &["a", "b", "c"]);
}

#[test]
fn links_signals_and_messages_inside_one_process_find_each_other() {
    let text = plain(&format!(
        r#"<signal id="SI" name="tanda"/><message id="M" name="surat"/><process id="P"><startEvent id="s"/><endEvent id="e"/><parallelGateway id="g"/><parallelGateway id="j"/>{}
        <intermediateThrowEvent id="l1"><linkEventDefinition name="lanjut"/></intermediateThrowEvent><intermediateCatchEvent id="l2"><linkEventDefinition id="ld" name="lanjut"/></intermediateCatchEvent>
        <intermediateCatchEvent id="c1"><signalEventDefinition signalRef="SI"/></intermediateCatchEvent><intermediateThrowEvent id="t1"><signalEventDefinition signalRef="SI"/></intermediateThrowEvent>
        <receiveTask id="c2" messageRef="M"/><sendTask id="t2" messageRef="M"/><intermediateThrowEvent id="t3"><messageEventDefinition messageRef="M"/></intermediateThrowEvent>{}</process>"#,
        users("a b c d"),
        flows("s>g g>a g>c1 g>c2 a>l1 l2>b b>t1 t1>t2 t2>t3 t3>j c1>c c>j c2>d d>j j>e")
    ));
    flies(&text, &["a", "b", "c", "d"]);
}

#[test]
fn what_waits_for_the_world_waits_and_goes_on_when_it_is_fired() {
    let text = plain(&format!(
        r#"<message id="M" name="surat"/><process id="P"><startEvent id="s"/><endEvent id="e"/><eventBasedGateway id="g"/>{}
        <intermediateCatchEvent id="c1"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>
        <intermediateCatchEvent id="c2"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>
        <exclusiveGateway id="m"/>{}</process>"#,
        users("a z"),
        flows("s>g g>c1 g>c2 c1>a a>m c2>m m>z z>e")
    ));
    let waiting = fly(&text, false);
    assert_eq!(waiting.state, "waiting");
    let waits: Vec<_> = waiting
        .waits
        .iter()
        .map(|it| (it.element.as_str(), it.kind.as_str()))
        .collect();
    assert_eq!(waits, [("c1", "message"), ("c2", "timer")]);
    let fired = fly(&text, true);
    assert_eq!(
        (fired.state.as_str(), fired.user_tasks.as_slice()),
        ("completed", ["a", "z"].map(str::to_owned).as_slice())
    );
}

#[test]
fn transactions_compensation_and_ad_hoc_work_come_to_their_end() {
    let text = process(
        &format!(
            r#"<transaction id="x"><startEvent id="xs"/>{}<boundaryEvent id="cb" attachedToRef="b"><compensateEventDefinition/></boundaryEvent><userTask id="undo" isForCompensation="true"/>
            <association id="as" associationDirection="One" sourceRef="cb" targetRef="undo"/><endEvent id="xe"><cancelEventDefinition/></endEvent>{}</transaction>
            <boundaryEvent id="cc" attachedToRef="x"><cancelEventDefinition/></boundaryEvent>
            <adHocSubProcess id="h" ordering="Parallel">{}{}</adHocSubProcess>"#,
            users("b"),
            flows("xs>b b>xe"),
            users("l k"),
            flows("k>l"),
        ),
        "s>x x>e cc>h h>e",
    );
    flies(&text, &["b", "undo", "k", "l"]);
}

#[test]
fn an_event_sub_process_takes_the_place_of_its_scope() {
    let text = plain(&format!(
        r#"<error id="E1" errorCode="galat"/><process id="P"><startEvent id="s"/><parallelGateway id="g"/>{}<endEvent id="bad"><errorEventDefinition errorRef="E1"/></endEvent><endEvent id="e"/>
        <subProcess id="x" triggeredByEvent="true"><startEvent id="xs" isInterrupting="true"><errorEventDefinition errorRef="E1"/></startEvent>{}<endEvent id="xe"/>{}</subProcess>{}</process>"#,
        users("a b"),
        users("z"),
        flows("xs>z z>xe"),
        flows("s>g g>a g>b a>bad b>e")
    ));
    flies(&text, &["a", "z"]);
}

#[test]
fn called_processes_of_the_file_have_tasks_of_their_own_and_foreign_ones_pass() {
    let text = plain(&format!(
        r#"<process id="P"><startEvent id="s"/><callActivity id="c1" calledElement="Q"/><callActivity id="c2" calledElement="lain:R"/><callActivity id="c3" calledElement="G"/>{}<endEvent id="e"/>{}</process>
        <process id="Q"><startEvent id="qs"/>{}<callActivity id="c4" calledElement="T"/><endEvent id="qe"/>{}</process>
        <process id="T"><userTask id="inner"/></process><globalUserTask id="G" name="tanda tangan"/>"#,
        users("z"),
        flows("s>c1 c1>c2 c2>c3 c3>z z>e"),
        users("b a"),
        flows("qs>b b>a a>c4 c4>qe")
    ));
    flies(&text, &["b", "a", "inner", "z"]);
}

#[test]
fn conditions_of_other_languages_over_data_that_nobody_brings_take_the_default() {
    for condition in [
        "${x == 1}",
        "#{x.y > 3 and not empty z}",
        "!environment.variables.stop",
        "this.environment.variables.input &lt;= 50",
        "x === 'ya'",
        "return x &gt; 2;",
        "jumlah &gt;= 3",
        "pilihan == 'ya'",
        "${execution.getVariable('x') == 'y'}",
        "=x = 1",
        "x = \"ya\"",
        "${x}",
        "${x ne null &amp;&amp; x.size() &gt; 2}",
        "getDataObject('d')/a = 1",
        "${bean.check(execution)}",
        "len(x) &gt; 2 and x.get('a') == 1",
    ] {
        let text = plain(&format!(
            r#"<process id="P"><startEvent id="s"/><exclusiveGateway id="g" default="d"/>{}<endEvent id="e"/>{}<sequenceFlow id="d" sourceRef="g" targetRef="b"/>
            <sequenceFlow id="c" sourceRef="g" targetRef="a"><conditionExpression xsi:type="tFormalExpression" language="javascript">{condition}</conditionExpression></sequenceFlow></process>"#,
            users("a b"),
            flows("s>g a>e b>e")
        ));
        let report = fly(&text, false);
        assert!(
            report.state == "completed" && report.user_tasks.len() == 1,
            "{condition}: {report:?}"
        );
    }
}

#[test]
fn what_cannot_be_read_says_in_which_line() {
    for (text, line) in [
        ("<definitions>\n<process", 2),
        ("", 1),
        ("not xml", 1),
        ("<a/>", 1),
        (
            "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\">\n<process id=\"p\">\n<startEvent id=\"s\"></process></definitions>",
            3,
        ),
        (
            "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\">\n<process id=\"p\"><startEvent id=\"s\"/>\n<sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"gone\"/></process></definitions>",
            3,
        ),
    ] {
        let file = bpmn::read(text);
        assert!(!file.is_deployable(), "{text}");
        let lines: Vec<_> = file
            .diagnostics
            .iter()
            .filter(|it| it.is_error())
            .map(|it| it.line)
            .collect();
        assert!(lines.contains(&Some(line)), "{text}: {lines:?}");
        assert_eq!(fly(text, false).state, "refused");
    }
}
