//! The real program is killed with SIGKILL twenty times in the middle of work. Whatever it acknowledged is there, once;
//! whatever stayed without an answer is there once or not at all, and the same request with the same key settles it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use schema::tables::{journal, process_instance, user_task};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use server::store::{self, Store};
use tokio::sync::Mutex;
use workflows::id::TaskId;

use crate::app::Place;
use crate::program::{self, Server};

on_both_places!(twenty_kills_lose_nothing_that_was_acknowledged);

/// Kills in one story.
const KILLS: u32 = 20;
/// Clients at work at the same time.
const CLIENTS: u32 = 4;

/// What the clients know, as in a Jepsen history: who asked for what, and what was acknowledged.
#[derive(Default)]
struct History {
    /// Acknowledged starts: business key to instance.
    started: BTreeMap<String, String>,
    /// Acknowledged completions.
    completed: Vec<String>,
    /// Requests that got no answer and were settled by asking again with the same key.
    settled: u32,
}

struct Client {
    http: reqwest::Client,
    address: Arc<Mutex<String>>,
    token: String,
    history: Arc<Mutex<History>>,
    stop: Arc<AtomicBool>,
}

impl Client {
    /// Sends until there is an answer; the key makes repetition safe. `None` when the story ends first.
    async fn insist(&self, query: &str, input: Value) -> Option<Value> {
        let mut unanswered = 0;
        loop {
            let url = format!("http://{}/graphql", self.address.lock().await);
            let request = self
                .http
                .post(url)
                .bearer_auth(&self.token)
                .json(&json!({ "query": query, "variables": { "input": input } }));
            if let Ok(response) = request.send().await
                && response.status().is_success()
                && let Ok(body) = response.json::<Value>().await
                && body.get("errors").is_none()
            {
                if unanswered > 0 {
                    self.history.lock().await.settled += 1;
                }
                return Some(body["data"].clone());
            }
            unanswered += 1;
            assert!(unanswered < 6_000, "no answer for minutes: {input}");
            if self.stop.load(Ordering::SeqCst) && unanswered > 200 {
                return None;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Starts cases and completes their first task, over and over.
    async fn work(self, number: u32, counter: Arc<AtomicU32>) {
        while !self.stop.load(Ordering::SeqCst) {
            let round = counter.fetch_add(1, Ordering::SeqCst);
            let key = format!("64.02/uji/{number}-{round}");
            let start = "mutation($input: StartInstanceInput!) { startInstance(input: $input) { instance { id tasks { id element } } problem { code message } } }";
            let input = json!({ "definitionKey": "opd-assignment", "organisation": "64.02", "businessKey": key, "idempotencyKey": format!("start-{key}") });
            let Some(data) = self.insist(start, input).await else {
                return;
            };
            let instance = &data["startInstance"]["instance"];
            assert!(data["startInstance"]["problem"].is_null(), "{data}");
            let id = instance["id"].as_str().expect("an id").to_owned();
            self.history.lock().await.started.insert(key.clone(), id);
            let task = instance["tasks"][0]["id"]
                .as_str()
                .expect("the first task waits")
                .to_owned();
            let complete = "mutation($input: CompleteTaskInput!) { completeTask(input: $input) { task { id state } problem { code message fields { path code } } } }";
            let input = json!({ "taskId": task, "idempotencyKey": format!("complete-{key}"), "variables": card() });
            let Some(data) = self.insist(complete, input).await else {
                return;
            };
            assert!(data["completeTask"]["problem"].is_null(), "{data}");
            self.history.lock().await.completed.push(task);
        }
    }
}

/// Answers of `quick-win-card`.
fn card() -> Value {
    json!({
        "title": "Antrean daring", "pillar": "LIVING", "subDimension": "HEALTH", "problem": "Antrean panjang", "beneficiaries": 1000,
        "indicatorName": "Waktu tunggu", "unit": "menit", "baseline": 90, "target": 30, "startDate": "2027-02-01", "endDate": "2027-11-30",
        "leadOpd": "dinkes", "supportingOpds": [{ "opd": "diskominfo" }], "budgetCode": "DPA-CONTOH", "budgetAmount": 1_000_000,
        "fundingSource": "APBD", "risk": "Jaringan",
    })
}

async fn twenty_kills_lose_nothing_that_was_acknowledged(place: Place) {
    // A pillar lead may start such a case and is who its task waits for.
    let email = "pilar.living@kukar.demo.mufakat.test";
    let known = program::run_on(&place, &["user", "list"]);
    assert!(
        program::stdout(&known).contains(email),
        "{}{}",
        program::stdout(&known),
        program::stderr(&known)
    );
    let printed = program::run_on(&place, &["user", "token", "--email", email]);
    let token = program::stdout(&printed).trim().to_owned();
    assert!(printed.status.success(), "{}", program::stderr(&printed));

    let mut server = Server::start(&place).await;
    let address = Arc::new(Mutex::new(server.address.clone()));
    let (history, stop, counter) = (
        Arc::<Mutex<History>>::default(),
        Arc::<AtomicBool>::default(),
        Arc::<AtomicU32>::default(),
    );
    let clients: Vec<_> = (0..CLIENTS)
        .map(|number| {
            let client = Client {
                http: reqwest::Client::builder()
                    .timeout(Duration::from_secs(60))
                    .build()
                    .expect("a client"),
                address: Arc::clone(&address),
                token: token.clone(),
                history: Arc::clone(&history),
                stop: Arc::clone(&stop),
            };
            tokio::spawn(client.work(number, Arc::clone(&counter)))
        })
        .collect();
    for kill in 0..KILLS {
        // Different moments of the work, spread over a second; work must have begun.
        let before = history.lock().await.completed.len();
        while history.lock().await.completed.len() == before {
            assert!(
                !clients.iter().any(tokio::task::JoinHandle::is_finished),
                "a client met something unexpected"
            );
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        tokio::time::sleep(Duration::from_millis(u64::from(kill * 37 % 200))).await;
        server.kill_nine();
        server = Server::start(&place).await;
        address.lock().await.clone_from(&server.address);
    }
    stop.store(true, Ordering::SeqCst);
    for client in clients {
        client.await.expect("a client ends in order");
    }
    drop(server);

    let history = history.lock().await;
    assert!(
        history.completed.len() >= KILLS as usize,
        "work went on between kills: {}",
        history.completed.len()
    );
    eprintln!(
        "{KILLS} kills, {} completions acknowledged, {} requests settled by repetition",
        history.completed.len(),
        history.settled
    );
    let store = Store::open(&place.url).await.expect("the database opens");
    for (key, instance) in &history.started {
        let id: workflows::id::InstanceId = instance.parse().expect("an id");
        let found = process_instance::Entity::find()
            .filter(process_instance::Column::BusinessKey.eq(key))
            .all(store.read())
            .await
            .expect("instances");
        assert_eq!(
            found.iter().map(|row| row.id).collect::<Vec<_>>(),
            [id.uuid()],
            "{key} was started once"
        );
    }
    for task in &history.completed {
        let id: TaskId = task.parse().expect("an id");
        let row = user_task::Entity::find_by_id(id.uuid())
            .one(store.read())
            .await
            .expect("tasks")
            .expect("an acknowledged task is there");
        assert!(!row.open, "{task} was acknowledged and is open again");
        let completions = journal::Entity::find()
            .filter(journal::Column::InstanceId.eq(row.instance_id))
            .filter(journal::Column::Kind.eq("TASK_COMPLETED"));
        assert_eq!(
            completions.count(store.read()).await.expect("journal"),
            1,
            "{task} was completed once"
        );
    }
    let report = store::audit::verify(store.read(), None, |_, _| {})
        .await
        .expect("the record can be read");
    assert!(report.faults.is_empty(), "{:?}", report.faults);
}
