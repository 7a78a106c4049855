//! A new item, and one that is changed: the fields are made from the kind's attributes.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use serde::Deserialize;
use uuid::Uuid;

use crate::domains::app::{Here, Telling};
use crate::domains::gear::fields::{self, Typed};
use crate::domains::gear::model::{GearType, Owned, WearBy};
use crate::domains::gear::service::{self, NewItem, Patch};
use crate::domains::gear::{gear_type, gear_types, owned, parts, words};
use crate::web::ui::page::{Section, Urls};
use crate::web::ui::pages::{Choice, Field, FieldKind, GearForm, GearLink, Input, Problem};
use crate::web::{Error, FieldError, Form, Path, Principal, Query, Result};

#[derive(Deserialize)]
pub struct Asked {
    /// Qualified.
    kind: Option<String>,
    parent: Option<Uuid>,
}

#[derive(Deserialize)]
pub struct At {
    pub id: Uuid,
}

type Pairs = Vec<(String, String)>;

/// The form as it was typed.
#[derive(Clone, Debug, Default)]
struct Sent {
    kind: String,
    texts: BTreeMap<String, String>,
    attributes: Typed,
}

impl Sent {
    fn of(pairs: Pairs) -> Self {
        let mut sent = Self::default();
        for (name, value) in pairs {
            if let Some(attribute) = name.strip_prefix("attribute.") {
                sent.attributes.insert(attribute.to_owned(), value);
            } else if name == "kind" {
                sent.kind = value;
            } else {
                sent.texts.insert(name, value);
            }
        }
        sent
    }

    fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", |text| text.trim())
    }

    fn set(&mut self, name: &str, value: impl Into<String>) {
        self.texts.insert(name.to_owned(), value.into());
    }
}

/// Messages by field.
type Problems = BTreeMap<String, String>;

/// What was typed, read; with what cannot be.
struct Reading {
    acquired_on: Option<NaiveDate>,
    used_before: Option<f64>,
    default_sport: Option<String>,
    parent_id: Option<Uuid>,
    problems: Problems,
}

fn read(sent: &Sent, kind: &GearType, told: Telling<'_>) -> Reading {
    let mut problems = Problems::new();
    let say = |key: &str| told.formats.text(key, &[]);
    let day = sent.text("acquired_on");
    let acquired_on = day.parse().ok();
    if acquired_on.is_none() && !day.is_empty() {
        problems.insert("acquired_on".into(), say("input-not-a-day"));
    }
    let used = sent.text("used_before");
    let mut used_before = None;
    if !used.is_empty() {
        match used_of(used, kind, told) {
            Some(si) => used_before = Some(si),
            None => drop(problems.insert("used_before".into(), say("input-not-a-number"))),
        }
    }
    let filled = |name: &str| Some(sent.text(name).to_owned()).filter(|text| !text.is_empty());
    Reading {
        acquired_on,
        used_before,
        default_sport: filled("default_sport"),
        parent_id: filled("parent_id").and_then(|id| Uuid::try_parse(&id).ok()),
        problems,
    }
}

/// In SI base units of the kind's measure.
fn used_of(text: &str, kind: &GearType, told: Telling<'_>) -> Option<f64> {
    let wear = kind.wear.as_ref()?;
    match words::display(&wear.by, wear.dim) {
        Some(display) => told.formats.parse(text, &display).ok(),
        None => text.parse().ok(),
    }
}

/// What the service refused, in the person's words beside the fields.
fn add_refused(problems: &mut Problems, errors: &[FieldError], told: Telling<'_>) {
    for error in errors {
        let field = error.field.trim_start_matches('/');
        let key = match field {
            "name" => "gear-wrong-name",
            "acquired_on" => "gear-wrong-day",
            "used_before" => "gear-wrong-used",
            "parent_id" | "since" => "gear-wrong-parent",
            "default_sport" => "gear-wrong-sport",
            _ => "gear-attribute-wrong",
        };
        problems.insert(field.to_owned(), told.formats.text(key, &[]));
    }
}

