//! Fields that an application on the device added, described in the file itself.
//!
//! Source: FIT SDK, "Developer data". A `field_description` gives type, name, unit, scale and offset
//! of a field, and which of the profile's own it stands for (`native_field_num`).

use rustyfit::profile::lookup::field_reference;
use rustyfit::profile::mesgdef::{DeveloperDataId, FieldDescription};
use rustyfit::profile::typedef::MesgNum;

use super::record::channel_of;
use super::value::Base;
use super::wire::Message;
use crate::model::DeveloperField;
use crate::samples::{OpenName, Samples, Slot};
use crate::streams::{Channel, MOST_DECIMALS, OPEN_PREFIX};
use crate::{FieldValue, texts};

const MOST_NAME_CHARS: usize = 60;
const MOST_UNIT_CHARS: usize = 20;

#[derive(Default)]
pub(super) struct Developers {
    described: Vec<Described>,
    /// By index, the identifier in hexadecimal.
    applications: Vec<(u8, String)>,
}

pub(super) struct Described {
    index: u8,
    number: u8,
    /// The byte of its type in the protocol.
    pub base: u8,
    name: String,
    unit: String,
    pub scale: f64,
    pub offset: f64,
    /// Message and field of the profile that it stands for.
    native: Option<(u16, u8)>,
    /// The column of its values in records.
    pub slot: Option<Slot>,
}

impl Described {
    pub const fn is_number(&self) -> bool {
        const STRING: u8 = 7;
        self.base & 0x1f != STRING
    }

    pub fn open_name(&self) -> OpenName {
        let is_float = Base::of(self.base, 8).is_float();
        let decimals = self.scale.max(1.0).log10().ceil() as u8;
        OpenName {
            name: self.name.clone(),
            unit: self.unit.clone(),
            decimals: (!is_float).then_some(decimals.min(MOST_DECIMALS)),
        }
    }

    /// The channel that its values in records stand for.
    fn native_channel(&self) -> Option<Channel> {
        let (message, field) = self.native?;
        let reference = field_reference(MesgNum(message), field)?;
        channel_of(&reference).filter(|_| MesgNum(message) == MesgNum::RECORD)
    }
}

impl Developers {
    pub fn find(&mut self, index: u8, number: u8) -> Option<&mut Described> {
        let is_it = |one: &&mut Described| (one.index, one.number) == (index, number);
        self.described.iter_mut().find(is_it)
    }

    /// Whether there was room for it.
    pub fn describe(&mut self, message: &Message<'_>, most: usize) -> bool {
        let byte = |number| message.number(number).map(|value| value as u8);
        let (Some(index), Some(number), Some(base)) = (
            byte(FieldDescription::DEVELOPER_DATA_INDEX),
            byte(FieldDescription::FIELD_DEFINITION_NUMBER),
            byte(FieldDescription::FIT_BASE_TYPE_ID),
        ) else {
            return true;
        };
        let text = |number, most| {
            let text = message.text(number).unwrap_or_default();
            texts::plain(&text).chars().take(most).collect::<String>()
        };
        let name = text(FieldDescription::FIELD_NAME, MOST_NAME_CHARS);
        let name = if name.is_empty() {
            format!("Field {number}")
        } else {
            name
        };
        let scale = message
            .number(FieldDescription::SCALE)
            .filter(|scale| *scale > 0.0);
        let native = message
            .number(FieldDescription::NATIVE_MESG_NUM)
            .zip(message.number(FieldDescription::NATIVE_FIELD_NUM));
        let mut described = Described {
            index,
            number,
            base,
            name,
            unit: text(FieldDescription::UNITS, MOST_UNIT_CHARS),
            scale: scale.unwrap_or(1.0),
            offset: message.number(FieldDescription::OFFSET).unwrap_or(0.0),
            native: native.map(|(message, field)| (message as u16, field as u8)),
            slot: None,
        };
        if let Some(known) = self.find(index, number) {
            // Told again; another meaning is another column.
            described.slot = known
                .slot
                .filter(|_| known.name == described.name && known.unit == described.unit);
            described.name.clone_from(&known.name);
            *known = described;
        } else if self.described.len() < most {
            described.name = self.unused(described.name);
            self.described.push(described);
        } else {
            return false;
        }
        true
    }

    /// Two applications may give their fields one name.
    fn unused(&self, name: String) -> String {
        let is_used = |name: &str| self.described.iter().any(|known| known.name == name);
        let numbered = (2..).map(|n| format!("{name} {n}"));
        let mut names = std::iter::once(name.clone()).chain(numbered);
        names.find(|name| !is_used(name)).unwrap_or(name)
    }

