//! `/api/v1/totals`: a user's figures by day, week, month or year.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use chrono::{NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use stadion_pack::model::{Aggregate, Metric, MetricType, Packs, Sport};
use stadion_pack::value::Value;
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::domains::workouts::dto::Figure;
use crate::domains::workouts::model::periods::{Span, Unit, days_before};
use crate::domains::workouts::store::periods::WORKOUTS;
use crate::domains::workouts::sums::{self, What};
use crate::web::{self, Error, Json, Principal, Result};

/// Periods of one answer.
const ITEMS_MAX: i64 = 400;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TotalsQuery {
    /// A sport (`pack.sport`), or a pack for all its sports.
    sport: String,
    /// One metric by plain or qualified id; all numbers of the sport when left out.
    metric: Option<String>,
    /// The first local day; eleven periods before the last when left out.
    from: Option<NaiveDate>,
    /// The last local day; today in your time zone when left out.
    to: Option<NaiveDate>,
    /// `day`, `week` (from Monday), `month` (when left out) or `year`. At most 400 of them.
    by: Option<String>,
}

/// Figures of a span as a whole and by period.
#[derive(Serialize, ToSchema)]
pub struct TotalsBody {
    /// `day`, `week`, `month` or `year`.
    by: &'static str,
    total: TotalsItem,
    /// In order; the first and the last are cut to the days that were asked for.
    items: Vec<TotalsItem>,
}

/// What the workouts of some days come to.
#[derive(Serialize, ToSchema)]
pub struct TotalsItem {
    from: NaiveDate,
    to: NaiveDate,
    /// How many there were.
    workouts: i64,
    /// By qualified metric; one without any value is left out. A metric adds up, or is the mean,
    /// least or greatest of the workouts, as its pack says; a ratio is its formula over the sums
    /// of these days, never a mean of ratios.
    metrics: BTreeMap<String, Figure>,
}

/// The caller's figures by day, week, month or year.
#[utoipa::path(get, path = "/api/v1/totals", tag = "workouts", params(TotalsQuery),
    responses((status = 200, description = "The figures of all periods of the span.", body = TotalsBody),
        (status = 400, description = "A sport or metric that is none, turned days, or too many periods.", body = Error, content_type = "application/problem+json")))]
pub async fn totals(
    State(app): State<App>,
    principal: Principal,
    web::Query(query): web::Query<TotalsQuery>,
) -> Result<Json<TotalsBody>> {
    let packs = app.catalog.packs();
    let (sport, sports) = sports(&packs, &query.sport)?;
    let shown = shown(sport, query.metric.as_deref())?;
    let zone = principal.time_zone.as_deref();
    let zone = zone.and_then(|name| name.parse::<chrono_tz::Tz>().ok());
    let now = app.clock.now().with_timezone(&Utc);
    let today = zone.map_or(now.date_naive(), |zone| {
        now.with_timezone(&zone).date_naive()
    });
    let (unit, span) = asked(&query, today)?;
    let mut metrics = sums::inputs(&packs, shown.iter().map(AsRef::as_ref));
    metrics.push(WORKOUTS.to_owned());
    let what = What {
        user_id: principal.user_id,
        sports: &sports,
        metrics: &metrics,
    };
    let summed = sums::summed(&app.db, what, unit, span).await?;
    let item = |span: Span, workouts: i64, values: BTreeMap<String, Value>| TotalsItem {
        from: span.from,
        to: span.to,
        workouts,
        metrics: figures(&shown, &values),
    };
    let items = summed
        .buckets()
        .map(|bucket| item(bucket.span, bucket.workouts(), bucket.values(&packs, sport)));
    Ok(Json(TotalsBody {
        by: unit.as_str(),
        items: items.collect(),
        total: item(span, summed.workouts(), summed.values(&packs, sport)),
    }))
}

/// The sport by whose formulas the figures are told, and all that are summed.
fn sports<'p>(packs: &'p Packs, name: &str) -> Result<(&'p Sport, Vec<String>)> {
    if let Some((_, sport)) = packs.sport(name) {
        return Ok((sport, vec![sport.id.clone()]));
    }
    let of_pack = packs.pack(name).map(|pack| &pack.sports);
    let first = of_pack.and_then(|sports| sports.values().next());
    match (first, of_pack) {
        (Some(first), Some(sports)) => {
            let ids = sports.values().map(|sport| sport.id.clone());
            Ok((first, ids.collect()))
        }
        _ => Err(wrong(
            "`sport` is a sport or pack that is live; see `GET /api/v1/sports`.",
        )),
    }
}

fn shown(sport: &Sport, name: Option<&str>) -> Result<Vec<Arc<Metric>>> {
    let is_number = |metric: &&Arc<Metric>| {
        let is_number = matches!(
            metric.ty,
            MetricType::Quantity | MetricType::Count | MetricType::Rating { .. }
        );
        is_number && metric.aggregate != Aggregate::Last
    };
    let named =
        |metric: &&Arc<Metric>| name.is_none_or(|name| metric.id == name || metric.name == name);
    let found = sport.metrics.iter().filter(is_number).filter(named);
    let found: Vec<Arc<Metric>> = found.cloned().collect();
    if found.is_empty() {
        let detail = "`metric` is a number that the sport has; see `GET /api/v1/sports`.";
        return Err(wrong(detail));
    }
    Ok(found)
}

fn asked(query: &TotalsQuery, today: NaiveDate) -> Result<(Unit, Span)> {
    let unit = match query.by.as_deref() {
        None => Unit::Month,
        Some(word) => Unit::parse(word)
            .ok_or_else(|| wrong("`by` is one of `day`, `week`, `month` and `year`."))?,
    };
    let to = query.to.unwrap_or(today);
    let usual = || unit.span(unit.index(to).saturating_sub(11)).from;
    let span = Span::new(query.from.unwrap_or_else(usual), to);
    if span.days() == 0 {
        return Err(wrong("`from` is not after `to`."));
    }
    if unit.index(span.to) - unit.index(span.from) >= ITEMS_MAX {
        let detail = "These are more than 400 periods: ask for fewer days, or a longer `by`.";
        return Err(wrong(detail));
    }
    // The calendar ends somewhere, and so do the databases' dates.
    if days_before(span.from, 366) == span.from || span.from < Unit::Year.span(1).from {
        return Err(wrong("`from` is a day of the year 1 or later."));
    }
    Ok((unit, span))
}

fn wrong(detail: &'static str) -> Error {
    Error::bad_request("bad-query", detail)
}

fn figures(shown: &[Arc<Metric>], values: &BTreeMap<String, Value>) -> BTreeMap<String, Figure> {
    let figure = |metric: &Arc<Metric>| {
        let value = values.get(&metric.id)?;
        let figure = Figure::stored(&metric.ty, &metric.unit, value);
        Some((metric.id.clone(), figure))
    };
    shown.iter().filter_map(figure).collect()
}
