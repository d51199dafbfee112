//! Boxed expressions, knowledge, services, types and imports; and files that mean harm.

use proptest::prelude::*;
use workflows::dmn::{DecisionError, Model, Severity, answer_line};
use workflows::feel::{Context, EvaluationError, Value};

use super::dmn_tables::{context, decide, model};
use super::feel_tables::{environment, value};

/// The value of a decision without requirements that holds this boxed expression.
fn boxed(expression: &str) -> Value {
    decide(
        &model(&format!(
            r#"<decision id="d" name="d"><variable name="d"/>{expression}</decision>"#
        )),
        "d",
        "{}",
    )
    .value
}

fn literal(source: &str) -> String {
    format!(
        "<literalExpression><text>{}</text></literalExpression>",
        source.replace('<', "&lt;")
    )
}

#[test]
fn boxed_contexts_bind_entries_in_order_and_may_have_a_result() {
    let entries = format!(
        r#"<contextEntry><variable name="net amount"/>{}</contextEntry><contextEntry><variable name="tax"/>{}</contextEntry>"#,
        literal("100"),
        literal("net amount * 0.11"),
    );
    assert_eq!(
        boxed(&format!("<context>{entries}</context>")),
        value("{net amount: 100, tax: 11}")
    );
    let result = format!(
        "<context>{entries}<contextEntry>{}</contextEntry></context>",
        literal("net amount + tax")
    );
    assert_eq!(boxed(&result), value("111"));
}

