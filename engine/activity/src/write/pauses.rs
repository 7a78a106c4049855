//! Where a track is cut: what an activity says by its timer.

use crate::{Activity, FieldValue};

/// Sums of whole seconds may miss by this much.
const SLACK_MS: i64 = 2_000;

/// The places of samples after which the timer stood still, ascending.
///
/// The longest gaps between samples are taken, as far as they fill the time that was not timed:
/// tracks are cut at pauses that are too short to be told as such.
pub(super) fn pauses(activity: &Activity) -> Vec<usize> {
    let number = |name: &str| match activity.fields.get(name) {
        Some(FieldValue::Number(seconds)) => Some(*seconds),
        _ => None,
    };
    let elapsed = number("fit:session.total_elapsed_time");
    let Some((elapsed, ran)) = elapsed.zip(number("fit:session.total_timer_time")) else {
        return known(activity);
    };
    let mut left = ((elapsed - ran) * 1000.0) as i64;
    let times = &activity.streams.time_ms;
    let mut gaps: Vec<(i64, usize)> = times
        .windows(2)
        .enumerate()
        .filter_map(|(index, pair)| Some((pair.last()? - pair.first()?, index)))
        .filter(|(gap, _)| *gap > SLACK_MS)
        .collect();
    gaps.sort_unstable_by_key(|(gap, index)| (-gap, *index));
    let mut paused = Vec::new();
    for (gap, index) in gaps {
        if left <= SLACK_MS {
            break;
        }
        if gap <= left + SLACK_MS {
            left -= gap;
            paused.push(index);
        }
    }
    paused.sort_unstable();
    paused
}

/// After which samples a pause began that the activity tells of.
fn known(activity: &Activity) -> Vec<usize> {
    let begun = activity.pauses.iter().filter_map(|pause| {
        let ms = (pause.start - activity.start_time).num_milliseconds();
        activity
            .streams
            .time_ms
            .partition_point(|time| *time <= ms)
            .checked_sub(1)
    });
    begun.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn activity(seconds: &[i64], elapsed: f64, timer: f64) -> Activity {
        let mut activity = Activity::default();
        activity.streams.time_ms = seconds.iter().map(|second| second * 1000).collect();
        for (name, value) in [("elapsed", elapsed), ("timer", timer)] {
            let name = format!("fit:session.total_{name}_time");
            activity.fields.insert(name, FieldValue::Number(value));
        }
        activity
    }

    #[test]
    fn the_longest_gaps_are_the_pauses() {
        let times = [0, 1, 61, 62, 66, 367, 368];
        assert_eq!(pauses(&activity(&times, 368.0, 8.0)), [1, 4]);
        assert_eq!(pauses(&activity(&times, 368.0, 308.0)), [1]);
        assert_eq!(pauses(&activity(&times, 368.0, 368.0)), Vec::<usize>::new());
        assert_eq!(pauses(&activity(&[], 10.0, 5.0)), Vec::<usize>::new());
        assert_eq!(pauses(&Activity::default()), Vec::<usize>::new());
    }
}
