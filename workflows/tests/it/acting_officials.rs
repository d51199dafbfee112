//! The table of `docs/acting-officials.md`, row by row: each situation is built as it is written there, the decision
//! `acting-authority` and `permit` are asked, and both must answer what the table says. A row that cannot be read is
//! a failure, so the document cannot say what nobody checks.

use serde_json::json;
use uuid::Uuid;
use workflows::access::{
    Action, Actor, Grant, Held, Mandate, Mode, Reason, Subject, Verdict, Via, permit,
};
use workflows::dmn::Model;
use workflows::feel::{Context, Environment, Value};
use workflows::id::{DelegationId, PersonId, PositionId};

const DOCUMENT: &str = include_str!("../../../docs/acting-officials.md");
const TABLES: &str = include_str!("../../library/masterplan-approval/acting-authority.dmn");

const SELF: u128 = 1;
const LENDER: u128 = 2;
const OTHER: u128 = 3;

fn person(n: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(n))
}

/// Code, organisation and role of a post of the table.
fn post(name: &str) -> (&'static str, &'static str, &'static str) {
    match name {
        "head" => ("64.02/bupati", "64.02", "REGENCY_HEAD"),
        "sekda" => ("64.02/sekda", "64.02", "REGENCY_SECRETARY"),
        "opd" => ("64.02/dinkes/head", "64.02/dinkes", "OPD_HEAD"),
        "opd2" => ("64.02/dinsos/head", "64.02/dinsos", "OPD_HEAD"),
        "officer" => ("64.02/dinkes/officer", "64.02/dinkes", "OPD_OFFICER"),
        "seat" => ("64.02/dewan/1", "64.02", "COUNCIL_MEMBER"),
        "auditor" => ("64.02/inspektorat/auditor", "64.02", "AUDITOR"),
        other => panic!("{other} is no post of the table"),
    }
}

fn path(organisation: &str) -> String {
    let body = organisation.strip_prefix("64.02").expect("of the regency");
    format!("/id/64/64.02{body}/")
}

/// `PLT opd`, `lent DEFINITIVE opd`.
fn held(text: &str) -> Held {
    let (lent, text) = match text.strip_prefix("lent ") {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mode, name) = text.split_once(' ').expect("a mode and a post");
    let (code, organisation, role) = post(name);
    Held {
        position: PositionId::derived(Uuid::nil(), code.bytes().map(u64::from).sum(), 0),
        code: code.into(),
        title: code.into(),
        organisation: organisation.into(),
        org_path: path(organisation),
        mode: mode.parse().expect("a mode"),
        roles: vec![Grant {
            role: role.parse().expect("a role"),
            organisation: organisation.into(),
            path: path(organisation),
        }],
        decree: None,
        via: match lent {
            false => Via::Own,
            true => Via::Delegation {
                from: person(LENDER),
                delegation: DelegationId::from_uuid(Uuid::from_u128(9)),
            },
        },
    }
}

fn actor(text: &str) -> Actor {
    let positions = match text {
        "nobody" => Vec::new(),
        posts => posts.split(" + ").map(held).collect(),
    };
    Actor::person(person(SELF), None, positions)
}

/// What the shipped decision says of the kind of document: for the guard, and for one mode.
fn decided(model: &Model, kind: &str, mode: Option<Mode>, letter: bool) -> (Mandate, String) {
    let letter = if letter { json!("doc_1") } else { json!(null) };
    let input =
        json!({ "documentKind": kind, "mode": mode.map(Mode::code), "mandateLetter": letter });
    let Value::Context(input) = Value::from_json(&input) else {
        panic!("a context")
    };
    let now = "2026-10-05T00:00:00Z".parse().expect("a moment");
    let asked = |decision| {
        let outcome = model.evaluate(decision, &input as &Context, &Environment::at(now));
        let Value::Context(answer) = outcome.expect("a decision").value else {
            panic!("{decision} of {kind}")
        };
        answer
    };
    let (all, one) = (asked("signing-authority"), asked("acting-authority"));
    assert_eq!(all.get("verdict"), one.get("verdict"), "{kind} {mode:?}");
    let verdict = one.get("verdict").and_then(Value::as_str);
    let mandate = Mandate::read(all.get("modes"));
    if let Some(mode) = mode {
        let alone = Verdict::read(verdict.expect("a verdict"));
        assert_eq!(mandate.of(mode), alone, "{kind} {mode}: by mode and alone");
    }
    (mandate, verdict.unwrap_or_default().to_owned())
}

