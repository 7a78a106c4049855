//! The best of one workout for each record rule of its sport's metrics.

use std::collections::BTreeMap;

use stadion_activity::derive::{Line, best_over_distance, best_over_duration};
use stadion_activity::streams::Streams;
use stadion_pack::model::{Metric, Over, RecordRule, RecordShape, Sport};
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

/// Whether any record of the sport looks into the samples.
pub fn needs_streams(sport: &Sport) -> bool {
    let mut rules = sport.metrics.iter().flat_map(|metric| &metric.records);
    rules.any(|rule| matches!(rule.shape, RecordShape::Best { .. }))
}

pub fn efforts(sport: &Sport, values: &Values, streams: &Streams) -> Vec<Effort> {
    let mut found = Vec::new();
    let line = Line::of(streams);
    for metric in &sport.metrics {
        for rule in &metric.records {
            collect(sport, metric, rule, values, &line, &mut found);
        }
    }
    found
}

fn collect(
    sport: &Sport,
    metric: &Metric,
    rule: &RecordRule,
    values: &Values,
    line: &Line,
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
            let best = best_over_distance(line, *at);
            push(
                "",
                best.and_then(|effort| Dim::TIME.to_steps(effort.seconds)),
            );
        }
        RecordShape::Best {
            over: Over::Duration,
            at,
        } => {
            let best = best_over_duration(line, *at);
            push(
                "",
                best.and_then(|effort| Dim::LENGTH.to_steps(effort.metres)),
            );
        }
        RecordShape::Extreme => {
            let value = values.metrics.get(&metric.id).and_then(Value::number);
            push("", value.and_then(|value| metric.dim.to_steps(value)));
        }
        RecordShape::PartExtreme { part, field, by } => {
            for (variant, value) in extremes(sport, values, part, field, by.as_deref(), rule) {
                push(&variant, Some(value));
            }
        }
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
        RecordShape::Extreme => metric.dim,
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
