//! `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a write that is sent again with
//! the same key is done once and answered twice.
//!
//! The same key with another request is 422, one that still runs 409. Only what succeeded is
//! kept, for 24 hours: a refused write has changed nothing, so it may be mended and sent again.
//! Answers marked `Cache-Control: no-store` hold a secret and are not kept.
//!
//! Keys are each user's own. A write without login takes none, and says so: an address is shared
//! by strangers, who must not be answered with each other's outcomes.

mod describe;
mod fingerprint;
mod store;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use uuid::Uuid;

pub use describe::{IN_PROGRESS, describe};

use super::auth::Principal;
use super::error::{Error, Result};
use crate::App;
use store::{Claim, Stored};

const HEADER: &str = "idempotency-key";
const KEPT: TimeDelta = TimeDelta::hours(24);
/// How long a run may take; after it, the process that ran it counts as dead.
const RUN: TimeDelta = TimeDelta::minutes(5);
/// A body with a key is held in memory to compare it.
const MOST_BODY: usize = 64 << 20;
/// Answers to writes are small; a larger one is not kept.
const MOST_ANSWER: usize = 1 << 20;
const MOST_KEY: usize = 255;
const KEPT_HEADERS: [HeaderName; 3] = [header::CONTENT_TYPE, header::LOCATION, header::ETAG];

/// Layer of everything: concerns writes under `/api/v1` by a known caller who sends a key.
pub async fn once(State(app): State<App>, request: Request, next: Next) -> Response {
    let principal = request.extensions().get::<Arc<Principal>>().cloned();
    match (principal, key_of(&request)) {
        (_, Err(error)) => error.into_response(),
        (Some(principal), Ok(Some(key))) => {
            let user_id = principal.user_id;
            match run_once(app, user_id, key, request, next).await {
                Ok(response) => response,
                Err(error) => error.into_response(),
            }
        }
        _ => next.run(request).await,
    }
}

fn key_of(request: &Request) -> Result<Option<String>> {
    let write = matches!(
        *request.method(),
        Method::POST | Method::PUT | Method::PATCH | Method::DELETE
    );
    let Some(value) = request.headers().get(HEADER) else {
        return Ok(None);
    };
    if !write || !request.uri().path().starts_with("/api/v1/") {
        return Ok(None);
    }
    let key = value.to_str().unwrap_or_default();
    if key.is_empty() || key.len() > MOST_KEY {
        return Err(Error::bad_request(
            "bad-idempotency-key",
            "`Idempotency-Key` must have 1 to 255 ASCII characters, as a UUID has.",
        ));
    }
    Ok(Some(key.to_owned()))
}

/// For a write that anyone may call: a key that would be ignored promises what is not kept.
pub fn refuse_without_login(request: &Request) -> Result<()> {
    match key_of(request)? {
        None => Ok(()),
        Some(_) => Err(Error::bad_request(
            "idempotency-key-without-login",
            "`Idempotency-Key` is only taken from a caller who is logged in; leave it out here.",
        )),
    }
}

async fn run_once(
    app: App,
    user_id: Uuid,
    key: String,
    request: Request,
    next: Next,
) -> Result<Response> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MOST_BODY).await.map_err(|_| {
        Error::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            "A body sent with `Idempotency-Key` must be under 64 MiB.",
        )
    })?;
    let fingerprint = fingerprint_of(&parts, &body);
    let now = app.clock.now();
    let (lock, keep) = (now + RUN, now + KEPT);
    let claim = store::claim(&app.db, user_id, &key, &fingerprint, now, lock, keep).await?;
    match claim {
        Claim::Run => {
            run(
                app,
                user_id,
                key,
                Request::from_parts(parts, Body::from(body)),
                next,
            )
            .await
        }
        Claim::Done(stored) => replay(stored),
        Claim::Running => Err(Error::conflict(
            "in-progress",
            "The same request is still being worked on; try again in a moment.",
        )),
        Claim::Other => Err(Error::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "idempotency-key-reused",
            "This `Idempotency-Key` was sent with another request; make a new key.",
        )),
    }
}

fn fingerprint_of(parts: &Parts, body: &[u8]) -> String {
    let content_type = parts.headers.get(header::CONTENT_TYPE);
    let content_type = content_type
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let target = parts
        .uri
        .path_and_query()
        .map_or("", |target| target.as_str());
    fingerprint::of(parts.method.as_str(), target, content_type, body)
}

/// In a task of its own: a caller who hangs up does not stop the write halfway, and asks for its
/// outcome later.
async fn run(
    app: App,
    user_id: Uuid,
    key: String,
    request: Request,
    next: Next,
) -> Result<Response> {
    let task = tokio::spawn(async move {
        let running = Running {
            app: app.clone(),
            user_id,
            key: key.clone(),
            done: false,
        };
        let response = next.run(request).await;
        running.finish(response).await
    });
    task.await.map_err(|error| Error::internal(&error))?
}

/// Lets go of the key when the handler panics.
struct Running {
    app: App,
    user_id: Uuid,
    key: String,
    done: bool,
}

impl Running {
    async fn finish(mut self, response: Response) -> Result<Response> {
        self.done = true;
        let (parts, body) = response.into_parts();
        let kept = parts.status.is_success() && !is_secret(&parts.headers);
        if !kept {
            store::release(&self.app.db, self.user_id, &self.key).await?;
            return Ok(Response::from_parts(parts, body));
        }
        let body = to_bytes(body, usize::MAX)
            .await
            .map_err(|error| Error::internal(&error))?;
        self.keep(parts.status, &parts.headers, &body).await?;
        Ok(Response::from_parts(parts, Body::from(body)))
    }

    async fn keep(&self, status: StatusCode, headers: &HeaderMap, body: &Bytes) -> Result<()> {
        let (db, user_id) = (&self.app.db, self.user_id);
        if body.len() > MOST_ANSWER {
            return Ok(store::release(db, user_id, &self.key).await?);
        }
        let named = KEPT_HEADERS.iter().filter_map(|name| {
            let value = headers.get(name)?.to_str().ok()?;
            Some((name.to_string(), value.to_owned()))
        });
        let stored = Stored {
            status: status.as_u16(),
            headers: named.collect(),
            body: STANDARD.encode(body),
        };
        Ok(store::finish(db, user_id, &self.key, stored).await?)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.done {
            let (app, user_id, key) = (
                self.app.clone(),
                self.user_id,
                std::mem::take(&mut self.key),
            );
            tokio::spawn(async move {
                if let Err(error) = store::release(&app.db, user_id, &key).await {
                    tracing::warn!(%error, "an idempotency key stays locked for a while");
                }
            });
        }
    }
}

fn is_secret(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::CACHE_CONTROL).iter();
    values
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.contains("no-store"))
}

fn replay(stored: Stored) -> Result<Response> {
    let body = STANDARD
        .decode(stored.body)
        .map_err(|error| Error::internal(&error))?;
    let mut response = Response::new(Body::from(body));
    *response.status_mut() =
        StatusCode::from_u16(stored.status).map_err(|error| Error::internal(&error))?;
    insert_all(response.headers_mut(), stored.headers);
    response
        .headers_mut()
        .insert("idempotency-replayed", HeaderValue::from_static("true"));
    Ok(response)
}

fn insert_all(headers: &mut HeaderMap, stored: BTreeMap<String, String>) {
    for (name, value) in stored {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
}

/// Deletes what is older than a day.
pub async fn forget_old(app: &App) -> Result<()> {
    Ok(store::forget_old(&app.db, app.clock.now()).await?)
}
