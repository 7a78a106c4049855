//! The tables the other way: canonical figures as the fields of a message.

use rustyfit::profile::typedef::FitBaseType;
use rustyfit::profile::{ProfileType, lookup};

use super::{Named, Role, Slot, Table};
use crate::write::fit::layer::Value;
use crate::{FieldValue, Fields};

impl Table {
    /// The fields that say these figures, by their numbers. What a field cannot hold is left out.
    pub fn write(&self, fields: &Fields) -> Vec<(u8, Value)> {
        let numbered = (0..=u8::MAX).zip(&self.slots);
        let written = numbered.filter_map(|(number, slot)| {
            let slot = slot.as_ref()?;
            let base = lookup::field_reference(self.mesg, number)?.base_type();
            let value = match figure(slot.key, fields)? {
                FieldValue::Text(text) => slot.code_of(text, base)?,
                FieldValue::Number(value) => self.number(slot, *value, base)?,
            };
            Some((number, value))
        });
        written.collect()
    }

    fn number(&self, slot: &Slot, value: f64, base: FitBaseType) -> Option<Value> {
        let is_split = || {
            let mut slots = self.slots.iter().flatten();
            slots.any(|other| other.key == slot.key && other.role == Role::Fraction)
        };
        let raw = match slot.role {
            Role::Fraction => {
                let fraction = value - value.floor();
                (fraction > 0.0).then_some(fraction * slot.scale)?
            }
            Role::Plain if is_split() => value.floor() * slot.scale,
            Role::Plain | Role::Enhanced => (value + slot.offset) * slot.scale,
        };
        Value::of(base, raw)
    }
}

/// Strides and strokes are cycles, told apart by the sport.
fn figure<'a>(key: &str, fields: &'a Fields) -> Option<&'a FieldValue> {
    let cycles = || {
        let stem = key.strip_suffix("total_cycles")?;
        let mut kinds = ["total_strides", "total_strokes"].into_iter();
        kinds.find_map(|kind| fields.get(&format!("{stem}{kind}")))
    };
    fields.get(key).or_else(cycles)
}

impl Slot {
    /// A word of the profile by its number, another text as it is.
    fn code_of(&self, text: &str, base: FitBaseType) -> Option<Value> {
        if self.profile_type == ProfileType::String {
            return Some(Value::Text(text.to_owned()));
        }
        let is_it = |code: &u16| matches!(self.name_of(f64::from(*code)), Named::Text(name) if name == text);
        let code = (0..=u16::from(u8::MAX)).find(is_it)?;
        Some(Value::Number(base, Some(i64::from(code))))
    }
}
