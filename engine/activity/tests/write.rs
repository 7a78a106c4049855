//! What is written reads back as the same activity.

#![allow(clippy::unwrap_used)] // A test fails by panicking.

mod common;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::ControlFlow;

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use stadion_activity::fields::{FIELDS, PART_FIELDS};
use stadion_activity::sample::{Run, fit, fit_strength, fit_triathlon, gpx, tcx};
use stadion_activity::streams::{Channel, Streams};
use stadion_activity::{
    Activity, Cleaning, Device, FieldValue, Fields, Limits, Options, Part, derive, read, read_each,
    write,
};

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_714_550_400, 0).unwrap()
}

fn only(bytes: Vec<u8>) -> Activity {
    // Made-up samples jump about, and are to come back as they are.
    let options = Options {
        cleaning: Cleaning::NONE,
        ..Options::default()
    };
    let mut files = Vec::new();
    read_each("file", Cursor::new(bytes), &options, |file| {
        files.push(file);
        ControlFlow::Continue(())
    });
    let decoded = files[0].outcome.as_ref().unwrap();
    assert_eq!(decoded.activities.len(), 1);
    decoded.activities[0].clone()
}

type Columns = (Vec<i64>, Vec<(String, Vec<u64>)>);

/// To the bit: missing values are no numbers, which never equal.
fn columns(streams: &Streams) -> Columns {
    let bits = |values: &[f64]| values.iter().map(|v| v.to_bits()).collect();
    let named = streams
        .columns()
        .map(|(name, _, values)| (name.to_owned(), bits(values)));
    (streams.time_ms.clone(), named.collect())
}

/// Equal numbers, or neighbours: JSON's reader may miss the last bit.
fn is_same(was: Option<&FieldValue>, is: Option<&FieldValue>) -> bool {
    match (was, is) {
        (Some(FieldValue::Number(was)), Some(FieldValue::Number(is))) => {
            (was - is).abs() <= was.abs() * 1e-15
        }
        (was, is) => was == is,
    }
}

fn are_same(was: &Fields, is: &Fields) -> bool {
    was.len() == is.len() && was.keys().all(|name| is_same(was.get(name), is.get(name)))
}

/// What a round trip changed, in words; empty when nothing.
fn changes(before: &Activity, after: &Activity) -> Vec<String> {
    let mut changes = Vec::new();
    let mut same = |what: &str, is_same: bool, told: String| {
        if !is_same {
            changes.push(format!("{what}: {told}"));
        }
    };
    let words = |a: &Activity| {
        (
            a.sport.clone(),
            a.sub_sport.clone(),
            a.start_time,
            a.utc_offset_s,
        )
    };
    let told = format!("{:?} {:?}", words(before), words(after));
    same("what", words(before) == words(after), told);
    let legs = before.legs.iter().zip(&after.legs);
    let is_leg = legs.clone().all(|(was, is)| {
        (&was.sport, was.start_time, was.laps) == (&is.sport, is.start_time, is.laps)
            && are_same(&was.fields, &is.fields)
    });
    let stood = |a: &Activity| {
        a.pauses
            .iter()
            .map(|p| (p.start, p.end))
            .collect::<Vec<_>>()
    };
    let told = format!("{:?} {:?}", stood(before), stood(after));
    same("pauses", stood(before) == stood(after), told);
    let count = (before.legs.len(), after.legs.len());
    same("legs", is_leg && count.0 == count.1, format!("{count:?}"));
    for name in before.fields.keys().chain(after.fields.keys()) {
        let (was, is) = (before.fields.get(name), after.fields.get(name));
        same(name, is_same(was, is), format!("{was:?} {is:?}"));
    }
    let told = format!("{} {}", before.parts.len(), after.parts.len());
    same("parts", before.parts.len() == after.parts.len(), told);
    for (was, is) in before.parts.iter().zip(&after.parts) {
        let is_equal = (&was.kind, was.start_time) == (&is.kind, is.start_time)
            && are_same(&was.fields, &is.fields);
        same("part", is_equal, format!("{was:?} {is:?}"));
    }
    let (was, is) = (columns(&before.streams), columns(&after.streams));
    same(
        "times",
        was.0 == is.0,
        format!("{} {}", was.0.len(), is.0.len()),
    );
    let names = |columns: &Columns| columns.1.iter().map(|(n, _)| n.clone()).collect::<Vec<_>>();
    let told = format!("{:?} {:?}", names(&was), names(&is));
    same("channels", names(&was) == names(&is), told);
    for ((name, was), (_, is)) in was.1.iter().zip(&is.1) {
        let differ = was.iter().zip(is).filter(|(a, b)| a != b).count();
        same(
            name,
            differ == 0,
            format!("{differ} of {} samples", was.len()),
        );
    }
    changes
}

