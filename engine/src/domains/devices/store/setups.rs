//! How far people came with their devices.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::{Db, Result, Run, Tx};
use crate::domains::devices::model::Setup;

const COLUMNS: &str = "id, adapter, adapter_version, how, chosen_at, began_at, connected_at, \
    first_data_at";

/// The newest way with an adapter that goes on since a time, held until the transaction ends.
pub async fn open_setup(
    tx: &mut Tx,
    user_id: Uuid,
    adapter: &str,
    since: DateTime<Utc>,
) -> Result<Option<Setup>> {
    tx.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from device_setup where user_id = $1 and adapter = $2 \
         and first_data_at is null and chosen_at >= $3 order by chosen_at desc, id desc limit 1"
    )))
    .bind(user_id)
    .bind(adapter.to_owned())
    .bind(since)
    .opt()
    .await
}

/// All ways that go on since a time.
pub async fn open_setups(tx: &mut Tx, user_id: Uuid, since: DateTime<Utc>) -> Result<Vec<Setup>> {
    tx.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from device_setup where user_id = $1 and first_data_at is null \
         and chosen_at >= $2 order by chosen_at, id"
    )))
    .bind(user_id)
    .bind(since)
    .all()
    .await
}

/// Writes a way down as it is now.
pub async fn put_setup(tx: &mut Tx, user_id: Uuid, setup: &Setup) -> Result<()> {
    tx.q(sqlx::AssertSqlSafe(format!(
        "insert into device_setup (user_id, {COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         on conflict (user_id, id) do update set how = excluded.how, began_at = excluded.began_at, \
         connected_at = excluded.connected_at, first_data_at = excluded.first_data_at"
    )))
    .bind(user_id)
    .bind(setup.id)
    .bind(setup.adapter.clone())
    .bind(setup.adapter_version.clone())
    .bind(setup.how.clone())
    .bind(setup.chosen_at)
    .bind(setup.began_at)
    .bind(setup.connected_at)
    .bind(setup.first_data_at)
    .run()
    .await
    .map(drop)
}

/// A person's, oldest first.
pub async fn setups_of(db: &Db, user_id: Uuid) -> Result<Vec<Setup>> {
    db.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from device_setup where user_id = $1 order by chosen_at, id"
    )))
    .bind(user_id)
    .all()
    .await
}

/// Everybody's that began since a time.
pub async fn setups_since(db: &Db, since: DateTime<Utc>) -> Result<Vec<Setup>> {
    db.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from device_setup where chosen_at >= $1 \
         order by adapter, adapter_version, chosen_at, id"
    )))
    .bind(since)
    .all()
    .await
}
