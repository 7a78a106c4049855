//! Gear items, what was used in which workout, and how worn each item is.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use crate::db::{Db, Result, Run, Tx};

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Item {
    pub id: Uuid,
    /// Qualified gear type: `running.running_shoes`.
    pub kind: String,
    pub name: String,
    pub attributes: Json<serde_json::Map<String, serde_json::Value>>,
    pub start_wear: i64,
    /// The sport whose workouts take this item when nothing else is said.
    pub default_sport: Option<String>,
    pub acquired_on: NaiveDate,
    pub retired_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
}

const COLUMNS: &str = "id, kind, name, attributes, start_wear, default_sport, acquired_on, \
    retired_at, version, created_at";

pub async fn insert(tx: &mut Tx, user_id: Uuid, item: &Item) -> Result<()> {
    tx.q(
        "insert into gear_item (user_id, id, kind, name, attributes, start_wear, default_sport, \
          acquired_on, version, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9)",
    )
    .bind(user_id)
    .bind(item.id)
    .bind(item.kind.clone())
    .bind(item.name.clone())
    .bind(item.attributes.clone())
    .bind(item.start_wear)
    .bind(item.default_sport.clone())
    .bind(item.acquired_on)
    .bind(item.created_at)
    .run()
    .await
    .map(drop)
}

pub async fn find<'c>(on: impl Run<'c>, user_id: Uuid, id: Uuid) -> Result<Option<Item>> {
    let sql = format!("select {COLUMNS} from gear_item where user_id = $1 and id = $2");
    on.q(sqlx::AssertSqlSafe(sql))
        .bind(user_id)
        .bind(id)
        .opt()
        .await
}

pub async fn all(db: &Db, user_id: Uuid) -> Result<Vec<Item>> {
    let sql = format!("select {COLUMNS} from gear_item where user_id = $1 order by created_at, id");
    db.q(sqlx::AssertSqlSafe(sql)).bind(user_id).all().await
}

/// Writes an item if its version is still the one that was read.
pub async fn update(tx: &mut Tx, user_id: Uuid, item: &Item) -> Result<bool> {
    let touched = tx
        .q(
            "update gear_item set name = $1, attributes = $2, start_wear = $3, default_sport = $4, \
            acquired_on = $5, retired_at = $6, version = version + 1 \
            where user_id = $7 and id = $8 and version = $9",
        )
        .bind(item.name.clone())
        .bind(item.attributes.clone())
        .bind(item.start_wear)
        .bind(item.default_sport.clone())
        .bind(item.acquired_on)
        .bind(item.retired_at)
        .bind(user_id)
        .bind(item.id)
        .bind(item.version)
        .run()
        .await?;
    Ok(touched == 1)
}

pub async fn delete(tx: &mut Tx, user_id: Uuid, id: Uuid) -> Result<bool> {
    let sql = "delete from gear_item where user_id = $1 and id = $2";
    Ok(tx.q(sql).bind(user_id).bind(id).run().await? == 1)
}

/// The items that a sport's workouts take by default.
pub async fn defaults(tx: &mut Tx, user_id: Uuid, sport: &str) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = tx
        .q("select id from gear_item \
            where user_id = $1 and default_sport = $2 and retired_at is null")
        .bind(user_id)
        .bind(sport.to_owned())
        .all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Takes the default away from other items of the kind.
pub async fn yield_default(tx: &mut Tx, user_id: Uuid, item: &Item) -> Result<()> {
    tx.q(
        "update gear_item set default_sport = null, version = version + 1 \
          where user_id = $1 and kind = $2 and default_sport = $3 and id <> $4",
    )
    .bind(user_id)
    .bind(item.kind.clone())
    .bind(item.default_sport.clone())
    .bind(item.id)
    .run()
    .await
    .map(drop)
}

/// Which items were used in a workout.
pub async fn linked<'c>(on: impl Run<'c>, user_id: Uuid, workout_id: Uuid) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = on
        .q("select gear_id from workout_gear where user_id = $1 and workout_id = $2 order by gear_id")
        .bind(user_id)
        .bind(workout_id)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

pub async fn set_links(tx: &mut Tx, user_id: Uuid, workout_id: Uuid, gear: &[Uuid]) -> Result<()> {
    tx.q("delete from workout_gear where user_id = $1 and workout_id = $2")
        .bind(user_id)
        .bind(workout_id)
        .run()
        .await?;
    add_links(tx, user_id, workout_id, gear).await
}

pub async fn add_links(tx: &mut Tx, user_id: Uuid, workout_id: Uuid, gear: &[Uuid]) -> Result<()> {
    let head = "insert into workout_gear (user_id, workout_id, gear_id)";
    tx.insert_many(head, 3, "on conflict do nothing", gear, |query, gear_id| {
        query.bind(user_id).bind(workout_id).bind(*gear_id)
    })
    .await
    .map(drop)
}

/// Number of workouts and sum of a metric (in steps) over an item's workouts.
pub async fn used(tx: &mut Tx, user_id: Uuid, gear_id: Uuid, metric: &str) -> Result<(i64, i64)> {
    tx.q(
        "select count(*), cast(coalesce(sum(v.value), 0) as bigint) \
          from workout_gear g join workout w on w.user_id = g.user_id and w.id = g.workout_id \
          left join workout_value v on v.user_id = g.user_id and v.workout_id = g.workout_id \
               and v.metric = $3 \
          where g.user_id = $1 and g.gear_id = $2 and w.deleted_at is null",
    )
    .bind(user_id)
    .bind(gear_id)
    .bind(metric.to_owned())
    .one()
    .await
}

/// Ids and sports of an item's workouts, for wear by formula.
pub async fn workouts_of(tx: &mut Tx, user_id: Uuid, gear_id: Uuid) -> Result<Vec<(Uuid, String)>> {
    tx.q("select w.id, w.sport from workout_gear g \
          join workout w on w.user_id = g.user_id and w.id = g.workout_id \
          where g.user_id = $1 and g.gear_id = $2 and w.deleted_at is null \
          order by w.start_at, w.id")
        .bind(user_id)
        .bind(gear_id)
        .all()
        .await
}

pub async fn put_wear(
    tx: &mut Tx,
    user_id: Uuid,
    gear_id: Uuid,
    used: i64,
    workouts: i64,
) -> Result<()> {
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
    .await
    .map(drop)
}

pub async fn wear(db: &Db, user_id: Uuid) -> Result<Vec<(Uuid, i64, i64)>> {
    db.q("select gear_id, used, workouts from gear_wear where user_id = $1")
        .bind(user_id)
        .all()
        .await
}

pub async fn clear_wear(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    tx.q("delete from gear_wear where user_id = $1")
        .bind(user_id)
        .run()
        .await
        .map(drop)
}

pub async fn erase(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    tx.q("delete from gear_item where user_id = $1")
        .bind(user_id)
        .run()
        .await
        .map(drop)
}
