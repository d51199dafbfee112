//! The tables of the annual assessment and of the blank spots: what a regency's index and a village's route rest on.

use serde_json::{Value as Json, json};

use super::decisions::{decide, model};

fn dimensions() -> Json {
    json!({ "baseline": 3.60, "output": 3.21, "outcome": 3.23, "impact": 3.07, "quickWin": 3.65 })
}

fn weights(year: u32) -> Json {
    let table = model("annual-assessment/index-weights.dmn");
    let asked = json!({ "year": year, "instrument": "SMART_CITY", "ownWeights": null });
    let checked = decide(&table, "index-weights-check", &asked);
    assert_eq!(checked["valid"], true, "{year}: {checked}");
    checked["weights"].clone()
}

fn rollup(weights: &Json, dimensions: &Json, previous: &Json) -> Json {
    let table = model("panel-review/dimension-rollup.dmn");
    let asked = json!({
        "dimensions": dimensions, "weights": weights, "previousIndex": previous,
        "pillarScores": [2.75, 2.75, 3.5, 3.33, 3.33, 2.75],
    });
    decide(&table, "dimension-rollup", &asked)
}

fn decimal(value: &Json) -> String {
    value.to_string()
}

/// A published result of 2022, summed in decimals, and the same scores under later weights.
#[test]
fn the_published_scores_sum_to_their_index_under_the_weights_of_each_year() {
    let previous = json!(3.06);
    let earlier = rollup(&weights(2022), &dimensions(), &previous);
    assert_eq!(decimal(&earlier["index"]), "3.315");
    assert_eq!(decimal(&earlier["improvement"]), "0.255");
    let later = rollup(&weights(2023), &dimensions(), &previous);
    assert_eq!(decimal(&later["index"]), "3.257");
}

/// The index was printed as 3.31 and its improvement as 0.25; how it was rounded is nobody's business here.
#[test]
fn impact_is_the_mean_of_the_pillars_and_improvement_the_difference_to_last_year() {
    let mut scores = dimensions();
    scores["impact"] = Json::Null;
    let result = rollup(&weights(2022), &scores, &Json::Null);
    assert_eq!(decimal(&result["impactShown"]), "3.07");
    assert_eq!(result["improvement"], Json::Null);
    let published = json!({ "baseline": 3.31, "output": 3.31, "outcome": 3.31, "impact": 3.31, "quickWin": 3.31 });
    let result = rollup(&weights(2022), &published, &json!(3.06));
    assert_eq!(decimal(&result["improvement"]), "0.25");
}

#[test]
fn weights_that_do_not_sum_to_one_are_refused_and_give_no_index() {
    let printed = json!({ "baseline": 0.10, "output": 0.20, "outcome": 0.30, "impact": 0.30, "quickWin": 0.30 });
    let table = model("annual-assessment/index-weights.dmn");
    let asked = json!({ "year": 2022, "instrument": "SMART_CITY", "ownWeights": printed });
    let checked = decide(&table, "index-weights-check", &asked);
    assert_eq!(checked["valid"], false, "{checked}");
    assert_eq!(
        rollup(&printed, &dimensions(), &json!(3.06))["index"],
        Json::Null
    );
    let unknown = json!({ "year": 2022, "instrument": "UNHEARD_OF", "ownWeights": null });
    assert_eq!(
        decide(&table, "index-weights-check", &unknown)["valid"],
        false
    );
}

#[test]
fn a_missing_dimension_leaves_no_index_instead_of_a_low_one() {
    let mut scores = dimensions();
    scores["output"] = Json::Null;
    assert_eq!(
        rollup(&weights(2022), &scores, &json!(3.06))["index"],
        Json::Null
    );
}

#[test]
fn the_spread_of_scores_decides_how_they_are_agreed() {
    let table = model("panel-review/score-agreement.dmn");
    let agree = |scores: Json, stage: &str| {
        decide(
            &table,
            "score-agreement",
            &json!({ "scores": scores, "stage": stage }),
        )
    };
    assert_eq!(agree(json!([3, 3.5]), "FIRST")["method"], "MEAN");
    assert_eq!(decimal(&agree(json!([3, 3.5]), "FIRST")["score"]), "3.25");
    assert_eq!(agree(json!([3, 3.25, 4]), "FIRST")["method"], "MEDIAN");
    assert_eq!(
        decimal(&agree(json!([3, 3.25, 4]), "FIRST")["score"]),
        "3.25"
    );
    assert_eq!(agree(json!([2, 3.25]), "FIRST")["method"], "DISCUSS");
    assert_eq!(
        agree(json!([2, 3.25]), "AFTER_DISCUSSION")["method"],
        "CHAIR"
    );
    assert_eq!(agree(json!([]), "FIRST")["method"], "NO_SCORE");
}

#[test]
fn a_predicate_is_named_only_where_a_scale_was_chosen() {
    let table = model("panel-review/predicate.dmn");
    let named = |index: f64, scale: Json| {
        decide(
            &table,
            "predicate",
            &json!({ "index": index, "scale": scale }),
        )
    };
    for (index, word) in [
        (4.2, "Memuaskan"),
        (3.5, "Sangat Baik"),
        (2.6, "Baik"),
        (1.8, "Cukup"),
        (1.79, "Kurang"),
    ] {
        assert_eq!(named(index, json!("E_GOVERNMENT")), word, "{index}");
    }
    assert_eq!(named(4.5, Json::Null), Json::Null);
}

#[test]
fn the_first_route_that_fits_is_taken_and_a_failed_one_is_not_tried_again() {
    let table = model("blankspot-connectivity/connectivity-solution.dmn");
    let route = |change: Json| {
        let mut site = json!({
            "grid": "NONE", "threeT": false, "operatorPlan": false, "households": 120, "fibreKm": 40,
            "facilityOnly": false, "excluded": [], "year": 2027,
        });
        for (name, value) in change.as_object().into_iter().flatten() {
            site[name] = value.clone();
        }
        decide(&table, "connectivity-solution", &site)
    };
    assert_eq!(
        route(json!({ "operatorPlan": true, "threeT": true })),
        "OPERATOR"
    );
    assert_eq!(
        route(json!({ "grid": "YES", "households": 200, "fibreKm": 5 })),
        "PLN_FIBRE"
    );
    assert_eq!(
        route(json!({ "threeT": true, "households": 50 })),
        "BAKTI_BTS"
    );
    assert_eq!(route(json!({ "households": 49 })), "VSAT");
    assert_eq!(route(json!({ "facilityOnly": true })), "VSAT");
    assert_eq!(route(json!({})), "REGENCY_TOWER");
    assert_eq!(
        route(json!({ "operatorPlan": true, "threeT": true, "excluded": ["OPERATOR"] })),
        "BAKTI_BTS"
    );
    assert_eq!(route(json!({ "excluded": ["REGENCY_TOWER"] })), "NONE");
}
