//! The sessions of files that workouts are of.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{COLUMNS, Workout};
use crate::db::{Db, Result, Run, Tx};
use crate::domains::workouts::model::changes::{InFile, Recording};
use crate::domains::workouts::model::terms::Via;

const OWN: &str = "s.workout_id, s.original_id, s.session_index, s.is_primary, s.start_at, s.end_at, \
    s.distance, s.sport, s.serial, s.device, s.samples, s.laps, s.developer_fields, s.reading, \
    s.attached_at";

pub async fn put(tx: &mut Tx, user_id: Uuid, source: &Recording) -> Result<()> {
    tx.q(
        "insert into workout_source (user_id, workout_id, original_id, session_index, is_primary, \
          start_at, end_at, distance, sport, serial, device, samples, laps, developer_fields, \
          reading, attached_at, adapter, adapter_version) \
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) \
          on conflict (user_id, workout_id, original_id, session_index) do nothing",
    )
    .bind(user_id)
    .bind(source.workout_id)
    .bind(source.original_id)
    .bind(source.session_index)
    .bind(source.is_primary)
    .bind(source.start_at)
    .bind(source.end_at)
    .bind(source.distance)
    .bind(source.sport.clone())
    .bind(source.serial.clone())
    .bind(source.device.clone())
    .bind(source.samples)
    .bind(source.laps)
    .bind(source.developer_fields)
    .bind(source.reading.clone())
    .bind(source.attached_at)
    .bind(source.reading.via.as_ref().map(|via| via.adapter.clone()))
    .bind(source.reading.via.as_ref().map(|via| via.version.clone()))
    .run()
    .await
    .map(drop)
}

/// A workout's, the primary one first, then as they came.
pub async fn of_workout<'c>(
    on: impl Run<'c>,
    user_id: Uuid,
    workout_id: Uuid,
) -> Result<Vec<InFile>> {
    on.q(sqlx::AssertSqlSafe(format!(
        "select {OWN}, o.name, o.format, o.size, o.blob from workout_source s \
         join original o on o.user_id = s.user_id and o.id = s.original_id \
         where s.user_id = $1 and s.workout_id = $2 \
         order by s.is_primary desc, s.attached_at, s.original_id, s.session_index"
    )))
    .bind(user_id)
    .bind(workout_id)
    .all()
    .await
}

/// What the sources of a workout came through.
pub async fn through<'c>(on: impl Run<'c>, user_id: Uuid, workout_id: Uuid) -> Result<Vec<Via>> {
    on.q(
        "select distinct adapter, adapter_version as version from workout_source \
          where user_id = $1 and workout_id = $2 and adapter is not null order by adapter, version",
    )
    .bind(user_id)
    .bind(workout_id)
    .all()
    .await
}

/// The workouts that are parts of another one since they were joined.
pub async fn joined_parts<'c>(on: impl Run<'c>, user_id: Uuid, id: Uuid) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = on
        .q("select id from workout where user_id = $1 and joined_into = $2 order by id")
        .bind(user_id)
        .bind(id)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Those of a person's workouts that came through adapters, and through which.
pub async fn all_through(db: &Db, user_id: Uuid) -> Result<Vec<(Uuid, String, String)>> {
    db.q(
        "select distinct coalesce(w.joined_into, s.workout_id), s.adapter, s.adapter_version \
          from workout_source s join workout w on w.user_id = s.user_id and w.id = s.workout_id \
          where s.user_id = $1 and s.adapter is not null",
    )
    .bind(user_id)
    .all()
    .await
}

/// A workout that a session is of: when it was deleted, and which one it was joined into.
pub type Known = (Uuid, Option<DateTime<Utc>>, Option<Uuid>);

/// The workouts that a session of a file is of: those that live first, then the oldest.
pub async fn of_session(
    tx: &mut Tx,
    user_id: Uuid,
    original_id: Uuid,
    session_index: i32,
) -> Result<Vec<Known>> {
    tx.q(
        "select w.id, w.deleted_at, w.joined_into from workout_source s \
          join workout w on w.user_id = s.user_id and w.id = s.workout_id \
          where s.user_id = $1 and s.original_id = $2 and s.session_index = $3 \
          order by case when w.deleted_at is null then 0 when w.joined_into is not null then 1 \
          else 2 end, w.created_at, w.id",
    )
    .bind(user_id)
    .bind(original_id)
    .bind(session_index)
    .all()
    .await
}

