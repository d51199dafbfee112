//! Deploying workflow files: every file is checked, errors refuse the whole deployment, warnings are told.

use std::path::Path;

use schema::commands::{Answer, File, Finding, Problem};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;
use workflows::access::{Action, Actor, Decision, Subject, permit};
use workflows::bpmn::{self, Severity};
use workflows::dmn;
use workflows::form::Form;
use workflows::prove::{self, Bounds, prove};

use super::door::{Done, Door};
use super::fault::Fault;
use crate::store::deployment::{self, NewDefinition, NewResource};

/// Largest file of a deployment, bytes.
const LARGEST_FILE: usize = 2 * 1024 * 1024;
/// Most files of a deployment.
const MOST_FILES: usize = 200;

/// Most states that a deployment explores to prove its processes sound; a debug build makes some thousand a second.
const STATES: usize = 10_000;
/// Most states of one process of it.
const STATES_EACH: usize = 2_000;

/// What the files of a deployment are.
#[derive(Default)]
struct Sorted {
    definitions: Vec<NewDefinition>,
    resources: Vec<NewResource>,
    findings: Vec<Finding>,
    /// The BPMN files as they were read, and the decisions that came with them: what one calls, another must bring.
    read: Vec<(String, bpmn::File)>,
    decisions: Vec<String>,
    /// The decision models with their files.
    models: Vec<(String, dmn::Model)>,
    /// The forms as they were read: what they write is known.
    forms: Vec<Form>,
}

pub(super) async fn deploy(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    files: &[File],
    note: Option<&str>,
    check_only: bool,
) -> Result<Done, Fault> {
    if let Decision::Deny { reason } = permit(actor, Action::DefinitionDeploy, &Subject::of("/id/"))
    {
        return Err(reason.into());
    }
    // The bound is for what people send; what is shipped grows with the library.
    if files.is_empty() || files.len() > MOST_FILES {
        return Err(Problem::new(
            "NO_FILES",
            "Give 1 to 200 files.",
            "Sertakan 1 sampai 200 berkas.",
        )
        .at("files")
        .into());
    }
    let by = actor.person.map(|person| person.uuid());
    let answer = if check_only {
        Answer::Deployed {
            definitions: Vec::new(),
            diagnostics: checked(files).findings,
        }
    } else {
        put(door, transaction, files, note, by).await?
    };
    Ok(Done::quiet(answer))
}

/// Deploys the workflows that are shipped inside the program, at start; unchanged files keep their versions.
///
/// # Errors
/// When a shipped file is not deployable (a fault of ours), or of the database.
pub async fn deploy_library(door: &Door) -> anyhow::Result<usize> {
    let files: Vec<File> = crate::library::files().collect();
    let count = files.len();
    let inner = door.clone();
    let answer = door
        .store
        .write(move |transaction| {
            Box::pin(async move {
                let known = crate::library::unchanged(transaction, &files).await?;
                if known {
                    return Ok(None);
                }
                put(
                    &inner,
                    transaction,
                    &files,
                    Some("Pustaka bawaan Mufakat"),
                    None,
                )
                .await
                .map(Some)
            })
        })
        .await
        .map_err(|fault: Fault| anyhow::anyhow!("{fault}"))?;
    if let Some(Answer::Deployed { diagnostics, .. }) = &answer {
        let errors: Vec<String> = diagnostics
            .iter()
            .filter(|finding| finding.severity == "ERROR")
            .map(|finding| format!("{}: {}", finding.file, finding.message))
            .collect();
        anyhow::ensure!(
            errors.is_empty(),
            "the shipped library is not deployable: {}",
            errors.join("; ")
        );
    }
    door.deployed.refresh(door.store.read()).await?;
    Ok(count)
}

/// Reads the files and says what is wrong with them; the proof comes only when nothing is.
fn checked(files: &[File]) -> Sorted {
    let mut sorted = Sorted::default();
    for file in files {
        sorted.take(file);
    }
    sorted.lint_together();
    sorted.check_imports();
    if !sorted.has_errors() {
        sorted.prove();
    }
    sorted
}

