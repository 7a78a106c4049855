//! Projections: what each workout adds to each item, and what that comes to.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::db::{Db, Result, Run, Tx};

/// A workout that used an item, with the metrics that count, in steps.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Used {
    pub workout_id: Uuid,
    /// Qualified.
    pub sport: String,
    pub local_day: NaiveDate,
    pub for_wear: Option<i64>,
    pub for_service: Option<i64>,
}

/// What a workout adds to an item, in steps of its measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    pub workout_id: Uuid,
    pub local_day: NaiveDate,
    pub worn: i64,
    pub towards_service: i64,
}

const USED: &str = "\
    select w.id as workout_id, w.sport, w.local_day, v.value as for_wear, s.value as for_service \
    from workout w \
    left join workout_value v on v.user_id = w.user_id and v.workout_id = w.id and v.metric = $3 \
    left join workout_value s on s.user_id = w.user_id and s.workout_id = w.id and s.metric = $4 \
    where w.user_id = $1 and w.deleted_at is null and w.id in \
      (select workout_id from workout_gear where user_id = $1 and gear_id = $2 \
       union select g.workout_id from gear_mount m \
         join workout_gear g on g.user_id = m.user_id and g.gear_id = m.parent_id \
         join workout d on d.user_id = g.user_id and d.id = g.workout_id \
         where m.user_id = $1 and m.gear_id = $2 and m.since <= d.local_day \
           and (m.until is null or d.local_day < m.until))";

/// The workouts that used an item, itself or through what it was part of then; of one workout only,
/// where it is named. The metrics are what wear and service are counted by; empty names none.
pub async fn used(
    tx: &mut Tx,
    user_id: Uuid,
    gear_id: Uuid,
    [wear, service]: [&str; 2],
    workout_id: Option<Uuid>,
) -> Result<Vec<Used>> {
    let only = workout_id.map_or("", |_| " and w.id = $5");
    let sql = format!("{USED}{only} order by w.id");
    let query = tx
        .q(sqlx::AssertSqlSafe(sql))
        .bind(user_id)
        .bind(gear_id)
        .bind(wear.to_owned())
        .bind(service.to_owned());
    match workout_id {
        Some(id) => query.bind(id).all().await,
        None => query.all().await,
    }
}

