//! `/api/v1/devices`: a person's own connections.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::secret;
use crate::App;
use crate::domains::devices::model::{Connection, ConnectionState, Data};
use crate::domains::devices::{connect as service, keys, store};
use crate::web::{Error, Json, Path, Principal, Query, Result};

/// A connection to a manufacturer.
#[derive(Serialize, ToSchema)]
pub(super) struct DeviceConnection {
    id: Uuid,
    adapter: String,
    state: ConnectionState,
    made_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    last_data_at: Option<DateTime<Utc>>,
}

impl From<Connection> for DeviceConnection {
    fn from(connection: Connection) -> Self {
        Self {
            state: connection.state(),
            id: connection.id,
            adapter: connection.adapter,
            made_at: connection.made_at,
            ended_at: connection.ended_at,
            last_data_at: connection.last_data_at,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct Devices {
    /// Ids of the adapters that one can connect to by a code.
    adapters: Vec<String>,
    /// Newest first, those that ended too.
    connections: Vec<DeviceConnection>,
}

/// What one can connect to, and is
#[utoipa::path(get, path = "/api/v1/devices", tag = "devices", operation_id = "list_devices",
    responses((status = 200, description = "Adapters and connections.", body = Devices)))]
pub(super) async fn list(State(app): State<App>, principal: Principal) -> Result<Json<Devices>> {
    let connections = store::connections(&app.db, principal.user_id).await?;
    Ok(Json(Devices {
        adapters: keys::adapters(&app).await?.into_iter().collect(),
        connections: connections.into_iter().map(Into::into).collect(),
    }))
}

#[derive(Serialize, ToSchema)]
pub(super) struct PairingCode {
    /// To be typed or shown in the manufacturer's app; works once.
    #[schema(example = "WDJB-MJHT")]
    code: String,
    expires_at: DateTime<Utc>,
}

/// Ask for a code to connect by
///
/// The manufacturer's server brings it with its key, and sends from then on. An earlier code for the same
/// adapter no longer works.
#[utoipa::path(post, path = "/api/v1/devices/{adapter}/connect", tag = "devices", operation_id = "ask_code",
    params(("adapter" = String, Path, description = "As listed.")),
    responses((status = 201, description = "A code that lives for ten minutes.", body = PairingCode),
        (status = 404, description = "Nobody can connect to such an adapter.", body = Error, content_type = "application/problem+json")))]
pub(super) async fn connect(
    State(app): State<App>,
    principal: Principal,
    Path(adapter): Path<String>,
) -> Result<Response> {
    let (code, expires_at) = service::pair(&app, principal.user_id, &adapter).await?;
    let told = PairingCode { code, expires_at };
    Ok(secret((StatusCode::CREATED, Json(told))))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DisconnectQuery {
    /// `keep` or `delete` what came by it; kept when left out. Deleted workouts can be restored for thirty
    /// days.
    #[param(inline)]
    data: Option<Data>,
}

/// Disconnect
///
/// Nothing more comes in. `data=delete` also works on a connection that ended.
#[utoipa::path(delete, path = "/api/v1/devices/connections/{id}", tag = "devices", operation_id = "disconnect",
    params(("id" = Uuid, Path, description = "As listed."), DisconnectQuery),
    responses((status = 204, description = "Disconnected."),
        (status = 404, description = "No such connection of yours.", body = Error, content_type = "application/problem+json")))]
pub(super) async fn disconnect(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<Uuid>,
    Query(query): Query<DisconnectQuery>,
) -> Result<StatusCode> {
    service::disconnect(&app, principal.user_id, id, query.data.unwrap_or_default()).await?;
    Ok(StatusCode::NO_CONTENT)
}
