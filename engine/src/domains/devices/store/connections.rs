//! Connections of people, and the codes that they are made by.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::{Db, Result, Run, Tx};
use crate::domains::devices::model::{Connection, Receiver};

const COLUMNS: &str = "user_id, id, adapter, external_id, made_at, ended_at, last_data_at";

/// A person's code for an adapter; the one before no longer works.
pub async fn put_pairing(
    db: &Db,
    user_id: Uuid,
    adapter: &str,
    (code_hash, expires_at): (&str, DateTime<Utc>),
) -> Result<()> {
    db.q(
        "insert into device_pairing (user_id, adapter, code_hash, expires_at) \
          values ($1, $2, $3, $4) on conflict (user_id, adapter) \
          do update set code_hash = excluded.code_hash, expires_at = excluded.expires_at",
    )
    .bind(user_id)
    .bind(adapter.to_owned())
    .bind(code_hash.to_owned())
    .bind(expires_at)
    .run()
    .await
    .map(drop)
}

/// Uses a code up; whose it was, unless it had run out.
pub async fn take_pairing(
    tx: &mut Tx,
    adapter: &str,
    code_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Uuid>> {
    let row: Option<(Uuid, DateTime<Utc>)> = tx
        .q(
            "delete from device_pairing where code_hash = $1 and adapter = $2 \
              returning user_id, expires_at",
        )
        .bind(code_hash.to_owned())
        .bind(adapter.to_owned())
        .opt()
        .await?;
    Ok(row.and_then(|(user_id, expires_at)| (expires_at > now).then_some(user_id)))
}

pub async fn insert_connection(tx: &mut Tx, connection: &Connection) -> Result<()> {
    tx.q(
        "insert into device_connection (user_id, id, adapter, external_id, made_at) \
          values ($1, $2, $3, $4, $5)",
    )
    .bind(connection.user_id)
    .bind(connection.id)
    .bind(connection.adapter.clone())
    .bind(connection.external_id.clone())
    .bind(connection.made_at)
    .run()
    .await
    .map(drop)
}

/// The living connection of a manufacturer's person.
pub async fn living_connection(
    tx: &mut Tx,
    adapter: &str,
    external_id: &str,
) -> Result<Option<Connection>> {
    tx.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from device_connection \
         where adapter = $1 and external_id = $2 and ended_at is null"
    )))
    .bind(adapter.to_owned())
    .bind(external_id.to_owned())
    .opt()
    .await
}

/// Who an adapter sends for, by the manufacturer's id of them or by that of the connection; nobody whose
/// account is blocked.
pub async fn receiver(
    db: &Db,
    adapter: &str,
    (external_id, id): (Option<&str>, Option<Uuid>),
) -> Result<Option<Receiver>> {
    let sql = "select c.user_id, c.id as connection, c.adapter, c.external_id as account, \
        u.time_zone from device_connection c \
        join users u on u.id = c.user_id \
        where c.adapter = $1 and c.ended_at is null and u.state <> 'blocked' and ";
    let query = match (id, external_id) {
        (Some(id), _) => db
            .q(sqlx::AssertSqlSafe(format!("{sql} c.id = $2")))
            .bind(adapter.to_owned())
            .bind(id),
        (None, external_id) => db
            .q(sqlx::AssertSqlSafe(format!("{sql} c.external_id = $2")))
            .bind(adapter.to_owned())
            .bind(external_id.unwrap_or_default().to_owned()),
    };
    query.opt().await
}

/// All of a person's, newest first.
pub async fn connections(db: &Db, user_id: Uuid) -> Result<Vec<Connection>> {
    db.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from device_connection where user_id = $1 order by made_at desc, id desc"
    )))
    .bind(user_id)
    .all()
    .await
}

/// An adapter's, in order of id, after one.
pub async fn connections_of_adapter(
    db: &Db,
    adapter: &str,
    after: Uuid,
    limit: i64,
) -> Result<Vec<Connection>> {
    db.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from device_connection \
         where adapter = $1 and id > $2 order by id limit $3"
    )))
    .bind(adapter.to_owned())
    .bind(after)
    .bind(limit)
    .all()
    .await
}

/// One of an adapter's.
pub async fn connection_of_adapter(db: &Db, adapter: &str, id: Uuid) -> Result<Option<Connection>> {
    db.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from device_connection where adapter = $1 and id = $2"
    )))
    .bind(adapter.to_owned())
    .bind(id)
    .opt()
    .await
}

/// Answers whether it was living.
pub async fn end_connection(
    tx: &mut Tx,
    user_id: Uuid,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool> {
    let ended = tx
        .q("update device_connection set ended_at = $1 \
              where user_id = $2 and id = $3 and ended_at is null")
        .bind(now)
        .bind(user_id)
        .bind(id)
        .run()
        .await?;
    Ok(ended == 1)
}

/// When a connection last brought something; whether it still stands. It does until the transaction ends.
pub async fn note_data(tx: &mut Tx, user_id: Uuid, id: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let standing = tx
        .q("update device_connection set last_data_at = $1 \
            where user_id = $2 and id = $3 and ended_at is null")
        .bind(now)
        .bind(user_id)
        .bind(id)
        .run()
        .await?;
    Ok(standing == 1)
}

/// Deletes what is kept of a person here.
pub async fn erase(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    for sql in [
        "delete from device_delivery where user_id = $1",
        "delete from device_setup where user_id = $1",
        "delete from device_activity where user_id = $1",
        "delete from device_connection where user_id = $1",
        "delete from device_pairing where user_id = $1",
    ] {
        tx.q(sql).bind(user_id).run().await?;
    }
    Ok(())
}
