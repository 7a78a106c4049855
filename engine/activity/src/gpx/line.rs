//! The points of a workout in order: their way and the times between them.

use std::ops::Range;

use super::Segment;
use crate::codes::Odd;
use crate::derive::haversine;
use crate::samples::{Samples, Slot};
use crate::streams::Channel;
use crate::warning::warn_of;
use crate::{FieldValue, Fields, Warning};

pub(super) struct Line {
    pub samples: Samples,
    /// Rows of each segment.
    segments: Vec<Range<usize>>,
}

impl Line {
    /// Puts points and segments in order of time, so that distance grows with time.
    pub fn of(segments: &[Segment], samples: Samples, warnings: &mut Vec<Warning>) -> Self {
        let ends = segments.iter().skip(1).map(|segment| segment.from);
        let ends = ends.chain([samples.len()]);
        let segments = segments.iter().zip(ends);
        let segments = segments.map(|(segment, to)| segment.from..to).collect();
        let mut line = Self { samples, segments };
        let times = line.samples.times();
        let backward = times.iter().zip(times.iter().skip(1));
        let backward = backward.filter(|(time, next)| next < time).count();
        let message = "Time ran backward {}; the points were put in order.";
        warn_of(
            warnings,
            Odd::BackwardTimes,
            backward,
            ("time", "times"),
            message,
        );
        if backward > 0 {
            line.order();
        }
        line
    }

    fn order(&mut self) {
        let time = |row: &usize| self.samples.times().get(*row).copied();
        let mut segments: Vec<Vec<usize>> = self
            .segments
            .iter()
            .map(|rows| rows.clone().collect())
            .collect();
        for rows in &mut segments {
            rows.sort_by_key(time);
        }
        segments.sort_by_key(|rows| rows.first().and_then(time));
        self.samples = self.samples.select(&segments.concat());
        let mut from = 0;
        let range = |rows: &Vec<usize>| {
            let begun = from;
            from += rows.len();
            begun..from
        };
        self.segments = segments.iter().map(range).collect();
    }

    /// Metres along the points, where they do not state them; the way between segments is not
    /// counted.
    pub fn add_distance(&mut self) {
        if self.samples.has(Channel::Distance) {
            return;
        }
        let mut metres = 0.0;
        for rows in &self.segments {
            let mut last = None;
            for row in rows.clone() {
                let north = self.samples.at(row, Channel::PositionLat);
                let east = self.samples.at(row, Channel::PositionLong);
                let is_plausible =
                    north.abs() <= 90.0 && east.abs() <= 180.0 && (north != 0.0 || east != 0.0);
                if !is_plausible {
                    continue;
                }
                metres += last.map_or(0.0, |last| haversine(last, (north, east)));
                last = Some((north, east));
                let slot = Slot::Known(Channel::Distance);
                self.samples.put(row, slot, metres);
            }
        }
    }

    /// GPX states no figures; the times of its points are as good as stated.
    pub fn figures(&self) -> Fields {
        let times = self.samples.times();
        let span = |rows: Range<usize>| match times.get(rows) {
            Some([first, .., last]) => (last - first) as f64 / 1000.0,
            _ => 0.0,
        };
        let running: f64 = self.segments.iter().cloned().map(span).sum();
        let figures = [
            ("total_elapsed_time", span(0..times.len())),
            ("total_timer_time", running),
        ];
        let field = |(name, seconds)| {
            let name = format!("fit:session.{name}");
            (name, FieldValue::Number(seconds))
        };
        figures.into_iter().map(field).collect()
    }
}
