//! What formulas and conditions see: named values of the record, and settings.

use std::collections::HashMap;

use chrono::DateTime;
use stadion_pack::adapter::model::{Named, NamedType, Rows, TimeForm};
use stadion_pack::adapter::{Adapter, Found, plain};
use stadion_pack::expr::{Env, PartRow, SlotRef};
use stadion_pack::value::Value as Si;

use crate::adapters::Input;
use crate::adapters::normalize::values::{moment, number};

/// Rows of one name; more are left out.
const MOST_ROWS: usize = 10_000;

pub struct Names<'a> {
    record: HashMap<&'a str, Si>,
    rows: HashMap<&'a str, Vec<PartRow>>,
    settings: HashMap<&'a str, f64>,
}

impl<'a> Names<'a> {
    pub fn of(adapter: &'a Adapter, input: &Input<'_>, root: &Found<'_>) -> Self {
        let record = adapter.record.iter();
        let record = record.filter_map(|(name, named)| Some((name.as_str(), value(named, root)?)));
        let settings = adapter.settings.iter().map(|(name, setting)| {
            let set = input.settings.get(name).copied();
            (name.as_str(), set.unwrap_or(setting.default))
        });
        let rows = adapter.rows.iter();
        let rows = rows.map(|(name, rows)| (name.as_str(), read_rows(rows, root)));
        Self {
            record: record.collect(),
            rows: rows.collect(),
            settings: settings.collect(),
        }
    }

    /// In SI.
    pub fn setting(&self, name: &str) -> Option<f64> {
        self.settings.get(name).copied()
    }
}

fn read_rows(rows: &Rows, root: &Found<'_>) -> Vec<PartRow> {
    let found = rows.path.all(root, MOST_ROWS);
    let row = |found: &Found<'_>| {
        let fields = rows.fields.iter();
        let fields = fields.filter_map(|(name, named)| Some((name.clone(), value(named, found)?)));
        fields.collect()
    };
    found.iter().map(row).collect()
}

/// A named value of a record, or of an answer.
pub fn value(named: &Named, root: &Found<'_>) -> Option<Si> {
    let found = named.paths.iter().find_map(|path| path.first(root))?;
    match &named.ty {
        NamedType::Number(unit) => number(&found.value).map(|value| Si::Number(unit.to_si(value))),
        NamedType::Text => plain(&found.value).map(Si::Text),
        NamedType::Time => {
            let at_ms = moment(&found.value, TimeForm::Iso8601)?.at_ms;
            DateTime::from_timestamp_millis(at_ms).map(Si::Time)
        }
        NamedType::Flag => match plain(&found.value)?.as_str() {
            "true" | "1" => Some(Si::Flag(true)),
            "false" | "0" => Some(Si::Flag(false)),
            _ => None,
        },
    }
}

impl Env for Names<'_> {
    fn slot(&self, _: usize, slot: &SlotRef) -> Option<Si> {
        match slot.root.as_str() {
            "setting" => self.setting(&slot.field).map(Si::Number),
            _ => self.record.get(slot.field.as_str()).cloned(),
        }
    }

    fn parts(&self, kind: &str) -> &[PartRow] {
        self.rows.get(kind).map_or(&[], Vec::as_slice)
    }
}
