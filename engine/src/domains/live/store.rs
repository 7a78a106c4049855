//! Which recordings were sent, and what they became.

use uuid::Uuid;

use super::model::Kept;
use crate::db::{Db, Result, Run, Tx};

pub async fn find<'c>(on: impl Run<'c>, user_id: Uuid, id: Uuid) -> Result<Option<Kept>> {
    on.q(
        "select id, workout_id, adapters, received_at from live_recording \
          where user_id = $1 and id = $2",
    )
    .bind(user_id)
    .bind(id)
    .opt()
    .await
}

/// The first that says what a recording became is right.
pub async fn put<'c>(on: impl Run<'c>, user_id: Uuid, kept: &Kept) -> Result<()> {
    on.q(
        "insert into live_recording (user_id, id, workout_id, adapters, received_at) \
          values ($1, $2, $3, $4, $5) on conflict (user_id, id) do nothing",
    )
    .bind(user_id)
    .bind(kept.id)
    .bind(kept.workout_id)
    .bind(kept.adapters.clone())
    .bind(kept.received_at)
    .run()
    .await
    .map(drop)
}

/// A user's, in the order in which they came.
pub async fn all(db: &Db, user_id: Uuid) -> Result<Vec<Kept>> {
    db.q(
        "select id, workout_id, adapters, received_at from live_recording \
          where user_id = $1 order by received_at, id",
    )
    .bind(user_id)
    .all()
    .await
}

pub async fn erase(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    tx.q("delete from live_recording where user_id = $1")
        .bind(user_id)
        .run()
        .await
        .map(drop)
}
