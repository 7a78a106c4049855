use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Mailed, mailed};
use crate::App;
use crate::domains::identity::service;
use crate::web::error::{Error, Result};
use crate::web::{Client, Json, Principal};

/// A child's guardian.
#[derive(Serialize, ToSchema)]
pub(super) struct GuardianBody {
    /// Null until one is named.
    email: Option<String>,
    asked_at: Option<DateTime<Utc>>,
    /// Null while the account waits.
    confirmed_at: Option<DateTime<Utc>>,
}

/// Read your guardian
///
/// An account that waits is refused everything else, with the code `guardian-needed`.
#[utoipa::path(get, path = "/api/v1/me/guardian", tag = "me", operation_id = "read_guardian",
    responses(
        (status = 200, description = "Who was asked, and whether they agreed.", body = GuardianBody),
        (status = 404, description = "You need none.", body = crate::web::Error,
         content_type = "application/problem+json")))]
pub(super) async fn read(
    State(app): State<App>,
    principal: Principal,
) -> Result<Json<GuardianBody>> {
    let guardian = service::guardian(&app, principal.user_id).await?;
    let guardian = guardian.ok_or_else(|| Error::not_found("guardian"))?;
    Ok(Json(GuardianBody {
        email: guardian.email,
        asked_at: guardian.asked_at,
        confirmed_at: guardian.confirmed_at,
    }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GuardianName {
    #[schema(example = "parent@example.org", max_length = 254)]
    guardian: String,
}

/// Name your guardian
///
/// Mails a link; links mailed before work no longer.
#[utoipa::path(put, path = "/api/v1/me/guardian", tag = "me", operation_id = "name_guardian",
    request_body = GuardianName,
    responses(
        (status = 202, description = "A mail was sent.", body = Mailed),
        (status = 404, description = "You wait for none.", body = crate::web::Error,
         content_type = "application/problem+json")))]
pub(super) async fn name(
    State(app): State<App>,
    client: Client,
    principal: Principal,
    Json(asked): Json<GuardianName>,
) -> Result<(StatusCode, Json<Mailed>)> {
    principal.session()?;
    service::name_guardian(&app, &client, principal.user_id, &asked.guardian).await?;
    Ok(mailed())
}

/// Ask your guardian again
#[utoipa::path(post, path = "/api/v1/me/guardian/mail", tag = "me", operation_id = "ask_guardian_again",
    responses(
        (status = 202, description = "A mail was sent.", body = Mailed),
        (status = 404, description = "You wait for none.", body = crate::web::Error,
         content_type = "application/problem+json")))]
pub(super) async fn ask_again(
    State(app): State<App>,
    client: Client,
    principal: Principal,
) -> Result<(StatusCode, Json<Mailed>)> {
    principal.session()?;
    service::ask_again(&app, &client, principal.user_id).await?;
    Ok(mailed())
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GuardianWord {
    /// The mailed link's last part.
    token: String,
    /// False declines: the account is deleted with all that it has.
    agree: bool,
}

/// Answer as a guardian
#[utoipa::path(post, path = "/api/v1/guardians/answer", tag = "accounts", operation_id = "answer_as_guardian",
    request_body = GuardianWord,
    responses((status = 204, description = "Done; the child is told by mail.")))]
pub(super) async fn answer(
    State(app): State<App>,
    Json(word): Json<GuardianWord>,
) -> Result<StatusCode> {
    if word.agree {
        service::agree(&app, &word.token).await?;
    } else {
        service::decline(&app, &word.token).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
