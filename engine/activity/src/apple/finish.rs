//! A workout of an export as an activity.

use chrono::{Offset, TimeZone};
use chrono_tz::Tz;

use super::readings::{Kept, converted};
use super::sports;
use super::workout::{Happened, TOTAL_DISTANCE, TOTAL_ENERGY, Workout};
use crate::codes::Odd;
use crate::fields::{LAP, LENGTH};
use crate::model::{Pause, PauseCause};
use crate::samples::{Sample, instant, into_streams, recorded};
use crate::streams::Channel;
use crate::warning::{SAMPLES, warn, warn_of};
use crate::{Activity, FieldValue, Fields, Limits, Part, gpx};

pub(super) fn activity(
    workout: &Workout,
    kept: &Kept,
    routes: &[(String, Vec<u8>)],
    is_unread: bool,
    limits: &Limits,
) -> Option<Activity> {
    let start_time = instant(workout.start.at_ms)?;
    let (sport, sub_sport) = sports::of(workout);
    let mut warnings = Vec::new();
    let message = "Left out: {} beyond the limit.";
    warn_of(
        &mut warnings,
        Odd::TooManySamples,
        kept.left_out,
        SAMPLES,
        message,
    );
    if is_unread {
        let message = "The export is so large that the samples of this workout were left out.";
        warn(&mut warnings, Odd::TooManySamples, message);
    }
    let mut samples = Vec::new();
    for (_, bytes) in routes {
        samples.extend(of_route(bytes, limits));
    }
    add(&mut samples, workout, kept);
    Some(Activity {
        sport,
        sub_sport,
        start_time,
        utc_offset_s: Some(offset_s(workout)),
        fields: fields(workout),
        parts: parts(workout),
        pauses: pauses(workout),
        recorded: recorded(&samples),
        streams: into_streams(samples, start_time),
        device: Some(workout.device.clone()).filter(|device| *device != crate::Device::default()),
        warnings,
        ..Activity::default()
    })
}

/// Where the workout was, when its zone is told: the export's own times have the offset of the
/// place where it was exported.
pub(super) fn offset_s(workout: &Workout) -> i32 {
    let zone = workout
        .metadata("HKTimeZone")
        .and_then(|zone| zone.parse::<Tz>().ok());
    let start = instant(workout.start.at_ms);
    zone.zip(start)
        .map_or(workout.start.offset_s, |(zone, start)| {
            zone.offset_from_utc_datetime(&start.naive_utc())
                .fix()
                .local_minus_utc()
        })
}

fn of_route(bytes: &[u8], limits: &Limits) -> Vec<Sample> {
    let Ok(decoded) = gpx::decode(bytes, limits) else {
        return Vec::new();
    };
    let mut samples = Vec::new();
    for activity in decoded.activities {
        let start = activity.start_time.timestamp_millis();
        for (row, time) in activity.streams.time_ms.iter().enumerate() {
            let mut sample = Sample::new(start + time);
            for (channel, values) in &activity.streams.channels {
                if let Some(value) = values.get(row) {
                    sample.set(*channel, *value);
                }
            }
            samples.push(sample);
        }
    }
    samples
}

