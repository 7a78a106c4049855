//! The hot path: `record` messages into columns.
//!
//! What becomes of a definition's fields is decided once, so that a record is a walk over places:
//! no table, no name, no allocation.

use rustyfit::profile::lookup::{FieldReference, field_reference};
use rustyfit::profile::mesgdef::Record;
use rustyfit::profile::typedef::MesgNum;

use super::developer::Developers;
use super::packed::{Counter, speed_and_distance};
use super::value::{SEMICIRCLE_DEG, Value};
use super::wire::{DeveloperPlace, Message, Place};
use crate::samples::{Samples, Slot};
use crate::streams::Channel;

/// How the records of one definition are read.
#[derive(Default)]
pub(super) struct Plan {
    /// Plain fields before enhanced ones, which replace them where they have a value.
    steps: Vec<Step>,
    fraction: Option<Place>,
    packed: Option<Place>,
    developer: Vec<DeveloperStep>,
}

struct Step {
    place: Place,
    channel: Channel,
    scale: f64,
    offset: f64,
}

struct DeveloperStep {
    place: DeveloperPlace,
    /// The byte of its type in the protocol.
    base: u8,
    slot: Slot,
    scale: f64,
    offset: f64,
}

impl Plan {
    pub fn new(message: &Message<'_>, developers: &mut Developers, samples: &mut Samples) -> Self {
        let mut plan = Self::default();
        let mut enhanced = Vec::new();
        for place in message.places() {
            match place.number {
                Record::FRACTIONAL_CADENCE => plan.fraction = Some(*place),
                Record::COMPRESSED_SPEED_DISTANCE => plan.packed = Some(*place),
                number => match Step::new(*place, number) {
                    Some(step) if is_enhanced(number) => enhanced.push(step),
                    Some(step) => plan.steps.push(step),
                    None => {}
                },
            }
        }
        plan.steps.append(&mut enhanced);
        for place in message.developer_places() {
            let described = developers.find(place.index, place.number);
            let Some(described) = described.filter(|described| described.is_number()) else {
                continue;
            };
            let name = described.open_name();
            let slot = *described.slot.get_or_insert_with(|| samples.open(name));
            plan.developer.push(DeveloperStep {
                place: *place,
                base: described.base,
                slot,
                scale: described.scale,
                offset: described.offset,
            });
        }
        plan
    }

    /// Fills the sample begun last.
    pub fn read(&self, bytes: &[u8], samples: &mut Samples, packed_distance: &mut Counter) {
        if let Some(packed) = &self.packed {
            let told = speed_and_distance(packed.value(bytes).bytes(), packed_distance);
            if let Some((speed, distance)) = told {
                samples.set(Slot::Known(Channel::Speed), speed);
                samples.set(Slot::Known(Channel::Distance), distance);
            }
        }
        for step in &self.steps {
            if let Some(value) = step.read(bytes) {
                samples.set(Slot::Known(step.channel), value);
            }
        }
        if let Some(fraction) = self.fraction.and_then(|place| place.value(bytes).number()) {
            let cadence = samples.get(Channel::Cadence);
            if cadence.fract() == 0.0 {
                samples.set(Slot::Known(Channel::Cadence), cadence + fraction / 128.0);
            }
        }
        for step in &self.developer {
            if let Some(raw) = step.place.value(step.base, bytes).number() {
                samples.set(step.slot, raw / step.scale - step.offset);
            }
        }
    }
}

/// The same figure with more bits.
fn is_enhanced(number: u8) -> bool {
    const ENHANCED_RESPIRATION_RATE: u8 = 108;
    matches!(
        number,
        Record::ENHANCED_ALTITUDE
            | Record::ENHANCED_SPEED
            | Record::CADENCE256
            | ENHANCED_RESPIRATION_RATE
    )
}

/// The channel of a field of `record`, by its name in the profile.
pub(super) fn channel_of(reference: &FieldReference) -> Option<Channel> {
    match reference.name() {
        "cadence256" => Some(Channel::Cadence),
        name => Channel::from_name(name.strip_prefix("enhanced_").unwrap_or(name)),
    }
}

impl Step {
    fn new(place: Place, number: u8) -> Option<Self> {
        let reference = field_reference(MesgNum::RECORD, number)?;
        let channel = channel_of(&reference)?;
        let scale = match channel {
            Channel::PositionLat | Channel::PositionLong => 1.0 / SEMICIRCLE_DEG,
            _ => reference.scale(),
        };
        Some(Self {
            place,
            channel,
            scale,
            offset: reference.offset(),
        })
    }

    fn read(&self, bytes: &[u8]) -> Option<f64> {
        let value = self.place.value(bytes);
        if self.channel == Channel::LeftRightBalance {
            return right_share(value);
        }
        Some(value.number()? / self.scale - self.offset)
    }
}

/// `left_right_balance`: a share in the low seven bits, and in the top one whether it is the right
/// leg's; without it the side is unknown (FIT profile).
fn right_share(value: Value<'_>) -> Option<f64> {
    const RIGHT: u8 = 0x80;
    let raw = value.number()? as u8;
    (raw & RIGHT != 0).then(|| f64::from(raw & !RIGHT))
}
