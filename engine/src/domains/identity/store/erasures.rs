//! Erased accounts of which files may be left.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::{Db, Result, Run, Tx};

pub async fn note_erasure(tx: &mut Tx, user_id: Uuid, now: DateTime<Utc>) -> Result<()> {
    tx.q("insert into erasure (user_id, at) values ($1, $2)")
        .bind(user_id)
        .bind(now)
        .run()
        .await
        .map(drop)
}

/// Those erased before a time.
pub async fn erasures(db: &Db, before: DateTime<Utc>) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = db
        .q("select user_id from erasure where at < $1 order by at")
        .bind(before)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(user_id,)| user_id).collect())
}

pub async fn erasure_done(db: &Db, user_id: Uuid) -> Result<()> {
    db.q("delete from erasure where user_id = $1")
        .bind(user_id)
        .run()
        .await
        .map(drop)
}
