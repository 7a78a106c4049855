//! `/hooks/{adapter}`: vendors call when there is news. Whether it is the vendor's call is looked at, what
//! it tells is durable, and it is answered; the rest is done from the queue.

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use stadion_pack::adapter::Adapter;
use stadion_pack::adapter::model::{Delivery, EventKind, Push};
use std::collections::BTreeSet;
use std::sync::Arc;

use super::events::word;
use super::model::Event;
use super::store;
use crate::App;
use crate::adapters::push::{self, Call, Refusal};
use crate::web::{Access, Error, Json, Path, Result, Routes};

const MOST_BYTES: usize = 4 << 20;

pub fn routes(routes: Routes) -> Routes {
    let limit = || DefaultBodyLimit::max(MOST_BYTES);
    routes
        .plain(
            Access::Public,
            "GET HEAD POST",
            "/hooks/{adapter}",
            any(named).layer(limit()),
        )
        .plain(
            Access::Public,
            "GET HEAD POST",
            "/hooks/{adapter}/{secret}",
            any(secret).layer(limit()),
        )
}

async fn named(
    State(app): State<App>,
    Path(adapter): Path<String>,
    method: Method,
    uri: axum::http::Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response> {
    called(&app, &adapter, None, (method, uri, headers, body)).await
}

async fn secret(
    State(app): State<App>,
    Path((adapter, secret)): Path<(String, String)>,
    method: Method,
    uri: axum::http::Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response> {
    called(&app, &adapter, Some(&secret), (method, uri, headers, body)).await
}

async fn called(
    app: &App,
    id: &str,
    address: Option<&str>,
    (method, uri, headers, body): (Method, axum::http::Uri, HeaderMap, Bytes),
) -> Result<Response> {
    let adapter = app.catalog.adapters().get(id).cloned();
    let vendor = app.config.vendors.get(id);
    let (Some(adapter), Some(vendor)) = (adapter, vendor) else {
        return Err(Error::not_found("vendor"));
    };
    let Some(push) = &adapter.transport.push else {
        return Err(Error::not_found("vendor that calls"));
    };
    let headers: Vec<(String, String)> = headers
        .iter()
        .filter_map(|(name, value)| {
            Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
        })
        .collect();
    let query = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let query: Vec<(String, String)> = query.into_owned().collect();
    let call = Call {
        headers: &headers,
        query: &query,
        address,
        body: &body,
    };
    let secrets = |name: &str| vendor.secret(name);
    if method == Method::GET || method == Method::HEAD {
        return tried(push, call, &secrets, &method);
    }
    if method != Method::POST {
        let detail = "Vendors call by POST.";
        return Err(Error::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method-not-allowed",
            detail,
        ));
    }
    let now = app.clock.now();
    push::verify(push, call, &secrets, now).map_err(|refusal| refused(id, &refusal))?;
    // Some try the address with an empty call.
    if push.head && body.is_empty() {
        return Ok(StatusCode::OK.into_response());
    }
    let told = push::events(push, call).map_err(|refusal| refused(id, &refusal))?;
    keep(app, &adapter, push, told, &body).await?;
    Ok(StatusCode::OK.into_response())
}

/// The vendor looks whether the address is one that answers.
fn tried(
    push: &Push,
    call: Call<'_>,
    secrets: push::Secrets<'_>,
    method: &Method,
) -> Result<Response> {
    if let Some(answer) = push::challenged(push, call, secrets) {
        let answer = answer.map_err(|refusal| refused("", &refusal))?;
        return Ok(Json(answer).into_response());
    }
    if push.head && method == Method::HEAD && push::is_addressed(push, call, secrets) {
        return Ok(StatusCode::OK.into_response());
    }
    Err(Error::not_found("vendor that looks"))
}

fn refused(adapter: &str, refusal: &Refusal) -> Error {
    tracing::warn!(adapter, %refusal, "a vendor's call was turned away");
    match refusal {
        Refusal::NoSecret(_) => {
            let detail = "The server is not set up for calls of this vendor.";
            Error::new(StatusCode::SERVICE_UNAVAILABLE, "vendor-not-set-up", detail)
        }
        Refusal::NotTheirs => {
            let detail = "The call does not prove that it is the vendor's: look at the secret and at what is signed.";
            Error::new(StatusCode::UNAUTHORIZED, "not-theirs", detail)
        }
        Refusal::NotNow => {
            let detail = "The call is too old, too new, or does not tell its time: send it anew.";
            Error::new(StatusCode::UNAUTHORIZED, "not-now", detail)
        }
        Refusal::Unreadable => {
            let detail = "The body is no JSON, or tells of no event.";
            Error::new(StatusCode::BAD_REQUEST, "bad-call", detail)
        }
        Refusal::TooMany => Error::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            refusal.to_string(),
        ),
    }
}

/// All events of a call are durable, or none.
async fn keep(
    app: &App,
    adapter: &Arc<Adapter>,
    push: &Push,
    told: Vec<push::Event>,
    body: &Bytes,
) -> Result<()> {
    let is_full = push.delivery == Delivery::Full;
    let people: BTreeSet<&str> = told.iter().map(|event| event.user.as_str()).collect();
    if is_full && people.len() > 1 {
        let detail = "A call that brings data is of one person.";
        return Err(Error::new(StatusCode::BAD_REQUEST, "bad-call", detail));
    }
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    for event in told {
        if event.kind == EventKind::Ignored {
            continue;
        }
        let brings = is_full && matches!(event.kind, EventKind::Created | EventKind::Updated);
        let event = Event {
            id: app.clock.new_id(),
            adapter: adapter.id.clone(),
            key: event.key,
            account: event.user,
            kind: word(event.kind).to_owned(),
            record: event.id,
            since_at: event.since,
            until_at: event.until,
            body: brings.then(|| body.to_vec()),
            received_at: now,
            attempts: 0,
            next_at: now,
        };
        store::insert_event(&mut tx, &event).await?;
    }
    Ok(tx.commit().await?)
}
