//! Accounts of a demo, which need no mail.

use chrono::NaiveDate;
use uuid::Uuid;

use super::model::{ConsentKind, Registration, Units};
use super::service;
use super::store;
use crate::App;
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

/// An account that nobody can log in to, on an app that was opened for trying packs.
pub async fn without_password(app: &App, name: &str, email: &str) -> Result<Uuid> {
    // No password has this hash.
    insert(app, name, email, "!".to_owned()).await
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
    Ok(user.id)
}
