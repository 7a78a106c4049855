//! Tokens that a user makes for programs.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::super::model::{ApiToken, name_of};
use super::super::store;
use super::{TOKEN_PREFIX, digest, name};
use crate::App;
use crate::web::Scope;
use crate::web::error::{Error, FieldError, Result};

const MOST: usize = 100;

pub struct NewToken {
    pub name: String,
    pub scopes: BTreeSet<Scope>,
    pub expires_at: Option<DateTime<Utc>>,
}

/// The token and its secret, which is told this once. A session that was ended a moment ago, here
/// or by another replica, makes none: the token would outlive it.
pub async fn make_token(
    app: &App,
    user_id: Uuid,
    session: Uuid,
    asked: NewToken,
) -> Result<(ApiToken, String)> {
    let now = app.clock.now();
    let token = checked(app, &asked, now)?;
    let secret = format!("{TOKEN_PREFIX}{}", app.clock.new_secret());
    let mut tx = app.db.begin().await?;
    store::hold(&mut tx, user_id).await?;
    if !store::has_session(&mut tx, user_id, session).await? {
        return Err(Error::unauthenticated());
    }
    if store::tokens(&mut tx, user_id).await?.len() >= MOST {
        let detail = "You have 100 tokens; revoke one that you no longer need.";
        return Err(Error::conflict("too-many-tokens", detail));
    }
    store::insert_token(&mut tx, user_id, &token, &digest(&secret)).await?;
    let detail = format!("token {}", token.id);
    store::audit(
        &mut tx,
        app.clock.new_id(),
        "token-made",
        Some(user_id),
        &detail,
        now,
    )
    .await?;
    tx.commit().await?;
    Ok((token, secret))
}

fn checked(app: &App, asked: &NewToken, now: DateTime<Utc>) -> Result<ApiToken> {
    let mut errors = Vec::new();
    let name = name("/name", &asked.name, &mut errors);
    if asked.scopes.is_empty() {
        let none = FieldError::new("/scopes", "A token needs at least one scope.");
        errors.push(none.remedy("Write `[\"read\"]`, or `[\"read\", \"write\"]`."));
    }
    if asked.expires_at.is_some_and(|at| at <= now) {
        errors.push(FieldError::new(
            "/expires_at",
            "This time has passed already.",
        ));
    }
    if !errors.is_empty() {
        return Err(Error::invalid(errors));
    }
    let scopes: Vec<String> = asked.scopes.iter().map(name_of).collect();
    Ok(ApiToken {
        id: app.clock.new_id(),
        name,
        scopes: scopes.join(","),
        created_at: now,
        used_at: None,
        expires_at: asked.expires_at,
    })
}

pub async fn rename_token(app: &App, user_id: Uuid, id: Uuid, typed: &str) -> Result<()> {
    let mut errors = Vec::new();
    let name = name("/name", typed, &mut errors);
    if !errors.is_empty() {
        return Err(Error::invalid(errors));
    }
    found(store::rename_token(&app.db, user_id, id, &name).await?)
}

pub async fn revoke_token(app: &App, user_id: Uuid, id: Uuid) -> Result<()> {
    let revoked = store::revoke_token(&app.db, user_id, id, app.clock.now()).await?;
    app.accounts.forget(user_id);
    found(revoked)
}

fn found(found: bool) -> Result<()> {
    if found {
        Ok(())
    } else {
        Err(Error::not_found("token"))
    }
}
