use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Items, secret};
use crate::App;
use crate::domains::identity::model::{ApiToken, scopes};
use crate::domains::identity::service::{self, NewToken};
use crate::domains::identity::store;
use crate::web::error::Result;
use crate::web::{Json, Path, Principal, Scope};

/// A token for a program.
#[derive(Serialize, ToSchema)]
pub(super) struct Token {
    id: Uuid,
    name: String,
    scopes: BTreeSet<Scope>,
    created_at: DateTime<Utc>,
    /// To a few minutes.
    used_at: Option<DateTime<Utc>>,
    expires_at: Option<DateTime<Utc>>,
}

impl From<ApiToken> for Token {
    fn from(token: ApiToken) -> Self {
        Self {
            id: token.id,
            name: token.name,
            scopes: scopes(&token.scopes),
            created_at: token.created_at,
            used_at: token.used_at,
            expires_at: token.expires_at,
        }
    }
}

/// List tokens
#[utoipa::path(get, path = "/api/v1/me/tokens", tag = "tokens", operation_id = "list_tokens",
    responses((status = 200, description = "Tokens that are not revoked, newest first.",
               body = Items<Token>)))]
pub(super) async fn list(
    State(app): State<App>,
    principal: Principal,
) -> Result<Json<Items<Token>>> {
    let tokens = store::tokens(&app.db, principal.user_id).await?;
    let items = tokens.into_iter().map(Token::from).collect();
    Ok(Json(Items { items }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TokenRequest {
    #[schema(example = "watch bridge", min_length = 1, max_length = 60)]
    name: String,
    #[schema(min_items = 1)]
    scopes: BTreeSet<Scope>,
    /// Without it the token works until it is revoked.
    #[serde(default)]
    expires_at: Option<DateTime<Utc>>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct TokenMade {
    #[serde(flatten)]
    token: Token,
    /// Send it as `Authorization: Bearer …`. It is told this once.
    #[schema(example = "stn_5f0c…")]
    secret: String,
}

/// Make a token
///
/// Needs a session: a token cannot make tokens.
#[utoipa::path(post, path = "/api/v1/me/tokens", tag = "tokens", operation_id = "make_token",
    request_body = TokenRequest,
    responses(
        (status = 201, description = "Made.", body = TokenMade),
        (status = 409, description = "There are 100 already.", body = crate::web::Error,
         content_type = "application/problem+json")))]
pub(super) async fn make(
    State(app): State<App>,
    principal: Principal,
    Json(asked): Json<TokenRequest>,
) -> Result<Response> {
    let session = principal.session()?;
    let asked = NewToken {
        name: asked.name,
        scopes: asked.scopes,
        expires_at: asked.expires_at,
    };
    let (token, value) = service::make_token(&app, principal.user_id, session, asked).await?;
    let made = TokenMade {
        token: token.into(),
        secret: value,
    };
    Ok(secret((StatusCode::CREATED, Json(made))))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TokenChange {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
}

/// Rename a token
#[utoipa::path(patch, path = "/api/v1/me/tokens/{id}", tag = "tokens", operation_id = "rename_token",
    params(("id" = Uuid, Path, description = "As listed.")),
    request_body = TokenChange,
    responses(
        (status = 204, description = "Renamed."),
        (status = 404, description = "No such token of yours.", body = crate::web::Error,
         content_type = "application/problem+json")))]
pub(super) async fn rename(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<Uuid>,
    Json(asked): Json<TokenChange>,
) -> Result<StatusCode> {
    principal.session()?;
    service::rename_token(&app, principal.user_id, id, &asked.name).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Revoke a token
#[utoipa::path(delete, path = "/api/v1/me/tokens/{id}", tag = "tokens", operation_id = "revoke_token",
    params(("id" = Uuid, Path, description = "As listed.")),
    responses(
        (status = 204, description = "It no longer works."),
        (status = 404, description = "No such token of yours.", body = crate::web::Error,
         content_type = "application/problem+json")))]
pub(super) async fn revoke(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<Uuid>,
) -> Result<StatusCode> {
    principal.session()?;
    service::revoke_token(&app, principal.user_id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
