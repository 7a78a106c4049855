//! FIT: an activity file as the FIT SDK's "Activity File" describes it, summaries last.
//!
//! FIT keeps times to the second and each figure to its field's step (altitude 0.2 m, temperature
//! 1 °C, heart rate below 255). What has no field of the profile is left out of summaries and goes
//! into developer fields of records. A file without a lap gets one over all of it, which the format
//! asks for.

pub(crate) mod layer;
mod records;

use chrono::{DateTime, TimeDelta, Utc};
use rustyfit::profile::mesgdef;
use rustyfit::profile::typedef::{Manufacturer, MesgNum};

use self::layer::{Value, Writer};
use self::records::Records;
use crate::fields::{LAP, LENGTH, SET};
use crate::fit::{EPOCH_S, tables};
use crate::model::PauseCause;
use crate::{Activity, Device, FieldValue, Fields, Part};

const LOCAL_FILE_ID: u8 = 0;
const LOCAL_RECORD: u8 = 1;
const LOCAL_LAP: u8 = 2;
const LOCAL_LENGTH: u8 = 3;
const LOCAL_SET: u8 = 4;
const LOCAL_SESSION: u8 = 5;
const LOCAL_ACTIVITY: u8 = 6;
const LOCAL_EVENT: u8 = 7;
const LOCAL_CREATOR: u8 = 8;
const LOCAL_DEVICE: u8 = 9;
const LOCAL_DEVELOPER: u8 = 10;
const LOCAL_DESCRIPTION: u8 = 11;

// Values of the FIT profile's `file`, `event`, `event_type`, `session_trigger`, `lap_trigger`.
const FILE_ACTIVITY: u8 = 4;
const EVENT_TIMER: u8 = 0;
const EVENT_SESSION: u8 = 8;
const EVENT_LAP: u8 = 9;
const EVENT_ACTIVITY: u8 = 26;
const TYPE_START: u8 = 0;
const TYPE_STOP: u8 = 1;
const TYPE_STOP_ALL: u8 = 4;
// `timer_trigger`.
const BY_HAND: u8 = 0;
const BY_DEVICE: u8 = 1;
const TRIGGER_END: u8 = 0;
const LAP_SESSION_END: u8 = 7;
/// The index of the device that recorded (FIT profile, `device_index`).
const CREATOR: u8 = 0;

/// An activity as a FIT file; one of several sports has a session for each leg.
pub fn fit(activity: &Activity) -> Vec<u8> {
    let sessions = Session::all(activity);
    let end = sessions.iter().map(Session::end).max().unwrap_or_default();
    let mut writer = Writer::default();
    made_by(&mut writer, activity);
    timed_records(&mut writer, activity, end);
    parts(&mut writer, activity, &sessions);
    for session in &sessions {
        session.write(&mut writer);
    }
    conclude(&mut writer, activity, &sessions, end);
    writer.finish()
}

/// Seconds of the FIT epoch, of a moment this long after the start. No file has earlier ones.
fn stamp_of(start: DateTime<Utc>, after_ms: i64) -> u32 {
    let at_ms = start.timestamp_millis().saturating_add(after_ms);
    u32::try_from(at_ms.div_euclid(1000) - EPOCH_S).unwrap_or_default()
}

