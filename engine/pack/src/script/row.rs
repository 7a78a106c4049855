//! A part's row as a script sees it: fields to read, and nothing else.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;
use rhai::{Dynamic, Engine, EvalAltResult, Position};

use super::sandbox;
use crate::expr::{PartRow, Type};

/// Shared, so that a script that copies rows takes no memory for them. No map: a script can neither
/// write to it nor hang anything on it.
#[derive(Clone)]
pub struct Row(Arc<BTreeMap<String, Dynamic>>);

impl Row {
    /// A field without a value is `()`.
    pub fn new(row: &PartRow, fields: &IndexMap<String, Type>) -> Self {
        let field = |(name, ty): (&String, &Type)| {
            let value = row.get(name).map(|value| sandbox::dynamic(value, ty));
            (name.clone(), value.unwrap_or(Dynamic::UNIT))
        };
        Self(Arc::new(fields.iter().map(field).collect()))
    }

    /// The bytes of its texts.
    pub fn texts(&self) -> usize {
        let texts = self
            .0
            .values()
            .filter_map(|value| value.as_immutable_string_ref().ok());
        texts.map(|text| text.len()).sum()
    }

    fn field(&self, name: &str) -> Result<Dynamic, Box<EvalAltResult>> {
        let found = self.0.get(name).cloned();
        found.ok_or_else(|| {
            let missing = EvalAltResult::ErrorPropertyNotFound(name.to_owned(), Position::NONE);
            Box::new(missing)
        })
    }
}

pub fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Row>("a row");
    engine.register_indexer_get(|row: &mut Row, name: &str| row.field(name));
}
