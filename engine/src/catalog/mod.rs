//! The packs now live: immutable, swapped in one store. A request keeps the one it began with.
//! A broken edit leaves the last good version of its pack live.

pub mod fields;
mod load;
pub mod watch;

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use sha2::{Digest, Sha256};
use stadion_pack::model::Place;
use stadion_pack::{
    Compiled, Finding, KindSet, PackSource, Packs, Rename, Severity, SourceField, compile, finding,
    render, source,
};
use tokio::sync::watch as signal;

use load::Sources;

pub use load::{Adapters, is_below};

/// Where packs and adapters are looked for.
#[derive(Clone, Debug, Default)]
pub struct Folders {
    pub packs: Vec<PathBuf>,
    pub adapters: Vec<PathBuf>,
}

pub struct Catalog {
    folders: Folders,
    /// The packs whose findings are told; of all where none is named.
    worked_on: Vec<String>,
    kinds: KindSet,
    fields: Vec<SourceField>,
    live: ArcSwap<Live>,
    /// What the live packs were compiled from; one reload runs at a time.
    good: Mutex<Vec<PackSource>>,
    good_adapters: Mutex<Vec<PackSource>>,
    /// What other versions of the packs wrote under other names.
    renames: Mutex<Vec<Rename>>,
    /// Published packs and adapters: each stands in for what the folders have of its id.
    releases: Mutex<Vec<PackSource>>,
    generation: signal::Sender<u64>,
}

/// What a load gave.
#[derive(Clone, Default)]
pub struct Live {
    pub packs: Arc<Packs>,
    pub adapters: Arc<Adapters>,
    /// Of the folders as they are now, which may be newer than the packs.
    pub findings: Vec<Finding>,
    /// The files that the findings point into.
    pub sources: Vec<PackSource>,
    pub adapter_sources: Vec<PackSource>,
    /// Packs and adapters of the folders in whose place a release stands.
    pub behind: Vec<PackSource>,
    /// Folders that cannot be read, with the reason.
    pub unreadable: Vec<String>,
    /// Under `--dev`, folders whose changes go unseen, with the reason.
    pub unwatched: Vec<String>,
}

impl Live {
    pub fn has_errors(&self) -> bool {
        let folders = self.unreadable.iter().chain(&self.unwatched).count();
        folders > 0 || finding::has_errors(&self.findings)
    }

    /// How many packs and adapters have errors: each is served in its last good version, or not at all.
    pub fn refused(&self) -> usize {
        let broken = |pack: &&PackSource| load::is_broken(&pack.root, &self.findings);
        self.all_sources().filter(broken).count()
    }

    fn all_sources(&self) -> impl Iterator<Item = &PackSource> {
        self.sources.iter().chain(&self.adapter_sources)
    }

    /// Errors and warnings apart.
    pub fn counts(&self) -> (usize, usize) {
        let is_error = |finding: &&Finding| finding.severity == Severity::Error;
        let errors = self.findings.iter().filter(is_error).count();
        (errors, self.findings.len() - errors)
    }

    /// Findings and folders that are not read or watched for people; empty when all is well.
    pub fn report(&self, colour: bool) -> String {
        let folders = self.unreadable.iter().chain(&self.unwatched);
        let mut report = folders.fold(String::new(), |report, line| report + line.as_str() + "\n");
        let sources: Vec<PackSource> = self.all_sources().cloned().collect();
        report.push_str(&render::text(&self.findings, &sources, colour));
        report
    }

    /// Tells the operator: findings on the terminal, a line in the log.
    pub fn show(&self) {
        let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        // Without a terminal that listens, the log and `/readyz` still tell.
        let _ = write!(std::io::stderr(), "{}", self.report(colour));
        let (packs, adapters) = (self.packs.packs.len(), self.adapters.len());
        let findings = self.findings.len();
        tracing::info!(packs, adapters, findings, "packs are live");
    }

    /// Changes when any file of a live pack does: hex SHA-256 over the packs' digests.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for (id, pack) in &self.packs.packs {
            hash.update(id);
            hash.update(&pack.digest);
        }
        hex::encode(hash.finalize())
    }
}

