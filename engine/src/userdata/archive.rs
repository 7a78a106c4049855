//! The archive of an account, as "download my data" makes it and as it is loaded again: a ZIP with
//! a folder for each slice, and at its top what it is ([`LABEL`]) and how to read it ([`README`]).
//!
//! It is read where it lies, one member at a time: however large it is, its directory and its
//! largest member are all that is held of it.

use std::fmt::Write as _;
use std::io::{Cursor, Read, Seek, SeekFrom, Write};

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use stadion_activity::Limits;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{ComesBack, ExportFile, UserData};
use crate::web::error::{Error, Result};

/// What the archive is, for machines.
const LABEL: &str = "stadion.json";
/// The same for people.
const README: &str = "README.md";
/// Grows when what is written is no longer understood by those who read it before.
pub const VERSION: u32 = 2;
/// Four files each of a hundred thousand workouts, and what else there is.
const MEMBERS_MAX: u64 = 500_000;
/// Of the archive's own directory, which is held.
const DIRECTORY_MAX: u64 = 64 << 20;
/// The small lists of slices: all that somebody ever typed beside workouts.
const LIST_MAX: usize = 16 << 20;
/// Entries of one list.
const ENTRIES_MAX: usize = 100_000;

#[derive(Debug, Serialize, Deserialize)]
struct Label {
    stadion_archive: u32,
    made_at: DateTime<Utc>,
    /// By folder.
    comes_back: serde_json::Map<String, serde_json::Value>,
}

fn told(part: ComesBack) -> serde_json::Value {
    serde_json::json!({"what": part.what, "but": part.but})
}

/// Where an archive can be read.
pub trait Source: Read + Seek + Send + Sync {}

impl<T: Read + Seek + Send + Sync> Source for T {}

/// Writes an archive.
pub struct Packing(ZipWriter<Cursor<Vec<u8>>>);

impl Packing {
    /// Begins with what it is.
    pub fn begin(slices: &[Box<dyn UserData>], now: DateTime<Utc>) -> Result<Self> {
        let parts = slices
            .iter()
            .map(|slice| (slice.name().to_owned(), told(slice.comes_back())));
        let label = Label {
            stadion_archive: VERSION,
            made_at: now,
            comes_back: parts.collect(),
        };
        let readme = ExportFile {
            path: README.to_owned(),
            bytes: readme(slices).into_bytes(),
        };
        let mut packing = Self(ZipWriter::new(Cursor::new(Vec::new())));
        packing.add("", &[ExportFile::json(LABEL, &label)?, readme])?;
        Ok(packing)
    }

    /// Files of a slice's folder.
    pub fn add(&mut self, folder: &str, files: &[ExportFile]) -> Result<()> {
        let options = SimpleFileOptions::default();
        for file in files {
            let path = match folder {
                "" => file.path.clone(),
                folder => format!("{folder}/{}", file.path),
            };
            let begun = self.0.start_file(path, options);
            begun.map_err(|error| Error::internal(&error))?;
            let written = self.0.write_all(&file.bytes);
            written.map_err(|error| Error::internal(&error))?;
        }
        Ok(())
    }

    pub fn finish(self) -> Result<Vec<u8>> {
        let done = self.0.finish().map_err(|error| Error::internal(&error))?;
        Ok(done.into_inner())
    }
}

fn readme(slices: &[Box<dyn UserData>]) -> String {
    let mut text = format!(
        "# Everything that Stadion keeps of you\n\nAn archive of version {VERSION}. Load it into an account like any file: it \
         brings what the list says. What the account has already stays as it is, and is named where the archive says \
         otherwise; loading it twice changes nothing.\n\n| folder | comes back | does not |\n|---|---|---|\n"
    );
    for slice in slices {
        let ComesBack { what, but } = slice.comes_back();
        let what = if what.is_empty() { "nothing" } else { what };
        // A text takes whatever is written.
        let _ = writeln!(text, "| `{}/` | {what} | {but} |", slice.name());
    }
    text
}

/// Whether something is such an archive; by its content, as all files. It is looked at from its
/// beginning again.
pub fn is_archive(source: &mut (impl Read + Seek)) -> bool {
    let mut head = [0; 2];
    let is_zip = source.rewind().is_ok() && source.read_exact(&mut head).is_ok() && &head == b"PK";
    let is_ours = is_zip
        && is_bounded(source)
        && ZipArchive::new(&mut *source).is_ok_and(|zip| zip.index_for_name(LABEL).is_some());
    source.rewind().is_ok() && is_ours
}

