//! In which order a file's keys stand: that in which the kind declares them.

use serde_json::{Map, Value as Json, json};

use crate::adapter;
use crate::kind::KindSet;
use crate::schema::schema;

/// The schema of a file, for its order.
#[derive(Clone, Debug)]
pub struct Shape(Option<Json>);

/// Where the schemas of a header's kinds stand: their order is the author's.
const SECTIONS: &str = "sections";

impl Shape {
    /// Of a pack's file, by its path in the pack: `metrics.yaml`. `None` for one that no kind has.
    pub fn of(kinds: &KindSet, path: &str) -> Option<Self> {
        if path == adapter::FILE {
            return Some(Self(Some(adapter::schema())));
        }
        let name = path.strip_suffix(".yaml")?;
        if name != "pack" {
            return schema(kinds, name).map(|schema| Self(Some(schema)));
        }
        let schema = schema(kinds, "pack")?;
        let properties = schema.get("properties")?.as_object()?;
        let is_kind = |name: &String| kinds.names().any(|kind| kind == name);
        let (sections, header): (Map<_, _>, Map<_, _>) = properties
            .clone()
            .into_iter()
            .partition(|(name, _)| is_kind(name));
        Some(Self(Some(
            json!({ "properties": header, SECTIONS: sections }),
        )))
    }

    pub(super) fn root(&self) -> Option<&Json> {
        self.0.as_ref()
    }

    /// The known keys in their order, then the others as they were.
    pub(super) fn ordered<'a, T>(
        entries: &'a [T],
        schema: Option<&Json>,
        key: impl Fn(&T) -> &String,
    ) -> Vec<&'a T> {
        let properties = schema.and_then(|schema| schema.get("properties")?.as_object());
        let rank = |entry: &&T| {
            let name = unquoted(key(entry));
            let found = properties.and_then(|all| all.keys().position(|known| known == name));
            found.unwrap_or(usize::MAX)
        };
        let mut ordered: Vec<&T> = entries.iter().collect();
        ordered.sort_by_key(rank);
        ordered
    }

    pub(super) fn of_key<'a>(schema: Option<&'a Json>, key: &str) -> Option<&'a Json> {
        let (schema, key) = (schema?, unquoted(key));
        let named = |list: &str| schema.get(list)?.get(key);
        let named = named("properties").or_else(|| named(SECTIONS));
        named.or_else(|| {
            schema
                .get("additionalProperties")
                .filter(|other| other.is_object())
        })
    }

    pub(super) fn of_items(schema: Option<&Json>) -> Option<&Json> {
        schema?.get("items").filter(|items| items.is_object())
    }
}

fn unquoted(key: &str) -> &str {
    let inner = |quote| key.strip_prefix(quote)?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).unwrap_or(key)
}
