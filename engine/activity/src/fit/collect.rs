//! One pass over the messages of a FIT file: what matters of each is kept.

use rustyfit::profile::mesgdef;
use rustyfit::profile::typedef::{File, Manufacturer, MesgNum};
use rustyfit::proto::{Field, Message, Value};

use super::hr::HeartBeats;
use super::message::{SEMICIRCLE_DEG, number, seconds, text};
use super::packed::{Counter, speed_and_distance};
use super::tables::{self, Table};
use crate::samples::Sample;
use crate::streams::Channel;
use crate::{Device, Fields, Limits};

/// A session, lap, length or set.
#[derive(Clone, Debug, Default)]
pub(super) struct Summary {
    /// Seconds since 1970.
    pub start: Option<i64>,
    /// When the message was written: the end of what it sums up.
    pub written: Option<i64>,
    pub sport: Option<u8>,
    pub sub_sport: Option<u8>,
    pub fields: Fields,
}

pub(super) struct Contents {
    limits: Limits,
    pub file_type: Option<u8>,
    pub device: Device,
    pub sessions: Vec<Summary>,
    pub laps: Vec<Summary>,
    pub lengths: Vec<Summary>,
    pub sets: Vec<Summary>,
    pub samples: Vec<Sample>,
    /// Records without any time to place them.
    pub timeless: usize,
    /// Messages left out for their number.
    pub left_out: usize,
    pub beats: HeartBeats,
    /// Distance of `compressed_speed_distance`.
    packed_distance: Counter,
    /// Local time minus UTC.
    pub utc_offset_s: Option<i32>,
    /// From the `sport` message, for files without a session.
    pub sport: (Option<u8>, Option<u8>),
}

impl Contents {
    pub fn new(limits: &Limits) -> Self {
        Self {
            limits: *limits,
            file_type: None,
            device: Device::default(),
            sessions: Vec::new(),
            laps: Vec::new(),
            lengths: Vec::new(),
            sets: Vec::new(),
            samples: Vec::new(),
            timeless: 0,
            left_out: 0,
            beats: HeartBeats::default(),
            packed_distance: Counter::default(),
            utc_offset_s: None,
            sport: (None, None),
        }
    }

    pub fn is_activity(&self) -> bool {
        self.file_type.is_none_or(|kind| kind == File::ACTIVITY.0) || !self.sessions.is_empty()
    }

    pub fn is_heart_beats_only(&self) -> bool {
        self.sessions.is_empty() && self.samples.is_empty() && !self.beats.is_empty()
    }

    pub fn add(&mut self, message: &Message) {
        match message.num {
            MesgNum::RECORD => self.add_record(message),
            MesgNum::HR => self.beats.add(message, self.limits.samples),
            MesgNum::SESSION => {
                let summary = session(message);
                push(
                    &mut self.sessions,
                    summary,
                    self.limits.parts,
                    &mut self.left_out,
                );
            }
            MesgNum::LAP => {
                let numbers = (mesgdef::Lap::START_TIME, mesgdef::Lap::TIMESTAMP);
                push(
                    &mut self.laps,
                    summary(message, &tables::LAP, numbers),
                    self.limits.parts,
                    &mut self.left_out,
                );
            }
            MesgNum::LENGTH => {
                let numbers = (mesgdef::Length::START_TIME, mesgdef::Length::TIMESTAMP);
                push(
                    &mut self.lengths,
                    summary(message, &tables::LENGTH, numbers),
                    self.limits.parts,
                    &mut self.left_out,
                );
            }
            MesgNum::SET => {
                let numbers = (mesgdef::Set::START_TIME, mesgdef::Set::TIMESTAMP);
                push(
                    &mut self.sets,
                    summary(message, &tables::SET, numbers),
                    self.limits.parts,
                    &mut self.left_out,
                );
            }
            MesgNum::FILE_ID => self.file_id(message),
            MesgNum::ACTIVITY => self.utc_offset_s = utc_offset(message).or(self.utc_offset_s),
            MesgNum::SPORT => {
                self.sport = (
                    code(message, mesgdef::Sport::SPORT),
                    code(message, mesgdef::Sport::SUB_SPORT),
                );
            }
            _ => {}
        }
    }

    fn add_record(&mut self, message: &Message) {
        let Some(sample) = record(message, &mut self.packed_distance) else {
            self.timeless += 1;
            return;
        };
        push(
            &mut self.samples,
            sample,
            self.limits.samples,
            &mut self.left_out,
        );
    }

