//! What the tests share: canonical fields, and packs written in one text.

use std::path::Path;

use stadion_pack::value::Dim;
use stadion_pack::{Compiled, KindSet, PackSource, SourceField, compile};

const PER_TIME: Dim = Dim {
    time: -1,
    ..Dim::NONE
};
const SPEED: Dim = Dim {
    length: 1,
    time: -1,
    ..Dim::NONE
};

/// A few of the fields that the engine's decoders fill.
pub fn fields() -> Vec<SourceField> {
    [
        ("fit:session.total_distance", Dim::LENGTH),
        ("fit:session.total_timer_time", Dim::TIME),
        ("fit:session.avg_heart_rate", PER_TIME),
        ("fit:session.avg_speed", SPEED),
        ("track:avg_heart_rate", PER_TIME),
        ("track:length", Dim::LENGTH),
        ("fit:set.category", Dim::NONE),
        ("fit:set.weight", Dim::MASS),
        ("fit:set.repetitions", Dim::NONE),
        ("fit:set.duration", Dim::TIME),
        ("fit:lap.total_distance", Dim::LENGTH),
    ]
    .into_iter()
    .map(|(name, dim)| SourceField {
        name: name.to_owned(),
        dim,
        doc: String::new(),
    })
    .collect()
}

/// Splits a text into the files of packs. It begins with the `pack.yaml` of the pack `sample`; a
/// line `#// metrics.yaml` begins another file of it, `#// core/pack.yaml` a file of the pack in
/// the folder `core`.
pub fn packs(text: &str) -> Vec<PackSource> {
    let mut files: Vec<(String, String)> = vec![("sample/pack.yaml".into(), String::new())];
    for line in text.split_inclusive('\n') {
        if let Some(path) = line.strip_prefix("#// ") {
            let path = path.trim();
            let inside = path.starts_with("locales/") || path.starts_with("scripts/");
            let path = if path.contains('/') && !inside {
                path.to_owned()
            } else {
                format!("sample/{path}")
            };
            files.push((path, String::new()));
        } else if let Some((_, text)) = files.last_mut() {
            text.push_str(line);
        }
    }
    let mut packs: Vec<PackSource> = Vec::new();
    for (path, text) in &files {
        let (id, path) = path.split_once('/').unwrap();
        let file = PackSource::from_texts(id, [(path, text.as_str())]);
        match packs.iter_mut().find(|p| p.id_hint == id) {
            Some(pack) => pack.files.extend(file.files),
            None => packs.push(file),
        }
    }
    packs
}

/// Compiles packs written in one text with the language's own kinds.
pub fn compiled(text: &str) -> (Compiled, Vec<PackSource>) {
    let sources = packs(text);
    let compiled = compile(&sources, &KindSet::language(), &fields());
    (compiled, sources)
}

/// Each YAML file of a folder beside the tests: its name without the ending, and its text.
pub fn cases(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it")
        .join(folder);
    let mut cases: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    cases.sort();
    cases
}