fn assert_same(before: &Activity, after: &Activity) {
    let changes = changes(before, after);
    assert!(changes.is_empty(), "{changes:#?}");
}

/// The format asks for a lap of each session: where there was none, one came.
fn without_added_laps(before: &Activity, mut after: Activity) -> Activity {
    if before.parts.iter().all(|part| part.kind != "fit:lap") {
        after.parts.retain(|part| part.kind != "fit:lap");
        for leg in &mut after.legs {
            assert_eq!(std::mem::take(&mut leg.laps), 1);
        }
    }
    after
}

#[test]
fn made_up_recordings_come_back_from_fit() {
    for bytes in [
        fit(&Run::new(start(), 1_800, 3)),
        fit_strength(start(), 5),
        fit_triathlon(start()),
    ] {
        let before = only(bytes);
        let after = without_added_laps(&before, only(write::fit(&before)));
        assert_same(&before, &after);
        assert_eq!(before.device, after.device);
        assert!(after.warnings.is_empty(), "{:?}", after.warnings);
    }
}

#[test]
fn everything_comes_back_from_json() {
    let run = Run::new(start(), 900, 3);
    for bytes in [fit(&run), gpx(&run), tcx(&run), fit_triathlon(start())] {
        let before = only(bytes);
        let after = only(write::json(&before));
        assert_same(&before, &after);
        assert_eq!(before.name, after.name);
        assert_eq!(before.warnings, after.warnings);
    }
}

#[test]
fn a_track_comes_back_from_gpx() {
    let mut before = only(gpx(&Run::new(start(), 600, 3)));
    before.name = Some("Lake & <loop>".to_owned());
    let after = only(write::gpx(&before).unwrap());
    assert_same(&before, &after);
    assert_eq!((before.name, before.device), (after.name, after.device));
}

#[test]
fn laps_and_points_come_back_from_tcx() {
    let before = only(tcx(&Run::new(start(), 1_800, 3)));
    assert!(before.parts.len() > 3);
    let after = only(write::tcx(&before).unwrap());
    assert_same(&before, &after);
    assert_eq!(before.device, after.device);
}

#[test]
fn a_pause_is_a_segment_and_a_stopped_timer() {
    let mut before = only(gpx(&Run::new(start(), 600, 3)));
    for time in before.streams.time_ms.iter_mut().skip(300) {
        *time += 600_000;
    }
    let mut set = |name: &str, value: f64| {
        let name = format!("fit:session.total_{name}_time");
        before.fields.insert(name, FieldValue::Number(value));
    };
    set("elapsed", 1_200.0);
    set("timer", 599.0);
    let bytes = write::gpx(&before).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert_eq!(text.matches("<trkseg>").count(), 2);
    let after = only(bytes);
    let timer = &after.fields["fit:session.total_timer_time"];
    assert_eq!(timer, &FieldValue::Number(599.0));
}

#[test]
fn without_a_track_gpx_and_tcx_say_so() {
    let lifts = only(fit_strength(start(), 5));
    assert_eq!(write::gpx(&lifts), Err(write::NoTrack::Positions));
    assert_eq!(write::tcx(&lifts), Err(write::NoTrack::Samples));
    assert!(write::fit(&Activity::default()).len() > 100);
}

