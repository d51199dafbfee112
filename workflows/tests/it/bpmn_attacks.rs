//! Hostile files (HARDENING 2): each ends in a verdict, none in a crash, a hang or a surprise.

use std::fmt::Write;

use proptest::prelude::*;
use workflows::bpmn::{self, File};

use super::bpmn_reading::{codes, model, read};

fn first(file: &File) -> &'static str {
    codes(file).first().copied().unwrap_or("NOTHING")
}

#[test]
fn document_types_and_entities_are_refused() {
    let laughs = r#"<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>
<definitions>&lol2;</definitions>"#;
    let external = r#"<!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>"#;
    let parameter = r#"<!doctype d [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]><d/>"#;
    for text in [laughs, external, parameter] {
        let file = bpmn::read(text);
        assert_eq!(codes(&file), ["DOCTYPE_REFUSED"]);
        assert!(file.diagnostics[0].line.is_some());
    }
    let named = bpmn::read(model("<bpmn:documentation>&xxe;</bpmn:documentation>"));
    assert_eq!(codes(&named), ["MALFORMED_XML"]);
}

#[test]
fn a_tree_of_a_hundred_thousand_levels_is_refused() {
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert_eq!(codes(&bpmn::read(&deep)), ["TOO_DEEP"]);
    let nested = format!(
        "{}{}",
        "<bpmn:subProcess id='x'>".repeat(100_000),
        "</bpmn:subProcess>".repeat(100_000)
    );
    assert_eq!(codes(&bpmn::read(model(&nested))), ["TOO_DEEP"]);
}

#[test]
fn the_deepest_tree_that_is_allowed_is_read() {
    let levels = bpmn::MAX_DEPTH - 2;
    let nested: String = (0..levels)
        .map(|level| format!("<bpmn:subProcess id='x{level}'>"))
        .chain((0..levels).map(|_| "</bpmn:subProcess>".to_owned()))
        .collect();
    let file = read(&nested);
    assert_eq!(
        file.processes[0]
            .elements
            .iter()
            .filter(|it| it.id.starts_with('x'))
            .count(),
        levels * 2
    );
}

#[test]
fn eighty_thousand_attributes_are_refused() {
    let mut tag = String::from("<a");
    for number in 0..80_000 {
        write!(tag, " a{number}=''").expect("text");
    }
    tag.push_str("/>");
    assert_eq!(codes(&bpmn::read(&tag)), ["TOO_MANY_ATTRIBUTES"]);
}

#[test]
fn a_flood_of_namespaces_is_refused() {
    let mut text = String::new();
    for level in 0..200 {
        text.push_str("<a");
        for number in 0..100 {
            write!(text, " xmlns:n{level}x{number}='urn:{level}:{number}'").expect("text");
        }
        text.push('>');
    }
    for _ in 0..20_000 {
        text.push_str("<b/>");
    }
    text.push_str(&"</a>".repeat(200));
    assert_eq!(codes(&bpmn::read(&text)), ["NAMESPACE_FLOOD"]);
}

#[test]
fn size_is_bounded_before_anything_is_parsed() {
    let huge = vec![b' '; bpmn::MAX_BYTES + 1];
    assert_eq!(codes(&bpmn::read(&huge)), ["TOO_LARGE"]);
    let many = format!("<a>{}</a>", "<b/>".repeat(bpmn::MAX_ELEMENTS));
    assert_eq!(codes(&bpmn::read(&many)), ["TOO_MANY_ELEMENTS"]);
}

#[test]
fn a_hundred_thousand_elements_are_read_whole() {
    let mut inside = String::from("<bpmn:startEvent id='t0'/>");
    for number in 1..50_000 {
        write!(
            inside,
            "<bpmn:manualTask id='t{number}'/><bpmn:sequenceFlow id='f{number}' sourceRef='t{}' targetRef='t{number}'/>",
            number - 1
        )
        .expect("text");
    }
    let file = read(&inside);
    assert!(file.is_deployable(), "{:?}", file.diagnostics.first());
    assert_eq!(file.processes[0].elements.len(), 50_001);
    assert_eq!(file.processes[0].flows.len(), 49_999);
}

