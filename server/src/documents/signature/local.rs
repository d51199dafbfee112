//! The local provider: Ed25519 keys in files of the data directory. It proves that *this server* saw this position sign
//! this hash at this time; it does not prove identity as a certificate authority would.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _};
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use rand::TryRngCore as _;

use super::{SignRequest, Signature, SignatureError, SignatureProvider, Verdict, to_stored};
use crate::documents::Digest;

const ALGORITHM: &str = "Ed25519";

/// Signs with one key and knows the retired ones.
pub struct LocalProvider {
    active: SigningKey,
    key_id: String,
    known: BTreeMap<String, VerifyingKey>,
}

impl LocalProvider {
    /// Signs with `active`; `retired` keys still verify what they once signed.
    pub fn new(active: SigningKey, retired: impl IntoIterator<Item = VerifyingKey>) -> Self {
        let key_id = thumbprint(&active.verifying_key());
        let known = retired
            .into_iter()
            .chain([active.verifying_key()])
            .map(|key| (thumbprint(&key), key))
            .collect();
        Self {
            active,
            key_id,
            known,
        }
    }

    /// Opens the key file at `path`, creating it when absent (see [`ensure_key_file`]).
    ///
    /// # Errors
    /// [`SignatureError::Key`] when the file cannot be read, written or trusted.
    pub fn open(path: &Path) -> Result<Self, SignatureError> {
        Ok(Self::new(ensure_key_file(path)?, []))
    }

    /// The thumbprint of the key that signs now.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// The public key that signs now.
    pub fn active_public_key(&self) -> [u8; 32] {
        self.active.verifying_key().to_bytes()
    }

    /// The server's own signature over a statement that begins with its kind, so that it cannot be taken for another.
    pub fn seal(&self, statement: &[u8]) -> [u8; 64] {
        self.active.sign(statement).to_bytes()
    }

    /// The public key with this thumbprint, for an export bundle that is checked elsewhere.
    pub fn public_key(&self, key_id: &str) -> Option<&VerifyingKey> {
        self.known.get(key_id)
    }
}

/// Whether `signature` is that of `public_key` over `statement`: for what [`LocalProvider::seal`] sealed at any time.
#[must_use]
pub fn is_sealed(public_key: &[u8], statement: &[u8], signature: &[u8]) -> bool {
    let key = <&[u8; 32]>::try_from(public_key).ok();
    let key = key.and_then(|key| VerifyingKey::from_bytes(key).ok());
    let signature = ed25519_dalek::Signature::from_slice(signature).ok();
    key.zip(signature)
        .is_some_and(|(key, signature)| key.verify_strict(statement, &signature).is_ok())
}

#[async_trait]
impl SignatureProvider for LocalProvider {
    fn name(&self) -> &'static str {
        "local-ed25519"
    }

    async fn sign(&self, request: SignRequest) -> Result<Signature, SignatureError> {
        let signed_at = to_stored(request.at);
        let statement = Signature::statement(&request.digest, &request.signer, signed_at);
        Ok(Signature {
            algorithm: ALGORITHM.to_owned(),
            key_id: self.key_id.clone(),
            digest: request.digest,
            signer: request.signer,
            signed_at,
            bytes: self.active.sign(&statement).to_bytes().to_vec(),
            certified: false,
        })
    }

    async fn verify(
        &self,
        digest: &Digest,
        signature: &Signature,
    ) -> Result<Verdict, SignatureError> {
        let Some(key) = self.known.get(&signature.key_id) else {
            return Ok(Verdict::UnknownKey);
        };
        let Ok(value) = ed25519_dalek::Signature::from_slice(&signature.bytes) else {
            return Ok(Verdict::Broken);
        };
        // A record that claims certified validity for a local key was tampered with.
        if signature.algorithm != ALGORITHM || signature.certified {
            return Ok(Verdict::Broken);
        }
        let statement =
            Signature::statement(&signature.digest, &signature.signer, signature.signed_at);
        Ok(if key.verify_strict(&statement, &value).is_err() {
            Verdict::Broken
        } else if signature.digest != *digest {
            Verdict::OtherContent
        } else {
            Verdict::Valid { certified: false }
        })
    }
}

/// The RFC 7638 thumbprint of the key as a JWK (RFC 8037): SHA-256, base64url without padding.
pub fn thumbprint(key: &VerifyingKey) -> String {
    let x = URL_SAFE_NO_PAD.encode(key.as_bytes());
    let jwk = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    URL_SAFE_NO_PAD.encode(Digest::of(jwk.as_bytes()).as_bytes())
}

/// Reads the PKCS#8 PEM key at `path`; when there is none, makes one, readable by its owner only (0600).
///
/// Two processes that start together agree on one key: the finished file is linked into place, and who comes second
/// reads what the first left.
///
/// # Errors
/// [`SignatureError::Key`] when the file is not an Ed25519 PKCS#8 PEM, can be read by everybody, or cannot be written.
pub fn ensure_key_file(path: &Path) -> Result<SigningKey, SignatureError> {
    match fs::read_to_string(path) {
        Ok(pem) => {
            refuse_open_file(path)?;
            SigningKey::from_pkcs8_pem(&pem).map_err(|_| {
                SignatureError::Key(format!("{} is not an Ed25519 PKCS#8 PEM", path.display()))
            })
        }
        Err(problem) if problem.kind() == std::io::ErrorKind::NotFound => create_key_file(path),
        Err(problem) => Err(failed(path, &problem)),
    }
}

