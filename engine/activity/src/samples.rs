//! Recorded points as decoders meet them, turned into columns.

use chrono::{DateTime, Utc};

use crate::Recorded;
use crate::streams::{Channel, OPEN_PREFIX, OpenColumn, Streams};

/// Samples in the order of the file, by columns: only what occurs takes memory.
#[derive(Debug)]
pub(crate) struct Samples {
    /// Milliseconds since 1970, UTC.
    at_ms: Vec<i64>,
    /// By number of the channel. `NaN` is not measured; what a column lacks at its end is neither.
    known: [Vec<f64>; Channel::ALL.len()],
    open: Vec<Open>,
    /// Columns with a value in them.
    used: usize,
    /// Values that whole columns may hold together.
    room: usize,
}

#[derive(Clone, Debug)]
struct Open {
    name: OpenName,
    column: Vec<f64>,
    /// The channel that has its values now.
    adopted: Option<Channel>,
}

/// What is known of a column that only the file knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OpenName {
    pub name: String,
    pub unit: String,
    /// `None` where the values alone tell: floating points.
    pub decimals: Option<u8>,
}

/// Where a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    Known(Channel),
    /// By the number that [`Samples::open`] gave.
    Open(usize),
}

impl Default for Samples {
    fn default() -> Self {
        Self {
            at_ms: Vec::new(),
            known: [const { Vec::new() }; Channel::ALL.len()],
            open: Vec::new(),
            used: 0,
            room: usize::MAX,
        }
    }
}

impl Samples {
    pub const fn len(&self) -> usize {
        self.at_ms.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.at_ms.is_empty()
    }

    pub fn times(&self) -> &[i64] {
        &self.at_ms
    }

    /// Holds no more than so many values; columns count whole.
    pub const fn with_room(mut self, values: usize) -> Self {
        self.room = values;
        self
    }

    /// Begins a sample, which [`Self::set`] fills; answers whether there is room for it.
    pub fn begin(&mut self, at_ms: i64) -> bool {
        let has_room = self.used.saturating_mul(self.len() + 1) <= self.room;
        if has_room {
            self.at_ms.push(at_ms);
        }
        has_room
    }

    /// Adds a column of the file's own.
    pub fn open(&mut self, name: OpenName) -> Slot {
        self.open.push(Open {
            name,
            column: Vec::new(),
            adopted: None,
        });
        Slot::Open(self.open.len() - 1)
    }

    fn column(&self, slot: Slot) -> &[f64] {
        let column = match slot {
            Slot::Known(channel) => self.known.get(channel as usize),
            Slot::Open(number) => self.open.get(number).map(|open| &open.column),
        };
        column.map(Vec::as_slice).unwrap_or_default()
    }

    fn column_mut(&mut self, slot: Slot) -> Option<&mut Vec<f64>> {
        match slot {
            Slot::Known(channel) => self.known.get_mut(channel as usize),
            Slot::Open(number) => self.open.get_mut(number).map(|open| &mut open.column),
        }
    }

    /// Of a sample, `NaN` where it has none.
    pub fn at(&self, row: usize, channel: Channel) -> f64 {
        let column = self.column(Slot::Known(channel));
        column.get(row).copied().unwrap_or(f64::NAN)
    }

    /// Of the sample begun last.
    pub fn get(&self, channel: Channel) -> f64 {
        self.at(self.len().wrapping_sub(1), channel)
    }

    /// In the sample begun last.
    pub fn set(&mut self, slot: Slot, value: f64) {
        if let Some(row) = self.len().checked_sub(1) {
            self.put(row, slot, value);
        }
    }

    pub fn put(&mut self, row: usize, slot: Slot, value: f64) {
        let may_begin = (self.used + 1).saturating_mul(self.len()) <= self.room;
        let Some(column) = self.column_mut(slot) else {
            return;
        };
        if let Some(place) = column.get_mut(row) {
            *place = value;
            return;
        }
        let is_first = column.is_empty();
        if value.is_nan() || is_first && !may_begin {
            return;
        }
        column.resize(row, f64::NAN);
        column.push(value);
        self.used += usize::from(is_first);
    }

    /// Whether any sample has a value there.
    pub fn has(&self, channel: Channel) -> bool {
        let column = self.column(Slot::Known(channel));
        column.iter().any(|value| !value.is_nan())
    }

