//! Every file of the corpus of real recordings gives an activity or a clear reason, and the
//! figures agree with those that other readers found (`expected.json` there).
//!
//! The corpus is not part of the project: it is looked for in `$STADION_CORPUS`, then next to the
//! workspace, and the test says so when it is not there.

#![allow(clippy::unwrap_used)] // A test fails by panicking.

mod common;

use std::collections::BTreeMap;
use std::fs;

use chrono::{DateTime, Utc};
use serde_json::Value;
use stadion_activity::streams::Channel;
use stadion_activity::{Activity, Decoded, FieldValue, Fields, FileResult, Limits, read};

/// Where we differ from the reference and know why: (file, figure, reason).
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    (
        "DeveloperData.fit",
        "refused",
        "none of its records or other messages has a time",
    ),
    ("compressed-speed-distance.fit", "records", COMPRESSED),
    ("compressed-speed-distance.fit", "hr_records", COMPRESSED),
    ("compressed-speed-distance.fit", "first_record", COMPRESSED),
    ("compressed-speed-distance.fit", "last_record", COMPRESSED),
    ("FR70-intervals.fit", "records", COMPRESSED),
    ("FR70-intervals.fit", "hr_records", COMPRESSED),
    ("FR70-intervals.fit", "first_record", COMPRESSED),
    ("FR70-intervals.fit", "last_record", COMPRESSED),
    ("null_compressed_speed_dist.fit", "hr_records", ZERO_RATE),
    ("rides__14582164182.fit.gz", "hr_records", ZERO_RATE),
    (
        "strava-android-app-201.10-b1218918.fit",
        "last_record",
        STRAY,
    ),
    ("rides__2013-04-11-17-32-50.fit", "last_record", STRAY),
];

const COMPRESSED: &str = "the reference reader stops at compressed timestamps";
const ZERO_RATE: &str = "the file writes 0 beats a minute where nothing was measured";
const STRAY: &str = "the device's clock jumped by years; such samples are left out with a warning";

/// The share of compared figures that must agree before exceptions are looked at.
const LEAST_SHARE: f64 = 0.98;

#[test]
fn every_file_gives_an_activity_or_a_reason_and_agrees_with_the_reference() {
    let Some(folder) = common::corpus() else {
        println!("skipped: no corpus");
        return;
    };
    let expected: BTreeMap<String, Value> =
        serde_json::from_slice(&fs::read(folder.join("expected.json")).unwrap()).unwrap();
    let mut report = Report::default();
    for path in common::files(&folder) {
        let name = path
            .strip_prefix(&folder)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        let results = read(&name, fs::read(&path).unwrap(), &Limits::default());
        assert!(!results.is_empty(), "{name}: no result");
        for result in &results {
            assert_is_clear(result);
        }
        if let Some(reference) = expected.get(&name) {
            report.file(&name, reference, &results);
        }
    }
    report.conclude();
}

/// A refusal speaks; an activity has a time, a sport, and columns of one length in order.
fn assert_is_clear(result: &FileResult) {
    match &result.outcome {
        Err(refusal) => {
            let said = [&refusal.code, &refusal.reason, &refusal.remedy];
            assert!(
                said.iter().all(|text| !text.is_empty()),
                "{}: {refusal:?}",
                result.name
            );
        }
        Ok(decoded) => {
            assert!(!decoded.activities.is_empty(), "{}", result.name);
            for activity in &decoded.activities {
                assert!(!activity.sport.is_empty());
                let streams = &activity.streams;
                assert!(streams.time_ms.is_sorted(), "{}", result.name);
                assert!(
                    streams
                        .channels
                        .values()
                        .all(|column| column.len() == streams.len())
                );
            }
        }
    }
}

#[derive(Default)]
struct Report {
    compared: usize,
    mismatches: Vec<[String; 4]>,
}