impl Catalog {
    /// Compiles the packs of the folders. Never fails: a pack with errors is not live, and the
    /// findings say why. Generations count from `first`, so that a restart gives a new one.
    pub fn load(packs: &[PathBuf], kinds: KindSet, first: u64) -> Self {
        let folders = Folders {
            packs: packs.to_vec(),
            ..Folders::default()
        };
        Self::load_for(folders, &[], kinds, first)
    }

    /// The same for whoever works on some of the packs: of the others no finding is told.
    pub fn load_for(folders: Folders, worked_on: &[PathBuf], kinds: KindSet, first: u64) -> Self {
        let worked_on = worked_on.iter().map(|root| root.display().to_string());
        let catalog = Self {
            folders,
            worked_on: worked_on.collect(),
            kinds,
            fields: fields::source_fields(),
            live: ArcSwap::default(),
            good: Mutex::default(),
            good_adapters: Mutex::default(),
            renames: Mutex::default(),
            releases: Mutex::default(),
            generation: signal::Sender::new(first),
        };
        catalog.reload(Vec::new());
        catalog
    }

    /// Reads the folders again and swaps; `unwatched` goes into the report. Blocks on files and
    /// compiles: milliseconds.
    pub fn reload(&self, unwatched: Vec<String>) -> Arc<Live> {
        let mut good = self.good.lock().unwrap_or_else(PoisonError::into_inner);
        let (adapters, packs): (Vec<_>, Vec<_>) = self
            .releases()
            .into_iter()
            .partition(PackSource::is_adapter);
        let found = Sources::read(source::read_dir, &self.folders.packs, &good, &packs);
        let next = load::next(found, &mut good, &self.live(), &self.kinds, &self.fields);
        let packs = self.with_renames(&next.packs);
        let live = Live {
            packs,
            unwatched,
            ..next
        };
        let next = self.with_adapters(live, &adapters);
        let next = Arc::new(self.told(next));
        self.live.store(Arc::clone(&next));
        self.wake();
        next
    }

    fn with_adapters(&self, mut live: Live, releases: &[PackSource]) -> Live {
        let good = self.good_adapters.lock();
        let mut good = good.unwrap_or_else(PoisonError::into_inner);
        let folders = &self.folders.adapters;
        let found = Sources::read(source::read_adapters, folders, &good, releases);
        let (adapters, findings) = load::adapters(&found.packs, &mut good);
        live.adapters = Arc::new(adapters);
        live.findings.extend(findings);
        live.adapter_sources = found.packs;
        live.behind.extend(found.behind);
        live.unreadable.extend(found.unreadable);
        live
    }

    fn told(&self, mut live: Live) -> Live {
        if !self.worked_on.is_empty() {
            live.findings
                .retain(|finding| self.is_worked_on(&finding.file));
        }
        live
    }

    /// Whether a file, or a pack's folder, is one that somebody works on.
    pub fn is_worked_on(&self, file: &str) -> bool {
        self.worked_on.iter().any(|root| is_below(file, root))
    }

    /// Lets the live packs, and those after them, find what is stored under other names.
    pub fn learn(&self, renames: Vec<Rename>) {
        let _one_at_a_time = self.good.lock().unwrap_or_else(PoisonError::into_inner);
        {
            let mut known = self.renames.lock().unwrap_or_else(PoisonError::into_inner);
            if *known == renames {
                return;
            }
            *known = renames;
        }
        let live = Live::clone(&self.live());
        let packs = self.with_renames(&live.packs);
        self.live.store(Arc::new(Live { packs, ..live }));
    }

    fn with_renames(&self, packs: &Arc<Packs>) -> Arc<Packs> {
        let known = self.renames.lock().unwrap_or_else(PoisonError::into_inner);
        if known.is_empty() {
            return Arc::clone(packs);
        }
        Arc::new(packs.knowing(known.iter().cloned()))
    }

