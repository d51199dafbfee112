//! The real binary, as an operator runs it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use super::app::Place;
use super::postgres::free_port;

/// The program that cargo built beside this test.
pub fn path() -> PathBuf {
    let test = std::env::current_exe().expect("this test has a path");
    let folder = test.parent().and_then(Path::parent).expect("target/debug");
    let program = folder.join("mufakat");
    assert!(
        program.exists(),
        "{} is not built: run `cargo build --bin mufakat` first (make test does)",
        program.display()
    );
    program
}

/// The repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace")
        .to_owned()
}

/// Runs the program to its end, in the repository, without the caller's settings.
pub fn run(arguments: &[&str]) -> Output {
    bare().args(arguments).output().expect("the program runs")
}

/// Runs the program to its end with something on its standard input.
pub fn run_with_input(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = bare()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut pipe = child.stdin.take().expect("a pipe");
    let input = input.to_owned();
    // Written beside the reading, so that a full pipe on one side does not stop the other.
    let writer = std::thread::spawn(move || pipe.write_all(&input));
    let output = child.wait_with_output().expect("the program ends");
    writer
        .join()
        .expect("the writer ends")
        .expect("the program reads what it is given");
    output
}

/// Runs a command that works on a place.
pub fn run_on(place: &Place, arguments: &[&str]) -> Output {
    let mut command = bare();
    command
        .args(arguments)
        .args(["--database-url", &place.url, "--data-dir"])
        .arg(&place.folder);
    command.output().expect("the program runs")
}

fn bare() -> Command {
    let mut command = Command::new(path());
    command.current_dir(repository()).stdin(Stdio::null());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MUFAKAT_")) {
        command.env_remove(name);
    }
    command
}

/// What went to standard output.
pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What went to standard error.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A server in a process of its own, that can be killed.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: String,
}

impl Server {
    /// Starts one on a place and waits until it is ready.
    pub async fn start(place: &Place) -> Self {
        let address = format!("127.0.0.1:{}", free_port());
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(place.folder.join("server.log"))
            .expect("a log");
        let mut command = bare();
        command
            .args([
                "serve",
                "--listen",
                &address,
                "--database-url",
                &place.url,
                "--data-dir",
            ])
            .arg(&place.folder);
        command.stdout(Stdio::null()).stderr(log);
        let mut server = Self {
            child: command.spawn().expect("the server starts"),
            address,
        };
        let http = reqwest::Client::new();
        let patience = Instant::now() + Duration::from_secs(120);
        loop {
            let asked = http
                .get(format!("http://{}/readyz", server.address))
                .send()
                .await;
            if asked.is_ok_and(|answer| answer.status().is_success()) {
                return server;
            }
            let ended = server.child.try_wait().expect("its state is known");
            let log =
                || std::fs::read_to_string(place.folder.join("server.log")).unwrap_or_default();
            assert!(
                ended.is_none(),
                "the server ended before it was ready: {ended:?}\n{}",
                log()
            );
            assert!(
                Instant::now() < patience,
                "the server is not ready\n{}",
                log()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// SIGKILL: no goodbye, no last words.
    pub fn kill_nine(&mut self) {
        self.child.kill().expect("it was running");
        self.child.wait().expect("it is gone");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
