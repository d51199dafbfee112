//! Signing in and out, and what anybody may know about this installation.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::commands;
use crate::tables::account;

use super::guard::{address, deps, now, read, rows, today};
use super::loaders::{HeldBy, OrganisationById, PersonById, PositionById};
use super::problem::{Fault, Problem, Result};

/// Longest e-mail address, password or token that is looked at, in bytes.
const LONGEST: usize = 4_096;

/// What a client keeps to stay signed in.
#[derive(SimpleObject, Debug, Clone)]
pub struct Session {
    /// For the header `Authorization: Bearer …`.
    access_token: String,
    /// Good for one refresh; a second use ends the session.
    refresh_token: String,
    /// End of the access token.
    expires_at: DateTime<Utc>,
}

impl From<commands::Session> for Session {
    fn from(session: commands::Session) -> Self {
        Self {
            access_token: session.access_token,
            refresh_token: session.refresh_token,
            expires_at: session.expires_at,
        }
    }
}

/// E-mail and password.
#[derive(InputObject)]
pub struct SignInInput {
    /// Work address.
    email: String,
    /// Password.
    password: String,
}

/// A session, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct SignInPayload {
    /// The session.
    session: Option<Session>,
    /// `INVALID_CREDENTIALS` or `TOO_MANY_ATTEMPTS`.
    problem: Option<Problem>,
}

/// The refresh token that was given last.
#[derive(InputObject)]
pub struct RefreshSessionInput {
    /// Refresh token.
    refresh_token: String,
}

/// A session, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct RefreshSessionPayload {
    /// The session.
    session: Option<Session>,
    /// `UNAUTHENTICATED`.
    problem: Option<Problem>,
}

/// The session to end.
#[derive(InputObject)]
pub struct SignOutInput {
    /// Refresh token.
    refresh_token: String,
}

/// Nothing, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct SignOutPayload {
    /// Why not.
    problem: Option<Problem>,
}

/// A sign-in card of the demo.
#[derive(SimpleObject, Debug, Clone)]
pub struct DemoAccount {
    /// Work address; the password is `mufakat-demo`.
    email: String,
    /// Indonesian title of the position.
    title: String,
    /// English title.
    title_en: String,
    /// Name of the organisation.
    organisation: String,
    /// Heading under which the card stands.
    group: String,
}

/// The link of an invitation and the new password.
#[derive(async_graphql::InputObject)]
pub struct SetPasswordInput {
    /// What the link carries as `kunci`.
    key: String,
    /// At least 8 characters.
    password: String,
}

/// Nothing when the password is set, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct SetPasswordPayload {
    /// Why not.
    problem: Option<Problem>,
}

/// What anybody may know about this installation.
#[derive(SimpleObject, Debug, Clone)]
pub struct ServerInfo {
    /// Release.
    version: String,
    /// Started with `--demo`.
    demo: bool,
    /// The server's clock.
    now: DateTime<Utc>,
    /// Address under which it is reached, for links.
    public_url: String,
}

/// Questions that need no sign-in.
#[derive(Debug, Default)]
pub struct SessionQuery;

#[Object]
impl SessionQuery {
    /// Sign-in cards, only with `--demo`; every password is `mufakat-demo`. Empty otherwise.
    #[graphql(complexity = "15 * child_complexity")]
    async fn demo_accounts(&self, ctx: &Context<'_>) -> Result<Vec<DemoAccount>> {
        if !deps(ctx).demo {
            return Ok(Vec::new());
        }
        let accounts = account::Entity::find()
            .filter(account::Column::Demo.eq(true))
            .filter(account::Column::Disabled.eq(false))
            .order_by_asc(account::Column::DemoOrder)
            .order_by_asc(account::Column::PersonId)
            .all(read(ctx))
            .await?;
        let mut cards = Vec::with_capacity(accounts.len());
        for account in accounts {
            let Some(person) = rows(ctx).load_one(PersonById(account.person_id)).await? else {
                continue;
            };
            let held = rows(ctx)
                .load_one(HeldBy(account.person_id, today(ctx)))
                .await?
                .unwrap_or_default();
            let position = match held.first() {
                Some(first) => rows(ctx).load_one(PositionById(first.position_id)).await?,
                None => None,
            };
            let organisation = match &position {
                Some(position) => {
                    rows(ctx)
                        .load_one(OrganisationById(position.organisation_id))
                        .await?
                }
                None => None,
            };
            let title = position
                .as_ref()
                .map_or_else(|| person.name.clone(), |position| position.title.clone());
            cards.push(DemoAccount {
                email: person.email.clone(),
                title_en: position
                    .as_ref()
                    .and_then(|position| position.title_en.clone())
                    .unwrap_or_else(|| title.clone()),
                title,
                organisation: organisation.map(|row| row.name.clone()).unwrap_or_default(),
                group: account.demo_group.unwrap_or_default(),
            });
        }
        Ok(cards)
    }

