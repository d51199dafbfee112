//! A vote: a multi-instance user task with the property `mufakat:vote` (DIALECT 2). The counting rules are
//! [`crate::voting`]'s; here they meet tasks and variables.

use crate::feel::{Context, Value};
use crate::model::{Element, Kind};
use crate::voting::{
    Ballot, BallotKind, BallotRefusal, Choice, DecideWhen, Electorate, Method, Rules, Tally,
    Threshold, TieRule, accept, tally,
};

use super::super::command::{Key, Stamp};
use super::super::event::Event;
use super::super::machine::{Machine, Problem};
use super::super::note::{Held, Note};
use super::super::refusal::Refusal;
use super::super::state::Vote;
use super::super::variables::raise;
use super::user_task::property;

/// The property that makes a multi-instance user task a vote; its value is the method.
const VOTE: &str = "mufakat:vote";

/// Freezes the rules and the electorate, when the body is a vote.
pub(crate) fn open(
    machine: &mut Machine<'_>,
    body: Key,
    element: &Element,
    items: Option<&Value>,
) -> Result<(), Problem> {
    if !matches!(element.kind, Kind::UserTask(_)) || !element.properties.contains_key(VOTE) {
        return Ok(());
    }
    let of = |short: &str| match element.properties.get(&format!("{VOTE}{short}")) {
        None => Ok(Value::Null),
        Some(source) => property(machine, body, source)
            .map_err(|problem| wrong(&format!("vote{short}: {}", problem.message))),
    };
    let mut rules = Rules::of(method(&of("")?)?);
    rules.threshold = threshold(&of(".threshold")?)?;
    rules.decide_when = match of(".decideWhen")?.as_str() {
        None | Some("KNOWN" | "") => DecideWhen::Known,
        Some("ALL") => DecideWhen::All,
        Some(other) => return Err(wrong(&format!("decideWhen cannot be {other}"))),
    };
    rules.tie = match of(".tie")?.as_str() {
        None | Some("REJECT" | "") => TieRule::Reject,
        Some("CHAIR") => TieRule::Chair,
        Some(other) => return Err(wrong(&format!("tie cannot be {other}"))),
    };
    rules.ballot = match of(".ballot")?.as_str() {
        None | Some("OPEN" | "") => BallotKind::Open,
        Some("SECRET") => BallotKind::Secret,
        Some(other) => return Err(wrong(&format!("ballot cannot be {other}"))),
    };
    let said = of(".electorate")?;
    let by_items = said.is_null();
    let source = if by_items {
        items.cloned().unwrap_or_default()
    } else {
        said
    };
    let (electorate, seats) = electorate(&source, &mut rules)?;
    machine.note(Note::VoteOpened {
        body,
        rules,
        electorate,
        seats: if by_items { seats } else { Vec::new() },
    });
    // A vote can be certain before the first ballot: nobody is there, or not enough to win.
    let Some(count) = machine
        .instance(body)
        .and_then(|it| it.body.as_ref()?.vote.as_ref())
        .map(|vote| (tally(&vote.rules, &vote.electorate, &[]), vote))
        .map(|(count, vote)| (shown(vote, &count), count.settled))
    else {
        return Ok(());
    };
    if count.1 {
        machine.emit(Event::TallyChanged {
            body,
            element: element.id.clone(),
            tally: count.0,
            settled: true,
        });
    }
    Ok(())
}

fn wrong(message: &str) -> Problem {
    Problem::new("VOTE_INVALID", message)
}

fn method(value: &Value) -> Result<Method, Problem> {
    Ok(match value.as_str().unwrap_or_default() {
        "CONSENSUS" => Method::Consensus,
        "MAJORITY_PRESENT" | "true" => Method::MajorityPresent,
        "ABSOLUTE" => Method::Absolute,
        "TWO_THIRDS" => Method::TwoThirds,
        "WEIGHTED" => Method::Weighted,
        other => return Err(wrong(&format!("{other:?} is no method"))),
    })
}

/// `2/3` (at least) or `>1/2` (more than).
fn threshold(value: &Value) -> Result<Option<Threshold>, Problem> {
    let text = match value {
        Value::Null => return Ok(None),
        other => other.to_text(),
    };
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let (strict, fraction) = match text.strip_prefix('>') {
        Some(rest) => match rest.strip_prefix('=') {
            Some(rest) => (false, rest),
            None => (true, rest),
        },
        None => (false, text),
    };
    fraction
        .split_once('/')
        .and_then(|(part, whole)| {
            let part = part.trim().parse().ok()?;
            let whole = whole.trim().parse().ok()?;
            Threshold::new(part, whole, strict).ok()
        })
        .map(Some)
        .ok_or_else(|| wrong(&format!("{text:?} is no threshold such as 2/3 or >1/2")))
}

