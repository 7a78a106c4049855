//! When a recording stood still, where the file tells of no timer.

use chrono::TimeDelta;

use crate::model::{Pause, PauseCause};
use crate::{Activity, FieldValue};

/// Without a sample for longer than this a recording was paused: devices that record "smartly" leave
/// up to about 20 s between samples.
const GAP_MS: i64 = 30_000;
/// Sparse recordings leave more: so many times their usual step.
const STEPS: i64 = 5;

/// Stretches without samples.
pub(crate) fn gaps(activity: &Activity) -> Vec<Pause> {
    let times = &activity.streams.time_ms;
    let mut steps: Vec<i64> = times
        .windows(2)
        .filter_map(step)
        .filter(|step| *step > 0)
        .collect();
    let middle = steps.len() / 2;
    if steps.is_empty() {
        return Vec::new();
    }
    let (_, usual, _) = steps.select_nth_unstable(middle);
    let most = GAP_MS.max(STEPS.saturating_mul(*usual));
    let at = |ms: i64| activity.start_time + TimeDelta::milliseconds(ms);
    let long = times
        .windows(2)
        .filter(|pair| step(pair).is_some_and(|step| step > most));
    let pause = |pair: &[i64]| match *pair {
        [from, to] => Some(Pause {
            start: at(from),
            end: at(to),
            cause: PauseCause::Gap,
        }),
        _ => None,
    };
    long.filter_map(pause).collect()
}

fn step(pair: &[i64]) -> Option<i64> {
    match pair {
        [from, to] => Some(to - from),
        _ => None,
    }
}

/// Adds `track:timer_time`: from the first sample to the last without the pauses.
pub(crate) fn add_timer_time(activity: &mut Activity) {
    let Some(FieldValue::Number(elapsed)) = activity.fields.get("track:elapsed_time") else {
        return;
    };
    let (Some(first), Some(last)) = (
        activity.streams.time_ms.first(),
        activity.streams.time_ms.last(),
    ) else {
        return;
    };
    let at = |ms: &i64| activity.start_time + TimeDelta::milliseconds(*ms);
    let (first, last) = (at(first), at(last));
    let within = |pause: &Pause| {
        let length = pause.end.min(last) - pause.start.max(first);
        length.as_seconds_f64().max(0.0)
    };
    let paused: f64 = activity.pauses.iter().map(within).sum();
    let timer = FieldValue::Number((elapsed - paused).max(0.0));
    activity
        .fields
        .entry("track:timer_time".to_owned())
        .or_insert(timer);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::streams::Streams;

    fn at(seconds: &[i64]) -> Activity {
        let times = seconds.iter().map(|second| second * 1000).collect();
        let streams = Streams {
            time_ms: times,
            ..Streams::default()
        };
        Activity {
            streams,
            ..Activity::default()
        }
    }

    #[test]
    fn a_gap_is_a_pause_and_a_sparse_recording_is_none() {
        let mut activity = at(&[0, 1, 2, 3, 100, 101, 125]);
        activity.pauses = gaps(&activity);
        let [pause] = activity.pauses.as_slice() else {
            panic!("{:?}", activity.pauses);
        };
        assert_eq!((pause.end - pause.start).num_seconds(), 97);
        assert_eq!(pause.cause, PauseCause::Gap);
        activity
            .fields
            .insert("track:elapsed_time".to_owned(), FieldValue::Number(125.0));
        add_timer_time(&mut activity);
        assert_eq!(
            activity.fields["track:timer_time"],
            FieldValue::Number(28.0)
        );
        assert_eq!(gaps(&at(&[0, 60, 120, 180, 240])), []);
        assert_eq!(gaps(&at(&[0])), []);
    }
}
