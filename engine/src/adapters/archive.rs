//! The archive of an account: its list of recordings, laid over the files that it names.

use std::io::{Cursor, Read};
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
    let entries = match &archive.manifest {
        Some(manifest) => listed(manifest, bytes, input, refusals),
        None => Vec::new(),
    };
    let mut files = recordings(adapter, archive, name, bytes, input, refusals);
    let mut records = Vec::new();
    for (place, entry, folder) in entries {
        let joined = archive
            .manifest
            .as_ref()
            .map(|manifest| match &manifest.join {
                Join::File(path) => by_name(path.first(&Found::root(&entry)), &folder, &files),
                Join::Start(within) => by_start(adapter, &entry, *within, &files),
            });
        let base = match joined {
            Some(Match::Of(at)) => Some(files.remove(at).activity),
            Some(Match::Lost(file)) => {
                refusals.add("no-file", "", || place.clone(), || format!("The list names `{file}`, which is not in the archive or could not be read."));
                continue;
            }
            Some(Match::Nothing) | None => None,
        };
        records.push(Record {
            place,
            value: Some(entry),
            base,
        });
    }
    let unnamed = files.into_iter().map(|file| Record {
        place: file.name,
        value: None,
        base: Some(file.activity),
    });
    records.extend(unnamed);
    records
}

/// A recording in the archive.
struct File {
    /// Within the archive.
    name: String,
    activity: Activity,
}

enum Match {
    /// By place among the files.
    Of(usize),
    /// The entry names a file that is not there.
    Lost(String),
    /// The entry names none.
    Nothing,
}

fn recordings(
    adapter: &Adapter,
    archive: &Archive,
    name: &str,
    bytes: &[u8],
    input: &Input<'_>,
    refusals: &mut Refusals,
) -> Vec<File> {
    let manifest = archive
        .manifest
        .as_ref()
        .map(|manifest| manifest.file.as_str());
    let mut files = Vec::new();
    each_file(name, bytes, &input.limits, |result| {
        let inside = result
            .name
            .strip_prefix(&format!("{name}/"))
            .unwrap_or(&result.name)
            .to_owned();
        let is_wanted =
            archive.files.is_empty() || archive.files.iter().any(|pattern| fits(pattern, &inside));
        let is_list = manifest.is_some_and(|pattern| {
            fits(pattern, &inside) || fits(&format!("{pattern}/**"), &inside)
        });
        if is_wanted && !is_list {
            let read = of_file(adapter.decode.format, result, refusals);
            files.extend(read.into_iter().filter_map(|record| {
                let activity = record.base?;
                Some(File {
                    name: inside.clone(),
                    activity,
                })
            }));
        }
        ControlFlow::Continue(())
    });
    files
}

/// Entries of the list, each with its place and the folder that the list stands in.
fn listed(
    manifest: &Manifest,
    bytes: &[u8],
    input: &Input<'_>,
    refusals: &mut Refusals,
) -> Vec<(String, Value, String)> {
    let mut all = Vec::new();
    for (name, text) in texts(&manifest.file, bytes, input.limits.file_bytes) {
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
fn texts(pattern: &str, bytes: &[u8], most: usize) -> Vec<(String, Vec<u8>)> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
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

fn by_name(named: Option<Found<'_>>, folder: &str, files: &[File]) -> Match {
    let name = named
        .and_then(|named| plain(&named.value))
        .filter(|name| !name.trim().is_empty());
    let Some(name) = name else {
        return Match::Nothing;
    };
    let beside = if folder.is_empty() {
        name.clone()
    } else {
        format!("{folder}/{name}")
    };
    // A packed file is called as what is in it; one of several is a folder of them.
    let unpacked = |known: &str| known.strip_suffix(".gz").unwrap_or(known).to_owned();
    let known = [unpacked(&name), unpacked(&beside)];
    let is_it = |file: &File| {
        let is_in = |known: &String| file.name.starts_with(&format!("{known}/"));
        known.contains(&unpacked(&file.name)) || known.iter().any(is_in)
    };
    files
        .iter()
        .position(is_it)
        .map_or(Match::Lost(name), Match::Of)
}

fn by_start(adapter: &Adapter, entry: &Value, within_s: f64, files: &[File]) -> Match {
    let root = Found::root(entry);
    let start = adapter.entries.iter().find_map(|one| match &one.what {
        What::Field(field) if field.target == Target::StartTime => match &field.source {
            From::Paths {
                paths,
                read: Reader::Time(form),
            } => {
                let found = paths.iter().find_map(|path| path.first(&root))?;
                super::normalize::moment(&found.value, *form)
            }
            _ => None,
        },
        _ => None,
    });
    let Some(start_ms) = start else {
        return Match::Nothing;
    };
    let apart =
        |file: &File| (file.activity.start_time.timestamp_millis() - start_ms).unsigned_abs();
    let nearest = files.iter().enumerate().min_by_key(|(_, file)| apart(file));
    let near = nearest.filter(|(_, file)| apart(file) as f64 <= within_s * 1_000.0);
    near.map_or(Match::Nothing, |(at, _)| Match::Of(at))
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