pub async fn blank(
    here: Here,
    principal: Principal,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let kinds: Vec<&GearType> = gear_types(&here.pack).map(AsRef::as_ref).collect();
    let named = asked.kind.as_deref();
    let kind = kinds.iter().find(|kind| Some(kind.id.as_str()) == named);
    let kind = kind.or_else(|| kinds.first().filter(|_| kinds.len() == 1));
    let Some(kind) = kind else {
        return choose(&here, &kinds).await;
    };
    let mut sent = Sent {
        kind: kind.id.clone(),
        ..Sent::default()
    };
    sent.set("acquired_on", here.formats.today(here.now).to_string());
    if let Some(parent) = asked.parent {
        sent.set("parent_id", parent.to_string());
    }
    let all = owned::all(&here.app, principal.user_id, here.formats.today(here.now)).await?;
    answer(&here, kind, &sent, &Problems::new(), None, &all).await
}

/// First the kind: what stands by itself before what is part of something.
async fn choose(here: &Here, kinds: &[&GearType]) -> Result<Response> {
    if kinds.is_empty() {
        return Err(Error::not_found("gear"));
    }
    let gear = Urls::new(Some(&here.pack.id)).gear;
    let is_part = |kind: &GearType| kinds.iter().any(|k| k.components.contains(&kind.id));
    let wholes = kinds.iter().filter(|kind| !is_part(kind));
    let parts = kinds.iter().filter(|kind| is_part(kind));
    let link = |kind: &&GearType| GearLink {
        href: format!("{gear}/new?kind={}", kind.id),
        title: kind.title.get(here.locale()).to_owned(),
        text: life(kind, here.telling()),
    };
    let view = GearForm {
        kinds: wholes.chain(parts).map(link).collect(),
        ..GearForm::default()
    };
    let mut page = here.framed(Some(Section::Gear)).await?;
    page.back = Some(gear);
    here.show(&page, &view)
}

/// `Lasts about 700 km`.
fn life(kind: &GearType, told: Telling<'_>) -> String {
    kind.wear.as_ref().map_or_else(String::new, |wear| {
        let life = words::life(wear, told.formats).to_string();
        told.formats.text("gear-lasts", &[("life", life.into())])
    })
}

pub async fn submit(
    here: Here,
    principal: Principal,
    Form(pairs): Form<Pairs>,
) -> Result<Response> {
    let sent = Sent::of(pairs);
    let packs = here.packs.clone();
    let kind = gear_type(&packs, &sent.kind).ok_or_else(|| Error::not_found("gear"))?;
    let mut reading = read(&sent, kind, here.telling());
    if reading.problems.is_empty() {
        let new = NewItem {
            kind: kind.id.clone(),
            name: sent.text("name").to_owned(),
            attributes: fields::read(kind, &sent.attributes),
            default_sport: reading.default_sport,
            acquired_on: reading
                .acquired_on
                .or_else(|| Some(here.formats.today(here.now))),
            used_before: reading.used_before,
            parent_id: reading.parent_id,
        };
        match service::add(&here.app, principal.user_id, new).await {
            Ok(item) => {
                let at = words::address(&item.kind, item.id);
                return Ok(Redirect::to(&format!("{at}?did=added")).into_response());
            }
            Err(error) if error.status() == StatusCode::UNPROCESSABLE_ENTITY => {
                add_refused(&mut reading.problems, &error.errors, here.telling());
            }
            Err(error) => return Err(error),
        }
    }
    let all = owned::all(&here.app, principal.user_id, here.formats.today(here.now)).await?;
    answer(&here, kind, &sent, &reading.problems, None, &all).await
}

pub async fn edit(here: Here, principal: Principal, Path(At { id }): Path<At>) -> Result<Response> {
    let all = owned::all(&here.app, principal.user_id, here.formats.today(here.now)).await?;
    let (owned, packs) = (find(&all, id)?, here.packs.clone());
    let kind = gear_type(&packs, &owned.item.kind).ok_or_else(|| Error::not_found("gear"))?;
    let sent = as_sent(owned, kind, here.telling());
    answer(&here, kind, &sent, &Problems::new(), Some(owned), &all).await
}

