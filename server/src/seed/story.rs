//! A sign-off under way, so that every screen of a demo has something to show: Kutai Kartanegara's council is voting, one
//! member has rejected (DOMAIN 10). It is played through the same door as everybody's work, on a virtual clock, so that
//! its history, deadlines and record are as real as any.

use anyhow::{Context as _, Result, anyhow, bail};
use chrono::{DateTime, Duration, NaiveDate, TimeZone as _, Timelike as _, Utc};
use chrono_tz::Tz;
use schema::commands::{Answer, Commands as _, Request};
use schema::tables::{task_candidate, user_task};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use uuid::Uuid;
use workflows::access::Actor;
use workflows::calendar::Calendar;
use workflows::id::DocumentId;

use super::books;
use crate::commands::upload::{self, Upload};
use crate::commands::{Door, actor_of};
use crate::documents::text::words_of_stored;
use crate::effects::Workers;
use crate::ports::Clock;
use crate::register::demo::masterplan;
use crate::register::regions::RegionExtract;
use crate::store::register;

const REGENCY: &str = "64.02";
const ZONE: Tz = chrono_tz::Asia::Makassar;
/// How long the council has been voting when the demo begins.
const VOTING_FOR: Duration = Duration::minutes(20);
/// How many ballots are in, the rejecting one among them.
const BALLOTS: usize = 5;

/// Plays a sign-off until its vote, unless one is open that will stay open for a while.
pub(super) async fn sign_off_under_way(
    door: &Door,
    workers: &Workers,
    extract: &RegionExtract,
    year: i32,
) -> Result<()> {
    let now = door.clock.now();
    let open = user_task::Entity::find()
        .filter(user_task::Column::Element.eq("cast-vote"))
        .filter(user_task::Column::Open.eq(true))
        .filter(user_task::Column::Due.gt(now + Duration::minutes(30)))
        .one(door.store.read())
        .await?;
    if open.is_some() {
        return Ok(());
    }
    tracing::info!("playing the demo sign-off of Kutai Kartanegara (data contoh)");
    let calendar = Calendar::shipped().for_region(REGENCY);
    let today = now.with_timezone(&ZONE).date_naive();
    let begin = calendar
        .working_days_before(today, 20)
        .unwrap_or(today - chrono::Days::new(30));
    let clock = Clock::manual(at(begin, 9, 0));
    let player = Player {
        workers: workers.on_clock(clock.clone()),
        clock,
        instance: Uuid::nil(),
    };
    player
        .play(extract, year, now)
        .await
        .context("the demo sign-off cannot be played")
}

fn at(day: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    let local = day.and_hms_opt(hour, minute, 0).unwrap_or_default();
    ZONE.from_local_datetime(&local)
        .earliest()
        .map_or_else(Utc::now, |local| local.with_timezone(&Utc))
}

struct Player {
    workers: Workers,
    clock: Clock,
    instance: Uuid,
}

/// An open task and somebody who may do it.
struct Turn {
    task: user_task::Model,
    actor: Actor,
    position: String,
}

impl Player {
    fn door(&self) -> &Door {
        &self.workers.door
    }

    async fn play(mut self, extract: &RegionExtract, year: i32, now: DateTime<Utc>) -> Result<()> {
        self.bring_the_bundle(extract, year).await?;
        self.agencies_confirm().await?;
        self.initials().await?;
        self.meeting(now).await?;
        self.ballots().await
    }

    /// Lets time pass; what falls due on the way happens at its own time.
    async fn wait_until(&self, until: DateTime<Utc>) {
        while self.clock.now() < until {
            self.clock
                .set(until.min(self.clock.now() + Duration::hours(6)));
            self.workers.run_due().await;
        }
    }

    async fn pass(&self, minutes: i64) {
        self.wait_until(self.clock.now() + Duration::minutes(minutes))
            .await;
    }

    async fn turns(&self, element: &str) -> Result<Vec<Turn>> {
        let read = self.door().store.read();
        let rows = user_task::Entity::find()
            .filter(user_task::Column::InstanceId.eq(self.instance))
            .filter(user_task::Column::Element.eq(element))
            .filter(user_task::Column::Open.eq(true))
            .order_by_asc(user_task::Column::Key)
            .all(read)
            .await?;
        let mut turns = Vec::with_capacity(rows.len());
        for task in rows {
            let candidates = task_candidate::Entity::find()
                .filter(task_candidate::Column::TaskId.eq(task.id))
                .all(read)
                .await?;
            let principals: Vec<String> = candidates.into_iter().map(|row| row.principal).collect();
            let people = register::recipients(
                read,
                &principals,
                self.clock.now().with_timezone(&ZONE).date_naive(),
            )
            .await?;
            let somebody = people
                .first()
                .with_context(|| format!("nobody may do {element} ({principals:?})"))?;
            let actor = actor_of(read, somebody.person, self.clock.now()).await?;
            let position = somebody.position.clone().unwrap_or_default();
            turns.push(Turn {
                task,
                actor,
                position,
            });
        }
        Ok(turns)
    }

