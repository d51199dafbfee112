//! One Mufakat for one story: a copy of a seeded database, a clock that stands until the story moves it, the server as it
//! runs in production behind real HTTP. At the end nothing may be left undone and the record must verify.

use std::fs;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, TimeZone as _, Utc};
use futures_util::{SinkExt as _, StreamExt as _};
use reqwest::StatusCode;
use schema::tables::{incumbency, job, message, outbox, person, position, reminder, timer};
use sea_orm::{
    ColumnTrait, DatabaseConnection, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};
use serde_json::{Value, json};
use server::app::{Prepared, Running};
use server::config::Config;
use server::ports::Clock;
use server::{seed, store};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use uuid::Uuid;

use super::postgres::Cluster;

/// Which database a story runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// One file.
    Sqlite,
    /// A database of the cluster.
    Postgres,
}

/// Makes two tests of a story `async fn story(app: &App)`: one for each database.
macro_rules! on_both {
    ($($story:ident),+ $(,)?) => {
        $(mod $story {
            #[test]
            fn on_sqlite() {
                $crate::app::play($crate::app::Engine::Sqlite, |place| Box::pin(async move {
                    let app = $crate::app::App::start(place).await;
                    super::$story(&app).await;
                    app.finish().await;
                }));
            }
            #[test]
            fn on_postgresql() {
                $crate::app::play($crate::app::Engine::Postgres, |place| Box::pin(async move {
                    let app = $crate::app::App::start(place).await;
                    super::$story(&app).await;
                    app.finish().await;
                }));
            }
        })+
    };
}

/// Makes two tests of a story `async fn story(place: Place)` that starts its servers itself.
macro_rules! on_both_places {
    ($($story:ident),+ $(,)?) => {
        $(mod $story {
            #[test]
            fn on_sqlite() {
                $crate::app::play($crate::app::Engine::Sqlite, |place| Box::pin(super::$story(place)));
            }
            #[test]
            fn on_postgresql() {
                $crate::app::play($crate::app::Engine::Postgres, |place| Box::pin(super::$story(place)));
            }
        })+
    };
}

/// Work of a story.
pub type Story = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Plays a story on a fresh place, in a runtime like the server's.
pub fn play(engine: Engine, story: impl FnOnce(Place) -> Story) {
    let work = story(Place::fresh(engine));
    let outcome = runtime().block_on(async { tokio::spawn(work).await });
    if let Err(failed) = outcome {
        std::panic::resume_unwind(failed.into_panic());
    }
}

/// A runtime like the server's: the query parser recurses, and debug frames are large.
pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_stack_size(16 * 1024 * 1024)
        .enable_all()
        .build()
        .expect("a runtime")
}

/// A new empty folder of this run. What a killed run left behind is cleared by the next one.
pub fn scratch(purpose: &str) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    static SWEPT: OnceLock<()> = OnceLock::new();
    SWEPT.get_or_init(clear_what_dead_runs_left);
    let number = COUNT.fetch_add(1, Ordering::SeqCst);
    let name = format!("mufakat-{}-{purpose}-{number}", std::process::id());
    let path = std::env::temp_dir().join(name);
    fs::create_dir_all(&path).expect("a scratch folder");
    path
}

fn clear_what_dead_runs_left() {
    for entry in fs::read_dir(std::env::temp_dir())
        .into_iter()
        .flatten()
        .flatten()
    {
        let name = entry.file_name().to_string_lossy().into_owned();
        let run = name
            .strip_prefix("mufakat-")
            .and_then(|rest| rest.split('-').next()?.parse::<u32>().ok());
        if run.is_some_and(|run| {
            Path::new("/proc").exists() && !Path::new("/proc").join(run.to_string()).exists()
        }) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Every story begins here: Monday 23 November 2026, 09:00 in Tenggarong (WITA).
pub fn beginning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 1, 0, 0)
        .single()
        .expect("a moment")
}

/// A moment in WITA, the zone of Kutai Kartanegara.
pub fn wita(year: i32, month: u32, day: u32, hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(year, month, day, hour, 0, 0)
        .single()
        .expect("a moment")
        - TimeDelta::hours(8)
}

