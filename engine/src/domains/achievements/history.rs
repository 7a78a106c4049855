//! A user's history as rules ask it: as of one workout, over local days.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Duration, NaiveDate};
use stadion_pack::expr::{HistoryFn, HistoryQuery, Window};
use stadion_pack::model::Over;
use stadion_pack::value::{Dim, Value};

use crate::events::Position;

/// One workout with what rules look at, in steps.
#[derive(Clone, Debug)]
pub struct Entry {
    pub position: Position,
    pub sport: String,
    /// Recorded by a device, not typed.
    pub sensed: bool,
    /// Numbers and flags by qualified metric id.
    pub values: BTreeMap<String, i64>,
    /// Enums and texts by qualified metric id.
    pub texts: BTreeMap<String, String>,
    /// By record key.
    pub efforts: BTreeMap<String, i64>,
}

/// What a query's names stand for in the pack of the rule.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// Qualified metric and its dimension.
    pub metric: Option<(String, Dim)>,
    /// The record whose efforts `best` looks at.
    pub record: Option<Best>,
    /// Sports that count; `None` counts all.
    pub sports: Option<BTreeSet<String>>,
}

/// A record over a stretch of fixed length or duration.
#[derive(Clone, Debug)]
pub struct Best {
    pub key: String,
    pub over: Over,
    /// Metres or seconds.
    pub at: f64,
    /// The fewest seconds win, or the most metres.
    pub is_lower: bool,
    /// The metric is time over way (a pace), not way over time (a speed).
    pub is_pace: bool,
}

impl Best {
    /// The metric over the stretch, from the stored seconds or metres.
    fn metric_value(&self, steps: i64) -> Option<f64> {
        let (metres, seconds) = match self.over {
            Over::Distance => (self.at, Dim::TIME.from_steps(steps)),
            Over::Duration => (Dim::LENGTH.from_steps(steps), self.at),
        };
        let value = if self.is_pace {
            seconds / metres
        } else {
            metres / seconds
        };
        value.is_finite().then_some(value)
    }
}

/// Local days are fixed per workout, so a traveller's days need not follow the order of starts:
/// a window looks this much further back along the starts.
const DAY_SLACK: i64 = 2;

/// Entries in order of position.
pub struct History<'a>(pub &'a [Entry]);

impl History<'_> {
    /// The query's answer as of entry `at`, which is included.
    pub fn answer(&self, at: usize, query: &HistoryQuery, names: &Resolved) -> Option<Value> {
        let past = self.0.get(..=at)?;
        let today = past.last()?.position.local_day;
        let counted = || {
            let in_scope = move |entry: &&Entry| {
                names
                    .sports
                    .as_ref()
                    .is_none_or(|sports| sports.contains(&entry.sport))
            };
            within(past, first_day(today, query)).filter(in_scope)
        };
        let values = || {
            let metric = names.metric.as_ref().map(|(id, _)| id.as_str());
            counted().filter_map(move |entry| entry.values.get(metric?).copied())
        };
        let dim = names.metric.as_ref().map_or(Dim::NONE, |(_, dim)| *dim);
        let number = |steps: i64| Value::Number(dim.from_steps(steps));
        match query.func {
            HistoryFn::Count => Some(Value::Number(counted().count() as f64)),
            HistoryFn::Sum => values().try_fold(0_i64, i64::checked_add).map(number),
            HistoryFn::Min => values().min().map(number),
            HistoryFn::Max => values().max().map(number),
            HistoryFn::Mean => mean(values()).map(|mean| Value::Number(mean * dim.from_steps(1))),
            HistoryFn::Best => {
                let best = names.record.as_ref()?;
                let efforts = counted().filter_map(|entry| entry.efforts.get(&best.key).copied());
                let value = if best.is_lower {
                    efforts.min()
                } else {
                    efforts.max()
                };
                best.metric_value(value?).map(Value::Number)
            }
            HistoryFn::Streak => {
                let days: BTreeSet<NaiveDate> =
                    counted().map(|entry| entry.position.local_day).collect();
                Some(Value::Number(streak(&days, today, query.window) as f64))
            }
        }
    }
}

fn within(past: &[Entry], first: Option<NaiveDate>) -> impl Iterator<Item = &Entry> {
    let stop = first.map(|first| first - Duration::days(DAY_SLACK));
    let today = past.last().map(|entry| entry.position.local_day);
    past.iter()
        .rev()
        .take_while(move |entry| stop.is_none_or(|stop| entry.position.start.date_naive() >= stop))
        .filter(move |entry| first.is_none_or(|first| entry.position.local_day >= first))
        .filter(move |entry| first.is_none() || Some(entry.position.local_day) <= today)
}

/// The first local day of a window: `days(7)` is today and the six before.
/// A streak has no window: it ends where it breaks.
fn first_day(today: NaiveDate, query: &HistoryQuery) -> Option<NaiveDate> {
    match &query.window {
        _ if query.func == HistoryFn::Streak => None,
        Window::Days(n) => today.checked_sub_signed(Duration::days(i64::from(*n) - 1)),
        Window::Weeks(n) => today.checked_sub_signed(Duration::days(i64::from(*n) * 7 - 1)),
        Window::All => None,
    }
}

fn mean(values: impl Iterator<Item = i64>) -> Option<f64> {
    let (n, sum) = values.fold((0_u32, 0_i64), |(n, sum), v| (n + 1, sum.saturating_add(v)));
    (n > 0).then(|| sum as f64 / f64::from(n))
}

/// Consecutive days or ISO weeks with a workout, up to today's.
fn streak(days: &BTreeSet<NaiveDate>, today: NaiveDate, window: Window) -> usize {
    let weekly = matches!(window, Window::Weeks(_));
    let step = Duration::days(if weekly { 7 } else { 1 });
    let bucket = |day: NaiveDate| {
        let back = if weekly {
            i64::from(day.weekday().num_days_from_monday())
        } else {
            0
        };
        day - Duration::days(back)
    };
    let active: BTreeSet<NaiveDate> = days.iter().map(|day| bucket(*day)).collect();
    let mut at = bucket(today);
    let mut length = 0;
    while active.contains(&at) {
        length += 1;
        at -= step;
    }
    length
}
