//! Decision models that mean harm: each ends in a value or a typed error, within the meter.

use workflows::dmn::{DecisionError, Model};
use workflows::feel::{Context, EvaluationError, Value};

use super::dmn_models::document;
use super::feel_tables::environment;

fn parsed(body: &str) -> Model {
    Model::parse(&document("harm", "", body))
        .0
        .expect("a model")
}

fn evaluated(model: &Model, decision: &str) -> Result<Value, DecisionError> {
    let decided = model.evaluate(decision, &Context::new(), &environment());
    decided.map(|decided| decided.value)
}

fn out_of_fuel(result: &Result<Value, DecisionError>) -> bool {
    matches!(
        result,
        Err(DecisionError::Evaluation(EvaluationError::Fuel { .. }))
    )
}

#[test]
fn allowed_values_that_take_long_are_charged_to_the_evaluation() {
    let model = parsed(
        r##"<itemDefinition name="tSlow"><typeRef>number</typeRef><allowedValues><text>count(for i in 1..1000 return ?) > 0</text></allowedValues></itemDefinition>
        <itemDefinition name="tMany" isCollection="true"><typeRef>tSlow</typeRef></itemDefinition>
        <decision id="d" name="d"><variable name="d" typeRef="tMany"/><literalExpression><text>for i in 1..20000 return i</text></literalExpression></decision>"##,
    );
    let result = evaluated(&model, "d");
    assert!(out_of_fuel(&result), "{result:?}");
}

#[test]
fn checking_a_long_list_again_and_again_is_charged() {
    let model = parsed(
        r##"<itemDefinition name="tMany" isCollection="true"><typeRef>number</typeRef></itemDefinition>
        <businessKnowledgeModel id="f" name="f"><variable name="f"/><encapsulatedLogic><formalParameter name="n" typeRef="tMany"/><literalExpression><text>1</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
        <decision id="long" name="long"><variable name="long"/><literalExpression><text>for i in 1..20000 return i</text></literalExpression></decision>
        <decision id="d" name="d"><variable name="d"/><informationRequirement><requiredDecision href="#long"/></informationRequirement><knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement>
          <literalExpression><text>sum(for i in 1..10000 return f(long))</text></literalExpression></decision>"##,
    );
    let result = evaluated(&model, "d");
    assert!(out_of_fuel(&result), "{result:?}");
}

#[test]
fn a_table_with_more_cells_than_the_meter_allows_ends_in_a_typed_error() {
    let rules = r#"<rule><inputEntry><text>1</text></inputEntry><outputEntry><text>2</text></outputEntry></rule>"#.repeat(150_000 / 2);
    let model = Model::parse(&document(
        "table",
        "",
        &format!(
            r#"<decision id="d" name="d"><variable name="d"/><decisionTable hitPolicy="COLLECT"><input><inputExpression><text>1</text></inputExpression></input><output/>{rules}</decisionTable></decision>"#
        ),
    ));
    // too many nodes for a file, or too many steps for an evaluation; never a hang
    match model {
        (Some(model), _) => assert!(evaluated(&model, "d").is_err()),
        (None, diagnostics) => assert_eq!(diagnostics[0].code, "DMN_XML"),
    }
}

#[test]
fn a_long_chain_of_decisions_ends_in_a_typed_error() {
    let chain: String = (0..3000)
        .map(|at| {
            format!(
                r##"<decision id="d{at}" name="d{at}"><variable name="d{at}"/><informationRequirement><requiredDecision href="#d{}"/></informationRequirement><literalExpression><text>d{} + 1</text></literalExpression></decision>"##,
                at + 1,
                at + 1
            )
        })
        .collect();
    let model = parsed(&chain);
    let result = evaluated(&model, "d0");
    assert!(
        matches!(
            result,
            Err(DecisionError::Evaluation(EvaluationError::Depth { .. }))
        ),
        "{result:?}"
    );
    assert_eq!(evaluated(&model, "d2990"), Ok(Value::Null));
}

#[test]
fn a_type_that_is_its_own_part_ends() {
    let model = parsed(
        r##"<itemDefinition name="tLoop"><typeRef>tBack</typeRef></itemDefinition><itemDefinition name="tBack"><typeRef>tLoop</typeRef></itemDefinition>
        <itemDefinition name="tTree"><itemComponent name="below" isCollection="true"><typeRef>tTree</typeRef></itemComponent></itemDefinition>
        <decision id="d" name="d"><variable name="d" typeRef="tLoop"/><literalExpression><text>7</text></literalExpression></decision>
        <decision id="t" name="t"><variable name="t" typeRef="tTree"/><literalExpression><text>{below: [{below: []}, {below: [{below: []}]}]}</text></literalExpression></decision>"##,
    );
    assert!(evaluated(&model, "d").is_ok());
    assert!(evaluated(&model, "t").is_ok_and(|value| !value.is_null()));
}
