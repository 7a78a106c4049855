//! The API's description: what the slices' handlers declare, completed by what all share.

use std::sync::{Arc, OnceLock};

use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use axum::routing::get;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{OpenApi, Server};

use super::auth::{Access, SESSION_COOKIE};
use super::routes::Routes;
use super::ui::pages::ApiReference;
use super::visit::Visit;

/// Adds what no handler can know of itself.
#[must_use]
pub fn complete(mut openapi: OpenApi) -> OpenApi {
    env!("CARGO_PKG_VERSION").clone_into(&mut openapi.info.version);
    openapi.servers = Some(vec![Server::new("/")]);
    let components = openapi.components.get_or_insert_default();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some(
            "A token made under \"Me\", or by `POST /api/v1/sessions`.",
        ))
        .build();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    let manufacturer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some(
            "A manufacturer's key, made by `POST /api/v1/adapters/{adapter}/keys`.",
        ))
        .build();
    components.add_security_scheme("manufacturer", SecurityScheme::Http(manufacturer));
    let session = ApiKeyValue::with_description(
        SESSION_COOKIE,
        "The cookie that pages use; unsafe methods need the same origin.",
    );
    components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(session)));
    openapi
}

/// `/api/openapi.json` for the routes registered so far, and `/api`, the same to read.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    let openapi = complete(routes.openapi().clone());
    let json = serde_json::to_vec(&openapi).unwrap_or_default();
    let document: bytes::Bytes = json.into();
    let handler = move || async move {
        let kind = HeaderValue::from_static("application/json");
        ([(header::CONTENT_TYPE, kind)], document.clone()).into_response()
    };
    // Read out of the description once, by the first who asks.
    let read = Arc::new(OnceLock::new());
    let reference = move |visit: Visit| {
        let view = read.get_or_init(|| {
            let document = serde_json::to_value(&openapi).unwrap_or_default();
            ApiReference::from_openapi(&document, &visit.app.config.public_url)
        });
        std::future::ready(visit.show(&visit.page(), view))
    };
    routes
        .plain(Access::Public, "get", "/api/openapi.json", get(handler))
        .page(Access::Public, "get", "/api", get(reference))
}
