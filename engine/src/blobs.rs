//! Uploaded originals in a local folder, by their owner and the SHA-256 of their bytes. A blob is
//! durable before the row that names it is committed; one without a row is harmless. Owners share
//! none, so that erasing one cannot take what another keeps.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

/// Tells apart the half-written files of uploads that run side by side.
static PARTS: AtomicU64 = AtomicU64::new(0);

/// Bytes, and the key that they make.
#[derive(Debug)]
pub struct Blob {
    key: String,
    bytes: Vec<u8>,
}

impl Blob {
    /// Hashing megabytes is work for a processor.
    pub fn of(bytes: Vec<u8>) -> Self {
        Self {
            key: hex::encode(Sha256::digest(&bytes)),
            bytes,
        }
    }

    pub fn key(&self) -> &str {
        &self.key
    }

    /// In bytes.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }
}

#[derive(Clone, Debug)]
pub struct Blobs {
    folder: PathBuf,
}

impl Blobs {
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Stores bytes durably and answers their key (hex SHA-256). Storing the same twice is one blob.
    pub async fn put(&self, owner: Uuid, bytes: Vec<u8>) -> io::Result<String> {
        let blobs = self.clone();
        let write = move || {
            let blob = Blob::of(bytes);
            blobs.write(owner, &blob)?;
            Ok(blob.key)
        };
        tokio::task::spawn_blocking(write).await?
    }

    /// Stores durably what is known by its key already.
    pub async fn put_known(&self, owner: Uuid, blob: Arc<Blob>) -> io::Result<()> {
        let blobs = self.clone();
        let write = move || blobs.write(owner, &blob);
        tokio::task::spawn_blocking(write).await?
    }

    fn write(&self, owner: Uuid, Blob { key, bytes }: &Blob) -> io::Result<()> {
        let path = self.path(owner, key)?;
        if path.try_exists()? {
            return Ok(());
        }
        let folder = self.of(owner);
        create_durably(&folder)?;
        let part = PARTS.fetch_add(1, Ordering::Relaxed);
        let partial = folder.join(format!("{key}.{}-{part}.part", std::process::id()));
        let mut file = File::create(&partial)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&partial, &path)?;
        sync(&folder)
    }

    /// Begins to store what comes piece by piece. It is kept for `whom` alone, under a key of its own:
    /// the same bytes that came for another are another blob, and removing one takes none from it.
    pub async fn receive(&self, owner: Uuid, whom: Uuid) -> io::Result<Receiving> {
        let folder = self.of(owner);
        let made = folder.clone();
        tokio::task::spawn_blocking(move || create_durably(&made)).await??;
        let part = PARTS.fetch_add(1, Ordering::Relaxed);
        let partial = folder.join(format!("received.{}-{part}.part", std::process::id()));
        Ok(Receiving {
            blobs: self.clone(),
            owner,
            file: tokio::fs::File::create(&partial).await?,
            partial,
            hash: Sha256::new_with_prefix(whom.as_bytes()),
            size: 0,
        })
    }

    /// To be read from where one likes, without holding all of it.
    pub async fn open(&self, owner: Uuid, key: &str) -> io::Result<File> {
        let file = tokio::fs::File::open(self.path(owner, key)?).await?;
        Ok(file.into_std().await)
    }

    pub async fn get(&self, owner: Uuid, key: &str) -> io::Result<Vec<u8>> {
        tokio::fs::read(self.path(owner, key)?).await
    }

    /// Removes one. Removing what is not there is no error.
    pub async fn remove(&self, owner: Uuid, key: &str) -> io::Result<()> {
        match tokio::fs::remove_file(self.path(owner, key)?).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Removes all of an owner's. Removing what is not there is no error.
    pub async fn remove_all(&self, owner: Uuid) -> io::Result<()> {
        match tokio::fs::remove_dir_all(self.of(owner)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Keys come from our own tables; anything else is refused before it becomes a path.
    fn path(&self, owner: Uuid, key: &str) -> io::Result<PathBuf> {
        if key.len() == 64 && key.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(self.of(owner).join(key));
        }
        let message = "not a blob key";
        Err(io::Error::new(io::ErrorKind::InvalidInput, message))
    }

    /// Fanned out by the random end of the id, so that no folder holds all users.
    fn of(&self, owner: Uuid) -> PathBuf {
        let owner = owner.simple().to_string();
        let fan = owner.get(owner.len().saturating_sub(2)..).unwrap_or("00");
        self.folder.join(fan).join(&owner)
    }
}

/// A blob that is on its way; dropped before it is finished, it leaves nothing.
pub struct Receiving {
    blobs: Blobs,
    owner: Uuid,
    partial: PathBuf,
    file: tokio::fs::File,
    hash: Sha256,
    size: u64,
}

impl Receiving {
    pub async fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        self.hash.update(piece);
        self.size += piece.len() as u64;
        self.file.write_all(piece).await
    }

    /// Makes it durable and answers its key and size in bytes.
    pub async fn finish(mut self) -> io::Result<(String, u64)> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        let key = hex::encode(std::mem::take(&mut self.hash).finalize());
        let path = self.blobs.path(self.owner, &key)?;
        let (partial, folder) = (self.partial.clone(), self.blobs.of(self.owner));
        let placed = move || std::fs::rename(&partial, &path).and_then(|()| sync(&folder));
        tokio::task::spawn_blocking(placed).await??;
        Ok((key, self.size))
    }
}