/// A data folder and a database, seeded with the demo register, for one story.
pub struct Place {
    /// Which database it is.
    pub engine: Engine,
    /// Database URL.
    pub url: String,
    /// Data folder.
    pub folder: PathBuf,
}

/// The seeded originals: made once a run, copied for each story.
struct Template {
    folder: PathBuf,
}

const TEMPLATE_DATABASE: &str = "mufakat_template";

impl Place {
    /// A copy of the seeded original.
    pub fn fresh(engine: Engine) -> Self {
        let template = template(engine);
        let folder = scratch("story");
        copy_folder(&template.folder, &folder);
        let url = match engine {
            Engine::Sqlite => format!("sqlite:{}", folder.join("mufakat.db").display()),
            Engine::Postgres => {
                let database = format!("story_{}", Uuid::now_v7().simple());
                Cluster::of_this_run().copy(TEMPLATE_DATABASE, &database);
                Cluster::of_this_run().url(&database)
            }
        };
        Self {
            engine,
            url,
            folder,
        }
    }

    /// Settings of a server here that works only when told to.
    pub fn config(&self) -> Config {
        config(&self.url, &self.folder)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn config(url: &str, folder: &Path) -> Config {
    Config {
        database: Some(url.to_owned()),
        listen: ([127, 0, 0, 1], 0).into(),
        data_dir: folder.to_owned(),
        smtp_url: None,
        mail_from: "Mufakat <mufakat@localhost>".to_owned(),
        public: Some("http://mufakat.test".to_owned()),
        jwt: Vec::new(),
        demo: true,
        ui_dir: None,
        webhook_networks: vec!["127.0.0.0/8".parse().expect("a network")],
        webhook_ca: None,
        manual_workers: true,
    }
}

fn template(engine: Engine) -> &'static Template {
    static SQLITE: OnceLock<Template> = OnceLock::new();
    static POSTGRES: OnceLock<Template> = OnceLock::new();
    match engine {
        Engine::Sqlite => SQLITE.get_or_init(|| Template {
            folder: seeded_file(),
        }),
        Engine::Postgres => POSTGRES.get_or_init(|| Template {
            folder: seeded_database(),
        }),
    }
}

fn seeded_file() -> PathBuf {
    let folder = scratch("seed");
    let original = folder.join("original.db");
    seed(format!("sqlite:{}", original.display()), folder.clone());
    let copy = folder.join("mufakat.db").display().to_string();
    // One file without a log beside it, so that stories can copy it.
    runtime().block_on(async {
        let database = sea_orm::Database::connect(format!("sqlite:{}", original.display()))
            .await
            .expect("the original opens");
        sea_orm::ConnectionTrait::execute_unprepared(&database, &format!("VACUUM INTO '{copy}'"))
            .await
            .expect("the original is copied");
    });
    for left in ["original.db", "original.db-wal", "original.db-shm"] {
        let _ = fs::remove_file(folder.join(left));
    }
    folder
}

fn seeded_database() -> PathBuf {
    let folder = scratch("seed");
    let cluster = Cluster::of_this_run();
    cluster.create(TEMPLATE_DATABASE);
    seed(cluster.url(TEMPLATE_DATABASE), folder.clone());
    cluster.freeze(TEMPLATE_DATABASE);
    folder
}

/// Migrates and seeds, in a runtime that ends with it and takes every connection along.
fn seed(url: String, folder: PathBuf) {
    runtime().block_on(async move {
        tokio::spawn(async move {
            let prepared = Prepared::open(&config(&url, &folder), Clock::manual(beginning()))
                .await
                .expect("the rooms open");
            seed::register(&prepared.door, &prepared.passwords)
                .await
                .expect("the register is seeded");
        })
        .await
        .expect("seeding ends");
    });
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).expect("a copy");
        }
    }
}

/// A running server and the story's hands on it.
pub struct App {
    /// The server in this process.
    pub running: Running,
    /// The story's clock.
    pub clock: Clock,
    /// Where data lives.
    pub place: Place,
    /// HTTP client.
    pub http: reqwest::Client,
}

