//! `/api/v1/adapters/{adapter}/keys`.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::secret;
use crate::App;
use crate::domains::devices::keys as service;
use crate::domains::devices::model::{ApiKey, KeyLog, NewKey, scopes};
use crate::web::{Error, Json, KeyScope, Path, Principal, Result};

/// How long an old secret goes on, where nothing is said.
const GRACE_H: i64 = 24;

/// A manufacturer's key.
#[derive(Serialize, ToSchema)]
pub(super) struct AdapterKey {
    id: Uuid,
    adapter: String,
    name: String,
    scopes: BTreeSet<KeyScope>,
    /// Items an hour.
    quota: i64,
    created_at: DateTime<Utc>,
    /// Display name; null of the command line, and once the account is gone.
    created_by: Option<String>,
    expires_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    /// Until when a secret before the newest one still works.
    old_until: Option<DateTime<Utc>>,
}

impl From<ApiKey> for AdapterKey {
    fn from(key: ApiKey) -> Self {
        Self {
            scopes: scopes(&key.scopes),
            id: key.id,
            adapter: key.adapter,
            name: key.name,
            quota: key.quota,
            created_at: key.created_at,
            created_by: key.created_by,
            expires_at: key.expires_at,
            revoked_at: key.revoked_at,
            old_until: key.old_until,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct AdapterKeys {
    items: Vec<AdapterKey>,
}

/// The keys of a manufacturer
///
/// Newest first, those that ended too; no secret is among it.
#[utoipa::path(get, path = "/api/v1/adapters/{adapter}/keys", tag = "adapters", operation_id = "list_keys",
    params(("adapter" = String, Path, description = "The adapter's id, as `acme-watch`.")),
    responses((status = 200, description = "All of them.", body = AdapterKeys)))]
pub(super) async fn list(
    State(app): State<App>,
    Path(adapter): Path<String>,
) -> Result<Json<AdapterKeys>> {
    let keys = service::list(&app.db, Some(&adapter)).await?;
    let items = keys.into_iter().map(AdapterKey::from).collect();
    Ok(Json(AdapterKeys { items }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyRequest {
    #[schema(example = "production", min_length = 1, max_length = 60)]
    name: String,
    #[schema(min_items = 1)]
    scopes: BTreeSet<KeyScope>,
    /// Items an hour, up to a million; 10000 when left out.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000)]
    quota: Option<i64>,
    /// Without it the key works until it is revoked.
    #[serde(default)]
    expires_at: Option<DateTime<Utc>>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct KeyMade {
    #[serde(flatten)]
    key: AdapterKey,
    /// Sent as `Authorization: Bearer …`. It is told this once.
    #[schema(example = "stm_5f0c…")]
    secret: String,
}

/// Make a key for a manufacturer
///
/// Needs a session: no token makes keys.
#[utoipa::path(post, path = "/api/v1/adapters/{adapter}/keys", tag = "adapters", operation_id = "make_key",
    params(("adapter" = String, Path, description = "The adapter's id: 2 to 40 of a-z, 0-9 and `-`.")),
    request_body = KeyRequest,
    responses((status = 201, description = "Made.", body = KeyMade),
        (status = 409, description = "There are 50 already.", body = Error, content_type = "application/problem+json")))]
pub(super) async fn make(
    State(app): State<App>,
    principal: Principal,
    Path(adapter): Path<String>,
    Json(asked): Json<KeyRequest>,
) -> Result<Response> {
    principal.session()?;
    let asked = NewKey {
        adapter,
        name: asked.name,
        scopes: asked.scopes,
        quota: asked.quota.unwrap_or(service::DEFAULT_QUOTA),
        expires_at: asked.expires_at,
    };
    let (key, value) = service::make((&app).into(), Some(principal.user_id), asked).await?;
    let key = AdapterKey {
        created_by: Some(principal.name),
        ..key.into()
    };
    let made = KeyMade { key, secret: value };
    Ok(secret((StatusCode::CREATED, Json(made))))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RotateRequest {
    /// Hours for which the secrets before go on, up to 720; 24 when left out.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 720)]
    grace_hours: Option<i64>,
}

/// Give a key another secret
///
/// The one before goes on for a while, so that the manufacturer changes it without a gap.
#[utoipa::path(post, path = "/api/v1/adapters/{adapter}/keys/{id}/rotate", tag = "adapters", operation_id = "rotate_key",
    params(("adapter" = String, Path), ("id" = Uuid, Path, description = "As listed.")),
    request_body = RotateRequest,
    responses((status = 200, description = "The new secret.", body = KeyMade),
        (status = 404, description = "The adapter has no such key.", body = Error, content_type = "application/problem+json"),
        (status = 409, description = "It was revoked or has run out.", body = Error, content_type = "application/problem+json")))]
pub(super) async fn rotate(
    State(app): State<App>,
    principal: Principal,
    Path((adapter, id)): Path<(String, Uuid)>,
    Json(asked): Json<RotateRequest>,
) -> Result<Response> {
    principal.session()?;
    let grace = asked.grace_hours.unwrap_or(GRACE_H);
    let which = (Some(adapter.as_str()), id);
    let done = service::rotate((&app).into(), Some(principal.user_id), which, grace).await?;
    let made = KeyMade {
        key: done.0.into(),
        secret: done.1,
    };
    Ok(secret(Json(made)))
}

/// Revoke a key
///
/// All its secrets end at once; connections and data stay.
#[utoipa::path(delete, path = "/api/v1/adapters/{adapter}/keys/{id}", tag = "adapters", operation_id = "revoke_key",
    params(("adapter" = String, Path), ("id" = Uuid, Path, description = "As listed.")),
    responses((status = 204, description = "It no longer works."),
        (status = 404, description = "The adapter has no such key.", body = Error, content_type = "application/problem+json")))]
pub(super) async fn revoke(
    State(app): State<App>,
    principal: Principal,
    Path((adapter, id)): Path<(String, Uuid)>,
) -> Result<StatusCode> {
    let which = (Some(adapter.as_str()), id);
    service::revoke((&app).into(), Some(principal.user_id), which).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Serialize, ToSchema)]
pub(super) struct KeyHistory {
    /// Newest first, at most 200.
    items: Vec<KeyHistoryLine>,
}

/// What was done to a key.
#[derive(Serialize, ToSchema)]
pub(super) struct KeyHistoryLine {
    at: DateTime<Utc>,
    key: Uuid,
    name: String,
    /// `made`, `rotated` or `revoked`.
    action: String,
    /// Display name; null of the command line, and once the account is gone.
    by: Option<String>,
    detail: String,
}

impl From<KeyLog> for KeyHistoryLine {
    fn from(line: KeyLog) -> Self {
        Self {
            at: line.at,
            key: line.key_id,
            name: line.name,
            action: line.action,
            by: line.by_name,
            detail: line.detail,
        }
    }
}

/// Who did what to a manufacturer's keys
#[utoipa::path(get, path = "/api/v1/adapters/{adapter}/keys/history", tag = "adapters", operation_id = "key_history",
    params(("adapter" = String, Path)),
    responses((status = 200, description = "The audit trail.", body = KeyHistory)))]
pub(super) async fn history(
    State(app): State<App>,
    Path(adapter): Path<String>,
) -> Result<Json<KeyHistory>> {
    let lines = service::history(&app.db, &adapter).await?;
    let items = lines.into_iter().map(KeyHistoryLine::from).collect();
    Ok(Json(KeyHistory { items }))
}
