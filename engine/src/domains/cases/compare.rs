//! What came of a case beside what it expects.

use std::collections::BTreeMap;

use stadion_pack::finding::Report;
use stadion_pack::model::{Metric, Packs, Sport};
use stadion_pack::units::{Unit, coherent, parse_unit};
use stadion_pack::value::{Dim, Value};
use uuid::Uuid;

use super::expect::quantity;
use super::figures::{Kind, holds, rewritten, scalar, snapshot, told};
use super::model::{Case, GearFigure, GearWanted, RecordWanted, Rewrite, Wanted};
use super::run::Outcome;
use crate::App;
use crate::domains::workouts::dto::{Figure, RecordMark, Scalar, WorkoutBody};
use crate::domains::workouts::{read, service};
use crate::domains::{achievements, gear, segments, workouts};
use crate::web::error::Result;

/// Who did what, by id.
pub struct Came {
    pub user_id: Uuid,
    pub gear: Vec<Uuid>,
    pub workouts: Vec<Uuid>,
}

/// What is gathered while comparing.
#[derive(Default)]
struct Sheet {
    failures: Vec<Report>,
    rewrites: Vec<Rewrite>,
}

impl Sheet {
    fn differs(&mut self, wanted: &Wanted, what: &str, told: &str, rewrite: &str) {
        let message = format!("{what}: expected {}, and it is {told}", wanted.text);
        self.failures
            .push(Report::error("S0084", wanted.at, message));
        self.rewrites.push(Rewrite {
            at: wanted.at,
            text: scalar(rewrite),
        });
    }

    /// Compares one figure; what differs is told.
    fn figure(&mut self, kind: Kind<'_>, wanted: &Wanted, what: &str, actual: Option<&Value>) {
        if !holds(kind, wanted, actual) {
            let told = told(kind, &wanted.text, actual);
            self.differs(wanted, what, &told, &rewritten(kind, wanted, actual));
        }
    }
}

pub async fn compare(app: &App, case: &Case, done: &Came) -> Result<Outcome> {
    let packs = app.catalog.packs();
    let mut sheet = Sheet::default();
    let mut bodies: BTreeMap<usize, WorkoutBody> = BTreeMap::new();
    let last = done.workouts.len().saturating_sub(1);
    let asked = case.expect.figures.iter();
    let asked = asked.map(|figure| figure.workout.unwrap_or(last));
    for at in asked.chain(case.expect.snapshot.map(|_| last)) {
        if let (false, Some(id)) = (bodies.contains_key(&at), done.workouts.get(at)) {
            let workout = service::get(app, done.user_id, *id).await?;
            bodies.insert(at, read::body(app, done.user_id, "en", workout).await?);
        }
    }
    achieved(app, case, done, &mut sheet).await?;
    let mut met = rules(app, &packs, case, done).await?;
    met.extend(belongs(app, &packs, case, done, &mut sheet).await?);
    for figure in &case.expect.figures {
        let body = bodies.get(&figure.workout.unwrap_or(last));
        let metric = figure.metric.as_ref();
        let actual = body.and_then(|body| actual(body, metric));
        sheet.figure(
            Kind::of(metric),
            &figure.wanted,
            &metric.name,
            actual.as_ref(),
        );
    }
    if let (Some(at), Some(body)) = (case.expect.snapshot, bodies.get(&last)) {
        let report = Report::error("S0085", at, "the snapshot is not written yet");
        let report = report.help("`stadion test --update` writes it: look at it then");
        sheet.failures.push(report);
        let text = derived(&packs, body);
        sheet.rewrites.push(Rewrite { at, text });
    }
    if !case.expect.records.is_empty() {
        let standing = workouts::standing_records(&app.db, done.user_id, &packs).await?;
        for wanted in &case.expect.records {
            record(wanted, &standing, &mut sheet);
        }
    }
    if !case.expect.gear.is_empty() {
        let today = case.now.date_naive();
        let owned = gear::owned_by(app, done.user_id, today).await?;
        for wanted in &case.expect.gear {
            let id = done.gear.get(wanted.item);
            let item = owned.iter().find(|owned| Some(&owned.item.id) == id);
            worn(wanted, item, &mut sheet);
        }
    }
    Ok(Outcome {
        user_id: done.user_id,
        failures: sheet.failures,
        rewrites: sheet.rewrites,
        rules: met,
    })
}

/// Badges: exactly those listed, and the levels.
async fn achieved(app: &App, case: &Case, done: &Came, sheet: &mut Sheet) -> Result<()> {
    let reached = achievements::tiers_reached(app, done.user_id).await?;
    if let Some((listed, at)) = &case.expect.achievements {
        for named in listed {
            if !reached.contains_key(&named.id) {
                let message = format!("`{}` is expected, and not earned", named.id);
                sheet
                    .failures
                    .push(Report::error("S0084", named.at, message));
            }
        }
        let prefix = format!("{}.", case.pack);
        let own = reached.keys().filter(|id| id.starts_with(&prefix));
        let surplus = own.filter(|id| listed.iter().all(|named| named.id != **id));
        let surplus: Vec<String> = surplus.map(|id| format!("`{id}`")).collect();
        if !surplus.is_empty() {
            let verb = if surplus.len() == 1 { "is" } else { "are" };
            let message = format!("{} {verb} earned, and not expected", surplus.join(", "));
            sheet.failures.push(Report::error("S0084", *at, message));
        }
    }
    for (named, tier) in &case.expect.tiers {
        let actual = reached.get(&named.id).copied().unwrap_or(0);
        if i64::from(actual) != i64::from(*tier) {
            let message = format!(
                "level of `{}`: expected {tier}, and it is {actual}",
                named.id
            );
            sheet
                .failures
                .push(Report::error("S0084", named.at, message));
        }
    }
    Ok(())
}

