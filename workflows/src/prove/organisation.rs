//! Organisational soundness: whether, in a regency as its register stands, somebody can do every task of a process
//! (issue 3 point 7; DOMAIN 3, 6.1, 6.2).
//!
//! Addresses are read from the model as far as they stand there: literals, and texts inside expressions that look like
//! addresses (`"role:REGENCY_HEAD"`, `"OPD_HEAD@" + ...`). What only the data of a case know is counted, not judged.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::access::{Held, Role};
use crate::id::{PersonId, PositionId};
use crate::model::{Element, ElementIndex, Kind, Process};
use crate::voting::{QuorumResult, QuorumRule, Seat, Threshold, quorum};

use super::addressed::{Addressed, addressed};
use super::attendance::Attendance;

/// A region whose staffing is examined.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Organisation {
    /// Code, `64.02`.
    pub code: String,
    /// Path, `/id/64/64.02/`.
    pub path: String,
}

/// A person in a position on the day of the examination.
#[derive(Debug, Clone)]
pub struct Incumbent {
    /// The person.
    pub person: PersonId,
    /// The position with its roles.
    pub held: Held,
}

/// A seat of a council.
#[derive(Debug, Clone)]
pub struct CouncilSeat {
    /// Path of the regency whose council it is.
    pub path: String,
    /// The position that holds it.
    pub position: PositionId,
    /// The block it belongs to, such as `OPD` or `ACADEMIA`.
    pub block: String,
    /// It votes.
    pub voting: bool,
}

/// Who holds what, on one day.
#[derive(Debug, Clone, Default)]
pub struct Register {
    /// Persons in positions.
    pub incumbents: Vec<Incumbent>,
    /// Seats of all councils.
    pub seats: Vec<CouncilSeat>,
    /// What the decision `quorum` that is deployed asks for; empty where there is none, or it is not known.
    pub attendance: Attendance,
}

/// What can be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Lack {
    /// Nobody holds a position that the task is addressed to.
    Unstaffed,
    /// A strategic task, and only mandate holders (Plt, Plh) hold the positions.
    NoDefinitiveHolder,
    /// Four eyes: whoever may act here can have acted in the tasks it must be separate from.
    SeparationLeavesNobody,
    /// A vote, and the council's filled seats are too few for any quorum.
    QuorumUnreachable,
}

impl Lack {
    /// Stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unstaffed => "UNSTAFFED",
            Self::NoDefinitiveHolder => "NO_DEFINITIVE_HOLDER",
            Self::SeparationLeavesNobody => "SEPARATION_LEAVES_NOBODY",
            Self::QuorumUnreachable => "QUORUM_UNREACHABLE",
        }
    }
}

/// One thing that is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Shortfall {
    /// What is missing.
    pub kind: Lack,
    /// BPMN id of the task.
    pub element: String,
    /// Its line in the file.
    pub line: u32,
    /// What is wrong, in English.
    pub message: String,
    /// What is wrong, in Indonesian.
    pub message_id: String,
}

/// The staffing of one process in one organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Staffing {
    /// BPMN id of the process.
    pub process: String,
    /// Code of the organisation.
    pub organisation: String,
    /// Nothing is missing in the tasks that could be judged.
    pub staffed: bool,
    /// What is missing, in the order of the file.
    pub shortfalls: Vec<Shortfall>,
    /// Ids of the tasks whose holders only the data of a case know.
    pub decided_by_data: Vec<String>,
}

/// Examines the tasks of a process in an organisation.
#[must_use]
pub fn staffing(process: &Process, organisation: &Organisation, register: &Register) -> Staffing {
    let examination = Examination {
        process,
        organisation,
        register,
    };
    let mut shortfalls = Vec::new();
    let mut decided_by_data = Vec::new();
    for element in process.user_tasks() {
        let Kind::UserTask(task) = &element.kind else {
            continue;
        };
        let addressed = addressed(task);
        if is_vote(element) {
            shortfalls.extend(examination.quorum(element));
        }
        if addressed.by_data && !addressed.stands_in_model() {
            decided_by_data.push(element.id.clone());
            continue;
        }
        shortfalls.extend(examination.task(element, &addressed));
    }
    Staffing {
        process: process.id.clone(),
        organisation: organisation.code.clone(),
        staffed: shortfalls.is_empty(),
        shortfalls,
        decided_by_data,
    }
}

struct Examination<'a> {
    process: &'a Process,
    organisation: &'a Organisation,
    register: &'a Register,
}

