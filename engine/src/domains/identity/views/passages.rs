//! Going from one sport's app to another's. A cookie keeps which app was opened last, so that a
//! page within one app costs nothing, and only a passage is written.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use crate::domains::app::Here;
use crate::domains::identity::service;
use crate::web::auth::cookie as cookie_of;

const LAST_APP: &str = "stadion_app";
const KEPT: &str = "Max-Age=31536000";

/// Counts the passage of a member who opens an app's first page, and remembers the app in the
/// answer. A passage that cannot be written is no reason to withhold the page.
pub async fn note(here: &Here, headers: &HeaderMap, response: &mut Response) {
    let (before, pack) = (cookie_of(headers, LAST_APP), here.pack.id.as_str());
    if before == Some(pack) {
        return;
    }
    if let (Some(before), Some(principal)) = (before, &here.principal)
        && here.packs.pack(before).is_some()
        && let Err(error) = service::pass(&here.app, principal.user_id, before, pack).await
    {
        tracing::debug!(%error, "a passage is not counted");
    }
    let cookie = format!("{LAST_APP}={pack}; Path=/; HttpOnly; SameSite=Lax; {KEPT}");
    let cookie = HeaderValue::try_from(cookie).map(|value| (header::SET_COOKIE, value));
    response.headers_mut().extend(cookie);
}
