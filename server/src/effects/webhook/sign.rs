//! Signatures after the Standard Webhooks specification 1.0: HMAC-SHA256 over `id.timestamp.body`, written `v1,` and
//! base64; one for each secret that is valid, so that a receiver can change over without losing a message.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use rand::TryRngCore as _;
use sha2::Sha256;

/// What a secret begins with.
const PREFIX: &str = "whsec_";

/// A new secret: 32 bytes of chance as `whsec_` and base64.
///
/// # Errors
/// When the machine has no chance to give.
pub fn fresh_secret() -> Result<String, rand::rand_core::OsError> {
    let mut bytes = [0_u8; 32];
    rand::rngs::OsRng.try_fill_bytes(&mut bytes)?;
    Ok(format!("{PREFIX}{}", STANDARD.encode(bytes)))
}

/// The header `webhook-signature` of a message: one signature for each secret, in their order. `None` without a usable
/// secret.
#[must_use]
pub fn signature(secrets: &[String], id: &str, timestamp: i64, body: &[u8]) -> Option<String> {
    let signatures: Vec<String> = secrets
        .iter()
        .filter_map(|secret| sign(secret, id, timestamp, body))
        .collect();
    (!signatures.is_empty()).then(|| signatures.join(" "))
}

fn sign(secret: &str, id: &str, timestamp: i64, body: &[u8]) -> Option<String> {
    let key = STANDARD
        .decode(secret.strip_prefix(PREFIX).unwrap_or(secret))
        .ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body);
    Some(format!(
        "v1,{}",
        STANDARD.encode(mac.finalize().into_bytes())
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_specification_has_the_signature_of_the_specification() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned();
        let body = br#"{"test": 2432232314}"#;
        let signed = signature(
            &[secret],
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            body,
        );
        assert_eq!(
            signed.as_deref(),
            Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        );
    }

    #[test]
    fn while_two_secrets_are_valid_both_sign() {
        let secrets = [fresh_secret(), fresh_secret()].map(|it| it.expect("chance"));
        assert_ne!(secrets[0], secrets[1]);
        let both = signature(&secrets, "job_1", 1, b"{}").expect("a signature");
        let each: Vec<String> = secrets
            .iter()
            .filter_map(|secret| signature(std::slice::from_ref(secret), "job_1", 1, b"{}"))
            .collect();
        assert_eq!(both, each.join(" "));
        assert_eq!(signature(&[], "job_1", 1, b"{}"), None);
    }
}
