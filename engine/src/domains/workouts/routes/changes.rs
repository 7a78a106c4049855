//! `/api/v1/workouts/{id}/changes`: what was changed over what the files say.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use uuid::Uuid;

use super::{answer, if_match};
use crate::App;
use crate::domains::workouts::dto::{OfWorkout, WorkoutBody};
use crate::domains::workouts::model::changes::Asked;
use crate::domains::workouts::{changes, read, service, sources};
use crate::web::{self, Error, Json, Principal, Result};

/// The files a workout is of, what was cleaned, and what was changed.
#[utoipa::path(get, path = "/api/v1/workouts/{id}/changes", tag = "workouts", operation_id = "workout_changes", params(("id" = Uuid, Path)),
    responses((status = 200, description = "All of it, changes in their order.", body = OfWorkout),
        (status = 404, description = "No such workout of yours.", body = Error, content_type = "application/problem+json")))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    web::Path(id): web::Path<Uuid>,
) -> Result<Json<OfWorkout>> {
    let workout = service::get(&app, principal.user_id, id).await?;
    let all = read::of_workout(&app, principal.user_id, &workout).await?;
    Ok(Json(all))
}

/// Changes what a workout shows: crop, split, join, times, elevation, cleaning
///
/// The files stay as they came; each change can be undone. Figures, records and badges follow.
#[utoipa::path(post, path = "/api/v1/workouts/{id}/changes", tag = "workouts", operation_id = "change_recording",
    params(("id" = Uuid, Path), ("if-match" = Option<String>, Header, description = "The `ETag` that was read.")),
    request_body = Asked,
    responses((status = 200, description = "The changed workout.", body = WorkoutBody, headers(("etag" = String))),
        (status = 404, description = "No such workout of yours.", body = Error, content_type = "application/problem+json"),
        (status = 409, description = "It cannot be changed so; `code` and `detail` say why.", body = Error, content_type = "application/problem+json"),
        (status = 412, description = "It was changed meanwhile.", body = Error, content_type = "application/problem+json")))]
pub async fn make(
    State(app): State<App>,
    principal: Principal,
    web::Path(id): web::Path<Uuid>,
    headers: HeaderMap,
    web::Json(asked): web::Json<Asked>,
) -> Result<Response> {
    let version = if_match(&headers)?;
    let workout = changes::make(&app, principal.user_id, id, version, asked).await?;
    answer(&app, &principal, workout).await
}

/// Undoes the last change.
#[utoipa::path(delete, path = "/api/v1/workouts/{id}/changes", tag = "workouts", operation_id = "undo_last_change",
    params(("id" = Uuid, Path), ("if-match" = Option<String>, Header, description = "The `ETag` that was read.")),
    responses((status = 200, description = "The workout without it.", body = WorkoutBody, headers(("etag" = String))),
        (status = 404, description = "No such workout of yours, or nothing was changed.", body = Error, content_type = "application/problem+json"),
        (status = 409, description = "Another change stands on it.", body = Error, content_type = "application/problem+json"),
        (status = 412, description = "It was changed meanwhile.", body = Error, content_type = "application/problem+json")))]
pub async fn undo_last(
    State(app): State<App>,
    principal: Principal,
    web::Path(id): web::Path<Uuid>,
    headers: HeaderMap,
) -> Result<Response> {
    taken_back(&app, &principal, id, &headers, None).await
}

/// Undoes one change; the later ones stay.
#[utoipa::path(delete, path = "/api/v1/workouts/{id}/changes/{seq}", tag = "workouts", operation_id = "undo_change",
    params(("id" = Uuid, Path), ("seq" = i64, Path),
        ("if-match" = Option<String>, Header, description = "The `ETag` that was read.")),
    responses((status = 200, description = "The workout without it.", body = WorkoutBody, headers(("etag" = String))),
        (status = 404, description = "No such workout of yours, or no such change.", body = Error, content_type = "application/problem+json"),
        (status = 409, description = "Another change stands on it.", body = Error, content_type = "application/problem+json"),
        (status = 412, description = "It was changed meanwhile.", body = Error, content_type = "application/problem+json")))]
pub async fn undo(
    State(app): State<App>,
    principal: Principal,
    web::Path((id, seq)): web::Path<(Uuid, i64)>,
    headers: HeaderMap,
) -> Result<Response> {
    taken_back(&app, &principal, id, &headers, Some(seq)).await
}

async fn taken_back(
    app: &App,
    principal: &Principal,
    id: Uuid,
    headers: &HeaderMap,
    seq: Option<i64>,
) -> Result<Response> {
    let version = if_match(headers)?;
    // Where the part after is undone, the part before is what is left.
    let workout = changes::undo(app, principal.user_id, id, version, seq).await?;
    answer(app, principal, workout).await
}

/// Says that a file is of another workout
///
/// It becomes a workout of its own and is never matched with this one again.
#[utoipa::path(post, path = "/api/v1/workouts/{id}/sources/{original}/{session}/part", tag = "workouts", operation_id = "part_source",
    params(("id" = Uuid, Path), ("original" = Uuid, Path), ("session" = i32, Path)),
    responses((status = 200, description = "The workout that it became.", body = WorkoutBody, headers(("etag" = String))),
        (status = 404, description = "No such workout or source of yours.", body = Error, content_type = "application/problem+json"),
        (status = 409, description = "It is the only one, or changes hold for it.", body = Error, content_type = "application/problem+json")))]
pub async fn part(
    State(app): State<App>,
    principal: Principal,
    web::Path((id, original, session)): web::Path<(Uuid, Uuid, i32)>,
) -> Result<Response> {
    let (user_id, zone) = (principal.user_id, principal.time_zone.as_deref());
    let other = sources::part(&app, user_id, zone, id, (original, session)).await?;
    let workout = service::get(&app, user_id, other).await?;
    answer(&app, &principal, workout).await
}
