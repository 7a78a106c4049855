//! Deleted workouts, which can be taken back for a while.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::{Db, Result, Run, Tx};

/// Users who deleted workouts before a time, and nobody took them back.
pub async fn users(db: &Db, before: DateTime<Utc>) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = db
        .q("select distinct user_id from workout where deleted_at < $1 limit 100")
        .bind(before)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// What is a part of another workout goes with that one alone.
const DUE: &str = "w.user_id = $1 and w.deleted_at < $2 and (w.joined_into is null \
    or not exists (select 1 from workout h where h.user_id = w.user_id and h.id = w.joined_into))";

/// Removes these workouts of a user for good; the blobs of originals that nothing needs any more.
pub async fn purge(tx: &mut Tx, user_id: Uuid, before: DateTime<Utc>) -> Result<Vec<String>> {
    let originals: Vec<(Uuid, String)> = tx
        .q(sqlx::AssertSqlSafe(format!(
            "select distinct o.id, o.blob from original o \
             join workout_source s on s.user_id = o.user_id and s.original_id = o.id \
             join workout w on w.user_id = s.user_id and w.id = s.workout_id where {DUE} order by o.id"
        )))
        .bind(user_id)
        .bind(before)
        .all()
        .await?;
    tx.q(sqlx::AssertSqlSafe(format!(
        "delete from workout where user_id = $1 and id in (select w.id from workout w where {DUE})"
    )))
    .bind(user_id)
    .bind(before)
    .run()
    .await?;
    let mut blobs = Vec::new();
    for (id, blob) in originals {
        let is_gone = tx
            .q(
                "delete from original where user_id = $1 and id = $2 and not exists \
                (select 1 from workout_source s where s.user_id = $1 and s.original_id = $2)",
            )
            .bind(user_id)
            .bind(id)
            .run()
            .await?;
        if is_gone == 1 {
            blobs.push(blob);
        }
    }
    Ok(blobs)
}
