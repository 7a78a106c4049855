//! What was changed over the sources of workouts.

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use stadion_activity::Activity;
use uuid::Uuid;

use crate::db::{Result, Run, Tx};
use crate::domains::workouts::model::changes::{Change, Made};

/// A workout's changes, in order.
pub async fn of_workout<'c>(
    on: impl Run<'c>,
    user_id: Uuid,
    workout_id: Uuid,
) -> Result<Vec<Made>> {
    on.q("select seq, body, at from workout_change \
          where user_id = $1 and workout_id = $2 order by seq")
        .bind(user_id)
        .bind(workout_id)
        .all()
        .await
}

/// Adds a change after all that there are.
pub async fn add(
    tx: &mut Tx,
    user_id: Uuid,
    workout_id: Uuid,
    change: &Change,
    now: DateTime<Utc>,
) -> Result<()> {
    tx.q(
        "insert into workout_change (user_id, workout_id, seq, body, at) \
          select $1, $2, coalesce(max(seq), 0) + 1, $3, $4 from workout_change \
          where user_id = $1 and workout_id = $2",
    )
    .bind(user_id)
    .bind(workout_id)
    .bind(Json(change.clone()))
    .bind(now)
    .run()
    .await
    .map(drop)
}

/// Says a change otherwise.
pub async fn say(
    tx: &mut Tx,
    user_id: Uuid,
    workout_id: Uuid,
    (seq, change): (i64, &Change),
) -> Result<()> {
    tx.q("update workout_change set body = $1 where user_id = $2 and workout_id = $3 and seq = $4")
        .bind(Json(change.clone()))
        .bind(user_id)
        .bind(workout_id)
        .bind(seq)
        .run()
        .await
        .map(drop)
}

pub async fn remove(tx: &mut Tx, user_id: Uuid, workout_id: Uuid, seq: i64) -> Result<()> {
    tx.q("delete from workout_change where user_id = $1 and workout_id = $2 and seq = $3")
        .bind(user_id)
        .bind(workout_id)
        .bind(seq)
        .run()
        .await
        .map(drop)
}

/// Which workout this one is a part of.
pub async fn joined_into<'c>(on: impl Run<'c>, user_id: Uuid, id: Uuid) -> Result<Option<Uuid>> {
    let row: Option<(Option<Uuid>,)> = on
        .q("select joined_into from workout where user_id = $1 and id = $2")
        .bind(user_id)
        .bind(id)
        .opt()
        .await?;
    Ok(row.and_then(|(into,)| into))
}

pub async fn set_joined(tx: &mut Tx, user_id: Uuid, id: Uuid, into: Option<Uuid>) -> Result<()> {
    tx.q("update workout set joined_into = $1 where user_id = $2 and id = $3")
        .bind(into)
        .bind(user_id)
        .bind(id)
        .run()
        .await
        .map(drop)
}

/// What a workout is of now, and what it says; its samples are put beside.
pub async fn set_activity(
    tx: &mut Tx,
    user_id: Uuid,
    id: Uuid,
    activity: Option<&Activity>,
    primary: Option<(Uuid, i32)>,
) -> Result<()> {
    let activity: Option<Json<Activity>> = activity.cloned().map(Json);
    let (original_id, session_index) = primary.unzip();
    tx.q(
        "update workout set activity = $1, original_id = $2, session_index = $3 \
          where user_id = $4 and id = $5",
    )
    .bind(activity)
    .bind(original_id)
    .bind(session_index.unwrap_or(0))
    .bind(user_id)
    .bind(id)
    .run()
    .await
    .map(drop)
}

/// The samples of a workout that is told anew.
pub async fn drop_streams(tx: &mut Tx, user_id: Uuid, workout_id: Uuid) -> Result<()> {
    tx.q("delete from stream_chunk where user_id = $1 and workout_id = $2")
        .bind(user_id)
        .bind(workout_id)
        .run()
        .await
        .map(drop)
}
