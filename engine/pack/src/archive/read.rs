//! From an archive that anyone may have made to a pack's files.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::read::ZipFile;

use super::{ArchiveError, MAX_ARCHIVE, name};
use crate::adapter;
use crate::source::{MAX_FILES, MAX_PACK, MAX_TEXT_FILE, PackSource, SourceFile, is_text};

/// File type bits of a Unix mode (stat(2)); zero where the archive says nothing.
const FILE_TYPE: u32 = 0o170_000;
const PLAIN_FILE: u32 = 0o100_000;

/// Reads an archive's pack; its id stands for the folder's name and the root. Never takes more
/// memory than the bounds of a pack, whatever sizes the archive claims.
pub fn unpack(bytes: &[u8]) -> Result<PackSource, ArchiveError> {
    if bytes.len() > MAX_ARCHIVE {
        return Err(ArchiveError::TooLarge { size: bytes.len() });
    }
    let mut zip = ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| ArchiveError::NotZip(error.to_string()))?;
    if zip.len() > MAX_FILES {
        return Err(ArchiveError::TooMany(zip.len()));
    }
    whole(bytes, &zip)?;
    let mut files: Vec<SourceFile> = Vec::with_capacity(zip.len());
    let mut budget = MAX_PACK;
    for index in 0..zip.len() {
        let mut entry = zip
            .by_index(index)
            .map_err(|error| unreadable(index, &error.to_string()))?;
        let file = read(&mut entry, budget)?;
        budget -= file.bytes.len();
        files.push(file);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    unambiguous(&files)?;
    let is_header = |file: &SourceFile| file.path == "pack.yaml" || file.path == adapter::FILE;
    if !files.iter().any(is_header) {
        return Err(ArchiveError::NoPack);
    }
    let mut source = PackSource {
        files,
        ..PackSource::default()
    };
    source.id_hint = source.id();
    source.root.clone_from(&source.id_hint);
    Ok(source)
}

/// The index closes the file, nothing stands before the first entry, and no name stands in it
/// twice (the library keeps the last): another reader would see other files.
fn whole(bytes: &[u8], zip: &ZipArchive<Cursor<&[u8]>>) -> Result<(), ArchiveError> {
    let refuse = |reason: &str| Err(ArchiveError::NotZip(reason.to_owned()));
    // End of central directory record, APPNOTE.TXT 4.3.16: 22 bytes without a comment, the number
    // of entries in the bytes 10 and 11.
    let end = bytes.len().checked_sub(22).and_then(|at| bytes.get(at..));
    let Some([b'P', b'K', 5, 6, _, _, _, _, _, _, low, high, ..]) = end else {
        return refuse("it has a comment or more bytes after its end");
    };
    if zip.offset() != 0 {
        return refuse("it has bytes before its first file");
    }
    if usize::from(u16::from_le_bytes([*low, *high])) != zip.len() {
        return refuse("a name stands in it twice");
    }
    Ok(())
}

fn unreadable(index: usize, reason: &str) -> ArchiveError {
    ArchiveError::Entry {
        path: format!("entry {}", index + 1),
        reason: reason.to_owned(),
    }
}

fn read<R: Read>(entry: &mut ZipFile<'_, R>, budget: usize) -> Result<SourceFile, ArchiveError> {
    let path = std::str::from_utf8(entry.name_raw()).map(str::to_owned);
    let shown = path
        .clone()
        .unwrap_or_else(|_| String::from_utf8_lossy(entry.name_raw()).into_owned());
    let refuse = |reason: &str| ArchiveError::Entry {
        path: shown.escape_default().to_string(),
        reason: reason.to_owned(),
    };
    let path = path.map_err(|_| refuse("the name is not UTF-8"))?;
    let kind = entry.unix_mode().unwrap_or_default() & FILE_TYPE;
    if path.ends_with('/') || (kind != 0 && kind != PLAIN_FILE) {
        return Err(refuse("it is no plain file: a release holds nothing else"));
    }
    if let Some(reason) = name::refused(&path) {
        return Err(refuse(reason));
    }
    let limit = if is_text(&path) {
        MAX_TEXT_FILE.min(budget)
    } else {
        budget
    };
    let mut bytes = Vec::new();
    entry
        .take(limit as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| refuse(&format!("it cannot be unpacked: {error}")))?;
    if bytes.len() > limit {
        return Err(refuse(if limit == budget {
            "the pack's files exceed 16 MiB together"
        } else {
            "it is larger than 1 MiB"
        }));
    }
    Ok(SourceFile { path, bytes })
}

/// No name is once a file and once a folder.
fn unambiguous(files: &[SourceFile]) -> Result<(), ArchiveError> {
    let seen: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    for file in files {
        let above = file.path.match_indices('/').map(|(at, _)| &file.path[..at]);
        if let Some(folder) = above.into_iter().find(|folder| seen.contains(folder)) {
            return Err(ArchiveError::Entry {
                path: folder.to_owned(),
                reason: "it is a file and a folder at once".to_owned(),
            });
        }
    }
    Ok(())
}
