//! Children's accounts that wait, or waited, for a guardian.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::super::model::Guardian;
use crate::db::{Result, Run, Tx};

/// `None`: the account never needed one.
pub async fn guardian<'c>(on: impl Run<'c>, user_id: Uuid) -> Result<Option<Guardian>> {
    on.q("select email, locale, asked_at, confirmed_at from guardian where user_id = $1")
        .bind(user_id)
        .opt()
        .await
}

/// The account waits from now on; what was mailed before works no longer.
pub async fn await_guardian(
    tx: &mut Tx,
    user_id: Uuid,
    email: Option<String>,
    locale: Option<String>,
) -> Result<()> {
    tx.q(
        "insert into guardian (user_id, email, locale) values ($1, $2, $3) \
          on conflict (user_id) do update set email = excluded.email, locale = excluded.locale, \
          token_hash = null, expires_at = null, asked_at = null, confirmed_at = null",
    )
    .bind(user_id)
    .bind(email)
    .bind(locale)
    .run()
    .await
    .map(drop)
}

/// The link mailed now is the one that works.
pub async fn put_guardian_link(
    tx: &mut Tx,
    user_id: Uuid,
    token_hash: &str,
    (now, expires_at): (DateTime<Utc>, DateTime<Utc>),
) -> Result<()> {
    tx.q(
        "update guardian set token_hash = $1, asked_at = $2, expires_at = $3 \
          where user_id = $4 and confirmed_at is null",
    )
    .bind(token_hash.to_owned())
    .bind(now)
    .bind(expires_at)
    .bind(user_id)
    .run()
    .await
    .map(drop)
}

/// Whose child a link is about, while it works.
pub async fn child_of_link<'c>(
    on: impl Run<'c>,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Uuid>> {
    let row: Option<(Uuid,)> = on
        .q("select user_id from guardian \
            where token_hash = $1 and expires_at > $2 and confirmed_at is null")
        .bind(token_hash.to_owned())
        .bind(now)
        .opt()
        .await?;
    Ok(row.map(|(user_id,)| user_id))
}

/// The guardian agreed; false when the link was used up meanwhile.
pub async fn guardian_agreed(tx: &mut Tx, token_hash: &str, now: DateTime<Utc>) -> Result<bool> {
    let agreed = tx
        .q(
            "update guardian set confirmed_at = $1, token_hash = null, expires_at = null \
            where token_hash = $2 and expires_at > $1 and confirmed_at is null",
        )
        .bind(now)
        .bind(token_hash.to_owned())
        .run()
        .await?;
    Ok(agreed > 0)
}

/// Who is no longer a child waits for nobody.
pub async fn stop_waiting(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    tx.q("delete from guardian where user_id = $1 and confirmed_at is null")
        .bind(user_id)
        .run()
        .await
        .map(drop)
}
