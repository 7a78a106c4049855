//! `/api/v1/workouts` and what hangs on it.

mod changes;
mod totals;

use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use stadion_activity::streams::Column;
use stadion_pack::model::Packs;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::UtoipaMethodRouterExt;
use utoipa_axum::routes;
use uuid::Uuid;

use super::dto::{
    ListQuery, NewWorkoutBody, RecordMark, StreamsBody, WorkoutBody, WorkoutPage, WorkoutPatch,
    WorkoutZonesBody,
};
use super::export::{self, ExportFormat};
use super::files::{UPLOAD_MAX, download, uploads};
use super::import::{self, FileOutcome};
use super::model::{Edits, Source};
use super::read::{self, StreamsPart};
use super::rules::input::{self, Sent};
use super::rules::validate;
use super::service::{self, NewWorkout, Patch};
use super::store::Filter;
use super::store::projections;
use super::zones::of_recorded;
use crate::App;
use crate::web::{self, Access, Error, Json, Principal, Result, Routes};

const POINTS_MAX: u32 = 20_000;

pub fn routes(routes: Routes) -> Routes {
    let upload = routes!(upload).layer(DefaultBodyLimit::max(UPLOAD_MAX));
    routes
        .api(Access::User, routes!(list, create))
        .api(Access::User, routes!(get, change, remove))
        .api(Access::User, routes!(restore))
        .api(
            Access::User,
            routes!(changes::list, changes::make, changes::undo_last),
        )
        .api(Access::User, routes!(changes::undo))
        .api(Access::User, routes!(changes::part))
        .api(Access::User, routes!(original))
        .api(Access::User, routes!(export_as))
        .api(Access::User, routes!(streams))
        .api(Access::User, routes!(zones))
        .api(Access::User, upload)
        .api(Access::User, routes!(records))
        .api(Access::User, routes!(totals::totals))
}

/// The caller's workouts, newest first.
#[utoipa::path(get, path = "/api/v1/workouts", tag = "workouts", params(ListQuery),
    responses((status = 200, description = "A page of workouts.", body = WorkoutPage)))]
async fn list(
    State(app): State<App>,
    principal: Principal,
    web::Query(query): web::Query<ListQuery>,
) -> Result<Json<WorkoutPage>> {
    let filter = filter(&app.catalog.packs(), query)?;
    Ok(Json(read::page(&app, principal.user_id, &filter).await?))
}

fn filter(packs: &Packs, query: ListQuery) -> Result<Filter> {
    let limit = query.limit.unwrap_or(20);
    if !(1..=100).contains(&limit) {
        return Err(Error::bad_request(
            "bad-limit",
            "`limit` is a number from 1 to 100.",
        ));
    }
    if query
        .q
        .as_ref()
        .is_some_and(|text| text.chars().count() > 100)
    {
        let detail = "`q` has at most 100 characters.";
        return Err(Error::bad_request("bad-query", detail));
    }
    Ok(Filter {
        sports: query
            .sport
            .map_or_else(Vec::new, |name| sports(packs, &name)),
        from: query.from,
        to: query.to,
        text: query.q.filter(|text| !text.is_empty()),
        before: query
            .cursor
            .as_deref()
            .map(read::parse_cursor)
            .transpose()?,
        after: None,
        bound: None,
        limit,
    })
}

/// A pack's id stands for all its sports.
pub fn sports(packs: &Packs, name: &str) -> Vec<String> {
    match packs.pack(name) {
        Some(pack) => pack.sports.values().map(|sport| sport.id.clone()).collect(),
        None => vec![name.to_owned()],
    }
}

/// Records a workout by hand.
#[utoipa::path(post, path = "/api/v1/workouts", tag = "workouts", request_body = NewWorkoutBody,
    responses((status = 201, description = "Recorded; records and badges are told.", body = WorkoutBody,
        headers(("location" = String), ("etag" = String)))))]
async fn create(
    State(app): State<App>,
    principal: Principal,
    web::Json(body): web::Json<NewWorkoutBody>,
) -> Result<Response> {
    let packs = app.catalog.packs();
    let Some((_, sport)) = packs.sport(&body.sport) else {
        return Err(no_such_sport(&packs, &body.sport));
    };
    let sent = Sent::of(&body.metrics, &body.parts);
    let entered = input::entered(sport, &body.metrics, &body.parts).map_err(Error::invalid)?;
    let new = NewWorkout {
        key: None,
        sport: body.sport,
        start_at: body.start.map(|start| start.to_utc()),
        utc_offset_s: body.start.map(|start| start.offset().local_minus_utc()),
        title: body.title,
        note: body.note,
        entered,
        gear: body.gear,
    };
    let zone = principal.time_zone.as_deref();
    let workout = service::record(&app, principal.user_id, zone, Source::Api, new)
        .await
        .map_err(|error| pointed(error, &sent))?;
    let location = format!("/api/v1/workouts/{}", workout.id);
    let etag = etag(workout.version);
    let body = read::body(&app, principal.user_id, locale(&principal), workout).await?;
    let headers = [(header::LOCATION, location), (header::ETAG, etag)];
    Ok((StatusCode::CREATED, headers, Json(body)).into_response())
}

