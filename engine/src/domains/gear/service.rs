//! A user's own gear.

use chrono::{Days, NaiveDate, TimeDelta};
use serde_json::{Map, Value as Json};
use sqlx::types::Json as Column;
use stadion_pack::model::Packs;
use uuid::Uuid;

use super::model::{GearType, Item, WearBy};
use super::store::{self, mounts};
use super::{gear_type, parts};
use crate::App;
use crate::db::Tx;
use crate::events::{self, Event};
use crate::web::error::{Error, FieldError, Result};

const NAME_MAX: usize = 100;

#[derive(Clone, Debug, Default)]
pub struct NewItem {
    /// Qualified gear type.
    pub kind: String,
    pub name: String,
    pub attributes: Map<String, Json>,
    pub default_sport: Option<String>,
    pub acquired_on: Option<NaiveDate>,
    /// Wear it had before it was added, in SI base units of its measure.
    pub used_before: Option<f64>,
    /// What it is part of from `acquired_on` on.
    pub parent_id: Option<Uuid>,
}

/// Changes; `None` leaves a thing as it is.
#[derive(Clone, Debug, Default)]
pub struct Patch {
    pub name: Option<String>,
    pub attributes: Option<Map<String, Json>>,
    pub default_sport: Option<Option<String>>,
    pub acquired_on: Option<NaiveDate>,
    pub used_before: Option<f64>,
    pub is_retired: Option<bool>,
}

/// How long a deleted item can be taken back.
pub const KEPT: TimeDelta = TimeDelta::days(30);

pub async fn add(app: &App, user_id: Uuid, new: NewItem) -> Result<Item> {
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?; // of two new defaults the later one stays
    let item = insert(app, &mut tx, user_id, new).await?;
    tx.commit().await?;
    app.events.settle(app, user_id).await;
    Ok(item)
}

/// Stores a checked item with its event.
pub(super) async fn insert(app: &App, tx: &mut Tx, user_id: Uuid, new: NewItem) -> Result<Item> {
    let packs = app.catalog.packs();
    let today = app.clock.now().date_naive();
    let mut errors = Vec::new();
    let item = Item {
        id: app.clock.new_id(),
        start_wear: start_wear(&packs, &new.kind, new.used_before, &mut errors),
        kind: new.kind,
        name: new.name.trim().to_owned(),
        attributes: Column(new.attributes),
        default_sport: new.default_sport,
        acquired_on: new.acquired_on.unwrap_or(today),
        retired_at: None,
        version: 1,
        created_at: app.clock.now(),
    };
    check(&packs, &item, today, errors)?;
    store::yield_default(tx, user_id, &item).await?;
    store::insert(tx, user_id, &item).await?;
    if let Some(parent_id) = new.parent_id {
        parts::put_in(tx, &packs, user_id, &item, parent_id, item.acquired_on).await?;
    }
    tell(app, tx, user_id, item.id).await?;
    Ok(item)
}

/// In steps of the kind's measure.
fn start_wear(
    packs: &Packs,
    kind: &str,
    used_before: Option<f64>,
    errors: &mut Vec<FieldError>,
) -> i64 {
    let Some(used) = used_before.filter(|used| *used != 0.0) else {
        return 0;
    };
    let wear = gear_type(packs, kind).and_then(|kind| kind.wear.as_ref());
    let counted = wear.filter(|wear| !matches!(wear.by, WearBy::Age));
    let steps = counted.and_then(|wear| wear.dim.to_steps(used));
    // A thousand lives are a slip of the hand.
    let sane = counted.is_some_and(|wear| (0.0..=wear.life * 1000.0).contains(&used));
    if let (Some(steps), true) = (steps, sane) {
        return steps;
    }
    let error = match counted {
        Some(_) => FieldError::new("/used_before", "This is no use that an item can have had."),
        None => FieldError::new("/used_before", "This gear does not wear by use.")
            .remedy("Leave it out, or say when it was acquired."),
    };
    errors.push(error);
    0
}

pub async fn edit(
    app: &App,
    user_id: Uuid,
    id: Uuid,
    version: Option<i64>,
    patch: Patch,
) -> Result<Item> {
    let packs = app.catalog.packs();
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    let mut item = store::find(&mut tx, user_id, id)
        .await?
        .ok_or_else(|| Error::not_found("gear"))?;
    if version.is_some_and(|version| version != item.version) {
        return Err(Error::precondition_failed());
    }
    if let Some(name) = patch.name {
        name.trim().clone_into(&mut item.name);
    }
    if let Some(attributes) = patch.attributes {
        item.attributes = Column(attributes);
    }
    if let Some(sport) = patch.default_sport {
        item.default_sport = sport;
    }
    item.acquired_on = patch.acquired_on.unwrap_or(item.acquired_on);
    let mut errors = Vec::new();
    if let Some(used) = patch.used_before {
        item.start_wear = start_wear(&packs, &item.kind, Some(used), &mut errors);
    }
    let was_retired = item.retired_at;
    if let Some(retired) = patch.is_retired {
        let since = item.retired_at.unwrap_or_else(|| app.clock.now());
        item.retired_at = retired.then_some(since);
    }
    check(&packs, &item, app.clock.now().date_naive(), errors)?;
    parts::follow(&mut tx, user_id, &item, was_retired).await?;
    store::yield_default(&mut tx, user_id, &item).await?;
    if !store::update(&mut tx, user_id, &item).await? {
        return Err(Error::precondition_failed());
    }
    tell(app, &mut tx, user_id, id).await?;
    tx.commit().await?;
    app.events.settle(app, user_id).await;
    let found = store::find(&app.db, user_id, id).await?;
    found.ok_or_else(|| Error::not_found("gear"))
}