async fn put(
    door: &Door,
    transaction: &DatabaseTransaction,
    files: &[File],
    note: Option<&str>,
    by: Option<Uuid>,
) -> Result<Answer, Fault> {
    let sorted = checked(files);
    if sorted.has_errors() {
        return Ok(Answer::Deployed {
            definitions: Vec::new(),
            diagnostics: sorted.findings,
        });
    }
    let definitions = deployment::deploy(
        transaction,
        note.map(str::to_owned),
        by,
        sorted.definitions,
        sorted.resources,
        door.clock.now(),
    )
    .await?;
    Ok(Answer::Deployed {
        definitions,
        diagnostics: sorted.findings,
    })
}

/// A fault that the proof found, with a way there.
fn unsound(file: &str, found: &prove::Finding) -> Finding {
    let (way, way_id) = if found.trace.is_empty() {
        (String::new(), String::new())
    } else {
        let trace = found.trace.join(" \u{2192} ");
        (
            format!(" Way there: {trace}."),
            format!(" Jalannya: {trace}."),
        )
    };
    Finding {
        file: file.to_owned(),
        severity: "WARNING".to_owned(),
        code: found.kind.code().to_owned(),
        element: Some(found.element.clone()),
        line: Some(found.line),
        message: format!("{}{way}", found.message),
        message_id: format!("{}{way_id}", found.message_id),
        remedy: Some(found.remedy.clone()),
    }
}

fn severity_name(error: bool, warning: bool) -> &'static str {
    match (error, warning) {
        (true, _) => "ERROR",
        (_, true) => "WARNING",
        _ => "INFO",
    }
}

fn finding(file: &str, diagnostic: &bpmn::Diagnostic) -> Finding {
    Finding {
        file: file.to_owned(),
        severity: severity_name(
            diagnostic.severity == Severity::Error,
            diagnostic.severity == Severity::Warning,
        )
        .to_owned(),
        code: diagnostic.code.to_string(),
        element: diagnostic.element.clone(),
        line: diagnostic.line,
        message: diagnostic.message.clone(),
        message_id: diagnostic.message_id.clone(),
        remedy: Some(diagnostic.remedy.clone()),
    }
}

/// A finding of a decision model.
fn of_decision(file: &str, found: dmn::Diagnostic) -> Finding {
    Finding {
        file: file.to_owned(),
        severity: severity_name(
            found.severity == dmn::Severity::Error,
            found.severity == dmn::Severity::Warning,
        )
        .to_owned(),
        code: found.code.to_owned(),
        element: found.element,
        line: Some(found.line),
        message: found.message,
        message_id: found.message_id,
        remedy: Some(found.remedy),
    }
}

