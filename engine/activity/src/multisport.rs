//! Several sports in one outing: what a device wrote as sessions one after another becomes one
//! activity with legs, changes between them included.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::fields::LEG;
use crate::model::{DeveloperField, Leg, Recorded};
use crate::streams::{Channel, OpenColumn, Streams};
use crate::summary::Summary;
use crate::{Activity, FieldValue, Fields, Part};

const MULTISPORT: &str = "multisport";
const TRANSITION: &str = "transition";

/// Whether sessions are the legs of one outing: the file has a change between sports.
pub(crate) fn is_one(activities: &[Activity]) -> bool {
    activities.len() > 1 && activities.iter().any(|leg| leg.sport == TRANSITION)
}

/// One activity of several, in order of time. Figures of the whole follow from those of the legs.
pub(crate) fn join(mut all: Vec<Activity>) -> Option<Activity> {
    all.sort_by_key(|leg| leg.start_time);
    let start_time = all.first()?.start_time;
    let legs: Vec<Leg> = all.iter().map(Leg::of).collect();
    let mut parts: Vec<Part> = named(&all);
    parts.extend(all.iter().flat_map(|leg| leg.parts.iter().cloned()));
    let mut warnings = Vec::new();
    for warning in all.iter().flat_map(|leg| &leg.warnings) {
        if !warnings.contains(warning) {
            warnings.push(warning.clone());
        }
    }
    Some(Activity {
        sport: MULTISPORT.to_owned(),
        sub_sport: kind(&all).to_owned(),
        name: None,
        start_time,
        utc_offset_s: all.iter().find_map(|leg| leg.utc_offset_s),
        time_zone: all.iter().find_map(|leg| leg.time_zone.clone()),
        fields: totals(&all),
        parts,
        legs,
        streams: streams(&all, start_time),
        device: all.iter().find_map(|leg| leg.device.clone()),
        recorded: all.iter().fold(Recorded::default(), |sum, leg| Recorded {
            records: sum.records + leg.recorded.records,
            positions: sum.positions + leg.recorded.positions,
        }),
        pauses: all.iter().flat_map(|leg| leg.pauses.clone()).collect(),
        developer_fields: developer_fields(&all),
        cleaned: all.iter().flat_map(|leg| leg.cleaned.clone()).collect(),
        warnings,
    })
}

/// Of every leg once; totals are of one sport only.
fn developer_fields(all: &[Activity]) -> Vec<DeveloperField> {
    let mut fields: Vec<DeveloperField> = Vec::new();
    for field in all.iter().flat_map(|leg| &leg.developer_fields) {
        let field = DeveloperField {
            total: None,
            ..field.clone()
        };
        let known = fields
            .iter_mut()
            .find(|known| (known.index, known.number) == (field.index, field.number));
        match known {
            Some(known) => known.channel = known.channel.take().or(field.channel),
            None => fields.push(field),
        }
    }
    fields
}

impl Leg {
    fn of(activity: &Activity) -> Self {
        let times = &activity.streams.time_ms;
        let at = |ms: &i64| activity.start_time + TimeDelta::milliseconds(*ms);
        let count = |kind: &str| {
            activity
                .parts
                .iter()
                .filter(|part| part.kind == kind)
                .count()
        };
        Self {
            sport: activity.sport.clone(),
            sub_sport: activity.sub_sport.clone(),
            start_time: activity.start_time,
            fields: activity.fields.clone(),
            laps: count(crate::fields::LAP),
            lengths: count(crate::fields::LENGTH),
            recorded: activity.recorded,
            first_sample: times.first().map(at),
            last_sample: times.last().map(at),
        }
    }
}

/// The sub-sport of the FIT profile that the order of sports has.
fn kind(all: &[Activity]) -> &'static str {
    let sports: Vec<&str> = all
        .iter()
        .map(|leg| leg.sport.as_str())
        .filter(|sport| *sport != TRANSITION)
        .collect();
    match sports.as_slice() {
        ["swimming", "cycling", "running"] => "triathlon",
        ["running", "cycling", "running"] => "duathlon",
        ["cycling", "running"] => "brick",
        swum if swum.len() > 1
            && swum
                .iter()
                .all(|sport| ["swimming", "running"].contains(sport)) =>
        {
            "swim_run"
        }
        _ => "generic",
    }
}

/// The legs as parts: `discipline` is `swim`, `ride` or `run`, `t1`, `t2`, … for the changes in
/// their order, and the FIT profile's word for any other sport.
fn named(all: &[Activity]) -> Vec<Part> {
    let mut changes = 0;
    let part = |leg: &Activity| {
        let discipline = match leg.sport.as_str() {
            "swimming" => "swim".to_owned(),
            "cycling" => "ride".to_owned(),
            "running" => "run".to_owned(),
            TRANSITION => {
                changes += 1;
                format!("t{changes}")
            }
            other => other.to_owned(),
        };
        let mut fields = Fields::from([
            ("discipline".to_owned(), FieldValue::Text(discipline)),
            ("sport".to_owned(), FieldValue::Text(leg.sport.clone())),
        ]);
        for (name, value) in &leg.fields {
            if let Some(name) = name.strip_prefix("fit:session.") {
                fields
                    .entry(name.to_owned())
                    .or_insert_with(|| value.clone());
            }
        }
        if let Some(way) = Summary::of(leg).distance_m {
            let way = FieldValue::Number(way);
            fields.entry("total_distance".to_owned()).or_insert(way);
        }
        Part {
            kind: LEG.to_owned(),
            start_time: Some(leg.start_time),
            fields,
        }
    };
    all.iter().map(part).collect()
}

