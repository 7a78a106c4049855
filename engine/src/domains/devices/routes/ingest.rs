//! `/api/v1/ingest`: what a manufacturer's server calls with its key.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::quota::{MOST_ITEMS, take, too_many};
use crate::App;
use crate::domains::devices::model::{Connection, ConnectionState, ItemResult, ItemStatus};
use crate::domains::devices::{connect as service, ingest, store};
use crate::web::{Error, Json, JsonLines, Manufacturer, Path, Query, Result};

/// Connections of a page.
const PAGE: usize = 200;

/// A connection, as the manufacturer sees it.
#[derive(Serialize, ToSchema)]
pub(super) struct IngestConnection {
    id: Uuid,
    /// Your own id of the person.
    user: String,
    state: ConnectionState,
    made_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    last_data_at: Option<DateTime<Utc>>,
}

impl From<Connection> for IngestConnection {
    fn from(connection: Connection) -> Self {
        Self {
            state: connection.state(),
            id: connection.id,
            user: connection.external_id,
            made_at: connection.made_at,
            ended_at: connection.ended_at,
            last_data_at: connection.last_data_at,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ExchangeRequest {
    /// As the person gave it; case, blanks and `-` do not matter.
    #[schema(example = "WDJB-MJHT")]
    code: String,
    /// Your own id of the person.
    #[schema(example = "u-48213", min_length = 1, max_length = 200)]
    user: String,
}

/// Connect a person by their code
///
/// Costs one item of the quota.
#[utoipa::path(post, path = "/api/v1/ingest/connections", tag = "ingest", operation_id = "connect_person",
    request_body = ExchangeRequest,
    responses((status = 201, description = "Connected.", body = IngestConnection),
        (status = 200, description = "Connected already, and to the same person.", body = IngestConnection),
        (status = 409, description = "Your account is connected to another person.", body = Error, content_type = "application/problem+json"),
        (status = 422, description = "The code is wrong, used or too old.", body = Error, content_type = "application/problem+json")))]
pub(super) async fn connect(
    State(app): State<App>,
    caller: Manufacturer,
    Json(asked): Json<ExchangeRequest>,
) -> Result<Response> {
    let quota = take(&app, &caller, 1).await?;
    let (connection, is_new) = service::exchange(&app, &caller, &asked.code, &asked.user).await?;
    let status = if is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok(quota.on((status, Json(IngestConnection::from(connection)))))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ConnectionsQuery {
    /// `next` of the page before.
    cursor: Option<Uuid>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ConnectionsPage {
    /// In the order in which they were made, those that ended too; at most 200.
    items: Vec<IngestConnection>,
    /// The cursor of the next page; null when this is the last.
    next: Option<Uuid>,
}

/// The people who are or were connected
#[utoipa::path(get, path = "/api/v1/ingest/connections", tag = "ingest", operation_id = "ingest_connections",
    params(ConnectionsQuery),
    responses((status = 200, description = "A page of them.", body = ConnectionsPage)))]
pub(super) async fn connections(
    State(app): State<App>,
    caller: Manufacturer,
    Query(query): Query<ConnectionsQuery>,
) -> Result<Json<ConnectionsPage>> {
    let after = query.cursor.unwrap_or_default();
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut found = store::connections_of_adapter(&app.db, &caller.adapter, after, limit).await?;
    let has_more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().filter(|_| has_more).map(|last| last.id);
    let items = found.into_iter().map(IngestConnection::from).collect();
    Ok(Json(ConnectionsPage { items, next }))
}

/// End a connection
///
/// As the person would by themselves; what came by it stays theirs.
#[utoipa::path(delete, path = "/api/v1/ingest/connections/{id}", tag = "ingest", operation_id = "end_connection",
    params(("id" = Uuid, Path, description = "As it was made.")),
    responses((status = 204, description = "Ended."),
        (status = 404, description = "No such connection of your adapter.", body = Error, content_type = "application/problem+json")))]
