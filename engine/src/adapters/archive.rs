//! The archive of an account: its list of recordings, laid over the files that it names.

use std::io::{Cursor, Read, Seek};
use std::ops::ControlFlow;

use serde_json::Value;
use stadion_activity::Activity;
use stadion_pack::adapter::model::{Archive, From, Join, Manifest, Reader, Target, What};
use stadion_pack::adapter::{Adapter, Found, plain};

use super::decode::{Record, each_file, of_bytes, of_file};
use super::{Input, Refusals};

/// Records of an archive: an entry of its list with the recording that it names, then the recordings
/// that no entry names. What the list says stands over what the file says.
pub(super) fn records(
    adapter: &Adapter,
    archive: &Archive,
    name: &str,
    bytes: &[u8],
    input: &Input<'_>,
    refusals: &mut Refusals,
) -> Vec<Record> {
    let mut list = List::read(adapter, archive, &mut Cursor::new(bytes), input, refusals);
    let (mut listed, mut unnamed) = (Vec::new(), Vec::new());
    each_file(name, bytes, &input.limits, |result| {
        let inside = inside(name, &result.name).to_owned();
        if !is_recording(archive, &inside) {
            return ControlFlow::Continue(());
        }
        for mut record in of_file(adapter.decode.format, result, refusals) {
            let Some(activity) = &record.base else {
                continue;
            };
            if let Some((at, entry)) = list.entry_of(&inside, activity) {
                listed.push((at, entry.with(record.base)));
            } else {
                record.place.clone_from(&inside);
                unnamed.push(record);
            }
        }
        ControlFlow::Continue(())
    });
    listed.extend(list.rest(refusals));
    listed.sort_by_key(|(at, _)| *at);
    let listed = listed.into_iter().map(|(_, record)| record);
    listed.chain(unnamed).collect()
}

/// The path of a file within its archive.
pub fn inside<'a>(archive: &str, name: &'a str) -> &'a str {
    let rest = name.strip_prefix(archive);
    rest.and_then(|rest| rest.strip_prefix('/')).unwrap_or(name)
}

/// Whether a file of the archive is one of its recordings, and not its list or something else.
pub fn is_recording(archive: &Archive, inside: &str) -> bool {
    let pattern = archive.manifest.as_ref().map(|manifest| &manifest.file);
    let is_list = pattern
        .is_some_and(|pattern| fits(pattern, inside) || fits(&format!("{pattern}/**"), inside));
    let is_wanted = || archive.files.iter().any(|pattern| fits(pattern, inside));
    !is_list && (archive.files.is_empty() || is_wanted())
}

/// Whether an archive has the list that an adapter reads.
pub fn is_listed(archive: &Archive, source: &mut (impl Read + Seek)) -> bool {
    let Some(manifest) = &archive.manifest else {
        return false;
    };
    let known = zip::ZipArchive::new(source);
    known.is_ok_and(|known| {
        known
            .file_names()
            .any(|name| name.is_ok_and(|name| fits(&manifest.file, &name)))
    })
}

/// The list of an archive, beside which its recordings are read one at a time.
pub struct List {
    entries: Vec<Entry>,
    /// By how much the starts of an entry and of its recording differ at most.
    within_ms: u64,
}

/// What the list says of a recording.
#[derive(Clone)]
pub struct Entry {
    place: String,
    value: Value,
    /// The file that it names, by the paths under which that may stand.
    names: Vec<String>,
    /// Where it names none, its start.
    start_ms: Option<i64>,
    is_taken: bool,
}

impl Entry {
    /// The record that it is with its recording.
    pub fn with(self, base: Option<Activity>) -> Record {
        Record {
            place: self.place,
            value: Some(self.value),
            base,
            ..Record::default()
        }
    }

    fn is_of(&self, file: &str) -> bool {
        let is_in = |known: &String| {
            let below = file.strip_prefix(known.as_str());
            below.is_some_and(|below| below.starts_with('/'))
        };
        let unpacked = unpacked(file);
        self.names
            .iter()
            .any(|known| known == unpacked || is_in(known))
    }
}

impl List {
    /// Empty where there is none, which is told where one is declared.
    pub fn read(
        adapter: &Adapter,
        archive: &Archive,
        source: &mut (impl Read + Seek),
        input: &Input<'_>,
        refusals: &mut Refusals,
    ) -> Self {
        let Some(manifest) = &archive.manifest else {
            return Self {
                entries: Vec::new(),
                within_ms: 0,
            };
        };
        let within_ms = match &manifest.join {
            Join::Start(within_s) => (within_s * 1_000.0) as u64,
            Join::File(_) => 0,
        };
        let read = listed(manifest, source, input, refusals).into_iter();
        let entries = read.map(|(place, value, folder)| {
            let root = Found::root(&value);
            let (names, start_ms) = match &manifest.join {
                Join::File(path) => (names(path.first(&root), &folder), None),
                Join::Start(_) => (Vec::new(), start_of(adapter, &root)),
            };
            Entry {
                place,
                names,
                start_ms,
                is_taken: false,
                value,
            }
        });
        Self {
            entries: entries.collect(),
            within_ms,
        }
    }