/// Reads `[elector]` or `{electors, chair, entitled}`; an elector is a text, or `{person, seat, weight, veto}` where
/// `position` and `code` stand for `seat` too.
fn electorate(source: &Value, rules: &mut Rules) -> Result<(Electorate, Vec<String>), Problem> {
    let (list, around) = match source {
        Value::List(items) => (items.clone(), None),
        Value::Context(context) => match context.get("electors").and_then(Value::as_list) {
            Some(items) => (items.clone(), Some(context.clone())),
            None => return Err(wrong("the electorate has no `electors`")),
        },
        _ => return Err(wrong("the electorate is no list")),
    };
    let mut seats = Vec::new();
    for item in list.iter() {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let (person, seat) = match item {
            Value::String(name) => (name.to_string(), name.to_string()),
            Value::Context(elector) => {
                let seat = text(elector.get("seat"))
                    .or_else(|| text(elector.get("position")))
                    .or_else(|| text(elector.get("code")));
                let person = text(elector.get("person")).or_else(|| seat.clone());
                let Some(person) = person else {
                    return Err(wrong("an elector has neither person nor seat"));
                };
                if let Some(weight) = elector.get("weight").and_then(Value::as_i64) {
                    let weight = u32::try_from(weight).unwrap_or_default();
                    rules.weights.insert(person.clone(), weight);
                }
                if elector.get("veto").and_then(Value::as_bool) == Some(true) {
                    rules.vetoers.insert(person.clone());
                }
                let seat = seat.unwrap_or_else(|| person.clone());
                (person, seat)
            }
            other => return Err(wrong(&format!("a {} is no elector", other.type_name()))),
        };
        seats.push((person, seat));
    }
    let chair = around
        .as_ref()
        .and_then(|it| it.get("chair"))
        .and_then(Value::as_str)
        .map(str::to_owned);
    let entitled = around
        .as_ref()
        .and_then(|it| it.get("entitled"))
        .and_then(Value::as_i64)
        .and_then(|it| u64::try_from(it).ok())
        .unwrap_or(0);
    let names = seats.iter().map(|(person, _)| person.clone()).collect();
    Ok((Electorate::freeze(seats, chair, entitled), names))
}

/// The vote that a task belongs to, with its body.
fn of_task<'m>(machine: &'m Machine<'_>, task: Key) -> Option<(Key, &'m Vote)> {
    let body = machine
        .instance(task)
        .filter(|it| it.loop_counter.is_some())?
        .scope;
    let vote = machine.instance(body)?.body.as_ref()?.vote.as_ref()?;
    Some((body, vote))
}

/// The name under which a property of the vote is configured, or its default.
fn named(machine: &Machine<'_>, key: Key, short: &str, default: &str) -> String {
    machine
        .place(key)
        .and_then(|(process, index)| {
            let properties = &process.element(index).properties;
            properties.get(&format!("{VOTE}.{short}")).cloned()
        })
        .filter(|name| !name.trim().is_empty())
        .unwrap_or_else(|| default.to_owned())
}

fn ballot(
    machine: &Machine<'_>,
    task: Key,
    vote: &Vote,
    person: Option<&str>,
    position: Option<&str>,
    values: &Context,
) -> Result<Ballot, BallotRefusal> {
    if let Some(person) = person
        && vote
            .ballots
            .iter()
            .any(|cast| cast.person.as_deref() == Some(person))
    {
        return Err(BallotRefusal::AlreadyCast);
    }
    fn knows<'n>(vote: &Vote, name: Option<&'n str>) -> Option<&'n str> {
        name.filter(|it| vote.electorate.contains(it))
    }
    let seat = machine
        .instance(task)
        .and_then(|it| it.loop_counter)
        .and_then(|at| vote.seats.get(at as usize - 1))
        .map(String::as_str);
    let elector = knows(vote, person)
        .or_else(|| knows(vote, seat))
        .or_else(|| knows(vote, position))
        .ok_or(BallotRefusal::NotElector)?;
    let choice: Choice = values
        .get_text(&named(machine, task, "choice", "choice"))
        .unwrap_or_default()
        .parse()?;
    Ok(Ballot {
        person: elector.to_owned(),
        choice,
        note: values.get_text("note"),
    })
}

trait Texts {
    fn get_text(&self, name: &str) -> Option<String>;
}

impl Texts for Context {
    fn get_text(&self, name: &str) -> Option<String> {
        self.get(name)?.as_str().map(str::to_owned)
    }
}

fn votes(vote: &Vote) -> Vec<Ballot> {
    vote.ballots
        .iter()
        .map(|cast| cast.ballot.clone())
        .collect()
}

/// Whether a completion is an acceptable ballot; anything that is no vote is.
pub(crate) fn check(
    machine: &Machine<'_>,
    task: Key,
    actor: Option<&Stamp>,
    values: &Context,
) -> Result<(), Refusal> {
    let Some((_, vote)) = of_task(machine, task) else {
        return Ok(());
    };
    let person = actor.map(|it| it.person.as_str());
    let position = actor.and_then(|it| it.position.as_deref());
    ballot(machine, task, vote, person, position, values)
        .and_then(|ballot| accept(&vote.rules, &vote.electorate, &votes(vote), &ballot))
        .map(|_| ())
        .map_err(|refusal| Refusal::BallotRefused {
            reason: refusal.to_string(),
        })
}

