//! `values`: named lists of words that enum metrics and part fields choose from.

use std::borrow::Cow;
use std::sync::Arc;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::diff::{Nature, Sheet, Tells};
use crate::finding::Report;
use crate::ids;
use crate::kind::Kind;
use crate::model::{Pack, Text, ValueList};
use crate::place::At;
use crate::scope::Scope;
use crate::words::Words;

pub struct Values;

/// The words of a list: a map from id to title, or a list of ids whose titles a locale file gives.
#[derive(Clone, Debug)]
pub struct RawValues(pub Vec<(At<String>, Option<At<Words>>)>);

impl<'de> Deserialize<'de> for RawValues {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ValuesVisitor;

        impl<'de> Visitor<'de> for ValuesVisitor {
            type Value = RawValues;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a list of ids, or a map from id to title")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<RawValues, A::Error> {
                let mut values = Vec::new();
                while let Some(id) = seq.next_element()? {
                    values.push((id, None));
                }
                Ok(RawValues(values))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawValues, A::Error> {
                let mut values = Vec::new();
                while let Some((id, title)) = map.next_entry()? {
                    values.push((id, Some(title)));
                }
                if values.is_empty() {
                    return Err(de::Error::custom("a list of values has at least one"));
                }
                Ok(RawValues(values))
            }
        }

        deserializer.deserialize_any(ValuesVisitor)
    }
}

impl JsonSchema for RawValues {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Values".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let words = Words::json_schema(generator);
        json_schema!({
            "type": ["object", "array"],
            "minItems": 1,
            "minProperties": 1,
            "items": { "type": "string" },
            "additionalProperties": words,
        })
    }
}

impl Kind for Values {
    const NAME: &'static str = "values";
    const TITLE: &'static str = "Value lists";
    const DOC: &'static str = "\
A named list of words: the exercises of a strength sport, the surfaces of a court. An enum metric or \
part field names the list in `values:`, and rules compare with the words: \
`workout.surface == \"clay\"`.

The order written is the order shown, and the order of an `ordered` enum, lowest first. A list is \
either a map from id to title, or a list of ids whose titles a locale file gives under \
`values-<list>-<id>-title`.";
    const EXAMPLE: &'static str = "\
surfaces:
  clay: {en: Clay, ru: Грунт}
  grass: {en: Grass, ru: Трава}
  hard: {en: Hard court, ru: Хард}
feelings: [poor, fair, good]   # titles in locales/*.ftl: values-feelings-poor-title = Poor
";

    type Raw = RawValues;
    type Element = ValueList;
    // What people chose is held by the metrics and fields, and each word by itself below.
    const HELD: Option<&'static str> = None;

    fn of(pack: &Pack) -> &IndexMap<String, Arc<ValueList>> {
        &pack.value_lists
    }

    fn sheet(list: &ValueList, sheet: &mut Sheet) {
        words(list, "", sheet);
    }

    fn compile(_: &str, raw: RawValues, cx: &mut Scope<'_>) -> Option<ValueList> {
        let values = compile_values(raw, "", cx)?;
        Some(ValueList {
            id: cx.qualified(),
            values,
        })
    }
}

/// The words of a list under a key, or as the keys themselves.
pub(crate) fn words(list: &ValueList, key: &'static str, sheet: &mut Sheet) {
    for (word, title) in &list.values {
        sheet.each(key, [word.as_str()], Nature::Held("words"), Tells::Workouts);
        sheet.text_of(key, word, title);
    }
    let all: Vec<&str> = list.values.keys().map(String::as_str).collect();
    sheet.words(key, Some(all.join(", ")), Nature::Ranked, Tells::Workouts);
}

/// Checks the ids and gathers the titles; `prefix` goes before the value's id in the text's key.
pub(crate) fn compile_values(
    raw: RawValues,
    prefix: &str,
    cx: &mut Scope<'_>,
) -> Option<IndexMap<String, Text>> {
    let mut values = IndexMap::new();
    let mut sound = true;
    for (id, title) in raw.0 {
        if !ids::is_element_id(&id) {
            sound = false;
            cx.report(
                Report::error("S0030", id.span, format!("`{}` is not an id", *id))
                    .help("values are snake_case: a-z, 0-9 and _, beginning with a letter")
                    .suggest(ids::to_case(&id, '_')),
            );
        } else if values.contains_key(id.as_str()) {
            sound = false;
            cx.error("S0012", id.span, format!("`{}` is in the list twice", *id));
        } else {
            let part = format!("{prefix}{}-title", *id);
            let title = cx.text_of(title.as_ref(), &part, &id, id.span);
            values.insert(id.value, title);
        }
    }
    sound.then_some(values)
}