/// Segments: exactly those listed. Answers for each of the pack whether it was asked and held.
async fn belongs(
    app: &App,
    packs: &Packs,
    case: &Case,
    done: &Came,
    sheet: &mut Sheet,
) -> Result<Vec<(String, i64, i64)>> {
    let (Some(pack), Some((listed, at))) = (packs.pack(&case.pack), &case.expect.segments) else {
        return Ok(Vec::new());
    };
    let mut met = Vec::new();
    for segment in segments::of_pack(pack) {
        let is_in = segments::is_in(app, done.user_id, pack, segment).await?;
        let wanted = listed.iter().find(|named| named.id == segment.id);
        let differs = match (wanted, is_in) {
            (Some(named), false) => Some((named.at, "expected, and they are not in it")),
            (None, true) => Some((*at, "not expected, and they are in it")),
            _ => None,
        };
        if let Some((at, how)) = differs {
            let message = format!("segment `{}`: {how}", segment.id);
            sheet.failures.push(Report::error("S0084", at, message));
        }
        met.push((segments::rule_name(segment), 1, i64::from(is_in)));
    }
    Ok(met)
}

/// A metric of a workout in SI.
fn actual(body: &WorkoutBody, metric: &Metric) -> Option<Value> {
    let figure = body.item.metrics.get(&metric.id)?;
    Some(match &figure.value {
        Scalar::Number(number) if figure.unit.is_some() => {
            Value::Number(metric.unit.to_si(*number))
        }
        Scalar::Number(number) => Value::Number(*number),
        Scalar::Flag(flag) => Value::Flag(*flag),
        Scalar::Text(text) => Value::Text(text.clone()),
    })
}

/// All figures of a workout that follow from formulas, as a map of YAML.
fn derived(packs: &Packs, body: &WorkoutBody) -> String {
    let sport = packs.sport(&body.item.sport);
    let metrics = sport.map_or(&[][..], |(_, sport): (_, &std::sync::Arc<Sport>)| {
        &sport.metrics
    });
    let derived = metrics.iter().filter(|metric| metric.derive.is_some());
    let entries = derived.filter_map(|metric| {
        let value = actual(body, metric)?;
        Some(format!(
            "{}: {}",
            metric.name,
            scalar(&snapshot(metric, &value))
        ))
    });
    format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
}

fn record(wanted: &RecordWanted, standing: &[RecordMark], sheet: &mut Sheet) {
    let same = |mark: &&RecordMark| mark.record == wanted.record && mark.variant == wanted.variant;
    let mark = standing.iter().find(same);
    let (unit, value) = mark.map_or((Unit::one(), None), |mark| in_si(&mark.value));
    let dim = if value.is_some() {
        unit.dim
    } else {
        Dim::default()
    };
    let what = format!("record {} {}", wanted.record, wanted.variant);
    sheet.figure(
        quantity(dim, &unit),
        &wanted.wanted,
        what.trim(),
        value.as_ref(),
    );
}

/// A figure of the API in SI, with its unit.
fn in_si(figure: &Figure) -> (Unit, Option<Value>) {
    let unit = figure
        .unit
        .as_deref()
        .and_then(|unit| parse_unit(unit).ok());
    let unit = unit.unwrap_or_else(|| coherent(Dim::default()));
    let value = match &figure.value {
        Scalar::Number(number) => Some(Value::Number(unit.to_si(*number))),
        Scalar::Flag(_) | Scalar::Text(_) => None,
    };
    (unit, value)
}

fn worn(wanted: &GearWanted, item: Option<&gear::model::Owned>, sheet: &mut Sheet) {
    let worn = item.and_then(|item| item.worn);
    let upkeep = item.and_then(|item| item.upkeep);
    let (what, value) = match wanted.of {
        GearFigure::Wear => ("wear", worn.map(|worn| Value::Number(worn.share))),
        GearFigure::Due => ("due", worn.map(|worn| Value::Flag(worn.is_due))),
        GearFigure::Service => ("service", upkeep.map(|upkeep| Value::Number(upkeep.share))),
    };
    let one = Unit::one();
    let kind = quantity(Dim::default(), &one);
    sheet.figure(kind, &wanted.wanted, what, value.as_ref());
}

/// The rules of the pack that the case's workouts met, where it says which badges are earned.
async fn rules(
    app: &App,
    packs: &Packs,
    case: &Case,
    done: &Came,
) -> Result<Vec<(String, i64, i64)>> {
    let Some(pack) = packs.pack(&case.pack) else {
        return Ok(Vec::new());
    };
    if case.expect.achievements.is_none() && case.expect.tiers.is_empty() {
        return Ok(Vec::new());
    }
    let held = achievements::times_held(app, done.user_id).await?;
    let sports = achievements::sports_under(packs, &case.pack);
    let mut asked = 0;
    for id in &done.workouts {
        let workout = service::get(app, done.user_id, *id).await?;
        asked += i64::from(sports.contains(&workout.sport));
    }
    let rule = |id: &String| (id.clone(), asked, held.get(id).copied().unwrap_or(0));
    let ids = achievements::of_pack(pack).map(|achievement| &achievement.id);
    Ok(ids.map(rule).collect())
}