impl App {
    /// Starts a server on `place`.
    pub async fn start(place: Place) -> Self {
        let config = place.config();
        Self::start_with(place, config, beginning()).await
    }

    /// Starts a server on `place` with other settings, at another time.
    pub async fn start_with(place: Place, config: Config, at: DateTime<Utc>) -> Self {
        let clock = Clock::manual(at);
        // The regions are not needed here: the register of the demo brings its own organisations.
        let running = Running::start(
            Config {
                demo: false,
                ..config
            },
            clock.clone(),
        )
        .await
        .expect("the server starts");
        Self {
            running,
            clock,
            place,
            http: reqwest::Client::new(),
        }
    }

    /// The address of a page.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.address)
    }

    /// The database, to look at what no page shows.
    pub fn read(&self) -> &DatabaseConnection {
        self.running.app.door.store.read()
    }

    /// Now, for the server.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Does what is due and what follows from it, until nothing is left; waits for mails on their way.
    pub async fn settle(&self) {
        for _ in 0..2_000 {
            self.running.workers.run_due().await;
            let now = self.now();
            let sending = outbox::Entity::find().filter(outbox::Column::State.eq("SENDING"));
            let waiting = outbox::Entity::find()
                .filter(outbox::Column::State.eq("WAITING"))
                .filter(outbox::Column::NextTry.lte(now));
            let telling = job::Entity::find()
                .filter(job::Column::Kind.eq("mufakat:webhook"))
                .filter(job::Column::Retries.gt(0))
                .filter(job::Column::Due.lte(now));
            let left = sending.count(self.read()).await.expect("outbox")
                + waiting.count(self.read()).await.expect("outbox")
                + telling.count(self.read()).await.expect("jobs");
            if left == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("what is due never ends");
    }

    /// Moves the clock to `to`; each timer and reminder on the way has its own time.
    pub async fn advance_to(&self, to: DateTime<Utc>) {
        assert!(to >= self.now(), "time does not go back");
        for _ in 0..10_000 {
            let timer = timer::Entity::find()
                .filter(timer::Column::Due.gt(self.now()))
                .filter(timer::Column::Due.lte(to))
                .order_by_asc(timer::Column::Due);
            let rung = reminder::Entity::find()
                .filter(reminder::Column::SentAt.is_null())
                .filter(reminder::Column::At.gt(self.now()))
                .filter(reminder::Column::At.lte(to))
                .order_by_asc(reminder::Column::At);
            let timer = timer
                .one(self.read())
                .await
                .expect("timers")
                .map(|row| row.due);
            let rung = rung
                .one(self.read())
                .await
                .expect("reminders")
                .map(|row| row.at);
            let Some(next) = timer.into_iter().chain(rung).min() else {
                self.clock.set(to);
                self.settle().await;
                return;
            };
            self.clock.set(next);
            self.settle().await;
        }
        panic!("time does not pass");
    }

    /// Moves the clock by so much.
    pub async fn advance(&self, by: TimeDelta) {
        self.advance_to(self.now() + by).await;
    }

    /// The person who holds a position today.
    pub async fn holder(&self, position_code: &str) -> Person<'_> {
        let post = position::Entity::find()
            .filter(position::Column::Code.eq(position_code))
            .one(self.read())
            .await
            .expect("positions")
            .unwrap_or_else(|| panic!("there is no position {position_code}"));
        let today = self.now().date_naive();
        let held = incumbency::Entity::find()
            .filter(incumbency::Column::PositionId.eq(post.id))
            .filter(incumbency::Column::ValidFrom.lte(today))
            .filter(
                sea_orm::Condition::any()
                    .add(incumbency::Column::ValidTo.is_null())
                    .add(incumbency::Column::ValidTo.gt(today)),
            )
            .order_by_desc(incumbency::Column::ValidFrom)
            .one(self.read())
            .await
            .expect("incumbencies")
            .unwrap_or_else(|| panic!("nobody holds {position_code}"));
        self.person(held.person_id).await
    }

    /// The holder of a post `64.01/…` with one role, in a regency that the demo does not have: for what must not cross a
    /// border.
    pub async fn neighbour(&self, post: &str, role: &str) -> Person<'_> {
        use schema::tables::{account, organisation, position_role};
        use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, Database};
        let database = Database::connect(self.place.url.as_str())
            .await
            .expect("a connection");
        let path = "/id/64/64.01/".to_owned();
        let since = self.now().date_naive() - TimeDelta::days(30);
        let (regency, office, holder) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
        organisation::ActiveModel {
            id: Set(regency),
            code: Set("64.01".to_owned()),
            name: Set("Pemerintah Kabupaten Paser".to_owned()),
            kind: Set("REGENCY".to_owned()),
            path: Set(path.clone()),
            region_code: Set(Some("64.01".to_owned())),
            zone: Set("Asia/Makassar".to_owned()),
            valid_from: Set(since),
            ..Default::default()
        }
        .insert(&database)
        .await
        .expect("an organisation");
        position::ActiveModel {
            id: Set(office),
            code: Set(format!("64.01/{post}")),
            title: Set(format!("Pejabat {post} Kab. Paser")),
            organisation_id: Set(regency),
            organisation_path: Set(path.clone()),
            ..Default::default()
        }
        .insert(&database)
        .await
        .expect("a position");
        position_role::ActiveModel {
            position_id: Set(office),
            role: Set(role.to_owned()),
            organisation_path: Set(path),
        }
        .insert(&database)
        .await
        .expect("a role");
        person::ActiveModel {
            id: Set(holder),
            name: Set("Tetangga".to_owned()),
            email: Set("tetangga@contoh.id".to_owned()),
            language: Set("id".to_owned()),
        }
        .insert(&database)
        .await
        .expect("a person");
        account::ActiveModel {
            person_id: Set(holder),
            password_hash: Set(String::new()),
            disabled: Set(false),
            demo: Set(false),
            demo_order: Set(0),
            failures: Set(0),
            created_at: Set(self.now()),
            ..Default::default()
        }
        .insert(&database)
        .await
        .expect("an account");
        incumbency::ActiveModel {
            id: Set(Uuid::now_v7()),
            position_id: Set(office),
            person_id: Set(holder),
            mode: Set("DEFINITIVE".to_owned()),
            valid_from: Set(since),
            ..Default::default()
        }
        .insert(&database)
        .await
        .expect("an incumbency");
        self.person(holder).await
    }

    /// A person by id.
    pub async fn person(&self, id: Uuid) -> Person<'_> {
        let row = person::Entity::find_by_id(id)
            .one(self.read())
            .await
            .expect("people")
            .expect("the person is known");
        Person {
            app: self,
            id,
            email: row.email,
        }
    }

    /// Signs in with e-mail and password over HTTP, as the page does; answers the payload of `signIn`.
    pub async fn sign_in(&self, email: &str, password: &str) -> Value {
        let query = "mutation($input: SignInInput!) { signIn(input: $input) { session { accessToken refreshToken expiresAt } problem { code } } }";
        let answer = self
            .ask(
                None,
                query,
                json!({ "input": { "email": email, "password": password } }),
            )
            .await;
        answer.expect_data()["signIn"].clone()
    }

    /// Sends a query or mutation.
    pub async fn ask(&self, token: Option<&str>, query: &str, variables: Value) -> Answer {
        let mut request = self
            .http
            .post(self.url("/graphql"))
            .json(&json!({ "query": query, "variables": variables }));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let response = request.send().await.expect("the server answers");
        let status = response.status();
        let text = response.text().await.expect("a body");
        let body =
            serde_json::from_str(&text).unwrap_or_else(|_| panic!("not JSON ({status}): {text}"));
        Answer { status, body }
    }

    /// Ends the story: everything due is done, no mail was given up, nothing stands still, and the record verifies.
    pub async fn finish(self) {
        self.settle().await;
        let (read, now) = (self.read(), self.now());
        let timers = timer::Entity::find()
            .filter(timer::Column::Due.lte(now))
            .count(read)
            .await
            .expect("timers");
        assert_eq!(timers, 0, "timers that are due were not fired");
        let jobs = job::Entity::find()
            .filter(job::Column::Due.lte(now))
            .filter(job::Column::Kind.starts_with("mufakat:"));
        let jobs = jobs.all(read).await.expect("jobs");
        assert!(jobs.is_empty(), "jobs were left undone: {jobs:?}");
        let failed = outbox::Entity::find()
            .filter(outbox::Column::State.ne("SENT"))
            .filter(outbox::Column::NextTry.lte(now));
        let failed = failed.all(read).await.expect("outbox");
        assert!(
            failed.is_empty(),
            "the outbox holds what was not told: {failed:?}"
        );
        let stuck = message::Entity::find()
            .filter(message::Column::State.eq("PENDING"))
            .filter(message::Column::ExpiresAt.lt(now));
        assert_eq!(
            stuck.count(read).await.expect("messages"),
            0,
            "messages neither arrived nor expired"
        );
        let report = store::audit::verify(read, None, |_, _| {})
            .await
            .expect("the record can be read");
        assert!(
            report.faults.is_empty(),
            "the record is damaged: {:?}",
            report.faults
        );
        self.running
            .stop()
            .await
            .expect("the server stops in order");
    }

    /// Listens to a subscription as somebody.
    pub async fn listen(&self, token: &str, query: &str, variables: Value) -> Listening {
        let mut request = format!("ws://{}/graphql/ws", self.running.address)
            .into_client_request()
            .expect("an address");
        let protocol = "graphql-transport-ws".parse().expect("a header");
        request
            .headers_mut()
            .insert("sec-websocket-protocol", protocol);
        let (mut socket, _) = tokio_tungstenite::connect_async(request)
            .await
            .expect("the socket opens");
        let hello = json!({ "type": "connection_init", "payload": { "authorization": format!("Bearer {token}") } });
        socket
            .send(Message::text(hello.to_string()))
            .await
            .expect("hello");
        let mut listening = Listening {
            waiting: None,
            socket,
        };
        assert_eq!(listening.receive().await["type"], "connection_ack");
        let subscribe = json!({ "id": "1", "type": "subscribe", "payload": { "query": query, "variables": variables } });
        listening
            .socket
            .send(Message::text(subscribe.to_string()))
            .await
            .expect("subscribe");
        listening
    }
}

