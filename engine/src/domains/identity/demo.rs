//! Accounts of a demo, which need no mail.

use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use uuid::Uuid;

use super::cookie;
use super::model::{ConsentKind, Registration, SessionKind, Units};
use super::service;
use super::store;
use crate::App;
use crate::web::Client;
use crate::web::auth::{SESSION_COOKIE, cookie as cookie_of};
use crate::web::error::{Error, Result};

/// The account of that address, if there is one.
pub async fn find(app: &App, email: &str) -> Result<Option<Uuid>> {
    let user = store::by_email(&app.db, email).await?;
    Ok(user.map(|user| user.id))
}

/// The account's id; one that is there already is left as it is. Refused by any server that was
/// not started as a demo, which listens on loopback only; and no other lets the account in when it
/// later serves the same database.
pub async fn create(app: &App, name: &str, email: &str, password: &str) -> Result<Uuid> {
    if !app.config.demo {
        return Err(Error::forbidden(
            "Demo accounts exist on a demo server only.",
        ));
    }
    if let Some(user) = store::by_email(&app.db, email).await? {
        return Ok(user.id);
    }
    let password_hash = app
        .accounts
        .passwords
        .hash(&app.clock, password.to_owned())
        .await?;
    insert(app, name, email, password_hash).await
}

/// What the addresses of cases' people begin with.
const OF_CASES: &str = "case-";

/// An account that nobody can log in to, on an app that was opened for trying packs. The number
/// tells it from the others.
pub async fn of_case(app: &App, name: &str, number: u64) -> Result<Uuid> {
    let email = format!("{OF_CASES}{number}@stadion.test");
    // No password has this hash.
    insert(app, name, &email, "!".to_owned()).await
}

/// Erases the accounts of cases, all but those named.
pub async fn keep_of_cases(app: &App, kept: &[Uuid]) -> Result<()> {
    for user_id in store::demo_accounts(&app.db, OF_CASES).await? {
        if kept.contains(&user_id) {
            continue;
        }
        let mut tx = app.db.begin().await?;
        tx.lock_user(user_id).await?;
        if store::hold(&mut tx, user_id).await?.is_some() {
            service::erase(app, tx, user_id).await?;
        }
    }
    Ok(())
}

/// Lets a browser in as one of the cases' people, and leads on. Refused by any server that nobody
/// works on packs with.
pub async fn enter(
    app: &App,
    user_id: Uuid,
    client: &Client,
    headers: &HeaderMap,
    next: Option<&str>,
) -> Result<Response> {
    let user = store::by_id(&app.db, user_id).await?;
    let user = user.filter(|user| user.state == "demo" && !app.config.worked_on.is_empty());
    let user = user.ok_or_else(|| Error::not_found("person"))?;
    let before = cookie_of(headers, SESSION_COOKIE);
    let begun = service::begin(app, &user, SessionKind::Cookie, client, before).await?;
    let mut response = Redirect::to(service::local_path(next)).into_response();
    let set = cookie::set(app, &begun.secret);
    response.headers_mut().append(header::SET_COOKIE, set);
    Ok(response)
}

async fn insert(app: &App, name: &str, email: &str, password_hash: String) -> Result<Uuid> {
    if !app.config.demo {
        return Err(Error::forbidden(
            "Demo accounts exist on a demo server only.",
        ));
    }
    let registration = Registration {
        email: email.to_owned(),
        display_name: name.to_owned(),
        password_hash,
        locale: None,
        time_zone: None,
        units: Units::Metric,
        birth_date: NaiveDate::from_ymd_opt(1992, 3, 4),
        region: Some("DE".to_owned()),
        guardian: None,
        consents: ConsentKind::ALL.to_vec(),
        at: app.clock.now(),
    };
    let mut tx = app.db.begin().await?;
    let user = service::create(&mut tx, app, &registration).await?;
    let user =
        user.ok_or_else(|| Error::conflict("account-exists", "The account was made meanwhile."))?;
    store::mark_demo(&mut tx, user.id).await?;
    tx.commit().await?;
    app.events.settle(app, user.id).await;
    Ok(user.id)
}
