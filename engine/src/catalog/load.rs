//! From folders to the next live packs.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;
use stadion_pack::adapter::Adapter;
use stadion_pack::{Finding, KindSet, PackSource, Severity, SourceField, compile};

use super::Live;
use crate::adapters;

/// Adapters by their ids.
pub type Adapters = IndexMap<String, Arc<Adapter>>;

/// What the folders of packs, or those of adapters, hold now, and the releases in place of what these
/// have of the same id.
#[derive(Default)]
pub struct Sources {
    pub packs: Vec<PackSource>,
    /// Packs of the folders in whose place a release stands.
    pub behind: Vec<PackSource>,
    pub unreadable: Vec<String>,
}

impl Sources {
    /// A folder that cannot be read, as when an editor is moving files, counts as it last was.
    pub fn read(
        read: fn(&Path) -> io::Result<Vec<PackSource>>,
        folders: &[PathBuf],
        good: &[PackSource],
        releases: &[PackSource],
    ) -> Self {
        let mut sources = Self::default();
        for folder in folders {
            match read(folder) {
                Ok(packs) => sources.packs.extend(packs),
                Err(error) => {
                    let folder = folder.display().to_string();
                    let below = |pack: &&PackSource| pack.root.starts_with(&folder);
                    sources.packs.extend(good.iter().filter(below).cloned());
                    sources.unreadable.push(format!("{folder}: {error}"));
                }
            }
        }
        sources.with(releases)
    }

    fn with(mut self, releases: &[PackSource]) -> Self {
        let theirs: Vec<String> = releases.iter().map(PackSource::id).collect();
        let (behind, packs) = std::mem::take(&mut self.packs)
            .into_iter()
            .partition(|pack| theirs.contains(&pack.id()));
        self.behind = behind;
        self.packs = packs;
        self.packs.extend(releases.iter().cloned());
        self
    }
}

/// Compiles what was found. Where a pack has errors, its last good files are compiled in its
/// place; where even these no longer fit the others, the live packs stay as they are.
pub fn next(
    found: Sources,
    good: &mut Vec<PackSource>,
    live: &Live,
    kinds: &KindSet,
    fields: &[SourceField],
) -> Live {
    let first = compile(&found.packs, kinds, fields);
    let (mended, replaced) = mend(&found.packs, good, &first.findings);
    let packs = if replaced.is_empty() {
        *good = sound(found.packs.clone(), &first.findings);
        Arc::new(first.packs)
    } else {
        let again = compile(&mended, kinds, fields);
        let fits = |root: &String| !is_broken(root, &again.findings);
        if replaced.iter().all(fits) {
            *good = sound(mended, &again.findings);
            Arc::new(again.packs)
        } else {
            Arc::clone(&live.packs)
        }
    };
    Live {
        packs,
        findings: first.findings,
        sources: found.packs,
        behind: found.behind,
        unreadable: found.unreadable,
        ..Live::default()
    }
}

/// Compiles the adapters that were found, and their last good files in place of each that has errors.
/// An adapter refers to no other, so each stands or falls alone.
pub fn adapters(found: &[PackSource], good: &mut Vec<PackSource>) -> (Adapters, Vec<Finding>) {
    let first = adapters::compiled(found);
    let broken = |at: usize| first.get(at).is_none_or(|one| one.adapter.is_none());
    let last = |source: &PackSource| good.iter().find(|good| good.root == source.root).cloned();
    let kept: Vec<PackSource> = found
        .iter()
        .enumerate()
        .filter_map(|(at, source)| {
            if broken(at) {
                last(source)
            } else {
                Some(source.clone())
            }
        })
        .collect();
    let findings = first.iter().flat_map(|one| one.findings.clone()).collect();
    let live = if kept == found {
        first
    } else {
        adapters::compiled(&kept)
    };
    *good = kept;
    let live = live.into_iter().filter_map(|one| one.adapter);
    let by_id = live.map(|adapter| (adapter.id.clone(), Arc::new(adapter)));
    (by_id.collect(), findings)
}

/// The packs with each broken one replaced by its last good files, and the roots of those.
fn mend(
    found: &[PackSource],
    good: &[PackSource],
    findings: &[Finding],
) -> (Vec<PackSource>, Vec<String>) {
    let mut replaced = Vec::new();
    let mut packs = Vec::new();
    for pack in found {
        let last = good.iter().find(|good| good.root == pack.root);
        match last.filter(|_| is_broken(&pack.root, findings)) {
            Some(last) => {
                replaced.push(pack.root.clone());
                packs.push(last.clone());
            }
            None => packs.push(pack.clone()),
        }
    }
    (packs, replaced)
}

fn sound(mut packs: Vec<PackSource>, findings: &[Finding]) -> Vec<PackSource> {
    packs.retain(|pack| !is_broken(&pack.root, findings));
    packs
}

/// Whether an error stands in one of the pack's files.
pub fn is_broken(root: &str, findings: &[Finding]) -> bool {
    findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .any(|finding| is_below(&finding.file, root))
}

