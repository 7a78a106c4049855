use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Items;
use crate::App;
use crate::domains::identity::model::{Consent, ConsentKind, Membership, Passage};
use crate::domains::identity::{service, store};
use crate::web::error::Result;
use crate::web::{Json, Path, Principal};

/// List consents
///
/// The whole history, oldest first: the last entry of a kind is what holds.
#[utoipa::path(get, path = "/api/v1/me/consents", tag = "me", operation_id = "list_consents",
    responses((status = 200, description = "Every agreement and withdrawal.",
               body = Items<Consent>)))]
pub(super) async fn consents(
    State(app): State<App>,
    principal: Principal,
) -> Result<Json<Items<Consent>>> {
    let items = store::consents(&app.db, principal.user_id).await?;
    Ok(Json(Items { items }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ConsentRequest {
    kind: ConsentKind,
    given: bool,
}

/// Agree or withdraw
///
/// Records it with the time and the version of the text that is shown now.
#[utoipa::path(post, path = "/api/v1/me/consents", tag = "me", operation_id = "record_consent",
    request_body = ConsentRequest,
    responses((status = 201, description = "Recorded.", body = Consent)))]
pub(super) async fn consent(
    State(app): State<App>,
    principal: Principal,
    Json(asked): Json<ConsentRequest>,
) -> Result<(StatusCode, Json<Consent>)> {
    let consent = service::consent(&app, principal.user_id, asked.kind, asked.given).await?;
    Ok((StatusCode::CREATED, Json(consent)))
}

/// List your sports
#[utoipa::path(get, path = "/api/v1/me/memberships", tag = "sports", operation_id = "list_memberships",
    responses((status = 200, description = "The sports you joined, in that order.",
               body = Items<Membership>)))]
pub(super) async fn memberships(
    State(app): State<App>,
    principal: Principal,
) -> Result<Json<Items<Membership>>> {
    let items = store::memberships(&app.db, principal.user_id).await?;
    Ok(Json(Items { items }))
}

/// Join a sport
///
/// Joining twice is joining once.
#[utoipa::path(post, path = "/api/v1/sports/{pack}/membership", tag = "sports", operation_id = "join_sport",
    params(("pack" = String, Path, description = "Id of the sport's pack.")),
    responses(
        (status = 200, description = "You are a member.", body = Membership),
        (status = 404, description = "No such sport.", body = crate::web::Error,
         content_type = "application/problem+json")))]
pub(super) async fn join(
    State(app): State<App>,
    principal: Principal,
    Path(pack): Path<String>,
) -> Result<Json<Membership>> {
    Ok(Json(service::join(&app, principal.user_id, &pack).await?))
}

/// Leave a sport
///
/// What you recorded stays yours.
#[utoipa::path(delete, path = "/api/v1/sports/{pack}/membership", tag = "sports", operation_id = "leave_sport",
    params(("pack" = String, Path, description = "Id of the sport's pack.")),
    responses(
        (status = 204, description = "You are no longer a member."),
        (status = 404, description = "You were no member.", body = crate::web::Error,
         content_type = "application/problem+json")))]
pub(super) async fn leave(
    State(app): State<App>,
    principal: Principal,
    Path(pack): Path<String>,
) -> Result<StatusCode> {
    service::leave(&app, principal.user_id, &pack).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PassageRequest {
    /// Id of the pack whose app was left.
    from_pack: String,
    /// Id of the pack whose app was entered.
    to_pack: String,
}

/// Count a passage
///
/// Tells that you went from one sport's app to another's.
#[utoipa::path(post, path = "/api/v1/me/passages", tag = "sports", operation_id = "count_passage",
    request_body = PassageRequest,
    responses(
        (status = 201, description = "Counted.", body = Passage),
        (status = 404, description = "No such sport.", body = crate::web::Error,
         content_type = "application/problem+json")))]
pub(super) async fn pass(
    State(app): State<App>,
    principal: Principal,
    Json(asked): Json<PassageRequest>,
) -> Result<(StatusCode, Json<Passage>)> {
    let (from, to) = (&asked.from_pack, &asked.to_pack);
    let passage = service::pass(&app, principal.user_id, from, to).await?;
    Ok((StatusCode::CREATED, Json(passage)))
}
