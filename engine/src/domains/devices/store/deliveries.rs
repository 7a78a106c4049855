//! What came for people.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::{Db, Result, Run, Tx};
use crate::domains::devices::model::Delivered;

const COLUMNS: &str = "id, adapter, adapter_version, connection_id, how, at, taken, updated, known, \
    refused, details";

/// Adds to a delivery, or begins it.
pub async fn add_delivery(tx: &mut Tx, user_id: Uuid, came: &Delivered) -> Result<()> {
    tx.q(sqlx::AssertSqlSafe(format!(
        "insert into device_delivery (user_id, {COLUMNS}) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
         on conflict (user_id, id) do update set taken = device_delivery.taken + excluded.taken, \
          updated = device_delivery.updated + excluded.updated, \
          known = device_delivery.known + excluded.known, \
          refused = device_delivery.refused + excluded.refused, \
          details = case when excluded.refused > 0 then excluded.details \
            else device_delivery.details end"
    )))
    .bind(user_id)
    .bind(came.id)
    .bind(came.adapter.clone())
    .bind(came.adapter_version.clone())
    .bind(came.connection_id)
    .bind(came.how.clone())
    .bind(came.at)
    .bind(came.taken)
    .bind(came.updated)
    .bind(came.known)
    .bind(came.refused)
    .bind(came.details.clone())
    .run()
    .await
    .map(drop)
}

/// Forgets a person's that are older than a time, and all but so many of the newest.
pub async fn trim_deliveries(
    tx: &mut Tx,
    user_id: Uuid,
    (before, most): (DateTime<Utc>, i64),
) -> Result<()> {
    tx.q(
        "delete from device_delivery where user_id = $1 and (at < $2 or id in ( \
          select id from (select id from device_delivery where user_id = $1 \
            order by at desc, id desc limit 1000 offset $3) as older))",
    )
    .bind(user_id)
    .bind(before)
    .bind(most)
    .run()
    .await
    .map(drop)
}

/// When an adapter first brought something since a time.
pub async fn first_delivery(
    tx: &mut Tx,
    (user_id, adapter): (Uuid, &str),
    since: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    let first: Option<(DateTime<Utc>,)> = tx
        .q(
            "select at from device_delivery where user_id = $1 and at >= $2 and adapter = $3 \
            and taken + updated > 0 order by at, id limit 1",
        )
        .bind(user_id)
        .bind(since)
        .bind(adapter.to_owned())
        .opt()
        .await?;
    Ok(first.map(|(at,)| at))
}

/// A person's, newest first.
pub async fn deliveries(db: &Db, user_id: Uuid, limit: i64) -> Result<Vec<Delivered>> {
    db.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from device_delivery where user_id = $1 order by at desc, id desc limit $2"
    )))
    .bind(user_id)
    .bind(limit)
    .all()
    .await
}