fn number(fields: &Fields, name: &str) -> Option<f64> {
    match fields.get(&format!("fit:session.{name}")) {
        Some(FieldValue::Number(value)) => Some(*value),
        _ => None,
    }
}

/// Sums, extremes, and means weighted by the timer. A figure that a leg with samples lacks is the
/// sum of those that have it.
fn totals(all: &[Activity]) -> Fields {
    const SUMS: [&str; 8] = [
        "total_timer_time",
        "total_moving_time",
        "total_distance",
        "total_ascent",
        "total_descent",
        "total_calories",
        "total_work",
        "num_laps",
    ];
    const MEANS: [&str; 3] = ["avg_heart_rate", "avg_power", "avg_temperature"];
    const HIGHEST: [&str; 3] = ["max_heart_rate", "max_power", "max_speed"];
    let values = |name| all.iter().filter_map(move |leg| number(&leg.fields, name));
    let mut totals = BTreeMap::new();
    let mut put = |name: &str, value: Option<f64>| {
        if let Some(value) = value {
            totals.insert(format!("fit:session.{name}"), FieldValue::Number(value));
        }
    };
    for name in SUMS {
        put(name, values(name).reduce(|sum, value| sum + value));
    }
    for name in HIGHEST {
        put(name, values(name).reduce(f64::max));
    }
    for name in MEANS {
        let weighted = all.iter().filter_map(|leg| {
            let weight = number(&leg.fields, "total_timer_time")?;
            Some((number(&leg.fields, name)? * weight, weight))
        });
        let (sum, weight) = weighted.fold((0.0, 0.0), |(a, b), (x, y)| (a + x, b + y));
        put(name, (weight > 0.0).then(|| sum / weight));
    }
    put("total_elapsed_time", elapsed(all));
    totals
}

/// From the first start to the last end.
fn elapsed(all: &[Activity]) -> Option<f64> {
    let start = all.first()?.start_time;
    let end = |leg: &Activity| {
        let seconds = number(&leg.fields, "total_elapsed_time")?;
        Some((leg.start_time - start).as_seconds_f64() + seconds)
    };
    all.iter().filter_map(end).reduce(f64::max)
}

/// The columns one after another. Distance goes on where the leg before ended, also where the
/// device began anew.
fn streams(all: &[Activity], start: DateTime<Utc>) -> Streams {
    let mut joined = Streams::default();
    for leg in all {
        for channel in leg.streams.channels.keys() {
            joined.channels.entry(*channel).or_default();
        }
        for (name, open) in &leg.streams.open {
            let column = joined
                .open
                .entry(name.clone())
                .or_insert_with(|| OpenColumn {
                    values: Vec::new(),
                    ..open.clone()
                });
            column.decimals = column.decimals.max(open.decimals);
        }
    }
    let mut covered = 0.0;
    for leg in all {
        let shift = (leg.start_time - start).num_milliseconds();
        // Legs follow each other; a sample that two of them have stays with the earlier.
        let last = joined.time_ms.last().copied().unwrap_or(i64::MIN);
        let first = leg.streams.time_ms.partition_point(|ms| ms + shift <= last);
        let times = leg.streams.time_ms.iter().skip(first);
        joined.time_ms.extend(times.map(|ms| ms + shift));
        let more = leg.streams.len() - first;
        let add = |column: &mut Vec<f64>, values: Option<&[f64]>| match values {
            Some(values) => column.extend(values.iter().skip(first)),
            None => column.extend(std::iter::repeat_n(f64::NAN, more)),
        };
        for (channel, column) in &mut joined.channels {
            add(column, leg.streams.channel(*channel));
        }
        for (name, column) in &mut joined.open {
            let values = leg
                .streams
                .open
                .get(name)
                .map(|open| open.values.as_slice());
            add(&mut column.values, values);
        }
        if let Some(column) = joined.channels.get_mut(&Channel::Distance) {
            covered = go_on(column, more, covered);
        }
    }
    joined
}

