//! Facts: what was part of what, from when to when.

use chrono::NaiveDate;
use uuid::Uuid;

use super::super::model::Mount;
use crate::db::{Result, Run, Tx};

/// Of all a user's items, each item's oldest first.
pub async fn all<'c>(on: impl Run<'c>, user_id: Uuid) -> Result<Vec<Mount>> {
    on.q(
        "select gear_id, parent_id, since, until from gear_mount where user_id = $1 \
          order by gear_id, since",
    )
    .bind(user_id)
    .all()
    .await
}

/// Of one item, oldest first.
pub async fn of(tx: &mut Tx, user_id: Uuid, gear_id: Uuid) -> Result<Vec<Mount>> {
    tx.q("select gear_id, parent_id, since, until from gear_mount \
          where user_id = $1 and gear_id = $2 order by since")
        .bind(user_id)
        .bind(gear_id)
        .all()
        .await
}

/// What is or was part of an item.
pub async fn in_parent(tx: &mut Tx, user_id: Uuid, parent_id: Uuid) -> Result<Vec<Mount>> {
    tx.q("select gear_id, parent_id, since, until from gear_mount \
          where user_id = $1 and parent_id = $2 order by since, gear_id")
        .bind(user_id)
        .bind(parent_id)
        .all()
        .await
}

/// Sets one stay, in place of one that began on the same day.
pub async fn put(tx: &mut Tx, user_id: Uuid, mount: &Mount) -> Result<()> {
    tx.q(
        "insert into gear_mount (user_id, gear_id, parent_id, since, until) \
          values ($1, $2, $3, $4, $5) on conflict (user_id, gear_id, since) do update \
          set parent_id = excluded.parent_id, until = excluded.until",
    )
    .bind(user_id)
    .bind(mount.gear_id)
    .bind(mount.parent_id)
    .bind(mount.since)
    .bind(mount.until)
    .run()
    .await
    .map(drop)
}

pub async fn remove(tx: &mut Tx, user_id: Uuid, gear_id: Uuid, since: NaiveDate) -> Result<()> {
    tx.q("delete from gear_mount where user_id = $1 and gear_id = $2 and since = $3")
        .bind(user_id)
        .bind(gear_id)
        .bind(since)
        .run()
        .await
        .map(drop)
}
