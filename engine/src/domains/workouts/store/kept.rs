//! Facts that come back from an archive as they were.

use uuid::Uuid;

use super::{Workout, search};
use crate::db::{Db, Result, Run, Tx};
use crate::domains::workouts::model::changes::Made;

/// A workout as it was, but for its version; its recording is put beside.
pub async fn put(tx: &mut Tx, user_id: Uuid, workout: &Workout) -> Result<()> {
    tx.q(
        "insert into workout (user_id, id, sport, source, original_id, session_index, start_at, \
          utc_offset_s, local_day, title, note, search, activity, entered, edits, version, \
          created_at, updated_at, deleted_at, read_version) \
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1, $16, $17, \
          $18, $19)",
    )
    .bind(user_id)
    .bind(workout.id)
    .bind(workout.sport.clone())
    .bind(workout.source.clone())
    .bind(workout.original_id)
    .bind(workout.session_index)
    .bind(workout.start_at)
    .bind(workout.utc_offset_s)
    .bind(workout.local_day)
    .bind(workout.title.clone())
    .bind(workout.note.clone())
    .bind(search(workout.title.as_deref(), workout.note.as_deref()))
    .bind(workout.activity.clone())
    .bind(workout.entered.clone())
    .bind(workout.edits.clone())
    .bind(workout.created_at)
    .bind(workout.updated_at)
    .bind(workout.deleted_at)
    .bind(stadion_activity::READER)
    .run()
    .await
    .map(drop)
}

/// A change under the number that it had.
pub async fn put_change(tx: &mut Tx, user_id: Uuid, workout_id: Uuid, made: &Made) -> Result<()> {
    tx.q(
        "insert into workout_change (user_id, workout_id, seq, body, at) \
          values ($1, $2, $3, $4, $5)",
    )
    .bind(user_id)
    .bind(workout_id)
    .bind(made.seq)
    .bind(made.body.clone())
    .bind(made.at)
    .run()
    .await
    .map(drop)
}

/// The sessions of files that somebody said a workout is not: blob and place.
pub async fn apart(db: &Db, user_id: Uuid, workout_id: Uuid) -> Result<Vec<(String, i32)>> {
    db.q(
        "select blob, session_index from workout_apart where user_id = $1 and workout_id = $2 \
          order by blob, session_index",
    )
    .bind(user_id)
    .bind(workout_id)
    .all()
    .await
}

pub async fn put_apart(
    tx: &mut Tx,
    user_id: Uuid,
    workout_id: Uuid,
    (blob, index): (&str, i32),
) -> Result<()> {
    tx.q(
        "insert into workout_apart (user_id, workout_id, blob, session_index) \
          values ($1, $2, $3, $4) on conflict (user_id, workout_id, blob, session_index) do nothing",
    )
    .bind(user_id)
    .bind(workout_id)
    .bind(blob.to_owned())
    .bind(index)
    .run()
    .await
    .map(drop)
}

/// Which of a user's files has these bytes.
pub async fn of_blob<'c>(on: impl Run<'c>, user_id: Uuid, blob: &str) -> Result<Option<Uuid>> {
    let row: Option<(Uuid,)> = on
        .q("select id from original where user_id = $1 and blob = $2")
        .bind(user_id)
        .bind(blob.to_owned())
        .opt()
        .await?;
    Ok(row.map(|(id,)| id))
}

/// Whether a workout is here, deleted or not.
pub async fn is_here(db: &Db, user_id: Uuid, id: Uuid) -> Result<bool> {
    let row: Option<(Uuid,)> = db
        .q("select id from workout where user_id = $1 and id = $2")
        .bind(user_id)
        .bind(id)
        .opt()
        .await?;
    Ok(row.is_some())
}
