//! A user's own gear.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Map, Value as Json};
use sqlx::types::Json as Column;
use stadion_pack::model::Packs;
use uuid::Uuid;

use super::gear_type;
use super::model::{GearType, WearBy};
use super::store::{self, Item};
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
}

/// Changes; `None` leaves a thing as it is.
#[derive(Clone, Debug, Default)]
pub struct Patch {
    pub name: Option<String>,
    pub attributes: Option<Map<String, Json>>,
    pub default_sport: Option<Option<String>>,
    pub acquired_on: Option<NaiveDate>,
    pub is_retired: Option<bool>,
}

/// How worn an item is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Wear {
    /// In SI base units of the measure; workouts for `uses`, seconds for `age`.
    pub used: f64,
    pub life: f64,
    /// 1 is worn out.
    pub share: f64,
    pub is_due: bool,
}

/// All items of a user, the first bought first.
pub async fn all(app: &App, user_id: Uuid) -> Result<Vec<Item>> {
    Ok(store::all(&app.db, user_id).await?)
}

pub async fn add(app: &App, user_id: Uuid, new: NewItem) -> Result<Item> {
    let packs = app.catalog.packs();
    let item = Item {
        id: app.clock.new_id(),
        kind: new.kind,
        name: new.name.trim().to_owned(),
        attributes: Column(new.attributes),
        start_wear: 0,
        default_sport: new.default_sport,
        acquired_on: new
            .acquired_on
            .unwrap_or_else(|| app.clock.now().date_naive()),
        retired_at: None,
        version: 1,
        created_at: app.clock.now(),
    };
    check(&packs, &item)?;
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?; // of two new defaults the later one stays
    store::yield_default(&mut tx, user_id, &item).await?;
    store::insert(&mut tx, user_id, &item).await?;
    tell(app, &mut tx, user_id, item.id).await?;
    tx.commit().await?;
    app.events.settle(app, user_id).await;
    Ok(item)
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
    if let Some(retired) = patch.is_retired {
        let since = item.retired_at.unwrap_or_else(|| app.clock.now());
        item.retired_at = retired.then_some(since);
    }
    check(&packs, &item)?;
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

/// Removes an item with its links; the workouts stay.
pub async fn remove(app: &App, user_id: Uuid, id: Uuid) -> Result<()> {
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    if !store::delete(&mut tx, user_id, id).await? {
        return Err(Error::not_found("gear"));
    }
    Ok(tx.commit().await?)
}

async fn tell(app: &App, tx: &mut Tx, user_id: Uuid, gear_id: Uuid) -> Result<()> {
    Ok(events::append(tx, &app.clock, user_id, &Event::GearChanged { gear_id }).await?)
}

fn check(packs: &Packs, item: &Item) -> Result<()> {
    let mut errors = Vec::new();
    let length = item.name.chars().count();
    if length == 0 || length > NAME_MAX || item.name.contains('\0') {
        let message = format!("A name has 1 to {NAME_MAX} characters.");
        errors.push(FieldError::new("/name", message));
    }
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
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::invalid(errors))
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

/// The wear of each item that wears, as of now.
pub async fn wear(app: &App, user_id: Uuid, items: &[Item]) -> Result<BTreeMap<Uuid, Wear>> {
    let packs = app.catalog.packs();
    let used: BTreeMap<Uuid, i64> = store::wear(&app.db, user_id)
        .await?
        .into_iter()
        .map(|(id, used, _)| (id, used))
        .collect();
    let today = app.clock.now().date_naive();
    let wear = |item: &Item| {
        let rule = gear_type(&packs, &item.kind)?.wear.as_ref()?;
        let used = match rule.by {
            WearBy::Age => (today - item.acquired_on).num_seconds() as f64,
            _ => rule
                .dim
                .from_steps(used.get(&item.id).copied().unwrap_or(0)),
        };
        let share = rule.share(used)?;
        Some((
            item.id,
            Wear {
                used,
                life: rule.life,
                share,
                is_due: share >= rule.warn_at,
            },
        ))
    };
    Ok(items.iter().filter_map(wear).collect())
}
