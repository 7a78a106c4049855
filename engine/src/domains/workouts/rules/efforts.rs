//! The best of one workout for each record rule of its sport's metrics.

use std::collections::{BTreeMap, BTreeSet};

use stadion_activity::derive::{Line, Means, best_over_distance, best_over_duration};
use stadion_activity::streams::{Channel, Streams};
use stadion_pack::model::{Metric, Over, RecordRule, RecordShape, Sport};
use stadion_pack::units::parse_unit;
use stadion_pack::value::{Dim, Value};

use super::values::{Values, stored, to_steps};
use crate::domains::workouts::model::{Derived, Effort};

/// All that is stored of a workout's values.
pub fn derived(sport: &Sport, values: &Values, streams: &Streams) -> Derived {
    let stored = stored(sport).filter_map(|metric| {
        let value = values.metrics.get(&metric.id)?;
        Some(to_steps(metric, value))
    });
    Derived {
        values: stored.collect(),
        parts: values.parts.clone(),
        efforts: efforts(sport, values, streams),
    }
}

/// The names of the channels that records of the sport look into.
pub fn channels(sport: &Sport) -> Vec<&str> {
    let rules = sport.metrics.iter().flat_map(|metric| &metric.records);
    let looked_into = rules.filter_map(|rule| match &rule.shape {
        RecordShape::Best { .. } => Some(Channel::Distance.name()),
        RecordShape::BestMean { stream, .. } => Some(stream.as_str()),
        _ => None,
    });
    let names: BTreeSet<&str> = looked_into.collect();
    names.into_iter().collect()
}

pub fn efforts(sport: &Sport, values: &Values, streams: &Streams) -> Vec<Effort> {
    let mut found = Vec::new();
    let mut samples = Samples::of(streams);
    for metric in &sport.metrics {
        for rule in &metric.records {
            collect(sport, metric, rule, values, &mut samples, &mut found);
        }
    }
    found
}

fn collect(
    sport: &Sport,
    metric: &Metric,
    rule: &RecordRule,
    values: &Values,
    samples: &mut Samples<'_>,
    found: &mut Vec<Effort>,
) {
    let mut push = |variant: &str, steps: Option<i64>| {
        if let Some(value) = steps {
            found.push(Effort {
                record: rule.key.clone(),
                variant: variant.into(),
                value,
            });
        }
    };
    match &rule.shape {
        RecordShape::Best {
            over: Over::Distance,
            at,
        } => {
            let best = best_over_distance(&samples.line, *at);
            push(
                "",
                best.and_then(|effort| Dim::TIME.to_steps(effort.seconds)),
            );
        }
        RecordShape::Best {
            over: Over::Duration,
            at,
        } => {
            let best = best_over_duration(&samples.line, *at);
            push(
                "",
                best.and_then(|effort| Dim::LENGTH.to_steps(effort.metres)),
            );
        }
        RecordShape::BestMean { stream, at } => {
            let best = samples.best_mean(stream, *at, rule.lower_is_better);
            push("", best.and_then(|mean| metric.dim.to_steps(mean)));
        }
        RecordShape::Extreme { by } => {
            let variant = match by.as_ref().map(|by| values.metrics.get(by)) {
                None => "",
                Some(Some(Value::Text(word))) => word,
                Some(_) => return,
            };
            let value = values.metrics.get(&metric.id).and_then(Value::number);
            push(variant, value.and_then(|value| metric.dim.to_steps(value)));
        }
        RecordShape::PartExtreme { part, field, by } => {
            for (variant, value) in extremes(sport, values, part, field, by.as_deref(), rule) {
                push(&variant, Some(value));
            }
        }
    }
}

/// A workout's samples, summed up once for all the records that look into them.
struct Samples<'a> {
    streams: &'a Streams,
    line: Line,
    means: BTreeMap<(Channel, bool), Means>,
}

impl<'a> Samples<'a> {
    fn of(streams: &'a Streams) -> Self {
        Self {
            streams,
            line: Line::of(streams),
            means: BTreeMap::new(),
        }
    }

    /// In SI.
    fn best_mean(&mut self, stream: &str, seconds: f64, is_lower: bool) -> Option<f64> {
        let channel = Channel::from_name(stream)?;
        let unit = parse_unit(channel.unit()).ok()?;
        let means = self
            .means
            .entry((channel, is_lower))
            .or_insert_with(|| Means::of(self.streams, channel, is_lower));
        means.best(seconds).map(|mean| unit.to_si(mean))
    }
}

/// The dimension in which a record's values are stored.
pub fn dim_of(sport: &Sport, metric: &Metric, rule: &RecordRule) -> Dim {
    match &rule.shape {
        RecordShape::Best {
            over: Over::Distance,
            ..
        } => Dim::TIME,
        RecordShape::Best {
            over: Over::Duration,
            ..
        } => Dim::LENGTH,
        RecordShape::BestMean { .. } | RecordShape::Extreme { .. } => metric.dim,
        RecordShape::PartExtreme { part, field, .. } => {
            let part = sport.parts.iter().find(|p| p.name == *part);
            part.and_then(|p| p.fields.get(field))
                .map_or(metric.dim, |field| field.dim)
        }
    }
}

fn extremes(
    sport: &Sport,
    values: &Values,
    part: &str,
    field: &str,
    by: Option<&str>,
    rule: &RecordRule,
) -> BTreeMap<String, i64> {
    let mut best: BTreeMap<String, i64> = BTreeMap::new();
    let Some(part) = sport.parts.iter().find(|p| p.name == part) else {
        return best;
    };
    let Some(dim) = part.fields.get(field).map(|field| field.dim) else {
        return best;
    };
    let rows = values
        .parts
        .iter()
        .filter(|(id, _)| *id == part.id)
        .flat_map(|(_, rows)| rows);
    for row in rows {
        let variant = match by.map(|by| row.get(by)) {
            None => String::new(),
            Some(Some(Value::Text(text))) => text.clone(),
            Some(_) => continue,
        };
        let value = row
            .get(field)
            .and_then(Value::number)
            .and_then(|value| dim.to_steps(value));
        let Some(value) = value else { continue };
        best.entry(variant)
            .and_modify(|best| *best = better(rule.lower_is_better, *best, value))
            .or_insert(value);
    }
    best
}

fn better(lower: bool, a: i64, b: i64) -> i64 {
    if lower { a.min(b) } else { a.max(b) }
}
