//! `.gz` and `.zip`, unpacked within bounds.

use std::io::{Cursor, Read};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::codes::Reason;
use crate::read::{Kind, sniff};
use crate::{Limits, Refusal};

/// A file found, or the reason for which it could not be taken out.
pub(crate) struct Entry {
    pub name: String,
    pub bytes: Vec<u8>,
    pub refusal: Option<Refusal>,
}

/// All files in an upload; a file that is no archive is its own only entry.
pub(crate) fn unpack(name: &str, bytes: Vec<u8>, limits: &Limits) -> Vec<Entry> {
    let mut unpacker = Unpacker {
        limits,
        budget: limits.unpacked_bytes,
        entries: Vec::new(),
    };
    if bytes.len() > limits.file_bytes.max(limits.unpacked_bytes) {
        unpacker.refuse(name, file_too_large(limits));
    } else {
        unpacker.file(name, bytes, 0);
    }
    unpacker.entries
}

pub(crate) fn nested_too_deep() -> Refusal {
    Refusal::too_large("It is an archive within an archive within an archive.")
}

fn file_too_large(limits: &Limits) -> Refusal {
    Refusal::too_large(format!(
        "The file is larger than {} MiB.",
        limits.file_bytes >> 20
    ))
}

struct Unpacker<'a> {
    limits: &'a Limits,
    /// Bytes that may still be unpacked from this upload.
    budget: usize,
    entries: Vec<Entry>,
}

impl Unpacker<'_> {
    fn file(&mut self, name: &str, bytes: Vec<u8>, depth: usize) {
        let kind = sniff(&bytes);
        let packed = matches!(kind, Kind::Gzip | Kind::Zip);
        if packed && depth > self.limits.nesting {
            self.refuse(name, nested_too_deep());
        } else if kind == Kind::Gzip {
            self.gzip(name, &bytes, depth);
        } else if kind == Kind::Zip {
            self.zip(name, &bytes, depth);
        } else if bytes.len() > self.limits.file_bytes {
            self.refuse(name, file_too_large(self.limits));
        } else {
            self.entries.push(Entry {
                name: name.into(),
                bytes,
                refusal: None,
            });
        }
    }

    fn gzip(&mut self, name: &str, packed: &[u8], depth: usize) {
        let inner = match name
            .len()
            .checked_sub(3)
            .and_then(|end| name.split_at_checked(end))
        {
            Some((stem, suffix)) if suffix.eq_ignore_ascii_case(".gz") => stem,
            _ => name,
        };
        match self.inflate(MultiGzDecoder::new(packed), packed.len()) {
            Ok(bytes) => self.file(inner, bytes, depth + 1),
            Err(refusal) => self.refuse(name, refusal),
        }
    }

    fn zip(&mut self, name: &str, packed: &[u8], depth: usize) {
        let mut archive = match ZipArchive::new(Cursor::new(packed)) {
            Ok(archive) => archive,
            Err(error) => {
                return self.refuse(
                    name,
                    Refusal::damaged(format!("The archive cannot be opened: {error}.")),
                );
            }
        };
        let before = self.entries.len();
        for index in 0..archive.len() {
            if self.entries.len() >= self.limits.entries {
                let reason = format!(
                    "The upload holds more than {} files; the rest was left out.",
                    self.limits.entries
                );
                return self.refuse(name, Refusal::too_large(reason));
            }
            self.zip_entry(name, &mut archive, index, depth);
        }
        if self.entries.len() == before {
            self.refuse(
                name,
                Refusal::new(
                    Reason::Empty,
                    "The archive holds no file.",
                    "Put activity files into it.",
                ),
            );
        }
    }

    fn zip_entry(
        &mut self,
        name: &str,
        archive: &mut ZipArchive<Cursor<&[u8]>>,
        index: usize,
        depth: usize,
    ) {
        let entry = match archive.by_index(index) {
            Ok(entry) => entry,
            Err(error) => {
                return self.refuse(&format!("{name}/#{}", index + 1), unreadable(&error));
            }
        };
        if entry.is_dir() {
            return;
        }
        let entry_name = entry
            .name()
            .map_or_else(|_| format!("#{}", index + 1), Into::into);
        let inner = format!("{name}/{entry_name}");
        if is_finder_metadata(&entry_name) {
            return self.refuse(
                &inner,
                Refusal::not_an_activity("metadata that macOS adds to archives"),
            );
        }
        let packed_len = usize::try_from(entry.compressed_size()).unwrap_or(usize::MAX);
        match self.inflate(entry, packed_len) {
            Ok(bytes) => self.file(&inner, bytes, depth + 1),
            Err(refusal) => self.refuse(&inner, refusal),
        }
    }

    /// Reads a packed stream to its end, as long as size, ratio and budget allow. The sizes that
    /// an archive claims are not believed.
    fn inflate(&mut self, reader: impl Read, packed_len: usize) -> Result<Vec<u8>, Refusal> {
        let by_ratio = packed_len
            .saturating_mul(self.limits.ratio)
            .saturating_add(1 << 20);
        let cap = self.limits.file_bytes.min(self.budget).min(by_ratio);
        let mut bytes = Vec::new();
        let outcome = reader.take(cap as u64 + 1).read_to_end(&mut bytes);
        self.budget = self.budget.saturating_sub(bytes.len());
        if bytes.len() > cap {
            return Err(Refusal::too_large(
                "Unpacked, it exceeds what an activity file can be.",
            ));
        }
        match outcome {
            Ok(_) => Ok(bytes),
            Err(error) => Err(Refusal::damaged(format!("It cannot be unpacked: {error}."))),
        }
    }

    fn refuse(&mut self, name: &str, refusal: Refusal) {
        self.entries.push(Entry {
            name: name.into(),
            bytes: Vec::new(),
            refusal: Some(refusal),
        });
    }
}

/// `AppleDouble` companions: `__MACOSX/dir/._ride.fit`.
fn is_finder_metadata(name: &str) -> bool {
    name.starts_with("__MACOSX/") || name.rsplit('/').next() == Some(".DS_Store")
}

fn unreadable(error: &ZipError) -> Refusal {
    match error {
        ZipError::UnsupportedArchive(what) if what.contains("assword") => Refusal::new(
            Reason::Encrypted,
            "This file in the archive is protected by a password.",
            "Pack it without a password.",
        ),
        ZipError::UnsupportedArchive(what) => {
            Refusal::unknown_format(&format!("packed in a way that is not read ({what})"))
        }
        other => Refusal::damaged(format!("This file in the archive cannot be read: {other}.")),
    }
}
