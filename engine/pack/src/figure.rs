//! A figure as an author writes it: `700 km`, `80 %`, `PT52M`, or a bare `12`.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, Visitor};

/// The text of a scalar: a text, number or flag, spelled as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure(pub String);

impl AsRef<str> for Figure {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FigureVisitor;

        impl Visitor<'_> for FigureVisitor {
            type Value = Figure;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a figure such as `5 km`, `80 %` or `12`")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Figure, E> {
                Ok(Figure(text.to_owned()))
            }

            fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Figure, E> {
                Ok(Figure(flag.to_string()))
            }
        }

        deserializer.deserialize_str(FigureVisitor)
    }
}

impl JsonSchema for Figure {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Figure".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number", "boolean"] })
    }
}
