use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

use super::super::model::{ConsentKind, Purpose, Registration};
use crate::db::{Result, Run, Tx};

#[derive(Serialize, Deserialize)]
struct Given {
    given: Vec<ConsentKind>,
}

#[derive(sqlx::FromRow)]
struct Row {
    email: String,
    display_name: String,
    password_hash: String,
    locale: Option<String>,
    time_zone: Option<String>,
    units: String,
    birth_date: Option<NaiveDate>,
    region: Option<String>,
    guardian: Option<String>,
    consents: Json<Given>,
    created_at: DateTime<Utc>,
}

pub async fn register(
    tx: &mut Tx,
    token_hash: &str,
    registration: &Registration,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    let given = registration.consents.clone();
    tx.q(
        "insert into registration (token_hash, email, display_name, password_hash, locale,
                                    time_zone, units, consents, created_at, expires_at,
                                    birth_date, region, guardian)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(token_hash.to_owned())
    .bind(registration.email.clone())
    .bind(registration.display_name.clone())
    .bind(registration.password_hash.clone())
    .bind(registration.locale.clone())
    .bind(registration.time_zone.clone())
    .bind(registration.units.as_str())
    .bind(Json(Given { given }))
    .bind(registration.at)
    .bind(expires_at)
    .bind(registration.birth_date)
    .bind(registration.region.clone())
    .bind(registration.guardian.clone())
    .run()
    .await
    .map(drop)
}

/// The registration that a mailed link confirms, once: it and all others of its address are
/// removed.
pub async fn take_registration(
    tx: &mut Tx,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Registration>> {
    let row: Option<Row> = tx
        .q(
            "delete from registration where token_hash = $1 and expires_at > $2
            returning email, display_name, password_hash, locale, time_zone, units, consents,
                      created_at, birth_date, region, guardian",
        )
        .bind(token_hash.to_owned())
        .bind(now)
        .opt()
        .await?;
    let Some(row) = row else { return Ok(None) };
    forget_registrations(tx, &row.email).await?;
    Ok(Some(Registration {
        email: row.email,
        display_name: row.display_name,
        password_hash: row.password_hash,
        locale: row.locale,
        time_zone: row.time_zone,
        units: row.units.as_str().into(),
        birth_date: row.birth_date,
        region: row.region,
        guardian: row.guardian,
        consents: row.consents.0.given,
        at: row.created_at,
    }))
}

/// A link for a user; `email` is the new address of `Purpose::Email`.
pub async fn insert_link(
    tx: &mut Tx,
    (user_id, purpose): (Uuid, Purpose),
    token_hash: &str,
    email: Option<String>,
    (now, expires_at): (DateTime<Utc>, DateTime<Utc>),
) -> Result<()> {
    tx.q(
        "insert into mail_token (user_id, token_hash, purpose, email, created_at, expires_at)
          values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(user_id)
    .bind(token_hash.to_owned())
    .bind(purpose.as_str())
    .bind(email)
    .bind(now)
    .bind(expires_at)
    .run()
    .await
    .map(drop)
}

/// Whose link it is while it works, without using it up.
pub async fn link_owner<'c>(
    run: impl Run<'c>,
    purpose: Purpose,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Uuid>> {
    let row: Option<(Uuid,)> = run
        .q("select user_id from mail_token
            where token_hash = $1 and purpose = $2 and expires_at > $3")
        .bind(token_hash.to_owned())
        .bind(purpose.as_str())
        .bind(now)
        .opt()
        .await?;
    Ok(row.map(|(user_id,)| user_id))
}

/// Whose link it is, and the address it carries, once.
pub async fn take_link(
    tx: &mut Tx,
    purpose: Purpose,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<(Uuid, Option<String>)>> {
    tx.q(
        "delete from mail_token where token_hash = $1 and purpose = $2 and expires_at > $3
            returning user_id, email",
    )
    .bind(token_hash.to_owned())
    .bind(purpose.as_str())
    .bind(now)
    .opt()
    .await
}

/// All links of a user, whatever they are for.
pub async fn forget_links(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    tx.q("delete from mail_token where user_id = $1")
        .bind(user_id)
        .run()
        .await
        .map(drop)
}

pub async fn forget_registrations(tx: &mut Tx, email: &str) -> Result<()> {
    tx.q("delete from registration where email = $1")
        .bind(email.to_owned())
        .run()
        .await
        .map(drop)
}
