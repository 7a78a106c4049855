//! The packs now live: immutable, swapped in one store. A request keeps the one it began with.

pub mod fields;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arc_swap::ArcSwap;
use stadion_pack::model::Packs;

pub struct Catalog {
    folders: Vec<PathBuf>,
    live: ArcSwap<Live>,
}

/// What a load gave.
#[derive(Default)]
pub struct Live {
    pub packs: Arc<Packs>,
}

impl Live {
    pub fn pack_count(&self) -> usize {
        0
    }

    pub fn finding_count(&self) -> usize {
        0
    }
}

impl Catalog {
    pub fn load(folders: &[PathBuf]) -> Self {
        let live = Live::default();
        Self {
            folders: folders.to_vec(),
            live: ArcSwap::from_pointee(live),
        }
    }

    pub fn live(&self) -> Arc<Live> {
        self.live.load_full()
    }

    pub fn packs(&self) -> Arc<Packs> {
        self.live.load().packs.clone()
    }

    pub fn folders(&self) -> impl Iterator<Item = &Path> {
        self.folders.iter().map(PathBuf::as_path)
    }
}