fn find(all: &[Owned], id: Uuid) -> Result<&Owned> {
    let found = all.iter().find(|owned| owned.item.id == id);
    found.ok_or_else(|| Error::not_found("gear"))
}

fn as_sent(owned: &Owned, kind: &GearType, told: Telling<'_>) -> Sent {
    let item = &owned.item;
    let mut sent = Sent {
        kind: item.kind.clone(),
        attributes: fields::typed(&item.attributes, told.formats),
        ..Sent::default()
    };
    sent.set("name", item.name.clone());
    sent.set("acquired_on", item.acquired_on.to_string());
    sent.set(
        "default_sport",
        item.default_sport.clone().unwrap_or_default(),
    );
    sent.set("version", item.version.to_string());
    if let Some(stay) = owned.parent {
        sent.set("parent_id", stay.parent_id.to_string());
    }
    if let Some(wear) = kind.wear.as_ref().filter(|_| item.start_wear != 0) {
        let si = wear.dim.from_steps(item.start_wear);
        let text = match words::display(&wear.by, wear.dim) {
            Some(display) => told.formats.input_value(si, &display),
            None => format!("{si:.0}"),
        };
        sent.set("used_before", text);
    }
    sent
}

pub async fn resubmit(
    here: Here,
    principal: Principal,
    Path(At { id }): Path<At>,
    Form(pairs): Form<Pairs>,
) -> Result<Response> {
    let user_id = principal.user_id;
    let today = here.formats.today(here.now);
    let all = owned::all(&here.app, user_id, today).await?;
    let (owned, packs) = (find(&all, id)?, here.packs.clone());
    let kind = gear_type(&packs, &owned.item.kind).ok_or_else(|| Error::not_found("gear"))?;
    let sent = Sent::of(pairs);
    let before = as_sent(owned, kind, here.telling());
    let mut reading = read(&sent, kind, here.telling());
    if reading.problems.is_empty() {
        // A figure that was not touched keeps its full precision.
        let is_touched = sent.text("used_before") != before.text("used_before");
        let patch = Patch {
            name: Some(sent.text("name").to_owned()),
            attributes: Some(fields::read(kind, &sent.attributes)),
            default_sport: sent
                .texts
                .contains_key("default_sport")
                .then(|| reading.default_sport.clone()),
            acquired_on: reading.acquired_on,
            used_before: is_touched.then(|| reading.used_before.unwrap_or(0.0)),
            is_retired: None,
        };
        let version = sent.text("version").parse().ok();
        let edited = service::edit(&here.app, user_id, id, version, patch).await;
        let moved = match (edited, reading.parent_id) {
            (Ok(_), Some(parent)) if owned.parent.is_none_or(|p| p.parent_id != parent) => {
                parts::mount(&here.app, user_id, id, parent, today).await
            }
            (edited, _) => edited.map(drop),
        };
        match moved {
            Ok(()) => {
                let at = words::address(&owned.item.kind, id);
                return Ok(Redirect::to(&format!("{at}?did=saved")).into_response());
            }
            Err(error) if error.status() == StatusCode::UNPROCESSABLE_ENTITY => {
                add_refused(&mut reading.problems, &error.errors, here.telling());
            }
            Err(error) => return Err(error),
        }
    }
    answer(&here, kind, &sent, &reading.problems, Some(owned), &all).await
}

