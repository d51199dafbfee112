//! `mufakat:document`: a paper from variables and records, drawn, sealed, stored as a document of the case, and reachable
//! by a public verification code (`workflows/library/README.md`, section 5).
//!
//! A paper is drawn once. Who signs it later is read from the records, not from the file.

mod approval_sheet;
mod commitment_register;
mod decree;
mod dissent_annex;
mod letter;
mod minutes;
mod sources;

use std::collections::BTreeMap;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use schema::tables::{signature, verification};
use sea_orm::{ActiveValue::Set, DatabaseConnection};
use uuid::Uuid;
use workflows::feel::Context;
use workflows::id::DocumentId;
use workflows::model::ProcessRef;

use self::sources::Sources;
use super::{Assignment, Failure, Outcome, Workers, reading};
use crate::documents::blobs::sniff::FileKind;
use crate::documents::papers::{AnyPaper, PaperKind, RenderedPaper, Templates};
use crate::documents::signature::{Purpose, SignRequest, SignatureProvider as _, SignerInfo};
use crate::documents::text::words_of;
use crate::store::document::{self, NewDocument, NewVersion};
use crate::store::instance::Loaded;
use crate::store::paper_template;

/// How a drawn paper is filed.
struct Filing {
    kind: &'static str,
    title: String,
    number: Option<String>,
    state: &'static str,
    file_name: &'static str,
}

pub(super) async fn write(workers: &Workers, job: &Assignment) -> Result<Outcome, Failure> {
    let kind = job.header("kind")?;
    let result = job.header("resultVariable")?.to_owned();
    let sources = Sources::gather(workers.door.store.read(), &workers.public_url, job).await?;
    let minutes_number = reading::text(job.variable("minutesNumber"), "");
    let decree_number = reading::text(job.variable("decreeNumber"), "");
    let paper = PaperKind::named(kind)
        .ok_or_else(|| Failure::never(format!("there is no paper {kind}")))?;
    let facts = facts(paper, &sources);
    let subject = || reading::text(job.variable("subject"), "");
    let letter_number = reading::text(job.variable("letterNumber"), "");
    let filing = match paper {
        PaperKind::Minutes => Filing {
            kind: "MINUTES",
            title: titled("Berita Acara", minutes_number.as_deref()),
            number: minutes_number,
            state: "READY_TO_SIGN",
            file_name: "berita-acara.pdf",
        },
        PaperKind::DissentAnnex => Filing {
            kind: "DISSENT_ANNEX",
            title: titled(
                "Lampiran Pendapat Berbeda atas Berita Acara",
                minutes_number.as_deref(),
            ),
            number: None,
            state: "REGISTERED",
            file_name: "lampiran-pendapat-berbeda.pdf",
        },
        PaperKind::Decree => Filing {
            kind: "DECREE",
            title: format!(
                "Keputusan tentang Penetapan Rencana Induk Kota Cerdas {}",
                sources.place
            ),
            number: None,
            state: "READY_TO_SIGN",
            file_name: "keputusan.pdf",
        },
        PaperKind::ApprovalSheet => Filing {
            kind: "APPROVAL_SHEET",
            title: format!(
                "Lembar Pengesahan Rencana Induk Kota Cerdas {}",
                sources.place
            ),
            number: decree_number,
            state: "REGISTERED",
            file_name: "lembar-pengesahan.pdf",
        },
        PaperKind::CommitmentSheet => Filing {
            kind: "COMMITMENT_REGISTER",
            title: format!(
                "Daftar Komitmen Rencana Induk Kota Cerdas {}",
                sources.place
            ),
            number: decree_number,
            state: "REGISTERED",
            file_name: "daftar-komitmen.pdf",
        },
        PaperKind::AssignmentLetter => Filing {
            kind: "ASSIGNMENT_LETTER",
            title: subject().unwrap_or_else(|| paper.title().to_owned()),
            number: letter_number,
            state: "READY_TO_SIGN",
            file_name: "surat-tugas.pdf",
        },
        PaperKind::Invitation => Filing {
            kind: "INVITATION",
            title: subject().unwrap_or_else(|| paper.title().to_owned()),
            number: letter_number,
            state: "READY_TO_SIGN",
            file_name: "undangan.pdf",
        },
        PaperKind::AttendanceList => Filing {
            kind: "ATTENDANCE_LIST",
            title: titled(paper.title(), letter_number.as_deref()),
            number: letter_number,
            state: "READY_TO_SIGN",
            file_name: "daftar-hadir.pdf",
        },
        PaperKind::ResultLetter => Filing {
            kind: "RESULT_LETTER",
            title: subject().unwrap_or_else(|| paper.title().to_owned()),
            number: letter_number,
            state: "READY_TO_SIGN",
            file_name: "surat-hasil.pdf",
        },
    };
    let replaced = paper_template::replaced_for(workers.door.store.read(), &job.owner.path).await?;
    let drawn = draw(facts, replaced).await?;
    file(workers, job, &sources, filing, drawn, result).await
}

/// The facts of a paper of this kind, as variables and records tell them.
fn facts(kind: PaperKind, sources: &Sources<'_>) -> AnyPaper {
    match kind {
        PaperKind::Minutes => minutes::build(sources).into(),
        PaperKind::DissentAnnex => dissent_annex::build(sources).into(),
        PaperKind::Decree => decree::build(sources).into(),
        PaperKind::ApprovalSheet => approval_sheet::build(sources).into(),
        PaperKind::CommitmentSheet => commitment_register::build(sources).into(),
        PaperKind::AssignmentLetter => letter::assignment(sources).into(),
        PaperKind::Invitation => letter::invitation(sources).into(),
        PaperKind::AttendanceList => letter::attendance(sources).into(),
        PaperKind::ResultLetter => letter::result(sources).into(),
    }
}