fn made_by(writer: &mut Writer, activity: &Activity) {
    use mesgdef::{DeviceInfo, FileCreator, FileId};
    let created = stamp_of(activity.start_time, 0);
    let nobody = Device::default();
    let device = activity.device.as_ref().unwrap_or(&nobody);
    let maker = device
        .manufacturer
        .as_deref()
        .and_then(tables::manufacturer);
    let maker = maker.unwrap_or(if activity.device.is_some() {
        u16::MAX
    } else {
        Manufacturer::DEVELOPMENT.0
    });
    let serial = device
        .serial
        .as_deref()
        .and_then(|serial| serial.parse().ok());
    let product = device.product.as_deref();
    let mut id = vec![
        (FileId::TYPE, Value::Enum(FILE_ACTIVITY)),
        (FileId::MANUFACTURER, Value::U16(maker)),
        (FileId::TIME_CREATED, Value::U32(created)),
    ];
    let mut info = vec![
        (DeviceInfo::TIMESTAMP, Value::U32(created)),
        (DeviceInfo::DEVICE_INDEX, Value::U8(CREATOR)),
        (DeviceInfo::MANUFACTURER, Value::U16(maker)),
    ];
    if let Some(serial) = serial {
        let serial = Value::Number(
            rustyfit::profile::typedef::FitBaseType::UINT32Z,
            Some(serial),
        );
        id.push((FileId::SERIAL_NUMBER, serial.clone()));
        info.push((DeviceInfo::SERIAL_NUMBER, serial));
    }
    match product.map(|product| (product, product.parse::<u16>())) {
        Some((_, Ok(code))) => {
            id.push((FileId::PRODUCT, Value::U16(code)));
            info.push((DeviceInfo::PRODUCT, Value::U16(code)));
        }
        Some((name, Err(_))) => {
            id.push((FileId::PRODUCT_NAME, Value::Text(name.to_owned())));
            info.push((DeviceInfo::PRODUCT_NAME, Value::Text(name.to_owned())));
        }
        None => {}
    }
    writer.message(LOCAL_FILE_ID, MesgNum::FILE_ID, &id);
    let version = device.software.as_deref();
    if let Some(version) = version.and_then(|version| version.parse().ok()) {
        let fields = [(FileCreator::SOFTWARE_VERSION, Value::U16(version))];
        writer.message(LOCAL_CREATOR, MesgNum::FILE_CREATOR, &fields);
    }
    writer.message(LOCAL_DEVICE, MesgNum::DEVICE_INFO, &info);
}

fn timer(writer: &mut Writer, at: u32, kind: u8, trigger: u8) {
    use mesgdef::Event;
    let fields = [
        (Event::TIMESTAMP, Value::U32(at)),
        (Event::DATA, Value::U32(u32::from(trigger))),
        (Event::EVENT, Value::Enum(EVENT_TIMER)),
        (Event::EVENT_TYPE, Value::Enum(kind)),
    ];
    writer.message(LOCAL_EVENT, MesgNum::EVENT, &fields);
}

/// The records, with the timer's stops and starts among them.
fn timed_records(writer: &mut Writer, activity: &Activity, end: u32) {
    let records = Records::of(activity);
    records.describe(writer);
    let at = |time: DateTime<Utc>| stamp_of(time, 0);
    timer(writer, at(activity.start_time), TYPE_START, BY_HAND);
    let mut turns = activity.pauses.iter().flat_map(|pause| {
        let trigger = if pause.cause == PauseCause::Auto {
            BY_DEVICE
        } else {
            BY_HAND
        };
        [
            (at(pause.start), TYPE_STOP_ALL, trigger),
            (at(pause.end), TYPE_START, trigger),
        ]
    });
    let mut next = turns.next();
    for (index, time) in activity.streams.time_ms.iter().enumerate() {
        while let Some((when, kind, trigger)) = next
            && when < stamp_of(activity.start_time, *time)
        {
            timer(writer, when, kind, trigger);
            next = turns.next();
        }
        records.write(writer, index, *time);
    }
    for (when, kind, trigger) in next.into_iter().chain(turns) {
        timer(writer, when, kind, trigger);
    }
    timer(writer, end, TYPE_STOP_ALL, BY_HAND);
}

fn parts(writer: &mut Writer, activity: &Activity, sessions: &[Session]) {
    let mut counts = [0_u16; 3];
    for part in &activity.parts {
        let [laps, lengths, sets] = &mut counts;
        match part.kind.as_str() {
            LAP => lap(writer, part, laps),
            LENGTH => length(writer, part, lengths),
            SET => set(writer, part, sets),
            _ => {}
        }
    }
    if counts[0] == 0 {
        for session in sessions {
            session.lap(writer);
        }
    }
}

fn millis(seconds: f64) -> Value {
    Value::U32((seconds * 1000.0).round() as u32)
}