/// Lifts the last `more` values so that they do not begin below what was covered before; answers
/// what is covered then.
fn go_on(column: &mut [f64], more: usize, covered: f64) -> f64 {
    let from = column.len() - more;
    let leg = column.get_mut(from..).unwrap_or_default();
    let first = leg.iter().copied().find(|metres| !metres.is_nan());
    let lift = first
        .filter(|first| *first < covered)
        .map_or(0.0, |_| covered);
    for metres in leg.iter_mut() {
        *metres = Channel::Distance.snap(*metres + lift);
    }
    let last = leg.iter().rev().copied().find(|metres| !metres.is_nan());
    last.map_or(covered, |last| last.max(covered))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leg(sport: &str, start: i64, seconds: i64, metres: f64, heart_rate: f64) -> Activity {
        let streams = Streams {
            time_ms: (0..=seconds).map(|s| s * 1000).collect(),
            channels: BTreeMap::from([(
                Channel::Distance,
                (0..=seconds)
                    .map(|s| metres * s as f64 / seconds as f64)
                    .collect(),
            )]),
            ..Streams::default()
        };
        let mut fields = Fields::new();
        let figures = [
            ("total_elapsed_time", seconds as f64),
            ("total_timer_time", seconds as f64),
            ("total_distance", metres),
            ("avg_heart_rate", heart_rate),
            ("max_heart_rate", heart_rate + 20.0),
        ];
        for (name, value) in figures {
            fields.insert(format!("fit:session.{name}"), FieldValue::Number(value));
        }
        Activity {
            sport: sport.to_owned(),
            sub_sport: "generic".to_owned(),
            start_time: DateTime::from_timestamp(start, 0).unwrap(),
            fields,
            streams,
            recorded: Recorded {
                records: seconds as usize + 1,
                positions: 0,
            },
            ..Activity::default()
        }
    }

    fn race() -> Vec<Activity> {
        vec![
            leg("swimming", 0, 100, 200.0, 140.0),
            leg("transition", 100, 10, 20.0, 150.0),
            leg("cycling", 110, 200, 2_000.0, 130.0),
            leg("transition", 310, 10, 20.0, 150.0),
            leg("running", 320, 100, 300.0, 160.0),
        ]
    }

    fn figure(activity: &Activity, name: &str) -> f64 {
        number(&activity.fields, name).unwrap()
    }

    #[test]
    fn a_race_is_one_activity_with_its_legs_and_changes() {
        assert!(is_one(&race()) && !is_one(&race()[..1]));
        let whole = join(race()).unwrap();
        assert_eq!(
            (whole.sport.as_str(), whole.sub_sport.as_str()),
            ("multisport", "triathlon")
        );
        assert!((figure(&whole, "total_elapsed_time") - 420.0).abs() < 1e-9);
        assert!((figure(&whole, "total_distance") - 2_540.0).abs() < 1e-9);
        assert!((figure(&whole, "max_heart_rate") - 180.0).abs() < 1e-9);
        let mean = (140.0 * 100.0 + 150.0 * 20.0 + 130.0 * 200.0 + 160.0 * 100.0) / 420.0;
        assert!((figure(&whole, "avg_heart_rate") - mean).abs() < 1e-9);
        let disciplines = whole
            .parts
            .iter()
            .map(|part| part.fields["discipline"].clone());
        let words = ["swim", "t1", "ride", "t2", "run"].map(|word| FieldValue::Text(word.into()));
        assert!(disciplines.eq(words));
        assert_eq!(whole.legs.len(), 5);
        assert_eq!(whole.legs[2].sport, "cycling");
    }

    #[test]
    fn a_file_of_a_race_is_one_activity() {
        let start = "2026-06-14T07:00:00Z".parse().unwrap();
        let bytes = crate::sample::fit_triathlon(start);
        let files = crate::read("race.fit", bytes, &crate::Limits::default());
        let decoded = files[0].outcome.as_ref().unwrap();
        assert_eq!(decoded.activities.len(), 1);
        let race = &decoded.activities[0];
        assert_eq!((race.sub_sport.as_str(), race.legs.len()), ("triathlon", 5));
        let told = Summary::of(race);
        assert_eq!(
            (told.elapsed_s, told.distance_m),
            (Some(4_950.0), Some(26_100.0))
        );
        assert_eq!((told.records, told.legs[2].records), (495, 240));
        assert_eq!(told.legs[1].sub_sport, "swim_to_bike_transition");
    }

    #[test]
    fn columns_go_on_and_time_never_turns() {
        let whole = join(race()).unwrap();
        let streams = &whole.streams;
        assert!(streams.time_ms.windows(2).all(|pair| pair[0] < pair[1]));
        let distance = streams.channel(Channel::Distance).unwrap();
        assert_eq!(distance.len(), streams.len());
        assert!(distance.is_sorted());
        assert!((distance.last().unwrap() - 2_540.0).abs() < 0.1);
    }

    #[test]
    fn the_order_of_sports_says_what_it_was() {
        let kind_of = |sports: &[&str]| {
            let legs: Vec<_> = sports
                .iter()
                .map(|sport| leg(sport, 0, 1, 1.0, 1.0))
                .collect();
            kind(&legs)
        };
        assert_eq!(
            kind_of(&["running", "transition", "cycling", "running"]),
            "duathlon"
        );
        assert_eq!(kind_of(&["cycling", "transition", "running"]), "brick");
        assert_eq!(kind_of(&["swimming", "running", "swimming"]), "swim_run");
        assert_eq!(kind_of(&["rowing", "transition", "running"]), "generic");
    }
}
