//! One running Mufakat: its rooms opened in order, its workers started, its address known.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use metrics_exporter_prometheus::PrometheusHandle;
use schema::deployed::Deployed;
use schema::graph::build::{Deps, MufakatSchema, build};
use schema::paper_templates::ShippedTemplate;
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::auth::{Passwords, SignIn, Tokens};
use crate::commands::{Door, deploy_library};
use crate::config::Config;
use crate::documents::blobs::BlobStore;
use crate::documents::papers::{PaperKind, files, validate};
use crate::documents::signature::LocalProvider;
use crate::effects::{Mailer, Outbound, Vault, Workers};
use crate::ports::Clock;
use crate::store::{Store, webhook};
use crate::{http, schedule, seed, telemetry};

/// Passwords hashed at once: 19 MiB each, and the cores are needed for other things.
const HASHES_AT_ONCE: usize = 2;

/// What handlers share.
#[derive(Clone)]
pub struct App {
    /// The door for writes, with the store behind it.
    pub door: Door,
    /// The GraphQL schema.
    pub graphql: MufakatSchema,
    /// Access tokens.
    pub tokens: Arc<Tokens>,
    /// Sign-in.
    pub sign_in: SignIn,
    /// Files.
    pub blobs: BlobStore,
    /// Local signing keys, to check signatures.
    pub signer: Arc<LocalProvider>,
    /// How often links of mails are asked for.
    pub links: Arc<http::Pace>,
    /// Metrics.
    pub metrics: PrometheusHandle,
    /// Another build of the web application.
    pub ui_dir: Option<PathBuf>,
    /// Where people reach this installation.
    pub public_url: String,
    /// Turns true when the program stops.
    pub stop: watch::Receiver<bool>,
}

/// The templates of papers as they are shipped, told to the API as plain data.
fn shipped_templates() -> Result<Arc<[ShippedTemplate]>> {
    files()
        .map(|(file, source)| {
            let name = file.strip_suffix(".j2").unwrap_or(file);
            let kind = PaperKind::named(name);
            let facts = match kind {
                Some(kind) => validate::facts_of(kind)?,
                None => Vec::new(),
            };
            Ok(ShippedTemplate {
                name: name.to_owned(),
                title: kind.map_or("Bagian bersama", PaperKind::title).to_owned(),
                title_en: kind.map_or("Shared parts", PaperKind::title_en).to_owned(),
                source: source.to_owned(),
                facts: facts
                    .into_iter()
                    .map(|fact| (fact.path, fact.example))
                    .collect(),
            })
        })
        .collect()
}

/// A started application.
pub struct Running {
    /// What handlers share.
    pub app: App,
    /// Where it listens.
    pub address: SocketAddr,
    /// The workers, for a test that wants to run them at a given moment.
    pub workers: Workers,
    stop: watch::Sender<bool>,
    serving: JoinHandle<Result<()>>,
    heartbeat: schedule::Heartbeat,
}

impl Running {
    /// Opens everything and listens. The database is migrated and the shipped workflows are deployed first.
    ///
    /// # Errors
    /// When a room cannot be opened; the error says which.
    pub async fn start(config: Config, clock: Clock) -> Result<Self> {
        let (app, workers, stop) = open(&config, clock).await?;
        let listener = TcpListener::bind(config.listen)
            .await
            .with_context(|| format!("cannot listen on {}", config.listen))?;
        let address = listener.local_addr()?;
        let serving = tokio::spawn(http::serve(
            listener,
            http::router(app.clone()),
            app.stop.clone(),
        ));
        let heartbeat =
            schedule::Heartbeat::start(workers.clone(), app.stop.clone(), config.manual_workers)
                .await?;
        tracing::info!(%address, "Mufakat listens on http://{address}");
        Ok(Self {
            app,
            address,
            workers,
            stop,
            serving,
            heartbeat,
        })
    }

    /// Waits until the server ends by itself.
    ///
    /// # Errors
    /// When it failed.
    pub async fn wait(self) -> Result<()> {
        let outcome = self.serving.await.context("the HTTP server panicked")?;
        self.heartbeat.stop().await;
        outcome
    }

    /// Stops listening, lets requests finish, stops the workers.
    ///
    /// # Errors
    /// When the server failed meanwhile.
    pub async fn stop(self) -> Result<()> {
        let _ = self.stop.send(true);
        self.wait().await
    }

    /// A handle that stops it from elsewhere.
    #[must_use]
    pub fn stopper(&self) -> watch::Sender<bool> {
        self.stop.clone()
    }
}

