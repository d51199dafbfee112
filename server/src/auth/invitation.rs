//! The link of an invitation: it names an account, once, so that its owner sets a password.

use schema::commands::Problem;
use sha2::{Digest, Sha256};

use super::{SignIn, WeakPassword};
use crate::commands::Fault;
use crate::store::offices;

/// How a secret of a link is kept: SHA-256, hexadecimal.
#[must_use]
pub fn secret_hash(secret: &str) -> String {
    Sha256::digest(secret.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

impl SignIn {
    /// Sets the password of the account that the link names, and ends its sessions.
    ///
    /// # Errors
    /// `LINK_EXPIRED` or `WEAK_PASSWORD`.
    pub(super) async fn accept(&self, secret: &str, password: &str) -> Result<(), Problem> {
        let expired = || {
            Problem::new(
                "LINK_EXPIRED",
                "This link was used or is too old. Ask whoever keeps your register for a new one.",
                "Tautan ini sudah dipakai atau kedaluwarsa. Mintalah yang baru kepada pengelola register Anda.",
            )
        };
        let (hash, now) = (secret_hash(secret), self.clock.now());
        // Hashing a password is work: nobody gets it done without a good link.
        let good = offices::invited(self.store.read(), &hash, now)
            .await
            .map_err(|error| Fault::from(error).into_problem("reading an invitation"))?;
        if good.is_none() {
            return Err(expired());
        }
        let password_hash = self.passwords.hash(password).await.map_err(|error| {
            if error.is::<WeakPassword>() {
                return Problem::new(
                    "WEAK_PASSWORD",
                    "A password has 8 characters at the least and 256 bytes at the most.",
                    "Kata sandi paling sedikit 8 karakter dan paling banyak 256 bita.",
                )
                .at("password");
            }
            tracing::error!(%error, "hashing a password failed: {error}");
            Problem::internal("password")
        })?;
        let set = self
            .store
            .write(move |transaction| {
                Box::pin(async move {
                    offices::use_invitation(transaction, &hash, password_hash, now)
                        .await
                        .map_err(Fault::from)
                })
            })
            .await
            .map_err(|fault| fault.into_problem("setting a password"))?;
        if set { Ok(()) } else { Err(expired()) }
    }
}
