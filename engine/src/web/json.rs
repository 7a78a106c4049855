//! JSON bodies, read strictly: whole first, then into the shape asked for, so that a wrong field
//! is told apart from broken JSON and named by its pointer.

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{
    self, DeserializeOwned, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Unexpected,
    Visitor,
};
use serde::{Deserialize, forward_to_deserialize_any};
use serde_json::{Map, Value};
use serde_path_to_error::{Path, Segment};

use super::error::{Error, FieldError, Result};
use super::wrong::plainly;

/// What no database of ours keeps in a text (PostgreSQL knows no NUL).
pub const NUL: &str = "holds a NUL character, which cannot be kept; leave it out";

pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    // Noting where each value stands takes longer than reading it, and nearly all bodies are right.
    at_once(bytes).or_else(|_| with_places(bytes))
}

fn at_once<T: DeserializeOwned>(bytes: &[u8]) -> Outcome<T> {
    let Document(document) = serde_json::from_slice(bytes)?;
    T::deserialize(Strict(&document))
}

/// The same, with the place of what is wrong.
fn with_places<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let document: Document = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        if error.inner().is_data() {
            wrong_field(&error, None)
        } else {
            broken(error.inner())
        }
    })?;
    json.end().map_err(|error| broken(&error))?;
    let Document(document) = &document;
    serde_path_to_error::deserialize(Strict(document))
        .map_err(|error| wrong_field(&error, Some(document)))
}

fn wrong_field(
    error: &serde_path_to_error::Error<serde_json::Error>,
    document: Option<&Value>,
) -> Error {
    let field = pointer(error.path());
    let sent = document.and_then(|document| document.pointer(&field)?.as_str());
    let message = without_position(&error.inner().to_string());
    let message = plainly(&message, sent.unwrap_or_default());
    Error::invalid(vec![FieldError::new(field, message)])
}

fn broken(error: &serde_json::Error) -> Error {
    let what = without_position(&error.to_string());
    let (line, column) = (error.line(), error.column());
    let detail = format!("The body is not JSON: {what} at line {line}, column {column}.");
    Error::bad_request("bad-json", detail)
}

/// A field's place is told by its pointer, not by line and column.
fn without_position(message: &str) -> String {
    message
        .split(" at line ")
        .next()
        .unwrap_or(message)
        .to_owned()
}

