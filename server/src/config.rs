//! What an operator sets: flags, or environment variables of the same names.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use ipnet::IpNet;

/// Settings of `mufakat serve` and of every command that opens the database.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// `sqlite:path` or `postgres://…`; a file in the data folder when absent.
    #[arg(
        long = "database-url",
        env = "MUFAKAT_DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub database: Option<String>,
    /// Where to listen.
    #[arg(long, env = "MUFAKAT_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Folder for the database, documents, keys and demo mails.
    #[arg(long, env = "MUFAKAT_DATA_DIR", default_value = "data")]
    pub data_dir: PathBuf,
    /// Mail server, for instance `smtp://user:secret@mail.example:587`; without it mails become files.
    #[arg(
        long,
        env = "MUFAKAT_SMTP_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub smtp_url: Option<String>,
    /// Sender of mails.
    #[arg(
        long,
        env = "MUFAKAT_MAIL_FROM",
        default_value = "Mufakat <mufakat@localhost>"
    )]
    pub mail_from: String,
    /// Where people reach this installation; the address it listens on when absent.
    #[arg(long = "public-url", env = "MUFAKAT_PUBLIC_URL", value_name = "URL")]
    pub public: Option<String>,
    /// Ed25519 key files for access tokens, the first one signs; made in the data folder when absent.
    #[arg(
        long = "jwt-keys",
        env = "MUFAKAT_JWT_KEYS",
        value_delimiter = ',',
        value_name = "FILES"
    )]
    pub jwt: Vec<PathBuf>,
    /// Demo data and sign-in cards; every password is `mufakat-demo`.
    #[arg(long, env = "MUFAKAT_DEMO")]
    pub demo: bool,
    /// Serves the web application from this folder instead of the embedded one.
    #[arg(long, env = "MUFAKAT_UI_DIR", value_name = "PATH")]
    pub ui_dir: Option<PathBuf>,
    /// Networks of one's own that webhooks may reach, for instance `10.20.0.0/16`; without them only the open internet.
    #[arg(
        long,
        env = "MUFAKAT_WEBHOOK_NETWORKS",
        value_delimiter = ',',
        value_name = "NETWORKS"
    )]
    pub webhook_networks: Vec<IpNet>,
    /// Certificates (PEM) that webhook receivers may be known by, besides those of the public authorities.
    #[arg(long, env = "MUFAKAT_WEBHOOK_CA", value_name = "FILE")]
    pub webhook_ca: Option<PathBuf>,
    /// Tests run the workers by hand, on their own clock.
    #[arg(skip)]
    pub manual_workers: bool,
}

impl Config {
    /// The database to open.
    #[must_use]
    pub fn database_url(&self) -> String {
        self.database
            .clone()
            .unwrap_or_else(|| format!("sqlite:{}", self.data_dir.join("mufakat.db").display()))
    }

    /// Where people reach this installation, without a slash at the end.
    #[must_use]
    pub fn public_url(&self) -> String {
        self.public.as_ref().map_or_else(
            || format!("http://{}", self.listen),
            |url| url.trim_end_matches('/').to_owned(),
        )
    }

    /// Key files of access tokens.
    #[must_use]
    pub fn jwt_keys(&self) -> Vec<PathBuf> {
        if self.jwt.is_empty() {
            vec![self.data_dir.join("keys").join("access-token.pem")]
        } else {
            self.jwt.clone()
        }
    }
}
