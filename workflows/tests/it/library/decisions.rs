//! The decision tables: what they answer is what the domain says, and what `voting` counts.

use std::collections::BTreeSet;

use chrono::{TimeZone, Utc};
use serde_json::{Value as Json, json};
use workflows::dmn::Model;
use workflows::feel::{Environment, Value};
use workflows::voting::{QuorumRule, Seat, Threshold, quorum};

use super::files::{Shipped, shipped};

pub fn model(path: &str) -> Model {
    let Shipped { text, .. } = shipped("dmn")
        .into_iter()
        .find(|file| file.path == path)
        .expect("a shipped decision model");
    let (model, findings) = Model::parse(&text);
    assert!(findings.is_empty(), "{path}: {findings:#?}");
    model.expect("a readable model")
}

pub fn decide(model: &Model, decision: &str, input: &Json) -> Json {
    let Value::Context(input) = Value::from_json(input) else {
        panic!("an input is a context")
    };
    let now = Utc
        .with_ymd_and_hms(2026, 10, 5, 0, 0, 0)
        .single()
        .expect("a moment");
    model
        .evaluate(decision, &input, &Environment::at(now))
        .expect("a decision")
        .value
        .to_json()
}

#[test]
fn every_shipped_decision_model_reads_without_a_finding() {
    for Shipped { path, .. } in shipped("dmn") {
        assert!(!model(&path).decisions().is_empty(), "{path}");
    }
}

#[test]
fn the_quorum_table_says_what_each_class_of_decision_needs() {
    let table = model("council-meeting/quorum.dmn");
    let of = |class: &str| decide(&table, "quorum", &json!({ "decisionClass": class }));
    assert_eq!(of("ROUTINE")["method"], "MAJORITY_PRESENT");
    assert_eq!(of("ROUTINE")["threshold"], ">1/2");
    assert_eq!(of("PLAN_APPROVAL")["method"], "TWO_THIRDS");
    assert_eq!(
        of("PLAN_APPROVAL")["blocks"],
        json!(["ACADEMIA", "BUSINESS", "COMMUNITY"])
    );
    assert_eq!(of("AMENDMENT")["threshold"], ">1/2");
    for class in ["ROUTINE", "PLAN_APPROVAL", "AMENDMENT"] {
        assert_eq!(of(class)["postponements"], 2, "{class}");
    }
    assert_eq!(of("UNHEARD_OF"), Json::Null);
}

/// The table and the counting rules of the core must not drift apart: each is asked about every small council.
#[test]
fn the_quorum_table_counts_like_the_voting_rules() {
    let table = model("council-meeting/quorum.dmn");
    let two_thirds = Threshold::TWO_THIRDS;
    for (class, min_present, blocks) in [
        ("ROUTINE", Threshold::MORE_THAN_HALF, vec![]),
        (
            "PLAN_APPROVAL",
            two_thirds,
            vec!["ACADEMIA", "BUSINESS", "COMMUNITY"],
        ),
        ("AMENDMENT", two_thirds, vec![]),
    ] {
        let rule = QuorumRule {
            min_present,
            blocks: blocks.into_iter().map(str::to_owned).collect(),
        };
        for members in 0..=25_usize {
            let seats: Vec<Seat> = (0..members)
                .map(|number| Seat {
                    code: format!("seat-{number}"),
                    block: ["ACADEMIA", "OPD", "BUSINESS", "COMMUNITY"][number % 4].to_owned(),
                    holder: Some(format!("person-{number}")),
                })
                .collect();
            for present in 0..=members {
                let there: BTreeSet<String> = seats[..present]
                    .iter()
                    .filter_map(|seat| seat.holder.clone())
                    .collect();
                let there_blocks: BTreeSet<&str> = seats[..present]
                    .iter()
                    .map(|seat| seat.block.as_str())
                    .collect();
                let counted = quorum(&rule, &seats, &there);
                let answer = decide(
                    &table,
                    "quorum-met",
                    &json!({ "decisionClass": class, "members": members, "present": present, "presentBlocks": there_blocks }),
                );
                let case = format!("{class}: {present} of {members}");
                assert_eq!(answer["met"], counted.met, "{case}");
                assert_eq!(
                    answer["missingBlocks"],
                    json!(counted.missing_blocks),
                    "{case}"
                );
                assert_eq!(answer["needed"], json!(counted.needed), "{case}");
            }
        }
    }
}

#[test]
fn without_an_attendance_list_the_quorum_is_not_judged() {
    let table = model("council-meeting/quorum.dmn");
    let unknown = json!({ "decisionClass": "PLAN_APPROVAL", "members": 20, "present": null, "presentBlocks": [] });
    assert_eq!(decide(&table, "quorum-met", &unknown)["met"], Json::Null);
    let unheard_of =
        json!({ "decisionClass": "UNHEARD_OF", "members": 20, "present": 20, "presentBlocks": [] });
    assert_eq!(decide(&table, "quorum-met", &unheard_of)["met"], false);
}

