//! Texts in several languages, as an author writes them.

use std::borrow::Cow;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};

use crate::place::At;

/// `Distance`, which is in the pack's first language, or `{en: Distance, ru: Дистанция}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    Plain(String),
    ByLocale(IndexMap<At<String>, At<String>>),
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WordsVisitor;

        impl<'de> Visitor<'de> for WordsVisitor {
            type Value = Words;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text, or a map from language to text")
            }

            fn visit_str<E>(self, text: &str) -> Result<Words, E> {
                Ok(Words::Plain(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Words, A::Error> {
                IndexMap::deserialize(MapAccessDeserializer::new(map)).map(Words::ByLocale)
            }
        }

        deserializer.deserialize_any(WordsVisitor)
    }
}

impl JsonSchema for Words {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Words".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["string", "object"],
            "minLength": 1,
            "minProperties": 1,
            "additionalProperties": { "type": "string", "minLength": 1 },
        })
    }
}

/// `avg_heart_rate` as words, for an element that has no title in any language.
pub fn humanise(id: &str) -> String {
    let spaced = id.replace(['_', '-'], " ");
    let mut letters = spaced.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}
