//! When the versions of packs came how far on this machine: told to the server with a release, so
//! that it knows how long releases take from their first line on. Nothing is written into packs.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use stadion_engine::clock::Clock;
use stadion_pack::{PackSource, Packs};

/// Versions kept, newest last; a pack that nobody publishes leaves its notes behind.
const MOST: usize = 1_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    Drafted,
    Valid,
    Previewed,
    Tested,
}

/// What is known of one version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// The pack's folder.
    folder: String,
    version: String,
    pub drafted_at: Option<DateTime<Utc>>,
    pub valid_at: Option<DateTime<Utc>>,
    pub previewed_at: Option<DateTime<Utc>>,
    pub tested_at: Option<DateTime<Utc>>,
}

impl Noted {
    /// The first time counts. A version that is seen first was drafted then, as far as is known.
    fn note(&mut self, moment: Moment, now: DateTime<Utc>) {
        self.drafted_at.get_or_insert(now);
        match moment {
            Moment::Drafted => {}
            Moment::Valid => _ = self.valid_at.get_or_insert(now),
            Moment::Previewed => _ = self.previewed_at.get_or_insert(now),
            Moment::Tested => _ = self.tested_at.get_or_insert(now),
        }
    }

    /// As the server takes them with a release.
    pub fn fields(&self) -> BTreeMap<&'static str, DateTime<Utc>> {
        let fields = [
            ("drafted_at", self.drafted_at),
            ("valid_at", self.valid_at),
            ("previewed_at", self.previewed_at),
            ("tested_at", self.tested_at),
        ];
        let known = fields.into_iter();
        known.filter_map(|(name, at)| Some((name, at?))).collect()
    }
}

/// Notes a moment of the pack in a folder. Where nothing can be kept, nothing is: no command fails
/// for its notes.
pub fn note(folder: &str, version: &str, moment: Moment) {
    if let Some(file) = file() {
        let _ = note_in(&file, folder, version, moment, Clock::system().now());
    }
}

/// Notes a moment of packs, by their live versions.
pub fn note_all<'a>(
    sources: impl IntoIterator<Item = &'a PackSource>,
    live: &Packs,
    moment: Moment,
) {
    for source in sources {
        if let Some(pack) = live.pack(&source.id()) {
            note(&source.root, &pack.version.to_string(), moment);
        }
    }
}

/// What is known of a version of the pack in a folder.
pub fn of(folder: &str, version: &str) -> Noted {
    let all = file().map(|file| read(&file)).unwrap_or_default();
    let folder = absolute(folder);
    let found = all
        .into_iter()
        .find(|noted| noted.folder == folder && noted.version == version);
    found.unwrap_or_default()
}

fn note_in(
    file: &Path,
    folder: &str,
    version: &str,
    moment: Moment,
    now: DateTime<Utc>,
) -> std::io::Result<()> {
    let mut all = read(file);
    let folder = absolute(folder);
    let known = all
        .iter()
        .position(|noted| noted.folder == folder && noted.version == version);
    let mut noted = known.map(|at| all.remove(at)).unwrap_or_default();
    let before = noted.clone();
    noted.note(moment, now);
    if noted == before {
        return Ok(());
    }
    noted.folder = folder;
    version.clone_into(&mut noted.version);
    all.push(noted);
    let first = all.len().saturating_sub(MOST);
    keep(file, all.get(first..).unwrap_or_default())
}

/// Notes that cannot be read are begun anew.
fn read(file: &Path) -> Vec<Noted> {
    let text = std::fs::read(file).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// Whole or not at all: another command may read it now.
fn keep(file: &Path, all: &[Noted]) -> std::io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    new.write_all(&serde_json::to_vec(all)?)?;
    new.persist(file).map_err(|error| error.error)?;
    Ok(())
}

/// In the folder for state of the XDG Base Directory Specification.
fn file() -> Option<PathBuf> {
    let given = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let state = given("XDG_STATE_HOME").map(PathBuf::from);
    let state = state.or_else(|| Some(Path::new(&given("HOME")?).join(".local/state")))?;
    Some(state.join("stadion/versions.json"))
}

fn absolute(folder: &str) -> String {
    let path = Path::new(folder).canonicalize();
    path.map_or_else(|_| folder.to_owned(), |path| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn the_first_time_counts_and_each_version_has_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deep/versions.json");
        let moments = [
            (Moment::Drafted, 1),
            (Moment::Valid, 2),
            (Moment::Valid, 3),
            (Moment::Tested, 4),
        ];
        for (moment, seconds) in moments {
            note_in(&file, "walks", "1.0.0", moment, at(seconds)).unwrap();
        }
        note_in(&file, "walks", "1.1.0", Moment::Previewed, at(5)).unwrap();
        let all = read(&file);
        let told: Vec<_> = all.iter().map(Noted::fields).collect();
        assert_eq!(
            told,
            [
                BTreeMap::from([
                    ("drafted_at", at(1)),
                    ("valid_at", at(2)),
                    ("tested_at", at(4))
                ]),
                BTreeMap::from([("drafted_at", at(5)), ("previewed_at", at(5))]),
            ]
        );
    }

    #[test]
    fn notes_are_bounded_and_broken_ones_begun_anew() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("versions.json");
        std::fs::write(&file, "[{").unwrap();
        note_in(&file, "walks", "0.1.0", Moment::Drafted, at(1)).unwrap();
        let one = read(&file);
        assert_eq!(one.len(), 1);
        keep(&file, &vec![one[0].clone(); MOST + 2]).unwrap();
        note_in(&file, "walks", "new", Moment::Valid, at(1)).unwrap();
        assert_eq!(read(&file).len(), MOST);
    }
}
