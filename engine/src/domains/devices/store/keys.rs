//! Keys, their secrets, quotas and trail.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::{Db, Result, Run, Tx};
use crate::domains::devices::model::{ApiKey, KeyLog};

const COLUMNS: &str = "k.id, k.adapter, k.name, k.scopes, k.quota, k.created_at, \
    u.display_name as created_by, k.expires_at, k.revoked_at, \
    (select max(s.ends_at) from api_key_secret s where s.key_id = k.id) as old_until";

pub async fn insert_key(tx: &mut Tx, key: &ApiKey, by: Option<Uuid>) -> Result<()> {
    tx.q(
        "insert into api_key (id, adapter, name, scopes, quota, created_at, created_by, expires_at) \
          values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(key.id)
    .bind(key.adapter.clone())
    .bind(key.name.clone())
    .bind(key.scopes.clone())
    .bind(key.quota)
    .bind(key.created_at)
    .bind(by)
    .bind(key.expires_at)
    .run()
    .await
    .map(drop)
}

/// A further secret; those before it go on until `old_until`, or less where they ended sooner.
pub async fn add_secret(
    tx: &mut Tx,
    key_id: Uuid,
    token_hash: &str,
    (now, old_until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<()> {
    tx.q("delete from api_key_secret where key_id = $1 and ends_at <= $2")
        .bind(key_id)
        .bind(now)
        .run()
        .await?;
    tx.q("update api_key_secret set ends_at = $1 \
          where key_id = $2 and (ends_at is null or ends_at > $1)")
        .bind(old_until)
        .bind(key_id)
        .run()
        .await?;
    tx.q("insert into api_key_secret (token_hash, key_id, created_at) values ($1, $2, $3)")
        .bind(token_hash.to_owned())
        .bind(key_id)
        .bind(now)
        .run()
        .await
        .map(drop)
}

/// The key that a secret is of, revoked and expired ones included.
pub async fn key_of_secret(
    db: &Db,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<ApiKey>> {
    db.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from api_key_secret t join api_key k on k.id = t.key_id \
         left join users u on u.id = k.created_by \
         where t.token_hash = $1 and (t.ends_at is null or t.ends_at > $2)"
    )))
    .bind(token_hash.to_owned())
    .bind(now)
    .opt()
    .await
}

/// Of one adapter, or of all; newest first.
pub async fn keys<'c>(on: impl Run<'c>, adapter: Option<&str>) -> Result<Vec<ApiKey>> {
    on.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from api_key k left join users u on u.id = k.created_by \
         where $1 = '' or k.adapter = $1 order by k.created_at desc, k.id desc"
    )))
    .bind(adapter.unwrap_or_default().to_owned())
    .all()
    .await
}

/// Held until the transaction ends: of two who rotate or revoke a key, one waits.
pub async fn hold_key(tx: &mut Tx, id: Uuid) -> Result<Option<ApiKey>> {
    tx.q("update api_key set name = name where id = $1")
        .bind(id)
        .run()
        .await?;
    tx.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from api_key k left join users u on u.id = k.created_by where k.id = $1"
    )))
    .bind(id)
    .opt()
    .await
}

pub async fn revoke_key(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    tx.q("update api_key set revoked_at = $1 where id = $2")
        .bind(now)
        .bind(id)
        .run()
        .await?;
    tx.q("delete from api_key_secret where key_id = $1")
        .bind(id)
        .run()
        .await
        .map(drop)
}

pub async fn log_key(
    tx: &mut Tx,
    key_id: Uuid,
    (id, at): (Uuid, DateTime<Utc>),
    (action, detail): (&str, &str),
    by: Option<Uuid>,
) -> Result<()> {
    tx.q(
        "insert into api_key_log (key_id, id, at, action, user_id, detail) \
          values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(key_id)
    .bind(id)
    .bind(at)
    .bind(action.to_owned())
    .bind(by)
    .bind(detail.to_owned())
    .run()
    .await
    .map(drop)
}

/// What was done to an adapter's keys, newest first.
pub async fn key_history(db: &Db, adapter: &str, limit: i64) -> Result<Vec<KeyLog>> {
    db.q(
        "select l.key_id, k.name, l.at, l.action, u.display_name as by_name, l.detail \
          from api_key_log l join api_key k on k.id = l.key_id \
          left join users u on u.id = l.user_id \
          where k.adapter = $1 order by l.at desc, l.id desc limit $2",
    )
    .bind(adapter.to_owned())
    .bind(limit)
    .all()
    .await
}

/// Time, adapter, key and action of all that a person did to keys.
pub type Deed = (DateTime<Utc>, String, String, String);

pub async fn done_by(db: &Db, user_id: Uuid) -> Result<Vec<Deed>> {
    db.q(
        "select l.at, k.adapter, k.name, l.action from api_key_log l \
          join api_key k on k.id = l.key_id where l.user_id = $1 order by l.at, l.id",
    )
    .bind(user_id)
    .all()
    .await
}

/// The keys and their trail stay without the name.
pub async fn forget_deeds(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    for sql in [
        "update api_key set created_by = null where created_by = $1",
        "update api_key_log set user_id = null where user_id = $1",
    ] {
        tx.q(sql).bind(user_id).run().await?;
    }
    Ok(())
}

/// Takes items of an hour's quota; what is used with them, or `None` where they are too many. Nothing is
/// taken then.
pub async fn take(
    db: &Db,
    key_id: Uuid,
    hour: DateTime<Utc>,
    (items, quota): (i64, i64),
) -> Result<Option<i64>> {
    let row: Option<(i64,)> = db
        .q(
            "insert into api_key_use (key_id, hour_at, items) values ($1, $2, $3) \
              on conflict (key_id, hour_at) do update set items = api_key_use.items + $3 \
              where api_key_use.items + $3 <= $4 returning items",
        )
        .bind(key_id)
        .bind(hour)
        .bind(items)
        .bind(quota)
        .returned()
        .await?;
    let used = row.map(|(used,)| used);
    // The first of an hour forgets those before.
    if used == Some(items) {
        db.q("delete from api_key_use where key_id = $1 and hour_at < $2")
            .bind(key_id)
            .bind(hour)
            .run()
            .await?;
    }
    Ok(used)
}

pub async fn used(db: &Db, key_id: Uuid, hour: DateTime<Utc>) -> Result<i64> {
    let row: Option<(i64,)> = db
        .q("select items from api_key_use where key_id = $1 and hour_at = $2")
        .bind(key_id)
        .bind(hour)
        .opt()
        .await?;
    Ok(row.map_or(0, |(used,)| used))
}
