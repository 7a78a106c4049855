//! What an export says of a workout itself.

use std::collections::{BTreeMap, HashSet};

use quick_xml::events::BytesStart;

use super::scan::Hear;
use crate::times::{civil, digits};
use crate::xml::{attributes, number, unescaped};
use crate::{Device, Limits};

/// Routes of one workout; a watch writes one.
const MOST_ROUTES: usize = 16;
/// Entries of metadata and of statistics of one workout.
const MOST_ENTRIES: usize = 64;

#[derive(Clone, Debug, Default)]
pub(super) struct Workout {
    /// `HKWorkoutActivityTypeRunning`
    pub kind: String,
    pub start: Moment,
    pub end: Moment,
    /// Active time: pauses left out.
    pub duration_s: Option<f64>,
    pub source: String,
    pub device: Device,
    pub statistics: Vec<Statistic>,
    pub events: Vec<Happened>,
    pub metadata: BTreeMap<String, String>,
    pub routes: Vec<String>,
}

/// A time as the export writes it, with the offset that its writer had then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Moment {
    pub at_ms: i64,
    pub offset_s: i32,
}

/// `<WorkoutStatistics type="HKQuantityTypeIdentifierHeartRate" average="140" unit="count/min"/>`
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Statistic {
    pub kind: String,
    pub unit: String,
    pub sum: Option<f64>,
    pub average: Option<f64>,
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
}

/// `<WorkoutEvent type="HKWorkoutEventTypeLap" date="…" duration="0.5" durationUnit="min"/>`
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Happened {
    pub kind: String,
    pub at_ms: i64,
    pub duration_s: f64,
    pub stroke: Option<String>,
}

impl Moment {
    /// `2024-05-01 07:12:33 +0200`
    pub fn of(text: &str) -> Option<Self> {
        let (moment, zone) = text.as_bytes().split_first_chunk::<19>()?;
        let local = civil(moment, b' ')?;
        let [b' ', sign, h0, h1, m0, m1] = *zone else {
            return None;
        };
        let offset = digits([h0, h1])? * 3600 + digits([m0, m1])? * 60;
        let offset = match sign {
            b'+' => offset,
            b'-' => -offset,
            _ => return None,
        };
        Some(Self {
            at_ms: (local - offset) * 1000,
            offset_s: offset as i32,
        })
    }
}

impl Workout {
    pub fn statistic(&self, kind: &str) -> Option<&Statistic> {
        self.statistics
            .iter()
            .find(|statistic| statistic.kind == kind)
    }

    pub fn metadata(&self, key: &str) -> Option<&str> {
        self.metadata.get(key).map(String::as_str)
    }

    fn open(element: &BytesStart) -> Self {
        let mut workout = Self::default();
        let (mut duration, mut duration_unit) = (None, String::new());
        let mut distance = Statistic::default();
        let mut energy = Statistic::default();
        attributes(element, |key, value| match key {
            "workoutActivityType" => workout.kind = unescaped(value),
            "sourceName" => workout.source = unescaped(value),
            "startDate" => workout.start = Moment::of(value).unwrap_or_default(),
            "endDate" => workout.end = Moment::of(value).unwrap_or_default(),
            "duration" => duration = number(value),
            "durationUnit" => duration_unit = unescaped(value),
            "device" => workout.device = device(&unescaped(value)),
            // Before version 16 of the system totals stood here.
            "totalDistance" => distance.sum = number(value),
            "totalDistanceUnit" => distance.unit = unescaped(value),
            "totalEnergyBurned" => energy.sum = number(value),
            "totalEnergyBurnedUnit" => energy.unit = unescaped(value),
            _ => {}
        });
        workout.duration_s = duration.and_then(|value| seconds(value, &duration_unit));
        for (kind, total) in [(TOTAL_DISTANCE, distance), (TOTAL_ENERGY, energy)] {
            if total.sum.is_some() {
                let kind = kind.to_owned();
                workout.statistics.push(Statistic { kind, ..total });
            }
        }
        workout
    }
}

pub(super) const TOTAL_DISTANCE: &str = "totalDistance";
pub(super) const TOTAL_ENERGY: &str = "totalEnergyBurned";

pub(super) fn seconds(value: f64, unit: &str) -> Option<f64> {
    let factor = match unit {
        "" | "min" => 60.0,
        "s" | "sec" => 1.0,
        "hr" | "h" => 3600.0,
        _ => return None,
    };
    Some(value * factor).filter(|seconds| (0.0..1e9).contains(seconds))
}

/// `<<HKDevice: 0x28>, name:Apple Watch, manufacturer:Apple Inc., hardware:Watch6,2, software:8.5>`
fn device(text: &str) -> Device {
    let of = |key: &str| {
        let (_, rest) = text.split_once(&format!(", {key}:"))?;
        let value = rest.split(", ").next()?.trim_end_matches('>').trim();
        Some(value.to_owned()).filter(|value| !value.is_empty())
    };
    Device {
        manufacturer: of("manufacturer"),
        product: of("hardware")
            .or_else(|| of("model"))
            .or_else(|| of("name")),
        serial: None,
        software: of("software"),
    }
}

