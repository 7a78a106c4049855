//! A user's history as rules ask it: as of one workout, over local days.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use chrono::{Datelike, Duration, NaiveDate};
use stadion_pack::expr::{HistoryFn, HistoryQuery, Window};
use stadion_pack::model::Over;
use stadion_pack::value::{Dim, Value};

use crate::domains::workouts::model::{Day, Entry};

/// What a query's names stand for in the pack of the rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolved {
    /// Qualified metric and its dimension.
    pub metric: Option<(String, Dim)>,
    /// The record whose efforts `best` looks at.
    pub record: Option<Best>,
    /// Sports that count; `None` counts all.
    pub sports: Option<BTreeSet<String>>,
}

/// A record over a stretch of fixed length or duration.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    pub key: String,
    /// The fewest seconds win, or the most metres.
    pub is_lower: bool,
    pub stored: Stored,
}

/// What a record's efforts are stored as.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stored {
    /// Seconds over `at` metres, or metres in `at` seconds; `is_pace` where the metric is time over
    /// way, not way over time.
    Stretch { over: Over, at: f64, is_pace: bool },
    /// The metric itself.
    Metric(Dim),
}

impl Best {
    /// The metric over the stretch, from what is stored.
    fn metric_value(&self, steps: i64) -> Option<f64> {
        let (over, at, is_pace) = match self.stored {
            Stored::Metric(dim) => return Some(dim.from_steps(steps)),
            Stored::Stretch { over, at, is_pace } => (over, at, is_pace),
        };
        let (metres, seconds) = match over {
            Over::Distance => (at, Dim::TIME.from_steps(steps)),
            Over::Duration => (Dim::LENGTH.from_steps(steps), at),
        };
        let value = if is_pace {
            seconds / metres
        } else {
            metres / seconds
        };
        value.is_finite().then_some(value)
    }
}

/// Local days are fixed per workout, so a traveller's days need not follow the order of starts:
/// whoever walks along the starts looks this much further.
pub const DAY_SLACK: i64 = 3;

/// One query of a rule, asked of the workouts around a change and the days before them.
pub struct Question<'a> {
    query: &'a HistoryQuery,
    names: &'a Resolved,
    /// In order of position.
    entries: &'a [Entry],
    /// Days older than every entry, in order.
    before: &'a [Day],
    /// Of the whole past: what it comes to with each entry, told once.
    running: OnceCell<Vec<Tally>>,
}

impl<'a> Question<'a> {
    pub fn new(
        query: &'a HistoryQuery,
        names: &'a Resolved,
        entries: &'a [Entry],
        before: &'a [Day],
    ) -> Self {
        Self {
            query,
            names,
            entries,
            before,
            running: OnceCell::new(),
        }
    }

    /// The answer as of entry `at`, which is included.
    pub fn answer(&self, at: usize) -> Option<Value> {
        if self.query.func == HistoryFn::Streak {
            return Some(Value::Number(self.streak(at)? as f64));
        }
        let tally = match first_day(self.entries.get(at)?.position.local_day, self.query) {
            Some(first) => self.window(at, first)?,
            None => *self.running.get_or_init(|| self.run()).get(at)?,
        };
        self.told(tally)
    }

    /// The answer at the end of a local day, of the days before the entries alone.
    pub fn as_of(&self, today: NaiveDate) -> Option<Value> {
        if self.query.func == HistoryFn::Streak {
            let days = self.before.iter().rev().map(|day| day.day);
            // Today and this week may still come.
            let last = days.clone().next()?;
            let step = step_of(self.query.window);
            let is_alive = last >= bucket(today, self.query.window) - step;
            let length = streak(days, last, self.query.window);
            return Some(Value::Number(if is_alive { length as f64 } else { 0.0 }));
        }
        let first = first_day(today, self.query).unwrap_or(NaiveDate::MIN);
        let days = self.before.iter().filter(|day| day.day >= first);
        self.told(days.fold(Tally::default(), Tally::with_day))
    }

    fn told(&self, tally: Tally) -> Option<Value> {
        let dim = self
            .names
            .metric
            .as_ref()
            .map_or(Dim::NONE, |(_, dim)| *dim);
        let number = |steps: i64| Value::Number(dim.from_steps(steps));
        match self.query.func {
            HistoryFn::Count => Some(Value::Number(tally.n as f64)),
            // One that does not fit is no finite number, and so missing; no answer would be nothing, 0.
            HistoryFn::Sum => {
                let sum = tally.sum().map(number);
                Some(sum.unwrap_or(Value::Number(f64::INFINITY)))
            }
            HistoryFn::Min => tally.min.map(number),
            HistoryFn::Max => tally.max.map(number),
            HistoryFn::Mean => {
                let sum = tally.sum().filter(|_| tally.n > 0)?;
                let mean = sum as f64 / tally.n as f64;
                Some(Value::Number(mean / dim.steps_per_si()))
            }
            HistoryFn::Best => {
                let best = self.names.record.as_ref()?;
                let value = if best.is_lower { tally.min } else { tally.max };
                best.metric_value(value?).map(Value::Number)
            }
            HistoryFn::Streak => None,
        }
    }

