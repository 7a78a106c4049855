//! The records that lie within workouts, in little memory.

use quick_xml::events::BytesStart;

use super::scan::Hear;
use super::workout::{Moment, Workout};
use crate::streams::Channel;
use crate::xml::{MOST_ATTRIBUTES, attributes, number, unescaped};

/// Workouts that one record may belong to: two apps record the same hour.
const MOST_WORKOUTS: usize = 4;
/// More apps than this write nobody's health.
const MOST_SOURCES: usize = 256;
/// Workouts looked at for one record.
const MOST_LOOKED_AT: usize = 32;

/// One record within a workout.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    /// From the workout's start; no workout lasts 49 days.
    pub since_ms: u32,
    pub value: f32,
    pub source: u16,
    pub channel: Channel,
}

/// What was found for a workout, of one source for each channel.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    pub readings: Vec<Reading>,
    /// Source of each reading.
    pub sources: Vec<String>,
    pub left_out: usize,
}

pub(super) struct Batch {
    pub by_workout: Vec<Kept>,
}

/// Hears a document for records of the time of workouts, which are in order of their start.
pub(super) struct Readings<'a> {
    workouts: &'a [Workout],
    /// The latest end of all up to this one: further back none can hold what is later.
    ends_by: Vec<i64>,
    found: Vec<Vec<Reading>>,
    left_out: Vec<usize>,
    held: usize,
    most: usize,
    most_of_one: usize,
    sources: Vec<String>,
}

/// How a record becomes a channel's value.
fn channel_of(kind: &str) -> Option<Channel> {
    match kind.strip_prefix("HKQuantityTypeIdentifier")? {
        "HeartRate" => Some(Channel::HeartRate),
        "RunningPower" | "CyclingPower" => Some(Channel::Power),
        "RunningSpeed"
        | "CyclingSpeed"
        | "WalkingSpeed"
        | "RowingSpeed"
        | "PaddleSportsSpeed"
        | "CrossCountrySkiingSpeed" => Some(Channel::Speed),
        "CyclingCadence" => Some(Channel::Cadence),
        "WaterTemperature" => Some(Channel::Temperature),
        "DistanceWalkingRunning"
        | "DistanceCycling"
        | "DistanceSwimming"
        | "DistanceWheelchair"
        | "DistanceRowing"
        | "DistancePaddleSports"
        | "DistanceCrossCountrySkiing"
        | "DistanceSkatingSports"
        | "DistanceDownhillSnowSports" => Some(Channel::Distance),
        _ => None,
    }
}

/// In the channel's unit.
pub(super) fn converted(value: f64, unit: &str, kept: &str) -> Option<f64> {
    // HealthKit writes `count/min`, `km/hr`, `degC`, `kcal`.
    match (kept, unit) {
        ("/min", "count/s") => Some(value * 60.0),
        ("kcal", "Cal") | ("1", "count") => Some(value),
        _ => crate::columns::Unit::find(kept, unit).map(|unit| unit.of(value)),
    }
}

impl<'a> Readings<'a> {
    pub fn of(workouts: &'a [Workout], most: usize, most_of_one: usize) -> Self {
        let ends = workouts.iter().scan(i64::MIN, |latest, workout| {
            *latest = (*latest).max(workout.end.at_ms);
            Some(*latest)
        });
        Self {
            workouts,
            ends_by: ends.collect(),
            found: vec![Vec::new(); workouts.len()],
            left_out: vec![0; workouts.len()],
            held: 0,
            most: most.max(1),
            most_of_one,
            sources: Vec::new(),
        }
    }

    /// What was found for the workouts of this pass.
    pub fn finish(self) -> Batch {
        let sources = &self.sources;
        let each = self.found.into_iter().zip(self.left_out).zip(self.workouts);
        let by_workout = each
            .map(|((readings, left_out), workout)| Kept::of(readings, left_out, workout, sources))
            .collect();
        Batch { by_workout }
    }

