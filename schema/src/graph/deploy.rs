//! Deployment: files in, definitions and findings out.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use futures_util::future::try_join_all;

use crate::commands::{Answer, File, Finding, Problem as Refusal, Request};

use super::definition::{Diagnostic, ProcessDefinition};
use super::guard::{submit, unexpected};
use super::problem::{Problem, Result};

/// Most files of one deployment.
const FILES: usize = 200;

/// A file of a deployment.
#[derive(InputObject)]
pub struct FileInput {
    /// File name with extension: `.bpmn`, `.dmn`, `.form`, `.mail.id` or `.mail.en`.
    name: String,
    /// Its text.
    content: String,
}

/// Files that belong together.
#[derive(InputObject)]
pub struct DeployWorkflowInput {
    /// The files.
    files: Vec<FileInput>,
    /// Why.
    note: Option<String>,
    /// Deploy nothing; only say what the checks and the proof find.
    #[graphql(default)]
    check_only: bool,
}

/// What was deployed, and what the checks said.
#[derive(SimpleObject, Debug, Default)]
pub struct DeployWorkflowPayload {
    /// New definitions; none when a check found an error.
    #[graphql(complexity = "5 * child_complexity")]
    definitions: Vec<ProcessDefinition>,
    /// What the checks said.
    #[graphql(complexity = "20 * child_complexity")]
    diagnostics: Vec<Diagnostic>,
    /// Why not.
    problem: Option<Problem>,
}

/// Writes about definitions.
#[derive(Debug, Default)]
pub struct DefinitionMutation;

#[Object]
impl DefinitionMutation {
    /// Deploys files together: what was tested together runs together. Nothing is deployed when a check finds an error.
    #[graphql(complexity = "500 + child_complexity")]
    async fn deploy_workflow(
        &self,
        ctx: &Context<'_>,
        input: DeployWorkflowInput,
    ) -> Result<DeployWorkflowPayload> {
        if input.files.is_empty() || input.files.len() > FILES {
            let problem = Refusal::new(
                "INVALID_FILES",
                format!("A deployment has 1 to {FILES} files."),
                format!("Satu penerapan berisi 1 sampai {FILES} berkas."),
            );
            return Ok(DeployWorkflowPayload {
                problem: Some(problem.at("files").into()),
                ..DeployWorkflowPayload::default()
            });
        }
        let files = input
            .files
            .into_iter()
            .map(|file| File {
                name: file.name,
                content: file.content,
            })
            .collect();
        match submit(
            ctx,
            None,
            Request::DeployWorkflow {
                files,
                note: input.note,
                check_only: input.check_only,
            },
        )
        .await?
        {
            Ok(Answer::Deployed {
                definitions,
                diagnostics,
            }) => Ok(DeployWorkflowPayload {
                problem: undeployable(&definitions, &diagnostics),
                definitions: try_join_all(
                    definitions
                        .into_iter()
                        .map(|id| ProcessDefinition::of(ctx, id)),
                )
                .await?,
                diagnostics: diagnostics
                    .into_iter()
                    .map(|finding| Diagnostic {
                        file: finding.file,
                        severity: finding.severity,
                        code: finding.code,
                        element: finding.element,
                        line: finding.line,
                        message: finding.message,
                        message_id: finding.message_id,
                        remedy: finding.remedy,
                    })
                    .collect(),
            }),
            Ok(other) => Err(unexpected(&other)),
            Err(problem) => Ok(DeployWorkflowPayload {
                problem: Some(problem.into()),
                ..DeployWorkflowPayload::default()
            }),
        }
    }
}

/// Nothing was deployed because a check found errors: the diagnostics say which.
fn undeployable(definitions: &[uuid::Uuid], diagnostics: &[Finding]) -> Option<Problem> {
    let errors = diagnostics
        .iter()
        .filter(|finding| finding.severity == "ERROR")
        .count();
    (definitions.is_empty() && errors > 0).then(|| {
        Refusal::new(
            "NOT_DEPLOYABLE",
            format!("Nothing was deployed: the checks found {errors} errors."),
            format!("Tidak ada yang diterapkan: pemeriksaan menemukan {errors} kesalahan."),
        )
        .at("files")
        .into()
    })
}
