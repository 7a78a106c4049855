//! The gear to choose from for a workout.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::model::Owned;
use super::{gear_type, gear_types, owned, store, words};
use crate::domains::app::{Here, Telling};
use crate::web::error::Result;
use crate::web::ui::page::Urls;
use crate::web::ui::pages::{Choice, GearCard, WorkoutGear};

/// Items that stand by themselves, in use, of the app's own kinds; and those that are chosen.
fn is_offered(owned: &Owned, chosen: &BTreeSet<Uuid>, told: Telling<'_>) -> bool {
    let is_whole = owned.parent.is_none() && owned.item.retired_at.is_none();
    let is_own = owned.item.pack() == told.pack.id;
    (is_whole && is_own && gear_type(told.packs, &owned.item.kind).is_some())
        || chosen.contains(&owned.item.id)
}

/// The choice of the form; `None` chooses what the sport takes by default.
pub async fn choices(
    here: &Here,
    user_id: Uuid,
    sport: &str,
    chosen: Option<&[String]>,
) -> Result<Vec<Choice>> {
    if gear_types(&here.pack).next().is_none() {
        return Ok(Vec::new());
    }
    let all = owned::all(&here.app, user_id, here.formats.today(here.now)).await?;
    let chosen: BTreeSet<Uuid> = match chosen {
        Some(ids) => ids
            .iter()
            .filter_map(|id| Uuid::try_parse(id).ok())
            .collect(),
        None => all
            .iter()
            .filter(|owned| owned.item.retired_at.is_none())
            .filter(|owned| owned.item.default_sport.as_deref() == Some(sport))
            .map(|owned| owned.item.id)
            .collect(),
    };
    let offered = all
        .iter()
        .filter(|owned| is_offered(owned, &chosen, here.telling()));
    let choice = |owned: &Owned| Choice {
        value: owned.item.id.to_string(),
        label: owned.item.name.clone(),
        is_chosen: chosen.contains(&owned.item.id),
    };
    Ok(offered.map(choice).collect())
}

/// Those ids of a form that are the user's own.
pub async fn known(here: &Here, user_id: Uuid, ids: &[String]) -> Result<Vec<Uuid>> {
    let items = store::all(&here.app.db, user_id).await?;
    let asked: BTreeSet<Uuid> = ids
        .iter()
        .filter_map(|id| Uuid::try_parse(id).ok())
        .collect();
    let known = items.iter().map(|item| item.id);
    Ok(known.filter(|id| asked.contains(id)).collect())
}

/// What a workout used, to be sent back by its form.
pub async fn used_in(here: &Here, user_id: Uuid, workout_id: Uuid) -> Result<Vec<Uuid>> {
    Ok(store::linked(&here.app.db, user_id, workout_id).await?)
}

/// The block of a workout's page; `None` where neither the app has gear nor the workout used any.
pub async fn of_workout(
    here: &Here,
    user_id: Uuid,
    workout_id: Uuid,
    at: &str,
) -> Result<Option<WorkoutGear>> {
    let linked = store::linked(&here.app.db, user_id, workout_id).await?;
    if linked.is_empty() && gear_types(&here.pack).next().is_none() {
        return Ok(None);
    }
    let all = owned::all(&here.app, user_id, here.formats.today(here.now)).await?;
    let linked: BTreeSet<Uuid> = linked.into_iter().collect();
    let (used, others): (Vec<&Owned>, Vec<&Owned>) = all
        .iter()
        .filter(|owned| is_offered(owned, &linked, here.telling()))
        .partition(|owned| linked.contains(&owned.item.id));
    let choice = |owned: &&Owned| Choice {
        value: owned.item.id.to_string(),
        label: owned.item.name.clone(),
        is_chosen: false,
    };
    Ok(Some(WorkoutGear {
        items: used
            .iter()
            .map(|owned| row(owned, here.telling()))
            .collect(),
        ids: used.iter().map(|owned| owned.item.id.to_string()).collect(),
        choices: others.iter().map(choice).collect(),
        action: format!("{at}/gear"),
        add: format!("{}/new", Urls::new(Some(&here.pack.id)).gear),
    }))
}

/// An item in few words.
fn row(owned: &Owned, told: Telling<'_>) -> GearCard {
    let kind = gear_type(told.packs, &owned.item.kind);
    GearCard {
        href: words::address(&owned.item.kind, owned.item.id),
        name: owned.item.name.clone(),
        icon: words::icon(kind),
        text: kind.map_or_else(String::new, |kind| kind.title.get(told.locale()).to_owned()),
        left: words::left_text(owned, told),
        bar: words::bar(owned, told),
        ..GearCard::default()
    }
}
