//! Files kept by what they contain: the SHA-256 of the bytes is the address, so a stored file can never be replaced,
//! and the same file uploaded twice is kept once.
//!
//! An upload streams into `incoming/`, is hashed, counted and examined on the way, and only a complete and welcome file
//! is moved to its address. The store behind it is any `object_store` (a local folder now, S3 by configuration).

pub mod filename;
pub mod sniff;

use std::path::Path as FolderPath;
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{Error as StoreError, ObjectStore, ObjectStoreExt as _, WriteMultipart};
use sha2::{Digest as _, Sha256};

use super::{Digest, Explain, Explanation};
use sniff::{FileKind, HEAD_BYTES, TAIL_BYTES};

/// Part size of an upload: the least that S3 accepts. Each upload holds at most three parts in memory.
const PART_BYTES: usize = 5 * 1024 * 1024;
const PARTS_IN_FLIGHT: usize = 2;

/// A file that is in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredBlob {
    /// Its address.
    pub sha256: Digest,
    /// Its size in bytes.
    pub size: u64,
    /// What its bytes say it is.
    pub kind: FileKind,
}

/// What one upload may be.
#[derive(Clone, Copy, Debug)]
pub struct Welcome<'a> {
    /// The most bytes accepted.
    pub max_bytes: u64,
    /// The kinds accepted.
    pub kinds: &'a [FileKind],
}

/// Why a file was not stored or not read.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// More bytes than the limit (which is given).
    #[error("the file is larger than {0} bytes")]
    TooLarge(u64),
    /// Nothing was sent.
    #[error("the file is empty")]
    Empty,
    /// Not one of the welcome kinds; what it is, if that can be told.
    #[error("this kind of file is not accepted ({0:?})")]
    Unwelcome(Option<FileKind>),
    /// The sender stopped or failed.
    #[error("the upload broke off: {0}")]
    BrokenOff(String),
    /// No file has this hash.
    #[error("no file with hash {0}")]
    Absent(Digest),
    /// The stored bytes no longer have their hash.
    #[error("the stored file {0} is damaged")]
    Damaged(Digest),
    /// The store failed.
    #[error("object store: {0}")]
    Store(#[from] StoreError),
}

impl Explain for BlobError {
    fn explain(&self) -> Explanation {
        match self {
            Self::TooLarge(limit) => Explanation::new(
                "FILE_TOO_LARGE",
                format!("Berkas melebihi batas {} MB.", limit.div_ceil(1 << 20)),
                format!("The file is larger than {} MB.", limit.div_ceil(1 << 20)),
            ),
            Self::Empty => Explanation::new("FILE_EMPTY", "Berkas kosong.", "The file is empty."),
            Self::Unwelcome(_) => Explanation::new(
                "FILE_KIND_NOT_ACCEPTED",
                "Jenis berkas ini tidak diterima; isi berkas yang diperiksa, bukan namanya.",
                "This kind of file is not accepted; its content counts, not its name.",
            ),
            Self::BrokenOff(_) => Explanation::new(
                "UPLOAD_BROKEN_OFF",
                "Unggahan terputus; tidak ada yang tersimpan. Silakan coba lagi.",
                "The upload broke off and nothing was kept. Please try again.",
            ),
            Self::Absent(_) => Explanation::new(
                "FILE_NOT_FOUND",
                "Berkas tidak ditemukan.",
                "The file was not found.",
            ),
            Self::Damaged(_) => Explanation::new(
                "FILE_DAMAGED",
                "Berkas yang tersimpan tidak lagi sesuai dengan sidiknya; hubungi administrator.",
                "The stored file no longer matches its hash; ask the administrator.",
            ),
            Self::Store(_) => Explanation::new(
                "FILE_STORE_UNAVAILABLE",
                "Penyimpanan berkas sedang bermasalah; silakan coba lagi nanti.",
                "The file store has a problem; please try again later.",
            ),
        }
    }
}

/// A file being read.
pub struct BlobReader {
    /// Its size in bytes.
    pub size: u64,
    /// Its bytes; the stream ends with [`BlobError::Damaged`] when they do not have the hash that was asked for.
    pub bytes: BoxStream<'static, Result<Bytes, BlobError>>,
}

