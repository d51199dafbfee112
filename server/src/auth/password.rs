//! Passwords: Argon2id, 19 MiB and two passes (OWASP), hashed on blocking threads, never more at once than the machine bears.

use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

/// Shortest password that is accepted for a new account, in characters (ASVS 6.2.1).
const SHORTEST: usize = 8;
/// Longest password, in bytes: longer ones would only burn time.
const LONGEST: usize = 256;

/// The password is too short or too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a password has 8 characters at the least and 256 bytes at the most")]
pub struct WeakPassword;

/// Hashes and checks passwords.
#[derive(Clone)]
pub struct Passwords {
    at_once: Arc<Semaphore>,
    /// Hash of a password nobody has, checked for unknown accounts so that they take as long as known ones.
    nobody: Arc<str>,
}

impl Passwords {
    /// A hasher that works on at most `at_once` passwords at a time (19 MiB each).
    ///
    /// # Errors
    /// When the machine gives no randomness.
    pub fn new(at_once: usize) -> Result<Self> {
        let nobody = hash(&uuid::Uuid::now_v7().to_string())?;
        Ok(Self {
            at_once: Arc::new(Semaphore::new(at_once.max(1))),
            nobody: nobody.into(),
        })
    }

    /// Hashes a new password into a PHC string.
    ///
    /// # Errors
    /// [`WeakPassword`], or a fault of the hasher.
    pub async fn hash(&self, password: &str) -> Result<String> {
        if password.chars().count() < SHORTEST || password.len() > LONGEST {
            return Err(WeakPassword.into());
        }
        let password = password.to_owned();
        let _turn = self
            .at_once
            .acquire()
            .await
            .context("password hashing has stopped")?;
        tokio::task::spawn_blocking(move || hash(&password))
            .await
            .context("password hashing panicked")?
    }

    /// Whether `password` fits `stored`; with no account, takes the same time and says no.
    ///
    /// # Errors
    /// When the hasher has stopped.
    pub async fn fits(&self, password: &str, stored: Option<String>) -> Result<bool> {
        if password.len() > LONGEST {
            return Ok(false);
        }
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.nobody.to_string());
        let password = password.to_owned();
        let _turn = self
            .at_once
            .acquire()
            .await
            .context("password checking has stopped")?;
        let fits = tokio::task::spawn_blocking(move || verify(&password, &stored))
            .await
            .context("password checking panicked")?;
        Ok(fits && known)
    }
}

fn hash(password: &str) -> Result<String> {
    let hashed = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(|error| anyhow!("cannot hash a password: {error}"))?;
    Ok(hashed.to_string())
}

fn verify(password: &str, stored: &str) -> bool {
    PasswordHash::new(stored).is_ok_and(|parsed| {
        Argon2::default()
            .verify_password(password.as_bytes(), &parsed)
            .is_ok()
    })
}
