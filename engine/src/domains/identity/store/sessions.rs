use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::super::model::{Session, SessionKind};
use crate::db::{Db, Result, Run, Tx};

/// More sessions than a person has devices: the longest unused go.
const MOST: i64 = 50;

/// A session or token with its user, as one query finds it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Caller {
    pub user_id: Uuid,
    pub id: Uuid,
    pub email: String,
    pub display_name: String,
    pub locale: Option<String>,
    pub time_zone: Option<String>,
    pub units: String,
    /// Joined by commas.
    pub roles: String,
    /// Scopes of a token; nothing for a session.
    pub scopes: String,
    pub seen_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// 1 of a child's account that waits for a guardian.
    pub waits: i64,
}

pub async fn caller_by_session(
    db: &Db,
    token_hash: &str,
    kind: SessionKind,
    now: DateTime<Utc>,
    demo: bool,
) -> Result<Option<Caller>> {
    db.q(
        "select u.id as user_id, s.id, u.email, u.display_name, u.locale, u.time_zone, u.units,
                 coalesce((select string_agg(r.role, ',') from user_role r
                           where r.user_id = u.id), '') as roles,
                 '' as scopes, s.seen_at, s.created_at,
                 (select count(*) from guardian g
                  where g.user_id = u.id and g.confirmed_at is null) as waits
          from session s join users u on u.id = s.user_id
          where s.token_hash = $1 and s.kind = $2 and s.expires_at > $3
            and (u.state = 'active' or ($4 and u.state = 'demo'))",
    )
    .bind(token_hash.to_owned())
    .bind(kind.as_str())
    .bind(now)
    .bind(demo)
    .opt()
    .await
}

pub async fn insert_session(
    tx: &mut Tx,
    user_id: Uuid,
    session: &Session,
    token_hash: &str,
) -> Result<()> {
    tx.q("insert into session
            (user_id, id, token_hash, kind, agent, created_at, seen_at, expires_at)
          values ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(user_id)
        .bind(session.id)
        .bind(token_hash.to_owned())
        .bind(session.kind.clone())
        .bind(session.agent.clone())
        .bind(session.created_at)
        .bind(session.seen_at)
        .bind(session.expires_at)
        .run()
        .await?;
    tx.q("delete from session where user_id = $1 and id in (
            select id from session where user_id = $1
            order by seen_at desc, id desc limit 1000 offset $2)")
        .bind(user_id)
        .bind(MOST)
        .run()
        .await
        .map(drop)
}

pub async fn touch_session(
    db: &Db,
    user_id: Uuid,
    id: Uuid,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    db.q("update session set seen_at = $1, expires_at = $2 where user_id = $3 and id = $4")
        .bind(now)
        .bind(expires_at)
        .bind(user_id)
        .bind(id)
        .run()
        .await
        .map(drop)
}

/// A user's live sessions, last used first.
pub async fn sessions(db: &Db, user_id: Uuid, now: DateTime<Utc>) -> Result<Vec<Session>> {
    db.q(
        "select id, kind, agent, created_at, seen_at, expires_at from session
          where user_id = $1 and expires_at > $2 order by seen_at desc, id desc",
    )
    .bind(user_id)
    .bind(now)
    .all()
    .await
}

pub async fn has_session(tx: &mut Tx, user_id: Uuid, id: Uuid) -> Result<bool> {
    let row: Option<(Uuid,)> = tx
        .q("select id from session where user_id = $1 and id = $2")
        .bind(user_id)
        .bind(id)
        .opt()
        .await?;
    Ok(row.is_some())
}

/// False when there is no such session of the user.
pub async fn end_session<'c>(run: impl Run<'c>, user_id: Uuid, id: Uuid) -> Result<bool> {
    let ended = run
        .q("delete from session where user_id = $1 and id = $2")
        .bind(user_id)
        .bind(id)
        .run()
        .await?;
    Ok(ended > 0)
}

pub async fn owner_of_session(tx: &mut Tx, token_hash: &str) -> Result<Option<Uuid>> {
    let row: Option<(Uuid,)> = tx
        .q("select user_id from session where token_hash = $1")
        .bind(token_hash.to_owned())
        .opt()
        .await?;
    Ok(row.map(|(user_id,)| user_id))
}

/// Ends the session of a secret, whoever's it is.
pub async fn end_session_of(tx: &mut Tx, token_hash: &str) -> Result<()> {
    tx.q("delete from session where token_hash = $1")
        .bind(token_hash.to_owned())
        .run()
        .await
        .map(drop)
}

/// Ends all sessions of a user but `keep`.
pub async fn end_sessions<'c>(run: impl Run<'c>, user_id: Uuid, keep: Option<Uuid>) -> Result<()> {
    run.q("delete from session where user_id = $1 and id <> $2")
        .bind(user_id)
        .bind(keep.unwrap_or(Uuid::nil()))
        .run()
        .await
        .map(drop)
}