    fn file_id(&mut self, message: &Message) {
        let of = |wanted| find(message, wanted).and_then(number);
        self.file_type = of(mesgdef::FileId::TYPE)
            .map(|kind| kind as u8)
            .or(self.file_type);
        let manufacturer = of(mesgdef::FileId::MANUFACTURER).map(|code| code as u16);
        let product = of(mesgdef::FileId::PRODUCT).map(|code| code as u16);
        let product_name = find(message, mesgdef::FileId::PRODUCT_NAME).and_then(text);
        let known = product
            .filter(|_| manufacturer == Some(Manufacturer::GARMIN.0))
            .and_then(tables::garmin_product_name);
        self.device = Device {
            manufacturer: manufacturer.and_then(tables::manufacturer_name),
            product: product_name
                .or(known)
                .or_else(|| product.map(|code| code.to_string())),
            serial: of(mesgdef::FileId::SERIAL_NUMBER).map(|serial| format!("{serial:.0}")),
        };
    }
}

fn push<T>(list: &mut Vec<T>, item: T, most: usize, left_out: &mut usize) {
    if list.len() < most {
        list.push(item);
    } else {
        *left_out += 1;
    }
}

fn find(message: &Message, wanted: u8) -> Option<&Field> {
    message.fields.iter().find(|field| field.num == wanted)
}

fn code(message: &Message, wanted: u8) -> Option<u8> {
    find(message, wanted)
        .and_then(number)
        .map(|code| code as u8)
}

fn summary(message: &Message, table: &Table, (start, written): (u8, u8)) -> Summary {
    Summary {
        start: find(message, start).and_then(seconds),
        written: find(message, written).and_then(seconds),
        sport: None,
        sub_sport: None,
        fields: table.read(message),
    }
}

fn session(message: &Message) -> Summary {
    Summary {
        sport: code(message, mesgdef::Session::SPORT),
        sub_sport: code(message, mesgdef::Session::SUB_SPORT),
        ..summary(
            message,
            &tables::SESSION,
            (mesgdef::Session::START_TIME, mesgdef::Session::TIMESTAMP),
        )
    }
}

/// `local_timestamp` is the same instant as `timestamp`, told in local time. Real zones lie on
/// quarter hours; clocks drift, so the nearest one is taken.
fn utc_offset(message: &Message) -> Option<i32> {
    const QUARTER_S: i64 = 900;
    const MOST_S: i64 = 15 * 3600;
    let utc = find(message, mesgdef::Activity::TIMESTAMP).and_then(seconds)?;
    let local = find(message, mesgdef::Activity::LOCAL_TIMESTAMP).and_then(seconds)?;
    let offset = (local - utc + QUARTER_S / 2).div_euclid(QUARTER_S) * QUARTER_S;
    (offset.abs() <= MOST_S).then_some(offset as i32)
}

/// The hot path: no table, one match a field. `None` without a time.
fn record(message: &Message, packed_distance: &mut Counter) -> Option<Sample> {
    use mesgdef::Record;
    let at = find(message, Record::TIMESTAMP).and_then(seconds)?;
    let mut sample = Sample::new(at * 1000);
    let mut fraction = 0.0;
    for field in &message.fields {
        let (channel, scale, offset) = match field.num {
            Record::POSITION_LAT => (Channel::PositionLat, 1.0 / SEMICIRCLE_DEG, 0.0),
            Record::POSITION_LONG => (Channel::PositionLong, 1.0 / SEMICIRCLE_DEG, 0.0),
            Record::DISTANCE => (Channel::Distance, 100.0, 0.0),
            Record::ALTITUDE | Record::ENHANCED_ALTITUDE => (Channel::Altitude, 5.0, 500.0),
            Record::SPEED | Record::ENHANCED_SPEED => (Channel::Speed, 1000.0, 0.0),
            Record::HEART_RATE => (Channel::HeartRate, 1.0, 0.0),
            Record::CADENCE => (Channel::Cadence, 1.0, 0.0),
            Record::CADENCE256 => (Channel::Cadence, 256.0, 0.0),
            Record::POWER => (Channel::Power, 1.0, 0.0),
            Record::TEMPERATURE => (Channel::Temperature, 1.0, 0.0),
            Record::FRACTIONAL_CADENCE => {
                fraction = number(field).map_or(0.0, |raw| raw / 128.0);
                continue;
            }
            Record::COMPRESSED_SPEED_DISTANCE => {
                set_packed(&mut sample, field, packed_distance);
                continue;
            }
            _ => continue,
        };
        let enhanced = matches!(
            field.num,
            Record::ENHANCED_ALTITUDE | Record::ENHANCED_SPEED | Record::CADENCE256
        );
        if let Some(raw) = number(field)
            && (enhanced || sample.get(channel).is_nan())
        {
            sample.set(channel, raw / scale - offset);
        }
    }
    let cadence = sample.get(Channel::Cadence);
    if cadence.fract() == 0.0 {
        sample.set(Channel::Cadence, cadence + fraction);
    }
    Some(sample)
}

fn set_packed(sample: &mut Sample, field: &Field, packed_distance: &mut Counter) {
    let Value::ArrayUint8(bytes) = &field.value else {
        return;
    };
    if let Some((speed, distance)) = speed_and_distance(bytes, packed_distance) {
        sample.set(Channel::Speed, speed);
        sample.set(Channel::Distance, distance);
    }
}