/// The sources of living workouts that begin in a span of time.
pub async fn between(
    tx: &mut Tx,
    user_id: Uuid,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<Recording>> {
    tx.q(sqlx::AssertSqlSafe(format!(
        "select {OWN} from workout_source s \
         join workout w on w.user_id = s.user_id and w.id = s.workout_id \
         where s.user_id = $1 and s.start_at >= $2 and s.start_at <= $3 \
         and w.deleted_at is null order by s.start_at, s.workout_id, s.original_id, s.session_index"
    )))
    .bind(user_id)
    .bind(from)
    .bind(to)
    .all()
    .await
}

/// Living workouts that came from no file and begin in a span of time.
pub async fn without(
    tx: &mut Tx,
    user_id: Uuid,
    (from, before): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<Workout>> {
    tx.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from workout where user_id = $1 and start_at >= $2 and start_at < $3 \
         and deleted_at is null and original_id is null order by start_at, id"
    )))
    .bind(user_id)
    .bind(from)
    .bind(before)
    .all()
    .await
}

/// Makes one source of a workout its primary one, or none.
pub async fn set_primary(
    tx: &mut Tx,
    user_id: Uuid,
    workout_id: Uuid,
    primary: Option<(Uuid, i32)>,
) -> Result<()> {
    tx.q("update workout_source set is_primary = false where user_id = $1 and workout_id = $2")
        .bind(user_id)
        .bind(workout_id)
        .run()
        .await?;
    if let Some((original_id, index)) = primary {
        tx.q(
            "update workout_source set is_primary = true where user_id = $1 and workout_id = $2 \
              and original_id = $3 and session_index = $4",
        )
        .bind(user_id)
        .bind(workout_id)
        .bind(original_id)
        .bind(index)
        .run()
        .await?;
    }
    Ok(())
}

/// Takes a source from a workout, and remembers that it is another's.
pub async fn set_apart(tx: &mut Tx, user_id: Uuid, source: &InFile) -> Result<()> {
    let own = &source.recording;
    tx.q(
        "delete from workout_source where user_id = $1 and workout_id = $2 \
          and original_id = $3 and session_index = $4",
    )
    .bind(user_id)
    .bind(own.workout_id)
    .bind(own.original_id)
    .bind(own.session_index)
    .run()
    .await?;
    tx.q(
        "insert into workout_apart (user_id, workout_id, blob, session_index) \
          values ($1, $2, $3, $4) on conflict (user_id, workout_id, blob, session_index) do nothing",
    )
    .bind(user_id)
    .bind(own.workout_id)
    .bind(source.blob.clone())
    .bind(own.session_index)
    .run()
    .await
    .map(drop)
}

/// The workouts that somebody said a session of a file is not.
pub async fn apart(
    tx: &mut Tx,
    user_id: Uuid,
    blob: &str,
    session_index: i32,
) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = tx
        .q("select workout_id from workout_apart \
              where user_id = $1 and blob = $2 and session_index = $3")
        .bind(user_id)
        .bind(blob.to_owned())
        .bind(session_index)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Gives all sources of a workout to another one as well: a part of it.
pub async fn copy(tx: &mut Tx, user_id: Uuid, from: Uuid, to: Uuid) -> Result<()> {
    for source in of_workout(&mut *tx, user_id, from).await? {
        let source = Recording {
            workout_id: to,
            ..source.recording
        };
        put(tx, user_id, &source).await?;
    }
    Ok(())
}

/// Takes a source from a workout; a file that comes again may be of it again.
pub async fn remove(tx: &mut Tx, user_id: Uuid, source: &Recording) -> Result<()> {
    tx.q(
        "delete from workout_source where user_id = $1 and workout_id = $2 \
          and original_id = $3 and session_index = $4",
    )
    .bind(user_id)
    .bind(source.workout_id)
    .bind(source.original_id)
    .bind(source.session_index)
    .run()
    .await
    .map(drop)
}

/// Forgets a file that no workout is of any more; answers whether that was so. Its blob is to follow.
pub async fn drop_original(tx: &mut Tx, user_id: Uuid, original_id: Uuid) -> Result<bool> {
    let gone = tx
        .q("delete from original where user_id = $1 and id = $2 \
              and not exists (select 1 from workout_source s \
                where s.user_id = $1 and s.original_id = $2) \
              and not exists (select 1 from workout w \
                where w.user_id = $1 and w.original_id = $2)")
        .bind(user_id)
        .bind(original_id)
        .run()
        .await?;
    Ok(gone == 1)
}
