//! What papers are made of: the variables of the job, and the record of the case where the record knows better (who signed
//! when, in what mode). Whatever is missing becomes a dash or is left out.

use chrono::{DateTime, Utc};
use schema::tables::state::TaskState;
use schema::tables::{council, signature, user_task};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter};
use uuid::Uuid;
use workflows::feel::Value;
use workflows::id::{InstanceId, PersonId};

use super::super::super::case::place_name;
use super::super::{Assignment, Failure, reading};
use crate::documents::Digest;
use crate::documents::layout::Letterhead;
use crate::documents::papers::{
    Attendance, Ballot, Capacity, Choice, Decision, Dissent, FiledDocument, JournalAnchor, Method,
    Mode, Moment, Official, Outcome, PaperHead, QuorumBasis, QuorumCall, Seat, SignatureMark,
    Tally, Zone,
};
use crate::documents::verification::VerificationCode;
use crate::store::case_record::CaseRecord;

/// Everything that one paper may draw on.
pub(super) struct Sources<'a> {
    pub job: &'a Assignment,
    pub record: CaseRecord,
    /// "Kabupaten Kutai Kartanegara".
    pub place: String,
    /// The council's name, without the place.
    pub council: String,
    pub code: VerificationCode,
    zone: Zone,
    public_url: String,
    anchor: JournalAnchor,
}

impl<'a> Sources<'a> {
    pub async fn gather(
        connection: &DatabaseConnection,
        public_url: &str,
        job: &'a Assignment,
    ) -> Result<Self, Failure> {
        let record = CaseRecord::read(connection, job.instance).await?;
        let council = council::Entity::find()
            .filter(council::Column::OrganisationPath.eq(job.regency()))
            .one(connection)
            .await?;
        let place = place_name(&job.owner.name).to_owned();
        let hash = job
            .head
            .hash
            .as_slice()
            .try_into()
            .map_err(|_| Failure::never("the journal's head is no SHA-256 digest"))?;
        Ok(Self {
            job,
            record,
            council: council.map_or_else(
                || "Dewan Smart City".to_owned(),
                |row| without_place(&row.name, &place),
            ),
            place,
            code: VerificationCode::random()
                .map_err(|error| Failure::later(format!("no random numbers: {error}")))?,
            zone: Zone::from_iana(job.owner.zone.name()).unwrap_or(Zone::Wib),
            public_url: public_url.to_owned(),
            anchor: JournalAnchor {
                instance: InstanceId::from_uuid(job.instance).to_string(),
                seq: u64::try_from(job.head.seq).unwrap_or_default(),
                hash: Digest::from_bytes(hash),
            },
        })
    }

    pub fn variable(&self, name: &str) -> &Value {
        self.job.variable(name)
    }

    pub fn text(&self, name: &str) -> String {
        reading::text_or_dash(self.variable(name), "")
    }

    pub fn moment(&self, at: DateTime<Utc>) -> Moment {
        Moment::new(at, self.zone)
    }

    pub fn now(&self) -> Moment {
        self.moment(self.job.at)
    }

    /// Number, place, date, code and anchor of a paper of the council.
    pub fn head(&self, number: String) -> PaperHead {
        self.head_of(
            number,
            vec![
                format!("PEMERINTAH {}", self.place.to_uppercase()),
                self.council.to_uppercase(),
            ],
        )
    }

    pub fn head_of(&self, number: String, offices: Vec<String>) -> PaperHead {
        let bare = self
            .place
            .strip_prefix("Kabupaten ")
            .or_else(|| self.place.strip_prefix("Kota "))
            .unwrap_or(&self.place);
        PaperHead {
            letterhead: Letterhead {
                offices,
                address: Vec::new(),
                crest: None,
            },
            regency: self.place.clone(),
            number,
            place: bare.to_owned(),
            dated: self.now(),
            anchor: self.anchor.clone(),
            code: self.code,
            public_url: self.public_url.clone(),
        }
    }

    /// What the plan is called on paper.
    pub fn plan(&self) -> String {
        format!("Rencana Induk Kota Cerdas {}", self.place)
    }

    /// The files that these values name, as they stand.
    pub fn files(&self, values: &[&str]) -> Vec<FiledDocument> {
        let ids = values
            .iter()
            .flat_map(|name| reading::documents(self.variable(name)));
        ids.filter_map(|id| {
            let (document, version) = self.record.documents.get(&id)?;
            Some(FiledDocument {
                title: document.title.clone(),
                version: u32::try_from(version.version).unwrap_or_default(),
                bytes: u64::try_from(version.size).unwrap_or_default(),
                sha256: version.sha256.parse().ok()?,
            })
        })
        .collect()
    }

