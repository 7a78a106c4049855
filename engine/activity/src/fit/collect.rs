//! One pass over the messages of a FIT file: what matters of each is kept.

use rustyfit::profile::mesgdef;
use rustyfit::profile::typedef::{File, Manufacturer, MesgNum};

use super::developer::Developers;
use super::hr::HeartBeats;
use super::packed::Counter;
use super::record::Plan;
use super::tables::{self, Table};
use super::timer::Timer;
use super::value::{Value, since_1970};
use super::wire::Message;
use crate::samples::{Samples, Slot};
use crate::streams::Channel;
use crate::{Device, FieldValue, Fields, Limits};

/// Columns count whole, so that a value of two bytes may stand for a few that are missing. Real
/// files stay under one.
const VALUES_A_BYTE: usize = 16;
const LEAST_ROOM: usize = 10_000;

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
    /// What it says of developer fields, by their number.
    pub developer: Vec<(usize, FieldValue)>,
}

pub(super) struct Contents {
    limits: Limits,
    pub file_type: Option<u8>,
    pub device: Device,
    pub sessions: Vec<Summary>,
    pub laps: Vec<Summary>,
    pub lengths: Vec<Summary>,
    pub sets: Vec<Summary>,
    pub samples: Samples,
    /// Records without any time to place them.
    pub timeless: usize,
    /// Messages left out for their number.
    pub left_out: usize,
    pub beats: HeartBeats,
    pub timer: Timer,
    pub developers: Developers,
    /// By definition, the last used.
    plans: Vec<(u32, Plan)>,
    /// Milliseconds since 1970, and percent.
    spo2: Vec<(i64, f64)>,
    /// Distance of `compressed_speed_distance`.
    packed_distance: Counter,
    /// Local time minus UTC.
    pub utc_offset_s: Option<i32>,
    /// From the `sport` message, for files without a session.
    pub sport: (Option<u8>, Option<u8>),
}

