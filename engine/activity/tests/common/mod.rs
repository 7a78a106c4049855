//! The corpus of real recordings: it is no part of the project, and tests that use it say so when it
//! is not there.

use std::fs;
use std::path::{Path, PathBuf};

/// `$STADION_CORPUS`, else next to the workspace.
pub fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let named = std::env::var_os("STADION_CORPUS").map(PathBuf::from);
    // A worktree lies one folder deeper than the workspace it belongs to.
    let deeper = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/corpus");
    named
        .into_iter()
        .chain([beside, deeper])
        .find(|folder| folder.join("expected.json").is_file())
}

/// Its files, in order of their names.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if !path.ends_with("expected.json")
            && path.extension().is_none_or(|kind| kind != "md")
        {
            found.push(path);
        }
    }
    found.sort();
    found
}
