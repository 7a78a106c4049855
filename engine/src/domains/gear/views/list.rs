//! All gear of an app, and its shelf.

use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use crate::domains::app::{Here, Telling};
use crate::domains::gear::model::Owned;
use crate::domains::gear::{gear_type, gear_types, owned, store, words};
use crate::domains::shelf;
use crate::domains::shelf::model::Looking;
use crate::web::ui::page::{Section, Toast, Urls};
use crate::web::ui::pages::{GearCard, GearList};
use crate::web::{Principal, Query, Result};

/// What was done on the page before; unknown words say nothing.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Done {
    pub did: Option<String>,
    pub id: Option<Uuid>,
}

pub async fn show(here: Here, principal: Principal, Query(done): Query<Done>) -> Result<Response> {
    let user_id = principal.user_id;
    let all = owned::all(&here.app, user_id, here.formats.today(here.now)).await?;
    let mut view = view(&all, here.telling());
    let looking = Looking {
        user_id,
        zone: here.formats.zone.name(),
        today: here.formats.today(here.now),
        place: "gear",
    };
    let found = shelf::of(&here.app, &here.pack, looking).await?;
    view.shelf = found.map(|found| shelf::shelf(&found, &all, here.telling()));
    let mut page = here.framed(Some(Section::Gear)).await?;
    page.toast = toast(&here, user_id, &done).await?;
    here.show(&page, &view)
}

async fn toast(here: &Here, user_id: Uuid, done: &Done) -> Result<Option<Toast>> {
    let gear = Urls::new(Some(&here.pack.id)).gear;
    Ok(match (done.did.as_deref(), done.id) {
        (Some("hidden"), _) => Some(Toast {
            text: here.formats.text("shelf-hidden", &[]),
            undo: Some(format!("{gear}/shelf/show")),
        }),
        (Some("deleted"), Some(id)) => {
            let name = store::deleted(&here.app.db, user_id, id).await?;
            name.map(|name| Toast {
                text: here.formats.text("gear-deleted", &[("name", name.into())]),
                undo: Some(format!("{gear}/{id}/restore")),
            })
        }
        _ => None,
    })
}

/// The app's own gear: parts under what they are part of.
fn view(all: &[Owned], told: Telling<'_>) -> GearList {
    let own: Vec<&Owned> = all
        .iter()
        .filter(|o| o.item.pack() == told.pack.id)
        .collect();
    let is_there = |id: Uuid| own.iter().any(|owned| owned.item.id == id);
    let is_whole = |owned: &&&Owned| owned.parent.is_none_or(|stay| !is_there(stay.parent_id));
    let tree = |owned: &&Owned| {
        let is_part = |part: &&&Owned| {
            part.parent
                .is_some_and(|stay| stay.parent_id == owned.item.id)
        };
        let parts = own.iter().filter(is_part);
        GearCard {
            parts: parts.map(|part| card(part, told)).collect(),
            ..card(owned, told)
        }
    };
    let whole = || own.iter().filter(is_whole);
    let in_use = whole().filter(|owned| owned.item.retired_at.is_none());
    let items: Vec<GearCard> = in_use.map(tree).collect();
    let retired = whole().filter(|owned| owned.item.retired_at.is_some());
    let retired: Vec<GearCard> = retired.map(tree).collect();
    let count = |key: &str, n: usize| told.formats.text(key, &[("n", n.into())]);
    let gear = Urls::new(Some(&told.pack.id)).gear;
    GearList {
        count: count("gear-items", items.len()),
        retired_title: count("gear-retired", retired.len()),
        add: gear_types(told.pack).next().map(|_| format!("{gear}/new")),
        items,
        retired,
        shelf: None,
    }
}

pub fn card(owned: &Owned, told: Telling<'_>) -> GearCard {
    let kind = gear_type(told.packs, &owned.item.kind);
    let title = kind.map_or("", |kind| kind.title.get(told.locale()));
    let since = words::month(owned.item.acquired_on, told.formats);
    let args = [("kind", title.into()), ("month", since.into())];
    let is_due = owned.upkeep.is_some_and(|upkeep| upkeep.is_due());
    let is_retired = owned.item.retired_at.is_some();
    GearCard {
        href: words::address(&owned.item.kind, owned.item.id),
        name: owned.item.name.clone(),
        icon: words::icon(kind),
        text: told.formats.text("gear-since", &args),
        left: words::left_text(owned, told).filter(|_| !is_retired),
        bar: words::bar(owned, told),
        service: (is_due && !is_retired).then(|| told.formats.text("gear-service-due", &[])),
        parts: Vec::new(),
        about: told.about("gear", &owned.item.kind, Some(owned.item.id)),
    }
}