impl Contents {
    /// Of a sequence of so many bytes.
    pub fn new(limits: &Limits, bytes: usize) -> Self {
        let room = bytes
            .saturating_mul(VALUES_A_BYTE)
            .saturating_add(LEAST_ROOM);
        Self {
            limits: *limits,
            file_type: None,
            device: Device::default(),
            sessions: Vec::new(),
            laps: Vec::new(),
            lengths: Vec::new(),
            sets: Vec::new(),
            samples: Samples::default().with_room(room.min(limits.values)),
            timeless: 0,
            left_out: 0,
            beats: HeartBeats::default(),
            timer: Timer::default(),
            developers: Developers::default(),
            plans: Vec::new(),
            spo2: Vec::new(),
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

    pub fn add(&mut self, message: &Message<'_>) {
        match message.kind() {
            MesgNum::RECORD => self.add_record(message),
            MesgNum::HR => self.beats.add(message, self.limits.samples),
            MesgNum::SESSION => self.add_session(message),
            MesgNum::LAP => self.add_part(message, Kind::Lap),
            MesgNum::LENGTH => self.add_part(message, Kind::Length),
            MesgNum::SET => self.add_part(message, Kind::Set),
            MesgNum::EVENT => self.timer.add(message, self.limits.parts),
            MesgNum::SPO2_DATA => self.add_spo2(message),
            MesgNum::FILE_ID => self.file_id(message),
            MesgNum::FILE_CREATOR => {
                let version = message.number(mesgdef::FileCreator::SOFTWARE_VERSION);
                self.device.software = version.map(|version| version.to_string());
            }
            MesgNum::ACTIVITY => self.utc_offset_s = utc_offset(message).or(self.utc_offset_s),
            MesgNum::SPORT => {
                self.sport = (
                    code(message, mesgdef::Sport::SPORT),
                    code(message, mesgdef::Sport::SUB_SPORT),
                );
            }
            MesgNum::FIELD_DESCRIPTION => {
                let has_room = self
                    .developers
                    .describe(message, self.limits.developer_fields);
                self.left_out += usize::from(!has_room);
                // Records defined before may hold the field.
                self.plans.clear();
            }
            MesgNum::DEVELOPER_DATA_ID => {
                self.developers
                    .application(message, self.limits.developer_fields);
            }
            _ => {}
        }
    }

    fn add_record(&mut self, message: &Message<'_>) {
        let Some(at) = message.time().map(since_1970) else {
            self.timeless += 1;
            return;
        };
        let is_full = self.samples.len() >= self.limits.samples;
        if is_full || !self.samples.begin(at * 1000) {
            self.left_out += 1;
            return;
        }
        let number = message.definition();
        let known = self.plans.iter().position(|(of, _)| *of == number);
        let place = known.unwrap_or_else(|| {
            // As many definitions as there can be at a time.
            if self.plans.len() >= 16 {
                self.plans.remove(0);
            }
            let plan = Plan::new(message, &mut self.developers, &mut self.samples);
            self.plans.push((number, plan));
            self.plans.len() - 1
        });
        if let Some((_, plan)) = self.plans.get(place) {
            plan.read(
                message.bytes(),
                &mut self.samples,
                &mut self.packed_distance,
            );
        }
    }

    fn add_session(&mut self, message: &Message<'_>) {
        let session = Summary {
            sport: code(message, mesgdef::Session::SPORT),
            sub_sport: code(message, mesgdef::Session::SUB_SPORT),
            developer: self.developers.values(message),
            ..summary(message, &tables::SESSION, mesgdef::Session::START_TIME)
        };
        push(
            &mut self.sessions,
            session,
            self.limits.parts,
            &mut self.left_out,
        );
    }

    fn add_part(&mut self, message: &Message<'_>, kind: Kind) {
        let (list, table, start) = match kind {
            Kind::Lap => (&mut self.laps, &tables::LAP, mesgdef::Lap::START_TIME),
            Kind::Length => (
                &mut self.lengths,
                &tables::LENGTH,
                mesgdef::Length::START_TIME,
            ),
            Kind::Set => (&mut self.sets, &tables::SET, mesgdef::Set::START_TIME),
        };
        let part = summary(message, table, start);
        push(list, part, self.limits.parts, &mut self.left_out);
    }

    /// Watches measure it now and then, in messages of its own.
    fn add_spo2(&mut self, message: &Message<'_>) {
        let percent = message.number(mesgdef::Spo2Data::READING_SPO2);
        if let (Some(at), Some(percent)) = (message.time(), percent)
            && self.spo2.len() < self.limits.samples
        {
            self.spo2.push((since_1970(at) * 1000, percent));
        }
    }

    /// Gives the readings that came in messages of their own to the samples nearest in time.
    pub fn place_readings(&mut self) {
        const REACH_MS: i64 = 5_000;
        let times = self.samples.times().to_vec();
        if self.spo2.is_empty() || !times.is_sorted() {
            return;
        }
        for (at, percent) in std::mem::take(&mut self.spo2) {
            let after = times.partition_point(|time| *time < at);
            let near = [after.checked_sub(1), Some(after)].into_iter().flatten();
            let near = near.filter_map(|row| Some((times.get(row)?.abs_diff(at), row)));
            if let Some((distance, row)) = near.min()
                && distance <= REACH_MS.unsigned_abs()
            {
                self.samples.put(row, Slot::Known(Channel::Spo2), percent);
            }
        }
    }

    fn file_id(&mut self, message: &Message<'_>) {
        use mesgdef::FileId;
        let of = |wanted| message.number(wanted);
        self.file_type = of(FileId::TYPE).map(|kind| kind as u8).or(self.file_type);
        let manufacturer = of(FileId::MANUFACTURER).map(|code| code as u16);
        let product = of(FileId::PRODUCT).map(|code| code as u16);
        let known = product
            .filter(|_| manufacturer == Some(Manufacturer::GARMIN.0))
            .and_then(tables::garmin_product_name);
        self.device = Device {
            manufacturer: manufacturer.and_then(tables::manufacturer_name),
            product: message
                .text(FileId::PRODUCT_NAME)
                .or(known)
                .or_else(|| product.map(|code| code.to_string())),
            serial: of(FileId::SERIAL_NUMBER).map(|serial| format!("{serial:.0}")),
            software: self.device.software.take(),
        };
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Lap,
    Length,
    Set,
}

fn push<T>(list: &mut Vec<T>, item: T, most: usize, left_out: &mut usize) {
    if list.len() < most {
        list.push(item);
    } else {
        *left_out += 1;
    }
}

fn code(message: &Message<'_>, wanted: u8) -> Option<u8> {
    message.number(wanted).map(|code| code as u8)
}

fn summary(message: &Message<'_>, table: &Table, start: u8) -> Summary {
    let start = message.find(start).and_then(Value::seconds);
    Summary {
        start: start.map(since_1970),
        written: message.time().map(since_1970),
        fields: table.read(message),
        ..Summary::default()
    }
}

/// `local_timestamp` is the same instant as `timestamp`, told in local time. Real zones lie on
/// quarter hours; clocks drift, so the nearest one is taken.
fn utc_offset(message: &Message<'_>) -> Option<i32> {
    const QUARTER_S: i64 = 900;
    const MOST_S: i64 = 15 * 3600;
    let utc = i64::from(message.time()?);
    let local = message.find(mesgdef::Activity::LOCAL_TIMESTAMP);
    let local = i64::from(local.and_then(Value::seconds)?);
    let offset = (local - utc + QUARTER_S / 2).div_euclid(QUARTER_S) * QUARTER_S;
    (offset.abs() <= MOST_S).then_some(offset as i32)
}
