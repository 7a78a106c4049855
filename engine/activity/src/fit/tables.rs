//! Which fields of FIT's summary messages become which canonical figures.
//!
//! The canonical names are the profile's own, so the tables are made from `fields` and the
//! profile that `rustyfit` carries.

mod write;

use std::sync::LazyLock;

use rustyfit::profile::typedef::{
    self, ExerciseCategory, Intensity, LapTrigger, LengthType, MesgNum, SetType, Sport, SubSport,
    SwimStroke,
};
use rustyfit::profile::{ProfileType, lookup};

use super::wire::Message;
use crate::codes::Reason;
use crate::fields::{self, FieldDef};
use crate::{FieldValue, Fields, Refusal};

pub(crate) static SESSION: LazyLock<Table> =
    LazyLock::new(|| Table::new(MesgNum::SESSION, "fit:session.", fields::FIELDS));
pub(crate) static LAP: LazyLock<Table> =
    LazyLock::new(|| Table::new(MesgNum::LAP, "", fields::LAP_FIELDS));
pub(crate) static LENGTH: LazyLock<Table> =
    LazyLock::new(|| Table::new(MesgNum::LENGTH, "", fields::LENGTH_FIELDS));
pub(crate) static SET: LazyLock<Table> =
    LazyLock::new(|| Table::new(MesgNum::SET, "", fields::SET_FIELDS));

/// By field number, what to do with a field of one kind of message.
pub(crate) struct Table {
    mesg: MesgNum,
    prefix: &'static str,
    slots: Vec<Option<Slot>>,
}

struct Slot {
    key: &'static str,
    role: Role,
    scale: f64,
    offset: f64,
    profile_type: ProfileType,
}

/// How a field relates to its figure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Plain,
    /// The same figure with more bits: wins over the plain one.
    Enhanced,
    /// The part after the point of a figure that is stored whole.
    Fraction,
}

impl Table {
    fn new(mesg: MesgNum, prefix: &'static str, defs: &'static [FieldDef]) -> Self {
        let slots = (0..=u8::MAX)
            .map(|number| Slot::new(mesg, number, prefix, defs))
            .collect();
        Self {
            mesg,
            prefix,
            slots,
        }
    }

    /// The canonical figures of a message.
    pub(super) fn read(&self, message: &Message<'_>) -> Fields {
        let mut fields = Fields::new();
        let mut fractions = Vec::new();
        for (number, value) in message.values() {
            let slot = self.slots.get(usize::from(number));
            let Some(slot) = slot.and_then(Option::as_ref) else {
                continue;
            };
            if let Some(text) = value.text() {
                fields.insert(slot.key.into(), FieldValue::Text(text));
                continue;
            }
            let Some(raw) = value.number() else {
                continue;
            };
            match (slot.name_of(raw), slot.role) {
                (Named::Text(name), _) => {
                    fields.insert(slot.key.into(), FieldValue::Text(name));
                }
                (Named::Unknown, _) => {}
                (Named::Number, Role::Fraction) => fractions.push((slot.key, raw / slot.scale)),
                (Named::Number, Role::Plain) if fields.contains_key(slot.key) => {}
                (Named::Number, _) => {
                    let value = raw / slot.scale - slot.offset;
                    fields.insert(
                        self.cycles_key(slot.key, number, message).into(),
                        FieldValue::Number(value),
                    );
                }
            }
        }
        self.finish(&mut fields, &fractions);
        fields
    }

    fn finish(&self, fields: &mut Fields, fractions: &[(&str, f64)]) {
        for (key, fraction) in fractions {
            if let Some(FieldValue::Number(whole)) = fields.get_mut(*key) {
                *whole += fraction;
            }
        }
        // A heart rate of 0 is "not measured".
        let heart_rate = |key: &String| {
            key.strip_prefix(self.prefix)
                .is_some_and(|name| name.ends_with("_heart_rate"))
        };
        fields.retain(|key, value| !(heart_rate(key) && *value == FieldValue::Number(0.0)));
    }

    /// `total_cycles` counts what the sport counts: the profile's sub-fields say what.
    fn cycles_key(&self, key: &'static str, number: u8, message: &Message<'_>) -> &'static str {
        if !key.ends_with("total_cycles") {
            return key;
        }
        let Some(reference) = lookup::field_reference(self.mesg, number) else {
            return key;
        };
        let sub_field = message.sub_field(reference.sub_fields());
        match (
            sub_field.map(lookup::SubField::name),
            self.prefix.is_empty(),
        ) {
            (Some("total_strides"), false) => "fit:session.total_strides",
            (Some("total_strokes"), false) => "fit:session.total_strokes",
            (Some("total_strides"), true) => "total_strides",
            (Some("total_strokes"), true) => "total_strokes",
            _ => key,
        }
    }
}

enum Named {
    Number,
    Text(String),
    /// An enumeration's value that the profile does not have.
    Unknown,
}

impl Slot {
    fn new(mesg: MesgNum, number: u8, prefix: &str, defs: &'static [FieldDef]) -> Option<Self> {
        let reference = lookup::field_reference(mesg, number)?;
        let name = reference.name();
        let (name, role) = match name.strip_prefix("enhanced_") {
            Some(plain) => (plain.to_owned(), Role::Enhanced),
            None if name.contains("_fractional_") => {
                (name.replace("_fractional_", "_"), Role::Fraction)
            }
            None => (name.to_owned(), Role::Plain),
        };
        let def = defs
            .iter()
            .find(|def| def.name.strip_prefix(prefix) == Some(name.as_str()))?;
        Some(Self {
            key: def.name,
            role,
            scale: reference.scale(),
            offset: reference.offset(),
            profile_type: reference.profile_type(),
        })
    }

