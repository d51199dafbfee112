//! `mufakat prove`: soundness of processes for all data at once, and on request of their staffing (DIALECT 4).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use chrono::Utc;
use clap::Args;
use schema::staffing;
use serde::Serialize;
use workflows::bpmn;
use workflows::calendar::{NATIONAL_ZONE, local_date};
use workflows::dmn::Model;
use workflows::feel::Environment;
use workflows::model::Process;
use workflows::prove::attendance::Attendance;
use workflows::prove::organisation::{Staffing, staffing as examine};
use workflows::prove::{Bounds, Finding, prove};

use super::check::Format;
use super::lines;
use super::workflow_files::{below, text};
use crate::config::Config;
use crate::store::Store;

/// Arguments of `mufakat prove`.
#[derive(Debug, Args)]
pub(super) struct Prove {
    /// BPMN files, or folders that are searched for them. A called process that is not among them is taken as a step
    /// that ends somehow.
    #[arg(required_unless_present = "batch")]
    paths: Vec<PathBuf>,
    /// Reads paths from standard input, one a line, each a deployment of its own; prints one JSON document a process.
    #[arg(long)]
    batch: bool,
    /// Most states to explore for a process.
    #[arg(long, value_name = "COUNT", default_value_t = Bounds::default().states)]
    states: usize,
    /// Examines too whether the register of this organisation can staff every task, for instance `64.02`.
    #[arg(long, value_name = "CODE", conflicts_with = "batch")]
    organisation: Vec<String>,
    /// The same for every regency that has a council.
    #[arg(long, conflicts_with_all = ["batch", "organisation"])]
    all_organisations: bool,
    #[command(flatten)]
    config: Config,
    /// `json` prints one object a process, and one for its staffing in each organisation.
    #[arg(long, default_value = "text")]
    format: Format,
}

impl Prove {
    /// Whether the register is asked for.
    pub(super) fn asks_register(&self) -> bool {
        self.all_organisations || !self.organisation.is_empty()
    }
}

/// What is said about one process. `process` is absent for a file that holds none that could be explored.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Verdict {
    path: String,
    process: Option<String>,
    sound: bool,
    findings: Vec<Finding>,
    bounded: bool,
    states: usize,
    /// Why nothing was explored.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Problem>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Problem {
    code: &'static str,
    message: String,
    message_id: String,
}

pub(super) fn run(call: &Prove) -> Result<bool> {
    let mut all_sound = true;
    let json = call.batch || call.format == Format::Json;
    let mut tell = |files: &mut Files, path: &Path| -> Result<String> {
        let mut told = Vec::new();
        for verdict in verdicts(files, path, call.states) {
            all_sound &= verdict.sound;
            told.push(if json {
                serde_json::to_string(&verdict)?
            } else {
                sentences(&verdict)
            });
        }
        Ok(told.join("\n"))
    };
    if call.batch {
        lines::answer(|line| tell(&mut Files::default(), Path::new(line.trim())))?;
        return Ok(all_sound);
    }
    let paths = below(&call.paths, &["bpmn"])?;
    let mut files = Files::default();
    for path in &paths {
        files.read(path);
    }
    for path in &paths {
        if !lines::print(&tell(&mut files, path)?)? {
            break;
        }
    }
    Ok(all_sound)
}

/// The same, and the staffing of each process in each organisation.
pub(super) async fn run_with_register(call: Prove) -> Result<bool> {
    let sound = run(&call)?;
    let store = Store::open(&call.config.database_url()).await?;
    let connection = store.read();
    let mut organisations = Vec::new();
    if call.all_organisations {
        organisations = staffing::enrolled(connection).await?;
    }
    for code in &call.organisation {
        let found = staffing::organisation(connection, code).await?;
        organisations.push(found.with_context(|| format!("there is no organisation {code}"))?);
    }
    let today = local_date(NATIONAL_ZONE, Utc::now());
    let mut files = Files::default();
    let paths = below(&call.paths, &["bpmn"])?;
    for path in &paths {
        files.read(path);
    }
    let environment = Environment::at(Utc::now());
    let attendance = below(&call.paths, &["dmn"])
        .unwrap_or_default()
        .iter()
        .filter_map(|path| Model::parse(&text(path).ok()?).0)
        .find_map(|model| Attendance::of(&model, &environment))
        .unwrap_or_default();
    let mut all_staffed = true;
    for organisation in &organisations {
        let mut register = staffing::register(connection, organisation, today).await?;
        register.attendance = attendance.clone();
        for path in &paths {
            let Some(Ok(file)) = files.read.get(path) else {
                continue;
            };
            for process in file.executable() {
                let found = examine(process, organisation, &register);
                all_staffed &= found.staffed;
                if !lines::print(&staffing_sentences(path, &found, call.format)?)? {
                    return Ok(sound && all_staffed);
                }
            }
        }
    }
    Ok(sound && all_staffed)
}

