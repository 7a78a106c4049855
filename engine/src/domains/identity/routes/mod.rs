//! The JSON API of accounts.

mod accounts;
mod facts;
mod guardian;
mod me;
mod sessions;
mod tokens;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::web::{Access, Json, Routes};

pub fn routes(routes: Routes) -> Routes {
    routes
        .api(Access::Public, routes!(accounts::register))
        .api(Access::Public, routes!(accounts::confirm))
        .api(Access::Public, routes!(accounts::request_reset))
        .api(Access::Public, routes!(accounts::reset))
        .api(Access::Public, routes!(sessions::log_in))
        .api(Access::User, routes!(sessions::list))
        .api(Access::Awaiting, routes!(sessions::log_out))
        .api(Access::User, routes!(sessions::end))
        .api(Access::User, routes!(me::read, me::change))
        .api(Access::Awaiting, routes!(me::delete))
        .api(Access::Awaiting, routes!(guardian::read, guardian::name))
        .api(Access::Awaiting, routes!(guardian::ask_again))
        .api(Access::Public, routes!(guardian::answer))
        .api(Access::User, routes!(me::change_password))
        .api(Access::User, routes!(me::request_email))
        .api(Access::Public, routes!(me::confirm_email))
        .api(Access::User, routes!(me::export))
        .api(Access::User, routes!(tokens::list, tokens::make))
        .api(Access::User, routes!(tokens::rename, tokens::revoke))
        .api(Access::User, routes!(facts::consents, facts::consent))
        .api(Access::User, routes!(facts::memberships))
        .api(Access::User, routes!(facts::join, facts::leave))
        .api(Access::User, routes!(facts::pass))
}

/// A short list, whole.
#[derive(Serialize, ToSchema)]
pub(super) struct Items<T> {
    pub items: Vec<T>,
}

/// What happens next is in a mail.
#[derive(Serialize, ToSchema)]
pub(super) struct Mailed {
    #[schema(example = "If the address can be used, a mail is on its way to it.")]
    detail: &'static str,
}

fn mailed() -> (StatusCode, Json<Mailed>) {
    let detail = "If the address can be used, a mail is on its way to it.";
    (StatusCode::ACCEPTED, Json(Mailed { detail }))
}

/// An answer with a secret: no cache and no replay of an `Idempotency-Key` may keep it.
fn secret(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    response
}
