//! A part of an activity.

use chrono::{DateTime, TimeDelta, Utc};

use super::{EditError, SESSION, count_parts, measured, number, tell_anew};
use crate::clean::Span;
use crate::fields::{LAP, LEG, LENGTH};
use crate::model::Leg;
use crate::streams::{Channel, Streams};
use crate::{Activity, Fields, Part};

/// Figures of a session that are of every part of it too: what was set and what was felt.
const OF_ANY_PART: &[&str] = &[
    "pool_length",
    "threshold_power",
    "workout_feel",
    "workout_rpe",
    "sport_profile_name",
    "opponent_name",
    "swim_stroke",
    "player_score",
    "opponent_score",
    "dive_number",
    "surface_interval",
];
/// What a lap is called stays when the lap is cut.
const OF_ANY_LAP: &[&str] = &[
    "lap_trigger",
    "intensity",
    "sport",
    "repetition_num",
    "discipline",
    "swim_stroke",
];
/// Devices state times of laps in whole seconds.
const SLACK: TimeDelta = TimeDelta::seconds(1);

/// Keeps what lies between two times, both in milliseconds from the activity's start and both
/// included. It then begins at the first of them; distance and energy count from zero again.
///
/// # Errors
/// [`EditError::TooShort`] when fewer than two samples are in it; the activity is as it was.
pub fn crop(activity: &mut Activity, from_ms: i64, to_ms: i64) -> Result<(), EditError> {
    // There is nothing outside, and no time is too far to be told.
    let from_ms = from_ms.max(0);
    let to_ms = to_ms.min(activity.streams.time_ms.last().copied().unwrap_or(0));
    let mut streams = activity.streams.within((from_ms, to_ms));
    if streams.len() < 2 || streams.span_ms() == 0 {
        return Err(EditError::TooShort);
    }
    let at = |ms| activity.start_time + TimeDelta::milliseconds(ms);
    let span = Span {
        from: at(from_ms),
        to: at(to_ms),
    };
    let parts = std::mem::take(&mut activity.parts);
    let parts = parts
        .into_iter()
        .filter_map(|part| cut_part(activity, part, span));
    let parts: Vec<Part> = parts.collect();
    let legs = std::mem::take(&mut activity.legs);
    let legs = legs
        .into_iter()
        .filter_map(|leg| cut_leg(activity, leg, &parts, span));
    let legs = legs.collect();
    begin_at(&mut streams, from_ms);
    activity.start_time = span.from;
    activity.streams = streams;
    activity.parts = parts;
    activity.legs = legs;
    activity.fields = of_any_part(&activity.fields);
    activity.pauses.retain_mut(|pause| {
        pause.start = pause.start.max(span.from);
        pause.end = pause.end.min(span.to);
        pause.start < pause.end
    });
    for field in &mut activity.developer_fields {
        field.total = None;
    }
    count_parts(activity);
    tell_anew(activity);
    Ok(())
}

/// Times and what counts from the start begin anew; channels that fall silent are gone.
fn begin_at(streams: &mut Streams, from_ms: i64) {
    for time in &mut streams.time_ms {
        *time -= from_ms;
    }
    for channel in [Channel::Distance, Channel::Calories] {
        let Some(column) = streams.channels.get_mut(&channel) else {
            continue;
        };
        let first = column.iter().copied().find(|value| !value.is_nan());
        for value in column.iter_mut() {
            *value = channel.snap(*value - first.unwrap_or(0.0));
        }
    }
    let speaks = |values: &[f64]| values.iter().any(|value| !value.is_nan());
    streams.channels.retain(|_, values| speaks(values));
    streams.open.retain(|_, open| speaks(&open.values));
}