#[test]
fn floods_of_findings_are_cut() {
    let mut inside = String::from("<bpmn:startEvent id='s'/>");
    for number in 0..5_000 {
        write!(
            inside,
            "<bpmn:sequenceFlow id='f{number}' sourceRef='s' targetRef='x'/>"
        )
        .expect("text");
    }
    let file = read(&inside);
    assert!(!file.is_deployable());
    assert_eq!(file.diagnostics.len(), 1_000);
    assert!(codes(&file).contains(&"TOO_MANY_DIAGNOSTICS"));
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
    mark.then_some(0xFEFF)
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(unit)
        .collect()
}

#[test]
fn encodings_are_read_or_refused_by_name() {
    let text = model("<bpmn:startEvent id='s' name='Müller €'/>");
    let plain = bpmn::read(&text);
    let name = |file: &File| file.processes[0].elements[1].name.clone();
    assert_eq!(name(&plain).as_deref(), Some("Müller €"));
    for bytes in [
        utf16(&text, u16::to_le_bytes, true),
        utf16(&text, u16::to_be_bytes, true),
        utf16(&text, u16::to_le_bytes, false),
        utf16(&text, u16::to_be_bytes, false),
        [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
    ] {
        let file = bpmn::read(&bytes);
        assert_eq!(name(&file), name(&plain));
    }
    let western = text.replace("UTF-8", "windows-1252");
    let bytes: Vec<u8> = western
        .chars()
        .map(|c| {
            if c == '€' {
                0x80
            } else {
                u8::try_from(u32::from(c)).expect("Latin")
            }
        })
        .collect();
    assert_eq!(name(&bpmn::read(&bytes)), name(&plain));

    assert_eq!(
        first(&bpmn::read(text.replace("UTF-8", "UTF-7"))),
        "ENCODING_UNSUPPORTED"
    );
    assert_eq!(
        first(&bpmn::read(text.replace("UTF-8", "Shift_JIS"))),
        "ENCODING_UNSUPPORTED"
    );
    let broken = bpmn::read(b"<a>\n\xFF\xFE\xFA</a>");
    assert_eq!(codes(&broken), ["ENCODING_UNSUPPORTED"]);
    assert_eq!(broken.diagnostics[0].line, Some(2));
    let odd = bpmn::read(b"\xFF\xFE<\0a\0/\0>\0x");
    assert_eq!(codes(&odd), ["ENCODING_UNSUPPORTED"]);
    assert_eq!(
        codes(&bpmn::read(b"\xFF\xFE\0\0<\0\0\0")),
        ["ENCODING_UNSUPPORTED"]
    );
}

#[test]
fn control_characters_do_not_pass() {
    let file = bpmn::read(model("<bpmn:task id='a\0b'/>"));
    assert_eq!(codes(&file), ["MALFORMED_XML"]);
    let quoted = read("<bpmn:sequenceFlow id='f' sourceRef='a&#10;b&#9;[31m' targetRef='x'/>");
    for found in &quoted.diagnostics {
        assert!(
            !found.message.contains(|c: char| c.is_control()),
            "{found:?}"
        );
    }
}

#[test]
fn what_is_not_bpmn_is_said_to_be_so() {
    for (text, code) in [
        ("", "MALFORMED_XML"),
        ("Halo", "MALFORMED_XML"),
        ("<html><body/></html>", "NOT_BPMN"),
        (
            "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/'/>",
            "NOT_BPMN",
        ),
        (
            "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'/>",
            "NO_PROCESS",
        ),
        ("<?xml version='1.0'?><?php evil ?><a/>", "NOT_BPMN"),
        ("<a><b></a>", "MALFORMED_XML"),
        ("<a", "MALFORMED_XML"),
        ("<!-- <a/>", "MALFORMED_XML"),
        ("<!ELEMENT a>", "MALFORMED_XML"),
        ("{\"json\":true}", "MALFORMED_XML"),
    ] {
        let file = bpmn::read(text);
        assert_eq!(codes(&file), [code], "{text}");
    }
}

#[test]
fn an_empty_process_is_not_deployed() {
    let file = read("");
    assert_eq!(codes(&file), ["EMPTY_PROCESS"]);
    assert!(!file.is_deployable());
}

#[test]
fn markup_in_names_stays_text() {
    let file = read("<bpmn:startEvent id='s' name='&lt;img src=x onerror=alert(1)&gt;'/>");
    let name = file.processes[0].elements[1].name.as_deref();
    assert_eq!(name, Some("<img src=x onerror=alert(1)>"));
}

#[test]
fn templates_in_long_texts_do_not_cost_more_than_they_are_worth() {
    let long = "${a}".repeat(500_000);
    let file = read(&format!(
        "<bpmn:startEvent id='s'/><bpmn:sequenceFlow id='f' sourceRef='s' targetRef='t'/><bpmn:userTask id='t' camunda:assignee='{long}'/>"
    ));
    assert!(codes(&file).contains(&"NOT_TRANSLATED"));
}

/// A model that touches most of the reader.
const RICH: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d">
<bpmn:message id="m" name="M"><bpmn:extensionElements><zeebe:subscription correlationKey="=k"/></bpmn:extensionElements></bpmn:message>
<bpmn:error id="er" errorCode="RETURNED"/><bpmn:escalation id="es" escalationCode="E"/><bpmn:signal id="si" name="S"/>
<bpmn:collaboration id="c"><bpmn:participant id="pa" processRef="p"/></bpmn:collaboration>
<bpmn:process id="p" isExecutable="true"><bpmn:laneSet id="ls"><bpmn:lane id="l" name="L"><bpmn:flowNodeRef>t1</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>
<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="g1"/>
<bpmn:exclusiveGateway id="g1" default="f3"/>
<bpmn:sequenceFlow id="f2" sourceRef="g1" targetRef="t1"><bpmn:conditionExpression>=a &gt; 1</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:sequenceFlow id="f3" sourceRef="g1" targetRef="sub"/>
<bpmn:userTask id="t1"><bpmn:extensionElements><zeebe:userTask/><zeebe:assignmentDefinition assignee="=x"/>
<zeebe:properties><zeebe:property name="mufakat:separateFrom" value="t2"/></zeebe:properties></bpmn:extensionElements>
<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=xs" inputElement="x"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>
<bpmn:boundaryEvent id="b1" attachedToRef="t1" cancelActivity="false"><bpmn:timerEventDefinition><bpmn:timeCycle>R/P1D</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent>
<bpmn:sequenceFlow id="f4" sourceRef="b1" targetRef="e1"/><bpmn:endEvent id="e1"/>
<bpmn:sequenceFlow id="f5" sourceRef="t1" targetRef="eg"/><bpmn:eventBasedGateway id="eg"/>
<bpmn:sequenceFlow id="f6" sourceRef="eg" targetRef="c1"/><bpmn:sequenceFlow id="f7" sourceRef="eg" targetRef="c2"/>
<bpmn:intermediateCatchEvent id="c1"><bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent>
<bpmn:intermediateCatchEvent id="c2"><bpmn:timerEventDefinition><bpmn:timeDuration>P5D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
<bpmn:subProcess id="sub"><bpmn:startEvent id="s2"/><bpmn:sequenceFlow id="f8" sourceRef="s2" targetRef="t2"/>
<bpmn:userTask id="t2" camunda:assignee="${a == 'b'}"/><bpmn:boundaryEvent id="b2" attachedToRef="t2"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>
<bpmn:serviceTask id="undo" isForCompensation="true"/><bpmn:association id="as" sourceRef="b2" targetRef="undo"/>
<bpmn:sequenceFlow id="f9" sourceRef="t2" targetRef="e2"/><bpmn:endEvent id="e2"><bpmn:errorEventDefinition errorRef="er"/></bpmn:endEvent></bpmn:subProcess>
<bpmn:subProcess id="ev" triggeredByEvent="true"><bpmn:startEvent id="s3" isInterrupting="false"><bpmn:signalEventDefinition signalRef="si"/></bpmn:startEvent></bpmn:subProcess>
<bpmn:callActivity id="call" calledElement="q"/><bpmn:sequenceFlow id="f10" sourceRef="c1" targetRef="call"/>
<bpmn:intermediateThrowEvent id="l1"><bpmn:linkEventDefinition name="L"/></bpmn:intermediateThrowEvent><bpmn:sequenceFlow id="f11" sourceRef="c2" targetRef="l1"/>
<bpmn:intermediateCatchEvent id="l2"><bpmn:linkEventDefinition name="L"/></bpmn:intermediateCatchEvent><bpmn:sequenceFlow id="f12" sourceRef="l2" targetRef="ah"/>
<bpmn:adHocSubProcess id="ah"><bpmn:task id="x1"/><bpmn:completionCondition>=done</bpmn:completionCondition></bpmn:adHocSubProcess>
</bpmn:process></bpmn:definitions>"#;

#[test]
fn the_rich_model_is_deployable() {
    let file = bpmn::read(RICH);
    assert!(file.is_deployable(), "{:?}", file.diagnostics);
}

/// Every index that a process holds points into itself, so that the engine may trust it.
fn assert_whole(file: &File) {
    for process in &file.processes {
        let (elements, flows) = (process.elements.len(), process.flows.len());
        for (at, element) in process.elements.iter().enumerate() {
            assert_eq!(element.parent.is_none(), at == 0);
            let indices = element
                .children
                .iter()
                .chain(&element.boundaries)
                .chain(&element.parent)
                .chain(&element.compensated_by);
            for index in indices {
                assert!((index.0 as usize) < elements);
            }
            for flow in element.incoming.iter().chain(&element.outgoing) {
                assert!((flow.0 as usize) < flows);
            }
            assert!(
                element
                    .default_flow
                    .is_none_or(|flow| element.outgoing.contains(&flow))
            );
        }
        for flow in &process.flows {
            let (source, target) = (process.element(flow.source), process.element(flow.target));
            assert_eq!(source.parent, target.parent);
        }
    }
}

/// The values between quotes of the rich model: what a reference mutation exchanges.
fn values() -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = RICH.find("<bpmn:message").unwrap_or_default();
    while let Some(open) = RICH[at..].find('"').map(|open| at + open + 1) {
        let close = RICH[open..]
            .find('"')
            .map_or(RICH.len(), |close| open + close);
        found.push((open, close));
        at = close + 1;
    }
    found
}