/// One workout with its parts, records and badges.
#[utoipa::path(get, path = "/api/v1/workouts/{id}", tag = "workouts", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The workout.", body = WorkoutBody, headers(("etag" = String))),
        (status = 304, description = "Unchanged since the `If-None-Match` version."),
        (status = 404, description = "No such workout of yours.", body = Error, content_type = "application/problem+json")))]
async fn get(
    State(app): State<App>,
    principal: Principal,
    web::Path(id): web::Path<Uuid>,
) -> Result<Response> {
    let workout = service::get(&app, principal.user_id, id).await?;
    answer(&app, &principal, workout).await
}

pub(super) async fn answer(
    app: &App,
    principal: &Principal,
    workout: super::model::Workout,
) -> Result<Response> {
    let etag = etag(workout.version);
    let body = read::body(app, principal.user_id, locale(principal), workout).await?;
    Ok(([(header::ETAG, etag)], Json(body)).into_response())
}

/// Changes what is named; what a file said stays kept beneath.
#[utoipa::path(patch, path = "/api/v1/workouts/{id}", tag = "workouts",
    params(("id" = Uuid, Path), ("if-match" = Option<String>, Header, description = "The `ETag` that was read.")),
    request_body = WorkoutPatch,
    responses((status = 200, description = "The changed workout.", body = WorkoutBody, headers(("etag" = String))),
        (status = 404, description = "No such workout of yours.", body = Error, content_type = "application/problem+json"),
        (status = 412, description = "It was changed meanwhile.", body = Error, content_type = "application/problem+json")))]
async fn change(
    State(app): State<App>,
    principal: Principal,
    web::Path(id): web::Path<Uuid>,
    headers: HeaderMap,
    web::Json(body): web::Json<WorkoutPatch>,
) -> Result<Response> {
    let version = if_match(&headers)?;
    let current = service::get(&app, principal.user_id, id).await?;
    let sent = Sent::of(&body.metrics, &body.parts);
    let patch = patch(&app.catalog.packs(), &current.sport, body)?;
    let workout = service::edit(&app, principal.user_id, id, version, patch)
        .await
        .map_err(|error| pointed(error, &sent))?;
    answer(&app, &principal, workout).await
}

fn patch(packs: &Packs, current: &str, body: WorkoutPatch) -> Result<Patch> {
    let sport = body.sport.as_deref().unwrap_or(current);
    let edits = match packs.sport(sport) {
        Some((_, sport)) => {
            input::edits(sport, &body.metrics, &body.parts).map_err(Error::invalid)?
        }
        None if body.sport.is_some() => {
            return Err(no_such_sport(packs, sport));
        }
        None => Edits::default(),
    };
    Ok(Patch {
        sport: body.sport,
        start_at: body.start.map(|start| start.to_utc()),
        utc_offset_s: body.start.map(|start| start.offset().local_minus_utc()),
        title: body.title,
        note: body.note,
        edits,
        gear: body.gear,
    })
}

/// Deletes a workout; for thirty days `POST …/restore` takes it back.
#[utoipa::path(delete, path = "/api/v1/workouts/{id}", tag = "workouts",
    params(("id" = Uuid, Path), ("if-match" = Option<String>, Header, description = "The `ETag` that was read.")),
    responses((status = 204, description = "Deleted."),
        (status = 404, description = "No such workout of yours.", body = Error, content_type = "application/problem+json"),
        (status = 412, description = "It was changed meanwhile.", body = Error, content_type = "application/problem+json")))]
async fn remove(
    State(app): State<App>,
    principal: Principal,
    web::Path(id): web::Path<Uuid>,
    headers: HeaderMap,
) -> Result<StatusCode> {
    service::delete(&app, principal.user_id, id, if_match(&headers)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a deletion back.
#[utoipa::path(post, path = "/api/v1/workouts/{id}/restore", tag = "workouts", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The workout, back again.", body = WorkoutBody, headers(("etag" = String))),
        (status = 404, description = "No such deleted workout of yours.", body = Error, content_type = "application/problem+json")))]