impl Report {
    fn file(&mut self, name: &str, reference: &Value, results: &[FileResult]) {
        if let Some(members) = reference["members"].as_object() {
            for (member, reference) in members {
                let inner = format!("{name}/{member}");
                let Some(result) = results.iter().find(|result| result.name == inner) else {
                    self.compare(&inner, "present", "yes", "no", false);
                    continue;
                };
                self.result(&inner, reference, result);
            }
        } else if let [result] = results {
            self.result(name, reference, result);
        }
    }

    fn result(&mut self, name: &str, reference: &Value, result: &FileResult) {
        match reference["format"].as_str() {
            Some("fit") => self.fit(name, reference, result),
            Some("gpx") => self.gpx(name, reference, result),
            Some("tcx") => self.tcx(name, reference, result),
            _ => {}
        }
    }

    fn fit(&mut self, name: &str, reference: &Value, result: &FileResult) {
        let kind = reference["type"].as_str();
        let is_activity = kind == Some("activity");
        let nothing = count(reference, "records") == 0 && sessions(reference).is_empty();
        let Ok(decoded) = &result.outcome else {
            let code = &result.outcome.as_ref().unwrap_err().code;
            self.compare(
                name,
                "refused",
                &format!("{kind:?}"),
                code,
                !is_activity || nothing,
            );
            return;
        };
        self.compare(
            name,
            "accepted",
            &format!("{kind:?}"),
            "activity",
            is_activity,
        );
        let recorded: Vec<Recording> = decoded.activities.iter().flat_map(recordings).collect();
        for (session, recording) in sessions(reference).iter().zip(&recorded) {
            self.session(name, session, recording);
        }
        let told = sessions(reference).len().max(1);
        self.count(name, "sessions", told, recorded.len());
        self.count(
            name,
            "records",
            count(reference, "records"),
            samples(decoded),
        );
        self.count(
            name,
            "laps",
            count(reference, "laps"),
            parts(decoded, "fit:lap"),
        );
        self.count(
            name,
            "lengths",
            count(reference, "lengths"),
            parts(decoded, "fit:length"),
        );
        // Joined samples and readings of zero make these a little fewer.
        for (what, channel) in [
            ("hr_records", Channel::HeartRate),
            ("gps_records", Channel::PositionLat),
        ] {
            let (told, found) = (
                count(reference, what) as f64,
                present(decoded, channel) as f64,
            );
            self.near(
                name,
                what,
                Some(told),
                Some(found),
                0.01 * told + joined(decoded) as f64,
            );
        }
        self.time(
            name,
            "first_record",
            &reference["first_record"],
            edge(decoded, false),
        );
        self.time(
            name,
            "last_record",
            &reference["last_record"],
            edge(decoded, true),
        );
    }

    fn session(&mut self, name: &str, session: &Value, recording: &Recording) {
        for (what, found) in [
            ("sport", recording.sport),
            ("sub_sport", recording.sub_sport),
        ] {
            let told = session[what].as_str().unwrap_or("generic");
            self.compare(name, what, told, found, told == found);
        }
        let start = recording.start_time.timestamp_millis();
        self.time(name, "start_time", &session["start_time"], Some(start));
        let figures = [
            ("timer_s", "total_timer_time", 0.001),
            ("elapsed_s", "total_elapsed_time", 0.001),
            ("distance_m", "total_distance", 0.001),
            ("avg_hr", "avg_heart_rate", 0.0),
            ("max_hr", "max_heart_rate", 0.0),
            ("ascent_m", "total_ascent", 0.0),
            ("calories", "total_calories", 0.0),
            ("avg_power", "avg_power", 0.0),
            ("pool_length_m", "pool_length", 0.0),
        ];
        for (what, field, tolerance) in figures {
            // Our heart rate of 0 is "not measured".
            let told = session[what]
                .as_f64()
                .filter(|told| *told != 0.0 || !what.ends_with("_hr"));
            let found = number(recording.fields, &format!("fit:session.{field}"));
            // The whole metres of ascent have a fraction in a field of their own.
            let slack = if what == "ascent_m" { 1.0 } else { 1e-6 };
            self.near(
                name,
                what,
                told,
                found,
                tolerance * told.unwrap_or(0.0) + slack,
            );
        }
    }