impl Examination<'_> {
    fn task(&self, element: &Element, addressed: &Addressed) -> Option<Shortfall> {
        let all = self.holders(addressed);
        if all.is_empty() {
            return Some(self.lack(Lack::Unstaffed, element, &[]));
        }
        let strategic = property(element, "strategic").is_some_and(|said| said != "false");
        let able: BTreeSet<PersonId> = all
            .iter()
            .filter(|it| !strategic || it.held.mode.is_definitive())
            .map(|it| it.person)
            .collect();
        if able.is_empty() {
            return Some(self.lack(Lack::NoDefinitiveHolder, element, &[]));
        }
        if addressed.by_data {
            // Whoever else the data name may act too.
            return None;
        }
        let separate: Vec<ElementIndex> = property(element, "separateFrom")
            .into_iter()
            .flat_map(|names| names.split(','))
            .filter_map(|id| self.process.find(id.trim()))
            .collect();
        let others: Vec<BTreeSet<PersonId>> =
            separate.iter().map(|at| self.may_have_done(*at)).collect();
        let repeated = |at: &ElementIndex| self.process.element(*at).repetition.is_some();
        // A task that runs many times may take all of its candidates.
        let emptied = separate
            .iter()
            .zip(&others)
            .any(|(at, others)| repeated(at) && able.is_subset(others));
        if !separate.is_empty() && (emptied || all_taken(&able, &others)) {
            let ids: Vec<&str> = separate
                .iter()
                .map(|at| self.process.element(*at).id.as_str())
                .collect();
            return Some(self.lack(Lack::SeparationLeavesNobody, element, &ids));
        }
        None
    }

    /// Persons who may have done another task; nobody when only the data know.
    fn may_have_done(&self, at: ElementIndex) -> BTreeSet<PersonId> {
        match &self.process.element(at).kind {
            Kind::UserTask(task) => self
                .holders(&addressed(task))
                .into_iter()
                .map(|it| it.person)
                .collect(),
            _ => BTreeSet::new(),
        }
    }

    /// Persons whose position is addressed, and whose office lets them do business.
    fn holders(&self, addressed: &Addressed) -> Vec<&Incumbent> {
        let keys: BTreeSet<String> = addressed
            .principals
            .iter()
            .map(|principal| principal.key(&self.organisation.code))
            .collect();
        self.register
            .incumbents
            .iter()
            .filter(|it| {
                let held = &it.held;
                let business = !held.has_role(Role::Auditor) && !held.has_role(Role::Sysadmin);
                let here = held.org_path.starts_with(&self.organisation.path)
                    && addressed.somewhere.iter().any(|role| held.has_role(*role));
                business && (here || held.principals().iter().any(|key| keys.contains(key)))
            })
            .collect()
    }

    /// Whether the filled seats alone, with everybody there, are enough: for each class of decision that the table
    /// `quorum` knows, or, without it, more than half of all members (two thirds for a vote of two thirds).
    fn quorum(&self, element: &Element) -> Option<Shortfall> {
        let holder: BTreeMap<PositionId, PersonId> = self
            .register
            .incumbents
            .iter()
            .map(|it| (it.held.position, it.person))
            .collect();
        let seats: Vec<Seat> = self
            .register
            .seats
            .iter()
            .filter(|seat| seat.voting && seat.path == self.organisation.path)
            .map(|seat| Seat {
                code: seat.position.to_string(),
                block: seat.block.clone(),
                holder: holder.get(&seat.position).map(ToString::to_string),
            })
            .collect();
        let everybody: BTreeSet<String> = seats
            .iter()
            .filter_map(|seat| seat.holder.clone())
            .collect();
        let plain = QuorumRule {
            min_present: match property(element, "vote") {
                Some("TWO_THIRDS") => Threshold::TWO_THIRDS,
                _ => Threshold::MORE_THAN_HALF,
            },
            blocks: Vec::new(),
        };
        let mut rules: Vec<(&str, &QuorumRule)> = self.register.attendance.rules().collect();
        if rules.is_empty() {
            rules.push(("", &plain));
        }
        let short: Vec<(&str, QuorumResult)> = rules
            .into_iter()
            .map(|(class, rule)| (class, quorum(rule, &seats, &everybody)))
            .filter(|(_, count)| !count.met)
            .collect();
        let (_, first) = short.first()?;
        let counts = [first.present.to_string(), first.members.to_string()];
        let mut values: Vec<&str> = counts.iter().map(String::as_str).collect();
        let said: Vec<[String; 2]> = short
            .iter()
            .filter(|(class, _)| !class.is_empty())
            .map(|(class, count)| missing(class, count))
            .collect();
        let [en, id] = [0, 1].map(|language| {
            let all = said.iter().map(|both| both[language].as_str());
            all.collect::<Vec<_>>().join(", ")
        });
        values.extend([en.as_str(), id.as_str()]);
        Some(self.lack(Lack::QuorumUnreachable, element, &values))
    }

    fn lack(&self, kind: Lack, element: &Element, values: &[&str]) -> Shortfall {
        let shown = match &element.name {
            Some(name) if !name.trim().is_empty() => {
                format!("\"{}\" ({})", name.trim(), element.id)
            }
            _ => format!("\"{}\"", element.id),
        };
        let at = &self.organisation.code;
        let (message, message_id) = match kind {
            Lack::Unstaffed => (
                format!("In {at} nobody holds a position that {shown} is addressed to."),
                format!("Di {at} tidak ada pemegang jabatan yang dituju oleh {shown}."),
            ),
            Lack::NoDefinitiveHolder => (
                format!(
                    "In {at} only mandate holders (Plt, Plh) hold the positions of {shown}, which is strategic."
                ),
                format!(
                    "Di {at} jabatan untuk {shown} hanya dipegang pelaksana (Plt, Plh), padahal keputusannya strategis."
                ),
            ),
            Lack::SeparationLeavesNobody => {
                let others = values.join(", ");
                (
                    format!(
                        "In {at} everybody who may do {shown} may have done {others}, from which it must be separate."
                    ),
                    format!(
                        "Di {at} semua yang berwenang untuk {shown} mungkin sudah mengerjakan {others}, padahal harus orang lain."
                    ),
                )
            }
            Lack::QuorumUnreachable => {
                let value = |at: usize| values.get(at).copied().unwrap_or_default();
                let (there, members) = (value(0), value(1));
                let [en, id] = [
                    (2, "for decisions of the class"),
                    (3, "untuk keputusan kelas"),
                ]
                .map(|(at, words)| match value(at) {
                    "" => String::new(),
                    classes => format!(" {words} {classes}"),
                });
                (
                    format!(
                        "In {at} the council has {there} of {members} members: no quorum for {shown} can be reached{en}."
                    ),
                    format!(
                        "Di {at} dewan terisi {there} dari {members} anggota: kuorum untuk {shown} tidak mungkin tercapai{id}."
                    ),
                )
            }
        };
        Shortfall {
            kind,
            element: element.id.clone(),
            line: element.line,
            message,
            message_id,
        }
    }
}

