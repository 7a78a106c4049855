//! The page of a workout's links, and the page that others see.

mod shared;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use uuid::Uuid;

use super::model::{Link, MOST_LINKS, With};
use super::service;
use crate::domains::app::Here;
use crate::domains::workouts::model::terms::Policy;
use crate::domains::workouts::{self, words};
use crate::web::ui::page::{Toast, Urls};
use crate::web::ui::pages::{Input, Share, ShareItem, WorkoutPrivacy};
use crate::web::{Access, Error, Form, Path, Principal, Query, Result, Routes};

pub fn routes(routes: Routes) -> Routes {
    let share = "/{pack}/workouts/{id}/share";
    let revoke_at = format!("{share}/{{link}}/revoke");
    routes
        .page(Access::User, "GET POST", share, get(show).post(make))
        .page(Access::User, "POST", &revoke_at, post(revoke))
        .page(Access::Public, "GET", "/s/{token}", get(shared::show))
}

/// The block of a workout's own page.
pub async fn of_workout(
    here: &Here,
    user_id: Uuid,
    (id, at): (Uuid, &str),
    has_track: bool,
) -> Result<WorkoutPrivacy> {
    let n = service::of_workout(&here.app, user_id, id).await?.len();
    let policy = workouts::policy(&here.app, user_id, id).await?;
    let is_shown = policy.may_be_shown();
    Ok(WorkoutPrivacy {
        terms: told(here, &policy),
        is_closed: !is_shown,
        share: format!("{at}/share"),
        hide: (has_track && is_shown).then(|| format!("{at}/hide")),
        links: (n > 0 && is_shown).then(|| here.formats.text("privacy-links", &[("n", n.into())])),
    })
}

/// What the terms of who brought it say, in sentences; nothing where all is free.
fn told(here: &Here, policy: &Policy) -> Vec<String> {
    let Some(vendor) = policy.vendor.as_deref() else {
        return Vec::new();
    };
    let lines = [
        (!policy.may_be_shown(), "privacy-closed"),
        (!policy.may_rank(), "privacy-unranked"),
        (!policy.promos, "privacy-no-promos"),
    ];
    let said = lines.into_iter().filter(|(holds, _)| *holds);
    let say = |key| here.formats.text(key, &[("vendor", vendor.into())]);
    said.map(|(_, key)| say(key)).collect()
}

#[derive(Deserialize)]
struct At {
    id: Uuid,
}

#[derive(Deserialize)]
struct Done {
    did: Option<String>,
}

async fn show(
    here: Here,
    principal: Principal,
    Path(At { id }): Path<At>,
    Query(done): Query<Done>,
) -> Result<Response> {
    let view = view(&here, principal.user_id, id).await?;
    let revoked = done.did.is_some_and(|did| did == "revoked");
    drawn(&here, (id, &view), revoked.then_some("share-revoked")).await
}

fn place(here: &Here, id: Uuid) -> String {
    Urls::new(Some(&here.pack.id)).workout(&id.to_string())
}

async fn drawn(here: &Here, (id, view): (Uuid, &Share), toast: Option<&str>) -> Result<Response> {
    let mut page = here.framed_below(place(here, id)).await?;
    page.toast = toast.map(|key| Toast {
        text: here.formats.text(key, &[]),
        undo: None,
    });
    here.show(&page, view)
}

async fn view(here: &Here, user_id: Uuid, id: Uuid) -> Result<Share> {
    let workout = workouts::service::get(&here.app, user_id, id).await?;
    let links = service::of_workout(&here.app, user_id, id).await?;
    let start = workout.local_start().naive_local();
    let policy = workouts::policy(&here.app, user_id, id).await?;
    let closed = self::told(here, &policy).into_iter().next();
    let told = here.telling();
    let samples = workouts::samples(&here.app, user_id, id, &["position_lat"]).await?;
    let at = format!("{}/share", place(here, id));
    Ok(Share {
        title: words::title(workout.title.as_deref(), &workout.sport, start, told),
        when: here.formats.long_moment(start, here.now),
        closed: closed.filter(|_| !policy.may_be_shown()),
        is_full: links.len() >= MOST_LINKS,
        links: links.iter().map(|link| item(here, &at, link)).collect(),
        places: Urls::new(Some(&here.pack.id)).places,
        has_track: stadion_activity::write::has_positions(&samples),
        action: at,
        ..Share::default()
    })
}