/// Puts the readings where they belong, at the samples of their time or between them. What the
/// route measured is finer than the records of it.
fn add(samples: &mut Vec<Sample>, workout: &Workout, kept: &Kept) {
    let has = |channel| samples.iter().any(|sample| !sample.get(channel).is_nan());
    let known: Vec<Channel> = [Channel::Distance, Channel::Speed]
        .into_iter()
        .filter(|channel| has(*channel))
        .collect();
    samples.sort_by_key(|sample| sample.at_ms);
    let mut metres = 0.0;
    let mut rows: Vec<Sample> = Vec::new();
    for reading in kept
        .readings
        .iter()
        .filter(|reading| !known.contains(&reading.channel))
    {
        let at_ms = workout.start.at_ms + i64::from(reading.since_ms);
        let value = f64::from(reading.value);
        let value = if reading.channel == Channel::Distance {
            metres += value.max(0.0);
            metres
        } else {
            value
        };
        if rows.last().is_none_or(|row| row.at_ms != at_ms) {
            rows.push(Sample::new(at_ms));
        }
        if let Some(row) = rows.last_mut() {
            row.set(reading.channel, value);
        }
    }
    // Both are in order of time: each row goes into its sample or becomes one.
    let mut between = Vec::new();
    let mut at = 0;
    for row in rows {
        while samples
            .get(at)
            .is_some_and(|sample| sample.at_ms < row.at_ms)
        {
            at += 1;
        }
        match samples
            .get_mut(at)
            .filter(|sample| sample.at_ms == row.at_ms)
        {
            Some(sample) => {
                for channel in Channel::ALL {
                    let value = row.get(channel);
                    if !value.is_nan() {
                        sample.set(channel, value);
                    }
                }
            }
            None => between.push(row),
        }
    }
    samples.extend(between);
    samples.sort_by_key(|sample| sample.at_ms);
}

/// Figures under the canonical names. Apple's active energy is what exercise took, basal energy
/// what living took; together they are what others call calories.
fn fields(workout: &Workout) -> Fields {
    let mut fields = Fields::new();
    let mut put = |name: &str, value: Option<f64>| {
        if let Some(value) = value.filter(|value| *value > 0.0 && *value < 1e9) {
            fields.insert(format!("fit:session.{name}"), FieldValue::Number(value));
        }
    };
    let elapsed = (workout.end.at_ms - workout.start.at_ms) as f64 / 1000.0;
    put("total_elapsed_time", Some(elapsed));
    put(
        "total_timer_time",
        workout.duration_s.or(Some(elapsed - paused_s(workout))),
    );
    let sum = |kind: &str, unit: &str| {
        let statistic = workout.statistic(kind)?;
        converted(statistic.sum?, &statistic.unit, unit)
    };
    let quantity = |name: &str, unit: &str| sum(&format!("{QUANTITY}{name}"), unit);
    let distances = [
        "WalkingRunning",
        "Cycling",
        "Swimming",
        "Wheelchair",
        "DownhillSnowSports",
        "Rowing",
        "PaddleSports",
        "CrossCountrySkiing",
        "SkatingSports",
    ];
    let distance = distances
        .iter()
        .find_map(|name| quantity(&format!("Distance{name}"), "m"));
    put(
        "total_distance",
        distance.or_else(|| sum(TOTAL_DISTANCE, "m")),
    );
    let active = quantity("ActiveEnergyBurned", "kcal").or_else(|| sum(TOTAL_ENERGY, "kcal"));
    let basal = quantity("BasalEnergyBurned", "kcal");
    put(
        "total_calories",
        active.map(|active| active + basal.unwrap_or(0.0)),
    );
    put("total_strokes", quantity("SwimmingStrokeCount", "1"));
    put(
        "total_strides",
        quantity("StepCount", "1").map(|steps| steps / 2.0),
    );
    for (kind, unit, name) in RANGES {
        let statistic = workout.statistic(&format!("{QUANTITY}{kind}"));
        let value = |of: fn(&super::workout::Statistic) -> Option<f64>| {
            statistic.and_then(|statistic| converted(of(statistic)?, &statistic.unit, unit))
        };
        put(&format!("avg_{name}"), value(|statistic| statistic.average));
        put(&format!("max_{name}"), value(|statistic| statistic.maximum));
        if *name == "heart_rate" {
            put("min_heart_rate", value(|statistic| statistic.minimum));
        }
    }
    put(
        "total_ascent",
        measured(workout, "HKElevationAscended", "m"),
    );
    put(
        "total_descent",
        measured(workout, "HKElevationDescended", "m"),
    );
    put("pool_length", measured(workout, "HKLapLength", "m"));
    if let Some(speed) = measured(workout, "HKAverageSpeed", "m/s") {
        put("avg_speed", Some(speed));
    }
    if let Some(speed) = measured(workout, "HKMaximumSpeed", "m/s") {
        put("max_speed", Some(speed));
    }
    fields
}