/// A value that the field holds whole: a small number, or a word of the profile.
fn value_of(name: &str, number: u8) -> FieldValue {
    let word = |word: &str| FieldValue::Text(word.to_owned());
    match name.rsplit('.').next().unwrap_or(name) {
        "swim_stroke" => word("butterfly"),
        "sport_profile_name" | "opponent_name" => word("Ирина “2”"),
        "lap_trigger" => word("distance"),
        "intensity" => word("warmup"),
        "sport" => word("cycling"),
        "length_type" | "set_type" => word("active"),
        "category" => word("bench_press"),
        _ => FieldValue::Number(f64::from(number)),
    }
}

fn some_of(names: Vec<&'static str>) -> impl Strategy<Value = Fields> {
    let each = proptest::collection::vec(proptest::option::of(1_u8..20), names.len());
    each.prop_map(move |numbers| {
        let all = names.iter().zip(numbers);
        let chosen = all.filter_map(|(name, number)| Some((*name, number?)));
        chosen
            .map(|(name, number)| (name.to_owned(), value_of(name, number)))
            .collect()
    })
}

/// Cycles have a name for each sport, and the spans are those of the samples.
fn is_plain(name: &str) -> bool {
    ![
        "total_cycles",
        "total_strides",
        "total_strokes",
        "total_elapsed_time",
        "total_timer_time",
        "swolf",
    ]
    .iter()
    .any(|other| name.ends_with(other))
}

fn parts() -> impl Strategy<Value = Vec<Part>> {
    let of = |kind: &'static str| {
        let def = PART_FIELDS.iter().find(|part| part.kind == kind).unwrap();
        let names = def.fields.iter().map(|field| field.name);
        let names: Vec<_> = names.filter(|name| is_plain(name)).collect();
        proptest::collection::vec((0_i64..3_000, some_of(names)), 1..4).prop_map(move |entries| {
            let part = |(second, fields): (i64, Fields)| Part {
                kind: kind.to_owned(),
                start_time: Some(start() + chrono::TimeDelta::seconds(second)),
                fields,
            };
            entries.into_iter().map(part).collect::<Vec<_>>()
        })
    };
    (of("fit:lap"), of("fit:length"), of("fit:set")).prop_map(|(laps, lengths, sets)| {
        let mut all = [laps, lengths, sets].concat();
        all.sort_by_key(|part| part.start_time);
        all
    })
}

/// A value of a channel on the steps of FIT and of our own store.
fn sample_of(channel: Channel, raw: u16) -> f64 {
    let raw = f64::from(raw);
    match channel.name() {
        "position_lat" => -80.0 + raw * 0.002_441_3,
        "position_long" => -170.0 + raw * 0.004_882_7,
        "distance" => raw / 100.0,
        "altitude" => (raw / 20.0).round() - 400.0,
        "cadence" => (raw % 400.0) / 2.0,
        "speed" => raw / 1000.0,
        "temperature" => raw % 60.0 - 20.0,
        "heart_rate" | "power" => raw % 200.0 + 1.0,
        _ => raw % 20.0 + 20.0,
    }
}

fn streams() -> impl Strategy<Value = Streams> {
    let row = (
        1_i64..40,
        proptest::collection::vec(
            proptest::option::weighted(0.8, any::<u16>()),
            Channel::ALL.len(),
        ),
    );
    proptest::collection::vec(row, 0..60).prop_map(|rows| {
        let mut streams = Streams::default();
        let mut time = 0;
        for (step, _) in &rows {
            streams.time_ms.push(time * 1000);
            time += step;
        }
        for (place, channel) in Channel::ALL.into_iter().enumerate() {
            let value = |row: &(i64, Vec<Option<u16>>)| match channel.name() {
                // Both or none.
                "position_long" => row.1[place - 1].map(|raw| sample_of(channel, raw)),
                _ => row.1[place].map(|raw| sample_of(channel, raw)),
            };
            let values: Vec<f64> = rows.iter().map(|r| value(r).unwrap_or(f64::NAN)).collect();
            // A record has no field for it: it comes back as the file's own.
            let has_field = channel != Channel::Spo2;
            if has_field && values.iter().any(|value| !value.is_nan()) {
                streams.channels.insert(channel, values);
            }
        }
        streams
    })
}

