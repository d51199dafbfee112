//! Secrets of webhooks at rest: sealed with a key of the key folder, so that a copy of the database alone signs nothing.
//!
//! `webhook.key` holds one key a line, 32 bytes in base64. The first one seals; all of them open. To change the key, put a
//! new line on top and start the program: what an older key sealed is sealed anew, then the old line may go.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rand::TryRngCore as _;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// What a sealed secret begins with; the key's name and the sealed bytes follow, separated by points.
const SEALED: &str = "sealed1";

struct Key {
    /// First bytes of its hash, base64: says which key opens, and nothing else.
    name: String,
    key: LessSafeKey,
}

/// Keys that seal and open secrets.
pub struct Vault {
    keys: Vec<Key>,
}

impl Vault {
    /// Opens the key file, making it when there is none (readable by its owner only).
    ///
    /// # Errors
    /// When the file cannot be read, written or understood.
    pub fn open(path: &Path) -> Result<Self> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => make(path)?,
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}", path.display()));
            }
        };
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let keys: Vec<Key> = lines
            .map(|line| {
                let bytes = STANDARD.decode(line).ok();
                bytes.and_then(|bytes| Key::of(&bytes)).with_context(|| {
                    format!("{}: a line is not 32 bytes in base64", path.display())
                })
            })
            .collect::<Result<_>>()?;
        ensure!(!keys.is_empty(), "{} holds no key", path.display());
        Ok(Self { keys })
    }

    /// Seals a secret for the row `about`: put into another row it cannot be opened.
    ///
    /// # Errors
    /// When the machine has no chance to give.
    pub fn seal(&self, about: Uuid, secret: &str) -> Result<String> {
        let Some(key) = self.keys.first() else {
            bail!("there is no key");
        };
        let mut nonce = [0; NONCE_LEN];
        rand::rngs::OsRng
            .try_fill_bytes(&mut nonce)
            .context("no chance")?;
        let mut sealed = secret.as_bytes().to_vec();
        key.key
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(about.as_bytes()),
                &mut sealed,
            )
            .map_err(|_| anyhow::anyhow!("a secret cannot be sealed"))?;
        let bytes = [&nonce[..], &sealed].concat();
        Ok(format!(
            "{SEALED}.{}.{}",
            key.name,
            URL_SAFE_NO_PAD.encode(bytes)
        ))
    }

    /// The secret of the row `about`; one from before there were keys is itself. `None` when no key opens it.
    #[must_use]
    pub fn read(&self, about: Uuid, stored: &str) -> Option<String> {
        let Some(rest) = stored.strip_prefix(SEALED) else {
            return Some(stored.to_owned());
        };
        let (name, sealed) = rest.strip_prefix('.')?.split_once('.')?;
        let key = self.keys.iter().find(|key| key.name == name)?;
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut sealed = sealed.to_vec();
        let plain = key
            .key
            .open_in_place(nonce, Aad::from(about.as_bytes()), &mut sealed)
            .ok()?;
        String::from_utf8(plain.to_vec()).ok()
    }

    /// A stored secret sealed with the newest key; `None` when it is, or when no key opens it.
    #[must_use]
    pub fn anew(&self, about: Uuid, stored: &str) -> Option<String> {
        if self.is_current(stored) {
            return None;
        }
        let Some(secret) = self.read(about, stored) else {
            tracing::error!(secret = %about, "no key opens the webhook secret {about}");
            return None;
        };
        self.seal(about, &secret).ok()
    }

    fn is_current(&self, stored: &str) -> bool {
        self.keys
            .first()
            .is_some_and(|key| stored.starts_with(&format!("{SEALED}.{}.", key.name)))
    }
}

impl Key {
    fn of(bytes: &[u8]) -> Option<Self> {
        let hash = Sha256::digest(bytes);
        Some(Self {
            name: URL_SAFE_NO_PAD.encode(hash.get(..6)?),
            key: LessSafeKey::new(UnboundKey::new(&AES_256_GCM, bytes).ok()?),
        })
    }
}

/// Makes the file; when another process came first, its file is the one.
fn make(path: &Path) -> Result<String> {
    let mut bytes = [0_u8; 32];
    rand::rngs::OsRng
        .try_fill_bytes(&mut bytes)
        .context("no chance")?;
    let text = format!("{}\n", STANDARD.encode(bytes));
    let draft = path.with_extension(format!("{}.new", Uuid::now_v7()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&draft).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::hard_link(&draft, path)
    });
    let _ = fs::remove_file(&draft);
    match written {
        Ok(()) => Ok(text),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
        }
        Err(error) => Err(error).with_context(|| format!("cannot make {}", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_in_its_own_row_with_any_key_that_is_left() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("mufakat-vault-{}", Uuid::now_v7()));
        fs::create_dir_all(&folder)?;
        let path = folder.join("webhook.key");
        let first = Vault::open(&path)?;
        let (row, other) = (Uuid::now_v7(), Uuid::now_v7());
        let sealed = first.seal(row, "whsec_rahasia")?;
        assert!(!sealed.contains("rahasia") && first.is_current(&sealed));
        assert_eq!(first.read(row, &sealed).as_deref(), Some("whsec_rahasia"));
        assert_eq!(first.read(other, &sealed), None, "moved to another row");
        assert_eq!(
            Vault::open(&path)?.read(row, &sealed).as_deref(),
            Some("whsec_rahasia"),
            "the file is made once"
        );
        let old = fs::read_to_string(&path)?;
        fs::write(&path, format!("{}\n{old}", STANDARD.encode([7; 32])))?;
        let second = Vault::open(&path)?;
        assert_eq!(second.read(row, &sealed).as_deref(), Some("whsec_rahasia"));
        assert!(!second.is_current(&sealed), "it waits to be sealed anew");
        fs::write(&path, STANDARD.encode([7; 32]))?;
        assert_eq!(Vault::open(&path)?.read(row, &sealed), None, "the key went");
        assert_eq!(second.read(row, "whsec_x").as_deref(), Some("whsec_x"));
        fs::remove_dir_all(folder)?;
        Ok(())
    }
}