/// Files by hash.
#[derive(Clone, Debug)]
pub struct BlobStore {
    store: Arc<dyn ObjectStore>,
}

impl BlobStore {
    /// A store over any object store.
    pub fn new(store: Arc<dyn ObjectStore>) -> Self {
        Self { store }
    }

    /// A store in a folder, which is made when absent; every file is synced to disk before it is acknowledged.
    ///
    /// # Errors
    /// The folder cannot be made or opened.
    pub fn in_folder(folder: &FolderPath) -> Result<Self, BlobError> {
        std::fs::create_dir_all(folder).map_err(|source| StoreError::Generic {
            store: "folder",
            source: Box::new(source),
        })?;
        let local = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self::new(Arc::new(local)))
    }

    /// Stores what `content` yields. Nothing is kept unless it ends well, fits and is welcome; a caller that goes away
    /// in the middle leaves at most an object in `incoming/`, for [`BlobStore::sweep`].
    ///
    /// # Errors
    /// See [`BlobError`]; storing a file that is already there is no error.
    pub async fn put<S, E>(&self, content: S, welcome: Welcome<'_>) -> Result<StoredBlob, BlobError>
    where
        S: Stream<Item = Result<Bytes, E>> + Send,
        E: std::fmt::Display,
    {
        let incoming = Path::from(format!("incoming/{}", uuid::Uuid::now_v7()));
        let upload = self.store.put_multipart(&incoming).await?;
        let mut writer = WriteMultipart::new_with_chunk_size(upload, PART_BYTES);
        let seen = match receive(content, welcome, &mut writer).await {
            Ok(seen) => seen,
            Err(problem) => {
                writer.abort().await?;
                return Err(problem);
            }
        };
        writer.finish().await?;
        self.settle(&incoming, &seen.sha256).await?;
        Ok(seen)
    }

    /// Stores bytes that we made ourselves, such as a rendered paper.
    ///
    /// # Errors
    /// As [`BlobStore::put`].
    pub async fn put_bytes(&self, bytes: Bytes) -> Result<StoredBlob, BlobError> {
        let welcome = Welcome {
            max_bytes: bytes.len() as u64,
            kinds: FileKind::ALL,
        };
        let content = futures_util::stream::iter([Ok::<_, BlobError>(bytes)]);
        self.put(content, welcome).await
    }

    /// Opens the file with this hash.
    ///
    /// # Errors
    /// [`BlobError::Absent`] or [`BlobError::Store`].
    pub async fn get(&self, sha256: &Digest) -> Result<BlobReader, BlobError> {
        let found = self
            .store
            .get(&address(sha256))
            .await
            .map_err(|problem| match problem {
                StoreError::NotFound { .. } => BlobError::Absent(*sha256),
                other => BlobError::Store(other),
            })?;
        let size = found.meta.size;
        let wanted = *sha256;
        let mut source = found.into_stream();
        let bytes = async_stream::try_stream! {
            let mut hasher = Sha256::new();
            while let Some(chunk) = source.try_next().await? {
                hasher.update(&chunk);
                yield chunk;
            }
            if Digest::from_bytes(hasher.finalize().into()) != wanted {
                Err(BlobError::Damaged(wanted))?;
            }
        };
        Ok(BlobReader {
            size,
            bytes: bytes.boxed(),
        })
    }

    /// Takes the file out of the store and answers its bytes; `None` when it is not there.
    ///
    /// # Errors
    /// [`BlobError::Store`], [`BlobError::Damaged`].
    pub async fn take_out(&self, sha256: &Digest) -> Result<Option<Bytes>, BlobError> {
        let reader = match self.get(sha256).await {
            Ok(reader) => reader,
            Err(BlobError::Absent(_)) => return Ok(None),
            Err(problem) => return Err(problem),
        };
        let bytes: Vec<u8> = reader
            .bytes
            .try_fold(Vec::new(), |mut all, some| async move {
                all.extend_from_slice(&some);
                Ok(all)
            })
            .await?;
        match self.store.delete(&address(sha256)).await {
            Ok(()) | Err(StoreError::NotFound { .. }) => Ok(Some(bytes.into())),
            Err(problem) => Err(problem.into()),
        }
    }

    /// Whether the file is there.
    ///
    /// # Errors
    /// [`BlobError::Store`].
    pub async fn contains(&self, sha256: &Digest) -> Result<bool, BlobError> {
        match self.store.head(&address(sha256)).await {
            Ok(_) => Ok(true),
            Err(StoreError::NotFound { .. }) => Ok(false),
            Err(problem) => Err(problem.into()),
        }
    }

    /// Removes uploads that never ended and were last touched before `before`. Returns how many.
    ///
    /// # Errors
    /// [`BlobError::Store`].
    pub async fn sweep(&self, before: DateTime<Utc>) -> Result<usize, BlobError> {
        let left: Vec<_> = self
            .store
            .list(Some(&Path::from("incoming")))
            .try_collect()
            .await?;
        let mut removed = 0;
        for object in left.iter().filter(|object| object.last_modified < before) {
            match self.store.delete(&object.location).await {
                Ok(()) => removed += 1,
                Err(StoreError::NotFound { .. }) => {}
                Err(problem) => return Err(problem.into()),
            }
        }
        Ok(removed)
    }

    /// Moves a complete upload to its address, unless the same content is there already.
    async fn settle(&self, incoming: &Path, sha256: &Digest) -> Result<(), BlobError> {
        let target = address(sha256);
        if self.contains(sha256).await? {
            return Ok(self.store.delete(incoming).await?);
        }
        match self.store.rename_if_not_exists(incoming, &target).await {
            Ok(()) => Ok(()),
            Err(StoreError::AlreadyExists { .. }) => Ok(self.store.delete(incoming).await?),
            // Some stores cannot copy conditionally; the target holds the same bytes whoever wins.
            Err(StoreError::NotSupported { .. } | StoreError::NotImplemented { .. }) => {
                Ok(self.store.rename(incoming, &target).await?)
            }
            Err(problem) => Err(problem.into()),
        }
    }
}

