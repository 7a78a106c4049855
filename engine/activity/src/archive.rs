//! `.gz` and `.zip`, unpacked within bounds and one file at a time: what was read is handed on
//! before the next is unpacked, so an archive of thousands takes no more memory than its largest.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Cursor, Read, Seek, SeekFrom};

use flate2::bufread::MultiGzDecoder;
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use crate::apple::{self, Export};
use crate::codes::Reason;
use crate::read::{Handed, Kind, decode, guarded, sniff};
use crate::{Format, Limits, Refusal};

/// Bytes that tell the kind: enough to get past a declaration, a licence comment, style
/// instructions, or the first lines of a table.
pub(crate) const HEAD: usize = 4096;
const BUFFER: usize = 64 << 10;

pub(crate) trait Source: Read + Seek {}

impl<T: Read + Seek> Source for T {}

/// Reads all files in an upload; a file that is no archive is its own only entry.
pub(crate) fn unpack(name: &str, source: &mut dyn Source, handed: &mut Handed) {
    let mut unpacker = Unpacker {
        budget: handed.limits().unpacked_bytes,
        files: 0,
        handed,
    };
    unpacker.open(name, source, 0);
}

/// How many files a `.zip` holds by its own directory; of anything else that is not known before
/// it is read. What an archive says of itself may be untrue: it is good for telling progress.
pub fn files_in(source: impl Read + Seek) -> Option<usize> {
    let archive = ZipArchive::new(source).ok()?;
    let files = archive
        .file_names()
        .filter(|name| name.as_ref().is_ok_and(|name| !name.ends_with('/')));
    Some(files.count())
}

fn nested_too_deep() -> Refusal {
    Refusal::too_large("It is an archive within an archive within an archive.")
}

fn unreadable_source(error: &std::io::Error) -> Refusal {
    Refusal::damaged(format!("The file cannot be read: {error}."))
}

struct Unpacker<'a, 'b> {
    /// Bytes that may still be unpacked from this upload.
    budget: u64,
    files: usize,
    handed: &'a mut Handed<'b>,
}

impl Unpacker<'_, '_> {
    /// What can be read again from its start: the upload itself, or an archive in an archive.
    fn open(&mut self, name: &str, source: &mut dyn Source, depth: usize) {
        let head = match head_of(source) {
            Ok(head) => head,
            Err(error) => return self.refuse(name, unreadable_source(&error)),
        };
        match sniff(&head) {
            Kind::Gzip | Kind::Zip if depth > self.limits().nesting => {
                self.refuse(name, nested_too_deep());
            }
            Kind::Zip => self.zip(name, source, depth),
            Kind::Gzip => self.gzip(name, source, depth),
            Kind::Activity(Format::AppleHealth) => {
                self.export(name, &mut Plain(source));
            }
            kind => self.plain(name, source, kind),
        }
    }

    fn plain(&mut self, name: &str, source: &mut dyn Source, kind: Kind) {
        let most = self.limits().file_bytes;
        let mut bytes = Vec::new();
        match source.take(most as u64 + 1).read_to_end(&mut bytes) {
            Ok(_) if bytes.len() > most => {
                let reason = format!("The file is larger than {} MiB.", most >> 20);
                self.refuse(name, Refusal::too_large(reason));
            }
            Ok(_) => self.decode(name, bytes, kind),
            Err(error) => self.refuse(name, unreadable_source(&error)),
        }
    }

    fn decode(&mut self, name: &str, bytes: Vec<u8>, kind: Kind) {
        self.files += 1;
        decode(name, bytes, kind, self.handed);
    }

    fn gzip(&mut self, name: &str, source: &mut dyn Source, depth: usize) {
        let inner = without_gz(name);
        let packed_len = source.seek(SeekFrom::End(0)).unwrap_or(0);
        let _ = source.rewind();
        let reader = MultiGzDecoder::new(BufReader::new(&mut *source));
        if self.stream(name, inner, reader, packed_len, depth) == Streamed::IsExport {
            let most = self.most_of_export(packed_len);
            self.export(inner, &mut Gzipped { source, most });
        }
    }

    /// Unpacks one file, as far as its kind asks for.
    fn stream(
        &mut self,
        outer: &str,
        name: &str,
        mut reader: impl Read,
        packed_len: u64,
        depth: usize,
    ) -> Streamed {
        let mut bytes = Vec::new();
        let opened = reader.by_ref().take(HEAD as u64).read_to_end(&mut bytes);
        if let Err(error) = opened {
            self.refuse(outer, cannot_be_unpacked(&error));
            return Streamed::Done;
        }
        match sniff(&bytes) {
            Kind::Activity(Format::AppleHealth) => return Streamed::IsExport,
            // Photos and the like are not worth unpacking.
            Kind::Other(what) if !bytes.is_empty() => {
                self.refuse(name, Refusal::unknown_format(what));
                return Streamed::Done;
            }
            kind => match self.inflate(bytes, reader, packed_len) {
                Err(refusal) => self.refuse(outer, refusal),
                Ok(bytes) if matches!(kind, Kind::Gzip | Kind::Zip) => {
                    self.open(name, &mut Cursor::new(bytes), depth + 1);
                }
                Ok(bytes) => self.decode(name, bytes, kind),
            },
        }
        Streamed::Done
    }

