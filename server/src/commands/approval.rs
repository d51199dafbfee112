//! What completing a task seals: an initial over a digest (`mufakat:paraf`), a signature over a document
//! (`mufakat:sign`), and the binding of uploaded files to their case. In the transaction of the completion.

use schema::commands::Problem;
use schema::tables::{signature, user_task};
use sea_orm::{ActiveValue::Set, DatabaseTransaction};
use uuid::Uuid;
use workflows::access::Actor;
use workflows::engine::command::Stamp;
use workflows::feel::{Context, Value};
use workflows::id::{DocumentId, PersonId};

use super::door::Door;
use super::fault::Fault;
use super::task::Held;
use crate::documents::Digest;
use crate::documents::signature::{Purpose, SignRequest, SignerInfo};
use crate::store::{document, privacy};

/// Seals what the task promises. Does nothing for an ordinary task.
pub(super) async fn seal(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    held: &Held,
    values: &Context,
) -> Result<(), Fault> {
    let Held {
        row,
        facts,
        loaded,
        stamp,
    } = held;
    bind_uploads(transaction, actor, row, values).await?;
    let Some(stamp) = stamp else { return Ok(()) };
    let key = u64::try_from(row.key).unwrap_or_default();
    if let Some(digest) = facts.council.get("paraf").and_then(Value::as_str) {
        let digest = parse_digest(digest)?;
        let listed = loaded.state.variable(key, "documents");
        let documents: Vec<Uuid> = listed.as_ref().map(ids_in).unwrap_or_default();
        for id in documents {
            if let Some(version) = document::current(transaction, id).await? {
                write(
                    door,
                    transaction,
                    stamp,
                    Purpose::Initial,
                    version.id,
                    digest,
                )
                .await?;
            }
        }
    }
    if let Some(Value::Context(paper)) = facts.council.get("sign") {
        let gone = || {
            Problem::new(
                "DOCUMENT_CHANGED",
                "The document to sign is not there any more, or it was changed.",
                "Dokumen yang akan ditandatangani tidak ada lagi atau sudah berubah.",
            )
        };
        let id = paper
            .get("id")
            .map(ids_in)
            .and_then(|ids| ids.first().copied())
            .ok_or_else(gone)?;
        let version = document::current(transaction, id).await?.ok_or_else(gone)?;
        if paper
            .get("sha256")
            .and_then(Value::as_str)
            .is_some_and(|expected| expected != version.sha256)
        {
            return Err(gone().into());
        }
        write(
            door,
            transaction,
            stamp,
            Purpose::Signature,
            version.id,
            parse_digest(&version.sha256)?,
        )
        .await?;
    }
    Ok(())
}

async fn write(
    door: &Door,
    transaction: &DatabaseTransaction,
    stamp: &Stamp,
    purpose: Purpose,
    version: Uuid,
    digest: Digest,
) -> Result<(), Fault> {
    let person: Option<Uuid> = stamp.person.parse().ok().map(PersonId::uuid);
    // A paper bears the name of whoever signs it.
    let name = match person {
        Some(person) => privacy::person(transaction, person).await?,
        None => None,
    };
    let name = name.map_or_else(String::new, |row| row.name);
    let prefix = match stamp.mode.as_deref() {
        Some("PLT") => "Plt. ",
        Some("PLH") => "Plh. ",
        Some("PJ") => "Pj. ",
        _ => "",
    };
    let title = stamp
        .title
        .as_ref()
        .map(|title| format!("{prefix}{title}"))
        .unwrap_or_default();
    let signer = SignerInfo {
        person: stamp.person.clone(),
        position: stamp.position.clone().unwrap_or_default(),
        name: name.clone(),
        title: title.clone(),
        purpose,
    };
    let at = door.clock.now();
    let signed = door
        .signer
        .sign(SignRequest { digest, signer, at })
        .await
        .map_err(|error| {
            tracing::error!(%error, "signing failed: {error}");
            Problem::new(
                "SIGNING_FAILED",
                "The signature service does not answer; nothing was signed. Try again.",
                "Layanan tanda tangan tidak menjawab; belum ada yang ditandatangani. Coba lagi.",
            )
        })?;
    document::sign(
        transaction,
        signature::ActiveModel {
            id: Set(Uuid::now_v7()),
            version_id: Set(version),
            kind: Set(match purpose {
                Purpose::Initial => "INITIAL".to_owned(),
                Purpose::Signature => "SIGNATURE".to_owned(),
            }),
            person_id: Set(person),
            name: Set(name),
            position: Set(stamp.position.clone()),
            title: Set(Some(title)),
            mode: Set(stamp.mode.clone()),
            at: Set(at),
            sha256: Set(digest.to_string()),
            algorithm: Set(signed.algorithm),
            key_id: Set(signed.key_id),
            signature: Set(signed.bytes),
            certified: Set(signed.certified),
            voided_at: Set(None),
        },
    )
    .await?;
    Ok(())
}

fn parse_digest(text: &str) -> Result<Digest, Fault> {
    text.parse().map_err(|_| {
        Problem::new(
            "BAD_DIGEST",
            "What is to be initialled is not a SHA-256 digest.",
            "Yang akan diparaf bukan sidik jari SHA-256.",
        )
        .into()
    })
}

/// Files that somebody uploaded and now names in an answer belong to the case from here on. Files of others cannot be named.
async fn bind_uploads(
    transaction: &DatabaseTransaction,
    actor: &Actor,
    row: &user_task::Model,
    values: &Context,
) -> Result<(), Fault> {
    let mut named = Vec::new();
    for (_, value) in values.iter() {
        named.extend(ids_in(value));
    }
    let me = actor.person.map(|person| person.uuid());
    for id in &named {
        let found = document::find(transaction, *id).await?;
        let usable = found.is_some_and(|document| {
            document.instance_id == Some(row.instance_id)
                || (document.instance_id.is_none() && document.created_by == me)
        });
        if !usable {
            let unknown = Problem::new(
                "UNKNOWN_DOCUMENT",
                "A file that you name does not exist here; upload it again.",
                "Berkas yang Anda sebut tidak ada di sini; unggah kembali.",
            );
            return Err(unknown.at("variables").into());
        }
    }
    document::attach(transaction, named, row.instance_id).await?;
    Ok(())
}

/// Every document id inside a value, in order.
pub(crate) fn ids_in(value: &Value) -> Vec<Uuid> {
    match value {
        Value::String(text) => text
            .parse::<DocumentId>()
            .ok()
            .map(DocumentId::uuid)
            .into_iter()
            .collect(),
        Value::List(items) => items.iter().flat_map(ids_in).collect(),
        Value::Context(context) => context
            .iter()
            .flat_map(|(_, value)| ids_in(value))
            .collect(),
        _ => Vec::new(),
    }
}
