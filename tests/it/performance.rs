//! The ministry's questions about work (DOMAIN 11). A process that the code does not know is deployed as a file and worked on
//! at random; every figure must equal what the journal says when somebody counts it with a pencil.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, TimeDelta, Timelike as _, Utc, Weekday};
use schema::tables::journal;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::json;
use uuid::Uuid;
use workflows::calendar::{Calendar, zone_of_or_national};
use workflows::engine::command::Stamp;
use workflows::engine::event::Event;

use crate::app::App;

on_both!(
    figures_equal_a_recount_of_the_journal,
    figures_are_kept_from_whoever_does_not_oversee_the_work,
    a_period_that_is_none_is_refused,
);

const SECRETARY: &str = "64.02/setda/sekda";
const LEAD: &str = "64.02/tim-pelaksana/lead";

const PROCESS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="test">
  <bpmn:error id="back" errorCode="RETURNED"/>
  <bpmn:process id="field-report" name="Laporan lapangan" isExecutable="true">
    <bpmn:startEvent id="received"/>
    <bpmn:sequenceFlow id="f1" sourceRef="received" targetRef="check"/>
    <bpmn:userTask id="check" name="Periksa laporan"><bpmn:extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="REGENCY_SECRETARY@64.02"/><zeebe:taskSchedule dueDate="=working days(now(), 2)"/></bpmn:extensionElements></bpmn:userTask>
    <bpmn:boundaryEvent id="returned" attachedToRef="check"><bpmn:errorEventDefinition errorRef="back"/></bpmn:boundaryEvent>
    <bpmn:sequenceFlow id="f2" sourceRef="returned" targetRef="mend"/>
    <bpmn:userTask id="mend" name="Perbaiki laporan"><bpmn:extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="EXEC_TEAM_LEAD@64.02"/><zeebe:taskSchedule dueDate="=working days(now(), 1)"/></bpmn:extensionElements></bpmn:userTask>
    <bpmn:sequenceFlow id="f3" sourceRef="mend" targetRef="check"/>
    <bpmn:sequenceFlow id="f4" sourceRef="check" targetRef="done"/>
    <bpmn:endEvent id="done"/>
  </bpmn:process>
</bpmn:definitions>"#;

const FIGURES: &str = "query($filter: KpiFilter) { kpis(filter: $filter) { from until \
    onTimeRate { due met rate months { month due met } organisations { organisation { code } due met } \
      late: tasks(met: false, first: 100) { totalCount nodes { id } } } \
    overdueTasks { total longest(first: 100) { daysLate task { id } } } \
    timeInStep { element count waiting { median p90 } working { median p90 } } \
    reworkRate { element completions returns rate reasons { code count } } \
    actingShare { decisions acting share modes { mode count } } } }";

/// What the journal says of one task.
struct Counted {
    element: String,
    created: DateTime<Utc>,
    due: DateTime<Utc>,
    claimed: Option<DateTime<Utc>>,
    ended: Option<(DateTime<Utc>, Option<String>, Option<String>)>,
}

async fn deploy(app: &App) {
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let input = json!({ "files": [{ "name": "field-report.bpmn", "content": PROCESS }] });
    let payload = admin
        .mutate(
            "deployWorkflow",
            "DeployWorkflowInput",
            input,
            "definitions { key } diagnostics { message }",
        )
        .await;
    assert!(payload["problem"].is_null(), "{payload}");
}