fn staffing_sentences(path: &Path, found: &Staffing, format: Format) -> Result<String> {
    if format == Format::Json {
        let mut told = serde_json::to_value(found)?;
        if let Some(object) = told.as_object_mut() {
            object.insert("path".to_owned(), path.display().to_string().into());
        }
        return Ok(told.to_string());
    }
    let state = if found.staffed {
        "staffed  (terisi)"
    } else {
        "SHORT    (kurang)"
    };
    let mut told = format!(
        "{state}  {}  {}  {}",
        found.organisation,
        path.display(),
        found.process
    );
    for lack in &found.shortfalls {
        told.push_str(&format!(
            "\n    :{} {} [{}] {}\n        {}",
            lack.line,
            lack.element,
            lack.kind.code(),
            lack.message_id,
            lack.message
        ));
    }
    if !found.decided_by_data.is_empty() {
        told.push_str(&format!(
            "\n    ditentukan data berkas / decided by the data of a case: {}",
            found.decided_by_data.join(", ")
        ));
    }
    Ok(told)
}

/// BPMN files, each read once.
#[derive(Default)]
struct Files {
    read: BTreeMap<PathBuf, std::result::Result<bpmn::File, String>>,
}

impl Files {
    fn read(&mut self, path: &Path) {
        if !self.read.contains_key(path) {
            let file = text(path)
                .map(bpmn::read)
                .map_err(|error| format!("{error:#}"));
            self.read.insert(path.to_owned(), file);
        }
    }

    /// A process to call: from the file itself, else from any other that was given.
    fn process(&self, from: &Path, id: &str) -> Option<Arc<Process>> {
        let in_file = |path: &Path| {
            let file = self.read.get(path)?.as_ref().ok()?;
            file.executable().find(|it| it.id == id).cloned()
        };
        in_file(from).or_else(|| self.read.keys().find_map(|path| in_file(path)))
    }
}

fn verdicts(files: &mut Files, path: &Path, states: usize) -> Vec<Verdict> {
    files.read(path);
    let shown = path.display().to_string();
    let nothing = |code, message: String, message_id: String| {
        vec![Verdict {
            path: shown.clone(),
            process: None,
            sound: false,
            findings: Vec::new(),
            bounded: false,
            states: 0,
            problem: Some(Problem {
                code,
                message,
                message_id,
            }),
        }]
    };
    let file = match files.read.get(path) {
        Some(Ok(file)) => file,
        Some(Err(why)) => {
            return nothing(
                "UNREADABLE",
                format!("The file cannot be read: {why}."),
                format!("Berkas tidak dapat dibaca: {why}."),
            );
        }
        None => return Vec::new(),
    };
    if let Some(fault) = file.diagnostics.iter().find(|it| it.is_error()) {
        return nothing(fault.code, fault.message.clone(), fault.message_id.clone());
    }
    let bounds = Bounds {
        states,
        ..Bounds::default()
    };
    let called = |id: &str| files.process(path, id);
    let found: Vec<Verdict> = file
        .executable()
        .map(|process| {
            let proof = prove(process, &called, bounds);
            Verdict {
                path: shown.clone(),
                process: Some(proof.process),
                sound: proof.sound,
                findings: proof.findings,
                bounded: proof.bounded,
                states: proof.states,
                problem: None,
            }
        })
        .collect();
    if found.is_empty() {
        return nothing(
            "NO_PROCESS",
            "There is no executable process in the file.".to_owned(),
            "Tidak ada proses yang dapat dijalankan dalam berkas.".to_owned(),
        );
    }
    found
}

fn sentences(verdict: &Verdict) -> String {
    let state = match (verdict.sound, verdict.bounded) {
        (true, _) => "sound   (terbukti benar)",
        (false, true) if verdict.findings.is_empty() => "unknown (belum terbukti)",
        (false, _) => "UNSOUND (tidak benar)",
    };
    let mut told = format!(
        "{state}  {}  {}  ({} states)",
        verdict.path,
        verdict.process.as_deref().unwrap_or("-"),
        verdict.states
    );
    if let Some(problem) = &verdict.problem {
        told.push_str(&format!(
            "\n    [{}] {}\n        {}",
            problem.code, problem.message_id, problem.message
        ));
    }
    if verdict.bounded {
        told.push_str(
            "\n    Batas jumlah keadaan tercapai; selebihnya tidak dinyatakan apa pun. Naikkan dengan --states.\n        \
             The bound on states was reached; nothing is claimed beyond it. Raise it with --states.",
        );
    }
    for finding in &verdict.findings {
        told.push_str(&format!(
            "\n    :{} {} [{}] {}\n        {}",
            finding.line,
            finding.element,
            finding.kind.code(),
            finding.message_id,
            finding.message
        ));
        if !finding.trace.is_empty() {
            told.push_str(&format!("\n        {}", finding.trace.join(" → ")));
        }
        told.push_str(&format!(
            "\n        {}\n        {}",
            finding.remedy_id, finding.remedy
        ));
    }
    told
}