/// What a class of decision lacks, in English and Indonesian: `PLAN_APPROVAL (5 needed, nobody of ACADEMIA)`.
fn missing(class: &str, count: &QuorumResult) -> [String; 2] {
    let blocks = count.missing_blocks.join(", ");
    let (en, id) = if blocks.is_empty() {
        (String::new(), String::new())
    } else {
        (
            format!(", nobody of {blocks}"),
            format!(", tanpa wakil {blocks}"),
        )
    };
    [
        format!("{class} ({} needed{en})", count.needed),
        format!("{class} (perlu {}{id})", count.needed),
    ]
}

/// Whether the other tasks, each done by one person, can use up everybody (a matching that covers `able`).
fn all_taken(able: &BTreeSet<PersonId>, others: &[BTreeSet<PersonId>]) -> bool {
    if able.len() > others.len() {
        return false;
    }
    let mut taken: BTreeMap<usize, PersonId> = BTreeMap::new();
    able.iter()
        .all(|person| place(*person, others, &mut taken, &mut BTreeSet::new()))
}

/// Finds a task for a person, moving others if need be.
fn place(
    person: PersonId,
    others: &[BTreeSet<PersonId>],
    taken: &mut BTreeMap<usize, PersonId>,
    tried: &mut BTreeSet<usize>,
) -> bool {
    for (task, candidates) in others.iter().enumerate() {
        if !candidates.contains(&person) || !tried.insert(task) {
            continue;
        }
        let free = match taken.get(&task).copied() {
            None => true,
            Some(rival) => place(rival, others, taken, tried),
        };
        if free {
            taken.insert(task, person);
            return true;
        }
    }
    false
}

fn property<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    let value = element.properties.get(&format!("mufakat:{name}"))?;
    Some(value.trim())
}

fn is_vote(element: &Element) -> bool {
    property(element, "vote").is_some()
}
