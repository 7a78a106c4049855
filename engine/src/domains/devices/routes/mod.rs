//! Keys for who publishes, connections for people, and what manufacturers send.

mod ingest;
mod keys;
mod payloads;
mod people;
mod quota;

use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::UtoipaMethodRouterExt as _;
use utoipa_axum::routes;

use crate::web::{Access, KeyScope, Role, Routes};

/// Of one request. One activity has at most 8 MiB of it.
const MOST_BODY: usize = 16 << 20;

pub fn routes(routes: Routes) -> Routes {
    let sends = Access::Manufacturer(KeyScope::Activities);
    let connects = Access::Manufacturer(KeyScope::Connections);
    let publisher = Access::Role(Role::Publisher);
    let send = routes!(ingest::activities).layer(DefaultBodyLimit::max(MOST_BODY));
    let send_own = routes!(payloads::send).layer(DefaultBodyLimit::max(MOST_BODY));
    routes
        .api(publisher, routes!(keys::list, keys::make))
        .api(publisher, routes!(keys::rotate))
        .api(publisher, routes!(keys::revoke))
        .api(publisher, routes!(keys::history))
        .api(Access::User, routes!(people::list))
        .api(Access::User, routes!(people::connect))
        .api(Access::User, routes!(people::disconnect))
        .api(connects, routes!(ingest::connections, ingest::connect))
        .api(connects, routes!(ingest::disconnect))
        .api(sends, send)
        .api(sends, send_own)
}

/// No cache keeps what holds a secret.
fn secret(response: impl IntoResponse) -> Response {
    let mut response = response.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
