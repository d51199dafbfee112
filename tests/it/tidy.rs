//! The rules of the house, read off the source: which way dependencies point, who may name what, where writes live, what
//! must not be left behind. A rule that is only written in a document is broken within a month.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{self, repository};

/// A source file without comments.
struct Source {
    /// Path inside the repository, with `/`.
    path: String,
    /// Number and text of each line of code, without line comments; test modules at the end of a file are left out.
    lines: Vec<(usize, String)>,
    /// All lines.
    length: usize,
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() {
                if !["node_modules", "target", "dist", ".git"].contains(&name.as_str()) {
                    walk(&path, ending, found);
                }
            } else if name.ends_with(ending) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&repository().join(folder), ending, &mut found);
    found.sort();
    assert!(
        !found.is_empty(),
        "{folder} holds no {ending}: the rule would hold of nothing"
    );
    found
}

fn inside(path: &Path) -> String {
    path.strip_prefix(repository())
        .unwrap_or(path)
        .to_string_lossy()
        .replace('\\', "/")
}

fn sources(folder: &str) -> Vec<Source> {
    files(folder, ".rs")
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a readable file");
            let mut lines = Vec::new();
            for (number, line) in (1..).zip(text.lines()) {
                if line.trim_start().starts_with("#[cfg(test)]")
                    && text
                        .lines()
                        .nth(number)
                        .is_some_and(|next| next.trim_start().starts_with("mod "))
                {
                    break;
                }
                let code = line.trim_start();
                if !code.starts_with("//") {
                    lines.push((number, line.to_owned()));
                }
            }
            Source {
                path: inside(&path),
                lines,
                length: text.lines().count(),
            }
        })
        .collect()
}

/// Whether `word` stands in `line` as a whole identifier.
fn names(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back().is_none_or(|c| !part(c));
        let after = line[at + word.len()..]
            .chars()
            .next()
            .is_none_or(|c| !part(c));
        before && after
    })
}

/// Places where a line of code contains one of `words`, outside `allowed`.
fn offences(folders: &[&str], words: &[&str], allowed: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for source in folders.iter().flat_map(|folder| sources(folder)) {
        if allowed(&source.path) {
            continue;
        }
        for (number, line) in &source.lines {
            if let Some(word) = words.iter().find(|word| line.contains(**word)) {
                found.push(format!("{}:{number}: {word}", source.path));
            }
        }
    }
    found
}

fn manifest(crate_name: &str) -> String {
    let text =
        fs::read_to_string(repository().join(crate_name).join("Cargo.toml")).expect("a manifest");
    let start = text.find("\n[dependencies]").expect("dependencies");
    let rest = &text[start + 1..];
    rest.find("\n[").map_or(rest, |end| &rest[..end]).to_owned()
}

fn depends_on(crate_name: &str, dependency: &str) -> bool {
    manifest(crate_name)
        .lines()
        .any(|line| line.split(['.', ' ', '=']).next() == Some(dependency))
}

#[test]
fn dependencies_point_one_way() {
    assert!(
        depends_on("schema", "workflows")
            && depends_on("server", "schema")
            && depends_on("server", "workflows"),
        "the reader of manifests works"
    );
    for (crate_name, above) in [
        ("workflows", vec!["schema", "server", "tests"]),
        ("schema", vec!["server", "tests"]),
        ("server", vec!["tests"]),
    ] {
        for dependency in above {
            assert!(
                !depends_on(crate_name, dependency),
                "{crate_name} must not know {dependency}"
            );
        }
    }
    for outside in [
        "tokio",
        "sea-orm",
        "sqlx",
        "axum",
        "reqwest",
        "rand",
        "async-trait",
        "futures-util",
        "tracing",
    ] {
        assert!(
            !depends_on("workflows", outside),
            "the core is pure: {outside}"
        );
    }
    for shell in [
        "axum",
        "lettre",
        "jsonwebtoken",
        "tokio-cron-scheduler",
        "object_store",
        "argon2",
    ] {
        assert!(
            !depends_on("schema", shell),
            "schema reads and describes, it does not do: {shell}"
        );
    }
}

