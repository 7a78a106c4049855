//! The links to workouts.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::{Led, Link};
use crate::db::{Db, Result, Run, Tx};

const COLUMNS: &str =
    "id, workout_id, with_name, with_body, with_ends, created_at, ends_at, revoked_at";

pub async fn insert(tx: &mut Tx, user_id: Uuid, link: &Link, token_hash: &str) -> Result<()> {
    tx.q(
        "insert into share_link (user_id, id, workout_id, token_hash, with_name, with_body, \
        with_ends, created_at, ends_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(user_id)
    .bind(link.id)
    .bind(link.workout_id)
    .bind(token_hash.to_owned())
    .bind(link.with_name)
    .bind(link.with_body)
    .bind(link.with_ends)
    .bind(link.created_at)
    .bind(link.ends_at)
    .run()
    .await
    .map(drop)
}

/// All of a person's, revoked ones too, oldest first.
pub async fn all<'c>(on: impl Run<'c>, user_id: Uuid) -> Result<Vec<Link>> {
    on.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from share_link where user_id = $1 order by created_at, id"
    )))
    .bind(user_id)
    .all()
    .await
}

/// Those of a workout that work, newest first.
pub async fn of_workout<'c>(
    on: impl Run<'c>,
    user_id: Uuid,
    workout_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<Link>> {
    on.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from share_link where user_id = $1 and workout_id = $2 \
        and revoked_at is null and (ends_at is null or ends_at > $3) \
        order by created_at desc, id desc"
    )))
    .bind(user_id)
    .bind(workout_id)
    .bind(now)
    .all()
    .await
}

/// Whether there was such a link that was not revoked. The row stays, so that it can be told what was shared.
pub async fn revoke(
    db: &Db,
    user_id: Uuid,
    (workout_id, id): (Uuid, Uuid),
    now: DateTime<Utc>,
) -> Result<bool> {
    let revoked = db
        .q("update share_link set revoked_at = $1 \
            where user_id = $2 and workout_id = $3 and id = $4 and revoked_at is null")
        .bind(now)
        .bind(user_id)
        .bind(workout_id)
        .bind(id)
        .run()
        .await?;
    Ok(revoked > 0)
}

/// What a token leads to: one question, whatever there is to say no to.
pub async fn led(db: &Db, token_hash: &str, now: DateTime<Utc>, demo: bool) -> Result<Option<Led>> {
    db.q(
        "select l.user_id, u.display_name, l.workout_id, l.with_name, l.with_body, l.with_ends \
        from share_link l join users u on u.id = l.user_id \
        join workout w on w.user_id = l.user_id and w.id = l.workout_id \
        where l.token_hash = $1 and l.revoked_at is null \
        and (l.ends_at is null or l.ends_at > $2) and w.deleted_at is null \
        and (u.state = 'active' or ($3 and u.state = 'demo')) \
        and not exists (select 1 from guardian g where g.user_id = l.user_id \
        and g.confirmed_at is null)",
    )
    .bind(token_hash.to_owned())
    .bind(now)
    .bind(demo)
    .opt()
    .await
}

pub async fn erase(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    tx.q("delete from share_link where user_id = $1")
        .bind(user_id)
        .run()
        .await
        .map(drop)
}
