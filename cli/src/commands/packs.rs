//! The packs that a command is about, with those beside them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use stadion_engine::adapters;
use stadion_engine::catalog::fields::source_fields;
use stadion_engine::catalog::is_below;
use stadion_engine::domains;
use stadion_engine::domains::cases::{self, Cases};
use stadion_pack::{Finding, PackSource, Packs, adapter, compile, source};

use crate::noted::{self, Moment};

/// What was read and how it stands.
pub struct Checked {
    /// Those beside the named ones first.
    pub packs: Vec<PackSource>,
    /// The folders of those that were named.
    pub roots: Vec<String>,
    /// Of the named ones, their cases included.
    pub findings: Vec<Finding>,
    pub cases: Cases,
    /// How many scripts each of the named ones uses, those that use any.
    pub scripts: BTreeMap<String, usize>,
    /// All of them as they would be live.
    pub live: Packs,
    /// Adapters that were named, checked; their findings are among the others.
    pub adapters: Vec<adapter::Compiled>,
    /// Their files.
    pub adapter_sources: Vec<PackSource>,
}

impl Checked {
    /// Reads the packs of some paths and compiles them as the server does.
    pub fn read(paths: &[PathBuf]) -> Result<Self, String> {
        let mut named = Vec::new();
        let mut adapter_sources = Vec::new();
        for path in paths {
            let adapters = source::read_adapters(path).unwrap_or_default();
            match source::read_dir(path) {
                Ok(found) => named.extend(found),
                // A folder of adapters alone holds no pack.
                Err(error) if adapters.is_empty() => return Err(unreadable(path, &error)),
                Err(_) => {}
            }
            adapter_sources.extend(adapters);
        }
        let adapters = adapters::compiled(&adapter_sources);
        let roots: Vec<String> = named.iter().map(|pack| pack.root.clone()).collect();
        // Neighbours come first: what both claim is then told at the one that is checked.
        let beside = paths.iter().flat_map(|path| neighbours(path, &roots));
        let packs: Vec<PackSource> = beside.chain(named.iter().cloned()).collect();
        let compiled = compile(&packs, &domains::kinds(), &source_fields());
        let mut findings = compiled.findings;
        findings.retain(|finding| roots.iter().any(|root| is_below(&finding.file, root)));
        let ids: Vec<String> = named.iter().map(PackSource::id).collect();
        let sound = compiled.packs.packs.values();
        let using = sound.filter(|pack| ids.contains(&pack.id) && !pack.scripts.is_empty());
        let scripts = using
            .map(|pack| (pack.id.clone(), pack.scripts.len()))
            .collect();
        let cases = cases::read(&compiled.packs, &named);
        findings.extend(cases.findings.iter().cloned());
        let of_adapters = adapters.iter().flat_map(|one| &one.findings);
        findings.extend(of_adapters.cloned());
        Ok(Self {
            adapters,
            adapter_sources,
            packs,
            roots,
            findings,
            cases,
            scripts,
            live: compiled.packs,
        })
    }

    /// The packs that were named.
    pub fn named(&self) -> impl Iterator<Item = &PackSource> {
        let is_named = |pack: &&PackSource| self.roots.contains(&pack.root);
        self.packs.iter().filter(is_named)
    }

    /// The version of a pack or an adapter that has no errors.
    pub fn version(&self, id: &str) -> Option<String> {
        let pack = self.live.pack(id).map(|pack| &pack.version);
        let mut adapters = self.adapters.iter().filter_map(|one| one.adapter.as_ref());
        let version = pack.or_else(|| Some(&adapters.find(|one| one.id == id)?.version));
        version.map(ToString::to_string)
    }

    /// Every file that a finding may be in.
    pub fn sources(&self) -> Vec<PackSource> {
        let all = self.packs.iter().chain(&self.adapter_sources);
        all.cloned().collect()
    }

    /// Notes how far the named packs have come, for their lead times.
    pub fn note(&self, moment: Moment) {
        noted::note_all(self.named(), &self.live, moment);
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> String {
    let text = error.to_string();
    let path = path.display().to_string();
    if text.contains(&path) {
        text
    } else {
        format!("{path}: {text}; give the folder of a pack or an adapter, or a folder of them")
    }
}

/// The packs beside a single pack. What of them cannot be read is none of this check's business.
pub fn neighbours(path: &Path, checked: &[String]) -> Vec<PackSource> {
    if !path.join("pack.yaml").is_file() {
        return Vec::new();
    }
    let Some(folder) = path
        .canonicalize()
        .ok()
        .and_then(|path| Some(path.parent()?.to_owned()))
    else {
        return Vec::new();
    };
    let real = |root: &str| Path::new(root).canonicalize().ok();
    let known: Vec<_> = checked.iter().filter_map(|root| real(root)).collect();
    let mut beside = source::read_dir(&folder).unwrap_or_default();
    beside.retain(|pack| real(&pack.root).is_none_or(|root| !known.contains(&root)));
    beside
}

/// A pack alone lacks what it requires: the folder it stands in has that.
pub fn folders(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for path in paths {
        let path = path.canonicalize().unwrap_or_else(|_| path.clone());
        let is_pack = path.join("pack.yaml").is_file();
        let parent = path.parent().filter(|_| is_pack);
        let folder = parent.map_or_else(|| path.clone(), Path::to_owned);
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    folders
}
