//! What only adapters have: canonical fields, fixtures, paths in what the fixtures hold, and the names of their
//! expressions.

use std::collections::BTreeSet;
use std::path::Path;

use lsp_types::CompletionItemKind;
use serde_json::Value;

use super::{Proposal, definitions};
use crate::commands::lsp::canonical;
use crate::commands::lsp::expression::Word;
use crate::commands::lsp::place::Place;

/// Paths are gathered from so much of a payload, so deep.
const MOST_PATHS: usize = 500;
const DEEPEST: usize = 12;

pub fn fields(place: &Place<'_>) -> Vec<Proposal> {
    let fields = canonical::fields(place).into_iter();
    let fields = fields.map(|field| {
        Proposal::new(&field.name, CompletionItemKind::FIELD)
            .brief(&field.unit)
            .story(canonical::story(&field))
    });
    fields.collect()
}

/// Keys of maps that name what is elsewhere: bounds of fields, settings of an example.
pub fn keys(place: &Place<'_>) -> Vec<Proposal> {
    match place.names() {
        Some("canonical") => fields(place),
        Some("settings") => definitions(place, "settings"),
        _ => Vec::new(),
    }
}

fn own_files<'a>(place: &Place<'a>) -> impl Iterator<Item = (&'a str, &'a [u8])> {
    let root = place
        .shelf
        .names
        .pack(place.pack)
        .map(|own| own.root.as_str());
    let own = place.shelf.packs.iter();
    let own = own.filter(move |source| Some(source.root.as_str()) == root);
    let files = own.flat_map(|source| &source.files);
    files.map(|file| (file.path.as_str(), file.bytes.as_slice()))
}

pub fn files(place: &Place<'_>) -> Vec<Proposal> {
    let files = own_files(place).map(|(path, _)| path);
    let folder = if place.is_below("scripts") {
        "scripts/"
    } else {
        "fixtures/"
    };
    let files = files.filter(|path| path.starts_with(folder));
    files
        .map(|path| Proposal::new(path, CompletionItemKind::FILE))
        .collect()
}

/// Where values stand in the payloads of JSON, as paths are written.
pub fn paths(place: &Place<'_>) -> Vec<Proposal> {
    let mut found = BTreeSet::new();
    for (path, bytes) in own_files(place) {
        let is_json = Path::new(path)
            .extension()
            .is_some_and(|kind| kind == "json");
        if !(path.starts_with("fixtures/") && is_json) {
            continue;
        }
        if let Ok(payload) = serde_json::from_slice::<Value>(bytes) {
            walk(&payload, String::new(), 0, &mut found);
        }
    }
    // From a record on where normalising reads it.
    let records = if place.is_below("normalize") || place.is_below("record") {
        records(place)
    } else {
        Vec::new()
    };
    let all = found.iter().map(|path| {
        let inside = records
            .iter()
            .find_map(|begin| path.strip_prefix(begin.as_str()));
        inside.map_or(path.as_str(), |rest| rest.trim_start_matches('.'))
    });
    let all: BTreeSet<&str> = all.filter(|path| !path.is_empty()).collect();
    all.into_iter()
        .map(|path| Proposal::new(path, CompletionItemKind::VALUE).writes(written(path)))
        .collect()
}

/// What begins with a bracket or holds braces YAML would read as something else.
fn written(path: &str) -> String {
    if path.contains(['[', '{', '@', '#', '*', '"']) {
        format!("\"{}\"", path.replace('"', "\\\""))
    } else {
        path.to_owned()
    }
}

/// Where the records stand, by the adapter and by each stream.
fn records(place: &Place<'_>) -> Vec<String> {
    let streams = place.shelf.names.visible(place.pack, "streams");
    let streams = streams.iter();
    let streams = streams.filter_map(|(_, stream)| stream.text("records").map(str::to_owned));
    let general = stadion_pack::adapter::tree(place.text).and_then(|tree| {
        let (_, decode) = tree.get("decode")?;
        let (_, records) = decode.get("records")?;
        Some(records.to_json().as_str()?.to_owned())
    });
    streams.chain(general).collect()
}

fn walk(value: &Value, path: String, deep: usize, found: &mut BTreeSet<String>) {
    if deep > DEEPEST || found.len() >= MOST_PATHS {
        return;
    }
    match value {
        Value::Object(map) => {
            for (name, inner) in map {
                let name = if name.contains(['.', '[', '"']) {
                    format!("\"{name}\"")
                } else {
                    name.clone()
                };
                let joint = if path.is_empty() { "" } else { "." };
                walk(inner, format!("{path}{joint}{name}"), deep + 1, found);
            }
        }
        Value::Array(all) => {
            let path = format!("{path}[*]");
            for inner in all.iter().take(3) {
                walk(inner, path.clone(), deep + 1, found);
            }
            found.insert(path);
        }
        _ => {
            found.insert(path);
        }
    }
}

/// Behind `record.` and its like; nothing where a word stands alone.
pub fn names(place: &Place<'_>, word: &Word<'_>) -> Option<Vec<Proposal>> {
    if word.is_text {
        return Some(Vec::new());
    }
    Some(match word.root? {
        "setting" => definitions(place, "settings"),
        "script" => definitions(place, "scripts"),
        "response" => vec![Proposal::new("status", CompletionItemKind::FIELD).brief("of HTTP")],
        kind => definitions(place, kind),
    })
}

/// What an expression here may begin with.
pub fn roots(place: &Place<'_>) -> Vec<Proposal> {
    let known: &[(&str, &str)] = if place.is_below("transport") {
        &[
            ("response", "the answer"),
            ("body", "what stands in the answer, by its names"),
        ]
    } else {
        &[
            ("record", "the record's values, by their names"),
            ("setting", "what a person set"),
            ("script", "the adapter's scripts"),
        ]
    };
    let known = known.iter();
    let known =
        known.map(|(name, what)| Proposal::new(*name, CompletionItemKind::STRUCT).brief(*what));
    known.chain(definitions(place, "rows")).collect()
}