/// `sha256/ab/cd/abcd...`: two levels, so that no folder grows beyond what tools can list.
fn address(sha256: &Digest) -> Path {
    let hash = sha256.to_string();
    Path::from(format!("sha256/{}/{}/{hash}", &hash[..2], &hash[2..4]))
}

/// Writes the stream on, hashing, counting and keeping both ends for the look at its kind.
async fn receive<S, E>(
    content: S,
    welcome: Welcome<'_>,
    writer: &mut WriteMultipart,
) -> Result<StoredBlob, BlobError>
where
    S: Stream<Item = Result<Bytes, E>> + Send,
    E: std::fmt::Display,
{
    let mut content = std::pin::pin!(content);
    let mut hasher = Sha256::new();
    let mut size = 0_u64;
    let mut head = Vec::new();
    let mut tail = Vec::new();
    while let Some(chunk) = content.next().await {
        let chunk = chunk.map_err(|problem| BlobError::BrokenOff(problem.to_string()))?;
        size += chunk.len() as u64;
        if size > welcome.max_bytes {
            return Err(BlobError::TooLarge(welcome.max_bytes));
        }
        hasher.update(&chunk);
        let wanted = HEAD_BYTES.saturating_sub(head.len()).min(chunk.len());
        head.extend_from_slice(&chunk[..wanted]);
        tail.extend_from_slice(&chunk[chunk.len().saturating_sub(TAIL_BYTES)..]);
        if tail.len() > 2 * TAIL_BYTES {
            tail.drain(..tail.len() - TAIL_BYTES);
        }
        writer.wait_for_capacity(PARTS_IN_FLIGHT).await?;
        writer.put(chunk);
    }
    if size == 0 {
        return Err(BlobError::Empty);
    }
    let end = &tail[tail.len().saturating_sub(TAIL_BYTES)..];
    match sniff::sniff(&head, end) {
        Some(kind) if welcome.kinds.contains(&kind) => Ok(StoredBlob {
            sha256: Digest::from_bytes(hasher.finalize().into()),
            size,
            kind,
        }),
        other => Err(BlobError::Unwelcome(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use object_store::memory::InMemory;

    const PDF: &[u8] = b"%PDF-1.7\nisi\n%%EOF\n";
    const WELCOME: Welcome<'static> = Welcome {
        max_bytes: 1000,
        kinds: &[FileKind::Pdf],
    };

    fn chunks(bytes: &[u8]) -> impl Stream<Item = Result<Bytes, String>> + Send + use<> {
        let parts: Vec<_> = bytes
            .chunks(7)
            .map(|part| Ok(Bytes::copy_from_slice(part)))
            .collect();
        futures_util::stream::iter(parts)
    }

    async fn objects(store: &BlobStore) -> Vec<String> {
        let list: Vec<_> = store
            .store
            .list(None)
            .try_collect()
            .await
            .unwrap_or_default();
        list.into_iter()
            .map(|object| object.location.to_string())
            .collect()
    }

    async fn read(store: &BlobStore, sha256: &Digest) -> Result<Vec<u8>, BlobError> {
        let reader = store.get(sha256).await?;
        reader
            .bytes
            .try_fold(Vec::new(), |mut all, part| async move {
                all.extend_from_slice(&part);
                Ok(all)
            })
            .await
    }

    #[tokio::test]
    async fn a_file_is_kept_once_under_its_hash() -> Result<(), BlobError> {
        let folder = std::env::temp_dir().join(format!("mufakat-blobs-{}", uuid::Uuid::now_v7()));
        for store in [
            BlobStore::new(Arc::new(InMemory::new())),
            BlobStore::in_folder(&folder)?,
        ] {
            let first = store.put(chunks(PDF), WELCOME).await?;
            assert_eq!(
                (first.sha256, first.size, first.kind),
                (Digest::of(PDF), PDF.len() as u64, FileKind::Pdf)
            );
            assert_eq!(store.put(chunks(PDF), WELCOME).await?, first);
            assert_eq!(objects(&store).await, [address(&first.sha256).to_string()]);
            assert_eq!(read(&store, &first.sha256).await?, PDF);
        }
        std::fs::remove_dir_all(&folder)
            .map_err(|problem| BlobError::BrokenOff(problem.to_string()))
    }

    #[tokio::test]
    async fn what_is_refused_leaves_nothing_behind() {
        let store = BlobStore::new(Arc::new(InMemory::new()));
        let small = Welcome {
            max_bytes: 5,
            ..WELCOME
        };
        assert!(matches!(
            store.put(chunks(PDF), small).await,
            Err(BlobError::TooLarge(5))
        ));
        assert!(matches!(
            store.put(chunks(b""), WELCOME).await,
            Err(BlobError::Empty)
        ));
        let text = store.put(chunks(b"hanya teks"), WELCOME).await;
        assert!(matches!(
            text,
            Err(BlobError::Unwelcome(Some(FileKind::Text)))
        ));
        let broken = futures_util::stream::iter([Ok(Bytes::from_static(PDF)), Err("reset")]);
        assert!(matches!(
            store.put(broken, WELCOME).await,
            Err(BlobError::BrokenOff(_))
        ));
        assert!(objects(&store).await.is_empty());
    }

    #[tokio::test]
    async fn a_damaged_file_is_not_passed_off_as_whole() -> Result<(), BlobError> {
        let store = BlobStore::new(Arc::new(InMemory::new()));
        let kept = store.put(chunks(PDF), WELCOME).await?;
        store
            .store
            .put(&address(&kept.sha256), "%PDF-9".into())
            .await?;
        assert!(matches!(
            read(&store, &kept.sha256).await,
            Err(BlobError::Damaged(_))
        ));
        let absent = Digest::of(b"tidak ada");
        assert!(matches!(
            store.get(&absent).await,
            Err(BlobError::Absent(_))
        ));
        Ok(())
    }

    #[tokio::test]
    async fn sweeping_takes_only_old_unfinished_uploads() -> Result<(), BlobError> {
        let store = BlobStore::new(Arc::new(InMemory::new()));
        let kept = store.put(chunks(PDF), WELCOME).await?;
        let left = Path::from("incoming/x");
        store.store.put(&left, "separuh".into()).await?;
        let touched = store.store.head(&left).await?.last_modified;
        assert_eq!(store.sweep(touched).await?, 0);
        assert_eq!(
            store.sweep(touched + chrono::Duration::seconds(1)).await?,
            1
        );
        assert!(store.contains(&kept.sha256).await?);
        Ok(())
    }
}
