//! The adapter that is meant: by its id, or by its folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use stadion_engine::adapters;
use stadion_pack::adapter::{Adapter, FILE};
use stadion_pack::ids::nearest;
use stadion_pack::{PackSource, finding, render, source};

use crate::outcome::{Outcome, failure, say, usage};

/// An adapter without errors, with its files.
pub struct Known {
    pub adapter: Arc<Adapter>,
    pub source: PackSource,
    pub folder: PathBuf,
}

/// The adapter, or how the run ends without it: what is wrong has been said.
pub fn adapter(id: &str, dir: &Path) -> Result<Known, Outcome> {
    let folder = folder_of(id, dir).map_err(usage)?;
    let sources = source::read_adapters(&folder)
        .map_err(|error| failure(format_args!("{}: {error}", folder.display())))?;
    let compiled = adapters::compiled(&sources).into_iter().next();
    let (Some(compiled), Some(source)) = (compiled, sources.first()) else {
        return Err(usage(format_args!("{} holds no {FILE}", folder.display())));
    };
    if finding::has_errors(&compiled.findings) {
        say(render::text(&compiled.findings, &sources, false).trim_end());
    }
    let adapter = compiled.adapter.ok_or(Outcome::Findings)?;
    Ok(Known {
        adapter: Arc::new(adapter),
        source: source.clone(),
        folder,
    })
}

/// By id among the folder's adapters, or a folder itself.
fn folder_of(id: &str, dir: &Path) -> Result<PathBuf, String> {
    let named = Path::new(id);
    if named.join(FILE).is_file() {
        return Ok(named.to_owned());
    }
    let folder = dir.join(id);
    if folder.join(FILE).is_file() {
        return Ok(folder);
    }
    let known = source::read_adapters(dir).unwrap_or_default();
    let ids: Vec<&str> = known.iter().map(|one| one.id_hint.as_str()).collect();
    let remedy = match nearest(id, ids.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if ids.is_empty() => {
            format!("{} holds no adapter; give another --dir", dir.display())
        }
        None => format!("there are {}", ids.join(", ")),
    };
    Err(format!("there is no adapter `{id}`: {remedy}"))
}
