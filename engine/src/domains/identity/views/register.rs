//! Making an account: the form, and "check your mail".

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use chrono_tz::Tz;
use serde::Deserialize;
use stadion_pack::regions::is_region;

use super::{Refused, in_query, reading, show_refused};
use crate::config::Config;
use crate::domains::identity::cookie;
use crate::domains::identity::model::{ConsentKind, Units};
use crate::domains::identity::service::{self, local_path};
use crate::domains::profile;
use crate::mail;
use crate::web::ui::pages::{Register, Sent};
use crate::web::visit::Visit;
use crate::web::{Client, Error, Form, Query, Result};

/// Where a form leads in the end.
#[derive(Default, Deserialize)]
pub(super) struct Onward {
    pub next: Option<String>,
}

pub(super) async fn blank(
    visit: Visit,
    headers: HeaderMap,
    Query(onward): Query<Onward>,
) -> Result<Response> {
    let next = local_path(onward.next.as_deref());
    if visit.principal.is_some() {
        return Ok(Redirect::to(next).into_response());
    }
    let view = Register {
        next: next.to_owned(),
        regions: profile::region_choices(&guessed(&headers), &visit.formats),
        ..Register::default()
    };
    visit.show(&visit.page(), &view)
}

/// The country of the browser's first language that names one.
fn guessed(headers: &HeaderMap) -> String {
    let accepted = headers.get(header::ACCEPT_LANGUAGE);
    let accepted = accepted.and_then(|value| value.to_str().ok());
    let tags = accepted.unwrap_or_default().split(',');
    let mut regions = tags.filter_map(|tag| {
        let tag = tag.split(';').next()?.trim();
        let region = tag.split('-').skip(1).find(|part| part.len() == 2)?;
        Some(region.to_uppercase()).filter(|region| is_region(region))
    });
    regions.next().unwrap_or_default()
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    next: String,
    name: String,
    email: String,
    password: String,
    consent: String,
    birth_date: String,
    region: String,
    guardian: String,
    /// As the browser says; nobody typed it, so one that we do not know is no mistake of theirs.
    zone: String,
}

pub(super) async fn submit(
    visit: Visit,
    client: Client,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let client = reading(client, &visit);
    match service::register(&visit.app, &client, asked(&typed)).await {
        Ok(()) => Ok(posted(&visit, &typed.email, &typed.next)),
        Err(error) => {
            let view = again(&visit, typed, &Refused::of(error)?);
            show_refused(&visit, StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
    }
}

/// The language is left to follow the browser until it is set.
fn asked(typed: &Typed) -> service::Register {
    let agrees = typed.consent == "true";
    service::Register {
        email: typed.email.clone(),
        password: typed.password.clone(),
        display_name: typed.name.clone(),
        locale: None,
        time_zone: Some(typed.zone.clone()).filter(|zone| zone.parse::<Tz>().is_ok()),
        units: Units::default(),
        birth_date: typed.birth_date.trim().parse().ok(),
        region: Some(typed.region.clone()).filter(|region| !region.is_empty()),
        guardian: Some(typed.guardian.clone()),
        consents: agrees.then_some(ConsentKind::Terms).into_iter().collect(),
    }
}

fn again(visit: &Visit, typed: Typed, refused: &Refused) -> Register {
    let input = |field, text, typed: &str| refused.input(visit, field, text, typed);
    let of_child = refused.0.iter().any(|error| error.field == "/guardian");
    let guardian = || input("/guardian", "guardian-bad-address", &typed.guardian);
    Register {
        birth_date: input("/birth_date", "profile-bad-birth-date", &typed.birth_date),
        regions: profile::region_choices(&typed.region, &visit.formats),
        guardian: (of_child || !typed.guardian.is_empty()).then(guardian),
        name: input("/display_name", "account-bad-name", &typed.name),
        email: input("/email", "account-bad-email", &typed.email),
        password: input("/password", "account-bad-password", ""),
        consent: input("/consents", "account-no-consent", &typed.consent),
        next: typed.next,
    }
}

/// The link is opened in the same browser as a rule; there it leads to where one came from.
fn posted(visit: &Visit, email: &str, next: &str) -> Response {
    let next = local_path(Some(next));
    super::lead(&sent_page(email, next), cookie::onward(&visit.app, next))
}

pub(super) fn sent_page(email: &str, next: &str) -> String {
    format!(
        "/register/sent?email={}&next={}",
        in_query(email.trim()),
        in_query(next)
    )
}

#[derive(Deserialize)]
pub(super) struct SentTo {
    email: String,
    next: Option<String>,
}

/// Only an address is shown, so that no link can make this page say something else.
pub(super) async fn sent(visit: Visit, Query(sent): Query<SentTo>) -> Result<Response> {
    let email = mail::address(&sent.email).ok_or_else(|| Error::not_found("page"))?;
    let next = local_path(sent.next.as_deref());
    let view = Sent {
        email,
        login: format!("/login?next={}", in_query(next)),
        mail_folder: mail_folder(&visit.app.config),
    };
    let mut response = visit.show(&visit.page(), &view)?;
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    Ok(response)
}

/// Told on the machine itself alone: elsewhere it is nobody's business.
fn mail_folder(config: &Config) -> Option<String> {
    let is_own_machine = config.smtp.is_none() && config.listen.ip().is_loopback();
    is_own_machine.then(|| config.data.join("mail").display().to_string())
}
