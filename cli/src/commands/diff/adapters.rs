//! Device adapters of two folders: each stands alone.

use std::io::IsTerminal;
use std::path::Path;

use indexmap::IndexMap;
use stadion_engine::adapters;
use stadion_pack::adapter::{self, Adapter};
use stadion_pack::diff::Diff;
use stadion_pack::{finding, render, source};

use crate::outcome::{Outcome, write};

/// What differs, by id; none where one of the folders holds no adapter. What is wrong with one has been said.
pub fn of_folders(old: &Path, new: &Path) -> Option<Result<Vec<Diff>, Outcome>> {
    let (old, new) = (read(old)?, read(new)?);
    Some(old.and_then(|old| Ok(compared(&old, &new?))))
}

type Adapters = IndexMap<String, Adapter>;

fn read(folder: &Path) -> Option<Result<Adapters, Outcome>> {
    let sources = source::read_adapters(folder).ok()?;
    if sources.is_empty() {
        return None;
    }
    let mut known = Adapters::new();
    let mut findings = Vec::new();
    for one in adapters::compiled(&sources) {
        findings.extend(one.findings);
        known.extend(one.adapter.map(|adapter| (adapter.id.clone(), adapter)));
    }
    if finding::has_errors(&findings) {
        let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let told = render::text(&findings, &sources, colour);
        return Some(Err(write(told, Outcome::Findings)));
    }
    Some(Ok(known))
}

fn compared(old: &Adapters, new: &Adapters) -> Vec<Diff> {
    let stay = new.values();
    let stay = stay.map(|one| adapter::diff(old.get(&one.id), one));
    let gone = old.values().filter(|one| !new.contains_key(&one.id));
    let gone = gone.map(|one| Diff {
        pack: one.id.clone(),
        old: Some(one.version.to_string()),
        new: None,
        files_differ: true,
        changes: Vec::new(),
        problems: Vec::new(),
    });
    let differs = |diff: &Diff| diff.files_differ || !diff.changes.is_empty();
    stay.chain(gone).filter(differs).collect()
}
