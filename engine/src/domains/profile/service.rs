//! Saying something of oneself.

use chrono::{Days, NaiveDate};
use serde_json::Value;
use uuid::Uuid;

use super::model::{ALWAYS, Fact, Field};
use super::{rules, store};
use crate::App;
use crate::db::Tx;
use crate::domains::identity;
use crate::events::{self, Event};
use crate::web::error::{Error, FieldError, Result};

/// What is to hold, and from when on.
#[derive(Clone, Debug)]
pub struct Change {
    /// Empty (all sports), a pack's id, or a qualified sport.
    pub sport: String,
    pub from: NaiveDate,
    /// Null takes a field back.
    pub values: Vec<(Field, Value)>,
}

/// Says it. What held already on that day is not said again.
pub async fn change(app: &App, user_id: Uuid, change: &Change) -> Result<()> {
    check(app, change)?;
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    if let Some(from) = write(&mut tx, app, user_id, change).await? {
        let event = Event::ProfileChanged { from };
        events::append(&mut tx, &app.clock, user_id, &event).await?;
        identity::service::person_changed(&mut tx, app, user_id).await?;
    }
    tx.commit().await?;
    identity::service::forget(app, user_id);
    app.events.settle(app, user_id).await;
    Ok(())
}

/// Adds the facts that are new; answers the first day that may look different.
pub async fn write(
    tx: &mut Tx,
    app: &App,
    user_id: Uuid,
    change: &Change,
) -> Result<Option<NaiveDate>> {
    let known = store::facts(&mut *tx, user_id).await?;
    let mut first: Option<NaiveDate> = None;
    for (field, value) in &change.values {
        let from = if field.is_timeless() {
            ALWAYS
        } else {
            change.from
        };
        let held = rules::in_force(&known, *field, &change.sport, from);
        if held.map_or(value.is_null(), |held| held.value == *value) {
            continue;
        }
        let fact = Fact {
            id: app.clock.new_id(),
            field: *field,
            sport: change.sport.clone(),
            value: value.clone(),
            valid_from: from,
            created_at: app.clock.now(),
        };
        store::insert(tx, user_id, &fact).await?;
        first = Some(first.map_or(from, |first| first.min(from)));
    }
    Ok(first)
}

pub fn check(app: &App, change: &Change) -> Result<()> {
    let today = app.clock.now().date_naive();
    let mut errors = Vec::new();
    // A place ahead of UTC may have begun tomorrow; a year ahead is a slip of the pen.
    let latest = today.checked_add_days(Days::new(366)).unwrap_or(today);
    if change.from < ALWAYS || change.from > latest {
        let wrong = FieldError::new("/from", "This day is too far away.");
        errors.push(wrong.remedy("Write the day from which it holds, as in `2026-11-21`."));
    }
    for (field, value) in &change.values {
        let pointer = format!("/{}", field.as_str());
        let fits = if change.sport.is_empty() {
            field.is_general()
        } else {
            field.is_of_sport()
        };
        if !fits {
            errors.push(FieldError::new(pointer, "This is not said here."));
        } else if let Err(wrong) = rules::check(*field, value, today) {
            errors.push(FieldError::new(pointer, wrong.message).remedy(wrong.remedy));
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::invalid(errors))
    }
}
