//! From a pack's files to one archive.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{ArchiveError, name};
use crate::source::{PackSource, SourceFile};

/// The same bytes for the same files, wherever and whenever they are packed.
pub fn pack(source: &PackSource) -> Result<Vec<u8>, ArchiveError> {
    if let Some(left) = source.refused.first() {
        return Err(ArchiveError::Left {
            path: source.name_of(&left.path),
            reason: left.reason,
        });
    }
    let mut files: Vec<&SourceFile> = source.files.iter().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        if let Some(reason) = name::refused(&file.path) {
            let path = source.name_of(&file.path);
            return Err(ArchiveError::Left { path, reason });
        }
        let failed = |reason: String| ArchiveError::Entry {
            path: file.path.clone(),
            reason,
        };
        zip.start_file(file.path.as_str(), options)
            .map_err(|error| failed(error.to_string()))?;
        zip.write_all(&file.bytes)
            .map_err(|error| failed(error.to_string()))?;
    }
    let written = zip.finish();
    let bytes = written
        .map_err(|error| ArchiveError::NotZip(error.to_string()))?
        .into_inner();
    if bytes.len() > super::MAX_ARCHIVE {
        return Err(ArchiveError::TooLarge { size: bytes.len() });
    }
    Ok(bytes)
}