/// The items that a workout used, themselves or through what they were part of then.
pub async fn users_of(tx: &mut Tx, user_id: Uuid, workout_id: Uuid) -> Result<Vec<Uuid>> {
    let sql = "select gear_id from workout_gear where user_id = $1 and workout_id = $2 \
        union select m.gear_id from workout_gear g \
          join workout w on w.user_id = g.user_id and w.id = g.workout_id \
          join gear_mount m on m.user_id = g.user_id and m.parent_id = g.gear_id \
          where g.user_id = $1 and g.workout_id = $2 and m.since <= w.local_day \
            and (m.until is null or w.local_day < m.until)";
    let rows: Vec<(Uuid,)> = tx.q(sql).bind(user_id).bind(workout_id).all().await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Forgets what a workout added; the items it added to.
pub async fn forget_workout(tx: &mut Tx, user_id: Uuid, workout_id: Uuid) -> Result<Vec<Uuid>> {
    let sql = "select gear_id from gear_use where user_id = $1 and workout_id = $2";
    let rows: Vec<(Uuid,)> = tx.q(sql).bind(user_id).bind(workout_id).all().await?;
    let sql = "delete from gear_use where user_id = $1 and workout_id = $2";
    tx.q(sql).bind(user_id).bind(workout_id).run().await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

pub async fn forget_item(tx: &mut Tx, user_id: Uuid, gear_id: Uuid) -> Result<()> {
    for sql in [
        "delete from gear_use where user_id = $1 and gear_id = $2",
        "delete from gear_wear where user_id = $1 and gear_id = $2",
    ] {
        tx.q(sql).bind(user_id).bind(gear_id).run().await?;
    }
    Ok(())
}

pub async fn add(tx: &mut Tx, user_id: Uuid, gear_id: Uuid, added: &[Added]) -> Result<()> {
    let head = "insert into gear_use \
        (user_id, gear_id, workout_id, local_day, worn, towards_service)";
    tx.insert_many(head, 6, "", added, |query, row| {
        query
            .bind(user_id)
            .bind(gear_id)
            .bind(row.workout_id)
            .bind(row.local_day)
            .bind(row.worn)
            .bind(row.towards_service)
    })
    .await
    .map(drop)
}

/// Sets the sum of an item's uses; `start` is what it had before. The sum and the workouts.
pub async fn sum_up(tx: &mut Tx, user_id: Uuid, gear_id: Uuid, start: i64) -> Result<(i64, i64)> {
    let sql = "select cast(coalesce(sum(worn), 0) as bigint), count(*) from gear_use \
        where user_id = $1 and gear_id = $2";
    let (sum, workouts): (i64, i64) = tx.q(sql).bind(user_id).bind(gear_id).one().await?;
    let used = sum.saturating_add(start);
    tx.q(
        "insert into gear_wear (user_id, gear_id, used, workouts) values ($1, $2, $3, $4) \
          on conflict (user_id, gear_id) do update \
          set used = excluded.used, workouts = excluded.workouts",
    )
    .bind(user_id)
    .bind(gear_id)
    .bind(used)
    .bind(workouts)
    .run()
    .await?;
    Ok((used, workouts))
}

/// By item: what was used in all, and in how many workouts.
pub async fn sums<'c>(on: impl Run<'c>, user_id: Uuid) -> Result<Vec<(Uuid, i64, i64)>> {
    on.q("select gear_id, used, workouts from gear_wear where user_id = $1")
        .bind(user_id)
        .all()
        .await
}

/// By item: what was used from a day on.
pub async fn since(db: &Db, user_id: Uuid, from: NaiveDate) -> Result<Vec<(Uuid, i64)>> {
    db.q(
        "select gear_id, cast(coalesce(sum(worn), 0) as bigint) from gear_use \
          where user_id = $1 and local_day >= $2 group by gear_id",
    )
    .bind(user_id)
    .bind(from)
    .all()
    .await
}

/// By item: what was used from the day of its last service on.
pub async fn since_service<'c>(on: impl Run<'c>, user_id: Uuid) -> Result<Vec<(Uuid, i64)>> {
    on.q(
        "select u.gear_id, cast(coalesce(sum(u.towards_service), 0) as bigint) from gear_use u \
          left join (select gear_id, max(on_day) as on_day from gear_service \
                     where user_id = $1 group by gear_id) s on s.gear_id = u.gear_id \
          where u.user_id = $1 and (s.on_day is null or u.local_day >= s.on_day) \
          group by u.gear_id",
    )
    .bind(user_id)
    .all()
    .await
}

/// A workout of an item's, with what it added in steps.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    pub workout_id: Uuid,
    pub sport: String,
    pub title: Option<String>,
    pub start_at: DateTime<Utc>,
    pub utc_offset_s: i32,
    pub worn: i64,
}

/// An item's newest workouts.
pub async fn newest(db: &Db, user_id: Uuid, gear_id: Uuid, limit: u32) -> Result<Vec<Listed>> {
    db.q(
        "select u.workout_id, w.sport, w.title, w.start_at, w.utc_offset_s, u.worn from gear_use u \
          join workout w on w.user_id = u.user_id and w.id = u.workout_id \
          where u.user_id = $1 and u.gear_id = $2 order by w.start_at desc, w.id desc limit $3",
    )
    .bind(user_id)
    .bind(gear_id)
    .bind(i64::from(limit))
    .all()
    .await
}

pub async fn clear(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    for sql in [
        "delete from gear_use where user_id = $1",
        "delete from gear_wear where user_id = $1",
    ] {
        tx.q(sql).bind(user_id).run().await?;
    }
    Ok(())
}
