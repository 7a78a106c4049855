//! How much was asked of a vendor, and until when it wants to be left alone.

use chrono::{DateTime, Utc};

use crate::db::{Db, Result, Run, Tx};

/// Requests of one who asks in the window that began then.
pub async fn used(
    tx: &mut Tx,
    (adapter, who): (&str, &str),
    (per_s, begun_at): (i64, DateTime<Utc>),
) -> Result<i64> {
    let row: Option<(i64,)> = tx
        .q("select requests from cloud_use \
              where adapter = $1 and who = $2 and per_s = $3 and begun_at = $4")
        .bind(adapter.to_owned())
        .bind(who.to_owned())
        .bind(per_s)
        .bind(begun_at)
        .opt()
        .await?;
    Ok(row.map_or(0, |(requests,)| requests))
}

/// One request more.
pub async fn use_up(
    tx: &mut Tx,
    (adapter, who): (&str, &str),
    (per_s, begun_at): (i64, DateTime<Utc>),
) -> Result<()> {
    tx.q(
        "insert into cloud_use (adapter, who, per_s, begun_at, requests) \
          values ($1, $2, $3, $4, 1) on conflict (adapter, who, per_s, begun_at) \
          do update set requests = cloud_use.requests + 1",
    )
    .bind(adapter.to_owned())
    .bind(who.to_owned())
    .bind(per_s)
    .bind(begun_at)
    .run()
    .await
    .map(drop)
}

/// Forgets windows that are over.
pub async fn trim_use(db: &Db, before: DateTime<Utc>) -> Result<()> {
    db.q("delete from cloud_use where begun_at < $1")
        .bind(before)
        .run()
        .await
        .map(drop)
}

pub async fn pause_until<'c>(on: impl Run<'c>, adapter: &str) -> Result<Option<DateTime<Utc>>> {
    let row: Option<(DateTime<Utc>,)> = on
        .q("select until_at from cloud_pause where adapter = $1")
        .bind(adapter.to_owned())
        .opt()
        .await?;
    Ok(row.map(|(until,)| until))
}

pub async fn put_pause(db: &Db, adapter: &str, until: DateTime<Utc>) -> Result<()> {
    db.q(
        "insert into cloud_pause (adapter, until_at) values ($1, $2) \
          on conflict (adapter) do update set until_at = excluded.until_at",
    )
    .bind(adapter.to_owned())
    .bind(until)
    .run()
    .await
    .map(drop)
}