/// Whether its directory is one that may be held. A directory is read whole before anything else.
fn is_bounded(source: &mut (impl Read + Seek)) -> bool {
    directory(source)
        .is_some_and(|(members, bytes)| members <= MEMBERS_MAX && bytes <= DIRECTORY_MAX)
}

/// Entries and bytes of the central directory, by its end record (PKWARE APPNOTE 6.3.10, 4.3.14 to
/// 4.3.16).
fn directory(source: &mut (impl Read + Seek)) -> Option<(u64, u64)> {
    const END: u64 = 22;
    const COMMENT: u64 = 0xffff;
    let length = source.seek(SeekFrom::End(0)).ok()?;
    let from = length.saturating_sub(END + COMMENT);
    source.seek(SeekFrom::Start(from)).ok()?;
    let mut tail = Vec::new();
    Read::take(&mut *source, END + COMMENT)
        .read_to_end(&mut tail)
        .ok()?;
    let at = tail.windows(4).rposition(|four| four == b"PK\x05\x06")?;
    let (members, bytes) = (number(&tail, at + 10, 2)?, number(&tail, at + 12, 4)?);
    let locator = at
        .checked_sub(20)
        .filter(|at| tail[*at..].starts_with(b"PK\x06\x07"));
    let Some(locator) = locator else {
        return Some((members, bytes));
    };
    source
        .seek(SeekFrom::Start(number(&tail, locator + 8, 8)?))
        .ok()?;
    let mut record = [0; 56];
    source.read_exact(&mut record).ok()?;
    record.starts_with(b"PK\x06\x06").then_some(())?;
    Some((number(&record, 32, 8)?, number(&record, 40, 8)?))
}

