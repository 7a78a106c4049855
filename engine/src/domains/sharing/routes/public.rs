//! What others see, for programs.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};
use stadion_activity::streams::Streams;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use crate::App;
use crate::domains::sharing::files::{self, HEADERS};
use crate::domains::sharing::seen::{Seen, by_token};
use crate::domains::workouts::dto::{Figure, StreamsBody, part_rows};
use crate::domains::workouts::export::WrittenFormat;
use crate::web::{Access, Error, Json, Path, Query, Result, Routes};

const POINTS_MAX: u32 = 20_000;
const POINTS_USUAL: u32 = 2_000;

pub fn routes(routes: Routes) -> Routes {
    routes
        .api(Access::Public, routes!(get))
        .api(Access::Public, routes!(streams))
        .api(Access::Public, routes!(export))
}

/// A workout as its owner shares it. Figures are those of the whole workout, also where part of its track is hidden.
#[derive(Serialize, ToSchema)]
struct SharedWorkout {
    title: Option<String>,
    /// Qualified: `pack.sport`.
    sport: String,
    start: DateTime<Utc>,
    /// The start on the clock of the place.
    local_start: DateTime<FixedOffset>,
    /// The owner's, where they show it.
    name: Option<String>,
    /// By qualified metric id.
    metrics: BTreeMap<String, Figure>,
    /// Repeated entries by qualified part id.
    parts: BTreeMap<String, Vec<BTreeMap<String, Figure>>>,
    /// Part of the track is hidden.
    is_hidden: bool,
    /// Sample channels there are (`GET …/streams`).
    channels: Vec<String>,
    /// What `GET …/export` takes.
    exports: Vec<WrittenFormat>,
}

/// A shared workout
#[utoipa::path(get, path = "/api/v1/shared/{token}", tag = "sharing", operation_id = "shared_workout",
    params(("token" = String, Path, description = "The last part of a link.")),
    responses((status = 200, description = "What its owner shares.", body = SharedWorkout),
        (status = 404, description = "The link leads nowhere, or not any more.", body = Error, content_type = "application/problem+json")))]
async fn get(State(app): State<App>, Path(token): Path<String>) -> Result<Response> {
    let packs = app.catalog.packs();
    let seen = by_token(&app, &packs, &token).await?;
    let sport = packs
        .sport(&seen.workout().sport)
        .map(|(_, sport)| sport.clone());
    let metrics = sport
        .iter()
        .flat_map(|sport| &sport.metrics)
        .filter_map(|metric| {
            let value = seen.values().metrics.get(&metric.id)?;
            let figure = Figure::stored(&metric.ty, &metric.unit, value);
            Some((metric.id.clone(), figure))
        });
    let parts = sport.iter().flat_map(|sport| {
        let rows = |(kind, rows): &(String, Vec<_>)| (kind.clone(), part_rows(sport, kind, rows));
        seen.values().parts.iter().map(rows).collect::<Vec<_>>()
    });
    let body = SharedWorkout {
        title: seen.workout().title.clone(),
        sport: seen.workout().sport.clone(),
        start: seen.workout().start_at,
        local_start: seen.workout().local_start(),
        name: seen.name().map(str::to_owned),
        metrics: metrics.collect(),
        parts: parts.filter(|(_, rows)| !rows.is_empty()).collect(),
        is_hidden: seen.hides_something(),
        channels: channels(seen.streams()),
        exports: files::offered(&seen),
    };
    Ok((HEADERS, Json(body)).into_response())
}

/// Those that hold something still.
fn channels(streams: &Streams) -> Vec<String> {
    let columns = streams.columns();
    let known = columns.filter(|(_, _, values)| values.iter().any(|value| value.is_finite()));
    known.map(|(name, _, _)| name.to_owned()).collect()
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SharedStreamsQuery {
    /// At most this many samples; 1 to 20000, 2000 when left out.
    #[param(minimum = 1, maximum = 20000)]
    points: Option<u32>,
}

/// A shared workout's samples
///
/// Where the owner hides, samples have no position, distance, speed or altitude.
#[utoipa::path(get, path = "/api/v1/shared/{token}/streams", tag = "sharing", operation_id = "shared_streams",
    params(("token" = String, Path, description = "The last part of a link."), SharedStreamsQuery),
    responses((status = 200, description = "The samples.", body = StreamsBody),
        (status = 404, description = "The link leads nowhere, or not any more.", body = Error, content_type = "application/problem+json")))]
async fn streams(
    State(app): State<App>,
    Path(token): Path<String>,
    Query(query): Query<SharedStreamsQuery>,
) -> Result<Response> {
    let points = query.points.unwrap_or(POINTS_USUAL);
    if !(1..=POINTS_MAX).contains(&points) {
        let detail = "`points` is a number from 1 to 20000.";
        return Err(Error::bad_request("bad-points", detail));
    }
    let seen = by_token(&app, &app.catalog.packs(), &token).await?;
    let points = usize::try_from(points).unwrap_or(usize::MAX);
    let body = columns(&seen.streams().thinned(points));
    Ok((HEADERS, Json(body)).into_response())
}

fn columns(streams: &Streams) -> StreamsBody {
    let mut body = StreamsBody {
        time: streams
            .time_ms
            .iter()
            .map(|ms| *ms as f64 / 1000.0)
            .collect(),
        channels: BTreeMap::new(),
        units: BTreeMap::new(),
    };
    for (name, unit, values) in streams.columns() {
        let known = values
            .iter()
            .map(|value| value.is_finite().then_some(*value));
        body.channels.insert(name.to_owned(), known.collect());
        body.units.insert(name.to_owned(), unit.to_owned());
    }
    body
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SharedExportQuery {
    format: WrittenFormat,
}

/// A shared workout as a file
///
/// It is written anew: the file that came from the device is its owner's alone.
#[utoipa::path(get, path = "/api/v1/shared/{token}/export", tag = "sharing", operation_id = "shared_export",
    params(("token" = String, Path, description = "The last part of a link."), SharedExportQuery),
    responses((status = 200, description = "The file.", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 404, description = "The link leads nowhere, or not any more.", body = Error, content_type = "application/problem+json"),
        (status = 409, description = "No file of that kind can be made of it.", body = Error, content_type = "application/problem+json")))]
async fn export(
    State(app): State<App>,
    Path(token): Path<String>,
    Query(query): Query<SharedExportQuery>,
) -> Result<Response> {
    let seen: Seen = by_token(&app, &app.catalog.packs(), &token).await?;
    Ok((HEADERS, files::download(&seen, query.format).await?).into_response())
}
