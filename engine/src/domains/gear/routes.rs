//! `/api/v1/gear`.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as JsonValue};
use utoipa::ToSchema;
use utoipa_axum::routes;
use uuid::Uuid;

use super::service::{self, NewItem, Patch, Wear};
use super::store::{self, Item};
use crate::App;
use crate::domains::workouts;
use crate::web::{Access, Error, Json, Path, Principal, Result, Routes};

pub fn routes(routes: Routes) -> Routes {
    routes
        .api(Access::User, routes!(list, add))
        .api(Access::User, routes!(change, remove))
}

/// A piece of gear.
#[derive(Serialize, ToSchema)]
struct GearBody {
    id: Uuid,
    /// Qualified gear type.
    kind: String,
    name: String,
    #[schema(value_type = Object)]
    attributes: Map<String, JsonValue>,
    /// The sport whose workouts take it when nothing else is said.
    default_sport: Option<String>,
    acquired_on: NaiveDate,
    retired_at: Option<DateTime<Utc>>,
    /// Null of gear that does not wear.
    wear: Option<WearBody>,
    version: i64,
}

/// In SI base units of the gear's measure: metres, seconds, or workouts.
#[derive(Serialize, ToSchema)]
struct WearBody {
    used: f64,
    life: f64,
    /// 1 is worn out.
    share: f64,
    /// Near its end, as the pack says.
    is_due: bool,
}

#[derive(Serialize, ToSchema)]
struct GearList {
    items: Vec<GearBody>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewGear {
    kind: String,
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    #[serde(default)]
    #[schema(value_type = Object)]
    attributes: Map<String, JsonValue>,
    default_sport: Option<String>,
    acquired_on: Option<NaiveDate>,
}

/// What is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GearPatch {
    #[schema(min_length = 1, max_length = 100)]
    name: Option<String>,
    #[schema(value_type = Option<Object>)]
    attributes: Option<Map<String, JsonValue>>,
    /// An empty text takes the default away.
    default_sport: Option<String>,
    acquired_on: Option<NaiveDate>,
    is_retired: Option<bool>,
}

fn body(item: Item, wear: Option<&Wear>) -> GearBody {
    let wear = wear.map(|wear| WearBody {
        used: wear.used,
        life: wear.life,
        share: wear.share,
        is_due: wear.is_due,
    });
    GearBody {
        id: item.id,
        kind: item.kind,
        name: item.name,
        attributes: item.attributes.0,
        default_sport: item.default_sport,
        acquired_on: item.acquired_on,
        retired_at: item.retired_at,
        wear,
        version: item.version,
    }
}

/// The caller's gear with its wear.
#[utoipa::path(get, path = "/api/v1/gear", tag = "gear",
    responses((status = 200, description = "All gear, oldest first.", body = GearList)))]
async fn list(State(app): State<App>, principal: Principal) -> Result<Json<GearList>> {
    let items = store::all(&app.db, principal.user_id).await?;
    let wear = service::wear(&app, principal.user_id, &items).await?;
    let items = items.into_iter().map(|item| {
        let wear = wear.get(&item.id);
        body(item, wear)
    });
    Ok(Json(GearList {
        items: items.collect(),
    }))
}

/// Adds a piece of gear.
#[utoipa::path(post, path = "/api/v1/gear", tag = "gear", request_body = NewGear,
    responses((status = 201, description = "Added.", body = GearBody, headers(("etag" = String)))))]
async fn add(
    State(app): State<App>,
    principal: Principal,
    Json(new): Json<NewGear>,
) -> Result<Response> {
    let NewGear {
        kind,
        name,
        attributes,
        default_sport,
        acquired_on,
    } = new;
    let new = NewItem {
        kind,
        name,
        attributes,
        default_sport,
        acquired_on,
    };
    let item = service::add(&app, principal.user_id, new).await?;
    answer(&app, principal.user_id, StatusCode::CREATED, item).await
}

async fn answer(app: &App, user_id: Uuid, status: StatusCode, item: Item) -> Result<Response> {
    let wear = service::wear(app, user_id, std::slice::from_ref(&item)).await?;
    let etag = format!("\"{}\"", item.version);
    let wear = wear.get(&item.id);
    Ok((status, [(header::ETAG, etag)], Json(body(item, wear))).into_response())
}

/// Changes a piece of gear.
#[utoipa::path(patch, path = "/api/v1/gear/{id}", tag = "gear", request_body = GearPatch,
    params(("id" = Uuid, Path), ("if-match" = Option<String>, Header, description = "The `ETag` that was read.")),
    responses((status = 200, description = "The changed gear.", body = GearBody, headers(("etag" = String))),
        (status = 404, description = "No such gear of yours.", body = Error, content_type = "application/problem+json"),
        (status = 412, description = "It was changed meanwhile.", body = Error, content_type = "application/problem+json")))]
async fn change(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    Json(patch): Json<GearPatch>,
) -> Result<Response> {
    let patch = Patch {
        name: patch.name,
        attributes: patch.attributes,
        default_sport: patch
            .default_sport
            .map(|sport| Some(sport).filter(|sport| !sport.is_empty())),
        acquired_on: patch.acquired_on,
        is_retired: patch.is_retired,
    };
    let version = workouts::routes::if_match(&headers)?;
    let item = service::edit(&app, principal.user_id, id, version, patch).await?;
    answer(&app, principal.user_id, StatusCode::OK, item).await
}

/// Removes a piece of gear; its workouts stay.
#[utoipa::path(delete, path = "/api/v1/gear/{id}", tag = "gear", params(("id" = Uuid, Path)),
    responses((status = 204, description = "Removed."),
        (status = 404, description = "No such gear of yours.", body = Error, content_type = "application/problem+json")))]
async fn remove(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<Uuid>,
) -> Result<StatusCode> {
    service::remove(&app, principal.user_id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
