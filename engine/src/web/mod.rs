//! What every route shares: who may call it, how it fails, how it is described.

mod attachment;
pub mod auth;
pub mod client;
pub mod dev;
pub mod error;
pub mod extract;
pub mod health;
pub mod idempotency;
mod json;
pub mod limits;
pub mod manufacturer;
pub mod openapi;
pub mod pages;
pub mod precondition;
pub mod problems;
pub mod routes;
pub mod security;
pub mod serve;
pub mod telemetry;
#[cfg(test)]
mod tests;
pub mod ui;
pub mod visit;
mod wrong;

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderMap, Method, StatusCode, Version, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

pub use attachment::attachment;
pub use auth::{Access, MaybePrincipal, Principal, Role, Scope, Via};
pub use client::Client;
pub use error::{Error, FieldError, Result};
pub use extract::{Form, Json, JsonLines, Multipart, Path, Query, Typed, Zip, wrong_media_type};
pub use json::parse as parse_json;
pub use manufacturer::{KeyScope, Manufacturer};
pub use routes::{RouteInfo, Routes};

use crate::App;

/// Bytes of a body; upload routes set their own with `DefaultBodyLimit`.
pub const BODY_LIMIT: usize = 1 << 20;

/// Until a handler answers. Uploads of many files over a slow line need most of it.
const TIMEOUT: Duration = Duration::from_mins(2);
/// Whatever comes here may take as long as its line needs: it goes to the disk piece by piece.
const RECEIVED: [&str; 1] = ["/imports"];

/// Puts the routes under the slices' own layers and those that all share; the last is the
/// outermost.
pub fn build(app: &App, slices: Routes, around: fn(Router<App>, &App) -> Router<App>) -> Router {
    let mut all = with_shared(slices);
    if app.config.dev {
        all = dev::routes(all);
    }
    let (mut router, _openapi, _table) = all.into_parts();
    if app.config.dev {
        router = router.layer(from_fn(dev::into_pages));
    }
    let (unidentified, _, _) = health::routes(Routes::default()).into_parts();
    around(router, app)
        .fallback(no_such_route)
        .layer(from_fn_with_state(app.clone(), idempotency::once))
        .layer(from_fn_with_state(app.clone(), limits::limit))
        .layer(from_fn_with_state(app.clone(), pages::draw_errors))
        .layer(from_fn_with_state(app.clone(), auth::identify))
        // Health needs no caller, and the token of `/metrics` is no user's.
        .merge(unidentified)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn(in_time))
        .layer(CatchPanicLayer::custom(broken))
        .layer(from_fn_with_state(app.clone(), pages::draw_errors))
        .layer(CompressionLayer::new().compress_when(is_text))
        .layer(from_fn_with_state(app.clone(), security::headers))
        .layer(from_fn_with_state(app.clone(), telemetry::observe))
        .with_state(app.clone())
}

/// The slices' routes and those that describe them.
pub fn with_shared(routes: Routes) -> Routes {
    openapi::routes(problems::routes(routes))
}

async fn no_such_route() -> Error {
    Error::not_found("page")
}

async fn wrong_method() -> Error {
    let detail = "This address does not take this method; `Allow` names those it takes.";
    Error::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", detail)
}

async fn in_time(request: Request, next: Next) -> Response {
    let is_received = RECEIVED
        .iter()
        .any(|end| request.uri().path().ends_with(end));
    if is_received && request.method() == Method::POST {
        return next.run(request).await;
    }
    match tokio::time::timeout(TIMEOUT, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Error::timed_out().into_response(),
    }
}

/// The panic's own words go to the log alone.
#[expect(clippy::needless_pass_by_value, reason = "the layer's signature")]
fn broken(panic: Box<dyn Any + Send>) -> Response {
    let words = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    Error::internal(&words.unwrap_or("a panic without words")).into_response()
}

fn is_text(_: StatusCode, _: Version, headers: &HeaderMap, _: &axum::http::Extensions) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or(kind).trim();
    essence.starts_with("text/") && essence != "text/event-stream"
        || essence.ends_with("json")
        || essence.ends_with("javascript")
        || essence.ends_with("xml")
}
