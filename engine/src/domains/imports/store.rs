//! Imports and what became of their files.

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use super::model::{Job, Tally};
use crate::db::{Db, Result, Run, Tx};
use crate::domains::workouts::import::FileOutcome;

const COLUMNS: &str = "user_id, id, name, size, blob, zone, columns, total, done, recorded, known, \
    refused, error, created_at, finished_at";

pub async fn insert<'c>(on: impl Run<'c>, job: &Job) -> Result<()> {
    on.q(
        "insert into import (user_id, id, name, size, blob, zone, columns, total, done, recorded, \
          known, refused, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0, 0, $9)",
    )
    .bind(job.user_id)
    .bind(job.id)
    .bind(job.name.clone())
    .bind(job.size)
    .bind(job.blob.clone())
    .bind(job.zone.clone())
    .bind(job.columns.clone())
    .bind(job.total)
    .bind(job.created_at)
    .run()
    .await
    .map(drop)
}

/// How many of a user's are not finished.
pub async fn open_of(db: &Db, user_id: Uuid) -> Result<i64> {
    let (n,): (i64,) = db
        .q("select cast(count(*) as bigint) from import where user_id = $1 and finished_at is null")
        .bind(user_id)
        .one()
        .await?;
    Ok(n)
}

pub async fn find<'c>(on: impl Run<'c>, user_id: Uuid, id: Uuid) -> Result<Option<Job>> {
    on.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from import where user_id = $1 and id = $2"
    )))
    .bind(user_id)
    .bind(id)
    .opt()
    .await
}

/// A user's, newest first.
pub async fn newest(db: &Db, user_id: Uuid, limit: i64) -> Result<Vec<Job>> {
    db.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from import where user_id = $1 order by id desc limit $2"
    )))
    .bind(user_id)
    .bind(limit)
    .all()
    .await
}

/// Those that nobody works on, oldest first.
pub async fn left(db: &Db, now: DateTime<Utc>, limit: i64) -> Result<Vec<(Uuid, Uuid)>> {
    db.q("select user_id, id from import where finished_at is null \
          and (held_until is null or held_until <= $1) order by created_at, id limit $2")
        .bind(now)
        .bind(limit)
        .all()
        .await
}

/// Whether the holder may work on it: nobody else does.
pub async fn hold<'c>(
    on: impl Run<'c>,
    (user_id, id): (Uuid, Uuid),
    holder: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool> {
    let touched = on
        .q(
            "update import set holder = $3, held_until = $4 where user_id = $1 and id = $2 \
              and finished_at is null and (held_until is null or held_until <= $5 or holder = $3)",
        )
        .bind(user_id)
        .bind(id)
        .bind(holder.to_owned())
        .bind(until)
        .bind(now)
        .run()
        .await?;
    Ok(touched == 1)
}

/// Writes down what became of the next file; false where another process holds the import meanwhile.
pub async fn tell(
    tx: &mut Tx,
    job: &Job,
    holder: &str,
    (outcome, tally): (&FileOutcome, Tally),
    until: DateTime<Utc>,
) -> Result<bool> {
    let moved = tx
        .q(
            "update import set done = done + 1, recorded = recorded + $4, known = known + $5, \
              refused = refused + $6, held_until = $7 \
              where user_id = $1 and id = $2 and holder = $3 and done = $8 and finished_at is null",
        )
        .bind(job.user_id)
        .bind(job.id)
        .bind(holder.to_owned())
        .bind(tally.recorded)
        .bind(tally.known)
        .bind(tally.refused)
        .bind(until)
        .bind(job.done)
        .run()
        .await?;
    if moved != 1 {
        return Ok(false);
    }
    tx.q(
        "insert into import_file (user_id, import_id, idx, is_refused, outcome) \
          values ($1, $2, $3, $4, $5)",
    )
    .bind(job.user_id)
    .bind(job.id)
    .bind(job.done)
    .bind(tally.refused > 0)
    .bind(Json(outcome.clone()))
    .run()
    .await?;
    Ok(true)
}

pub async fn finish(
    db: &Db,
    job: &Job,
    holder: &str,
    error: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    db.q(
        "update import set finished_at = $4, error = $5, holder = null, held_until = null \
          where user_id = $1 and id = $2 and holder = $3",
    )
    .bind(job.user_id)
    .bind(job.id)
    .bind(holder.to_owned())
    .bind(now)
    .bind(error.map(str::to_owned))
    .run()
    .await
    .map(drop)
}

/// What became of files, from a place on; those that were refused alone if asked for.
pub async fn outcomes(
    db: &Db,
    (user_id, id): (Uuid, Uuid),
    from: i64,
    is_refused_only: bool,
    limit: i64,
) -> Result<Vec<(i64, Json<FileOutcome>)>> {
    let only = if is_refused_only {
        " and is_refused"
    } else {
        ""
    };
    db.q(sqlx::AssertSqlSafe(format!(
        "select idx, outcome from import_file where user_id = $1 and import_id = $2 and idx >= $3{only} \
         order by idx limit $4"
    )))
    .bind(user_id)
    .bind(id)
    .bind(from)
    .bind(limit)
    .all()
    .await
}

pub async fn erase(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    tx.q("delete from import where user_id = $1")
        .bind(user_id)
        .run()
        .await
        .map(drop)
}
