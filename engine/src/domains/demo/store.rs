//! How far each account's data have come.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::Progress;
use crate::db::{Db, Result, Run, Tx};

pub async fn find(db: &Db, user_id: Uuid) -> Result<Option<Progress>> {
    db.q("select anchor, weeks, done_at from demo_progress where user_id = $1")
        .bind(user_id)
        .opt()
        .await
}

/// Sets a beginning unless there is one.
pub async fn begin(db: &Db, user_id: Uuid, anchor: DateTime<Utc>) -> Result<()> {
    db.q(
        "insert into demo_progress (user_id, anchor, weeks) values ($1, $2, 0) \
          on conflict (user_id) do nothing",
    )
    .bind(user_id)
    .bind(anchor)
    .run()
    .await
    .map(drop)
}

pub async fn advance(
    db: &Db,
    user_id: Uuid,
    weeks: i32,
    done_at: Option<DateTime<Utc>>,
) -> Result<()> {
    db.q("update demo_progress set weeks = $1, done_at = $2 where user_id = $3")
        .bind(weeks)
        .bind(done_at)
        .bind(user_id)
        .run()
        .await
        .map(drop)
}

pub async fn erase(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    tx.q("delete from demo_progress where user_id = $1")
        .bind(user_id)
        .run()
        .await
        .map(drop)
}
