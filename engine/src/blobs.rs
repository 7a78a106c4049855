//! Uploaded originals, by the SHA-256 of their bytes, in a local folder. A blob is durable before
//! the row that names it is committed; one without a row is harmless.

use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;

#[derive(Clone, Debug)]
pub struct Blobs {
    folder: PathBuf,
}

impl Blobs {
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Stores bytes durably and answers their key (hex SHA-256). Storing the same twice is one blob.
    pub async fn put(&self, bytes: &[u8]) -> io::Result<String> {
        let key = hex::encode(Sha256::digest(bytes));
        let path = self.path(&key)?;
        if tokio::fs::try_exists(&path).await? {
            return Ok(key);
        }
        let folder = path.parent().unwrap_or(&self.folder).to_owned();
        tokio::fs::create_dir_all(&folder).await?;
        let partial = folder.join(format!("{key}.{}.part", std::process::id()));
        let mut file = tokio::fs::File::create(&partial).await?;
        file.write_all(bytes).await?;
        file.sync_all().await?;
        tokio::fs::rename(&partial, &path).await?;
        sync_folder(&folder).await?;
        Ok(key)
    }

    pub async fn get(&self, key: &str) -> io::Result<Vec<u8>> {
        tokio::fs::read(self.path(key)?).await
    }

    /// Removing what is not there is no error.
    pub async fn remove(&self, key: &str) -> io::Result<()> {
        match tokio::fs::remove_file(self.path(key)?).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Keys come from our own tables; anything else is refused before it becomes a path.
    fn path(&self, key: &str) -> io::Result<PathBuf> {
        let hex = key.len() == 64 && key.bytes().all(|b| b.is_ascii_hexdigit());
        let (Some(fan), true) = (key.get(..2), hex) else {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "not a blob key",
            ));
        };
        Ok(self.folder.join(fan).join(key))
    }
}

/// A rename is durable once its folder is.
async fn sync_folder(folder: &Path) -> io::Result<()> {
    tokio::fs::File::open(folder).await?.sync_all().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_blob_comes_back_by_its_hash_and_a_path_is_no_key() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::in_folder(folder.path().join("blobs"));
        let key = blobs.put(b"ride").await.unwrap();
        assert_eq!(blobs.put(b"ride").await.unwrap(), key);
        assert_eq!(blobs.get(&key).await.unwrap(), b"ride");
        assert!(blobs.get("../../etc/passwd").await.is_err());
        blobs.remove(&key).await.unwrap();
        blobs.remove(&key).await.unwrap();
        assert!(blobs.get(&key).await.is_err());
    }
}
