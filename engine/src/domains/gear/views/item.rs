//! One item, and what one does to it.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::form::{At, sports};
use super::list::{Done, card};
use crate::domains::app::{Here, Telling};
use crate::domains::gear::model::{GearType, Owned, Serviced};
use crate::domains::gear::service::{self, Patch};
use crate::domains::gear::store::services;
use crate::domains::gear::store::uses::{self, Listed};
use crate::domains::gear::{fields, gear_type, owned, parts, upkeep, words};
use crate::domains::workouts;
use crate::domains::workouts::model::local;
use crate::web::ui::page::{Section, Toast, Urls};
use crate::web::ui::pages::{
    GearItem, GearLink, GearReplace, GearService, GearServiced, GearUrls, GearUse, Input,
};
use crate::web::{Error, Form, Path, Principal, Query, Result};

/// Workouts that the page names.
const WORKOUTS: u32 = 20;

/// A small form of the page that was refused, as it was typed.
#[derive(Default)]
struct Refused {
    service: Option<(Input, Input)>,
    replace: Option<(Input, Input)>,
}

pub async fn show(
    here: Here,
    principal: Principal,
    Path(At { id }): Path<At>,
    Query(done): Query<Done>,
) -> Result<Response> {
    let toast = done.did.and_then(|did| toast(&here, id, &did));
    page(&here, principal.user_id, id, Refused::default(), toast).await
}

fn toast(here: &Here, id: Uuid, did: &str) -> Option<Toast> {
    let (key, undo) = match did {
        "added" => ("gear-added", None),
        "saved" => ("gear-saved", None),
        "retired" => ("gear-did-retire", Some("take-back")),
        "back" => ("gear-did-take-back", None),
        "default" => ("gear-did-default", None),
        "serviced" => ("gear-did-service", None),
        "unserviced" => ("gear-did-unservice", None),
        "replaced" => ("gear-did-replace", None),
        "out" => ("gear-did-take-out", None),
        "restored" => ("gear-restored", None),
        "used" => ("gear-is-used", None),
        _ => return None,
    };
    let gear = Urls::new(Some(&here.pack.id)).gear;
    Some(Toast {
        text: here.formats.text(key, &[]),
        undo: undo.map(|undo| format!("{gear}/{id}/{undo}")),
    })
}