fn create_key_file(path: &Path) -> Result<SigningKey, SignatureError> {
    let mut secret = [0; 32];
    rand::rngs::OsRng
        .try_fill_bytes(&mut secret)
        .map_err(|problem| SignatureError::Key(problem.to_string()))?;
    let key = SigningKey::from_bytes(&secret);
    let pem = key
        .to_pkcs8_pem(LineEnding::LF)
        .map_err(|problem| SignatureError::Key(problem.to_string()))?;

    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|problem| failed(folder, &problem))?;
    let draft = folder.join(format!(".{}.new", uuid::Uuid::now_v7()));
    let written = write_private(&draft, pem.as_bytes())
        .and_then(|()| fs::hard_link(&draft, path))
        .and_then(|()| sync_folder(folder));
    let removed = fs::remove_file(&draft);
    match written {
        Ok(()) => removed
            .map(|()| key)
            .map_err(|problem| failed(&draft, &problem)),
        Err(problem) if problem.kind() == std::io::ErrorKind::AlreadyExists => {
            ensure_key_file(path)
        }
        Err(problem) => Err(failed(path, &problem)),
    }
}

fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(unix)]
fn refuse_open_file(path: &Path) -> Result<(), SignatureError> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(path)
        .map_err(|problem| failed(path, &problem))?
        .permissions()
        .mode();
    if mode & 0o007 != 0 {
        return Err(SignatureError::Key(format!(
            "{} can be used by everybody on this machine (mode {:o}); chmod 600 it",
            path.display(),
            mode & 0o777
        )));
    }
    Ok(())
}

#[cfg(not(unix))]
fn refuse_open_file(_path: &Path) -> Result<(), SignatureError> {
    Ok(())
}

fn failed(path: &Path, problem: &std::io::Error) -> SignatureError {
    SignatureError::Key(format!("{}: {problem}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::signature::{Purpose, SignerInfo};
    use chrono::DateTime;

    fn provider(seed: u8) -> LocalProvider {
        LocalProvider::new(SigningKey::from_bytes(&[seed; 32]), [])
    }

    fn request(content: &[u8]) -> SignRequest {
        SignRequest {
            digest: Digest::of(content),
            signer: SignerInfo {
                person: "person_01".into(),
                position: "pos_bupati".into(),
                name: "Nama Contoh".into(),
                title: "Bupati Kutai Kartanegara".into(),
                purpose: Purpose::Signature,
            },
            at: DateTime::from_timestamp(1_795_399_200, 123_456_789).unwrap_or_default(),
        }
    }

    #[tokio::test]
    async fn a_signature_is_valid_but_never_certified() -> Result<(), SignatureError> {
        let provider = provider(1);
        let signature = provider.sign(request(b"isi")).await?;
        assert!(!signature.certified);
        assert_eq!(
            provider.verify(&Digest::of(b"isi"), &signature).await?,
            Verdict::Valid { certified: false }
        );
        assert_eq!(
            provider.verify(&Digest::of(b"lain"), &signature).await?,
            Verdict::OtherContent
        );
        Ok(())
    }

    #[tokio::test]
    async fn a_changed_record_does_not_verify() -> Result<(), SignatureError> {
        let provider = provider(1);
        let digest = Digest::of(b"isi");
        let good = provider.sign(request(b"isi")).await?;
        let changes: [fn(&mut Signature); 6] = [
            |s| s.certified = true,
            |s| s.signer.title = "Plt. Bupati Kutai Kartanegara".into(),
            |s| s.signer.purpose = Purpose::Initial,
            |s| s.signed_at += chrono::Duration::seconds(1),
            |s| s.bytes[0] ^= 1,
            |s| s.digest = Digest::of(b"lain"),
        ];
        for change in changes {
            let mut bad = good.clone();
            change(&mut bad);
            assert_eq!(provider.verify(&digest, &bad).await?, Verdict::Broken);
        }
        Ok(())
    }

    #[tokio::test]
    async fn a_retired_key_still_verifies_and_a_strange_one_does_not() -> Result<(), SignatureError>
    {
        let old = provider(1);
        let signature = old.sign(request(b"isi")).await?;
        let new = LocalProvider::new(
            SigningKey::from_bytes(&[2; 32]),
            old.public_key(old.key_id()).copied(),
        );
        let digest = Digest::of(b"isi");
        assert_eq!(
            new.verify(&digest, &signature).await?,
            Verdict::Valid { certified: false }
        );
        assert_eq!(
            provider(3).verify(&digest, &signature).await?,
            Verdict::UnknownKey
        );
        Ok(())
    }

    #[test]
    fn the_key_file_is_made_once_and_for_its_owner_only() -> Result<(), Box<dyn std::error::Error>>
    {
        let folder = std::env::temp_dir().join(format!("mufakat-keys-{}", uuid::Uuid::now_v7()));
        let path = folder.join("keys/signing.pem");
        let first = ensure_key_file(&path)?;
        let second = ensure_key_file(&path)?;
        assert_eq!(first.to_bytes(), second.to_bytes());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path)?.permissions().mode() & 0o777, 0o600);
            fs::set_permissions(&path, fs::Permissions::from_mode(0o644))?;
            assert!(ensure_key_file(&path).is_err());
        }
        assert_eq!(
            fs::read_dir(folder.join("keys"))?.count(),
            1,
            "no draft is left"
        );
        fs::remove_dir_all(folder)?;
        Ok(())
    }

    #[test]
    fn the_key_id_is_the_published_thumbprint_of_rfc_8037() -> Result<(), Box<dyn std::error::Error>>
    {
        let x = URL_SAFE_NO_PAD.decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")?;
        let key = VerifyingKey::try_from(x.as_slice())?;
        assert_eq!(
            thumbprint(&key),
            "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
        );
        Ok(())
    }
}
