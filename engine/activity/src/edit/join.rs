//! Two activities as one.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::{EditError, SESSION, count_parts, number, tell_anew};
use crate::model::{Pause, PauseCause, Recorded};
use crate::streams::{Channel, OpenColumn, Streams};
use crate::{Activity, FieldValue, Fields};

/// Totals that add up.
const SUMS: [&str; 15] = [
    "total_timer_time",
    "total_moving_time",
    "total_distance",
    "total_ascent",
    "total_descent",
    "total_calories",
    "total_fat_calories",
    "total_work",
    "total_cycles",
    "total_strides",
    "total_strokes",
    "stroke_count",
    "jump_count",
    "training_load_peak",
    "training_stress_score",
];
const GREATEST: [&str; 9] = [
    "max_speed",
    "max_heart_rate",
    "max_cadence",
    "max_power",
    "max_altitude",
    "max_temperature",
    "max_core_temperature",
    "max_respiration_rate",
    "max_depth",
];
const LEAST: [&str; 3] = ["min_heart_rate", "min_altitude", "min_temperature"];
const ELAPSED: &str = "total_elapsed_time";

/// One activity of two, the time between them a pause. Name, sport and device are those of the
/// first that is given; which began earlier is found out.
///
/// # Errors
/// [`EditError::Overlap`] when one began before the other ended.
pub fn join(one: Activity, other: Activity) -> Result<Activity, EditError> {
    let is_in_order = one.start_time <= other.start_time;
    let (name, sport, sub_sport) = (one.name.clone(), one.sport.clone(), one.sub_sport.clone());
    let device = one.device.clone().or_else(|| other.device.clone());
    let (first, second) = if is_in_order {
        (one, other)
    } else {
        (other, one)
    };
    let gap = second.start_time - first.start_time;
    let end = TimeDelta::milliseconds(first.streams.time_ms.last().copied().unwrap_or(0));
    if gap < end {
        return Err(EditError::Overlap);
    }
    let mut pauses = first.pauses.clone();
    if gap > end {
        pauses.push(Pause {
            start: first.start_time + end,
            end: second.start_time,
            cause: PauseCause::Gap,
        });
    }
    pauses.extend(second.pauses.iter().copied());
    let mut warnings = first.warnings.clone();
    let known = |warning: &&crate::Warning| !first.warnings.contains(warning);
    warnings.extend(second.warnings.iter().filter(known).cloned());
    let mut developer_fields = first.developer_fields.clone();
    for field in &second.developer_fields {
        if developer_fields
            .iter()
            .all(|known| known.name != field.name)
        {
            developer_fields.push(field.clone());
        }
    }
    for field in &mut developer_fields {
        field.total = None;
    }
    let mut joined = Activity {
        sport,
        sub_sport,
        name,
        start_time: first.start_time,
        utc_offset_s: first.utc_offset_s.or(second.utc_offset_s),
        time_zone: first.time_zone.or(second.time_zone),
        fields: fields(&first.fields, &second.fields, gap),
        parts: [first.parts, second.parts].concat(),
        legs: [first.legs, second.legs].concat(),
        streams: streams(&first.streams, &second.streams, gap.num_milliseconds()),
        device,
        pauses,
        developer_fields,
        recorded: Recorded {
            records: first.recorded.records + second.recorded.records,
            positions: first.recorded.positions + second.recorded.positions,
        },
        cleaned: [first.cleaned, second.cleaned].concat(),
        warnings,
    };
    count_parts(&mut joined);
    tell_anew(&mut joined);
    Ok(joined)
}

/// What both state and is a figure of both together.
fn fields(first: &Fields, second: &Fields, gap: TimeDelta) -> Fields {
    let both = |name: &str| {
        let name = format!("{SESSION}{name}");
        Some((number(first, &name)?, number(second, &name)?))
    };
    let mut joined = Fields::new();
    let mut put = |name: &str, value: Option<f64>| {
        let name = format!("{SESSION}{name}");
        joined.extend(value.map(|value| (name, FieldValue::Number(value))));
    };
    for name in SUMS {
        put(name, both(name).map(|(a, b)| a + b));
    }
    for name in GREATEST {
        put(name, both(name).map(|(a, b)| a.max(b)));
    }
    for name in LEAST {
        put(name, both(name).map(|(a, b)| a.min(b)));
    }
    let seconds = gap.num_milliseconds() as f64 / 1000.0;
    put(ELAPSED, both(ELAPSED).map(|(_, second)| seconds + second));
    for (name, value) in first {
        if name.starts_with(SESSION) && second.get(name) == Some(value) {
            let is_text = matches!(value, FieldValue::Text(_));
            let is_set = ["pool_length", "threshold_power"];
            let is_set = is_set.iter().any(|set| name.ends_with(set));
            if is_text || is_set {
                joined.insert(name.clone(), value.clone());
            }
        }
    }
    joined
}