async fn page(
    here: &Here,
    user_id: Uuid,
    id: Uuid,
    refused: Refused,
    toast: Option<Toast>,
) -> Result<Response> {
    let all = owned::all(&here.app, user_id, here.formats.today(here.now)).await?;
    let found = all.iter().find(|owned| owned.item.id == id);
    let found = found.ok_or_else(|| Error::not_found("gear"))?;
    if found.item.pack() != here.pack.id && here.packs.pack(found.item.pack()).is_some() {
        let own = words::address(&found.item.kind, id);
        return Ok(Redirect::to(&own).into_response());
    }
    let used = uses::newest(&here.app.db, user_id, id, WORKOUTS).await?;
    let done = services::of(&here.app.db, user_id, id).await?;
    let mut view = view(found, &all, here.telling());
    view.workouts = used
        .iter()
        .map(|used| workout(used, found, here.telling()))
        .collect();
    let is_wrong = refused.service.is_some() || refused.replace.is_some();
    view.service = service_view(found, &done, refused.service, here.telling());
    if let (Some(replace), Some((name, on))) = (&mut view.replace, refused.replace) {
        *replace = GearReplace { name, on };
    }
    let mut page = here.framed(Some(Section::Gear)).await?;
    page.back = Some(page.urls.gear.clone());
    page.toast = toast;
    let mut response = here.show(&page, &view)?;
    if is_wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn view(owned: &Owned, all: &[Owned], told: Telling<'_>) -> GearItem {
    let (item, formats) = (&owned.item, told.formats);
    let kind = gear_type(told.packs, &item.kind);
    let at = words::address(&item.kind, item.id);
    let is_part = |part: &&Owned| part.parent.is_some_and(|stay| stay.parent_id == item.id);
    let parts: Vec<&Owned> = all.iter().filter(is_part).collect();
    let today = formats.today(told.now).to_string();
    let mut view = GearItem {
        name: item.name.clone(),
        kind: kind.map_or_else(String::new, |kind| kind.title.get(told.locale()).to_owned()),
        icon: words::icon(kind),
        is_retired: item.retired_at.is_some(),
        bar: words::bar(owned, told),
        facts: facts(owned, kind, told),
        parent: parent(owned, all, told),
        add_parts: add_parts(owned, kind, &parts, told),
        parts: parts.iter().map(|part| card(part, told)).collect(),
        used: formats.text("gear-used-in", &[("n", owned.workouts.into())]),
        replace: owned
            .parent
            .filter(|_| item.retired_at.is_none())
            .map(|_| GearReplace {
                name: Input::of(item.name.clone()),
                on: Input::of(today),
            }),
        about: kind.and_then(|kind| told.about("gear", &kind.id, Some(item.id))),
        urls: GearUrls::at(&at),
        can_delete: owned.workouts == 0 && parts.is_empty(),
        ..GearItem::default()
    };
    if let (Some(kind), None, None) = (kind, owned.parent, item.retired_at) {
        let chosen = item.default_sport.as_deref().unwrap_or_default();
        view.default_sport = sports(kind, chosen, told);
    }
    fill_wear(&mut view, owned, kind, told);
    view
}

/// What is left leads; of what does not wear, how often it was used.
fn fill_wear(view: &mut GearItem, owned: &Owned, kind: Option<&GearType>, told: Telling<'_>) {
    let formats = told.formats;
    let wear = kind.and_then(|kind| kind.wear.as_ref());
    let (Some(wear), Some(worn)) = (wear, &owned.worn) else {
        view.hero = formats.count(owned.workouts);
        view.hero_text = formats.text("gear-unit-uses", &[("n", owned.workouts.into())]);
        return;
    };
    let life = ("life", words::life(wear, formats).to_string().into());
    if let Some(left) = words::left(wear, worn, formats) {
        (view.hero, view.unit) = (left.value, left.unit);
        view.hero_text = formats.text("gear-left-of", &[life]);
    } else {
        view.hero = formats.number(worn.share * 100.0, 0);
        view.unit = formats.unit_name("%", 1.0);
        view.hero_text = formats.text("gear-worn-of", &[life]);
    }
    view.forecast = worn.forecast.as_ref().map(|forecast| {
        let day = words::month(forecast.until, formats);
        formats.text("gear-forecast", &[("month", day.into())])
    });
    view.basis = worn
        .forecast
        .as_ref()
        .map(|f| words::basis(wear, f, formats));
    view.source.clone_from(&wear.source);
}

fn facts(owned: &Owned, kind: Option<&GearType>, told: Telling<'_>) -> Vec<(String, String)> {
    let (item, formats) = (&owned.item, told.formats);
    let mut facts = vec![(
        formats.text("gear-acquired", &[]),
        formats.short_date(item.acquired_on),
    )];
    if let Some(at) = item.retired_at {
        let day = formats.short_date(formats.local(at).date());
        facts.push((formats.text("gear-retired-on", &[]), day));
    }
    let attributes = kind.into_iter().flat_map(|kind| &kind.attributes);
    facts.extend(attributes.filter_map(|(name, attribute)| {
        let value = item.attributes.get(name)?;
        let title = attribute.title.get(told.locale()).to_owned();
        Some((title, fields::shown(attribute, value, formats)))
    }));
    facts
}

fn parent(owned: &Owned, all: &[Owned], told: Telling<'_>) -> Option<GearLink> {
    let stay = owned.parent?;
    let parent = all.iter().find(|other| other.item.id == stay.parent_id)?;
    let since = told.formats.short_date(stay.since);
    Some(GearLink {
        href: words::address(&parent.item.kind, parent.item.id),
        title: parent.item.name.clone(),
        text: told
            .formats
            .text("gear-part-since", &[("day", since.into())]),
    })
}

/// Kinds of parts that it has none of yet.
fn add_parts(
    owned: &Owned,
    kind: Option<&GearType>,
    parts: &[&Owned],
    told: Telling<'_>,
) -> Vec<GearLink> {
    let ids = kind.into_iter().flat_map(|kind| &kind.components);
    let is_free = owned.parent.is_none() && owned.item.retired_at.is_none();
    let missing = ids.filter(|id| is_free && !parts.iter().any(|part| &part.item.kind == *id));
    let gear = Urls::new(Some(owned.item.pack())).gear;
    let link = |id: &String| {
        let kind = gear_type(told.packs, id)?;
        Some(GearLink {
            href: format!("{gear}/new?kind={id}&parent={}", owned.item.id),
            title: kind.title.get(told.locale()).to_owned(),
            text: String::new(),
        })
    };
    missing.filter_map(link).collect()
}

fn workout(used: &Listed, owned: &Owned, told: Telling<'_>) -> GearUse {
    let start = local(used.start_at, used.utc_offset_s).naive_local();
    let kind = gear_type(told.packs, &owned.item.kind);
    GearUse {
        href: workouts::words::address(&used.sport, used.workout_id),
        title: workouts::words::title(used.title.as_deref(), &used.sport, start, told),
        when: told.formats.brief_moment(start, told.now),
        added: words::added(kind, used.worn, told.formats),
    }
}

/// Of what needs service, and of what had some.
fn service_view(
    owned: &Owned,
    done: &[Serviced],
    refused: Option<(Input, Input)>,
    told: Telling<'_>,
) -> Option<GearService> {
    if owned.upkeep.is_none() && done.is_empty() {
        return None;
    }
    let at = words::address(&owned.item.kind, owned.item.id);
    let one = |done: &Serviced| GearServiced {
        on: told.formats.short_date(done.on_day),
        note: done.note.clone().unwrap_or_default(),
        remove: format!("{at}/service/{}/remove", done.id),
    };
    let today = told.formats.today(told.now).to_string();
    let (on, note) = refused.unwrap_or_else(|| (Input::of(today), Input::default()));
    let bar = owned.upkeep.as_ref();
    Some(GearService {
        bar: bar.and_then(|upkeep| words::service_bar(&owned.item, upkeep, told)),
        done: done.iter().map(one).collect(),
        on,
        note,
    })
}

fn done(here: &Here, id: Uuid, did: &str) -> Response {
    let gear = Urls::new(Some(&here.pack.id)).gear;
    Redirect::to(&format!("{gear}/{id}?did={did}")).into_response()
}

pub async fn retire(here: Here, user: Principal, Path(At { id }): Path<At>) -> Result<Response> {
    set_retired(&here, user.user_id, id, true).await?;
    Ok(done(&here, id, "retired"))
}

pub async fn take_back(here: Here, user: Principal, Path(At { id }): Path<At>) -> Result<Response> {
    set_retired(&here, user.user_id, id, false).await?;
    Ok(done(&here, id, "back"))
}

async fn set_retired(here: &Here, user_id: Uuid, id: Uuid, is_retired: bool) -> Result<()> {
    let patch = Patch {
        is_retired: Some(is_retired),
        ..Patch::default()
    };
    service::edit(&here.app, user_id, id, None, patch).await?;
    Ok(())
}

/// What was used stays, and its page says why.
pub async fn delete(here: Here, user: Principal, Path(At { id }): Path<At>) -> Result<Response> {
    let gear = Urls::new(Some(&here.pack.id)).gear;
    match service::remove(&here.app, user.user_id, id).await {
        Ok(()) => Ok(Redirect::to(&format!("{gear}?did=deleted&id={id}")).into_response()),
        Err(error) if error.status() == StatusCode::CONFLICT => Ok(done(&here, id, "used")),
        Err(error) => Err(error),
    }
}

pub async fn restore(here: Here, user: Principal, Path(At { id }): Path<At>) -> Result<Response> {
    service::restore(&here.app, user.user_id, id).await?;
    Ok(done(&here, id, "restored"))
}

#[derive(Deserialize)]
pub struct Default {
    #[serde(default)]
    default_sport: String,
}

pub async fn set_default(
    here: Here,
    user: Principal,
    Path(At { id }): Path<At>,
    Form(form): Form<Default>,
) -> Result<Response> {
    let patch = Patch {
        default_sport: Some(Some(form.default_sport).filter(|sport| !sport.is_empty())),
        ..Patch::default()
    };
    service::edit(&here.app, user.user_id, id, None, patch).await?;
    Ok(done(&here, id, "default"))
}

#[derive(Deserialize)]
pub struct NewService {
    #[serde(default)]
    on: String,
    #[serde(default)]
    note: String,
}

pub async fn service(
    here: Here,
    user: Principal,
    Path(At { id }): Path<At>,
    Form(form): Form<NewService>,
) -> Result<Response> {
    let say = |key: &str| here.formats.text(key, &[]);
    let (mut on, mut note) = (Input::of(form.on.clone()), Input::of(form.note.clone()));
    let wrong = match form.on.trim().parse() {
        Err(_) => {
            on = Input::wrong(form.on, say("input-not-a-day"));
            true
        }
        Ok(day) => {
            let added = upkeep::add(
                &here.app,
                user.user_id,
                id,
                Some(day),
                Some(form.note.clone()),
            );
            match added.await {
                Ok(_) => false,
                Err(error) if error.status() == StatusCode::UNPROCESSABLE_ENTITY => {
                    let names = |field: &str| error.errors.iter().any(|e| e.field == field);
                    if names("/on") {
                        on = Input::wrong(form.on, say("gear-wrong-day"));
                    }
                    if names("/note") {
                        note = Input::wrong(form.note, say("gear-wrong-note"));
                    }
                    true
                }
                Err(error) => return Err(error),
            }
        }
    };
    if !wrong {
        return Ok(done(&here, id, "serviced"));
    }
    let refused = Refused {
        service: Some((on, note)),
        ..Refused::default()
    };
    page(&here, user.user_id, id, refused, None).await
}

#[derive(Deserialize)]
pub struct AtService {
    id: Uuid,
    service: Uuid,
}

pub async fn remove_service(
    here: Here,
    user: Principal,
    Path(AtService { id, service }): Path<AtService>,
) -> Result<Response> {
    upkeep::remove(&here.app, user.user_id, id, service).await?;
    Ok(done(&here, id, "unserviced"))
}

#[derive(Deserialize)]
pub struct Successor {
    #[serde(default)]
    name: String,
    #[serde(default)]
    on: String,
}

pub async fn replace(
    here: Here,
    user: Principal,
    Path(At { id }): Path<At>,
    Form(form): Form<Successor>,
) -> Result<Response> {
    let say = |key: &str| here.formats.text(key, &[]);
    let (mut name, mut on) = (Input::of(form.name.clone()), Input::of(form.on.clone()));
    match form.on.trim().parse() {
        Err(_) => on = Input::wrong(form.on, say("input-not-a-day")),
        Ok(day) => match parts::replace(&here.app, user.user_id, id, &form.name, day).await {
            Ok(new) => return Ok(done(&here, new.id, "replaced")),
            Err(error) if error.status() == StatusCode::UNPROCESSABLE_ENTITY => {
                if error.errors.iter().any(|e| e.field == "/name") {
                    name = Input::wrong(form.name, say("gear-wrong-name"));
                } else {
                    on = Input::wrong(form.on, say("gear-wrong-replace-day"));
                }
            }
            Err(error) => return Err(error),
        },
    }
    let refused = Refused {
        replace: Some((name, on)),
        ..Refused::default()
    };
    page(&here, user.user_id, id, refused, None).await
}

pub async fn take_out(here: Here, user: Principal, Path(At { id }): Path<At>) -> Result<Response> {
    let today = here.formats.today(here.now);
    parts::unmount(&here.app, user.user_id, id, today).await?;
    Ok(done(&here, id, "out"))
}