/// The object of a row, and for a paper what the decision says of the first of the actor's posts.
fn subject(model: &Model, text: &str, actor: &Actor) -> (Subject, Option<String>) {
    let mut parts = text.split("; ");
    let what = parts.next().expect("something to decide");
    let more: Vec<&str> = parts.collect();
    let (kind, address) = match what.split_once(" for ") {
        Some((kind, address)) => (kind, address),
        None => (what, "person"),
    };
    let address = match address {
        "person" => format!("person:{}", person(SELF)),
        "any opd" => "OPD_HEAD@64.02".to_owned(),
        name => post(name).0.to_owned(),
    };
    let mut subject = Subject::of("/id/64/64.02/").addressed_to([address]);
    let mut said = None;
    let mandate = match kind {
        "task" | "vote" => Mandate::read(None),
        "strategic task" | "strategic vote" => Mandate::read(Some(&Value::Boolean(true))),
        paper => {
            let kind = paper.strip_prefix("paper ").expect("a paper, task or vote");
            let mode = actor.positions.first().map(|held| held.mode);
            let (mandate, verdict) = decided(model, kind, mode, more.contains(&"mandate letter"));
            said = Some(verdict);
            mandate
        }
    };
    subject.mandate = Some(mandate);
    subject.strategic = mandate.is_strategic();
    for fact in more {
        match fact {
            "mandate letter" => assert!(said.is_some(), "a letter of mandate is for a paper"),
            "submitted by self" => subject.separate_from.push(person(SELF)),
            "submitted by lender" => subject.separate_from.push(person(LENDER)),
            "claimed by self" => subject.claimed_by = Some(person(SELF)),
            "claimed by lender" => subject.claimed_by = Some(person(LENDER)),
            "claimed by other" => subject.claimed_by = Some(person(OTHER)),
            "reviews opd" => subject.reviewed.push(path("64.02/dinkes")),
            "conflict" => subject.conflicts.push(person(SELF)),
            "voted" => subject.voted.push(person(SELF)),
            other => panic!("{other} is no fact of the table"),
        }
    }
    (subject, said)
}

fn action(text: &str) -> Action {
    match text {
        "CLAIM" => Action::TaskClaim,
        "COMPLETE" => Action::TaskComplete,
        "RETURN" => Action::TaskReturn,
        "RELEASE" => Action::TaskRelease,
        "ASSIGN" => Action::TaskAssign,
        "VOTE" => Action::BallotCast,
        other => panic!("{other} is no act of the table"),
    }
}

/// The rows after the heading that begins with `No`.
fn rows() -> Vec<[&'static str; 8]> {
    let (_, table) = DOCUMENT
        .split_once("| No | Situation | Who | What | Act | Answer | Rule | Source |\n")
        .expect("the table is there");
    let lines = table
        .lines()
        .skip(1)
        .take_while(|line| line.starts_with('|'));
    lines
        .map(|line| {
            let cells: Vec<&str> = line
                .trim_matches('|')
                .split('|')
                .map(|cell| cell.trim().trim_matches('`'))
                .collect();
            cells
                .try_into()
                .unwrap_or_else(|_| panic!("eight columns: {line}"))
        })
        .collect()
}