impl Sorted {
    /// Whether something stands in the way of deploying.
    fn has_errors(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.severity == "ERROR")
    }

    fn take(&mut self, file: &File) {
        if file.content.len() > LARGEST_FILE {
            self.error(
                file,
                "TOO_LARGE",
                "The file is larger than 2 MB.",
                "Berkas lebih besar dari 2 MB.",
            );
            return;
        }
        let name = file.name.as_str();
        if name.ends_with(".bpmn") || name.ends_with(".bpmn20.xml") {
            self.take_bpmn(file);
        } else if name.ends_with(".dmn") {
            self.take_dmn(file);
        } else if name.ends_with(".form") {
            self.take_form(file);
        } else if name.ends_with(".mail.id") || name.ends_with(".mail.en") {
            let key = Path::new(name).file_name().map_or_else(
                || name.to_owned(),
                |name| name.to_string_lossy().into_owned(),
            );
            self.resources.push(NewResource {
                kind: "MAIL",
                key,
                file_name: file.name.clone(),
                content: file.content.clone(),
            });
        } else {
            self.error(
                file,
                "UNKNOWN_KIND",
                "Deploy .bpmn, .dmn, .form, .mail.id or .mail.en files.",
                "Sebarkan berkas .bpmn, .dmn, .form, .mail.id, atau .mail.en.",
            );
        }
    }

    fn take_bpmn(&mut self, file: &File) {
        let read = bpmn::read(&file.content);
        self.findings.extend(
            read.diagnostics
                .iter()
                .map(|diagnostic| finding(&file.name, diagnostic)),
        );
        for process in read.executable() {
            self.definitions.push(NewDefinition {
                key: process.id.clone(),
                name: process.name.clone(),
                tag: process.version_tag.clone(),
                file_name: file.name.clone(),
                xml: file.content.clone(),
            });
        }
        self.read.push((file.name.clone(), read));
    }

    /// Rules about the deployment as a whole.
    fn lint_together(&mut self) {
        let files: Vec<(&str, &bpmn::File)> = self
            .read
            .iter()
            .map(|(name, file)| (name.as_str(), file))
            .collect();
        let forms: Vec<String> = self
            .resources
            .iter()
            .filter(|resource| resource.kind == "FORM")
            .map(|resource| resource.key.clone())
            .collect();
        let companions = bpmn::Companions {
            decisions: &self.decisions,
            forms: &forms,
        };
        let together = bpmn::lint_deployment(&files, companions);
        let variables = bpmn::lint_variables(&files, &self.forms);
        for found in [together, variables] {
            for ((name, _), diagnostics) in self.read.iter().zip(found) {
                self.findings.extend(
                    diagnostics
                        .iter()
                        .map(|diagnostic| finding(name, diagnostic)),
                );
            }
        }
    }

    /// Decision models import only what is deployed with them.
    fn check_imports(&mut self) {
        let models = &self.models;
        let missing = models.iter().flat_map(|(name, model)| {
            let found = model.missing_imports(models.iter().map(|(_, other)| other));
            found.into_iter().map(|found| of_decision(name, found))
        });
        self.findings.extend(missing);
    }

    /// What goes wrong for some data: told, never a hindrance (docs/decisions/0009).
    fn prove(&mut self) {
        let called = |id: &str| {
            let mut files = self.read.iter();
            files.find_map(|(_, file)| file.executable().find(|it| it.id == id).cloned())
        };
        let mut left = STATES;
        let mut told = Vec::new();
        for (name, file) in &self.read {
            for process in file.executable() {
                let bounds = Bounds {
                    states: left.min(STATES_EACH),
                    ..Bounds::default()
                };
                let proof = prove(process, &called, bounds);
                left = left.saturating_sub(proof.states);
                told.extend(proof.findings.iter().map(|found| unsound(name, found)));
            }
        }
        self.findings.append(&mut told);
    }

    fn take_dmn(&mut self, file: &File) {
        let (model, diagnostics) = dmn::Model::parse(&file.content);
        self.findings.extend(
            diagnostics
                .into_iter()
                .map(|found| of_decision(&file.name, found)),
        );
        if let Some(model) = model {
            self.models.push((file.name.clone(), model.clone()));
            self.decisions
                .extend(model.decisions().into_iter().map(|decision| decision.id));
            self.resources.push(NewResource {
                kind: "DMN",
                key: stem(&file.name),
                file_name: file.name.clone(),
                content: file.content.clone(),
            });
        }
    }

    fn take_form(&mut self, file: &File) {
        match Form::parse(&file.content) {
            Ok(form) => {
                let key = if form.id().is_empty() {
                    stem(&file.name)
                } else {
                    form.id().to_owned()
                };
                self.resources.push(NewResource {
                    kind: "FORM",
                    key,
                    file_name: file.name.clone(),
                    content: file.content.clone(),
                });
                self.forms.push(form);
            }
            Err(diagnostics) => {
                for diagnostic in diagnostics {
                    self.error(
                        file,
                        "INVALID_FORM",
                        &diagnostic.message,
                        &diagnostic.message_id,
                    );
                }
            }
        }
    }

    fn error(&mut self, file: &File, code: &str, message: &str, message_id: &str) {
        self.findings.push(Finding {
            file: file.name.clone(),
            severity: "ERROR".to_owned(),
            code: code.to_owned(),
            element: None,
            line: None,
            message: message.to_owned(),
            message_id: message_id.to_owned(),
            remedy: None,
        });
    }
}

fn stem(name: &str) -> String {
    Path::new(name).file_stem().map_or_else(
        || name.to_owned(),
        |stem| stem.to_string_lossy().into_owned(),
    )
}