    fn gpx(&mut self, name: &str, reference: &Value, result: &FileResult) {
        let timed = count(reference, "timed_points");
        let Ok(decoded) = &result.outcome else {
            let code = &result.outcome.as_ref().unwrap_err().code;
            self.compare(
                name,
                "refused",
                &format!("{timed} timed points"),
                code,
                timed == 0,
            );
            return;
        };
        self.count(name, "timed_points", timed, samples(decoded));
        let length = decoded
            .activities
            .iter()
            .filter_map(|activity| number(&activity.fields, "track:length"))
            .sum();
        let told = reference["length_2d_m"].as_f64();
        self.near(
            name,
            "length_2d_m",
            told,
            Some(length),
            0.01 * told.unwrap_or(0.0),
        );
        self.time(
            name,
            "first_time",
            &reference["first_time"],
            edge(decoded, false),
        );
        self.time(
            name,
            "last_time",
            &reference["last_time"],
            edge(decoded, true),
        );
    }

    fn tcx(&mut self, name: &str, reference: &Value, result: &FileResult) {
        let told = reference["activities"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let Ok(decoded) = &result.outcome else {
            self.compare(
                name,
                "refused",
                "",
                &result.outcome.as_ref().unwrap_err().code,
                told.is_empty(),
            );
            return;
        };
        self.count(name, "activities", told.len(), decoded.activities.len());
        for (told, activity) in told.iter().zip(&decoded.activities) {
            let sport = match told["sport"].as_str() {
                Some("Biking") => "cycling",
                Some("Running") => "running",
                _ => "generic",
            };
            self.compare(
                name,
                "sport",
                sport,
                &activity.sport,
                sport == activity.sport,
            );
            self.count(name, "laps", count(told, "laps"), activity.parts.len());
            let alone = Decoded {
                activities: vec![activity.clone()],
                ..Decoded::default()
            };
            self.count(
                name,
                "trackpoints",
                count(told, "trackpoints"),
                samples(&alone),
            );
            for (what, field) in [
                ("time_s", "total_timer_time"),
                ("distance_m", "total_distance"),
            ] {
                let told = told[what].as_f64().filter(|told| *told != 0.0);
                self.near(
                    name,
                    what,
                    told,
                    number(&activity.fields, &format!("fit:session.{field}")),
                    0.01,
                );
            }
        }
    }

    fn count(&mut self, name: &str, what: &str, told: usize, found: usize) {
        self.compare(
            name,
            what,
            &told.to_string(),
            &found.to_string(),
            told == found,
        );
    }

    fn near(
        &mut self,
        name: &str,
        what: &str,
        told: Option<f64>,
        found: Option<f64>,
        tolerance: f64,
    ) {
        let agree = match (told, found) {
            (Some(told), Some(found)) => (told - found).abs() <= tolerance,
            (told, found) => told == found,
        };
        self.compare(
            name,
            what,
            &format!("{told:?}"),
            &format!("{found:?}"),
            agree,
        );
    }

    /// Times agree to the second.
    fn time(&mut self, name: &str, what: &str, told: &Value, found_ms: Option<i64>) {
        let told_ms = told.as_str().map(|text| {
            chrono::DateTime::parse_from_rfc3339(text)
                .unwrap()
                .timestamp_millis()
        });
        let agree = match (told_ms, found_ms) {
            (Some(told), Some(found)) => (told - found).abs() < 1000,
            (told, found) => told == found,
        };
        self.compare(
            name,
            what,
            &format!("{told}"),
            &format!(
                "{:?}",
                found_ms.and_then(chrono::DateTime::from_timestamp_millis)
            ),
            agree,
        );
    }

    fn compare(&mut self, name: &str, what: &str, told: &str, found: &str, agree: bool) {
        self.compared += 1;
        if !agree {
            self.mismatches
                .push([name, what, told, found].map(str::to_owned));
        }
    }

    fn conclude(self) {
        let is_known = |mismatch: &&[String; 4]| {
            EXCEPTIONS
                .iter()
                .any(|(file, figure, _)| mismatch[0].ends_with(file) && mismatch[1] == *figure)
        };
        let (known, unknown): (Vec<_>, Vec<_>) = self.mismatches.iter().partition(is_known);
        let share = 1.0 - self.mismatches.len() as f64 / self.compared as f64;
        println!(
            "{} figures compared, {:.2} % agree, {} differ for known reasons",
            self.compared,
            share * 100.0,
            known.len()
        );
        for [name, what, told, found] in &self.mismatches {
            println!("{name:60} {what:14} reference {told:28} here {found}");
        }
        assert!(unknown.is_empty(), "{unknown:#?}");
        assert!(share >= LEAST_SHARE, "only {share} agree");
    }
}

fn sessions(reference: &Value) -> &[Value] {
    reference["sessions"].as_array().map_or(&[], Vec::as_slice)
}

fn count(reference: &Value, what: &str) -> usize {
    reference[what].as_u64().unwrap_or_default() as usize
}

fn number(fields: &Fields, name: &str) -> Option<f64> {
    match fields.get(name) {
        Some(FieldValue::Number(value)) => Some(*value),
        _ => None,
    }
}

/// What a device wrote as one session: an activity, or a leg of one.
struct Recording<'a> {
    sport: &'a str,
    sub_sport: &'a str,
    start_time: DateTime<Utc>,
    fields: &'a Fields,
}

