//! Requests from outside (`decide --batch`): how elements and inputs are named, and what models of other editors mean.

use workflows::dmn::{Asked, Model, answer_line};
use workflows::feel::Value;

use super::dmn_models::document;
use super::dmn_tables::{context, decide, model};
use super::feel_tables::{environment, value};

fn ask(model: &Model, asked: Asked, name: &str, inputs: &str) -> Value {
    model
        .answer(asked, name, &context(inputs), &environment())
        .expect("answered")
        .value
}

fn decision(model: &Model, name: &str, inputs: &str) -> Value {
    ask(model, Asked::Decision, name, inputs)
}

fn parsed(name: &str, imports: &str, body: &str) -> Model {
    Model::parse(&document(name, imports, body))
        .0
        .expect("a model")
}

const SEATS: &str = r##"
  <itemDefinition name="tSeat"><itemComponent name="share"><typeRef>number</typeRef></itemComponent><itemComponent name="since"><typeRef>date</typeRef></itemComponent></itemDefinition>
  <itemDefinition name="tSeats" isCollection="true"><typeRef>tSeat</typeRef></itemDefinition>
  <inputData id="in-seats" name="seats"><variable name="seats" typeRef="tSeats"/></inputData>
  <inputData id="in-late" name="late"><variable name="late" typeRef="boolean"/></inputData>
  <decision id="total-share" name="Total share"><variable name="total share" typeRef="number"/>
    <informationRequirement><requiredInput href="#in-seats"/></informationRequirement>
    <literalExpression><text>sum(seats.share)</text></literalExpression></decision>
  <decision id="quorum" name="Quorum"><variable name="Quorum"/>
    <informationRequirement><requiredDecision href="#total-share"/></informationRequirement>
    <informationRequirement><requiredInput href="#in-late"/></informationRequirement>
    <literalExpression><text>total share >= 2 and not(late)</text></literalExpression></decision>
  <businessKnowledgeModel id="half" name="half of"><variable name="half of"/><encapsulatedLogic><formalParameter name="n" typeRef="number"/><literalExpression><text>n / 2</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
  <decisionService id="svc" name="Quorum service"><variable name="Quorum service"/><outputDecision href="#quorum"/><inputDecision href="#total-share"/><inputData href="#in-late"/></decisionService>"##;

#[test]
fn a_request_names_any_element_by_id_or_name() {
    let model = model(SEATS);
    let given = "{seats: [{share: 2, since: @\"2026-01-01\"}], late: false, n: 8, total share: 3}";
    for name in [
        "quorum",
        "Quorum",
        "svc",
        "Quorum service",
        "Quorum  service",
    ] {
        assert_eq!(
            decision(&model, name, given),
            Value::Boolean(true),
            "{name}"
        );
    }
    assert_eq!(decision(&model, "half of", given), value("4"));
    assert_eq!(ask(&model, Asked::Knowledge, "half", given), value("4"));
    let unknown = model.answer(Asked::Decision, "none", &context(given), &environment());
    assert_eq!(unknown.expect_err("unknown").code(), "DMN_UNKNOWN_DECISION");
}

#[test]
fn a_decision_that_a_request_gives_is_not_evaluated() {
    let model = model(SEATS);
    let seats = "seats: [{share: 1, since: @\"2026-01-01\"}], late: false";
    assert_eq!(
        decision(&model, "Quorum", &format!("{{{seats}}}")),
        Value::Boolean(false)
    );
    let given = format!("{{{seats}, total share: 5}}");
    assert_eq!(decision(&model, "Quorum", &given), Value::Boolean(true));
    // the one that is asked for is evaluated all the same, and so is all in a process
    assert_eq!(decision(&model, "Total share", &given), value("1"));
    assert_eq!(
        decide(&model, "Quorum", &given).value,
        Value::Boolean(false)
    );
}

#[test]
fn text_in_a_request_is_read_by_the_declared_type() {
    let model = model(SEATS);
    let texts = r#"{seats: [{share: "1.5", since: "2026-01-01"}, {share: "0.5", since: "2026-02-01"}], late: "false"}"#;
    assert_eq!(decision(&model, "Quorum", texts), Value::Boolean(true));
    assert_eq!(
        ask(&model, Asked::Knowledge, "half of", r#"{n: "5"}"#),
        value("2.5")
    );
    let service = r#"{total share: "2", late: "true"}"#;
    assert_eq!(
        ask(&model, Asked::Service, "svc", service),
        Value::Boolean(false)
    );
    // a process gives values, not text
    assert_eq!(decide(&model, "Total share", texts).value, Value::Null);
    let wrong = r#"{seats: [{share: "a lot", since: "2026-01-01"}], late: false}"#;
    assert_eq!(decision(&model, "Total share", wrong), Value::Null);
}

#[test]
fn an_input_that_nothing_takes_is_ignored_with_a_warning() {
    let model = model(SEATS);
    let line = r#"{"file":"f","bkm":"half of","input":{"n":3,"colour":"red"}}"#;
    let answer = answer_line(line, &environment(), &mut |_| Ok(model.clone()));
    assert_eq!(
        answer,
        r#"{"value":1.5,"warnings":["nothing in the model takes the input 'colour'"]}"#
    );
}

#[test]
fn a_type_that_nobody_defines_is_told_and_forbids_nothing() {
    let body = r##"<itemDefinition name="tAlias"><typeRef>tNowhere</typeRef></itemDefinition>
      <decision id="d" name="d"><variable name="d" typeRef="tGone"/><literalExpression><text>{a: 1}</text></literalExpression></decision>
      <decision id="e" name="e"><variable name="e" typeRef="ns1:tAlias"/><literalExpression><text>5</text></literalExpression></decision>"##;
    let (model, diagnostics) = Model::parse(&document("types", "", body));
    let codes: Vec<_> = diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, ["DMN_TYPE", "DMN_TYPE"]);
    let model = model.expect("a model");
    assert_eq!(decide(&model, "d", "{}").value, value("{a: 1}"));
    assert_eq!(decide(&model, "e", "{}").value, value("5"));
}