async fn answer(
    here: &Here,
    kind: &GearType,
    sent: &Sent,
    problems: &Problems,
    editing: Option<&Owned>,
    all: &[Owned],
) -> Result<Response> {
    let gear = Urls::new(Some(&here.pack.id)).gear;
    let at = editing.map(|owned| format!("{gear}/{}", owned.item.id));
    let view = GearForm {
        action: at
            .as_ref()
            .map_or_else(|| format!("{gear}/new"), |at| format!("{at}/edit")),
        is_edit: editing.is_some(),
        ..form(kind, sent, problems, all, here.telling())
    };
    let mut page = here.framed(Some(Section::Gear)).await?;
    page.is_focus = true;
    page.back = Some(at.unwrap_or(gear));
    let mut response = here.show(&page, &view)?;
    if !problems.is_empty() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn form(
    kind: &GearType,
    sent: &Sent,
    problems: &Problems,
    all: &[Owned],
    told: Telling<'_>,
) -> GearForm {
    let input = |name: &str| match problems.get(name) {
        Some(message) => Input::wrong(sent.text(name), message.clone()),
        None => Input::of(sent.text(name)),
    };
    let wrong: Vec<&str> = problems
        .keys()
        .filter_map(|field| field.strip_prefix("attributes/"))
        .collect();
    let parents = parents(kind, sent, all, told);
    let sports = if parents.is_empty() {
        sports(kind, sent.text("default_sport"), told)
    } else {
        Vec::new()
    };
    GearForm {
        kind: kind.id.clone(),
        kind_title: kind.title.get(told.locale()).to_owned(),
        problems: problems.len(),
        name: input("name"),
        acquired_on: input("acquired_on"),
        used_before: used_before(kind, sent, problems, told),
        fields: fields::fields(kind, &sent.attributes, &wrong, told.formats),
        default_sport: sports,
        parents,
        version: sent.texts.get("version").cloned(),
        ..GearForm::default()
    }
}

/// What it had before; of what wears by time the day says it.
fn used_before(
    kind: &GearType,
    sent: &Sent,
    problems: &Problems,
    told: Telling<'_>,
) -> Option<Field> {
    let wear = kind
        .wear
        .as_ref()
        .filter(|wear| !matches!(wear.by, WearBy::Age))?;
    let text = |key: &str| told.formats.text(key, &[]);
    let display = words::display(&wear.by, wear.dim);
    let suffix = display.map(|display| told.formats.unit_full(&display));
    let problem = problems.get("used_before").map(|message| Problem {
        message: message.clone(),
        fix: None,
    });
    Some(Field {
        name: "used_before".into(),
        id: "used_before".into(),
        suffix: suffix.unwrap_or_else(|| told.formats.text("gear-unit-uses", &[("n", 5.into())])),
        hint: Some(text("gear-used-before-hint")),
        problem,
        ..Field::attribute(
            "used_before",
            &text("gear-used-before"),
            FieldKind::Number,
            sent.text("used_before"),
        )
    })
}

/// The app's sports, and none.
pub fn sports(kind: &GearType, chosen: &str, told: Telling<'_>) -> Vec<Choice> {
    let pack = kind.id.split('.').next().and_then(|id| told.packs.pack(id));
    let none = Choice {
        value: String::new(),
        label: told.formats.text("gear-default-none", &[]),
        is_chosen: chosen.is_empty(),
    };
    let sports = pack.into_iter().flat_map(|pack| pack.sports.values());
    let sports = sports.map(|sport| Choice {
        value: sport.id.clone(),
        label: sport.title.get(told.locale()).to_owned(),
        is_chosen: sport.id == chosen,
    });
    std::iter::once(none).chain(sports).collect()
}

/// Items in use that have parts of this kind, and none.
fn parents(kind: &GearType, sent: &Sent, all: &[Owned], told: Telling<'_>) -> Vec<Choice> {
    let chosen = sent.text("parent_id");
    let takes = |owned: &&Owned| {
        let parent = gear_type(told.packs, &owned.item.kind);
        owned.item.retired_at.is_none()
            && parent.is_some_and(|parent| parent.components.contains(&kind.id))
    };
    let found: Vec<Choice> = all
        .iter()
        .filter(takes)
        .map(|owned| Choice {
            value: owned.item.id.to_string(),
            label: owned.item.name.clone(),
            is_chosen: owned.item.id.to_string() == chosen,
        })
        .collect();
    if found.is_empty() {
        return found;
    }
    let none = Choice {
        value: String::new(),
        label: told.formats.text("gear-parent-none", &[]),
        is_chosen: chosen.is_empty(),
    };
    std::iter::once(none).chain(found).collect()
}