/// The second's samples after the first's; one of the same instant is not told twice.
fn streams(first: &Streams, second: &Streams, gap_ms: i64) -> Streams {
    let last = first.time_ms.last().copied();
    let later: Vec<i64> = second.time_ms.iter().map(|time| time + gap_ms).collect();
    let skipped = later.partition_point(|time| Some(*time) <= last);
    let mut joined = Streams {
        time_ms: first.time_ms.iter().copied().chain(later).collect(),
        ..Streams::default()
    };
    joined.time_ms.drain(first.len()..first.len() + skipped);
    let columns = |a: Option<&Vec<f64>>, b: Option<&Vec<f64>>| -> Vec<f64> {
        let missing = |n: usize| vec![f64::NAN; n];
        let mut values = a.cloned().unwrap_or_else(|| missing(first.len()));
        let b = b.cloned().unwrap_or_else(|| missing(second.len()));
        values.extend(b.into_iter().skip(skipped));
        values
    };
    let names = first.channels.keys().chain(second.channels.keys());
    for channel in names {
        if joined.channels.contains_key(channel) {
            continue;
        }
        let own = first.channels.get(channel);
        let mut added = second.channels.get(channel).cloned();
        if matches!(channel, Channel::Distance | Channel::Calories) {
            let known = |value: &&f64| !value.is_nan();
            let base = own.and_then(|own| own.iter().rev().find(known));
            for value in added.iter_mut().flatten() {
                *value = channel.snap(*value + base.copied().unwrap_or(0.0));
            }
        }
        let values = columns(own, added.as_ref());
        joined.channels.insert(*channel, values);
    }
    joined.open = open(first, second, columns);
    joined
}

/// Channels of one name but of different units are not one; the first's stays.
fn open(
    first: &Streams,
    second: &Streams,
    columns: impl Fn(Option<&Vec<f64>>, Option<&Vec<f64>>) -> Vec<f64>,
) -> BTreeMap<String, OpenColumn> {
    let mut joined = BTreeMap::new();
    for (name, open) in first.open.iter().chain(&second.open) {
        if joined.contains_key(name) {
            continue;
        }
        let (a, b) = (first.open.get(name), second.open.get(name));
        let b = b.filter(|b| b.unit == open.unit);
        let decimals = |open: Option<&OpenColumn>| open.map_or(0, |open| open.decimals);
        let column = OpenColumn {
            unit: open.unit.clone(),
            decimals: decimals(a).max(decimals(b)),
            values: columns(a.map(|a| &a.values), b.map(|b| &b.values)),
        };
        joined.insert(name.clone(), column);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::crop;
    use crate::{Limits, read, sample};

    fn run(start: &str, seconds: u32) -> Activity {
        let run = sample::Run::new(start.parse().unwrap(), seconds, 7);
        let files = read("a.fit", sample::fit(&run), &Limits::default());
        files[0].outcome.as_ref().unwrap().activities[0].clone()
    }

    #[test]
    fn two_are_one_with_a_pause_between() {
        let first = run("2026-11-20T06:00:00Z", 1_200);
        let second = run("2026-11-20T06:30:00Z", 600);
        let joined = join(second.clone(), first.clone()).unwrap();
        assert_eq!(joined.start_time, first.start_time);
        assert_eq!(
            joined.streams.len(),
            first.streams.len() + second.streams.len()
        );
        assert_eq!(joined.streams.span_ms(), 2_400_000);
        let of = |activity: &Activity, name: &str| number(&activity.fields, name).unwrap();
        for name in ["fit:session.total_distance", "fit:session.total_timer_time"] {
            let sum = of(&first, name) + of(&second, name);
            assert!((of(&joined, name) - sum).abs() < 1e-6, "{name}");
        }
        assert!((of(&joined, "track:timer_time") - 1_800.0).abs() < 1e-6);
        assert!((of(&joined, "fit:session.total_elapsed_time") - 2_400.0).abs() < 1e-6);
        assert_eq!(number(&joined.fields, "fit:session.avg_heart_rate"), None);
        assert!(joined.streams.time_ms.is_sorted());
        let distance = joined.streams.channel(Channel::Distance).unwrap();
        assert!(distance.is_sorted());
        assert_eq!(joined.parts.len(), first.parts.len() + second.parts.len());
        assert_eq!(join(joined, first), Err(EditError::Overlap));
    }

    #[test]
    fn the_parts_of_a_whole_are_the_whole() {
        let whole = run("2026-11-20T06:00:00Z", 1_800);
        let (mut first, mut second) = (whole.clone(), whole.clone());
        crop(&mut first, 0, 700_000).unwrap();
        crop(&mut second, 700_000, 1_800_000).unwrap();
        let joined = join(first, second).unwrap();
        assert_eq!(joined.streams.time_ms, whole.streams.time_ms);
        let heart_rate =
            |activity: &Activity| activity.streams.channels[&Channel::HeartRate].clone();
        assert_eq!(heart_rate(&joined), heart_rate(&whole));
        let length = |activity: &Activity| number(&activity.fields, "track:length").unwrap();
        assert!((length(&joined) - length(&whole)).abs() < 0.011);
    }
}
