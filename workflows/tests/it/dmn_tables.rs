//! Decision tables: every hit policy, and the shared tables of DOMAIN section 6 with their published figures.

use workflows::dmn::{Decided, Model};
use workflows::feel::{Context, Value};

use super::feel_tables::{environment, value};

/// A model of a body, in the DMN 1.5 namespace.
pub fn model(body: &str) -> Model {
    let xml = format!(
        r#"<?xml version="1.0"?><definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="urn:m">{body}</definitions>"#
    );
    let (model, diagnostics) = Model::parse(&xml);
    assert_eq!(diagnostics, [], "{body}");
    model.expect("a model")
}

pub fn context(source: &str) -> Context {
    match value(source) {
        Value::Context(context) => (*context).clone(),
        other => panic!("{source} is a {}", other.type_name()),
    }
}

pub fn decide(model: &Model, decision: &str, inputs: &str) -> Decided {
    model
        .evaluate(decision, &context(inputs), &environment())
        .expect("decided")
}

/// A table over `x` with one output `y`; rows of a test and a result.
fn table(attributes: &str, values: &str, rows: &[(&str, &str)]) -> Model {
    let rules: String = rows
        .iter()
        .enumerate()
        .map(|(index, (test, result))| {
            let test = test.replace('<', "&lt;");
            format!(
                r#"<rule id="r{}"><inputEntry><text>{test}</text></inputEntry><outputEntry><text>{result}</text></outputEntry></rule>"#,
                index + 1
            )
        })
        .collect();
    model(&format!(
        r##"<inputData id="x" name="x"><variable name="x" typeRef="number"/></inputData>
        <decision id="d" name="d"><variable name="d"/><informationRequirement><requiredInput href="#x"/></informationRequirement>
        <decisionTable {attributes}><input label="X"><inputExpression><text>x</text></inputExpression></input>
        <output name="y">{values}</output>{rules}</decisionTable></decision>"##
    ))
}

fn result(model: &Model, x: i64) -> Value {
    decide(model, "d", &format!("{{x: {x}}}")).value
}