    /// Somebody as a row of the register tells: `{title, name, mode}`.
    pub fn official(&self, row: &Value) -> Official {
        Official {
            name: reading::text_or_dash(row, "name"),
            position: reading::text_or_dash(row, "title"),
            mode: mode(reading::text(row, "mode").as_deref()),
            capacity: Capacity::Own,
            rank: None,
            nip: None,
        }
    }

    /// Somebody as the record of their signature tells.
    pub fn signed_by(&self, row: &signature::Model) -> Official {
        let title = row.title.as_deref().unwrap_or("–");
        let bare = ["Plt. ", "Plh. ", "Pj. "]
            .iter()
            .find_map(|prefix| title.strip_prefix(prefix))
            .unwrap_or(title);
        Official {
            name: row.name.clone(),
            position: bare.to_owned(),
            mode: mode(row.mode.as_deref()),
            capacity: Capacity::Own,
            rank: None,
            nip: None,
        }
    }

    pub fn mark(&self, row: &signature::Model) -> Option<SignatureMark> {
        Some(SignatureMark {
            at: self.moment(row.at),
            digest: row.sha256.parse().ok()?,
            algorithm: row.algorithm.clone(),
            key_id: row.key_id.clone(),
            certified: row.certified,
        })
    }

    /// The last signature that a position gave under the current version of a document.
    pub fn signature(&self, document: &Value, position: &str) -> Option<&signature::Model> {
        let id = reading::documents(document).first().copied()?;
        let (_, version) = self.record.documents.get(&id)?;
        self.record.signatures.iter().rev().find(|row| {
            row.kind == "SIGNATURE"
                && row.version_id == version.id
                && row.position.as_deref() == Some(position)
        })
    }