impl Drop for Receiving {
    fn drop(&mut self) {
        // A finished one has moved away.
        let _ = std::fs::remove_file(&self.partial);
    }
}

/// A folder is durable once those above it are.
fn create_durably(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    std::fs::create_dir_all(folder)?;
    folder.ancestors().skip(1).take(2).try_for_each(sync)
}

/// A rename is durable once its folder is.
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_blob_comes_back_by_its_hash_and_a_path_is_no_key() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::in_folder(folder.path().join("blobs"));
        let (ann, bob) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let key = blobs.put(ann, b"ride".to_vec()).await.unwrap();
        assert_eq!(blobs.put(ann, b"ride".to_vec()).await.unwrap(), key);
        assert_eq!(blobs.put(bob, b"ride".to_vec()).await.unwrap(), key);
        assert_eq!(blobs.get(ann, &key).await.unwrap(), b"ride");
        assert!(blobs.get(ann, "../../etc/passwd").await.is_err());
        let mut receiving = blobs.receive(ann, bob).await.unwrap();
        receiving.write(b"ri").await.unwrap();
        drop(blobs.receive(ann, bob).await.unwrap());
        receiving.write(b"de").await.unwrap();
        let (own, size) = receiving.finish().await.unwrap();
        let mut told = String::new();
        let mut file = blobs.open(ann, &own).await.unwrap();
        io::Read::read_to_string(&mut file, &mut told).unwrap();
        assert_eq!((told.as_str(), size), ("ride", 4));
        // Removing it takes nothing from another.
        assert_eq!(std::fs::read_dir(blobs.of(ann)).unwrap().count(), 2);
        blobs.remove(ann, &own).await.unwrap();
        assert_eq!(blobs.get(ann, &key).await.unwrap(), b"ride");
        blobs.remove_all(ann).await.unwrap();
        blobs.remove_all(ann).await.unwrap();
        assert!(blobs.get(ann, &key).await.is_err());
        assert_eq!(blobs.get(bob, &key).await.unwrap(), b"ride");
    }

    #[tokio::test]
    async fn the_same_bytes_may_come_many_times_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::in_folder(folder.path().to_owned());
        let owner = Uuid::from_u128(1);
        let put = |_| {
            let blobs = blobs.clone();
            tokio::spawn(async move { blobs.put(owner, vec![7; 10_000]).await })
        };
        let all: Vec<_> = (0..16).map(put).collect();
        for one in all {
            let key = one.await.unwrap().unwrap();
            assert_eq!(blobs.get(owner, &key).await.unwrap().len(), 10_000);
        }
    }
}