async fn restore(
    State(app): State<App>,
    principal: Principal,
    web::Path(id): web::Path<Uuid>,
) -> Result<Response> {
    service::restore(&app, principal.user_id, id).await?;
    let workout = service::get(&app, principal.user_id, id).await?;
    answer(&app, &principal, workout).await
}

/// The file that a workout came from, byte for byte; one that came packed (`.gz`, in a `.zip`) is
/// given unpacked.
#[utoipa::path(get, path = "/api/v1/workouts/{id}/original", tag = "workouts", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The file.", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 404, description = "No such workout of yours, or it came from no file.", body = Error, content_type = "application/problem+json")))]
async fn original(
    State(app): State<App>,
    principal: Principal,
    web::Path(id): web::Path<Uuid>,
) -> Result<Response> {
    download(&app, principal.user_id, id).await
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ExportQuery {
    /// What kind of file.
    #[param(inline)]
    format: ExportFormat,
}

/// A workout as a file, with what you typed and edited
///
/// FIT keeps what the FIT profile has a field for, other channels as developer fields; GPX and TCX
/// are of workouts that have a track; JSON keeps everything and is read back without change.
#[utoipa::path(get, path = "/api/v1/workouts/{id}/export", tag = "workouts", operation_id = "export_workout",
    params(("id" = Uuid, Path), ExportQuery),
    responses((status = 200, description = "The file.", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 404, description = "No such workout of yours, or it came from no file.", body = Error, content_type = "application/problem+json"),
        (status = 409, description = "It has no track that such a file could hold.", body = Error, content_type = "application/problem+json")))]
async fn export_as(
    State(app): State<App>,
    principal: Principal,
    web::Path(id): web::Path<Uuid>,
    web::Query(query): web::Query<ExportQuery>,
) -> Result<Response> {
    export::download(&app, principal.user_id, id, query.format).await
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct StreamsQuery {
    /// These channels only, joined by commas: `heart_rate,power`.
    channels: Option<String>,
    /// Seconds from the start: samples from then on.
    #[param(minimum = 0)]
    from: Option<f64>,
    /// Seconds from the start: samples up to then.
    #[param(minimum = 0)]
    to: Option<f64>,
    /// At most this many samples, those kept that draw the same lines (largest triangle three
    /// buckets); 1 to 20000, 2000 when left out.
    #[param(minimum = 1, maximum = 20000)]
    points: Option<u32>,
}

/// The samples of a workout as columns
///
/// All of them, or a span of time and some channels: only what is asked for is unpacked.
#[utoipa::path(get, path = "/api/v1/workouts/{id}/streams", tag = "workouts", params(("id" = Uuid, Path), StreamsQuery),
    responses((status = 200, description = "The samples.", body = StreamsBody),
        (status = 404, description = "No such workout of yours.", body = Error, content_type = "application/problem+json")))]
async fn streams(
    State(app): State<App>,
    principal: Principal,
    web::Path(id): web::Path<Uuid>,
    web::Query(query): web::Query<StreamsQuery>,
) -> Result<Json<StreamsBody>> {
    let points = query.points.unwrap_or(2_000);
    if !(1..=POINTS_MAX).contains(&points) {
        return Err(Error::bad_request(
            "bad-points",
            "`points` is a number from 1 to 20000.",
        ));
    }
    let part = StreamsPart {
        channels: query.channels.as_deref().map(channels).transpose()?,
        span: span(query.from, query.to)?,
        points: usize::try_from(points).unwrap_or(usize::MAX),
    };
    service::get(&app, principal.user_id, id).await?;
    Ok(Json(
        read::streams_body(&app, principal.user_id, id, &part).await?,
    ))
}

fn channels(names: &str) -> Result<Vec<String>> {
    let all = names.split(',').map(str::trim);
    let names: Vec<String> = all.filter(|n| !n.is_empty()).map(str::to_owned).collect();
    match names.iter().find(|name| !is_channel(name)) {
        Some(unknown) => {
            let detail = format!("There is no channel `{unknown}`.");
            Err(Error::bad_request("bad-query", detail))
        }
        None => Ok(names),
    }
}

/// Known ones, and any that only a file knows.
fn is_channel(name: &str) -> bool {
    matches!(
        Column::from_name(name),
        Some(Column::Channel(_) | Column::Open(_))
    )
}

/// Milliseconds, both ends included.
fn span(from: Option<f64>, to: Option<f64>) -> Result<(i64, i64)> {
    let (from, to) = (from.unwrap_or(0.0), to.unwrap_or(f64::MAX));
    if !(from.is_finite() && to.is_finite() && 0.0 <= from && from <= to) {
        let detail = "`from` and `to` are seconds from the start, `from` not after `to`.";
        return Err(Error::bad_request("bad-query", detail));
    }
    Ok(((from * 1000.0).ceil() as i64, (to * 1000.0).floor() as i64))
}