const QUANTITY: &str = "HKQuantityTypeIdentifier";

/// Statistics with a mean and a range.
const RANGES: &[(&str, &str, &str)] = &[
    ("HeartRate", "/min", "heart_rate"),
    ("RunningPower", "W", "power"),
    ("CyclingPower", "W", "power"),
    ("RunningSpeed", "m/s", "speed"),
    ("CyclingSpeed", "m/s", "speed"),
    ("CyclingCadence", "/min", "cadence"),
];

/// `5432 cm`
fn measured(workout: &Workout, key: &str, unit: &str) -> Option<f64> {
    let (value, written) = workout.metadata(key)?.split_once(' ')?;
    converted(crate::xml::number(value)?, written, unit)
}

/// From each pause to the next start, in the order of the events.
fn pauses(workout: &Workout) -> Vec<Pause> {
    let (mut pauses, mut since) = (Vec::new(), None);
    let mut events: Vec<_> = workout.events.iter().collect();
    events.sort_by_key(|event| event.at_ms);
    for event in events {
        match event.kind.strip_prefix("HKWorkoutEventType") {
            Some("Pause") => since = since.or(Some((event.at_ms, PauseCause::Manual))),
            Some("MotionPaused") => since = since.or(Some((event.at_ms, PauseCause::Auto))),
            Some("Resume" | "MotionResumed") => {
                let begun = since.take();
                let begun = begun.and_then(|(at, cause)| Some((instant(at)?, cause)));
                if let Some(((start, cause), end)) = begun.zip(instant(event.at_ms)) {
                    pauses.push(Pause { start, end, cause });
                }
            }
            _ => {}
        }
    }
    pauses
}

fn paused_s(workout: &Workout) -> f64 {
    let length = |pause: &Pause| (pause.end - pause.start).as_seconds_f64();
    pauses(workout).iter().map(length).sum()
}

/// Laps; in a pool they are its lengths.
fn parts(workout: &Workout) -> Vec<Part> {
    let pool = measured(workout, "HKLapLength", "m");
    let laps = workout
        .events
        .iter()
        .filter(|event| event.kind == "HKWorkoutEventTypeLap" && event.duration_s > 0.0);
    let mut parts: Vec<Part> = laps.map(|event| part(event, pool)).collect();
    parts.sort_by_key(|part| part.start_time);
    parts
}

fn part(event: &Happened, pool: Option<f64>) -> Part {
    let number = |value| FieldValue::Number(value);
    let mut fields = Fields::from([
        ("total_elapsed_time".to_owned(), number(event.duration_s)),
        ("total_timer_time".to_owned(), number(event.duration_s)),
    ]);
    if let Some(metres) = pool {
        fields.insert("avg_speed".into(), number(metres / event.duration_s));
        fields.insert("length_type".into(), FieldValue::Text("active".into()));
        if let Some(stroke) = event.stroke.as_deref().and_then(stroke) {
            fields.insert("swim_stroke".into(), FieldValue::Text(stroke.into()));
        }
    }
    Part {
        kind: if pool.is_some() { LENGTH } else { LAP }.into(),
        start_time: instant(event.at_ms),
        fields,
    }
}

/// `HKSwimmingStrokeStyle` in words of the FIT profile.
fn stroke(style: &str) -> Option<&'static str> {
    match style {
        "1" => Some("mixed"),
        "2" => Some("freestyle"),
        "3" => Some("backstroke"),
        "4" => Some("breaststroke"),
        "5" => Some("butterfly"),
        "6" => Some("drill"),
        _ => None,
    }
}