/// An open subscription.
pub struct Listening {
    /// Read ahead by `has_news`.
    waiting: Option<Value>,
    socket: tokio_tungstenite::WebSocketStream<
        tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>,
    >,
}

impl Listening {
    async fn receive(&mut self) -> Value {
        loop {
            let message = tokio::time::timeout(Duration::from_secs(60), self.socket.next())
                .await
                .expect("news within a minute");
            match message.expect("the socket is open").expect("a frame") {
                Message::Text(text) => {
                    let value: Value = serde_json::from_str(&text).expect("JSON");
                    if value["type"] != "ping" && value["type"] != "pong" {
                        return value;
                    }
                }
                Message::Close(frame) => {
                    return json!({ "type": "closed", "reason": frame.map(|frame| frame.reason.to_string()) });
                }
                _ => {}
            }
        }
    }

    /// The data of the next event; anything but data is the caller's to judge.
    pub async fn next(&mut self) -> Value {
        match self.waiting.take() {
            Some(waiting) => waiting,
            None => self.receive().await,
        }
    }

    /// Whether something has come in, or does so within a second.
    pub async fn has_news(&mut self) -> bool {
        if self.waiting.is_none() {
            self.waiting = tokio::time::timeout(Duration::from_secs(1), self.receive())
                .await
                .ok();
        }
        self.waiting.is_some()
    }
}

