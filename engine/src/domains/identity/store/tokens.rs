use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::super::model::ApiToken;
use super::Caller;
use crate::db::{Db, Result, Run, Tx};

pub async fn caller_by_token(
    db: &Db,
    token_hash: &str,
    now: DateTime<Utc>,
    demo: bool,
) -> Result<Option<Caller>> {
    db.q(
        "select u.id as user_id, t.id, u.email, u.display_name, u.locale, u.time_zone, u.units,
                 coalesce((select string_agg(r.role, ',') from user_role r
                           where r.user_id = u.id), '') as roles,
                 t.scopes, t.used_at as seen_at, t.created_at,
                 (select count(*) from guardian g
                  where g.user_id = u.id and g.confirmed_at is null) as waits
          from api_token t join users u on u.id = t.user_id
          where t.token_hash = $1 and t.revoked_at is null
            and (t.expires_at is null or t.expires_at > $2)
            and (u.state = 'active' or ($3 and u.state = 'demo'))",
    )
    .bind(token_hash.to_owned())
    .bind(now)
    .bind(demo)
    .opt()
    .await
}

pub async fn touch_token(db: &Db, user_id: Uuid, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    db.q("update api_token set used_at = $1 where user_id = $2 and id = $3")
        .bind(now)
        .bind(user_id)
        .bind(id)
        .run()
        .await
        .map(drop)
}

pub async fn insert_token(
    tx: &mut Tx,
    user_id: Uuid,
    token: &ApiToken,
    token_hash: &str,
) -> Result<()> {
    tx.q(
        "insert into api_token (user_id, id, token_hash, name, scopes, created_at, expires_at)
          values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(user_id)
    .bind(token.id)
    .bind(token_hash.to_owned())
    .bind(token.name.clone())
    .bind(token.scopes.clone())
    .bind(token.created_at)
    .bind(token.expires_at)
    .run()
    .await
    .map(drop)
}

/// Tokens that are not revoked, newest first.
pub async fn tokens<'c>(run: impl Run<'c>, user_id: Uuid) -> Result<Vec<ApiToken>> {
    run.q(
        "select id, name, scopes, created_at, used_at, expires_at from api_token
           where user_id = $1 and revoked_at is null order by created_at desc, id desc",
    )
    .bind(user_id)
    .all()
    .await
}

pub async fn rename_token(db: &Db, user_id: Uuid, id: Uuid, name: &str) -> Result<bool> {
    let renamed = db
        .q("update api_token set name = $1
            where user_id = $2 and id = $3 and revoked_at is null")
        .bind(name.to_owned())
        .bind(user_id)
        .bind(id)
        .run()
        .await?;
    Ok(renamed > 0)
}

/// All tokens of a user.
pub async fn revoke_tokens(tx: &mut Tx, user_id: Uuid, now: DateTime<Utc>) -> Result<()> {
    tx.q("update api_token set revoked_at = $1 where user_id = $2 and revoked_at is null")
        .bind(now)
        .bind(user_id)
        .run()
        .await
        .map(drop)
}

/// The row stays, so that what the token did can be told later.
pub async fn revoke_token(db: &Db, user_id: Uuid, id: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let revoked = db
        .q("update api_token set revoked_at = $1
            where user_id = $2 and id = $3 and revoked_at is null")
        .bind(now)
        .bind(user_id)
        .bind(id)
        .run()
        .await?;
    Ok(revoked > 0)
}