#[test]
fn every_situation_of_the_document_is_answered_as_it_says() {
    let (model, findings) = Model::parse(TABLES);
    assert!(findings.is_empty(), "{findings:#?}");
    let model = model.expect("a readable model");
    let mut wrong = Vec::new();
    let rows = rows();
    for (at, [number, situation, who, what, act, answer, rule, source]) in
        rows.iter().copied().enumerate()
    {
        assert_eq!(number, (at + 1).to_string(), "numbered in order");
        assert!(!situation.is_empty() && !source.is_empty(), "row {number}");
        let actor = actor(who);
        let (subject, verdict) = subject(&model, what, &actor);
        let decision = permit(&actor, action(act), &subject);
        let (told, by) = match (&decision, decision.reason()) {
            (_, Some(Reason::MandateLetter)) => ("NEEDS_MANDATE_LETTER", "NEEDS_MANDATE_LETTER"),
            (_, Some(reason)) => ("REFUSED", reason.code()),
            (workflows::access::Decision::Allow { rule, .. }, None) => (
                "ALLOWED",
                rule.strip_suffix(&format!(":{}", person(SELF)))
                    .unwrap_or(rule),
            ),
            (decision, None) => panic!("{decision:?}"),
        };
        if (told, by) != (answer, rule) {
            wrong.push(format!(
                "{number} {situation}: {told} by {by}, not {answer} by {rule}"
            ));
        }
        // A paper in the one own post that acts, and nothing else the case: the decision alone says the answer.
        let plain = matches!(&actor.positions[..], [held] if held.is_own())
            && what
                .split("; ")
                .skip(1)
                .all(|fact| fact == "mandate letter");
        let alone = match verdict.as_deref().filter(|_| plain) {
            Some("MAY_SIGN") => "ALLOWED",
            Some("MUST_WAIT") => "REFUSED",
            Some(verdict) => verdict,
            None => answer,
        };
        if alone != answer {
            wrong.push(format!(
                "{number} {situation}: the decision says {alone}, not {answer}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(rows.len() >= 40, "{} rows", rows.len());
}

#[test]
fn the_document_shows_every_mode_answer_and_reason_that_concerns_acting() {
    let rows = rows();
    let says = |column: usize, word: &str| rows.iter().any(|row| row[column].contains(word));
    for mode in Mode::ALL {
        assert!(says(2, mode.code()), "{mode}");
    }
    for answer in ["ALLOWED", "REFUSED", "NEEDS_MANDATE_LETTER"] {
        assert!(says(5, answer), "{answer}");
    }
    for reason in [
        Reason::MandateOnly,
        Reason::MandateLetter,
        Reason::BorrowedAuthority,
        Reason::FourEyes,
        Reason::NoProxy,
        Reason::AlreadyVoted,
        Reason::OwnWork,
        Reason::Conflict,
        Reason::ClaimedByOther,
        Reason::NotCandidate,
        Reason::Hidden,
    ] {
        assert!(says(6, reason.code()), "{}", reason.code());
    }
}

#[test]
fn a_guard_that_cannot_be_read_stands() {
    let read = |value: Value| Mandate::read(Some(&value));
    for open in [Value::Boolean(false), Value::from("false")] {
        assert_eq!(read(open), Mandate::ROUTINE);
    }
    assert_eq!(Mandate::read(None), Mandate::ROUTINE);
    for closed in [
        Value::Boolean(true),
        Value::from("true"),
        Value::Null,
        Value::from("yes"),
        Value::from_json(&json!([1])),
        Value::from_json(&json!({})),
        Value::from_json(&json!({ "PLT": "UNKNOWN", "PLH": null })),
    ] {
        assert_eq!(read(closed.clone()), Mandate::STRATEGIC, "{closed}");
    }
    let own = read(Value::from_json(
        &json!({ "PLT": "MAY_SIGN", "PLH": "NEEDS_MANDATE_LETTER" }),
    ));
    assert_eq!(own.of(Mode::Plt), Verdict::MaySign);
    assert_eq!(own.of(Mode::Plh), Verdict::NeedsMandateLetter);
    assert!(!own.is_strategic());
    for mode in Mode::ALL {
        let waits = Mandate::STRATEGIC.of(mode) == Verdict::MustWait;
        assert_eq!(waits, !mode.is_definitive(), "{mode}");
    }
}