/// The places where a tag begins: what a tree mutation cuts and copies.
fn tags() -> Vec<usize> {
    RICH.match_indices('<').map(|(at, _)| at).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn changed_bytes_never_break_the_reader(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = RICH.as_bytes().to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        assert_whole(&bpmn::read(&bytes));
    }

    #[test]
    fn arbitrary_bytes_never_break_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let file = bpmn::read(&bytes);
        prop_assert!(!file.is_deployable());
    }

    #[test]
    fn exchanged_references_never_break_the_reader(swaps in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6)) {
        let values = values();
        let mut text = String::new();
        let mut replaced: Vec<(usize, usize, &str)> = swaps
            .iter()
            .map(|(to, from)| {
                let (open, close) = values[to.index(values.len())];
                let (from, until) = values[from.index(values.len())];
                (open, close, &RICH[from..until])
            })
            .collect();
        replaced.sort_unstable();
        replaced.dedup_by_key(|(open, _, _)| *open);
        let mut at = 0;
        for (open, close, value) in replaced {
            text.push_str(&RICH[at..open]);
            text.push_str(value);
            at = close;
        }
        text.push_str(&RICH[at..]);
        assert_whole(&bpmn::read(&text));
    }

    #[test]
    fn moved_pieces_never_break_the_reader(moves in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..4)) {
        let tags = tags();
        let mut text = RICH.to_owned();
        for (from, until, to) in moves {
            let (a, b) = (tags[from.index(tags.len())], tags[until.index(tags.len())]);
            let piece = &RICH[a.min(b)..a.max(b)];
            let places: Vec<usize> = text.match_indices('<').map(|(at, _)| at).collect();
            let at = places[to.index(places.len())];
            text.insert_str(at, piece);
        }
        assert_whole(&bpmn::read(&text));
    }

    #[test]
    fn dropped_elements_never_break_the_reader(cut in any::<prop::sample::Index>(), kept in 0_usize..6) {
        // Removes one self-closing or short element and keeps the file well-formed more often than not.
        let tags = tags();
        let at = cut.index(tags.len());
        let until = tags.get(at + 1 + kept).copied().unwrap_or(RICH.len());
        let text = format!("{}{}", &RICH[..tags[at]], &RICH[until..]);
        assert_whole(&bpmn::read(&text));
    }
}
