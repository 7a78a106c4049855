//! Logging in and out.

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::{lead, show_refused};
use crate::domains::identity::cookie;
use crate::domains::identity::model::{SessionKind, User};
use crate::domains::identity::service::{self, local_path};
use crate::web::auth::{SESSION_COOKIE, cookie as cookie_of};
use crate::web::ui::pages::{Input, Login};
use crate::web::visit::Visit;
use crate::web::{Client, Form, Query, Result};

#[derive(Deserialize)]
pub(super) struct Asked {
    next: Option<String>,
    /// What was just finished.
    done: Option<String>,
}

pub(super) async fn blank(visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    let next = local_path(asked.next.as_deref());
    if visit.principal.is_some() {
        return Ok(Redirect::to(next).into_response());
    }
    let view = Login {
        next: next.to_owned(),
        done: asked.done.and_then(|done| words(&visit, &done)),
        ..Login::default()
    };
    visit.show(&visit.page(), &view)
}

fn words(visit: &Visit, done: &str) -> Option<String> {
    let key = match done {
        "confirmed" => "login-confirmed",
        "changed" => "login-changed",
        "deleted" => "login-deleted",
        _ => return None,
    };
    Some(visit.formats.text(key, &[]))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    next: String,
    email: String,
    password: String,
}

pub(super) async fn submit(
    visit: Visit,
    client: Client,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let next = local_path(Some(&typed.next));
    let checked = service::check_password(&visit.app, &client, &typed.email, typed.password).await;
    match checked {
        Ok(user) => begin(&visit, &client, &headers, &user, next).await,
        Err(error) if error.status() == StatusCode::UNAUTHORIZED => {
            let view = Login {
                next: next.to_owned(),
                email: Input::of(&typed.email),
                problem: Some(visit.formats.text("login-wrong", &[])),
                ..Login::default()
            };
            show_refused(&visit, StatusCode::UNAUTHORIZED, &view)
        }
        Err(error) => Err(error),
    }
}

/// Begins the browser's session and leads on.
pub(super) async fn begin(
    visit: &Visit,
    client: &Client,
    headers: &HeaderMap,
    user: &User,
    next: &str,
) -> Result<Response> {
    let (app, before) = (&visit.app, cookie_of(headers, SESSION_COOKIE));
    let begun = service::begin(app, user, SessionKind::Cookie, client, before).await?;
    let next = if service::waits(app, user.id).await? {
        super::guardian::WAITING
    } else {
        next
    };
    Ok(lead(next, cookie::set(app, &begun.secret)))
}

/// Also of a session that has ended already.
pub(super) async fn leave(visit: Visit, headers: HeaderMap) -> Result<Response> {
    if let Some(secret) = cookie_of(&headers, SESSION_COOKIE) {
        service::end_of(&visit.app, secret).await?;
    }
    Ok(lead("/", cookie::clear(&visit.app)))
}
