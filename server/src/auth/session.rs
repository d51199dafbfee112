//! Sessions: sign in, rotate, sign out. Refresh tokens are opaque, stored hashed, used once (RFC 9700).

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use rand::TryRngCore as _;
use schema::commands::{Problem, Session, Sessions};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use workflows::access::Actor;

use super::{Passwords, Tokens};
use crate::commands::{Fault, actor_of};
use crate::ports::Clock;
use crate::store::Store;
use crate::store::account::{self, Presented};

/// How long a session lasts without use.
const SESSION_LIFETIME: Duration = Duration::days(14);
/// Wrong passwords in a row that are free; then the account waits, twice as long each time.
const FREE_FAILURES: i32 = 5;
/// Sign-ins per minute from one address: a whole council may sit behind one. A single account is slowed down much earlier.
const PER_ADDRESS: u32 = 600;

/// Sign-in over the store.
#[derive(Clone)]
pub struct SignIn {
    pub(super) store: Store,
    tokens: Arc<Tokens>,
    pub(super) passwords: Passwords,
    pub(super) clock: Clock,
    addresses: Arc<DefaultKeyedRateLimiter<IpAddr>>,
}

impl SignIn {
    /// Sign-in with these keys.
    #[must_use]
    pub fn new(store: Store, tokens: Arc<Tokens>, passwords: Passwords, clock: Clock) -> Self {
        let quota = Quota::per_minute(NonZeroU32::new(PER_ADDRESS).unwrap_or(NonZeroU32::MIN));
        Self {
            store,
            tokens,
            passwords,
            clock,
            addresses: Arc::new(RateLimiter::keyed(quota)),
        }
    }

    /// An access token for a script (`mufakat user token`).
    ///
    /// # Errors
    /// When the key cannot sign.
    pub fn script_token(&self, person: Uuid) -> anyhow::Result<super::AccessToken> {
        self.tokens.issue(person, Uuid::now_v7(), self.clock.now())
    }

    /// A token for a machine, good for `lifetime` unless its account is disabled before.
    ///
    /// # Errors
    /// When the key cannot sign.
    pub fn machine_token(
        &self,
        person: Uuid,
        lifetime: Duration,
    ) -> anyhow::Result<super::AccessToken> {
        let (session, now) = (Uuid::now_v7(), self.clock.now());
        self.tokens.issue_for(person, session, now, lifetime)
    }

    async fn start(&self, person: Uuid, family: Uuid) -> Result<Session, Problem> {
        let now = self.clock.now();
        let mut secret = [0_u8; 32];
        rand::rngs::OsRng
            .try_fill_bytes(&mut secret)
            .map_err(|_| Problem::internal("randomness"))?;
        let refresh_token = URL_SAFE_NO_PAD.encode(secret);
        let hash = digest(&refresh_token);
        self.store
            .write(move |transaction| {
                Box::pin(async move {
                    account::issue(
                        transaction,
                        family,
                        person,
                        hash,
                        now,
                        now + SESSION_LIFETIME,
                    )
                    .await
                    .map_err(Fault::from)
                })
            })
            .await
            .map_err(|fault| fault.into_problem("starting a session"))?;
        let access = self.tokens.issue(person, family, now).map_err(|error| {
            tracing::error!(%error, "cannot sign an access token: {error}");
            Problem::internal("token")
        })?;
        Ok(Session {
            access_token: access.text,
            refresh_token,
            expires_at: access.expires_at,
        })
    }
}

fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

fn wrong() -> Problem {
    Problem::new(
        "INVALID_CREDENTIALS",
        "E-mail or password is wrong.",
        "Surel atau kata sandi salah.",
    )
}

fn too_many() -> Problem {
    Problem::new(
        "TOO_MANY_ATTEMPTS",
        "Too many attempts. Wait a few minutes, then try again.",
        "Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi.",
    )
}

#[async_trait]
impl Sessions for SignIn {
    async fn sign_in(
        &self,
        email: &str,
        password: &str,
        address: Option<IpAddr>,
    ) -> Result<Session, Problem> {
        if address.is_some_and(|address| self.addresses.check_key(&address).is_err()) {
            return Err(too_many());
        }
        let now = self.clock.now();
        let found = account::by_email(self.store.read(), email)
            .await
            .map_err(|error| Fault::from(error).into_problem("reading an account"))?;
        if found
            .as_ref()
            .is_some_and(|(_, account)| account.blocked_until.is_some_and(|until| until > now))
        {
            return Err(too_many());
        }
        let usable = found.as_ref().filter(|(_, account)| !account.disabled);
        let fits = self
            .passwords
            .fits(
                password,
                usable.map(|(_, account)| account.password_hash.clone()),
            )
            .await
            .map_err(|error| {
                tracing::error!(%error, "checking a password failed: {error}");
                Problem::internal("password")
            })?;
        let Some((person, account)) = found else {
            return Err(wrong());
        };
        if fits && account.failures == 0 {
            return self.start(person.id, Uuid::now_v7()).await;
        }
        let failures = if fits {
            0
        } else {
            account.failures.saturating_add(1)
        };
        let over = (failures - FREE_FAILURES).clamp(0, 7);
        let blocked_until = (over > 0).then(|| now + Duration::seconds(15 << over));
        self.store
            .write(move |transaction| {
                Box::pin(async move {
                    account::failed(transaction, person.id, failures, blocked_until)
                        .await
                        .map_err(Fault::from)
                })
            })
            .await
            .map_err(|fault| fault.into_problem("counting a sign-in"))?;
        if !fits {
            return Err(wrong());
        }
        self.start(person.id, Uuid::now_v7()).await
    }

    async fn set_password(&self, secret: &str, password: &str) -> Result<(), Problem> {
        self.accept(secret, password).await
    }

    async fn refresh(&self, refresh_token: &str) -> Result<Session, Problem> {
        let (hash, now) = (digest(refresh_token), self.clock.now());
        let presented = self
            .store
            .write(move |transaction| {
                Box::pin(async move {
                    account::rotate(transaction, &hash, now)
                        .await
                        .map_err(Fault::from)
                })
            })
            .await
            .map_err(|fault| fault.into_problem("rotating a session"))?;
        match presented {
            Presented::Rotated { family, person } => self.start(person, family).await,
            Presented::Reused => {
                tracing::warn!("a refresh token was used twice: its session was ended");
                Err(Problem::unauthenticated())
            }
            Presented::Refused => Err(Problem::unauthenticated()),
        }
    }

    async fn current(&self, actor: &Actor) -> Result<Option<Actor>, Problem> {
        let Some(person) = actor.person else {
            return Ok(None);
        };
        let fault = |error: sea_orm::DbErr| Fault::from(error).into_problem("reading who listens");
        if !account::enabled(self.store.read(), person.uuid())
            .await
            .map_err(fault)?
        {
            return Ok(None);
        }
        actor_of(self.store.read(), person.uuid(), self.clock.now())
            .await
            .map(Some)
            .map_err(fault)
    }

    async fn sign_out(&self, refresh_token: &str) -> Result<(), Problem> {
        let (hash, now) = (digest(refresh_token), self.clock.now());
        self.store
            .write(move |transaction| {
                Box::pin(async move {
                    if let Some(family) = account::family(transaction, &hash).await? {
                        account::end(transaction, family, now).await?;
                    }
                    Ok(())
                })
            })
            .await
            .map_err(|fault: Fault| fault.into_problem("ending a session"))
    }
}
