//! `/api/v1/ingest/payloads`: what a manufacturer sends in its own format.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::quota::{MOST_ITEMS, take, too_many};
use crate::App;
use crate::domains::devices::model::{ItemStatus, RecordResult};
use crate::domains::devices::payloads::{self, Reader};
use crate::web::{Error, Json, Manufacturer, Query, Result, Typed};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PayloadQuery {
    /// Your own id of the person; or `connection`.
    user: Option<String>,
    /// The id that the connection was given; or `user`.
    connection: Option<Uuid>,
}

/// What became of each record.
#[derive(Serialize, ToSchema)]
pub(super) struct PayloadResult {
    adapter: String,
    /// Of the adapter that read it.
    version: String,
    /// In the order of the payload, then what was no record.
    items: Vec<RecordResult>,
}

/// Send activities in your own format
///
/// The body is read by your adapter, in the media type of its `decode`: `application/json`, or
/// `application/x-ndjson` with a record a line; 16 MiB and 500 records. Each record has its own result, with what
/// was left out of it, and a bad one stops no other: 200 says that all were taken, 207 that some were refused.
/// What is told of is durable; the person's figures, records and badges follow within moments. A record is one by
/// the id that the adapter finds in it, and costs one item of the quota: the key's, or the adapter's where that is
/// less.
#[utoipa::path(post, path = "/api/v1/ingest/payloads", tag = "ingest", operation_id = "send_payload",
    params(PayloadQuery),
    request_body(content((serde_json::Value = "application/json"), (String = "application/x-ndjson"))),
    responses((status = 200, description = "All were taken.", body = PayloadResult,
            headers(("ratelimit" = String, description = "`\"items\";r=LEFT;t=SECONDS`"),
                ("ratelimit-policy" = String, description = "`\"items\";q=QUOTA;w=3600`"))),
        (status = 207, description = "Some were refused: `code`, `reason` and `remedy` of each say why.", body = PayloadResult),
        (status = 404, description = "Nobody is connected by this id (`no-connection`).", body = Error, content_type = "application/problem+json"),
        (status = 409, description = "The key's adapter is not live here, or takes no payloads (`no-adapter`).", body = Error, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large, or has too many records; nothing was taken.", body = Error, content_type = "application/problem+json"),
        (status = 429, description = "More than the quota has left (`quota-used-up`); nothing was taken.", body = Error, content_type = "application/problem+json")))]
pub(super) async fn send(
    State(app): State<App>,
    caller: Manufacturer,
    Query(query): Query<PayloadQuery>,
    Typed(kind, bytes): Typed,
) -> Result<Response> {
    let reader = Reader::of(&app, &caller)?;
    let caller = reader.limited(caller);
    let whom = (query.user.as_deref(), query.connection);
    let receiver = payloads::receiver(&app, &caller, whom).await?;
    let payload = reader.read(&app, &kind, bytes).await?;
    let count = payload.count();
    if count == 0 {
        let detail = "The payload holds no record where the adapter looks for them.";
        return Err(Error::bad_request("no-items", detail));
    }
    let most = if reader.takes_many() { MOST_ITEMS } else { 1 };
    if count > most {
        return Err(too_many(most));
    }
    // The first is normalised meanwhile; where nothing is left of the quota, in vain.
    let records = reader.normalize(&app, payload);
    let quota = take(&app, &caller, count).await?;
    let (adapter, version) = (caller.adapter.clone(), reader.version());
    let items = payloads::whole(app, caller, receiver, records).await?;
    let is_refused = |item: &RecordResult| item.status == ItemStatus::Refused;
    let status = if items.iter().any(is_refused) {
        StatusCode::MULTI_STATUS
    } else {
        StatusCode::OK
    };
    let told = PayloadResult {
        adapter,
        version,
        items,
    };
    Ok(quota.on((status, Json(told))))
}