/// Deletes an item that was never used; `restore` takes that back for thirty days. What was used
/// is part of the workouts it was used in: it is retired instead.
pub async fn remove(app: &App, user_id: Uuid, id: Uuid) -> Result<()> {
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    if store::find(&mut tx, user_id, id).await?.is_none() {
        return Err(Error::not_found("gear"));
    }
    let sums = store::uses::sums(&mut tx, user_id).await?;
    let workouts = sums.iter().find(|(gear_id, ..)| *gear_id == id);
    let is_used = workouts.is_some_and(|(_, _, workouts)| *workouts > 0);
    if is_used || !mounts::in_parent(&mut tx, user_id, id).await?.is_empty() {
        let detail = "It was used, or has parts: retire it instead, so that workouts keep it.";
        return Err(Error::conflict("gear-in-use", detail));
    }
    store::delete(&mut tx, user_id, id, app.clock.now()).await?;
    tell(app, &mut tx, user_id, id).await?;
    tx.commit().await?;
    app.events.settle(app, user_id).await;
    Ok(())
}

/// Takes a deletion back.
pub async fn restore(app: &App, user_id: Uuid, id: Uuid) -> Result<Item> {
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    store::restore(&mut tx, user_id, id).await?;
    let item = store::find(&mut tx, user_id, id).await?;
    let item = item.ok_or_else(|| Error::not_found("gear"))?;
    tell(app, &mut tx, user_id, id).await?;
    tx.commit().await?;
    app.events.settle(app, user_id).await;
    Ok(item)
}

pub(super) async fn tell(app: &App, tx: &mut Tx, user_id: Uuid, gear_id: Uuid) -> Result<()> {
    Ok(events::append(tx, &app.clock, user_id, &Event::GearChanged { gear_id }).await?)
}

fn check(packs: &Packs, item: &Item, today: NaiveDate, mut errors: Vec<FieldError>) -> Result<()> {
    check_name(&item.name, &mut errors);
    match gear_type(packs, &item.kind) {
        Some(kind) => check_attributes(kind, &item.attributes, &mut errors),
        None => errors.push(
            FieldError::new("/kind", format!("There is no gear `{}`.", item.kind))
                .remedy("GET /api/v1/sports lists each pack's gear."),
        ),
    }
    if let Some(sport) = item
        .default_sport
        .as_deref()
        .filter(|id| packs.sport(id).is_none())
    {
        errors.push(FieldError::new(
            "/default_sport",
            format!("There is no sport `{sport}`."),
        ));
    }
    // Places ahead of UTC have begun the next day.
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
    if item.acquired_on > tomorrow {
        errors.push(FieldError::new(
            "/acquired_on",
            "This day is still to come.",
        ));
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::invalid(errors))
    }
}

/// The same of what comes back from an archive: gear of a pack that is not live is kept as it was.
pub(super) fn check_back(
    packs: &Packs,
    (kind, name, attributes): (&str, &str, &Map<String, Json>),
) -> Result<()> {
    let mut errors = Vec::new();
    check_name(name, &mut errors);
    if let Some(kind) = gear_type(packs, kind) {
        check_attributes(kind, attributes, &mut errors);
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::invalid(errors))
    }
}

fn check_name(name: &str, errors: &mut Vec<FieldError>) {
    let length = name.chars().count();
    if length == 0 || length > NAME_MAX || name.contains('\0') {
        let message = format!("A name has 1 to {NAME_MAX} characters.");
        errors.push(FieldError::new("/name", message));
    }
}

fn check_attributes(kind: &GearType, given: &Map<String, Json>, errors: &mut Vec<FieldError>) {
    for (name, value) in given {
        let field = format!("/attributes/{name}");
        let Some(attribute) = kind.attributes.get(name) else {
            errors.push(FieldError::new(field, "This gear has no such attribute."));
            continue;
        };
        if let Err(error) = jsonschema::validate(&attribute.schema, value) {
            errors.push(FieldError::new(field, error.to_string()));
        }
    }
}