    /// Tasks of an element that somebody answered, oldest first.
    pub fn answered<'s>(
        &'s self,
        element: &'s str,
    ) -> impl DoubleEndedIterator<Item = &'s user_task::Model> {
        self.record
            .done
            .iter()
            .filter(move |row| row.element == element && row.completed_by.is_some())
    }

    /// When a person last answered such a task.
    pub fn answered_at(&self, element: &str, person: Option<Uuid>) -> Option<DateTime<Utc>> {
        self.answered(element)
            .rev()
            .find(|row| row.completed_by == person)?
            .completed_at
    }

    /// The council as it was read for the meeting.
    pub fn members(&self) -> Vec<Value> {
        reading::rows(self.variable("council"))
    }

    /// When the meeting that counts was opened.
    pub fn opened_at(&self) -> Moment {
        let meeting = self.variable("meeting");
        let listed = self
            .answered("attendance-list")
            .next_back()
            .and_then(|row| row.completed_at);
        self.moment(
            reading::instant(meeting, "startsAt", self.job.owner.zone)
                .or(listed)
                .unwrap_or(self.job.at),
        )
    }

    pub fn seats(&self) -> Vec<Seat> {
        let (attendance, votes) = (
            reading::rows(self.variable("attendance")),
            reading::rows(self.variable("votes")),
        );
        let online = self
            .variable("meeting")
            .get_path("online")
            .and_then(Value::as_bool)
            .unwrap_or(false);
        let same = |row: &Value, name: &str, wanted: &Option<String>| {
            wanted.is_some() && reading::text(row, name) == *wanted
        };
        (1_u32..)
            .zip(self.members())
            .map(|(order, member)| {
                let (seat, person) = (
                    reading::text(&member, "seat"),
                    reading::text(&member, "person"),
                );
                let listed = attendance.iter().find(|row| same(row, "seat", &seat));
                let vote = votes.iter().find(|row| same(row, "seat", &seat));
                let elsewhere = votes
                    .iter()
                    .find(|row| same(row, "person", &person))
                    .filter(|_| vote.is_none());
                Seat {
                    number: seat_number(&member).unwrap_or(order),
                    block: block(&reading::text_or_dash(&member, "block")).to_owned(),
                    holder: person.is_some().then(|| self.official(&member)),
                    attendance: match listed
                        .and_then(|row| reading::text(row, "presence"))
                        .as_deref()
                    {
                        _ if person.is_none() => Attendance::Vacant,
                        Some("PRESENT") if online => Attendance::Online,
                        Some("PRESENT") => Attendance::Onsite,
                        Some("LETTER") => Attendance::Letter {
                            delegate: "pemegang surat kuasa".to_owned(),
                        },
                        _ => Attendance::Absent,
                    },
                    ballot: vote.and_then(|row| self.ballot(row)),
                    counted_at_seat: elsewhere.and_then(seat_number),
                }
            })
            .collect()
    }

    fn ballot(&self, row: &Value) -> Option<Ballot> {
        let person = person_id(row);
        let at = self.answered_at("cast-vote", person).unwrap_or(self.job.at);
        Some(Ballot {
            choice: choice(&reading::text(row, "choice")?)?,
            at: self.moment(at),
            note: reading::text(row, "note"),
        })
    }

    pub fn quorum(&self) -> QuorumBasis {
        let quorum = self.variable("quorum");
        let (seats, required) = (
            small(reading::count(quorum, "seats")),
            small(reading::count(quorum, "needed")),
        );
        let class = self.text("decisionClass");
        let strategic = class == "PLAN_APPROVAL";
        QuorumBasis {
            rule: format!("paling sedikit {required} dari {seats} pemilik suara hadir"),
            source: format!("tabel keputusan quorum, kelas {class}"),
            seats,
            required,
            required_blocks: if strategic {
                ["ACADEMIA", "BUSINESS", "COMMUNITY"]
                    .map(|code| block(code).to_owned())
                    .to_vec()
            } else {
                Vec::new()
            },
            calls: self.calls(quorum),
        }
    }

    /// Each opening with who was there: the last as the quorum was counted, those before as the lists say.
    fn calls(&self, quorum: &Value) -> Vec<QuorumCall> {
        let wanted = usize::try_from(reading::whole(self.variable("callNumber"), "").unwrap_or(1))
            .unwrap_or(1)
            .max(1);
        let lists: Vec<&user_task::Model> = self.answered("attendance-list").collect();
        let counted: Vec<&user_task::Model> = lists
            .iter()
            .copied()
            .skip(lists.len().saturating_sub(wanted))
            .collect();
        let met = quorum
            .get_path("met")
            .and_then(Value::as_bool)
            .unwrap_or(true);
        let last = QuorumCall {
            number: 1,
            at: self.opened_at(),
            present: small(reading::count(quorum, "attending")),
            met,
        };
        let Some((_, before)) = counted.split_last() else {
            return vec![last];
        };
        let earlier = before.iter().map(|row| QuorumCall {
            number: 0,
            at: self.moment(row.completed_at.unwrap_or(self.job.at)),
            present: present_in(row),
            met: false,
        });
        (1..)
            .zip(earlier.chain([last]))
            .map(|(number, call)| QuorumCall { number, ..call })
            .collect()
    }

    pub fn outcome(&self) -> Outcome {
        match self.text("meetingOutcome").as_str() {
            "APPROVED" => Outcome::Approved,
            "APPROVED_WITH_NOTES" => Outcome::ApprovedWithNotes,
            "REJECTED" => Outcome::Rejected,
            _ => Outcome::Lapsed,
        }
    }

    pub fn decision(&self) -> Decision {
        let tally = self.variable("tally");
        let voted =
            reading::text(self.variable("deliberation"), "method").as_deref() == Some("VOTE");
        let opened = self.opened_at().at;
        let element = if voted { "cast-vote" } else { "deliberate" };
        let decided = self
            .answered(element)
            .next_back()
            .and_then(|row| row.completed_at)
            .unwrap_or(self.job.at);
        Decision {
            text: self.text("subject"),
            method: if voted {
                Method::Vote
            } else {
                Method::Consensus
            },
            majority: majority(self.variable("quorum")),
            tally: if voted {
                Tally {
                    approve: reading::count(tally, "approve"),
                    approve_with_notes: reading::count(tally, "approveWithNotes"),
                    reject: reading::count(tally, "reject"),
                    abstain: reading::count(tally, "abstain"),
                    not_cast: reading::count(tally, "outstanding"),
                }
            } else {
                Tally::default()
            },
            outcome: self.outcome(),
            decided_at: self.moment(decided),
            settled_early: voted
                && self.record.done.iter().any(|row| {
                    row.element == "cast-vote"
                        && row.state == TaskState::Settled
                        && row.completed_at >= Some(opened)
                }),
        }
    }

    pub fn dissents(&self) -> Vec<Dissent> {
        let members = self.members();
        let dissent = |row: &Value| {
            let seat = reading::text(row, "seat");
            let member = members
                .iter()
                .find(|member| seat.is_some() && reading::text(member, "seat") == seat);
            let person = person_id(row);
            Some(Dissent {
                seat: seat_number(row).unwrap_or_default(),
                member: self.official(member.unwrap_or(row)),
                choice: choice(&reading::text(row, "choice")?)?,
                statement: reading::text(row, "statement")?,
                filed_at: self.moment(
                    self.answered_at("dissent-statement", person)
                        .unwrap_or(self.job.at),
                ),
                mark: None,
            })
        };
        reading::rows(self.variable("dissents"))
            .iter()
            .filter_map(dissent)
            .collect()
    }
}

