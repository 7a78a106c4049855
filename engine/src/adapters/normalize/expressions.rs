//! What formulas and conditions see: named values of the record, and settings.

use std::collections::HashMap;

use chrono::DateTime;
use stadion_pack::adapter::model::{Named, NamedType, TimeForm};
use stadion_pack::adapter::{Adapter, Found, plain};
use stadion_pack::expr::{Env, SlotRef};
use stadion_pack::value::Value as Si;

use crate::adapters::Input;
use crate::adapters::normalize::values::{moment, number};

pub struct Names<'a> {
    record: HashMap<&'a str, Si>,
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
        Self {
            record: record.collect(),
            settings: settings.collect(),
        }
    }

    /// In SI.
    pub fn setting(&self, name: &str) -> Option<f64> {
        self.settings.get(name).copied()
    }
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
}