const OVERLAP: [(&str, &str); 3] = [
    ("> 0", r#""low""#),
    ("> 10", r#""high""#),
    ("> 100", r#""low""#),
];
const VALUES: &str = r#"<outputValues><text>"high", "low"</text></outputValues>"#;

#[test]
fn unique_yields_the_only_hit_and_null_for_several() {
    let model = table(r#"hitPolicy="UNIQUE""#, "", &OVERLAP);
    assert_eq!(result(&model, 5), Value::from("low"));
    assert_eq!(result(&model, 0), Value::Null);
    let several = decide(&model, "d", "{x: 50}");
    assert_eq!(several.value, Value::Null);
    assert!(several.warnings[0].message.contains("rules 1, 2"));
    assert!(!several.warnings[0].span.is_empty());
}

#[test]
fn first_yields_the_first_hit_and_names_its_rule() {
    let model = table(r#"hitPolicy="FIRST""#, "", &OVERLAP);
    let decided = decide(&model, "d", "{x: 50}");
    assert_eq!(decided.value, Value::from("low"));
    assert_eq!(decided.matched.len(), 1);
    let hit = &decided.matched[0];
    assert_eq!(
        (hit.decision.as_str(), hit.rule, hit.rule_id.as_deref()),
        ("d", 1, Some("r1"))
    );
    assert_eq!(hit.inputs, [("X".to_owned(), Value::from(50))]);
    assert_eq!(hit.outputs, [("y".to_owned(), Value::from("low"))]);
}

#[test]
fn any_yields_the_hit_when_all_agree() {
    let agree = table(r#"hitPolicy="ANY""#, "", &[("> 0", "1"), ("> 10", "1")]);
    assert_eq!(result(&agree, 50), Value::from(1));
    let disagree = table(r#"hitPolicy="ANY""#, "", &OVERLAP);
    assert_eq!(result(&disagree, 50), Value::Null);
}

#[test]
fn priority_and_output_order_follow_the_allowed_values() {
    let priority = table(r#"hitPolicy="PRIORITY""#, VALUES, &OVERLAP);
    assert_eq!(result(&priority, 500), Value::from("high"));
    assert_eq!(result(&priority, 5), Value::from("low"));
    let order = table(r#"hitPolicy="OUTPUT ORDER""#, VALUES, &OVERLAP);
    assert_eq!(result(&order, 500), value(r#"["high", "low", "low"]"#));
}

#[test]
fn rule_order_and_collect_list_the_hits() {
    let order = table(r#"hitPolicy="RULE ORDER""#, "", &OVERLAP);
    assert_eq!(result(&order, 500), value(r#"["low", "high", "low"]"#));
    let collect = table(r#"hitPolicy="COLLECT""#, "", &OVERLAP);
    assert_eq!(result(&collect, 50), value(r#"["low", "high"]"#));
}

#[test]
fn collect_aggregates() {
    let rows = [("> 0", "3"), ("> 10", "4.5"), ("> 20", "1")];
    for (aggregation, expected) in [("SUM", "8.5"), ("MIN", "1"), ("MAX", "4.5"), ("COUNT", "3")] {
        let model = table(
            &format!(r#"hitPolicy="COLLECT" aggregation="{aggregation}""#),
            "",
            &rows,
        );
        assert_eq!(result(&model, 50), value(expected), "{aggregation}");
    }
}

#[test]
fn a_default_output_answers_when_no_rule_holds() {
    let default = r#"<defaultOutputEntry><text>"none"</text></defaultOutputEntry>"#;
    assert_eq!(
        result(&table("", default, &OVERLAP), -1),
        Value::from("none")
    );
}

#[test]
fn an_output_outside_its_allowed_values_is_null_with_a_warning() {
    let model = table("", VALUES, &[("-", r#""middle""#)]);
    let decided = decide(&model, "d", "{x: 1}");
    assert_eq!(decided.value, Value::Null);
    assert!(decided.warnings[0].message.contains("does not allow"));
    assert_eq!(decided.warnings[0].span, 0..r#""middle""#.len());
}

#[test]
fn several_outputs_make_a_context_and_cells_see_the_input() {
    let model = model(
        r##"<inputData id="s" name="seat share"><variable name="seat share"/></inputData>
        <decision id="d" name="Quorum"><variable name="Quorum"/><informationRequirement><requiredInput href="#s"/></informationRequirement>
        <decisionTable hitPolicy="UNIQUE">
          <input><inputExpression typeRef="number"><text>seat share</text></inputExpression></input>
          <output name="attendance"/><output name="postponements"/>
          <rule><inputEntry><text>? &gt;= 2/3</text></inputEntry><outputEntry><text>"reached"</text></outputEntry><outputEntry><text>0</text></outputEntry></rule>
          <rule><inputEntry><text>&lt; 2/3</text></inputEntry><outputEntry><text>"missed"</text></outputEntry><outputEntry><text>if seat share &lt; 0.5 then 2 else 1</text></outputEntry></rule>
        </decisionTable></decision>"##,
    );
    assert_eq!(
        decide(&model, "Quorum", "{seat share: 0.7}").value,
        value(r#"{attendance: "reached", postponements: 0}"#)
    );
    assert_eq!(
        decide(&model, "d", "{seat share: 0.4}").value,
        value(r#"{attendance: "missed", postponements: 2}"#)
    );
}

/// DOMAIN 6.3 to 6.5: weights by year, the index as a sum of weighted dimensions, and its predicate.
fn assessment() -> Model {
    model(
        r##"<inputData id="year" name="year"><variable name="year" typeRef="number"/></inputData>
        <inputData id="pillars" name="pillars"><variable name="pillars"/></inputData>
        <inputData id="dims" name="dimensions"><variable name="dimensions"/></inputData>
        <inputData id="prev" name="previous index"><variable name="previous index"/></inputData>
        <decision id="index-weights" name="index weights"><variable name="index weights"/>
          <informationRequirement><requiredInput href="#year"/></informationRequirement>
          <decisionTable hitPolicy="UNIQUE">
            <input><inputExpression><text>year</text></inputExpression></input>
            <output name="baseline"/><output name="output"/><output name="outcome"/><output name="impact"/><output name="quick win"/>
            <rule id="w2022"><inputEntry><text>2022</text></inputEntry><outputEntry><text>.10</text></outputEntry><outputEntry><text>.20</text></outputEntry><outputEntry><text>.30</text></outputEntry><outputEntry><text>.20</text></outputEntry><outputEntry><text>.20</text></outputEntry></rule>
            <rule id="later"><inputEntry><text>&gt; 2022</text></inputEntry><outputEntry><text>.10</text></outputEntry><outputEntry><text>.20</text></outputEntry><outputEntry><text>.30</text></outputEntry><outputEntry><text>.30</text></outputEntry><outputEntry><text>.10</text></outputEntry></rule>
            <rule id="misprint"><inputEntry><text>2019</text></inputEntry><outputEntry><text>.10</text></outputEntry><outputEntry><text>.20</text></outputEntry><outputEntry><text>.30</text></outputEntry><outputEntry><text>.30</text></outputEntry><outputEntry><text>.30</text></outputEntry></rule>
          </decisionTable></decision>
        <decision id="weights-valid" name="weights valid"><variable name="weights valid"/>
          <informationRequirement><requiredDecision href="#index-weights"/></informationRequirement>
          <literalExpression><text>sum(for entry in get entries(index weights) return entry.value) = 1</text></literalExpression></decision>
        <decision id="impact" name="impact"><variable name="impact"/>
          <informationRequirement><requiredInput href="#pillars"/></informationRequirement>
          <literalExpression><text>decimal(mean(pillars), 2)</text></literalExpression></decision>
        <decision id="dimension-rollup" name="index"><variable name="index"/>
          <informationRequirement><requiredDecision href="#index-weights"/></informationRequirement>
          <informationRequirement><requiredDecision href="#weights-valid"/></informationRequirement>
          <informationRequirement><requiredDecision href="#impact"/></informationRequirement>
          <informationRequirement><requiredInput href="#dims"/></informationRequirement>
          <literalExpression><text>if weights valid then index weights.baseline * dimensions.baseline + index weights.output * dimensions.output + index weights.outcome * dimensions.outcome + index weights.impact * impact + index weights.quick win * dimensions.quick win else null</text></literalExpression></decision>
        <decision id="improvement" name="improvement"><variable name="improvement"/>
          <informationRequirement><requiredDecision href="#dimension-rollup"/></informationRequirement>
          <informationRequirement><requiredInput href="#prev"/></informationRequirement>
          <literalExpression><text>decimal(round down(index, 2) - previous index, 2)</text></literalExpression></decision>
        <decision id="predicate" name="predicate"><variable name="predicate"/>
          <informationRequirement><requiredDecision href="#dimension-rollup"/></informationRequirement>
          <decisionTable hitPolicy="UNIQUE"><input><inputExpression><text>index</text></inputExpression></input><output name="predicate"/>
            <rule><inputEntry><text>&gt;= 4.2</text></inputEntry><outputEntry><text>"Memuaskan"</text></outputEntry></rule>
            <rule><inputEntry><text>[3.5..4.2)</text></inputEntry><outputEntry><text>"Sangat Baik"</text></outputEntry></rule>
            <rule><inputEntry><text>[2.6..3.5)</text></inputEntry><outputEntry><text>"Baik"</text></outputEntry></rule>
            <rule><inputEntry><text>[1.8..2.6)</text></inputEntry><outputEntry><text>"Cukup"</text></outputEntry></rule>
            <rule><inputEntry><text>&lt; 1.8</text></inputEntry><outputEntry><text>"Kurang"</text></outputEntry></rule>
          </decisionTable></decision>"##,
    )
}

fn scores(year: i64) -> String {
    format!(
        "{{year: {year}, pillars: [2.75, 2.75, 3.5, 3.33, 3.33, 2.75], previous index: 3.06,
          dimensions: {{baseline: 3.60, output: 3.21, outcome: 3.23, quick win: 3.65}}}}"
    )
}

#[test]
fn the_published_scores_of_2022_give_the_published_index() {
    let model = assessment();
    assert_eq!(decide(&model, "impact", &scores(2022)).value, value("3.07"));
    assert_eq!(
        decide(&model, "dimension-rollup", &scores(2022)).value,
        value("3.315")
    );
    assert_eq!(
        decide(&model, "improvement", &scores(2022)).value,
        value("0.25")
    );
    assert_eq!(
        decide(&model, "predicate", &scores(2022)).value,
        Value::from("Baik")
    );
}

#[test]
fn the_weights_of_a_later_year_give_another_index_from_the_same_scores() {
    let decided = decide(&assessment(), "index", &scores(2024));
    assert_eq!(decided.value, value("3.257"));
    assert_eq!(decided.matched[0].rule_id.as_deref(), Some("later"));
}

#[test]
fn weights_that_do_not_sum_to_one_are_found_out() {
    let model = assessment();
    assert_eq!(
        decide(&model, "weights valid", &scores(2022)).value,
        Value::Boolean(true)
    );
    assert_eq!(
        decide(&model, "weights valid", &scores(2019)).value,
        Value::Boolean(false)
    );
    assert_eq!(decide(&model, "index", &scores(2019)).value, Value::Null);
}

#[test]
fn the_inputs_that_a_decision_needs_are_known_through_what_it_requires() {
    let inputs = assessment().inputs_of("improvement").expect("a decision");
    let names: Vec<_> = inputs.iter().map(|input| input.name.as_str()).collect();
    assert_eq!(names, ["dimensions", "pillars", "previous index", "year"]);
    assert_eq!(assessment().inputs_of("nothing"), None);
}