    pub fn application(&mut self, message: &Message<'_>, most: usize) {
        let index = message.number(DeveloperDataId::DEVELOPER_DATA_INDEX);
        let id = message.find(DeveloperDataId::APPLICATION_ID);
        if let (Some(index), Some(id)) = (index, id)
            && self.applications.len() < most
        {
            let digits = id.bytes().iter().flat_map(|byte| [byte >> 4, byte & 0x0f]);
            let digits = digits.filter_map(|digit| char::from_digit(u32::from(digit), 16));
            let id = digits.collect();
            self.applications.push((index as u8, id));
        }
    }

    /// The fields in a summary message: which, and what it says.
    pub fn values(&self, message: &Message<'_>) -> Vec<(usize, FieldValue)> {
        let value = |place: &super::wire::DeveloperPlace| {
            let is_it = |one: &Described| (one.index, one.number) == (place.index, place.number);
            let which = self.described.iter().position(is_it)?;
            let described = self.described.get(which)?;
            let value = place.value(described.base, message.bytes());
            let number = |raw| FieldValue::Number(raw / described.scale - described.offset);
            let told = value.number().map(number);
            Some((which, told.or_else(|| value.text().map(FieldValue::Text))?))
        };
        message
            .developer_places()
            .iter()
            .filter_map(value)
            .collect()
    }

    /// Moves columns that stand for a known channel there, where the file has nothing else for it
    /// and the unit is understood.
    pub fn adopt(&self, samples: &mut Samples) {
        for described in &self.described {
            let (Some(channel), Some(Slot::Open(number))) =
                (described.native_channel(), described.slot)
            else {
                continue;
            };
            if let Some(factor) = factor(&described.unit, channel.unit())
                && !samples.has(channel)
            {
                samples.adopt(number, channel, factor);
            }
        }
    }

    /// The fields that a session has, after [`Self::adopt`].
    pub fn of_session(
        &self,
        samples: &Samples,
        values: &[(usize, FieldValue)],
    ) -> Vec<DeveloperField> {
        let field = |(which, described): (usize, &Described)| {
            let channel = match described.slot {
                Some(Slot::Open(number)) => match samples.adopted(number) {
                    Some(channel) => Some(channel.name().to_owned()),
                    None => samples
                        .has_open(number)
                        .then(|| format!("{OPEN_PREFIX}{}", described.name)),
                },
                _ => None,
            };
            let total = values.iter().find(|(of, _)| *of == which);
            let total = total.map(|(_, value)| value.clone());
            if channel.is_none() && total.is_none() {
                return None;
            }
            let application = self
                .applications
                .iter()
                .find(|(index, _)| *index == described.index);
            let native = described.native.and_then(|(message, field)| {
                let reference = field_reference(MesgNum(message), field)?;
                Some(format!("{}.{}", MesgNum(message), reference.name()))
            });
            Some(DeveloperField {
                name: described.name.clone(),
                unit: described.unit.clone(),
                index: described.index,
                number: described.number,
                application: application.map(|(_, id)| id.clone()),
                native_number: described.native.map(|(_, field)| field),
                native,
                channel,
                total,
            })
        };
        self.described
            .iter()
            .enumerate()
            .filter_map(field)
            .collect()
    }
}

/// What a value in an application's unit is multiplied by to be in the channel's; `None` where the
/// unit is not understood.
fn factor(unit: &str, wanted: &str) -> Option<f64> {
    let unit = unit.to_lowercase();
    let unit = unit.trim();
    let unit = match unit {
        "" => return Some(1.0),
        "meters" | "metres" => "m",
        "millimeters" | "millimetres" => "mm",
        "centimeters" | "centimetres" => "cm",
        "milliseconds" => "ms",
        "seconds" => "s",
        "watts" | "watt" => "w",
        "percent" => "%",
        "c" | "°c" | "celsius" | "deg c" | "degrees c" => "cel",
        "mps" => "m/s",
        "kph" | "kmh" => "km/h",
        "bpm" | "rpm" | "spm" | "brpm" | "breaths/min" | "beats/min" | "strides/min"
        | "breaths per minute" => "/min",
        "calories" | "calorie" | "cal" => "kcal",
        other => other,
    };
    let wanted = wanted.to_lowercase();
    match (unit, wanted.as_str()) {
        (unit, wanted) if unit == wanted => Some(1.0),
        ("cm", "mm") => Some(10.0),
        ("m", "mm") | ("s", "ms") | ("km", "m") => Some(1_000.0),
        ("ft", "m") => Some(0.3048),
        ("km/h", "m/s") => Some(1.0 / 3.6),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_understood_or_left() {
        assert_eq!(factor("Watts", "W"), Some(1.0));
        assert_eq!(factor("Centimeters", "mm"), Some(10.0));
        assert_eq!(factor("", "/min"), Some(1.0));
        assert_eq!(factor("W/kg", "W"), None);
        assert_eq!(factor("g/dL", "g/dL"), Some(1.0));
    }
}
