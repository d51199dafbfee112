//! What is mutated: the shipped library, one model for every line of the support table, random processes out of every
//! element, and decision models with every hit policy and kind of expression.

use workflows::bpmn::support;

use crate::notation::xml;
use crate::random;

/// A file by its name, whose ending tells what it is, and its text.
pub struct Model {
    pub name: String,
    pub text: String,
}

macro_rules! shipped {
    ($($path:literal)*) => {
        &[$(($path, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/library/", $path)))),*]
    };
}

const LIBRARY: &[(&str, &str)] = shipped!(
    "masterplan-approval/masterplan-approval.bpmn"
    "opd-assignment/opd-assignment.bpmn"
    "council-meeting/council-meeting.bpmn"
    "paraf-chain/paraf-chain.bpmn"
    "masterplan-approval/bundle-completeness.dmn"
    "masterplan-approval/acting-authority.dmn"
    "council-meeting/quorum.dmn"
    "masterplan-approval/masterplan-bundle.form"
    "masterplan-approval/commitment-sheet.form"
    "masterplan-approval/row-confirmation.form"
    "masterplan-approval/head-decision.form"
    "masterplan-approval/notes-check.form"
    "masterplan-approval/inspectorate-note.form"
    "opd-assignment/quick-win-card.form"
    "council-meeting/attendance.form"
    "council-meeting/council-vote.form"
    "council-meeting/minutes-signature.form"
    "paraf-chain/paraf.form"
);

/// How many random processes join the corpus.
const RANDOM: u64 = 160;

/// Decision tables of every hit policy: policy, aggregation.
const POLICIES: &[(&str, &str)] = &[
    ("UNIQUE", ""),
    ("ANY", ""),
    ("FIRST", ""),
    ("PRIORITY", ""),
    ("RULE ORDER", ""),
    ("OUTPUT ORDER", ""),
    ("COLLECT", ""),
    ("COLLECT", " aggregation=\"SUM\""),
    ("COLLECT", " aggregation=\"MIN\""),
    ("COLLECT", " aggregation=\"MAX\""),
    ("COLLECT", " aggregation=\"COUNT\""),
];

/// The logic of a decision in each of the other notations.
const LOGIC: &[&str] = &[
    "<literalExpression><text>if n > 10 then \"many\" else string join(for i in 1..n return string(i), \",\")</text></literalExpression>",
    "<context><contextEntry><variable name=\"a\"/><literalExpression><text>n + 1</text></literalExpression></contextEntry><contextEntry><variable name=\"b\"/><literalExpression><text>a * 2</text></literalExpression></contextEntry><contextEntry><literalExpression><text>{a: a, b: b}</text></literalExpression></contextEntry></context>",
    "<list><literalExpression><text>n</text></literalExpression><literalExpression><text>date(\"2026-07-06\")</text></literalExpression></list>",
    "<relation><column name=\"x\"/><column name=\"y\"/><row><literalExpression><text>1</text></literalExpression><literalExpression><text>n</text></literalExpression></row></relation>",
    "<invocation><literalExpression><text>twice</text></literalExpression><binding><parameter name=\"x\"/><literalExpression><text>n</text></literalExpression></binding></invocation>",
    "<conditional><if><literalExpression><text>n > 1</text></literalExpression></if><then><literalExpression><text>1</text></literalExpression></then><else><literalExpression><text>2</text></literalExpression></else></conditional>",
    "<filter><in><literalExpression><text>[1, 2, 3]</text></literalExpression></in><match><literalExpression><text>item > n</text></literalExpression></match></filter>",
    "<for iteratorVariable=\"i\"><in><literalExpression><text>1..n</text></literalExpression></in><return><literalExpression><text>twice(i)</text></literalExpression></return></for>",
    "<every iteratorVariable=\"i\"><in><literalExpression><text>[1, n]</text></literalExpression></in><satisfies><literalExpression><text>i > 0</text></literalExpression></satisfies></every>",
    "<some iteratorVariable=\"i\"><in><literalExpression><text>[1, n]</text></literalExpression></in><satisfies><literalExpression><text>i > 5</text></literalExpression></satisfies></some>",
];

/// All models.
pub fn corpus() -> Vec<Model> {
    let mut all: Vec<Model> = LIBRARY
        .iter()
        .map(|(name, text)| Model {
            name: (*name).to_owned(),
            text: (*text).to_owned(),
        })
        .collect();
    all.extend(support::TABLE.iter().map(|row| Model {
        name: format!("{}/{}.bpmn", row.group, row.name),
        text: support::example(row.example),
    }));
    all.extend((0..RANDOM).map(|seed| Model {
        name: format!("random/{seed}.bpmn"),
        text: xml(&random::process(seed)),
    }));
    all.extend(POLICIES.iter().map(|(policy, aggregation)| Model {
        name: format!("{policy}{aggregation}.dmn"),
        text: decision(&table(policy, aggregation)),
    }));
    all.extend(LOGIC.iter().enumerate().map(|(at, logic)| Model {
        name: format!("logic/{at}.dmn"),
        text: decision(logic),
    }));
    all
}

fn table(policy: &str, aggregation: &str) -> String {
    let rule = |test: &str, value: &str| {
        format!(
            "<rule><inputEntry><text>{test}</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>{value}</text></outputEntry></rule>"
        )
    };
    let rules = [
        rule("&lt; 5", "1"),
        rule("[5..9]", "2"),
        rule("not(7)", "2"),
        rule("&gt;= 10", "n"),
    ]
    .concat();
    format!(
        "<decisionTable hitPolicy=\"{policy}\"{aggregation}><input><inputExpression typeRef=\"number\"><text>n</text></inputExpression></input><input><inputExpression><text>string(n)</text></inputExpression></input><output typeRef=\"number\"><outputValues><text>2, 1, 10</text></outputValues></output>{rules}</decisionTable>"
    )
}

/// A model around the logic of one decision, which another decision and a function stand beside.
fn decision(logic: &str) -> String {
    format!(
        r##"<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="model" name="model" namespace="urn:contoh">
<itemDefinition name="tCount"><typeRef>number</typeRef><allowedValues><text>[0..100]</text></allowedValues></itemDefinition>
<inputData id="i" name="n"><variable name="n" typeRef="tCount"/></inputData>
<businessKnowledgeModel id="f" name="twice"><variable name="twice"/><encapsulatedLogic><formalParameter name="x"/><literalExpression><text>x + x</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
<decision id="d" name="d"><variable name="d"/>
<informationRequirement id="r1"><requiredInput href="#i"/></informationRequirement>
<knowledgeRequirement id="r2"><requiredKnowledge href="#f"/></knowledgeRequirement>
{logic}</decision>
<decision id="e" name="e"><variable name="e"/>
<informationRequirement id="r3"><requiredDecision href="#d"/></informationRequirement>
<literalExpression><text>d</text></literalExpression></decision>
</definitions>"##
    )
}
