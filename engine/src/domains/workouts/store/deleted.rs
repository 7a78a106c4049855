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

/// Removes these workouts of a user for good; the blobs of originals that nothing needs any more.
pub async fn purge(tx: &mut Tx, user_id: Uuid, before: DateTime<Utc>) -> Result<Vec<String>> {
    let originals: Vec<(Uuid, String)> = tx
        .q("select id, blob from original o where user_id = $1 \
              and exists (select 1 from workout w where w.user_id = o.user_id \
                and w.original_id = o.id and w.deleted_at < $2) \
              and not exists (select 1 from workout w where w.user_id = o.user_id \
                and w.original_id = o.id and (w.deleted_at is null or w.deleted_at >= $2))")
        .bind(user_id)
        .bind(before)
        .all()
        .await?;
    tx.q("delete from workout where user_id = $1 and deleted_at < $2")
        .bind(user_id)
        .bind(before)
        .run()
        .await?;
    for (id, _) in &originals {
        tx.q("delete from original where user_id = $1 and id = $2")
            .bind(user_id)
            .bind(*id)
            .run()
            .await?;
    }
    Ok(originals.into_iter().map(|(_, blob)| blob).collect())
}
