use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::me::Me;
use super::{Items, secret};
use crate::App;
use crate::domains::identity::model::{Session, SessionKind, User};
use crate::domains::identity::{cookie, service};
use crate::web::auth::{SESSION_COOKIE, cookie as cookie_of};
use crate::web::error::Result;
use crate::web::{Client, Json, Path, Principal, Via};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Login {
    #[schema(example = "ann@example.org", max_length = 254)]
    email: String,
    #[schema(max_length = 1000)]
    password: String,
    /// True: the session is a cookie for a browser. False: it is a bearer token for an API client.
    #[serde(default)]
    cookie: bool,
}

#[derive(Serialize, ToSchema)]
pub(super) struct SessionBegun {
    id: Uuid,
    /// Send it as `Authorization: Bearer …`. It is told this once; null when the session is a
    /// cookie.
    token: Option<String>,
    /// Moves on while the session is used.
    expires_at: DateTime<Utc>,
    user: Me,
}

/// Log in
///
/// Wrong address and wrong password answer alike.
#[utoipa::path(post, path = "/api/v1/sessions", tag = "sessions", operation_id = "log_in",
    request_body = Login,
    responses(
        (status = 201, description = "Logged in.", body = SessionBegun),
        (status = 401, description = "Address or password is wrong.", body = crate::web::Error,
         content_type = "application/problem+json")))]
pub(super) async fn log_in(
    State(app): State<App>,
    client: Client,
    headers: HeaderMap,
    Json(asked): Json<Login>,
) -> Result<Response> {
    let user = service::check_password(&app, &client, &asked.email, asked.password).await?;
    begin(&app, &client, &headers, user, asked.cookie).await
}

pub(super) async fn begin(
    app: &App,
    client: &Client,
    headers: &HeaderMap,
    user: User,
    as_cookie: bool,
) -> Result<Response> {
    let kind = if as_cookie {
        SessionKind::Cookie
    } else {
        SessionKind::Bearer
    };
    let before = cookie_of(headers, SESSION_COOKIE).filter(|_| as_cookie);
    let begun = service::begin(app, &user, kind, client, before).await?;
    let answer = SessionBegun {
        id: begun.id,
        token: (!as_cookie).then(|| begun.secret.clone()),
        expires_at: begun.expires_at,
        user: Me::of(user, &BTreeSet::new()),
    };
    let mut response = secret((StatusCode::CREATED, Json(answer)));
    if as_cookie {
        let value = cookie::set(app, &begun.secret);
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    Ok(response)
}

#[derive(Serialize, ToSchema)]
pub(super) struct SessionItem {
    id: Uuid,
    /// `cookie` or `bearer`.
    kind: String,
    /// `User-Agent` of the login.
    agent: String,
    created_at: DateTime<Utc>,
    /// To a few minutes.
    seen_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    /// Whether it is the session that asks.
    current: bool,
}

/// List sessions
#[utoipa::path(get, path = "/api/v1/sessions", tag = "sessions", operation_id = "list_sessions",
    responses((status = 200, description = "All places where you are logged in, last used first.",
               body = Items<SessionItem>)))]
pub(super) async fn list(
    State(app): State<App>,
    principal: Principal,
) -> Result<Json<Items<SessionItem>>> {
    let current = principal.session().ok();
    let sessions = service::sessions(&app, principal.user_id).await?;
    let item = |session: Session| SessionItem {
        current: current == Some(session.id),
        id: session.id,
        kind: session.kind,
        agent: session.agent,
        created_at: session.created_at,
        seen_at: session.seen_at,
        expires_at: session.expires_at,
    };
    let items = sessions.into_iter().map(item).collect();
    Ok(Json(Items { items }))
}

/// Log out
#[utoipa::path(delete, path = "/api/v1/sessions/current", tag = "sessions", operation_id = "log_out",
    responses((status = 204, description = "This session has ended.")))]
pub(super) async fn log_out(State(app): State<App>, principal: Principal) -> Result<Response> {
    service::end(&app, principal.user_id, principal.session()?).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    if matches!(principal.via, Via::Session { .. }) {
        let value = cookie::clear(&app);
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// End a session
#[utoipa::path(delete, path = "/api/v1/sessions/{id}", tag = "sessions", operation_id = "end_session",
    params(("id" = Uuid, Path, description = "As listed.")),
    responses(
        (status = 204, description = "It has ended."),
        (status = 404, description = "No such session of yours.", body = crate::web::Error,
         content_type = "application/problem+json")))]
pub(super) async fn end(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<Uuid>,
) -> Result<StatusCode> {
    principal.session()?;
    service::end(&app, principal.user_id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