/// The time a workout spent in your zones
///
/// Zones of heart rate, power and pace are those that held on the workout's day.
#[utoipa::path(get, path = "/api/v1/workouts/{id}/zones", tag = "workouts", operation_id = "workout_zones", params(("id" = Uuid, Path)),
    responses((status = 200, description = "By kind; kinds that were not measured are left out.", body = WorkoutZonesBody),
        (status = 404, description = "No such workout of yours.", body = Error, content_type = "application/problem+json")))]
async fn zones(
    State(app): State<App>,
    principal: Principal,
    web::Path(id): web::Path<Uuid>,
) -> Result<Json<WorkoutZonesBody>> {
    let workout = service::get(&app, principal.user_id, id).await?;
    let packs = app.catalog.packs();
    let by = of_recorded(&app.db, &packs, principal.user_id, &workout).await?;
    Ok(Json(by.into()))
}

/// Files as multipart form data.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form; axum reads it field by field")]
struct UploadForm {
    /// FIT, GPX, TCX, CSV or Apple Health's export, plain, .gz or in a .zip. May be repeated.
    #[schema(value_type = Vec<String>, format = Binary)]
    file: Vec<u8>,
    /// What the columns of CSV files hold, where their names do not tell:
    /// `Zeit=time,Puls=heart_rate,Tempo=speed[km/h]`.
    columns: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct UploadBody {
    /// In the order of the files; a file of an archive has its own entry.
    files: Vec<FileOutcome>,
}

/// Imports activity files. Each has its own result; one bad file stops no other.
#[utoipa::path(post, path = "/api/v1/files", tag = "workouts",
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 200, description = "What became of each file.", body = UploadBody)))]
async fn upload(
    State(app): State<App>,
    principal: Principal,
    form: web::Multipart,
) -> Result<Json<UploadBody>> {
    let sent = uploads(form).await?;
    if sent.uploads.is_empty() {
        let detail = "Send at least one file in a form field named `file`.";
        return Err(Error::bad_request("no-file", detail));
    }
    let reading = import::Reading {
        columns: sent.map()?,
        zone: principal.time_zone.clone(),
        through: Some(import::Through::live(&app)),
        via: None,
    };
    let files = import::import_as(&app, principal.user_id, reading, sent.uploads).await;
    Ok(Json(UploadBody { files }))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RecordsQuery {
    /// A pack's records only.
    pack: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct RecordsBody {
    /// By pack and record, each record's marks in order of time: the last one stands.
    items: Vec<RecordMark>,
}

/// The caller's records and how each grew.
#[utoipa::path(get, path = "/api/v1/records", tag = "records", params(RecordsQuery),
    responses((status = 200, description = "All record marks.", body = RecordsBody)))]
async fn records(
    State(app): State<App>,
    principal: Principal,
    web::Query(query): web::Query<RecordsQuery>,
) -> Result<Json<RecordsBody>> {
    let packs = app.catalog.packs();
    let marks = projections::marks(&app.db, principal.user_id, query.pack.as_deref()).await?;
    let locale = locale(&principal);
    let items = marks
        .iter()
        .filter_map(|mark| read::record_mark(&packs, locale, mark))
        .collect();
    Ok(Json(RecordsBody { items }))
}

fn no_such_sport(packs: &Packs, id: &str) -> Error {
    let error = Error::invalid(vec![validate::unknown_sport(packs, id)]);
    pointed(error, &Sent::default())
}

/// The rules name fields as paths of qualified ids; in an API they are JSON pointers (RFC 6901) to
/// what the client sent.
fn pointed(mut error: Error, sent: &Sent) -> Error {
    for field in error.errors.iter_mut().map(|error| &mut error.field) {
        *field = sent.pointer(field);
    }
    error
}

pub fn locale(principal: &Principal) -> &str {
    principal.locale.as_deref().unwrap_or("en")
}

fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

/// The version that `If-Match` names; `*` and nothing match any.
pub fn if_match(headers: &HeaderMap) -> Result<Option<i64>> {
    let Some(value) = headers.get(header::IF_MATCH) else {
        return Ok(None);
    };
    let value = value.to_str().unwrap_or_default().trim();
    if value == "*" {
        return Ok(None);
    }
    let version = value.trim_start_matches("W/").trim_matches('"').parse();
    // A tag that is none of ours matches no version.
    version.map(Some).map_err(|_| Error::precondition_failed())
}