    /// What anybody may know about this installation. No sign-in needed.
    async fn server_info(&self, ctx: &Context<'_>) -> ServerInfo {
        let deps = deps(ctx);
        ServerInfo {
            version: deps.version.clone(),
            demo: deps.demo,
            now: now(ctx),
            public_url: deps.public_url.clone(),
        }
    }
}

/// Signing in and out.
#[derive(Debug, Default)]
pub struct SessionMutation;

#[Object]
impl SessionMutation {
    /// Signs in. Wrong passwords are counted per account and per address; each attempt of a document counts.
    #[graphql(complexity = "1000 + child_complexity")]
    async fn sign_in(&self, ctx: &Context<'_>, input: SignInInput) -> Result<SignInPayload> {
        if input.email.len() > LONGEST || input.password.len() > LONGEST {
            let problem = commands::Problem::new(
                "INVALID_CREDENTIALS",
                "E-mail or password is wrong.",
                "E-mail atau kata sandi salah.",
            );
            return Ok(SignInPayload {
                session: None,
                problem: Some(problem.into()),
            });
        }
        let (session, problem) = split(
            deps(ctx)
                .sessions
                .sign_in(&input.email, &input.password, address(ctx))
                .await,
        )?;
        Ok(SignInPayload { session, problem })
    }

    /// Exchanges a refresh token for a new session.
    #[graphql(complexity = "200 + child_complexity")]
    async fn refresh_session(
        &self,
        ctx: &Context<'_>,
        input: RefreshSessionInput,
    ) -> Result<RefreshSessionPayload> {
        if input.refresh_token.len() > LONGEST {
            return Ok(RefreshSessionPayload {
                session: None,
                problem: Some(commands::Problem::unauthenticated().into()),
            });
        }
        let (session, problem) = split(deps(ctx).sessions.refresh(&input.refresh_token).await)?;
        Ok(RefreshSessionPayload { session, problem })
    }

    /// Sets the password of the account that an invitation's link names; the link works once. No sign-in needed.
    #[graphql(complexity = "1000 + child_complexity")]
    async fn set_password(
        &self,
        ctx: &Context<'_>,
        input: SetPasswordInput,
    ) -> Result<SetPasswordPayload> {
        if input.key.len() > LONGEST || input.password.len() > LONGEST {
            let problem = commands::Problem::new(
                "WEAK_PASSWORD",
                "A password has 8 characters at the least and 256 bytes at the most.",
                "Kata sandi paling sedikit 8 karakter dan paling banyak 256 bita.",
            )
            .at("password");
            return Ok(SetPasswordPayload {
                problem: Some(problem.into()),
            });
        }
        match deps(ctx)
            .sessions
            .set_password(&input.key, &input.password)
            .await
        {
            Ok(()) => Ok(SetPasswordPayload::default()),
            Err(problem) if problem.code == "INTERNAL_SERVER_ERROR" => Err(Fault::from(problem)),
            Err(problem) => Ok(SetPasswordPayload {
                problem: Some(problem.into()),
            }),
        }
    }

    /// Ends a session. Ending one that is over already is no problem.
    async fn sign_out(&self, ctx: &Context<'_>, input: SignOutInput) -> Result<SignOutPayload> {
        if input.refresh_token.len() > LONGEST {
            return Ok(SignOutPayload::default());
        }
        match deps(ctx).sessions.sign_out(&input.refresh_token).await {
            Ok(()) => Ok(SignOutPayload::default()),
            Err(problem) => Err(problem.into()),
        }
    }
}

fn split(
    answer: std::result::Result<commands::Session, commands::Problem>,
) -> Result<(Option<Session>, Option<Problem>)> {
    match answer {
        Ok(session) => Ok((Some(session.into()), None)),
        Err(problem) if problem.code == "INTERNAL_SERVER_ERROR" => Err(Fault::from(problem)),
        Err(problem) => Ok((None, Some(problem.into()))),
    }
}