#[test]
fn boxed_lists_relations_conditionals_filters_and_iterators_evaluate() {
    assert_eq!(
        boxed(&format!(
            "<list>{}{}</list>",
            literal("1"),
            literal("1 + 1")
        )),
        value("[1, 2]")
    );
    let relation = format!(
        r#"<relation><column name="kode"/><column name="nilai"/><row>{}{}</row><row>{}{}</row></relation>"#,
        literal("\"64\""),
        literal("1"),
        literal("\"65\""),
        literal("2"),
    );
    assert_eq!(
        boxed(&relation),
        value(r#"[{kode: "64", nilai: 1}, {kode: "65", nilai: 2}]"#)
    );
    let conditional = |condition: &str| {
        format!(
            "<conditional><if>{}</if><then>{}</then><else>{}</else></conditional>",
            literal(condition),
            literal("\"a\""),
            literal("\"b\"")
        )
    };
    assert_eq!(boxed(&conditional("1 < 2")), value("\"a\""));
    assert_eq!(boxed(&conditional("null")), value("\"b\""));
    assert_eq!(boxed(&conditional("\"text\"")), Value::Null);
    let filter = format!(
        "<filter><in>{}</in><match>{}</match></filter>",
        literal("[{a: 1}, {a: 5}]"),
        literal("a > 2")
    );
    assert_eq!(boxed(&filter), value("[{a: 5}]"));
    let each = format!(
        r#"<for iteratorVariable="i"><in>{}</in><return>{}</return></for>"#,
        literal("[1..3]"),
        literal("i * 2 + count(partial)")
    );
    assert_eq!(boxed(&each), value("[2, 5, 8]"));
    let some = format!(
        r#"<some iteratorVariable="i"><in>{}</in><satisfies>{}</satisfies></some>"#,
        literal("[1, 2]"),
        literal("i > 1")
    );
    assert_eq!(boxed(&some), value("true"));
    let every = format!(
        r#"<every iteratorVariable="i"><in>{}</in><satisfies>{}</satisfies></every>"#,
        literal("[1, 2]"),
        literal("i > 1")
    );
    assert_eq!(boxed(&every), value("false"));
}

#[test]
fn boxed_functions_see_where_they_were_made() {
    let function = format!(
        r#"<context><contextEntry><variable name="rate"/>{}</contextEntry>
        <contextEntry><variable name="tax"/><functionDefinition><formalParameter name="n" typeRef="number"/>{}</functionDefinition></contextEntry>
        <contextEntry>{}</contextEntry></context>"#,
        literal("0.1"),
        literal("n * rate"),
        literal("tax(50)"),
    );
    assert_eq!(boxed(&function), value("5"));
}

/// A whole file of that name, whose namespace is `urn:name`.
pub fn document(name: &str, imports: &str, body: &str) -> String {
    format!(
        r#"<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="{name}" name="{name}" namespace="urn:{name}">{imports}{body}</definitions>"#
    )
}

const CIRCLE: &str = r##"
  <decision id="a" name="a"><variable name="a"/><informationRequirement><requiredDecision href="#b"/></informationRequirement><literalExpression><text>b</text></literalExpression></decision>
  <decision id="b" name="b"><variable name="b"/><informationRequirement><requiredDecision href="#a"/></informationRequirement><literalExpression><text>a</text></literalExpression></decision>
  <decision id="c" name="c"><variable name="c"/><literalExpression><text>1</text></literalExpression></decision>
"##;

const SERVICES: &str = r##"
  <itemDefinition name="tScores" isCollection="true"><typeRef>number</typeRef></itemDefinition>
  <itemDefinition name="tMode"><typeRef>string</typeRef><allowedValues><text>"DEFINITIVE", "PLT", "PLH"</text></allowedValues></itemDefinition>
  <itemDefinition name="tSeat"><itemComponent name="body"><typeRef>string</typeRef></itemComponent><itemComponent name="mode"><typeRef>tMode</typeRef></itemComponent></itemDefinition>
  <inputData id="scores" name="scores"><variable name="scores" typeRef="tScores"/></inputData>
  <inputData id="seat" name="seat"><variable name="seat" typeRef="tSeat"/></inputData>
  <businessKnowledgeModel id="spread" name="spread of"><variable name="spread of"/>
    <encapsulatedLogic><formalParameter name="list" typeRef="tScores"/><literalExpression><text>max(list) - min(list)</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
  <businessKnowledgeModel id="fact" name="factorial"><variable name="factorial"/>
    <encapsulatedLogic><formalParameter name="n" typeRef="number"/><literalExpression><text>if n &lt;= 1 then 1 else n * factorial(n - 1)</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
  <decision id="agreement" name="agreement"><variable name="agreement" typeRef="string"/>
    <informationRequirement><requiredInput href="#scores"/></informationRequirement>
    <knowledgeRequirement><requiredKnowledge href="#spread"/></knowledgeRequirement>
    <literalExpression><text>if spread of(scores) &lt;= 0.5 then "mean" else if spread of(list: scores) &lt;= 1 then "median" else "discussion"</text></literalExpression></decision>
  <decision id="invoked" name="invoked"><variable name="invoked"/>
    <informationRequirement><requiredInput href="#scores"/></informationRequirement>
    <knowledgeRequirement><requiredKnowledge href="#spread"/></knowledgeRequirement>
    <invocation><literalExpression><text>spread of</text></literalExpression><binding><parameter name="list"/><literalExpression><text>scores</text></literalExpression></binding></invocation></decision>
  <decision id="signing" name="signing"><variable name="signing" typeRef="string"/>
    <informationRequirement><requiredInput href="#seat"/></informationRequirement>
    <literalExpression><text>if seat.mode = "DEFINITIVE" then "MAY_SIGN" else "MUST_WAIT"</text></literalExpression></decision>
  <decision id="total" name="total"><variable name="total" typeRef="number"/>
    <informationRequirement><requiredInput href="#scores"/></informationRequirement><literalExpression><text>sum(scores)</text></literalExpression></decision>
  <decision id="half" name="half"><variable name="half"/>
    <informationRequirement><requiredDecision href="#total"/></informationRequirement><literalExpression><text>total / 2</text></literalExpression></decision>
  <decisionService id="svc" name="halving"><variable name="halving"/><outputDecision href="#half"/><encapsulatedDecision href="#total"/><inputData href="#scores"/></decisionService>
  <decisionService id="svc2" name="halving a total"><variable name="halving a total"/><outputDecision href="#half"/><inputDecision href="#total"/></decisionService>
  <decision id="caller" name="caller"><variable name="caller"/>
    <knowledgeRequirement><requiredKnowledge href="#svc"/></knowledgeRequirement><knowledgeRequirement><requiredKnowledge href="#svc2"/></knowledgeRequirement>
    <literalExpression><text>[halving([1, 2, 3]), halving a total(total: 10)]</text></literalExpression></decision>
  <decision id="mistyped" name="mistyped"><variable name="mistyped" typeRef="number"/><literalExpression><text>"text"</text></literalExpression></decision>
  <decision id="single" name="single"><variable name="single" typeRef="number"/><literalExpression><text>[7]</text></literalExpression></decision>
"##;

#[test]
fn knowledge_is_called_by_name_by_invocation_and_from_outside() {
    let model = model(SERVICES);
    assert_eq!(
        decide(&model, "agreement", "{scores: [3, 3.4]}").value,
        Value::from("mean")
    );
    assert_eq!(
        decide(&model, "agreement", "{scores: [3, 4]}").value,
        Value::from("median")
    );
    assert_eq!(
        decide(&model, "agreement", "{scores: [3, 5]}").value,
        Value::from("discussion")
    );
    assert_eq!(
        decide(&model, "invoked", "{scores: [3, 5]}").value,
        value("2")
    );
    let spread = model
        .evaluate_bkm("spread of", &context("{list: [1, 9]}"), &environment())
        .expect("evaluated");
    assert_eq!(spread.value, value("8"));
    let factorial = model
        .evaluate_bkm("factorial", &context("{n: 10}"), &environment())
        .expect("evaluated");
    assert_eq!(factorial.value, value("3628800"));
}

#[test]
fn services_take_input_data_and_input_decisions() {
    let model = model(SERVICES);
    assert_eq!(decide(&model, "caller", "{}").value, value("[3, 5]"));
    let half = model
        .evaluate_service("halving", &context("{scores: [4, 4]}"), &environment())
        .expect("evaluated");
    assert_eq!(half.value, value("4"));
}

#[test]
fn values_that_are_not_of_their_type_are_null() {
    let model = model(SERVICES);
    assert_eq!(decide(&model, "mistyped", "{}").value, Value::Null);
    assert_eq!(decide(&model, "single", "{}").value, value("7"));
    assert_eq!(decide(&model, "total", "{scores: 5}").value, value("5"));
    assert_eq!(
        decide(&model, "total", "{scores: [\"a\"]}").value,
        Value::Null
    );
    assert_eq!(
        decide(
            &model,
            "signing",
            "{seat: {body: \"Bappeda\", mode: \"PLT\"}}"
        )
        .value,
        Value::from("MUST_WAIT")
    );
    let refused = decide(
        &model,
        "signing",
        "{seat: {body: \"Bappeda\", mode: \"KING\"}}",
    );
    assert!(
        refused.warnings[0].message.contains("declared type"),
        "{:?}",
        refused.warnings
    );
}

#[test]
fn decisions_that_require_one_another_end_in_null() {
    let (model, diagnostics) = Model::parse(&document("circle", "", CIRCLE));
    let found: Vec<_> = diagnostics
        .iter()
        .map(|found| (found.code, found.severity, found.element.as_deref()))
        .collect();
    let cycle = |id| ("DMN_CYCLE", Severity::Error, Some(id));
    assert_eq!(found, [cycle("a"), cycle("b")]);
    let decided = decide(&model.expect("a model"), "a", "{}");
    assert_eq!(decided.value, Value::Null);
    assert!(
        decided
            .warnings
            .iter()
            .any(|warning| warning.message.contains("requires itself"))
    );
}

#[test]
fn a_model_follows_its_imports() {
    let rules = r##"<definitions xmlns="http://www.omg.org/spec/DMN/20180521/MODEL/" name="rules" namespace="urn:rules" id="r">
      <itemDefinition name="tRate"><typeRef>number</typeRef><allowedValues><text>[0..1]</text></allowedValues></itemDefinition>
      <inputData id="base" name="base rate"><variable name="base rate" typeRef="tRate"/></inputData>
      <decision id="doubled" name="doubled rate"><variable name="doubled rate"/><informationRequirement><requiredInput href="#base"/></informationRequirement>
        <literalExpression><text>base rate * 2</text></literalExpression></decision>
      <businessKnowledgeModel id="add" name="add one"><variable name="add one"/><encapsulatedLogic><formalParameter name="n"/><literalExpression><text>n + 1</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
    </definitions>"##;
    let main = r##"<definitions xmlns="http://www.omg.org/spec/DMN/20151101/dmn.xsd" name="main" namespace="urn:main" id="m">
      <import namespace="urn:rules" name="rules" importType="http://www.omg.org/spec/DMN/20180521/MODEL/"/>
      <inputData id="n" name="n"><variable name="n" typeRef="rules.tRate"/></inputData>
      <decision id="d" name="d"><variable name="d"/>
        <informationRequirement><requiredInput href="#n"/></informationRequirement>
        <informationRequirement><requiredDecision href="urn:rules#doubled"/></informationRequirement>
        <knowledgeRequirement><requiredKnowledge href="urn:rules#add"/></knowledgeRequirement>
        <literalExpression><text>rules.add one(rules.doubled rate) + n</text></literalExpression></decision></definitions>"##;
    let parse = |xml: &str| Model::parse(xml).0.expect("a model");
    let (rules, main) = (parse(rules), parse(main));
    assert_eq!(main.imports(), ["urn:rules"]);
    let linked = main.with_imports([&rules]);
    assert_eq!(
        decide(&linked, "d", "{n: 0.5, base rate: 0.25}").value,
        value("2")
    );
    assert_eq!(
        decide(&linked, "d", "{n: 0.5, rules: {base rate: 0.25}}").value,
        value("2")
    );
    assert_eq!(
        decide(&linked, "d", "{n: 7, base rate: 0.25}").value,
        Value::Null
    );
}

#[test]
fn one_model_imported_along_two_paths_has_an_input_for_each() {
    let namespace = "https://www.omg.org/spec/DMN/20191111/MODEL/";
    let model = |name: &str, imports: &str, requires: &str, text: &str| {
        let xml = format!(
            r##"<definitions xmlns="{namespace}" name="{name}" id="{name}" namespace="urn:{name}">{imports}
            <inputData id="in" name="given"><variable name="given"/></inputData>
            <decision id="d" name="told"><variable name="told"/><informationRequirement><requiredInput href="#in"/></informationRequirement>{requires}
            <literalExpression><text>{text}</text></literalExpression></decision></definitions>"##
        );
        Model::parse(&xml).0.expect("a model")
    };
    let import = |name: &str, target: &str| {
        format!(r#"<import name="{name}" namespace="urn:{target}" importType="{namespace}"/>"#)
    };
    let needs = |target: &str| {
        format!(
            r##"<informationRequirement><requiredDecision href="urn:{target}#d"/></informationRequirement>"##
        )
    };
    let c = model("c", "", "", "given");
    let b = model("b", &import("i", "c"), &needs("c"), "given + i.told");
    let both = format!("{}{}", import("i", "b"), import("x", "c"));
    let a = model(
        "a",
        &both,
        &format!("{}{}", needs("b"), needs("c")),
        "given + i.told + x.told",
    );
    let linked = a.with_imports([&b, &c]);
    let inputs = r#"{"given": "a", "i.given": "b", "i.i.given": "c", "x.given": "d"}"#;
    assert_eq!(decide(&linked, "d", inputs).value, Value::from("abcd"));
    let nested = r#"{given: "a", i: {given: "b", i: {given: "c"}}, x: {given: "d"}}"#;
    assert_eq!(decide(&linked, "d", nested).value, Value::from("abcd"));
}

#[test]
fn allowed_values_bind_variables_but_not_instance_of() {
    let model = model(
        r##"<itemDefinition name="tMode"><typeRef>string</typeRef><allowedValues><text>"PLT", "PLH"</text></allowedValues></itemDefinition>
        <itemDefinition name="tCopy"><typeRef>tMode</typeRef></itemDefinition>
        <itemDefinition name="tOther"><typeRef>tMode</typeRef><allowedValues><text>"PJ"</text></allowedValues></itemDefinition>
        <itemDefinition name="tFunction"><functionItem outputTypeRef="tMode"><parameters name="a" typeRef="number"/></functionItem></itemDefinition>
        <decision id="copy" name="copy"><variable name="copy" typeRef="tCopy"/><literalExpression><text>"PJ"</text></literalExpression></decision>
        <decision id="other" name="other"><variable name="other" typeRef="tOther"/><literalExpression><text>"PJ"</text></literalExpression></decision>
        <decision id="type" name="type"><variable name="type"/><literalExpression><text>"KING" instance of tMode</text></literalExpression></decision>
        <businessKnowledgeModel id="f" name="f"><variable name="f" typeRef="tFunction"/><encapsulatedLogic><formalParameter name="a"/>
          <literalExpression><text>if a = 1 then "PLT" else "KING"</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>"##,
    );
    assert_eq!(decide(&model, "copy", "{}").value, Value::Null);
    assert_eq!(decide(&model, "other", "{}").value, Value::from("PJ"));
    assert_eq!(decide(&model, "type", "{}").value, Value::Boolean(true));
    let call = |a: &str| {
        model
            .evaluate_bkm("f", &context(&format!("{{a: {a}}}")), &environment())
            .expect("evaluated")
            .value
    };
    assert_eq!(
        (call("1"), call("2"), call("\"x\"")),
        (Value::from("PLT"), Value::Null, Value::Null)
    );
}

#[test]
fn a_function_that_gets_an_argument_of_another_type_is_not_called() {
    let model = model(
        r##"<businessKnowledgeModel id="f" name="f"><variable name="f"/><encapsulatedLogic><formalParameter name="seats" typeRef="number"/>
          <literalExpression><text>seats != null</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
        <decision id="b" name="b"><variable name="b"/><knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement>
          <invocation><literalExpression><text>f</text></literalExpression><binding><parameter name="seats"/><literalExpression><text>"many"</text></literalExpression></binding></invocation></decision>
        <inputData id="i" name="i"><variable name="i" typeRef="string"/></inputData>
        <decision id="o" name="o"><variable name="o"/><informationRequirement><requiredInput href="#i"/></informationRequirement><literalExpression><text>i = null</text></literalExpression></decision>
        <decisionService id="s" name="s"><variable name="s"/><outputDecision href="#o"/><inputData href="#i"/></decisionService>
        <decision id="c" name="c"><variable name="c"/><knowledgeRequirement><requiredKnowledge href="#s"/></knowledgeRequirement><literalExpression><text>[s(1), s(null), s(["x"])]</text></literalExpression></decision>"##,
    );
    assert_eq!(decide(&model, "b", "{}").value, Value::Null);
    assert_eq!(
        decide(&model, "c", "{}").value,
        value("[null, true, false]")
    );
}

#[test]
fn a_decision_whose_expression_calls_java_is_null_and_the_others_are_decided() {
    let source = r##"<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="n" name="n" id="n">
        <decision id="j" name="j"><variable name="j"/><context>
          <contextEntry><variable name="f"/><literalExpression><text>function(a) external {java: {class: "java.lang.Math", method signature: "abs(double)"}}</text></literalExpression></contextEntry>
          <contextEntry><literalExpression><text>f(1)</text></literalExpression></contextEntry></context></decision>
        <decision id="o" name="o"><variable name="o"/><literalExpression><text>1 + 1</text></literalExpression></decision></definitions>"##;
    let (model, diagnostics) = Model::parse(source);
    assert_eq!(diagnostics[0].code, "FEEL_EXTERNAL");
    let model = model.expect("readable");
    assert_eq!(decide(&model, "j", "{}").value, Value::Null);
    assert_eq!(decide(&model, "o", "{}").value, Value::from(2));
}

#[test]
fn a_table_of_the_camunda_modeler_sees_variables_that_no_requirement_names() {
    let xml = r#"<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"
      xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="x" name="DRD" namespace="http://camunda.org/schema/1.0/dmn" exporter="Camunda Modeler" modeler:executionPlatform="Camunda Cloud">
      <inputData id="unused" name="Season"/><decision id="dish" name="Dish"><decisionTable id="t"><input id="i"><inputExpression id="e" typeRef="string"><text>season</text></inputExpression></input>
      <output id="o" name="dish" typeRef="string"/><rule id="r"><inputEntry id="c"><text>"hujan"</text></inputEntry><outputEntry id="v"><text>"soto"</text></outputEntry></rule></decisionTable></decision></definitions>"#;
    let (model, diagnostics) = Model::parse(xml);
    assert_eq!(diagnostics, []);
    assert_eq!(
        decide(&model.expect("a model"), "dish", r#"{season: "hujan"}"#).value,
        Value::from("soto")
    );
}

#[test]
fn a_faulty_expression_is_a_diagnostic_with_its_line_and_the_rest_still_runs() {
    let xml = "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" name=\"m\" namespace=\"n\" id=\"m\">\n<decision id=\"bad\" name=\"bad\">\n<literalExpression id=\"le\"><text>1 +</text></literalExpression></decision>\n<decision id=\"good\" name=\"good\"><literalExpression><text>2</text></literalExpression></decision></definitions>";
    let (model, diagnostics) = Model::parse(xml);
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(
        (
            diagnostics[0].severity,
            diagnostics[0].line,
            diagnostics[0].element.as_deref()
        ),
        (Severity::Error, 3, Some("le"))
    );
    let model = model.expect("a model");
    assert_eq!(decide(&model, "good", "{}").value, value("2"));
    assert_eq!(decide(&model, "bad", "{}").value, Value::Null);
}

#[test]
fn hostile_files_are_refused_with_a_line() {
    let (none, diagnostics) = Model::parse("<!DOCTYPE a [<!ENTITY b \"c\">]><definitions/>");
    assert!(none.is_none());
    assert_eq!(diagnostics[0].code, "DMN_XML");
    let (none, diagnostics) = Model::parse("<html/>");
    assert!(none.is_none());
    assert_eq!(diagnostics[0].code, "DMN_ROOT");
    let deep = format!(
        "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\">{}",
        "<context>".repeat(100_000)
    );
    assert!(Model::parse(&deep).0.is_none());
    let nested = format!(
        "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\"><decision id=\"d\" name=\"d\">{}{}</decision></definitions>",
        "<context><contextEntry>".repeat(200),
        "</contextEntry></context>".repeat(200)
    );
    let (_, diagnostics) = Model::parse(&nested);
    assert!(
        diagnostics
            .iter()
            .any(|diagnostic| diagnostic.code == "DMN_NESTING")
    );
    let marked = format!(
        "\u{feff}{}",
        "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" name=\"m\"/>"
    );
    assert!(Model::parse(&marked).0.is_some());
}

#[test]
fn endless_knowledge_is_stopped_by_the_meter() {
    let model = model(
        r##"<businessKnowledgeModel id="f" name="f"><variable name="f"/><encapsulatedLogic><formalParameter name="n"/><literalExpression><text>f(n + 1)</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
        <decision id="many" name="many"><variable name="many"/><for iteratorVariable="i"><in><literalExpression><text>[1..1000000000]</text></literalExpression></in><return><literalExpression><text>i</text></literalExpression></return></for></decision>"##,
    );
    let endless = model.evaluate_bkm("f", &context("{n: 1}"), &environment());
    assert!(
        matches!(
            endless,
            Err(DecisionError::Evaluation(EvaluationError::Depth { .. }))
        ),
        "{endless:?}"
    );
    let many = model.evaluate("many", &Context::new(), &environment());
    assert!(
        matches!(
            many,
            Err(DecisionError::Evaluation(
                EvaluationError::CollectionLength { .. }
            ))
        ),
        "{many:?}"
    );
    let unknown = model.evaluate("nothing", &Context::new(), &environment());
    assert!(matches!(unknown, Err(DecisionError::Unknown { .. })));
}

#[test]
fn batch_lines_answer_with_exact_numbers_and_typed_times() {
    let model = model(SERVICES);
    let mut find = |file: &str| {
        if file == "a.dmn" {
            Ok(model.clone())
        } else {
            Err(format!("no file {file}"))
        }
    };
    let mut ask = |line: &str| answer_line(line, &environment(), &mut find);
    assert_eq!(
        ask(r#"{"file":"a.dmn","decision":"total","input":{"scores":[0.1,0.2]}}"#),
        r#"{"value":0.3,"warnings":[]}"#
    );
    assert_eq!(
        ask(r#"{"file":"a.dmn","service":"halving","input":{"scores":[4]}}"#),
        r#"{"value":2,"warnings":[]}"#
    );
    assert_eq!(
        ask(r#"{"file":"b.dmn","decision":"total"}"#),
        r#"{"error":"no file b.dmn"}"#
    );
    assert!(ask("{").starts_with(r#"{"error":"#));
    let feel = |line: &str| workflows::feel::cli_batch_line(line, &environment());
    assert_eq!(
        feel(r#"{"expression":"1/3"}"#),
        r#"{"value":0.3333333333333333333333333333333333,"warnings":[]}"#
    );
    assert_eq!(
        feel(
            r#"{"expression":"d + @\"P1D\"","context":{"d":{"@type":"date","value":"2026-11-22"}}}"#
        ),
        r#"{"value":{"@type":"date","value":"2026-11-23"},"warnings":[]}"#
    );
    assert!(feel(r#"{"expression":"1 +"}"#).starts_with(r#"{"error":"FEEL_SYNTAX"#));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_mutilated_model_never_panics(cut in 0usize..4000, length in 0usize..40, insert in "[<>/\"=a-z ]{0,8}") {
        let mut xml = format!("<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" name=\"m\">{SERVICES}</definitions>");
        let start = cut.min(xml.len());
        let end = (start + length).min(xml.len());
        xml.replace_range(start..end, &insert);
        if let (Some(model), _) = Model::parse(&xml) {
            for decision in model.decisions() {
                let _ = model.evaluate(&decision.id, &context("{scores: [1, 2], seat: {mode: \"PLT\"}}"), &environment());
            }
        }
    }
}
