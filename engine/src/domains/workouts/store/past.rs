//! A user's past as rules ask it: the workouts around a change one by one, all before them by day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::periods::WORKOUTS;
use crate::db::{Query, Result, Run, Tx, places};
use crate::domains::workouts::model::periods::Unit;
use crate::domains::workouts::model::{Day, Entry};
use crate::events::Position;

/// The user's living workouts from a local day on, in order, with those of their values and
/// efforts that are named.
pub async fn entries(
    tx: &mut Tx,
    user_id: Uuid,
    from: NaiveDate,
    metrics: &BTreeSet<String>,
    records: &BTreeSet<String>,
) -> Result<Vec<Entry>> {
    let rows: Vec<EntryRow> = tx
        .q(
            "select start_at, id, local_day, sport, source from workout \
            where user_id = $1 and deleted_at is null and local_day >= $2",
        )
        .bind(user_id)
        .bind(from)
        .all()
        .await?;
    let mut entries: BTreeMap<Uuid, Entry> = rows.into_iter().map(entry).collect();
    for (id, metric, value, text) in values(tx, user_id, from, metrics).await? {
        if let Some(entry) = entries.get_mut(&id) {
            entry
                .values
                .extend(value.map(|value| (metric.clone(), value)));
            entry.texts.extend(text.map(|text| (metric, text)));
        }
    }
    for (id, record, value) in efforts(tx, user_id, from, records).await? {
        if let Some(entry) = entries.get_mut(&id) {
            entry.efforts.insert(record, value);
        }
    }
    let mut entries: Vec<Entry> = entries.into_values().collect();
    entries.sort_by_key(|entry| (entry.position.start, entry.position.workout_id));
    Ok(entries)
}

type EntryRow = (DateTime<Utc>, Uuid, NaiveDate, String, String);

fn entry((start, workout_id, local_day, sport, source): EntryRow) -> (Uuid, Entry) {
    let entry = Entry {
        position: Position {
            start,
            workout_id,
            local_day,
        },
        sport,
        sensed: source == "file",
        values: BTreeMap::new(),
        texts: BTreeMap::new(),
        efforts: BTreeMap::new(),
    };
    (workout_id, entry)
}

type ValueRow = (Uuid, String, Option<i64>, Option<String>);

async fn values(
    tx: &mut Tx,
    user_id: Uuid,
    from: NaiveDate,
    metrics: &BTreeSet<String>,
) -> Result<Vec<ValueRow>> {
    if metrics.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select v.workout_id, v.metric, v.value, v.text from workout w \
         join workout_value v on v.user_id = w.user_id and v.workout_id = w.id \
         where w.user_id = $1 and w.local_day >= $2 and w.deleted_at is null \
         and v.metric in ({})",
        places(3, metrics.len())
    );
    let query = tx.q(sqlx::AssertSqlSafe(sql)).bind(user_id).bind(from);
    query.bind_each(metrics).all().await
}

/// Efforts of records without variants: those that `best(…)` may ask for. A deleted workout has none.
async fn efforts(
    tx: &mut Tx,
    user_id: Uuid,
    from: NaiveDate,
    records: &BTreeSet<String>,
) -> Result<Vec<(Uuid, String, i64)>> {
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select workout_id, record, value from best_effort \
         where user_id = $1 and local_day >= $2 and variant = '' and record in ({})",
        places(3, records.len())
    );
    let query = tx.q(sqlx::AssertSqlSafe(sql)).bind(user_id).bind(from);
    query.bind_each(records).all().await
}

/// What is added up over the days before a horizon.
#[derive(Clone, Copy, Debug)]
pub enum Of<'a> {
    /// Workouts: their number.
    Workouts,
    /// The values of a metric, by its qualified id.
    Metric(&'a str),
    /// The efforts of a record, by its key.
    Record(&'a str),
}

/// Which of them count.
#[derive(Clone, Copy, Debug)]
pub struct Span<'a> {
    /// `None` counts all sports.
    pub sports: Option<&'a BTreeSet<String>>,
    pub before: NaiveDate,
    /// The first day; `None` is all of them together, as one row of 1970-01-01.
    pub from: Option<NaiveDate>,
}

