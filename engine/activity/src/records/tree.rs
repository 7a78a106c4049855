//! JSON as a tree, made for hours of samples: a map in a list is begun as large as the one before it, so
//! that rows alike do not grow one member at a time.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// The document that all of the bytes are.
pub fn of(bytes: &[u8]) -> serde_json::Result<Value> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Tree::default().deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

#[derive(Default)]
pub(super) struct Tree {
    /// How many the map has, if it is like its neighbour.
    members: usize,
}

impl<'de> DeserializeSeed<'de> for Tree {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree {
    type Value = Value;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("any JSON value")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        let mut members = 0;
        while let Some(entry) = entries.next_element_seed(Tree { members })? {
            members = entry.as_object().map_or(0, Map::len);
            list.push(entry);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::with_capacity(self.members);
        while let Some(name) = entries.next_key::<String>()? {
            map.insert(name, entries.next_value_seed(Tree::default())?);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_what_any_reader_takes_it_for() {
        for text in [
            r#"{"b":[{"x":1,"y":-2},{"x":1.5e3},{},{"z":null}],"a":"\u00e9\n","b":true}"#,
            "18446744073709551615",
            "[[],[{}]]",
            " 0.1 ",
        ] {
            let plain: Value = serde_json::from_str(text).unwrap();
            assert_eq!(of(text.as_bytes()).unwrap(), plain, "{text}");
        }
        for broken in ["", "{", "[1,]", "1 2", "{\"a\":1}x", "\"\u{1}\""] {
            let plain = serde_json::from_str::<Value>(broken).unwrap_err();
            let ours = of(broken.as_bytes()).unwrap_err();
            assert_eq!(ours.to_string(), plain.to_string(), "{broken}");
        }
        let deep = "[".repeat(10_000);
        assert!(of(deep.as_bytes()).is_err());
    }
}