/// RFC 6901.
pub fn pointer(path: &Path) -> String {
    let segment = |segment: &Segment| match segment {
        Segment::Seq { index } => Some(format!("/{index}")),
        Segment::Map { key } => Some(format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
        Segment::Enum { .. } | Segment::Unknown => None,
    };
    path.iter().filter_map(segment).collect()
}

/// Any JSON whose texts can be kept and whose objects name nothing twice.
struct Document(Value);

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(input: D) -> std::result::Result<Self, D::Error> {
        input.deserialize_any(Reader).map(Self)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> std::result::Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> std::result::Result<Value, E> {
        Ok(flag.into())
    }

    fn visit_u64<E>(self, number: u64) -> std::result::Result<Value, E> {
        Ok(number.into())
    }

    fn visit_i64<E>(self, number: i64) -> std::result::Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> std::result::Result<Value, E> {
        Ok(number.into())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> std::result::Result<Value, E> {
        keepable(text).map(Value::from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> std::result::Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(Document(item)) = items.next_element()? {
            array.push(item);
        }
        Ok(array.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> std::result::Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            let name = keepable(&name)?.to_owned();
            let Document(value) = fields.next_value()?;
            if object.contains_key(&name) {
                return Err(de::Error::custom(format!("`{name}` stands here twice")));
            }
            object.insert(name, value);
        }
        Ok(object.into())
    }
}

fn keepable<E: de::Error>(text: &str) -> std::result::Result<&str, E> {
    if text.contains('\0') {
        Err(E::custom(NUL))
    } else {
        Ok(text)
    }
}

/// Reads a value as `serde_json` does, but takes no array for an object: an array's items would
/// fill the fields in an order that no client can know.
#[derive(Clone, Copy)]
struct Strict<'a>(&'a Value);

type Outcome<T> = std::result::Result<T, serde_json::Error>;

impl<'de> Deserializer<'de> for Strict<'de> {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        match self.0 {
            Value::Array(items) => {
                SeqDeserializer::new(items.iter().map(Strict)).deserialize_any(visitor)
            }
            Value::Object(fields) => {
                let fields = fields
                    .iter()
                    .map(|(name, value)| (name.as_str(), Strict(value)));
                MapDeserializer::new(fields).deserialize_any(visitor)
            }
            scalar => scalar.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Outcome<V::Value> {
        match self.0 {
            Value::Object(_) => self.deserialize_any(visitor),
            other => Err(de::Error::invalid_type(kind(other), &"an object")),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Outcome<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Outcome<V::Value> {
        match self.0 {
            Value::String(_) => self.0.deserialize_enum(name, variants, visitor),
            other => Err(de::Error::invalid_type(kind(other), &"a text")),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, serde_json::Error> for Strict<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

fn kind(value: &Value) -> Unexpected<'_> {
    match value {
        Value::Null => Unexpected::Other("null"),
        Value::Bool(flag) => Unexpected::Bool(*flag),
        Value::Number(_) => Unexpected::Other("number"),
        Value::String(text) => Unexpected::Str(text),
        Value::Array(_) => Unexpected::Other("array"),
        Value::Object(_) => Unexpected::Other("object"),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "what stands in it is not the point")]
    struct Outing {
        place: Option<String>,
        kind: Option<Kind>,
        #[serde(default)]
        laps: Vec<Lap>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Walk,
    }

    #[derive(Debug, Deserialize)]
    struct Lap {
        metres: f64,
    }

    fn refused(body: &str) -> Error {
        parse::<Outing>(body.as_bytes()).expect_err(body)
    }

    #[test]
    fn a_body_of_the_right_shape_is_read() {
        let body = r#"{"place": "ü", "kind": "walk", "laps": [{"metres": 1}, {"metres": 2.5}]}"#;
        let outing: Outing = parse(body.as_bytes()).expect("read");
        assert!((outing.laps[1].metres - 2.5).abs() < 1e-12);
        assert!(matches!(outing.kind, Some(Kind::Walk)));
    }

    #[test]
    fn a_wrong_type_is_a_wrong_field_and_not_broken_json() {
        for (body, field, says) in [
            ("null", "", "expected an object"),
            (r#"["Berlin", "walk"]"#, "", "array, expected an object"),
            (
                r#"{"place": 5}"#,
                "/place",
                "integer `5`, expected a string",
            ),
            (r#"{"kind": []}"#, "/kind", "array, expected a text"),
            (r#"{"kind": 5}"#, "/kind", "number, expected a text"),
            (r#"{"kind": {"walk": null}}"#, "/kind", "expected a text"),
            (r#"{"kind": "swim"}"#, "/kind", "`swim`"),
            (
                r#"{"laps": [{"metres": 1}, [2]]}"#,
                "/laps/1",
                "expected an object",
            ),
            (r#"{"laps": [{}]}"#, "/laps/0", "`metres`"),
        ] {
            let error = refused(body);
            assert_eq!((error.status, error.code), (422, "invalid"), "{body}");
            assert_eq!(error.errors[0].field, field, "{body}");
            let message = &error.errors[0].message;
            assert!(message.contains(says), "{body}: {message}");
        }
    }

    #[test]
    fn what_stands_twice_or_cannot_be_kept_is_refused() {
        let twice = refused(r#"{"laps": [{"metres": 1, "metres": 2}]}"#);
        assert_eq!(twice.errors[0].message, "`metres` stands here twice");
        let nul = refused(r#"{"place": "a\u0000b"}"#);
        assert_eq!((nul.status, nul.errors[0].field.as_str()), (422, "/place"));
        assert_eq!(nul.errors[0].message, NUL);
        assert_eq!(refused(r#"{"a\u0000": 1}"#).status, 422);
    }

    #[test]
    fn broken_json_says_where() {
        for body in ["", "{", r#"{"place": }"#, "{} x"] {
            let error = refused(body);
            assert_eq!((error.status, error.code), (400, "bad-json"), "{body}");
            assert!(error.detail.contains("line 1"), "{}", error.detail);
        }
    }
}