/// Everything behind the HTTP server: opened, migrated, the shipped workflows deployed; nothing listens or ticks yet.
pub struct Prepared {
    /// The door for writes, with the store behind it.
    pub door: Door,
    /// Workers, not started.
    pub workers: Workers,
    /// Password hashing.
    pub passwords: Passwords,
    /// Sign-in.
    pub sign_in: SignIn,
    /// Access tokens.
    pub tokens: Arc<Tokens>,
    /// Files.
    pub blobs: BlobStore,
    /// Local signing keys.
    pub signer: Arc<LocalProvider>,
}

impl Prepared {
    /// Opens the rooms in order.
    ///
    /// # Errors
    /// When one cannot be opened; the error says which.
    pub async fn open(config: &Config, clock: Clock) -> Result<Self> {
        tokio::fs::create_dir_all(&config.data_dir)
            .await
            .with_context(|| {
                format!("cannot make the data folder {}", config.data_dir.display())
            })?;
        let store = Store::open(&config.database_url()).await?;
        store.migrate().await?;
        let deployed = Deployed::default();
        deployed
            .refresh(store.read())
            .await
            .context("cannot read what is deployed")?;
        let keys = config.data_dir.join("keys");
        tokio::fs::create_dir_all(&keys)
            .await
            .context("cannot make the folder for keys")?;
        let signer = Arc::new(LocalProvider::open(&keys.join("signature.pem"))?);
        let jwt_keys = config.jwt_keys();
        let tokens = Arc::new(Tokens::open(
            &jwt_keys.iter().map(PathBuf::as_path).collect::<Vec<_>>(),
        )?);
        let passwords = Passwords::new(HASHES_AT_ONCE)?;
        let sign_in = SignIn::new(
            store.clone(),
            Arc::clone(&tokens),
            passwords.clone(),
            clock.clone(),
        );
        let blobs = BlobStore::in_folder(&config.data_dir.join("documents"))?;
        let vault = Arc::new(Vault::open(&keys.join("webhook.key"))?);
        let sealing = Arc::clone(&vault);
        let sealed = store
            .write(move |transaction| {
                Box::pin(async move {
                    webhook::seal_anew(transaction, |row, stored| sealing.anew(row, stored)).await
                })
            })
            .await
            .context("cannot seal the secrets of webhooks")?;
        if sealed > 0 {
            tracing::info!(
                sealed,
                "secrets of webhooks sealed with the newest key: {sealed}"
            );
        }
        let door = Door {
            store,
            deployed,
            clock,
            signer: signer.clone(),
            public_url: config.public_url().into(),
            outbound: Outbound::open(config)?,
            vault: Arc::clone(&vault),
            wake: Arc::new(Notify::new()),
        };
        deploy_library(&door).await?;
        let mailer = Mailer::open(config)?;
        let workers = Workers::new(
            door.clone(),
            blobs.clone(),
            signer.clone(),
            mailer,
            config.public_url(),
        );
        Ok(Self {
            door,
            workers,
            passwords,
            sign_in,
            tokens,
            blobs,
            signer,
        })
    }
}

/// What handlers share, over opened rooms.
async fn open(config: &Config, clock: Clock) -> Result<(App, Workers, watch::Sender<bool>)> {
    let Prepared {
        door,
        workers,
        passwords,
        sign_in,
        tokens,
        blobs,
        signer,
    } = Prepared::open(config, clock).await?;
    if config.demo {
        seed::regions(&door.store, |done| tracing::info!("regions loaded: {done}")).await?;
        seed::demo(&door, &workers, &passwords).await?;
    }
    let now = door.clock.clone();
    let vault = Arc::clone(&door.vault);
    let graphql = build(Deps {
        read: door.store.read().clone(),
        deployed: door.deployed.clone(),
        commands: Arc::new(door.clone()),
        sessions: Arc::new(sign_in.clone()),
        open_secret: Arc::new(move |row, stored| vault.read(row, stored)),
        changes: door.store.changes().sender(),
        demo: config.demo,
        clock: Arc::new(move || now.now()),
        public_url: config.public_url(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        templates: shipped_templates()?,
    });
    let (stop, stopped) = watch::channel(false);
    let app = App {
        door,
        graphql,
        tokens,
        sign_in,
        blobs,
        signer,
        links: Arc::default(),
        metrics: telemetry::metrics(),
        ui_dir: config.ui_dir.clone(),
        public_url: config.public_url(),
        stop: stopped,
    };
    Ok((app, workers, stop))
}
