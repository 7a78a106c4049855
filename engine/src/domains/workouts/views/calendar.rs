//! The history's calendar, and its totals by week, month and year.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use stadion_pack::model::{Aggregate, Metric, MetricType, Sport};
use stadion_pack::value::Value;
use uuid::Uuid;

use super::history::Asked;
use super::periods::{days, name};
use crate::db::Result;
use crate::domains::app::{Here, Telling};
use crate::domains::workouts::model::periods::{Span, Unit, days_before, months_before};
use crate::domains::workouts::store::periods;
use crate::domains::workouts::sums::{self, Bucket, Summed, What};
use crate::domains::workouts::{totals, words};
use crate::web::ui::draw::{HeatDay, heat, heat_days};
use crate::web::ui::pages::{Calendar, Link, PeriodTotal, PeriodTotals};

/// Figures beside the number of workouts.
const FIGURES: usize = 3;
/// Rows of weeks and months; years are as many as there are, up to a lifetime.
const ROWS: u64 = 6;
const YEARS: i64 = 100;

/// What both are made of.
pub struct Found {
    first: NaiveDate,
    until: NaiveDate,
    unit: Unit,
    days: Summed,
    rows: Summed,
}

/// `None` before the first workout of the sports.
pub async fn find(
    here: &Here,
    user_id: Uuid,
    sports: &[String],
    asked: &Asked,
) -> Result<Option<Found>> {
    let db = &here.app.db;
    let asked_of = periods::Asked {
        user_id,
        sports,
        metrics: &[],
    };
    let Some((first, _)) = periods::years(db, asked_of).await? else {
        return Ok(None);
    };
    let today = here.formats.today(here.now);
    let first_day = Unit::Year.span(first).from.min(today);
    let until = until(asked, today).max(first_day);
    let shown = leading(here.telling(), sports);
    let with_workouts = |shown: &[(Arc<Sport>, Arc<Metric>)]| {
        let mut metrics = sums::inputs(&here.packs, shown.iter().map(|(_, m)| m.as_ref()));
        metrics.push(periods::WORKOUTS.to_owned());
        metrics
    };
    // A year has many days: of each only what makes it dark is read.
    let (of_day, of_row) = (with_workouts(darkening(&shown)), with_workouts(&shown));
    let what = |metrics| What {
        user_id,
        sports,
        metrics,
    };
    let (from, to) = heat_days(until, today);
    let unit = Unit::parse(&asked.by).filter(|unit| *unit != Unit::Day);
    let unit = unit.unwrap_or(Unit::Month);
    let rows = rows_span(unit, today, first);
    Ok(Some(Found {
        first: first_day,
        until,
        unit,
        days: sums::summed(db, what(&of_day), Unit::Day, Span::new(from, to)).await?,
        rows: sums::summed(db, what(&of_row), unit, rows).await?,
    }))
}

/// The month that is looked at, as `2026-11`; else that of the chosen day, else this one.
fn until(asked: &Asked, today: NaiveDate) -> NaiveDate {
    let month = format!("{}-01", asked.month.trim()).parse::<NaiveDate>();
    let chosen = || asked.to.trim().parse::<NaiveDate>();
    let until = month.or_else(|_| chosen()).unwrap_or(today);
    until.min(today)
}

fn rows_span(unit: Unit, today: NaiveDate, first: i64) -> Span {
    let to = unit.around(today).to;
    let from = match unit {
        Unit::Day | Unit::Week => days_before(today, 7 * (ROWS - 1)),
        Unit::Month => months_before(today, ROWS as u32 - 1),
        Unit::Year => {
            let year = Unit::Year.index(today);
            Unit::Year.span(first.clamp(year - YEARS, year)).from
        }
    };
    Span::new(unit.around(from).from, to)
}

/// The sports' leading figures: first that which leads, then others that add up or are told by a
/// formula, in the first sport's order.
fn leading(told: Telling<'_>, sports: &[String]) -> Vec<(Arc<Sport>, Arc<Metric>)> {
    let mut own = told.pack.sports.values();
    let Some(sport) = own.find(|sport| sports.contains(&sport.id)) else {
        return Vec::new();
    };
    let is_number = |m: &&Arc<Metric>| matches!(m.ty, MetricType::Quantity | MetricType::Count);
    let lead = totals::lead(sport);
    let others = sport.metrics.iter().filter(is_number).filter(|metric| {
        (metric.aggregate == Aggregate::Sum || totals::is_told_by_formula(metric))
            && lead.is_none_or(|lead| lead.id != metric.id)
    });
    let all = lead.into_iter().chain(others).take(FIGURES);
    all.map(|metric| (sport.clone(), metric.clone())).collect()
}

/// The figure that makes a day dark: that which leads, where it adds up; else workouts count.
fn darkening(shown: &[(Arc<Sport>, Arc<Metric>)]) -> &[(Arc<Sport>, Arc<Metric>)] {
    match shown {
        [first, ..] if first.1.aggregate == Aggregate::Sum => std::slice::from_ref(first),
        _ => &[],
    }
}