#[test]
fn each_library_of_the_shell_is_known_to_one_folder() {
    let homes = [
        ("axum", "server/src/http/"),
        ("async_graphql_axum", "server/src/http/"),
        ("tower_http", "server/src/http/"),
        ("lettre", "server/src/effects/mail/"),
        ("jsonwebtoken", "server/src/auth/"),
        ("argon2", "server/src/auth/"),
        ("tokio_cron_scheduler", "server/src/schedule/"),
        ("object_store", "server/src/documents/blobs/"),
        ("krilla", "server/src/documents/layout/"),
        ("hyper", "server/src/effects/webhook/"),
        ("hmac", "server/src/effects/webhook/"),
        ("tar", "server/src/backup/"),
        ("ring", "server/src/effects/webhook/"),
    ];
    for (library, home) in homes {
        let mut at_home = 0;
        for source in ["server/src", "schema/src", "workflows/src"]
            .iter()
            .flat_map(|folder| sources(folder))
        {
            for (number, line) in &source.lines {
                let used = names(line, library)
                    && (line.contains(&format!("{library}::"))
                        || line.contains(&format!("use {library}")));
                if used && source.path.starts_with(home) {
                    at_home += 1;
                } else {
                    assert!(
                        !used,
                        "{}:{number} names {library}, which only {home} may",
                        source.path
                    );
                }
            }
        }
        assert!(
            at_home > 0,
            "{library} is not used in {home}: the rule has lost its subject"
        );
    }
}

/// What sea-orm and sqlx need to change rows.
const WRITES: [&str; 13] = [
    "Entity::insert",
    "Entity::update",
    "Entity::delete",
    "insert_many",
    "update_many",
    "delete_many",
    "delete_by_id",
    "exec_without_returning",
    ".exec(",
    "execute_raw",
    "execute_unprepared",
    "ActiveModelTrait",
    "TransactionTrait",
];

#[test]
fn only_the_store_writes() {
    let in_schema = offences(&["schema/src"], &WRITES, |path| {
        path.starts_with("schema/src/migrations/")
    });
    assert!(
        in_schema.is_empty(),
        "schema may read, never write: {in_schema:#?}"
    );
    // Readiness asks the database for a constant; nothing is changed.
    let elsewhere = offences(&["server/src"], &WRITES, |path| {
        path.starts_with("server/src/store/") || path == "server/src/http/health.rs"
    });
    assert!(
        elsewhere.is_empty(),
        "only server/src/store writes: {elsewhere:#?}"
    );
    assert!(
        !offences(&["server/src/store"], &WRITES, |_| false).is_empty(),
        "the store does write: the words are still right"
    );
}

#[test]
fn nothing_that_a_request_reaches_gives_up() {
    let words = [
        ".unwrap()",
        ".expect(",
        "panic!(",
        "todo!(",
        "unimplemented!(",
        "dbg!(",
        "process::exit",
    ];
    // Constants that a test of the crate reads, and the invariants that `evolve` asserts before anything is stored: a
    // transaction that would break one is undone (the writer catches the panic) and the caller hears of a fault.
    let constants = [
        "workflows/src/form/check.rs",
        "workflows/src/calendar/shipped.rs",
        "workflows/src/engine/evolve.rs",
        "workflows/src/engine/rename.rs",
    ];
    let only_tests = |path: &str| path.ends_with("/tests.rs") || path.ends_with("/samples.rs");
    let found = offences(
        &["server/src", "schema/src", "workflows/src"],
        &words,
        |path| constants.contains(&path) || only_tests(path),
    );
    assert!(
        found.is_empty(),
        "a request must end in an answer: {found:#?}"
    );
}

#[test]
fn the_core_has_no_clock_no_chance_and_no_unordered_map() {
    let words = [
        "HashMap",
        "HashSet",
        "SystemTime",
        "Instant::now",
        "Utc::now",
        "Local::now",
        "thread::spawn",
        "std::env::",
        "std::net::",
        "unsafe ",
    ];
    let found = offences(&["workflows/src"], &words, |_| false);
    assert!(found.is_empty(), "workflows is pure: {found:#?}");
}

#[test]
fn no_test_is_ignored_and_no_work_is_promised() {
    let marks = ["#[ignore", "FIXME", "XXX", concat!("TO", "DO")];
    let mut found = Vec::new();
    for folder in [
        "server/src",
        "schema/src",
        "workflows",
        "tests",
        "frontend/src",
    ] {
        for ending in [".rs", ".ts", ".tsx", ".mjs"] {
            let root = repository().join(folder);
            if !root.exists() {
                continue;
            }
            for path in any_files(&root, ending) {
                let name = inside(&path);
                if name == "tests/it/tidy.rs" {
                    continue;
                }
                let text = fs::read_to_string(&path).expect("a readable file");
                for (number, line) in (1..).zip(text.lines()) {
                    found.extend(
                        marks
                            .iter()
                            .filter(|mark| {
                                names(line, mark)
                                    || (mark.starts_with('#')
                                        && line.trim_start().starts_with(**mark))
                            })
                            .map(|mark| format!("{name}:{number}: {mark}")),
                    );
                }
            }
        }
    }
    assert!(found.is_empty(), "finish it or file it: {found:#?}");
}

fn any_files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() && !["node_modules", "target", "dist"].contains(&name.as_str()) {
            found.extend(any_files(&path, ending));
        } else if name.ends_with(ending) {
            found.push(path);
        }
    }
    found
}