/// Days in order, those without anything left out; the whole past is one of them, the first.
pub async fn days<'c>(
    on: impl Run<'c>,
    user_id: Uuid,
    of: Of<'_>,
    span: Span<'_>,
) -> Result<Vec<Day>> {
    match (of, span.from) {
        (Of::Workouts, None) => years(on, user_id, WORKOUTS, span).await,
        (Of::Metric(metric), None) => years(on, user_id, metric, span).await,
        _ => single_days(on, user_id, of, span).await,
    }
}

/// The whole past from whole years and the days of the last one: few rows after many years.
async fn years<'c>(
    on: impl Run<'c>,
    user_id: Uuid,
    metric: &str,
    span: Span<'_>,
) -> Result<Vec<Day>> {
    let year = Unit::Year.index(span.before);
    let (first, end) = (Unit::Year.span(year).from, span.before);
    let sports = sports(5, span);
    // Days have the number of workouts beside the other periods.
    let days = if metric == WORKOUTS {
        "period where user_id = $1 and metric = $2 and unit = 'day' and idx between $4 and $5"
    } else {
        "daily where user_id = $1 and metric = $2 and local_day between $4 and $5"
    };
    let sql = format!(
        "select cast(sum(n) as bigint), cast(sum(sum) as bigint), min(min), max(max) from ( \
         select n, sum, min, max from period \
         where user_id = $1 and metric = $2 and unit = 'year' and idx < $3 {sports} \
         union all select n, sum, min, max from {days} {sports}) as past having count(*) > 0"
    );
    let query = on.q(sqlx::AssertSqlSafe(sql)).bind(user_id);
    let query = query.bind(metric.to_owned()).bind(year);
    let last = end.pred_opt().unwrap_or(end);
    let query = if metric == WORKOUTS {
        query
            .bind(Unit::Day.index(first))
            .bind(Unit::Day.index(last))
    } else {
        query.bind(first).bind(last)
    };
    let none = BTreeSet::new();
    let rows: Vec<(i64, i64, i64, i64)> =
        query.bind_each(span.sports.unwrap_or(&none)).all().await?;
    let day = NaiveDate::default();
    let past = |(n, sum, min, max)| Day {
        day,
        n,
        sum,
        min,
        max,
    };
    Ok(rows.into_iter().map(past).collect())
}

async fn single_days<'c>(
    on: impl Run<'c>,
    user_id: Uuid,
    of: Of<'_>,
    span: Span<'_>,
) -> Result<Vec<Day>> {
    let (figures, table, filter) = match of {
        Of::Workouts => (
            "count(*), cast(0 as bigint), cast(0 as bigint), cast(0 as bigint)",
            "workout d",
            "and d.deleted_at is null",
        ),
        Of::Metric(_) => (
            "cast(sum(d.n) as bigint), cast(sum(d.sum) as bigint), min(d.min), max(d.max)",
            "daily d",
            "and d.metric = $4",
        ),
        Of::Record(_) => (
            "count(*), cast(0 as bigint), min(d.value), max(d.value)",
            "best_effort d",
            "and d.variant = '' and d.record = $4",
        ),
    };
    let name = match of {
        Of::Workouts => None,
        Of::Metric(name) | Of::Record(name) => Some(name.to_owned()),
    };
    let sports = sports(if name.is_some() { 4 } else { 3 }, span);
    let (day, grouped) = match span.from {
        Some(_) => ("d.local_day", "group by d.local_day"),
        None => ("min(d.local_day)", ""),
    };
    let sql = format!(
        "select {day}, {figures} from {table} where d.user_id = $1 and d.local_day < $2 \
         and d.local_day >= $3 {filter} {sports} {grouped} having count(*) > 0 order by 1"
    );
    // No workout starts before 1970.
    let query = on.q(sqlx::AssertSqlSafe(sql)).bind(user_id);
    let query = query.bind(span.before).bind(span.from.unwrap_or_default());
    let query = name.into_iter().fold(query, Query::bind);
    let none = BTreeSet::new();
    let rows: Vec<(NaiveDate, i64, i64, i64, i64)> =
        query.bind_each(span.sports.unwrap_or(&none)).all().await?;
    let day = |(day, n, sum, min, max)| Day {
        day,
        n,
        sum,
        min,
        max,
    };
    Ok(rows.into_iter().map(day).collect())
}

/// The condition on the sports that count, after so many other parameters.
fn sports(params: usize, span: Span<'_>) -> String {
    span.sports.map_or_else(String::new, |sports| {
        format!("and sport in ({})", places(params + 1, sports.len()))
    })
}
