//! What a case expects, resolved.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value as Json;
use stadion_pack::finding::Report;
use stadion_pack::model::{Metric, MetricType, Packs};
use stadion_pack::place::{At, Span};
use stadion_pack::units::{Unit, coherent};
use stadion_pack::value::Dim;

use super::figures::{Kind, wanted};
use super::given::Asked;
use super::model::{Expect, Figured, GearFigure, GearWanted, Named, RecordWanted};
use super::spec::{RawCase, RawGearExpect};
use crate::domains::{achievements, segments, workouts};

/// `workouts` are those that have a name, by their place among those given.
pub fn read(
    asked: &mut Asked<'_>,
    raw: &RawCase,
    workouts: &BTreeMap<String, usize>,
    snapshot: Option<Span>,
) -> Expect {
    let wished = &raw.expect;
    let mut expect = Expect {
        snapshot,
        ..Expect::default()
    };
    if let Some(list) = &wished.achievements {
        let ids = list.value.iter();
        let ids = ids.filter_map(|name| achievement(asked, name)).collect();
        expect.achievements = Some((ids, list.span));
    }
    if let Some(list) = &wished.segments {
        let ids = list.value.iter();
        let ids = ids.filter_map(|name| segment(asked, name)).collect();
        expect.segments = Some((ids, list.span));
    }
    for (name, tier) in &wished.tiers {
        let named = achievement(asked, name);
        expect.tiers.extend(named.map(|named| (named, tier.value)));
    }
    expect.figures = figures(asked, None, &wished.metrics);
    for (name, metrics) in &wished.workouts {
        match workouts.get(&name.value) {
            Some(at) => expect.figures.extend(figures(asked, Some(*at), metrics)),
            None => asked.unknown(name, "named workout", workouts.keys().map(String::as_str)),
        }
    }
    for (key, json) in &wished.records {
        expect.records.extend(record(asked, key, json));
    }
    let gear: Vec<&str> = raw.given.gear.keys().map(|name| name.as_str()).collect();
    for (name, figures) in &wished.gear {
        match gear.iter().position(|known| *known == name.as_str()) {
            Some(item) => gear_figures(asked, item, figures, &mut expect.gear),
            None => asked.unknown(name, "gear of this case", gear.iter().copied()),
        }
    }
    let has_workouts = !raw.given.workouts.is_empty();
    if !has_workouts && (snapshot.is_some() || !wished.metrics.is_empty()) {
        let at = snapshot.or_else(|| wished.metrics.keys().next().map(|key| key.span));
        let report = Report::error("S0083", at.unwrap_or_default(), "there is no workout");
        asked
            .reports
            .push(report.help("metrics are those of the last workout: give one"));
    }
    if asked.reports.is_empty() && is_empty(&expect) {
        let message = format!("`{}` asserts nothing", raw.name.value);
        let report = Report::error("S0081", raw.name.span, message);
        let help = "state what is to come of it: `expect: {achievements: []}` if none is earned";
        asked.reports.push(report.help(help));
    }
    expect
}

fn is_empty(expect: &Expect) -> bool {
    expect.achievements.is_none()
        && expect.segments.is_none()
        && expect.tiers.is_empty()
        && expect.figures.is_empty()
        && expect.snapshot.is_none()
        && expect.records.is_empty()
        && expect.gear.is_empty()
}

fn achievement(asked: &mut Asked<'_>, name: &At<String>) -> Option<Named> {
    let is_there = |packs: &Packs, id: &str| achievements::achievement(packs, id).is_some();
    let known = achievements::of_pack(asked.pack).map(|known| known.id.as_str());
    named(
        asked,
        name,
        "achievement",
        is_there,
        &known.collect::<Vec<_>>(),
    )
}

fn segment(asked: &mut Asked<'_>, name: &At<String>) -> Option<Named> {
    let is_there = |packs: &Packs, id: &str| segments::segment(packs, id).is_some();
    let known = segments::of_pack(asked.pack).map(|known| known.id.as_str());
    named(asked, name, "segment", is_there, &known.collect::<Vec<_>>())
}

