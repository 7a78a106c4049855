//! A key of the settings, or else one that is made with its first use and kept in the data folder.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::clock::Clock;
use crate::config::Secret;

/// Shorter ones can be guessed.
const LEAST: usize = 32;

pub struct KeptKey {
    clock: Clock,
    file: PathBuf,
    key: OnceLock<Secret>,
}

impl KeptKey {
    pub fn new(given: Option<Secret>, file: PathBuf, clock: &Clock) -> Self {
        Self {
            clock: clock.clone(),
            file,
            key: given.map(OnceLock::from).unwrap_or_default(),
        }
    }

    pub fn file(&self) -> &Path {
        &self.file
    }

    pub fn get(&self) -> std::io::Result<&Secret> {
        if let Some(key) = self.key.get() {
            return Ok(key);
        }
        let kept = self.kept()?;
        Ok(self.key.get_or_init(|| kept))
    }

    fn kept(&self) -> std::io::Result<Secret> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&self.file) {
            Ok(mut file) => {
                let key = self.clock.new_secret();
                file.write_all(key.as_bytes())?;
                file.sync_all()?;
                Ok(Secret::new(key))
            }
            // Another process may have made it, and be writing it yet: too short is an error.
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                let key = std::fs::read_to_string(&self.file)?;
                let key = key.trim();
                if key.len() < LEAST {
                    let why = "the key is too short: remove the file";
                    return Err(std::io::Error::other(why));
                }
                Ok(Secret::new(key))
            }
            Err(error) => Err(error),
        }
    }
}
