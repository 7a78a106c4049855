use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::super::model::{GivenRole, Identity, LOCAL_ISSUER, Registration, User};
use crate::db::{Db, Result, Run, Tx};
use crate::web::Role;

pub async fn by_email<'c>(run: impl Run<'c>, email: &str) -> Result<Option<User>> {
    run.q(
        "select id, email, display_name, password_hash, locale, time_zone, units, state,
                  created_at, version
           from users where email = $1",
    )
    .bind(email.to_owned())
    .opt()
    .await
}

pub async fn by_id<'c>(run: impl Run<'c>, id: Uuid) -> Result<Option<User>> {
    run.q(
        "select id, email, display_name, password_hash, locale, time_zone, units, state,
                  created_at, version
           from users where id = $1",
    )
    .bind(id)
    .opt()
    .await
}

/// The account as it is now, held until the transaction ends: nobody changes it or adds to it
/// meanwhile. SQLite has one writer, so only PostgreSQL needs a lock.
pub async fn hold(tx: &mut Tx, id: Uuid) -> Result<Option<User>> {
    if tx.is_postgres() {
        tx.q("select id from users where id = $1 for update")
            .bind(id)
            .run()
            .await?;
    }
    by_id(tx, id).await
}

/// Makes a user of a confirmed registration; false when the address has an account already.
pub async fn insert(
    tx: &mut Tx,
    id: Uuid,
    registration: &Registration,
    now: DateTime<Utc>,
) -> Result<bool> {
    let inserted = tx
        .q(
            "insert into users (id, email, display_name, password_hash, locale, time_zone, units,
                               state, created_at, confirmed_at, version)
            values ($1, $2, $3, $4, $5, $6, $7, 'active', $8, $9, 1)
            on conflict (email) do nothing",
        )
        .bind(id)
        .bind(registration.email.clone())
        .bind(registration.display_name.clone())
        .bind(registration.password_hash.clone())
        .bind(registration.locale.clone())
        .bind(registration.time_zone.clone())
        .bind(registration.units.as_str())
        .bind(registration.at)
        .bind(now)
        .run()
        .await?;
    if inserted > 0 {
        link(tx, id, LOCAL_ISSUER, &id.to_string(), now).await?;
    }
    Ok(inserted > 0)
}

/// From now on only a demo server lets the account in.
pub async fn mark_demo(tx: &mut Tx, id: Uuid) -> Result<()> {
    tx.q("update users set state = 'demo' where id = $1")
        .bind(id)
        .run()
        .await
        .map(drop)
}

/// Demo accounts whose address begins so.
pub async fn demo_accounts(db: &Db, prefix: &str) -> Result<Vec<Uuid>> {
    let found: Vec<(Uuid,)> = db
        .q("select id from users where state = 'demo' and email like $1 order by id")
        .bind(format!("{prefix}%"))
        .all()
        .await?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// Lets a user log in as `subject` of an identity provider.
pub async fn link(
    tx: &mut Tx,
    user_id: Uuid,
    issuer: &str,
    subject: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    tx.q("insert into identity (user_id, issuer, subject, linked_at) values ($1, $2, $3, $4)")
        .bind(user_id)
        .bind(issuer.to_owned())
        .bind(subject.to_owned())
        .bind(now)
        .run()
        .await
        .map(drop)
}

pub async fn identities(db: &Db, user_id: Uuid) -> Result<Vec<Identity>> {
    db.q("select issuer, subject, linked_at from identity
          where user_id = $1 order by linked_at, issuer, subject")
        .bind(user_id)
        .all()
        .await
}

pub async fn roles(db: &Db, user_id: Uuid) -> Result<Vec<GivenRole>> {
    db.q("select role, granted_at from user_role where user_id = $1 order by role")
        .bind(user_id)
        .all()
        .await
}

/// Everything of the identity slice goes with the row.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<()> {
    tx.q("delete from users where id = $1")
        .bind(id)
        .run()
        .await
        .map(drop)
}

pub async fn grant(tx: &mut Tx, user_id: Uuid, role: &str, now: DateTime<Utc>) -> Result<bool> {
    let added = tx
        .q(
            "insert into user_role (user_id, role, granted_at) values ($1, $2, $3)
            on conflict (user_id, role) do nothing",
        )
        .bind(user_id)
        .bind(role.to_owned())
        .bind(now)
        .run()
        .await?;
    Ok(added > 0)
}

pub async fn revoke(tx: &mut Tx, user_id: Uuid, role: &str) -> Result<bool> {
    let removed = tx
        .q("delete from user_role where user_id = $1 and role = $2")
        .bind(user_id)
        .bind(role.to_owned())
        .run()
        .await?;
    Ok(removed > 0)
}

/// `(email, role)`, of one role or of all.
pub async fn granted(db: &Db, role: Option<Role>) -> Result<Vec<(String, String)>> {
    let only = role.map(super::super::model::name_of).unwrap_or_default();
    db.q(
        "select u.email, r.role from user_role r join users u on u.id = r.user_id
          where $1 = '' or r.role = $1
          order by r.role, u.email",
    )
    .bind(only)
    .all()
    .await
}

/// Adds to the audit trail.
pub async fn audit(
    tx: &mut Tx,
    id: Uuid,
    action: &str,
    user_id: Option<Uuid>,
    detail: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    tx.q("insert into audit (id, at, action, user_id, detail) values ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(now)
        .bind(action.to_owned())
        .bind(user_id)
        .bind(detail.to_owned())
        .run()
        .await
        .map(drop)
}
