//! Splits and best efforts over the distance column.
//!
//! Between samples the distance is taken to grow evenly, so an effort over exactly 1000 m is
//! found though no sample lies there. Time is time by the clock: a pause inside an effort counts.

use crate::streams::{Channel, Streams};

/// A stretch of a workout.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effort {
    pub metres: f64,
    pub seconds: f64,
    /// Milliseconds from the workout's start.
    pub start_ms: i64,
    pub end_ms: i64,
}

/// One of the stretches of equal length that a workout is cut into; the last may be shorter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// From 0.
    pub index: usize,
    pub metres: f64,
    pub seconds: f64,
    /// Milliseconds from the workout's start.
    pub start_ms: i64,
    pub end_ms: i64,
    /// Mean over the samples inside.
    pub avg_heart_rate: Option<f64>,
}

/// More splits than this of one workout serve nobody.
const MOST_SPLITS: f64 = 10_000.0;

/// Cuts a workout every `every_m` metres.
///
/// Empty without distance, and when `every_m` is not positive or gives over 10,000 splits.
pub fn splits(streams: &Streams, every_m: f64) -> Vec<Split> {
    let line = Line::of(streams);
    let total = line.metres();
    if every_m.is_nan() || every_m <= 0.0 || total <= 0.0 || total / every_m > MOST_SPLITS {
        return Vec::new();
    }
    let mut cursor = 0;
    let mut marks = vec![line.time_at(0.0, &mut cursor)];
    let whole = (total / every_m).floor();
    marks.extend((1..=whole as usize).map(|mark| line.time_at(mark as f64 * every_m, &mut cursor)));
    let rest = total - whole * every_m;
    if rest > every_m * 1e-6 {
        marks.push(line.time_at(total, &mut cursor));
    }
    let count = marks.len() - 1;
    let mut rates = HeartRates::of(streams);
    let split = |(index, pair): (usize, &[f64])| {
        let (start, end) = (*pair.first()?, *pair.last()?);
        let last = index + 1 == count && rest > every_m * 1e-6;
        Some(Split {
            index,
            metres: if last { rest } else { every_m },
            seconds: (end - start) / 1000.0,
            start_ms: start.round() as i64,
            end_ms: end.round() as i64,
            avg_heart_rate: rates.mean_until(end),
        })
    };
    marks.windows(2).enumerate().filter_map(split).collect()
}

/// The fastest stretch of `metres`: the two-pointer sweep over the polyline of distance by time.
///
/// The best stretch begins or ends at a corner of the polyline, so only those are tried.
pub fn best_over_distance(line: &Line, metres: f64) -> Option<Effort> {
    if metres.is_nan() || metres <= 0.0 || metres > line.metres() {
        return None;
    }
    let (mut forward, mut backward) = (0, 0);
    let mut best: Option<(f64, f64)> = None;
    for &(time, at) in &line.points {
        let from_here =
            (at + metres <= line.metres()).then(|| (time, line.time_at(at + metres, &mut forward)));
        let to_here = (at >= metres).then(|| (line.last_time_at(at - metres, &mut backward), time));
        for (start, end) in from_here.into_iter().chain(to_here) {
            if end > start && best.is_none_or(|(s, e)| end - start < e - s) {
                best = Some((start, end));
            }
        }
    }
    best.map(|(start, end)| Effort {
        metres,
        seconds: (end - start) / 1000.0,
        start_ms: start.round() as i64,
        end_ms: end.round() as i64,
    })
}

/// The longest way in `seconds`, by the same sweep.
pub fn best_over_duration(line: &Line, seconds: f64) -> Option<Effort> {
    let span = seconds * 1000.0;
    let (first, last) = (line.points.first()?.0, line.points.last()?.0);
    if span.is_nan() || span <= 0.0 || span > last - first {
        return None;
    }
    let (mut forward, mut backward) = (0, 0);
    let mut best: Option<(f64, f64)> = None;
    for &(time, at) in &line.points {
        let from_here =
            (time + span <= last).then(|| (time, line.metres_at(time + span, &mut forward) - at));
        let start = time - span;
        let to_here = (start >= first).then(|| (start, at - line.metres_at(start, &mut backward)));
        for (start, covered) in from_here.into_iter().chain(to_here) {
            if best.is_none_or(|(_, most)| covered > most) {
                best = Some((start, covered));
            }
        }
    }
    best.map(|(start, metres)| Effort {
        metres,
        seconds,
        start_ms: start.round() as i64,
        end_ms: (start + span).round() as i64,
    })
}

