//! Gear items, and what was used in which workout.

pub mod mounts;
pub mod names;
pub mod services;
pub mod uses;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::Item;
use crate::db::{Db, Result, Run, Tx};

const COLUMNS: &str = "id, kind, name, attributes, start_wear, default_sport, acquired_on, \
    retired_at, version, created_at";

pub async fn insert(tx: &mut Tx, user_id: Uuid, item: &Item) -> Result<()> {
    tx.q(
        "insert into gear_item (user_id, id, kind, name, attributes, start_wear, default_sport, \
          acquired_on, retired_at, version, created_at) \
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10)",
    )
    .bind(user_id)
    .bind(item.id)
    .bind(item.kind.clone())
    .bind(item.name.clone())
    .bind(item.attributes.clone())
    .bind(item.start_wear)
    .bind(item.default_sport.clone())
    .bind(item.acquired_on)
    .bind(item.retired_at)
    .bind(item.created_at)
    .run()
    .await
    .map(drop)
}

/// Whether another item of the kind is a sport's default.
pub async fn has_default(tx: &mut Tx, user_id: Uuid, kind: &str, sport: &str) -> Result<bool> {
    let row: Option<(Uuid,)> = tx
        .q(
            "select id from gear_item where user_id = $1 and kind = $2 and default_sport = $3 \
            and retired_at is null limit 1",
        )
        .bind(user_id)
        .bind(kind.to_owned())
        .bind(sport.to_owned())
        .opt()
        .await?;
    Ok(row.is_some())
}

pub async fn find<'c>(on: impl Run<'c>, user_id: Uuid, id: Uuid) -> Result<Option<Item>> {
    let sql = format!(
        "select {COLUMNS} from gear_item where user_id = $1 and id = $2 and deleted_at is null"
    );
    on.q(sqlx::AssertSqlSafe(sql))
        .bind(user_id)
        .bind(id)
        .opt()
        .await
}

/// Oldest first.
pub async fn all<'c>(on: impl Run<'c>, user_id: Uuid) -> Result<Vec<Item>> {
    let sql = format!(
        "select {COLUMNS} from gear_item where user_id = $1 and deleted_at is null \
         order by created_at, id"
    );
    on.q(sqlx::AssertSqlSafe(sql)).bind(user_id).all().await
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

/// Puts an item away; `restore` takes that back. It is nobody's default any more.
pub async fn delete(tx: &mut Tx, user_id: Uuid, id: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let sql = "update gear_item set deleted_at = $1, default_sport = null, version = version + 1 \
        where user_id = $2 and id = $3 and deleted_at is null";
    let touched = tx.q(sql).bind(now).bind(user_id).bind(id).run().await?;
    Ok(touched == 1)
}

pub async fn restore(tx: &mut Tx, user_id: Uuid, id: Uuid) -> Result<bool> {
    let sql = "update gear_item set deleted_at = null, version = version + 1 \
        where user_id = $1 and id = $2 and deleted_at is not null";
    Ok(tx.q(sql).bind(user_id).bind(id).run().await? == 1)
}

/// The name of a deleted item that can be taken back.
pub async fn deleted(db: &Db, user_id: Uuid, id: Uuid) -> Result<Option<String>> {
    let sql =
        "select name from gear_item where user_id = $1 and id = $2 and deleted_at is not null";
    let row: Option<(String,)> = db.q(sql).bind(user_id).bind(id).opt().await?;
    Ok(row.map(|(name,)| name))
}

/// Removes for good what was deleted before a time.
pub async fn purge(db: &Db, before: DateTime<Utc>) -> Result<u64> {
    let sql = "delete from gear_item where deleted_at < $1";
    db.q(sql).bind(before).run().await
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

pub async fn erase(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    tx.q("delete from gear_item where user_id = $1")
        .bind(user_id)
        .run()
        .await
        .map(drop)
}
