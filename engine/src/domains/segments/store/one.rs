//! One person's days, as rules that are evaluated natively look at them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::db::{Db, Result, Run};
use crate::domains::workouts::model::Day;
use crate::domains::workouts::model::periods::Unit;

/// Sums of single days in single sports, in order of days.
pub type Days = Vec<(String, Day)>;

/// What a person did, by day.
#[derive(Clone, Debug, Default)]
pub struct Past {
    pub zone: Option<String>,
    pub workouts: Days,
    /// By qualified metric.
    pub metrics: BTreeMap<String, Days>,
    /// By the key of the record.
    pub efforts: BTreeMap<String, Days>,
}

/// All of it; none of whom is not there or may not come in.
pub async fn past(db: &Db, user_id: Uuid) -> Result<Option<Past>> {
    let row: Option<(Option<String>,)> = db
        .q("select time_zone from users where id = $1 and state <> 'blocked'")
        .bind(user_id)
        .opt()
        .await?;
    let Some((zone,)) = row else {
        return Ok(None);
    };
    let metrics = "select metric, sport, local_day, n, sum, min, max from daily \
        where user_id = $1 order by local_day, sport";
    let efforts = "select record, sport, local_day, count(*), cast(0 as bigint), min(value), max(value) \
        from best_effort where user_id = $1 and variant = '' \
        group by record, sport, local_day order by local_day, sport";
    Ok(Some(Past {
        zone,
        workouts: workouts(db, user_id).await?,
        metrics: figures(db, metrics, user_id).await?,
        efforts: figures(db, efforts, user_id).await?,
    }))
}

/// The adapters with terms that a person's living workouts came through.
pub async fn through(db: &Db, user_id: Uuid) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = db
        .q(
            "select distinct c.adapter from workout_source as c join workout as w \
              on w.user_id = c.user_id and w.id = c.workout_id \
              and (w.deleted_at is null or w.joined_into is not null) \
              where c.user_id = $1 and c.adapter is not null and c.adapter_version <> ''",
        )
        .bind(user_id)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(adapter,)| adapter).collect())
}

type Figures = (String, String, NaiveDate, i64, i64, i64, i64);

async fn figures(db: &Db, sql: &'static str, user_id: Uuid) -> Result<BTreeMap<String, Days>> {
    let rows: Vec<Figures> = db.q(sql).bind(user_id).all().await?;
    let mut figures: BTreeMap<String, Days> = BTreeMap::new();
    for (name, sport, day, n, sum, min, max) in rows {
        let day = Day {
            day,
            n,
            sum,
            min,
            max,
        };
        figures.entry(name).or_default().push((sport, day));
    }
    Ok(figures)
}

async fn workouts(db: &Db, user_id: Uuid) -> Result<Days> {
    let rows: Vec<(String, i64, i64)> = db
        .q(
            "select sport, idx, n from period where user_id = $1 and unit = 'day' \
            and metric = 'workouts' order by idx, sport",
        )
        .bind(user_id)
        .all()
        .await?;
    let day = |(sport, idx, n)| {
        let day = Day {
            day: Unit::Day.span(idx).from,
            n,
            sum: 0,
            min: 0,
            max: 0,
        };
        (sport, day)
    };
    Ok(rows.into_iter().map(day).collect())
}
