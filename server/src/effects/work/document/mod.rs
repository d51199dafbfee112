//! `mufakat:document`: a paper from variables and records, drawn, sealed, stored as a document of the case, and reachable
//! by a public verification code (`workflows/library/README.md`, section 5).
//!
//! A paper is drawn once. Who signs it later is read from the records, not from the file.

mod approval_sheet;
mod commitment_register;
mod decree;
mod dissent_annex;
mod minutes;
mod sources;

use bytes::Bytes;
use schema::tables::{signature, verification};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;
use workflows::feel::Context;
use workflows::id::DocumentId;

use self::sources::Sources;
use super::{Assignment, Failure, Outcome, Workers, reading};
use crate::documents::blobs::sniff::FileKind;
use crate::documents::papers::{Paper, RenderedPaper, Templates};
use crate::documents::signature::{Purpose, SignRequest, SignatureProvider as _, SignerInfo};
use crate::documents::text::words_of;
use crate::store::document::{self, NewDocument, NewVersion};

/// How a drawn paper is filed.
struct Filing {
    kind: &'static str,
    title: String,
    number: Option<String>,
    state: &'static str,
    file_name: &'static str,
    paper: RenderedPaper,
}

pub(super) async fn write(workers: &Workers, job: &Assignment) -> Result<Outcome, Failure> {
    let kind = job.header("kind")?;
    let result = job.header("resultVariable")?.to_owned();
    let sources = Sources::gather(workers, job).await?;
    let minutes_number = reading::text(job.variable("minutesNumber"), "");
    let decree_number = reading::text(job.variable("decreeNumber"), "");
    let filing = match kind {
        "minutes" => Filing {
            kind: "MINUTES",
            title: titled("Berita Acara", minutes_number.as_deref()),
            number: minutes_number,
            state: "READY_TO_SIGN",
            file_name: "berita-acara.pdf",
            paper: draw(minutes::build(&sources)).await?,
        },
        "dissent-annex" => Filing {
            kind: "DISSENT_ANNEX",
            title: titled(
                "Lampiran Pendapat Berbeda atas Berita Acara",
                minutes_number.as_deref(),
            ),
            number: None,
            state: "REGISTERED",
            file_name: "lampiran-pendapat-berbeda.pdf",
            paper: draw(dissent_annex::build(&sources)).await?,
        },
        "decree" => Filing {
            kind: "DECREE",
            title: format!(
                "Keputusan tentang Penetapan Rencana Induk Kota Cerdas {}",
                sources.place
            ),
            number: None,
            state: "READY_TO_SIGN",
            file_name: "keputusan.pdf",
            paper: draw(decree::build(&sources)).await?,
        },
        "approval-sheet" => Filing {
            kind: "APPROVAL_SHEET",
            title: format!(
                "Lembar Pengesahan Rencana Induk Kota Cerdas {}",
                sources.place
            ),
            number: decree_number,
            state: "REGISTERED",
            file_name: "lembar-pengesahan.pdf",
            paper: draw(approval_sheet::build(&sources)).await?,
        },
        "commitment-register" => Filing {
            kind: "COMMITMENT_REGISTER",
            title: format!(
                "Daftar Komitmen Rencana Induk Kota Cerdas {}",
                sources.place
            ),
            number: decree_number,
            state: "REGISTERED",
            file_name: "daftar-komitmen.pdf",
            paper: draw(commitment_register::build(&sources)).await?,
        },
        other => return Err(Failure::never(format!("there is no paper {other}"))),
    };
    file(workers, job, &sources, filing, result).await
}

fn titled(kind: &str, number: Option<&str>) -> String {
    match number {
        Some(number) => format!("{kind} Nomor {number}"),
        None => kind.to_owned(),
    }
}

/// Draws a paper on a thread where it holds nobody up.
async fn draw<P: Paper + Send + 'static>(paper: P) -> Result<RenderedPaper, Failure> {
    let drawn = tokio::task::spawn_blocking(move || Templates::built_in()?.render(&paper)).await;
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
    result: String,
) -> Result<Outcome, Failure> {
    let Filing {
        kind,
        title,
        number,
        state,
        file_name,
        paper,
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