pub fn calendar(found: &Found, asked: &Asked, told: Telling<'_>) -> Calendar {
    let formats = told.formats;
    let today = formats.today(told.now);
    let own: Vec<String> = sports_of(asked, told);
    let shown = leading(told, &own);
    let at_days = asked.days_at(told);
    // Of hundreds of days most have one workout or two.
    let mut counts: BTreeMap<i64, String> = BTreeMap::new();
    let days: Vec<HeatDay> = found
        .days
        .buckets()
        .filter(|bucket| bucket.workouts() > 0)
        .map(|bucket| {
            let count = counts.entry(bucket.workouts()).or_insert_with_key(|n| {
                let n = [("n", (*n).into())];
                formats.text("count-workouts", &n)
            });
            heat_day(&bucket, &shown, count, at_days(bucket.span), told)
        })
        .collect();
    let month_at = |from: NaiveDate, to: NaiveDate| {
        let (from, to) = (from.to_string(), to.to_string());
        asked.address(&[("from", &from), ("to", &to)], told)
    };
    let heat = heat(&days, found.until, today, &month_at, formats);
    let last = heat_days(found.until, today).1.min(today);
    let year = Span::new(found.days.span.from, last);
    let active = found.days.buckets();
    let active = active.filter(|bucket| bucket.workouts() > 0 && bucket.span.to <= year.to);
    let args = [
        ("n", active.count().into()),
        ("date", formats.short_date(last).into()),
    ];
    let at = |day: NaiveDate| asked.address(&[("month", &day.format("%Y-%m").to_string())], told);
    let earlier = |months: u32| {
        let day = months_before(found.until, months);
        (Unit::Month.around(day).to >= found.first).then(|| at(day))
    };
    let later = |months: u32| {
        let day = found
            .until
            .checked_add_months(chrono::Months::new(months))?;
        let this = Unit::Month.index(found.until) < Unit::Month.index(today);
        this.then(|| at(day.min(today)))
    };
    Calendar {
        heat,
        summary: formats.text("history-calendar-year", &args),
        year_before: earlier(12),
        year_after: later(12),
        month_before: earlier(1),
        month_after: later(1),
    }
}

pub fn sports_of(asked: &Asked, told: Telling<'_>) -> Vec<String> {
    let own = || told.pack.sports.values().map(|sport| sport.id.clone());
    let chosen: Vec<String> = own().filter(|id| *id == asked.sport).collect();
    if chosen.is_empty() {
        own().collect()
    } else {
        chosen
    }
}

fn heat_day(
    bucket: &Bucket<'_>,
    shown: &[(Arc<Sport>, Arc<Metric>)],
    count: &str,
    href: String,
    told: Telling<'_>,
) -> HeatDay {
    let formats = told.formats;
    let lead = darkening(shown).first();
    let value = lead.and_then(|(sport, metric)| {
        let si = bucket.value(told.packs, sport, metric)?;
        Some((si, words::amount(metric, si, formats).to_string()))
    });
    HeatDay {
        day: bucket.span.from,
        weight: match (&lead, &value) {
            (_, Some((si, _))) => *si,
            (Some(_), None) => 0.0,
            (None, _) => bucket.workouts() as f64,
        },
        text: match value {
            Some((_, amount)) => format!("{amount}, {count}"),
            None => count.to_owned(),
        },
        href,
    }
}

pub fn period_totals(found: &Found, asked: &Asked, told: Telling<'_>) -> PeriodTotals {
    let formats = told.formats;
    let shown = leading(told, &sports_of(asked, told));
    let by = |unit: Unit| Link {
        href: asked.address(&[("by", unit.as_str())], told),
        label: formats.text(&format!("history-by-{}", unit.as_str()), &[]),
        is_current: unit == found.unit,
    };
    let buckets: Vec<(Bucket<'_>, BTreeMap<String, Value>)> = found
        .rows
        .buckets()
        .map(|bucket| {
            let values = shown
                .first()
                .map(|(sport, _)| bucket.values(told.packs, sport));
            (bucket, values.unwrap_or_default())
        })
        .collect();
    let weight = |(bucket, values): &(Bucket<'_>, BTreeMap<String, Value>)| match darkening(&shown)
        .first()
    {
        Some((_, metric)) => values
            .get(&metric.id)
            .and_then(Value::number)
            .unwrap_or(0.0),
        None => bucket.workouts() as f64,
    };
    let at_days = asked.days_at(told);
    let most = buckets.iter().map(weight).fold(0.0, f64::max);
    let row = |entry: &(Bucket<'_>, BTreeMap<String, Value>)| {
        let (bucket, values) = entry;
        let figure = |(_, metric): &(Arc<Sport>, Arc<Metric>)| {
            let si = values.get(&metric.id).and_then(Value::number);
            si.map_or_else(String::new, |si| {
                words::amount(metric, si, formats).to_string()
            })
        };
        PeriodTotal {
            title: match found.unit {
                Unit::Week => days(bucket.span, told),
                unit => name(unit, bucket.span, told),
            },
            href: (bucket.workouts() > 0).then(|| at_days(bucket.span)),
            workouts: formats.count(bucket.workouts()),
            figures: shown.iter().map(figure).collect(),
            bar: if most > 0.0 {
                (weight(entry) / most * 100.0).round()
            } else {
                0.0
            },
        }
    };
    // Nothing is told of the time before the first workout.
    let is_empty = |(bucket, _): &&(Bucket<'_>, BTreeMap<String, Value>)| bucket.workouts() == 0;
    let empty = buckets.iter().take_while(is_empty).count();
    let empty = empty.min(buckets.len().saturating_sub(1));
    PeriodTotals {
        by: [Unit::Week, Unit::Month, Unit::Year].map(by).to_vec(),
        titles: shown
            .iter()
            .map(|(_, metric)| formats.title(metric, true).to_owned())
            .collect(),
        rows: buckets.iter().skip(empty).rev().map(row).collect(),
    }
}
