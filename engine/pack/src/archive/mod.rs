//! A pack as one file: a ZIP whose bytes depend on the pack's files alone, named by their digest.
//!
//! Written with names in order, no times and no attributes; read as hostile: every bound of
//! [`crate::source`] holds, and what cannot be a pack's file is refused by name.

mod name;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::unpack;
pub use write::pack;

use crate::source::{MAX_FILES, MAX_PACK};

/// A ZIP of files that cannot be made smaller is somewhat larger than they are.
pub const MAX_ARCHIVE: usize = MAX_PACK + MAX_FILES * 1024;

/// Why an archive is refused, or none was made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    #[error(
        "{path}: {reason}; a release holds all files of its pack, so remove or replace this one"
    )]
    Left { path: String, reason: &'static str },
    #[error("the archive has {size} bytes, more than {MAX_ARCHIVE}")]
    TooLarge { size: usize },
    #[error("this is no ZIP archive: {0}")]
    NotZip(String),
    #[error("the archive has {0} files, more than {MAX_FILES}")]
    TooMany(usize),
    #[error("{path}: {reason}")]
    Entry { path: String, reason: String },
    #[error("the archive holds no pack.yaml, and no adapter.yaml, at its top")]
    NoPack,
}
