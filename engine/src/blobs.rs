//! Uploaded originals in a local folder, by their owner and the SHA-256 of their bytes. A blob is
//! durable before the row that names it is committed; one without a row is harmless. Owners share
//! none, so that erasing one cannot take what another keeps.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Tells apart the half-written files of uploads that run side by side.
static PARTS: AtomicU64 = AtomicU64::new(0);

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
        let write = move || blobs.write(owner, &bytes);
        tokio::task::spawn_blocking(write).await?
    }

    fn write(&self, owner: Uuid, bytes: &[u8]) -> io::Result<String> {
        let key = hex::encode(Sha256::digest(bytes));
        let path = self.path(owner, &key)?;
        if path.try_exists()? {
            return Ok(key);
        }
        let folder = self.of(owner);
        create_durably(&folder)?;
        let part = PARTS.fetch_add(1, Ordering::Relaxed);
        let partial = folder.join(format!("{key}.{}-{part}.part", std::process::id()));
        let mut file = File::create(&partial)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&partial, &path)?;
        sync(&folder)?;
        Ok(key)
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