fn recordings(activity: &Activity) -> Vec<Recording<'_>> {
    if activity.legs.is_empty() {
        return vec![Recording {
            sport: &activity.sport,
            sub_sport: &activity.sub_sport,
            start_time: activity.start_time,
            fields: &activity.fields,
        }];
    }
    let legs = activity.legs.iter();
    let legs = legs.map(|leg| Recording {
        sport: &leg.sport,
        sub_sport: &leg.sub_sport,
        start_time: leg.start_time,
        fields: &leg.fields,
    });
    legs.collect()
}

fn parts(decoded: &Decoded, kind: &str) -> usize {
    decoded
        .activities
        .iter()
        .flat_map(|activity| &activity.parts)
        .filter(|part| part.kind == kind)
        .count()
}

fn present(decoded: &Decoded, channel: Channel) -> usize {
    let columns = decoded
        .activities
        .iter()
        .filter_map(|activity| activity.streams.channel(channel));
    columns.flatten().filter(|value| !value.is_nan()).count()
}

/// Samples kept, and those that warnings account for: none disappears in silence.
fn samples(decoded: &Decoded) -> usize {
    let kept: usize = decoded
        .activities
        .iter()
        .map(|activity| activity.streams.len())
        .sum();
    kept + accounted(decoded, &["duplicate-times", "stray-times", "no-times"])
}

fn joined(decoded: &Decoded) -> usize {
    accounted(decoded, &["duplicate-times", "stray-times"])
}

/// How many of what the warnings are about.
fn accounted(decoded: &Decoded, codes: &[&str]) -> usize {
    let warnings = decoded
        .activities
        .iter()
        .flat_map(|activity| &activity.warnings);
    warnings
        .filter(|warning| codes.contains(&warning.code.as_str()))
        .filter_map(|warning| usize::try_from(warning.count?).ok())
        .sum()
}

/// When the first or the last sample was taken, in milliseconds since 1970.
fn edge(decoded: &Decoded, last: bool) -> Option<i64> {
    let times = decoded.activities.iter().flat_map(|activity| {
        let start = activity.start_time.timestamp_millis();
        activity
            .streams
            .time_ms
            .iter()
            .map(move |time| start + time)
    });
    if last { times.max() } else { times.min() }
}