/// The pack's own, or one that is named in full; `known` are the own ones in full.
fn named(
    asked: &mut Asked<'_>,
    name: &At<String>,
    what: &str,
    is_there: impl Fn(&Packs, &str) -> bool,
    known: &[&str],
) -> Option<Named> {
    let own = format!("{}.{}", asked.pack.id, name.value);
    let found = [own, name.value.clone()]
        .into_iter()
        .find(|id| is_there(asked.packs, id));
    if found.is_none() {
        let plain = known
            .iter()
            .map(|id| id.rsplit('.').next().unwrap_or_default());
        asked.unknown(name, what, plain);
    }
    Some(Named {
        id: found?,
        at: name.span,
    })
}

fn figures(
    asked: &mut Asked<'_>,
    workout: Option<usize>,
    metrics: &IndexMap<At<String>, At<Json>>,
) -> Vec<Figured> {
    let mut figures = Vec::new();
    for (name, json) in metrics {
        let Some(metric) = metric(asked, name) else {
            continue;
        };
        match wanted(Kind::of(&metric), &json.value, json.span) {
            Ok(wanted) => figures.push(Figured {
                workout,
                metric,
                wanted,
            }),
            Err(report) => asked.reports.push(report),
        }
    }
    figures
}

fn metric(asked: &mut Asked<'_>, name: &At<String>) -> Option<Arc<Metric>> {
    let own = asked.pack.visible_metrics.get(&name.value);
    let found = own.or_else(|| asked.packs.metric(name)).cloned();
    if found.is_none() {
        let known: Vec<&str> = asked
            .pack
            .visible_metrics
            .keys()
            .map(String::as_str)
            .collect();
        asked.unknown(name, "metric", known);
    }
    found
}

/// A record by its key, with or without its pack; after a space the word that it is kept by.
fn record(asked: &mut Asked<'_>, name: &At<String>, json: &At<Json>) -> Option<RecordWanted> {
    let (key, variant) = name.split_once(' ').unwrap_or((name, ""));
    let mut known = Vec::new();
    let mut found = None;
    for sport in asked.pack.sports.values() {
        for metric in &sport.metrics {
            for rule in &metric.records {
                let short = rule
                    .key
                    .split_once('.')
                    .map_or(rule.key.as_str(), |(_, key)| key);
                let is_kept_by_word = workouts::read::is_kept_by_word(rule);
                let fits = match variant {
                    "" => !is_kept_by_word,
                    word => workouts::read::variant_title(sport, rule, word).is_some(),
                };
                if fits && (key == short || key == rule.key) {
                    let dim = workouts::dim_of(sport, metric, rule);
                    let unit = if dim == metric.dim {
                        metric.unit.clone()
                    } else {
                        coherent(dim)
                    };
                    found = Some((rule.key.clone(), dim, unit));
                }
                let word = if is_kept_by_word { " <word>" } else { "" };
                known.push(format!("{short}{word}"));
            }
        }
    }
    let Some((record, dim, unit)) = found else {
        asked.unknown(name, "record", known.iter().map(String::as_str));
        return None;
    };
    match wanted(quantity(dim, &unit), &json.value, json.span) {
        Ok(wanted) => Some(RecordWanted {
            record,
            variant: variant.to_owned(),
            wanted,
        }),
        Err(report) => {
            asked.reports.push(report);
            None
        }
    }
}

/// Of figures that are no metrics.
pub fn quantity(dim: Dim, unit: &Unit) -> Kind<'_> {
    Kind {
        ty: &MetricType::Quantity,
        dim,
        unit,
    }
}

fn gear_figures(
    asked: &mut Asked<'_>,
    item: usize,
    raw: &RawGearExpect,
    found: &mut Vec<GearWanted>,
) {
    let one = Unit::one();
    let share = quantity(Dim::default(), &one);
    let flag = Kind {
        ty: &MetricType::Flag,
        ..share
    };
    let due = raw
        .due
        .as_ref()
        .map(|due| At::new(Json::from(due.value), due.span));
    let said = [
        (GearFigure::Wear, share, raw.wear.as_ref()),
        (GearFigure::Due, flag, due.as_ref()),
        (GearFigure::Service, share, raw.service.as_ref()),
    ];
    for (of, kind, json) in said {
        let Some(json) = json else { continue };
        match wanted(kind, &json.value, json.span) {
            Ok(wanted) => found.push(GearWanted { item, of, wanted }),
            Err(report) => asked.reports.push(report),
        }
    }
}