    /// The releases that stand in for packs of the folders, or beside them.
    pub fn releases(&self) -> Vec<PackSource> {
        let releases = self.releases.lock();
        releases.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Lets these stand in from now on, and swaps. Blocks as `reload` does.
    pub fn adopt(&self, releases: Vec<PackSource>) -> Arc<Live> {
        *self.releases.lock().unwrap_or_else(PoisonError::into_inner) = releases;
        self.reload(self.live().unwatched.clone())
    }

    /// The live packs with these in place of those of the same id: compiled, and live nowhere. Also
    /// answers the files, the given ones last.
    pub fn with(&self, candidates: Vec<PackSource>) -> (Vec<PackSource>, Compiled) {
        let ids: Vec<String> = candidates.iter().map(PackSource::id).collect();
        let mut sources = self.sources();
        sources.retain(|live| !ids.contains(&live.id()));
        sources.extend(candidates);
        let compiled = compile(&sources, &self.kinds, &self.fields);
        (sources, compiled)
    }

    /// The folders' own pack or adapter of an id, also where a release stands in for it.
    pub fn of_folders(&self, pack: &str) -> Option<PackSource> {
        let live = self.live();
        let named = |source: &&PackSource| source.id() == pack;
        if let Some(behind) = live.behind.iter().find(named) {
            return Some(behind.clone());
        }
        let is_released = self.releases().iter().any(|release| release.id() == pack);
        self.source_of(pack).filter(|_| !is_released)
    }

    /// The files that what is live of a pack or an adapter was compiled from.
    pub fn source_of(&self, id: &str) -> Option<PackSource> {
        let good = self.good_adapters.lock();
        let adapters = good.unwrap_or_else(PoisonError::into_inner).clone();
        let mut all = self.sources().into_iter().chain(adapters);
        all.find(|source| source.id() == id)
    }

    /// Lets those who wait for the next generation look again.
    pub fn wake(&self) {
        self.generation.send_modify(|generation| *generation += 1);
    }

    /// Counts reloads; changes with each.
    pub fn generation(&self) -> signal::Receiver<u64> {
        self.generation.subscribe()
    }

    pub fn live(&self) -> Arc<Live> {
        self.live.load_full()
    }

    pub fn packs(&self) -> Arc<Packs> {
        self.live.load().packs.clone()
    }

    pub fn adapters(&self) -> Arc<Adapters> {
        self.live.load().adapters.clone()
    }

    /// The files that the live packs were compiled from.
    pub fn sources(&self) -> Vec<PackSource> {
        let good = self.good.lock().unwrap_or_else(PoisonError::into_inner);
        good.clone()
    }

    /// The file in which an element of a live pack was written: its pack's folder and path, and its
    /// text. None but a pack's own files can be had.
    pub fn written(&self, place: &Place) -> Option<(String, String)> {
        let good = self.good.lock().unwrap_or_else(PoisonError::into_inner);
        let (pack, file) = good
            .iter()
            .find_map(|pack| Some((pack, pack.file_of(place)?)))?;
        let text = String::from_utf8(file.bytes.clone()).ok()?;
        Some((format!("{}/{}", pack.id_hint, file.path), text))
    }

    /// A file of a live adapter, by its path in the adapter's folder.
    pub fn adapter_file(&self, adapter: &str, path: &str) -> Option<Vec<u8>> {
        let good = self.good_adapters.lock();
        let good = good.unwrap_or_else(PoisonError::into_inner);
        let source = good.iter().find(|source| source.id() == adapter)?;
        let file = source.files.iter().find(|file| file.path == path)?;
        Some(file.bytes.clone())
    }

    pub fn fields(&self) -> &[SourceField] {
        &self.fields
    }

    pub fn findings(&self) -> Vec<Finding> {
        self.live.load().findings.clone()
    }

    pub fn kinds(&self) -> &KindSet {
        &self.kinds
    }

    /// The folders of packs and those of adapters.
    pub fn folders(&self) -> impl Iterator<Item = &Path> {
        let all = self.folders.packs.iter().chain(&self.folders.adapters);
        all.map(PathBuf::as_path)
    }
}
