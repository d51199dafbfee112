//! Dispositions: a document passed on to positions with an instruction and a due day, each a case of its own.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use workflows::access::Action;
use workflows::id::kind;

use crate::commands::{Answer, Request};
use crate::tables::{document, visible};

use super::guard::{named, read, scope_of, submit, unexpected};
use super::instance::ProcessInstance;
use super::problem::{Problem, Result};
use super::scalar::Date;

/// Most dispositions of one document that are listed.
const LISTED: u64 = 50;

/// What recipients are told to do.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum DispositionInstruction {
    /// Tindak lanjuti.
    FollowUp,
    /// Telaah dan beri saran.
    Study,
    /// Hadiri atau wakili.
    Attend,
    /// Koordinasikan.
    Coordinate,
    /// Siapkan jawaban.
    Answer,
    /// Untuk diketahui.
    Note,
}

impl DispositionInstruction {
    const fn code(self) -> &'static str {
        match self {
            Self::FollowUp => "FOLLOW_UP",
            Self::Study => "STUDY",
            Self::Attend => "ATTEND",
            Self::Coordinate => "COORDINATE",
            Self::Answer => "ANSWER",
            Self::Note => "NOTE",
        }
    }
}

/// A document that was passed on.
#[derive(SimpleObject, Debug, Clone)]
pub struct Disposition {
    /// When.
    at: DateTime<Utc>,
    /// The case: its tasks say who has acted and who has not.
    instance: ProcessInstance,
}

/// Dispositions of a document whose cases the caller may see, newest first.
pub(super) async fn of_document(ctx: &Context<'_>, id: Uuid) -> Result<Vec<Disposition>> {
    let scope = scope_of(ctx, Action::DocumentRead)?;
    let copies = document::Entity::find()
        .filter(document::Column::CopiedFrom.eq(id))
        .filter(visible::documents(&scope))
        .order_by_desc(document::Column::CreatedAt)
        .limit(LISTED)
        .all(read(ctx))
        .await?;
    let mut found = Vec::new();
    for copy in copies {
        let Some(case) = copy.instance_id else {
            continue;
        };
        if let Some(instance) = ProcessInstance::find(ctx, case).await? {
            found.push(Disposition {
                at: copy.created_at,
                instance,
            });
        }
    }
    Ok(found)
}

/// Passes a document on.
#[derive(InputObject, Debug)]
pub struct DisposeDocumentInput {
    /// `doc_…`.
    document_id: ID,
    /// Codes of 1 to 20 positions inside the sender's organisation, for instance `64.02/dinkes/head`.
    recipients: Vec<String>,
    /// What they are told to do.
    instruction: DispositionInstruction,
    /// Words beside the instruction, at most 1,000 characters.
    #[graphql(default)]
    text: String,
    /// Due at the end of the office day on this day, or on the next working day.
    due: Date,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// The case of the disposition, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct DisposeDocumentPayload {
    /// The case.
    instance: Option<ProcessInstance>,
    /// Why not.
    problem: Option<Problem>,
}

/// Writes about dispositions.
#[derive(Debug, Default)]
pub struct DispositionMutation;

#[Object]
impl DispositionMutation {
    /// Passes a document on to positions: each gets a task, and the sender another one when all have reported.
    async fn dispose_document(
        &self,
        ctx: &Context<'_>,
        input: DisposeDocumentInput,
    ) -> Result<DisposeDocumentPayload> {
        let outcome = match named::<kind::Document>(&input.document_id, "documentId") {
            Ok(document) => {
                let request = Request::DisposeDocument {
                    document,
                    recipients: input.recipients,
                    instruction: input.instruction.code().to_owned(),
                    text: input.text.trim().to_owned(),
                    due: input.due.0,
                };
                submit(ctx, Some(input.idempotency_key), request).await?
            }
            Err(problem) => Err(problem),
        };
        match outcome {
            Ok(Answer::Instance(id)) => Ok(DisposeDocumentPayload {
                instance: ProcessInstance::find(ctx, id).await?,
                problem: None,
            }),
            Ok(other) => Err(unexpected(&other)),
            Err(problem) => Ok(DisposeDocumentPayload {
                instance: None,
                problem: Some(problem.into()),
            }),
        }
    }
}