/// What the server said.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: StatusCode,
    /// `data` and `errors`.
    pub body: Value,
}

impl Answer {
    /// The data; a refusal ends the story.
    pub fn expect_data(&self) -> &Value {
        assert!(
            self.body.get("errors").is_none() && self.status.is_success(),
            "refused ({}): {}",
            self.status,
            self.body
        );
        &self.body["data"]
    }

    /// Code of the first error.
    pub fn error_code(&self) -> &str {
        self.body["errors"][0]["extensions"]["code"]
            .as_str()
            .unwrap_or_else(|| panic!("no coded error: {}", self.body))
    }
}

/// Somebody at work.
#[derive(Clone)]
pub struct Person<'a> {
    app: &'a App,
    /// Row of the person.
    pub id: Uuid,
    /// Address.
    pub email: String,
}

/// A task as its holder sees it.
pub const TASK: &str = "id element name state kind returnable strategic due variables form { id } \
    vote { tally { approve reject abstain approveWithNotes outstanding electors outcome settled } mine } \
    actions { action allowed code }";

impl<'a> Person<'a> {
    /// A fresh access token, as `mufakat user token` prints it.
    pub fn token(&self) -> String {
        self.app
            .running
            .app
            .sign_in
            .script_token(self.id)
            .expect("a token")
            .text
    }

