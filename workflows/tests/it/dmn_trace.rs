//! Which rules of a table are told for "why me?": all that held, and which of them the hit policy took.

use workflows::dmn::{Matched, Model};
use workflows::feel::Value;

use super::dmn_tables::{decide, model};

/// A table over `x` whose rules give 1, 2, 1 for more than 0, 10 and 100.
fn table(attributes: &str, output: &str) -> Model {
    let rules: String = [("&gt; 0", 1), ("&gt; 10", 2), ("&gt; 100", 1)]
        .iter()
        .enumerate()
        .map(|(index, (test, result))| {
            format!(
                r#"<rule id="r{}"><description>Row {test}</description><inputEntry><text>{test}</text></inputEntry><outputEntry><text>{result}</text></outputEntry><annotationEntry><text>note {index}</text></annotationEntry></rule>"#,
                index + 1
            )
        })
        .collect();
    model(&format!(
        r##"<inputData id="x" name="x"><variable name="x" typeRef="number"/></inputData>
        <decision id="d" name="d"><variable name="d"/><informationRequirement><requiredInput href="#x"/></informationRequirement>
        <decisionTable outputLabel="Hasil" mufakat:outputLabelEn="Result" xmlns:mufakat="https://mufakat.id/schema" {attributes}><input label="Nilai X"><inputExpression><text>x</text></inputExpression></input>
        <output label="Y">{output}</output><annotation name="Catatan"/>{rules}</decisionTable></decision>"##
    ))
}

fn hits(attributes: &str, output: &str, x: i64) -> Vec<Matched> {
    decide(&table(attributes, output), "d", &format!("{{x: {x}}}")).matched
}

/// The numbers of the rules that held, and of those that are in the result.
fn told(attributes: &str, x: i64) -> (Vec<usize>, Vec<usize>) {
    let output = "<outputValues><text>2, 1</text></outputValues>";
    let hits = hits(attributes, output, x);
    let chosen = hits.iter().filter(|hit| hit.chosen);
    (
        hits.iter().map(|hit| hit.rule).collect(),
        chosen.map(|hit| hit.rule).collect(),
    )
}

#[test]
fn every_hit_policy_tells_the_rules_that_held_and_those_it_took() {
    let all = vec![1, 2, 3];
    assert_eq!(told(r#"hitPolicy="UNIQUE""#, 5), (vec![1], vec![1]));
    assert_eq!(told(r#"hitPolicy="UNIQUE""#, 500), (all.clone(), vec![]));
    assert_eq!(told(r#"hitPolicy="FIRST""#, 500), (vec![1], vec![1]));
    assert_eq!(told(r#"hitPolicy="ANY""#, 5), (vec![1], vec![1]));
    assert_eq!(told(r#"hitPolicy="ANY""#, 500), (all.clone(), vec![]));
    assert_eq!(told(r#"hitPolicy="PRIORITY""#, 500), (all.clone(), vec![2]));
    for every in ["RULE ORDER", "OUTPUT ORDER", "COLLECT"] {
        let policy = format!(r#"hitPolicy="{every}""#);
        assert_eq!(told(&policy, 500), (all.clone(), all.clone()), "{every}");
    }
    let collect = |aggregation: &str| format!(r#"hitPolicy="COLLECT" aggregation="{aggregation}""#);
    assert_eq!(told(&collect("SUM"), 500), (all.clone(), all.clone()));
    assert_eq!(told(&collect("COUNT"), 500), (all.clone(), all.clone()));
    assert_eq!(told(&collect("MIN"), 500), (all.clone(), vec![1, 3]));
    assert_eq!(told(&collect("MAX"), 500), (all, vec![2]));
}

#[test]
fn a_hit_carries_its_cells_labels_and_annotations() {
    let hits = hits(r#"hitPolicy="FIRST""#, "", 5);
    let hit = &hits[0];
    assert_eq!((hit.policy, hit.title.own.as_str()), ("FIRST", "Hasil"));
    assert_eq!(hit.title.en.as_deref(), Some("Result"));
    assert_eq!(hit.inputs, [("Nilai X".to_owned(), Value::from(5))]);
    assert_eq!(hit.conditions, ["> 0"]);
    assert_eq!(
        (hit.labels.0[0].own.as_str(), hit.labels.1[0].own.as_str()),
        ("Nilai X", "Y")
    );
    let annotations = [
        (String::new(), "Row > 0".to_owned()),
        ("Catatan".to_owned(), "note 0".to_owned()),
    ];
    assert_eq!(hit.annotations, annotations);
}

#[test]
fn a_table_of_which_no_rule_holds_is_told_as_rule_zero() {
    let none = &hits("", "", -1)[0];
    assert_eq!((none.rule, none.chosen, none.outputs.len()), (0, false, 0));
    let default = &hits(
        "",
        "<defaultOutputEntry><text>7</text></defaultOutputEntry>",
        -1,
    )[0];
    assert_eq!((default.rule, default.chosen), (0, true));
    assert_eq!(default.outputs, [(String::new(), Value::from(7))]);
}