/// Distance, or another sum, by time as a polyline; that of distance never falls. Time in milliseconds, distance from 0.
pub struct Line {
    points: Vec<(f64, f64)>,
}

impl Line {
    /// Without distance it has no points, and no stretch is found on it.
    pub fn of(streams: &Streams) -> Self {
        let column = streams.channel(Channel::Distance).unwrap_or_default();
        let mut points: Vec<(f64, f64)> = Vec::with_capacity(column.len());
        let mut zero = None;
        for (time, metres) in streams.time_ms.iter().zip(column) {
            if metres.is_nan() {
                continue;
            }
            let start = *zero.get_or_insert(*metres);
            let least = points.last().map_or(0.0, |(_, last)| *last);
            points.push((*time as f64, (metres - start).max(least)));
        }
        Self { points }
    }

    /// Through these points, in order of time.
    pub(super) fn through(points: Vec<(f64, f64)>) -> Self {
        Self { points }
    }

    fn metres(&self) -> f64 {
        self.points.last().map_or(0.0, |(_, metres)| *metres)
    }

    /// When `metres` were first reached. `cursor` only moves on, for queries in rising order.
    fn time_at(&self, metres: f64, cursor: &mut usize) -> f64 {
        while self.points.get(*cursor).is_some_and(|(_, at)| *at < metres) {
            *cursor += 1;
        }
        self.between(
            *cursor,
            |(time, at), (next_time, next_at)| {
                time + (next_time - time) * (metres - at) / (next_at - at)
            },
            |(time, _)| time,
        )
    }

    /// When `metres` were last held, before going on.
    fn last_time_at(&self, metres: f64, cursor: &mut usize) -> f64 {
        while self
            .points
            .get(*cursor)
            .is_some_and(|(_, at)| *at <= metres)
        {
            *cursor += 1;
        }
        self.between(
            *cursor,
            |(time, at), (next_time, next_at)| {
                time + (next_time - time) * (metres - at) / (next_at - at)
            },
            |(time, _)| time,
        )
    }

    fn metres_at(&self, time: f64, cursor: &mut usize) -> f64 {
        while self.points.get(*cursor).is_some_and(|(at, _)| *at < time) {
            *cursor += 1;
        }
        self.between(
            *cursor,
            |(from, metres), (to, next)| metres + (next - metres) * (time - from) / (to - from),
            |(_, metres)| metres,
        )
    }

    /// Interpolates between the points before and at `cursor`; at an end of the line, its point.
    fn between(
        &self,
        cursor: usize,
        interpolate: impl Fn((f64, f64), (f64, f64)) -> f64,
        end: impl Fn((f64, f64)) -> f64,
    ) -> f64 {
        let before = cursor
            .checked_sub(1)
            .and_then(|index| self.points.get(index))
            .copied();
        let value = match (before, self.points.get(cursor).copied()) {
            (Some(before), Some(after)) => interpolate(before, after),
            (None, Some(only)) | (Some(only), None) => end(only),
            (None, None) => return 0.0,
        };
        if value.is_finite() {
            value
        } else {
            before.map_or(0.0, end)
        }
    }
}

/// Heart rates in order of time, taken up split by split.
struct HeartRates<'a> {
    samples:
        std::iter::Peekable<std::iter::Zip<std::slice::Iter<'a, i64>, std::slice::Iter<'a, f64>>>,
}

impl<'a> HeartRates<'a> {
    fn of(streams: &'a Streams) -> Self {
        let column = streams.channel(Channel::HeartRate).unwrap_or_default();
        Self {
            samples: streams.time_ms.iter().zip(column).peekable(),
        }
    }

