//! Made-up FIT files: a writer for the few kinds of message that a recording needs.

use chrono::{DateTime, Utc};
use rustyfit::profile::mesgdef;
use rustyfit::profile::typedef::MesgNum;

use super::random::Random;
use super::{Moment, Run, laps, moments};
use crate::write::fit::layer::{Value, Writer};

/// Seconds from 1970 to FIT's own epoch (FIT protocol, `date_time`).
const EPOCH_S: i64 = 631_065_600;
const MANUFACTURER_DEVELOPMENT: u16 = 255;
const FILE_ACTIVITY: u8 = 4;

/// A run as a FIT file: records with position, distance, altitude, speed, heart rate and cadence,
/// a lap every kilometre, one session.
pub fn fit(run: &Run) -> Vec<u8> {
    let moments = moments(run);
    let start = stamp(run.start);
    let mut writer = Writer::default();
    file_id(&mut writer, start);
    for moment in &moments {
        record(&mut writer, start, moment);
    }
    let laps = laps(&moments);
    for (index, (first, last)) in laps.iter().enumerate() {
        let summary = Summary::of(&moments, *first, *last);
        lap(&mut writer, start, index, &summary);
    }
    if let (Some(first), Some(last)) = (moments.first(), moments.last()) {
        session(
            &mut writer,
            start,
            run.sport,
            laps.len(),
            &Summary::of(&moments, *first, *last),
        );
    }
    activity(&mut writer, start + run.seconds, run.utc_offset_s);
    writer.finish()
}

/// A strength session as a FIT file: twelve sets of three exercises with rests, no distance.
pub fn fit_strength(start: DateTime<Utc>, seed: u64) -> Vec<u8> {
    use mesgdef::{Session, Set};
    // (category in the FIT profile, usual weight): squat, bench press, deadlift.
    const EXERCISES: [(u16, f64); 3] = [(28, 80.0), (0, 60.0), (8, 100.0)];
    const SETS: u32 = 4;
    let mut random = Random::new(seed);
    let begin = stamp(start);
    let mut writer = Writer::default();
    file_id(&mut writer, begin);
    let mut now = begin;
    for (category, usual) in EXERCISES {
        let weight = (usual * random.between(0.8, 1.2) / 2.5).round() * 2.5;
        for _ in 0..SETS {
            let (reps, lift_s, rest_s) = (
                random.between(5.0, 11.0) as u16,
                40,
                random.between(80.0, 150.0) as u32,
            );
            writer.message(
                3,
                MesgNum::SET,
                &[
                    (Set::TIMESTAMP, Value::U32(now + lift_s)),
                    (Set::DURATION, Value::U32(lift_s * 1000)),
                    (Set::REPETITIONS, Value::U16(reps)),
                    (Set::WEIGHT, Value::U16((weight * 16.0) as u16)),
                    (Set::SET_TYPE, Value::U8(1)),
                    (Set::START_TIME, Value::U32(now)),
                    (Set::CATEGORY, Value::U16(category)),
                ],
            );
            writer.message(
                4,
                MesgNum::SET,
                &[
                    (Set::TIMESTAMP, Value::U32(now + lift_s + rest_s)),
                    (Set::DURATION, Value::U32(rest_s * 1000)),
                    (Set::SET_TYPE, Value::U8(0)),
                    (Set::START_TIME, Value::U32(now + lift_s)),
                ],
            );
            now += lift_s + rest_s;
        }
    }
    writer.message(
        5,
        MesgNum::SESSION,
        &[
            (Session::TIMESTAMP, Value::U32(now)),
            (Session::START_TIME, Value::U32(begin)),
            (Session::SPORT, Value::Enum(10)),
            (Session::SUB_SPORT, Value::Enum(20)),
            (
                Session::TOTAL_ELAPSED_TIME,
                Value::U32((now - begin) * 1000),
            ),
            (Session::TOTAL_TIMER_TIME, Value::U32((now - begin) * 1000)),
            (
                Session::TOTAL_CALORIES,
                Value::U16(((now - begin) / 10) as u16),
            ),
        ],
    );
    activity(&mut writer, now, 0);
    writer.finish()
}

