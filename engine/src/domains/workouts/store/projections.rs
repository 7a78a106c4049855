//! Values, parts, efforts, records and daily sums. Each function sets what it names from facts or
//! from other projections; nothing is added to or subtracted from.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use super::figures::Figures;
use super::periods;
use super::records::{self, RecordId};
use crate::db::{Db, Result, Run, Tx, places};
use crate::domains::workouts::model::{Derived, MetricValue, PartRow, Workout};

/// Drops all that was derived from a workout, and names the records it had a part in.
pub async fn clear_workout(tx: &mut Tx, user_id: Uuid, id: Uuid) -> Result<Vec<RecordId>> {
    if !is_told(tx, user_id, id).await? {
        return Ok(Vec::new());
    }
    let touched = records::of_workout(tx, user_id, id).await?;
    for sql in [
        "delete from workout_value where user_id = $1 and workout_id = $2",
        "delete from workout_figures where user_id = $1 and workout_id = $2",
        "delete from workout_part where user_id = $1 and workout_id = $2",
        "delete from best_effort where user_id = $1 and workout_id = $2",
    ] {
        tx.q(sql).bind(user_id).bind(id).run().await?;
    }
    Ok(touched)
}

/// Whether a workout's values were set before. One without any has its row of figures all the same.
async fn is_told(tx: &mut Tx, user_id: Uuid, id: Uuid) -> Result<bool> {
    let (rows,): (i64,) = tx
        .q("select count(*) from workout_figures where user_id = $1 and workout_id = $2")
        .bind(user_id)
        .bind(id)
        .one()
        .await?;
    Ok(rows > 0)
}

/// Sets what was derived from a workout; `clear_workout` came before.
pub async fn put_workout(
    tx: &mut Tx,
    user_id: Uuid,
    workout: &Workout,
    pack: &str,
    derived: &Derived,
) -> Result<()> {
    put_values(tx, user_id, workout.id, &derived.values).await?;
    for (kind, rows) in &derived.parts {
        put_parts(tx, user_id, workout.id, kind, rows).await?;
    }
    tx.insert_many(
        "insert into best_effort \
         (user_id, pack, record, variant, sport, start_at, local_day, workout_id, value)",
        9,
        "",
        &derived.efforts,
        |query, effort| {
            query
                .bind(user_id)
                .bind(pack.to_owned())
                .bind(effort.record.clone())
                .bind(effort.variant.clone())
                .bind(workout.sport.clone())
                .bind(workout.start_at)
                .bind(workout.local_day)
                .bind(workout.id)
                .bind(effort.value)
        },
    )
    .await
    .map(drop)
}

async fn put_values(tx: &mut Tx, user_id: Uuid, id: Uuid, values: &[MetricValue]) -> Result<()> {
    tx.q("insert into workout_figures (user_id, workout_id, figures) values ($1, $2, $3)")
        .bind(user_id)
        .bind(id)
        .bind(Json(Figures::of(values)))
        .run()
        .await?;
    let head = "insert into workout_value (user_id, workout_id, metric, value, text)";
    tx.insert_many(head, 5, "", values, |query, value| {
        let query = query.bind(user_id).bind(id).bind(value.metric.clone());
        query.bind(value.steps).bind(value.text.clone())
    })
    .await
    .map(drop)
}

async fn put_parts(
    tx: &mut Tx,
    user_id: Uuid,
    id: Uuid,
    kind: &str,
    rows: &[PartRow],
) -> Result<()> {
    let numbered: Vec<(i32, &PartRow)> = (0..).zip(rows).collect();
    let head = "insert into workout_part (user_id, workout_id, kind, idx, fields)";
    tx.insert_many(head, 5, "", &numbered, |query, (idx, row)| {
        query
            .bind(user_id)
            .bind(id)
            .bind(kind.to_owned())
            .bind(*idx)
            .bind(Json((*row).clone()))
    })
    .await
    .map(drop)
}

/// Sums local days anew from the values of their workouts, and the periods that they are in.
pub async fn retell_days(tx: &mut Tx, user_id: Uuid, days: &BTreeSet<NaiveDate>) -> Result<()> {
    let days: Vec<NaiveDate> = days.iter().copied().collect();
    for some in days.chunks(periods::AT_ONCE) {
        sum_workouts(tx, user_id, some).await?;
    }
    periods::retell(tx, user_id, &days.into_iter().collect()).await
}

async fn sum_workouts(tx: &mut Tx, user_id: Uuid, days: &[NaiveDate]) -> Result<()> {
    let listed = places(2, days.len());
    // SQLite takes a cross join's sides in this order: the days' workouts first.
    let forgotten = format!("delete from daily where user_id = $1 and local_day in ({listed})");
    let summed = format!(
        "insert into daily (user_id, sport, metric, local_day, n, sum, min, max) \
          select w.user_id, w.sport, v.metric, w.local_day, count(*), \
                 cast(sum(v.value) as bigint), min(v.value), max(v.value) \
          from workout w cross join workout_value v \
          where w.user_id = $1 and w.local_day in ({listed}) and w.deleted_at is null \
                and v.user_id = w.user_id and v.workout_id = w.id and v.value is not null \
          group by w.user_id, w.sport, v.metric, w.local_day"
    );
    for sql in [forgotten, summed] {
        let query = tx.q(sqlx::AssertSqlSafe(sql)).bind(user_id);
        days.iter()
            .fold(query, |query, day| query.bind(*day))
            .run()
            .await?;
    }
    Ok(())
}

