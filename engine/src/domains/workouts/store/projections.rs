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

/// Drops all that was derived from workouts, and names the records they had a part in.
pub async fn clear_workouts(tx: &mut Tx, user_id: Uuid, ids: &[Uuid]) -> Result<Vec<RecordId>> {
    let told = told(tx, user_id, ids).await?;
    if told.is_empty() {
        return Ok(Vec::new());
    }
    let touched = records::of_workouts(tx, user_id, &told).await?;
    for table in [
        "workout_value",
        "workout_figures",
        "workout_part",
        "best_effort",
    ] {
        let sql = format!(
            "delete from {table} where user_id = $1 and workout_id in ({})",
            places(2, told.len())
        );
        let query = tx.q(sqlx::AssertSqlSafe(sql)).bind(user_id);
        let query = query.bind_each(&told);
        query.run().await?;
    }
    Ok(touched)
}

/// Those whose values were set before. One without any has its row of figures all the same.
async fn told(tx: &mut Tx, user_id: Uuid, ids: &[Uuid]) -> Result<Vec<Uuid>> {
    let sql = format!(
        "select workout_id from workout_figures where user_id = $1 and workout_id in ({})",
        places(2, ids.len())
    );
    let query = tx.q(sqlx::AssertSqlSafe(sql)).bind(user_id);
    let query = query.bind_each(ids);
    let told: Vec<(Uuid,)> = query.all().await?;
    Ok(told.into_iter().map(|(id,)| id).collect())
}

/// A workout of a pack's sport, and what follows from it.
#[derive(Debug)]
pub struct ToldWorkout {
    pub workout: Workout,
    pub pack: String,
    pub derived: Derived,
}

/// Sets what was derived from workouts; `clear_workouts` came before.
pub async fn put_workouts(tx: &mut Tx, user_id: Uuid, told: &[ToldWorkout]) -> Result<()> {
    put_values(tx, user_id, told).await?;
    put_parts(tx, user_id, told).await?;
    let efforts = told.iter().flat_map(|told| {
        let efforts = told.derived.efforts.iter();
        efforts.map(move |effort| (told, effort))
    });
    let efforts: Vec<_> = efforts.collect();
    tx.insert_many(
        "insert into best_effort \
         (user_id, pack, record, variant, sport, start_at, local_day, workout_id, value)",
        9,
        "",
        &efforts,
        |query, (told, effort)| {
            query
                .bind(user_id)
                .bind(told.pack.clone())
                .bind(effort.record.clone())
                .bind(effort.variant.clone())
                .bind(told.workout.sport.clone())
                .bind(told.workout.start_at)
                .bind(told.workout.local_day)
                .bind(told.workout.id)
                .bind(effort.value)
        },
    )
    .await
    .map(drop)
}

async fn put_values(tx: &mut Tx, user_id: Uuid, told: &[ToldWorkout]) -> Result<()> {
    let head = "insert into workout_figures (user_id, workout_id, figures)";
    tx.insert_many(head, 3, "", told, |query, told| {
        let query = query.bind(user_id).bind(told.workout.id);
        query.bind(Json(Figures::of(&told.derived.values)))
    })
    .await?;
    let values = told.iter().flat_map(|told| {
        let values = told.derived.values.iter();
        values.map(|value| (told.workout.id, value))
    });
    let values: Vec<_> = values.collect();
    let head = "insert into workout_value (user_id, workout_id, metric, value, text)";
    tx.insert_many(head, 5, "", &values, |query, (id, value)| {
        let query = query.bind(user_id).bind(*id).bind(value.metric.clone());
        query.bind(value.steps).bind(value.text.clone())
    })
    .await
    .map(drop)
}

async fn put_parts(tx: &mut Tx, user_id: Uuid, told: &[ToldWorkout]) -> Result<()> {
    let mut parts: Vec<(Uuid, &str, i32, &PartRow)> = Vec::new();
    for told in told {
        for (kind, rows) in &told.derived.parts {
            let numbered = (0..).zip(rows);
            parts.extend(numbered.map(|(idx, row)| (told.workout.id, kind.as_str(), idx, row)));
        }
    }
    let head = "insert into workout_part (user_id, workout_id, kind, idx, fields)";
    tx.insert_many(head, 5, "", &parts, |query, (id, kind, idx, row)| {
        let query = query.bind(user_id).bind(*id).bind((*kind).to_owned());
        query.bind(*idx).bind(Json((*row).clone()))
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
        query.bind_each(days).run().await?;
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
    query.bind_each(ids).all().await
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
