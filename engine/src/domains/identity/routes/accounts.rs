use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;

use super::sessions::{SessionBegun, begin};
use super::{Mailed, mailed};
use crate::App;
use crate::domains::identity::service::{self, Register};
use crate::web::error::Result;
use crate::web::{Client, Json};

/// Register
///
/// Mails a link that confirms the address; the account exists once it is followed. The answer is
/// the same for an address that has an account: its owner gets a note instead.
#[utoipa::path(post, path = "/api/v1/accounts", tag = "accounts", operation_id = "register",
    request_body = Register,
    responses((status = 202, description = "A mail was sent.", body = Mailed)))]
pub(super) async fn register(
    State(app): State<App>,
    client: Client,
    Json(asked): Json<Register>,
) -> Result<(StatusCode, Json<Mailed>)> {
    service::register(&app, &client, asked).await?;
    Ok(mailed())
}

/// A mailed link's last part.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Confirm {
    token: String,
    /// See `POST /api/v1/sessions`.
    #[serde(default)]
    cookie: bool,
}

/// Confirm the address
///
/// Makes the account and logs it in.
#[utoipa::path(post, path = "/api/v1/accounts/confirm", tag = "accounts", operation_id = "confirm_account",
    request_body = Confirm,
    responses((status = 201, description = "The account is ready and logged in.", body = SessionBegun)))]
pub(super) async fn confirm(
    State(app): State<App>,
    client: Client,
    headers: HeaderMap,
    Json(asked): Json<Confirm>,
) -> Result<Response> {
    let user = service::confirm(&app, &asked.token).await?;
    begin(&app, &client, &headers, user, asked.cookie).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ResetRequest {
    #[schema(example = "ann@example.org", max_length = 254)]
    email: String,
}

/// Ask for a new password
///
/// Mails a link. The answer does not tell whether the address has an account.
#[utoipa::path(post, path = "/api/v1/password-resets", tag = "accounts", operation_id = "request_password_reset",
    request_body = ResetRequest,
    responses((status = 202, description = "A mail was sent.", body = Mailed)))]
pub(super) async fn request_reset(
    State(app): State<App>,
    client: Client,
    Json(asked): Json<ResetRequest>,
) -> Result<(StatusCode, Json<Mailed>)> {
    service::request_reset(&app, &client, &asked.email).await?;
    Ok(mailed())
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Reset {
    /// The mailed link's last part.
    token: String,
    #[schema(min_length = 10, max_length = 200)]
    password: String,
}

/// Set a new password
///
/// All sessions of the account end, all its tokens are revoked, and no other link mailed before works.
#[utoipa::path(post, path = "/api/v1/password-resets/confirm", tag = "accounts", operation_id = "reset_password",
    request_body = Reset,
    responses((status = 204, description = "The password is changed; log in with it.")))]
pub(super) async fn reset(State(app): State<App>, Json(asked): Json<Reset>) -> Result<StatusCode> {
    service::reset(&app, &asked.token, asked.password).await?;
    Ok(StatusCode::NO_CONTENT)
}
