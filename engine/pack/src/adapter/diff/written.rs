//! Every key of two versions, as they are written: what no judgement of its own looks at is told too.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// A value is shown so far.
const MOST_SHOWN: usize = 60;
/// By which an entry of a list is known again, the first that it has.
const NAMES: [&str; 5] = ["field", "into", "name", "kind", "code"];

/// Every leaf by its key (`transport.pull.every`), with its text.
pub fn keys(written: &Value) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    walk(written, String::new(), &mut all);
    all
}

fn walk(value: &Value, key: String, all: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (name, inner) in map {
                walk(inner, joined(&key, name), all);
            }
        }
        Value::Array(list) if list.iter().any(Value::is_object) => {
            let mut taken = BTreeSet::new();
            for (at, inner) in list.iter().enumerate() {
                let mut name = name_of(inner, at);
                if !taken.insert(name.clone()) {
                    name = format!("{name}#{at}");
                    taken.insert(name.clone());
                }
                walk(inner, joined(&key, &name), all);
            }
        }
        leaf => {
            all.insert(key, shown(leaf));
        }
    }
}

fn joined(key: &str, name: &str) -> String {
    match key {
        "" => name.to_owned(),
        _ => format!("{key}.{name}"),
    }
}

/// An entry that moves in its list stays the same one.
fn name_of(entry: &Value, at: usize) -> String {
    let own = NAMES.iter().find_map(|name| entry.get(name)?.as_str());
    let inner = ["samples", "part"]
        .into_iter()
        .find(|name| entry.get(name).is_some());
    match own.or(inner) {
        Some(name) => name.to_owned(),
        None => at.to_string(),
    }
}

fn shown(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(all) => {
            let all: Vec<String> = all.iter().map(shown).collect();
            format!("[{}]", all.join(", "))
        }
        other => other.to_string(),
    };
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(MOST_SHOWN) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}
