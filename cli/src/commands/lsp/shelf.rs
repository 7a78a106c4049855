//! The packs and adapters of one folder: read together, with what is open in the editor laid over the files,
//! and compiled together, as `stadion check` does.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use stadion_engine::adapters;
use stadion_engine::catalog::fields::source_fields;
use stadion_engine::catalog::is_below;
use stadion_pack::source::SourceFile;
use stadion_pack::{Compiled, Finding, KindSet, PackSource, Packs, compile, source};

use super::documents::Documents;
use super::names::{HEADERS, Names, is_adapter};

/// The folder of the pack or adapter that a file belongs to.
pub fn root_of(path: &Path, documents: &Documents) -> Option<PathBuf> {
    let is_root = |folder: &&Path| {
        let mut headers = HEADERS.iter().map(|header| folder.join(header));
        headers.any(|header| header.is_file() || documents.get(&header).is_some())
    };
    path.ancestors().skip(1).find(is_root).map(Path::to_owned)
}

pub struct Shelf {
    /// Of packs on disk.
    read: Vec<PackSource>,
    /// With the open files laid over; adapters last.
    pub packs: Vec<PackSource>,
    /// Of the last texts that were sound: what names mean while one types.
    pub sound: Packs,
    pub findings: Vec<Finding>,
    pub names: Names,
    /// Whether `sound` says anything yet.
    pub is_compiled: bool,
}

impl Shelf {
    /// Reads the packs of a folder. Those that cannot be read are left out, as are folders with
    /// YAML that are no pack: only files of a pack are ever opened here. Adapters refer to nothing beside
    /// them, so those in `roots` are enough.
    pub fn read(folder: &Path, roots: &BTreeSet<PathBuf>) -> Vec<PackSource> {
        let mut packs = source::read_dir(folder).unwrap_or_default();
        packs.retain(|pack| {
            let is_pack = pack.files.iter().any(|file| file.path == "pack.yaml");
            is_pack || roots.contains(Path::new(&pack.root))
        });
        for root in roots {
            if !packs.iter().any(|pack| Path::new(&pack.root) == root) {
                packs.push(read_one(root));
            }
        }
        // Neighbours come first: what two claim is then told at the one that is open.
        packs.sort_by_key(|pack| roots.contains(Path::new(&pack.root)));
        packs
    }

    pub fn new(read: Vec<PackSource>) -> Self {
        Self {
            read,
            packs: Vec::new(),
            sound: Packs::default(),
            findings: Vec::new(),
            names: Names::default(),
            is_compiled: false,
        }
    }

    pub fn reread(&mut self, read: Vec<PackSource>) {
        self.read = read;
    }

    /// Lays what is open over what is on disk, and reads anew what the changed packs define.
    pub fn refresh(&mut self, kinds: &KindSet, documents: &Documents) {
        let mut packs = self.read.clone();
        for pack in &mut packs {
            lay_over(pack, documents);
        }
        packs.sort_by_key(is_adapter);
        let before = std::mem::replace(&mut self.packs, packs);
        let names = std::mem::take(&mut self.names);
        self.names = Names::read(&self.packs, &before, kinds, names);
    }

    /// Compiles what is open over what is on disk; findings are those of the packs in `roots`.
    pub fn compile(&mut self, kinds: &KindSet, documents: &Documents, roots: &BTreeSet<PathBuf>) {
        self.refresh(kinds, documents);
        self.is_compiled = true;
        let adapters = self.packs.partition_point(|source| !is_adapter(source));
        let (packs, adapters) = self.packs.split_at(adapters);
        let Compiled { packs, findings } = compile(packs, kinds, &source_fields());
        let of_adapters = adapters::compiled(adapters).into_iter();
        self.findings = findings;
        self.findings
            .extend(of_adapters.flat_map(|one| one.findings));
        self.findings.retain(|finding| {
            let mut roots = roots.iter();
            roots.any(|root| is_below(&finding.file, &root.display().to_string()))
        });
        self.sound.packs.extend(packs.packs);
    }

    /// The text of one of the files, by its name in findings and places.
    pub fn text(&self, file: &str) -> Option<&str> {
        let pack = self.packs.iter().find(|pack| is_below(file, &pack.root))?;
        let found = pack.files.iter().find(|f| pack.name_of(&f.path) == file)?;
        let text = std::str::from_utf8(&found.bytes).ok()?;
        Some(text.strip_prefix('\u{feff}').unwrap_or(text))
    }
}

fn read_one(root: &Path) -> PackSource {
    let adapters = source::read_adapters(root).unwrap_or_default();
    let packs = source::read_dir(root).unwrap_or_default();
    let name = root.file_name().unwrap_or_default();
    let mut read = adapters.into_iter().chain(packs);
    read.find(|one| Path::new(&one.root) == root)
        .unwrap_or_else(|| PackSource {
            id_hint: name.to_string_lossy().into_owned(),
            root: root.display().to_string(),
            ..PackSource::default()
        })
}

/// Files that the editor has open stand as they are there, also those that were never saved.
fn lay_over(pack: &mut PackSource, documents: &Documents) {
    let root = PathBuf::from(&pack.root);
    for (path, document) in documents.iter() {
        let Ok(inside) = path.strip_prefix(&root) else {
            continue;
        };
        let inside = inside.to_string_lossy().replace('\\', "/");
        if pack.refused.iter().any(|refused| refused.path == inside) {
            continue;
        }
        let bytes = document.text.clone().into_bytes();
        match pack.files.iter_mut().find(|file| file.path == inside) {
            Some(file) => file.bytes = bytes,
            None => pack.files.push(SourceFile {
                path: inside,
                bytes,
            }),
        }
    }
}
