//! What one does with links, and where a token leads.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::model::{Led, Link, MOST_LINKS, With};
use super::store;
use crate::App;
use crate::domains::workouts;
use crate::domains::workouts::model::terms::Policy;
use crate::web::error::{Error, FieldError, Result};

/// The link and its token, which is told this once.
pub async fn make(
    app: &App,
    user_id: Uuid,
    workout_id: Uuid,
    (with, ends_at): (With, Option<DateTime<Utc>>),
) -> Result<(Link, String)> {
    workouts::service::get(app, user_id, workout_id).await?;
    let policy = workouts::policy(app, user_id, workout_id).await?;
    if !policy.may_be_shown() {
        return Err(closed(&policy));
    }
    let now = app.clock.now();
    if ends_at.is_some_and(|at| at <= now) {
        let passed = FieldError::new("/ends_at", "This time has passed already.");
        return Err(Error::invalid(vec![passed]));
    }
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    let links = store::of_workout(&mut tx, user_id, workout_id, now).await?;
    if links.len() >= MOST_LINKS {
        let detail = format!("This workout has {MOST_LINKS} links; revoke one.");
        return Err(Error::conflict("too-many-links", detail));
    }
    let link = Link {
        id: app.clock.new_id(),
        workout_id,
        with_name: with.name,
        with_body: with.body,
        with_ends: with.ends,
        created_at: now,
        ends_at,
        revoked_at: None,
    };
    let token = app.clock.new_secret();
    store::insert(&mut tx, user_id, &link, &digest(&token)).await?;
    tx.commit().await?;
    Ok((link, token))
}

/// Why nobody else may see a workout.
fn closed(policy: &Policy) -> Error {
    let vendor = policy.vendor.as_deref().unwrap_or("another service");
    let detail = format!(
        "This workout came from {vendor}, whose terms let nobody but you see it; share one that you \
         loaded from the device's own file."
    );
    Error::conflict("owner-only", detail)
}

/// Hex SHA-256: 256 random bits need no slow hash.
fn digest(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// Those that work, newest first.
pub async fn of_workout(app: &App, user_id: Uuid, workout_id: Uuid) -> Result<Vec<Link>> {
    workouts::service::get(app, user_id, workout_id).await?;
    Ok(store::of_workout(&app.db, user_id, workout_id, app.clock.now()).await?)
}

pub async fn revoke(app: &App, user_id: Uuid, workout_id: Uuid, id: Uuid) -> Result<()> {
    let now = app.clock.now();
    if store::revoke(&app.db, user_id, (workout_id, id), now).await? {
        Ok(())
    } else {
        Err(Error::not_found("link"))
    }
}

/// Every no is the same no: of what was never there, what was revoked, what has ended, what was deleted.
pub async fn led(app: &App, token: &str) -> Result<Led> {
    let found = store::led(&app.db, &digest(token), app.clock.now(), app.config.demo).await?;
    found.ok_or_else(|| Error::not_found("link"))
}

/// Where others look.
pub fn address(app: &App, token: &str) -> String {
    format!("{}/s/{token}", app.config.public_url.trim_end_matches('/'))
}
