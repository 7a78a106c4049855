//! What is worn and used: its kinds come from packs, the items are the users'.

pub mod choose;
pub mod data;
mod fields;
pub mod holding;
mod house;
pub mod model;
pub mod owned;
mod parts;
pub mod react;
pub mod routes;
pub mod rules;
pub mod service;
pub mod spec;
pub mod store;
#[cfg(test)]
mod tests;
mod upkeep;
pub mod views;
pub mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use stadion_pack::model::{Pack, Packs};
use uuid::Uuid;

use self::model::GearType;
use self::spec::Gear;
use crate::App;
use crate::db::{Db, Tx};
use crate::events::{self, Event};
use crate::web::error::{Error, FieldError, Result};

pub use house::keep_house;
pub use owned::{all as owned_by, one as owned_one};

/// The compiled type of a qualified gear id, if its pack is live.
pub fn gear_type<'a>(packs: &'a Packs, id: &str) -> Option<&'a GearType> {
    let id = packs.renames.now("gear", id);
    let (pack, name) = id.split_once('.')?;
    packs
        .pack(pack)?
        .elements::<Gear>()
        .get(name)
        .map(AsRef::as_ref)
}

/// A pack's kinds of gear, in its order.
pub fn gear_types(pack: &Pack) -> impl Iterator<Item = &Arc<GearType>> + Clone {
    pack.elements::<Gear>().values()
}

/// Links a new workout to what was used in it: as said, else the sport's default gear.
pub async fn link(
    tx: &mut Tx,
    user_id: Uuid,
    workout_id: Uuid,
    sport: &str,
    said: Option<&[Uuid]>,
) -> Result<()> {
    let gear = match said {
        Some(gear) => owned(tx, user_id, gear).await?,
        None => store::defaults(tx, user_id, sport).await?,
    };
    Ok(store::add_links(tx, user_id, workout_id, &gear).await?)
}

/// Links a workout to other gear and lets the wear of what was and is linked be told anew.
pub async fn relink(
    tx: &mut Tx,
    app: &App,
    user_id: Uuid,
    workout_id: Uuid,
    gear: &[Uuid],
) -> Result<()> {
    let gear = owned(tx, user_id, gear).await?;
    let before = store::linked(&mut *tx, user_id, workout_id).await?;
    store::set_links(tx, user_id, workout_id, &gear).await?;
    for gear_id in before.into_iter().chain(gear).collect::<BTreeSet<_>>() {
        events::append(tx, &app.clock, user_id, &Event::GearChanged { gear_id }).await?;
    }
    Ok(())
}

/// All gear of a workout.
pub async fn used_in(db: &Db, user_id: Uuid, workout_id: Uuid) -> Result<Vec<Uuid>> {
    Ok(store::linked(db, user_id, workout_id).await?)
}

/// Those of these that the person has.
pub async fn of_these(db: &Db, user_id: Uuid, gear: &[Uuid]) -> Result<Vec<Uuid>> {
    let mut owned = Vec::new();
    for id in gear {
        owned.extend(store::find(db, user_id, *id).await?.map(|item| item.id));
    }
    Ok(owned)
}

/// Links a workout that comes back to what was used in it; answers what is not there.
pub async fn use_again(
    tx: &mut Tx,
    user_id: Uuid,
    workout_id: Uuid,
    gear: &[Uuid],
) -> Result<Vec<Uuid>> {
    let (mut owned, mut gone) = (Vec::new(), Vec::new());
    for id in gear {
        let item = store::find(&mut *tx, user_id, *id).await?;
        if item.is_some() {
            &mut owned
        } else {
            &mut gone
        }
        .push(*id);
    }
    store::set_links(tx, user_id, workout_id, &owned).await?;
    Ok(gone)
}

/// The gear of a workout that is not retired since: what doing it again would take.
pub async fn still_used(db: &Db, user_id: Uuid, workout_id: Uuid) -> Result<Vec<Uuid>> {
    let mut used = Vec::new();
    for id in store::linked(db, user_id, workout_id).await? {
        let item = store::find(db, user_id, id).await?;
        used.extend(
            item.filter(|item| item.retired_at.is_none())
                .map(|item| item.id),
        );
    }
    Ok(used)
}

async fn owned(tx: &mut Tx, user_id: Uuid, gear: &[Uuid]) -> Result<Vec<Uuid>> {
    let mut errors = Vec::new();
    for (n, id) in gear.iter().enumerate() {
        if store::find(&mut *tx, user_id, *id).await?.is_none() {
            let error = FieldError::new(format!("gear/{n}"), "You have no such gear.");
            errors.push(error.remedy("GET /api/v1/gear lists yours."));
        }
    }
    if errors.is_empty() {
        Ok(gear.to_vec())
    } else {
        Err(Error::invalid(errors))
    }
}