    fn zip(&mut self, name: &str, source: &mut dyn Source, depth: usize) {
        let mut archive = match ZipArchive::new(source) {
            Ok(archive) => archive,
            Err(error) => {
                let reason = format!("The archive cannot be opened: {error}.");
                return self.refuse(name, Refusal::damaged(reason));
            }
        };
        let before = self.files;
        // Routes belong to the workouts of the export beside them.
        let mut joined = BTreeSet::new();
        if let Some(index) = find_export(&mut archive) {
            joined = self.export_in(name, &mut archive, index);
        }
        for index in (0..archive.len()).filter(|index| !joined.contains(index)) {
            if self.handed.is_over() {
                return;
            }
            if self.files >= self.limits().entries {
                let reason = format!(
                    "The upload holds more than {} files; the rest was left out.",
                    self.limits().entries
                );
                return self.refuse(name, Refusal::too_large(reason));
            }
            self.zip_entry(name, &mut archive, index, depth);
        }
        if self.files == before && joined.is_empty() {
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
        archive: &mut ZipArchive<&mut dyn Source>,
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
        let entry_name = name_of(&entry, index);
        let inner = format!("{name}/{}", tidy(&entry_name));
        if is_finder_metadata(&entry_name) {
            return self.refuse(
                &inner,
                Refusal::not_an_activity("metadata that macOS adds to archives"),
            );
        }
        let packed_len = entry.compressed_size();
        // An export was read before the other entries; a second one beside it is read like it.
        if self.stream(&inner, &inner, entry, packed_len, depth) == Streamed::IsExport {
            self.export_in(name, archive, index);
        }
    }

    /// Gives the entries that are its routes, and itself.
    fn export_in(
        &mut self,
        name: &str,
        archive: &mut ZipArchive<&mut dyn Source>,
        index: usize,
    ) -> BTreeSet<usize> {
        let (entry_name, packed_len) = match archive.by_index(index) {
            Ok(entry) => (name_of(&entry, index), entry.compressed_size()),
            Err(_) => return BTreeSet::new(),
        };
        let folder = entry_name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut export = Zipped {
            most: self.most_of_export(packed_len),
            most_of_route: self.limits().file_bytes,
            folder: folder.to_owned(),
            joined: BTreeSet::from([index]),
            archive,
            index,
        };
        self.export(&format!("{name}/{}", tidy(&entry_name)), &mut export);
        export.joined
    }

    fn export(&mut self, name: &str, export: &mut dyn Export) {
        self.files += 1;
        let handed = &mut *self.handed;
        if let Err(refusal) = guarded(|| apple::read(name, export, handed)) {
            self.handed.refuse(name, Some(Format::AppleHealth), refusal);
        }
    }

    fn most_of_export(&self, packed_len: u64) -> u64 {
        self.by_ratio(packed_len).min(self.limits().export_bytes)
    }

    fn by_ratio(&self, packed_len: u64) -> u64 {
        packed_len
            .saturating_mul(self.limits().ratio as u64)
            .saturating_add(1 << 20)
    }

    /// Reads a packed stream to its end, as long as size, ratio and budget allow. The sizes that
    /// an archive claims are not believed.
    fn inflate(
        &mut self,
        mut bytes: Vec<u8>,
        reader: impl Read,
        packed_len: u64,
    ) -> Result<Vec<u8>, Refusal> {
        let most = self.limits().file_bytes as u64;
        let cap = most.min(self.budget).min(self.by_ratio(packed_len));
        let room = (cap + 1).saturating_sub(bytes.len() as u64);
        let outcome = reader.take(room).read_to_end(&mut bytes);
        let unpacked = bytes.len() as u64;
        self.budget = self.budget.saturating_sub(unpacked);
        if unpacked > cap {
            return Err(Refusal::too_large(
                "Unpacked, it exceeds what an activity file can be.",
            ));
        }
        match outcome {
            Ok(_) => Ok(bytes),
            Err(error) => Err(cannot_be_unpacked(&error)),
        }
    }

    fn limits(&self) -> &Limits {
        self.handed.limits()
    }

    fn refuse(&mut self, name: &str, refusal: Refusal) {
        self.files += 1;
        self.handed.refuse(name, None, refusal);
    }
}

#[derive(PartialEq, Eq)]
enum Streamed {
    Done,
    /// Nothing was read yet: exports are read several times over, as streams.
    IsExport,
}

/// An export in a file of its own.
struct Plain<'a>(&'a mut dyn Source);