    /// The data of a query or mutation.
    pub async fn ask(&self, query: &str, variables: Value) -> Value {
        self.try_ask(query, variables).await.expect_data().clone()
    }

    /// A query or mutation that may be refused.
    pub async fn try_ask(&self, query: &str, variables: Value) -> Answer {
        self.app.ask(Some(&self.token()), query, variables).await
    }

    /// Runs a mutation of one input and answers its payload; a problem is part of it.
    pub async fn mutate(&self, name: &str, input_type: &str, input: Value, fields: &str) -> Value {
        let query = format!(
            "mutation($input: {input_type}!) {{ {name}(input: $input) {{ {fields} problem {{ code message messageId field fields {{ path code }} }} }} }}"
        );
        self.ask(&query, json!({ "input": input })).await[name].clone()
    }

    /// Open tasks that this person may act on.
    pub async fn tasks(&self, instance: &str, element: &str) -> Vec<Value> {
        let query = format!(
            "query($filter: TaskFilter) {{ tasks(filter: $filter, first: 50) {{ nodes {{ {TASK} }} }} }}"
        );
        let filter = json!({ "view": "ACTIONABLE", "instanceId": instance, "element": element });
        let data = self.ask(&query, json!({ "filter": filter })).await;
        data["tasks"]["nodes"]
            .as_array()
            .cloned()
            .unwrap_or_default()
    }

    /// The one task of an element that waits for this person.
    pub async fn task(&self, instance: &str, element: &str) -> Value {
        let mut tasks = self.tasks(instance, element).await;
        assert_eq!(
            tasks.len(),
            1,
            "{} has {} tasks {element}",
            self.email,
            tasks.len()
        );
        tasks.remove(0)
    }

    /// Completes a task; a problem ends the story.
    pub async fn complete(&self, task: &Value, variables: Value) {
        let payload = self
            .try_complete(task["id"].as_str().expect("an id"), variables)
            .await;
        assert!(
            payload["problem"].is_null(),
            "{} cannot complete {}: {}",
            self.email,
            task["element"],
            payload["problem"]
        );
        self.app.settle().await;
    }

    /// Completes the one task of an element.
    pub async fn do_task(&self, instance: &str, element: &str, variables: Value) {
        let task = self.task(instance, element).await;
        self.complete(&task, variables).await;
    }

    /// Tries to complete a task and answers the payload.
    pub async fn try_complete(&self, task: &str, variables: Value) -> Value {
        let input = json!({ "taskId": task, "variables": variables, "idempotencyKey": Uuid::now_v7().to_string() });
        self.mutate(
            "completeTask",
            "CompleteTaskInput",
            input,
            "task { id state }",
        )
        .await
    }

    /// Casts a vote and answers the payload.
    pub async fn vote(&self, task: &str, choice: &str, note: Option<&str>) -> Value {
        let input = json!({
            "taskId": task, "choice": choice, "note": note, "dissentLater": choice == "REJECT",
            "idempotencyKey": Uuid::now_v7().to_string(),
        });
        self.mutate(
            "castVote",
            "CastVoteInput",
            input,
            "task { id state vote { tally { approve reject settled outcome } mine } }",
        )
        .await
    }

