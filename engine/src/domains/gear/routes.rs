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

use super::model::{Item, Owned, Serviced};
use super::service::{self, NewItem, Patch};
use super::store::services;
use super::{owned, parts, upkeep};
use crate::App;
use crate::domains::workouts;
use crate::web::{Access, Error, Json, Path, Principal, Query, Result, Routes};

pub fn routes(routes: Routes) -> Routes {
    routes
        .api(Access::User, routes!(list, add))
        .api(Access::User, routes!(get, change, remove))
        .api(Access::User, routes!(restore))
        .api(Access::User, routes!(put_in, take_out))
        .api(Access::User, routes!(replace))
        .api(Access::User, routes!(list_services, add_service))
        .api(Access::User, routes!(remove_service))
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
    /// Null of gear that needs no service.
    service: Option<UpkeepBody>,
    /// In how many workouts it was used, itself or as a part.
    workouts: i64,
    /// What it is part of now.
    part_of: Option<GearPartBody>,
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
    /// The day on which the life is used up at the present use: what was used in the last 90 days,
    /// or since it was acquired, goes on in a straight line. Null when it was not used lately.
    until: Option<NaiveDate>,
}

/// In SI base units of the service's measure.
#[derive(Serialize, ToSchema)]
struct UpkeepBody {
    /// Since the last service, or since it was acquired.
    used: f64,
    every: f64,
    share: f64,
    is_due: bool,
    last: Option<NaiveDate>,
}

#[derive(Serialize, ToSchema)]
struct GearPartBody {
    gear_id: Uuid,
    /// Workouts of this day and later count.
    since: NaiveDate,
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
    /// Wear it had before it was added, in SI base units of its measure.
    used_before: Option<f64>,
    /// What it is part of from `acquired_on` on.
    parent_id: Option<Uuid>,
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
    used_before: Option<f64>,
    is_retired: Option<bool>,
}

/// Where an item belongs.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Place {
    parent_id: Uuid,
    /// The first day that counts; today when left out.
    since: Option<NaiveDate>,
}

#[derive(Deserialize, utoipa::IntoParams)]
struct Until {
    /// The first day that no longer counts; today when left out.
    on: Option<NaiveDate>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Successor {
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// The new one's first day; today when left out.
    on: Option<NaiveDate>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewService {
    /// Use from this day on counts towards the next service; today when left out.
    on: Option<NaiveDate>,
    #[schema(max_length = 500)]
    note: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct ServiceBody {
    id: Uuid,
    on: NaiveDate,
    note: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct ServiceList {
    items: Vec<ServiceBody>,
}

impl From<Serviced> for ServiceBody {
    fn from(done: Serviced) -> Self {
        Self {
            id: done.id,
            on: done.on_day,
            note: done.note,
        }
    }
}

impl From<Owned> for GearBody {
    fn from(owned: Owned) -> Self {
        let Owned {
            item,
            worn,
            upkeep,
            workouts,
            parent,
        } = owned;
        Self {
            id: item.id,
            kind: item.kind,
            name: item.name,
            attributes: item.attributes.0,
            default_sport: item.default_sport,
            acquired_on: item.acquired_on,
            retired_at: item.retired_at,
            wear: worn.map(|worn| WearBody {
                used: worn.used,
                life: worn.life,
                share: worn.share,
                is_due: worn.is_due,
                until: worn.forecast.map(|forecast| forecast.until),
            }),
            service: upkeep.map(|upkeep| UpkeepBody {
                used: upkeep.used,
                every: upkeep.every,
                share: upkeep.share,
                is_due: upkeep.is_due(),
                last: upkeep.last,
            }),
            workouts,
            part_of: parent.map(|stay| GearPartBody {
                gear_id: stay.parent_id,
                since: stay.since,
            }),
            version: item.version,
        }
    }
}

fn today(app: &App) -> NaiveDate {
    app.clock.now().date_naive()
}

/// The caller's gear with its wear.
#[utoipa::path(get, path = "/api/v1/gear", tag = "gear",
    responses((status = 200, description = "All gear, oldest first.", body = GearList)))]
async fn list(State(app): State<App>, principal: Principal) -> Result<Json<GearList>> {
    let items = owned::all(&app, principal.user_id, today(&app)).await?;
    let items = items.into_iter().map(Into::into).collect();
    Ok(Json(GearList { items }))
}

/// A piece of gear.
#[utoipa::path(get, path = "/api/v1/gear/{id}", tag = "gear", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The gear.", body = GearBody, headers(("etag" = String))),
        (status = 404, description = "No such gear of yours.", body = Error, content_type = "application/problem+json")))]
async fn get(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<Uuid>,
) -> Result<Response> {
    told(&app, principal.user_id, StatusCode::OK, id).await
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
        used_before,
        parent_id,
    } = new;
    let new = NewItem {
        kind,
        name,
        attributes,
        default_sport,
        acquired_on,
        used_before,
        parent_id,
    };
    let item = service::add(&app, principal.user_id, new).await?;
    answer(&app, principal.user_id, StatusCode::CREATED, item).await
}

async fn answer(app: &App, user_id: Uuid, status: StatusCode, item: Item) -> Result<Response> {
    told(app, user_id, status, item.id).await
}

async fn told(app: &App, user_id: Uuid, status: StatusCode, id: Uuid) -> Result<Response> {
    let owned = owned::one(app, user_id, id, today(app)).await?;
    let etag = format!("\"{}\"", owned.item.version);
    let body = GearBody::from(owned);
    Ok((status, [(header::ETAG, etag)], Json(body)).into_response())
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
        used_before: patch.used_before,
        is_retired: patch.is_retired,
    };
    let version = workouts::routes::if_match(&headers)?;
    let item = service::edit(&app, principal.user_id, id, version, patch).await?;
    answer(&app, principal.user_id, StatusCode::OK, item).await
}

