//! What vendors called about.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::{Db, Result, Run, Tx};
use crate::domains::clouds::model::Event;

/// An event that waits already is told no second time, but what it tells is looked at again: something
/// may have changed since.
pub async fn insert_event(tx: &mut Tx, event: &Event) -> Result<()> {
    tx.q(
        "insert into cloud_event (id, adapter, key, account, kind, record, since_at, until_at, \
          body, received_at, next_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
          on conflict (adapter, key) do update set received_at = excluded.received_at",
    )
    .bind(event.id)
    .bind(event.adapter.clone())
    .bind(event.key.clone())
    .bind(event.account.clone())
    .bind(event.kind.clone())
    .bind(event.record.clone())
    .bind(event.since_at)
    .bind(event.until_at)
    .bind(event.body.clone())
    .bind(event.received_at)
    .bind(event.next_at)
    .run()
    .await
    .map(drop)
}

/// Takes those that are due, in the order in which they came, until then.
pub async fn due_events(
    tx: &mut Tx,
    (now, until): (DateTime<Utc>, DateTime<Utc>),
    limit: i64,
) -> Result<Vec<Event>> {
    let mut events: Vec<Event> = tx
        .q("update cloud_event set next_at = $2 where id in \
              (select id from cloud_event where next_at <= $1 order by received_at, id limit $3) \
              and next_at <= $1 \
              returning id, adapter, key, account, kind, record, since_at, until_at, body, \
              received_at, attempts, next_at")
        .bind(now)
        .bind(until)
        .bind(limit)
        .all()
        .await?;
    events.sort_by_key(|event| (event.received_at, event.id));
    Ok(events)
}

/// Done, unless it was told again meanwhile: then it is due at once.
pub async fn finish_event(db: &Db, event: &Event, now: DateTime<Utc>) -> Result<()> {
    db.q("delete from cloud_event where id = $1 and received_at = $2")
        .bind(event.id)
        .bind(event.received_at)
        .run()
        .await?;
    db.q("update cloud_event set next_at = $2 where id = $1")
        .bind(event.id)
        .bind(now)
        .run()
        .await
        .map(drop)
}

pub async fn postpone_event(db: &Db, id: Uuid, next_at: DateTime<Utc>) -> Result<()> {
    db.q("update cloud_event set next_at = $2, attempts = attempts + 1 where id = $1")
        .bind(id)
        .bind(next_at)
        .run()
        .await
        .map(drop)
}