/// A triathlon as a FIT file: five sessions one after another, the changes between the sports among
/// them, with a record every ten seconds.
pub fn fit_triathlon(start: DateTime<Utc>) -> Vec<u8> {
    use mesgdef::{Record, Session};
    // (sport and sub-sport in the FIT profile, seconds, metres, heart rate)
    const LEGS: [(u8, u8, u32, u32, u8); 5] = [
        (5, 18, 900, 750, 145),
        (3, 34, 90, 200, 150),
        (2, 7, 2_400, 20_000, 148),
        (3, 32, 60, 150, 152),
        (1, 0, 1_500, 5_000, 165),
    ];
    let begin = stamp(start);
    let mut writer = Writer::default();
    file_id(&mut writer, begin);
    let mut now = begin;
    for (sport, sub_sport, seconds, metres, heart_rate) in LEGS {
        for second in (0..seconds).step_by(10) {
            let covered = u64::from(metres) * 100 * u64::from(second) / u64::from(seconds);
            writer.message(
                1,
                MesgNum::RECORD,
                &[
                    (Record::TIMESTAMP, Value::U32(now + second)),
                    (Record::DISTANCE, Value::U32(covered as u32)),
                    (Record::HEART_RATE, Value::U8(heart_rate)),
                ],
            );
        }
        now += seconds;
        writer.message(
            5,
            MesgNum::SESSION,
            &[
                (Session::TIMESTAMP, Value::U32(now)),
                (Session::START_TIME, Value::U32(now - seconds)),
                (Session::SPORT, Value::Enum(sport)),
                (Session::SUB_SPORT, Value::Enum(sub_sport)),
                (Session::TOTAL_ELAPSED_TIME, Value::U32(seconds * 1000)),
                (Session::TOTAL_TIMER_TIME, Value::U32(seconds * 1000)),
                (Session::TOTAL_DISTANCE, Value::U32(metres * 100)),
                (Session::AVG_HEART_RATE, Value::U8(heart_rate)),
            ],
        );
    }
    activity(&mut writer, now, 0);
    writer.finish()
}

pub(super) fn stamp(time: DateTime<Utc>) -> u32 {
    u32::try_from(time.timestamp() - EPOCH_S).unwrap_or_default()
}

pub(super) fn file_id(writer: &mut Writer, created: u32) {
    use mesgdef::FileId;
    writer.message(
        0,
        MesgNum::FILE_ID,
        &[
            (FileId::TYPE, Value::Enum(FILE_ACTIVITY)),
            (FileId::MANUFACTURER, Value::U16(MANUFACTURER_DEVELOPMENT)),
            (FileId::PRODUCT, Value::U16(1)),
            (FileId::TIME_CREATED, Value::U32(created)),
        ],
    );
}

pub(super) fn activity(writer: &mut Writer, end: u32, utc_offset_s: i32) {
    use mesgdef::Activity;
    writer.message(
        6,
        MesgNum::ACTIVITY,
        &[
            (Activity::TIMESTAMP, Value::U32(end)),
            (
                Activity::LOCAL_TIMESTAMP,
                Value::U32(end.saturating_add_signed(utc_offset_s)),
            ),
            (Activity::NUM_SESSIONS, Value::U16(1)),
        ],
    );
}

fn record(writer: &mut Writer, start: u32, moment: &Moment) {
    use mesgdef::Record;
    writer.message(
        1,
        MesgNum::RECORD,
        &[
            (Record::TIMESTAMP, Value::U32(start + moment.second)),
            (
                Record::POSITION_LAT,
                Value::I32(semicircles(moment.latitude)),
            ),
            (
                Record::POSITION_LONG,
                Value::I32(semicircles(moment.longitude)),
            ),
            (
                Record::DISTANCE,
                Value::U32((moment.metres * 100.0).round() as u32),
            ),
            (
                Record::ENHANCED_ALTITUDE,
                Value::U32(((moment.altitude + 500.0) * 5.0).round() as u32),
            ),
            (
                Record::ENHANCED_SPEED,
                Value::U32((moment.speed * 1000.0).round() as u32),
            ),
            (
                Record::HEART_RATE,
                Value::U8(moment.heart_rate.round() as u8),
            ),
            (Record::CADENCE, Value::U8(moment.cadence.round() as u8)),
        ],
    );
}