#[test]
fn the_declared_type_of_a_column_does_not_hide_the_value() {
    let model = model(
        r##"<inputData id="o" name="open"><variable name="open" typeRef="boolean"/></inputData>
        <inputData id="n" name="score"><variable name="score" typeRef="number"/></inputData>
        <decision id="d" name="d"><variable name="d"/>
          <informationRequirement><requiredInput href="#o"/></informationRequirement><informationRequirement><requiredInput href="#n"/></informationRequirement>
          <decisionTable hitPolicy="FIRST"><input><inputExpression typeRef="string"><text>open</text></inputExpression></input><input><inputExpression typeRef="string"><text>score</text></inputExpression></input><output/>
            <rule><inputEntry><text>false</text></inputEntry><inputEntry><text>&lt; 100</text></inputEntry><outputEntry><text>"closed and low"</text></outputEntry></rule>
            <rule><inputEntry><text>-</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>"any"</text></outputEntry></rule></decisionTable></decision>"##,
    );
    let told = |inputs: &str| decide(&model, "d", inputs).value;
    assert_eq!(
        told("{open: false, score: 50}"),
        Value::from("closed and low")
    );
    assert_eq!(told("{open: true, score: 50}"), Value::from("any"));
}

#[test]
fn a_parameter_with_a_point_in_its_name_hides_no_path_elsewhere() {
    let model = model(
        r##"<inputData id="p" name="Official"><variable name="Official"/></inputData>
        <decision id="d" name="d"><variable name="d"/><informationRequirement><requiredInput href="#p"/></informationRequirement><knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement>
          <invocation><literalExpression><text>greeting</text></literalExpression><binding><parameter name="Official.Name"/><literalExpression><text>Official.Name</text></literalExpression></binding></invocation></decision>
        <businessKnowledgeModel id="f" name="greeting"><variable name="greeting"/><encapsulatedLogic typeRef="string"><formalParameter name="Official.Name" typeRef="string"/>
          <literalExpression><text>"Yth. " + Official.Name</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>"##,
    );
    assert_eq!(
        decide(&model, "d", r#"{Official: {Name: "Kepala Dinas"}}"#).value,
        Value::from("Yth. Kepala Dinas")
    );
}

#[test]
fn names_may_hold_keywords_signs_and_letters_of_any_script() {
    let names = [
        "in list values",
        "if late",
        "Wali Kota's term",
        "a+b",
        "Setuju/Tolak",
        "名前 一",
        "🏛",
    ];
    let inputs: String = names
        .iter()
        .enumerate()
        .map(|(at, name)| format!(r#"<inputData id="i{at}" name="{name}"><variable name="{name}" typeRef="number"/></inputData>"#))
        .collect();
    let requires: String = (0..names.len())
        .map(|at| format!(r##"<informationRequirement><requiredInput href="#i{at}"/></informationRequirement>"##))
        .collect();
    let sum = names.join(" + ");
    let model = model(&format!(
        r#"{inputs}<decision id="d" name="d"><variable name="d"/>{requires}<literalExpression><text>{sum}</text></literalExpression></decision>
        <decision id="e" name="e"><variable name="e"/>{requires}<literalExpression><text>if if late > 1 then [every i in in list values satisfies i > 0] else []</text></literalExpression></decision>"#
    ));
    let given: Vec<String> = names.iter().map(|name| format!("{name:?}: 2")).collect();
    let given = format!("{{{}}}", given.join(", "));
    assert_eq!(decide(&model, "d", &given).value, value("14"));
    assert_eq!(decide(&model, "e", &given).value, value("[true]"));
}

#[test]
fn a_quantifier_whose_condition_is_no_boolean_is_null() {
    let told = |kind: &str, condition: &str| {
        let model = model(&format!(
            r#"<decision id="d" name="d"><variable name="d"/><{kind} iteratorVariable="x"><in><literalExpression><text>[1, 2]</text></literalExpression></in><satisfies><literalExpression><text>{condition}</text></literalExpression></satisfies></{kind}></decision>"#
        ));
        decide(&model, "d", "{}").value
    };
    for kind in ["some", "every"] {
        assert_eq!(told(kind, r#"if x = 2 then true else "yes""#), Value::Null);
        assert_eq!(told(kind, "x > 0"), Value::Boolean(true));
    }
    assert_eq!(
        told("some", "if x = 2 then true else null"),
        Value::Boolean(true)
    );
}

#[test]
fn elements_in_the_namespace_of_the_model_are_read_where_dmn_is_declared() {
    let xml = r#"<definitions xmlns="urn:mine" xmlns:semantic="http://www.omg.org/spec/DMN/20180521/MODEL/" name="m" namespace="urn:mine"><decision id="d" name="d"><variable name="d"/><literalExpression><text>1 + 1</text></literalExpression></decision></definitions>"#;
    let (model, diagnostics) = Model::parse(xml);
    assert_eq!(diagnostics, []);
    assert_eq!(
        decide(&model.expect("a model"), "d", "{}").value,
        value("2")
    );
    let process = r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:d="https://www.omg.org/spec/DMN/20191111/MODEL/"/>"#;
    assert_eq!(Model::parse(process).1[0].code, "DMN_ROOT");
}

fn import(name: &str, of: &str) -> String {
    format!(
        r#"<import name="{name}" namespace="urn:{of}" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>"#
    )
}

fn saying(id: &str, word: &str) -> String {
    format!(
        r#"<decision id="{id}" name="{id}"><variable name="{id}"/><literalExpression><text>"{word}"</text></literalExpression></decision>"#
    )
}

const ASKING: &str = r##"<decision id="asking" name="asking"><variable name="asking"/><informationRequirement><requiredDecision href="#told"/></informationRequirement><literalExpression><text>told</text></literalExpression></decision>"##;

#[test]
fn an_import_without_a_name_is_as_if_written_in_the_model() {
    let b = parsed("b", &import("", "c"), "");
    let c = parsed("c", "", &saying("told", "c"));
    let d = parsed("d", "", &saying("told", "d"));
    let both = format!("{}{}", import("", "b"), import("", "d"));
    let deep = parsed("a", &both, ASKING).with_imports([&b, &c, &d]);
    assert_eq!(decide(&deep, "asking", "{}").value, Value::from("c"));
    let own = parsed("a", &both, &format!("{ASKING}{}", saying("told", "a")));
    let own = own.with_imports([&b, &c, &d]);
    assert_eq!(decide(&own, "asking", "{}").value, Value::from("a"));
    // what is imported can be asked for
    let empty = parsed("a", &both, "").with_imports([&b, &c, &d]);
    assert_eq!(decision(&empty, "told", "{}"), Value::from("c"));
}

#[test]
fn models_that_import_one_another_end() {
    let a = parsed("a", &import("", "b"), ASKING);
    let b = parsed("b", &format!("{}{}", import("", "a"), import("", "c")), "");
    let c = parsed(
        "c",
        &format!("{}{}", import("", "b"), import("x", "c")),
        &saying("told", "c"),
    );
    let linked = a.with_imports([&b, &c]);
    assert_eq!(decide(&linked, "asking", "{}").value, Value::from("c"));
}

#[test]
fn a_request_may_name_what_is_imported_with_its_path() {
    let rules = parsed("rules", "", &saying("told", "rules"));
    let main = parsed(
        "main",
        &import("my rules", "rules"),
        &saying("other", "main"),
    );
    let linked = main.with_imports([&rules]);
    assert_eq!(
        decision(&linked, "my rules.told", "{}"),
        Value::from("rules")
    );
    assert_eq!(decision(&linked, "told", "{}"), Value::from("rules"));
    assert_eq!(decision(&linked, "other", "{}"), Value::from("main"));
}

#[test]
fn an_import_that_no_model_answers_is_told_with_its_line() {
    let main = parsed("main", &format!("\n{}", import("rules", "rules")), "");
    let rules = parsed("rules", "", "");
    let missing = main.missing_imports([&main]);
    assert_eq!((missing[0].code, missing[0].line), ("DMN_IMPORT", 2));
    assert_eq!(main.missing_imports([&rules]), []);
    let pmml = r#"<import name="p" namespace="urn:p" importType="http://www.dmg.org/PMML-4_4"/>"#;
    assert_eq!(parsed("main", pmml, "").missing_imports([&rules]), []);
}

#[test]
fn inputs_go_by_the_name_of_their_variable_of_their_element_or_by_id() {
    let model = model(
        "<inputData id=\"in-1\" name=\"Jumlah anggota\"><variable name=\"members\n   present\" typeRef=\"number\"/></inputData>
        <decision id=\"d\" name=\"d\"><variable name=\"d\"/><informationRequirement><requiredInput href=\"#in-1\"/></informationRequirement><literalExpression><text>members present + 1</text></literalExpression></decision>",
    );
    for name in [
        "members present",
        "members  present",
        "Jumlah anggota",
        "in-1",
    ] {
        let given = format!("{{{name:?}: 4}}");
        assert_eq!(decision(&model, "d", &given), value("5"), "{name}");
        let mut inputs = context("{}");
        inputs.insert(name, value("4"));
        assert_eq!(model.unknown_inputs(&inputs), Vec::<&str>::new());
    }
}
