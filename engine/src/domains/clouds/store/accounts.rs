//! Accounts at vendors, and people on their way there.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::{Db, Result, Run, Tx};
use crate::domains::clouds::model::{Account, Flow, Seen, State};

const COLUMNS: &str = "user_id, connection_id, adapter, sealed, expires_at, state, reason, attempts, \
    next_at, last_sync_at";

/// A person goes to a vendor.
pub async fn put_flow(
    tx: &mut Tx,
    state_hash: &str,
    flow: &Flow,
    now: DateTime<Utc>,
) -> Result<()> {
    tx.q("delete from cloud_flow where expires_at <= $1")
        .bind(now)
        .run()
        .await?;
    tx.q(
        "insert into cloud_flow (state_hash, user_id, adapter, pack, sealed, expires_at) \
          values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(state_hash.to_owned())
    .bind(flow.user_id)
    .bind(flow.adapter.clone())
    .bind(flow.pack.clone())
    .bind(flow.sealed.clone())
    .bind(flow.expires_at)
    .run()
    .await
    .map(drop)
}

/// They came back: it works once.
pub async fn take_flow(tx: &mut Tx, state_hash: &str) -> Result<Option<Flow>> {
    tx.q("delete from cloud_flow where state_hash = $1 \
          returning user_id, adapter, pack, sealed, expires_at")
        .bind(state_hash.to_owned())
        .opt()
        .await
}

pub async fn insert(tx: &mut Tx, account: &Account) -> Result<()> {
    tx.q(
        "insert into cloud_account (user_id, connection_id, adapter, sealed, expires_at, state, \
          next_at) values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(account.user_id)
    .bind(account.connection_id)
    .bind(account.adapter.clone())
    .bind(account.sealed.clone())
    .bind(account.expires_at)
    .bind(account.state.clone())
    .bind(account.next_at)
    .run()
    .await
    .map(drop)
}

/// New tokens for an account that is there; answers whether it is. How far it is stays.
pub async fn adopt(tx: &mut Tx, account: &Account) -> Result<bool> {
    let touched = tx
        .q(
            "update cloud_account set sealed = $3, expires_at = $4, state = $5, reason = null, \
              attempts = 0, next_at = $6 where user_id = $1 and connection_id = $2",
        )
        .bind(account.user_id)
        .bind(account.connection_id)
        .bind(account.sealed.clone())
        .bind(account.expires_at)
        .bind(account.state.clone())
        .bind(account.next_at)
        .run()
        .await?;
    Ok(touched == 1)
}

pub async fn find<'c>(
    on: impl Run<'c>,
    user_id: Uuid,
    connection: Uuid,
) -> Result<Option<Account>> {
    on.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from cloud_account where user_id = $1 and connection_id = $2"
    )))
    .bind(user_id)
    .bind(connection)
    .opt()
    .await
}

pub async fn of_user(db: &Db, user_id: Uuid) -> Result<Vec<Account>> {
    db.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from cloud_account where user_id = $1 order by connection_id"
    )))
    .bind(user_id)
    .all()
    .await
}

/// What a person sees of one of theirs.
pub async fn state_of(db: &Db, user_id: Uuid, connection: Uuid) -> Result<Option<Seen>> {
    db.q(
        "select state, reason, last_sync_at, next_at from cloud_account \
          where user_id = $1 and connection_id = $2",
    )
    .bind(user_id)
    .bind(connection)
    .opt()
    .await
}

/// Whose turn it is and whom nobody works on, those that wait longest first. Accounts that ended are
/// among them until the vendor has been told.
pub async fn due(db: &Db, now: DateTime<Utc>, limit: i64) -> Result<Vec<Account>> {
    db.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from cloud_account where next_at <= $1 \
         and (held_until is null or held_until <= $1) order by next_at, connection_id limit $2"
    )))
    .bind(now)
    .bind(limit)
    .all()
    .await
}

/// Whether the holder may work on it, until then: nobody else does.
pub async fn hold<'c>(
    on: impl Run<'c>,
    (user_id, connection): (Uuid, Uuid),
    holder: &str,
    (now, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<bool> {
    let touched = on
        .q("update cloud_account set holder = $3, held_until = $4 \
              where user_id = $1 and connection_id = $2 \
              and (held_until is null or held_until <= $5 or holder = $3)")
        .bind(user_id)
        .bind(connection)
        .bind(holder.to_owned())
        .bind(until)
        .bind(now)
        .run()
        .await?;
    Ok(touched == 1)
}

/// The holder's turn is over: the next is then, or never. `synced` when all was fetched.
pub async fn release(
    db: &Db,
    account: &Account,
    holder: &str,
    synced: Option<DateTime<Utc>>,
) -> Result<()> {
    db.q(
        "update cloud_account set holder = null, held_until = null, attempts = $4, reason = $5, \
          next_at = $6, last_sync_at = coalesce($7, last_sync_at) \
          where user_id = $1 and connection_id = $2 and holder = $3",
    )
    .bind(account.user_id)
    .bind(account.connection_id)
    .bind(holder.to_owned())
    .bind(account.attempts)
    .bind(account.reason.clone())
    .bind(account.next_at)
    .bind(synced)
    .run()
    .await
    .map(drop)
}

/// Without tokens where it ended.
pub async fn set_state<'c>(
    on: impl Run<'c>,
    (user_id, connection): (Uuid, Uuid),
    (state, reason): (State, Option<&str>),
    next_at: Option<DateTime<Utc>>,
) -> Result<()> {
    on.q(
        "update cloud_account set state = $3, reason = $4, next_at = $5, attempts = 0, \
          sealed = case when $3 = 'ended' and $5 is null then null else sealed end \
          where user_id = $1 and connection_id = $2",
    )
    .bind(user_id)
    .bind(connection)
    .bind(state.as_str().to_owned())
    .bind(reason.map(str::to_owned))
    .bind(next_at)
    .run()
    .await
    .map(drop)
}

pub async fn keep_tokens(
    db: &Db,
    (user_id, connection): (Uuid, Uuid),
    sealed: &str,
    expires_at: Option<DateTime<Utc>>,
) -> Result<()> {
    db.q("update cloud_account set sealed = $3, expires_at = $4 \
          where user_id = $1 and connection_id = $2")
        .bind(user_id)
        .bind(connection)
        .bind(sealed.to_owned())
        .bind(expires_at)
        .run()
        .await
        .map(drop)
}

/// Its turn comes now; answers whether it works.
pub async fn wake(db: &Db, user_id: Uuid, connection: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let touched = db
        .q(
            "update cloud_account set next_at = $3 where user_id = $1 and connection_id = $2 \
              and state = 'works'",
        )
        .bind(user_id)
        .bind(connection)
        .bind(now)
        .run()
        .await?;
    Ok(touched == 1)
}

/// Deletes what is kept of a person here.
pub async fn erase(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    for sql in [
        "delete from cloud_flow where user_id = $1",
        "delete from cloud_record where user_id = $1",
        "delete from cloud_progress where user_id = $1",
        "delete from cloud_account where user_id = $1",
    ] {
        tx.q(sql).bind(user_id).run().await?;
    }
    Ok(())
}