    /// Starts an instance and answers its id.
    pub async fn start_instance(
        &self,
        definition: &str,
        organisation: &str,
        variables: Value,
    ) -> String {
        let input = json!({
            "definitionKey": definition, "organisation": organisation, "variables": variables,
            "idempotencyKey": Uuid::now_v7().to_string(),
        });
        let payload = self
            .mutate(
                "startInstance",
                "StartInstanceInput",
                input,
                "instance { id }",
            )
            .await;
        assert!(
            payload["problem"].is_null(),
            "{} cannot start {definition}: {}",
            self.email,
            payload["problem"]
        );
        self.app.settle().await;
        payload["instance"]["id"]
            .as_str()
            .expect("an instance")
            .to_owned()
    }

    /// Uploads a file and does what follows from it.
    pub async fn upload(
        &self,
        fields: &[(&str, &str)],
        file_name: &str,
        content: &[u8],
    ) -> (StatusCode, Value) {
        let kept = self.upload_only(fields, file_name, content).await;
        self.app.settle().await;
        kept
    }

    /// Uploads a file with the fields of the form before it; answers status and body, and does nothing else.
    pub async fn upload_only(
        &self,
        fields: &[(&str, &str)],
        file_name: &str,
        content: &[u8],
    ) -> (StatusCode, Value) {
        let boundary = format!("mufakat-{}", Uuid::now_v7().simple());
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
        }
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file_name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend_from_slice(content);
        body.extend(format!("\r\n--{boundary}--\r\n").into_bytes());
        let request = self
            .app
            .http
            .post(self.app.url("/documents"))
            .bearer_auth(self.token());
        let request = request.header(
            "content-type",
            format!("multipart/form-data; boundary={boundary}"),
        );
        let response = request.body(body).send().await.expect("the server answers");
        let status = response.status();
        let body: Value = response.json().await.expect("JSON");
        (status, body)
    }

    /// The bytes of a document or version.
    pub async fn download(&self, id: &str) -> Vec<u8> {
        let request = self
            .app
            .http
            .get(self.app.url(&format!("/documents/{id}")))
            .bearer_auth(self.token());
        let response = request.send().await.expect("the server answers");
        assert_eq!(
            response.status(),
            StatusCode::OK,
            "{} may read {id}",
            self.email
        );
        response.bytes().await.expect("bytes").to_vec()
    }
}

/// An open task as the database has it: who may act, for stories that walk through everybody.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// `task_…`.
    pub id: String,
    /// Assignee, or else the candidates.
    pub principals: Vec<String>,
}

impl App {
    /// The open tasks of an element, oldest first.
    pub async fn waiting(&self, instance: &str, element: &str) -> Vec<Waiting> {
        use schema::tables::{task_candidate, user_task};
        let instance: workflows::id::InstanceId = instance.parse().expect("an instance id");
        let rows = user_task::Entity::find()
            .filter(user_task::Column::InstanceId.eq(instance.uuid()))
            .filter(user_task::Column::Element.eq(element))
            .filter(user_task::Column::Open.eq(true))
            .order_by_asc(user_task::Column::Key)
            .all(self.read())
            .await
            .expect("tasks");
        let mut waiting = Vec::new();
        for row in rows {
            let candidates = task_candidate::Entity::find()
                .filter(task_candidate::Column::TaskId.eq(row.id))
                .all(self.read())
                .await
                .expect("candidates");
            let named = candidates.into_iter().map(|candidate| candidate.principal);
            let principals = row
                .assignee
                .map_or_else(|| named.collect(), |assignee| vec![assignee]);
            waiting.push(Waiting {
                id: workflows::id::TaskId::from_uuid(row.id).to_string(),
                principals,
            });
        }
        waiting
    }

    /// Who would act on a principal: the holder of a position, the head of an agency, or the named person.
    pub async fn acting_for(&self, principal: &str) -> Person<'_> {
        if let Some(person) = principal.strip_prefix("person:") {
            let id: workflows::id::PersonId = person.parse().expect("a person id");
            return self.person(id.uuid()).await;
        }
        if let Some(agency) = principal.strip_prefix("OPD_HEAD@") {
            return self.holder(&format!("{agency}/head")).await;
        }
        self.holder(principal).await
    }
}