    pub fn has_open(&self, number: usize) -> bool {
        let column = self.column(Slot::Open(number));
        column.iter().any(|value| !value.is_nan())
    }

    /// Moves a column of the file's own to a known channel. Its number stays taken.
    pub fn adopt(&mut self, number: usize, channel: Channel, factor: f64) {
        let Some(open) = self
            .open
            .get_mut(number)
            .filter(|open| !open.column.is_empty())
        else {
            return;
        };
        let mut column = std::mem::take(&mut open.column);
        open.adopted = Some(channel);
        for value in &mut column {
            *value *= factor;
        }
        if let Some(known) = self.known.get_mut(channel as usize) {
            *known = column;
        }
    }

    /// Where a column of the file's own went.
    pub fn adopted(&self, number: usize) -> Option<Channel> {
        self.open.get(number)?.adopted
    }

    /// The samples of these rows, in this order.
    pub fn select(&self, rows: &[usize]) -> Self {
        let of = |column: &Vec<f64>| -> Vec<f64> {
            if column.is_empty() {
                return Vec::new();
            }
            let value = |row: &usize| column.get(*row).copied().unwrap_or(f64::NAN);
            rows.iter().map(value).collect()
        };
        let open = self.open.iter().map(|open| Open {
            column: of(&open.column),
            ..open.clone()
        });
        let times = rows.iter().filter_map(|row| self.at_ms.get(*row));
        Self {
            at_ms: times.copied().collect(),
            known: std::array::from_fn(|n| self.known.get(n).map(of).unwrap_or_default()),
            open: open.collect(),
            ..*self
        }
    }

    /// Counts samples as they were recorded.
    pub fn recorded(&self) -> Recorded {
        let (lat, long) = (
            self.column(Slot::Known(Channel::PositionLat)),
            self.column(Slot::Known(Channel::PositionLong)),
        );
        let placed = lat
            .iter()
            .zip(long)
            .filter(|(lat, long)| !lat.is_nan() && !long.is_nan());
        Recorded {
            records: self.len(),
            positions: placed.count(),
        }
    }
}

/// A point in time with what was measured then, as the readers of texts meet it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sample {
    /// Milliseconds since 1970, UTC.
    pub at_ms: i64,
    values: Vec<(Channel, f64)>,
}

impl Sample {
    pub const fn new(at_ms: i64) -> Self {
        Self {
            at_ms,
            values: Vec::new(),
        }
    }

    /// `NaN` is not measured.
    pub fn get(&self, channel: Channel) -> f64 {
        let known = self.values.iter().find(|(of, _)| *of == channel);
        known.map_or(f64::NAN, |(_, value)| *value)
    }

    pub fn set(&mut self, channel: Channel, value: f64) {
        match self.values.iter_mut().find(|(of, _)| *of == channel) {
            Some((_, slot)) => *slot = value,
            None => self.values.push((channel, value)),
        }
    }
}

impl From<Vec<Sample>> for Samples {
    fn from(points: Vec<Sample>) -> Self {
        let mut samples = Self::default();
        for point in points {
            samples.begin(point.at_ms);
            for (channel, value) in point.values {
                samples.set(Slot::Known(channel), value);
            }
        }
        samples
    }
}

/// Counts samples as they were recorded.
pub(crate) fn recorded(samples: &[Sample]) -> Recorded {
    let is_placed = |sample: &&Sample| {
        !sample.get(Channel::PositionLat).is_nan() && !sample.get(Channel::PositionLong).is_nan()
    };
    Recorded {
        records: samples.len(),
        positions: samples.iter().filter(is_placed).count(),
    }
}

