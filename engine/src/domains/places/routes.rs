//! `/api/v1/me/places`.

use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::{Place, USUAL_RADIUS};
use super::service::{self, Said};
use crate::App;
use crate::web::{Access, Error, Json, Path, Principal, Result, Routes};

pub fn routes(routes: Routes) -> Routes {
    routes
        .api(Access::User, routes!(list, create))
        .api(Access::User, routes!(change, remove))
}

/// A place of yours that others do not see the surroundings of.
#[derive(Serialize, ToSchema)]
struct PlaceBody {
    id: Uuid,
    /// Shown to nobody but you.
    name: String,
    /// Degrees.
    latitude: f64,
    /// Degrees.
    longitude: f64,
    /// Metres that are hidden at least; the hidden circle is half as large again, and shifted.
    radius_m: f64,
    created_at: DateTime<Utc>,
}

impl From<Place> for PlaceBody {
    fn from(place: Place) -> Self {
        Self {
            id: place.id,
            name: place.name,
            latitude: place.latitude,
            longitude: place.longitude,
            radius_m: place.radius_m,
            created_at: place.created_at,
        }
    }
}

#[derive(Serialize, ToSchema)]
struct PlaceListBody {
    items: Vec<PlaceBody>,
}

/// List places
#[utoipa::path(get, path = "/api/v1/me/places", tag = "places", operation_id = "list_places",
    responses((status = 200, description = "Your places, oldest first.", body = PlaceListBody)))]
async fn list(State(app): State<App>, principal: Principal) -> Result<Json<PlaceListBody>> {
    let places = service::all(&app.db, principal.user_id).await?;
    let items = places.into_iter().map(Into::into).collect();
    Ok(Json(PlaceListBody { items }))
}

fn usual_radius() -> f64 {
    USUAL_RADIUS
}

/// A place to hide.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPlace {
    #[schema(example = "Home", min_length = 1, max_length = 60)]
    name: String,
    /// Degrees.
    #[schema(minimum = -90, maximum = 90, example = 52.5145)]
    latitude: f64,
    /// Degrees.
    #[schema(minimum = -180, maximum = 180, example = 13.3501)]
    longitude: f64,
    /// Metres.
    #[serde(default = "usual_radius")]
    #[schema(minimum = 50, maximum = 5000, default = 400)]
    radius_m: f64,
}

/// Hide a place
///
/// In workouts that you share, nobody is shown where you were around it.
#[utoipa::path(post, path = "/api/v1/me/places", tag = "places", operation_id = "add_place",
    request_body = NewPlace,
    responses((status = 201, description = "Added.", body = PlaceBody),
        (status = 409, description = "There are 20 already.", body = Error, content_type = "application/problem+json")))]
async fn create(
    State(app): State<App>,
    principal: Principal,
    Json(new): Json<NewPlace>,
) -> Result<(StatusCode, Json<PlaceBody>)> {
    let said = Said {
        name: new.name,
        latitude: new.latitude,
        longitude: new.longitude,
        radius_m: new.radius_m,
    };
    let place = service::add(&app, principal.user_id, &said).await?;
    Ok((StatusCode::CREATED, Json(place.into())))
}

/// What is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlacePatch {
    #[schema(min_length = 1, max_length = 60)]
    name: Option<String>,
    #[schema(minimum = -90, maximum = 90)]
    latitude: Option<f64>,
    #[schema(minimum = -180, maximum = 180)]
    longitude: Option<f64>,
    /// Metres.
    #[schema(minimum = 50, maximum = 5000)]
    radius_m: Option<f64>,
}

/// Change a place
#[utoipa::path(patch, path = "/api/v1/me/places/{id}", tag = "places", operation_id = "change_place",
    params(("id" = Uuid, Path)), request_body = PlacePatch,
    responses((status = 200, description = "The changed place.", body = PlaceBody),
        (status = 404, description = "No such place of yours.", body = Error, content_type = "application/problem+json")))]
async fn change(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<Uuid>,
    Json(patch): Json<PlacePatch>,
) -> Result<Json<PlaceBody>> {
    let user_id = principal.user_id;
    let place = service::one(&app, user_id, id).await?;
    let said = Said {
        name: patch.name.unwrap_or(place.name),
        latitude: patch.latitude.unwrap_or(place.latitude),
        longitude: patch.longitude.unwrap_or(place.longitude),
        radius_m: patch.radius_m.unwrap_or(place.radius_m),
    };
    service::change(&app, user_id, id, &said).await?;
    Ok(Json(service::one(&app, user_id, id).await?.into()))
}

/// Delete a place
///
/// Links that others have show its surroundings from then on.
#[utoipa::path(delete, path = "/api/v1/me/places/{id}", tag = "places", operation_id = "remove_place",
    params(("id" = Uuid, Path)),
    responses((status = 204, description = "Deleted."),
        (status = 404, description = "No such place of yours.", body = Error, content_type = "application/problem+json")))]
async fn remove(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<Uuid>,
) -> Result<StatusCode> {
    service::remove(&app, principal.user_id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