/// When a part began, and ended by its own account.
fn span(part: &Part) -> (Option<u32>, Option<u32>) {
    let Some(start) = part.start_time else {
        return (None, None);
    };
    let lasting = ["total_elapsed_time", "total_timer_time", "duration"];
    let seconds = lasting
        .into_iter()
        .find_map(|name| number(&part.fields, name));
    let after = seconds.map_or(0, |seconds| (seconds * 1000.0).round() as i64);
    (Some(stamp_of(start, 0)), Some(stamp_of(start, after)))
}

fn lap(writer: &mut Writer, part: &Part, index: &mut u16) {
    use mesgdef::Lap;
    let mut fields = vec![(Lap::MESSAGE_INDEX, Value::U16(*index))];
    *index = index.saturating_add(1);
    let (start, end) = span(part);
    fields.extend(end.map(|end| (Lap::TIMESTAMP, Value::U32(end))));
    fields.extend(start.map(|start| (Lap::START_TIME, Value::U32(start))));
    fields.push((Lap::EVENT, Value::Enum(EVENT_LAP)));
    fields.push((Lap::EVENT_TYPE, Value::Enum(TYPE_STOP)));
    fields.extend(tables::LAP.write(&part.fields));
    writer.message(LOCAL_LAP, MesgNum::LAP, &fields);
}

fn length(writer: &mut Writer, part: &Part, index: &mut u16) {
    use mesgdef::Length;
    let mut fields = vec![(Length::MESSAGE_INDEX, Value::U16(*index))];
    *index = index.saturating_add(1);
    let (start, end) = span(part);
    fields.extend(end.map(|end| (Length::TIMESTAMP, Value::U32(end))));
    fields.extend(start.map(|start| (Length::START_TIME, Value::U32(start))));
    fields.extend(tables::LENGTH.write(&part.fields));
    writer.message(LOCAL_LENGTH, MesgNum::LENGTH, &fields);
}

fn set(writer: &mut Writer, part: &Part, index: &mut u16) {
    use mesgdef::Set;
    let mut fields = vec![(Set::MESSAGE_INDEX, Value::U16(*index))];
    *index = index.saturating_add(1);
    let (start, end) = span(part);
    fields.extend(end.map(|end| (Set::TIMESTAMP, Value::U32(end))));
    fields.extend(start.map(|start| (Set::START_TIME, Value::U32(start))));
    fields.extend(tables::SET.write(&part.fields));
    writer.message(LOCAL_SET, MesgNum::SET, &fields);
}

/// One sport of the outing, or all of it.
struct Session<'a> {
    sport: &'a str,
    sub_sport: &'a str,
    start: DateTime<Utc>,
    elapsed_s: f64,
    fields: &'a Fields,
    /// Laps before it, and its place.
    first_lap: u16,
    index: u16,
}

impl<'a> Session<'a> {
    fn all(activity: &'a Activity) -> Vec<Self> {
        let whole = Self {
            sport: &activity.sport,
            sub_sport: &activity.sub_sport,
            start: activity.start_time,
            elapsed_s: elapsed(&activity.fields)
                .unwrap_or(activity.streams.time_ms.last().copied().unwrap_or(0) as f64 / 1000.0),
            fields: &activity.fields,
            first_lap: 0,
            index: 0,
        };
        if activity.legs.is_empty() {
            return vec![whole];
        }
        let mut laps = 0;
        let legs = (0..).zip(&activity.legs).map(|(index, leg)| {
            let first_lap = laps;
            laps += leg.laps as u16;
            let last = leg.last_sample.unwrap_or(leg.start_time);
            Self {
                sport: &leg.sport,
                sub_sport: &leg.sub_sport,
                start: leg.start_time,
                elapsed_s: elapsed(&leg.fields).unwrap_or((last - leg.start_time).as_seconds_f64()),
                fields: &leg.fields,
                first_lap,
                index,
            }
        });
        legs.collect()
    }