/// Counts the ballot that a completed task is.
pub(crate) fn cast(machine: &mut Machine<'_>, task: Key, held: &Held) {
    let Some((body, vote)) = of_task(machine, task) else {
        return;
    };
    let accepted = ballot(
        machine,
        task,
        vote,
        held.by.as_deref(),
        held.position.as_deref(),
        &held.values,
    )
    .and_then(|next| {
        let count = accept(&vote.rules, &vote.electorate, &votes(vote), &next)?;
        Ok((next, count))
    });
    // While listeners held it, the vote may have closed: then it is an ordinary completion that nobody counts.
    let Ok((ballot, count)) = accepted else {
        return;
    };
    let shown = shown(vote, &count);
    let element = machine
        .instance(body)
        .map(|it| it.element.clone())
        .unwrap_or_default();
    machine.note(Note::BallotCast {
        body,
        task,
        ballot,
        person: held.by.clone(),
        position: held.position.clone(),
    });
    machine.emit(Event::TallyChanged {
        body,
        element,
        tally: shown,
        settled: count.settled,
    });
    // Kept current, so that a deadline that closes the vote finds the result too.
    publish(machine, body);
}

/// What may be shown of a count.
fn shown(vote: &Vote, count: &Tally) -> Value {
    let mut shown = Context::new();
    shown.insert("outcome", wire(&count.outcome));
    shown.insert("settled", count.settled);
    shown.insert("outstanding", count.outstanding);
    shown.insert(
        "cast",
        (vote.electorate.electors().len() as u32).saturating_sub(count.outstanding),
    );
    if count.may_show_counts(&vote.rules) {
        shown.insert("approve", count.approve);
        shown.insert("approveWithNotes", count.approve_with_notes);
        shown.insert("reject", count.reject);
        shown.insert("abstain", count.abstain);
        shown.insert("recuse", count.recuse);
        shown.insert("approvingWeight", count.approving_weight as usize);
        shown.insert("base", count.base as usize);
        shown.insert("needed", count.needed as usize);
    }
    shown.into()
}

/// The name of a value as it is written in JSON.
fn wire<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|it| it.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn result(vote: &Vote) -> Value {
    let ballots = votes(vote);
    let count = tally(&vote.rules, &vote.electorate, &ballots);
    let mut result = match shown(vote, &count) {
        Value::Context(context) => (*context).clone(),
        _ => Context::new(),
    };
    // Were it closed now: who has not voted stays in the base like an abstention.
    let mut closed = ballots;
    for elector in vote.electorate.electors() {
        if !closed.iter().any(|cast| cast.person == elector.person) {
            closed.push(Ballot {
                person: elector.person.clone(),
                choice: Choice::Abstain,
                note: None,
            });
        }
    }
    let if_closed = tally(&vote.rules, &vote.electorate, &closed).outcome;
    let open_roll = vote.rules.ballot == BallotKind::Open;
    if open_roll || count.settled {
        result.insert("outcomeIfClosed", wire(&if_closed));
    }
    if open_roll {
        result.insert(
            "ballots",
            Value::list(vote.ballots.iter().map(|cast| {
                let mut said = Context::new();
                said.insert("elector", cast.ballot.person.as_str());
                said.insert("person", cast.person.clone());
                said.insert("position", cast.position.clone());
                said.insert("choice", wire(&cast.ballot.choice));
                said.insert("note", cast.ballot.note.clone());
                said.into()
            })),
        );
    }
    result.into()
}

fn publish(machine: &mut Machine<'_>, body: Key) {
    let Some((result, around)) = machine.instance(body).and_then(|it| {
        let vote = it.body.as_ref()?.vote.as_ref()?;
        Some((result(vote), it.scope))
    }) else {
        return;
    };
    let mut values = Context::new();
    values.insert(named(machine, body, "result", "voteResult"), result);
    raise(machine, around, values);
}

/// Whether the vote of a body is settled: no further ballot would be taken.
pub(crate) fn decided(machine: &Machine<'_>, body: Key) -> bool {
    machine
        .instance(body)
        .and_then(|it| it.body.as_ref()?.vote.as_ref())
        .is_some_and(|vote| vote.settled)
}

/// Adds the result of a vote to what a finished body brings.
pub(crate) fn conclude(machine: &Machine<'_>, body: Key, results: &mut Context) {
    let result = machine
        .instance(body)
        .and_then(|it| it.body.as_ref()?.vote.as_ref())
        .map(|vote| result(vote));
    if let Some(result) = result {
        results.insert(named(machine, body, "result", "voteResult"), result);
    }
}
