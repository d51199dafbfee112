//! Changes of office: people, organisations, positions, roles, appointments, loans, and all of them at once from a file.
//!
//! `desk` asks `permit` and keeps the note of who changed what; the other files change one thing each. What follows for
//! open work is in `hand_back`: it belongs to the position, not to whoever has just left it.

mod appointment;
mod desk;
mod hand_back;
mod import;
mod lending;
mod organisation;
mod person;
mod position;
mod succession;

use futures_util::future::BoxFuture;
use schema::commands::Answer;
use schema::graph::live::Change;
use schema::register_change::{ImportEffect, Outcome, RegisterChange};
use sea_orm::DatabaseTransaction;
use workflows::access::Actor;

use self::desk::Desk;
use super::door::{Done, Door};
use super::fault::Fault;

pub use hand_back::hand_back_due;
pub use import::import_register;

/// An appointment as it is asked for.
pub(super) struct Appointment<'a> {
    pub position: &'a str,
    pub person: &'a str,
    pub mode: &'a str,
    pub decree: &'a str,
    pub valid_from: chrono::NaiveDate,
    pub last_day: Option<chrono::NaiveDate>,
}

/// What one step did to the register.
struct Effect {
    told: ImportEffect,
    changes: Vec<Change>,
}

impl Effect {
    fn new(kind: &str, outcome: Outcome, before: Option<String>, after: String) -> Self {
        Self {
            told: ImportEffect {
                kind: kind.to_owned(),
                outcome,
                before,
                after,
            },
            changes: Vec::new(),
        }
    }
}

/// Puts a person into a position.
pub(super) fn appoint<'a>(
    door: &'a Door,
    transaction: &'a DatabaseTransaction,
    actor: &'a Actor,
    wish: &'a Appointment<'a>,
) -> BoxFuture<'a, Result<Done, Fault>> {
    Box::pin(async move {
        let desk = Desk::new(door, transaction, actor);
        let (id, effect) = appointment::ensure(desk, wish, true).await?;
        Ok(Done {
            answer: Answer::Incumbency(id),
            changes: effect.changes,
        })
    })
}

/// Carries out a change of the register. The future is boxed: it is larger than those of all other requests.
pub(super) fn change<'a>(
    door: &'a Door,
    transaction: &'a DatabaseTransaction,
    actor: &'a Actor,
    change: &'a RegisterChange,
) -> BoxFuture<'a, Result<Done, Fault>> {
    Box::pin(carry(Desk::new(door, transaction, actor), change))
}

async fn carry(desk: Desk<'_>, change: &RegisterChange) -> Result<Done, Fault> {
    use RegisterChange as Wish;
    let quiet = |answer| Ok(Done::quiet(answer));
    match change {
        Wish::CreatePerson {
            name,
            email,
            language,
            organisation,
            invite,
        } => {
            let said = person::Said {
                name: Some(name),
                email,
                language: Some(language),
            };
            quiet(Answer::Person(
                person::create(desk, &said, organisation, *invite).await?,
            ))
        }
        Wish::ChangePerson {
            person: id,
            name,
            email,
            language,
        } => quiet(Answer::Person(
            person::change(
                desk,
                *id,
                name.as_deref(),
                email.as_deref(),
                language.as_deref(),
            )
            .await?,
        )),
        Wish::InvitePerson { person: id } => {
            person::invite(desk, *id).await?;
            quiet(Answer::Person(*id))
        }
        Wish::BlockAccount {
            person: id,
            blocked,
        } => quiet(Answer::Person(person::block(desk, *id, *blocked).await?)),
        Wish::CreateOrganisation {
            code,
            name,
            name_en,
            kind,
            function,
            parent,
            valid_from,
        } => {
            let new = organisation::New {
                code,
                name,
                name_en: name_en.as_deref(),
                kind,
                function: function.as_deref(),
                parent,
                valid_from: *valid_from,
            };
            quiet(Answer::Organisation(
                organisation::create(desk, &new).await?,
            ))
        }
        Wish::ChangeOrganisation {
            organisation: code,
            name,
            name_en,
            parent,
        } => quiet(Answer::Organisation(
            organisation::change(
                desk,
                code,
                name.as_deref(),
                name_en.as_deref(),
                parent.as_deref(),
            )
            .await?,
        )),
        Wish::CloseOrganisation {
            organisation: code,
            last_day,
        } => quiet(Answer::Organisation(
            organisation::close(desk, code, *last_day).await?,
        )),
        Wish::CreatePosition {
            code,
            title,
            title_en,
            organisation,
            superior,
        } => {
            let said = position::Said {
                code,
                title: Some(title),
                title_en: title_en.as_deref(),
                organisation: Some(organisation),
                superior: superior.as_deref(),
            };
            quiet(Answer::Position(position::create(desk, &said).await?))
        }
        Wish::ChangePosition {
            position: code,
            title,
            title_en,
            superior,
        } => {
            let said = position::Said {
                code,
                title: title.as_deref(),
                title_en: title_en.as_deref(),
                organisation: None,
                superior: superior.as_deref(),
            };
            desk.position(code, "position").await?;
            quiet(Answer::Position(position::ensure(desk, &said).await?.0))
        }
        Wish::ClosePosition {
            position: code,
            last_day,
            successor,
        } => {
            let (id, changes) =
                position::close(desk, code, *last_day, successor.as_deref()).await?;
            Ok(Done {
                answer: Answer::Position(id),
                changes,
            })
        }
        Wish::GrantRole {
            position: code,
            role,
            organisation,
        } => {
            let post = desk.position(code, "position").await?;
            position::grant(desk, &post, role, organisation.as_deref()).await?;
            quiet(Answer::Position(post.id))
        }
        Wish::RevokeRole {
            position: code,
            role,
        } => quiet(Answer::Position(position::revoke(desk, code, role).await?)),
        Wish::EndIncumbency {
            incumbency,
            last_day,
            decree,
        } => {
            let changes = appointment::end(desk, *incumbency, *last_day, decree).await?;
            Ok(Done {
                answer: Answer::Incumbency(*incumbency),
                changes,
            })
        }
        Wish::Import {
            content,
            dry_run,
            skip_refused,
        } => import::import(desk, content, *dry_run, *skip_refused).await,
        Wish::LendPosition {
            kind,
            position,
            to,
            valid_from,
            last_day,
            reason,
        } => {
            let wish = lending::Wish {
                kind,
                position,
                to,
                valid_from: *valid_from,
                last_day: *last_day,
                reason,
            };
            quiet(Answer::Delegation(lending::lend(desk, &wish).await?))
        }
        Wish::EndLoan { delegation } => {
            let changes = lending::end(desk, *delegation).await?;
            Ok(Done {
                answer: Answer::Delegation(*delegation),
                changes,
            })
        }
        Wish::SucceedOrganisation {
            kind,
            predecessors,
            successors,
            positions,
            decree,
            valid_from,
        } => {
            let wish = succession::Wish {
                kind,
                predecessors,
                successors,
                positions,
                decree,
                valid_from: *valid_from,
            };
            let (ids, changes) = succession::succeed(desk, &wish).await?;
            Ok(Done {
                answer: Answer::Organisations(ids),
                changes,
            })
        }
    }
}
