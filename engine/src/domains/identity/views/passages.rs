//! Going from one sport's app to another's. A cookie keeps which app was opened last, so that a
//! page within one app costs nothing, and only a passage is written.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::App;
use crate::domains::app::is_listed;
use crate::domains::identity::service;
use crate::web::Principal;
use crate::web::auth::cookie as cookie_of;
use crate::web::pages;

const LAST_APP: &str = "stadion_app";
const KEPT: &str = "Max-Age=31536000";

/// Layer of all pages: counts the passage of who opens a page of another app than before, and
/// remembers the app in the answer. A passage that cannot be written withholds no page.
pub async fn count(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some((pack, before)) = opened(&app, &request) else {
        return next.run(request).await;
    };
    let principal = request.extensions().get::<Arc<Principal>>().cloned();
    let mut response = next.run(request).await;
    if response.status() != StatusCode::OK || !pages::is_page(&response) {
        return response;
    }
    if let (Some(before), Some(principal)) = (before, principal)
        && let Err(error) = service::pass(&app, principal.user_id, &before, &pack).await
    {
        tracing::debug!(%error, "a passage is not counted");
    }
    let cookie = format!("{LAST_APP}={pack}; Path=/; HttpOnly; SameSite=Lax; {KEPT}");
    let cookie = HeaderValue::try_from(cookie).map(|value| (header::SET_COOKIE, value));
    response.headers_mut().extend(cookie);
    response
}

/// The live app that is asked for, and the one before it, if these differ. A browser that fetches
/// a page in case it is wanted goes nowhere yet.
fn opened(app: &App, request: &Request) -> Option<(String, Option<String>)> {
    let pack = request.uri().path().split('/').nth(1)?;
    let before = cookie_of(request.headers(), LAST_APP);
    let is_new = request.method() == Method::GET && before != Some(pack);
    let packs = app.catalog.packs();
    let is_sport = || packs.pack(pack).is_some_and(|pack| is_listed(pack));
    (is_new && is_sport() && !is_prefetch(request.headers()))
        .then(|| (pack.to_owned(), before.map(str::to_owned)))
}

/// `Sec-Purpose` is the Fetch standard's; `Purpose` is what browsers sent before it.
fn is_prefetch(headers: &HeaderMap) -> bool {
    let values = ["sec-purpose", "purpose"].map(|name| headers.get(name));
    let mut words = values.into_iter().flatten().map(HeaderValue::as_bytes);
    words.any(|word| word.starts_with(b"prefetch"))
}
