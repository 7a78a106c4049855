//! Which activities of manufacturers were sent, and what they became.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::{Db, Result, Run, Tx};
use crate::domains::devices::model::{Held, Named};

const COLUMNS: &str = "external_id, account, blob, workout_id, claimed_until";

/// Takes an activity until `until`, so that it is stored by one at a time: what is known of it, or
/// `None` while another has it.
pub async fn claim(
    db: &Db,
    named: &Named,
    connection_id: Uuid,
    (now, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Option<Held>> {
    db.q(
        "insert into device_activity (user_id, adapter, account, external_id, connection_id, \
          claimed_until, received_at, changed_at) values ($1, $2, $3, $4, $5, $7, $6, $6) \
          on conflict (user_id, adapter, account, external_id) do update \
          set claimed_until = $7, connection_id = $5 \
          where device_activity.claimed_until is null or device_activity.claimed_until <= $6 \
          returning external_id, account, blob, workout_id, claimed_until",
    )
    .bind(named.user_id)
    .bind(named.adapter.clone())
    .bind(named.account.clone())
    .bind(named.external_id.clone())
    .bind(connection_id)
    .bind(now)
    .bind(until)
    .returned()
    .await
}

/// Whether anything is known of an activity.
pub async fn is_known(db: &Db, named: &Named) -> Result<bool> {
    let row: Option<(i32,)> = db
        .q(
            "select 1 from device_activity where user_id = $1 and adapter = $2 and account = $3 \
            and external_id = $4",
        )
        .bind(named.user_id)
        .bind(named.adapter.clone())
        .bind(named.account.clone())
        .bind(named.external_id.clone())
        .opt()
        .await?;
    Ok(row.is_some())
}

/// What an activity is of which nothing was known; `false` where something is by now, and stays.
pub async fn name(
    tx: &mut Tx,
    named: &Named,
    connection_id: Uuid,
    (blob, workout_id): (&str, Uuid),
    now: DateTime<Utc>,
) -> Result<bool> {
    let rows = tx.q(
        "insert into device_activity (user_id, adapter, account, external_id, connection_id, blob, \
          workout_id, received_at, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $8) \
          on conflict (user_id, adapter, account, external_id) do nothing",
    );
    let rows = rows
        .bind(named.user_id)
        .bind(named.adapter.clone())
        .bind(named.account.clone())
        .bind(named.external_id.clone())
        .bind(connection_id)
        .bind(blob.to_owned())
        .bind(workout_id)
        .bind(now);
    Ok(rows.run().await? > 0)
}

/// What a claimed activity is from now on.
pub async fn settle(
    tx: &mut Tx,
    named: &Named,
    (blob, workout_id): (&str, Option<Uuid>),
    now: DateTime<Utc>,
) -> Result<()> {
    tx.q(
        "update device_activity set blob = $1, workout_id = $2, changed_at = $3, \
          claimed_until = null \
          where user_id = $4 and adapter = $5 and account = $6 and external_id = $7",
    )
    .bind(blob.to_owned())
    .bind(workout_id)
    .bind(now)
    .bind(named.user_id)
    .bind(named.adapter.clone())
    .bind(named.account.clone())
    .bind(named.external_id.clone())
    .run()
    .await
    .map(drop)
}

/// Lets go of one that stays as it was; what was never stored is forgotten.
pub async fn release(db: &Db, named: &Named) -> Result<()> {
    for sql in [
        "delete from device_activity where user_id = $1 and adapter = $2 and account = $3 \
         and external_id = $4 and blob is null",
        "update device_activity set claimed_until = null where user_id = $1 and adapter = $2 \
         and account = $3 and external_id = $4",
    ] {
        db.q(sql)
            .bind(named.user_id)
            .bind(named.adapter.clone())
            .bind(named.account.clone())
            .bind(named.external_id.clone())
            .run()
            .await?;
    }
    Ok(())
}

/// What came by a connection.
pub async fn activities(db: &Db, user_id: Uuid, connection_id: Uuid) -> Result<Vec<Held>> {
    db.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from device_activity where user_id = $1 and connection_id = $2 \
         order by received_at, account, external_id"
    )))
    .bind(user_id)
    .bind(connection_id)
    .all()
    .await
}

/// Forgets what came by a connection: sent again, it is new.
pub async fn forget_activities(tx: &mut Tx, user_id: Uuid, connection_id: Uuid) -> Result<()> {
    tx.q("delete from device_activity where user_id = $1 and connection_id = $2")
        .bind(user_id)
        .bind(connection_id)
        .run()
        .await
        .map(drop)
}