impl Export for Plain<'_> {
    fn pass(&mut self, read: &mut dyn FnMut(&mut dyn BufRead)) -> Result<(), Refusal> {
        self.0.rewind().map_err(|error| unreadable_source(&error))?;
        read(&mut BufReader::with_capacity(BUFFER, &mut *self.0));
        Ok(())
    }

    fn route(&mut self, _: &str) -> Option<Vec<u8>> {
        None
    }
}

struct Gzipped<'a> {
    source: &'a mut dyn Source,
    most: u64,
}

impl Export for Gzipped<'_> {
    fn pass(&mut self, read: &mut dyn FnMut(&mut dyn BufRead)) -> Result<(), Refusal> {
        let rewound = self.source.rewind();
        rewound.map_err(|error| unreadable_source(&error))?;
        let unpacked = MultiGzDecoder::new(BufReader::new(&mut *self.source));
        read(&mut BufReader::with_capacity(
            BUFFER,
            unpacked.take(self.most),
        ));
        Ok(())
    }

    fn route(&mut self, _: &str) -> Option<Vec<u8>> {
        None
    }
}

struct Zipped<'a, 'b> {
    archive: &'a mut ZipArchive<&'b mut dyn Source>,
    index: usize,
    most: u64,
    most_of_route: usize,
    folder: String,
    joined: BTreeSet<usize>,
}

impl Export for Zipped<'_, '_> {
    fn pass(&mut self, read: &mut dyn FnMut(&mut dyn BufRead)) -> Result<(), Refusal> {
        let entry = self.archive.by_index(self.index);
        let entry = entry.map_err(|error| unreadable(&error))?;
        read(&mut BufReader::with_capacity(BUFFER, entry.take(self.most)));
        Ok(())
    }

    fn route(&mut self, path: &str) -> Option<Vec<u8>> {
        let path = format!("{}/{}", self.folder, path.trim_start_matches('/'));
        let path = path.trim_start_matches('/');
        let index = self.archive.index_for_name(path)?;
        let entry = self.archive.by_index(index).ok()?;
        let mut bytes = Vec::new();
        let most = self.most_of_route as u64;
        entry.take(most + 1).read_to_end(&mut bytes).ok()?;
        self.joined.insert(index);
        (bytes.len() <= self.most_of_route).then_some(bytes)
    }
}

/// The entry that is Apple's health export: its name differs between languages, its root does not.
fn find_export(archive: &mut ZipArchive<&mut dyn Source>) -> Option<usize> {
    (0..archive.len()).find(|index| {
        let is_xml = archive.name_for_index(*index).is_some_and(|name| {
            let name = name.unwrap_or_default();
            let ending = name.rsplit('.').next().unwrap_or_default();
            ending.eq_ignore_ascii_case("xml") && !is_finder_metadata(&name)
        });
        is_xml && is_export(archive, *index)
    })
}

fn is_export(archive: &mut ZipArchive<&mut dyn Source>, index: usize) -> bool {
    let Ok(entry) = archive.by_index(index) else {
        return false;
    };
    let mut head = Vec::new();
    let read = entry.take(HEAD as u64).read_to_end(&mut head);
    read.is_ok() && sniff(&head) == Kind::Activity(Format::AppleHealth)
}

/// The first bytes; the source is at its start again.
fn head_of(source: &mut dyn Source) -> std::io::Result<Vec<u8>> {
    source.rewind()?;
    let mut head = Vec::new();
    source.take(HEAD as u64).read_to_end(&mut head)?;
    source.rewind()?;
    Ok(head)
}

fn without_gz(name: &str) -> &str {
    let end = name.len().checked_sub(3);
    match end.and_then(|end| name.split_at_checked(end)) {
        Some((stem, suffix)) if suffix.eq_ignore_ascii_case(".gz") => stem,
        _ => name,
    }
}

fn name_of<R: Read>(entry: &ZipFile<'_, R>, index: usize) -> String {
    entry
        .name()
        .map_or_else(|_| format!("#{}", index + 1), Into::into)
}

/// Names are shown and never used as paths; one that climbs out of its folder would only mislead.
fn tidy(name: &str) -> String {
    let steps = name.split(['/', '\\']);
    let steps = steps.filter(|step| !["", ".", ".."].contains(step));
    steps.collect::<Vec<_>>().join("/")
}

/// `AppleDouble` companions: `__MACOSX/dir/._ride.fit`.
fn is_finder_metadata(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    name.starts_with("__MACOSX/") || last == ".DS_Store"
}

fn cannot_be_unpacked(error: &std::io::Error) -> Refusal {
    Refusal::damaged(format!("It cannot be unpacked: {error}."))
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