    fn mean_until(&mut self, end: f64) -> Option<f64> {
        let (mut sum, mut count) = (0.0, 0_u32);
        while let Some((_, rate)) = self.samples.next_if(|(time, _)| **time as f64 <= end) {
            if !rate.is_nan() {
                sum += rate;
                count += 1;
            }
        }
        (count > 0).then(|| sum / f64::from(count))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn run(points: &[(i64, f64)]) -> Streams {
        let mut streams = Streams {
            time_ms: points.iter().map(|point| point.0).collect(),
            ..Streams::default()
        };
        streams.channels.insert(
            Channel::Distance,
            points.iter().map(|point| point.1).collect(),
        );
        streams
    }

    #[test]
    fn splits_are_cut_between_samples() {
        // 4 m/s for 300 s, then 2 m/s.
        let splits = splits(
            &run(&[(0, 0.0), (300_000, 1200.0), (900_000, 2400.0)]),
            1000.0,
        );
        let told: Vec<_> = splits
            .iter()
            .map(|split| (split.index, split.metres, split.seconds))
            .collect();
        assert_eq!(
            told,
            [(0, 1000.0, 250.0), (1, 1000.0, 450.0), (2, 400.0, 200.0)]
        );
        assert_eq!((splits[1].start_ms, splits[1].end_ms), (250_000, 700_000));
    }

    #[test]
    fn splits_need_sense() {
        let streams = run(&[(0, 0.0), (10_000, 100.0)]);
        for every in [0.0, -1.0, f64::NAN, 1e-9] {
            assert!(splits(&streams, every).is_empty());
        }
        assert_eq!(splits(&streams, 50.0).len(), 2);
    }

    #[test]
    fn the_best_stretch_is_found_inside() {
        let streams = run(&[
            (0, 0.0),
            (100_000, 200.0),
            (200_000, 700.0),
            (300_000, 900.0),
        ]);
        let best = best_over_distance(&Line::of(&streams), 400.0).unwrap();
        assert!((best.seconds - 80.0).abs() < 1e-9);
        assert_eq!((best.start_ms, best.end_ms), (100_000, 180_000));
        let best = best_over_duration(&Line::of(&streams), 120.0).unwrap();
        assert!((best.metres - 540.0).abs() < 1e-9);
        assert_eq!(best_over_distance(&Line::of(&streams), 901.0), None);
        assert_eq!(best_over_duration(&Line::of(&streams), 301.0), None);
        assert_eq!(
            best_over_duration(&Line::of(&Streams::default()), 1.0),
            None
        );
    }

    #[test]
    fn heart_rate_goes_with_its_split() {
        let mut streams = run(&[
            (0, 0.0),
            (100_000, 500.0),
            (200_000, 1000.0),
            (300_000, 1500.0),
        ]);
        streams
            .channels
            .insert(Channel::HeartRate, vec![120.0, 130.0, f64::NAN, 150.0]);
        let rates: Vec<_> = splits(&streams, 750.0)
            .iter()
            .map(|split| split.avg_heart_rate)
            .collect();
        assert_eq!(rates, [Some(125.0), Some(150.0)]);
    }

    proptest! {
        /// Against the definition: every pair of start (at a corner) and end, tried one by one.
        #[test]
        fn the_sweep_finds_what_brute_force_finds(
            steps in proptest::collection::vec((1_i64..20_000, 0.0_f64..60.0), 2..40),
            share in 0.05_f64..1.0,
        ) {
            let mut points = vec![(0, 0.0)];
            for (time, metres) in steps {
                let (last_time, last) = points[points.len() - 1];
                points.push((last_time + time, last + metres));
            }
            let streams = run(&points);
            let line = Line::of(&streams);
            let wanted = line.metres() * share;
            prop_assume!(wanted > 1.0);
            let mut slowest_free = f64::INFINITY;
            for &(time, at) in &line.points {
                if at + wanted <= line.metres() {
                    slowest_free = slowest_free.min(line.time_at(at + wanted, &mut 0) - time);
                }
                if at >= wanted {
                    slowest_free = slowest_free.min(time - line.last_time_at(at - wanted, &mut 0));
                }
            }
            let found = best_over_distance(&Line::of(&streams), wanted).unwrap();
            prop_assert!((found.seconds * 1000.0 - slowest_free).abs() < 1e-3);
        }
    }
}