/// Of so many bytes, the least first.
fn number(bytes: &[u8], at: usize, size: usize) -> Option<u64> {
    let bytes = bytes.get(at..at + size)?.iter().rev();
    Some(bytes.fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

pub fn unreadable(detail: &str) -> Error {
    Error::bad_request("bad-export", detail)
}

type Zip = ZipArchive<Box<dyn Source>>;

/// An archive that is open.
pub struct Archive {
    /// None while a member is unpacked, and for good after that broke.
    zip: Option<Zip>,
    /// Bytes that may still be unpacked: one that names its members over and over ends.
    budget: u64,
}

impl Archive {
    /// Opens it and looks whether it is one that can be read.
    pub async fn open(mut source: impl Source + 'static) -> Result<Self> {
        let opening = tokio::task::spawn_blocking(move || {
            let length = source.seek(SeekFrom::End(0)).unwrap_or(0);
            let zip = is_bounded(&mut source)
                .then(|| ZipArchive::new(Box::new(source) as Box<dyn Source>));
            (zip, length)
        });
        let (zip, length) = opening.await.map_err(|error| Error::internal(&error))?;
        let Some(Ok(zip)) = zip else {
            return Err(unreadable("It cannot be opened, or holds too many files."));
        };
        let mut archive = Self {
            zip: Some(zip),
            budget: Limits::default()
                .unpacked_bytes
                .saturating_add(length.saturating_mul(8)),
        };
        let label: Label = archive
            .json(LABEL)
            .await?
            .ok_or_else(|| unreadable("It says nowhere what it is."))?;
        if label.stadion_archive != VERSION {
            return Err(unreadable(
                "It was made by another version of Stadion than this one reads; download it anew there.",
            ));
        }
        Ok(archive)
    }

    /// One file in it, bounded as any that is sent by itself; `None` where there is none.
    pub async fn member(&mut self, path: &str) -> Result<Option<Vec<u8>>> {
        self.unpack(path, Limits::default().file_bytes).await
    }

    async fn unpack(&mut self, path: &str, most: usize) -> Result<Option<Vec<u8>>> {
        let most = u64::try_from(most).unwrap_or(u64::MAX).min(self.budget);
        let broken = || unreadable("What was left of it cannot be read.");
        let mut zip = self.zip.take().ok_or_else(broken)?;
        let wanted = path.to_owned();
        let unpacking = tokio::task::spawn_blocking(move || {
            let bytes = unpack(&mut zip, &wanted, most);
            (zip, bytes)
        });
        let (zip, bytes) = unpacking.await.map_err(|_| broken())?;
        self.zip = Some(zip);
        let bytes = bytes?;
        let unpacked = bytes.as_ref().map_or(0, Vec::len);
        self.budget = self
            .budget
            .saturating_sub(u64::try_from(unpacked).unwrap_or(u64::MAX));
        Ok(bytes)
    }

    /// What a member of JSON says; `None` where there is none.
    pub async fn json<T: DeserializeOwned>(&mut self, path: &str) -> Result<Option<T>> {
        self.json_within(path, LIST_MAX).await
    }

    /// The same of up to so many bytes.
    pub async fn json_within<T: DeserializeOwned>(
        &mut self,
        path: &str,
        most: usize,
    ) -> Result<Option<T>> {
        let Some(bytes) = self.unpack(path, most).await? else {
            return Ok(None);
        };
        // PostgreSQL takes no such character, and no text that we exported has one.
        if bytes.windows(6).any(|six| six == b"\\u0000") {
            return Err(unreadable(&format!("“{path}” has texts that cannot be.")));
        }
        let read = serde_json::from_slice(&bytes);
        let said = |error| unreadable(&format!("“{path}” cannot be read: {error}."));
        read.map(Some).map_err(said)
    }

    /// A list's entries, each read by itself: one that is broken stops no other.
    pub async fn list<T: DeserializeOwned>(
        &mut self,
        path: &str,
    ) -> Result<Option<Vec<Result<T>>>> {
        let Some(entries) = self.json::<Vec<serde_json::Value>>(path).await? else {
            return Ok(None);
        };
        if entries.len() > ENTRIES_MAX {
            return Err(unreadable(&format!("“{path}” holds too many entries.")));
        }
        let read = entries.into_iter().zip(1..).map(|(entry, n)| {
            let said =
                |error| unreadable(&format!("Entry {n} of “{path}” cannot be read: {error}."));
            serde_json::from_value(entry).map_err(said)
        });
        Ok(Some(read.collect()))
    }
}

fn unpack(zip: &mut Zip, path: &str, most: u64) -> Result<Option<Vec<u8>>> {
    let Some(index) = zip.index_for_name(path) else {
        return Ok(None);
    };
    let damaged = || unreadable(&format!("“{path}” cannot be unpacked."));
    let file = zip.by_index(index).map_err(|_| damaged())?;
    let limits = Limits::default();
    // As of any archive: more than that is packed by nothing but a bomb.
    let ratio = u64::try_from(limits.ratio).unwrap_or(u64::MAX);
    let most = most.min(
        file.compressed_size()
            .saturating_mul(ratio)
            .saturating_add(1 << 20),
    );
    let mut bytes = Vec::new();
    let read = file.take(most.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|_| damaged())?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > most {
        return Err(unreadable(&format!(
            "“{path}” is larger than any file may be."
        )));
    }
    Ok(Some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domains::user_data;

    #[test]
    fn the_documentation_says_what_comes_back() {
        let docs = include_str!("../../../docs/export.md");
        let readme = readme(&user_data());
        let rows: Vec<&str> = readme
            .lines()
            .filter(|line| line.starts_with("| `"))
            .collect();
        assert_eq!(rows.len(), user_data().len());
        for row in rows {
            assert!(docs.contains(row), "{row}");
        }
    }

    fn zip(members: usize) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for n in 0..members {
            let begun = zip.start_file(format!("{n}"), SimpleFileOptions::default());
            begun.expect("a member");
        }
        zip.finish().expect("an archive").into_inner()
    }

    #[test]
    fn a_directory_is_measured_before_it_is_read() {
        for members in [0, 3, 70_000] {
            let bytes = zip(members);
            let (told, size) = directory(&mut Cursor::new(&bytes)).expect("a directory");
            assert_eq!(told, members as u64);
            assert!(size < bytes.len() as u64 && size >= 46 * told);
        }
        for bytes in [&b""[..], b"PK", b"PK\x05\x06", &[0; 100]] {
            assert_eq!(directory(&mut Cursor::new(bytes)), None);
            assert!(!is_archive(&mut Cursor::new(bytes)));
        }
    }

    #[test]
    fn an_archive_of_far_too_many_members_is_none() {
        let mut bytes = zip(3);
        let end = bytes.len() - 22;
        bytes[end + 12..end + 16].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(!is_bounded(&mut Cursor::new(&bytes)));
    }
}
