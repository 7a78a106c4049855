//! A forgotten password: asking for the link, and choosing a new one by it.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::register::{Onward, sent_page};
use super::{Refused, reading, show_refused};
use crate::domains::identity::service::{self, local_path};
use crate::web::ui::pages::{Forgot, Reset};
use crate::web::visit::Visit;
use crate::web::{Client, Form, Path, Query, Result};

pub(super) async fn forgot(visit: Visit, Query(onward): Query<Onward>) -> Result<Response> {
    let view = Forgot {
        next: local_path(onward.next.as_deref()).to_owned(),
        ..Forgot::default()
    };
    visit.show(&visit.page(), &view)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Address {
    next: String,
    email: String,
}

pub(super) async fn request(
    visit: Visit,
    client: Client,
    Form(typed): Form<Address>,
) -> Result<Response> {
    let next = local_path(Some(&typed.next));
    let client = reading(client, &visit);
    match service::request_reset(&visit.app, &client, &typed.email).await {
        Ok(()) => Ok(Redirect::to(&sent_page(&typed.email, next)).into_response()),
        Err(error) => {
            let refused = Refused::of(error)?;
            let view = Forgot {
                next: next.to_owned(),
                email: refused.input(&visit, "/email", "account-bad-email", &typed.email),
            };
            show_refused(&visit, StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
    }
}

pub(super) async fn choose(visit: Visit, Path(token): Path<String>) -> Result<Response> {
    let view = Reset {
        is_expired: !service::reset_works(&visit.app, &token).await?,
        token,
        ..Reset::default()
    };
    visit.show(&visit.page(), &view)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    token: String,
    password: String,
}

pub(super) async fn set(visit: Visit, Form(typed): Form<Typed>) -> Result<Response> {
    let Err(error) = service::reset(&visit.app, &typed.token, typed.password).await else {
        return Ok(Redirect::to("/login?done=changed").into_response());
    };
    if error.status() == StatusCode::BAD_REQUEST {
        let view = Reset {
            is_expired: true,
            ..Reset::default()
        };
        return show_refused(&visit, StatusCode::BAD_REQUEST, &view);
    }
    let refused = Refused::of(error)?;
    let view = Reset {
        password: refused.input(&visit, "/password", "account-bad-password", ""),
        token: typed.token,
        is_expired: false,
    };
    show_refused(&visit, StatusCode::UNPROCESSABLE_ENTITY, &view)
}