/// Deletes a piece of gear that was never used. For thirty days it can be restored.
#[utoipa::path(delete, path = "/api/v1/gear/{id}", tag = "gear", params(("id" = Uuid, Path)),
    responses((status = 204, description = "Deleted."),
        (status = 409, description = "It was used, or has parts: retire it.", body = Error, content_type = "application/problem+json"),
        (status = 404, description = "No such gear of yours.", body = Error, content_type = "application/problem+json")))]
async fn remove(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<Uuid>,
) -> Result<StatusCode> {
    service::remove(&app, principal.user_id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a deletion back.
#[utoipa::path(post, path = "/api/v1/gear/{id}/restore", tag = "gear", params(("id" = Uuid, Path)),
    responses((status = 200, description = "It is there again.", body = GearBody, headers(("etag" = String))),
        (status = 404, description = "No such gear of yours.", body = Error, content_type = "application/problem+json")))]
async fn restore(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<Uuid>,
) -> Result<Response> {
    let item = service::restore(&app, principal.user_id, id).await?;
    answer(&app, principal.user_id, StatusCode::OK, item).await
}

/// Makes it part of other gear: the workouts of that count for it, too.
#[utoipa::path(put, path = "/api/v1/gear/{id}/parent", tag = "gear", request_body = Place, params(("id" = Uuid, Path)),
    responses((status = 200, description = "It is part of it.", body = GearBody, headers(("etag" = String))),
        (status = 404, description = "No such gear of yours.", body = Error, content_type = "application/problem+json")))]
async fn put_in(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<Uuid>,
    Json(place): Json<Place>,
) -> Result<Response> {
    let since = place.since.unwrap_or_else(|| today(&app));
    parts::mount(&app, principal.user_id, id, place.parent_id, since).await?;
    told(&app, principal.user_id, StatusCode::OK, id).await
}

/// Takes it out of what it is part of.
#[utoipa::path(delete, path = "/api/v1/gear/{id}/parent", tag = "gear", params(("id" = Uuid, Path), Until),
    responses((status = 200, description = "It stands by itself.", body = GearBody, headers(("etag" = String))),
        (status = 404, description = "No such gear of yours, or it is part of nothing.", body = Error, content_type = "application/problem+json")))]
async fn take_out(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<Uuid>,
    Query(until): Query<Until>,
) -> Result<Response> {
    let on = until.on.unwrap_or_else(|| today(&app));
    parts::unmount(&app, principal.user_id, id, on).await?;
    told(&app, principal.user_id, StatusCode::OK, id).await
}

/// Retires a part and puts a new one in its place.
#[utoipa::path(post, path = "/api/v1/gear/{id}/replace", tag = "gear", request_body = Successor, params(("id" = Uuid, Path)),
    responses((status = 201, description = "The new one.", body = GearBody, headers(("etag" = String))),
        (status = 404, description = "No such gear of yours.", body = Error, content_type = "application/problem+json"),
        (status = 409, description = "It is part of nothing.", body = Error, content_type = "application/problem+json")))]
async fn replace(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<Uuid>,
    Json(new): Json<Successor>,
) -> Result<Response> {
    let on = new.on.unwrap_or_else(|| today(&app));
    let item = parts::replace(&app, principal.user_id, id, &new.name, on).await?;
    answer(&app, principal.user_id, StatusCode::CREATED, item).await
}

/// The services that were done.
#[utoipa::path(get, path = "/api/v1/gear/{id}/services", tag = "gear", params(("id" = Uuid, Path)),
    responses((status = 200, description = "Newest first.", body = ServiceList),
        (status = 404, description = "No such gear of yours.", body = Error, content_type = "application/problem+json")))]
async fn list_services(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<Uuid>,
) -> Result<Json<ServiceList>> {
    owned::one(&app, principal.user_id, id, today(&app)).await?;
    let done = services::of(&app.db, principal.user_id, id).await?;
    let items = done.into_iter().map(Into::into).collect();
    Ok(Json(ServiceList { items }))
}

/// Notes a service: the use towards the next one begins anew.
#[utoipa::path(post, path = "/api/v1/gear/{id}/services", tag = "gear", request_body = NewService, params(("id" = Uuid, Path)),
    responses((status = 201, description = "Noted.", body = ServiceBody),
        (status = 404, description = "No such gear of yours.", body = Error, content_type = "application/problem+json")))]
async fn add_service(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<Uuid>,
    Json(new): Json<NewService>,
) -> Result<(StatusCode, Json<ServiceBody>)> {
    let done = upkeep::add(&app, principal.user_id, id, new.on, new.note).await?;
    Ok((StatusCode::CREATED, Json(done.into())))
}

/// Removes a service that was noted by mistake.
#[utoipa::path(delete, path = "/api/v1/gear/{id}/services/{service}", tag = "gear",
    params(("id" = Uuid, Path), ("service" = Uuid, Path)),
    responses((status = 204, description = "Removed."),
        (status = 404, description = "No such service of your gear.", body = Error, content_type = "application/problem+json")))]
async fn remove_service(
    State(app): State<App>,
    principal: Principal,
    Path((id, service)): Path<(Uuid, Uuid)>,
) -> Result<StatusCode> {
    upkeep::remove(&app, principal.user_id, id, service).await?;
    Ok(StatusCode::NO_CONTENT)
}