fn activities() -> impl Strategy<Value = Activity> {
    let names = FIELDS.iter().map(|field| field.name);
    let names = names.filter(|name| name.starts_with("fit:session.") && is_plain(name));
    let sport = prop_oneof![
        Just(("running", "trail")),
        Just(("cycling", "generic")),
        Just(("swimming", "lap_swimming")),
        Just(("training", "strength_training"))
    ];
    let device = proptest::option::of(Just(Device {
        manufacturer: Some("wahoo_fitness".to_owned()),
        product: Some("Bolt “2”".to_owned()),
        serial: Some("3210".to_owned()),
        software: None,
    }));
    let offset = proptest::option::of((-40_i32..50).prop_map(|quarters| quarters * 900));
    (
        sport,
        some_of(names.collect()),
        parts(),
        streams(),
        device,
        offset,
    )
        .prop_map(
            |((sport, sub_sport), fields, parts, streams, device, utc_offset_s)| {
                let span = streams.span_ms() as f64 / 1000.0;
                let mut activity = Activity {
                    sport: sport.to_owned(),
                    sub_sport: sub_sport.to_owned(),
                    start_time: start(),
                    utc_offset_s,
                    fields,
                    parts,
                    streams,
                    device,
                    ..Activity::default()
                };
                for name in ["elapsed", "timer"] {
                    let name = format!("fit:session.total_{name}_time");
                    activity.fields.insert(name, FieldValue::Number(span));
                }
                derive::complete(&mut activity);
                activity
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_activity_comes_back_from_fit_and_json(made_up in activities()) {
        // With all that reading adds.
        let before = only(write::json(&made_up));
        for bytes in [write::fit(&before), write::json(&before)] {
            let after = only(bytes);
            let changes = changes(&before, &after);
            prop_assert!(changes.is_empty(), "{:#?}", changes);
            let device = before.device.as_ref();
            prop_assert!(device.is_none() || device == after.device.as_ref());
        }
    }
}

/// The corpus, each activity by file.
fn corpus() -> Option<Vec<(String, Activity)>> {
    let folder = common::corpus()?;
    let mut all = Vec::new();
    for path in common::files(&folder) {
        let name = path
            .strip_prefix(&folder)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        for file in read(&name, std::fs::read(&path).unwrap(), &Limits::default()) {
            let decoded = file
                .outcome
                .into_iter()
                .flat_map(|decoded| decoded.activities);
            all.extend(decoded.map(|activity| (file.name.clone(), activity)));
        }
    }
    Some(all)
}

#[test]
fn the_corpus_comes_back() {
    let Some(all) = corpus() else {
        println!("skipped: no corpus");
        return;
    };
    let (mut fit_files, mut whole) = (0, 0);
    let mut causes: BTreeMap<String, usize> = BTreeMap::new();
    for (name, before) in &all {
        assert_eq!(
            changes(before, &only(write::json(before))),
            Vec::<String>::new(),
            "{name}"
        );
        let after = only(write::fit(before));
        let changes = changes(before, &after);
        if name.contains(".fit") {
            fit_files += 1;
            whole += usize::from(changes.is_empty());
            for change in &changes {
                println!("{name}: {change:.200}");
                let cause = change.split(':').next().unwrap_or_default();
                *causes.entry(cause.to_owned()).or_default() += 1;
            }
        }
        let samples = (before.streams.len(), after.streams.len());
        let whole_seconds = before.streams.time_ms.iter().all(|ms| ms % 1000 == 0);
        assert!(
            samples.0 == samples.1 || !whole_seconds,
            "{name}: {samples:?}"
        );
        if write::has_positions(&before.streams) {
            let track = only(write::gpx(before).unwrap());
            let places = |a: &Activity| {
                let column = a.streams.channel(Channel::PositionLat).unwrap();
                column.iter().filter(|degrees| !degrees.is_nan()).count()
            };
            assert_eq!(places(before), places(&track), "{name}");
        }
        if !before.streams.is_empty() {
            let laps = only(write::tcx(before).unwrap());
            assert_eq!(before.streams.len(), laps.streams.len(), "{name}");
        }
    }
    println!("{whole} of {fit_files} FIT activities come back whole from FIT; else: {causes:?}");
    assert!(whole * 100 >= fit_files * 90, "{whole} of {fit_files}");
}