    fn record(&mut self, element: &BytesStart) {
        // Most records are of another kind: no more of them is looked at than that.
        let mut all = element.attributes();
        let kind = all.with_checks(false).flatten();
        let kind = kind
            .take(MOST_ATTRIBUTES)
            .find(|attribute| attribute.key.as_ref() == "type");
        let Some(channel) = kind.and_then(|kind| channel_of(&kind.value)) else {
            return;
        };
        let (mut start, mut end, mut value) = (None, None, None);
        let (mut unit, mut source) = (String::new(), String::new());
        attributes(element, |key, text| match key {
            "startDate" => start = Moment::of(text),
            "endDate" => end = Moment::of(text),
            "value" => value = number(text),
            "unit" => text.clone_into(&mut unit),
            "sourceName" => source = unescaped(text),
            _ => {}
        });
        let (Some(start), Some(value)) = (start, value) else {
            return;
        };
        let Some(value) = converted(value, &unit, channel.unit()) else {
            return;
        };
        // A way that was covered is there at its end.
        let at = match channel {
            Channel::Distance => end.unwrap_or(start),
            _ => start,
        };
        let Some(source) = self.source(source) else {
            return;
        };
        self.place(at.at_ms, value as f32, source, channel);
    }

    fn source(&mut self, name: String) -> Option<u16> {
        let known = self.sources.iter().position(|known| *known == name);
        let at = known.unwrap_or_else(|| {
            self.sources.push(name);
            self.sources.len() - 1
        });
        self.sources.truncate(MOST_SOURCES);
        u16::try_from(at)
            .ok()
            .filter(|at| usize::from(*at) < MOST_SOURCES)
    }

    fn place(&mut self, at_ms: i64, value: f32, source: u16, channel: Channel) {
        let begun = self
            .workouts
            .partition_point(|workout| workout.start.at_ms <= at_ms);
        let mut placed = 0;
        for index in (0..begun).rev().take(MOST_LOOKED_AT) {
            if self.ends_by.get(index).is_none_or(|end| *end < at_ms) || placed == MOST_WORKOUTS {
                return;
            }
            let (Some(workout), Some(found)) =
                (self.workouts.get(index), self.found.get_mut(index))
            else {
                continue;
            };
            let since = u32::try_from(at_ms - workout.start.at_ms);
            let (true, Ok(since_ms)) = (at_ms <= workout.end.at_ms, since) else {
                continue;
            };
            placed += 1;
            if found.len() >= self.most_of_one.min(self.most) {
                if let Some(left_out) = self.left_out.get_mut(index) {
                    *left_out += 1;
                }
                continue;
            }
            found.push(Reading {
                since_ms,
                value,
                source,
                channel,
            });
            self.held += 1;
            if self.held > self.most {
                self.give_way();
            }
        }
    }

    /// The later half of the workouts waits for the next pass.
    fn give_way(&mut self) {
        while self.held > self.most && self.workouts.len() > 1 {
            let half = self.workouts.len() / 2;
            self.workouts = self.workouts.get(..half).unwrap_or_default();
            self.ends_by.truncate(half);
            self.left_out.truncate(half);
            self.found.truncate(half);
            self.held = self.found.iter().map(Vec::len).sum();
        }
    }
}

impl Hear for Readings<'_> {
    fn open(&mut self, name: &str, element: &BytesStart) {
        if name == "Record" {
            self.record(element);
        }
    }

    fn close(&mut self, _: &str) {}
}

impl Kept {
    /// A phone and a watch count the same steps: of each channel the source counts that recorded
    /// the workout, else the one that has most of it.
    fn of(
        mut readings: Vec<Reading>,
        left_out: usize,
        workout: &Workout,
        sources: &[String],
    ) -> Self {
        for channel in Channel::ALL {
            let of_channel = readings.iter().filter(|reading| reading.channel == channel);
            let mut counts = vec![0_usize; sources.len()];
            for reading in of_channel {
                if let Some(count) = counts.get_mut(usize::from(reading.source)) {
                    *count += 1;
                }
            }
            let own = sources.iter().position(|source| *source == workout.source);
            let own = own.filter(|own| counts.get(*own).is_some_and(|count| *count > 0));
            let most = || {
                counts
                    .iter()
                    .enumerate()
                    .max_by_key(|(at, count)| (**count, usize::MAX - at))
                    .map(|(at, _)| at)
            };
            let chosen = own.or_else(most);
            readings.retain(|reading| {
                reading.channel != channel || Some(usize::from(reading.source)) == chosen
            });
        }
        readings.sort_by(|a, b| {
            let key = |reading: &Reading| (reading.since_ms, reading.channel);
            key(a).cmp(&key(b)).then(a.value.total_cmp(&b.value))
        });
        // The same record twice is one.
        readings.dedup_by(|a, b| {
            (a.since_ms, a.channel, a.value.to_bits()) == (b.since_ms, b.channel, b.value.to_bits())
        });
        Self {
            readings,
            sources: sources.to_vec(),
            left_out,
        }
    }
}