fn item(here: &Here, at: &str, link: &Link) -> ShareItem {
    let formats = &here.formats;
    let made = formats.date_time(link.created_at);
    let shown = [
        (link.with_name, "share-shows-name"),
        (link.with_body, "share-shows-body"),
        (link.with_ends, "share-shows-ends"),
    ];
    let shown = shown.into_iter().filter(|(is_shown, _)| *is_shown);
    let mut said: Vec<String> = shown.map(|(_, key)| formats.text(key, &[])).collect();
    if said.is_empty() {
        said.push(formats.text("share-shows-nothing", &[]));
    }
    said.push(match link.ends_at {
        Some(end) => {
            // The link works through its last day.
            let last = formats.local(end - chrono::TimeDelta::seconds(1)).date();
            let day = formats.short_date(last);
            formats.text("share-until-day", &[("date", day.into())])
        }
        None => formats.text("share-forever", &[]),
    });
    ShareItem {
        made: formats.text("share-made", &[("date", made.into())]),
        text: said.join(", "),
        revoke: format!("{at}/{}/revoke", link.id),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ShareForm {
    name: String,
    body: String,
    ends: String,
    until: String,
}

impl ShareForm {
    fn ticked(&self) -> Vec<&'static str> {
        let boxes = [
            ("name", &self.name),
            ("body", &self.body),
            ("ends", &self.ends),
        ];
        let ticked = boxes.into_iter().filter(|(_, value)| *value == "true");
        ticked.map(|(name, _)| name).collect()
    }

    fn with(&self) -> With {
        With {
            name: self.name == "true",
            body: self.body == "true",
            ends: self.ends == "true",
        }
    }
}

/// The end of a day on the person's clock.
fn end_of(day: &str, zone: Option<&str>) -> Option<DateTime<Utc>> {
    let day: NaiveDate = day.parse().ok()?;
    let next = day.checked_add_days(Days::new(1))?.and_time(NaiveTime::MIN);
    let zone = zone
        .and_then(|zone| zone.parse::<Tz>().ok())
        .unwrap_or(Tz::UTC);
    // Where clocks are put forward at midnight, the day ends an hour into the next.
    let end = zone.from_local_datetime(&next).earliest();
    end.map(|end| end.to_utc()).or_else(|| Some(next.and_utc()))
}

/// The answer is the page itself: a page after it could show the link only by keeping it.
async fn make(
    here: Here,
    principal: Principal,
    Path(At { id }): Path<At>,
    Form(typed): Form<ShareForm>,
) -> Result<Response> {
    let user_id = principal.user_id;
    let until = typed.until.trim();
    let ends_at = end_of(until, principal.time_zone.as_deref());
    let is_readable = until.is_empty() || ends_at.is_some();
    let made = if is_readable {
        service::make(&here.app, user_id, id, (typed.with(), ends_at)).await
    } else {
        Err(Error::invalid(Vec::new()))
    };
    match made {
        Ok((_, token)) => {
            let mut view = view(&here, user_id, id).await?;
            view.made = Some(service::address(&here.app, &token));
            let mut response = drawn(&here, (id, &view), None).await?;
            let headers = response.headers_mut();
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            Ok(response)
        }
        Err(error) if error.status() == StatusCode::UNPROCESSABLE_ENTITY => {
            let wrong = here.formats.text("share-bad-until", &[]);
            let view = Share {
                ticked: typed.ticked(),
                until: Input::wrong(until, wrong),
                ..view(&here, user_id, id).await?
            };
            let mut response = drawn(&here, (id, &view), None).await?;
            *response.status_mut() = error.status();
            Ok(response)
        }
        // The page says that there can be no more.
        Err(error) if ["too-many-links", "owner-only"].contains(&error.code) => {
            Ok(Redirect::to(&format!("{}/share", place(&here, id))).into_response())
        }
        Err(error) => Err(error),
    }
}

#[derive(Deserialize)]
struct Of {
    id: Uuid,
    link: Uuid,
}

async fn revoke(here: Here, principal: Principal, Path(of): Path<Of>) -> Result<Redirect> {
    service::revoke(&here.app, principal.user_id, of.id, of.link).await?;
    let at = place(&here, of.id);
    Ok(Redirect::to(&format!("{at}/share?did=revoked")))
}
