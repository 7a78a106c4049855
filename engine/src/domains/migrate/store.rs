//! Migrations and how far they are; what packs are told by; what they renamed.

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use stadion_pack::renames::Rename;
use uuid::Uuid;

use super::model::{Known, Migration, Packs, Steps};
use crate::db::{Db, Result, Run, Tx};

const COLUMNS: &str = "seq, packs, steps, told, step, cursor, done, total, failures, error, \
    started_at, moved_at, finished_at, superseded_by";

/// One change of packs is begun at a time.
pub async fn lock(tx: &mut Tx) -> Result<()> {
    tx.lock_user(Uuid::max()).await
}

pub async fn known<'c>(on: impl Run<'c>) -> Result<Option<Known>> {
    let row: Option<(Json<Known>,)> = on
        .q("select body from pack_told where id = 'live'")
        .opt()
        .await?;
    Ok(row.map(|(Json(known),)| known))
}

pub async fn set_known(tx: &mut Tx, known: &Known, now: DateTime<Utc>) -> Result<()> {
    tx.q(
        "insert into pack_told (id, body, at) values ('live', $1, $2) \
          on conflict (id) do update set body = excluded.body, at = excluded.at",
    )
    .bind(Json(known.clone()))
    .bind(now)
    .run()
    .await
    .map(drop)
}

pub async fn renames<'c>(on: impl Run<'c>) -> Result<Vec<Rename>> {
    let rows: Vec<(String, String, String)> = on
        .q("select kind, old, new from pack_rename order by kind, old, new")
        .all()
        .await?;
    let rename = |(kind, old, new)| Rename { kind, old, new };
    Ok(rows.into_iter().map(rename).collect())
}

pub async fn learn(tx: &mut Tx, renames: &[Rename], now: DateTime<Utc>) -> Result<()> {
    tx.insert_many(
        "insert into pack_rename (kind, old, new, at)",
        4,
        "on conflict (kind, old, new) do nothing",
        renames,
        |query, one| {
            let query = query.bind(one.kind.clone()).bind(one.old.clone());
            query.bind(one.new.clone()).bind(now)
        },
    )
    .await
    .map(drop)
}

/// What is not finished; at most one, for each takes over what the one before had left.
pub async fn open<'c>(on: impl Run<'c>) -> Result<Option<Migration>> {
    on.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from migration where finished_at is null order by seq desc limit 1"
    )))
    .opt()
    .await
}

pub async fn newest(db: &Db, limit: u32) -> Result<Vec<Migration>> {
    db.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from migration order by seq desc limit $1"
    )))
    .bind(i64::from(limit))
    .all()
    .await
}

pub async fn next_seq(tx: &mut Tx) -> Result<i64> {
    let (seq,): (i64,) = tx
        .q("select cast(coalesce(max(seq), 0) + 1 as bigint) from migration")
        .one()
        .await?;
    Ok(seq)
}

/// A migration that is to be carried out.
pub struct New {
    pub seq: i64,
    pub packs: Packs,
    pub steps: Steps,
    pub told: String,
    pub total: i64,
}

pub async fn insert(tx: &mut Tx, new: New, now: DateTime<Utc>) -> Result<()> {
    tx.q(
        "insert into migration (seq, packs, steps, told, step, done, total, failures, started_at, moved_at) \
          values ($1, $2, $3, $4, 0, 0, $5, 0, $6, $6)",
    )
    .bind(new.seq)
    .bind(Json(new.packs))
    .bind(Json(new.steps))
    .bind(new.told)
    .bind(new.total)
    .bind(now)
    .run()
    .await
    .map(drop)
}

/// Ends what is under way: what it had left is begun anew by another, or by none.
pub async fn supersede(tx: &mut Tx, by: i64, now: DateTime<Utc>) -> Result<()> {
    tx.q("update migration set finished_at = $1, superseded_by = $2 where finished_at is null")
        .bind(now)
        .bind(by)
        .run()
        .await
        .map(drop)
}

/// Takes a migration for a while, or keeps it; false where another process has it.
pub async fn hold(
    db: &Db,
    seq: i64,
    holder: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool> {
    let touched = db
        .q("update migration set holder = $1, held_until = $2 \
            where seq = $3 and finished_at is null \
            and (holder is null or holder = $1 or held_until < $4)")
        .bind(holder.to_owned())
        .bind(until)
        .bind(seq)
        .bind(now)
        .run()
        .await?;
    Ok(touched == 1)
}

/// Where a turn left the migration.
#[derive(Clone, Copy, Debug)]
pub struct Turn {
    pub seq: i64,
    pub step: i32,
    /// None at the beginning of a step.
    pub cursor: Option<Uuid>,
    /// People whose turn it was.
    pub people: i64,
    pub until: DateTime<Utc>,
}

/// Notes that a turn is over; false where the migration is another process's meanwhile. How many there are was
/// counted by the names before, so that it may turn out to be more.
pub async fn advance(
    tx: &mut Tx,
    turn: &Turn,
    holder: &str,
    failed: Option<&str>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let touched = tx
        .q(
            "update migration set step = $1, cursor = $2, done = done + $3, \
            total = case when done + $3 > total then done + $3 else total end, \
            failures = failures + $4, error = coalesce($5, error), moved_at = $6, held_until = $7 \
            where seq = $8 and holder = $9 and finished_at is null",
        )
        .bind(turn.step)
        .bind(turn.cursor)
        .bind(turn.people)
        .bind(i64::from(failed.is_some()))
        .bind(failed.map(str::to_owned))
        .bind(now)
        .bind(turn.until)
        .bind(turn.seq)
        .bind(holder.to_owned())
        .run()
        .await?;
    Ok(touched == 1)
}

pub async fn finish(db: &Db, seq: i64, holder: &str, now: DateTime<Utc>) -> Result<()> {
    db.q("update migration set finished_at = $1, moved_at = $1, done = total, holder = null, held_until = null \
          where seq = $2 and holder = $3 and finished_at is null")
        .bind(now)
        .bind(seq)
        .bind(holder.to_owned())
        .run()
        .await
        .map(drop)
}

/// The next people by id, each with how many workouts they have.
pub async fn users(db: &Db, after: Uuid, limit: i64) -> Result<Vec<(Uuid, i64)>> {
    db.q(
        "select u.id, (select count(*) from workout w where w.user_id = u.id) from users u \
          where u.id > $1 order by u.id limit $2",
    )
    .bind(after)
    .bind(limit)
    .all()
    .await
}

pub async fn user_count<'c>(on: impl Run<'c>) -> Result<i64> {
    let (count,): (i64,) = on.q("select count(*) from users").one().await?;
    Ok(count)
}

/// Whether a migration was carried out for a user before their turn came.
pub async fn has_had(tx: &mut Tx, user_id: Uuid, seq: i64) -> Result<bool> {
    let row: Option<(i64,)> = tx
        .q("select seq from migrated where user_id = $1 and seq >= $2")
        .bind(user_id)
        .bind(seq)
        .opt()
        .await?;
    Ok(row.is_some())
}

pub async fn set_had(tx: &mut Tx, user_id: Uuid, seq: i64) -> Result<()> {
    tx.q("insert into migrated (user_id, seq) values ($1, $2) \
          on conflict (user_id) do update set seq = excluded.seq")
        .bind(user_id)
        .bind(seq)
        .run()
        .await
        .map(drop)
}
