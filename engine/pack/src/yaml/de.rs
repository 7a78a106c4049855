//! From a tree to typed values. Unlike a buffer of serde's own, a node keeps its place, so `At<T>`
//! works inside untagged and flattened types too.

use serde::de::value::{MapAccessDeserializer, StrDeserializer, StringDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess,
    SeqAccess, VariantAccess, Visitor,
};
use serde::{de, forward_to_deserialize_any};

use crate::place::{AT_FIELDS, AT_NAME, Span};
use crate::yaml::{Key, Node, Tree};

/// Why a node is not of the wanted type, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeError {
    pub message: String,
    pub span: Option<Span>,
}

impl DeError {
    fn at(mut self, span: Span) -> Self {
        self.span.get_or_insert(span);
        self
    }
}

impl std::fmt::Display for DeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DeError {}

impl de::Error for DeError {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self {
            message: message.to_string(),
            span: None,
        }
    }
}

/// Reads a value of type `T` from `node`.
///
/// # Errors
/// The first place where the tree does not fit the type.
pub fn from_node<T: DeserializeOwned>(node: &Node) -> Result<T, DeError> {
    T::deserialize(NodeDe(node)).map_err(|e| e.at(node.span))
}

#[derive(Clone, Copy)]
struct NodeDe<'a>(&'a Node);

impl<'de> Deserializer<'de> for NodeDe<'_> {
    type Error = DeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeError> {
        let result = match &self.0.tree {
            Tree::Null => visitor.visit_unit(),
            Tree::Bool(b) => visitor.visit_bool(*b),
            Tree::Number(n, _) => visit_number(n, visitor),
            Tree::Text(s) => visitor.visit_str(s),
            Tree::List(items) => visitor.visit_seq(Items(items.iter())),
            Tree::Map(entries) => visitor.visit_map(Entries {
                rest: entries.iter(),
                value: None,
            }),
        };
        result.map_err(|e: DeError| e.at(self.0.span))
    }

    /// A number serves as a text too, spelled as the author wrote it: `unit: 1`, `at: 5`.
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeError> {
        match &self.0.tree {
            Tree::Number(_, written) => visitor.visit_str(written),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeError> {
        match &self.0.tree {
            Tree::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeError> {
        if name == AT_NAME {
            visitor.visit_map(AtAccess {
                node: self.0,
                step: 0,
            })
        } else {
            self.deserialize_any(visitor)
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeError> {
        let result = match &self.0.tree {
            Tree::Text(s) => visitor.visit_enum(StrDeserializer::new(s)),
            Tree::Map(entries) => match entries.as_slice() {
                [(key, node)] => visitor.visit_enum(Variant { key, node }),
                _ => Err(de::Error::custom("expected a map of one entry")),
            },
            _ => Err(de::Error::custom(format!(
                "expected a word, found {}",
                self.0.describe()
            ))),
        };
        result.map_err(|e: DeError| e.at(self.0.span))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct
        seq tuple tuple_struct map identifier ignored_any
    }
}

fn visit_number<'de, V: Visitor<'de>>(
    number: &serde_json::Number,
    visitor: V,
) -> Result<V::Value, DeError> {
    if let Some(n) = number.as_u64() {
        visitor.visit_u64(n)
    } else if let Some(n) = number.as_i64() {
        visitor.visit_i64(n)
    } else {
        visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN))
    }
}

struct Items<'a>(std::slice::Iter<'a, Node>);

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = DeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, DeError> {
        self.0
            .next()
            .map(|node| seed.deserialize(NodeDe(node)).map_err(|e| e.at(node.span)))
            .transpose()
    }
}

struct Entries<'a> {
    rest: std::slice::Iter<'a, (Key, Node)>,
    value: Option<&'a Node>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = DeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, DeError> {
        let Some((key, node)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = Some(node);
        // A key goes through a node too, so that `At<String>` keys have places.
        let key = Node {
            tree: Tree::Text(key.name.clone()),
            span: key.span,
        };
        seed.deserialize(NodeDe(&key))
            .map(Some)
            .map_err(|e| e.at(key.span))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, DeError> {
        let node = self
            .value
            .take()
            .ok_or_else(|| de::Error::custom("a value without a key"))?;
        seed.deserialize(NodeDe(node)).map_err(|e| e.at(node.span))
    }
}

/// What `At<T>` reads: the place, then the value.
struct AtAccess<'a> {
    node: &'a Node,
    step: usize,
}

impl<'de> MapAccess<'de> for AtAccess<'_> {
    type Error = DeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, DeError> {
        let Some(name) = AT_FIELDS.get(self.step) else {
            return Ok(None);
        };
        seed.deserialize(StrDeserializer::<DeError>::new(name))
            .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, DeError> {
        let Span { file, start, end } = self.node.span;
        self.step += 1;
        match self.step {
            1 => seed.deserialize(file.into_deserializer()),
            2 => seed.deserialize(start.into_deserializer()),
            3 => seed.deserialize(end.into_deserializer()),
            _ => seed
                .deserialize(NodeDe(self.node))
                .map_err(|e| e.at(self.node.span)),
        }
    }
}

struct Variant<'a> {
    key: &'a Key,
    node: &'a Node,
}

impl<'de, 'a> EnumAccess<'de> for Variant<'a> {
    type Error = DeError;
    type Variant = VariantBody<'a>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, VariantBody<'a>), DeError> {
        let name = StringDeserializer::<DeError>::new(self.key.name.clone());
        let variant = seed.deserialize(name).map_err(|e| e.at(self.key.span))?;
        Ok((variant, VariantBody(self.node)))
    }
}

struct VariantBody<'a>(&'a Node);

impl<'de> VariantAccess<'de> for VariantBody<'_> {
    type Error = DeError;

    fn unit_variant(self) -> Result<(), DeError> {
        Err(DeError {
            message: "this word takes no value".into(),
            span: Some(self.0.span),
        })
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, DeError> {
        seed.deserialize(NodeDe(self.0))
            .map_err(|e| e.at(self.0.span))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, DeError> {
        NodeDe(self.0).deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeError> {
        match &self.0.tree {
            Tree::Map(entries) => MapAccessDeserializer::new(Entries {
                rest: entries.iter(),
                value: None,
            })
            .deserialize_any(visitor),
            _ => NodeDe(self.0).deserialize_any(visitor),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::At;
    use crate::yaml::parse;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    struct Sample {
        name: At<String>,
        at: Vec<At<String>>,
        #[serde(default)]
        map: indexmap::IndexMap<String, At<f64>>,
    }

    #[test]
    fn places_reach_the_typed_values() {
        let text = "name: Ж\nat: [5, 42.1950 km]\nmap: {x: 1.5}\n";
        let node = parse(7, text).0.unwrap();
        let sample: Sample = from_node(&node).unwrap();
        assert_eq!((sample.name.as_str(), sample.name.span.file), ("Ж", 7));
        assert_eq!(sample.at[0].value, "5");
        assert_eq!(&text[sample.at[1].span.range()], "42.1950 km");
        assert_eq!(&text[sample.map["x"].span.range()], "1.5");
    }

    #[test]
    fn a_misfit_tells_its_place() {
        let text = "name: x\nat: [1]\nmap: {x: [1]}\n";
        let error = from_node::<Sample>(&parse(0, text).0.unwrap()).unwrap_err();
        assert_eq!(&text[error.span.unwrap().range()], "[1");
    }
}