    async fn only(&self, element: &str) -> Result<Turn> {
        let turns = self.turns(element).await?;
        turns
            .into_iter()
            .next()
            .with_context(|| format!("{element} is not open"))
    }

    async fn submit(&self, actor: &Actor, request: Request) -> Result<Answer> {
        let answer = self
            .door()
            .submit(actor, None, request)
            .await
            .map_err(|problem| anyhow!("{problem} {:?}", problem.fields))?;
        self.workers.run_due().await;
        Ok(answer)
    }

    async fn complete(&self, turn: &Turn, variables: Value) -> Result<()> {
        let element = &turn.task.element;
        self.submit(
            &turn.actor,
            Request::CompleteTask {
                task: turn.task.id,
                variables,
            },
        )
        .await
        .with_context(|| format!("completing {element}"))?;
        Ok(())
    }

    /// What the task's form was shown with.
    async fn shown(&self, turn: &Turn, name: &str) -> Result<Value> {
        let row = schema::tables::process_instance::Entity::find_by_id(self.instance)
            .one(self.door().store.read())
            .await?
            .context("the instance is gone")?;
        let loaded = crate::store::instance::load(self.door().store.read(), row).await?;
        let key = u64::try_from(turn.task.key).unwrap_or_default();
        Ok(loaded
            .state
            .variable(key, name)
            .map_or(Value::Null, |value| value.to_json()))
    }

    /// Step 1: the team lead uploads three books and the rows of the plan.
    async fn bring_the_bundle(&mut self, extract: &RegionExtract, year: i32) -> Result<()> {
        let read = self.door().store.read();
        let today = self.clock.now().with_timezone(&ZONE).date_naive();
        let leads =
            register::recipients(read, &[format!("EXEC_TEAM_LEAD@{REGENCY}")], today).await?;
        let lead = actor_of(
            read,
            leads.first().context("the team has no lead")?.person,
            self.clock.now(),
        )
        .await?;
        let start = Request::StartInstance {
            definition_key: "masterplan-approval".to_owned(),
            version: None,
            organisation: REGENCY.to_owned(),
            business_key: None,
            variables: json!({}),
        };
        let Answer::Instance(instance) = self.submit(&lead, start).await? else {
            bail!("starting gave no instance")
        };
        self.instance = instance;
        self.pass(180).await;
        let turn = self.only("upload-bundle").await?;
        let plan = masterplan(REGENCY, year, extract)?;
        let mut documents = Vec::new();
        for (number, book) in (1..).zip(&plan.books) {
            let pdf = books::book(book, &plan, self.clock.now(), ZONE)?;
            let stored = self.workers.blobs.put_bytes(pdf.into()).await?;
            let words = words_of_stored(&self.workers.blobs, &stored).await;
            let new = Upload {
                task: Some(turn.task.id),
                kind: Some("BOOK".to_owned()),
                title: Some(book.title.clone()),
                file_name: format!("buku-{number}.pdf"),
                ..Upload::default()
            };
            let kept = upload::keep(self.door(), &turn.actor, new, stored, words)
                .await
                .map_err(|problem| anyhow!("{problem}"))?;
            documents.push(DocumentId::from_uuid(kept.document).to_string());
        }
        let short = |code: &str| code.rsplit('/').next().unwrap_or(code).to_owned();
        let source = |source: &Value| match source.as_str() {
            Some(known @ ("APBD" | "APBDES")) => known.to_owned(),
            _ => "APBDES".to_owned(),
        };
        let roadmap: Vec<Value> = plan
            .roadmap
            .iter()
            .map(|row| {
                let row_json = json!(row);
                json!({
                    "programme": row.programme, "pillar": row_json["pillar"], "subDimension": row_json["subDimension"], "opd": short(&row.opd),
                    "indicator": row.indicator, "target": format!("{} {}", row.target, row.unit), "year": row.year, "budgetSource": source(&row_json["budgetSource"]),
                })
            })
            .collect();
        let quick_wins: Vec<Value> = plan
            .quick_wins
            .iter()
            .map(|row| {
                json!({
                    "title": row.title, "pillar": json!(row)["pillar"], "opd": short(&row.lead_opd),
                    "target": format!("{} {}", row.target, row.unit), "indicator": row.indicator_name,
                })
            })
            .collect();
        let alignment: Vec<Value> = plan
            .alignment
            .iter()
            .map(|row| json!({ "objective": row.goal, "programme": row.programmes.join(", ") }))
            .collect();
        let answers = json!({
            "bookOne": documents.first(), "bookTwo": documents.get(1), "bookThree": documents.get(2),
            "roadmap": roadmap, "quickWins": quick_wins, "alignment": alignment, "budgetTotal": plan.budget_total, "amendment": false,
        });
        self.complete(&turn, answers).await
    }