/// Tracked text files.
fn tracked() -> Vec<(String, String)> {
    let listed = std::process::Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(repository())
        .output()
        .expect("git is here");
    assert!(listed.status.success(), "the tests run in a clone");
    let text = String::from_utf8_lossy(&listed.stdout).into_owned();
    text.split('\0')
        .filter(|name| !name.is_empty())
        .filter_map(|name| {
            Some((
                name.to_owned(),
                fs::read_to_string(repository().join(name)).ok()?,
            ))
        })
        .collect()
}

#[test]
fn no_file_names_this_machine_or_where_packages_come_from() {
    let home = ["/ro", "ot/"].concat();
    let work = ["/wo", "rk/"].concat();
    let forbidden = [
        home.as_str(),
        work.as_str(),
        "/home/runner",
        "/.cargo/registry",
    ];
    let mut found = Vec::new();
    for (name, text) in tracked() {
        if name == "tests/it/tidy.rs" {
            continue;
        }
        for (number, line) in (1..).zip(text.lines()) {
            found.extend(
                forbidden
                    .iter()
                    .filter(|word| line.contains(**word))
                    .map(|word| format!("{name}:{number}: {word}")),
            );
        }
        if name.ends_with("package-lock.json") {
            found.extend(
                text.lines()
                    .filter(|line| line.contains("\"resolved\":"))
                    .map(|line| format!("{name}: {}", line.trim())),
            );
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn links_in_the_documents_lead_somewhere() {
    let mut found = Vec::new();
    let mut followed = 0;
    for (name, text) in tracked()
        .into_iter()
        .filter(|(name, _)| name.ends_with(".md"))
    {
        let folder = repository()
            .join(&name)
            .parent()
            .expect("a folder")
            .to_owned();
        for target in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let target = target.split(['#', ' ']).next().unwrap_or_default();
            if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            followed += 1;
            // The picture is taken from the running application by `make screenshots`.
            if !folder.join(target).exists() {
                found.push(format!("{name}: {target}"));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    assert!(followed > 5, "the documents refer to each other");
}

#[test]
fn the_architecture_names_files_that_exist() {
    let text = fs::read_to_string(repository().join("docs/architecture.md"))
        .expect("docs/architecture.md");
    let roots = [
        "workflows/",
        "schema/",
        "server/",
        "tests/",
        "frontend/",
        "docs/",
    ];
    let mut named = 0;
    for word in text
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| roots.iter().any(|root| word.starts_with(root)))
    {
        let path = word
            .split(['*', '{', '<', ' '])
            .next()
            .unwrap_or_default()
            .trim_end_matches('/');
        assert!(
            repository().join(path).exists(),
            "docs/architecture.md names {word}, which is not there"
        );
        named += 1;
    }
    assert!(named > 20, "the code map names folders");
}

#[test]
fn the_printed_schema_is_fresh() {
    let printed = program::run(&["schema"]);
    assert!(printed.status.success(), "{}", program::stderr(&printed));
    let kept = fs::read_to_string(repository().join("schema/schema.graphql"))
        .expect("schema/schema.graphql");
    assert_eq!(
        program::stdout(&printed),
        kept,
        "run `mufakat schema > schema/schema.graphql`"
    );
}

/// Most lines of a file in a crate; larger ones are tables or grammars and say so here.
const LONGEST: usize = 900;

#[test]
fn files_stay_small_enough_to_read() {
    let mut lengths: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut too_long = Vec::new();
    for folder in ["workflows/src", "schema/src", "server/src"] {
        for source in sources(folder) {
            lengths.entry(folder).or_default().push(source.length);
            // One recursive-descent grammar is one file.
            if source.length > LONGEST && source.path != "workflows/src/feel/parser.rs" {
                too_long.push(format!("{}: {}", source.path, source.length));
            }
        }
    }
    for (folder, mut lengths) in lengths {
        lengths.sort_unstable();
        let (middle, high) = (
            lengths[lengths.len() / 2],
            lengths[lengths.len() * 95 / 100],
        );
        println!(
            "{folder}: {} files, median {middle} lines, 95th percentile {high}",
            lengths.len()
        );
        assert!(
            middle <= 250,
            "{folder}: half of the files are longer than {middle} lines"
        );
    }
    assert!(too_long.is_empty(), "{too_long:#?}");
}

#[test]
fn every_module_says_why_it_exists() {
    let mut silent = Vec::new();
    for folder in ["workflows/src", "schema/src", "server/src", "tests/it"] {
        for path in files(folder, ".rs") {
            let text = fs::read_to_string(&path).expect("a readable file");
            if !text.starts_with("//!") {
                silent.push(inside(&path));
            }
        }
    }
    assert!(
        silent.is_empty(),
        "a first comment tells the next reader where they are: {silent:#?}"
    );
}