    fn end(&self) -> u32 {
        let lasting = TimeDelta::milliseconds((self.elapsed_s * 1000.0).round() as i64);
        stamp_of(self.start, lasting.num_milliseconds())
    }

    fn timer_s(&self) -> f64 {
        number(self.fields, "fit:session.total_timer_time").unwrap_or(self.elapsed_s)
    }

    /// A lap over all of it, for a session that has none.
    fn lap(&self, writer: &mut Writer) {
        use mesgdef::Lap;
        let fields = [
            (Lap::MESSAGE_INDEX, Value::U16(self.index)),
            (Lap::TIMESTAMP, Value::U32(self.end())),
            (Lap::START_TIME, Value::U32(stamp_of(self.start, 0))),
            (Lap::TOTAL_ELAPSED_TIME, millis(self.elapsed_s)),
            (Lap::TOTAL_TIMER_TIME, millis(self.timer_s())),
            (Lap::LAP_TRIGGER, Value::Enum(LAP_SESSION_END)),
        ];
        writer.message(LOCAL_LAP, MesgNum::LAP, &fields);
    }

    fn write(&self, writer: &mut Writer) {
        use mesgdef::Session as Field;
        let sport = tables::sport_code(self.sport).unwrap_or_default();
        let sub_sport = tables::sub_sport_code(self.sub_sport).unwrap_or_default();
        let mut fields = vec![
            (Field::MESSAGE_INDEX, Value::U16(self.index)),
            (Field::TIMESTAMP, Value::U32(self.end())),
            (Field::START_TIME, Value::U32(stamp_of(self.start, 0))),
            (Field::EVENT, Value::Enum(EVENT_SESSION)),
            (Field::EVENT_TYPE, Value::Enum(TYPE_STOP)),
            (Field::TRIGGER, Value::Enum(TRIGGER_END)),
            (Field::FIRST_LAP_INDEX, Value::U16(self.first_lap)),
            (Field::SPORT, Value::Enum(sport)),
            (Field::SUB_SPORT, Value::Enum(sub_sport)),
        ];
        let figures = tables::SESSION.write(self.fields);
        let missing = |number: u8| figures.iter().all(|(known, _)| *known != number);
        if missing(Field::TOTAL_ELAPSED_TIME) {
            fields.push((Field::TOTAL_ELAPSED_TIME, millis(self.elapsed_s)));
        }
        if missing(Field::TOTAL_TIMER_TIME) {
            fields.push((Field::TOTAL_TIMER_TIME, millis(self.timer_s())));
        }
        fields.extend(figures);
        writer.message(LOCAL_SESSION, MesgNum::SESSION, &fields);
    }
}

fn conclude(writer: &mut Writer, activity: &Activity, sessions: &[Session], end: u32) {
    use mesgdef::Activity as Field;
    const AUTO_MULTI_SPORT: u8 = 1;
    let timer: f64 = sessions.iter().map(Session::timer_s).sum();
    let mut fields = vec![
        (Field::TIMESTAMP, Value::U32(end)),
        (Field::TOTAL_TIMER_TIME, millis(timer)),
        (Field::NUM_SESSIONS, Value::U16(sessions.len() as u16)),
        (
            Field::TYPE,
            Value::Enum(if sessions.len() > 1 {
                AUTO_MULTI_SPORT
            } else {
                0
            }),
        ),
        (Field::EVENT, Value::Enum(EVENT_ACTIVITY)),
        (Field::EVENT_TYPE, Value::Enum(TYPE_STOP)),
    ];
    if let Some(offset) = activity.utc_offset_s {
        let local = end.saturating_add_signed(offset);
        fields.push((Field::LOCAL_TIMESTAMP, Value::U32(local)));
    }
    writer.message(LOCAL_ACTIVITY, MesgNum::ACTIVITY, &fields);
}

fn elapsed(fields: &Fields) -> Option<f64> {
    number(fields, "fit:session.total_elapsed_time")
}

fn number(fields: &Fields, name: &str) -> Option<f64> {
    match fields.get(name) {
        Some(FieldValue::Number(value)) => Some(*value),
        _ => None,
    }
}