    /// Step 2: every agency accepts, one with a change; each in its own time.
    async fn agencies_confirm(&self) -> Result<()> {
        for (number, turn) in self.turns("confirm-rows").await?.into_iter().enumerate() {
            self.pass(95).await;
            let rows = self.shown(&turn, "rows").await?;
            let answer = if number == 2 {
                json!({ "outcome": "ACCEPT_WITH_CHANGE", "rows": rows, "reason": "Target disesuaikan dengan pagu DPA (data contoh)." })
            } else {
                json!({ "outcome": "ACCEPT", "rows": rows })
            };
            self.complete(&turn, answer).await?;
        }
        Ok(())
    }

    /// Step 3: the chain of initials.
    async fn initials(&self) -> Result<()> {
        while let Some(turn) = self.turns("initial").await?.into_iter().next() {
            self.pass(150).await;
            self.complete(&turn, json!({ "agree": "true" })).await?;
        }
        Ok(())
    }

    /// Steps 4 to 6: invitation, comments, attendance with quorum, and a vote because consensus failed.
    async fn meeting(&self, now: DateTime<Utc>) -> Result<()> {
        // Invitations name a quarter of an hour.
        let opening = (now - VOTING_FOR - Duration::minutes(30)).with_timezone(&ZONE);
        let opening = opening - Duration::minutes(i64::from(opening.minute() % 15));
        let prepare = self.only("prepare-meeting").await?;
        self.pass(60).await;
        self.complete(
            &prepare,
            json!({
                "meetingDate": opening.date_naive().to_string(), "meetingTime": format!("{:02}:{:02}", opening.hour(), opening.minute()),
                "place": "Ruang Rapat Utama Kantor Bupati (data contoh)", "online": true, "link": "https://rapat.contoh.test/dewan",
                "agenda": [{ "item": "Pembahasan Rencana Induk Kota Cerdas" }, { "item": "Pengambilan keputusan" }],
            }),
        )
        .await?;
        let readers = self.turns("read-bundle").await?;
        for turn in readers.iter().take(2) {
            self.pass(240).await;
            self.complete(
                turn,
                json!({ "comment": "Mohon indikator tahun kedua diperjelas (data contoh)." }),
            )
            .await?;
        }
        self.wait_until(opening.with_timezone(&Utc) + Duration::minutes(1))
            .await;
        let attendance = self.only("attendance-list").await?;
        let seats = self.shown(&attendance, "attendance").await?;
        let rows: Vec<Value> = seats
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(number, row)| {
                let presence = match number {
                    11 => "LETTER",
                    12 => "ABSENT",
                    _ => "PRESENT",
                };
                json!({ "seat": row["seat"], "title": row["title"], "name": row["name"], "presence": presence })
            })
            .collect();
        self.complete(&attendance, json!({ "attendance": rows }))
            .await?;
        self.pass(8).await;
        let chair = self.only("deliberate").await?;
        self.complete(&chair, json!({ "method": "VOTE", "summary": "Musyawarah belum mencapai mufakat; diputuskan melalui pemungutan suara (data contoh)." })).await
    }

    /// Some have voted, one against; the chair and the members with sign-in cards have not yet.
    async fn ballots(&self) -> Result<()> {
        let waiting = [
            "64.02/head",
            "64.02/perguruan-tinggi/wakil-1",
            "64.02/dinkes/head",
            "64.02/diskominfo/head",
            "64.02/setda/sekda",
        ];
        let mut cast = 0;
        for turn in self.turns("cast-vote").await? {
            let held = |code: &str| {
                turn.actor.positions.iter().any(|held| held.code == code) || turn.position == code
            };
            if waiting.iter().any(|code| held(code)) || cast >= BALLOTS {
                continue;
            }
            cast += 1;
            self.pass(1).await;
            let against = cast == 3;
            let vote = Request::CastVote {
                task: turn.task.id,
                choice: if against { "REJECT" } else { "APPROVE" }.to_owned(),
                note: against.then(|| {
                    "Beban anggaran tahun kedua belum jelas sumbernya (data contoh).".to_owned()
                }),
                dissent_later: against,
            };
            self.submit(&turn.actor, vote)
                .await
                .context("casting a ballot")?;
        }
        Ok(())
    }
}