pub(super) fn semicircles(degrees: f64) -> i32 {
    (degrees * f64::from(1_u32 << 31) / 180.0).round() as i32
}

/// Figures of a stretch of the run, as FIT stores them.
struct Summary {
    first: Moment,
    last: Moment,
    avg_heart_rate: u8,
    max_heart_rate: u8,
    avg_cadence: u8,
}

impl Summary {
    fn of(moments: &[Moment], first: Moment, last: Moment) -> Self {
        let inside = || {
            moments
                .iter()
                .filter(|moment| (first.second..=last.second).contains(&moment.second))
        };
        let mean =
            |of: fn(&Moment) -> f64| inside().map(of).sum::<f64>() / inside().count().max(1) as f64;
        Self {
            first,
            last,
            avg_heart_rate: mean(|moment| moment.heart_rate).round() as u8,
            max_heart_rate: inside()
                .map(|moment| moment.heart_rate.round() as u8)
                .max()
                .unwrap_or(0),
            avg_cadence: mean(|moment| moment.cadence).round() as u8,
        }
    }

    const fn seconds(&self) -> u32 {
        self.last.second - self.first.second
    }

    fn metres(&self) -> f64 {
        self.last.metres - self.first.metres
    }

    fn calories(&self) -> u16 {
        // One kilocalorie for a kilogram and a kilometre, at 70 kg.
        (self.metres() / 1000.0 * 70.0).round() as u16
    }
}

fn lap(writer: &mut Writer, start: u32, index: usize, lap: &Summary) {
    use mesgdef::Lap;
    writer.message(
        2,
        MesgNum::LAP,
        &[
            (Lap::MESSAGE_INDEX, Value::U16(index as u16)),
            (Lap::TIMESTAMP, Value::U32(start + lap.last.second)),
            (Lap::START_TIME, Value::U32(start + lap.first.second)),
            (Lap::TOTAL_ELAPSED_TIME, Value::U32(lap.seconds() * 1000)),
            (Lap::TOTAL_TIMER_TIME, Value::U32(lap.seconds() * 1000)),
            (
                Lap::TOTAL_DISTANCE,
                Value::U32((lap.metres() * 100.0).round() as u32),
            ),
            (Lap::TOTAL_CALORIES, Value::U16(lap.calories())),
            (Lap::AVG_HEART_RATE, Value::U8(lap.avg_heart_rate)),
            (Lap::MAX_HEART_RATE, Value::U8(lap.max_heart_rate)),
            (Lap::AVG_CADENCE, Value::U8(lap.avg_cadence)),
            (Lap::LAP_TRIGGER, Value::Enum(2)),
        ],
    );
}

fn session(writer: &mut Writer, start: u32, sport: u8, laps: usize, whole: &Summary) {
    use mesgdef::Session;
    writer.message(
        5,
        MesgNum::SESSION,
        &[
            (Session::TIMESTAMP, Value::U32(start + whole.last.second)),
            (Session::START_TIME, Value::U32(start)),
            (Session::SPORT, Value::Enum(sport)),
            (Session::SUB_SPORT, Value::Enum(0)),
            (
                Session::TOTAL_ELAPSED_TIME,
                Value::U32(whole.seconds() * 1000),
            ),
            (
                Session::TOTAL_TIMER_TIME,
                Value::U32(whole.seconds() * 1000),
            ),
            (
                Session::TOTAL_DISTANCE,
                Value::U32((whole.metres() * 100.0).round() as u32),
            ),
            (Session::TOTAL_CALORIES, Value::U16(whole.calories())),
            (Session::AVG_HEART_RATE, Value::U8(whole.avg_heart_rate)),
            (Session::MAX_HEART_RATE, Value::U8(whole.max_heart_rate)),
            (Session::AVG_CADENCE, Value::U8(whole.avg_cadence)),
            (Session::FIRST_LAP_INDEX, Value::U16(0)),
            (Session::NUM_LAPS, Value::U16(laps as u16)),
        ],
    );
}
