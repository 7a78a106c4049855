//! Places in a pack's files, and values that remember theirs.

use std::borrow::Cow;
use std::ops::{Deref, Range};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, de};

/// A stretch of bytes in one file of a compile run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Index into the run's file table (`source::Files`).
    pub file: u32,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// Offsets beyond `u32` cannot occur: files are bounded to a few MiB before they are read.
    pub fn new(file: u32, range: Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            file,
            start: clamp(range.start),
            end: clamp(range.end),
        }
    }

    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// From the start of this to the end of `last`.
    #[must_use]
    pub fn to(self, last: Self) -> Self {
        Self {
            end: last.end.max(self.end),
            ..self
        }
    }
}

/// A value with its place in the YAML. Transparent in the JSON Schema, and to its reader by deref.
#[derive(Clone, Debug)]
pub struct At<T> {
    pub value: T,
    pub span: Span,
}

impl<T> At<T> {
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// Equality and hash leave the place out: two keys are the same wherever they are written.
impl<T: PartialEq> PartialEq for At<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for At<T> {}

impl std::hash::Hash for At<String> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl<T> Deref for At<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: AsRef<str>> AsRef<str> for At<T> {
    fn as_ref(&self) -> &str {
        self.value.as_ref()
    }
}

/// Name and fields by which `At` asks this crate's deserializer for a place.
pub(crate) const AT_NAME: &str = "$stadion::At";
pub(crate) const AT_FIELDS: [&str; 4] = ["$file", "$start", "$end", "$value"];

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AtVisitor<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for AtVisitor<T> {
            type Value = At<T>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a value read from a pack file")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<At<T>, A::Error> {
                let mut numbers = [0_u32; 3];
                for number in &mut numbers {
                    *number = map
                        .next_entry::<de::IgnoredAny, u32>()?
                        .map_or(0, |(_, n)| n);
                }
                let [file, start, end] = numbers;
                let (_, value) = map
                    .next_entry::<de::IgnoredAny, T>()?
                    .ok_or_else(|| de::Error::missing_field("value"))?;
                Ok(At {
                    value,
                    span: Span { file, start, end },
                })
            }
        }

        deserializer.deserialize_struct(AT_NAME, &AT_FIELDS, AtVisitor(std::marker::PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for At<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// Line and column, counted from one; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    pub line: usize,
    pub column: usize,
}

/// Where byte `offset` of `text` stands. An offset inside a character or past the end is moved to
/// the nearest one before it.
pub fn line_column(text: &str, offset: usize) -> LineColumn {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = text.get(..offset).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    LineColumn {
        line: before.matches('\n').count() + 1,
        column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let text = "title: Дистанция\nunit: m";
        assert_eq!(
            line_column(text, text.find("ция").unwrap()),
            LineColumn {
                line: 1,
                column: 14
            }
        );
        assert_eq!(
            line_column(text, text.len()),
            LineColumn { line: 2, column: 8 }
        );
        assert_eq!(line_column(text, 9_999).line, 2);
    }
}
