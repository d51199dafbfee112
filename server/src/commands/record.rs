//! The record asked about: verified on request, or handed out as a bundle. Both are noted with who asked, in what office.

use schema::commands::{Answer, Problem};
use schema::tables::{access_log, organisation, record_check};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
};
use uuid::Uuid;
use workflows::access::{Action, Actor, Decision, Subject, permit, scope};

use super::door::{Done, Door};
use super::fault::Fault;
use crate::store::document;
use crate::store::record_check::{self as checks, WHOLE};

/// What of the record somebody asks about, and in which office.
struct Asked {
    path: String,
    person: Uuid,
    position: Option<String>,
}

/// The part of the record that is meant: of the named organisation, else everything that the caller may audit.
async fn asked(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    code: Option<&str>,
) -> Result<Asked, Fault> {
    let path = match code {
        Some(code) => {
            organisation::Entity::find()
                .filter(organisation::Column::Code.eq(code))
                .one(connection)
                .await?
                .ok_or_else(|| Problem::not_found().at("organisation"))?
                .path
        }
        None => {
            let scope = scope(actor, Action::AuditRead);
            match scope.org_prefixes.as_slice() {
                [only] => only.clone(),
                [] if scope.everything => WHOLE.to_owned(),
                [] => return Err(Problem::not_found().into()),
                _ => {
                    let several = Problem::new(
                        "ORGANISATION_NEEDED",
                        "You audit several organisations: say which one is meant.",
                        "Anda mengaudit beberapa organisasi: sebutkan yang dimaksud.",
                    );
                    return Err(several.at("organisation").into());
                }
            }
        }
    };
    let position = match permit(actor, Action::AuditRead, &Subject::of(&path)) {
        Decision::Allow { position, .. } => position,
        Decision::Deny { reason } => return Err(reason.into()),
    };
    let held = actor
        .positions
        .iter()
        .find(|held| Some(held.position) == position);
    Ok(Asked {
        path,
        person: actor.person.ok_or_else(Problem::unauthenticated)?.uuid(),
        position: held.map(|held| held.code.clone()),
    })
}

pub(super) async fn verify(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    organisation: Option<&str>,
) -> Result<Done, Fault> {
    let asked = asked(transaction, actor, organisation).await?;
    // Two people who ask at the same time wait for the same answer.
    if let Some(running) = checks::running(transaction, Some(&asked.path)).await? {
        return Ok(Done::quiet(Answer::RecordCheck(running.id)));
    }
    let id = Uuid::now_v7();
    let total = checks::size(transaction, &asked.path).await?;
    let row = record_check::ActiveModel {
        total: Set(total),
        ..row(id, "VERIFY", "RUNNING", &asked, door)
    };
    checks::add(transaction, row).await?;
    Ok(Done::quiet(Answer::RecordCheck(id)))
}

fn row(id: Uuid, kind: &str, state: &str, asked: &Asked, door: &Door) -> record_check::ActiveModel {
    let at = door.clock.now();
    record_check::ActiveModel {
        id: Set(id),
        kind: Set(kind.to_owned()),
        organisation_path: Set(asked.path.clone()),
        person_id: Set(asked.person),
        position: Set(asked.position.clone()),
        requested_at: Set(at),
        state: Set(state.to_owned()),
        reached: Set(None),
        total: Set(0),
        done: Set(0),
        events: Set(0),
        found: Set(0),
        faults: Set("[]".to_owned()),
        finished_at: Set((state == "DONE").then_some(at)),
    }
}

/// Lets somebody take the record with them, which is noted first, in the log of confidential reading as well: there a
/// checkpoint covers it. Answers the path below which the cases are handed out; `None` is the whole record.
///
/// # Errors
/// `NOT_FOUND`, `ORGANISATION_NEEDED`.
pub async fn hand_out(
    door: &Door,
    actor: &Actor,
    organisation: Option<String>,
) -> Result<Option<String>, Problem> {
    let (inner, actor) = (door.clone(), actor.clone());
    let path = door
        .store
        .write::<_, Fault, _>(move |transaction| {
            Box::pin(async move {
                let asked = asked(transaction, &actor, organisation.as_deref()).await?;
                let id = Uuid::now_v7();
                checks::add(transaction, row(id, "EXPORT", "DONE", &asked, &inner)).await?;
                let reading = access_log::ActiveModel {
                    id: Set(Uuid::now_v7()),
                    person_id: Set(asked.person),
                    position: Set(asked.position),
                    at: Set(inner.clock.now()),
                    version_id: Set(id),
                    purpose: Set("EXPORT_RECORD".to_owned()),
                };
                document::note_access(transaction, reading).await?;
                Ok(asked.path)
            })
        })
        .await
        .map_err(|fault| fault.into_problem("handing out the record"))?;
    Ok((path != WHOLE).then_some(path))
}
