//! What the cursor is at: the key or value, and what the kinds declare of it.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use stadion_pack::schema::{NAMES, WORDS, schema};
use stadion_pack::{KindSet, adapter};

use super::names::OF_ADAPTERS;
use super::outline::{Outline, Role, Slot, Step, unquoted};
use super::shelf::Shelf;

/// The JSON Schemas of all files, by file stem.
pub struct Schemas(BTreeMap<&'static str, Value>);

impl Schemas {
    pub fn new(kinds: &KindSet) -> Self {
        let names = kinds.names().chain(["pack"]);
        let of_packs = names.filter_map(|name| Some((name, schema(kinds, name)?)));
        Self(of_packs.chain([("adapter", adapter::schema())]).collect())
    }
}

/// A schema, and what the words there name.
#[derive(Clone, Copy)]
pub struct Declared<'a> {
    pub schema: &'a Value,
    pub names: Option<&'a str>,
    /// Further words that may stand there.
    pub words: Option<&'a Value>,
}

pub struct Place<'a> {
    pub shelf: &'a Shelf,
    pub kinds: &'a KindSet,
    /// The pack's id.
    pub pack: &'a str,
    pub text: &'a str,
    pub cursor: usize,
    pub outline: Outline<'a>,
    pub slot: Slot,
    /// Of the value; for a key, of the map that it stands in.
    pub declared: Vec<Declared<'a>>,
    /// The kind of definition whose id the slot is.
    pub id_of: Option<&'a str>,
}

impl<'a> Place<'a> {
    pub fn find(
        shelf: &'a Shelf,
        kinds: &'a KindSet,
        schemas: &'a Schemas,
        file: &Path,
        text: &'a str,
        cursor: usize,
    ) -> Option<Self> {
        let pack = shelf
            .names
            .0
            .iter()
            .find(|pack| file.starts_with(&pack.root))?;
        let inside = file.strip_prefix(&pack.root).ok()?.to_str()?;
        let stem = inside.strip_suffix(".yaml")?;
        let (stem, schema) = schemas.0.get_key_value(stem)?;
        let outline = Outline::new(text, cursor);
        let slot = outline.at(cursor)?.clone();
        let is_key = matches!(slot.role, Role::Key { .. });
        let id_of = match (*stem, slot.path.as_slice()) {
            ("pack", [Step::Key(kind)]) => kinds.names().find(|name| name == kind),
            ("pack", _) => None,
            ("adapter", path) => OF_ADAPTERS
                .iter()
                .find(|(_, keys)| is_at(path, keys))
                .map(|(kind, _)| *kind),
            (kind, []) => Some(kind),
            _ => None,
        };
        Some(Self {
            shelf,
            kinds,
            pack: &pack.id,
            text,
            cursor,
            declared: walk(schema, &slot.path),
            outline,
            slot,
            id_of: id_of.filter(|_| is_key),
        })
    }

    pub fn is_key(&self) -> bool {
        matches!(self.slot.role, Role::Key { .. })
    }

    /// The slot's text without quotes.
    pub fn word(&self) -> &'a str {
        unquoted(self.text.get(self.slot.span.clone()).unwrap_or_default())
    }

    /// What the words here name.
    pub fn names(&self) -> Option<&'a str> {
        self.declared.iter().find_map(|declared| declared.names)
    }

    /// Whether an expression stands here; and then whether it is a rule, which sees history.
    pub fn expression(&self) -> Option<bool> {
        match self.names() {
            Some("rule" | "audience") if !self.is_key() => Some(true),
            Some("formula" | "predicate") if !self.is_key() => Some(false),
            _ => None,
        }
    }

    /// Whether the expression here is asked of a person, at no workout.
    pub fn is_of_person(&self) -> bool {
        self.names() == Some("audience")
    }

    /// Whether the expression here is an adapter's, over a record or an answer.
    pub fn is_of_adapter(&self) -> bool {
        self.names() == Some("predicate")
    }

    /// Whether the place is below a key of the file's own.
    pub fn is_below(&self, key: &str) -> bool {
        matches!(self.slot.path.first(), Some(Step::Key(first)) if first == key)
    }

    /// Whether a figure with a unit may stand here.
    pub fn is_figure(&self) -> bool {
        let figure = serde_json::json!(["string", "number", "boolean"]);
        let types = self.declared.iter().filter_map(|d| d.schema.get("type"));
        !self.is_key() && types.into_iter().any(|ty| *ty == figure)
    }

    /// The last key on the way here.
    pub fn key(&self) -> &str {
        let keys = self.slot.path.iter().rev();
        let mut keys = keys.filter_map(|step| match step {
            Step::Key(name) => Some(name.as_str()),
            Step::Item(_) => None,
        });
        keys.next().unwrap_or_default()
    }
}

fn is_at(path: &[Step], keys: &[&str]) -> bool {
    let mut steps = path.iter().zip(keys);
    path.len() == keys.len() && steps.all(|(step, key)| *step == Step::Key((*key).to_owned()))
}

/// What is declared at a path; several where one of several shapes may stand.
fn walk<'a>(schema: &'a Value, path: &[Step]) -> Vec<Declared<'a>> {
    let mut here = Vec::new();
    spread(schema, None, &mut here);
    for step in path {
        let mut next = Vec::new();
        for declared in &here {
            let schema = declared.schema;
            let child = match step {
                Step::Key(name) => schema
                    .get("properties")
                    .and_then(|known| known.get(name))
                    .or_else(|| schema.get("additionalProperties")),
                Step::Item(_) => schema.get("items"),
            };
            // What a map's keys name, the keys below them do not.
            let outer = match step {
                Step::Item(_) => Some(declared),
                Step::Key(_) => None,
            };
            if let Some(child) = child.filter(|child| child.is_object()) {
                spread(child, outer, &mut next);
            }
        }
        here = next;
    }
    here
}

/// A list's schema says what its entries name.
fn spread<'a>(schema: &'a Value, outer: Option<&Declared<'a>>, all: &mut Vec<Declared<'a>>) {
    let names = schema.get(NAMES).and_then(Value::as_str);
    let here = Declared {
        schema,
        names: names.or(outer.and_then(|outer| outer.names)),
        words: schema.get(WORDS).or(outer.and_then(|outer| outer.words)),
    };
    all.push(here);
    for shapes in ["anyOf", "oneOf", "allOf"] {
        let shapes = schema.get(shapes).and_then(Value::as_array);
        for shape in shapes.into_iter().flatten() {
            spread(shape, Some(&here), all);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_in<'a>(schema: &'a Value, found: &mut Vec<&'a str>) {
        if let Value::Object(map) = schema {
            found.extend(map.get(NAMES).and_then(Value::as_str));
            map.values().for_each(|inner| names_in(inner, found));
        }
    }

    #[test]
    fn what_keys_name_is_known_to_the_editor() {
        let kinds = stadion_engine::domains::kinds();
        let schemas = Schemas::new(&kinds);
        let mut found = Vec::new();
        for schema in schemas.0.values() {
            names_in(schema, &mut found);
        }
        assert!(found.contains(&"metrics") && found.contains(&"rule"));
        let others = [
            "audience",
            "body",
            "canonical",
            "channels",
            "files",
            "fit",
            "formula",
            "icons",
            "layouts",
            "packs",
            "path",
            "predicate",
            "quantities",
            "regions",
            "rows",
            "rule",
            "settings",
            "sources",
            "streams",
            "units",
        ];
        for name in found {
            let is_known = kinds.names().any(|kind| kind == name) || others.contains(&name);
            assert!(is_known, "{name}");
        }
    }
}
