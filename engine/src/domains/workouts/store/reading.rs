//! By which version of the reader recordings were read.

use uuid::Uuid;

use crate::db::{Db, Result, Run, Tx};

/// Recorded workouts that were read by a version before this one, after a place; those that are
/// deleted included, as they may be parts of others or be taken back.
pub async fn outdated(
    db: &Db,
    version: i64,
    (user_id, id): (Uuid, Uuid),
    limit: i64,
) -> Result<Vec<(Uuid, Uuid)>> {
    db.q(
        "select user_id, id from workout where read_version < $1 and activity is not null \
          and (user_id > $2 or (user_id = $2 and id > $3)) order by user_id, id limit $4",
    )
    .bind(version)
    .bind(user_id)
    .bind(id)
    .bind(limit)
    .all()
    .await
}

/// By which version a workout was read; none of what is gone.
pub async fn of_workout<'c>(on: impl Run<'c>, user_id: Uuid, id: Uuid) -> Result<Option<i64>> {
    let row: Option<(i64,)> = on
        .q("select read_version from workout where user_id = $1 and id = $2")
        .bind(user_id)
        .bind(id)
        .opt()
        .await?;
    Ok(row.map(|(version,)| version))
}

pub async fn set(tx: &mut Tx, user_id: Uuid, id: Uuid, version: i64) -> Result<()> {
    tx.q("update workout set read_version = $1 where user_id = $2 and id = $3")
        .bind(version)
        .bind(user_id)
        .bind(id)
        .run()
        .await
        .map(drop)
}