#[test]
fn acting_officials_wait_with_strategic_papers_and_sign_routine_ones() {
    let table = model("masterplan-approval/acting-authority.dmn");
    let verdict = |kind: &str, mode: Json| {
        decide(
            &table,
            "acting-authority",
            &json!({ "documentKind": kind, "mode": mode }),
        )["verdict"]
            .clone()
    };
    for kind in ["AGREEMENT", "MASTER_PLAN_DECREE", "BUDGET_COMMITMENT"] {
        for mode in ["PLT", "PLH", "VACANT", "UNHEARD_OF"] {
            assert_eq!(verdict(kind, json!(mode)), "MUST_WAIT", "{kind} {mode}");
        }
        for mode in ["DEFINITIVE", "PJ"] {
            assert_eq!(verdict(kind, json!(mode)), "MAY_SIGN", "{kind} {mode}");
        }
        assert_eq!(verdict(kind, Json::Null), "UNKNOWN", "{kind}");
    }
    for kind in ["ASSIGNMENT_LETTER", "MEMO"] {
        for mode in ["PLT", "PLH", "DEFINITIVE", "PJ"] {
            assert_eq!(verdict(kind, json!(mode)), "MAY_SIGN", "{kind} {mode}");
        }
    }
    assert_eq!(
        verdict("OTHER_LETTER", json!("PLT")),
        "NEEDS_MANDATE_LETTER"
    );
}

fn bundle() -> Json {
    let pillars = [
        "GOVERNANCE",
        "BRANDING",
        "ECONOMY",
        "LIVING",
        "SOCIETY",
        "ENVIRONMENT",
    ];
    json!({
        "roadmap": pillars.map(|pillar| json!({ "pillar": pillar, "opd": "diskominfo", "year": 2027 })),
        "quickWins": pillars.map(|pillar| json!({ "pillar": pillar })),
        "alignment": [{ "objective": "a" }],
        "budgetTotal": 1,
    })
}

fn codes(findings: &Json) -> Vec<&str> {
    findings
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|finding| finding["code"].as_str())
        .collect()
}

#[test]
fn a_bundle_is_complete_when_nothing_blocks_and_says_what_does() {
    type Spoil<'a> = &'a dyn Fn(&mut Json);
    let table = model("masterplan-approval/bundle-completeness.dmn");
    let judge = |bundle: &Json| decide(&table, "bundle-completeness", bundle);
    let whole = judge(&bundle());
    assert_eq!(whole["complete"], true);
    assert!(
        codes(&whole["defects"]).is_empty() && codes(&whole["remarks"]).is_empty(),
        "{whole}"
    );
    let spoil = |change: &dyn Fn(&mut Json)| {
        let mut spoilt = bundle();
        change(&mut spoilt);
        judge(&spoilt)
    };
    let row = |name: &'static str| move |bundle: &mut Json| bundle["roadmap"][2][name] = Json::Null;
    let cases: [(Spoil<'_>, &str); 7] = [
        (
            &|bundle| {
                bundle["quickWins"] = json!([{ "pillar": "LIVING" }, { "pillar": "ECONOMY" }])
            },
            "TOO_FEW_QUICK_WINS",
        ),
        (
            &|bundle| {
                bundle["quickWins"]
                    .as_array_mut()
                    .expect("a list")
                    .push(json!({ "pillar": "LIVING" }))
            },
            "TOO_MANY_QUICK_WINS",
        ),
        (&|bundle| bundle["roadmap"] = json!([]), "ROAD_MAP_EMPTY"),
        (&row("opd"), "ROW_WITHOUT_AGENCY"),
        (&row("year"), "ROW_WITHOUT_YEAR"),
        (&|bundle| bundle["alignment"] = json!([]), "NO_ALIGNMENT"),
        (&|bundle| bundle["budgetTotal"] = json!(0), "NO_BUDGET"),
    ];
    for (change, code) in cases {
        let judged = spoil(change);
        assert_eq!(judged["complete"], false, "{code}");
        assert_eq!(codes(&judged["defects"]), [code]);
    }
    let gaps = spoil(&|bundle| {
        bundle["quickWins"] =
            json!([{ "pillar": "LIVING" }, { "pillar": "LIVING" }, { "pillar": "LIVING" }])
    });
    assert_eq!(
        gaps["complete"], true,
        "a pillar without a Quick Win is remarked upon, not refused"
    );
    assert_eq!(codes(&gaps["remarks"]), ["PILLAR_WITHOUT_QUICK_WIN"]);
    assert_eq!(
        judge(&json!({}))["complete"],
        true,
        "what is required is the form's business"
    );
}