fn of_any_part(fields: &Fields) -> Fields {
    let kept = fields.iter().filter(|(name, _)| {
        let name = name.strip_prefix(SESSION);
        name.is_some_and(|name| OF_ANY_PART.contains(&name))
    });
    kept.map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// A lap that the end cuts is measured anew; a length of the pool or a set is whole or not there.
fn cut_part(whole: &Activity, part: Part, span: Span) -> Option<Part> {
    let is_lap = part.kind == LAP || part.kind == LEG;
    let Some(start) = part.start_time else {
        return (!is_lap && part.kind != LENGTH).then_some(part);
    };
    let seconds = ["total_elapsed_time", "total_timer_time"];
    let seconds = seconds.iter().find_map(|name| number(&part.fields, name));
    let end = start + millis(seconds.unwrap_or(0.0));
    let is_inside = start >= span.from - SLACK && end <= span.to + SLACK;
    if !is_lap {
        let begins_inside = start >= span.from && start <= span.to;
        let is_kept = if part.kind == LENGTH {
            is_inside
        } else {
            begins_inside
        };
        return is_kept.then_some(part);
    }
    if is_inside {
        return Some(part);
    }
    let inside = Span {
        from: start.max(span.from),
        to: end.min(span.to),
    };
    if inside.to - inside.from <= SLACK {
        return None;
    }
    let mut fields = measured(whole, inside);
    let kept = part.fields.into_iter();
    fields.extend(kept.filter(|(name, _)| OF_ANY_LAP.contains(&name.as_str())));
    Some(Part {
        kind: part.kind,
        start_time: Some(inside.from),
        fields,
    })
}

fn cut_leg(whole: &Activity, leg: Leg, parts: &[Part], span: Span) -> Option<Leg> {
    let first = leg.first_sample.unwrap_or(leg.start_time);
    let last = leg.last_sample.unwrap_or(first);
    if last <= span.from || first >= span.to {
        return None;
    }
    let inside = Span {
        from: first.max(span.from),
        to: last.min(span.to),
    };
    let is_whole = first >= span.from && last <= span.to;
    let count = |kind: &str| {
        let in_leg = |start: DateTime<Utc>| start >= inside.from && start < inside.to;
        let parts = parts.iter().filter(|part| part.kind == kind);
        parts
            .filter(|part| part.start_time.is_some_and(in_leg))
            .count()
    };
    let fields = if is_whole {
        leg.fields
    } else {
        let told = measured(whole, inside).into_iter();
        let told = told.map(|(name, value)| (format!("{SESSION}{name}"), value));
        told.chain(of_any_part(&leg.fields)).collect()
    };
    Some(Leg {
        start_time: leg.start_time.max(span.from),
        laps: if is_whole { leg.laps } else { count(LAP) },
        lengths: if is_whole { leg.lengths } else { count(LENGTH) },
        first_sample: leg.first_sample.map(|_| inside.from),
        last_sample: leg.last_sample.map(|_| inside.to),
        fields,
        ..leg
    })
}

fn millis(seconds: f64) -> TimeDelta {
    // Bounded: no recording is longer than the 68 years of its times.
    TimeDelta::milliseconds((seconds.clamp(0.0, 2e9) * 1000.0).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FieldValue, Limits, read, sample};

    fn run() -> Activity {
        let run = sample::Run::new("2026-11-20T06:00:00Z".parse().unwrap(), 3_600, 7);
        let files = read("a.fit", sample::fit(&run), &Limits::default());
        files[0].outcome.as_ref().unwrap().activities[0].clone()
    }

    #[test]
    fn a_part_is_told_by_its_own_samples() {
        let whole = run();
        let mut part = whole.clone();
        crop(&mut part, 600_000, 1_500_000).unwrap();
        assert_eq!(part.start_time - whole.start_time, TimeDelta::seconds(600));
        assert_eq!(part.streams.time_ms.first(), Some(&0));
        assert_eq!(part.streams.span_ms(), 900_000);
        assert_eq!(number(&part.fields, "track:elapsed_time"), Some(900.0));
        let distance = whole.streams.channel(Channel::Distance).unwrap();
        let expected = distance[1500] - distance[600];
        let told = number(&part.fields, "track:length").unwrap();
        assert!((told - expected).abs() < 0.011, "{told} for {expected}");
        // What the device said of the whole is not said of the part.
        assert!(number(&whole.fields, "fit:session.total_distance").is_some());
        assert_eq!(number(&part.fields, "fit:session.total_distance"), None);
        assert_eq!(number(&part.fields, "fit:session.total_calories"), None);
        let told = number(&part.fields, "fit:session.num_laps");
        let laps: Vec<_> = part.parts.iter().filter(|part| part.kind == LAP).collect();
        assert_eq!(told, Some(laps.len() as f64));
        let sum: f64 = laps
            .iter()
            .filter_map(|lap| number(&lap.fields, "total_distance"))
            .sum();
        assert!((sum - expected).abs() < 20.0, "{sum} for {expected}");
        assert_eq!(laps[0].start_time, Some(part.start_time));
    }

    #[test]
    fn the_whole_span_changes_nothing_that_was_measured() {
        let whole = run();
        let mut same = whole.clone();
        let end = *whole.streams.time_ms.last().unwrap();
        crop(&mut same, 0, end).unwrap();
        let mut far = whole.clone();
        crop(&mut far, i64::MIN, i64::MAX).unwrap();
        assert_eq!(far, same);
        assert_eq!(same.streams, whole.streams);
        assert_eq!(same.parts, whole.parts);
        for (name, value) in whole.fields.iter().filter(|(n, _)| n.starts_with("track:")) {
            assert_eq!(same.fields.get(name), Some(value), "{name}");
        }
    }

    #[test]
    fn too_little_is_refused_and_nothing_is_changed() {
        let whole = run();
        let mut part = whole.clone();
        assert_eq!(crop(&mut part, 500, 700), Err(EditError::TooShort));
        assert_eq!(
            crop(&mut part, 9_000_000, 9_900_000),
            Err(EditError::TooShort)
        );
        assert_eq!(crop(&mut part, 900, 100), Err(EditError::TooShort));
        assert_eq!(part, whole);
    }

    #[test]
    fn pauses_are_cut_and_do_not_count() {
        use crate::model::{Pause, PauseCause};
        let mut part = run();
        let at = |s| part.start_time + TimeDelta::seconds(s);
        let pause = |start, end| Pause {
            start: at(start),
            end: at(end),
            cause: PauseCause::Manual,
        };
        part.pauses = vec![pause(10, 60), pause(90, 200), pause(300, 400)];
        crop(&mut part, 50_000, 150_000).unwrap();
        assert_eq!(part.pauses.len(), 2);
        assert_eq!(
            part.fields.get("track:timer_time"),
            Some(&FieldValue::Number(30.0))
        );
    }

    #[test]
    fn a_triathlon_keeps_the_legs_that_are_left() {
        let start = "2026-11-20T06:00:00Z".parse().unwrap();
        let bytes = sample::fit_triathlon(start);
        let files = read("t.fit", bytes, &Limits::default());
        let whole = files[0].outcome.as_ref().unwrap().activities[0].clone();
        let second = whole.legs.get(2).unwrap().start_time;
        let from = (second - whole.start_time).num_milliseconds();
        let mut part = whole.clone();
        crop(&mut part, from, *whole.streams.time_ms.last().unwrap()).unwrap();
        assert!(part.legs.len() < whole.legs.len(), "{:?}", part.legs);
        assert_eq!(part.legs.last().unwrap().sport, "running");
        assert!(
            part.legs
                .iter()
                .all(|leg| leg.start_time >= part.start_time)
        );
    }
}