/// What a paper of this kind would say of a case as it stands now, to try a template on.
///
/// # Errors
/// The record of the case cannot be read.
pub async fn facts_of_case(
    connection: &DatabaseConnection,
    public_url: &str,
    loaded: Loaded,
    kind: PaperKind,
    at: DateTime<Utc>,
) -> Result<AnyPaper, Failure> {
    let job = Assignment {
        instance: loaded.id,
        key: 0,
        kind: "mufakat:document".to_owned(),
        headers: BTreeMap::new(),
        element: String::new(),
        attempt: 1,
        local: Context::new(),
        variables: loaded.state.variables().clone(),
        process: ProcessRef {
            id: loaded.definition_key.clone(),
            version: u32::try_from(loaded.version).unwrap_or_default(),
        },
        owner: loaded.owner,
        business_key: loaded.business_key,
        definition_key: loaded.definition_key,
        definition_version: u32::try_from(loaded.version).unwrap_or_default(),
        created_at: at,
        head: loaded.head,
        at,
    };
    let sources = Sources::gather(connection, public_url, &job).await?;
    Ok(facts(kind, &sources))
}

fn titled(kind: &str, number: Option<&str>) -> String {
    match number {
        Some(number) => format!("{kind} Nomor {number}"),
        None => kind.to_owned(),
    }
}

/// Draws a paper on a thread where it holds nobody up, with the templates that count for its organisation.
async fn draw(paper: AnyPaper, replaced: Vec<(String, String)>) -> Result<RenderedPaper, Failure> {
    let drawn =
        tokio::task::spawn_blocking(move || paper.render(&Templates::built_in()?.with(&replaced)?))
            .await;
    drawn
        .map_err(|error| Failure::later(format!("drawing stopped: {error}")))?
        .map_err(|error| Failure::never(format!("the paper cannot be drawn: {error}")))
}

/// Stores the file, and prepares the rows that make it a sealed document of the case.
async fn file(
    workers: &Workers,
    job: &Assignment,
    sources: &Sources<'_>,
    filing: Filing,
    paper: RenderedPaper,
    result: String,
) -> Result<Outcome, Failure> {
    let Filing {
        kind,
        title,
        number,
        state,
        file_name,
    } = filing;
    let size = i64::try_from(paper.pdf.len()).unwrap_or(i64::MAX);
    let words = words_of(FileKind::Pdf, paper.pdf.clone()).await;
    let stored = workers
        .blobs
        .put_bytes(Bytes::from(paper.pdf))
        .await
        .map_err(|error| Failure::later(format!("the paper cannot be stored: {error}")))?;
    let signer = SignerInfo {
        person: String::new(),
        position: String::new(),
        name: "Mufakat".to_owned(),
        title: "Segel sistem".to_owned(),
        purpose: Purpose::Signature,
    };
    let request = SignRequest {
        digest: stored.sha256,
        signer: signer.clone(),
        at: job.at,
    };
    let seal = workers
        .signer
        .sign(request)
        .await
        .map_err(|error| Failure::later(format!("the paper cannot be sealed: {error}")))?;
    let id = DocumentId::derived(job.instance, job.key, job.created_at.timestamp_millis());
    let document = NewDocument {
        id: id.uuid(),
        kind: kind.to_owned(),
        title: title.clone(),
        number,
        state: state.to_owned(),
        instance: Some(job.instance),
        task: None,
        organisation_path: job.owner.path.clone(),
        by: None,
    };
    let version = NewVersion {
        file_name: file_name.to_owned(),
        content_type: "application/pdf".to_owned(),
        size,
        sha256: stored.sha256.to_string(),
        words,
    };
    let (code, instance, head, at) = (
        sources.code.compact(),
        job.instance,
        job.head.clone(),
        job.at,
    );
    let sha256 = stored.sha256.to_string();
    Ok(Outcome {
        variables: Context::new(),
        write: Some(Box::new(move |transaction| {
            Box::pin(async move {
                // A job that is done twice finds the paper of the first time.
                let sha256 = match document::current(transaction, id.uuid()).await? {
                    Some(earlier) => earlier.sha256,
                    None => {
                        let version_id = document::add(transaction, document, version, at).await?;
                        document::sign(
                            transaction,
                            signature::ActiveModel {
                                id: Set(Uuid::now_v7()),
                                version_id: Set(version_id),
                                kind: Set("SEAL".to_owned()),
                                person_id: Set(None),
                                name: Set(signer.name),
                                position: Set(None),
                                title: Set(Some(signer.title)),
                                mode: Set(None),
                                at: Set(seal.signed_at),
                                sha256: Set(sha256.clone()),
                                algorithm: Set(seal.algorithm),
                                key_id: Set(seal.key_id),
                                signature: Set(seal.bytes),
                                certified: Set(seal.certified),
                                voided_at: Set(None),
                            },
                        )
                        .await?;
                        let row = verification::ActiveModel {
                            code: Set(code),
                            version_id: Set(version_id),
                            instance_id: Set(instance),
                            seq: Set(head.seq),
                            head_hash: Set(head.hash),
                            created_at: Set(at),
                        };
                        document::publish_code(transaction, row).await?;
                        sha256
                    }
                };
                let mut value = Context::new();
                value.insert("id", id.to_string());
                value.insert("sha256", sha256);
                value.insert("title", title);
                value.insert("kind", kind);
                let mut variables = Context::new();
                variables.insert(result, value);
                Ok(variables)
            })
        })),
    })
}