/// Whether a finding's file is one of the pack in `root`.
pub fn is_below(file: &str, root: &str) -> bool {
    let root = root.trim_end_matches('/');
    file.strip_prefix(root)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack(id: &str, requires: &str, extra: &str) -> PackSource {
        let manifest =
            format!("id: {id}\nversion: 1.0.0\ntitle: {{en: {id}}}\n{requires}{extra}\n");
        PackSource::from_texts(id, [("pack.yaml", manifest.as_str())])
    }

    struct Folder {
        good: Vec<PackSource>,
        releases: Vec<PackSource>,
        live: Live,
        kinds: KindSet,
    }

    impl Folder {
        fn new() -> Self {
            Self {
                good: Vec::new(),
                releases: Vec::new(),
                live: Live::default(),
                kinds: KindSet::language(),
            }
        }

        fn holds(&mut self, packs: Vec<PackSource>) -> Vec<(String, String)> {
            let found = Sources {
                packs,
                ..Sources::default()
            }
            .with(&self.releases);
            self.live = next(found, &mut self.good, &self.live, &self.kinds, &[]);
            let packs = self.live.packs.packs.values();
            packs
                .map(|pack| (pack.id.clone(), pack.title.get("en").to_owned()))
                .collect()
        }
    }

    fn ids(packs: &[(String, String)]) -> Vec<&str> {
        packs.iter().map(|(id, _)| id.as_str()).collect()
    }

    const BROKEN: &str = "titel: x";

    fn adapter(id: &str, said: &str) -> PackSource {
        let yaml = include_str!("../../../device-adapters/csv/adapter.yaml");
        let yaml = yaml.replace("id: csv", &format!("id: {id}"));
        let yaml = format!(
            "{}{said}",
            yaml.split("examples:").next().unwrap_or_default()
        );
        PackSource::from_texts(id, [("adapter.yaml", yaml.as_str())])
    }

    #[test]
    fn a_broken_adapter_stays_as_it_last_was_and_hinders_no_other() {
        let mut good = Vec::new();
        let examples = "examples: [{name: none, given: {text: none}, expect: {activities: []}}]\n";
        let sound = [adapter("one", examples), adapter("two", examples)];
        let (live, findings) = adapters(&sound, &mut good);
        let ids: Vec<&String> = live.keys().collect();
        assert_eq!(ids, ["one", "two"], "{findings:?}");
        let found = [adapter("one", "vendro: x\n"), adapter("three", BROKEN)];
        let (live, findings) = adapters(&found, &mut good);
        let ids: Vec<&String> = live.keys().collect();
        assert_eq!(ids, ["one"]);
        assert!(is_broken("one", &findings) && is_broken("three", &findings));
    }

    #[test]
    fn a_broken_edit_keeps_the_last_good_version_and_tells_the_finding() {
        let mut folder = Folder::new();
        assert_eq!(
            ids(&folder.holds(vec![pack("a", "", ""), pack("b", "", "")])),
            ["a", "b"]
        );
        let live = folder.holds(vec![pack("a", "", BROKEN), pack("b", "", "owner: us")]);
        assert_eq!(ids(&live), ["a", "b"]);
        assert!(folder.live.has_errors());
        assert_eq!(folder.live.packs.packs["b"].owner.as_deref(), Some("us"));
        folder.holds(vec![pack("a", "", "owner: me"), pack("b", "", "")]);
        assert!(!folder.live.has_errors());
        assert_eq!(folder.live.packs.packs["a"].owner.as_deref(), Some("me"));
    }

    #[test]
    fn a_pack_that_was_never_good_is_not_live_and_the_others_are() {
        let mut folder = Folder::new();
        assert_eq!(
            ids(&folder.holds(vec![pack("a", "", BROKEN), pack("b", "", "")])),
            ["b"]
        );
    }

    #[test]
    fn a_removed_pack_is_gone() {
        let mut folder = Folder::new();
        folder.holds(vec![pack("a", "", ""), pack("b", "", "")]);
        assert_eq!(ids(&folder.holds(vec![pack("b", "", "")])), ["b"]);
    }

    #[test]
    fn what_requires_a_broken_pack_stays_live_with_it() {
        let mut folder = Folder::new();
        let requires = "requires: {a: \"^1\"}\n";
        folder.holds(vec![pack("a", "", ""), pack("b", requires, "")]);
        let live = folder.holds(vec![pack("a", "", BROKEN), pack("b", requires, "")]);
        assert_eq!(ids(&live), ["a", "b"]);
    }

    #[test]
    fn a_release_stands_in_for_the_folders_pack_until_it_is_taken_away() {
        let mut folder = Folder::new();
        let mut release = pack("a", "", "owner: released");
        release.root = "a@1".to_owned();
        folder.releases = vec![release];
        let found = || vec![pack("a", "", "owner: folder"), pack("b", "", "")];
        assert_eq!(ids(&folder.holds(found())), ["a", "b"]);
        let owner = |folder: &Folder| folder.live.packs.packs["a"].owner.clone();
        assert_eq!(owner(&folder).as_deref(), Some("released"));
        assert_eq!(folder.live.behind.len(), 1);
        folder.releases.clear();
        folder.holds(found());
        assert_eq!(owner(&folder).as_deref(), Some("folder"));
        assert!(folder.live.behind.is_empty());
    }

    #[test]
    fn a_folder_is_no_prefix_of_another() {
        assert!(is_below("packs/run/pack.yaml", "packs/run"));
        assert!(!is_below("packs/running/pack.yaml", "packs/run"));
    }
}
