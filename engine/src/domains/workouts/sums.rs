//! A span of days summed as a whole and by day, week, month or year, from few rows however long it
//! is: whole periods from their sums, what is left over at the ends from shorter ones.

use std::collections::{BTreeMap, BTreeSet};

use stadion_pack::model::{Metric, Packs, Sport};
use stadion_pack::value::Value;
use uuid::Uuid;

use super::model::periods::{Span, Unit};
use super::store::periods::{self, Asked, WORKOUTS};
use super::store::projections::DayRow;
use super::totals;
use crate::db::Db;
use crate::db::Result;

/// What is summed: a user's figures in some sports.
#[derive(Clone, Copy, Debug)]
pub struct What<'a> {
    pub user_id: Uuid,
    /// Qualified.
    pub sports: &'a [String],
    /// Qualified, with what they are made of (`inputs`).
    pub metrics: &'a [String],
}

/// The rows of a span, each at the first day of what it sums.
#[derive(Clone, Debug)]
pub struct Summed {
    pub span: Span,
    unit: Unit,
    rows: BTreeMap<i64, Vec<DayRow>>,
}

/// One day, week, month or year of a span, cut to it.
#[derive(Clone, Copy, Debug)]
pub struct Bucket<'a> {
    pub span: Span,
    rows: &'a [DayRow],
}

pub async fn summed(db: &Db, what: What<'_>, unit: Unit, span: Span) -> Result<Summed> {
    let mut rows: BTreeMap<i64, Vec<DayRow>> = BTreeMap::new();
    for row in read(db, what, unit, span).await? {
        rows.entry(unit.index(row.local_day)).or_default().push(row);
    }
    Ok(Summed { span, unit, rows })
}

/// Whole units first, then what is left of each shorter one.
async fn read(db: &Db, what: What<'_>, unit: Unit, span: Span) -> Result<Vec<DayRow>> {
    let with_count: Vec<String> = match what.metrics {
        [] => Vec::new(),
        metrics => metrics
            .iter()
            .cloned()
            .chain([WORKOUTS.to_owned()])
            .collect(),
    };
    let asked = Asked {
        user_id: what.user_id,
        sports: what.sports,
        metrics: &with_count,
    };
    let (mut rows, mut left) = (Vec::new(), vec![(unit, span)]);
    while let Some((unit, span)) = left.pop() {
        let (whole, ends) = unit.whole(span);
        if let Some(whole) = whole {
            let sums = periods::sums(db, asked, unit, whole).await?;
            rows.extend(sums.into_iter().map(|row| row.as_day(unit)));
        }
        if unit == Unit::Day {
            rows.extend(periods::days(db, asked, span).await?);
        }
        let shorter = match unit {
            Unit::Year => Unit::Month,
            Unit::Month | Unit::Week | Unit::Day => Unit::Day,
        };
        left.extend(ends.into_iter().map(|end| (shorter, end)));
    }
    Ok(rows)
}

impl Summed {
    /// All periods that the span touches, in order, those without workouts too.
    pub fn buckets(&self) -> impl Iterator<Item = Bucket<'_>> {
        let (first, last) = (
            self.unit.index(self.span.from),
            self.unit.index(self.span.to),
        );
        (first..=last).map(|index| Bucket {
            span: self.unit.span(index).within(self.span),
            rows: self.rows.get(&index).map_or(&[], Vec::as_slice),
        })
    }

    /// All figures of the span, in SI by qualified metric.
    pub fn values(&self, packs: &Packs, sport: &Sport) -> BTreeMap<String, Value> {
        totals::over(packs, sport, self.rows.values().flatten())
    }

    pub fn value(&self, packs: &Packs, sport: &Sport, metric: &Metric) -> Option<f64> {
        totals::one(packs, sport, metric, self.rows.values().flatten())
    }

    /// How many workouts there were.
    pub fn workouts(&self) -> i64 {
        workouts(self.rows.values().flatten())
    }
}

impl Bucket<'_> {
    pub fn values(&self, packs: &Packs, sport: &Sport) -> BTreeMap<String, Value> {
        totals::over(packs, sport, self.rows.iter())
    }

    pub fn value(&self, packs: &Packs, sport: &Sport, metric: &Metric) -> Option<f64> {
        totals::one(packs, sport, metric, self.rows.iter())
    }

    pub fn workouts(&self) -> i64 {
        workouts(self.rows.iter())
    }
}

fn workouts<'r>(rows: impl Iterator<Item = &'r DayRow>) -> i64 {
    rows.filter(|row| row.metric == WORKOUTS)
        .map(|row| row.n)
        .sum()
}

/// The stored metrics that a period's figures are made of, themselves included.
pub fn inputs<'m>(packs: &Packs, metrics: impl IntoIterator<Item = &'m Metric>) -> Vec<String> {
    let mut found = BTreeSet::new();
    for metric in metrics {
        collect(packs, metric, &mut found);
    }
    found.into_iter().collect()
}

fn collect(packs: &Packs, metric: &Metric, found: &mut BTreeSet<String>) {
    if !found.insert(metric.id.clone()) || !totals::is_told_by_formula(metric) {
        return;
    }
    let slots = metric
        .derive
        .as_ref()
        .map_or(&[][..], |formula| formula.slots());
    for slot in slots {
        if let Some(input) = packs.metric_seen_by(&metric.pack, &slot.field) {
            collect(packs, input, found);
        }
    }
}
