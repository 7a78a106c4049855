//! Logging in and out.

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::super::model::{Session, SessionKind, User};
use super::super::store;
use super::{SESSION_IDLE, digest};
use crate::App;
use crate::web::Client;
use crate::web::error::{Error, Result};

/// A session just begun; the secret is told this once.
#[derive(Clone, Debug)]
pub struct Begun {
    pub id: Uuid,
    pub secret: String,
    pub expires_at: DateTime<Utc>,
}

/// The user of a mail address and password. Wrong address, wrong password and blocked account
/// answer alike, after the same time.
pub async fn check_password(
    app: &App,
    client: &Client,
    email: &str,
    password: String,
) -> Result<User> {
    let email = email.trim().to_lowercase();
    app.limits.login(client.address, &email)?;
    let user = store::by_email(&app.db, &email).await?;
    let hash = user.as_ref().and_then(|user| user.password_hash.clone());
    let right = app.accounts.passwords.verify(password, hash).await?;
    user.filter(|user| right && user.may_log_in(app.config.demo))
        .ok_or_else(wrong_credentials)
}

fn wrong_credentials() -> Error {
    let detail = "The mail address or the password is wrong.";
    Error::new(StatusCode::UNAUTHORIZED, "wrong-credentials", detail)
}

/// Begins a session of a user who just proved to be one, with a secret of its own. `before` is the cookie's secret that the browser
/// came with; that session ends, so that nobody keeps a session they planted.
pub async fn begin(
    app: &App,
    user: &User,
    kind: SessionKind,
    client: &Client,
    before: Option<&str>,
) -> Result<Begun> {
    let now = app.clock.now();
    let begun = Begun {
        id: app.clock.new_id(),
        secret: app.clock.new_secret(),
        expires_at: now + SESSION_IDLE,
    };
    let session = Session {
        id: begun.id,
        kind: kind.as_str().to_owned(),
        agent: client.agent.clone(),
        created_at: now,
        seen_at: now,
        expires_at: begun.expires_at,
    };
    let mut tx = app.db.begin().await?;
    // A password that was replaced while it was checked opens nothing.
    let held = store::hold(&mut tx, user.id).await?;
    if held.is_none_or(|held| held.password_hash != user.password_hash) {
        return Err(wrong_credentials());
    }
    if let Some(before) = before {
        store::end_session_of(&mut tx, &digest(before)).await?;
    }
    store::insert_session(&mut tx, user.id, &session, &digest(&begun.secret)).await?;
    tx.commit().await?;
    app.accounts.forget(user.id);
    Ok(begun)
}

pub async fn sessions(app: &App, user_id: Uuid) -> Result<Vec<Session>> {
    Ok(store::sessions(&app.db, user_id, app.clock.now()).await?)
}

pub async fn end(app: &App, user_id: Uuid, id: Uuid) -> Result<()> {
    let ended = store::end_session(&app.db, user_id, id).await?;
    app.accounts.forget(user_id);
    if ended {
        Ok(())
    } else {
        Err(Error::not_found("session"))
    }
}

/// Ends the session of a cookie's secret, whoever's it is.
pub async fn end_of(app: &App, secret: &str) -> Result<()> {
    let digest = digest(secret);
    let mut tx = app.db.begin().await?;
    let user_id = store::owner_of_session(&mut tx, &digest).await?;
    store::end_session_of(&mut tx, &digest).await?;
    tx.commit().await?;
    if let Some(user_id) = user_id {
        app.accounts.forget(user_id);
    }
    Ok(())
}

/// Ends all sessions but one.
pub async fn end_others(app: &App, user_id: Uuid, keep: Uuid) -> Result<()> {
    store::end_sessions(&app.db, user_id, Some(keep)).await?;
    app.accounts.forget(user_id);
    Ok(())
}
