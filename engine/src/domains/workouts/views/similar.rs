//! How a workout stands among the person's similar ones.

use std::collections::BTreeMap;

use stadion_pack::model::{Better, Metric, MetricType, RecordShape, Sport};
use stadion_pack::value::Value;
use uuid::Uuid;

use super::home::higher;
use crate::domains::app::{Here, Telling};
use crate::domains::workouts::model::{Workout, local};
use crate::domains::workouts::rules::progress::median;
use crate::domains::workouts::rules::similar::{is_near, is_same_session, is_same_title, rank};
use crate::domains::workouts::store::projections;
use crate::domains::workouts::store::similar::{self, Neighbour};
use crate::domains::workouts::words;
use crate::web::Result;
use crate::web::ui::pages::{Delta, Figure, Similar, WorkoutRow};

/// How many are listed.
const LISTED: usize = 4;

/// This workout and those like it.
pub struct Found {
    sport: String,
    basis: Basis,
    compared: Option<f64>,
    /// In order of time, and how many of them came before this one.
    alike: Vec<Neighbour>,
    before: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Basis {
    Near,
    Parts,
}

/// `None` without any like it, or while its figures are not told.
pub async fn find(here: &Here, user_id: Uuid, workout: &Workout) -> Result<Option<Found>> {
    let db = &here.app.db;
    let Some((_, sport)) = here.packs.sport(&workout.sport) else {
        return Ok(None);
    };
    let (lead, compared) = figures(sport);
    let (Some(lead), own) = (lead, projections::values_of(db, user_id, workout.id).await?) else {
        return Ok(None);
    };
    let steps = |metric: &Metric| {
        let own = own.iter().flatten();
        own.filter(|value| value.metric == metric.id)
            .find_map(|value| value.steps)
    };
    let compared_id = compared.map_or("", |metric| metric.id.as_str());
    let place = (workout.start_at, workout.id);
    let ids = (lead.id.as_str(), compared_id);
    let all = similar::neighbours(db, user_id, &workout.sport, place, ids).await?;
    let own_lead = steps(lead).map(|steps| lead.dim.from_steps(steps));
    let sets = if has_variants(sport) {
        let mut of: Vec<Uuid> = all.iter().map(|other| other.id).collect();
        of.push(workout.id);
        similar::variants(db, user_id, &of).await?
    } else {
        BTreeMap::new()
    };
    let (basis, alike) = alike(workout, lead, own_lead, all, &sets);
    if alike.is_empty() {
        return Ok(None);
    }
    Ok(Some(Found {
        sport: workout.sport.clone(),
        basis,
        compared: compared.and_then(|metric| Some(metric.dim.from_steps(steps(metric)?))),
        before: alike
            .iter()
            .filter(|other| (other.start_at, other.id) < place)
            .count(),
        alike,
    }))
}

fn alike(
    workout: &Workout,
    lead: &Metric,
    own_lead: Option<f64>,
    all: Vec<Neighbour>,
    sets: &BTreeMap<Uuid, Vec<String>>,
) -> (Basis, Vec<Neighbour>) {
    if let Some(own) = sets.get(&workout.id) {
        let shares = |other: &Neighbour| {
            let theirs = sets.get(&other.id);
            theirs.is_some_and(|theirs| is_same_session(own, theirs))
        };
        return (Basis::Parts, all.into_iter().filter(shares).collect());
    }
    let is_alike = |other: &Neighbour| {
        let near = own_lead
            .zip(other.lead)
            .is_some_and(|(own, steps)| is_near(own, lead.dim.from_steps(steps)));
        near || is_same_title(workout.title.as_deref(), other.title.as_deref())
    };
    (Basis::Near, all.into_iter().filter(is_alike).collect())
}

/// The sport's first number, by which workouts are near, and the first other one that has a better
/// direction. Where exercises make them alike, the first number itself is compared.
fn figures(sport: &Sport) -> (Option<&Metric>, Option<&Metric>) {
    let numbers = || {
        let metrics = sport.metrics.iter().map(AsRef::as_ref);
        metrics.filter(|m: &&Metric| matches!(m.ty, MetricType::Quantity | MetricType::Count))
    };
    let lead = numbers().next();
    let directed = |metric: &&Metric| metric.better != Better::Neither;
    let compared = if has_variants(sport) {
        numbers().find(directed)
    } else {
        // A ratio says how good it was; how long it took says it where there is none.
        let others = || {
            numbers()
                .filter(directed)
                .filter(|metric| lead.is_none_or(|lead| lead.id != metric.id))
        };
        others()
            .find(|m| m.derive.is_some())
            .or_else(|| others().next())
    };
    (lead, compared)
}

/// Whether a record of the sport is kept for each value of a field.
fn has_variants(sport: &Sport) -> bool {
    let mut rules = sport.metrics.iter().flat_map(|metric| &metric.records);
    rules.any(|rule| matches!(rule.shape, RecordShape::PartExtreme { by: Some(_), .. }))
}

pub fn view(found: &Found, told: Telling<'_>) -> Option<Similar> {
    let (_, sport) = told.packs.sport(&found.sport)?;
    let (lead, compared) = figures(sport);
    let formats = told.formats;
    let mut view = Similar {
        basis: match found.basis {
            Basis::Near => {
                let title = formats.title(lead?, false).to_lowercase();
                formats.text("similar-near", &[("title", title.into())])
            }
            Basis::Parts => formats.text("similar-parts", &[]),
        },
        workouts: listed(found, sport, told),
        ..Similar::default()
    };
    if let (Some(metric), Some(own)) = (compared, found.compared) {
        compare(&mut view, found, metric, own, told);
    }
    Some(view)
}

fn compare(view: &mut Similar, found: &Found, metric: &Metric, own: f64, told: Telling<'_>) {
    let formats = told.formats;
    let of = |other: &Neighbour| Some(metric.dim.from_steps(other.compared?));
    let others: Vec<f64> = found.alike.iter().filter_map(of).collect();
    let Some(middle) = median(&others) else {
        return;
    };
    let lower = metric.better == Better::Lower;
    let place = rank(own, &others, lower);
    let all = others.len() + 1;
    let args = [("rank", place.into()), ("n", all.into())];
    let key = if place == 1 {
        "similar-rank-best"
    } else {
        "similar-rank"
    };
    view.rank = Some(formats.text(key, &args));
    let title = formats.title(metric, false).to_lowercase();
    view.rank_by = Some(formats.text("similar-by", &[("title", title.into())]));
    let last = found.alike.iter().take(found.before).rev().find_map(of);
    for (key, other) in [("similar-median", Some(middle)), ("similar-last", last)] {
        if let Some(other) = other {
            view.figures.push(against(key, own, other, metric, told));
        }
    }
}

/// The other figure, and how much better or worse this workout's is.
fn against(key: &str, own: f64, other: f64, metric: &Metric, told: Telling<'_>) -> Figure {
    let formats = told.formats;
    let difference = formats.difference(own - other, &metric.display);
    let delta = Delta::between(own, other, &difference, higher(metric), formats);
    let said = delta.map(|delta| {
        let key = if delta.is_better == Some(true) {
            "similar-better"
        } else {
            "similar-worse"
        };
        let value = difference.to_string();
        Delta {
            text: formats.text(key, &[("value", value.into())]),
            spoken: String::new(),
            ..delta
        }
    });
    let quantity = formats.metric(metric, &Value::Number(other));
    Figure::new(formats.text(key, &[]), quantity).with(said)
}

/// Those nearest in time, the newest first.
fn listed(found: &Found, sport: &Sport, told: Telling<'_>) -> Vec<WorkoutRow> {
    let from = found
        .before
        .saturating_sub(LISTED)
        .min(found.alike.len().saturating_sub(LISTED));
    let nearest = found.alike.iter().skip(from).take(LISTED);
    let (lead, compared) = figures(sport);
    let row = |other: &Neighbour| {
        let start = local(other.start_at, other.utc_offset_s).naive_local();
        let figure = |metric: Option<&Metric>, steps: Option<i64>| {
            let (metric, steps) = (metric?, steps?);
            let value = Value::Number(metric.dim.from_steps(steps));
            let title = told.formats.title(metric, true);
            Some(Figure::new(title, told.formats.metric(metric, &value)))
        };
        let first = figure(compared, other.compared);
        let second = figure(lead, other.lead).filter(|_| is_other(lead, compared));
        WorkoutRow {
            href: words::address(&found.sport, other.id),
            title: words::title(other.title.as_deref(), &found.sport, start, told),
            when: told.formats.brief_moment(start, told.now),
            icon: words::icon(&found.sport, told),
            figures: first.into_iter().chain(second).collect(),
            records: None,
        }
    };
    let mut rows: Vec<WorkoutRow> = nearest.map(row).collect();
    rows.reverse();
    rows
}

fn is_other(lead: Option<&Metric>, compared: Option<&Metric>) -> bool {
    lead.map(|metric| &metric.id) != compared.map(|metric| &metric.id)
}
