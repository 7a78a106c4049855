//! What was found, and which of it may be mended.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// A kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// Samples out of the order of time. They are always put in order: columns need one.
    BackwardTimes,
    /// 0°/0° is what receivers without a fix write.
    ZeroPositions,
    /// Values no sensor can mean, half positions among them.
    OutOfRange,
    /// Several samples of one instant are one.
    DuplicateTimes,
    /// Positions that take an impossible speed to reach and to come back from.
    PositionJumps,
    /// Readings far from those before and after, which agree.
    Spikes,
    /// Positions that wander while nobody moves; they are held in place.
    StandingDrift,
}

impl Fault {
    pub const ALL: [Self; 7] = [
        Self::BackwardTimes,
        Self::ZeroPositions,
        Self::OutOfRange,
        Self::DuplicateTimes,
        Self::PositionJumps,
        Self::Spikes,
        Self::StandingDrift,
    ];

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Which faults are mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cleaning(u8);

impl Cleaning {
    pub const ALL: Self = Self(u8::MAX);
    pub const NONE: Self = Self(0);

    #[must_use]
    pub const fn without(self, fault: Fault) -> Self {
        Self(self.0 & !fault.bit())
    }

    #[must_use]
    pub const fn with(self, fault: Fault) -> Self {
        Self(self.0 | fault.bit())
    }

    pub const fn mends(self, fault: Fault) -> bool {
        self.0 & fault.bit() != 0 || matches!(fault, Fault::BackwardTimes)
    }
}

impl Default for Cleaning {
    fn default() -> Self {
        Self::ALL
    }
}

/// Faults of one kind in one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cleaned {
    pub fault: Fault,
    /// By name; none where whole samples are meant. A position's is `position_lat`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Values, samples or turns of time.
    pub count: u64,
    /// Whether it was mended; else it was found and left.
    pub applied: bool,
    /// When, neighbours together; the first [`MOST_SPANS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
}

/// From the first sample concerned to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

/// A file full of faults needs no list of each.
pub const MOST_SPANS: usize = 50;

/// Findings, as they come.
pub(super) struct Trail {
    cleaning: Cleaning,
    /// In the order of [`Fault`], then of channels.
    found: BTreeMap<(Fault, Option<String>), Found>,
}

#[derive(Default)]
struct Found {
    count: u64,
    /// Milliseconds from the start.
    spans: Vec<(i64, i64)>,
    last_row: usize,
    /// Whether the last span found is the last of `spans`.
    spans_are_whole: bool,
}

impl Trail {
    pub const fn new(cleaning: Cleaning) -> Self {
        Self {
            cleaning,
            found: BTreeMap::new(),
        }
    }

    pub const fn mends(&self, fault: Fault) -> bool {
        self.cleaning.mends(fault)
    }

    /// Notes rows, in order; `time` tells when they are.
    pub fn note(
        &mut self,
        fault: Fault,
        channel: Option<&str>,
        rows: impl IntoIterator<Item = usize>,
        time: &[i64],
    ) {
        let mut rows = rows.into_iter().peekable();
        if rows.peek().is_none() {
            return;
        }
        let found = self
            .found
            .entry((fault, channel.map(str::to_owned)))
            .or_default();
        for row in rows {
            let Some(at) = time.get(row).copied() else {
                continue;
            };
            found.add(row, (at, at));
        }
    }

    /// Notes what has no place any more.
    pub fn note_count(&mut self, fault: Fault, count: u64) {
        self.found.entry((fault, None)).or_default().count += count;
    }

    /// Notes a stretch of so many rows.
    pub fn note_span(&mut self, fault: Fault, channel: Option<&str>, count: u64, span: (i64, i64)) {
        let found = self
            .found
            .entry((fault, channel.map(str::to_owned)))
            .or_default();
        found.count += count;
        found.push(span);
    }

    pub fn finish(self, start: DateTime<Utc>) -> Vec<Cleaned> {
        let at = |ms| start + TimeDelta::milliseconds(ms);
        let cleaned = self
            .found
            .into_iter()
            .map(|((fault, channel), found)| Cleaned {
                fault,
                channel,
                count: found.count,
                applied: self.cleaning.mends(fault),
                spans: found
                    .spans
                    .iter()
                    .map(|(from, to)| Span {
                        from: at(*from),
                        to: at(*to),
                    })
                    .collect(),
            });
        cleaned.collect()
    }
}

impl Found {
    fn push(&mut self, span: (i64, i64)) {
        self.spans_are_whole = self.spans.len() < MOST_SPANS;
        if self.spans_are_whole {
            self.spans.push(span);
        }
    }

    fn add(&mut self, row: usize, span: (i64, i64)) {
        let is_next = self.count > 0 && row == self.last_row + 1;
        self.count += 1;
        self.last_row = row;
        match self.spans.last_mut() {
            // Beyond the last span that is kept nothing is its neighbour.
            Some(last) if is_next && self.spans_are_whole => last.1 = span.1,
            _ => self.push(span),
        }
    }
}