/// Makes columns of samples, as they are: [`crate::clean`] puts them in order.
///
/// Time zero is `start`, or the earliest sample when that is before it.
pub(crate) fn into_streams(samples: impl Into<Samples>, start: DateTime<Utc>) -> Streams {
    let samples: Samples = samples.into();
    let start_ms = start.timestamp_millis();
    let zero = samples.at_ms.iter().copied().fold(start_ms, i64::min);
    let length = samples.len();
    let has_any = |column: &Vec<f64>| column.iter().any(|value| !value.is_nan());
    let whole = |mut column: Vec<f64>| {
        column.resize(length, f64::NAN);
        column
    };
    let mut streams = Streams {
        time_ms: samples
            .at_ms
            .iter()
            .map(|at| at.saturating_sub(zero))
            .collect(),
        ..Streams::default()
    };
    for (channel, column) in Channel::ALL.into_iter().zip(samples.known) {
        if has_any(&column) {
            streams.channels.insert(channel, whole(column));
        }
    }
    for Open { name, column, .. } in samples.open {
        if has_any(&column) {
            let decimals = name.decimals.unwrap_or_else(|| digits(&column));
            let mut open = OpenColumn {
                unit: name.unit,
                decimals,
                values: whole(column),
            };
            open.snap();
            streams
                .open
                .insert(format!("{OPEN_PREFIX}{}", name.name), open);
        }
    }
    streams
}

/// Places after the point that leave the largest value seven digits, which a `float32` has.
fn digits(column: &[f64]) -> u8 {
    const DIGITS: i32 = 7;
    let most = column.iter().copied().filter(|value| !value.is_nan());
    let most = most.fold(0.0_f64, |most, value| most.max(value.abs()));
    let before = if most < 1.0 {
        0
    } else {
        most.log10() as i32 + 1
    };
    (DIGITS - before).max(0) as u8
}

/// The instant of milliseconds since 1970, where a calendar has it.
pub(crate) fn instant(at_ms: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(at_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(at_ms: i64, values: &[(Channel, f64)]) -> Sample {
        let mut sample = Sample::new(at_ms);
        for (channel, value) in values {
            sample.set(*channel, *value);
        }
        sample
    }

    #[test]
    fn only_what_occurs_becomes_a_column() {
        let points = vec![
            sample(1_000, &[(Channel::HeartRate, 120.0)]),
            sample(2_000, &[]),
            sample(3_000, &[(Channel::Power, 200.0)]),
            sample(4_000, &[(Channel::HeartRate, 130.0)]),
        ];
        let streams = into_streams(points, instant(1_000).unwrap());
        assert_eq!(streams.time_ms, [0, 1_000, 2_000, 3_000]);
        let known: Vec<_> = streams.channels.keys().copied().collect();
        assert_eq!(known, [Channel::HeartRate, Channel::Power]);
        let heart_rate = streams.channel(Channel::HeartRate).unwrap();
        assert_eq!((heart_rate[0], heart_rate[3]), (120.0, 130.0));
        assert!(heart_rate[1].is_nan() && heart_rate[2].is_nan());
        assert_eq!(streams.channel(Channel::Power).unwrap().len(), 4);
    }

    #[test]
    fn columns_of_the_file_have_name_unit_and_digits() {
        let mut samples = Samples::default();
        let fixed = samples.open(OpenName {
            name: "Leaf".to_owned(),
            unit: "°C".to_owned(),
            decimals: Some(1),
        });
        let float = samples.open(OpenName {
            name: "Wind".to_owned(),
            ..OpenName::default()
        });
        samples.begin(0);
        samples.set(fixed, 21.26);
        samples.begin(1_000);
        samples.set(float, 1_234.567_89);
        let streams = into_streams(samples, instant(0).unwrap());
        let leaf = &streams.open["dev:Leaf"];
        assert_eq!((leaf.unit.as_str(), leaf.values[0]), ("°C", 21.3));
        assert!(leaf.values[1].is_nan());
        let wind = &streams.open["dev:Wind"];
        assert_eq!((wind.decimals, wind.values[1]), (3, 1_234.568));
    }

    #[test]
    fn rows_are_selected_in_order() {
        let points = vec![
            sample(1_000, &[(Channel::Power, 1.0)]),
            sample(2_000, &[(Channel::Power, 2.0)]),
            sample(3_000, &[]),
        ];
        let picked = Samples::from(points).select(&[2, 0]);
        assert_eq!(picked.times(), [3_000, 1_000]);
        assert!(picked.at(0, Channel::Power).is_nan());
        assert_eq!(picked.at(1, Channel::Power).to_bits(), 1.0_f64.to_bits());
    }

    #[test]
    fn time_zero_is_never_after_the_first_sample() {
        let streams = into_streams(vec![sample(500, &[])], instant(900).unwrap());
        assert_eq!(streams.time_ms, [0]);
    }
}
