//! Readings that stand out alone: far from those before and after, which agree with each other.

use super::trail::{Fault, Trail};
use super::values::erase;
use crate::streams::{Channel, Streams};

/// Readings off together before the channel comes back, and for how long.
const MOST_OFF: usize = 3;
const MOST_OFF_MS: i64 = 10_000;

/// A change there and back within seconds that nothing measured makes; generous, as a sprinter's
/// power triples within a second and comes back. Channels not named have no such bound.
const fn most_change(channel: Channel) -> Option<f64> {
    match channel {
        Channel::Distance => Some(200.0),
        Channel::Altitude => Some(50.0),
        Channel::HeartRate | Channel::RespirationRate => Some(40.0),
        Channel::Cadence => Some(120.0),
        Channel::Power => Some(1_500.0),
        Channel::Speed => Some(25.0),
        Channel::Temperature | Channel::Depth => Some(20.0),
        Channel::CoreTemperature => Some(3.0),
        _ => None,
    }
}

/// Drops readings that stand out.
pub(super) fn drop_spikes(streams: &mut Streams, trail: &mut Trail) {
    let time = &streams.time_ms;
    for (channel, column) in &mut streams.channels {
        let Some(most) = most_change(*channel) else {
            continue;
        };
        let rows = spikes(column, time, most);
        trail.note(
            Fault::Spikes,
            Some(channel.name()),
            rows.iter().copied(),
            time,
        );
        if trail.mends(Fault::Spikes) {
            erase(column, &rows);
        }
    }
}

fn spikes(column: &[f64], time: &[i64], most: f64) -> Vec<usize> {
    let known: Vec<(usize, f64)> = column
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, value)| !value.is_nan())
        .collect();
    let mut found = Vec::new();
    let mut at = 1;
    while let (Some((before, base)), Some((_, value))) = (known.get(at - 1), known.get(at)) {
        let change = value - base;
        at += 1;
        if change.abs() <= most {
            continue;
        }
        let off = |value: f64| (value - base).abs() > most && (value > *base) == (change > 0.0);
        let ahead = known.get(at - 1..).unwrap_or_default();
        let count = ahead
            .iter()
            .take(MOST_OFF + 1)
            .take_while(|(_, value)| off(*value))
            .count();
        let Some((after, back)) = ahead.get(count) else {
            continue;
        };
        let passed = time
            .get(*after)
            .zip(time.get(*before))
            .map(|(after, before)| after - before);
        let is_soon = passed.is_some_and(|passed| passed <= MOST_OFF_MS);
        if count <= MOST_OFF && is_soon && (back - base).abs() <= most / 2.0 {
            found.extend(ahead.iter().take(count).map(|(row, _)| *row));
            at += count;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::Activity;
    use crate::clean::{Cleaning, clean};

    fn cleaned(channel: Channel, values: &[f64]) -> Activity {
        let streams = Streams {
            time_ms: (0_i64..)
                .take(values.len())
                .map(|second| second * 1000)
                .collect(),
            channels: BTreeMap::from([(channel, values.to_vec())]),
            ..Streams::default()
        };
        let mut activity = Activity {
            streams,
            ..Activity::default()
        };
        clean(&mut activity, Cleaning::ALL);
        activity
    }

    fn gone(channel: Channel, values: &[f64]) -> Vec<usize> {
        let activity = cleaned(channel, values);
        let column = activity.streams.channel(channel).unwrap();
        (0..values.len())
            .filter(|row| column[*row].is_nan())
            .collect()
    }

    #[test]
    fn what_stands_out_alone_leaves() {
        let rates = [120.0, 121.0, 220.0, 122.0, 60.0, 61.0, 62.0, 123.0, 124.0];
        assert_eq!(gone(Channel::HeartRate, &rates), [2, 4, 5, 6]);
        let activity = cleaned(Channel::HeartRate, &rates);
        assert_eq!(activity.cleaned[0].fault, Fault::Spikes);
        assert_eq!(activity.cleaned[0].channel.as_deref(), Some("heart_rate"));
        assert_eq!(activity.cleaned[0].spans.len(), 2);
        assert_eq!(activity.warnings[0].code, "spikes");
        assert_eq!(gone(Channel::Altitude, &[10.0, 11.0, 500.0, 11.0]), [2]);
        assert_eq!(gone(Channel::Distance, &[900.0, 903.0, 0.0, 909.0]), [2]);
    }

    #[test]
    fn what_stays_changed_or_comes_back_slowly_stays() {
        let none: [usize; 0] = [];
        assert_eq!(
            gone(
                Channel::HeartRate,
                &[90.0, 150.0, 151.0, 150.0, 149.0, 150.0]
            ),
            none
        );
        let sprint = [150.0, 900.0, 1_200.0, 1_100.0, 300.0, 150.0];
        assert_eq!(gone(Channel::Power, &sprint), none);
        assert_eq!(gone(Channel::HeartRate, &[120.0, 200.0]), none);
    }
}
