//! Links under `/api/v1/workouts/{id}/links`, and what others see under `/api/v1/shared/{token}`.

mod public;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::{Link, With};
use super::service;
use crate::App;
use crate::web::{Access, Error, Json, Path, Principal, Result, Routes};

pub fn routes(routes: Routes) -> Routes {
    let routes = routes
        .api(Access::User, routes!(list, make))
        .api(Access::User, routes!(revoke));
    public::routes(routes)
}

/// A link by which others see one workout.
#[derive(Serialize, ToSchema)]
struct ShareLink {
    id: Uuid,
    /// Your name is shown.
    with_name: bool,
    /// Heart rate, energy and what you said of how it felt are shown.
    with_body: bool,
    /// The first and last 200 m of the track are shown. Your places are hidden all the same.
    with_ends: bool,
    created_at: DateTime<Utc>,
    /// When it stops working; never, where null.
    ends_at: Option<DateTime<Utc>>,
}

impl From<Link> for ShareLink {
    fn from(link: Link) -> Self {
        Self {
            id: link.id,
            with_name: link.with_name,
            with_body: link.with_body,
            with_ends: link.with_ends,
            created_at: link.created_at,
            ends_at: link.ends_at,
        }
    }
}

#[derive(Serialize, ToSchema)]
struct ShareLinkList {
    items: Vec<ShareLink>,
}

/// List a workout's links
#[utoipa::path(get, path = "/api/v1/workouts/{id}/links", tag = "sharing", operation_id = "list_links",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "Links that work, newest first.", body = ShareLinkList),
        (status = 404, description = "No such workout of yours.", body = Error, content_type = "application/problem+json")))]
async fn list(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<Uuid>,
) -> Result<Json<ShareLinkList>> {
    let links = service::of_workout(&app, principal.user_id, id).await?;
    let items = links.into_iter().map(Into::into).collect();
    Ok(Json(ShareLinkList { items }))
}

/// What a link shows beyond the workout; nothing when left out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewShareLink {
    #[serde(default)]
    with_name: bool,
    #[serde(default)]
    with_body: bool,
    #[serde(default)]
    with_ends: bool,
    /// Without it the link works until it is revoked.
    #[serde(default)]
    ends_at: Option<DateTime<Utc>>,
}

#[derive(Serialize, ToSchema)]
struct ShareLinkMade {
    #[serde(flatten)]
    link: ShareLink,
    /// Whoever has it sees the workout. It is told this once.
    url: String,
    /// The last part of `url`: for `GET /api/v1/shared/{token}`.
    token: String,
}

/// Share a workout
///
/// Whoever has the link sees the workout without logging in: not where you hide, and nothing of the body, unless you
/// say so.
#[utoipa::path(post, path = "/api/v1/workouts/{id}/links", tag = "sharing", operation_id = "make_link",
    params(("id" = Uuid, Path)), request_body = NewShareLink,
    responses((status = 201, description = "Made.", body = ShareLinkMade),
        (status = 404, description = "No such workout of yours.", body = Error, content_type = "application/problem+json"),
        (status = 409, description = "The workout has 20 links already, or the terms of who brought it let nobody else see it (`owner-only`).", body = Error, content_type = "application/problem+json")))]
async fn make(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<Uuid>,
    Json(new): Json<NewShareLink>,
) -> Result<Response> {
    let with = With {
        name: new.with_name,
        body: new.with_body,
        ends: new.with_ends,
    };
    let asked = (with, new.ends_at);
    let (link, token) = service::make(&app, principal.user_id, id, asked).await?;
    let made = ShareLinkMade {
        link: link.into(),
        url: service::address(&app, &token),
        token,
    };
    let headers = [(header::CACHE_CONTROL, "no-store")];
    Ok((StatusCode::CREATED, headers, Json(made)).into_response())
}

#[derive(Deserialize)]
struct Of {
    id: Uuid,
    link: Uuid,
}

/// Revoke a link
#[utoipa::path(delete, path = "/api/v1/workouts/{id}/links/{link}", tag = "sharing", operation_id = "revoke_link",
    params(("id" = Uuid, Path), ("link" = Uuid, Path)),
    responses((status = 204, description = "It leads nowhere now."),
        (status = 404, description = "No such link of yours.", body = Error, content_type = "application/problem+json")))]
async fn revoke(
    State(app): State<App>,
    principal: Principal,
    Path(of): Path<Of>,
) -> Result<StatusCode> {
    service::revoke(&app, principal.user_id, of.id, of.link).await?;
    Ok(StatusCode::NO_CONTENT)
}