fn person_id(row: &Value) -> Option<Uuid> {
    reading::text(row, "person")?
        .parse()
        .ok()
        .map(PersonId::uuid)
}

fn present_in(row: &user_task::Model) -> u32 {
    let submitted: serde_json::Value = row
        .submitted
        .as_deref()
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    let listed = submitted
        .get("attendance")
        .and_then(|list| list.as_array())
        .map_or(0, |list| {
            list.iter()
                .filter(|row| row["presence"] == "PRESENT")
                .count()
        });
    u32::try_from(listed).unwrap_or(u32::MAX)
}

fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The number in a seat's code: `07`.
fn seat_number(row: &Value) -> Option<u32> {
    let code = reading::text(row, "seat")?;
    let digits: String = code
        .chars()
        .rev()
        .take_while(char::is_ascii_digit)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    digits.parse().ok()
}

fn without_place(name: &str, place: &str) -> String {
    let bare = place
        .strip_prefix("Kabupaten ")
        .or_else(|| place.strip_prefix("Kota "))
        .unwrap_or(place);
    name.strip_suffix(place)
        .or_else(|| name.strip_suffix(bare))
        .unwrap_or(name)
        .trim_end()
        .to_owned()
}

fn mode(code: Option<&str>) -> Mode {
    match code {
        Some("PLT") => Mode::Plt,
        Some("PLH") => Mode::Plh,
        Some("PJ") => Mode::Pj,
        _ => Mode::Definitive,
    }
}

fn choice(code: &str) -> Option<Choice> {
    match code {
        "APPROVE" => Some(Choice::Approve),
        "APPROVE_WITH_NOTES" => Some(Choice::ApproveWithNotes),
        "REJECT" => Some(Choice::Reject),
        "ABSTAIN" => Some(Choice::Abstain),
        "RECUSE" => Some(Choice::Recuse),
        _ => None,
    }
}

/// A block of seats as papers write it.
fn block(code: &str) -> &str {
    match code {
        "EXECUTIVE" => "Eksekutif",
        "OPD" => "Perangkat Daerah",
        "FORKOPIMDA" => "Forkopimda",
        "LEGISLATURE" => "Legislatif",
        "ACADEMIA" => "Akademisi",
        "BUSINESS" => "Dunia Usaha",
        "COMMUNITY" => "Komunitas",
        other => other,
    }
}

/// The majority that a rule asks for, in words.
fn majority(quorum: &Value) -> String {
    let (over, under) = (
        reading::whole(quorum, "threshold.numerator"),
        reading::whole(quorum, "threshold.denominator"),
    );
    let strict = quorum
        .get_path("threshold.strict")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    match (over, under, strict) {
        (Some(over), Some(under), true) => format!("lebih dari {over}/{under} dari yang hadir"),
        (Some(over), Some(under), false) => {
            format!("paling sedikit {over}/{under} dari yang hadir")
        }
        _ => "suara terbanyak".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(json: serde_json::Value) -> Value {
        Value::from_json(&json)
    }

    #[test]
    fn a_majority_is_told_in_words() {
        assert_eq!(
            majority(&value(
                serde_json::json!({ "threshold": { "numerator": 2, "denominator": 3, "strict": false } })
            )),
            "paling sedikit 2/3 dari yang hadir"
        );
        assert_eq!(
            majority(&value(
                serde_json::json!({ "threshold": { "numerator": 1, "denominator": 2, "strict": true } })
            )),
            "lebih dari 1/2 dari yang hadir"
        );
        assert_eq!(majority(&Value::Null), "suara terbanyak");
    }

    #[test]
    fn a_seat_is_numbered_by_the_end_of_its_code() {
        assert_eq!(
            seat_number(&value(serde_json::json!({ "seat": "07" }))),
            Some(7)
        );
        assert_eq!(
            seat_number(&value(serde_json::json!({ "seat": "dewan#12" }))),
            Some(12)
        );
        assert_eq!(
            seat_number(&value(serde_json::json!({ "seat": "ketua" }))),
            None
        );
    }

    #[test]
    fn a_council_is_named_without_its_place() {
        assert_eq!(
            without_place(
                "Dewan Smart City Kutai Kartanegara",
                "Kabupaten Kutai Kartanegara"
            ),
            "Dewan Smart City"
        );
        assert_eq!(
            without_place("Dewan Smart City", "Kota Bontang"),
            "Dewan Smart City"
        );
    }
}
