use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Mailed, mailed};
use crate::App;
use crate::domains::identity::cookie;
use crate::domains::identity::download::download;
use crate::domains::identity::model::{Units, User};
use crate::domains::identity::service::{self, Profile};
use crate::web::error::Result;
use crate::web::precondition::{etag, if_match};
use crate::web::{Client, Json, Principal, Role, Via};

/// One's own account.
#[derive(Serialize, ToSchema)]
pub(super) struct Me {
    id: Uuid,
    email: String,
    display_name: String,
    /// BCP 47; null follows the browser.
    locale: Option<String>,
    /// IANA name.
    time_zone: Option<String>,
    units: Units,
    roles: BTreeSet<Role>,
    created_at: DateTime<Utc>,
}

impl Me {
    pub(super) fn of(user: User, roles: &BTreeSet<Role>) -> Self {
        Self {
            id: user.id,
            email: user.email,
            display_name: user.display_name,
            locale: user.locale,
            time_zone: user.time_zone,
            units: user.units.as_str().into(),
            roles: roles.iter().copied().chain([Role::User]).collect(),
            created_at: user.created_at,
        }
    }

    fn answer(user: User, principal: &Principal) -> Response {
        let tag = etag(user.version);
        (
            [(header::ETAG, tag)],
            Json(Self::of(user, &principal.roles)),
        )
            .into_response()
    }
}

/// Read your account
#[utoipa::path(get, path = "/api/v1/me", tag = "me", operation_id = "read_me",
    responses((status = 200, description = "The account of the session or token.", body = Me,
               headers(("ETag" = String, description = "Its version.")))))]
pub(super) async fn read(State(app): State<App>, principal: Principal) -> Result<Response> {
    let user = service::user(&app, principal.user_id).await?;
    Ok(Me::answer(user, &principal))
}

/// What is absent stays as it is.
#[allow(clippy::option_option)] // absent, null and a value are three things in a patch
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MeChange {
    #[serde(default)]
    #[schema(min_length = 1, max_length = 60)]
    display_name: Option<String>,
    /// BCP 47; null follows the browser.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, example = "ru")]
    locale: Option<Option<String>>,
    /// IANA name.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, example = "Europe/Moscow")]
    time_zone: Option<Option<String>>,
    #[serde(default)]
    units: Option<Units>,
}

/// Tells null from absent.
#[allow(clippy::option_option)] // as above
fn present<'de, D>(value: D) -> std::result::Result<Option<Option<String>>, D::Error>
where
    D: Deserializer<'de>,
{
    Option::deserialize(value).map(Some)
}

/// Change your account
///
/// With `If-Match` only if it is still the version that you read.
#[utoipa::path(patch, path = "/api/v1/me", tag = "me", operation_id = "change_me",
    params(("If-Match" = Option<String>, Header, description = "The `ETag` that you read.")),
    request_body = MeChange,
    responses(
        (status = 200, description = "Changed.", body = Me,
         headers(("ETag" = String, description = "Its new version."))),
        (status = 412, description = "It was changed since you read it.", body = crate::web::Error,
         content_type = "application/problem+json")))]
pub(super) async fn change(
    State(app): State<App>,
    principal: Principal,
    headers: HeaderMap,
    Json(asked): Json<MeChange>,
) -> Result<Response> {
    let change = Profile {
        display_name: asked.display_name,
        locale: asked.locale,
        time_zone: asked.time_zone,
        units: asked.units,
    };
    let check = |version| if_match(&headers, version);
    let user = service::change_profile(&app, principal.user_id, change, check).await?;
    Ok(Me::answer(user, &principal))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Proof {
    password: String,
}

/// Delete your account
///
/// Everything kept of you is erased at once and for good; download your data before.
#[utoipa::path(delete, path = "/api/v1/me", tag = "me", operation_id = "delete_me",
    request_body = Proof,
    responses((status = 204, description = "The account is gone.")))]
pub(super) async fn delete(
    State(app): State<App>,
    client: Client,
    principal: Principal,
    Json(asked): Json<Proof>,
) -> Result<Response> {
    service::delete(&app, &client, &principal, asked.password).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    if matches!(principal.via, Via::Session { .. }) {
        let value = cookie::clear(&app);
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    Ok(response)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordChange {
    current: String,
    #[schema(min_length = 10, max_length = 200)]
    new: String,
}

/// Change your password
///
/// All other sessions end, and no link mailed before works; tokens go on.
#[utoipa::path(put, path = "/api/v1/me/password", tag = "me", operation_id = "change_password",
    request_body = PasswordChange,
    responses((status = 204, description = "Changed.")))]
pub(super) async fn change_password(
    State(app): State<App>,
    client: Client,
    principal: Principal,
    Json(asked): Json<PasswordChange>,
) -> Result<StatusCode> {
    service::change_password(&app, &client, &principal, asked.current, asked.new).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EmailChange {
    #[schema(example = "ann@example.org", max_length = 254)]
    email: String,
    password: String,
}

/// Change your mail address
///
/// Mails a link to the new address; it is yours once the link is followed.
#[utoipa::path(post, path = "/api/v1/me/email", tag = "me", operation_id = "request_email_change",
    request_body = EmailChange,
    responses((status = 202, description = "A mail was sent.", body = Mailed)))]
pub(super) async fn request_email(
    State(app): State<App>,
    client: Client,
    principal: Principal,
    Json(asked): Json<EmailChange>,
) -> Result<(StatusCode, Json<Mailed>)> {
    service::request_email(&app, &client, &principal, &asked.email, asked.password).await?;
    Ok(mailed())
}

/// A mailed link's last part.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EmailConfirm {
    token: String,
}

/// Confirm a new mail address
#[utoipa::path(post, path = "/api/v1/me/email/confirm", tag = "me", operation_id = "confirm_email_change",
    request_body = EmailConfirm,
    responses((status = 204, description = "The account has the new address.")))]
pub(super) async fn confirm_email(
    State(app): State<App>,
    Json(asked): Json<EmailConfirm>,
) -> Result<StatusCode> {
    service::confirm_email(&app, &asked.token).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Download your data
///
/// A ZIP archive of everything kept of you: JSON, and the files that you uploaded as they were.
#[utoipa::path(get, path = "/api/v1/me/export", tag = "me", operation_id = "export_me",
    responses((status = 200, description = "The archive.", content_type = "application/zip",
               body = Vec<u8>)))]
pub(super) async fn export(State(app): State<App>, principal: Principal) -> Result<Response> {
    principal.session()?;
    download(&app, principal.user_id).await
}