    /// The local days from `first` to that of entry `at`, of the workouts up to it.
    fn window(&self, at: usize, first: NaiveDate) -> Option<Tally> {
        let past = self.entries.get(..=at)?;
        let today = past.last()?.position.local_day;
        let stop = first - Duration::days(DAY_SLACK);
        let near = past
            .iter()
            .rev()
            .take_while(|entry| entry.position.start.date_naive() >= stop)
            .filter(|entry| (first..=today).contains(&entry.position.local_day));
        let older = self.before.iter().filter(|day| day.day >= first);
        let tally = older.fold(Tally::default(), Tally::with_day);
        Some(near.fold(tally, |tally, entry| self.with(tally, entry)))
    }

    fn run(&self) -> Vec<Tally> {
        let mut tally = self.before.iter().fold(Tally::default(), Tally::with_day);
        let step = |entry| {
            tally = self.with(tally, entry);
            tally
        };
        self.entries.iter().map(step).collect()
    }

    fn counts(&self, entry: &Entry) -> bool {
        let sports = self.names.sports.as_ref();
        sports.is_none_or(|sports| sports.contains(&entry.sport))
    }

    /// With an entry's value, effort or mere presence.
    fn with(&self, tally: Tally, entry: &Entry) -> Tally {
        if !self.counts(entry) {
            return tally;
        }
        let steps = match self.query.func {
            HistoryFn::Count => Some(0),
            HistoryFn::Best => {
                let key = self.names.record.as_ref().map(|best| best.key.as_str());
                key.and_then(|key| entry.efforts.get(key).copied())
            }
            _ => {
                let id = self.names.metric.as_ref().map(|(id, _)| id.as_str());
                id.and_then(|id| entry.values.get(id).copied())
            }
        };
        steps.map_or(tally, |steps| tally.with(1, steps, steps, steps))
    }

    fn streak(&self, at: usize) -> Option<usize> {
        let past = self.entries.get(..=at)?;
        let today = past.last()?.position.local_day;
        let near = past.iter().rev().filter(|entry| self.counts(entry));
        let near = near.map(|entry| entry.position.local_day);
        let days = near.chain(self.before.iter().rev().map(|day| day.day));
        Some(streak(days, today, self.query.window))
    }
}

/// Consecutive days or ISO weeks with a workout, up to today's; the newest days first. It walks
/// back no further than to the first gap.
fn streak(days: impl Iterator<Item = NaiveDate>, today: NaiveDate, window: Window) -> usize {
    let mut awaited = bucket(today, window);
    // Days that come before the bucket which still may: travel mixes neighbours up.
    let mut early = BTreeSet::new();
    let mut length = 0;
    for day in days {
        if day < awaited - Duration::days(DAY_SLACK) {
            break;
        }
        early.insert(bucket(day, window));
        while early.remove(&awaited) {
            length += 1;
            awaited -= step_of(window);
        }
    }
    length
}

/// What some workouts come to, in steps.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    n: i64,
    /// Wide enough for whatever order it is added up in.
    sum: i128,
    min: Option<i64>,
    max: Option<i64>,
}

impl Tally {
    /// Missing where it does not fit.
    fn sum(self) -> Option<i64> {
        i64::try_from(self.sum).ok()
    }

    fn with(self, n: i64, sum: i64, min: i64, max: i64) -> Self {
        Self {
            n: self.n + n,
            sum: self.sum.saturating_add(i128::from(sum)),
            min: Some(self.min.map_or(min, |known| known.min(min))),
            max: Some(self.max.map_or(max, |known| known.max(max))),
        }
    }

    fn with_day(self, day: &Day) -> Self {
        self.with(day.n, day.sum, day.min, day.max)
    }
}

/// The first local day of a window: `days(7)` is today and the six before.
/// A streak has no window: it ends where it breaks.
pub fn first_day(today: NaiveDate, query: &HistoryQuery) -> Option<NaiveDate> {
    match &query.window {
        _ if query.func == HistoryFn::Streak => None,
        Window::Days(n) => today.checked_sub_signed(Duration::days(i64::from(*n) - 1)),
        Window::Weeks(n) => today.checked_sub_signed(Duration::days(i64::from(*n) * 7 - 1)),
        Window::All => None,
    }
}

/// Whether no streak reaches across the days from `first` to `last`: a whole step among them is
/// without a workout.
pub fn has_gap(days: &[Day], window: Window, first: NaiveDate, last: NaiveDate) -> bool {
    let active: BTreeSet<NaiveDate> = days.iter().map(|day| bucket(day.day, window)).collect();
    let step = step_of(window);
    let mut at = bucket(first, window) + step;
    while at + step <= bucket(last, window) {
        if !active.contains(&at) {
            return true;
        }
        at += step;
    }
    false
}

/// Of a streak: a day or a week.
pub fn step_of(window: Window) -> Duration {
    Duration::days(if matches!(window, Window::Weeks(_)) {
        7
    } else {
        1
    })
}

/// The day itself, or the Monday of its week.
fn bucket(day: NaiveDate, window: Window) -> NaiveDate {
    let back = if matches!(window, Window::Weeks(_)) {
        i64::from(day.weekday().num_days_from_monday())
    } else {
        0
    };
    day - Duration::days(back)
}