/// Hears a document for its workouts.
pub(super) struct Workouts {
    most: usize,
    most_events: usize,
    found: Vec<Workout>,
    known: HashSet<(String, i64, i64, String)>,
    left_out: usize,
    open: Option<Workout>,
    /// Within a part of a workout of several sports, which has statistics of its own.
    in_part: bool,
    in_event: bool,
}

impl Workouts {
    pub fn within(limits: &Limits) -> Self {
        Self {
            most: limits.parts,
            most_events: limits.samples / 4,
            found: Vec::new(),
            known: HashSet::new(),
            left_out: 0,
            open: None,
            in_part: false,
            in_event: false,
        }
    }

    /// In order of time, and how many were more than are read. One that stands there twice, as
    /// after a restored backup, is there once.
    pub fn finish(mut self) -> (Vec<Workout>, usize) {
        self.found
            .sort_by_key(|workout| (workout.start.at_ms, workout.end.at_ms));
        (self.found, self.left_out)
    }

    fn end(&mut self) {
        let Some(mut workout) = self.open.take() else {
            return;
        };
        if workout.end.at_ms < workout.start.at_ms {
            workout.end = workout.start;
        }
        let (start, end) = (workout.start.at_ms, workout.end.at_ms);
        let key = (workout.kind.clone(), start, end, workout.source.clone());
        if start == 0 || !self.known.insert(key) {
            return;
        }
        if self.found.len() >= self.most {
            self.left_out += 1;
            return;
        }
        self.found.push(workout);
    }

    fn event(&mut self, element: &BytesStart) {
        let Some(workout) = &mut self.open else {
            return;
        };
        if self.most_events == 0 {
            return;
        }
        let mut event = Happened::default();
        let (mut duration, mut unit) = (None, String::new());
        let mut at = None;
        attributes(element, |key, value| match key {
            "type" => event.kind = unescaped(value),
            "date" => at = Moment::of(value),
            "duration" => duration = number(value),
            "durationUnit" => unit = unescaped(value),
            _ => {}
        });
        event.duration_s = duration
            .and_then(|value| seconds(value, &unit))
            .unwrap_or(0.0);
        if let Some(at) = at {
            event.at_ms = at.at_ms;
            workout.events.push(event);
            self.most_events -= 1;
        }
    }

    fn metadata(&mut self, element: &BytesStart) {
        let Some(workout) = &mut self.open else {
            return;
        };
        let (mut name, mut text) = (String::new(), String::new());
        attributes(element, |key, value| match key {
            "key" => name = unescaped(value),
            "value" => text = unescaped(value),
            _ => {}
        });
        if self.in_event {
            if let Some(event) = workout
                .events
                .last_mut()
                .filter(|_| name == "HKSwimmingStrokeStyle")
            {
                event.stroke = Some(text);
            }
        } else if workout.metadata.len() < MOST_ENTRIES && !self.in_part {
            workout.metadata.insert(name, text);
        }
    }
}

fn statistic(element: &BytesStart) -> Statistic {
    let mut statistic = Statistic::default();
    attributes(element, |key, value| match key {
        "type" => statistic.kind = unescaped(value),
        "unit" => statistic.unit = unescaped(value),
        "sum" => statistic.sum = number(value),
        "average" => statistic.average = number(value),
        "minimum" => statistic.minimum = number(value),
        "maximum" => statistic.maximum = number(value),
        _ => {}
    });
    statistic
}

impl Hear for Workouts {
    fn open(&mut self, name: &str, element: &BytesStart) {
        match name {
            "Workout" => {
                self.open = Some(Workout::open(element));
                (self.in_part, self.in_event) = (false, false);
            }
            _ if self.open.is_none() => {}
            "WorkoutActivity" => self.in_part = true,
            "WorkoutEvent" => {
                self.in_event = true;
                if !self.in_part {
                    self.event(element);
                }
            }
            "MetadataEntry" => self.metadata(element),
            "WorkoutStatistics" if !self.in_part => {
                if let Some(workout) = self
                    .open
                    .as_mut()
                    .filter(|workout| workout.statistics.len() < MOST_ENTRIES)
                {
                    workout.statistics.push(statistic(element));
                }
            }
            "FileReference" => attributes(element, |key, value| {
                if let Some(workout) = &mut self.open
                    && key == "path"
                    && workout.routes.len() < MOST_ROUTES
                {
                    workout.routes.push(unescaped(value));
                }
            }),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "Workout" => self.end(),
            "WorkoutActivity" => self.in_part = false,
            "WorkoutEvent" => self.in_event = false,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_have_their_offset() {
        let moment = Moment::of("2024-05-01 07:12:33 +0200").unwrap();
        assert_eq!((moment.at_ms, moment.offset_s), (1_714_540_353_000, 7200));
        let west = Moment::of("1969-12-31 20:00:00 -0400").unwrap();
        assert_eq!((west.at_ms, west.offset_s), (0, -14_400));
        assert_eq!(Moment::of("2024-05-01T07:12:33Z"), None);
    }

    #[test]
    fn devices_are_taken_apart() {
        let text = "<<HKDevice: 0x2825a1f40>, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,2, software:8.5>";
        let device = device(text);
        assert_eq!(device.manufacturer.as_deref(), Some("Apple Inc."));
        assert_eq!(device.product.as_deref(), Some("Watch6,2"));
    }
}