pub(super) async fn disconnect(
    State(app): State<App>,
    caller: Manufacturer,
    Path(id): Path<Uuid>,
) -> Result<StatusCode> {
    let found = store::connection_of_adapter(&app.db, &caller.adapter, id).await?;
    let found = found.ok_or_else(|| Error::not_found("connection"))?;
    service::end(&app, found.user_id, found.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An activity to be stored.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `rules::check` reads")]
pub(super) struct ActivityItem {
    /// Your own id of the activity: sent again it is the same one.
    #[schema(example = "a-90017", min_length = 1, max_length = 200)]
    id: String,
    /// Your own id of the person; or `connection`.
    #[schema(example = "u-48213")]
    user: Option<String>,
    /// The id that the connection was given; or `user`.
    connection: Option<Uuid>,
    /// The activity in the shape in which `GET /api/v1/workouts/{id}/export?format=json` gives one:
    /// `stadion_activity` (1), `activity` (`sport`, `start_time`, `fields`, …) and `streams` (`time_ms`,
    /// `channels`).
    #[schema(value_type = Object, example = json!({"stadion_activity": 1, "activity": {"sport": "generic",
        "start_time": "2026-11-21T06:30:00Z", "fields": {"fit:session.total_elapsed_time": 1800,
        "fit:session.total_distance": 5000}}, "streams": {"time_ms": [0, 1000], "channels":
        {"heart_rate": {"unit": "/min", "values": [118, null]}}}}))]
    data: serde_json::Value,
}

/// What became of each activity.
#[derive(Serialize, ToSchema)]
pub(super) struct IngestResult {
    /// In the order in which they were sent.
    items: Vec<ItemResult>,
}

/// Send activities
///
/// One as `application/json`, or up to 500, one a line, as `application/x-ndjson`; 16 MiB together, 8 MiB
/// and two million samples each. Each has its own result, and a bad one stops no other: 200 says that all
/// were taken, 207 that some were refused. What is told of is durable; the person's figures, records and
/// badges follow within moments. Each costs one item of the key's quota, whatever becomes of it; `RateLimit`
/// says how many are left, and of more than that nothing is taken (429).
#[utoipa::path(post, path = "/api/v1/ingest/activities", tag = "ingest", operation_id = "send_activities",
    request_body(content((ActivityItem = "application/json"), (String = "application/x-ndjson"))),
    responses((status = 200, description = "All were taken.", body = IngestResult,
            headers(("ratelimit" = String, description = "`\"items\";r=LEFT;t=SECONDS`"),
                ("ratelimit-policy" = String, description = "`\"items\";q=QUOTA;w=3600`"))),
        (status = 207, description = "Some were refused: `code`, `field`, `reason` and `remedy` of each say why.", body = IngestResult),
        (status = 413, description = "The body is too large, or has too many activities; nothing was taken.", body = Error, content_type = "application/problem+json"),
        (status = 429, description = "More than the key's quota has left (`quota-used-up`); nothing was taken.", body = Error, content_type = "application/problem+json")))]
pub(super) async fn activities(
    State(app): State<App>,
    caller: Manufacturer,
    JsonLines(items): JsonLines,
) -> Result<Response> {
    if items.is_empty() {
        let detail = "The body holds no activity; send one, or one a line.";
        return Err(Error::bad_request("no-items", detail));
    }
    if items.len() > MOST_ITEMS {
        return Err(too_many(MOST_ITEMS));
    }
    let count = items.len();
    // The first is read meanwhile; where nothing is left of the quota, in vain.
    let items = ingest::read(&app, items);
    let quota = take(&app, &caller, count).await?;
    let items = ingest::whole(app, caller, items).await?;
    let is_refused = |item: &ItemResult| item.status == ItemStatus::Refused;
    let status = if items.iter().any(is_refused) {
        StatusCode::MULTI_STATUS
    } else {
        StatusCode::OK
    };
    Ok(quota.on((status, Json(IngestResult { items }))))
}
