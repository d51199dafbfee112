//! The reminder ladder as decisions: when a reminder leaves (`reminder-ladder`) and to whom (`escalation-target`).
//! Both must say what the built-in ladder of `workflows::calendar` says, so that a region starts from the same one.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::{Value as Json, json};
use workflows::access::Role;
use workflows::calendar::ladder::{Audience, RungName, rungs};
use workflows::calendar::{Calendar, local_date, zone_of};
use workflows::dmn::Model;

use super::decisions::{decide, model};

/// Everybody that a recipient can be.
const RECIPIENTS: [&str; 7] = [
    "ASSIGNEE",
    "SUPERIOR",
    "TEAM_LEAD",
    "SECRETARY",
    "HEAD",
    "PANEL_CHAIR",
    "PROGRAMME",
];

fn recipients(table: &Model, role: Json, overdue: i64, level: &str) -> Vec<String> {
    let input = json!({ "role": role, "overdueDays": overdue, "level": level });
    let answer = decide(table, "escalation-target", &input);
    let list = answer.as_array().expect("a list of recipients");
    list.iter()
        .map(|it| it.as_str().expect("a text").to_owned())
        .collect()
}

#[test]
fn the_ladder_as_a_decision_is_the_ladder_that_is_built_in() {
    let table = model("reminders/reminder-ladder.dmn");
    let ladder = decide(&table, "reminder-ladder", &json!({ "ladder": "RL" }));
    let rows: Vec<(String, String, i64, Option<i64>)> = ladder
        .as_array()
        .expect("a list of rungs")
        .iter()
        .map(|rung| {
            let text = |name: &str| rung[name].as_str().expect("a text").to_owned();
            (
                text("rung"),
                text("anchor"),
                rung["workingDays"].as_i64().expect("a number"),
                rung["everyWeeks"].as_i64(),
            )
        })
        .collect();
    assert_eq!(rows.len(), 8);

    // Ten quiet working days at the end of July 2026; every rung has a day of its own.
    let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
    let (created, due) = (at("2026-07-06T02:00:00Z"), at("2026-07-28T08:00:00Z"));
    let zone = zone_of("64.02").expect("a zone");
    let calendar = Calendar::shipped().for_region("64.02");
    let due_day = local_date(zone, due);
    for rung in rungs(created, due, zone, &calendar) {
        let (name, week) = match rung.name {
            RungName::Weekly(week) => ("WEEKLY".to_owned(), Some(i64::from(week))),
            other => (other.to_string(), None),
        };
        let row = rows
            .iter()
            .find(|row| row.0 == name)
            .unwrap_or_else(|| panic!("{name} is not in the table"));
        let anchor = match row.1.as_str() {
            "HALF" => local_date(zone, created + (due - created) / 2),
            "DUE" => due_day,
            other => panic!("{other} is no anchor"),
        };
        let day = calendar
            .nth_working_day_after(anchor, row.2)
            .expect("a day");
        assert_eq!(row.3.is_some(), week.is_some(), "{name}");
        let weeks = row.3.unwrap_or(0) * week.unwrap_or(0);
        let day = calendar.on_or_after(day + chrono::Duration::weeks(weeks));
        assert_eq!(day, Some(local_date(zone, rung.at)), "{name} {week:?}");
    }
    assert_eq!(
        decide(&table, "reminder-ladder", &json!({ "ladder": "NONE" })),
        json!([]),
        "a ladder that nobody wrote has no rungs"
    );
}

#[test]
fn the_target_of_escalation_is_whom_the_built_in_ladder_speaks_to() {
    let table = model("reminders/escalation-target.dmn");
    let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
    let zone = zone_of("64.02").expect("a zone");
    let calendar = Calendar::shipped().for_region("64.02");
    let due = at("2026-07-28T08:00:00Z");
    let mut checked = 0;
    for rung in rungs(at("2026-07-06T02:00:00Z"), due, zone, &calendar) {
        let overdue = calendar
            .working_days_between(local_date(zone, due), local_date(zone, rung.at))
            .max(0);
        let expected: Vec<&str> = rung
            .audience
            .iter()
            .map(|audience| match audience {
                Audience::Assignee => "ASSIGNEE",
                Audience::Superior => "SUPERIOR",
                Audience::TeamLead => "TEAM_LEAD",
                Audience::Sekda => "SECRETARY",
            })
            .collect();
        let told = recipients(&table, json!("OPD_HEAD"), overdue, "REGENCY");
        assert_eq!(told, expected, "{}", rung.name);
        checked += 1;
    }
    assert!(checked > 7);
    // National tasks go to the programme secretariat where regency tasks go to the secretary (DOMAIN 5).
    let national = |days| recipients(&table, json!("PUBLISHER"), days, "NATIONAL");
    assert_eq!(national(1), ["ASSIGNEE", "SUPERIOR"]);
    assert_eq!(national(3), ["SUPERIOR"]);
    assert_eq!(national(5), ["PROGRAMME"]);
    assert_eq!(national(12), ["ASSIGNEE", "PROGRAMME"]);
}

#[test]
fn every_role_is_reminded_at_every_lateness_and_nobody_is_escalated_to_themselves() {
    let table = model("reminders/escalation-target.dmn");
    let known = BTreeSet::from(RECIPIENTS);
    let own = |role: Role| match role {
        Role::RegencyHead => Some("HEAD"),
        Role::RegencySecretary => Some("SECRETARY"),
        Role::ExecTeamLead => Some("TEAM_LEAD"),
        Role::PanelChair => Some("PANEL_CHAIR"),
        _ => None,
    };
    for &role in Role::ALL {
        for level in ["REGENCY", "NATIONAL"] {
            for overdue in -3..=40 {
                let told = recipients(&table, json!(role.code()), overdue, level);
                let case = format!("{role} {overdue} {level}: {told:?}");
                assert!(!told.is_empty(), "{case}");
                assert!(told.iter().all(|it| known.contains(it.as_str())), "{case}");
                let once: BTreeSet<&String> = told.iter().collect();
                assert_eq!(once.len(), told.len(), "{case}");
                assert!(
                    !told.iter().any(|it| Some(it.as_str()) == own(role)),
                    "{case}"
                );
                assert_eq!(overdue <= 0, told == ["ASSIGNEE"], "{case}");
            }
        }
    }
    // An assessor's employer is never told (independence of the panel).
    for overdue in 1..=40 {
        let told = recipients(&table, json!("REVIEWER"), overdue, "NATIONAL");
        assert!(
            !told.contains(&"SUPERIOR".to_owned()),
            "{overdue}: {told:?}"
        );
    }
}

#[test]
fn who_is_late_in_an_office_without_a_role_is_reminded_all_the_same() {
    let table = model("reminders/escalation-target.dmn");
    assert_eq!(
        recipients(&table, Json::Null, 1, "REGENCY"),
        ["ASSIGNEE", "SUPERIOR"]
    );
    assert_eq!(
        recipients(&table, Json::Null, 9, "UNHEARD_OF"),
        ["ASSIGNEE"]
    );
}
