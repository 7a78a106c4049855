//! What the names in a rule stand for in its pack.

use std::collections::BTreeSet;

use stadion_pack::expr::{HistoryFn, HistoryQuery, Scope, SlotRef};
use stadion_pack::model::{Metric, MetricType, Pack, Packs, RecordShape};
use stadion_pack::value::Value;

use super::history::{Best, Resolved, Stored};
use crate::domains::profile::model::Profile;
use crate::domains::workouts::model::Entry;

/// The sports of a pack and of the packs that build on it: a rule of `core` is asked of all.
pub fn sports_under(packs: &Packs, pack: &str) -> BTreeSet<String> {
    let builds_on =
        |other: &&std::sync::Arc<Pack>| other.id == pack || other.requires.contains_key(pack);
    let below = packs.packs.values().filter(builds_on);
    below
        .flat_map(|pack| pack.sports.values())
        .map(|sport| sport.id.clone())
        .collect()
}

/// One `Resolved` for each history query, in order.
pub fn resolve(packs: &Packs, pack_id: &str, queries: &[HistoryQuery]) -> Vec<Resolved> {
    let Some(pack) = packs.pack(pack_id) else {
        return Vec::new();
    };
    queries
        .iter()
        .map(|query| resolve_one(packs, pack, query))
        .collect()
}

fn resolve_one(packs: &Packs, pack: &Pack, query: &HistoryQuery) -> Resolved {
    let metric = query
        .metric
        .as_deref()
        .and_then(|name| pack.visible_metrics.get(name));
    let best = (query.func == HistoryFn::Best).then_some(()).and(metric);
    Resolved {
        metric: metric.map(|metric| (metric.id.clone(), metric.dim)),
        record: best.and_then(|metric| record_at(metric, query.at?)),
        sports: match &query.scope {
            Scope::All => None,
            Scope::Own => Some(sports_under(packs, &pack.id)),
            Scope::Sport(id) => Some(BTreeSet::from([id.clone()])),
        },
    }
}

/// The record of the metric at a distance or duration.
fn record_at(metric: &Metric, at: f64) -> Option<Best> {
    metric.records.iter().find_map(|rule| {
        let (here, stored) = match rule.shape {
            RecordShape::Best { over, at } => {
                let is_pace = metric.dim.time > 0;
                (at, Stored::Stretch { over, at, is_pace })
            }
            RecordShape::BestMean { at, .. } => (at, Stored::Metric(metric.dim)),
            _ => return None,
        };
        let is_asked = (here - at).abs() < 1e-6 * at.max(1.0);
        is_asked.then(|| Best {
            key: rule.key.clone(),
            is_lower: rule.lower_is_better,
            stored,
        })
    })
}

/// `workout.…` of an expression, from the stored values.
pub fn slot(pack: &Pack, entry: &Entry, slot: &SlotRef) -> Option<Value> {
    match (slot.root.as_str(), slot.field.as_str()) {
        // A rule is asked as of the workout's start.
        ("now", _) | ("workout", "start") => Some(Value::Time(entry.position.start)),
        ("workout", "day") => Some(Value::Date(entry.position.local_day)),
        ("workout", "sport") => Some(Value::Text(entry.sport.clone())),
        ("workout", "modality") => Some(Value::Text(modality(entry).into())),
        ("workout", name) => value(pack.visible_metrics.get(name)?, entry),
        _ => None,
    }
}

/// The same of what is a text, without a copy.
pub fn text<'e>(pack: &Pack, entry: &'e Entry, slot: &SlotRef) -> Option<&'e str> {
    match (slot.root.as_str(), slot.field.as_str()) {
        ("workout", "sport") => Some(&entry.sport),
        ("workout", "modality") => Some(modality(entry)),
        ("workout", name) => {
            let text = entry.texts.get(&pack.visible_metrics.get(name)?.id);
            text.map(String::as_str)
        }
        _ => None,
    }
}

fn modality(entry: &Entry) -> &'static str {
    if entry.sensed { "sensed" } else { "entered" }
}

/// `user.…` of an expression: who the person was on the workout's day.
pub fn of_user(user: &Profile, field: &str) -> Option<Value> {
    let text = |word: &str| Value::Text(word.to_owned());
    match field {
        "category" => user.category.map(|category| text(category.as_str())),
        "age_group" => user.age_group.map(|group| text(group.as_str())),
        "age" => user.age.map(|years| Value::Number(f64::from(years))),
        "sex" => user.sex.map(|sex| text(sex.as_str())),
        "region" => user.region.as_deref().map(text),
        "weight" => user.weight.map(Value::Number),
        _ => None,
    }
}

fn value(metric: &Metric, entry: &Entry) -> Option<Value> {
    let steps = entry.values.get(&metric.id).copied();
    match metric.ty {
        MetricType::Flag => steps.map(|steps| Value::Flag(steps != 0)),
        MetricType::Enum { .. } | MetricType::Text => {
            entry.texts.get(&metric.id).cloned().map(Value::Text)
        }
        _ => steps.map(|steps| Value::Number(metric.dim.from_steps(steps))),
    }
}