    fn name_of(&self, raw: f64) -> Named {
        let small = raw as u8;
        let name = match self.profile_type {
            ProfileType::SwimStroke => SwimStroke(small).to_string(),
            ProfileType::LengthType => LengthType(small).to_string(),
            ProfileType::SetType => SetType(small).to_string(),
            ProfileType::Intensity => Intensity(small).to_string(),
            ProfileType::LapTrigger => LapTrigger(small).to_string(),
            ProfileType::Sport => Sport(small).to_string(),
            ProfileType::ExerciseCategory => ExerciseCategory(raw as u16).to_string(),
            _ => return Named::Number,
        };
        known(name).map_or(Named::Unknown, Named::Text)
    }
}

/// `rustyfit` writes what the profile lacks as `Sport(99)`.
fn known(name: String) -> Option<String> {
    (!name.contains('(')).then_some(name)
}

pub(super) fn sport_name(code: u8) -> Option<String> {
    known(Sport(code).to_string())
}

pub(crate) fn is_sport_name(name: &str) -> bool {
    sports().any(|known| known == name)
}

/// The profile's words for sports.
pub fn sports() -> impl Iterator<Item = String> {
    (0..u8::MAX).filter_map(sport_name)
}

/// The profile's words for sub-sports.
pub fn sub_sports() -> impl Iterator<Item = String> {
    (0..u8::MAX).filter_map(sub_sport_name)
}

pub(super) fn sub_sport_name(code: u8) -> Option<String> {
    known(SubSport(code).to_string())
}

/// A sport by its word.
pub(crate) fn sport_code(name: &str) -> Option<u8> {
    (0..u8::MAX).find(|code| Sport(*code).to_string() == name)
}

pub(crate) fn sub_sport_code(name: &str) -> Option<u8> {
    (0..u8::MAX).find(|code| SubSport(*code).to_string() == name)
}

/// A maker by its word.
pub(crate) fn manufacturer(name: &str) -> Option<u16> {
    (0..u16::MAX).find(|code| typedef::Manufacturer(*code).to_string() == name)
}

pub(super) fn manufacturer_name(code: u16) -> Option<String> {
    known(typedef::Manufacturer(code).to_string())
}

pub(super) fn garmin_product_name(code: u16) -> Option<String> {
    known(typedef::GarminProduct(code).to_string())
}

/// Why a file of a type other than `activity` is no workout: what it is, and where it belongs.
pub(super) fn refusal_of(file_type: u8) -> Refusal {
    const MONITORING: &str = "all-day monitoring (steps, pulse, sleep)";
    const SETTINGS: &str = "a device's settings";
    let (code, what) = match typedef::File(file_type) {
        typedef::File::DEVICE => (Reason::SettingsFile, "a list of what a device can do"),
        typedef::File::SETTINGS => (Reason::SettingsFile, SETTINGS),
        typedef::File::SPORT => (Reason::SettingsFile, "a device's sport settings"),
        typedef::File::WORKOUT => (Reason::WorkoutFile, "a planned workout"),
        typedef::File::SCHEDULES => (Reason::WorkoutFile, "a training schedule"),
        typedef::File::COURSE => (Reason::CourseFile, "a planned course"),
        typedef::File::SEGMENT | typedef::File::SEGMENT_LIST => {
            (Reason::CourseFile, "a segment to race on")
        }
        typedef::File::MONITORING_A
        | typedef::File::MONITORING_B
        | typedef::File::MONITORING_DAILY => (Reason::MonitoringFile, MONITORING),
        typedef::File::WEIGHT => (Reason::NotAnActivity, "a record of weight measurements"),
        typedef::File::TOTALS => (Reason::NotAnActivity, "a device's running totals"),
        typedef::File::GOALS => (Reason::NotAnActivity, "a list of goals"),
        typedef::File::BLOOD_PRESSURE => (
            Reason::NotAnActivity,
            "a record of blood pressure measurements",
        ),
        typedef::File::ACTIVITY_SUMMARY => (Reason::NotAnActivity, "a summary of an activity"),
        _ => (Reason::NotAnActivity, "a FIT file of another kind"),
    };
    Refusal::of_other_kind(code, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_declared_summary_field_is_filled_from_the_profile() {
        let filled = |table: &Table, defs: &[FieldDef], prefix: &str| -> Vec<&'static str> {
            let keys: Vec<_> = table.slots.iter().flatten().map(|slot| slot.key).collect();
            let ours = defs
                .iter()
                .filter(|def| def.name.starts_with(prefix) && !def.name.starts_with("track:"));
            ours.map(|def| def.name)
                .filter(|name| !keys.contains(name))
                .collect()
        };
        // Made from `total_cycles`, or present in laps only.
        let session = filled(&SESSION, fields::FIELDS, "fit:session.");
        assert_eq!(
            session,
            ["fit:session.total_strides", "fit:session.total_strokes"]
        );
        let lap = filled(&LAP, fields::LAP_FIELDS, "");
        assert_eq!(lap, ["total_strides", "total_strokes"]);
        // Computed (`swim`).
        assert_eq!(filled(&LENGTH, fields::LENGTH_FIELDS, ""), ["swolf"]);
        assert!(filled(&SET, fields::SET_FIELDS, "").is_empty());
    }

    #[test]
    fn names_outside_the_profile_are_none() {
        assert_eq!(sport_name(1).as_deref(), Some("running"));
        assert_eq!(sport_name(200), None);
        assert_eq!(refusal_of(6).code, "course-file");
        assert_eq!(refusal_of(200).code, "not-an-activity");
    }
}
