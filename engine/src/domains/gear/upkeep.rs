//! Services: dated facts from which the use towards the next one is counted.

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::model::Serviced;
use super::service::tell;
use super::store::{self, services};
use crate::App;
use crate::web::error::{Error, FieldError, Result};

const NOTE_MAX: usize = 500;

pub async fn add(
    app: &App,
    user_id: Uuid,
    gear_id: Uuid,
    on_day: Option<NaiveDate>,
    note: Option<String>,
) -> Result<Serviced> {
    let today = app.clock.now().date_naive();
    let on_day = on_day.unwrap_or(today);
    let note = note.map(|note| note.trim().to_owned());
    let note = note.filter(|note| !note.is_empty());
    check(on_day, note.as_deref(), today)?;
    let done = Serviced {
        id: app.clock.new_id(),
        gear_id,
        on_day,
        note,
        created_at: app.clock.now(),
    };
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    if store::find(&mut tx, user_id, gear_id).await?.is_none() {
        return Err(Error::not_found("gear"));
    }
    services::insert(&mut tx, user_id, &done).await?;
    tell(app, &mut tx, user_id, gear_id).await?;
    tx.commit().await?;
    app.events.settle(app, user_id).await;
    Ok(done)
}

fn check(on_day: NaiveDate, note: Option<&str>, today: NaiveDate) -> Result<()> {
    let mut errors = Vec::new();
    // Places ahead of UTC have begun the next day.
    if on_day > today.checked_add_days(Days::new(1)).unwrap_or(today) {
        errors.push(FieldError::new("/on", "This day is still to come."));
    }
    if note.is_some_and(|note| note.chars().count() > NOTE_MAX || note.contains('\0')) {
        let message = format!("A note has at most {NOTE_MAX} characters.");
        errors.push(FieldError::new("/note", message));
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::invalid(errors))
    }
}

pub async fn remove(app: &App, user_id: Uuid, gear_id: Uuid, id: Uuid) -> Result<()> {
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    if !services::remove(&mut tx, user_id, gear_id, id).await? {
        return Err(Error::not_found("service"));
    }
    tell(app, &mut tx, user_id, gear_id).await?;
    tx.commit().await?;
    app.events.settle(app, user_id).await;
    Ok(())
}
