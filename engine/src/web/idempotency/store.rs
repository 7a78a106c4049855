//! The table of keys.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use crate::db::{Db, Result, Run};

/// What a key stands for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// Ours to run.
    Run,
    Done(Stored),
    Running,
    /// Sent with another request.
    Other,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stored {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    /// Base64.
    pub body: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    fingerprint: String,
    status: Option<i32>,
    headers: Json<BTreeMap<String, String>>,
    body: String,
}

/// Takes the key, or tells who has it. A key whose time is over, or whose run died, is taken over.
pub(super) async fn claim(
    db: &Db,
    user_id: Uuid,
    key: &str,
    fingerprint: &str,
    now: DateTime<Utc>,
    locked_until: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<Claim> {
    let taken = db
        .q("insert into idempotency
                (user_id, key, fingerprint, status, headers, body, locked_until, expires_at)
            values ($1, $2, $3, null, $4, '', $5, $6)
            on conflict (user_id, key) do update set
                fingerprint = excluded.fingerprint, status = null, headers = excluded.headers,
                body = '', locked_until = excluded.locked_until, expires_at = excluded.expires_at
            where idempotency.expires_at <= $7
                or (idempotency.status is null and idempotency.locked_until <= $7
                    and idempotency.fingerprint = excluded.fingerprint)")
        .bind(user_id)
        .bind(key)
        .bind(fingerprint)
        .bind(Json(BTreeMap::<String, String>::new()))
        .bind(locked_until)
        .bind(expires_at)
        .bind(now)
        .run()
        .await?;
    if taken > 0 {
        return Ok(Claim::Run);
    }
    // The run that had it may have let go in between; then the caller tries again.
    Ok(find(db, user_id, key)
        .await?
        .map_or(Claim::Running, |row| row.claim(fingerprint)))
}

async fn find(db: &Db, user_id: Uuid, key: &str) -> Result<Option<Row>> {
    db.q("select fingerprint, status, headers, body from idempotency
          where user_id = $1 and key = $2")
        .bind(user_id)
        .bind(key)
        .opt()
        .await
}

impl Row {
    fn claim(self, fingerprint: &str) -> Claim {
        let status = self.status.map(u16::try_from);
        match status {
            _ if self.fingerprint != fingerprint => Claim::Other,
            Some(Ok(status)) => Claim::Done(Stored {
                status,
                headers: self.headers.0,
                body: self.body,
            }),
            _ => Claim::Running,
        }
    }
}

pub(super) async fn finish(db: &Db, user_id: Uuid, key: &str, stored: Stored) -> Result<()> {
    db.q("update idempotency set status = $1, headers = $2, body = $3
          where user_id = $4 and key = $5")
        .bind(i32::from(stored.status))
        .bind(Json(stored.headers))
        .bind(stored.body)
        .bind(user_id)
        .bind(key)
        .run()
        .await
        .map(drop)
}

pub(super) async fn release(db: &Db, user_id: Uuid, key: &str) -> Result<()> {
    db.q("delete from idempotency where user_id = $1 and key = $2 and status is null")
        .bind(user_id)
        .bind(key)
        .run()
        .await
        .map(drop)
}

pub(super) async fn forget_old(db: &Db, now: DateTime<Utc>) -> Result<()> {
    db.q("delete from idempotency where expires_at <= $1")
        .bind(now)
        .run()
        .await
        .map(drop)
}