/// Drops everything that `workouts` reactions set for a user.
pub async fn clear_user(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    for sql in [
        "delete from workout_value where user_id = $1",
        "delete from workout_figures where user_id = $1",
        "delete from workout_part where user_id = $1",
        "delete from best_effort where user_id = $1",
        "delete from record_mark where user_id = $1",
        "delete from daily where user_id = $1",
    ] {
        tx.q(sql).bind(user_id).run().await?;
    }
    periods::clear_user(tx, user_id).await
}

/// The values of a workout for its page; None before the reactions have told them.
pub async fn values_of<'c>(
    on: impl Run<'c>,
    user_id: Uuid,
    id: Uuid,
) -> Result<Option<Vec<MetricValue>>> {
    let row: Option<(Json<Figures>,)> = on
        .q("select figures from workout_figures where user_id = $1 and workout_id = $2")
        .bind(user_id)
        .bind(id)
        .opt()
        .await?;
    Ok(row.map(|(Json(figures),)| figures.values()))
}

pub async fn parts_of<'c>(
    on: impl Run<'c>,
    user_id: Uuid,
    id: Uuid,
) -> Result<Vec<(String, PartRow)>> {
    let rows: Vec<(String, Json<PartRow>)> = on
        .q(
            "select kind, fields from workout_part where user_id = $1 and workout_id = $2 \
            order by kind, idx",
        )
        .bind(user_id)
        .bind(id)
        .all()
        .await?;
    Ok(rows
        .into_iter()
        .map(|(kind, Json(fields))| (kind, fields))
        .collect())
}

/// A record mark as pages and the API tell it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct MarkRow {
    pub pack: String,
    pub record: String,
    pub variant: String,
    pub start_at: DateTime<Utc>,
    pub workout_id: Uuid,
    pub value: i64,
    pub previous: Option<i64>,
}

const MARK: &str = "select pack, record, variant, start_at, workout_id, value, previous \
    from record_mark where user_id = $1";

/// With the start of the mark that each beat.
const MARK_AND_BEFORE: &str = "select pack, record, variant, start_at, workout_id, value, previous, \
    (select max(p.start_at) from record_mark p where p.user_id = m.user_id and p.pack = m.pack \
        and p.record = m.record and p.variant = m.variant and (p.start_at, p.workout_id) < (m.start_at, m.workout_id)) as before_at \
    from record_mark m where user_id = $1";

/// A mark, and when the one that it beat was set.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct MarkAndBefore {
    #[sqlx(flatten)]
    pub mark: MarkRow,
    pub before_at: Option<DateTime<Utc>>,
}

/// The records that a workout set.
pub async fn marks_of_workout(db: &Db, user_id: Uuid, id: Uuid) -> Result<Vec<MarkAndBefore>> {
    db.q(sqlx::AssertSqlSafe(format!(
        "{MARK_AND_BEFORE} and workout_id = $2 order by pack, record, variant"
    )))
    .bind(user_id)
    .bind(id)
    .all()
    .await
}

/// The latest marks of a pack's records, the newest first.
pub async fn newest_marks(
    db: &Db,
    user_id: Uuid,
    pack: &str,
    limit: u32,
) -> Result<Vec<MarkAndBefore>> {
    db.q(sqlx::AssertSqlSafe(format!(
        "{MARK_AND_BEFORE} and pack = $2 \
         order by start_at desc, workout_id desc, record, variant limit $3"
    )))
    .bind(user_id)
    .bind(pack.to_owned())
    .bind(i64::from(limit))
    .all()
    .await
}

/// The marks of one record in order of time.
pub async fn marks_of_record(db: &Db, user_id: Uuid, id: &RecordId) -> Result<Vec<MarkRow>> {
    db.q(sqlx::AssertSqlSafe(format!(
        "{MARK} and pack = $2 and record = $3 and variant = $4 order by start_at, workout_id"
    )))
    .bind(user_id)
    .bind(id.pack.clone())
    .bind(id.record.clone())
    .bind(id.variant.clone())
    .all()
    .await
}

/// How many records each of the workouts set; those that set none are left out.
pub async fn mark_counts(db: &Db, user_id: Uuid, ids: &[Uuid]) -> Result<Vec<(Uuid, i64)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select workout_id, count(*) from record_mark \
         where user_id = $1 and workout_id in ({}) group by workout_id",
        places(2, ids.len())
    );
    let query = db.q(sqlx::AssertSqlSafe(sql)).bind(user_id);
    ids.iter()
        .fold(query, |query, id| query.bind(*id))
        .all()
        .await
}

/// All marks of a user in order of time: the last of each record is the record.
pub async fn marks(db: &Db, user_id: Uuid, pack: Option<&str>) -> Result<Vec<MarkRow>> {
    let order = "order by pack, record, variant, start_at, workout_id";
    match pack {
        Some(pack) => {
            let sql = format!("{MARK} and pack = $2 {order}");
            db.q(sqlx::AssertSqlSafe(sql))
                .bind(user_id)
                .bind(pack.to_owned())
                .all()
                .await
        }
        None => {
            db.q(sqlx::AssertSqlSafe(format!("{MARK} {order}")))
                .bind(user_id)
                .all()
                .await
        }
    }
}

/// One metric of one sport on one local day.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct DayRow {
    pub sport: String,
    pub metric: String,
    pub local_day: NaiveDate,
    pub n: i64,
    pub sum: i64,
    pub min: i64,
    pub max: i64,
}

/// Daily figures between two days, both included.
pub async fn daily(db: &Db, user_id: Uuid, from: NaiveDate, to: NaiveDate) -> Result<Vec<DayRow>> {
    db.q(
        "select sport, metric, local_day, n, sum, min, max from daily \
          where user_id = $1 and local_day between $2 and $3 order by local_day, sport, metric",
    )
    .bind(user_id)
    .bind(from)
    .bind(to)
    .all()
    .await
}
