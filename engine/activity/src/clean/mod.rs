//! Faults of sensors and clocks, found and mended, with a trail of what was changed.
//!
//! Every reader hands over the samples as its file has them; here they are put in order of time, one
//! sample an instant, and what cannot be true leaves. Each kind of fault can be left as it is
//! ([`Cleaning`]); it is told all the same ([`Cleaned::applied`]).

mod order;
mod spikes;
mod track;
mod trail;
mod values;

pub use trail::{Cleaned, Cleaning, Fault, MOST_SPANS, Span};

use crate::codes::Odd;
use crate::warning::{POSITIONS, SAMPLES, VALUES, warn_of};
use crate::{Activity, Warning};
use trail::Trail;

/// Mends an activity as its reader gave it; to be called once, before anything is derived.
pub(crate) fn clean(activity: &mut Activity, cleaning: Cleaning) {
    let start = activity.start_time;
    let mut trail = Trail::new(cleaning);
    // A reader that has to know the order before, as for the distance along a track, tells of it.
    let put_in_order = activity
        .warnings
        .iter()
        .filter(|warning| warning.code == Odd::BackwardTimes.as_str());
    for count in put_in_order.filter_map(|warning| warning.count) {
        trail.note_count(Fault::BackwardTimes, count);
    }
    let streams = &mut activity.streams;
    order::put_in_order(streams, &mut trail);
    values::drop_impossible(streams, &mut trail);
    order::join_instants(streams, &mut trail);
    track::drop_jumps(streams, &mut trail);
    spikes::drop_spikes(streams, &mut trail);
    track::hold_drift(streams, &mut trail);
    let cleaned = trail.finish(start);
    warn(&mut activity.warnings, &cleaned);
    activity.cleaned.extend(cleaned);
}

/// What was always told as a warning, in the same words.
fn warn(warnings: &mut Vec<Warning>, cleaned: &[Cleaned]) {
    let count = |faults: &[Fault]| -> usize {
        let applied = cleaned
            .iter()
            .filter(|one| one.applied && faults.contains(&one.fault));
        applied
            .map(|one| usize::try_from(one.count).unwrap_or(usize::MAX))
            .sum()
    };
    if !warnings
        .iter()
        .any(|warning| warning.code == Odd::BackwardTimes.as_str())
    {
        warn_of(
            warnings,
            Odd::BackwardTimes,
            count(&[Fault::BackwardTimes]),
            ("time", "times"),
            "Time ran backward {}; the samples were put in order.",
        );
    }
    let told = [
        (
            Odd::ImplausibleValues,
            count(&[Fault::OutOfRange, Fault::ZeroPositions]),
            VALUES,
            "Left out: {} that cannot be true.",
        ),
        (
            Odd::DuplicateTimes,
            count(&[Fault::DuplicateTimes]),
            SAMPLES,
            "Joined with the one before, which has the same time: {}.",
        ),
        (
            Odd::PositionJumps,
            count(&[Fault::PositionJumps]),
            POSITIONS,
            "Left out: {} that nobody could have reached and come back from.",
        ),
        (
            Odd::Spikes,
            count(&[Fault::Spikes]),
            VALUES,
            "Left out: {} that stood out from those just before and after.",
        ),
        (
            Odd::StandingDrift,
            count(&[Fault::StandingDrift]),
            POSITIONS,
            "Held in place while standing still: {}.",
        ),
    ];
    for (code, count, things, message) in told {
        warn_of(warnings, code, count, things, message);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::streams::{Channel, Streams};

    fn recorded() -> Activity {
        let column = |values: &[f64]| values.to_vec();
        let none = f64::NAN;
        Activity {
            start_time: chrono::DateTime::from_timestamp(0, 0).unwrap(),
            streams: Streams {
                time_ms: vec![3_000, 1_000, 1_000, 2_000],
                channels: BTreeMap::from([
                    (Channel::HeartRate, column(&[140.0, none, 120.4, 0.0])),
                    (Channel::Power, column(&[-5.0, none, none, none])),
                    (Channel::PositionLat, column(&[none, 0.0, none, 50.0])),
                    (Channel::PositionLong, column(&[none, 0.0, none, none])),
                ]),
                ..Streams::default()
            },
            ..Activity::default()
        }
    }

    fn told(activity: &Activity) -> Vec<(Fault, Option<&str>, u64, bool)> {
        let cleaned = activity.cleaned.iter();
        cleaned
            .map(|one| (one.fault, one.channel.as_deref(), one.count, one.applied))
            .collect()
    }

    #[test]
    fn samples_are_ordered_joined_and_cleaned() {
        let mut activity = recorded();
        clean(&mut activity, Cleaning::ALL);
        let streams = &activity.streams;
        assert_eq!(streams.time_ms, [1_000, 2_000, 3_000]);
        assert_eq!(
            streams.channels.keys().collect::<Vec<_>>(),
            [&Channel::HeartRate]
        );
        let heart_rate = streams.channel(Channel::HeartRate).unwrap();
        assert_eq!(
            (heart_rate[0], heart_rate[1].is_nan(), heart_rate[2]),
            (120.0, true, 140.0)
        );
        let codes: Vec<_> = activity.warnings.iter().map(|w| w.code.as_str()).collect();
        assert_eq!(
            codes,
            ["backward-times", "implausible-values", "duplicate-times"]
        );
        assert_eq!(activity.warnings[1].count, Some(3));
    }

    #[test]
    fn the_trail_says_what_where_and_when() {
        let mut activity = recorded();
        clean(&mut activity, Cleaning::ALL);
        assert_eq!(
            told(&activity),
            [
                (Fault::BackwardTimes, None, 1, true),
                (Fault::ZeroPositions, Some("position_lat"), 1, true),
                (Fault::OutOfRange, Some("position_lat"), 1, true),
                (Fault::OutOfRange, Some("power"), 1, true),
                (Fault::DuplicateTimes, None, 1, true),
            ]
        );
        let power = activity
            .cleaned
            .iter()
            .find(|one| one.channel.as_deref() == Some("power"));
        let at = "1970-01-01T00:00:03Z".parse().unwrap();
        assert_eq!(power.unwrap().spans, [Span { from: at, to: at }]);
        let json = serde_json::to_value(power).unwrap();
        assert_eq!(json["fault"], "out-of-range");
    }

    #[test]
    fn what_is_turned_off_stays_and_is_told() {
        let mut activity = recorded();
        let cleaning = Cleaning::ALL
            .without(Fault::OutOfRange)
            .without(Fault::DuplicateTimes);
        clean(&mut activity, cleaning);
        let streams = &activity.streams;
        assert_eq!(streams.time_ms, [1_000, 1_000, 2_000, 3_000]);
        assert_eq!(streams.channel(Channel::Power).unwrap()[3..], [-5.0]);
        let applied: Vec<_> = told(&activity).iter().map(|one| (one.0, one.3)).collect();
        assert!(applied.contains(&(Fault::OutOfRange, false)));
        assert!(applied.contains(&(Fault::DuplicateTimes, false)));
        assert!(applied.contains(&(Fault::ZeroPositions, true)));
        // No reading is no fault: it never counts as zero beats.
        assert!(streams.channel(Channel::HeartRate).unwrap()[2].is_nan());
        let codes: Vec<_> = activity.warnings.iter().map(|w| w.code.as_str()).collect();
        assert_eq!(codes, ["backward-times", "implausible-values"]);
    }
}
