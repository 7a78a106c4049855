//! Figures over many workouts, from the daily sums.

use std::collections::BTreeMap;
use std::sync::Arc;

use stadion_pack::expr::{Env, SlotRef};
use stadion_pack::model::{Aggregate, Metric, MetricType, Packs, Sport};
use stadion_pack::value::Value;

use super::store::projections::DayRow;

/// The metric that stands for a week or a month: the first of the sport's that can be added up.
pub fn lead(sport: &Sport) -> Option<&Arc<Metric>> {
    sport.metrics.iter().find(|metric| {
        metric.aggregate == Aggregate::Sum
            && matches!(metric.ty, MetricType::Quantity | MetricType::Count)
    })
}

/// Whether a derived metric is its formula over the period's other figures: a week's pace is its
/// time over its way, never a mean of paces. What is made of entries adds up like a plain one,
/// and so does what a script gives: nobody knows what it would make of sums.
pub fn is_told_by_formula(metric: &Metric) -> bool {
    metric
        .derive
        .as_ref()
        .is_some_and(|formula| formula.parts().is_empty() && formula.scripts().is_empty())
}

/// All figures of a period, in SI by qualified metric.
pub fn over<'r>(
    packs: &Packs,
    sport: &Sport,
    rows: impl Iterator<Item = &'r DayRow>,
) -> BTreeMap<String, Value> {
    let mut sums: BTreeMap<&str, DayRow> = BTreeMap::new();
    for row in rows {
        sums.entry(&row.metric)
            .and_modify(|sum| add(sum, row))
            .or_insert_with(|| row.clone());
    }
    let mut period = Period {
        packs,
        pack: "",
        values: BTreeMap::new(),
    };
    for (id, sum) in sums {
        let metric = packs
            .metric(id)
            .filter(|metric| !is_told_by_formula(metric));
        if let Some(si) = metric.and_then(|metric| aggregated(metric, &sum)) {
            period.values.insert(id.to_owned(), Value::Number(si));
        }
    }
    for metric in sport
        .derived
        .iter()
        .filter(|metric| is_told_by_formula(metric))
    {
        period.pack = &metric.pack;
        if let Some(value) = metric
            .derive
            .as_ref()
            .and_then(|formula| formula.eval(&period))
        {
            period.values.insert(metric.id.clone(), value);
        }
    }
    period.values
}

/// One figure of a period, in SI.
pub fn one<'r>(
    packs: &Packs,
    sport: &Sport,
    metric: &Metric,
    rows: impl Iterator<Item = &'r DayRow>,
) -> Option<f64> {
    if is_told_by_formula(metric) {
        return over(packs, sport, rows).get(&metric.id)?.number();
    }
    let rows = rows.filter(|row| row.metric == metric.id).cloned();
    let sum = rows.reduce(|mut sum, row| {
        add(&mut sum, &row);
        sum
    });
    aggregated(metric, &sum?)
}

/// The `workout` of a formula, with a period's figures in place of one workout's.
struct Period<'a> {
    packs: &'a Packs,
    /// Whose names the formula uses.
    pack: &'a str,
    values: BTreeMap<String, Value>,
}

impl Env for Period<'_> {
    fn slot(&self, _: usize, slot: &SlotRef) -> Option<Value> {
        let metric = self.packs.metric_seen_by(self.pack, &slot.field)?;
        self.values.get(&metric.id).cloned()
    }
}

fn add(sum: &mut DayRow, row: &DayRow) {
    sum.n += row.n;
    sum.sum = sum.sum.saturating_add(row.sum);
    sum.min = sum.min.min(row.min);
    sum.max = sum.max.max(row.max);
}

fn aggregated(metric: &Metric, sum: &DayRow) -> Option<f64> {
    let si = |steps: i64| metric.dim.from_steps(steps);
    match metric.aggregate {
        Aggregate::Sum => Some(si(sum.sum)),
        Aggregate::Mean => (sum.n > 0).then(|| si(sum.sum) / sum.n as f64),
        Aggregate::Min => Some(si(sum.min)),
        Aggregate::Max => Some(si(sum.max)),
        Aggregate::Last => None,
    }
}
