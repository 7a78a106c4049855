//! What a user was told.

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use super::model::{NoticeKind, Settings};
use crate::db::{Db, Result, Run, Tx};
use crate::domains::migrate::model::People;

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Notice {
    pub id: Uuid,
    /// `record`, `achievement`, `wear`, `summary`.
    pub kind: String,
    pub payload: Json<serde_json::Value>,
    pub at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
}

/// Tells a thing unless the same key was told before.
pub async fn tell(tx: &mut Tx, user_id: Uuid, notice: &Notice, key: &str) -> Result<bool> {
    let touched = tx
        .q(
            "insert into notice (user_id, id, kind, dedupe_key, payload, at) \
            values ($1, $2, $3, $4, $5, $6) on conflict (user_id, dedupe_key) do nothing",
        )
        .bind(user_id)
        .bind(notice.id)
        .bind(notice.kind.clone())
        .bind(key.to_owned())
        .bind(notice.payload.clone())
        .bind(notice.at)
        .run()
        .await?;
    Ok(touched == 1)
}

/// The newest unread notice of a kind since a time.
pub async fn unread_since(
    tx: &mut Tx,
    user_id: Uuid,
    kind: &str,
    since: DateTime<Utc>,
) -> Result<Option<Notice>> {
    tx.q("select id, kind, payload, at, read_at from notice \
          where user_id = $1 and kind = $2 and read_at is null and at >= $3 \
          order by at desc, id desc limit 1")
        .bind(user_id)
        .bind(kind.to_owned())
        .bind(since)
        .opt()
        .await
}

pub async fn set_payload(
    tx: &mut Tx,
    user_id: Uuid,
    id: Uuid,
    payload: &serde_json::Value,
) -> Result<()> {
    tx.q("update notice set payload = $1 where user_id = $2 and id = $3")
        .bind(Json(payload))
        .bind(user_id)
        .bind(id)
        .run()
        .await
        .map(drop)
}

/// Newest first, before an id (ids sort by time).
pub async fn list(
    db: &Db,
    user_id: Uuid,
    before: Option<Uuid>,
    unread_only: bool,
    limit: u32,
) -> Result<Vec<Notice>> {
    let sql = if unread_only {
        "select id, kind, payload, at, read_at from notice where user_id = $1 and id < $2 \
         and read_at is null order by id desc limit $3"
    } else {
        "select id, kind, payload, at, read_at from notice where user_id = $1 and id < $2 \
         order by id desc limit $3"
    };
    let before = before.unwrap_or(Uuid::max());
    db.q(sql)
        .bind(user_id)
        .bind(before)
        .bind(i64::from(limit))
        .all()
        .await
}

pub async fn unread(db: &Db, user_id: Uuid) -> Result<i64> {
    let (n,): (i64,) = db
        .q("select count(*) from notice where user_id = $1 and read_at is null")
        .bind(user_id)
        .one()
        .await?;
    Ok(n)
}

/// Marks one notice, or all of them, as read; answers how many were unread.
pub async fn mark_read(
    tx: &mut Tx,
    user_id: Uuid,
    id: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<u64> {
    match id {
        Some(id) => {
            tx.q(
                "update notice set read_at = $1 where user_id = $2 and id = $3 and read_at is null",
            )
            .bind(now)
            .bind(user_id)
            .bind(id)
            .run()
            .await
        }
        None => {
            tx.q("update notice set read_at = $1 where user_id = $2 and read_at is null")
                .bind(now)
                .bind(user_id)
                .run()
                .await
        }
    }
}

pub async fn exists(db: &Db, user_id: Uuid, id: Uuid) -> Result<bool> {
    let row: Option<(Uuid,)> = db
        .q("select id from notice where user_id = $1 and id = $2")
        .bind(user_id)
        .bind(id)
        .opt()
        .await?;
    Ok(row.is_some())
}

/// What the user chose, of the kinds known today.
pub async fn settings<'c>(run: impl Run<'c>, user_id: Uuid) -> Result<Settings> {
    let rows: Vec<(String, bool)> = run
        .q("select kind, is_on from notice_setting where user_id = $1")
        .bind(user_id)
        .all()
        .await?;
    let known = rows
        .into_iter()
        .filter_map(|(kind, is_on)| Some((NoticeKind::parse(&kind)?, is_on)));
    Ok(Settings(known.collect()))
}

pub async fn set(
    tx: &mut Tx,
    user_id: Uuid,
    kind: NoticeKind,
    is_on: bool,
    now: DateTime<Utc>,
) -> Result<()> {
    tx.q(
        "insert into notice_setting (user_id, kind, is_on, changed_at) values ($1, $2, $3, $4) \
        on conflict (user_id, kind) do update set is_on = excluded.is_on, \
        changed_at = excluded.changed_at",
    )
    .bind(user_id)
    .bind(kind.as_str().to_owned())
    .bind(is_on)
    .bind(now)
    .run()
    .await
    .map(drop)
}

pub async fn erase(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    for sql in [
        "delete from notice where user_id = $1",
        "delete from notice_setting where user_id = $1",
    ] {
        tx.q(sql).bind(user_id).run().await?;
    }
    Ok(())
}

/// The key that keeps a notice from being told twice says the thing's name, and follows it. What
/// the notice says stays as it was told.
pub async fn rename_key(
    tx: &mut Tx,
    people: People,
    begins: &str,
    old: &str,
    new: &str,
) -> Result<()> {
    tx.q(
        "update notice set dedupe_key = replace(dedupe_key, ':' || $4 || ':', ':' || $5 || ':') \
          where user_id > $1 and user_id <= $2 and substr(dedupe_key, 1, length($3)) = $3 \
          and replace(dedupe_key, ':' || $4 || ':', '') <> dedupe_key",
    )
    .bind(people.after)
    .bind(people.to)
    .bind(begins.to_owned())
    .bind(old.to_owned())
    .bind(new.to_owned())
    .run()
    .await
    .map(drop)
}
