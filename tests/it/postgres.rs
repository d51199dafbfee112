//! One PostgreSQL cluster for the whole run, made on the first use and gone with the process, however it ends: a small
//! shell holds the other end of a pipe, and when the pipe closes it stops the server and removes the files.
//!
//! fsync is off: no story crashes PostgreSQL itself, only its clients.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use sqlx::postgres::PgConnection;
use sqlx::{Connection as _, Executor as _};

/// A running cluster.
pub struct Cluster {
    port: u16,
    /// Its standard input is the pipe that keeps the cluster alive.
    _keeper: Child,
}

/// What the keeper does: serve until the pipe closes, then stop and tidy up.
const KEEPER: &str = r#""$1" -D "$2" -p "$3" -k "$2" -h 127.0.0.1 -c max_connections=300 -c fsync=off \
-c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB -c log_min_messages=warning >"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -QUIT "$server" 2>/dev/null
wait "$server"
rm -rf "$2""#;

impl Cluster {
    /// The cluster of this run.
    pub fn of_this_run() -> &'static Self {
        static CLUSTER: OnceLock<Cluster> = OnceLock::new();
        CLUSTER.get_or_init(Self::start)
    }

    fn start() -> Self {
        let binaries = binaries();
        let directory = super::app::scratch("postgres");
        let servant = unprivileged();
        if let Some((user, group)) = servant {
            chown(&directory, Some(user), Some(group)).expect("the cluster's folder changes hands");
        }
        let run_as = |command: &mut Command| {
            if let Some((user, group)) = servant {
                command.uid(user).gid(group);
            }
            command.current_dir(&directory);
        };
        let mut init = Command::new(binaries.join("initdb"));
        init.args([
            "--no-sync",
            "--auth=trust",
            "--username=mufakat",
            "--encoding=UTF8",
        ]);
        init.args(["--locale=C", "--no-instructions", "-D"])
            .arg(&directory);
        run_as(&mut init);
        let made = init.output().expect("initdb runs");
        assert!(
            made.status.success(),
            "initdb failed: {}",
            String::from_utf8_lossy(&made.stderr)
        );
        let port = free_port();
        let mut keeper = Command::new("sh");
        keeper
            .arg("-c")
            .arg(KEEPER)
            .arg("keeper")
            .arg(binaries.join("postgres"))
            .arg(&directory);
        keeper
            .arg(port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        // A group of its own, so that Ctrl-C reaches the tests and not the one who tidies up after them.
        keeper.process_group(0);
        run_as(&mut keeper);
        let cluster = Self {
            port,
            _keeper: keeper.spawn().expect("the cluster starts"),
        };
        cluster.wait_until_ready(&directory);
        cluster
    }

    fn wait_until_ready(&self, directory: &Path) {
        let patience = Instant::now() + Duration::from_secs(60);
        while let Err(error) = self.command("SELECT 1") {
            let log = fs::read_to_string(directory.join("log")).unwrap_or_default();
            assert!(
                Instant::now() < patience,
                "PostgreSQL does not start: {error}\n{log}"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// URL of a database in this cluster.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://mufakat@127.0.0.1:{}/{database}", self.port)
    }

    /// Runs one command in the maintenance database.
    pub fn command(&self, sql: &str) -> Result<(), sqlx::Error> {
        let (url, sql) = (self.url("postgres"), sql.to_owned());
        let run = async move {
            let mut connection = PgConnection::connect(&url).await?;
            connection.execute(sqlx::AssertSqlSafe(sql)).await?;
            connection.close().await
        };
        std::thread::spawn(move || super::app::runtime().block_on(run))
            .join()
            .expect("the command is run")
    }

    /// An empty database.
    pub fn create(&self, database: &str) {
        self.command(&format!("CREATE DATABASE {database}"))
            .expect("a database is created");
    }

    /// Lets nobody into a database any more, so that it can be copied.
    pub fn freeze(&self, database: &str) {
        self.command(&format!(
            "ALTER DATABASE {database} ALLOW_CONNECTIONS false"
        ))
        .expect("the template is closed");
        self.command(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'"
        ))
        .expect("its last guests leave");
    }

    /// A copy of a frozen database.
    pub fn copy(&self, template: &str, database: &str) {
        self.command(&format!("CREATE DATABASE {database} TEMPLATE {template}"))
            .expect("the template is copied");
    }
}

/// Where `initdb` and `postgres` are: on the path, or where Debian keeps them (the newest version).
fn binaries() -> PathBuf {
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<PathBuf> = std::env::split_paths(&on_path).collect();
    for root in ["/usr/lib/postgresql", "/usr/local/pgsql"] {
        let mut versions: Vec<PathBuf> = fs::read_dir(root)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path().join("bin"))
            .collect();
        versions.sort();
        places.extend(versions.into_iter().rev());
        places.push(Path::new(root).join("bin"));
    }
    places
        .into_iter()
        .find(|place| place.join("initdb").exists() && place.join("postgres").exists())
        .expect("PostgreSQL is installed (make test installs it)")
}

/// PostgreSQL refuses to run as root: then it runs as `postgres`, or as nobody.
fn unprivileged() -> Option<(u32, u32)> {
    let id = |arguments: &[&str]| -> Option<u32> {
        let output = Command::new("id").args(arguments).output().ok()?;
        String::from_utf8(output.stdout).ok()?.trim().parse().ok()
    };
    if id(&["-u"]) != Some(0) {
        return None;
    }
    id(&["-u", "postgres"])
        .zip(id(&["-g", "postgres"]))
        .or(Some((65534, 65534)))
}

/// A port that was free a moment ago.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a port is free")
        .port()
}