/// Works for a while like people do: sometimes late, sometimes claiming first, sometimes sending back.
async fn work(app: &App, cases: usize) {
    let lead = app.holder(LEAD).await;
    let mut dice = 7_u64;
    let mut roll = move |sides: u64| {
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    for number in 0..cases {
        let case = lead
            .start_instance("field-report", "64.02", json!({ "number": number }))
            .await;
        app.settle().await;
        for _ in 0..6 {
            app.advance(TimeDelta::minutes(
                i64::try_from(roll(4_000)).expect("small"),
            ))
            .await;
            let checking = app.waiting(&case, "check").await;
            let mending = app.waiting(&case, "mend").await;
            let (task, person) = match (checking.first(), mending.first()) {
                (Some(task), _) => (task, app.holder(SECRETARY).await),
                (None, Some(task)) => (task, app.holder(LEAD).await),
                (None, None) => break,
            };
            if roll(2) == 0 {
                let claimed = person
                    .mutate(
                        "claimTask",
                        "ClaimTaskInput",
                        json!({ "taskId": task.id }),
                        "task { id }",
                    )
                    .await;
                assert!(claimed["problem"].is_null(), "{claimed}");
                app.advance(TimeDelta::minutes(i64::try_from(roll(600)).expect("small")))
                    .await;
            }
            match roll(8) {
                0 => break, // left lying
                1..=3 if !checking.is_empty() => {
                    let reason =
                        ["INCOMPLETE", "ARITHMETIC"][usize::try_from(roll(2)).expect("small")];
                    let input = json!({ "taskId": task.id, "reasonCode": reason, "idempotencyKey": Uuid::now_v7().to_string() });
                    let payload = person
                        .mutate("returnTask", "ReturnTaskInput", input, "task { id }")
                        .await;
                    assert!(payload["problem"].is_null(), "{payload}");
                }
                _ => {
                    let payload = person.try_complete(&task.id, json!({})).await;
                    assert!(payload["problem"].is_null(), "{payload}");
                }
            }
            app.settle().await;
        }
    }
}

async fn count(app: &App) -> Vec<Counted> {
    let rows = journal::Entity::find()
        .filter(journal::Column::Kind.starts_with("TASK_"))
        .order_by_asc(journal::Column::InstanceId)
        .order_by_asc(journal::Column::Seq)
        .all(app.read())
        .await
        .expect("the journal");
    let mut tasks: BTreeMap<(Uuid, u64), Counted> = BTreeMap::new();
    for row in rows {
        let stamp = row
            .actor
            .as_deref()
            .map(|actor| serde_json::from_str::<Stamp>(actor).expect("a stamp"));
        let mode = stamp.and_then(|stamp| stamp.mode);
        match serde_json::from_str::<Event>(&row.event).expect("an event") {
            Event::TaskCreated { task, facts } if facts.process.id == "field-report" => {
                let counted = Counted {
                    element: facts.element.clone(),
                    created: row.at,
                    due: facts.due.expect("a deadline"),
                    claimed: None,
                    ended: None,
                };
                tasks.insert((row.instance_id, task), counted);
            }
            Event::TaskClaimed { task, .. } => {
                if let Some(counted) = tasks.get_mut(&(row.instance_id, task)) {
                    counted.claimed = Some(row.at);
                }
            }
            Event::TaskCompleted { task, .. } => {
                if let Some(counted) = tasks.get_mut(&(row.instance_id, task)) {
                    counted.ended = Some((row.at, None, mode));
                }
            }
            Event::TaskReturned { task, reason, .. } => {
                if let Some(counted) = tasks.get_mut(&(row.instance_id, task)) {
                    counted.ended = Some((row.at, Some(reason), mode));
                }
            }
            _ => {}
        }
    }
    tasks.into_values().collect()
}

/// Office hours between two instants, looked at minute by minute.
fn office_hours(from: DateTime<Utc>, to: DateTime<Utc>) -> f64 {
    let zone = zone_of_or_national("64.02");
    let calendar = Calendar::shipped().for_region("64.02");
    // The clock of these stories moves by whole minutes.
    let minutes = (to - from).num_minutes();
    let worked = (0..minutes)
        .filter(|minute| {
            let at = (from + TimeDelta::minutes(*minute)).with_timezone(&zone);
            let minute = at.hour() * 60 + at.minute();
            let friday = at.weekday() == Weekday::Fri;
            let (pause, end) = if friday {
                (11 * 60 + 30, 16 * 60 + 30)
            } else {
                (12 * 60, 16 * 60)
            };
            calendar.is_working_day(at.date_naive())
                && (7 * 60 + 30..end).contains(&minute)
                && !(pause..13 * 60).contains(&minute)
        })
        .count();
    let minutes = i32::try_from(worked).expect("few");
    (f64::from(minutes) / 60.0 * 100.0).round() / 100.0
}

fn nearest_rank(mut values: Vec<f64>, percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    values[(values.len() * percent).div_ceil(100).max(1) - 1]
}

async fn figures_equal_a_recount_of_the_journal(app: &App) {
    deploy(app).await;
    work(app, 16).await;
    let secretary = app.holder(SECRETARY).await;
    // Beyond the last deadline: what was done before it was due counts too.
    let until = (app.now() + TimeDelta::days(30)).date_naive();
    let filter = json!({ "definitionKey": "field-report", "from": "2026-11-01", "until": until.to_string() });
    let said = secretary.ask(FIGURES, json!({ "filter": filter })).await["kpis"].clone();
    let tasks = count(app).await;
    assert!(
        tasks.len() > 20,
        "the random work leaves something to count"
    );

    let due: Vec<&Counted> = tasks
        .iter()
        .filter(|it| it.due <= app.now() || it.ended.is_some())
        .collect();
    let met = |it: &Counted| it.ended.as_ref().is_some_and(|(at, ..)| *at <= it.due);
    let in_time = due.iter().filter(|it| met(it)).count();
    let rate = &said["onTimeRate"];
    assert_eq!(
        (rate["due"].as_u64(), rate["met"].as_u64()),
        (Some(due.len() as u64), Some(in_time as u64)),
        "{said}"
    );
    assert!(
        in_time > 0 && in_time < due.len(),
        "some in time and some late"
    );
    assert_eq!(
        rate["late"]["totalCount"].as_u64(),
        Some((due.len() - in_time) as u64)
    );
    let months = rate["months"].as_array().expect("months");
    let of = |field: &str| {
        months
            .iter()
            .map(|month| month[field].as_u64().expect("a number"))
            .sum::<u64>()
    };
    assert_eq!((of("due"), of("met")), (due.len() as u64, in_time as u64));
    assert_eq!(
        rate["organisations"],
        json!([{ "organisation": { "code": "64.02" }, "due": due.len(), "met": in_time }])
    );

    let late: Vec<&Counted> = tasks
        .iter()
        .filter(|it| it.ended.is_none() && it.due < app.now())
        .collect();
    assert_eq!(
        said["overdueTasks"]["total"].as_u64(),
        Some(late.len() as u64)
    );
    let mut days: Vec<i64> = late
        .iter()
        .map(|it| (app.now() - it.due).num_days())
        .collect();
    days.sort_by(|a, b| b.cmp(a));
    let shown: Vec<i64> = said["overdueTasks"]["longest"]
        .as_array()
        .expect("tasks")
        .iter()
        .map(|it| it["daysLate"].as_i64().expect("days"))
        .collect();
    assert_eq!(shown, days);

    for element in ["check", "mend"] {
        let ended: Vec<(&Counted, DateTime<Utc>)> = tasks
            .iter()
            .filter(|it| it.element == element)
            .filter_map(|it| it.ended.as_ref().map(|(at, ..)| (it, *at)))
            .collect();
        let waiting: Vec<f64> = ended
            .iter()
            .map(|(it, at)| office_hours(it.created, it.claimed.unwrap_or(*at)))
            .collect();
        let working: Vec<f64> = ended
            .iter()
            .map(|(it, at)| office_hours(it.claimed.unwrap_or(*at), *at))
            .collect();
        let spread = |values: &Vec<f64>| json!({ "median": nearest_rank(values.clone(), 50), "p90": nearest_rank(values.clone(), 90) });
        let step = said["timeInStep"]
            .as_array()
            .expect("steps")
            .iter()
            .find(|it| it["element"] == element)
            .expect("the step");
        assert_eq!(step["count"].as_u64(), Some(ended.len() as u64));
        assert_eq!(
            (&step["waiting"], &step["working"]),
            (&spread(&waiting), &spread(&working)),
            "{element}"
        );

        let mut reasons: BTreeMap<&str, u64> = BTreeMap::new();
        for reason in tasks
            .iter()
            .filter(|it| it.element == element)
            .filter_map(|it| it.ended.as_ref()?.1.as_deref())
        {
            *reasons.entry(reason).or_default() += 1;
        }
        let returns: u64 = reasons.values().sum();
        let step = said["reworkRate"]
            .as_array()
            .expect("steps")
            .iter()
            .find(|it| it["element"] == element)
            .expect("the step");
        assert_eq!(step["returns"].as_u64(), Some(returns));
        assert_eq!(
            step["completions"].as_u64(),
            Some(ended.len() as u64 - returns)
        );
        let told: BTreeMap<&str, u64> = step["reasons"]
            .as_array()
            .expect("reasons")
            .iter()
            .map(|it| {
                (
                    it["code"].as_str().expect("a code"),
                    it["count"].as_u64().expect("a count"),
                )
            })
            .collect();
        assert_eq!(told, reasons);
    }

    let mut modes: BTreeMap<String, u64> = BTreeMap::new();
    for (_, reason, mode) in tasks.iter().filter_map(|it| it.ended.as_ref()) {
        if let (None, Some(mode)) = (reason, mode) {
            *modes.entry(mode.clone()).or_default() += 1;
        }
    }
    let told: BTreeMap<String, u64> = said["actingShare"]["modes"]
        .as_array()
        .expect("modes")
        .iter()
        .map(|it| {
            (
                it["mode"].as_str().expect("a mode").to_owned(),
                it["count"].as_u64().expect("a count"),
            )
        })
        .collect();
    assert_eq!(told, modes);
    assert_eq!(
        said["actingShare"]["decisions"].as_u64(),
        Some(modes.values().sum())
    );
}

async fn figures_are_kept_from_whoever_does_not_oversee_the_work(app: &App) {
    deploy(app).await;
    work(app, 2).await;
    let filter = json!({ "filter": { "definitionKey": "field-report" } });
    let due = async |position: &str| -> u64 {
        let person = app.holder(position).await;
        let said = person.ask(FIGURES, filter.clone()).await;
        said["kpis"]["onTimeRate"]["due"]
            .as_u64()
            .expect("a number")
            + said["kpis"]["overdueTasks"]["total"]
                .as_u64()
                .expect("a number")
    };
    let lead = due(LEAD).await;
    assert!(lead > 0, "the team lead sees the regency's figures");
    assert_eq!(
        due("64.02/dinkes/officer").await,
        0,
        "an officer oversees nothing"
    );
    let stranger = app.ask(None, "{ kpis { from } }", json!({})).await;
    assert_eq!(stranger.error_code(), "UNAUTHENTICATED");
}

async fn a_period_that_is_none_is_refused(app: &App) {
    let lead = app.holder(LEAD).await;
    for filter in [
        json!({ "year": 2026, "from": "2026-01-01" }),
        json!({ "from": "2026-02-01", "until": "2026-01-01" }),
        json!({ "from": "2020-01-01", "until": "2026-01-01" }),
    ] {
        let refused = lead
            .try_ask(
                "query($filter: KpiFilter) { kpis(filter: $filter) { from } }",
                json!({ "filter": filter }),
            )
            .await;
        assert_eq!(refused.error_code(), "INVALID_PERIOD");
    }
}