    /// The entry of a recording, and the how-manieth it is; each is of one recording alone.
    pub fn entry_of(&mut self, file: &str, activity: &Activity) -> Option<(usize, Entry)> {
        let start_ms = activity.start_time.timestamp_millis();
        let apart = |entry: &Entry| Some((entry.start_ms? - start_ms).unsigned_abs());
        let is_near = |entry: &Entry| apart(entry).is_some_and(|apart| apart <= self.within_ms);
        let open = self.entries.iter().enumerate();
        let open = open.filter(|(_, entry)| !entry.is_taken);
        let fitting = open.filter(|(_, entry)| entry.is_of(file) || is_near(entry));
        let (at, _) = fitting.min_by_key(|(_, entry)| apart(entry))?;
        let entry = self.entries.get_mut(at)?;
        entry.is_taken = true;
        Some((at, entry.clone()))
    }

    /// Entries of which no recording came: those that name none stand for themselves.
    pub fn rest(self, refusals: &mut Refusals) -> Vec<(usize, Record)> {
        let left = self.entries.into_iter().enumerate();
        let mut records = Vec::new();
        for (at, entry) in left.filter(|(_, entry)| !entry.is_taken) {
            match entry.names.first() {
                None => records.push((at, entry.with(None))),
                Some(file) => refusals.add("no-file", "", || entry.place.clone(), || format!("The list names `{file}`, which is not in the archive or could not be read.")),
            }
        }
        records
    }
}

/// Entries of the list, each with its place and the folder that the list stands in.
fn listed(
    manifest: &Manifest,
    source: &mut (impl Read + Seek),
    input: &Input<'_>,
    refusals: &mut Refusals,
) -> Vec<(String, Value, String)> {
    let mut all = Vec::new();
    for (name, text) in texts(&manifest.file, source, input.limits.file_bytes) {
        let folder = name
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder)
            .to_owned();
        let entries = of_bytes(&manifest.decode, &name, &text, &input.limits, refusals);
        all.extend(entries.into_iter().filter_map(|entry| {
            let dot = if entry.place.is_empty() { "" } else { ": " };
            let place = format!("{name}{dot}{}", entry.place);
            Some((place, entry.value?, folder.clone()))
        }));
    }
    if all.is_empty() {
        refusals.add(
            "not-readable",
            "list",
            || manifest.file.clone(),
            || {
                "The archive has no such list, or it is empty; its recordings stand without it."
                    .to_owned()
            },
        );
    }
    all
}

/// Files of an archive whose path fits, unpacked within a bound.
fn texts(pattern: &str, source: &mut (impl Read + Seek), most: usize) -> Vec<(String, Vec<u8>)> {
    let Ok(mut archive) = zip::ZipArchive::new(source) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut room = most as u64;
    for at in 0..archive.len() {
        let Ok(file) = archive.by_index(at) else {
            continue;
        };
        let Ok(name) = file.name().map(std::borrow::Cow::into_owned) else {
            continue;
        };
        if !fits(pattern, &name) {
            continue;
        }
        let mut text = Vec::new();
        if file.take(room).read_to_end(&mut text).is_ok() {
            room = room.saturating_sub(text.len() as u64);
            found.push((name, text));
        }
    }
    found
}

/// A packed file is called as what is in it; one of several is a folder of them.
fn unpacked(name: &str) -> &str {
    name.strip_suffix(".gz").unwrap_or(name)
}

/// The file that an entry names, as it is written and beside the list.
fn names(named: Option<Found<'_>>, folder: &str) -> Vec<String> {
    let name = named.and_then(|named| plain(&named.value));
    let Some(name) = name.filter(|name| !name.trim().is_empty()) else {
        return Vec::new();
    };
    let name = unpacked(&name);
    match folder {
        "" => vec![name.to_owned()],
        folder => vec![name.to_owned(), format!("{folder}/{name}")],
    }
}

fn start_of(adapter: &Adapter, root: &Found<'_>) -> Option<i64> {
    adapter.entries.iter().find_map(|one| match &one.what {
        What::Field(field) if field.target == Target::StartTime => match &field.source {
            From::Paths {
                paths,
                read: Reader::Time(form),
            } => {
                let found = paths.iter().find_map(|path| path.first(root))?;
                super::normalize::moment(&found.value, *form)
            }
            _ => None,
        },
        _ => None,
    })
}

/// `*` is any letters but `/`, `**` any at all.
fn fits(pattern: &str, path: &str) -> bool {
    match pattern.find('*') {
        None => pattern == path,
        Some(at) => {
            let (before, stars) = pattern.split_at(at);
            let Some(rest) = path.strip_prefix(before) else {
                return false;
            };
            let (behind, is_deep) = match stars.strip_prefix("**") {
                Some(behind) => (behind, true),
                None => (stars.get(1..).unwrap_or_default(), false),
            };
            let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
            for end in ends {
                let taken = rest.get(..end).unwrap_or_default();
                if !is_deep && taken.contains('/') {
                    return false;
                }
                if fits(behind, rest.get(end..).unwrap_or_default()) {
                    return true;
                }
            }
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_stand_for_paths() {
        for (pattern, path, is) in [
            ("activities.csv", "activities.csv", true),
            ("activities/*", "activities/1.fit.gz", true),
            ("activities/*", "activities/a/1.fit", false),
            ("**/x_*.json", "a/b/x_1.json", true),
            ("**/x_*.json", "x_1.json", false),
            ("a/**", "a/b/c", true),
            ("*.fit", "1.gpx", false),
        ] {
            assert_eq!(fits(pattern, path), is, "{pattern} {path}");
        }
    }
}
