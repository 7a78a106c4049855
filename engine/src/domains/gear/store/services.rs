//! Facts: services that were done.

use uuid::Uuid;

use super::super::model::Serviced;
use crate::db::{Db, Result, Run, Tx};

pub async fn insert(tx: &mut Tx, user_id: Uuid, done: &Serviced) -> Result<()> {
    tx.q(
        "insert into gear_service (user_id, id, gear_id, on_day, note, created_at) \
          values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(user_id)
    .bind(done.id)
    .bind(done.gear_id)
    .bind(done.on_day)
    .bind(done.note.clone())
    .bind(done.created_at)
    .run()
    .await
    .map(drop)
}

/// Of all a user's items, newest first.
pub async fn all<'c>(on: impl Run<'c>, user_id: Uuid) -> Result<Vec<Serviced>> {
    on.q(
        "select id, gear_id, on_day, note, created_at from gear_service where user_id = $1 \
          order by on_day desc, created_at desc, id desc",
    )
    .bind(user_id)
    .all()
    .await
}

/// Of one item, newest first.
pub async fn of(db: &Db, user_id: Uuid, gear_id: Uuid) -> Result<Vec<Serviced>> {
    db.q(
        "select id, gear_id, on_day, note, created_at from gear_service \
          where user_id = $1 and gear_id = $2 order by on_day desc, created_at desc, id desc",
    )
    .bind(user_id)
    .bind(gear_id)
    .all()
    .await
}

/// False when the item has no such service.
pub async fn remove(tx: &mut Tx, user_id: Uuid, gear_id: Uuid, id: Uuid) -> Result<bool> {
    let sql = "delete from gear_service where user_id = $1 and gear_id = $2 and id = $3";
    let touched = tx.q(sql).bind(user_id).bind(gear_id).bind(id).run().await?;
    Ok(touched == 1)
}
